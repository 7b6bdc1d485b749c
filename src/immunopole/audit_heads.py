"""Contradictions in the heads of pages: canonical addresses, alternates, what previews are told, titles, redirects."""

from __future__ import annotations

from collections.abc import Iterator

from immunopole.built_pages import Alternate, BuiltPage, Said
from immunopole.built_site import BuiltSite, is_absolute
from immunopole.languages import agree, is_tag
from immunopole.problems import Problem


def check_head(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """Yield every contradiction of one page's head."""
    yield from _check_canonical(site, page)
    yield from _check_previews(site, page)
    if page.refresh:
        yield from _check_redirect(site, page, page.refresh)
    if site.is_fallback(page):
        yield from _check_fallback(site, page)
    else:
        yield from _check_alternates(site, page)
    if page.indexed and page.title is None:
        yield page.finding("title-missing", page.top)
    if page.indexed and page.description is None:
        yield page.finding("description-missing", page.top)


def check_repetitions(site: BuiltSite) -> Iterator[Problem]:
    """Yield every title and every description that another page of the same language has."""
    taken: dict[tuple[str, str, str], BuiltPage] = {}
    for page in site.pages.values():
        if page.indexed and site.canonical(page) is page:
            for code, said in (("title-twice", page.title), ("description-twice", page.description)):
                if said is not None:
                    first = taken.setdefault((code, site.language(page), said.value), page)
                    if first is not page:
                        yield page.finding(code, said.place, found=said.value, other=first.path)


def _check_canonical(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    if not page.canonicals:
        if page.indexed:
            yield page.finding("canonical-missing", page.top)
        return
    first, *others = page.canonicals
    for said in others:
        yield page.finding("canonical-several", said.place, found=said.value, against=first.value)
    if not is_absolute(first.value):
        yield page.finding("canonical-relative", first.place, found=first.value)
    target = site.canonical(page)
    if target is None:
        yield page.finding("canonical-nothing", first.place, found=first.value)
    elif target is page:
        return
    elif target.refresh:
        yield page.finding("canonical-redirect", first.place, found=first.value, other=target.path)
    elif target.noindex:
        yield page.finding("canonical-noindex", first.place, found=first.value, other=target.path)
    elif page.indexed and not agree(site.language(page), site.language(target)):
        details = {"found": site.language(page), "against": site.language(target), "other": target.path}
        yield page.finding("canonical-language", first.place, **details)


def _check_alternates(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """Every language has one address, that of a page in it which names the others too."""
    taken: dict[str, Alternate] = {}
    versions: dict[str, tuple[BuiltPage, Alternate]] = {}
    for alternate in page.alternates:
        hreflang, href, place = alternate
        first = taken.setdefault(hreflang.lower(), alternate)
        if first is not alternate:
            yield page.finding("alternate-twice", place, found=hreflang, against=first.href)
        if not is_tag(hreflang):
            yield page.finding("lang-form", place, found=hreflang)
        if not is_absolute(href):
            yield page.finding("alternate-relative", place, found=href)
        other = site.page_at(page, href)
        fault = _unfit(other, href)
        if fault or other is None:
            yield page.finding(fault, place, found=href, other=other.path if other else "")
        elif not alternate.for_all:
            yield from _check_version(site, page, alternate, other)
            before = versions.setdefault(site.language(other).lower(), (other, alternate))
            if before[0] is not other and before[1].hreflang.lower() != hreflang.lower():
                details = {"found": site.language(other), "against": before[1].href}
                yield page.finding("alternate-language-twice", place, **details)
    if page.alternates and page not in _versions(site, page):
        yield page.finding("alternate-itself", page.alternates[0].place)
    yield from _check_default(site, page)


def _versions(site: BuiltSite, page: BuiltPage) -> list[BuiltPage | None]:
    """Give the pages that a page names as itself in a language."""
    return [site.page_at(page, each.href) for each in page.alternates if not each.for_all]


def _unfit(other: BuiltPage | None, href: str) -> str:
    """Say why no alternate may lead to a page; nothing if one may."""
    if other is None:
        return "alternate-nothing"
    if other.refresh:
        return "alternate-redirect"
    if other.noindex:
        return "alternate-noindex"
    # One that is not absolute is told by itself.
    canonical = other.canonicals[0].value if other.canonicals else href
    elsewhere = canonical != href and is_absolute(canonical) and is_absolute(href)
    return "alternate-canonical" if elsewhere else ""


def _check_version(site: BuiltSite, page: BuiltPage, alternate: Alternate, other: BuiltPage) -> Iterator[Problem]:
    """An alternate leads to a page in the language it gives, which leads back."""
    if not agree(alternate.hreflang, site.language(other)):
        details = {"found": alternate.hreflang, "against": site.language(other), "other": other.path}
        yield page.finding("alternate-language", alternate.place, **details)
    if page not in _versions(site, other):
        yield page.finding("alternate-return", alternate.place, found=alternate.href, other=other.path)


def _check_default(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """A page in several languages names one for everybody else, and all of them name the same."""
    default = next((each for each in page.alternates if each.for_all), None)
    if default is None:
        if len({each.hreflang.lower() for each in page.alternates}) > 1:
            yield page.finding("alternate-default-missing", page.alternates[0].place)
        return
    for other in _versions(site, page):
        theirs = next((each for each in other.alternates if each.for_all), None) if other else None
        if other and theirs and site.page_at(other, theirs.href) is not site.page_at(page, default.href):
            details = {"found": default.href, "against": theirs.href, "other": other.path}
            yield page.finding("alternate-default", default.place, **details)
            return


def _check_previews(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """Previews are told the same address and languages as search engines (Open Graph)."""
    url, locale = _first(page, "og:url"), _first(page, "og:locale")
    canonical = page.canonicals[0].value if page.canonicals else ""
    if url and is_absolute(canonical) and url.value != canonical:
        yield page.finding("og-url", url.place, found=url.value, against=canonical)
    if locale and not any(agree(_tag(locale), each) for each in site.languages_of(page)):
        yield page.finding("og-locale", locale.place, found=locale.value, against=site.language(page))
    told = page.og.get("og:locale:alternate", [])
    if locale or told:
        named = [each for each in page.alternates if site.page_at(page, each.href) is not page]
        others = sorted({each.hreflang for each in named if not each.for_all})
        matched = all(any(agree(_tag(said), other) for said in told) for other in others)
        if not matched or len(told) != len(others):
            details = {"found": ", ".join(said.value for said in told) or "–", "against": ", ".join(others) or "–"}
            yield page.finding("og-alternates", told[0].place if told else page.top, **details)


def _first(page: BuiltPage, name: str) -> Said | None:
    return page.og[name][0] if name in page.og else None


def _tag(locale: Said) -> str:
    """Write a locale of Open Graph (`en_GB`) as a language tag."""
    return locale.value.replace("_", "-")


def _check_redirect(site: BuiltSite, page: BuiltPage, refresh: Said) -> Iterator[Problem]:
    """A page that only leads on leads to a page, names it as the canonical one and is not listed itself."""
    if not page.noindex:
        yield page.finding("redirect-indexed", refresh.place, found=refresh.value)
    target = site.target(page, refresh.value)
    if target is None:
        return
    if target.page is None:
        yield page.finding("redirect-nothing", refresh.place, found=refresh.value)
    elif target.page.refresh:
        yield page.finding("redirect-redirect", refresh.place, found=refresh.value, other=target.path)
    elif page.canonicals and site.canonical(page) not in (target.page, site.canonical(target.page)):
        details = {"found": page.canonicals[0].value, "against": refresh.value}
        yield page.finding("redirect-canonical", page.canonicals[0].place, **details)


def _check_fallback(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """A page that shows another language's content under its own language's address says so, and claims no more."""
    shown = site.canonical(page) or page
    details = {"found": site.language(page), "against": site.language(shown), "other": shown.path}
    if agree(site.language(page), site.language(shown)):
        yield page.finding("fallback-language", page.top, **details)
    elif not any(text.beside_links and text.lang and agree(text.lang, site.language(shown)) for text in page.texts):
        yield page.finding("fallback-unmarked", page.top, **details)
    if page.alternates:
        yield page.finding("fallback-alternates", page.alternates[0].place, found=page.alternates[0].href)
