"""The glossary: what abbreviations mean, once for all pages of a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from immunopole.documents import Document
from immunopole.fields import Id, Line, Record, SharedLine, TranslatedLine
from immunopole.organisations import Organisation
from immunopole.problems import Problem


class Abbreviation(Record):
    """Some letters, and the words they stand for."""

    id: Id
    letters: SharedLine
    meaning: TranslatedLine


class GlossaryFile(Record):
    """The whole of `data/glossary.yaml`."""

    glossary: tuple[Abbreviation, ...]


def meanings(abbreviations: Iterable[Abbreviation], locale: str) -> dict[Line, Line]:
    """Give what each abbreviation of a language means."""
    known = (each for each in abbreviations if locale in each.letters and locale in each.meaning)
    return {each.letters[locale]: each.meaning[locale] for each in known}


def acronyms(houses: Iterable[Organisation], locale: str) -> dict[Line, Line]:
    """Give what the acronyms of organisations stand for in a language.

    One that is the name itself explains nothing; one that several organisations have could explain the wrong one.
    """
    names: dict[Line, set[Line]] = {}
    for house in houses:
        if house.acronym and locale in house.acronym and locale in house.name:
            names.setdefault(house.acronym[locale], set()).add(house.name[locale])
    return {letters: name for letters, (name, *others) in names.items() if not others and name != letters}


def check_letters(document: Document) -> Iterator[Problem]:
    """Yield a problem for every abbreviation that the same language has twice: readers would be told one of two."""
    first: dict[tuple[str, str], int] = {}
    records = document.value(("glossary",))
    for index, record in enumerate(records if isinstance(records, list) else ()):
        letters = record.get("letters") if isinstance(record, dict) else None
        by_locale = letters.items() if isinstance(letters, dict) else [("", letters)]
        for locale, typed in by_locale:
            loc = ("glossary", index, "letters", *([locale] if locale else []))
            if not isinstance(typed, str):
                continue
            before = first.setdefault((locale, typed), index)
            if before != index:
                there = document.place(("glossary", before, "letters")).line
                yield document.problem("abbreviation-twice", loc, found=typed, first=f"{document.path}:{there}")
