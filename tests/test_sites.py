"""Small sites, each named after a situation, built for real and parsed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml

from .conftest import BuiltSite, contradictions, lay_out, run_build
from .walk import is_lost, is_redirect, text

Build = Callable[..., BuiltSite]
HOSTILE_NAME = "Zoë <i> O'BRIEN <B>&\""


def fingerprint(folder: Path) -> dict[str, str]:
    """Give the hash of every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_a_hostile_name_is_text_everywhere(build: Build) -> None:
    """Nothing from data is ever markup: not in text, not in an attribute, not in Markdown."""
    site = build()
    for address in ("communaute/obrien/", "en/community/obrien/", "en/community/", "en/", "fr/communaute/obrien/"):
        page = site.page(address)
        assert not page.xpath("//b | //i | //script[not(@src)] | //script[@src and contains(., 'alert')]"), address
        assert not page.xpath("//@onclick | //@onerror | //@style"), address
    profile = site.page("en/community/obrien/")
    assert text(profile.xpath("//h1")[0]) == HOSTILE_NAME
    assert profile.xpath("//meta[@name='description']/@content")[0].startswith("Summary of O'Brien <b>&\"")
    assert "<script>alert(2)</script> and a lone &" in text(profile.xpath("//div[contains(@class, 'prose')]")[0])
    assert "Researcher <script>alert(1)</script>" in text(profile.xpath("//main")[0])
    assert "Laboratory <L> & Co" in text(profile.xpath("//main")[0])


def test_a_biography_that_looks_like_metadata_is_kept_whole(build: Build) -> None:
    """MkDocs would take a first line such as «Note: …» for metadata and drop it."""
    prose = build().page("en/community/obrien/").xpath("//div[contains(@class, 'prose')]/p")
    assert len(prose) == 2
    assert text(prose[0]).startswith("Note: this text")


def test_every_page_follows_the_html_standard(build: Build) -> None:
    """Parsed strictly by somebody else's parser: html5lib raises at the first error."""
    site = build()
    parser = html5lib.HTMLParser(strict=True)
    for address in site.addresses:
        file = site.folder / address
        parser.parse((file / "index.html" if file.is_dir() else file).read_text(encoding="utf-8"))
    assert len(site.addresses) == 18


def test_a_text_in_data_runs_nothing(tmp_path: Path) -> None:
    """No handler by an attribute list, no style; honest links stay. An address a browser would run is refused."""
    root = lay_out(tmp_path / "small")
    people = root / "data/people.yaml"
    harmful = '[d](https://example.org/) [e](../index.md){: onclick="x()" style="color: red" title="kept" }'
    people.write_text(people.read_text(encoding="utf-8").replace("One paragraph.", repr(harmful)), encoding="utf-8")
    site = run_build(root)
    assert site.exit_code == 0, site.log
    prose = site.page("en/community/ana-lopez/").xpath("//div[contains(@class, 'prose')]")[0]
    assert [a.get("href") for a in prose.iter("a")] == ["https://example.org/", "../../"]
    assert prose.xpath(".//@onclick | .//@style") == []
    assert prose.xpath(".//@title") == ["kept"]
    bad = "[a](javascript:alert%281%29) [b](JaVa&#115;cript:x) [c](data:text/html,x)"
    people.write_text(people.read_text(encoding="utf-8").replace("[d]", f"{bad} [d]"), encoding="utf-8")
    refused = run_build(root)
    assert refused.exit_code == 1
    assert refused.log.count("this link would run something") == 3


def test_a_written_page_wins_over_the_one_from_data(build: Build) -> None:
    """In its language only; the roles still come from the record."""
    site = build("written-profile")
    french, english = site.page("communaute/ana-lopez/"), site.page("en/community/ana-lopez/")
    assert "écrit à la main" in text(french.xpath("//main")[0])
    assert "Un paragraphe." not in text(french.xpath("//main")[0])
    assert "Directrice" in text(french.xpath("//main")[0])
    assert "One paragraph." in text(english.xpath("//main")[0])
    assert french.xpath("//title")[0].text == "Ana López, racontée\u00a0– Small site"
    assert contradictions(site) == []


