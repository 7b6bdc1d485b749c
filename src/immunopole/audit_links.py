"""Contradictions between what links say and where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from immunopole.built_pages import BuiltPage, Link
from immunopole.built_site import BuiltSite, Target
from immunopole.languages import agree, is_tag
from immunopole.problems import Problem

# The top of the page, with or without an element of that name (HTML Standard).
_TOP = frozenset({"", "top"})


def check_links(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """Yield every link of a page, and every file it has a browser fetch, that does not lead where it says."""
    for link in page.links:
        target = site.target(page, link.href)
        if link.hreflang is not None and not is_tag(link.hreflang):
            yield page.finding("lang-form", link.place, found=link.hreflang)
        if target is not None and target.absolute and not page.lost:
            yield page.finding("link-absolute", link.place, found=link.href, against=site.root)
        if target is not None:
            yield from _check_target(site, page, link, target)
    for href, place in page.assets:
        target = site.target(page, href)
        if target is not None and not target.exists:
            yield page.finding("asset-nothing", place, found=href)


def check_way_on(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """Yield a page that ends there: no link of its main part, below the title, leads to another page of the site."""
    if page.main is None or not page.indexed:
        return
    found = (site.page_at(page, link.href) for link in page.links if link.onward)
    if all(other is None or other is page for other in found):
        yield page.finding("no-way-on", page.main)


def check_switches(site: BuiltSite) -> Iterator[Problem]:
    """Yield every link of a list of languages whose words are said to be in a language they are not in.

    «English version» is English wherever it stands: so say the pages in English, where it needs no `lang`.
    """
    links = [(page, link) for page in site.pages.values() for links in page.switches for link in links]
    own: dict[str, set[str]] = {}
    for page, link in links:
        if link.hreflang and agree(link.hreflang, _spoken(site, page, link)):
            own.setdefault(link.text, set()).add(link.hreflang)
    for page, link in links:
        spoken, languages = _spoken(site, page, link), own.get(link.text, set())
        around = link.around or site.language(page)
        if link.lang and not any(agree(link.lang, each) for each in (link.hreflang or "", around)):
            yield page.finding("switch-lang", link.place, found=link.lang, against=link.hreflang or "", around=around)
        elif link.hreflang in languages and spoken and not any(agree(each, spoken) for each in languages):
            yield page.finding("switch-text", link.place, found=link.text, against=link.hreflang, said=spoken)


def _check_target(site: BuiltSite, page: BuiltPage, link: Link, target: Target) -> Iterator[Problem]:
    if not target.exists:
        yield page.finding("link-nothing", link.place, found=link.href)
    elif target.page is not None and target.page.refresh:
        yield page.finding("link-redirect", link.place, found=link.href, other=target.path)
    elif target.page is not None:
        if target.fragment not in target.page.ids | _TOP:
            yield page.finding("link-fragment", link.place, found=link.href, other=target.path)
        yield from _check_language(site, page, link, target.page)


def _spoken(site: BuiltSite, page: BuiltPage, link: Link) -> str:
    """Tell the language a link's words are said to be in; empty where nothing says."""
    return link.lang or link.around or site.language(page)


def _check_language(site: BuiltSite, page: BuiltPage, link: Link, other: BuiltPage) -> Iterator[Problem]:
    """A link into another language says so, and says the right one."""
    language, around = site.language(other), link.around or site.language(page)
    details = {"against": language, "other": other.path}
    # A page that shows the content of another is in one language and has its content in the other: either may be told.
    if link.hreflang and not any(agree(link.hreflang, each) for each in site.languages_of(other)):
        yield page.finding("link-hreflang", link.place, found=link.hreflang, **details)
        return
    # By a link within the page readers stay where they are.
    strays = other is not page and around and language and not agree(around, language)
    if strays and link.hreflang is None and not other.lost:
        yield page.finding("link-language", link.place, found=link.href, around=around, **details)
