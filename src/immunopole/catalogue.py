"""The catalogue: every checked record and page of the site, joined by id. Whatever is made, is made from it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from immunopole import datafiles
from immunopole.addresses import Addresses
from immunopole.advice import (
    advise_on_page,
    advise_on_people,
    advise_on_publisher,
    advise_on_tongues,
    advise_on_words,
)
from immunopole.arrangement import check_pages, check_sources
from immunopole.documents import Document
from immunopole.ecosystem import Tie, find_ties
from immunopole.events import Event
from immunopole.fields import Scope
from immunopole.figures import Figure, FiguresFile
from immunopole.glossary import Abbreviation, acronyms, meanings
from immunopole.languages import Languages
from immunopole.links import links
from immunopole.made_pages import Made, moved, with_made_pages
from immunopole.menu import Menu, build_menu
from immunopole.numerals import Numerals, names_in
from immunopole.organisations import Organisation
from immunopole.pages import (
    HOME,
    POST_TEMPLATE,
    PROGRAMME_TEMPLATE,
    SEARCH_TEMPLATE,
    SourceFile,
    SourcePage,
    Supplies,
    find_pages,
    read_page,
)
from immunopole.palette import FILE as TOKENS
from immunopole.palette import Palette, read_palette
from immunopole.passages import Passage, passages_of_page, passages_of_records
from immunopole.people import Person
from immunopole.periods import Chapter, chapters, check_periods, in_order
from immunopole.problems import Problem, errors, in_reading_order, limited
from immunopole.proofreading import Manuscript, proofread
from immunopole.publisher import Publisher
from immunopole.redirects import Redirect, check_redirects, redirects
from immunopole.register import advise_on_figures, undated
from immunopole.settings import ASSETS, Layout, read_layout
from immunopole.shelf import Shelf
from immunopole.strings import Strings, read_strings
from immunopole.themes import Theme
from immunopole.timeline import Entry
from immunopole.translations import Translations
from immunopole.typesetter import Typesetter
from immunopole.typography import FOLDER as TYPOGRAPHY
from immunopole.typography import Typography, read_typographies
from immunopole.unfinished import Unfinished, advise_on_unfinished

Item = TypeVar("Item")


@dataclass(frozen=True)
class Catalogue:
    """All that the site knows, checked; immutable, the same for every language."""

    layout: Layout
    today: date
    people: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    themes: Mapping[str, Theme]
    timeline: tuple[Entry, ...]
    history: tuple[Chapter, ...]
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    glossary: tuple[Abbreviation, ...]
    publisher: Publisher
    strings: Mapping[str, Strings]
    typesetter: Typesetter
    palette: Palette
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
    def organisations_list(self) -> str:
        """The source path of the page that lists all organisations; a language may lack it."""
        return f"{self.layout.settings.organisations_folder}/{HOME}"

    def profile_source(self, person: str) -> str:
        """Give the source path of a person's page."""
        return self.layout.profile_source(person)

    def organisation_source(self, organisation: str) -> str:
        """Give the source path of an organisation's page."""
        return self.layout.organisation_source(organisation)

    def theme_source(self, theme: str) -> str:
        """Give the source path of a theme's page."""
        return self.layout.theme_source(theme)

    def record_source(self, ident: str) -> str | None:
        """Give the source path of the page of any record that prose may link to."""
        if ident in self.people:
            return self.profile_source(ident)
        if ident in self.themes:
            return self.theme_source(ident)
        return self.organisation_source(ident) if ident in self.organisations else None

    def place_source(self, place: str) -> str:
        """Give the source path of a place where a figure is said: an id, or the path of a page without `.md`."""
        period = self.layout.period_source(place) if place in self._periods else f"{place}.md"
        return self.record_source(place) or period

    @cached_property
    def _periods(self) -> frozenset[str]:
        """The ids of the periods of the history."""
        return frozenset(chapter.period.id for chapter in self.history)

    @cached_property
    def key_figures(self) -> tuple[Figure, ...]:
        """The figures of the home page."""
        return tuple(figure for figure in self.figures if figure.key)

    def record_name(self, ident: str, locale: str) -> tuple[str, str]:
        """Give the name by which prose calls a record that it may link to, and its locale; KeyError for another."""
        person = self.people.get(ident)
        if person:
            return person.name, locale
        name = self.themes[ident].name if ident in self.themes else self.organisations[ident].name
        chosen = self.languages.choose(locale, name)
        return name[chosen], chosen

    def record_texts(self, page: SourcePage) -> Mapping[str, str]:
        """Give the Markdown of the record a page is about, by locale; empty for a page about none."""
        if page.person is not None:
            return self.people[page.person].biography
        if page.theme is not None:
            return self.themes[page.theme].description or {}
        house = self.organisations[page.organisation] if page.organisation is not None else None
        return (house.description or {}) if house else {}

    def record_text(self, page: SourcePage) -> str:
        """Give the Markdown of a page made from a record; empty where the record has no text in its language."""
        return self.record_texts(page).get(page.locale, "")

    def texts(self) -> Iterator[bytes]:
        """Give all that somebody wrote for this site, in UTF-8, as it stands in its files."""
        for document in (self.layout.config, *self.documents.values()):
            yield document.raw
        for strings in self.strings.values():
            yield "".join(strings.table.values()).encode()
        for page in self.pages.values():
            if page.top is not None and page.text is not None:
                yield page.top.raw
                yield page.text.markdown.encode()

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
        return _by(lambda house: (house.parent,) if house.parent else (), self.organisations.values())

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """What joins organisations."""
        return find_ties(self.organisations, self.people.values(), self.today)

    @cached_property
    def sharing_people(self) -> Mapping[str, tuple[str, ...]]:
        """The organisations (ids) where somebody of an organisation holds a role too, by that organisation."""
        found: dict[str, list[str]] = {}
        for tie in self.ties:
            if tie.people:
                found.setdefault(tie.one, []).append(tie.other)
                found.setdefault(tie.other, []).append(tie.one)
        return {ident: tuple(others) for ident, others in found.items()}

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
    def search_pages(self) -> Mapping[str, SourcePage]:
        """The page that searches, by locale; a language may lack it."""
        own = (page for page in self.pages.values() if page.original is None)
        return {page.locale: page for page in own if page.front.template == SEARCH_TEMPLATE}

    @cached_property
    def glossaries(self) -> Mapping[str, Mapping[str, str]]:
        """What the abbreviations of every language mean: those of the glossary, and the acronyms of organisations."""
        houses = self.organisations.values()
        return {locale: acronyms(houses, locale) | meanings(self.glossary, locale) for locale in self.languages.locales}

    @cached_property
    def posts_on(self) -> Mapping[str, Mapping[str, tuple[SourcePage, ...]]]:
        """The news in every language that name each person, organisation and theme, the latest first."""
        return {locale: _by(_named, posts) for locale, posts in self.posts.items()}

    @cached_property
    def programmes(self) -> Mapping[str, tuple[SourcePage, ...]]:
        """The pages of programmes in every language, the first to begin first, then those without a date."""
        found: dict[str, list[SourcePage]] = {locale: [] for locale in self.languages.locales}
        for page in self.pages.values():
            if page.front.template == PROGRAMME_TEMPLATE:
                found[page.locale].append(page)
        for pages in found.values():
            pages.sort(key=_first_begun)
        return {locale: tuple(pages) for locale, pages in found.items()}

    @cached_property
    def programmes_on(self) -> Mapping[str, Mapping[str, tuple[SourcePage, ...]]]:
        """The programmes in every language that name each person, organisation and theme."""
        return {locale: _by(_named, pages) for locale, pages in self.programmes.items()}

    @cached_property
    def posts_linking(self) -> Mapping[str, Mapping[str, tuple[SourcePage, ...]]]:
        """The news in every language whose text links to each page (source path), the latest first."""
        return {locale: _by(_linked, posts) for locale, posts in self.posts.items()}

    @cached_property
    def people_on(self) -> Mapping[str, tuple[Person, ...]]:
        """The people of every theme, in the order of the records."""
        return _by(lambda person: person.themes, self.people.values())

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
    periods = shelf.records(datafiles.PERIODS)
    figures, publisher = shelf.records(datafiles.FIGURES), shelf.read(datafiles.PUBLISHER)
    glossary = shelf.records(datafiles.GLOSSARY)
    files, found = find_pages(layout.root / layout.docs, layout.docs, layout.languages)
    problems += found
    shelf.written = frozenset(f"{file.locale}/{file.source}" for file in files)
    problems += shelf.check()
    strings, found = read_strings(layout.root / layout.theme / "locales", f"{layout.theme}/locales", layout.languages)
    problems += found
    typographies, found = read_typographies(layout.root / layout.theme / TYPOGRAPHY, f"{layout.theme}/{TYPOGRAPHY}")
    problems += found
    palette, found = read_palette(layout.root / layout.theme / ASSETS / TOKENS, f"{layout.theme}/{ASSETS}/{TOKENS}")
    problems += found
    written = _read_pages(layout, strings, shelf, files, problems)
    problems += check_periods(shelf.documents, periods.periods, timeline.timeline)
    if publisher is None or palette is None or errors(problems):
        return None, in_reading_order(problems)

    terms = {term.id: term for term in roles.roles}
    persons = {person.id: person.published(terms) for person in people.people}
    organisations = {house.id: house for house in houses.organisations}
    history = chapters(periods.periods, timeline.timeline)
    by_place = {(page.source, page.locale): page for page in written}
    subjects = {theme.id: theme for theme in themes.themes}
    made = Made(persons, organisations, subjects, history)
    pages = with_made_pages(layout, made, by_place)
    former = list(moved(layout, made))
    found_redirects = redirects(layout.settings.former_addresses, former, pages, layout.addresses)
    problems += check_pages(layout, pages.values(), shelf.ids)
    problems += check_redirects(layout.options, found_redirects)
    problems += advise_on_people(shelf.documents[datafiles.PEOPLE.kind], people.people, today)
    problems += advise_on_publisher(shelf.documents[datafiles.PUBLISHER.kind], publisher.publisher, layout.languages)
    texts = list(_texts(shelf, written))
    problems += _advise_on_texts(shelf, written, typographies)
    problems += _advise_on_unfinished(texts, strings)
    problems += _advise_on_figures(shelf, figures, written, strings)
    named = (people.people, houses.organisations, themes.themes, events.events, glossary.glossary)
    problems += proofread(Manuscript(layout, texts, *named, written, strings))
    if errors(problems):
        return None, in_reading_order(problems)
    told = {period.id: period for period in periods.periods}
    state = Translations(layout, shelf.documents, pages, persons, organisations, subjects, told)
    problems += state.advice()
    return Catalogue(
        layout=layout,
        today=today,
        people=persons,
        organisations=organisations,
        themes=subjects,
        timeline=in_order(timeline.timeline),
        history=history,
        events=events.events,
        figures=figures.figures,
        glossary=glossary.glossary,
        publisher=publisher.publisher,
        strings=strings,
        typesetter=Typesetter(typographies),
        palette=palette,
        pages=pages,
        redirects=tuple(found_redirects),
        documents=shelf.documents,
        translation_state=state,
    ), in_reading_order(problems)


