"""Dates as sources give them: a year, a month or a day, exact or about, alone or as a span.

Standard: a small part of the Extended Date/Time Format, level 1 (ISO 8601-2:2019). `2012`, `2017-12`, `2017-12-01`
are dates; `2012~` means about 2012; `2012~/2023~` a span; `2015/..` some time in 2015 or later. A moment is a day
with or without an hour, in the time zone of the place: `2026-12-01 14:00`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from babel.dates import format_date, format_skeleton, get_month_names
from pydantic import AfterValidator, BeforeValidator, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from immunopole.fields import AT, Scope

MONTHS = 12
FIRST_YEAR, LAST_YEAR = 1000, 9999

# An editor in Marseille may be a day ahead of a clock that counts in UTC.
SLACK = timedelta(days=1)

_DATE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<about>~?)")
_MOMENT = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T](?P<time>[0-9]{2}:[0-9]{2}))?")


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


@dataclass(frozen=True, order=True)
class Moment:
    """A day, or an hour of that day, on the clock of the place where something happens."""

    day: date
    hour: time | None = None

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read `2026-12-01` or `2026-12-01 14:00`; ValueError for anything else."""
        match = _MOMENT.fullmatch(text)
        if match is None:
            raise ValueError(text)
        hour = time.fromisoformat(match["time"]) if match["time"] else None
        return cls(date.fromisoformat(match["day"]), hour)

    def __str__(self) -> str:
        """Write the moment as it is read."""
        return f"{self.day.isoformat()} {self.hour:%H:%M}" if self.hour else self.day.isoformat()

    @property
    def latest(self) -> datetime:
        """The end of the day when no hour is given, else that hour."""
        return datetime.combine(self.day, self.hour or time.max)


def likely_date(text: str, info: ValidationInfo) -> str:
    """Guess the date behind `01/09/2014`, `septembre 2020` or `vers 2012`; empty when there is nothing to guess.

    Months by their names in the languages of the site (CLDR).
    """
    spans = re.fullmatch(r"\W*([0-9]{4})\s*[-–—]\s*([0-9]{4})\W*", text)
    if spans:
        return f"{spans[1]}/{spans[2]}"
    if iso := re.fullmatch(r"\W*?(~?)([0-9]{4}(?:-[0-9]{1,2}){0,2})\W*", text):
        parts = [part.zfill(2) for part in iso[2].split("-")]
        return "-".join(parts) + ("~" if iso[1] else "")
    numbers = [int(number) for number in re.findall(r"[0-9]+", text)]
    years = [number for number in numbers if FIRST_YEAR <= number <= LAST_YEAR]
    if len(years) != 1:
        return ""
    before = numbers[: numbers.index(years[0])]
    words = re.findall(r"[^\W\d_]{3,}", text.casefold())
    month = next((month for word in words if (month := _month(word, Scope.of(info).locales))), None)
    if month is None and before:
        month = before.pop()
    day = before.pop() if before else None
    try:
        likely = FuzzyDate(years[0], month, day)
        date(likely.year, likely.month or 1, likely.day or 1)
    except ValueError:
        return str(years[0])
    return str(likely) if month or not words else f"{likely}, {likely}~"


def _likely_moment(text: str) -> str:
    """Guess the moment behind `2026-12-01 14h` or `2026-12-01 9:00`; empty when there is nothing to guess."""
    found = re.fullmatch(r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})\D+([0-9]{1,2})\s*(?:[h:.]\s*([0-9]{2})?)?\s*", text)
    return f"{found[1]} {found[2].zfill(2)}:{found[3] or '00'}" if found else ""


def _month(word: str, locales: tuple[str, ...]) -> int | None:
    for locale in locales:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale.replace("-", "_")).items():
                if name.casefold().rstrip(".") == word:
                    return int(number)
    return None


def check_order(start: FuzzyDate | None, end: FuzzyDate | None, at: str) -> None:
    """Raise pydantic's error for something that ends before it begins, placed at the key `at`."""
    if start and end and end.last_day < start.first_day:
        raise PydanticCustomError("dates-reversed", "reversed", {"start": str(start), "end": str(end), AT: at})


def years_before(today: date, years: int) -> date:
    """Give the same day some years earlier; 28 February for a 29th that a year lacks."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def _date(value: Any, info: ValidationInfo) -> FuzzyDate:
    try:
        return FuzzyDate.parse(str(value).strip())
    except ValueError as error:
        raise PydanticCustomError("date", "not a date", {"closest": likely_date(str(value), info)}) from error


def _span(value: Any, info: ValidationInfo) -> FuzzySpan:
    try:
        return FuzzySpan.parse(str(value).strip())
    except ValueError as error:
        raise PydanticCustomError("span", "not a date or span", {"closest": likely_date(str(value), info)}) from error


def _day(value: Any, info: ValidationInfo) -> date:
    try:
        day = FuzzyDate.parse(str(value).strip())
    except ValueError as error:
        raise PydanticCustomError("day", "not a day", {"closest": likely_date(str(value), info)}) from error
    if day.day is None or day.about:
        raise PydanticCustomError("day", "not a day")
    return day.first_day


def _moment(value: Any) -> Moment:
    try:
        return Moment.parse(str(value).strip())
    except ValueError as error:
        raise PydanticCustomError("moment", "not a moment", {"closest": _likely_moment(str(value))}) from error


def _not_future(first_day: date, info: ValidationInfo) -> None:
    today = Scope.of(info).today
    if today < date.max and first_day > today + SLACK:
        raise PydanticCustomError("in-the-future", "in the future", {"today": today.isoformat()})


def _past_date(value: FuzzyDate, info: ValidationInfo) -> FuzzyDate:
    _not_future(value.first_day, info)
    return value


def _past_span(value: FuzzySpan, info: ValidationInfo) -> FuzzySpan:
    _not_future((value.end or value.start).first_day, info)
    return value


def _past_day(value: date, info: ValidationInfo) -> date:
    _not_future(value, info)
    return value


_DATE_FORM = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?~?"


def _form(pattern: str, *, year: bool = True) -> WithJsonSchema:
    """Tell an editor's program the form; a year alone is a number to it."""
    text = {"type": "string", "pattern": f"^{pattern}$"}
    number = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    return WithJsonSchema({"anyOf": [text, number]} if year else text)


DateField = Annotated[FuzzyDate, BeforeValidator(_date), PlainSerializer(str), _form(_DATE_FORM)]
SpanField = Annotated[
    FuzzySpan, BeforeValidator(_span), PlainSerializer(str), _form(f"{_DATE_FORM}(/({_DATE_FORM}|\\.\\.))?")
]
DayField = Annotated[date, BeforeValidator(_day), _form("[0-9]{4}-[0-9]{2}-[0-9]{2}", year=False)]
MomentField = Annotated[
    Moment,
    BeforeValidator(_moment),
    PlainSerializer(str),
    _form("[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2})?", year=False),
]
# The same for what has happened: a review, a foundation, a consent.
PastDate = Annotated[DateField, AfterValidator(_past_date)]
PastSpan = Annotated[SpanField, AfterValidator(_past_span)]
PastDay = Annotated[DayField, AfterValidator(_past_day)]
