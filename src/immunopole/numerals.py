"""Numerals: the numbers that a text says in digits, as its language writes them.

What has digits and counts nothing is passed over: dates and years, hours, codes (`PD-1`, `UMR7258`), the numbers of a
list, telephone numbers in their international form, and names that hold a number. How a language groups and divides
digits, and what it calls the months, CLDR says: no language is known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from re import Pattern

from babel.core import Locale
from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

# Four digits without a sign between them are a year in this time, and a number outside it.
_FIRST_YEAR, _LAST_YEAR = 1800, 2099
_YEAR_DIGITS = 4
# Stands where something was passed over: neither a space nor a letter nor a digit.
_PASSED = "\ufffc"
_NO_BREAK = "\u00a0\u202f\u2009"
_SPACE = rf"[ {_NO_BREAK}\n]"
_DASH = "[-\u2010-\u2015/]"
_YEAR = "(?:1[89]|20)[0-9]{2}"
_DAY = "[0-9]{1,2}[^\\W\\d_]{0,3}"
# Any number in a name of the register: `article *`.
_ANY_NUMBER = r"\d(?:[\w.,/-]*\w)?"
_NO_NUMBER = re.compile(
    r"\[\^[^\[\]\n]+\]"  # a footnote
    r"|&\#?\w+;"  # a character by its number
    rf"|(?<=[\w{_PASSED}])\([\d., ]+\)"  # what belongs to a word, as in a formula, or to the number of a law
    r"|^[ \t]*(?:\d{1,2}[.)][ \t])"  # an item of a list
    r"|(?<![\w+])\+\d[\d .()\u00a0\u202f-]{5,}\d"  # a telephone number (E.164)
    r"|(?<![\w.-])\d{4}-\d{2}(?:-\d{2})?(?![\w-])"  # a date (ISO 8601)
    rf"|(?<![\w.]){_YEAR}{_SPACE}?{_DASH}{_SPACE}?(?:{_YEAR}|\d\d)(?![\w]|[.,]\d)"  # from year to year
    r"|(?<![\w./])\d{1,2}([./-])\d{1,2}\1\d{4}(?!\w)"  # a date in numbers
    r"|(?<![\w:])\d{1,2}:\d{2}(?![\w:])",  # an hour
    re.MULTILINE,
)
# A word with digits in it, and what is none: a number before a word, as in `450-patient trial`.
_WORD = re.compile("\\w[\\w.+\u2010\u2011-]*\\w|\\w\\+")
_MEASURE = re.compile(r"\d+(?:[.,]\d+)*(?:[-\u2010\u2011][^\W\d_]+)+")


@dataclass(frozen=True)
class Numeral:
    """A number in a text: where it begins (an index), how it was typed, what it is worth."""

    start: int
    typed: str
    value: Decimal


@dataclass(frozen=True)
class Numerals:
    """Finds the numerals of one language.

    `region` is the CLDR locale it follows (`en_GB`); `names` are not to be read as numbers: in them `*` is any number.
    """

    region: str
    names: tuple[str, ...] = ()

    def find(self, text: str) -> Iterator[Numeral]:
        """Find every numeral of a text, in order; what no reader reads is to be blanked out before."""
        if not any(character.isdigit() for character in text):
            return
        for found in self._number.finditer(self._passing(text)):
            typed = found[0]
            if not _is_year(typed):
                yield Numeral(found.start(), typed, self._value(typed))

    def _passing(self, text: str) -> str:
        """Blank out what has digits and counts nothing; every other character keeps its place."""
        for pattern in (self._named, _NO_NUMBER, self._dated):
            if pattern is not None:
                text = pattern.sub(lambda found: _PASSED * len(found[0]), text)
        return _WORD.sub(lambda found: _PASSED * len(found[0]) if _is_code(found[0]) else found[0], text)

    def _value(self, typed: str) -> Decimal:
        whole, _, part = typed.partition(self._decimal)
        digits = "".join(str(unicodedata.digit(character)) for character in whole if character.isdigit())
        return Decimal(f"{digits}.{part}" if part else digits)

    @cached_property
    def _decimal(self) -> str:
        return get_decimal_symbol(self.region)

    @cached_property
    def _number(self) -> Pattern[str]:
        sign = get_group_symbol(self.region)
        # Who has a space between the groups types any.
        group = f"[{re.escape(sign)}{' ' if sign.isspace() else ''}{_NO_BREAK}]"
        part = rf"(?:{re.escape(self._decimal)}\d+)?"
        return re.compile(rf"(?<!\w)(?:\d{{1,3}}(?:{group}\d{{3}})+(?!\d){part}|\d+{part})")

    @cached_property
    def _dated(self) -> Pattern[str]:
        """A day and its month, `13 and 14 November`, or in the order of the language, `November 13`."""
        named = {
            name
            for width in ("wide", "abbreviated")
            for context in ("format", "stand-alone")
            for name in get_month_names(width, context, self.region).values()
            if name.rstrip(".").isalpha()
        }
        if not named:
            return re.compile(r"(?!)")
        spelt = {form.rstrip(".") for name in named for form in (name, name[:1].upper() + name[1:])}
        month = rf"(?:{'|'.join(sorted(map(re.escape, spelt), key=len, reverse=True))})(?!\w)"
        between = rf"(?:{_SPACE}?{_DASH}{_SPACE}?|,?{_SPACE}(?:[^\W\d_]{{1,3}}{_SPACE}){{0,2}})"
        days = rf"(?<!\w){_DAY}(?:{between}{_DAY})*{_SPACE}(?:[^\W\d_]{{1,3}}{_SPACE})?{month}"
        return re.compile(rf"{days}|(?<!\w){month}\.?{_SPACE}{_DAY}(?!\w)" if self._month_first else days)

    @cached_property
    def _month_first(self) -> bool:
        pattern: str = Locale.parse(self.region).date_formats["long"].pattern
        return pattern.find("M") < pattern.find("d")

    @cached_property
    def _named(self) -> Pattern[str] | None:
        if not self.names:
            return None
        names = "|".join(_name_pattern(name) for name in sorted(self.names, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)


def names_in(names: Iterable[dict[str, str]], locale: str) -> tuple[str, ...]:
    """Give the names of the register that one language has."""
    return tuple(name[locale] for name in names if locale in name)


def _name_pattern(name: str) -> str:
    """Make a pattern of a name: any space for a space, or emphasis; either apostrophe; any number for `*`."""
    words = (re.escape(word).replace(r"\*", _ANY_NUMBER) for word in re.sub("[’']", "'", name).split())
    return rf"(?:{_SPACE}|[*_])+".join(words).replace("'", "[’']")


def _is_code(word: str) -> bool:
    digits, letters = any(map(str.isdigit, word)), any(map(str.isalpha, word))
    return digits and letters and not (_MEASURE.fullmatch(word) and word.islower())


def _is_year(typed: str) -> bool:
    return len(typed) == _YEAR_DIGITS and typed.isdecimal() and _FIRST_YEAR <= int(typed) <= _LAST_YEAR