def _read_pages(
    layout: Layout, strings: Mapping[str, Strings], shelf: Shelf, files: list[SourceFile], problems: list[Problem]
) -> list[SourcePage]:
    problems += check_sources(layout, strings, {(file.source, file.locale) for file in files})
    pages: list[SourcePage] = []
    supplies = Supplies(layout.templates, layout.icons)
    for file in files:
        page, found = read_page(file, shelf.scope, supplies, shelf.ids, shelf.targets)
        problems += found
        if page is not None:
            pages.append(page)
    for kind in shelf.absent:
        if any(getattr(page.front, kind, ()) for page in pages):
            problems.append(Problem(f"{layout.data}/{kind}.yaml", "file-missing"))
    return pages


def _texts(shelf: Shelf, pages: list[SourcePage]) -> Iterator[Passage]:
    """Give every text of the records and pages, in the order of the files."""
    for file in datafiles.ALL:
        if file.kind in shelf.documents:
            yield from passages_of_records(shelf.documents[file.kind], file.model, shelf.scope.locales)
    for page in pages:
        yield from passages_of_page(page)


def _advise_on_unfinished(texts: list[Passage], strings: Mapping[str, Strings]) -> Iterator[Problem]:
    words = {locale: Unfinished.parse(t("unfinished")) for locale, t in strings.items()}
    yield from limited(advise_on_unfinished(texts, words))


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


