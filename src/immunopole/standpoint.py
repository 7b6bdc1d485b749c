"""Where a template stands: a page in a language, the way from it to others, and texts as they are said there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlsplit

from markupsafe import Markup

from immunopole.addresses import relative
from immunopole.catalogue import Catalogue
from immunopole.languages import Language
from immunopole.menu import Branch
from immunopole.organisations import Organisation
from immunopole.pages import HOME, SourcePage
from immunopole.people import Person
from immunopole.periods import Chapter
from immunopole.prose import Prose, Target
from immunopole.strings import Strings
from immunopole.text import Text
from immunopole.themes import Theme
from immunopole.timeline import Entry
from immunopole.web_addresses import is_within

_PROSE = Prose()


@dataclass(frozen=True)
class Elsewhere:
    """A text of this page that another language has: which one, in its own words, and the way to it."""

    language: Language
    label: str
    href: str

    @property
    def way(self) -> Markup:
        """The attributes of a link that says the label."""
        locale, direction = self.language.locale, self.language.direction
        return Markup('href="{}" lang="{}" hreflang="{}" dir="{}"').format(self.href, locale, locale, direction)


@dataclass(frozen=True)
class LanguageLink(Elsewhere):
    """The way to a page in a language: the same page, or its nearest parent where that language lacks it.

    The label says so; `same_page` is true only for a page of that language's own.
    """

    same_page: bool
    current: bool


@dataclass(frozen=True)
class Newer:
    """What to tell readers of a text that is behind that of another language, and the way there."""

    notice: str
    link: LanguageLink


@dataclass(frozen=True, kw_only=True)
class Standpoint:
    """A page in a language, from which every address is relative.

    `lost` is for the 404 page, which answers at any address: it is none of the menu's pages, and its links start at
    the root of the host.
    """

    catalogue: Catalogue
    page: SourcePage
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

    @cached_property
    def address(self) -> str:
        """The address of this page below the root of the site."""
        return self.catalogue.addresses.address(self.page.source, self.locale)

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

    def way_to_theme(self, theme: Theme) -> Markup:
        """Give the attributes of a link to a theme's page."""
        return self.way(self.catalogue.theme_source(theme.id))

    def way_to_period(self, chapter: Chapter, entry: Entry | None = None) -> Markup:
        """Give the attributes of a link to the page of a period, or to an entry on it."""
        page = self.catalogue.nearest(self.catalogue.layout.period_source(chapter.period.id), self.locale)
        place = f"#{entry.id}" if entry else ""
        return self._way(f"{self._to(page)}{place}", page.locale, self.locale)

    def is_own(self, web_address: str) -> bool:
        """Whether a web address is one of this site, which may have been another site's before."""
        return is_within(self.catalogue.addresses.site_url, web_address)

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

    def is_here(self, page: SourcePage) -> bool:
        """Whether a page of the menu is this one."""
        return not self.lost and page.source == self.page.source

    def is_within(self, branch: Branch) -> bool:
        """Whether this page is one of a branch of the menu, or lies below one of its pages (a profile does)."""
        above = (page for page in self.parents if page.source != HOME)
        return not self.lost and any(map(branch.holds, (self.page, *above)))


def _parent(source: str) -> str | None:
    """Give the source path of the page above: `community/x.md` has `community/index.md`, the home page has none."""
    if source == HOME:
        return None
    folder, _, name = source.rpartition("/")
    if name == HOME:
        folder = folder.rpartition("/")[0]
    return f"{folder}/{HOME}" if folder else HOME
