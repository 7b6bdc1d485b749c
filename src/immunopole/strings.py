"""Every word the theme says, from `overrides/locales/<locale>.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from string import Formatter
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from immunopole.dates import FuzzyDate, FuzzySpan, Moment
from immunopole.documents import Document, Loc, read_document
from immunopole.figures import Figure
from immunopole.languages import Languages
from immunopole.people import Person, Position
from immunopole.problems import Problem
from immunopole.sorting import Alphabet

# Without these no page of a language can be made at all.
NEEDED = frozenset({"language.region", "language.version"})


@dataclass(frozen=True)
class Strings:
    """The words of one language, by dotted key (`menu.open`)."""

    locale: str
    table: Mapping[str, str]
    document: Document | None = field(default=None, repr=False, compare=False)

    def __call__(self, key: str, **values: object) -> str:
        """Give the text of a key, with its blanks filled; KeyError for a key that no file has."""
        text = self.table[key]
        return text.format_map(values) if values else text

    @property
    def region(self) -> str:
        """The CLDR locale whose ways of writing dates and numbers this language follows, such as `en_GB`."""
        return self("language.region")

    @cached_property
    def alphabet(self) -> Alphabet:
        """How this language sorts."""
        return Alphabet.parse(self("alphabet.own"))

    def name_key(self, person: Person) -> tuple[object, ...]:
        """Give what a person is sorted by in this language: the family name, then the given name."""
        return (*map(self.alphabet.key, person.sorting_name), person.id)

    def in_language(self, locale: str) -> str:
        """Say that something is in a language (CLDR): `in French`, `en français`."""
        # Not by the locale of the language itself: CLDR names many that it has no locale for.
        name = Locale.parse(self.region).languages.get(re.split("[-_]", locale)[0].lower(), locale)
        return self("language.in", language=name)

    def in_languages(self, locales: Sequence[str]) -> str:
        """Say that something is in several languages: `in French and in Spanish`."""
        return format_list([self.in_language(locale) for locale in locales], locale=self.region)

    def list(self, items: Sequence[object]) -> Markup:
        """Write a list as the language does (CLDR): `one, two and three`."""
        # What joins the items is CLDR's, and holds no markup.
        return Markup(format_list([escape(item) for item in items], locale=self.region))  # noqa: S704

    def plural(self, key: str, count: int) -> str:
        """Give the form of a text that fits a number (CLDR plural rules), the number written as the locale does."""
        rule = Locale.parse(self.region).plural_form(count)
        text = self.table.get(f"{key}.{rule}") or self.table[f"{key}.other"]
        return text.format_map({"count": self.number(count)})

    def forms(self, key: str, **values: object) -> dict[str, str]:
        """Give every form of a text (CLDR plural rules), by the name of its rule, for a script that counts."""
        prefix = f"{key}."
        return {
            name.removeprefix(prefix): text.format_map(values)
            for name, text in self.table.items()
            if name.startswith(prefix)
        }

    def number(self, value: int | Decimal) -> str:
        """Write a number with the locale's own grouping and decimal sign."""
        return format_decimal(value, locale=self.region, decimal_quantization=False)

    def figure(self, figure: Figure) -> str:
        """Write the number of a figure, or its range, with what qualifies it: `about 2,000`, `20 to 25.5`."""
        value = self.number(figure.value)
        if figure.up_to is not None:
            value = self("figure.range", start=value, end=self.number(figure.up_to))
        return self(f"figure.{figure.qualifier or 'exact'}", value=value)

    def day(self, value: date) -> str:
        """Write a day of the calendar in full."""
        return self._first(format_date(value, "long", locale=self.region), value.day)

    def on_day(self, value: date) -> str:
        """Write a day after its preposition: `on 23 November 2026`, `le 1er mai 2026`."""
        return self("date.in_day", date=self.day(value))

    def date(self, value: FuzzyDate) -> str:
        """Write a date, saying where it is approximate."""
        text = self._date(value)
        return self("date.about", date=text) if value.about else text

    def in_date(self, value: FuzzyDate) -> str:
        """Write a date after its preposition: `en 2012`, `le 1er mai 2012`, `around 2012`."""
        return self(f"date.in_{_precision(value)}", date=self._date(value))

    def until(self, value: FuzzyDate) -> str:
        """Write that something lasted to a date: `jusqu’en 2012`, `until 1 May 2012`."""
        return self(f"date.until_{_precision(value)}", date=self._date(value))

    def since(self, value: FuzzyDate) -> str:
        """Write that something began at a date and goes on: `depuis le 1er mai 2012`, `since around 2012`."""
        return self(f"date.since_{_precision(value)}", date=self._date(value))

    def _date(self, value: FuzzyDate) -> str:
        return self._first(value.text(self.region), value.day)

    def _first(self, text: str, day: int | None) -> str:
        """Write the first of a month as the language does; CLDR has a plain number in every one."""
        return re.sub(r"(?<!\d)1(?!\d)", self("date.first"), text, count=1) if day == 1 else text

    def span(self, value: FuzzySpan) -> str:
        """Write when something was known to be true."""
        if value.open_end:
            return self("date.after", date=self.in_date(value.start))
        if value.end is not None:
            return self("date.span", start=self.date(value.start), end=self.date(value.end))
        return self.in_date(value.start)

    def dated(self, value: FuzzySpan) -> str:
        """Write a span as the heading of a list: `2012`, without a preposition."""
        return self.date(value.start) if value.end is None and not value.open_end else self.span(value)

    def moment(self, start: Moment, end: Moment | None) -> str:
        """Write when something takes place, with its hours where they are known."""
        if end is None or end == start:
            return self._moment(start)
        if end.day == start.day and end.hour:
            return self("date.hours", start=self._moment(start), end=format_date_hour(end, self.region))
        return self("date.from_to", start=self._moment(start), end=self._moment(end))

    def _moment(self, value: Moment) -> str:
        day = self._first(format_date(value.day, "full", locale=self.region), value.day.day)
        return self("date.at", day=day, hour=format_date_hour(value, self.region)) if value.hour else day

    def lasting(self, start: FuzzyDate | None, end: FuzzyDate | None) -> str:
        """Write how long something lasted, or since when it goes on; empty where neither is known."""
        if start and start == end:
            return self.date(start)
        if start and end:
            return self("date.span", start=self.date(start), end=self.date(end))
        return self.until(end) if end else self.since(start) if start else ""

    def period(self, position: Position) -> str:
        """Write the dates of a position: its start and end where known, else when it was known to be held."""
        start, end, as_of = position.start, position.end, position.as_of
        if start and as_of and not end:
            return self("date.since_known", since=self.since(start), known=self.span(as_of))
        if start or end:
            return self.lasting(start, end)
        return self("date.known", known=self.span(as_of)) if as_of else ""


