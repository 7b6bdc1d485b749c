"""The catalogue: every checked record and page of the site, joined by id. Whatever is made, is made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from immunopole import datafiles
from immunopole.addresses import Addresses
from immunopole.advice import (
    advise_on_page,
    advise_on_people,
    advise_on_publisher,
    advise_on_tongues,
    advise_on_words,
)
from immunopole.documents import Document
from immunopole.events import Event
from immunopole.fields import Scope
from immunopole.figures import Figure
from immunopole.languages import Languages
from immunopole.menu import MAIN, Menu, build_menu
from immunopole.organisations import Organisation
from immunopole.pages import DEFAULT_TEMPLATE, NO_FRONT, FrontMatter, SourceFile, SourcePage, find_pages, read_page
from immunopole.people import Person
from immunopole.problems import Problem, closest, errors, in_reading_order, limited
from immunopole.publisher import Publisher
from immunopole.redirects import Redirect, check_redirects, redirects
from immunopole.references import Ids
from immunopole.settings import Layout, read_layout
from immunopole.shelf import Shelf
from immunopole.strings import Strings, read_strings
from immunopole.themes import Theme
from immunopole.timeline import Entry
from immunopole.translations import Translations
from immunopole.typesetter import Typesetter
from immunopole.typography import FOLDER as TYPOGRAPHY
from immunopole.typography import Typography, read_typographies

HOME = "index.md"
# The names of the menu's groups, among the theme's words.
GROUP = "group."
PROFILE_TEMPLATE, ORGANISATION_TEMPLATE, POST_TEMPLATE = "profile.html", "organisation.html", "post.html"


@dataclass(frozen=True)
class Catalogue:
    """All that the site knows, checked; immutable, the same for every language."""

    layout: Layout
    today: date
    people: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    themes: Mapping[str, Theme]
    timeline: tuple[Entry, ...]
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    publisher: Publisher
    strings: Mapping[str, Strings]
    typesetter: Typesetter
    pages: Mapping[tuple[str, str], SourcePage]
    redirects: tuple[Redirect, ...]
    documents: Mapping[str, Document]
    translation_state: Translations

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
        """Give the page in every language that has it of its own, in the order of the languages."""
        found = {locale: self.page(source, locale) for locale in self.languages.locales}
        return {locale: page for locale, page in found.items() if page is not None and page.original is None}

    def nearest(self, source: str, locale: str) -> SourcePage:
        """Give a page in a language or, where it lacks it, in the language that readers of it know best.

        KeyError for a page that no language has.
        """
        page = self.page(source, locale)
        if page is None:
            versions = self.translations(source)
            if not versions:
                raise KeyError(source)
            page = versions[self.languages.choose(locale, versions)]
        return page

    @property
    def directory(self) -> str:
        """The source path of the page that lists everybody."""
        return f"{self.layout.settings.people_folder}/{HOME}"

    @property
    def ecosystem(self) -> str:
        """The source path of the page that lists all organisations; a language may lack it."""
        return f"{self.layout.settings.organisations_folder}/{HOME}"

    def profile_source(self, person: str) -> str:
        """Give the source path of a person's page."""
        return self.layout.profile_source(person)

    def organisation_source(self, organisation: str) -> str:
        """Give the source path of an organisation's page."""
        return self.layout.organisation_source(organisation)

    def record_source(self, ident: str) -> str | None:
        """Give the source path of the page of any record that prose may link to."""
        if ident in self.people:
            return self.profile_source(ident)
        return self.organisation_source(ident) if ident in self.organisations else None

    def record_name(self, ident: str, locale: str) -> tuple[str, str]:
        """Give the name by which prose calls a person or an organisation, and its locale; KeyError for another id."""
        person = self.people.get(ident)
        if person:
            return person.name, locale
        name = self.organisations[ident].name
        chosen = self.languages.choose(locale, name)
        return name[chosen], chosen

    def record_texts(self, page: SourcePage) -> Mapping[str, str]:
        """Give the Markdown of the record a page is about, by locale; empty for a page about none."""
        if page.person is not None:
            return self.people[page.person].biography
        house = self.organisations[page.organisation] if page.organisation is not None else None
        return (house.description or {}) if house else {}

    def record_text(self, page: SourcePage) -> str:
        """Give the Markdown of a page made from a record; empty where the record has no text in its language."""
        return self.record_texts(page).get(page.locale, "")

    @cached_property
    def people_of(self) -> Mapping[str, tuple[Person, ...]]:
        """The people of every organisation, in the order of the records."""
        found: dict[str, dict[str, Person]] = {}
        for person in self.people.values():
            for position in person.positions:
                found.setdefault(position.organisation, {})[person.id] = person
        return {ident: tuple(people.values()) for ident, people in found.items()}

    @cached_property
    def people_by_name(self) -> Mapping[str, tuple[Person, ...]]:
        """Everybody in the order of their names, in every language."""
        people = self.people.values()
        return {locale: tuple(sorted(people, key=self.strings[locale].name_key)) for locale in self.languages.locales}

    @cached_property
    def parts_of(self) -> Mapping[str, tuple[Organisation, ...]]:
        """The organisations that belong to every organisation."""
        found: dict[str, list[Organisation]] = {}
        for house in self.organisations.values():
            if house.parent:
                found.setdefault(house.parent, []).append(house)
        return {ident: tuple(houses) for ident, houses in found.items()}

    @cached_property
    def posts(self) -> Mapping[str, tuple[SourcePage, ...]]:
        """The news in every language, the latest first."""
        found: dict[str, list[SourcePage]] = {locale: [] for locale in self.languages.locales}
        for page in self.pages.values():
            if page.front.template == POST_TEMPLATE and page.front.date is not None:
                found[page.locale].append(page)
        order = {locale: sorted(pages, key=_latest_first, reverse=True) for locale, pages in found.items()}
        return {locale: tuple(pages) for locale, pages in order.items()}

    @cached_property
    def menus(self) -> Mapping[str, Menu]:
        """The menu of every language."""
        return {
            locale: build_menu(self.layout.nav, partial(self.page, locale=locale)) for locale in self.languages.locales
        }


