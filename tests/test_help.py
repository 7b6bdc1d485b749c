"""What every field is for, and an example of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from immunopole import datafiles
from immunopole.fields import Record, Scope
from immunopole.help import examples, texts, wording_locales
from immunopole.pages import FrontMatter
from immunopole.records import model_schema

TODAY = date(2026, 11, 23)
LOCALES = ("fr", "en")
# Of two fields, one: an example of the one stands in a record without the other.
ALTERNATIVES = {("Position", "title"): "role", ("Position", "role"): "title"}
# A field that says something of another stands with it.
COMPANIONS = {("Organisation", "relation_as_of"): "relation"}
WRITTEN: list[type[BaseModel]] = [*(file.model for file in datafiles.ALL), FrontMatter]


def models() -> dict[str, type[BaseModel]]:
    """Give every model that an editor writes a record of, by its name."""
    names = {name for model in WRITTEN for name in (model.__name__, *model_schema(model).get("$defs", {}))}
    return {model.__name__: model for model in below(Record) if model.__name__ in names}


def below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Give all models made of one."""
    for child in model.__subclasses__():
        yield child
        yield from below(child)


def keys(model: type[BaseModel]) -> dict[str, bool]:
    """Give the keys of a model as an editor types them, and whether each must be there."""
    return {field.alias or name: field.is_required() for name, field in model.model_fields.items()}


def faults(model: type[BaseModel], record: dict[str, Any]) -> list[str]:
    """List what is wrong with a record."""
    try:
        model.model_validate(record, context={"scope": Scope(LOCALES, TODAY)})
    except ValidationError as error:
        return [f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in error.errors()]
    return []


MODELS = models()
EXAMPLES = [(name, key) for name, model in MODELS.items() for key in keys(model)]


def test_the_models_are_all_there() -> None:
    """Those of every data file, and what stands at the top of a page; none of them has a model without a record."""
    assert {"Person", "Position", "PersonIdentifiers", "Portrait", "Forms", "Venue", "Host"} <= MODELS.keys()
    assert {model.__name__ for model in WRITTEN} <= MODELS.keys()
    assert len({model.__name__ for model in below(Record)}) == len(list(below(Record)))


@pytest.mark.parametrize("locale", wording_locales())
def test_every_field_is_explained_and_nothing_else(locale: str) -> None:
    """The record itself first, then its keys in the order of the model."""
    assert {name: list(entries) for name, entries in texts(locale).items()} == {
        name: ["", *keys(model)] for name, model in MODELS.items()
    }


@pytest.mark.parametrize("locale", wording_locales())
def test_an_explanation_says_something_in_one_line(locale: str) -> None:
    """It stands in tables and in comments."""
    for name, entries in texts(locale).items():
        for key, text in entries.items():
            assert len(text) > 10, (name, key)
            assert "\n" not in text, (name, key)


def test_languages_explain_in_their_own_words() -> None:
    """A text that is the same in two was not translated."""
    one, *others = wording_locales()
    for other in others:
        for name, entries in texts(one).items():
            assert [key for key, text in entries.items() if text == texts(other)[name][key]] == [], name


def test_an_unknown_language_has_the_words_of_the_first() -> None:
    """Better than none."""
    assert texts("tlh") == texts(wording_locales()[0])


def test_every_field_has_an_example_and_nothing_else() -> None:
    """In the order of the models."""
    assert {name: list(entries) for name, entries in examples().items()} == {
        name: list(keys(model)) for name, model in MODELS.items()
    }


@pytest.mark.parametrize(("name", "key"), EXAMPLES, ids=[f"{name}.{key}" for name, key in EXAMPLES])
def test_every_example_passes_the_checks(name: str, key: str) -> None:
    """In a record that is right: the examples of what must be there, and this one."""
    model, given = MODELS[name], examples()[name]
    together = {key, COMPANIONS.get((name, key), key)}
    record = {each: given[each] for each, required in keys(model).items() if required or each in together}
    if name == "Position":
        record |= {"role": given["role"]}
    record.pop(ALTERNATIVES.get((name, key), ""), None)
    assert faults(model, record) == []


def test_a_title_and_a_role_are_alternatives() -> None:
    """The two examples do not stand together, and one of them must."""
    given = examples()["Position"]
    for present, fault in (({"title", "role"}, "title-and-role"), (set(), "title-or-role")):
        record = {key: value for key, value in given.items() if key in {"organisation", *present}}
        assert faults(MODELS["Position"], record) == [f": {fault}"]


def test_all_examples_of_a_record_stand_together() -> None:
    """But for the alternatives: so a record can be copied whole, dates in their order."""
    for name, model in MODELS.items():
        record = dict(examples()[name])
        if name == "Position":
            del record["title"]
        assert faults(model, record) == [], name


@pytest.mark.parametrize(
    ("name", "key", "bad"),
    [("Person", "reviewed", "2026-11-25"), ("Person", "degrees", "MD"), ("Event", "end", "2026-11-30")],
)
def test_a_bad_example_would_be_noticed(name: str, key: str, bad: str) -> None:
    """The day and the languages count."""
    assert faults(MODELS[name], {**examples()[name], key: bad}) != []