def test_a_page_missing_in_a_language_is_never_passed_off_as_one(build: Build) -> None:
    """Not under the other language's address, menu, alternates or sitemap; the link says where it leads."""
    site = build("page-missing-in-english")
    assert not (site.folder / "en" / "news").exists()
    page = site.page("news/")
    assert page.xpath("//link[@rel='alternate']") == []
    assert page.xpath("//aside") == []
    link = page.xpath("//header//a[@hreflang='en']")[0]
    assert link.get("href") == "../en/"
    assert text(link) == "English version (this page exists only in French)"
    assert "news/" not in "".join(site.page("en/").xpath("//nav//@href"))
    assert "en/news" not in (site.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert contradictions(site) == []


def test_a_page_holds_the_offer_of_itself_in_each_other_language(build: Build) -> None:
    """Hidden until a script knows what the reader prefers; a page that leads on or speaks every language has none."""
    site = build()
    for address in site.addresses:
        page = site.page(address)
        offers = page.xpath("//aside[@class='offer']")
        if is_redirect(page) or is_lost(address):
            assert offers == [], address
            continue
        here, other = ("en", "fr") if address.startswith("en/") else ("fr", "en")
        (offer,) = offers
        assert page.get("lang") == here
        assert offer.get("hidden") is not None
        assert {element.get("lang") for element in (offer, *offer.iter("a"))} == {other}
        assert offer.xpath(".//a/@hreflang") == [other]
        assert offer.xpath(".//a/@href") == page.xpath(f"//header//a[@hreflang='{other}']/@href")


def test_an_image_may_be_shared_by_all_languages(build: Build) -> None:
    """One file, found from every language."""
    site = build("shared-image")
    assert [file.relative_to(site.folder).as_posix() for file in site.folder.rglob("dot.svg")] == ["assets/dot.svg"]
    assert site.page("en/").xpath("//main//img/@src") == ["../assets/dot.svg"]
    assert contradictions(site) == []


def test_the_way_back_from_a_footnote_is_told_in_the_language_of_the_page(tmp_path: Path) -> None:
    """Python-Markdown words it in English for everybody."""
    root = lay_out(tmp_path)
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("[attr_list]", "[footnotes]"), encoding="utf-8")
    for locale in ("fr", "en"):
        page = root / f"docs/{locale}/index.md"
        page.write_text(page.read_text(encoding="utf-8") + "\nA fact.[^1]\n\n[^1]: Its source.\n", encoding="utf-8")
    site = run_build(root)
    assert site.exit_code == 0, site.log
    told = [site.page(address).xpath("//a[@class='footnote-backref']/@title")[0] for address in ("", "en/")]
    assert told == ["Revenir à l’appel de la note 1 dans le texte", "Back to the reference to note 1 in the text"]


def test_the_folder_of_people_may_have_another_name(tmp_path: Path) -> None:
    """It is a setting: no template may know better."""
    root = lay_out(tmp_path)
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("community", "gens")
    text = text.replace("path_words:\n", "path_words:\n        contact: { fr: ecrire }\n")
    config.write_text(text.replace("- immunopole:\n", "- immunopole:\n      people_folder: gens\n"), encoding="utf-8")
    for locale in ("fr", "en"):
        (root / f"docs/{locale}/community").rename(root / f"docs/{locale}/gens")
    site = run_build(root)
    assert site.exit_code == 0, site.log
    assert site.page("en/gens/ana-lopez/").xpath("//p[@class='profile__next']/a/@href") == ["../"]
    assert contradictions(site) == []