def _advise_on_figures(
    shelf: Shelf, register: FiguresFile, pages: list[SourcePage], strings: Mapping[str, Strings]
) -> Iterator[Problem]:
    numerals = {each: Numerals(words.region, names_in(register.names, each)) for each, words in strings.items()}
    texts = undated(shelf.documents, pages, shelf.scope.locales)
    yield from limited(advise_on_figures(shelf.documents[datafiles.FIGURES.kind], register.figures, texts, numerals))


def _by(keys: Callable[[Item], Iterable[str]], items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """Give the items that have each key, once and in their order."""
    found: dict[str, list[Item]] = {}
    for item in items:
        for key in dict.fromkeys(keys(item)):
            found.setdefault(key, []).append(item)
    return {key: tuple(having) for key, having in found.items()}


def _named(page: SourcePage) -> Iterator[str]:
    """Give the ids of the records that a page names at its top."""
    yield from (*page.front.people, *page.front.organisations, *page.front.themes)


def _linked(page: SourcePage) -> Iterator[str]:
    """Give the source paths of the pages that a page links to."""
    folder = posixpath.dirname(page.source)
    for link in links(page.text.markdown) if page.text else ():
        yield posixpath.normpath(posixpath.join(folder, link.target.partition("#")[0]))


def _first_begun(page: SourcePage) -> tuple[date, str]:
    return page.front.start.first_day if page.front.start else date.max, page.source


def _latest_first(page: SourcePage) -> tuple[str, str]:
    return str(page.front.date), page.source
