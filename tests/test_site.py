"""The real site, built once and walked: what must be true of every page, and of the pages people come for.

Of a reduced language nothing is promised here: what it has is for the audit.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from lxml.html import HtmlElement

from immunopole.documents import read_document
from immunopole.settings import read_layout
from immunopole.strings import read_strings

from .conftest import REPOSITORY, BuiltSite, lay_out_real, run_build
from .test_sites import fingerprint
from .walk import fetched, is_lost, is_redirect, text

PUBLIC = "https://marseille-immunopole.org/"
BORG = {"fr": "communaute/jean-paul-borg/", "en": "en/community/jean-paul-borg/"}
NO_BREAK = "\u00a0"
LAYOUT, _ = read_layout(REPOSITORY / "mkdocs.yml", PUBLIC)
assert LAYOUT is not None
LANGUAGES = LAYOUT.languages
WORDS, _ = read_strings(REPOSITORY / "overrides/locales", "overrides/locales", LANGUAGES)


@pytest.fixture(scope="session")
def pages(real_site: BuiltSite) -> dict[str, HtmlElement]:
    """Every page of the real site in its full languages by its address, redirects and the 404 page aside."""
    found = {address: real_site.page(address) for address in real_site.addresses if not is_lost(address)}
    full = {address: page for address, page in found.items() if locale_of(address) in LANGUAGES.full}
    return {address: page for address, page in full.items() if not is_redirect(page)}


def locale_of(address: str) -> str:
    """Tell the language an address promises."""
    first = address.partition("/")[0]
    return first if first in LANGUAGES.locales else LANGUAGES.default.locale


def content(page: HtmlElement, expression: str) -> str:
    """Give the one value an expression selects."""
    values = page.xpath(expression)
    assert len(values) == 1, (expression, values)
    return str(values[0])


def test_the_site_has_its_pages(pages: dict[str, HtmlElement]) -> None:
    """Every Markdown file and every person in every language, those of the original site at its addresses."""
    records = set()
    for kind, below in (
        ("people", "community"),
        ("organisations", "organisations"),
        ("themes", "research"),
        ("periods", "history"),
    ):
        document, _ = read_document(REPOSITORY / f"data/{kind}.yaml", f"data/{kind}.yaml")
        assert document is not None
        records |= {f"{below}/{record['id']}.md" for record in document.data[kind]}
    for locale, number in Counter(map(locale_of, pages)).items():
        folder = REPOSITORY / "docs" / locale
        sources = {file.relative_to(folder).as_posix() for file in folder.rglob("*.md")}
        assert number == len(sources | records)
    assert set(BORG.values()) <= set(pages)


def test_a_role_of_long_ago_says_when_at_the_top_of_a_profile(real_site: BuiltSite) -> None:
    """Nobody takes the director of then for the director of now; a role seen lately needs no date there."""
    top = {
        person: [" ".join(role.text_content().split()) for role in real_site.page(address).xpath("//*[@class='role']")]
        for person, address in (("over", "communaute/patrice-viens/"), ("lately", "communaute/norbert-vey/"))
    }
    assert top["over"]
    assert all(role.endswith("mai 2022") for role in top["over"])
    assert top["lately"]
    assert not any(re.search("[0-9]{4}", role) for role in top["lately"])


def test_every_page_follows_the_html_standard(real_site: BuiltSite) -> None:
    """html5lib, strict, raises at the first error."""
    parser = html5lib.HTMLParser(strict=True)
    for address in real_site.addresses:
        file = real_site.folder / address
        parser.parse((file / "index.html" if file.is_dir() else file).read_text(encoding="utf-8"))


def test_every_page_says_its_language(pages: dict[str, HtmlElement]) -> None:
    """WCAG 3.1.1, RGAA 8.3: and it is the one its address promises."""
    for address, page in pages.items():
        assert page.get("lang") == locale_of(address), address
        assert page.get("dir") == LANGUAGES[locale_of(address)].direction, address


def test_titles_name_the_site_and_descriptions_are_as_long_as_they_are_shown(pages: dict[str, HtmlElement]) -> None:
    """WCAG 2.4.2; search engines show 70 to 160 characters of a description. That each is its own, the audit says."""
    titles = {address: content(page, "//head/title/text()") for address, page in pages.items()}
    descriptions = {address: content(page, "//meta[@name='description']/@content") for address, page in pages.items()}
    assert [a for a, title in titles.items() if "Marseille Immunopôle" not in title] == []
    assert [a for a, words in descriptions.items() if not 70 <= len(words) <= 160] == []


def test_headings_begin_with_one_h1_and_never_jump(pages: dict[str, HtmlElement]) -> None:
    """WCAG 1.3.1 and 2.4.6: inside the content, and inside the menu on its own."""
    for address, page in pages.items():
        levels = [int(h.tag[1]) for h in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
        assert levels[0] == 1, address
        assert levels.count(1) == 1, address
        assert all(below - above <= 1 for above, below in pairwise(levels)), address
        assert all(text(h) for h in page.xpath("//h1 | //h2 | //h3 | //h4")), address


def test_every_page_has_all_languages_and_the_default_one_for_everybody_else(pages: dict[str, HtmlElement]) -> None:
    """Each at its public address; that heads, links and sitemap agree, the audit says."""
    for address, page in pages.items():
        assert content(page, "//link[@rel='canonical']/@href") == PUBLIC + address
        alternates = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate']")}
        assert {*LANGUAGES.full, "x-default"} <= set(alternates), address
        assert alternates["x-default"] == alternates[LANGUAGES.default.locale]


def test_the_language_links_lead_to_the_same_page_and_say_so_in_their_language(pages: dict[str, HtmlElement]) -> None:
    """WCAG 3.1.2: each with its own `lang` and `hreflang`, by name, in the header and the menu."""
    for address, page in pages.items():
        lists = page.xpath("//ul[contains(@class, 'languages')]")
        assert len(lists) == 2, address
        for links in lists:
            found = {a.get("lang"): (a.get("hreflang"), text(a), a.get("aria-current")) for a in links.iter("a")}
            here = locale_of(address)
            assert set(found) == set(LANGUAGES.locales)
            for locale in LANGUAGES.full:
                current = "true" if locale == here else None
                assert found[locale] == (locale, WORDS[locale]("language.version"), current), address


def test_nothing_is_fetched_from_elsewhere(pages: dict[str, HtmlElement]) -> None:
    """No third party learns who reads what."""
    for address, page in pages.items():
        assert [link for link in fetched(page) if urlsplit(link).netloc] == [], address


def test_nothing_is_inline(pages: dict[str, HtmlElement]) -> None:
    """So that a content security policy can forbid it."""
    for address, page in pages.items():
        assert page.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]") == [], address
        assert page.xpath("//@href[starts-with(., 'javascript:')] | //*[@target='_blank']") == [], address


def test_ids_are_unique_and_references_to_them_lead_somewhere(pages: dict[str, HtmlElement]) -> None:
    """WCAG 4.1.2: labels and controls."""
    for address, page in pages.items():
        ids: Counter[str] = Counter(page.xpath("//@id"))
        assert [name for name, times in ids.items() if times > 1] == [], address
        references = page.xpath("//@aria-labelledby | //@aria-controls | //@aria-describedby | //@commandfor")
        assert [name for names in references for name in names.split() if name not in ids] == [], address


def test_every_navigation_has_a_name_of_its_own(pages: dict[str, HtmlElement]) -> None:
    """WCAG 1.3.1: so that a list of landmarks says which is which. The dialog is apart: it is inert while closed."""
    for address, page in pages.items():
        names = [
            nav.get("aria-label") or text(page.get_element_by_id(nav.get("aria-labelledby")))
            for nav in page.xpath("//nav[not(ancestor::dialog)]")
        ]
        assert all(names), address
        assert len(names) == len(set(names)), address


def test_a_page_is_light(real_site: BuiltSite, pages: dict[str, HtmlElement]) -> None:
    """HTML, style and script together at most 25 KB compressed, in at most 7 requests with all that is fetched.

    The guide to all fields is a reference for editors, longer than any page for visitors.
    """
    assert LAYOUT is not None
    reference = {LAYOUT.addresses.address("style-guide/fields.md", locale) for locale in LANGUAGES.locales}
    # Of the icons a browser takes the one it knows best, and that of home screens only when it makes one.
    not_taken = {"favicon.ico", "apple-touch-icon.png"}
    for address, page in pages.items():
        links = {re.sub(r"^(\.\./|\./)+", "", link) for link in fetched(page)} - not_taken
        assert len(links) < 7, address
        files = [f"{address}index.html", *(link for link in links if link.endswith((".css", ".js")))]
        sizes = [len(gzip.compress((real_site.folder / file).read_bytes(), 9, mtime=0)) for file in files]
        assert sum(sizes) <= (30_000 if address in reference else 25_000), (address, sizes)


def test_nothing_of_the_theme_below_ours_is_published(real_site: BuiltSite) -> None:
    """Material's bundle, maps, icons and search would be weight nobody uses."""
    files = [file.relative_to(real_site.folder).as_posix() for file in real_site.folder.rglob("*.*")]
    ours = {file.relative_to(REPOSITORY / "docs").as_posix() for file in (REPOSITORY / "docs/assets").rglob("*")}
    found = [file for file in files if file.startswith("assets/") and file not in ours]
    kept = [re.sub(r"\.[0-9a-f]{12}\.", ".", file) for file in found]
    icons = ["assets/icon-192.png", "assets/icon-512.png", "assets/icon-maskable-512.png"]
    font = ["assets/fraunces-OFL.txt", "assets/fraunces.woff2"]
    bundles = ["assets/search.js", "assets/site.css", "assets/site.js", "assets/speculation.json"]
    assert sorted(kept) == [*font, *icons, *bundles]


