"""The timeline: what happened when, each entry dated and with its sources."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from immunopole.dates import PastSpan
from immunopole.fields import (
    AT_LEAST_ONE,
    FreeTranslatedMarkdown,
    Id,
    OrganisationRef,
    PersonRef,
    Record,
    ThemeRef,
    TranslatedLine,
    WebAddress,
    not_empty,
)


class Entry(Record):
    """Something that happened in the history of the cluster."""

    id: Id
    date: PastSpan
    title: TranslatedLine
    text: FreeTranslatedMarkdown | None = None
    organisations: tuple[OrganisationRef, ...] = ()
    people: tuple[PersonRef, ...] = ()
    themes: tuple[ThemeRef, ...] = ()
    sources: Annotated[tuple[WebAddress, ...], AfterValidator(not_empty), AT_LEAST_ONE]


class TimelineFile(Record):
    """The whole of `data/timeline.yaml`."""

    timeline: tuple[Entry, ...]
