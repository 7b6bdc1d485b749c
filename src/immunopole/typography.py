"""Typography: what a language puts where, as rules that are data (`overrides/typography/<locale>.yaml`).

A rule finds a piece of text and says what stands there instead. Rules read text as a visitor does, across the tags of
finished HTML (`typesetter`); what they change is put back among the characters as they stood there. They are applied
until nothing changes any more, so that what is set once stays as it is when it is set again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from re import Pattern
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from immunopole.documents import read_document
from immunopole.fields import Line, Record, Scope
from immunopole.problems import Problem
from immunopole.records import check_document

FOLDER = "typography"
# What stands in a text for something that is none: code, an image, words of another language.
OBJECT = "\ufffc"
# In what a rule puts: what it found.
FOUND = "{}"
# A rule may make room for another; none needs more rounds than a sentence has quotations within each other.
_MOST_ROUNDS = 12
# What is no prose in any language: addresses of the web, of files and of people, identifiers of articles.
_ADDRESS = r"""(?<![\w.@-])(?:
    (?:https?|ftp|mailto|tel|doi|urn|file):[^\s<>"«»]*[^\s<>"«».,;:!?)\]…’']
  | [\w.+%-]+@[\w-]+(?:\.[\w-]+)+
  | 10\.\d{4,9}/[^\s<>"«»]*\w
  | (?:[\w-]+\.)+[a-z]{2,}\b(?:[/?\#][^\s<>"«»]*[^\s<>"«».,;:!?)\]…’'])?
)"""
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);|.", re.DOTALL)
_FIXED = -1


def _pattern(value: str) -> str:
    try:
        groups = re.compile(value).groups
    except re.error as error:
        raise PydanticCustomError("not-a-pattern", "not a pattern", {"reason": str(error)}) from error
    if groups > 1:
        raise PydanticCustomError("not-a-pattern", "not a pattern", {"reason": f"{groups} groups where 1 is the most"})
    return value


class TypographyRule(Record):
    """One rule: `put` says what stands where `find` matches, `raise` that it stands raised (an ordinal's ending).

    What is replaced is the first group of the pattern if it has one, else all that it matches. `examples` and `keeps`
    (what must stay as it is) are HTML; the tests run them.
    """

    # A no-break space at the end of what is put is all that a rule is about.
    model_config = ConfigDict(str_strip_whitespace=False)

    name: Line
    find: Annotated[Line, AfterValidator(_pattern)]
    put: str | None = None
    raised: bool = Field(default=False, alias="raise")
    examples: dict[str, str] = Field(default_factory=dict)
    keeps: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.put is None) is not self.raised:
            raise PydanticCustomError("put-or-raise", "one of the two")
        return self


class TypographyFile(Record):
    """The whole of a language's file: rules in their order, names that no rule touches, words often typed wrong."""

    rules: tuple[TypographyRule, ...] = ()
    untouched: tuple[Line, ...] = ()
    words: dict[Line, Line] = Field(default_factory=dict)


@dataclass(frozen=True)
class Slip:
    """A word typed without its accent or ligature: where in the text it begins (an index), and how it is written."""

    start: int
    typed: str
    meant: str


@dataclass
class Run:
    """Text that is read as one, though tags may stand in it: `pieces` are its parts between them, as HTML.

    A piece that is `fixed` is read and never changed.
    """

    pieces: Sequence[tuple[str, bool]]
    text: str = ""
    touched: bool = False
    # Of every character: how it stands in HTML, and the number of its piece.
    _cells: list[str] = field(default_factory=list)
    _owners: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the text."""
        self.text = "".join(_read(piece) for piece, _ in self.pieces)

    def change(self, spans: Iterable[tuple[int, int]], put: str) -> bool:
        """Put a text at each of several places, from index to index, in their order; whether that changed anything.

        `{}` in what is put is what stands there. What stands in several pieces, or in a fixed one, stays.
        """
        before, found, after = put.partition(FOUND)
        text: list[str] = []
        cells: list[str] = []
        owners: list[int] = []
        at = 0
        for start, end in spans:
            owner, here = self._owner(start, end), self.text[start:end]
            becomes = f"{before}{here if found else ''}{after}"
            if owner == _FIXED or becomes == here:
                continue
            kept = self._cells[start:end] if found else []
            text += [self.text[at:start], becomes]
            cells += [*self._cells[at:start], *map(html.escape, before), *kept, *map(html.escape, after)]
            owners += [*self._owners[at:start], *([owner] * len(becomes))]
            at = end
        if not text:
            return False
        self.text = "".join([*text, self.text[at:]])
        self._cells, self._owners = cells + self._cells[at:], owners + self._owners[at:]
        self.touched = True
        return True

    def raise_(self, start: int, end: int) -> None:
        """Raise what stands from one index to another."""
        if self._owner(start, end) != _FIXED:
            self._cells[start] = f"<sup>{self._cells[start]}"
            self._cells[end - 1] += "</sup>"
            self.touched = True

    def set_pieces(self) -> tuple[str, ...]:
        """Give the pieces as they are now."""
        if not self.touched:
            return tuple(piece for piece, _ in self.pieces)
        parts: list[list[str]] = [[] for _ in self.pieces]
        for cell, owner in zip(self._cells, self._owners, strict=True):
            if owner != _FIXED:
                parts[owner].append(cell)
        return tuple(piece if fixed else "".join(part) for part, (piece, fixed) in zip(parts, self.pieces, strict=True))

    def _owner(self, start: int, end: int) -> int:
        """Give the number of the one piece that a part of the text stands in."""
        if not self._cells:
            for number, (piece, fixed) in enumerate(self.pieces):
                cells = _cells(piece)
                self._cells += cells
                self._owners += [_FIXED if fixed else number] * len(cells)
        owners = set(self._owners[start:end])
        return owners.pop() if len(owners) == 1 else _FIXED


@dataclass(frozen=True)
class Typography:
    """The typography of one language."""

    file: TypographyFile

    def text(self, text: str) -> str:
        """Set a plain text; nothing is raised, and `<` and `&` are characters like others."""
        run = Run([(html.escape(text, quote=False), False)])
        self.set(run, raising=False)
        return run.text

    def set(self, run: Run, *, raising: bool) -> None:
        """Set a run, in place."""
        rounds = 0
        while rounds < _MOST_ROUNDS and self._change(run):
            rounds += 1
        for pattern in self._raising if raising else ():
            for start, end in self._found(pattern, run.text):
                run.raise_(start, end)

    def slips(self, text: str) -> Iterator[Slip]:
        """Find the words that are typed without their accent or ligature."""
        for found in self._slips.finditer(text) if self._meant else ():
            # Looked behind only here: a pattern that begins with letters is found much sooner.
            if not re.match(r"\w", text[max(found.start() - 1, 0) : found.start()]):
                yield Slip(found.start(), found[0], self._meant[found[0]])

    def _change(self, run: Run) -> bool:
        """Apply every rule once."""
        changed = False
        for pattern, put in self._changes:
            changed |= run.change(self._found(pattern, run.text), put)
        return changed

    def _found(self, pattern: Pattern[str], text: str) -> list[tuple[int, int]]:
        group = min(pattern.groups, 1)
        spans = [found.span(group) for found in pattern.finditer(text)]
        if not spans:
            return []
        kept = [found.span() for found in self._kept.finditer(text)]
        return [
            (start, end)
            for start, end in spans
            if start < end and not any(first < end and start < last for first, last in kept)
        ]

    @cached_property
    def _changes(self) -> tuple[tuple[Pattern[str], str], ...]:
        return tuple((re.compile(rule.find), rule.put) for rule in self.file.rules if rule.put is not None)

    @cached_property
    def _raising(self) -> tuple[Pattern[str], ...]:
        return tuple(re.compile(rule.find) for rule in self.file.rules if rule.raised)

    @cached_property
    def _kept(self) -> Pattern[str]:
        return re.compile("|".join([_ADDRESS, *map(re.escape, self.file.untouched)]), re.VERBOSE)

    @cached_property
    def _meant(self) -> dict[str, str]:
        """What is meant by each word in the forms it may have: as listed, with a capital, in capitals."""
        meant: dict[str, str] = {}
        for typed, word in self.file.words.items():
            meant[typed] = word
            if typed.islower():
                meant |= {typed[0].upper() + typed[1:]: word[0].upper() + word[1:], typed.upper(): word.upper()}
        return meant

    @cached_property
    def _slips(self) -> Pattern[str]:
        # Grouped by their first letters, since every letter of every text is compared with them.
        groups: dict[str, list[str]] = {}
        for word in sorted(self._meant, key=len, reverse=True):
            groups.setdefault(word[:2], []).append(re.escape(word[2:]))
        words = "|".join(f"{re.escape(start)}(?:{'|'.join(ends)})" for start, ends in groups.items())
        return re.compile(rf"(?:{words})(?!\w)")


def read_typographies(folder: Path, shown_as: str) -> tuple[dict[str, Typography], list[Problem]]:
    """Read the typography of every language that has a file, by its locale; any mistake in one is a problem."""
    found: dict[str, Typography] = {}
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.yaml")):
        document, mistakes = read_document(file, f"{shown_as}/{file.name}")
        model = None
        if document is not None and not mistakes:
            model, mistakes = check_document(document, TypographyFile, Scope())
        problems += mistakes
        if model is not None:
            found[file.stem] = Typography(model)
    return found, problems


def _cells(piece: str) -> list[str]:
    """Take HTML text apart into characters, each as it stands there: a reference (`&amp;`) or itself."""
    return _REFERENCE.findall(piece) if "&" in piece else list(piece)


def _read(piece: str) -> str:
    """Give HTML text as it is read, a character for each of its cells."""
    return "".join(map(_character, _cells(piece))) if "&" in piece else piece


def _character(cell: str) -> str:
    character = html.unescape(cell) if len(cell) > 1 else cell
    return character if len(character) == 1 else OBJECT