@pytest.mark.parametrize("locale", BORG)
def test_the_profile_shows_what_the_original_showed(pages: dict[str, HtmlElement], locale: str) -> None:
    """Name with the family name in capitals, degrees, three roles told apart, three paragraphs."""
    page = pages[BORG[locale]]
    assert text(page.xpath("//h1")[0]) == "Jean-Paul BORG"
    assert text(page.xpath("//p[@class='profile__degrees']")[0]) == "PharmD, PhD"
    roles = [text(role) for role in page.xpath("//li[@class='role']")]
    assert len(roles) == 3
    assert len(page.xpath("//div[contains(@class, 'profile__text')]/p")) == 3
    assert "Menu" in text(page.xpath("//header//button")[0])
    assert text(page.xpath("//header//*[@class='brand__name']")[0]) == "Marseille Immunopôle"


FACTS_OF_THE_SEED = {
    "clinical need": ("clinique", "clinic"),
    "clockwork": ("horloge", "clockwork"),
    "white blood cells": ("globules blancs", "white blood cells"),
    "SIRIC": ("SIRIC", "SIRIC"),
    "its members": ("AP-HM", "AP-HM"),
    "CRO2": ("CRO2", "CRO2"),
    "INCa": ("INCa", "INCa"),
    "one of eight": ("huit", "eight"),
    "in 2012": ("2012", "2012"),
    "Sloan Kettering": ("Sloan Kettering", "Sloan Kettering"),
    "Dana-Farber": ("Dana-Farber", "Dana-Farber"),
    "therapeutic antibodies": ("anticorps thérapeutiques", "therapeutic antibodies"),
    "NK cells": ("NK", "NK"),
    "acute myeloid leukaemia": ("leucémie aiguë myéloïde", "acute myeloid leukaemia"),
    "2015": ("2015", "2015"),
    "ImCheck": ("ImCheck Therapeutics", "ImCheck Therapeutics"),
    "AbVisio": ("AbVisio Dx", "AbVisio Dx"),
}


