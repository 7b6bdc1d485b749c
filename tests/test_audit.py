"""The audit of a built site: nothing to say of a good one, and of a damaged one exactly what was damaged."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immunopole.audit import audit
from immunopole.built_pages import read_built_page
from immunopole.messages import finding, wording_locales, words

from .conftest import TODAY, BuiltSite, lay_out, run_build
from .serving import COMMAND

# What is replaced in a file, everywhere; without the first a file is written, without the second it is removed.
Change = tuple[str, str | None, str | None]

SITE = "https://example.org/"
MAP, LOST = "sitemap.xml", "404.html"
# One person in both languages, and an address where the page once stood.
FR, EN, FORMER = (f"{way}/ana-lopez/index.html" for way in ("communaute", "en/community", "fr/communaute"))
FR_AT, EN_AT = f"{SITE}communaute/ana-lopez/", f"{SITE}en/community/ana-lopez/"
TO_FR, TO_EN, TO_ALL = (
    f'<link rel="alternate" hreflang="{lang}" href="{href}">'
    for lang, href in (("fr", FR_AT), ("en", EN_AT), ("x-default", FR_AT))
)
TEXT = "<p>One paragraph.</p>"
NOINDEX = '<meta name="robots" content="noindex">'
# A page that only English has, and one that stands in for a page that only French has.
ALONE, ALONE_AT = "en/alone/index.html", f"{SITE}en/alone/"
STAND_IN, STAND_IN_AT = "en/stand-in/index.html", f"{SITE}en/stand-in/"
TITLE, DESCRIPTION = "<title>Alone</title>", '<meta name="description" content="A page alone.">'
WAY_ON = '<a href="../community/ana-lopez/">On</a>'
BODY, MARKED = "<p>A page alone.</p>", '<div lang="fr" dir="ltr">Un paragraphe.</div>'


def page(lang: str, at: str, head: str, body: str) -> str:
    """Write a page by hand."""
    canonical = f'<link rel="canonical" href="{at}">'
    start = f'<!doctype html>\n<html lang="{lang}" dir="ltr"><head>{canonical}{head}</head>'
    return f"{start}\n<body><main>{body}</main></body></html>"


def entry(at: str, *alternates: tuple[str, str], more: str = "") -> str:
    """Write an entry of the sitemap."""
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{to}"/>' for lang, to in alternates)
    return f"<url><loc>{at}</loc>{links}{more}</url>"


def listed(*entries: str) -> Change:
    """Add to the sitemap."""
    return (MAP, "</urlset>", f"{''.join(entries)}</urlset>")


def head(old: str, new: str) -> list[Change]:
    """Change the English page's head."""
    return [(EN, old, new)]


def alone(old: str, new: str) -> list[Change]:
    """Change the page that is alone."""
    return [(ALONE, old, new)]


def body(html: str) -> list[Change]:
    """Add to the text of the page that is alone."""
    return alone(BODY, f"{BODY}{html}")


def region(name: str) -> list[Change]:
    """Write a page in English for one region, whose other version is in English too."""
    ways = {each: f"{SITE}{each}/" for each in ("gb", "us")}
    versions = [("en-GB", ways["gb"]), ("en-US", ways["us"]), ("x-default", ways["gb"])]
    links = "".join(f'<link rel="alternate" hreflang="{lang}" href="{to}">' for lang, to in versions)
    on = WAY_ON.replace("../", "../en/")
    told = f'<title>{name}</title><meta name="description" content="{name}">{links}'
    return [(f"{name}/index.html", None, page("en", ways[name], told, BODY + on)), listed(entry(ways[name], *versions))]


