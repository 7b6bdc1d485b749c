"""Organisations: laboratories, hospitals, universities, companies and the cluster itself."""

from __future__ import annotations

from typing import Literal

from immunopole.fields import Id, Line, Record, TranslatedLine, WebAddress

Kind = Literal[
    "cluster",
    "company",
    "funder",
    "hospital",
    "other",
    "platform",
    "programme",
    "research-centre",
    "university",
]


class Organisation(Record):
    """A house where people of the cluster work."""

    id: Id
    kind: Kind
    name: TranslatedLine
    acronym: Line | None = None
    city: Line | None = None
    website: WebAddress | None = None
    summary: TranslatedLine | None = None
    sources: tuple[WebAddress, ...] = ()


class OrganisationsFile(Record):
    """The whole of `data/organisations.yaml`."""

    organisations: tuple[Organisation, ...]
