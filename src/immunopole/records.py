"""Checked reading of a data file: YAML in, frozen models and every problem out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from immunopole.documents import Document, Loc, read_document
from immunopole.problems import Problem, closest

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
    file: Path, shown_as: str, model: type[FileModel], locales: tuple[str, ...]
) -> tuple[FileModel | None, Document | None, list[Problem]]:
    """Read `file` whole into `model`; without a model there is at least one problem."""
    document, problems = read_document(file, shown_as)
    if document is None:
        return None, None, problems
    checked, faults = check_document(document, model, locales)
    problems += faults
    return (None if problems else checked), document, problems


def check_document(
    document: Document, model: type[FileModel], locales: tuple[str, ...]
) -> tuple[FileModel | None, list[Problem]]:
    """Check plain data against a model and place every fault in its file."""
    try:
        return model.model_validate(document.data, context={"locales": locales}), []
    except ValidationError as error:
        faults = [_problem(document, model, fault) for fault in error.errors(include_url=False)]
        return None, _without_consequences(faults)


def _problem(document: Document, model: type[BaseModel], fault: ErrorDetails) -> Problem:
    """Word a fault of pydantic's for an editor."""
    loc, context = fault["loc"], fault.get("ctx", {})
    found = _shown(fault["input"])
    code = _CODES.get(fault["type"], fault["type"])
    if code == "missing":
        return document.problem(code, loc, key=str(loc[-1]))
    if code == "unknown-key":
        known = _keys_at(model, loc[:-1])
        key = str(loc[-1])
        return document.key_problem(code, loc, key=key, known=", ".join(known), closest=closest(key, known))
    if code == "not-in-list":
        words = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
        return document.problem(code, loc, found=found, known=", ".join(words), closest=closest(found, words))
    if "_" in code:
        # One of pydantic's own types that no field of ours is known to raise: still no traceback.
        return document.problem("not-accepted", loc, found=found, reason=fault["msg"])
    details = {"found": found} | {name: str(value) for name, value in context.items()}
    return (document.key_problem if code in _OF_KEYS else document.problem)(code, loc, **details)


def _without_consequences(problems: list[Problem]) -> list[Problem]:
    """Tell a misspelt key once: `titel` is unknown, and that `title` is missing follows from it."""
    meant = {(p.where[:-1], p.details["closest"]) for p in problems if p.code == "unknown-key"}
    return [p for p in problems if p.code != "missing" or (p.where[:-1], p.where[-1]) not in meant]


def _shown(value: Any) -> str:
    """Show a value in a few words, on one line."""
    if isinstance(value, dict):
        text = "{" + ", ".join(map(str, value)) + "}"
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(map(str, value)) + "]"
    else:
        text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _keys_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """List the keys the model knows at a path: the models themselves are the only schema."""
    schema = _schema(model)
    definitions = schema.get("$defs", {})
    here = schema
    for step in loc:
        here = _resolved(here, definitions)
        here = here.get("items", {}) if isinstance(step, int) else _property(here, step)
    return sorted(_resolved(here, definitions).get("properties", {}))


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _property(schema: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = schema.get("properties", {}).get(name, {})
    return found


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    for choice in schema.get("anyOf", []):
        if choice.get("type") != "null":
            schema = choice
    while "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[-1]]
    return schema
