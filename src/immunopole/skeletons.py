"""New records: a complete, commented skeleton in the right place of its file; what is there stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from pydantic import BaseModel

from immunopole.documents import parse_document
from immunopole.fieldguide import FieldEntry, RecordEntry, as_yaml, record_entries
from immunopole.fields import RESERVED_ID, slug

_WIDTH = 110
_EMPTY_LIST = re.compile(r"[ \t]*\[[ \t]*\]")
_LIST = re.compile(r"^[a-z]+:[ \t]*(?:\[[ \t]*\])?[ \t]*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Addition:
    """A file's text with a new record in it, and the line the record begins at (from 1)."""

    text: str
    line: int


def skeleton(model: type[BaseModel], given: Mapping[str, Any], locales: Sequence[str], wording: str) -> list[str]:
    """Write a record as lines: what is given filled in, what is required left empty, what is optional a comment.

    `wording` is the language of the comments.
    """
    records = {record.name: record for record in record_entries(model, wording)}
    return _lines(records[model.__name__], records, given, locales)


def as_item(lines: Sequence[str], indent: int) -> list[str]:
    """Make an item of a list of a record's lines."""
    first = next(index for index, line in enumerate(lines) if not line.startswith("#"))
    above = [" " * indent + line for line in lines[:first]]
    return above + [" " * indent + ("  " if index else "- ") + line for index, line in enumerate(lines[first:])]


def with_record(text: str, kind: str, ident: str, lines: Sequence[str], *, by: str = "") -> Addition:
    """Put a record into the text of a file: at the end or, if the file is sorted by the field `by`, where it belongs.

    ValueError when the text is not such a file, or could not be changed without touching its other records.
    """
    document, problems = parse_document(text, kind, many=True)
    records = document.value((kind,)) if document is not None else None
    if document is None or problems or not isinstance(records, list | None):
        raise ValueError(kind)
    rows = text.split("\n")
    if not records:
        found = _LIST.search(text)
        if found is None:
            # An empty file, or one with comments alone.
            if document.data is not None:
                raise ValueError(kind)
            rows += [f"{kind}:"]
        at = text.count("\n", 0, found.start()) + 1 if found else len(rows)
        rows[at - 1] = _EMPTY_LIST.sub("", rows[at - 1]).rstrip() if found else f"{kind}:"
        block = as_item(lines, 2)
    else:
        starts = [document.place((kind, index)) for index in range(len(records))]
        block = as_item(lines, starts[0].column - len("- ") - 1)
        keys = [str(record.get(by, "")) for record in records if isinstance(record, dict)] if by else []
        later = [start for start, key in zip(starts, keys, strict=False) if key > ident]
        is_sorted = keys == sorted(keys)
        before = by and is_sorted and later
        at = later[0].line - 1 if before else len(rows)
        # Comments just above a record are its own; those further in are of the record before it, and so is the end.
        margin = starts[0].column - 1 if before else 0
        while at > 0 and (not rows[at - 1].strip() or (margin and _is_comment(rows[at - 1], margin))):
            at -= 1
        block = ["", *block]
    new = "\n".join([*rows[:at], *block, *rows[at:]])
    new = new if new.endswith("\n") else new + "\n"
    _assert_rest_is_kept(kind, records or [], new)
    dash = next(index for index, line in enumerate(block) if line.lstrip().startswith("- "))
    return Addition(new, at + 1 + dash)


def page_skeleton(title: str, given: Mapping[str, Any], model: type[BaseModel], wording: str) -> str:
    """Write a Markdown page with its front matter: what is given, and the rest as comments."""
    lines = skeleton(model, {"title": title, **given}, (), wording)
    return "\n".join(["---", *lines, "---", "", ""])


def _is_comment(line: str, margin: int) -> bool:
    return line.lstrip().startswith("#") and len(line) - len(line.lstrip()) < margin


def free_id(text: str, taken: Sequence[str]) -> str:
    """Make an id of a name that no record has: a number is added when one has it."""
    base = slug(text)
    number, ident = 1, base
    while ident in taken or ident == RESERVED_ID:
        number += 1
        ident = f"{base}-{number}"
    return ident


def _lines(
    record: RecordEntry, records: Mapping[str, RecordEntry], given: Mapping[str, Any], locales: Sequence[str]
) -> list[str]:
    """Write a record's fields, the first that is filled in at the top: an item of a list begins with it."""
    lines: list[str] = []
    filled = [field for field in record.fields if field.required or field.key in given]
    for field in sorted(record.fields, key=lambda field: field is not filled[0]):
        comment = [f"# {line}" for line in wrap(field.text, _WIDTH)]
        value = _value(field, records, given, locales)
        if field in filled:
            lines += [*comment, *value]
        else:
            lines += [*comment, *(f"# {line}" for line in value)]
    return lines


def _value(
    field: FieldEntry, records: Mapping[str, RecordEntry], given: Mapping[str, Any], locales: Sequence[str]
) -> list[str]:
    key = field.key
    below = given.get(key)
    if field.record and field.required:
        values = below if isinstance(below, dict) else {}
        inner = _lines(records[field.record], records, values, locales)
        return [f"{key}:", *(as_item(inner, 2) if field.many else [f"  {line}" for line in inner])]
    if key in given and below is None:
        return [f"{key}:", *(f"  {locale}:" for locale in locales if field.by_language)]
    if key in given:
        return as_yaml({key: below}).split("\n")
    if field.required and field.by_language:
        return [f"{key}:", *(f"  {locale}:" for locale in locales)]
    if field.required:
        return [f"{key}:"]
    return field.example.split("\n")


def _assert_rest_is_kept(kind: str, before: list[Any], text: str) -> None:
    document, _ = parse_document(text, kind, many=True)
    after = document.value((kind,)) if document is not None else None
    if not isinstance(after, list) or len(after) != len(before) + 1 or [r for r in after if r in before] != before:
        raise ValueError(kind)
