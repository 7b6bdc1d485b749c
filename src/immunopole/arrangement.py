"""The arrangement of a site: whether its pages, menu, sections, addresses and records fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from immunopole.menu import MAIN, nav_faults
from immunopole.pages import (
    HOME,
    ORGANISATION_TEMPLATE,
    PERIOD_TEMPLATE,
    PROFILE_TEMPLATE,
    THEME_TEMPLATE,
    SourcePage,
)
from immunopole.problems import Problem, closest
from immunopole.references import Ids
from immunopole.settings import Layout
from immunopole.strings import Strings

# The names of the menu's groups, among the theme's words.
GROUP = "group."


def check_sources(
    layout: Layout, strings: Mapping[str, Strings], present: AbstractSet[tuple[str, str]]
) -> Iterator[Problem]:
    """Yield what does not fit the files there are: pairs of a source path and a locale."""
    sources = sorted({source for source, _ in present})
    yield from _check_nav(layout, sources)
    yield from _check_sections(layout, sources)
    yield from _check_groups(layout, strings)
    yield from _check_required(layout, present)


def check_pages(layout: Layout, pages: Iterable[SourcePage], ids: Ids) -> Iterator[Problem]:
    """Yield what does not fit among the pages themselves: two at one address, one for a record that does not exist."""
    pages = list(pages)
    yield from _check_addresses(layout, pages)
    yield from _check_records(layout, pages, ids)


def _check_nav(layout: Layout, sources: list[str]) -> Iterator[Problem]:
    """The menu is of a form that can be shown, and every entry of it exists in at least one language."""
    for code, loc in nav_faults(layout.config.value(("nav",))):
        details = {"found": str(layout.config.value(loc))} if code == "nav-twice" else {}
        yield layout.config.problem(code, loc, **details)
    for entry in layout.nav:
        if entry.source not in sources:
            likely = closest(entry.source, sources)
            yield layout.config.problem("nav-unknown-page", entry.loc, found=entry.source, closest=likely)


def _check_sections(layout: Layout, sources: list[str]) -> Iterator[Problem]:
    """Every section that says what becomes of its missing pages must have a page in at least one language."""
    pages = [source.removesuffix(".md").removesuffix("/index").split("/") for source in sources]
    known = {"/".join(words[:length]) for words in pages for length in range(1, len(words) + 1)}
    for section in layout.settings.missing_pages:
        if section not in known:
            details = {"found": section, "closest": closest(section, sorted(known))}
            yield layout.options.key_problem("section-unknown", ("missing_pages", section), **details)


def _check_groups(layout: Layout, strings: Mapping[str, Strings]) -> Iterator[Problem]:
    """Every named group of the menu must have its name in every language."""
    groups = {entry.section: entry.loc[:3] for entry in layout.nav if entry.section != MAIN}
    for locale, words in strings.items():
        named = [key.removeprefix(GROUP) for key in words.table if key.startswith(GROUP)]
        for group, loc in groups.items():
            if group not in named:
                file = f"{layout.theme}/locales/{locale}.yaml"
                details = {"found": group, "file": file, "closest": closest(group, named)}
                yield layout.config.key_problem("menu-group", loc, **details)


def _check_required(layout: Layout, present: AbstractSet[tuple[str, str]]) -> Iterator[Problem]:
    """Every language needs a home page, and a full one a page for the list of people: all others lead there."""
    for language in layout.languages:
        locale, directory = language.locale, f"{layout.settings.people_folder}/{HOME}"
        for source in (HOME,) if language.reduced else (HOME, directory):
            if (source, locale) not in present:
                yield Problem(f"{layout.docs}/{locale}/{source}", "page-required")


def _check_records(layout: Layout, pages: Iterable[SourcePage], ids: Ids) -> Iterator[Problem]:
    """A page of the kind that shows a record has a record to show."""
    for page in pages:
        for template, kind, ident in (
            (PROFILE_TEMPLATE, "people", page.person),
            (ORGANISATION_TEMPLATE, "organisations", page.organisation),
            (PERIOD_TEMPLATE, "periods", page.period),
            (THEME_TEMPLATE, "themes", page.theme),
        ):
            if page.front.template == template and ident is None:
                name = page.source.rpartition("/")[2].removesuffix(".md")
                details = {"found": name, "template": template, "closest": ids.closest(name, kind)}
                yield Problem(f"{layout.docs}/{page.locale}/{page.source}", "page-without-record", details=details)


def _check_addresses(layout: Layout, pages: Iterable[SourcePage]) -> Iterator[Problem]:
    """No two pages may have one address."""
    taken: dict[str, SourcePage] = {}
    for page in pages:
        address = layout.addresses.address(page.source, page.locale)
        other = taken.setdefault(address, page)
        if other is not page:
            yield Problem(
                f"{layout.docs}/{page.locale}/{page.source}",
                "equal-addresses",
                details={"found": f"/{address}", "other": f"{layout.docs}/{other.locale}/{other.source}"},
            )
