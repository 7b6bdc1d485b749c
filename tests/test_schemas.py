"""The JSON schemas of the data files, as an editor's program reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from immunopole import datafiles
from immunopole.datafiles import DataFile
from immunopole.fieldguide import example
from immunopole.generated import generated_files, stale_files
from immunopole.help import wording_locales
from immunopole.languages import Language, Languages
from immunopole.schemas import modeline, schema_text
from immunopole.settings import Layout, read_layout

from .conftest import REPOSITORY, SITES

FILES = {file.kind: file for file in datafiles.ALL}
GONE = object()


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2 with its core schema, which editors' programs read: no dates, `no` is a text, 012 a number."""


CoreLoader.yaml_implicit_resolvers = {}


def number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    """Read a whole number, leading zeros or not."""
    return int(str(loader.construct_scalar(node)))


for tag, form in {
    "null": r"|~|null|Null|NULL",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
}.items():
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{form})$"), None)
CoreLoader.add_constructor("tag:yaml.org,2002:int", number)


def as_an_editor_reads(text: str) -> Any:
    """Read YAML as the YAML language server does."""
    return yaml.load(text, Loader=CoreLoader)  # noqa: S506  # a safe loader


LANGUAGES = Languages((Language("fr", "Français", default=True), Language("en", "English")))


@cache
def schema(kind: str) -> dict[str, Any]:
    """Give the schema of a data file for a site in French and English."""
    loaded: dict[str, Any] = json.loads(schema_text(FILES[kind], LANGUAGES))
    return loaded


def right(kind: str) -> Any:
    """Give the example of a whole file, as an editor's program reads it."""
    return as_an_editor_reads(example(FILES[kind].model.__name__, kind))


@cache
def validator(kind: str) -> Draft202012Validator:
    """Give what checks a data file."""
    return Draft202012Validator(schema(kind))


def mistakes(kind: str, data: Any) -> list[str]:
    """List what a schema finds wrong, each with its path."""
    return [f"{error.json_path}: {error.message}" for error in validator(kind).iter_errors(data)]


def properties() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Give every property of every record: the file, the record, the key and its schema."""
    for kind, file in FILES.items():
        root = schema(kind)
        for name, definition in {file.model.__name__: root, **root.get("$defs", {})}.items():
            for key, below in definition.get("properties", {}).items():
                yield kind, name, key, below


def layout() -> Layout:
    """Read the layout of the real site."""
    found, problems = read_layout(REPOSITORY / "mkdocs.yml", "/")
    assert found is not None, problems
    return found


def changed(kind: str, loc: tuple[str | int, ...], value: Any) -> Any:
    """Make one mistake in a file that is right: put a value at a path below its first record, or take one away."""
    data = right(kind)
    here = data[kind][0] if isinstance(data[kind], list) else data[kind]
    for step in loc[:-1]:
        here = here[step]
    if value is GONE:
        del here[loc[-1]]
    else:
        here[loc[-1]] = value
    return data


@pytest.mark.parametrize("kind", FILES)
def test_a_schema_is_one_of_json_schema_2020_12(kind: str) -> None:
    """As it says itself."""
    assert schema(kind)["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("kind", FILES)
def test_no_mark_of_ours_is_left_where_languages_are(kind: str) -> None:
    """A program must see the languages themselves, not a note of how they are checked."""
    assert "x-by-language" not in json.dumps(schema(kind))


@pytest.mark.parametrize(
    "file",
    [
        *sorted((REPOSITORY / "data").glob("*.yaml")),
        *sorted((SITES / "base/data").glob("*.yaml")),
        *(
            pytest.param(file) if file.name == "people.yaml" else file
            for file in sorted((SITES / "every-field/data").glob("*.yaml"))
        ),
    ],
    ids=lambda file: "/".join(file.parts[-3:]),
)
def test_what_is_right_passes(file: Path) -> None:
    """The files of the site, and those of the site that has every field."""
    assert mistakes(file.stem, as_an_editor_reads(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("kind", FILES)
def test_the_examples_of_files_are_right(kind: str) -> None:
    """The mistakes below are made in them."""
    assert mistakes(kind, right(kind)) == []


@pytest.mark.parametrize(
    ("kind", "loc", "value"),
    [
        ("people", ("degres",), ["MD"]),
        ("people", ("reviewed",), GONE),
        ("people", ("id",), "Camille Exemple"),
        ("people", ("degrees",), "MD"),
        ("people", ("degrees",), [["MD"]]),
        ("people", ("summary", "en"), GONE),
        ("people", ("summary", "de"), "x" * 80),
        ("people", ("summary", "en"), "Too short."),
        ("people", ("summary",), "One text for all languages, which is not allowed where there must be two of them."),
        ("people", ("pronouns",), {}),
        ("people", ("agreement",), "female"),
        ("people", ("reviewed",), "2026-11"),
        ("people", ("reviewed",), "23/11/2026"),
        ("people", ("reviewed",), 2026),
        ("people", ("positions", 0, "title"), {"fr": "Directrice", "en": "Director"}),
        ("people", ("positions", 0, "role"), GONE),
        ("people", ("positions", 0, "organisation"), GONE),
        ("people", ("positions", 0, "from"), "2012-5"),
        ("people", ("positions", 0, "from"), 12),
        ("people", ("positions", 0, "as_of"), "2012/"),
        ("people", ("positions", 0, "start"), "2012"),
        ("people", ("positions", 0, "main"), "perhaps"),
        ("people", ("positions", 0), "director"),
        ("people", ("visibility",), {"pronoun": "hidden"}),
        ("people", ("visibility",), {"family_name": "hidden"}),
        ("people", ("visibility",), {"pronouns": "secret"}),
        ("people", ("portrait",), {"file": "ana.jpg", "credit": "x", "alt": {"fr": "x", "en": "x"}}),
        ("people", ("links",), [{"url": "example.org", "label": "x"}]),
        ("people", ("identifiers",), {"orcid": "0000-0002"}),
        pytest.param("people", ("identifiers",), {"orcid": "0000-0002-1825-00977"}),
        pytest.param("people", ("identifiers",), {"idref": "0269276081"}),
        pytest.param("organisations", ("identifiers",), {"ror": "x035xkbk20x"}),
        ("organisations", ("kind",), "laboratory"),
        ("organisations", ("name",), {}),
        ("organisations", ("website",), "javascript:alert(1)"),
        ("organisations", ("founded",), "about 1970"),
        ("organisations", ("summary",), GONE),
        ("roles", ("title", "fr", "epicene"), GONE),
        ("roles", ("title", "en"), ["Director"]),
        ("themes", ("name",), GONE),
        ("timeline", ("sources",), GONE),
        ("timeline", ("date",), "31 May 2012"),
        ("events", ("start",), "2026-12-01 2 p.m."),
        ("events", ("start",), "2026-12"),
        ("events", ("status",), "canceled"),
        ("figures", ("value",), "many"),
        ("figures", ("value",), -1),
        ("figures", ("qualifier",), "almost"),
        ("publisher", ("phone",), GONE),
        ("publisher", ("host",), None),
        ("publisher", ("public_body",), "perhaps"),
        ("publisher", ("accessibility", "conformity"), "total"),
        ("publisher", ("fax",), "x"),
    ],
)
def test_a_mistake_shows_while_typing(kind: str, loc: tuple[str | int, ...], value: Any) -> None:
    """A misspelt key, a language that is missing, another kind of value, a date that is none."""
    assert mistakes(kind, changed(kind, loc, value)) != []


@pytest.mark.parametrize("kind", FILES)
def test_a_file_has_its_one_key(kind: str) -> None:
    """The name of the file, at the very left."""
    data = right(kind)
    assert mistakes(kind, {f"{kind}s": data[kind]}) != []
    assert mistakes(kind, data[kind]) != []


def test_numbers_may_be_typed_without_quotation_marks() -> None:
    """A year, a figure, true and false: YAML makes no text of them."""
    assert mistakes("people", changed("people", ("positions", 0, "from"), 2012)) == []
    assert mistakes("people", changed("people", ("positions", 0, "main"), value=True)) == []
    assert mistakes("figures", changed("figures", ("value",), 2000)) == []
    assert mistakes("publisher", changed("publisher", ("public_body",), value=None)) == []


def test_a_name_that_is_the_same_everywhere_may_be_typed_once() -> None:
    """Or once for each language, then for all of them."""
    assert mistakes("organisations", changed("organisations", ("name",), "Inserm")) == []


@pytest.mark.parametrize("file", datafiles.ALL, ids=lambda file: file.kind)
def test_every_data_file_says_in_its_first_line_where_its_schema_is(file: DataFile[Any]) -> None:
    """A program looks for it from the file's own folder."""
    path = REPOSITORY / "data" / file.name
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first == modeline(file)
    there = (path.parent / first.partition("$schema=")[2]).resolve()
    assert json.loads(there.read_text(encoding="utf-8"))["title"] == schema(file.kind)["title"]


