"""The languages of the site: configuration, never code. What a language tag may look like, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache

from babel.core import Locale, UnknownLocaleError

# BCP 47 (RFC 5646, section 2.1): language, script, region, variants, extensions, private use. Every registered language
# has two or three letters, so that `english` is none.
_TAG = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?P<script>-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)


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


def is_tag(text: str) -> bool:
    """Whether a text has the form of a language tag (BCP 47)."""
    return _TAG.fullmatch(text) is not None


@cache
def text_direction(tag: str) -> str:
    """Tell how a language is written (CLDR), `ltr` or `rtl`; empty when that is not known."""
    try:
        found = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return ""
    form = _TAG.fullmatch(tag)
    script = form["script"] if form else None
    # A language in a script that CLDR does not have it in: the language alone would tell the direction of another.
    return "" if script and found.script != script[1:].title() else found.text_direction


def is_right_to_left(locale: str) -> bool:
    """Whether the script of a language runs from right to left (CLDR); a language CLDR does not know does not."""
    return text_direction(locale.replace("_", "-")) == "rtl"


def agree(one: str, other: str) -> bool:
    """Whether two tags may speak of one text: equal, or one only more exact than the other (`en` and `en-GB`)."""
    short, long = sorted((one.lower(), other.lower()), key=len)
    return long == short or long.startswith(f"{short}-")
