"""Figures: every number that the site prints, with what it counts, when it was true, where it is said and by whom."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from immunopole.dates import PastSpan
from immunopole.fields import AT, Id, Line, Record, SharedLine, TranslatedLine, WebAddress

LONGEST_NUMBER = 15
_FORM = "[0-9]+(\\.[0-9]+)?"


def _amount(value: object) -> Decimal:
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER:
        whole, point, part = value.partition(".")
        if all(digits.isascii() and digits.isdigit() for digits in ((whole, part) if point else (whole,))):
            return Decimal(value)
    raise PydanticCustomError("not-number", "not a number")


Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    PlainSerializer(str),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{_FORM}$"}, {"type": "number", "minimum": 0}]}),
]


class Figure(Record):
    """One number, or the two ends of a range: how many, of what, when, where the site says it, and who says so.

    `on` holds the ids of records, and the paths of pages below the folder of a language, without `.md`.
    """

    id: Id
    value: Amount
    up_to: Amount | None = None
    qualifier: Literal["about", "more-than", "nearly"] | None = None
    label: TranslatedLine
    as_of: PastSpan
    key: bool = False
    on: tuple[Line, ...] = ()
    sources: tuple[WebAddress, ...] = ()

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.up_to is not None and self.up_to <= self.value:
            context = {"start": str(self.value), "found": str(self.up_to), AT: "up_to"}
            raise PydanticCustomError("range-reversed", "reversed", context)
        return self

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """The number, or the two ends of the range."""
        return (self.value,) if self.up_to is None else (self.value, self.up_to)


class FiguresFile(Record):
    """The whole of `data/figures.yaml`: the figures, and the names that hold a number without being one."""

    figures: tuple[Figure, ...]
    names: tuple[SharedLine, ...] = ()
