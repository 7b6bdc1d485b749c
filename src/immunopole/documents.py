"""YAML files read as text with places: every value keeps its line and column, nothing is guessed.

A plain scalar stays the text that was typed, so `no`, `12:30` or `2012-02` never turn into something else; the
model that reads the value decides what it means. An empty plain scalar, `~` and `null` are None. Standard: YAML 1.1
as libyaml parses it, without anchors, aliases and tags, which an editor's file does not need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from immunopole.problems import Place, Problem

Loc = tuple[str | int, ...]

LARGEST_FILE_BYTES = 20_000_000
DEEPEST_NESTING = 40

_ODD_INDENT = re.compile("[ \t]*[\xa0\u2000-\u200a\u202f\u205f\u3000]")
_EMPTY_SCALARS = frozenset({"", "~", "null", "Null", "NULL"})
# YAML 1.1 §5.1: what a text stream may hold; libyaml would stop at the first with words no editor knows.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Document:
    """One YAML text: its plain data and, for any path into that data, its place in the file."""

    path: str
    data: Any
    root: Node | None
    lines: tuple[str, ...]
    first_line: int = 1

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
        node = self.root
        for step in loc:
            found = _child(node, step)
            node = found[1] if found else None
        data = self.value(loc)
        return replace(self, data={} if data is None else data, root=node)

    def place(self, loc: Loc, *, key: bool = False) -> Place:
        """Find where the value at `loc` stands; with `key`, where its key does.

        A path that leads nowhere (a missing key) gives the place of its nearest existing parent.
        """
        node, key_node = self.root, None
        for step in loc:
            found = _child(node, step)
            if found is None:
                # What is missing belongs where its parent begins, not at a sibling.
                return self.place_of(node, whole=False)
            key_node, node = found
        return self.place_of(key_node if key and key_node is not None else node, whole=True)

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

    def place_of(self, node: Node | None, *, whole: bool) -> Place:
        """Give the place of a node: from its beginning to its end, or to the end of its first line."""
        if node is None:
            return Place(self.first_line, 1)
        start, end = node.start_mark, node.end_mark
        line = start.line + self.first_line
        if not whole or isinstance(node, MappingNode | SequenceNode) or end.line != start.line:
            index = line - self.first_line
            text = self.lines[index] if index < len(self.lines) else ""
            return Place(line, start.column + 1, max(len(text.rstrip()) - start.column, 1))
        return Place(line, start.column + 1, max(end.column - start.column, 1))


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
    text, problems = decode(raw, shown_as)
    if text is None:
        return None, problems
    return parse_document(text, shown_as)


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
    text: str, shown_as: str, *, first_line: int = 1, tags: bool = False
) -> tuple[Document | None, list[Problem]]:
    """Parse YAML text that begins at `first_line` of its file; `tags` allows `!ENV` and the like."""
    lines = tuple(text.split("\n"))
    blank = Document(shown_as, None, None, lines, first_line)
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + first_line
        place = Place(line, found.start() - text.rfind("\n", 0, found.start()))
        name = f"U+{ord(found.group()):04X}"
        return None, [blank.problem_at("unprintable", place, character=name)]
    try:
        root = _PlainParser(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        index, column = (mark.line, mark.column) if mark else (0, 0)
        if (odd := _odd_indent(lines, index)) is not None:
            return None, [blank.problem_at("yaml-space", Place(odd + first_line))]
        code, details = _syntax_code(error, lines, index)
        return None, [blank.problem_at(code, Place(index + first_line, column + 1), (), **details)]
    except (yaml.YAMLError, RecursionError):
        return None, [blank.problem_at("yaml-syntax", Place(first_line), reason="?")]
    document = Document(shown_as, None, root, lines, first_line)
    builder = _Builder(document, tags=tags)
    data = builder.build(root)
    return Document(shown_as, data, root, lines, first_line), builder.problems


class _TooDeepError(yaml.MarkedYAMLError):
    """Lists and groups are nested without end."""


class _PlainParser(CParser):
    """libyaml's parser alone: it composes nodes and resolves nothing, which is faster and cannot surprise."""

    depth = 0

    def resolve(self, *_: object) -> str:
        """Leave every node without a tag, so that a tag that is there was typed."""
        return ""

    def descend_resolver(self, parent: Node | None, _: object) -> None:
        """Count a level down: libyaml's composer is recursive C, and would end the process on a deep file."""
        self.depth += 1
        if self.depth > DEEPEST_NESTING and parent is not None:
            raise _TooDeepError(problem_mark=parent.start_mark)

    def ascend_resolver(self) -> None:
        """Count a level up."""
        self.depth -= 1


