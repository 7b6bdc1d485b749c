"""Honest languages: what a visitor sees where languages do not have the same pages, each situation built for real."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from immunopole.catalogue import read_catalogue
from immunopole.languages import Language, Languages
from immunopole.prose import other_language

from .conftest import SITES, TODAY, BuiltSite, contradictions, lay_out, run_build
from .walk import text

Build = Callable[..., BuiltSite]
FRENCH, ENGLISH = Language("fr", "Français", default=True), Language("en", "English")
# All that a visitor could meet; one more is built to be refused.
SITUATIONS = sorted({folder.name for folder in SITES.iterdir()} - {"base", "old-address-taken", "hard-content"})
SPANISH = Language("es", "Español", reduced=True)


def switch(page: HtmlElement) -> dict[str, tuple[str, str, str]]:
    """Give the language links of a page's header: locale to address, words, language of the words."""
    links = page.xpath("//nav[contains(@class, 'header__languages')]//a")
    return {a.get("hreflang"): (a.get("href"), text(a), a.get("lang")) for a in links}


def link(page: HtmlElement, words: str) -> dict[str, str]:
    """Give the attributes of a link in the text of a page by its words."""
    (found,) = [a for a in page.xpath("//main//a") if text(a) == words]
    return dict(found.attrib)


def listed(site: BuiltSite) -> str:
    """Give the sitemap."""
    return (site.folder / "sitemap.xml").read_text(encoding="utf-8")


def test_readers_are_given_the_language_they_know_best() -> None:
    """Their own, else the site's first, else whichever there is."""
    languages = Languages((ENGLISH, FRENCH, SPANISH))
    assert languages.choose("es", {"es", "fr"}) == "es"
    assert languages.choose("es", {"en", "fr"}) == "fr"
    assert languages.choose("es", {"en"}) == "en"
    assert languages.full == ("en", "fr")
    with pytest.raises(LookupError):
        languages.choose("es", {"de"})


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_situation_is_a_site_without_a_contradiction(build: Build, situation: str) -> None:
    """Each folder of `sites/` but the one that is built to be refused."""
    assert contradictions(build(situation)) == []


def test_a_page_missing_in_the_first_language_is_not_there(build: Build) -> None:
    """Not in its menu, sitemap or alternates; its link says which language has the page, and leads to the parent."""
    site = build("page-missing-in-french")
    assert not (site.folder / "jobs").exists()
    assert "jobs" not in "".join(site.page("").xpath("//@href"))
    assert "<loc>https://example.org/jobs/" not in listed(site)
    jobs, post = site.page("en/jobs/"), site.page("en/jobs/postdoc/")
    expected = "Version française (cette page n’existe qu’en anglais)"
    assert switch(jobs)["fr"] == ("../../", expected, "fr")
    assert switch(post)["fr"] == ("../../../", expected, "fr")
    for page in (jobs, post):
        assert page.xpath("//link[@rel='alternate'] | //meta[@property='og:locale:alternate']") == []
        assert page.xpath("//link[@rel='canonical']/@href")[0].startswith("https://example.org/en/jobs/")


def test_a_page_shown_as_it_is_never_claims_to_be_a_translation(build: Build) -> None:
    """The chrome is the reader's, the text is marked and introduced; search engines are sent to the original."""
    site = build("page-shown-as-it-is")
    page = site.page("en/news/prize/")
    assert page.get("lang") == "en"
    assert page.xpath("//h1/@lang") == page.xpath("//main//p[@class='lead']/@lang") == ["fr"]
    assert page.xpath("//main//div[@class='prose']/@lang") == ["fr"]
    assert page.xpath("//title/@lang") == page.xpath("//meta[@name='description']/@lang") == ["fr"]
    notice = page.xpath("//main//p[@class='notice']")[0]
    assert text(notice).startswith("This page has not been translated. It is shown here as it was written, in French.")
    assert notice.xpath("a/@href") == ["../../../actualites/prize/"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.org/actualites/prize/"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//link[@rel='alternate']") == []
    assert page.xpath("//meta[@property='og:locale']/@content") == ["fr_FR"]
    assert page.xpath("//nav[@class='breadcrumb']//span/@lang") == ["fr"]
    original = site.page("actualites/prize/")
    assert original.xpath("//link[@rel='alternate']") == []
    assert switch(original)["en"] == (
        "../../en/news/prize/",
        "English version (this page exists only in French)",
        "en",
    )
    assert "en/news/prize" not in listed(site)
    assert "https://example.org/actualites/prize/" in listed(site)


