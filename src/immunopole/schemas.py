"""JSON Schemas of the data files, for editors' programs: completion, checks while typing, help in every language.

Standard: JSON Schema 2020-12, read by the YAML Language Server. Each data file names its schema in its first comment.
"""

from __future__ import annotations

import json
from typing import Any

from immunopole.datafiles import DataFile, FileModel
from immunopole.fieldguide import record_of
from immunopole.fields import BY_LANGUAGE
from immunopole.help import examples, texts, wording_locales
from immunopole.languages import Languages
from immunopole.records import model_schema

FOLDER = "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_name(file: DataFile[FileModel]) -> str:
    """Give the name of a file's schema in the folder of schemas."""
    return f"{file.kind}.schema.json"


def modeline(file: DataFile[FileModel]) -> str:
    """Give the comment by which a data file tells a program where its schema is."""
    return f"# yaml-language-server: $schema=../{FOLDER}/{schema_name(file)}"


def schema_text(file: DataFile[FileModel], languages: Languages) -> str:
    """Write the schema of a data file for a site in these languages."""
    root = json.loads(json.dumps(model_schema(file.model)))
    for name, definition in {file.model.__name__: root, **root.get("$defs", {})}.items():
        _explain(definition, name)
    schema = {"$schema": DIALECT, **_worded(root, languages)}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _explain(definition: dict[str, Any], record: str) -> None:
    definition["description"] = _in_every_language(record, "")
    for key, schema in definition.get("properties", {}).items():
        schema.pop("title", None)
        schema["description"] = _in_every_language(record, key)
        if not record_of(schema):
            example = examples()[record][key]
            truth = {"type": "boolean"} in (schema, *schema.get("anyOf", [])) or schema.get("type") == "boolean"
            schema["examples"] = [example == "true"] if truth else [example]


def _in_every_language(record: str, key: str) -> str:
    return "\n\n".join(f"[{locale}] {texts(locale)[record][key]}" for locale in wording_locales())


def _worded(schema: Any, languages: Languages) -> Any:
    """Turn texts by language into groups with a key for each language of the site."""
    if isinstance(schema, list):
        return [_worded(each, languages) for each in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: _worded(value, languages) for key, value in schema.items()}
    rule = schema.pop(BY_LANGUAGE, None)
    if rule is None:
        return schema
    text = schema.pop("additionalProperties")
    group = {"type": "object", "properties": dict.fromkeys(languages.locales, text), "additionalProperties": False}
    group |= {"required": list(languages.full)} if rule == "complete" else {"minProperties": 1}
    schema.pop("type")
    return schema | ({"anyOf": [{"type": "string"}, group]} if rule == "shared" else group)
