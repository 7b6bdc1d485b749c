"""The publisher of the site and its host, as French law wants them named (LCEN, law 2004-575).

Every key is required, so that none is forgotten; a fact that is not known yet is left empty, and the pages that
need it say that the publisher has still to complete it.
"""

from __future__ import annotations

from pydantic import Field

from immunopole.fields import Line, Record, WebAddress


class Host(Record):
    """Who stores the site."""

    name: Line | None = Field()
    address: Line | None = Field()
    phone: Line | None = Field()


class Publisher(Record):
    """Who answers for the site."""

    name: Line
    legal_form: Line | None = Field()
    address: Line | None = Field()
    phone: Line | None = Field()
    email: Line | None = Field()
    director_of_publication: Line | None = Field()
    registration: Line | None = Field()
    repository: WebAddress | None = Field()
    host: Host


class PublisherFile(Record):
    """The whole of `data/publisher.yaml`."""

    publisher: Publisher
