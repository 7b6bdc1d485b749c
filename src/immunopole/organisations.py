"""Organisations: laboratories, hospitals, universities, companies and the cluster itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from immunopole.dates import PastDate, PastSpan, check_order
from immunopole.fields import (
    AT,
    OrganisationRef,
    OwnMarkdown,
    PageId,
    Record,
    SharedLine,
    TranslatedDescription,
    WebAddress,
)
from immunopole.identifiers import OrganisationIdentifiers

Kind = Literal[
    "cluster",
    "research-centre",
    "hospital",
    "university",
    "company",
    "platform",
    "programme",
    "funder",
    "public-body",
    "association",
    "other",
]
# What an organisation is to the cluster this site is about; a model is one that is only cited as an example.
Relation = Literal["founder", "member", "partner", "supporter", "linked", "model"]
MEMBERS: tuple[Relation, ...] = ("founder", "member")


class FormerName(Record):
    """What an organisation was called before, and until when: an organisation renamed keeps its history."""

    name: SharedLine
    acronym: SharedLine | None = None
    until: PastDate | None = None


class Organisation(Record):
    """A house where people of the cluster work."""

    id: PageId
    former_ids: tuple[PageId, ...] = ()
    kind: Kind
    name: SharedLine
    acronym: SharedLine | None = None
    former_names: tuple[FormerName, ...] = ()
    parent: OrganisationRef | None = None
    city: SharedLine | None = None
    founded: PastDate | None = None
    closed: PastDate | None = None
    successor: OrganisationRef | None = None
    relation: Relation | None = None
    relation_as_of: PastSpan | None = None
    website: WebAddress | None = None
    identifiers: OrganisationIdentifiers | None = None
    summary: TranslatedDescription
    description: OwnMarkdown | None = None
    sources: tuple[WebAddress, ...] = ()

    @model_validator(mode="after")
    def _goes_forward(self) -> Organisation:
        check_order(self.founded, self.closed, "closed")
        if self.relation_as_of and not self.relation:
            raise PydanticCustomError("date-of-nothing", "no relation", {"key": "relation", AT: "relation_as_of"})
        return self

    def has_closed(self, today: date) -> bool:
        """Whether the organisation is known to exist no more."""
        return self.closed is not None and self.closed.last_day < today

    @property
    def has_part(self) -> bool:
        """Whether the organisation has a part in the cluster, for all its record says."""
        return self.relation not in {"linked", "model"}

    @property
    def short_name(self) -> Mapping[str, str]:
        """The acronym by language, or the name of an organisation that has none."""
        return self.acronym or self.name


class OrganisationsFile(Record):
    """The whole of `data/organisations.yaml`."""

    organisations: tuple[Organisation, ...]
