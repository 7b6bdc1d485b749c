"""YAML files read as text with places: every value keeps its line and column, nothing is guessed.

A plain scalar stays the text that was typed, so `no`, `12:30` or `2012-02` never turn into something else; the
model that reads the value decides what it means. An empty plain scalar, `~` and `null` are None. Standard: YAML 1.1
as libyaml parses it, without anchors, aliases and tags, which an editor's file does not need.

The parser's events are read one by one and forgotten; of each value only four numbers stay, its place. A tree of
nodes, which would be the usual way, takes more memory than the data itself.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import yaml
from yaml._yaml import CParser, Mark
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from immunopole.problems import MOST_PROBLEMS, Place, Problem
from immunopole.syntax import COMMENT, LimitError, syntax_mistake

Loc = tuple[str | int, ...]

# No honest file comes near these; a hostile one must not take the machine with it.
LARGEST_FILE_BYTES = 32_000_000
DEEPEST_NESTING = 40
MOST_VALUES = 1_000_000
MOST_VALUES_IN_A_RECORD = 20_000
# A record is an item of the file's list: the file is a group, its list is in it, the record in that.
_RECORD_DEPTH = 2

EMPTY_SCALARS = frozenset({"", "~", "null", "Null", "NULL"})
# YAML 1.1 §5.1: what a text stream may hold; libyaml would stop at the first with words no editor knows. The three
# rare line ends (NEL, LS, PS), which are pasted and never seen, would put every later line number out.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What git leaves in a file when two changes meet.
CONFLICT = re.compile("^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_COMMENT_AFTER_TEXT = re.compile(rb"[^\s#][ \t]+#")


@dataclass(frozen=True)
class Marks:
    """Where every value and key of a text stands, numbered in the order of the text; 0 is the whole.

    `places` holds four numbers each: first line and column, last line and column, from 0. `sizes` says how many
    values a value holds, itself among them. `left_out` are keys that the data does not have (the second of two).
    """

    places: array[int] = field(default_factory=lambda: array("I"))
    sizes: array[int] = field(default_factory=lambda: array("I"))
    left_out: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Document:
    """One YAML text: its plain data and, for any path into that data, its place in the file."""

    path: str
    data: Any
    raw: bytes
    marks: Marks
    first_line: int = 1
    root: int | None = 0

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.raw.decode().split("\n")

    def value(self, loc: Loc) -> Any:
        """Give the plain value at a path; None when there is none."""
        value = self.data
        for step in loc:
            value = _step_into(value, step)
        return value

    def part(self, loc: Loc) -> Document:
        """Give what stands at a path as a document of its own, whose values keep their places in the file.

        A path that leads nowhere gives an empty group.
        """
        data = self.value(loc)
        found = self._find(loc)
        return replace(self, data={} if data is None else data, root=found[1] if found else None)

    def place(self, loc: Loc, *, key: bool = False) -> Place:
        """Find where the value at `loc` stands; with `key`, where its key does.

        A path that leads nowhere (a missing key) gives the place of its nearest existing parent.
        """
        for length in range(len(loc), -1, -1):
            found = self._find(loc[:length])
            if found is not None:
                # What is missing belongs where its parent begins, not at a sibling.
                missing = length < len(loc)
                at_key = key and not missing and found[0] is not None
                return self._place_of(found[0] if at_key else found[1], whole=not missing)
        return Place(self.first_line, 1)

    def place_within(self, loc: Loc, text: str, after: Place | None = None) -> Place:
        """Find where a piece of the text at `loc` stands in the file, as it was typed; the value itself if nowhere.

        With `after`, look behind that place: so each of several equal pieces is found in turn.
        """
        found = self._find(loc)
        if found is None or found[1] is None:
            return self.place(loc)
        start_line, start_column, end_line, _ = self._four(found[1])
        if after is not None:
            start_line, start_column = after.line - self.first_line, after.column - 1 + after.length
        for index in range(start_line, min(end_line + 1, len(self.lines))):
            column = self.lines[index].find(text, start_column if index == start_line else 0)
            if column >= 0:
                return Place(index + self.first_line, column + 1, len(text))
        return self.place(loc)

    def problem(self, code: str, loc: Loc, **details: str) -> Problem:
        """Make a problem of what stands at `loc`."""
        return self.problem_at(code, self.place(loc), self.breadcrumb(loc), **details)

    def key_problem(self, code: str, loc: Loc, **details: str) -> Problem:
        """Make a problem of the key at `loc`, whatever its value."""
        return self.problem_at(code, self.place(loc, key=True), self.breadcrumb(loc), **details)

    def problem_at(self, code: str, place: Place, where: tuple[str, ...] = (), **details: str) -> Problem:
        """Make a problem of a known place in this file."""
        index = place.line - self.first_line
        excerpt = self.lines[index] if 0 <= index < len(self.lines) else ""
        return Problem(self.path, code, place=place, where=where, details=details, excerpt=excerpt)

    def breadcrumb(self, loc: Loc) -> tuple[str, ...]:
        """Word a path for an editor: a record by its id, an item of a list by its number from 1."""
        crumbs: list[str] = []
        value: Any = self.data
        for step in loc:
            value = _step_into(value, step)
            if isinstance(step, str):
                crumbs.append(step)
            elif isinstance(value, dict) and isinstance(value.get("id"), str):
                crumbs.append(value["id"])
            else:
                crumbs.append(str(step + 1))
        return tuple(crumbs)

    def _find(self, loc: Loc) -> tuple[int | None, int | None] | None:
        """Find the numbers of the key and of the value at a path; None when the path leads nowhere."""
        key, number, value = None, self.root, self.data
        for step in loc:
            if number is None:
                return None
            found = self._children(number, value).get(step)
            if found is None:
                return None
            key, number = found
            value = _step_into(value, step)
        return key, number

    def _children(self, number: int, value: Any) -> dict[str | int, tuple[int | None, int]]:
        """Give the numbers of the keys and values directly below a value."""
        if number in self._known_children:
            return self._known_children[number]
        sizes, at, end = self.marks.sizes, number + 1, number + (self.marks.sizes[number] if self.marks.sizes else 0)
        children: dict[str | int, tuple[int | None, int]] = {}
        if isinstance(value, list):
            for index in range(len(value)):
                children[index] = (None, at)
                at += sizes[at]
        elif isinstance(value, dict):
            keys = iter(value)
            while at < end:
                inside = at + sizes[at]
                if at not in self.marks.left_out:
                    children[next(keys)] = (at, inside)
                at = inside + sizes[inside]
        self._known_children[number] = children
        return children

    @cached_property
    def _known_children(self) -> dict[int, dict[str | int, tuple[int | None, int]]]:
        return {}

    def _four(self, number: int) -> array[int]:
        return self.marks.places[4 * number : 4 * number + 4]

    def _place_of(self, number: int | None, *, whole: bool) -> Place:
        """Give the place of a value: from its beginning to its end, or to the end of its first line."""
        if number is None or not self.marks.sizes:
            return Place(self.first_line, 1)
        line, column, end_line, end_column = self._four(number)
        if not whole or self.marks.sizes[number] > 1 or end_line != line:
            text = self.lines[line] if line < len(self.lines) else ""
            return Place(line + self.first_line, column + 1, max(len(text.rstrip()) - column, 1))
        return Place(line + self.first_line, column + 1, max(end_column - column, 1))


def read_document(file: Path, shown_as: str) -> tuple[Document | None, list[Problem]]:
    """Read one YAML file; `shown_as` is the path an editor knows it by.

    Without a document there is at least one problem; with one there may be problems too (equal keys, aliases).
    """
    try:
        if file.stat().st_size > LARGEST_FILE_BYTES:
            limit = str(LARGEST_FILE_BYTES // 1_000_000)
            return None, [Problem(shown_as, "file-too-large", details={"limit": limit})]
        raw = file.read_bytes()
    except FileNotFoundError:
        return None, [Problem(shown_as, "file-missing")]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return None, [Problem(shown_as, "file-unreadable", details={"reason": reason})]
    clean, problems = _cleaned(raw, shown_as, 1)
    if clean is None:
        return None, problems
    del raw
    return _parse(_Reader(Document(shown_as, None, clean, Marks())))


def decode(raw: bytes, shown_as: str) -> tuple[str | None, list[Problem]]:
    """Turn a file's bytes into text: UTF-8, with or without byte order mark, any line ending."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", errors="replace")
        line_start = raw.rfind(b"\n", 0, error.start) + 1
        line_end = raw.find(b"\n", error.start)
        line = raw[line_start : line_end if line_end >= 0 else len(raw)]
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        return None, [
            Problem(
                shown_as,
                "not-utf8",
                place=place,
                details={"byte": f"0x{raw[error.start]:02X}"},
                excerpt=line.decode("utf-8", errors="replace").rstrip(),
            )
        ]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def parse_document(
    text: str, shown_as: str, *, first_line: int = 1, tags: bool = False, many: bool = False
) -> tuple[Document | None, list[Problem]]:
    """Parse YAML text that begins at `first_line` of its file; `tags` allows `!ENV`, `many` a file of records."""
    clean, problems = _cleaned(text.encode(), shown_as, first_line)
    if clean is None:
        return None, problems
    blank = Document(shown_as, None, clean, Marks(), first_line)
    return _parse(_Reader(blank, tags=tags, most=MOST_VALUES if many else MOST_VALUES_IN_A_RECORD))


