"""What records say of each other: an id is given once, and an id that is named exists.

These checks read the plain data, not the models, so that they speak even when a record has another mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from immunopole.documents import Document
from immunopole.problems import Problem, closest


def ids(document: Document | None, key: str) -> frozenset[str]:
    """Give the ids of all records of a file."""
    return frozenset(item["id"] for _, item in _records(document, key) if isinstance(item.get("id"), str))


def check_equal_ids(document: Document | None, key: str) -> Iterator[Problem]:
    """Yield a problem for every id that an earlier record has."""
    first: dict[str, int] = {}
    for index, item in _records(document, key):
        ident = item.get("id")
        if document is None or not isinstance(ident, str):
            continue
        if ident in first:
            line = document.place((key, first[ident], "id")).line
            yield document.problem("equal-ids", (key, index, "id"), found=ident, first=str(line))
        first.setdefault(ident, index)


def check_organisations(people: Document | None, known: frozenset[str]) -> Iterator[Problem]:
    """Yield a problem for every organisation a person names that has no record."""
    for index, item in _records(people, "people"):
        positions = item.get("positions")
        for number, position in enumerate(positions if isinstance(positions, list) else []):
            house = position.get("organisation") if isinstance(position, dict) else None
            # With no organisation at all the file itself is the mistake, and is told as such.
            if people is not None and known and isinstance(house, str) and house not in known:
                yield people.problem(
                    "unknown-organisation",
                    ("people", index, "positions", number, "organisation"),
                    found=house,
                    closest=closest(house, sorted(known)),
                )


def _records(document: Document | None, key: str) -> list[tuple[int, dict[str, Any]]]:
    items = document.value((key,)) if document else None
    return [(i, item) for i, item in enumerate(items if isinstance(items, list) else []) if isinstance(item, dict)]