def test_the_links_of_a_page_shown_as_it_is_lead_to_the_readers_pages_where_there_are_any(build: Build) -> None:
    """A language that changes is told; what only the original's language has is found there."""
    page = build("page-shown-as-it-is").page("en/news/prize/")
    assert link(page, "Ana López") == {"href": "../../community/ana-lopez/", "hreflang": "en"}
    assert link(page, "Laboratoire <L> & Cie") == {"href": "../../organisations/lab/", "hreflang": "en"}
    assert link(page, "tous") == {"href": "../../community/", "hreflang": "en"}
    assert link(page, "autre") == {"href": "../../../actualites/secret/", "hreflang": "fr", "class": "abroad"}
    assert link(page, "cluster") == {"href": "../../../cluster/#x", "hreflang": "fr", "class": "abroad"}
    assert page.xpath("//main//img/@src") == ["../../../assets/dot.svg"]


def test_a_section_decides_and_a_page_in_it_may_differ(build: Build) -> None:
    """`news: original, news/secret: absent`; a section that says nothing leaves its pages out."""
    site = build("page-shown-as-it-is")
    assert not (site.folder / "en/news/secret").exists()
    assert not (site.folder / "en/cluster").exists()
    assert "cluster" not in "".join(site.page("en/").xpath("//nav//@href"))
    posts = site.page("en/news/").xpath("//ol[@class='posts']/li")
    assert [text(post.xpath(".//h2")[0]) for post in posts] == ["Un prix «\u00a0<b>\u00a0»"]
    assert posts[0].xpath(".//h2//span/@lang") == ["fr"]
    assert text(posts[0].xpath("p[last()]")[0]) == "Written in French"


def test_a_biography_in_one_language_is_offered_there_and_nothing_is_mixed(build: Build) -> None:
    """The profile stands in both, with all that is the same in every language; the text is one link away, marked."""
    site = build("biography-in-one-language")
    english = site.page("en/community/ana-lopez/")
    assert "Un paragraphe." not in text(english.xpath("//main")[0])
    assert "Director" in text(english.xpath("//main")[0])
    notice = english.xpath("//main//p[@class='notice']")[0]
    assert text(notice) == "This text exists only in French. Le lire en français"
    assert dict(notice.xpath("a")[0].attrib) == {
        "href": "../../../communaute/ana-lopez/",
        "lang": "fr",
        "hreflang": "fr",
        "dir": "ltr",
    }
    assert "Ana LÓPEZ" in text(site.page("en/community/").xpath("//main")[0])
    assert len(english.xpath("//link[@rel='alternate']")) == 3
    assert site.page("communaute/ana-lopez/").xpath("//p[@class='notice']") == []
    house = site.page("organisations/lab/")
    assert text(house.xpath("//p[@class='notice']")[0]) == "Ce texte n’existe qu’en anglais. Read it in English"


def test_a_name_that_only_one_language_has_carries_that_language(build: Build) -> None:
    """WCAG 3.1.2: as a link, as a heading, in the title; where it is the page's own language nothing is marked."""
    site = build("biography-in-one-language")
    english, french = site.page("en/organisations/lab/"), site.page("organisations/lab/")
    assert english.xpath("//h1/span[1]/@lang") == ["fr"]
    assert french.xpath("//h1/@lang | //h1/span/@lang") == []
    links = site.page("en/community/ana-lopez/").xpath("//main//a[contains(@href, 'organisations/lab/')]")
    assert len(links) == 2
    assert all(a.xpath("span/@lang") == ["fr"] for a in links)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("fr:contact.md", ("fr/contact.md", "")),
        ("fr:community/x.md#top", ("fr/community/x.md", "#top")),
        ("pt-BR:a.md?x", ("pt-BR/a.md", "?x")),
        ("contact.md", None),
        ("fr:/contact.md", None),
        ("fr:contact", None),
        ("https://example.org/x.md", None),
        ("mailto:a@example.org", None),
    ],
)
def test_a_link_to_another_language_is_written_on_purpose(href: str, expected: tuple[str, str] | None) -> None:
    """The language, a colon, the page's path below the folder of that language."""
    assert other_language(href) == expected


