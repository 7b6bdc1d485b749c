"""People: one record a person in `data/people.yaml`, all languages in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from immunopole.dates import DateField, DayField, SpanField
from immunopole.fields import (
    Id,
    Line,
    PersonId,
    Record,
    TranslatedDescription,
    TranslatedLine,
    TranslatedMarkdown,
    WebAddress,
    not_empty,
)


class Position(Record):
    """What a person does or did somewhere, and when that is known to be true."""

    title: TranslatedLine
    organisation: Id
    start: DateField | None = Field(default=None, alias="from")
    end: DateField | None = Field(default=None, alias="to")
    as_of: SpanField | None = None
    main: bool = False
    detail: TranslatedLine | None = None

    @model_validator(mode="after")
    def _goes_forward(self) -> Position:
        if self.start and self.end and self.end.last_day < self.start.first_day:
            dates = {"start": str(self.start), "end": str(self.end)}
            raise PydanticCustomError("dates-reversed", "end before start", dates)
        return self

    @property
    def ended(self) -> bool:
        """Whether the role is known to have ended."""
        return self.end is not None


class Honour(Record):
    """A prize, an election, a distinction."""

    title: TranslatedLine
    year: DateField | None = None


class Person(Record):
    """Somebody with a public role in the cluster or next to it: public professional facts only."""

    id: PersonId
    given_name: Line
    family_name: Line
    degrees: tuple[Line, ...] = ()
    summary: TranslatedDescription
    positions: Annotated[tuple[Position, ...], AfterValidator(not_empty)]
    honours: tuple[Honour, ...] = ()
    biography: TranslatedMarkdown
    sources: tuple[WebAddress, ...] = ()
    reviewed: DayField

    @property
    def name(self) -> str:
        """The full name in its usual case."""
        return f"{self.given_name} {self.family_name}"

    @property
    def formal_name(self) -> str:
        """The name as the site prints it: the family name in capitals, accents kept."""
        return f"{self.given_name} {self.family_name.upper()}"

    @property
    def main_positions(self) -> tuple[Position, ...]:
        """The positions a reader should see first; all of them when none is marked."""
        return tuple(p for p in self.positions if p.main) or self.positions


class PeopleFile(Record):
    """The whole of `data/people.yaml`."""

    people: tuple[Person, ...]


@dataclass(frozen=True)
class Role:
    """One line at the top of a profile: titles held together, organisations served under them."""

    titles: tuple[str, ...]
    organisations: tuple[str, ...]


def roles(positions: Sequence[Position], locale: str) -> tuple[Role, ...]:
    """Tell a person's roles apart: neighbours with one title share a line, and so do neighbours in one house.

    Two positions as director of A and director of B give one role at two organisations; director and team leader
    of A give one role with two titles. `organisations` holds ids.
    """
    lines: list[Role] = []
    for position in positions:
        title, house = position.title[locale], position.organisation
        last = lines[-1] if lines else None
        if last is not None and last.titles == (title,):
            lines[-1] = Role(last.titles, (*last.organisations, house))
        elif last is not None and last.organisations == (house,):
            lines[-1] = Role((*last.titles, title), last.organisations)
        else:
            lines.append(Role((title,), (house,)))
    return tuple(lines)