class _Builder:
    """Turns nodes into dictionaries, lists, text and None, and notes what has no place in an editor's file."""

    def __init__(self, document: Document, *, tags: bool) -> None:
        self.document = document
        self.tags = tags
        self.problems: list[Problem] = []
        self._seen: set[int] = set()
        self._loc: list[str | int] = []

    def build(self, node: Node | None) -> Any:
        """Give the plain data of a node; what cannot be kept is None and a problem."""
        if node is None:
            return None
        if id(node) in self._seen:
            self._note("alias", node)
            return None
        self._seen.add(id(node))
        if node.tag and node.tag != "!" and not self.tags:
            self._note("tag", node, tag=node.tag)
            return None
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if isinstance(node, SequenceNode):
            return [self._child(index, item) for index, item in enumerate(node.value)]
        return self._mapping(node) if isinstance(node, MappingNode) else None

    def _child(self, step: str | int, node: Node) -> Any:
        self._loc.append(step)
        value = self.build(node)
        self._loc.pop()
        return value

    def _mapping(self, node: MappingNode) -> dict[str, Any]:
        data: dict[str, Any] = {}
        first_line: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._note("key-not-text", key_node)
                continue
            key = key_node.value
            value = self._child(key, value_node)
            if key in data:
                # PyYAML keeps the last of two equal keys and says nothing.
                self._note("duplicate-key", key_node, key=key, first=str(first_line[key]))
                continue
            first_line[key] = key_node.start_mark.line + self.document.first_line
            data[key] = value
        return data

    def _note(self, code: str, node: Node, **details: str) -> None:
        place = self.document.place_of(node, whole=True)
        where = tuple(str(step + 1) if isinstance(step, int) else step for step in self._loc)
        self.problems.append(self.document.problem_at(code, place, where, **details))


def _scalar(node: ScalarNode) -> str | None:
    if not node.style and node.value in _EMPTY_SCALARS:
        return None
    text: str = node.value
    return text


def _child(node: Node | None, step: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        for key_node, value_node in node.value:
            if isinstance(key_node, ScalarNode) and key_node.value == step:
                return key_node, value_node
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def _step_into(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _odd_indent(lines: tuple[str, ...], index: int) -> int | None:
    """Find the line, this one or one just above, that is indented by a space only people take for one.

    A no-break space is easily typed in French; YAML takes it for a letter and complains of the next line.
    """
    for number in range(min(index, len(lines) - 1), max(index - 3, -1), -1):
        if _ODD_INDENT.match(lines[number]):
            return number
    return None


def _syntax_code(error: yaml.MarkedYAMLError, lines: tuple[str, ...], index: int) -> tuple[str, dict[str, str]]:
    """Name the usual editor's mistakes behind libyaml's words."""
    if isinstance(error, _TooDeepError):
        return "too-deep", {}
    problem = error.problem or ""
    line = lines[index] if 0 <= index < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "yaml-tab", {}
    if "mapping values are not allowed" in problem:
        return "yaml-colon", {}
    for code, signs in _SYNTAX_SIGNS:
        if any(sign in problem for sign in signs):
            return code, {}
    return "yaml-syntax", {"reason": problem}


_SYNTAX_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("yaml-quote", ("unexpected end of stream", "found unexpected document indicator")),
    ("yaml-indent", ("did not find expected key", "did not find expected '-' indicator")),
    ("yaml-bracket", ("did not find expected ',' or", "did not find expected node content")),
    ("yaml-colon-missing", ("could not find expected ':'",)),
    ("yaml-reserved", ("found character that cannot start any token",)),
    ("yaml-second-document", ("but found another document",)),
    ("yaml-alias-unknown", ("found undefined alias",)),
)


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