def test_links_across_languages_are_marked(build: Build) -> None:
    """`hreflang` says where they lead; `lang` only marks words that are in the other language."""
    site = build("links-across-languages")
    page = site.page("en/")
    assert link(page, "the same") == {"href": "../only/#part", "hreflang": "fr", "class": "abroad"}
    assert link(page, "himself") == {"href": "../communaute/obrien/", "hreflang": "fr", "class": "abroad"}
    assert link(page, "here") == {"href": "community/"}
    titled = [dict(a.attrib) for a in page.xpath("//main//a") if text(a).startswith("Seule &")]
    assert titled[0] == {"href": "../only/", "hreflang": "fr", "lang": "fr", "class": "abroad"}
    assert page.xpath("//em[text()='À bientôt']/@lang") == ["fr"]
    back = site.page("only/").xpath("//main//div[@class='prose']//a")[0]
    assert dict(back.attrib) == {"href": "../en/", "hreflang": "en", "lang": "en", "class": "abroad"}
    profile = site.page("en/community/ana-lopez/")
    assert link(profile, "his") == {"href": "../../../communaute/obrien/", "hreflang": "fr", "class": "abroad"}


def test_a_reduced_language_has_the_pages_somebody_wrote_in_it(build: Build) -> None:
    """No Spanish text is asked of any record; links to people lead to a language that has them, and say so."""
    site = build("third-language")
    spanish = [address for address in site.addresses if address.startswith("es/")]
    assert spanish == ["es/404.html", "es/fields/", "es/", "es/visitar/"]
    home = site.page("es/")
    assert home.get("lang") == "es"
    assert link(home, "Ana LÓPEZ") == {"class": "person__name", "href": "../communaute/ana-lopez/", "hreflang": "fr"}
    assert "Directrice" in home.xpath("//main//span[@lang='fr']/text()")
    visit = site.page("es/visitar/")
    alternates = {a.get("hreflang"): a.get("href") for a in visit.xpath("//link[@rel='alternate']")}
    assert alternates == {
        "fr": "https://example.org/venir/",
        "es": "https://example.org/es/visitar/",
        "x-default": "https://example.org/venir/",
    }
    assert switch(visit)["en"][1:] == ("English version (this page exists only in French and in Spanish)", "en")
    profile = switch(site.page("en/community/ana-lopez/"))["es"]
    assert profile[0] == "../../../es/"
    assert "francés y en inglés" in profile[1]


def test_a_profile_may_be_written_by_hand_in_a_reduced_language(tmp_path: Path) -> None:
    """It is that person's page there, with the facts of the record marked, and the old id leads to it too."""
    root = lay_out(tmp_path, "third-language")
    people = root / "data/people.yaml"
    former = people.read_text(encoding="utf-8").replace(
        "  - id: ana-lopez\n", "  - id: ana-lopez\n    former_ids: [ana]\n"
    )
    people.write_text(former, encoding="utf-8")
    (root / "docs/es/community").mkdir()
    visit = (
        (root / "docs/es/visit.md").read_text(encoding="utf-8").replace("---\n\n", "template: profile.html\n---\n\n")
    )
    own = visit.replace("Visitar el laboratorio", "Ana").replace("Cómo llegar al", "Ana dirigió el")
    (root / "docs/es/community/ana-lopez.md").write_text(own, encoding="utf-8")
    site = run_build(root)
    assert site.exit_code == 0, site.log
    page = site.page("es/community/ana-lopez/")
    assert text(page.xpath("//h1")[0]) == "Ana LÓPEZ"
    assert page.xpath("//span[@class='role__title']/span/@lang") == ["fr"]
    assert link(site.page("es/"), "Ana LÓPEZ")["href"] == "community/ana-lopez/"
    assert "es/community/ana/" in site.addresses
    assert page.xpath("//main//p[@class='notice']") == []
    assert contradictions(site) == []


