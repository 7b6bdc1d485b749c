"""What records say of each other: an id is given once, and an id that is named exists, in data and in prose.

These checks read the plain data, not the models, so that they speak even when a record has another mistake. Which
fields name records, and which hold prose, the models say themselves (`fields.refers_to`, `fields.Markdown`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel

from immunopole.documents import Document, Loc
from immunopole.fields import IS_MARKDOWN, REFERS_TO, slug
from immunopole.problems import Place, Problem, closest, closest_ids
from immunopole.prose import half_mentions, mentions
from immunopole.records import model_schema, resolved

# Prose may link to these; they have pages.
LINKED = ("people", "organisations", "themes")
_UNKNOWN = {
    "people": "unknown-person",
    "organisations": "unknown-organisation",
    "themes": "unknown-theme",
    "roles": "unknown-role",
}
# Any key of a group, any item of a list.
_EACH = None
Path = tuple[str | None, ...]


@dataclass(frozen=True)
class Ids:
    """Every id there is, by kind of record (`people`); what a former id has become, what a name or acronym means.

    A kind whose file could not be read is missing: what refers to it is not judged, since the file is the mistake.
    Kinds that are `absent` have no file, and so no record that prose could link to.
    """

    present: Mapping[str, frozenset[str]] = field(default_factory=dict)
    former: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()

    def has(self, kind: str, ident: str) -> bool:
        """Whether a record of that kind has the id, or may have it for all we know."""
        return kind not in self.present or ident in self.present[kind]

    def linked(self, ident: str) -> bool:
        """Whether prose may link to the id."""
        return any(self.has(kind, ident) for kind in LINKED if kind not in self.absent)

    def meant(self, typed: str, kind: str) -> str | None:
        """Give the id that somebody means who types it, or the record's name or acronym; None for nothing known."""
        word = slug(typed) if typed else ""
        return word if word in self.present.get(kind, ()) else self.names.get(kind, {}).get(word)

    def closest(self, ident: str, *kinds: str) -> str:
        """Give what the id is called now, or up to three ids that resemble it."""
        for kind in kinds:
            if ident in self.former.get(kind, {}):
                return self.former[kind][ident]
        named = {name: own for kind in kinds for name, own in self.names.get(kind, {}).items()}
        if slug(ident) in named:
            return named[slug(ident)]
        likely = closest_ids(ident, sorted(set().union(*(self.present.get(kind, frozenset()) for kind in kinds))))
        return likely or named.get(closest(slug(ident), list(named)), "")


def find_ids(documents: Mapping[str, Document]) -> Ids:
    """Collect the ids of all records; `documents` by kind, each with a list of that name."""
    present: dict[str, frozenset[str]] = {}
    former: dict[str, dict[str, str]] = {}
    names: dict[str, dict[str, str]] = {}
    for kind, document in documents.items():
        records = [item for _, item in _records(document, kind) if isinstance(item.get("id"), str)]
        if not isinstance(document.value((kind,)), list):
            continue
        present[kind] = frozenset(item["id"] for item in records)
        names[kind] = {slug(name): item["id"] for item in records for name in _names(item)}
        former[kind] = {old: item["id"] for item in records for old in _listed(item, "former_ids")}
    return Ids(present, former, names)


