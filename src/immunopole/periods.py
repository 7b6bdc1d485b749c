"""Periods: the parts in which the history is told, each with a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import Field

from immunopole.dates import PastDate
from immunopole.documents import Document
from immunopole.fields import PageId, Record, TranslatedDescription, TranslatedLine
from immunopole.problems import Problem
from immunopole.timeline import Entry


class Period(Record):
    """A part of the history; it lasts until the next one begins."""

    id: PageId
    former_ids: tuple[PageId, ...] = ()
    start: PastDate = Field(alias="from")
    title: TranslatedLine
    summary: TranslatedDescription


class PeriodsFile(Record):
    """The whole of `data/periods.yaml`."""

    periods: tuple[Period, ...]


@dataclass(frozen=True)
class Chapter:
    """A period with what happened in it, the earliest first; `first` and `last` are its years.

    The last chapter, which is `open`, goes as far as the latest of its entries.
    """

    period: Period
    entries: tuple[Entry, ...]
    first: int
    last: int
    open: bool

    @property
    def years(self) -> str:
        """The years it spans, as every language writes them: `1925–1999`."""
        return f"{self.first}–{self.last}" if self.last > self.first else str(self.first)


def in_order(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Sort what happened, the earliest first; of equal dates, in the order of the file."""
    return tuple(sorted(entries, key=lambda entry: entry.date.start.first_day))


def chapters(periods: Sequence[Period], entries: Sequence[Entry]) -> tuple[Chapter, ...]:
    """Part what happened by periods; an entry belongs where its first possible day does."""
    found: list[Chapter] = []
    ordered = sorted(periods, key=lambda period: period.start.first_day)
    for number, period in enumerate(ordered):
        following = ordered[number + 1] if number + 1 < len(ordered) else None
        own = tuple(
            entry
            for entry in in_order(entries)
            if period.start.first_day <= entry.date.start.first_day
            and (following is None or entry.date.start.first_day < following.start.first_day)
        )
        last = max((entry.date.start.year for entry in own), default=period.start.year)
        if following is not None:
            last = (following.start.first_day - timedelta(days=1)).year
        found.append(Chapter(period, own, period.start.year, last, open=following is None))
    return tuple(found)


def check_periods(
    documents: Mapping[str, Document], periods: Sequence[Period], entries: Sequence[Entry]
) -> Iterator[Problem]:
    """Yield a problem for periods that begin on one day, and for every entry that lies before them all.

    `documents` are those of the two files, by the key of their list.
    """
    begun: dict[object, Period] = {}
    for number, period in enumerate(periods):
        other = begun.setdefault(period.start.first_day, period)
        if other is not period:
            loc = ("periods", number, "from")
            yield documents["periods"].problem("equal-periods", loc, found=str(period.start), other=other.id)
    first = min((period.start for period in periods), key=lambda start: start.first_day, default=None)
    for number, entry in enumerate(entries):
        if first is not None and entry.date.start.first_day < first.first_day:
            details = {"found": str(entry.date.start), "first": str(first)}
            yield documents["timeline"].problem("before-every-period", ("timeline", number, "date"), **details)