def _cleaned(raw: bytes, shown_as: str, first_line: int) -> tuple[bytes | None, list[Problem]]:
    """Check that bytes are text an editor could have typed, and give them with plain line ends."""
    text, problems = decode(raw, shown_as)
    if text is None:
        return None, problems
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start())
        place = Place(line + first_line, found.start() - text.rfind("\n", 0, found.start()))
        excerpt = _UNPRINTABLE.sub("\ufffd", text.split("\n")[line])
        details = {"character": f"U+{ord(found.group()):04X}"}
        return None, [Problem(shown_as, "unprintable", place=place, details=details, excerpt=excerpt)]
    if found := CONFLICT.search(text):
        place = Place(text.count("\n", 0, found.start()) + first_line, 1, len(found[0]))
        return None, [Problem(shown_as, "conflict-mark", place=place, excerpt=found[0])]
    return (raw if len(text) == len(raw) and b"\r" not in raw else text.encode()), []


def _parse(reader: _Reader) -> tuple[Document | None, list[Problem]]:
    blank = reader.document
    try:
        data = reader.read()
    except yaml.MarkedYAMLError as error:
        code, line, column, details = syntax_mistake(error, blank.lines)
        return None, [blank.problem_at(code, Place(line + blank.first_line, column + 1), (), **details)]
    except yaml.YAMLError as error:
        return None, [blank.problem_at("yaml-syntax", Place(blank.first_line), reason=str(error).split("\n")[0])]
    document = replace(blank, data=data)
    return document, [replace(problem, where=document.breadcrumb(loc)) for problem, loc in reader.found]


