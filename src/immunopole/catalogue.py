"""The catalogue: every checked record and page of the site, joined by id. Whatever is made, is made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from immunopole.addresses import Addresses
from immunopole.documents import Document
from immunopole.figures import FiguresFile
from immunopole.languages import Languages
from immunopole.menu import MAIN, Menu, build_menu
from immunopole.organisations import Organisation, OrganisationsFile
from immunopole.pages import FrontMatter, SourcePage, find_pages, read_page
from immunopole.people import PeopleFile, Person
from immunopole.problems import Problem, closest, in_reading_order
from immunopole.publisher import Publisher, PublisherFile
from immunopole.records import read_records
from immunopole.redirects import Redirect, check_redirects, redirects
from immunopole.references import check_equal_ids, check_organisations, ids
from immunopole.settings import Layout, read_layout
from immunopole.strings import Strings, read_strings

AnyFile = TypeVar("AnyFile", bound=BaseModel)

HOME = "index.md"
# The names of the menu's groups, among the theme's words.
GROUP = "group."
PROFILE_TEMPLATE = "profile.html"


@dataclass(frozen=True)
class Catalogue:
    """All that the site knows, checked; immutable, the same for every language."""

    layout: Layout
    people: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    figures: FiguresFile
    publisher: Publisher
    strings: Mapping[str, Strings]
    pages: Mapping[tuple[str, str], SourcePage]
    redirects: tuple[Redirect, ...]

    @property
    def languages(self) -> Languages:
        """The languages of the site."""
        return self.layout.languages

    @property
    def addresses(self) -> Addresses:
        """The rule of addresses."""
        return self.layout.addresses

    def page(self, source: str, locale: str) -> SourcePage | None:
        """Find a page in a language."""
        return self.pages.get((source, locale))

    def translations(self, source: str) -> dict[str, SourcePage]:
        """Give the page in every language that has it, in the order of the languages."""
        found = {locale: self.page(source, locale) for locale in self.languages.locales}
        return {locale: page for locale, page in found.items() if page is not None}

    @property
    def directory(self) -> str:
        """The source path of the page that lists everybody."""
        return f"{self.layout.settings.people_folder}/{HOME}"

    def profile_source(self, person: str) -> str:
        """Give the source path of a person's page."""
        return f"{self.layout.settings.people_folder}/{person}.md"

    @cached_property
    def menus(self) -> Mapping[str, Menu]:
        """The menu of every language."""
        return {
            locale: build_menu(self.layout.nav, partial(self.page, locale=locale)) for locale in self.languages.locales
        }


def read_catalogue(file: Path, site_url: str) -> tuple[Catalogue | None, list[Problem]]:
    """Read and check a whole site from its `mkdocs.yml`; without a catalogue there is at least one problem.

    Every problem that can be seen is given, in the order of reading.
    """
    layout, problems = read_layout(file, site_url)
    if layout is None:
        return None, in_reading_order(problems)
    people, people_text = _read(layout, "people.yaml", PeopleFile, problems)
    houses, houses_text = _read(layout, "organisations.yaml", OrganisationsFile, problems)
    figures, figures_text = _read(layout, "figures.yaml", FiguresFile, problems)
    publisher, _ = _read(layout, "publisher.yaml", PublisherFile, problems)
    for document, key in ((people_text, "people"), (houses_text, "organisations"), (figures_text, "figures")):
        problems += check_equal_ids(document, key)
    problems += check_organisations(people_text, ids(houses_text, "organisations"))
    strings, found = read_strings(layout.root / layout.theme / "locales", f"{layout.theme}/locales", layout.languages)
    problems += found
    written = _read_pages(layout, strings, problems)
    if people is None or houses is None or figures is None or publisher is None or problems:
        return None, in_reading_order(problems)

    pages = {(page.source, page.locale): page for page in written}
    for page in _profiles(people.people, layout, pages):
        pages[page.source, page.locale] = page
    found_redirects = redirects(layout.settings.former_addresses, pages.values(), layout.addresses)
    problems += _check_addresses(layout, pages.values())
    problems += check_redirects(layout.options, found_redirects)
    if problems:
        return None, in_reading_order(problems)
    return Catalogue(
        layout=layout,
        people={person.id: person for person in people.people},
        organisations={house.id: house for house in houses.organisations},
        figures=figures,
        publisher=publisher.publisher,
        strings=strings,
        pages=pages,
        redirects=tuple(found_redirects),
    ), []


def _read(
    layout: Layout, name: str, model: type[AnyFile], problems: list[Problem]
) -> tuple[AnyFile | None, Document | None]:
    file = layout.root / layout.data / name
    checked, document, found = read_records(file, f"{layout.data}/{name}", model, layout.languages.locales)
    problems += found
    return checked, document


def _read_pages(layout: Layout, strings: Mapping[str, Strings], problems: list[Problem]) -> list[SourcePage]:
    files, found = find_pages(layout.root / layout.docs, layout.docs, layout.languages)
    problems += found
    present = {(file.source, file.locale) for file in files}
    problems += _check_nav(layout, sorted({source for source, _ in present}))
    problems += _check_groups(layout, strings)
    problems += _check_required(layout, present)
    pages: list[SourcePage] = []
    for file in files:
        page, found = read_page(file, layout.languages, layout.templates)
        problems += found
        if page is not None:
            pages.append(page)
    return pages


def _profiles(
    people: Sequence[Person], layout: Layout, written: Mapping[tuple[str, str], SourcePage]
) -> Iterator[SourcePage]:
    """Make a page for each person in each language; a page that somebody wrote at that path wins."""
    for person in people:
        source = f"{layout.settings.people_folder}/{person.id}.md"
        for locale in layout.languages.locales:
            own = written.get((source, locale))
            if own is not None:
                yield SourcePage(source, locale, own.front, person.id)
                continue
            front = FrontMatter(title=person.name, description=person.summary[locale], template=PROFILE_TEMPLATE)
            yield SourcePage(source, locale, front, person.id, written=False)


def _check_nav(layout: Layout, sources: list[str]) -> Iterator[Problem]:
    """Every entry of the menu must exist in at least one language."""
    for entry in layout.nav:
        if entry.source not in sources:
            likely = closest(entry.source, sources)
            yield layout.config.problem("nav-unknown-page", entry.loc, found=entry.source, closest=likely)


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
    """Every language needs a home page and a page for the list of people: all others lead there."""
    for locale in layout.languages.locales:
        for source in (HOME, f"{layout.settings.people_folder}/{HOME}"):
            if (source, locale) not in present:
                yield Problem(f"{layout.docs}/{locale}/{source}", "page-required")


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