UNLISTED: Change = (MAP, entry(ALONE_AT), "")
DESCRIBED = "An ordinary person with one role and a biography that has one paragraph only."
SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
SWITCH = '<a href="../../../communaute/ana-lopez/" lang="fr" hreflang="fr" dir="ltr">'
ENGLISH_OF_LOST = ('<span lang="en" dir="ltr">Page not found</span>', 'class="error__language" lang="en"')
# Every page that the sitemap lists.
LISTED = [
    f"{way}index.html"
    for home, people in (("", "communaute/"), ("en/", "en/community/"))
    for way in (home, people, f"{people}ana-lopez/", f"{people}obrien/", f"{home}organisations/lab/")
] + [ALONE]
# Each damage, and all that is found then: a file and a code for each contradiction.
DAMAGES: dict[str, tuple[list[Change], list[str]]] = {
    # Languages of pages and parts.
    "no language": (head('<html lang="en" dir="ltr">', "<html>"), [f"{EN} lang-missing"]),
    "an empty language": (body('<p lang="">A</p>'), [f"{ALONE} lang-empty"]),
    "a locale for a language": (body('<p lang="en_GB">A</p>'), [f"{ALONE} lang-form"]),
    "a word for a language": (body('<p lang="english">A</p>'), [f"{ALONE} lang-form"]),
    "no tag on a link": (
        body('<a href="../" hreflang="english">A</a>'),
        [f"{ALONE} lang-form", f"{ALONE} link-hreflang"],
    ),
    "no tag on an alternate": (
        head(TO_FR, TO_FR.replace('"fr"', '"fr_FR"')),
        [f"{EN} alternate-language", f"{EN} lang-form", f"{EN} og-alternates", f"{MAP} sitemap-alternates"],
    ),
    "a page in the wrong direction": (alone('dir="ltr"', 'dir="rtl"'), [f"{ALONE} lang-direction"]),
    "a part in the wrong direction": (body('<p lang="ar">A</p>'), [f"{ALONE} lang-direction"]),
    "a word in the wrong direction": (body('<i lang="ar" dir="ltr">A</i>'), [f"{ALONE} lang-direction"]),
    "a language the alternates deny": (head('<html lang="en"', '<html lang="de"'), [f"{EN} lang-alternates"]),
    # Titles and descriptions.
    "no title": (alone(TITLE, "<title> </title>"), [f"{ALONE} title-missing"]),
    "no description": (alone(DESCRIPTION, ""), [f"{ALONE} description-missing"]),
    "a title twice": (alone("<title>Alone", "<title>Ana López – Small site"), [f"{EN} title-twice"]),
    "a description twice": (alone("A page alone.", DESCRIBED), [f"{EN} description-twice"]),
    # Canonical addresses.
    "no canonical address": (alone('rel="canonical"', 'rel="shortlink"'), [f"{ALONE} canonical-missing"]),
    "two canonical addresses": (
        alone(TITLE, f'{TITLE}<link rel="canonical" href="{FR_AT}">'),
        [f"{ALONE} canonical-several"],
    ),
    "a relative canonical address": (
        head(f'canonical" href="{SITE}', 'canonical" href="/'),
        [f"{EN} canonical-relative"],
    ),
    "nothing for canonical": ([*alone(ALONE_AT, f"{SITE}none/"), UNLISTED], [f"{ALONE} canonical-nothing"]),
    "another site for canonical": (
        [*alone(ALONE_AT, "https://example.com/"), UNLISTED],
        [f"{ALONE} canonical-nothing"],
    ),
    "a redirect for canonical": (
        [*alone(ALONE_AT, f"{SITE}en/communaute/"), UNLISTED],
        [f"{ALONE} canonical-redirect"],
    ),
    "a hidden page for canonical": ([*alone(ALONE_AT, f"{SITE}{LOST}"), UNLISTED], [f"{ALONE} canonical-noindex"]),
    "another language for canonical": ([*alone(ALONE_AT, FR_AT), UNLISTED], [f"{ALONE} canonical-language"]),
    # Alternates; what the head alone says, the sitemap denies.
    "an alternate twice": (head(TO_FR, TO_FR * 2), [f"{EN} alternate-twice"]),
    "a relative alternate": (
        head(TO_FR, TO_FR.replace(SITE, "/")),
        [f"{EN} alternate-relative", f"{MAP} sitemap-alternates"],
    ),
    "an alternate that is nothing": (
        head(TO_FR, TO_FR.replace(FR_AT, f"{SITE}none/")),
        [f"{EN} alternate-nothing", f"{FR} alternate-return", f"{MAP} sitemap-alternates"],
    ),
    "an alternate that leads on": (
        head(TO_FR, TO_FR.replace(SITE, f"{SITE}fr/")),
        [f"{EN} alternate-redirect", f"{FR} alternate-return", f"{MAP} sitemap-alternates"],
    ),
    "an alternate that is hidden": (
        head(TO_FR, TO_FR.replace(FR_AT, f"{SITE}{LOST}")),
        [f"{EN} alternate-noindex", f"{FR} alternate-return", f"{MAP} sitemap-alternates"],
    ),
    "an alternate by another address": (
        head(TO_FR, TO_FR.replace(FR_AT, f"{FR_AT}index.html")),
        [f"{EN} alternate-canonical", f"{MAP} sitemap-alternates"],
    ),
    "an alternate in another language": (
        [(EN, TO_FR, TO_FR.replace('"fr"', '"de"')), (EN, "fr_FR", "de_DE")],
        [f"{EN} alternate-language", f"{MAP} sitemap-alternates"],
    ),
    "two versions in one language": (
        region("gb") + region("us"),
        ["gb/index.html alternate-language-twice", "us/index.html alternate-language-twice"],
    ),
    "an alternate that does not return": (
        [(FR, TO_FR + TO_EN + TO_ALL, ""), (FR, '<meta property="og:locale:alternate" content="en_GB">', "")],
        [f"{EN} alternate-return", f"{MAP} sitemap-alternates"],
    ),
    "alternates without the page": (head(TO_EN, ""), [f"{EN} alternate-itself", f"{MAP} sitemap-alternates"]),
    "no default": (head(TO_ALL, ""), [f"{EN} alternate-default-missing", f"{MAP} sitemap-alternates"]),
    "another default, named first": (
        [(FR, TO_ALL, ""), (FR, TO_FR, TO_EN.replace('"en"', '"x-default"') + TO_FR)],
        [f"{FR} alternate-default", f"{EN} alternate-default", f"{MAP} sitemap-alternates"],
    ),
    "two defaults": (
        head(TO_ALL, TO_EN.replace('"en"', '"x-default"')),
        [f"{FR} alternate-default", f"{EN} alternate-default", f"{MAP} sitemap-alternates"],
    ),
    # Previews.
    "another address for previews": (
        alone(TITLE, f'{TITLE}<meta property="og:url" content="{SITE}">'),
        [f"{ALONE} og-url"],
    ),
    "another language for previews": (
        alone(TITLE, f'{TITLE}<meta property="og:locale" content="fr_FR">'),
        [f"{ALONE} og-locale"],
    ),
    "other alternates for previews": (head("fr_FR", "de_DE"), [f"{EN} og-alternates"]),
    "an alternate for previews alone": (
        alone(TITLE, f'{TITLE}<meta property="og:locale:alternate" content="fr_FR">'),
        [f"{ALONE} og-alternates"],
    ),
    # Pages that lead on.
    "a redirect to be indexed": ([(FORMER, NOINDEX, "")], [f"{FORMER} redirect-indexed"]),
    "a redirect to nothing": (
        [(FORMER, "0; url=../../../communaute/", "0; url=../../../none/")],
        [f"{FORMER} redirect-nothing"],
    ),
    "a redirect to a redirect": (
        [(FORMER, "0; url=../../../communaute/", "0; url=../../../en/communaute/")],
        [f"{FORMER} redirect-redirect"],
    ),
    "a redirect that names another page": ([(FORMER, f'"{FR_AT}"', f'"{SITE}"')], [f"{FORMER} redirect-canonical"]),
    # Pages that stand in for others.
    "a stand-in that is not marked": ([(STAND_IN, MARKED, "Un paragraphe.")], [f"{STAND_IN} fallback-unmarked"]),
    "a stand-in marked in part of a list": (
        [(STAND_IN, MARKED, '<a href="../../communaute/ana-lopez/" hreflang="fr" lang="fr">Ana</a>')],
        [f"{STAND_IN} fallback-unmarked"],
    ),
    "a stand-in in the same language": (
        [(STAND_IN, '<html lang="en"', '<html lang="fr"')],
        [f"{STAND_IN} fallback-language"],
    ),
    "a stand-in with alternates": ([(STAND_IN, NOINDEX, NOINDEX + TO_FR)], [f"{STAND_IN} fallback-alternates"]),
    "a stand-in in the sitemap": ([listed(entry(STAND_IN_AT))], [f"{MAP} sitemap-noindex"]),
    "a stand-in for an alternate": (
        head(TO_FR, TO_FR.replace(FR_AT, STAND_IN_AT)),
        [f"{EN} alternate-noindex", f"{FR} alternate-return", f"{MAP} sitemap-alternates"],
    ),
    # Links.
    "a link to nothing": (body('<a href="none/">A</a>'), [f"{ALONE} link-nothing"]),
    "a link out of the site": (body('<a href="https://[/">A</a>'), [f"{ALONE} link-nothing"]),
    "a link to no part": (body('<a href="../#none">A</a>'), [f"{ALONE} link-fragment"]),
    "a link to no part of the page": (body('<a href="#none">A</a>'), [f"{ALONE} link-fragment"]),
    "a link to a redirect": (body('<a href="../communaute/">A</a>'), [f"{ALONE} link-redirect"]),
    "a link to the site by its name": (body(f'<a href="{SITE}en/">A</a>'), [f"{ALONE} link-absolute"]),
    "the same by the other scheme": (body('<a href="http://example.org/en/">A</a>'), [f"{ALONE} link-absolute"]),
    "a link into another language": (body('<a href="../../">A</a>'), [f"{ALONE} link-language"]),
    "a link out of a part in another language": (
        body('<p lang="fr"><a href="../">A</a></p>'),
        [f"{ALONE} link-language"],
    ),
    "a link said to lead into another language": (
        body('<a href="../" hreflang="fr">A</a>'),
        [f"{ALONE} link-hreflang"],
    ),
    "a language named in a third one": (
        head(SWITCH, SWITCH.replace('lang="fr"', 'lang="de"', 1)),
        [f"{EN} switch-lang"] * 2,
    ),
    "languages that are not in their language": (
        head(SWITCH, SWITCH.replace(' lang="fr"', "")),
        [f"{EN} switch-text"] * 2,
    ),
    "a picture that is not there": (
        body('<img src="none.png" srcset="a.png 1x, b.png 2x">'),
        [f"{ALONE} asset-nothing"] * 3,
    ),
    "a style that is not there": (
        alone(TITLE, f'{TITLE}<link rel="stylesheet" href="none.css">'),
        [f"{ALONE} asset-nothing"],
    ),
    # The pages for what does not exist.
    "a lost page to be indexed": ([(LOST, NOINDEX, "")], [f"{LOST} lost-indexed"]),
    "a lost page at one depth": (
        [(LOST, 'href="/communaute/" hreflang', 'href="communaute/" hreflang')],
        [f"{LOST} lost-relative"],
    ),
    "a lost page with a picture at one depth": (
        [(LOST, 'href="/favicon.svg"', 'href="favicon.svg"')],
        [f"{LOST} lost-relative"],
    ),
    "a lost page that leads to no home": (
        [(LOST, 'href="/en/" lang="en"', 'href="/en/community/" lang="en"')],
        [f"{LOST} lost-switch"] * 2,
    ),
    "a lost page without a language": (
        [(LOST, ENGLISH_OF_LOST[0], ""), (LOST, ENGLISH_OF_LOST[1], ENGLISH_OF_LOST[1].replace("en", "fr"))],
        [f"{LOST} lost-language"],
    ),
    "a lost page in the language of another folder": (
        [(f"en/{LOST}", None, page("fr", ALONE_AT, NOINDEX, BODY))],
        [f"en/{LOST} lost-folder"],
    ),
    # The way on.
    "a page that leads nowhere": (alone(WAY_ON, ""), [f"{ALONE} no-way-on"]),
    "a page that leads to itself": (alone(WAY_ON, '<a href="./">On</a>'), [f"{ALONE} no-way-on"]),
    "a page that leads to the web": (alone(WAY_ON, '<a href="https://example.com/">On</a>'), [f"{ALONE} no-way-on"]),
    "a page that leads back only": (alone(BODY + WAY_ON, f"{WAY_ON}<h1>Alone</h1>{BODY}"), [f"{ALONE} no-way-on"]),
    "a way on below the title": (alone(BODY + WAY_ON, f"<h1>Alone</h1>{WAY_ON}"), []),
    "a page without a main part": (
        [*alone("<main>", "<div>"), *alone("</main>", "</div>"), *alone(WAY_ON, "")],
        [],
    ),
    # The sitemap.
    "no sitemap": ([(MAP, "", None)], [f"{MAP} sitemap-missing"]),
    "half a sitemap": ([(MAP, "</urlset>", "")], [f"{MAP} sitemap-unreadable"]),
    "another kind of file": ([(MAP, "urlset", "feed")], [f"{MAP} sitemap-unreadable"]),
    "an index of nothing": (
        [(MAP, None, f"<sitemapindex {SITEMAPS}><sitemap><loc>{SITE}none.xml</loc></sitemap></sitemapindex>")],
        [f"{MAP} sitemap-part", *(f"{path} sitemap-lacks" for path in LISTED)],
    ),
    "nothing in the sitemap": ([listed(entry(f"{SITE}none/"))], [f"{MAP} sitemap-nothing"]),
    "no address in the sitemap": ([listed("<url></url>")], [f"{MAP} sitemap-nothing"]),
    "a page twice in the sitemap": ([listed(entry(ALONE_AT))], [f"{MAP} sitemap-twice"]),
    "a redirect in the sitemap": ([listed(entry(f"{SITE}en/communaute/"))], [f"{MAP} sitemap-redirect"]),
    "a lost page in the sitemap": ([listed(entry(f"{SITE}{LOST}"))], [f"{MAP} sitemap-lost"]),
    "another address in the sitemap": (
        [(MAP, f"<loc>{ALONE_AT}", f"<loc>{ALONE_AT}index.html")],
        [f"{MAP} sitemap-canonical"],
    ),
    "other alternates in the sitemap": (
        [(MAP, entry(ALONE_AT), entry(ALONE_AT, ("fr", FR_AT)))],
        [f"{MAP} sitemap-alternates"],
    ),
    "a frequency and a priority": (
        [(MAP, entry(ALONE_AT), entry(ALONE_AT, more="<changefreq>daily</changefreq><priority>1</priority>"))],
        [f"{MAP} sitemap-frequency"] * 2,
    ),
    "a page the sitemap lacks": ([UNLISTED], [f"{ALONE} sitemap-lacks"]),
}