def read_catalogue(file: Path, site_url: str, today: date) -> tuple[Catalogue | None, list[Problem]]:
    """Read and check a whole site from its `mkdocs.yml`; without a catalogue there is at least one error.

    Every problem that can be seen is given, errors and advice, in the order of reading. `today` decides what is past.
    """
    layout, problems = read_layout(file, site_url)
    if layout is None:
        return None, in_reading_order(problems)
    shelf = Shelf(layout, Scope(layout.languages.locales, today, layout.languages.full))
    people, houses = shelf.records(datafiles.PEOPLE), shelf.records(datafiles.ORGANISATIONS)
    roles, themes = shelf.records(datafiles.ROLES), shelf.records(datafiles.THEMES)
    timeline, events = shelf.records(datafiles.TIMELINE), shelf.records(datafiles.EVENTS)
    figures, publisher = shelf.records(datafiles.FIGURES), shelf.read(datafiles.PUBLISHER)
    files, found = find_pages(layout.root / layout.docs, layout.docs, layout.languages)
    problems += found
    shelf.written = frozenset(f"{file.locale}/{file.source}" for file in files)
    problems += shelf.check()
    strings, found = read_strings(layout.root / layout.theme / "locales", f"{layout.theme}/locales", layout.languages)
    problems += found
    typographies, found = read_typographies(layout.root / layout.theme / TYPOGRAPHY, f"{layout.theme}/{TYPOGRAPHY}")
    problems += found
    written = _read_pages(layout, strings, shelf, files, problems)
    if publisher is None or errors(problems):
        return None, in_reading_order(problems)

    pages = {(page.source, page.locale): page for page in written}
    terms = {term.id: term for term in roles.roles}
    persons = {person.id: person.published(terms) for person in people.people}
    organisations = {house.id: house for house in houses.organisations}
    for page in _record_pages(layout, persons, organisations, pages):
        pages[page.source, page.locale] = page
    for page in list(_pages_as_they_are(layout, pages)):
        pages[page.source, page.locale] = page
    moved = list(_moved(layout, persons, organisations))
    found_redirects = redirects(layout.settings.former_addresses, moved, pages, layout.addresses)
    problems += _check_addresses(layout, pages.values())
    problems += _check_records(layout, pages.values(), shelf.ids)
    problems += check_redirects(layout.options, found_redirects)
    problems += advise_on_people(shelf.documents[datafiles.PEOPLE.kind], people.people, today)
    problems += advise_on_publisher(shelf.documents[datafiles.PUBLISHER.kind], publisher.publisher, layout.languages)
    problems += _advise_on_texts(shelf, written, typographies)
    if errors(problems):
        return None, in_reading_order(problems)
    state = Translations(layout, shelf.documents, pages, persons, organisations)
    problems += state.advice()
    return Catalogue(
        layout=layout,
        today=today,
        people=persons,
        organisations=organisations,
        themes={theme.id: theme for theme in themes.themes},
        timeline=timeline.timeline,
        events=events.events,
        figures=figures.figures,
        publisher=publisher.publisher,
        strings=strings,
        typesetter=Typesetter(typographies),
        pages=pages,
        redirects=tuple(found_redirects),
        documents=shelf.documents,
        translation_state=state,
    ), in_reading_order(problems)