class _Reader:
    """Turns the parser's events into dictionaries, lists, text and None, and notes what has no place in a file."""

    def __init__(self, document: Document, *, tags: bool = False, most: int = MOST_VALUES) -> None:
        self.document = document
        self.tags = tags
        self.found: list[tuple[Problem, Loc]] = []
        self._parser = CParser(document.raw)
        self._places, self._sizes = document.marks.places, document.marks.sizes
        self._anchors: set[str] = set()
        self._loc: list[str | int] = []
        self._most = self._limit = most
        # Looking behind every text for a comment costs; most files have none.
        self._comments = not tags and _COMMENT_AFTER_TEXT.search(document.raw) is not None

    def read(self) -> Any:
        """Read the whole text; yaml.YAMLError when it is not YAML."""
        self._next()  # the stream starts
        if not isinstance(self._next(), DocumentStartEvent):
            return None
        data = self._value(self._next(), 0)
        self._next()  # the document ends
        event = self._next()
        if not isinstance(event, StreamEndEvent):
            raise LimitError(problem="yaml-second-document", problem_mark=event.start_mark)
        return data

    def _next(self) -> Any:
        """Give the next event, whose kind only the parser knows."""
        return self._parser.get_event()

    def _value(self, event: Any, depth: int) -> Any:
        """Give the plain data of a value; what cannot be kept is None and a problem."""
        number = len(self._sizes)
        if number > self._limit:
            raise LimitError(problem="too-many", problem_mark=event.start_mark)
        start, end = event.start_mark, event.end_mark
        self._places.extend((start.line, start.column, end.line, end.column))
        self._sizes.append(1)
        kind = type(event)
        if kind is AliasEvent:
            self._note("alias" if event.anchor in self._anchors else "anchor", number)
            return None
        if event.anchor is not None:
            self._anchors.add(event.anchor)
            self._note("anchor", number)
        dropped = event.tag is not None and event.tag != "!" and not self.tags
        if dropped:
            self._note("tag", number, tag=event.tag.replace("tag:yaml.org,2002:", "!!"))
        if kind is ScalarEvent:
            if self._comments and not event.style:
                self._check_comment(number)
            return _scalar(event)
        if depth > DEEPEST_NESTING:
            raise LimitError(problem="too-deep", problem_mark=start)
        if depth <= _RECORD_DEPTH:
            allowed = number + MOST_VALUES_IN_A_RECORD if depth == _RECORD_DEPTH else self._most
            self._limit = min(self._most, allowed)
        data = self._list(depth) if kind is SequenceStartEvent else self._mapping(depth)
        self._sizes[number] = len(self._sizes) - number
        return None if dropped else data

    def _list(self, depth: int) -> list[Any]:
        data: list[Any] = []
        while type(event := self._next()) is not SequenceEndEvent:
            data.append(self._child(len(data), event, depth))
        return data

    def _mapping(self, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        lines: dict[str, int] = {}
        again: list[tuple[int, str]] = []
        while type(event := self._next()) is not MappingEndEvent:
            number = len(self._sizes)
            if type(event) is not ScalarEvent:
                self._value(event, depth + 1)
                self._value(self._next(), depth + 1)
                self.document.marks.left_out.add(number)
                self._note("key-not-text", number)
                continue
            key, start, end = event.value, cast("Mark", event.start_mark), cast("Mark", event.end_mark)
            self._places.extend((start.line, start.column, end.line, end.column))
            self._sizes.append(1)
            value = self._child(key, self._next(), depth)
            if key in data:
                # PyYAML keeps the last of two equal keys and says nothing.
                self.document.marks.left_out.add(number)
                again.append((number, key))
                continue
            lines[key] = start.line + self.document.first_line
            data[key] = value
        if len(again) == 1:
            number, key = again[0]
            self._note("duplicate-key", number, key, key=key, first=str(lines[key]))
        elif again:
            # Not many slips but one: the dash that would begin the next item is gone.
            self._note("repeated-keys", again[0][0], keys=", ".join(key for _, key in again))
        return data

    def _child(self, step: str | int, event: NodeEvent, depth: int) -> Any:
        self._loc.append(step)
        value = self._value(event, depth + 1)
        self._loc.pop()
        return value

    def _check_comment(self, number: int) -> None:
        """A text cut short by ` #` would lose its end without a word."""
        _, _, line, column = self._places[4 * number : 4 * number + 4]
        # An empty value may be said to stand on a line after the last.
        text = self.document.lines[line] if line < len(self.document.lines) else ""
        if column and (comment := COMMENT.match(text, column)):
            at = comment.end() - 1
            place = Place(line + self.document.first_line, at + 1, len(text.rstrip()) - at)
            self._tell(self.document.problem_at("comment-after-text", place, found=text[at:].rstrip()))

    def _note(self, code: str, number: int, *key: str, **details: str) -> None:
        place = self.document._place_of(number, whole=True)  # noqa: SLF001  # one noun, two classes
        self._tell(self.document.problem_at(code, place, (), **details), *key)

    def _tell(self, problem: Problem, *key: str) -> None:
        if len(self.found) == MOST_PROBLEMS:
            problem = self.document.problem_at("more-problems", problem.place)
        if len(self.found) <= MOST_PROBLEMS:
            self.found.append((problem, (*self._loc, *key)))


def _scalar(event: ScalarEvent) -> str | None:
    text: str = event.value
    return None if not event.style and text in EMPTY_SCALARS else text


def _step_into(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def split_front_matter(text: str) -> Iterator[str]:
    """Yield the front matter of a Markdown text and the Markdown below it; front matter may be empty."""
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        for index, line in enumerate(lines[1:], start=1):
            if line.rstrip() in {"---", "..."}:
                yield "\n".join(lines[1:index])
                yield "\n".join(lines[index + 1 :])
                return
    yield ""
    yield text
