"""What a template gets: one page seen in one language, with every address relative to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import get_args
from urllib.parse import unquote, urlsplit

from markupsafe import Markup, escape

from immunopole.addresses import relative
from immunopole.catalogue import Catalogue
from immunopole.chronology import Strip, strips
from immunopole.ecosystem import Drawing, Kin, draw
from immunopole.emblems import Emblem, emblem
from immunopole.events import Event
from immunopole.fieldguide import FileEntry, guide
from immunopole.figures import Figure
from immunopole.head import Head, build_head
from immunopole.help import wording_locales
from immunopole.languages import Language, is_right_to_left
from immunopole.menu import Branch, Menu
from immunopole.organisations import Kind, Organisation
from immunopole.pages import HOME, SourcePage
from immunopole.people import Person, Position, roles
from immunopole.periods import Chapter
from immunopole.portraits import FOLDER as PORTRAITS
from immunopole.prose import Prose, Target
from immunopole.renditions import Picture, Rendition
from immunopole.search import FOLDER as SEARCH_FOLDER
from immunopole.search import Kind as FindableKind
from immunopole.strings import Strings
from immunopole.themes import Theme
from immunopole.timeline import Entry
from immunopole.webmanifest import manifest_address

_PROSE = Prose()


@dataclass(frozen=True)
class LanguageLink:
    """The way to a page in a language: the same page, or its nearest parent where that language lacks it.

    `label` says so, in the words of that language; `same_page` is true only for a page of that language's own.
    """

    language: Language
    label: str
    href: str
    same_page: bool
    current: bool


@dataclass(frozen=True)
class Text:
    """A text in the language it is in, which may not be that of its place.

    In a template it writes itself: marked with its language where that differs (WCAG 3.1.2), escaped everywhere.
    """

    language: Language
    text: str
    place: Language

    @property
    def foreign(self) -> bool:
        """Whether the language is another than that of the text's place."""
        return self.language.locale != self.place.locale

    @property
    def attributes(self) -> Markup:
        """The attributes of an element that holds the text alone: none when it is in the language of its place."""
        if not self.foreign:
            return Markup("")
        turned = self.language.direction != self.place.direction
        direction = Markup(' dir="{}"').format(self.language.direction) if turned else ""
        return Markup(' lang="{}"{}').format(self.language.locale, direction)

    def __str__(self) -> str:
        """Give the text alone, for an attribute; the template escapes it."""
        return self.text

    def __html__(self) -> Markup:
        """Give the text as HTML."""
        return Markup("<span{}>{}</span>").format(self.attributes, self.text) if self.foreign else escape(self.text)


@dataclass(frozen=True)
class ProfileRole:
    """A line at the top of a profile: titles, and the organisations they are held at."""

    titles: tuple[Text, ...]
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True)
class Elsewhere:
    """A text of this page that another language has: which one, in its own words, and the way to it."""

    language: Language
    label: str
    href: str


@dataclass(frozen=True)
class Newer:
    """What to tell readers of a text that is behind that of another language, and the way there."""

    notice: str
    link: LanguageLink