def change(folder: Path, changes: list[Change]) -> Path:
    """Change the files of a site; what is to be replaced must be there."""
    for name, old, new in changes:
        file = folder / name
        if new is None:
            file.unlink()
        elif old is None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(new, encoding="utf-8")
        else:
            text = file.read_text(encoding="utf-8")
            assert old in text, (name, old)
            file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base site, built once, with two pages more."""
    site = run_build(lay_out(tmp_path_factory.mktemp("audit") / "small"))
    assert site.exit_code == 0, site.log
    stand_in = page("en", FR_AT, f"<title>Ana</title>{NOINDEX}", f"<p>In another language.</p>{MARKED}")
    more: list[Change] = [
        (ALONE, None, page("en", ALONE_AT, TITLE + DESCRIPTION, BODY + WAY_ON)),
        (STAND_IN, None, stand_in),
        listed(entry(ALONE_AT)),
    ]
    return change(site.folder, more)


@pytest.fixture
def damaged(good: Path, tmp_path: Path) -> Callable[[list[Change]], Path]:
    """Damage a copy of the good site."""
    return lambda changes: change(shutil.copytree(good, tmp_path / "site"), changes)


def found(folder: Path) -> list[str]:
    """Give the file and the code of everything an audit finds."""
    return sorted(f"{problem.path} {problem.code}" for problem in audit(folder, TODAY))


def test_a_good_site_has_no_contradiction(good: Path) -> None:
    """Or the damages would prove nothing."""
    assert found(good) == []


def test_the_real_site_has_no_contradiction(real_site: BuiltSite) -> None:
    """No head, no sitemap, no link and no `lang` of it denies another."""
    assert audit(real_site.folder, TODAY) == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damage_is_found_and_nothing_else(damaged: Callable[[list[Change]], Path], damage: str) -> None:
    """With every contradiction it makes, each in a sentence without a blank left."""
    changes, expected = DAMAGES[damage]
    folder = damaged(changes)
    assert found(folder) == sorted(expected)
    for problem in audit(folder, TODAY):
        assert problem.place.line >= 1
        assert not any("?" in finding(problem, locale) for locale in wording_locales())


GOOD: dict[str, list[Change]] = {
    "a link into another language that says so": body('<a href="../../" hreflang="fr" lang="fr">Accueil</a>'),
    "a link from a part in another language into it": body('<p lang="fr"><a href="../../">Accueil</a></p>'),
    "a link to a page that stands in for another": body(
        '<a href="../stand-in/" hreflang="fr">A</a> <a href="../stand-in/">B</a>'
    ),
    "a link to the top of the page": body('<a href="#">A</a> <a href="#top">B</a> <a href="?query#top">C</a>'),
    "links elsewhere": body('<a href="//example.com/">A</a> <a href="mailto:a@example.org">B</a> <a>C</a>'),
    "a language named in words of the page": head(
        SWITCH + "Version française", '<a href="../../../communaute/ana-lopez/" hreflang="fr">French'
    ),
    "a name that has no form in the language": body('<a href="../" lang="fr">Accueil</a>'),
    "previews of a page that stands in for another": [
        (STAND_IN, NOINDEX, f'{NOINDEX}<meta property="og:locale" content="fr_FR">')
    ],
    "a part in a language as its country writes it": body('<p lang="en-GB">A</p><p lang="sr-Latn-RS">A</p>'),
    "a language written from right to left": body('<p lang="ar" dir="rtl">A</p><i lang="he">A</i>'),
    "a redirect to a page that stands in for another": [
        (FORMER, "0; url=../../../communaute/ana-lopez/", "0; url=../../../en/stand-in/"),
        (FORMER, '<a href="../../../communaute/ana-lopez/">', "<a>"),
    ],
    "a lost page of a folder": [(f"en/{LOST}", None, page("en", f"{SITE}en/{LOST}", NOINDEX, '<a href="/en/">A</a>'))],
    "a page that another is the canonical one of": [*alone(ALONE_AT, EN_AT), UNLISTED],
    "a hidden page": [*alone(TITLE, NOINDEX), UNLISTED],
}


@pytest.mark.parametrize("situation", GOOD)
def test_what_contradicts_nothing_is_not_told(damaged: Callable[[list[Change]], Path], situation: str) -> None:
    """A rule that cries wolf is switched off."""
    assert found(damaged(GOOD[situation])) == []


def test_the_parts_of_an_index_are_read(damaged: Callable[[list[Change]], Path], good: Path) -> None:
    """An index and its parts are one sitemap; the line of a contradiction is that of its part."""
    parts = f"<sitemap><loc>{SITE}one.xml</loc></sitemap><sitemap><loc>{SITE}two.xml</loc></sitemap>"
    index: list[Change] = [
        ("one.xml", None, (good / MAP).read_text(encoding="utf-8").replace(entry(ALONE_AT), "")),
        ("two.xml", None, f"<urlset {SITEMAPS}>\n{entry(ALONE_AT)}</urlset>"),
        (MAP, None, f"<sitemapindex {SITEMAPS}>{parts}</sitemapindex>"),
    ]
    folder = damaged(index)
    assert found(folder) == []
    change(folder, [("two.xml", ALONE_AT, f"{SITE}none/")])
    assert [(p.path, p.place.line, p.code) for p in audit(folder, TODAY) if p.path != ALONE] == [
        ("two.xml", 2, "sitemap-nothing")
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ("2026", ""),
        ("2026-11", ""),
        ("2026-11-23", ""),
        ("2026-11-23T09:30Z", ""),
        ("2026-11-23T09:30:15.5+01:00", ""),
        ("2026-11-24", "sitemap-future"),
        ("2026-12", "sitemap-future"),
        ("2026-02-30", "sitemap-date"),
        ("2026-11-23T09:30", "sitemap-date"),
        ("2026-11-23 09:30", "sitemap-date"),
        ("23/11/2026", "sitemap-date"),
        ("", "sitemap-date"),
    ],
)
def test_a_date_of_change_is_one_and_is_past(damaged: Callable[[list[Change]], Path], changed: str, code: str) -> None:
    """As W3C writes dates, and by the day the audit is given."""
    dated = entry(ALONE_AT, more=f"<lastmod>{changed}</lastmod>")
    assert found(damaged([(MAP, entry(ALONE_AT), dated)])) == ([f"{MAP} {code}"] if code else [])


def main_of(file: Path) -> str:
    """Give the main element of a page."""
    text = file.read_text(encoding="utf-8")
    return text[text.index("<main") : text.index("</main>")]


def test_a_text_in_another_language_than_it_says_is_found(real_site: BuiltSite, tmp_path: Path) -> None:
    """French content under an English address, told from its words alone; marked as French it is right."""
    folder = shutil.copytree(real_site.folder, tmp_path / "site")
    french = main_of(folder / "communaute/jean-paul-borg/index.html")
    french = re.sub(r"<a [^>]*>|</a>", "", french) + '<a href="../" hreflang="en">On</a>'
    there = "en/community/jean-paul-borg/index.html"
    change(folder, [(there, main_of(folder / there), french)])
    wrong = audit(folder, TODAY)
    assert [(p.path, p.code, p.details["found"], p.details["against"]) for p in wrong] == [
        (there, "text-language", "en", "fr")
    ]
    assert wrong[0].place.line > 40
    change(folder, [(there, "<main", '<main lang="fr"')])
    assert audit(folder, TODAY) == []


def test_a_folder_without_pages_is_no_site(tmp_path: Path) -> None:
    """An empty folder must not pass for a good site."""
    assert found(tmp_path) == [". site-empty"]


def test_a_file_that_is_no_text_is_told_with_its_line(damaged: Callable[[list[Change]], Path]) -> None:
    """And the rest of it is read all the same."""
    folder = damaged([])
    (folder / ALONE).write_bytes((folder / ALONE).read_bytes().replace(b"A page alone.</p>", b"L\xf3pez</p>"))
    assert [(p.path, p.code, p.place.line) for p in audit(folder, TODAY)] == [(ALONE, "html-unreadable", 3)]


def test_every_finding_is_worded_alike_in_every_language_and_earned_by_a_test() -> None:
    """The same codes and the same blanks; a finding nobody has seen may be one that nothing earns."""
    tables = [words(locale)["audit"]["findings"] for locale in wording_locales()]
    blanks = [{code: sorted(re.findall(r"{(\w+)}", text)) for code, text in table.items()} for table in tables]
    assert all(table == blanks[0] for table in blanks)
    earned = {line.split(" ")[1] for _, lines in DAMAGES.values() for line in lines}
    # Those that tests of their own earn.
    earned |= {"site-empty", "html-unreadable", "text-language", "sitemap-date", "sitemap-future"}
    assert earned == blanks[0].keys()


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<ul><li lang=fr>un<li>one</ul><p lang=fr>deux<p>two", {"fr": "un deux", "": "one two"}),
        ("<dl><dt lang=fr>un<dd>one</dl>", {"fr": "un", "": "one"}),
        ("<table><tr><td lang=fr>un<td>one<tr lang=fr><td>deux</table>three", {"fr": "un deux", "": "one three"}),
        ("<p>one<br>two<img alt=x>three</p>", {"": "one two three"}),
        ("<main>one<nav>two</nav><code>three</code><script>four</script></main>five", {"": "one"}),
        ("<svg><title>one</title><g/></svg>two<title>three</title>", {"": "two"}),
        ("<div lang=fr><p lang=''>un</div></i></div>one", {"fr": "un", "": "one"}),
    ],
)
def test_a_text_has_the_language_a_browser_gives_it(html: str, texts: dict[str, str]) -> None:
    """Through end tags that are left out or too many; menus, code and drawings are no text."""
    read = read_built_page(html.encode(), "index.html").texts
    assert {text.lang: text.words for text in read} == texts


PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "</",
            "/>",
            "<!",
            "<!--",
            "-->",
            "<![",
            "<![CDATA[",
            "]]>",
            "<!DOCTYPE",
            "<?",
            "&",
            "&#",
            "&#x110000;",
        ),
        *(
            '<html lang="',
            '"',
            "'",
            "=",
            " lang=fr",
            " dir=rtl",
            "<a href=",
            "<a href='https://[",
            "<a href=//",
            " hreflang=",
        ),
        *(
            "<p>",
            "<ul>",
            "<li>",
            "</li>",
            "<table>",
            "<tr>",
            "<td>",
            "<svg/>",
            "<main>",
            "</main>",
            "<title>",
            "<script>",
        ),
        *(
            '<link rel=canonical href="',
            '<link rel=alternate hreflang=x href="',
            '<meta http-equiv=refresh content="0;url=',
        ),
        *(
            '<meta name=robots content="',
            '<base href="',
            "<img srcset=', ,'>",
            "https://example.org/",
            "?",
            "#",
            "%zz",
            "\0",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join))
def test_no_page_however_hostile_ends_the_audit(html: str) -> None:
    """Whatever stands in a file is told or passed over, beside a page that is right."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        right = page("en", SITE, TITLE + DESCRIPTION, BODY)
        (folder / "index.html").write_text(right, encoding="utf-8")
        (folder / "other.html").write_text(html, encoding="utf-8", errors="replace")
        (folder / MAP).write_text(html, encoding="utf-8", errors="replace")
        assert {problem.code for problem in audit(folder, TODAY)} >= {"sitemap-unreadable", "sitemap-lacks"}