def test_a_text_is_offered_where_somebody_wrote_a_page_instead(tmp_path: Path) -> None:
    """The record has no French text, and the French page has one of its own: English readers are led there."""
    root = lay_out(tmp_path, "written-profile")
    people = root / "data/people.yaml"
    texts = people.read_text(encoding="utf-8").replace("fr: Un paragraphe.\n      en: One paragraph.", "es: Un texto.")
    people.write_text(texts, encoding="utf-8")
    config = root / "mkdocs.yml"
    languages = config.read_text(encoding="utf-8").replace(
        "        - { locale: en, name: English }\n",
        "        - { locale: en, name: English }\n        - { locale: es, name: Español }\n",
    )
    reduced = languages.replace("      path_words:", "      reduced_languages: [es]\n      path_words:")
    config.write_text(reduced, encoding="utf-8")
    (root / "docs/es").mkdir()
    spanish = SITES / "third-language"
    (root / "docs/es/index.md").write_bytes((spanish / "docs/es/index.md").read_bytes())
    (root / "overrides/locales/es.yaml").write_bytes((spanish / "overrides/locales/es.yaml").read_bytes())
    site = run_build(root)
    assert site.exit_code == 0, site.log
    notice = site.page("en/community/ana-lopez/").xpath("//main//p[@class='notice']")[0]
    assert text(notice) == "This text exists only in French. Le lire en français"


def test_notes_of_a_page_shown_as_it_is_speak_its_language(tmp_path: Path) -> None:
    """The way back from a note stands among the words of the text; it leads nowhere else, and needs no language."""
    root = lay_out(tmp_path, "page-shown-as-it-is")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("[attr_list]", "[attr_list, footnotes]"), "utf-8")
    post = root / "docs/fr/news/prize.md"
    post.write_text(post.read_text(encoding="utf-8") + "\nUne phrase[^1].\n\n[^1]: Une note.\n", encoding="utf-8")
    site = run_build(root)
    assert site.exit_code == 0, site.log
    (back,) = site.page("en/news/prize/").xpath("//a[@class='footnote-backref']/@title")
    assert back == "Revenir à l’appel de la note 1 dans le texte"
    assert contradictions(site) == []


def test_each_name_of_an_organisation_carries_its_own_language(tmp_path: Path) -> None:
    """The acronym in one language, the name in another, the former name in a third place: none lends its language."""
    root = lay_out(tmp_path, "biography-in-one-language")
    (root / "data/organisations.yaml").write_text(
        "organisations:\n  - id: lab\n    kind: other\n    name: { en: House }\n    acronym: { fr: M }\n"
        "    former_names: [{ name: { en: Cabin }, acronym: { en: C } }]\n"
        "    summary:\n      fr: Une maison décrite assez longuement pour que les moteurs de recherche la montrent.\n"
        "      en: A house described at enough length for search engines to show it in their results.\n",
        encoding="utf-8",
    )
    site = run_build(root)
    assert site.exit_code == 0, site.log
    french, english = site.page("organisations/lab/"), site.page("en/organisations/lab/")
    assert french.xpath("//h1/span[1]/@lang") == ["en"]
    assert english.xpath("//nav[@class='breadcrumb']//span/@lang") == ["fr"]
    assert french.xpath("//nav[@class='breadcrumb']//span/@lang") == []
    assert french.xpath("//dl[@class='facts']//dd/span/text()") == ["Cabin", "C"]
    assert english.xpath("//dl[@class='facts']//dd/span") == []
    # This site lists its organisations nowhere.
    assert french.xpath("//p[@class='profile__next']") == []


def test_the_words_of_the_theme_stay_in_their_language_among_explanations_in_another(build: Build) -> None:
    """Nobody has explained the fields in Spanish; whether one is needed is said in it all the same."""
    page = build("third-language").page("es/fields/")
    (explained,) = page.xpath("//main//*[@class='fields']/@lang")
    assert explained != "es"
    assert {rule.get("lang") for rule in page.xpath("//*[@class='field__rule']")} == {"es"}