def _read_pages(
    layout: Layout, strings: Mapping[str, Strings], shelf: Shelf, files: list[SourceFile], problems: list[Problem]
) -> list[SourcePage]:
    present = {(file.source, file.locale) for file in files}
    sources = sorted({source for source, _ in present})
    problems += _check_nav(layout, sources)
    problems += _check_sections(layout, sources)
    problems += _check_groups(layout, strings)
    problems += _check_required(layout, present)
    pages: list[SourcePage] = []
    for file in files:
        page, found = read_page(file, shelf.scope, layout.templates, shelf.ids, shelf.targets)
        problems += found
        if page is not None:
            pages.append(page)
    for kind in shelf.absent:
        if any(getattr(page.front, kind, ()) for page in pages):
            problems.append(Problem(f"{layout.data}/{kind}.yaml", "file-missing"))
    return pages


def _advise_on_texts(
    shelf: Shelf, pages: list[SourcePage], typographies: Mapping[str, Typography]
) -> Iterator[Problem]:
    records = [(shelf.documents[file.kind], file.model) for file in datafiles.ALL if file.kind in shelf.documents]
    yield from advise_on_tongues(records, pages, shelf.scope)
    for document, model in records:
        yield from limited(advise_on_words(document, model, typographies))
    for page in pages:
        if page.locale in typographies:
            yield from limited(advise_on_page(page, typographies[page.locale]))


def _record_pages(
    layout: Layout,
    people: Mapping[str, Person],
    organisations: Mapping[str, Organisation],
    written: Mapping[tuple[str, str], SourcePage],
) -> Iterator[SourcePage]:
    """Make a page for each person and organisation in each full language; one somebody wrote at its path wins.

    A reduced language has only those somebody wrote.
    """
    for language in layout.languages:
        locale = language.locale
        for person in people.values():
            source = layout.profile_source(person.id)
            if language.reduced and (source, locale) not in written:
                continue
            described = person.summary.get(locale, "")
            front = {"title": person.name, "description": described, "template": PROFILE_TEMPLATE}
            yield _record_page(written, front, SourcePage(source, locale, NO_FRONT, person=person.id, written=False))
        for house in organisations.values():
            source = layout.organisation_source(house.id)
            if language.reduced and (source, locale) not in written:
                continue
            named, called = (layout.languages.choose(locale, texts) for texts in (house.name, house.short_name))
            front = {
                "title": house.name[named],
                "menu_title": house.short_name[called],
                "description": house.summary.get(locale, ""),
                "template": ORGANISATION_TEMPLATE,
            }
            page = SourcePage(source, locale, NO_FRONT, organisation=house.id, written=False)
            yield _record_page(written, front, replace(page, title_locale=named, menu_locale=called))


def _record_page(
    written: Mapping[tuple[str, str], SourcePage], front: Mapping[str, str], page: SourcePage
) -> SourcePage:
    own = written.get((page.source, page.locale))
    if own is not None:
        # A page written for somebody is their profile, whether it says so or not.
        template = front["template"] if own.front.template == DEFAULT_TEMPLATE else own.front.template
        own_front = own.front.model_copy(update={"template": template})
        return replace(own, front=own_front, person=page.person, organisation=page.organisation)
    return replace(page, front=FrontMatter.model_validate(front))


def _pages_as_they_are(layout: Layout, pages: Mapping[tuple[str, str], SourcePage]) -> Iterator[SourcePage]:
    """Where a section shows pages a language lacks: the page that somebody wrote in another, as it is."""
    written: dict[str, dict[str, SourcePage]] = {}
    for page in pages.values():
        if page.written:
            written.setdefault(page.source, {})[page.locale] = page
    for source, versions in written.items():
        if layout.missing_page(source) == "absent":
            continue
        for locale in layout.languages.locales:
            if (source, locale) not in pages:
                original = versions[layout.languages.choose(locale, versions)]
                yield replace(original, locale=locale, original=original.locale)


def _moved(
    layout: Layout, people: Mapping[str, Person], organisations: Mapping[str, Organisation]
) -> Iterator[tuple[str, str]]:
    """Give the former and the present source path of every record whose id has changed."""
    for person in people.values():
        for former in person.former_ids:
            yield layout.profile_source(former), layout.profile_source(person.id)
    for house in organisations.values():
        for former in house.former_ids:
            yield layout.organisation_source(former), layout.organisation_source(house.id)


def _latest_first(page: SourcePage) -> tuple[str, str]:
    return str(page.front.date), page.source


def _check_nav(layout: Layout, sources: list[str]) -> Iterator[Problem]:
    """Every entry of the menu must exist in at least one language."""
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
