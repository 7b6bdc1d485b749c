"""Events: what is announced, where and when; one that is cancelled stays, so that nobody waits at a closed door."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from immunopole.dates import MomentField
from immunopole.fields import (
    AT,
    FreeTranslatedMarkdown,
    Id,
    Line,
    OrganisationRef,
    PersonRef,
    Record,
    SharedLine,
    ThemeRef,
    TranslatedDescription,
    WebAddress,
)

Status = Literal["planned", "postponed", "cancelled"]


class Venue(Record):
    """Where an event takes place."""

    name: SharedLine
    address: Line | None = None
    city: SharedLine | None = None


class Event(Record):
    """A seminar, a congress, an open day; times are those of the clock at the place."""

    id: Id
    title: SharedLine
    status: Status = "planned"
    start: MomentField
    end: MomentField | None = None
    venue: Venue | None = None
    online: WebAddress | None = None
    organisers: tuple[OrganisationRef, ...] = ()
    people: tuple[PersonRef, ...] = ()
    themes: tuple[ThemeRef, ...] = ()
    summary: TranslatedDescription
    description: FreeTranslatedMarkdown | None = None
    link: WebAddress | None = None

    @model_validator(mode="after")
    def _goes_forward(self) -> Event:
        if self.end and self.end.latest < datetime.combine(self.start.day, self.start.hour or time.min):
            dates = {"start": str(self.start), "end": str(self.end), AT: "end"}
            raise PydanticCustomError("dates-reversed", "reversed", dates)
        return self

    def is_over(self, today: date) -> bool:
        """Whether the last day of the event has passed."""
        return (self.end or self.start).day < today


class EventsFile(Record):
    """The whole of `data/events.yaml`."""

    events: tuple[Event, ...]