def test_a_language_may_be_written_from_right_to_left(build: Build) -> None:
    """`dir` comes from the script of the language (CLDR); words of the other direction say so."""
    site = build("right-to-left")
    page = site.page("ar/community/ana-lopez/")
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert site.page("en/community/ana-lopez/").get("dir") == "ltr"
    assert [a.get("dir") for a in page.xpath("//header//a[@hreflang]")] == ["ltr", "ltr", "rtl"]
    assert [a.get("hreflang") for a in page.xpath("//link[@rel='alternate']")] == ["fr", "en", "ar", "x-default"]
    assert "فقرة واحدة" in text(page.xpath("//main")[0])
    assert site.page("404.html").xpath("//main//section/@dir") == ["ltr", "ltr", "rtl"]
    assert site.page("en/").xpath("//aside[@class='offer']/@dir") == ["ltr", "rtl"]


def test_a_renamed_word_of_addresses_leaves_no_dead_address(build: Build) -> None:
    """What stood under the old word leads to the new one."""
    site = build("path-word-renamed")
    assert (site.folder / "equipe/ana-lopez/index.html").is_file()
    former = site.page("communaute/ana-lopez/")
    assert former.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../equipe/ana-lopez/"]
    assert former.xpath("//link[@rel='canonical']/@href") == ["https://example.org/equipe/ana-lopez/"]
    assert "example.org/communaute/" not in listed(site)
    assert switch(site.page("en/community/ana-lopez/"))["fr"][0] == "../../../equipe/ana-lopez/"


def test_the_root_is_a_page_and_never_a_redirect(build: Build) -> None:
    """Nobody is sent elsewhere by a guess."""
    home = build().page("")
    assert home.xpath("//meta[@http-equiv='refresh']") == []
    assert home.xpath("//link[@rel='canonical']/@href") == ["https://example.org/"]


def test_the_advice_to_a_public_body_names_the_law(tmp_path: Path) -> None:
    """Law 94-665, articles 3 and 4: two foreign languages, or the advice says so."""
    for situation, expected in (("", ["public-body-languages"]), ("right-to-left", [])):
        root = lay_out(tmp_path / (situation or "base"), situation)
        publisher = root / "data/publisher.yaml"
        publisher.write_text(publisher.read_text(encoding="utf-8").replace("public_body:", "public_body: yes"))
        catalogue, problems = read_catalogue(root / "mkdocs.yml", "https://example.org/", TODAY)
        assert catalogue is not None, problems
        assert [problem.code for problem in problems] == expected


def test_readers_of_a_translation_that_is_behind_are_told(build: Build) -> None:
    """Since when, and where the newer text is; whoever reads the newer one is told nothing."""
    site = build("stale-translation")
    notice = site.page("en/cluster/").xpath("//main//p[@class='notice']")[0]
    told = "The text was updated in French on 5 October 2026; this translation does not have that change yet."
    assert text(notice) == f"{told} Version française"
    assert notice.xpath("a/@href") == ["../../cluster/"]
    assert site.page("cluster/").xpath("//p[@class='notice']") == []
    biography = site.page("communaute/ana-lopez/").xpath("//main//p[@class='notice']")[0]
    assert text(biography).startswith("Le texte en anglais a été mis à jour le 5\u00a0octobre 2026\u202f;")
    assert site.page("404.html").xpath("//p[@class='notice']") == []


def test_a_change_that_nobody_has_remembered_is_told_without_a_date(tmp_path: Path) -> None:
    """An unknown day is better than a false one; the sitemap then says none either."""
    root = lay_out(tmp_path, "stale-translation")
    page = root / "docs/fr/cluster.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nUne phrase de plus.\n", encoding="utf-8")
    site = run_build(root)
    assert site.exit_code == 0, site.log
    notice = site.page("en/cluster/").xpath("//main//p[@class='notice']")[0]
    assert text(notice).startswith("The text has been updated in French since;")
    days = dict(re.findall(r"<loc>(\S+)</loc>\s*<lastmod>(\S+)</lastmod>", listed(site)))
    assert "https://example.org/cluster/" not in days
    assert days["https://example.org/en/cluster/"] == "2026-06-01"
    assert days["https://example.org/en/community/ana-lopez/"] == "2026-10-05"
