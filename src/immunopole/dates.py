"""Dates as sources give them: a year, a month or a day, exact or about, alone or as a span.

Standard: a small part of the Extended Date/Time Format, level 1 (ISO 8601-2:2019). `2012`, `2017-12`, `2017-12-01`
are dates; `2012~` means about 2012; `2012~/2023~` a span; `2015/..` some time in 2015 or later.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from babel.dates import format_date, format_skeleton
from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

MONTHS = 12

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<about>~?)")


@dataclass(frozen=True, order=True)
class FuzzyDate:
    """A date known to the year, the month or the day; `about` when the source is not sure."""

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False

    @classmethod
    def parse(cls, text: str) -> FuzzyDate:
        """Read `2012`, `2012-02`, `2012-02-29` or any of them with `~`; ValueError for anything else."""
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValueError(text)
        month = int(match["month"]) if match["month"] else None
        day = int(match["day"]) if match["day"] else None
        date(int(match["year"]), month or 1, day or 1)  # raises for a 30 February
        return cls(int(match["year"]), month, day, bool(match["about"]))

    def __str__(self) -> str:
        """Write the date as it is read."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) + ("~" if self.about else "")

    @property
    def first_day(self) -> date:
        """The first day this date may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day this date may mean."""
        if self.day is not None and self.month is not None:
            return date(self.year, self.month, self.day)
        month = self.month or MONTHS
        return date(self.year, month, monthrange(self.year, month)[1])

    def text(self, locale: str) -> str:
        """Write the date in words as CLDR has it for a locale (`en_GB`), without saying that it is approximate."""
        if self.month is None:
            return str(self.year)
        if self.day is None:
            return format_skeleton("yMMMM", date(self.year, self.month, 1), locale=locale)
        return format_date(date(self.year, self.month, self.day), "long", locale=locale)


@dataclass(frozen=True)
class FuzzySpan:
    """When something was known to be true: at one date, between two, or at some time after one."""

    start: FuzzyDate
    end: FuzzyDate | None = None
    open_end: bool = False

    @classmethod
    def parse(cls, text: str) -> FuzzySpan:
        """Read `2012`, `2012~/2023` or `2015/..`; ValueError for anything else."""
        start_text, slash, end_text = text.partition("/")
        start = FuzzyDate.parse(start_text)
        if not slash:
            return cls(start)
        if end_text == "..":
            return cls(start, open_end=True)
        end = FuzzyDate.parse(end_text)
        if end.last_day < start.first_day:
            raise ValueError(text)
        return cls(start, end)

    def __str__(self) -> str:
        """Write the span as it is read."""
        if self.open_end:
            return f"{self.start}/.."
        return f"{self.start}/{self.end}" if self.end else str(self.start)


def _date(value: Any) -> FuzzyDate:
    try:
        return FuzzyDate.parse(str(value))
    except ValueError as error:
        raise PydanticCustomError("date", "not a date") from error


def _span(value: Any) -> FuzzySpan:
    try:
        return FuzzySpan.parse(str(value))
    except ValueError as error:
        raise PydanticCustomError("span", "not a date or span") from error


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise PydanticCustomError("day", "not a day") from error


DateField = Annotated[FuzzyDate, BeforeValidator(_date), PlainSerializer(str)]
SpanField = Annotated[FuzzySpan, BeforeValidator(_span), PlainSerializer(str)]
DayField = Annotated[date, BeforeValidator(_day)]