def test_no_generated_file_is_out_of_date() -> None:
    """`immunopole schema --write` was run after the last change."""
    site = layout()
    assert len(generated_files(site)) >= len(FILES)
    assert stale_files(site) == []


def test_a_schema_speaks_of_the_languages_of_the_site() -> None:
    """A third one is a key more, in each text; a reduced one is not asked for."""
    more = Languages((*LANGUAGES.all, Language("de", "Deutsch"), Language("es", "Español", reduced=True)))
    summary = json.loads(schema_text(datafiles.THEMES, more))["$defs"]["Theme"]["properties"]["summary"]
    assert list(summary["properties"]) == ["fr", "en", "de", "es"]
    assert summary["required"] == ["fr", "en", "de"]


def test_every_property_is_explained_in_every_language() -> None:
    """An editor's program shows it beside the line."""
    found = list(properties())
    assert len(found) > 100
    for kind, name, key, below in found:
        paragraphs = below["description"].split("\n\n")
        marks = [paragraph.split("] ")[0] for paragraph in paragraphs]
        assert marks == [f"[{locale}" for locale in wording_locales()], (kind, name, key)
        assert all(len(paragraph) > 15 for paragraph in paragraphs), (kind, name, key)


def test_every_value_has_an_example() -> None:
    """A record has those of its fields."""
    bare = [(name, key) for _, name, key, below in properties() if "$ref" not in json.dumps(below)]
    shown = [(name, key) for _, name, key, below in properties() if below.get("examples")]
    assert shown == bare


def test_every_example_passes_as_it_is_shown_to_be_typed() -> None:
    """In the guides and in new records it stands without the quotation marks that JSON has."""
    failing = []
    for kind, name, key, below in properties():
        typed = as_an_editor_reads(example(name, key))[key]
        check = Draft202012Validator({**below, "$defs": schema(kind)["$defs"]})
        failing += [(name, key) for _ in check.iter_errors(typed)][:1]
    assert failing == []


def test_every_example_in_a_schema_passes_it() -> None:
    """Programs offer it for insertion."""
    failing = []
    for kind, name, key, below in properties():
        check = Draft202012Validator({**below, "$defs": schema(kind)["$defs"]})
        failing += [(name, key, each) for each in below.get("examples", ()) if not check.is_valid(each)]
    assert failing == []
