"""Checked reading of a data file: YAML in, frozen models and every problem out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from immunopole.documents import Document, Loc, read_document
from immunopole.fields import AT, TEXT, Scope
from immunopole.problems import MOST_PROBLEMS, Place, Problem, closest

FileModel = TypeVar("FileModel", bound=BaseModel)

# What pydantic calls a fault, and what an editor is told.
_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown-key",
    "bool_parsing": "not-yes-no",
    "bool_type": "not-yes-no",
    "int_parsing": "not-number",
    "int_type": "not-number",
    "string_type": "not-text",
    "dict_type": "not-mapping",
    "model_type": "not-mapping",
    "model_attributes_type": "not-mapping",
    "tuple_type": "not-list",
    "list_type": "not-list",
    "literal_error": "not-in-list",
    "enum": "not-in-list",
}
# Faults of a key, whatever stands beside it.
_OF_KEYS = frozenset({"unknown-language"})
_LONGEST_SHOWN = 60


def read_records(
    file: Path, shown_as: str, model: type[FileModel], scope: Scope
) -> tuple[FileModel | None, Document | None, list[Problem]]:
    """Read `file` whole into `model`; without a model there is at least one problem."""
    document, problems = read_document(file, shown_as)
    if document is None:
        return None, None, problems
    checked, faults = check_document(document, model, scope)
    # What the reader could not keep is missing to the model: that is one mistake, told once.
    problems += [fault for fault in faults if not any(_overlap(fault.place, problem.place) for problem in problems)]
    return (None if problems else checked), document, problems


def _overlap(one: Place, other: Place) -> bool:
    if one.line != other.line:
        return False
    return one.column < other.column + other.length and other.column < one.column + one.length


def check_document(document: Document, model: type[FileModel], scope: Scope) -> tuple[FileModel | None, list[Problem]]:
    """Check plain data against a model and place every fault in its file.

    The records of a list are checked one by one, so that a file full of mistakes costs no more than one of them.
    """
    data, problems = document.data, []
    for key, item_model in _lists(model).items():
        if isinstance(data, dict) and isinstance(items := data.get(key), list):
            checked = []
            for index, item in enumerate(items):
                record, faults = _checked(document, item_model, item, (key, index), scope)
                problems += faults
                if record is not None:
                    checked.append(record)
                if len(problems) > MOST_PROBLEMS:
                    last = problems[MOST_PROBLEMS - 1].place
                    return None, [*problems[:MOST_PROBLEMS], document.problem_at("more-problems", last)]
            data = {**data, key: checked}
    whole, faults = _checked(document, model, data, (), scope)
    problems += faults
    return (None if problems else whole), problems


def _checked(
    document: Document, model: type[FileModel], data: Any, loc: Loc, scope: Scope
) -> tuple[FileModel | None, list[Problem]]:
    try:
        return model.model_validate(data, context={"scope": scope}), []
    except ValidationError as error:
        faults = [_problem(document, model, fault, loc) for fault in error.errors(include_url=False)]
        return None, list(_together(_without_consequences(faults)))


@cache
def _lists(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Find the lists of records in the model of a file: `people` of `PeopleFile` holds `Person`."""
    found: dict[str, type[BaseModel]] = {}
    for key, field in model.model_fields.items():
        item = next(iter(get_args(field.annotation)), None)
        if get_origin(field.annotation) is tuple and isinstance(item, type) and issubclass(item, BaseModel):
            found[key] = item
    return found


