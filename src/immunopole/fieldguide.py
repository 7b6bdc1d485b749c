"""The guide to every field of every record: from the models, with the words and examples of `help/`.

One description serves the JSON schemas, the reference page, the guides for contributors and the skeletons of new
records, so that none of them can say anything else than what is checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import yaml
from pydantic import BaseModel
from yaml.representer import SafeRepresenter
from yaml.resolver import BaseResolver

from immunopole import datafiles
from immunopole.documents import EMPTY_SCALARS
from immunopole.fields import BY_LANGUAGE
from immunopole.help import examples, texts
from immunopole.pages import FrontMatter
from immunopole.records import model_schema, resolved

# Short words stand in one line, between square brackets.
_LONG = 40


class _PlainDumper(yaml.emitter.Emitter, yaml.serializer.Serializer, SafeRepresenter, BaseResolver):
    """Writes values as an editor types them: dates and numbers are text here, and stay without quotation marks."""

    def __init__(self, stream: Any, **_: Any) -> None:
        yaml.emitter.Emitter.__init__(self, stream, allow_unicode=True, width=10_000)
        yaml.serializer.Serializer.__init__(self)
        SafeRepresenter.__init__(self, sort_keys=False)
        BaseResolver.__init__(self)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # PyYAML's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002  # PyYAML's signature
        super().increase_indent(flow, indentless=False)


def _text(dumper: _PlainDumper, value: str) -> yaml.ScalarNode:
    # What the reader would take for nothing at all is quoted, so that it stays the text it is.
    plain = value not in EMPTY_SCALARS and dumper.analyze_scalar(value).allow_flow_plain
    style = "|" if "\n" in value else None if plain else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _list(dumper: _PlainDumper, value: list[Any]) -> yaml.SequenceNode:
    words = all(isinstance(item, str) and len(item) < _LONG and ":" not in item for item in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=words)


_PlainDumper.add_representer(str, _text)
_PlainDumper.add_representer(list, _list)


@dataclass(frozen=True)
class FieldEntry:
    """One field: the key an editor types, whether it must be there, how its texts go by language, and an example.

    `by_language` is empty, or `complete`, `partial`, `shared`; `known` lists the words allowed, if only some are;
    `record` names the record that the field holds, if it holds one; `many` says that it holds a list; `may_be_empty`
    that the value may be missing though the line must stand.
    """

    key: str
    text: str
    required: bool
    by_language: str
    known: tuple[str, ...]
    record: str
    many: bool
    may_be_empty: bool
    example: str


@dataclass(frozen=True)
class RecordEntry:
    """One record: its model's name, the keys that lead to it from the record it is in, what it is, its fields."""

    name: str
    path: tuple[str, ...]
    text: str
    fields: tuple[FieldEntry, ...]


@dataclass(frozen=True)
class FileEntry:
    """One file: its path below the root, what it holds, and the records in it, the outer ones first."""

    path: str
    text: str
    records: tuple[RecordEntry, ...]


def guide(locale: str, data: str, docs: str) -> tuple[FileEntry, ...]:
    """Describe every file an editor writes, in the words of a locale; `data` and `docs` are the folders' paths."""
    files = [_file(f"{data}/{file.name}", file.model, locale) for file in datafiles.ALL]
    return (*files, _file(f"{docs}/**/*.md", FrontMatter, locale))


def as_yaml(value: Any) -> str:
    """Write a value as an editor would type it, without the line end."""
    text: str = yaml.dump(value, Dumper=_PlainDumper)
    return text.removesuffix("\n").removesuffix("\n...")


def example(record: str, key: str) -> str:
    """Write the example of a field as it stands in a file: `city: Marseille`, or several lines."""
    return as_yaml({key: examples()[record][key]})


def record_entries(model: type[BaseModel], locale: str) -> tuple[RecordEntry, ...]:
    """Describe a record and every record in it, the outer ones first."""
    root = model_schema(model)
    ways: dict[str, tuple[str, ...]] = {}
    for name, way in _records_below(model.__name__, root, ()):
        ways.setdefault(name, way)
    return tuple(_record(name, way, root, locale) for name, way in ways.items())


def _file(path: str, model: type[BaseModel], locale: str) -> FileEntry:
    records = record_entries(model, locale)
    # A file of records has one key, and its records say what it is for.
    inner = records[1:] if len(_keys(model)) == 1 else records
    # The path begins at the file's own record, not at the list it stands in.
    outer = len(inner[0].path)
    return FileEntry(path, inner[0].text, tuple(replace(record, path=record.path[outer:]) for record in inner))


def _keys(model: type[BaseModel]) -> list[str]:
    return list(model_schema(model).get("properties", {}))


def _records_below(name: str, root: dict[str, Any], way: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield name, way
    for key, schema in _definition(name, root).get("properties", {}).items():
        below = record_of(schema)
        if below:
            yield from _records_below(below, root, (*way, key))


def _record(name: str, way: tuple[str, ...], root: dict[str, Any], locale: str) -> RecordEntry:
    words = texts(locale)[name]
    fields = [_field(name, key, root, words[key]) for key in _definition(name, root).get("properties", {})]
    return RecordEntry(name, way, words[""], tuple(fields))


def _field(record: str, key: str, root: dict[str, Any], text: str) -> FieldEntry:
    definition = _definition(record, root)
    schema = definition["properties"][key]
    here = resolved(schema, root)
    known = here.get("enum") or resolved(here.get("propertyNames", {}), root).get("enum") or ()
    return FieldEntry(
        key=key,
        text=text,
        required=key in definition.get("required", ()),
        by_language=here.get(BY_LANGUAGE, ""),
        known=tuple(known),
        record=record_of(schema),
        many=here.get("type") == "array",
        may_be_empty={"type": "null"} in schema.get("anyOf", []),
        example=example(record, key),
    )


def record_of(schema: dict[str, Any]) -> str:
    """Name the record that a field holds, one or a list of them; empty for a field that holds a value."""
    for choice in (schema, *schema.get("anyOf", [])):
        for place in (choice, choice.get("items", {}), choice.get("additionalProperties") or {}):
            for each in (place, *(place.get("anyOf", []) if isinstance(place, dict) else [])):
                if isinstance(each, dict) and "$ref" in each:
                    return str(each["$ref"].rsplit("/", 1)[-1])
    return ""


@cache
def _names(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(model_schema(model).get("$defs", {}))


def _definition(name: str, root: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = root.get("$defs", {}).get(name, root)
    return found
