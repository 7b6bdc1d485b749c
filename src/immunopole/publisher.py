"""The publisher of the site and its host: what the legal notice, the accessibility statement and security.txt need.

Sources: LCEN (law 2004-575, article 1-1) for the publisher and the host, decree 2019-768 for the accessibility
statement, RFC 9116 for security.txt. Every key is required, so that none is forgotten; a fact that is not known yet is
left empty, and the pages that need it say that the publisher has still to complete it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from immunopole.dates import DayField, PastDay
from immunopole.fields import Email, Line, Record, WebAddress


class Host(Record):
    """Who stores the site."""

    name: Line | None = Field()
    address: Line | None = Field()
    phone: Line | None = Field()


class Accessibility(Record):
    """What the accessibility statement says of the last audit (RGAA), and whom to tell of a barrier."""

    conformity: Literal["none", "partial", "full"]
    audited: PastDay | None = Field()
    auditor: Line | None = Field()
    stated: PastDay | None = Field()
    email: Email | None = Field()


class Security(Record):
    """Where to report a weakness of the site; the day until which that is true."""

    contact: Email | None = Field()
    policy: WebAddress | None = Field()
    expires: DayField | None = Field()


class Publisher(Record):
    """Who answers for the site."""

    name: Line
    legal_form: Line | None = Field()
    capital: Line | None = Field()
    registration: Line | None = Field()
    vat_number: Line | None = Field()
    public_body: bool | None = Field()
    address: Line | None = Field()
    phone: Line | None = Field()
    email: Email | None = Field()
    director_of_publication: Line | None = Field()
    data_protection_email: Email | None = Field()
    repository: WebAddress | None = Field()
    host: Host
    accessibility: Accessibility
    security: Security


class PublisherFile(Record):
    """The whole of `data/publisher.yaml`."""

    publisher: Publisher