def check_equal_ids(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield a problem for every id that another record has or had: of its kind, or of any kind prose links to."""
    linked: dict[str, tuple[Document, Loc]] = {}
    for kind, document in documents.items():
        taken = linked if kind in LINKED else {}
        for index, item in _records(document, kind):
            locs: list[Loc] = [(kind, index, "id")]
            locs += [(kind, index, "former_ids", number) for number in range(len(_listed(item, "former_ids")))]
            for loc in locs:
                ident = document.value(loc)
                if not isinstance(ident, str):
                    continue
                if ident in taken:
                    other, before = taken[ident]
                    line = other.place(before).line
                    first = f"{other.path}:{line}"
                    yield document.problem("equal-ids", loc, found=ident, first=first)
                else:
                    taken[ident] = (document, loc)


def check_references(document: Document, model: type[BaseModel], ids: Ids) -> Iterator[Problem]:
    """Yield a problem for every id that no record has, that a list names twice, or by which a record names itself."""
    for path, kind in paths(model, REFERS_TO):
        named: set[tuple[Loc, str]] = set()
        for loc, value in values_at(document.data, path):
            if not isinstance(value, str):
                continue
            found = value.strip()
            # All that a list names stands below one place; what is no list has a place of its own.
            among = (loc[:-1] if path[-1] is _EACH else loc, found)
            if not ids.has(kind, found):
                yield document.problem(_UNKNOWN[kind], loc, found=value, closest=ids.closest(value, kind))
            elif among in named:
                yield document.problem("named-twice", loc, found=found)
            elif loc[0] == kind and document.value((*loc[:2], "id")) == found:
                yield document.problem("names-itself", loc, found=found)
            named.add(among)


def check_mentions(document: Document, model: type[BaseModel], ids: Ids) -> Iterator[Problem]:
    """Yield a problem for every link `[[…]]` in a file's prose that leads to no record."""
    for path, _ in paths(model, IS_MARKDOWN):
        for loc, text in values_at(document.data, path):
            if not isinstance(text, str) or "[[" not in text:
                continue
            for _, typed in half_mentions(text):
                place = document.place_within(loc, typed)
                yield document.problem_at("mention-form", place, document.breadcrumb(loc), found=typed)
            for mention in mentions(text):
                if not ids.linked(mention.ident):
                    place = place_of(document, loc, text, mention.typed, mention.start)
                    details = {"found": mention.ident, "closest": ids.closest(mention.ident, *LINKED)}
                    yield document.problem_at("unknown-record", place, document.breadcrumb(loc), **details)


def place_of(document: Document, loc: Loc, text: str, typed: str, start: int) -> Place:
    """Find in the file what is typed in the text at `loc`, at an index; the same characters may stand before it."""
    place = document.place_within(loc, typed)
    for _ in range(text.count(typed, 0, start)):
        place = document.place_within(loc, typed, after=place)
    return place


def check_parents(houses: Document) -> Iterator[Problem]:
    """Yield a problem for an organisation that is, by other parents than itself, a part of itself."""
    records = {item["id"]: (index, item) for index, item in _records(houses, "organisations") if _has_id(item)}
    told: set[str] = set()
    for ident, (index, item) in records.items():
        way, above = [ident], item.get("parent")
        while isinstance(above, str) and above in records and above not in way:
            way.append(above)
            above = records[above][1].get("parent")
        if above == ident and len(way) > 1 and ident not in told:
            told.update(way)
            loc = ("organisations", index, "parent")
            yield houses.problem("parent-circle", loc, found=str(item["parent"]), way=" → ".join([*way, ident]))


@cache
def paths(model: type[BaseModel], mark: str) -> tuple[tuple[Path, str], ...]:
    """List the paths of a model's fields that carry a mark, each with what the mark says; None is any step."""
    root = model_schema(model)
    return tuple(_marked(root, root, mark, ()))


def values_at(data: Any, path: Path, loc: Loc = ()) -> Iterator[tuple[Loc, Any]]:
    """Find all values at a path of plain data, with their own paths."""
    if not path:
        yield loc, data
        return
    step, rest = path[0], path[1:]
    if step is not _EACH:
        if isinstance(data, dict) and step in data:
            yield from values_at(data[step], rest, (*loc, step))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from values_at(item, rest, (*loc, index))
    elif isinstance(data, dict):
        for key, item in data.items():
            yield from values_at(item, rest, (*loc, key))


def _marked(schema: dict[str, Any], root: dict[str, Any], mark: str, path: Path) -> Iterator[tuple[Path, str]]:
    here = resolved(schema, root)
    if mark in here:
        yield path, here[mark]
        return
    for key, below in here.get("properties", {}).items():
        yield from _marked(below, root, mark, (*path, key))
    for key in ("items", "additionalProperties"):
        if isinstance(here.get(key), dict):
            yield from _marked(here[key], root, mark, (*path, _EACH))


def _records(document: Document, key: str) -> list[tuple[int, dict[str, Any]]]:
    items = document.value((key,))
    return [(i, item) for i, item in enumerate(items if isinstance(items, list) else []) if isinstance(item, dict)]


def _listed(item: dict[str, Any], key: str) -> list[str]:
    values = item.get(key)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _names(item: dict[str, Any]) -> Iterator[str]:
    """Give what people may call a record in place of its id."""
    for key in ("name", "acronym"):
        value = item.get(key)
        yield from (text for text in (value.values() if isinstance(value, dict) else [value]) if isinstance(text, str))
    given, family = item.get("given_name"), item.get("family_name")
    if isinstance(given, str) and isinstance(family, str):
        yield f"{given} {family}"


def _has_id(item: dict[str, Any]) -> bool:
    return isinstance(item.get("id"), str)
