"""What a template gets: one page seen in one language, with every address relative to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from immunopole.addresses import relative
from immunopole.catalogue import HOME, Catalogue
from immunopole.fields import slug
from immunopole.figures import Figure
from immunopole.head import Head, build_head
from immunopole.languages import Language
from immunopole.menu import Menu
from immunopole.organisations import Organisation
from immunopole.pages import SourcePage
from immunopole.people import Person, Role, roles
from immunopole.strings import Strings


@dataclass(frozen=True)
class LanguageLink:
    """The way to a page in a language: the same page, or its nearest parent where that language lacks it."""

    language: Language
    label: str
    href: str
    same_page: bool
    current: bool


@dataclass(frozen=True)
class ProfileRole:
    """A line at the top of a profile: titles, and the organisations they are held at."""

    titles: tuple[str, ...]
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True)
class View:
    """One page in one language.

    `lost` is for the 404 page, which answers at any address: it is none of the menu's pages, and its links start at
    the root of the host.
    """

    catalogue: Catalogue
    page: SourcePage
    site_name: str
    style: str
    script: str
    lost: bool = False

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

    @property
    def head(self) -> Head:
        """The head of the page."""
        return build_head(self.page, self.catalogue, self.site_name)

    @property
    def menu(self) -> Menu:
        """The menu in this language."""
        return self.catalogue.menus[self.locale]

    @property
    def address(self) -> str:
        """The address of this page below the root of the site."""
        return self.catalogue.addresses.address(self.page.source, self.locale)

    def to(self, address: str) -> str:
        """Give the link to an address below the root."""
        if self.lost:
            return urlsplit(self.catalogue.addresses.absolute(address)).path
        return relative(address, self.address)

    def to_page(self, source: str) -> str:
        """Give the link to a page in this language; KeyError when this language lacks it."""
        page = self.catalogue.pages[source, self.locale]
        return self.to(self.catalogue.addresses.address(page.source, page.locale))

    def to_person(self, person: Person) -> str:
        """Give the link to somebody's profile in this language."""
        return self.to_page(self.catalogue.profile_source(person.id))

    def is_here(self, page: SourcePage) -> bool:
        """Whether a page of the menu is this one."""
        return not self.lost and page.source == self.page.source

    @property
    def parents(self) -> tuple[SourcePage, ...]:
        """The pages above this one in this language, the home page first."""
        found: list[SourcePage] = []
        source = self.page.source
        while (above := _parent(source)) is not None:
            page = self.catalogue.page(above, self.locale)
            if page is not None:
                found.insert(0, page)
            source = above
        return tuple(found)

    @property
    def languages(self) -> tuple[LanguageLink, ...]:
        """The way to this page in every language, this one among them."""
        return tuple(self._language_link(language) for language in self.catalogue.languages)

    def _language_link(self, language: Language) -> LanguageLink:
        source: str | None = self.page.source
        while source is not None and self.catalogue.page(source, language.locale) is None:
            source = _parent(source)
        address = self.catalogue.addresses.address(source or HOME, language.locale)
        return LanguageLink(
            language=language,
            label=self.catalogue.strings[language.locale]("language.version"),
            href=self.to(address),
            same_page=source == self.page.source,
            current=not self.lost and language.locale == self.locale,
        )

    @property
    def person(self) -> Person | None:
        """The person this page is about, if any."""
        return self.catalogue.people[self.page.person] if self.page.person else None

    @property
    def people(self) -> Sequence[Person]:
        """Everybody, in the order of the records."""
        return tuple(self.catalogue.people.values())

    @property
    def people_by_name(self) -> Sequence[Person]:
        """Everybody, by family name then given name, accents and ligatures folded (É with E, Œ as OE)."""
        return sorted(self.people, key=lambda p: (slug(p.family_name), slug(p.given_name), p.id))

    @property
    def figures(self) -> Sequence[Figure]:
        """The key figures."""
        return self.catalogue.figures.figures

    def organisation(self, ident: str) -> Organisation:
        """Find an organisation."""
        return self.catalogue.organisations[ident]

    def roles(self, person: Person) -> tuple[ProfileRole, ...]:
        """Give the lines that stand at the top of a profile."""
        return tuple(self._role(role) for role in roles(person.main_positions, self.locale))

    def _role(self, role: Role) -> ProfileRole:
        return ProfileRole(role.titles, tuple(self.organisation(ident) for ident in role.organisations))

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
    if name == "index.md":
        folder = folder.rpartition("/")[0]
    return f"{folder}/{HOME}" if folder else HOME