@dataclass(frozen=True)
class View:
    """One page in one language.

    `style`, `script` and `font` are the addresses of what it loads, `policy` says what else it may; an empty one is
    none. `pictures` are by the id of the person. `lost` is for the 404 page, which answers at any address: it is none
    of the menu's pages, and its links start at the root of the host. `searchable` says whether there is an
    index to search.
    """

    catalogue: Catalogue
    page: SourcePage
    site_name: str
    style: str
    script: str
    policy: str = ""
    font: str = ""
    lost: bool = False
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    searchable: bool = False

    @property
    def locale(self) -> str:
        """The locale of the page."""
        return self.page.locale

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.catalogue.languages[self.locale]

    @property
    def t(self) -> Strings:
        """The words of the theme in this language."""
        return self.catalogue.strings[self.locale]

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

    @cached_property
    def address(self) -> str:
        """The address of this page below the root of the site."""
        return self.catalogue.addresses.address(self.page.source, self.locale)

    @property
    def manifest(self) -> str:
        """The address of the web manifest in this language."""
        return manifest_address(self.catalogue, self.locale)

    def to(self, address: str) -> str:
        """Give the link to an address below the root."""
        if self.lost:
            return urlsplit(self.catalogue.addresses.absolute(address)).path
        return relative(address, self.address)

    def to_page(self, source: str) -> str:
        """Give the link to a page, in this language if it has it."""
        return self._to(self.catalogue.nearest(source, self.locale))

    def way(self, source: str) -> Markup:
        """Give the attributes of a link to a page: its address and, where it is in another language, which one."""
        page = self.catalogue.nearest(source, self.locale)
        return self._way(self._to(page), page.locale, self.locale)

    def way_to_person(self, person: Person) -> Markup:
        """Give the attributes of a link to somebody's profile."""
        return self.way(self.catalogue.profile_source(person.id))

    def way_to_organisation(self, house: Organisation) -> Markup:
        """Give the attributes of a link to an organisation's page."""
        return self.way(self.catalogue.organisation_source(house.id))

    def has_page(self, source: str) -> bool:
        """Whether this language has a page."""
        return (source, self.locale) in self.catalogue.pages

    def is_own(self, web_address: str) -> bool:
        """Whether a web address is one of this site, which may have been another site's before."""
        root, parts = urlsplit(self.catalogue.addresses.site_url), urlsplit(web_address)
        same_host = parts.netloc.removeprefix("www.") == root.netloc.removeprefix("www.")
        return same_host and f"{parts.path}/".startswith(root.path)

    def target(self, ident: str) -> Target | None:
        """Find what a mention `[[…]]` in prose leads to from this page; None when there is no such record."""
        source = self.catalogue.record_source(ident)
        if source is None:
            return None
        page = self.catalogue.nearest(source, self.locale)
        name, named = self.catalogue.record_name(ident, self.page.text_locale)
        return self._target(page, name, named)

    def page_target(self, path: str) -> Target | None:
        """Find what a link to a file of another language leads to (`fr/contact.md`); None when there is no such page.

        On a page shown as it is in a language that lacks it, links lead to this language's pages where they exist.
        """
        locale, _, source = path.partition("/")
        wanted = self.locale if locale == self.page.text_locale else locale
        page = self.catalogue.page(source, wanted) or self.catalogue.page(source, locale)
        return self._target(page, page.front.title, page.titled_in) if page is not None else None

    def _target(self, page: SourcePage, name: str, named: str) -> Target:
        """Say where a link in the text of this page leads; languages are told where they are not the text's."""
        own = self.page.text_locale
        return Target(
            self._to(page),
            name,
            hreflang=page.locale if {page.locale} != {own, self.locale} else None,
            lang=named if named != own else None,
            abroad=page.locale != self.locale,
        )

    def prose(self, texts: Mapping[str, str] | str) -> Markup:
        """Render the Markdown of a record as it stands on this page: in this language, or marked as another."""
        text = self.text({self.locale: texts} if isinstance(texts, str) else texts)
        there = replace(self, page=replace(self.page, original=text.language.locale)) if text.foreign else self
        # Rendered with all HTML of its own escaped.
        html = Markup(_PROSE.html(text.text, there.target, there.page_target))  # noqa: S704
        return Markup("<div{}>{}</div>").format(text.attributes, html) if text.foreign else html

    def text(self, texts: Mapping[str, str]) -> Text:
        """Give a text in this language or, where it lacks it, in another, never passed off as this one's."""
        locale = self.catalogue.languages.choose(self.locale, texts)
        return self._text(texts[locale], locale)

    def title(self, page: SourcePage) -> Text:
        """Give what the menu calls a page."""
        return self._text(page.menu_title, page.menu_titled_in)

    def full_title(self, page: SourcePage) -> Text:
        """Give the title of a page, in its own language."""
        return self._text(page.front.title, page.titled_in)

    def description(self, page: SourcePage) -> Text:
        """Give what a page says of itself, in its own language."""
        return self._text(page.front.description, page.text_locale)

    def front(self, key: str) -> Text | None:
        """Give what the top of this page's file says under a key, in its own language; None when it says nothing."""
        value = getattr(self.page.front, key)
        return self._text(value, self.page.text_locale) if value else None

    @property
    def heading(self) -> Text:
        """The heading of this page."""
        return self._text(self.page.front.heading or self.page.front.title, self.page.titled_in)

    def _text(self, text: str, locale: str) -> Text:
        return Text(self.catalogue.languages[locale], text, self.language)

    def _to(self, page: SourcePage) -> str:
        return self.to(self.catalogue.addresses.address(page.source, page.locale))

    @staticmethod
    def _way(href: str, locale: str, here: str) -> Markup:
        marked = Markup(' hreflang="{}"').format(locale) if locale != here else ""
        return Markup('href="') + href + Markup('"') + marked

    @property
    def behind(self) -> Newer | None:
        """What this page's text has not followed yet; None when it is in step, or is a text of another language."""
        behind = self.catalogue.translation_state.behind(self.page) if self.page.original is None else None
        if behind is None or self.lost:
            return None
        language = self.t.in_language(behind.original)
        notice = self.t("behind.undated", language=language)
        if behind.day is not None:
            notice = self.t("behind.dated", language=language, date=self.t.on_day(behind.day))
        link = next(link for link in self.languages if link.language.locale == behind.original)
        return Newer(notice, link)

    @property
    def elsewhere(self) -> tuple[Elsewhere, ...]:
        """The languages that have the text of this page's record where this one lacks it; none where nothing lacks."""
        texts = self.catalogue.record_texts(self.page)
        if self.page.written or self.locale in texts:
            return ()
        pages = self.catalogue.translations(self.page.source)
        return tuple(
            Elsewhere(
                self.catalogue.languages[locale],
                self.catalogue.strings[locale](
                    "record.read_here", here=self.catalogue.strings[locale].in_language(locale)
                ),
                self._to(page),
            )
            for locale, page in pages.items()
            if locale in texts or page.written
        )

    def is_here(self, page: SourcePage) -> bool:
        """Whether a page of the menu is this one."""
        return not self.lost and page.source == self.page.source

    def is_within(self, branch: Branch) -> bool:
        """Whether this page is one of a branch of the menu, or lies below one of its pages (a profile does)."""
        above = (page for page in self.parents if page.source != HOME)
        return not self.lost and any(map(branch.holds, (self.page, *above)))

    @property
    def parents(self) -> tuple[SourcePage, ...]:
        """The pages above this one in this language, the home page first."""
        return tuple(self._above(self.page.source))[::-1]

    def above(self, source: str) -> SourcePage:
        """Give the nearest page of this language above a source path."""
        return next(self._above(source))

    def _above(self, source: str) -> Iterator[SourcePage]:
        while (above := _parent(source)) is not None:
            page = self.catalogue.page(above, self.locale)
            if page is not None:
                yield page
            source = above

    @cached_property
    def languages(self) -> tuple[LanguageLink, ...]:
        """The way to this page in every language, this one among them."""
        return tuple(self._language_link(language) for language in self.catalogue.languages)

    def _language_link(self, language: Language) -> LanguageLink:
        source: str | None = self.page.source
        while source is not None and self.catalogue.page(source, language.locale) is None:
            source = _parent(source)
        address = self.catalogue.addresses.address(source or HOME, language.locale)
        strings = self.catalogue.strings[language.locale]
        has = self.catalogue.translations(self.page.source)
        label, same_page = strings("language.version"), language.locale in has
        if not same_page:
            label = strings("language.only", label=label, languages=strings.in_languages(tuple(has)))
        return LanguageLink(
            language=language,
            label=label,
            href=self.to(address),
            same_page=same_page,
            current=not self.lost and language.locale == self.locale,
        )

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
        """The news in this language that name a person or an organisation, the latest first."""
        return self.catalogue.posts_on[self.locale].get(ident, ())

    @property
    def figures(self) -> Sequence[Figure]:
        """The key figures."""
        return self.catalogue.figures

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
        found: dict[str, list[Organisation]] = {}
        key = self.t.alphabet.key
        for house in sorted(self.catalogue.organisations.values(), key=lambda h: key(self.text(h.name).text)):
            found.setdefault(house.kind, []).append(house)
        return {kind: found[kind] for kind in get_args(Kind) if kind in found}

    @property
    def ecosystem(self) -> Drawing:
        """The picture of all organisations and what joins them, in the words of this language."""
        kin: list[Kin] = []
        # The typography of the finished page passes over drawings.
        typeset = self.catalogue.typesetter.text
        for kind, houses in self.houses_by_kind.items():
            called = ((house.id, self.text(house.short_name)) for house in houses)
            named = ((ident, typeset(name.text, name.language.locale)) for ident, name in called)
            names = sorted(named, key=lambda pair: self.t.alphabet.key(pair[1]))
            kin.append(Kin(kind, typeset(self.t(f"kinds.{kind}"), self.locale), tuple(names)))
        return draw(kin, self.catalogue.ties)

    def sharing_people(self, house: Organisation) -> list[Text]:
        """The short names of the organisations where people of one hold roles too, in the order of the language."""
        others = map(self.organisation, self.catalogue.sharing_people.get(house.id, ()))
        return sorted(
            (self.text(other.short_name) for other in others), key=lambda name: self.t.alphabet.key(name.text)
        )

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
        """Whether a role has ended by the day of the build."""
        return position.has_ended(self.catalogue.today)

    def positions(self, person: Person, *, over: bool) -> Sequence[Position]:
        """The roles of a person that have ended by the day of the build, or the others."""
        return [position for position in person.positions if self.is_over(position) is over]

    def is_former(self, person: Person) -> bool:
        """Whether every role of a person has ended by the day of the build."""
        return person.is_former(self.catalogue.today)

    def emblem(self, person: Person) -> Emblem:
        """Give what stands for a person without a portrait."""
        return emblem(person.id, person.given_name, person.family_name)

    def themes(self, idents: Sequence[str]) -> Sequence[Theme]:
        """Find themes by their ids."""
        return [self.catalogue.themes[ident] for ident in idents]

    def theme_names(self, idents: Sequence[str]) -> list[Text]:
        """Give the names of themes by their ids."""
        return [self.text(theme.name) for theme in self.themes(idents)]

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

    def way_to_period(self, chapter: Chapter, entry: Entry | None = None) -> Markup:
        """Give the attributes of a link to the page of a period, or to an entry on it."""
        page = self.catalogue.nearest(self.catalogue.layout.period_source(chapter.period.id), self.locale)
        place = f"#{entry.id}" if entry else ""
        return self._way(f"{self._to(page)}{place}", page.locale, self.locale)

    def source_names(self, addresses: Sequence[str]) -> list[tuple[str, str]]:
        """Name the sources of a fact by their hosts, those of one told apart by a number; each with its address."""
        named: list[tuple[str, str]] = []
        hosts: dict[str, int] = {}
        for address in addresses:
            host = urlsplit(address).netloc.removeprefix("www.")
            hosts[host] = hosts.get(host, 0) + 1
            named.append((f"{host} ({hosts[host]})" if hosts[host] > 1 else host, address))
        return named

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
                tuple(map(self.text, role.titles)), tuple(self.organisation(ident) for ident in role.organisations)
            )
            for role in roles(positions)
        )

    @property
    def lost_in(self) -> tuple[Language, ...]:
        """The languages the 404 page speaks: all at the root of the site, one's own below its address."""
        return tuple(self.catalogue.languages) if self.language.default else (self.language,)

    def in_language(self, locale: str) -> View:
        """Give the home page of another language, seen from the same place: the 404 page speaks all of them."""
        return replace(self, page=self.catalogue.pages[HOME, locale])


def short_address(web_address: str) -> str:
    """Write a web address as a reader recognises it, each one still different: `crcm-marseille.fr/en/history`."""
    parts = urlsplit(web_address)
    query = f"?{parts.query}" if parts.query else ""
    return unquote(f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{query}")


def _parent(source: str) -> str | None:
    """Give the source path of the page above: `community/x.md` has `community/index.md`, the home page has none."""
    if source == HOME:
        return None
    folder, _, name = source.rpartition("/")
    if name == HOME:
        folder = folder.rpartition("/")[0]
    return f"{folder}/{HOME}" if folder else HOME
