"""Phrases that stand as they are: names, which nobody may spell otherwise or say in words of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from immunopole.events import Event
from immunopole.organisations import Organisation
from immunopole.people import Person

WORD = re.compile(r"[^\W_]+")
Row = tuple[str, ...]


@dataclass(frozen=True)
class Phrases:
    """Phrases by their first word, the longest first; each is a row of words."""

    by_first: Mapping[str, tuple[Row, ...]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Phrases:
        """Take phrases as they are written."""
        found: dict[str, set[Row]] = {}
        for words in map(row_of, texts):
            if words:
                found.setdefault(words[0], set()).add(words)
        return cls({first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in found.items()})

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, Row]]:
        """Find the phrases in a row of words, each word read once: where each begins (an index), and its words."""
        at = 0
        while at < len(words):
            rows = self.by_first.get(words[at], ())
            row = next((row for row in rows if tuple(words[at : at + len(row)]) == row), None)
            if row:
                yield at, row
            at += len(row or (1,))

    def covered(self, words: Sequence[str]) -> Iterator[int]:
        """Give the index of every word that belongs to a phrase."""
        for start, row in self.found(words):
            yield from range(start, start + len(row))

    def __contains__(self, phrase: str) -> bool:
        """Whether a text is one of the phrases, whole."""
        row = row_of(phrase)
        return row in self.by_first.get(row[0] if row else "", ())


def row_of(phrase: str) -> Row:
    """Give the words of a phrase; what stands between them does not count."""
    return tuple(WORD.findall(phrase))


def names_of_people(people: Iterable[Person]) -> Iterator[str]:
    """Give what people are called, in full and by their family name alone, and their degrees."""
    for person in people:
        yield from (person.name, person.family_name, *person.other_names, *person.degrees)


def parts_of_names(people: Iterable[Person]) -> Iterator[str]:
    """Give every word that people are called by: who is called Jean-Paul Martin-Exemple may be written Martin."""
    for person in people:
        for name in (person.name, *person.other_names):
            yield from WORD.findall(name)


def names_of_houses(houses: Iterable[Organisation]) -> Iterator[str]:
    """Give what organisations are called and were called."""
    for house in houses:
        former = [text for name in house.former_names for text in (name.name, name.acronym or {})]
        for names in (house.name, house.acronym or {}, *former):
            yield from names.values()


def names_of_places(houses: Iterable[Organisation], events: Iterable[Event]) -> Iterator[str]:
    """Give the names of towns and venues."""
    for house in houses:
        yield from (house.city or {}).values()
    for event in events:
        if event.venue:
            yield from (*event.venue.name.values(), event.venue.address or "", *(event.venue.city or {}).values())
