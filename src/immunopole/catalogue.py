"""The catalogue: every checked record and page of the site, joined by id. Whatever is made, is made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from immunopole.addresses import Addresses
from immunopole.documents import Document
from immunopole.figures import FiguresFile
from immunopole.languages import Languages
from immunopole.menu import Entry, Menu, build_menu
from immunopole.organisations import Organisation, OrganisationsFile
from immunopole.pages import FrontMatter, SourcePage, read_pages
from immunopole.people import PeopleFile, Person
from immunopole.problems import Problem, closest, in_reading_order
from immunopole.publisher import Publisher, PublisherFile
from immunopole.records import read_records
from immunopole.strings import Strings, read_strings

AnyFile = TypeVar("AnyFile", bound=BaseModel)

HOME = "index.md"
PROFILE_TEMPLATE = "profile.html"


@dataclass(frozen=True)
class Layout:
    """Where a site keeps its files, and the settings that shape its addresses.

    `root` is the folder of `mkdocs.yml`; every path shown to an editor is relative to it.
    """

    root: Path
    languages: Languages
    addresses: Addresses
    nav: tuple[Entry, ...]
    people_folder: str
    docs: str = "docs"
    data: str = "data"
    theme: str = "overrides"
    config: Document | None = None

    @property
    def templates(self) -> tuple[str, ...]:
        """The page templates of the theme."""
        folder = self.root / self.theme
        return tuple(sorted(f.name for f in folder.glob("*.html") if f.name not in _NOT_FOR_PAGES))


_NOT_FOR_PAGES = frozenset({"base.html", "404.html"})


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

    def profile_source(self, person: str) -> str:
        """Give the source path of a person's page."""
        return f"{self.layout.people_folder}/{person}.md"

    @cached_property
    def menus(self) -> Mapping[str, Menu]:
        """The menu of every language."""
        return {
            locale: build_menu(self.layout.nav, lambda s, locale=locale: self.page(s, locale))  # type: ignore[misc]  # mypy cannot type a lambda's default
            for locale in self.languages.locales
        }


def read_catalogue(layout: Layout) -> tuple[Catalogue | None, list[Problem]]:
    """Read and check everything; without a catalogue there is at least one problem, and all of them are given."""
    problems: list[Problem] = []
    people, people_text = _read(layout, "people.yaml", PeopleFile, problems)
    houses, houses_text = _read(layout, "organisations.yaml", OrganisationsFile, problems)
    figures, figures_text = _read(layout, "figures.yaml", FiguresFile, problems)
    publisher, _ = _read(layout, "publisher.yaml", PublisherFile, problems)
    strings, found = read_strings(layout.root / layout.theme / "locales", f"{layout.theme}/locales", layout.languages)
    problems += found
    written, found = read_pages(layout.root / layout.docs, layout.docs, layout.languages, layout.templates)
    problems += found

    for document, key in ((people_text, "people"), (houses_text, "organisations"), (figures_text, "figures")):
        problems += _check_equal_ids(document, key)
    known = _ids(houses_text, "organisations")
    problems += _check_references(people_text, known)
    if not problems:
        problems += _check_nav(layout, written)
        problems += _check_required(layout, written)
    if people is None or houses is None or figures is None or publisher is None or problems:
        return None, in_reading_order(problems)

    pages = {(page.source, page.locale): page for page in written}
    for page in _profiles(people.people, layout, pages):
        pages[page.source, page.locale] = page
    catalogue = Catalogue(
        layout=layout,
        people={person.id: person for person in people.people},
        organisations={house.id: house for house in houses.organisations},
        figures=figures,
        publisher=publisher.publisher,
        strings=strings,
        pages=pages,
    )
    problems += _check_addresses(catalogue)
    return (None if problems else catalogue), in_reading_order(problems)


def _read(
    layout: Layout, name: str, model: type[AnyFile], problems: list[Problem]
) -> tuple[AnyFile | None, Document | None]:
    file = layout.root / layout.data / name
    checked, document, found = read_records(file, f"{layout.data}/{name}", model, layout.languages.locales)
    problems += found
    return checked, document


def _profiles(
    people: Sequence[Person], layout: Layout, written: Mapping[tuple[str, str], SourcePage]
) -> Iterator[SourcePage]:
    """Make a page for each person in each language; a page that somebody wrote at that path wins."""
    for person in people:
        source = f"{layout.people_folder}/{person.id}.md"
        for locale in layout.languages.locales:
            own = written.get((source, locale))
            if own is not None:
                yield SourcePage(source, locale, own.front, person.id)
                continue
            front = FrontMatter(title=person.name, description=person.summary[locale], template=PROFILE_TEMPLATE)
            yield SourcePage(source, locale, front, person.id, written=False)


def _records(document: Document | None, key: str) -> list[tuple[int, dict[str, Any]]]:
    """Give the records of a file that can be looked at, even when the file as a whole is not right."""
    data = document.data if document else None
    items = data.get(key) if isinstance(data, dict) else None
    if not isinstance(items, list):
        return []
    return [(index, item) for index, item in enumerate(items) if isinstance(item, dict)]


def _ids(document: Document | None, key: str) -> list[str]:
    return [item["id"] for _, item in _records(document, key) if isinstance(item.get("id"), str)]


def _check_equal_ids(document: Document | None, key: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, item in _records(document, key):
        ident = item.get("id")
        if document is None or not isinstance(ident, str):
            continue
        if ident in first:
            line = document.place((key, first[ident], "id")).line
            yield document.problem("equal-ids", (key, index, "id"), found=ident, first=str(line))
        first.setdefault(ident, index)


def _check_references(document: Document | None, known: list[str]) -> Iterator[Problem]:
    """Every organisation a person names must have a record."""
    for index, item in _records(document, "people"):
        positions = item.get("positions")
        for number, position in enumerate(positions if isinstance(positions, list) else []):
            house = position.get("organisation") if isinstance(position, dict) else None
            if document is not None and known and isinstance(house, str) and house not in known:
                yield document.problem(
                    "unknown-organisation",
                    ("people", index, "positions", number, "organisation"),
                    found=house,
                    closest=closest(house, known),
                )


def _check_nav(layout: Layout, pages: Sequence[SourcePage]) -> Iterator[Problem]:
    """Every entry of the menu must exist in at least one language."""
    sources = sorted({page.source for page in pages})
    for entry in layout.nav:
        if layout.config is not None and entry.source not in sources:
            likely = closest(entry.source, sources)
            yield layout.config.problem("nav-unknown-page", entry.loc, found=entry.source, closest=likely)


def _check_required(layout: Layout, pages: Sequence[SourcePage]) -> Iterator[Problem]:
    """Every language needs a home page and a page for the list of people: all others lead there."""
    present = {(page.source, page.locale) for page in pages}
    for locale in layout.languages.locales:
        for source in (HOME, f"{layout.people_folder}/{HOME}"):
            if (source, locale) not in present:
                yield Problem(f"{layout.docs}/{locale}/{source}", "page-required")


def _check_addresses(catalogue: Catalogue) -> Iterator[Problem]:
    """No two pages may have one address."""
    taken: dict[str, SourcePage] = {}
    for page in catalogue.pages.values():
        address = catalogue.addresses.address(page.source, page.locale)
        other = taken.setdefault(address, page)
        if other is not page:
            docs = catalogue.layout.docs
            yield Problem(
                f"{docs}/{page.locale}/{page.source}",
                "equal-addresses",
                details={"found": f"/{address}", "other": f"{docs}/{other.locale}/{other.source}"},
            )