def _precision(value: FuzzyDate) -> str:
    return "about" if value.about else "day" if value.day else "month" if value.month else "year"


def format_date_hour(value: Moment, region: str) -> str:
    """Write the hour of a moment as a locale does (CLDR): `14:00`."""
    return format_datetime(datetime.combine(value.day, value.hour or datetime.min.time()), "HH:mm", locale=region)


def read_strings(folder: Path, shown_as: str, languages: Languages) -> tuple[dict[str, Strings], list[Problem]]:
    """Read the words of every language.

    Problems: a language without its file; a key that one language has and another lacks; blanks that are not those of
    the default language, so that a page would lack what belongs in them; a region of no language, or of another.
    """
    documents: dict[str, Document] = {}
    tables: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    default = languages.default.locale
    for language in languages:
        name = f"{language.locale}.yaml"
        if not language.default and not (folder / name).exists():
            problems.append(Problem(f"{shown_as}/{name}", "strings-missing", details={"other": f"{default}.yaml"}))
            continue
        document, found = read_document(folder / name, f"{shown_as}/{name}")
        problems += found
        if document is not None:
            documents[language.locale] = document
            tables[language.locale] = dict(_flattened(document.data, ()))
    keys = NEEDED | {key for table in tables.values() for key in table if not _is_plural(key)}
    for locale, table in tables.items():
        problems += [documents[locale].problem("string-missing", (), name=key) for key in sorted(keys - table.keys())]
        problems += _check_blanks(documents[locale], table, tables.get(default, table))
        problems += _check_region(documents[locale], table, locale)
    return {locale: Strings(locale, table, documents[locale]) for locale, table in tables.items()}, problems


def _check_blanks(document: Document, table: Mapping[str, str], model: Mapping[str, str]) -> Iterator[Problem]:
    for key, text in table.items():
        # A plural form that only some languages have has the blanks of the one that all have.
        like = key if key in model or not _is_plural(key) else f"{key.rpartition('.')[0]}.other"
        known, blanks = _blanks(model.get(like, text)), _blanks(text)
        # A form for one thing, or for two, may do without the number.
        if blanks is None or (known is not None and blanks != known and not (_is_plural(key) and not blanks)):
            listed = ", ".join(f"{{{name}}}" for name in sorted(known or ())) or "–"
            yield document.problem("string-blanks", tuple(key.split(".")), found=text, known=listed)


def _blanks(text: str) -> set[str] | None:
    """Find the names of the blanks in a text; None where a brace is not closed, or not opened."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _check_region(document: Document, table: Mapping[str, str], locale: str) -> Iterator[Problem]:
    region, wanted = table.get("language.region"), _cldr(locale.replace("-", "_"))
    known = _cldr(region or "")
    # A language CLDR does not have borrows the ways of another.
    if region is not None and (known is None or (wanted and known.language != wanted.language)):
        # The settings have `en-GB`, so that it is a slip to be expected.
        meant = region.replace("-", "_")
        closest = meant if known is None and _cldr(meant) else ""
        details = {"found": region, "language": locale, "closest": closest}
        yield document.problem("region", ("language", "region"), **details)


def _cldr(locale: str) -> Locale | None:
    """Find what CLDR knows of a language and its region (`en_GB`); None for nothing."""
    try:
        return Locale.parse(locale)
    except (ValueError, UnknownLocaleError):
        return None


def _flattened(data: Any, loc: Loc) -> list[tuple[str, str]]:
    if isinstance(data, dict):
        return [pair for key, value in data.items() for pair in _flattened(value, (*loc, key))]
    return [(".".join(map(str, loc)), str(data or ""))]


def _is_plural(key: str) -> bool:
    """Languages differ in their plural forms (CLDR), all but `other`."""
    return key.rsplit(".", 1)[-1] in {"zero", "one", "two", "few", "many"}
