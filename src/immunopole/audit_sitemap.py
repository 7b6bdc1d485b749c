"""Contradictions between the sitemap and the pages: it lists exactly those to be found, as their heads have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from immunopole.built_pages import BuiltPage
from immunopole.built_site import BuiltSite, is_absolute
from immunopole.built_sitemap import Entry, read_built_sitemap
from immunopole.problems import Problem

SITEMAP = "sitemap.xml"
# What a sitemap may say of a date: W3C's note on dates and times, a profile of ISO 8601.
_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?:Z|[+-][01][0-9]:[0-5][0-9]))?)?)?"
)


def check_sitemap(site: BuiltSite, today: date) -> Iterator[Problem]:
    """Yield every contradiction of the sitemap at the root and, where that is an index, of its parts."""
    if SITEMAP not in site.files:
        yield Problem(SITEMAP, "sitemap-missing")
        return
    listed: dict[str, str] = {}
    files = [SITEMAP]
    for path in files:
        sitemap = read_built_sitemap(site.files[path])
        if sitemap.broken is not None:
            yield Problem(path, "sitemap-unreadable", sitemap.broken)
        for entry in sitemap.entries:
            yield from _check_dates(path, entry, today)
            if not sitemap.is_index:
                yield from _check_entry(site, path, entry, listed)
                continue
            part = site.find(entry.loc)
            if part is None or not part.exists:
                yield Problem(path, "sitemap-part", entry.place, details={"found": entry.loc})
            elif part.path not in files:
                files.append(part.path)
    for page in site.pages.values():
        if page.indexed and site.canonical(page) is page and page.path not in listed:
            yield page.finding("sitemap-lacks", page.canonicals[0].place if page.canonicals else page.top)


def _check_entry(site: BuiltSite, path: str, entry: Entry, listed: dict[str, str]) -> Iterator[Problem]:
    target = site.find(entry.loc)
    if target is None or not target.exists:
        yield Problem(path, "sitemap-nothing", entry.place, details={"found": entry.loc})
        return
    first = listed.setdefault(target.path, entry.loc)
    if first is not entry.loc:
        yield Problem(path, "sitemap-twice", entry.place, details={"found": entry.loc, "against": first})
    if target.page is not None:
        yield from _check_page(target.page, path, entry)


def _check_page(page: BuiltPage, path: str, entry: Entry) -> Iterator[Problem]:
    details = {"found": entry.loc, "other": page.path}
    if not page.indexed:
        code = "sitemap-lost" if page.lost else "sitemap-redirect" if page.refresh else "sitemap-noindex"
        yield Problem(path, code, entry.place, details=details)
        return
    canonical = page.canonicals[0].value if page.canonicals else ""
    if is_absolute(canonical) and canonical != entry.loc:
        details["against"] = canonical
        yield Problem(path, "sitemap-canonical", entry.place, details=details)
    ours, theirs = ({each[:2] for each in alternates} for alternates in (entry.alternates, page.alternates))
    if ours != theirs:
        told = {"found": _listed(ours - theirs), "against": _listed(theirs - ours), "other": page.path}
        yield Problem(path, "sitemap-alternates", entry.place, details=told)


def _listed(alternates: set[tuple[str, str]]) -> str:
    return ", ".join(f"{hreflang} {href}" for hreflang, href in sorted(alternates)) or "–"


def _check_dates(path: str, entry: Entry, today: date) -> Iterator[Problem]:
    """An entry claims no frequency, and no change that is no date or is still to come."""
    for name in ("changefreq", "priority"):
        if name in entry.said:
            yield Problem(path, "sitemap-frequency", entry.said[name].place, details={"found": name})
    said = entry.said.get("lastmod")
    if said is not None:
        changed = _day(said.value)
        if changed is None:
            yield Problem(path, "sitemap-date", said.place, details={"found": said.value})
        elif changed > today:
            details = {"found": said.value, "against": today.isoformat()}
            yield Problem(path, "sitemap-future", said.place, details=details)


def _day(text: str) -> date | None:
    """Give the first day of a date; None for what is none."""
    found = _DATE.fullmatch(text)
    try:
        return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)) if found else None
    except ValueError:
        return None
