"""People: one record a person in `data/people.yaml`, all languages in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from immunopole.dates import DateField, PastDate, PastDay, PastSpan, check_order, years_before
from immunopole.fields import (
    AT,
    AT_LEAST_ONE,
    Line,
    Locale,
    OrganisationRef,
    OwnMarkdown,
    PageId,
    PartialLine,
    PartialMarkdown,
    Record,
    RoleRef,
    SharedLine,
    ThemeRef,
    TranslatedDescription,
    TranslatedLine,
    WebAddress,
    not_empty,
)
from immunopole.identifiers import PersonIdentifiers
from immunopole.portraits import Portrait
from immunopole.vocabulary import Agreement, Term

# What a person may ask to keep in the record and off the site.
Hideable = Literal[
    "other_names", "pronouns", "degrees", "honours", "themes", "quotation", "identifiers", "links", "portrait"
]
Visibility = Literal["public", "hidden"]


# A role last seen before that may well be over: lists say when, and the checks ask for a newer source.
KNOWN_SINCE_YEARS = 5


class Position(Record):
    """What a person does or did somewhere, and when that is known to be true."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["title"]}, {"required": ["role"]}]})

    title: TranslatedLine = Field(default_factory=dict)
    role: RoleRef | None = None
    organisation: OrganisationRef
    start: DateField | None = Field(default=None, alias="from")
    end: DateField | None = Field(default=None, alias="to")
    as_of: PastSpan | None = None
    main: bool = False
    detail: TranslatedLine | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Position:
        check_order(self.start, self.end, "to")
        if self.title and self.role:
            raise PydanticCustomError("title-and-role", "both", {AT: "role"})
        if not self.title and not self.role:
            raise PydanticCustomError("title-or-role", "neither", {AT: "role"})
        return self

    def has_ended(self, today: date) -> bool:
        """Whether the role is over; one that is not known to have ended is not."""
        return self.end is not None and self.end.last_day < today

    def seen_long_ago(self, today: date) -> bool:
        """Whether the last source that says the role was held is too old to speak of today."""
        known = self.last_known
        return known is not None and known < years_before(today, KNOWN_SINCE_YEARS)

    @property
    def last_known(self) -> date | None:
        """The last day on which a source says that the role was held; None when nothing is dated."""
        seen = (self.as_of.end or self.as_of.start).last_day if self.as_of else None
        return seen or (self.start.last_day if self.start else None)


class Honour(Record):
    """A prize, an election, a distinction."""

    title: SharedLine
    year: PastDate | None = None


class Quotation(Record):
    """Words of the person, in the languages they were said or are translated in, and where they can be read."""

    text: PartialMarkdown
    source: WebAddress
    date: PastDate | None = None


class Link(Record):
    """A page elsewhere about the person's work."""

    url: WebAddress
    label: SharedLine
    language: Locale | None = None


class Person(Record):
    """Somebody with a public role in the cluster or next to it: public professional facts only."""

    id: PageId
    former_ids: tuple[PageId, ...] = ()
    given_name: Line
    particle: Line | None = None
    family_name: Line
    sort_name: Line | None = None
    other_names: tuple[Line, ...] = ()
    pronouns: PartialLine | None = None
    agreement: Agreement = "epicene"
    degrees: tuple[Line, ...] = ()
    summary: TranslatedDescription
    positions: Annotated[tuple[Position, ...], AfterValidator(not_empty), AT_LEAST_ONE]
    honours: tuple[Honour, ...] = ()
    themes: tuple[ThemeRef, ...] = ()
    biography: OwnMarkdown
    quotation: Quotation | None = None
    identifiers: PersonIdentifiers | None = None
    links: tuple[Link, ...] = ()
    portrait: Portrait | None = None
    visibility: dict[Hideable, Visibility] = Field(default_factory=dict)
    in_memoriam: PastDate | None = None
    sources: tuple[WebAddress, ...] = ()
    reviewed: PastDay

    @property
    def name(self) -> str:
        """The full name in its usual case."""
        return self._full_name(self.family_name)

    @property
    def formal_name(self) -> str:
        """The name as the site prints it: the family name in capitals, accents kept, the particle as it is."""
        return self._full_name(self.family_name.upper())

    def _full_name(self, family_name: str) -> str:
        # «d’Exemple» is one word, «de Exemple» are two.
        particle = self.particle or ""
        space = " " if particle and particle[-1] not in "’'" else ""
        return f"{self.given_name} {particle}{space}{family_name}"

    @property
    def sorting_name(self) -> tuple[str, str]:
        """What a list of people is sorted by: the particle does not count unless `sort_name` has it."""
        return self.sort_name or self.family_name, self.given_name

    @property
    def hidden(self) -> frozenset[str]:
        """The fields that are in the record and not on the site."""
        return frozenset(field for field, value in self.visibility.items() if value == "hidden")

    def main_positions(self, today: date) -> tuple[Position, ...]:
        """The positions a reader should see first: those marked, or all; of them those not over, if any is not."""
        marked = tuple(p for p in self.positions if p.main) or self.positions
        return tuple(p for p in marked if not p.has_ended(today)) or marked

    def published(self, terms: Mapping[str, Term]) -> Person:
        """Give the person as the site may know them: hidden fields gone, every position with its title in words.

        KeyError for a role that the vocabulary does not have.
        """
        fields = type(self).model_fields
        changes: dict[str, Any] = {field: fields[field].get_default(call_default_factory=True) for field in self.hidden}
        if any(position.role for position in self.positions):
            changes["positions"] = tuple(_titled(position, self.agreement, terms) for position in self.positions)
        return self.model_copy(update=changes) if changes else self


class PeopleFile(Record):
    """The whole of `data/people.yaml`."""

    people: tuple[Person, ...]


def _titled(position: Position, agreement: Agreement, terms: Mapping[str, Term]) -> Position:
    if position.role is None:
        return position
    return position.model_copy(update={"title": terms[position.role].worded(agreement)})


@dataclass(frozen=True)
class Role:
    """One line at the top of a profile: titles held together, organisations served under them, all its positions."""

    titles: tuple[Mapping[str, str], ...]
    organisations: tuple[str, ...]
    positions: tuple[Position, ...]


def roles(positions: Sequence[Position]) -> tuple[Role, ...]:
    """Tell a person's roles apart: neighbours with one title share a line, and so do neighbours in one house.

    Two positions as director of A and director of B give one role at two organisations; director and team leader
    of A give one role with two titles. `titles` are by locale, `organisations` holds ids.
    """
    lines: list[Role] = []
    for position in positions:
        title, house = position.title, position.organisation
        last = lines[-1] if lines else None
        if last is not None and last.titles == (title,):
            houses = last.organisations if house in last.organisations else (*last.organisations, house)
            lines[-1] = Role(last.titles, houses, (*last.positions, position))
        elif last is not None and last.organisations == (house,):
            lines[-1] = Role((*last.titles, title), last.organisations, (*last.positions, position))
        else:
            lines.append(Role((title,), (house,), (position,)))
    return tuple(lines)