def test_former_addresses_lead_to_the_present_ones(build: Build) -> None:
    """Without a rule of the host and without script; search engines are told the canonical address."""
    site = build()
    page = site.page("fr/communaute/ana-lopez/")
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../../communaute/ana-lopez/"]
    assert page.xpath("//a/@href") == ["../../../communaute/ana-lopez/"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.org/communaute/ana-lopez/"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert site.page("en/communaute/").xpath("//a/@href") == ["../community/"]


def test_a_former_address_never_replaces_a_present_page(build: Build) -> None:
    """The page that is there today is the right one."""
    site = build("old-address-taken")
    assert not is_redirect(site.page("en/community/"))


def test_the_site_works_under_a_sub_path(build: Build) -> None:
    """As project Pages are: every link relative, but for the 404 page, which starts at the host's root."""
    site = build(site_url="https://example.org/some/path/")
    lost = site.page("404.html")
    assert "/some/path/en/" in lost.xpath("//main//a/@href")
    assert lost.xpath("//link[@rel='stylesheet']/@href")[0].startswith("/some/path/assets/")
    home = site.page("en/")
    assert not [link for link in home.xpath("//@href | //@src") if link.startswith("/")]
    assert home.xpath("//link[@rel='canonical']/@href") == ["https://example.org/some/path/en/"]
    assert contradictions(site) == []


def test_the_404_page_speaks_every_language(build: Build) -> None:
    """It is written once, and is the same whichever language is built last; below a language, one that speaks it."""
    site = build()
    page, english = site.page("404.html"), site.page("en/404.html")
    assert page.get("lang") == "fr"
    assert [section.get("lang") for section in page.xpath("//main//section")] == ["fr", "en"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//link[@rel='canonical'] | //link[@rel='alternate'] | //*[@aria-current]") == []
    assert (english.get("lang"), [s.get("lang") for s in english.xpath("//main//section")]) == ("en", ["en"])
    assert english.xpath("//header//a[@hreflang='fr']/@href") == ["/"]
    assert not (site.folder / "fr/404.html").exists()
    assert "404" not in (site.folder / "sitemap.xml").read_text(encoding="utf-8")


def translated(value: Any, locale: str) -> Any:
    """Give every translated text of plain data a further language."""
    if isinstance(value, dict):
        more = {key: translated(item, locale) for key, item in value.items()}
        return more | {locale: more["en"]} if {"fr", "en"} <= more.keys() else more
    return [translated(item, locale) for item in value] if isinstance(value, list) else value


def test_a_third_language_is_configuration_and_content(tmp_path: Path) -> None:
    """No code knows how many languages there are."""
    root = lay_out(tmp_path)
    config = root / "mkdocs.yml"
    english = "        - { locale: en, name: English }\n"
    spanish = "        - { locale: es, name: Español }\n"
    config.write_text(config.read_text(encoding="utf-8").replace(english, english + spanish), encoding="utf-8")
    for name in ("people", "organisations", "figures"):
        file = root / f"data/{name}.yaml"
        data = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # BaseLoader makes only text
        file.write_text(yaml.safe_dump(translated(data, "es"), allow_unicode=True), encoding="utf-8")
    words = (root / "overrides/locales/en.yaml").read_text(encoding="utf-8")
    words = words.replace("English version", "Versión española").replace("en_GB", "es_ES")
    (root / "overrides/locales/es.yaml").write_text(words, encoding="utf-8")
    shutil.copytree(root / "docs/en", root / "docs/es")
    site = run_build(root)
    assert site.exit_code == 0, site.log
    page = site.page("es/community/ana-lopez/")
    assert page.get("lang") == "es"
    assert [link.get("hreflang") for link in page.xpath("//link[@rel='alternate']")] == ["fr", "en", "es", "x-default"]
    assert [text(link) for link in page.xpath("//header//ul[contains(@class, 'languages')]//a")] == [
        "Version française",
        "English version",
        "Versión española",
    ]
    offers = page.xpath("//aside[@class='offer' and @hidden]")
    assert [(offer.get("lang"), offer.get("dir"), offer.xpath(".//a/@href")) for offer in offers] == [
        ("fr", "ltr", ["../../../communaute/ana-lopez/"]),
        ("en", "ltr", ["../../../en/community/ana-lopez/"]),
    ]
    assert contradictions(site) == []


BREAKAGES = {
    "no file": lambda file: file.unlink(),
    "not YAML": lambda file: file.write_text("people:\n  - id: [", encoding="utf-8"),
    "an unknown key": lambda file: file.write_text(
        file.read_text(encoding="utf-8").replace("degrees:", "degres:"), encoding="utf-8"
    ),
    "no English": lambda file: file.write_text(
        file.read_text(encoding="utf-8").replace("fr: Directrice, en: Director", "fr: Directrice"), encoding="utf-8"
    ),
    "equal ids": lambda file: file.write_text(
        file.read_text(encoding="utf-8").replace("id: ana-lopez", "id: obrien"), encoding="utf-8"
    ),
    "equal keys": lambda file: file.write_text(
        file.read_text(encoding="utf-8").replace("    given_name: Ana\n", "    given_name: Ana\n" * 2), encoding="utf-8"
    ),
    "bad UTF-8": lambda file: file.write_bytes(file.read_bytes().replace("López".encode(), b"L\xf3pez")),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("breakage", BREAKAGES.values(), ids=BREAKAGES.keys())
def test_broken_data_ends_the_build_in_plain_words_and_leaves_the_site(
    build: Build, breakage: Callable[[Path], object]
) -> None:
    """Exit code 1, file and line, no traceback; the site that was there is there."""
    site = build()
    before = fingerprint(site.folder)
    breakage(site.root / "data/people.yaml")
    again = run_build(site.root)
    assert again.exit_code == 1
    assert "data/people.yaml:" in again.log
    assert "To do:" in again.log
    assert "Traceback" not in again.log
    assert fingerprint(site.folder) == before


@pytest.mark.parametrize(
    ("name", "text", "at"),
    [
        (
            "home.html",
            '{% extends "base.html" %}\n{% block main %}\n{{ vew.heading }}\n{% endblock %}',
            "overrides/home.html:3:",
        ),
        ("home.html", "<p>\n{% if %}", "overrides/home.html:2:"),
        (
            "components/mark.html",
            "{% macro mark() %}\n{{ 1 / 0 }}\n{% endmacro %}",
            "overrides/components/mark.html:2:",
        ),
        ("main.html", '{% extends "none.html" %}', "overrides/main.html:1:"),
    ],
    ids=["a name nobody knows", "half a sentence", "within another", "one that is not there"],
)
def test_a_broken_template_ends_the_build_in_plain_words_and_leaves_the_site(
    build: Build, name: str, text: str, at: str
) -> None:
    """Exit code 1, file and line, no traceback; the site that was there is there."""
    site = build()
    (site.root / "overrides" / name).write_text(text, encoding="utf-8")
    again = run_build(site.root)
    assert again.exit_code == 1
    assert at in again.log
    assert "To do:" in again.log
    assert "Traceback" not in again.log


def test_a_build_is_the_same_in_every_folder_and_every_time(tmp_path: Path) -> None:
    """Byte for byte."""
    first, second = run_build(lay_out(tmp_path / "one")), run_build(lay_out(tmp_path / "two" / "deeper"))
    assert fingerprint(first.folder) == fingerprint(second.folder)


def test_an_organisation_that_has_closed_is_marked_where_it_is_listed(build: Build) -> None:
    """Time is data: the one that goes on is not."""
    listed = build("every-field").page("en/organisations/").xpath("//li[@class='person person--told']")
    marked = {text(item.xpath(".//a")[0]): "(closed)" in text(item) for item in listed}
    assert marked == {'House <b>&" (H<b>&")': True, "Laboratory <L> & Co (L&C)": False, 'Example <b>&"': False}


def test_an_organisation_says_what_people_are_or_were_there(build: Build) -> None:
    """With the dates, and not by a role that they hold elsewhere."""
    page = build("every-field").page("en/organisations/lab/")
    former = page.xpath("//section[@aria-labelledby='former-people']//li")
    assert "Ana LÓPEZ Director, 2010 – May 2014" in [text(line) for line in former]
    assert "around 2012" in text(page.xpath("//section[@aria-labelledby='people']")[0])


def test_a_profile_leads_to_colleagues_and_to_the_news_that_name_the_person(build: Build) -> None:
    """Never to the person itself; an organisation's page has the news that name it."""
    site = build("every-field")
    related = site.page("en/community/ana-lopez/").xpath("//div[@class='profile__related']//a/@href")
    assert "../full-record/" in related
    assert "../ana-lopez/" not in related
    for address in ("en/community/full-record/", "en/organisations/lab/"):
        assert site.page(address).xpath("//section[@aria-labelledby='news']//a/@href") == ["../../news/post/"]
    assert not site.page("en/community/ana-lopez/").xpath("//section[@aria-labelledby='news']")
