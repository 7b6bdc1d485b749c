"""Key figures: numbers that say how big something was, each with its date."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from immunopole.dates import PastSpan
from immunopole.fields import Id, Record, TranslatedLine, WebAddress

LONGEST_NUMBER = 15


def _whole_number(value: object) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER:
        return int(value)
    raise PydanticCustomError("not-number", "not a whole number")


class Figure(Record):
    """One number: how many, of what, when, and who says so."""

    id: Id
    value: Annotated[
        int,
        BeforeValidator(_whole_number),
        WithJsonSchema({"anyOf": [{"type": "string", "pattern": "^[0-9]+$"}, {"type": "integer", "minimum": 0}]}),
    ]
    qualifier: Literal["about", "more-than"] | None = None
    label: TranslatedLine
    as_of: PastSpan
    sources: tuple[WebAddress, ...] = ()


class FiguresFile(Record):
    """The whole of `data/figures.yaml`."""

    figures: tuple[Figure, ...]