def test_a_page_nested_without_end_is_read() -> None:
    """As deep as browsers go, and in a time that grows with its length only."""
    html = "<div lang=fr>" * 50_000 + "one" + "</p></div>" * 50_000 + "<li>two" * 50_000
    assert len(read_built_page(html.encode(), "index.html").parts) == 50_000


def run(folder: Path, *arguments: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    environment = {**os.environ, "IMMUNOPOLE_LANG": lang, "IMMUNOPOLE_TODAY": TODAY.isoformat()}
    command = [*COMMAND, "audit", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_command_says_that_all_agrees(good: Path) -> None:
    """Exit code 0; the folder `site` is taken where none is named."""
    result = run(good.parent)
    assert (result.returncode, result.stdout) == (0, "Heads, sitemap, links and languages agree.\n")


def test_the_command_tells_each_contradiction_on_a_line_and_stops_a_deployment(
    damaged: Callable[[list[Change]], Path],
) -> None:
    """Exit code 1: file, line, column, what is said and what denies it, in the language one asks for."""
    folder = damaged([*body('\n<a href="none/">A</a>'), UNLISTED])
    told = run(folder.parent, "site")
    assert told.returncode == 1
    assert told.stderr == (
        f"{ALONE}:2:{len('<html lang=.en. dir=.ltr.><head>') + 1}: "
        "the page may be indexed, and the sitemap does not list it.\n"
        f"{ALONE}:4:1: the link none/ leads to nothing in the site.\n"
        "2 contradictions in one file.\n"
    )
    assert "le lien none/ ne mène à rien dans le site." in run(folder.parent, "--lang", "fr").stderr
    as_json = run(folder.parent, "--format", "json")
    assert as_json.returncode == 1
    last = json.loads(as_json.stdout)[-1]
    assert (last["code"], last["path"], last["line"], last["found"]) == ("link-nothing", ALONE, 4, "none/")
    assert run(folder.parent, "nowhere").returncode == 2
