"""A small site whose records have every field, built once: what each page shows, and that nothing of it is markup."""

from __future__ import annotations

import json
import re

import pytest

from .conftest import BuiltSite, contradictions, lay_out, run_build
from .walk import is_lost, is_redirect, text

THEME, PROGRAMME = "en/research/theme/", "en/programmes/programme/"
HOUSE, MODEL = "en/organisations/house/", "en/organisations/example/"
# What no text of the theme says, and every record has: with it, a page shows something that could have been markup.
HOSTILE = re.compile("<[biu]>")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site."""
    built = run_build(lay_out(tmp_path_factory.mktemp("every") / "site", "every-field"))
    assert built.exit_code == 0, built.log
    return built


def links(site: BuiltSite, address: str, within: str = "main") -> list[str]:
    """Give where the links of a part of a page lead, in their order."""
    return [str(href) for href in site.page(address).xpath(f"//{within}//a/@href")]


def below(site: BuiltSite, address: str, heading: str) -> list[str]:
    """Give where the links of the element after a heading lead."""
    found = [str(href) for href in site.page(address).xpath(f"//*[@id='{heading}']/following-sibling::*[1]//a/@href")]
    assert found, f"{address} has nothing below {heading}"
    return found


def facts(site: BuiltSite, address: str) -> dict[str, str]:
    """Give the facts at the side of a page, by their labels."""
    lines = site.page(address).xpath("//div[@class='facts__line']")
    return {text(line.xpath("dt")[0]): text(line.xpath("dd")[0]) for line in lines}


def test_no_value_of_any_record_is_markup_on_any_page(site: BuiltSite) -> None:
    """Whatever its template: neither an element, nor the end of an attribute, nor an entity of its own."""
    shown = set()
    for address in site.addresses:
        page = site.page(address)
        if is_redirect(page) or is_lost(address):
            continue
        assert not page.xpath("//b | //i | //u | //script[contains(., 'alert')] | //@onclick | //@style"), address
        assert "&lt;" not in text(page), address
        if HOSTILE.search(text(page.xpath("//main")[0])):
            shown.add(address.removeprefix("en/").split("/")[0])
        for data in page.xpath("//script[@type='application/ld+json']"):
            json.loads(data.text)
    assert shown >= {"research", "programmes", "organisations", "community", "news", "history", "figures", "ecosystem"}
    assert contradictions(site) == []


def test_a_theme_shows_all_that_belongs_to_it(site: BuiltSite) -> None:
    """Who works on it, the programmes, the news, where, what to read next; the texts beside, the sources below."""
    assert text(site.page(THEME).xpath("//p[@class='eyebrow']")[0]) == "Disease"
    assert below(site, THEME, "people") == ["../../community/full-record/"]
    assert below(site, THEME, "programmes") == ["../../programmes/programme/"]
    assert below(site, THEME, "news") == ["../../news/post/"]
    assert below(site, THEME, "organisations") == ["../../organisations/house/"]
    assert below(site, THEME, "themes") == ["../other/"]
    assert links(site, THEME, "div[@class='prose']") == ["../../organisations/lab/", "../other/"]
    assert "https://example.com/theme?a=1&b='2'" in links(site, THEME)
    assert links(site, THEME)[-1] == "../"


def test_a_theme_without_more_than_its_summary_has_a_page_without_empty_parts(site: BuiltSite) -> None:
    """No heading without anything below it."""
    assert site.page("en/research/other/").xpath("//main//h2") == []


def test_research_lists_every_theme_by_kind(site: BuiltSite) -> None:
    """A kind that no theme has is not named."""
    sections = site.page("en/research/").xpath("//section[h2]")
    listed = {section.xpath("h2/@id")[0]: section.xpath(".//a/@href") for section in sections}
    assert listed == {"kind-disease": ["theme/"], "kind-technology": ["other/"]}


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_theme_that_was_renamed_leads_on(site: BuiltSite, language: str) -> None:
    """In every language."""
    former = site.page(f"{language}research/old-theme/")
    assert is_redirect(former)
    assert former.xpath("//a/@href") == ["../theme/"]


def test_a_programme_shows_when_it_ran_with_whom_and_on_what(site: BuiltSite) -> None:
    """And the news whose text links to it, in its own language."""
    assert facts(site, PROGRAMME) == {"Dates": "2012 – 2016", "Website": "example.com/programme?a=1&b='2'"}
    assert below(site, PROGRAMME, "people") == ["../../community/full-record/"]
    assert below(site, PROGRAMME, "organisations") == ["../../organisations/house/"]
    assert below(site, PROGRAMME, "themes") == ["../../research/theme/"]
    assert below(site, PROGRAMME, "news") == ["../../news/post/"]
    assert "https://example.com/programme?a=1&b='2'" in links(site, PROGRAMME)


def test_programmes_are_listed_the_first_to_begin_first(site: BuiltSite) -> None:
    """Those without a date come last, and their pages have no part that would be empty."""
    assert links(site, "en/programmes/", "ul[contains(@class, 'programmes')]") == ["programme/", "undated/"]
    assert site.page("en/programmes/undated/").xpath("//main//h2") == []


@pytest.mark.parametrize("named", [THEME, HOUSE, "en/community/full-record/"])
def test_a_programme_stands_on_the_pages_of_all_whom_it_names(site: BuiltSite, named: str) -> None:
    """A person, an organisation, a theme."""
    assert below(site, named, "programmes") == ["../../programmes/programme/"]


def test_an_organisation_says_what_it_is_to_the_cluster(site: BuiltSite) -> None:
    """On its page with the date, if there is one, and in the list of organisations."""
    place = "Its place in the cluster"
    assert facts(site, HOUSE)[place] == "founding member (around 2016)"
    assert facts(site, MODEL)[place] == "cited as a model"
    assert place not in facts(site, "en/organisations/lab/")
    listed = [text(item) for item in site.page("en/organisations/").xpath("//main//li[contains(@class, 'person')]")]
    assert [re.findall(r"\((founding member|cited as a model)\)", item) for item in listed] == [
        [],
        ["founding member"],
        ["cited as a model"],
    ]


def test_the_picture_of_the_cluster_leaves_out_what_has_no_part_in_it(site: BuiltSite) -> None:
    """And so does the list below the picture."""
    drawn = links(site, "en/ecosystem/")
    assert "../organisations/house/" in drawn
    assert "../organisations/example/" not in drawn


def test_the_home_page_shows_the_members_of_the_cluster(site: BuiltSite) -> None:
    """Where records say who is one."""
    assert links(site, "en/", "ul[@class='houses']") == ["organisations/house/"]


def test_a_number_is_shown_under_the_first_place_that_says_it(site: BuiltSite) -> None:
    """With its range, its date, its sources and the other places: a page, a record, a part of the history."""
    page = site.page("en/figures/")
    assert page.xpath("//dt/a/@href") == ["../", "../research/theme/"]
    home, theme = page.xpath("//dd")
    # The number ends its line with a no-break space.
    assert " ".join(text(home).split()) == "more than 2,000 people, around 2016"
    assert " ".join(text(theme).split()).startswith('about 25.5 to 1,400 measures <b>&", around 2016 example.com')
    assert theme.xpath("a/@href") == [
        "https://example.com/f?a=1&b='2'",
        "../history/early/",
        "../programmes/programme/",
    ]


def test_news_lead_to_their_themes(site: BuiltSite) -> None:
    """As they do to people and organisations."""
    assert "../../research/theme/" in below(site, "en/news/post/", "about")