@pytest.mark.parametrize("fact", FACTS_OF_THE_SEED)
def test_the_profile_tells_every_fact_of_the_seed(pages: dict[str, HtmlElement], fact: str) -> None:
    """In both languages."""
    for locale, sign in zip(BORG, FACTS_OF_THE_SEED[fact], strict=True):
        assert sign in text(pages[BORG[locale]].xpath("//div[contains(@class, 'profile__text')]")[0]), locale


def test_a_dated_role_shows_its_date(pages: dict[str, HtmlElement]) -> None:
    """A reader must not take a role of 2012 for one of today."""
    dates = [text(item) for item in pages[BORG["en"]].xpath("//span[@class='dated__date']")]
    assert dates[0] == "in 2015 or later"
    assert dates[2] == "around 2012 – around 2023"
    assert dates[4] == "since 2006, on record in 2015 or later"


@pytest.mark.parametrize(
    "former", ["fr/communaute/jean-paul-borg/", "en/communaute/jean-paul-borg/", "fr/communaute/", "en/le-cluster-mi/"]
)
def test_addresses_of_the_original_site_still_lead_somewhere(real_site: BuiltSite, former: str) -> None:
    """To the page's present address."""
    assert is_redirect(real_site.page(former))


def test_what_the_publisher_has_not_said_is_said_to_be_missing(pages: dict[str, HtmlElement]) -> None:
    """Never invented, never silently left out."""
    document, _ = read_document(REPOSITORY / "data/publisher.yaml", "data/publisher.yaml")
    assert document is not None
    elsewhere = {"repository", "public_body"}
    unknown = [key for key, value in document.data["publisher"].items() if value is None and key not in elsewhere]
    unknown += [key for key, value in document.data["publisher"]["host"].items() if value is None]
    shown = {address: len(pages[address].xpath("//em")) for address in ("mentions-legales/", "en/legal-notice/")}
    assert set(shown.values()) == {len(unknown)}


def test_every_page_links_to_the_accessibility_statement_in_the_words_of_the_law(pages: dict[str, HtmlElement]) -> None:
    """Article 47 of law 2005-102: without a valid audit it is « non conforme »."""
    for address, page in pages.items():
        footer = text(page.xpath("//footer")[0])
        expected = {"fr": f"Accessibilité{NO_BREAK}: non conforme", "en": "Accessibility: not compliant"}
        assert expected.get(locale_of(address), "") in footer, address


