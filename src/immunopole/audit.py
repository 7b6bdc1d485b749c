"""The audit of a built site: every contradiction between heads, sitemap, links and languages, read from its files.

Only HTML files and the sitemap count, whatever built them; nothing is known here of our sources or templates. Each
rule yields problems whose `path` is a file of the site; `messages/<locale>.yaml` words them under `audit`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from immunopole.audit_heads import check_head, check_repetitions
from immunopole.audit_links import check_links, check_switches, check_way_on
from immunopole.audit_sitemap import check_sitemap
from immunopole.built_pages import LEFT_TO_RIGHT, RIGHT_TO_LEFT, BuiltPage, Part
from immunopole.built_site import BuiltSite, read_built_site
from immunopole.languages import agree, is_tag, text_direction
from immunopole.problems import Place, Problem
from immunopole.tongues import Text, misplaced

# An address that means the same wherever it is read: with its host, from the host's root, or on the page itself.
_FROM_THE_ROOT = re.compile(r"/|#|$|[a-z][a-z0-9+.-]*:", re.IGNORECASE)
PageRule = Callable[[BuiltSite, BuiltPage], Iterator[Problem]]


def audit(folder: Path, today: date) -> list[Problem]:
    """Read a built site and list every contradiction, in the order of its files; `today` says what is in the future."""
    site = read_built_site(folder)
    if not site.pages:
        return [Problem(".", "site-empty")]
    rules: tuple[PageRule, ...] = (_check_languages, check_head, check_links, check_way_on, _check_lost)
    found = [problem for page in site.pages.values() for rule in rules for problem in rule(site, page)]
    found += check_repetitions(site)
    found += check_switches(site)
    found += check_sitemap(site, today)
    found += _check_texts(site)
    return sorted(found, key=lambda problem: (problem.sort_key, problem.code))


def _check_languages(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """A page says its language and direction, and so does every part in another; nobody says otherwise."""
    if page.broken is not None:
        yield page.finding("html-unreadable", page.broken)
    if page.lang is None:
        yield page.finding("lang-missing", Place())
    elif page.lang.value and not agree(page.lang.value, site.language(page)):
        yield page.finding("lang-alternates", page.lang.place, found=page.lang.value, against=site.language(page))
    whole = [Part(page.lang.value, page.direction, page.lang.place)] if page.lang else []
    for lang, direction, place in (*whole, *page.parts):
        if not lang:
            yield page.finding("lang-empty", place)
        elif not is_tag(lang):
            yield page.finding("lang-form", place, found=lang)
        elif {direction, text_direction(lang)} == {LEFT_TO_RIGHT, RIGHT_TO_LEFT}:
            yield page.finding("lang-direction", place, found=lang, against=direction)


def _check_lost(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """A page for addresses that do not exist is not listed, works at any depth and speaks the languages asked for."""
    if not page.lost:
        return
    if not page.noindex:
        yield page.finding("lost-indexed", page.top)
    for href, place in (*((link.href, link.place) for link in page.links), *page.assets):
        if not _FROM_THE_ROOT.match(href):
            yield page.finding("lost-relative", place, found=href)
    for link in (link for links in page.switches for link in links):
        target = site.target(page, link.href)
        if target and target.exists and target.path not in site.homes:
            yield page.finding("lost-switch", link.place, found=link.href, against=link.hreflang or "")
    index = site.pages.get(f"{page.folder}index.html")
    if not page.folder:
        spoken = [text.lang or site.language(page) for text in page.texts]
        missing = (each for each in site.languages if not any(agree(each, lang) for lang in spoken))
        yield from (page.finding("lost-language", page.top, found=language) for language in missing)
    elif index and not agree(site.language(page), site.language(index)):
        details = {"found": site.language(page), "against": site.language(index), "other": index.path}
        yield page.finding("lost-folder", page.top, **details)


def _check_texts(site: BuiltSite) -> Iterator[Problem]:
    """What a page says is in a language reads like it."""
    texts = [
        Text(_primary(text.lang or site.language(page)), text.words, (page, text.place, text.lang))
        for page in site.pages.values()
        if page.refresh is None
        for text in page.texts
        if text.lang or site.language(page)
    ]
    for (page, place, lang), other in misplaced(texts):
        yield page.finding("text-language", place, found=lang or site.language(page), against=other)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
