"""The languages of the site: configuration, never code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: its BCP 47 locale, its own name for itself, its direction."""

    locale: str
    name: str
    default: bool = False
    right_to_left: bool = False

    @property
    def direction(self) -> str:
        """The value of HTML's `dir`."""
        return "rtl" if self.right_to_left else "ltr"


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
