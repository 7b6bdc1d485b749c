"""The languages of the site: configuration, never code."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import babel.core


@dataclass(frozen=True)
class Language:
    """One language: its BCP 47 locale, its own name for itself, its direction.

    A reduced language has the pages somebody wrote in it and no others: records need no text in it.
    """

    locale: str
    name: str
    default: bool = False
    right_to_left: bool = False
    reduced: bool = False

    @property
    def direction(self) -> str:
        """The value of HTML's `dir`."""
        return "rtl" if self.right_to_left else "ltr"


def is_right_to_left(locale: str) -> bool:
    """Whether the script of a language runs from right to left (CLDR); a language CLDR does not know does not."""
    try:
        return babel.core.Locale.parse(locale.replace("_", "-"), sep="-").text_direction == "rtl"
    except (ValueError, babel.core.UnknownLocaleError):
        return False


@dataclass(frozen=True)
class Languages:
    """All languages of the site in the order of the configuration; exactly one is the default."""

    all: tuple[Language, ...]

    def __iter__(self) -> Iterator[Language]:
        """Go through the languages in order."""
        return iter(self.all)

    @property
    def locales(self) -> tuple[str, ...]:
        """Every locale, in order."""
        return tuple(language.locale for language in self.all)

    def with_reduced(self, locales: Collection[str]) -> Languages:
        """Give the same languages, those named reduced."""
        return Languages(tuple(replace(each, reduced=each.locale in locales) for each in self.all))

    @property
    def full(self) -> tuple[str, ...]:
        """The locales in which every record has its texts and its page, in order."""
        return tuple(language.locale for language in self.all if not language.reduced)

    def choose(self, locale: str, among: Collection[str]) -> str:
        """Choose the best of some locales for readers of one: their own, else the default, else the first in order.

        LookupError when none of them is a language of the site.
        """
        for each in (locale, self.default.locale, *self.locales):
            if each in among:
                return each
        raise LookupError(locale)

    @property
    def default(self) -> Language:
        """The language whose pages stand at the root of the site."""
        return next(language for language in self.all if language.default)

    def __getitem__(self, locale: str) -> Language:
        """Find a language by its locale; KeyError when the site has no such language."""
        for language in self.all:
            if language.locale == locale:
                return language
        raise KeyError(locale)
