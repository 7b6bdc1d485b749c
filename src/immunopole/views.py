"""What a template gets: one page seen in one language, and everything on record that it may show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar, get_args

from immunopole.chronology import Strip, strips
from immunopole.ecosystem import Drawing, Kin, draw
from immunopole.emblems import Emblem, emblem
from immunopole.events import Event
from immunopole.fieldguide import FileEntry, guide
from immunopole.figures import Figure
from immunopole.head import Head, build_head
from immunopole.help import wording_locales
from immunopole.languages import Language, is_right_to_left
from immunopole.menu import Menu
from immunopole.organisations import MEMBERS, Kind, Organisation
from immunopole.pages import HOME, SourcePage
from immunopole.people import Person, Position, roles
from immunopole.periods import Chapter
from immunopole.portraits import FOLDER as PORTRAITS
from immunopole.renditions import Picture, Rendition
from immunopole.search import FOLDER as SEARCH_FOLDER
from immunopole.search import Kind as FindableKind
from immunopole.standpoint import Standpoint
from immunopole.text import Text
from immunopole.themes import Kind as ThemeKind
from immunopole.themes import Theme
from immunopole.timeline import Entry
from immunopole.web_addresses import by_host
from immunopole.webmanifest import manifest_address

Kinded = TypeVar("Kinded", Organisation, Theme)


@dataclass(frozen=True)
class ProfileRole:
    """A line at the top of a profile: titles, the organisations they are held at, and when, if that needs saying."""

    titles: tuple[Text, ...]
    organisations: tuple[Organisation, ...]
    dates: str = ""


@dataclass(frozen=True, kw_only=True)
class View(Standpoint):
    """One page in one language.

    `style`, `script` and `font` are the addresses of what it loads, `policy` says what else it may; an empty one is
    none. `pictures` are by the id of the person. `searchable` says whether there is an index to search.
    """

    site_name: str
    style: str
    script: str
    policy: str = ""
    font: str = ""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    searchable: bool = False

    @cached_property
    def head(self) -> Head:
        """The head of the page."""
        return build_head(self.page, self.catalogue, self.site_name)

    @property
    def menu(self) -> Menu:
        """The menu in this language."""
        return self.catalogue.menus[self.locale]

    @property
    def search(self) -> SourcePage | None:
        """The page that searches this language; None where it has none, or nothing to search."""
        return self.catalogue.search_pages.get(self.locale) if self.searchable else None

    @property
    def search_index(self) -> str:
        """The link to the folder of the index."""
        return self.to(f"{SEARCH_FOLDER}/")

    @property
    def findable_kinds(self) -> tuple[str, ...]:
        """The kinds of page a search tells apart."""
        return get_args(FindableKind)

    @property
    def manifest(self) -> str:
        """The address of the web manifest in this language."""
        return manifest_address(self.catalogue, self.locale)

    @property
    def person(self) -> Person | None:
        """The person this page is about, if any."""
        return self.catalogue.people[self.page.person] if self.page.person else None

    def picture(self, person: Person) -> Picture | None:
        """The photograph of somebody, if there is one to show."""
        return self.pictures.get(person.id)

    def to_rendition(self, rendition: Rendition) -> str:
        """Give the link to a rendition of a photograph."""
        return self.to(f"{PORTRAITS}/{rendition.name}")

    def srcset(self, renditions: Sequence[Rendition]) -> str:
        """Give the renditions of one format for a browser to choose from (HTML Standard, `srcset`)."""
        return ", ".join(f"{self.to_rendition(rendition)} {rendition.width}w" for rendition in renditions)

    @property
    def people(self) -> Sequence[Person]:
        """Everybody, in the order of the records."""
        return tuple(self.catalogue.people.values())

    @property
    def people_by_name(self) -> Sequence[Person]:
        """Everybody, by family name then given name, as this language sorts."""
        return self.catalogue.people_by_name[self.locale]

    @property
    def people_by_letter(self) -> Mapping[str, Sequence[Person]]:
        """Everybody by name, under the capital their family name begins with in this language."""
        found: dict[str, list[Person]] = {}
        for person in self.people_by_name:
            found.setdefault(self.t.alphabet.initial(person.sorting_name[0]), []).append(person)
        return found

    def colleagues(self, person: Person, at_most: int) -> Sequence[Person]:
        """Some people who hold or held a role where a person does, those of the first-named organisations first."""
        houses = dict.fromkeys(position.organisation for position in person.positions)
        met = (other for house in houses for other in self.catalogue.people_of[house] if other.id != person.id)
        found: dict[str, Person] = {}
        for other in met:
            if len(found) == at_most:
                break
            found[other.id] = other
        return tuple(found.values())

    def posts_on(self, ident: str) -> Sequence[SourcePage]:
        """The news in this language that name a person, an organisation or a theme, the latest first."""
        return self.catalogue.posts_on[self.locale].get(ident, ())

    @property
    def programmes(self) -> Sequence[SourcePage]:
        """The programmes in this language, the first to begin first."""
        return self.catalogue.programmes[self.locale]

    def programmes_on(self, ident: str) -> Sequence[SourcePage]:
        """The programmes in this language that name a person, an organisation or a theme."""
        return self.catalogue.programmes_on[self.locale].get(ident, ())

    def posts_linking(self, page: SourcePage) -> Sequence[SourcePage]:
        """The news in this language whose text links to a page, the latest first."""
        return self.catalogue.posts_linking[self.locale].get(page.source, ())

    def lasting(self, page: SourcePage) -> str:
        """Say from when to when what a page is about went on; empty where it does not say both."""
        start, end = page.front.start, page.front.end
        return self.t.lasting(start, end) if start and end else ""

    @property
    def figures(self) -> Sequence[Figure]:
        """The key figures."""
        return self.catalogue.key_figures

    @property
    def figures_by_place(self) -> Mapping[str, Sequence[Figure]]:
        """Every figure, under the first place that says it, which for a key figure is the home page."""
        found: dict[str, list[Figure]] = {}
        for figure in self.catalogue.figures:
            found.setdefault(self.places(figure)[0], []).append(figure)
        return found

    def places(self, figure: Figure) -> Sequence[str]:
        """Where a figure is said: ids of records, and paths of pages below the folder of a language, without `.md`."""
        home = HOME.removesuffix(".md")
        return tuple(dict.fromkeys((home, *figure.on) if figure.key or not figure.on else figure.on))

    def place_page(self, place: str) -> SourcePage:
        """Give the page of such a place, in this language if it has it."""
        return self.catalogue.nearest(self.catalogue.place_source(place), self.locale)

    def organisation(self, ident: str) -> Organisation:
        """Find an organisation."""
        return self.catalogue.organisations[ident]

    @property
    def house(self) -> Organisation | None:
        """The organisation this page is about, if any."""
        return self.organisation(self.page.organisation) if self.page.organisation else None

    @property
    def houses_by_kind(self) -> Mapping[str, Sequence[Organisation]]:
        """All organisations by kind, in the order of their names."""
        key = self.t.alphabet.key
        houses = sorted(self.catalogue.organisations.values(), key=lambda house: key(self.text(house.name).text))
        return _by_kind(houses, get_args(Kind))

    @property
    def foremost_houses(self) -> Sequence[Organisation]:
        """The members of the cluster, the founders first, by name; all organisations where no record says so."""
        key = self.t.alphabet.key
        houses = sorted(self.catalogue.organisations.values(), key=lambda house: key(self.text(house.short_name).text))
        members = [house for relation in MEMBERS for house in houses if house.relation == relation]
        return members or houses

    @property
    def cluster_by_kind(self) -> Mapping[str, Sequence[Organisation]]:
        """The organisations that have a part in the cluster, by kind: not what is only linked to it, nor its models."""
        houses = (house for kin in self.houses_by_kind.values() for house in kin)
        return _by_kind((house for house in houses if house.has_part), get_args(Kind))

    @property
    def ecosystem(self) -> Drawing:
        """The picture of all organisations and what joins them, in the words of this language."""
        kin: list[Kin] = []
        # The typography of the finished page passes over drawings.
        typeset = self.catalogue.typesetter.text
        for kind, houses in self.cluster_by_kind.items():
            called = ((house.id, self.text(house.short_name)) for house in houses)
            named = ((ident, typeset(name.text, name.language.locale)) for ident, name in called)
            names = sorted(named, key=lambda pair: self.t.alphabet.key(pair[1]))
            kin.append(Kin(kind, typeset(self.t(f"kinds.{kind}"), self.locale), tuple(names)))
        return draw(kin, self.catalogue.ties)

    def sharing_people(self, house: Organisation) -> list[Text]:
        """The short names of the organisations of the cluster where people of one hold roles too, in order."""
        others = map(self.organisation, self.catalogue.sharing_people.get(house.id, ()))
        names = (self.text(other.short_name) for other in others if other.has_part)
        return sorted(names, key=lambda name: self.t.alphabet.key(name.text))

    def parts(self, house: Organisation) -> Sequence[Organisation]:
        """The organisations that belong to one."""
        return self.catalogue.parts_of.get(house.id, ())

    def people_at(self, house: Organisation, *, now: bool) -> Sequence[Person]:
        """The people of an organisation, by name: those with a role there that is not over, or the others."""
        return [
            person
            for person in sorted(self.catalogue.people_of.get(house.id, ()), key=self.t.name_key)
            if now is any(p.organisation == house.id and not self.is_over(p) for p in person.positions)
        ]

    def is_over(self, position: Position) -> bool:
        """Whether a role has ended by the day of the build, or its organisation has, or became another."""
        today, house = self.catalogue.today, self.organisation(position.organisation)
        return position.has_ended(today) or house.has_closed(today) or house.successor is not None

    def positions(self, person: Person, *, over: bool) -> Sequence[Position]:
        """The roles of a person that have ended by the day of the build, or the others."""
        return [position for position in person.positions if self.is_over(position) is over]

    def is_former(self, person: Person) -> bool:
        """Whether every role of a person that a reader should see first is over."""
        return all(map(self.is_over, person.main_positions(self.catalogue.today)))

    def emblem(self, person: Person) -> Emblem:
        """Give what stands for a person without a portrait."""
        return emblem(person.id, person.given_name, person.family_name)

    def themes(self, idents: Sequence[str]) -> Sequence[Theme]:
        """Find themes by their ids."""
        return [self.catalogue.themes[ident] for ident in idents]

    @property
    def theme(self) -> Theme | None:
        """The theme this page is about, if any."""
        return self.catalogue.themes[self.page.theme] if self.page.theme else None

    @property
    def themes_by_kind(self) -> Mapping[str, Sequence[Theme]]:
        """All themes by kind, in the order of their names."""
        key = self.t.alphabet.key
        themes = sorted(self.catalogue.themes.values(), key=lambda theme: key(self.text(theme.name).text))
        return _by_kind(themes, get_args(ThemeKind))

    def people_on(self, theme: Theme) -> Sequence[Person]:
        """The people of a theme, by name."""
        return sorted(self.catalogue.people_on.get(theme.id, ()), key=self.t.name_key)

    @property
    def field_guide(self) -> Sequence[FileEntry]:
        """Every field of every record, explained in this language if there are words for it."""
        return guide(self.locale, self.catalogue.layout.data, self.catalogue.layout.docs)

    @property
    def field_guide_language(self) -> Language:
        """The language the fields are explained in."""
        known = wording_locales()
        locale = self.locale if self.locale in known else known[0]
        return Language(locale, locale, right_to_left=is_right_to_left(locale))

    @property
    def timeline(self) -> Sequence[Entry]:
        """What happened, the earliest first."""
        return self.catalogue.timeline

    @property
    def history(self) -> Sequence[Chapter]:
        """The periods of the history, the earliest first; none where it is told in one piece."""
        return self.catalogue.history

    @property
    def strips(self) -> Sequence[Strip]:
        """The line of every period, in the same order."""
        return strips(self.catalogue.history)

    @cached_property
    def chapter(self) -> Chapter | None:
        """The period this page is about, if any."""
        return next((chapter for chapter in self.history if chapter.period.id == self.page.period), None)

    def beside(self, chapter: Chapter, step: int) -> Chapter | None:
        """The period so many steps after one, or before it; None beyond the ends."""
        at = self.history.index(chapter) + step
        return self.history[at] if 0 <= at < len(self.history) else None

    def source_names(self, addresses: Sequence[str]) -> list[tuple[str, str]]:
        """Name the sources of a fact, each with its address."""
        return by_host(addresses)

    @property
    def posts(self) -> Sequence[SourcePage]:
        """The news in this language, the latest first."""
        return self.catalogue.posts[self.locale]

    def events(self, *, ahead: bool) -> Sequence[Event]:
        """Announced events: those still to come, the next first, or those over, the latest first."""
        found = [event for event in self.catalogue.events if event.is_over(self.catalogue.today) is not ahead]
        return sorted(found, key=lambda event: event.start.latest, reverse=not ahead)

    def roles(self, person: Person) -> tuple[ProfileRole, ...]:
        """Give the lines that stand at the top of a profile."""
        positions = person.main_positions(self.catalogue.today)
        return tuple(
            ProfileRole(
                tuple(map(self.text, role.titles)),
                tuple(self.organisation(ident) for ident in role.organisations),
                self._dates(role.positions),
            )
            for role in roles(positions)
        )

    def _dates(self, positions: Sequence[Position]) -> str:
        """Say when the last of a line of roles was held, where a reader could take it for one of today."""
        today = self.catalogue.today
        if not all(self.is_over(position) or position.seen_long_ago(today) for position in positions):
            return ""
        return self.t.period(max(positions, key=lambda position: position.last_known or date.min))

    @property
    def lost_in(self) -> tuple[Language, ...]:
        """The languages the 404 page speaks: all at the root of the site, one's own below its address."""
        return tuple(self.catalogue.languages) if self.language.default else (self.language,)

    def in_language(self, locale: str) -> View:
        """Give the home page of another language, seen from the same place: the 404 page speaks all of them."""
        return replace(self, page=self.catalogue.pages[HOME, locale])


def _by_kind(records: Iterable[Kinded], kinds: Sequence[str]) -> dict[str, list[Kinded]]:
    """Put records under their kinds, in the order of both; a kind that none has is left out."""
    found: dict[str, list[Kinded]] = {kind: [] for kind in kinds}
    for record in records:
        found[record.kind].append(record)
    return {kind: having for kind, having in found.items() if having}