def _problem(document: Document, model: type[BaseModel], fault: ErrorDetails, base: Loc) -> Problem:
    """Word a fault of pydantic's for an editor; `base` is where in the file the model stands."""
    loc, context = base + _own(fault["loc"]), dict(fault.get("ctx", {}))
    if AT in context:
        loc = (*loc, context.pop(AT))
    found = _shown(fault["input"])
    code = _CODES.get(fault["type"], fault["type"])
    if code == "missing":
        return document.problem(code, loc, key=str(loc[-1]))
    if code == "not-mapping" and not loc and isinstance(document.data, list | None) and _lists(model):
        return document.problem("no-list-key", loc, key=next(iter(_lists(model))))
    if (
        code == "not-text"
        and isinstance(fault["input"], list)
        and fault["input"][:1]
        and isinstance(fault["input"][0], list)
    ):
        return document.problem("yaml-brackets", loc)
    if code == "empty" and _is_optional(model, fault["loc"]):
        return document.problem("empty-optional", loc)
    if code == "unknown-key":
        known = _keys_at(model, fault["loc"][:-1])
        key = str(loc[-1])
        return document.key_problem(code, loc, key=key, known=", ".join(known), closest=closest(key, known))
    tell = document.key_problem if _is_key(fault["loc"]) or code in _OF_KEYS else document.problem
    if code == "not-in-list":
        words = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
        return tell(code, loc, found=found, known=", ".join(words), closest=closest(found, words))
    if "_" in code:
        # One of pydantic's own types that no field of ours is known to raise: still no traceback.
        return document.problem("not-accepted", loc, found=found, reason=fault["msg"])
    within = context.pop(TEXT, None)
    details = {"found": found} | {name: str(value) for name, value in context.items()}
    if within is not None:
        return document.problem_at(code, document.place_within(loc, within), document.breadcrumb(loc), **details)
    return tell(code, loc, **details)


def _is_key(loc: Loc) -> bool:
    """Whether pydantic means a key and not its value."""
    return bool(loc) and loc[-1] == "[key]"


def _own(loc: Loc) -> Loc:
    return loc[:-1] if _is_key(loc) else loc


def _without_consequences(problems: list[Problem]) -> list[Problem]:
    """Tell a misspelt key once: `titel` is unknown, and that `title` is missing follows from it."""
    meant = {(p.where[:-1], p.details["closest"]) for p in problems if p.code == "unknown-key"}
    return [p for p in problems if p.code != "missing" or (p.where[:-1], p.where[-1]) not in meant]


def _together(problems: list[Problem]) -> Iterator[Problem]:
    """Tell the keys that one group lacks in one problem."""
    missing: dict[tuple[str, ...], list[str]] = {}
    for problem in problems:
        if problem.code == "missing":
            missing.setdefault(problem.where[:-1], []).append(problem.details["key"])
    for problem in problems:
        keys = missing.get(problem.where[:-1], []) if problem.code == "missing" else []
        if len(keys) <= 1:
            yield problem
        elif problem.details["key"] == keys[0]:
            yield replace(problem, code="missing-keys", where=problem.where[:-1], details={"keys": ", ".join(keys)})


def _shown(value: Any) -> str:
    """Show a value in a few words, on one line; a group says nothing that its own lines do not say."""
    if isinstance(value, dict):
        text = ""
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join("…" if isinstance(item, dict | list) else str(item) for item in value) + "]"
    else:
        text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _keys_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """List the keys the model knows at a path: the models themselves are the only schema."""
    schema = model_schema(model)
    here = schema
    for step in loc:
        here = resolved(here, schema)
        found = here.get("items", {}) if isinstance(step, int) else here.get("properties", {}).get(step)
        here = found if isinstance(found, dict) else here.get("additionalProperties") or {}
    return sorted(resolved(here, schema).get("properties", {}))


def _begins_with_list(value: Any) -> bool:
    """Whether a text was taken for a list because it begins with `[[`."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], list)


def _is_optional(model: type[BaseModel], loc: Loc) -> bool:
    """Whether the field at a path may be left out."""
    schema = model_schema(model)
    here = resolved(schema, schema)
    for step in loc[:-1]:
        found = here.get("items", {}) if isinstance(step, int) else here.get("properties", {}).get(step)
        here = resolved(found if isinstance(found, dict) else here.get("additionalProperties") or {}, schema)
    return loc[-1] in here.get("properties", {}) and loc[-1] not in here.get("required", ())


@cache
def model_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Give a model as a JSON Schema (2020-12), under the keys an editor types."""
    return model.model_json_schema(by_alias=True)


def resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """Follow references and pass over «or nothing», keeping what is said beside them."""
    for choice in schema.get("anyOf", []):
        if choice.get("type") != "null":
            schema = {**{key: value for key, value in schema.items() if key != "anyOf"}, **choice}
    while "$ref" in schema:
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**root.get("$defs", {})[schema["$ref"].rsplit("/", 1)[-1]], **beside}
    return schema