def test_the_site_builds_with_properdocs_to_the_same_bytes(real_site: BuiltSite, tmp_path: Path) -> None:
    """The maintained fork of MkDocs 1.x; only the generator tag differs."""
    before = fingerprint(real_site.folder)
    texts = {a: (real_site.folder / a).read_bytes() for a in before if a.endswith(".html")}
    again = run_build(lay_out_real(tmp_path), tool="properdocs")
    assert again.exit_code == 0, again.log
    changed = {name for name, digest in fingerprint(again.folder).items() if before.get(name) != digest}
    assert fingerprint(again.folder).keys() == before.keys()
    generator = re.compile(rb'<meta name="generator" content="(MkDocs|ProperDocs) [\d.]+">')
    for name in changed:
        now = (again.folder / name).read_bytes()
        assert generator.sub(b"", now) == generator.sub(b"", texts[name]), name
        assert b"ProperDocs 1.6.7" in now


def test_the_statement_claims_no_audit_that_nobody_made(pages: dict[str, HtmlElement]) -> None:
    """Without a date of an audit there was none: nothing about it is left to complete."""
    for address, words in (
        ("accessibilite/", "aucun n’a été réalisé"),
        ("en/accessibility/", "none has been carried out"),
    ):
        assert words in text(pages[address].xpath("//dl")[0])


def test_the_site_map_leads_to_every_page_of_the_menu(pages: dict[str, HtmlElement]) -> None:
    """In each language; the profiles are reached from their lists, which are among these pages."""
    for address in ("plan-du-site/", "en/site-map/"):
        listed = {link.get("href") for link in pages[address].xpath("//main//div[@class='map']//a")}
        menu = set(pages[address].xpath("//dialog//nav//a[not(@lang) and not(@aria-current)]/@href"))
        assert listed == menu
        assert len(listed) > 8


def test_the_menu_marks_the_section_a_page_lies_in(pages: dict[str, HtmlElement]) -> None:
    """A profile is in no menu: the section it belongs to is marked, the page itself nowhere."""
    for address, section in ((BORG["fr"], "Communauté"), (BORG["en"], "Community"), ("histoire/", "Le cluster")):
        marked = pages[address].xpath("//header//nav//a[@aria-current='true' and not(@lang)]")
        assert [text(link) for link in marked] == [section]
        assert [text(item.xpath("./a")[0]) for item in pages[address].xpath("//li[@class='menu__here']")] == [section]


def test_the_breadcrumb_follows_the_menu(pages: dict[str, HtmlElement]) -> None:
    """A page that stands beneath another in the menu has it above, whatever its address."""
    for address, above in (
        ("du-laboratoire-au-patient/", ["Accueil", "Recherche"]),
        ("en/programmes/force/", ["Home", "Research", "Programmes"]),
        (BORG["fr"], ["Accueil", "Communauté"]),
    ):
        assert [text(link) for link in pages[address].xpath("//nav[@class='breadcrumb']//a")] == above


def test_subjects_and_organisations_lead_to_each_other(pages: dict[str, HtmlElement]) -> None:
    """Whoever has found the one asks next for the other."""
    theme, house = pages["en/research/neuro-immunology/"], pages["en/organisations/ciml/"]
    assert "../../organisations/ciml/" in theme.xpath("//div[@class='profile__facts']//a/@href")
    assert "../../research/neuro-immunology/" in house.xpath("//div[@class='profile__facts']//a/@href")


def test_the_page_of_the_cluster_says_who_belongs_to_it(pages: dict[str, HtmlElement]) -> None:
    """With the date at which that was known."""
    founders = pages["en/organisations/marseille-immunopole/"].xpath("//section[@aria-labelledby='founder']")[0]
    assert "Around 2016: " in text(founders)
    assert "../ap-hm/" in founders.xpath(".//a/@href")
    assert not pages["en/organisations/eurobiomed/"].xpath("//section[@aria-labelledby='founder']")


def test_a_long_list_begins_with_the_way_to_its_parts(pages: dict[str, HtmlElement]) -> None:
    """In their order, by their names."""
    for address in ("organismes/", "en/organisations/", "recherche/", "en/research/"):
        ways = [(link.get("href"), text(link)) for link in pages[address].xpath("//nav[@class='jump']/a")]
        parts = [
            (f"#{part.get('id')}", text(part)) for part in pages[address].xpath("//section/h2[contains(@id, 'kind-')]")
        ]
        assert ways == parts
        assert len(ways) > 2
