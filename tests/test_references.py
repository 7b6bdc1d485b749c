"""What records say of each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from immunopole import datafiles
from immunopole.documents import Document, parse_document
from immunopole.fields import BY_LANGUAGE, IS_MARKDOWN, REFERS_TO
from immunopole.pages import FrontMatter
from immunopole.problems import Problem
from immunopole.references import (
    Ids,
    check_equal_ids,
    check_mentions,
    check_parents,
    check_references,
    find_ids,
    paths,
    values_at,
)

MODELS: dict[str, type[BaseModel]] = {file.kind: file.model for file in datafiles.ALL} | {"pages": FrontMatter}
IDS = Ids(
    {
        "people": frozenset({"ana-lopez", "jean-paul-borg", "paul-andre-borg"}),
        "organisations": frozenset({"lab", "crcm", "ciml"}),
        "themes": frozenset(),
    },
    {"people": {"ana-garcia": "ana-lopez"}, "organisations": {"crmc": "lab"}},
)


def marked(mark: str) -> Iterator[tuple[str, str]]:
    """Write the path of every field of every file that carries a mark, and what the mark says."""
    for name, model in MODELS.items():
        for path, says in paths(model, mark):
            yield ".".join([*([name] if name == "pages" else []), *("*" if s is None else s for s in path)]), str(says)


def parsed(kind: str, text: str) -> Document:
    """Parse the text of a data file."""
    document, problems = parse_document(text, f"data/{kind}.yaml", many=True)
    assert document is not None, problems
    return document


def records(kind: str, *items: str) -> Document:
    """Make a data file of records, each a line of YAML."""
    return parsed(kind, "\n".join([f"{kind}:", *(f"  - {{ {item} }}" for item in items)]))


def told(problems: Iterator[Problem]) -> list[tuple[str, int, str]]:
    """Sum up problems: what, on which line, and what was found there."""
    return [(problem.code, problem.place.line, problem.details["found"]) for problem in problems]


def test_every_field_that_names_a_record_is_checked() -> None:
    """A new field of ids belongs into this table; one that has lost its mark is missing from it."""
    assert sorted(marked(REFERS_TO)) == [
        ("events.*.organisers.*", "organisations"),
        ("events.*.people.*", "people"),
        ("events.*.themes.*", "themes"),
        ("organisations.*.parent", "organisations"),
        ("organisations.*.successor", "organisations"),
        ("pages.organisations.*", "organisations"),
        ("pages.people.*", "people"),
        ("pages.themes.*", "themes"),
        ("people.*.positions.*.organisation", "organisations"),
        ("people.*.positions.*.role", "roles"),
        ("people.*.themes.*", "themes"),
        ("themes.*.organisations.*", "organisations"),
        ("themes.*.themes.*", "themes"),
        ("timeline.*.organisations.*", "organisations"),
        ("timeline.*.people.*", "people"),
        ("timeline.*.themes.*", "themes"),
    ]


def test_every_field_of_prose_is_known() -> None:
    """Where `[[…]]` is a link, and is checked to be one."""
    assert sorted(marked(IS_MARKDOWN)) == [
        ("events.*.description.*", "True"),
        ("organisations.*.description.*", "True"),
        ("people.*.biography.*", "True"),
        ("people.*.quotation.text.*", "True"),
        ("themes.*.description.*", "True"),
        ("timeline.*.text.*", "True"),
    ]


def test_texts_that_only_some_languages_may_have_are_known() -> None:
    """The others are complete, or one text for all."""
    rules = dict(marked(BY_LANGUAGE))
    assert [path for path, rule in rules.items() if rule == "partial"] == [
        "people.*.pronouns",
        "people.*.biography",
        "people.*.quotation.text",
        "organisations.*.description",
        "themes.*.description",
    ]
    assert set(rules.values()) == {"complete", "shared", "partial"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), [((), {"a": [{"b": "1"}, {"b": "2", "c": ["3"]}, "4"], "d": {"fr": "5", "en": "6"}})]),
        (("a", None, "b"), [(("a", 0, "b"), "1"), (("a", 1, "b"), "2")]),
        (("a", None, "c", None), [(("a", 1, "c", 0), "3")]),
        (("d", None), [(("d", "fr"), "5"), (("d", "en"), "6")]),
        (("a", None), [(("a", 0), {"b": "1"}), (("a", 1), {"b": "2", "c": ["3"]}), (("a", 2), "4")]),
        (("a", "b"), []),
        (("d", "fr", None), []),
        (("e", None), []),
    ],
)
def test_values_are_found_with_their_own_paths(path: tuple[str | None, ...], expected: list[Any]) -> None:
    """Any item of a list, any key of a group; what has another form than it should is passed over."""
    data = {"a": [{"b": "1"}, {"b": "2", "c": ["3"]}, "4"], "d": {"fr": "5", "en": "6"}}
    assert list(values_at(data, path)) == expected


@pytest.mark.parametrize(
    ("ident", "kinds", "closest"),
    [
        ("ana-garcia", ("people",), "ana-lopez"),
        ("crmc", ("people", "organisations"), "lab"),
        ("crmc", ("people",), ""),
        ("crcn", ("organisations",), "crcm"),
        ("Ana-Lopes", ("people",), "ana-lopez"),
        ("borg", ("people",), "jean-paul-borg, paul-andre-borg"),
        ("paul-borg", ("people",), "jean-paul-borg, paul-andre-borg"),
        ("crcl", ("people", "organisations"), "crcm"),
        ("xyz", ("people", "organisations"), ""),
        ("lab", ("events",), ""),
    ],
)
def test_what_was_meant_is_offered(ident: str, kinds: tuple[str, ...], closest: str) -> None:
    """What a former id is called now, before all others; the likest; those that have all the words; three at most."""
    assert IDS.closest(ident, *kinds) == closest


@pytest.mark.parametrize("ident", ["ann-borg", "borg"])
def test_no_more_than_three_are_offered_and_each_once(ident: str) -> None:
    """A longer list is no help."""
    ids = Ids({"people": frozenset({f"{name}-borg" for name in ("anna", "anne", "annie", "hannah", "zoe")})})
    offered = ids.closest(ident, "people").split(", ")
    assert len(offered) == len(set(offered)) == 3
    assert set(offered) <= ids.present["people"]


def test_the_likest_is_found_among_thousands_too() -> None:
    """Where only those with the same beginning are compared."""
    ids = Ids({"people": frozenset({f"person-{number}" for number in range(5000)} | {"jean-paul-borg", "crcm"})})
    assert ids.closest("jean-poul-borg", "people") == "jean-paul-borg"
    assert ids.closest("borg", "people") == "jean-paul-borg"


def test_the_ids_of_all_files_are_known_whatever_else_is_wrong_in_them() -> None:
    """A record without an id, or that is no record, has none; former ids lead to the present one."""
    ids = find_ids(
        {
            "people": records("people", "id: ana, former_ids: [anne, anna]", "name: x", "id: [a]", "id: bob"),
            "organisations": records("organisations", "name: x"),
            "themes": parsed("themes", "themes: []"),
            "events": parsed("events", "events: nonsense"),
            "roles": parsed("roles", "roles:\n  - text\n"),
        }
    )
    people, nothing = frozenset({"ana", "bob"}), frozenset[str]()
    assert ids.present == {"people": people, "organisations": nothing, "themes": nothing, "roles": nothing}
    assert ids.former["people"] == {"anne": "ana", "anna": "ana"}
    assert ids.linked("ana")
    assert not ids.linked("anne")


def test_what_refers_to_a_file_that_could_not_be_read_is_not_judged() -> None:
    """The file is the mistake; every reference to it would be the same one again."""
    ids = find_ids({"people": records("people", "id: ana"), "organisations": parsed("organisations", "nonsense")})
    assert ids.has("organisations", "anything")
    assert ids.linked("anybody")
    assert not ids.has("people", "bob")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lab", "lab"),
        ("LAB", "lab"),
        ("L&C", "lab"),
        ("Laboratoire de l’Exemple", "lab"),
        ("laboratoire", None),
        ("", None),
    ],
)
def test_a_name_or_an_acronym_means_its_record(typed: str, meant: str | None) -> None:
    """Nobody knows an id by heart."""
    record = 'id: lab, name: { fr: "Laboratoire de l\'Exemple", en: Example Laboratory }, acronym: L&C'
    ids = find_ids({"organisations": records("organisations", record)})
    assert ids.meant(typed, "organisations") == meant
    if meant:
        assert ids.closest(typed, "organisations") == meant


def test_prose_links_to_people_organisations_and_themes_only() -> None:
    """They have pages."""
    kinds = ("people", "organisations", "themes", "roles")
    ids = Ids({kind: frozenset({ident}) for kind, ident in zip(kinds, "abcd", strict=True)})
    assert [ids.linked(ident) for ident in "abcd"] == [True, True, True, False]


def test_prose_links_to_nothing_in_a_file_that_does_not_exist() -> None:
    """A file that cannot be read might hold the record; one that is not there holds none."""
    known = {"people": frozenset({"a"}), "organisations": frozenset[str]()}
    assert Ids(known).linked("c")
    assert not Ids(known, absent=frozenset({"themes"})).linked("c")


def test_an_id_is_given_once() -> None:
    """Nobody may take one that another record has or had: of its kind, or of any kind that prose links to."""
    documents = {
        "people": records("people", "id: ana, former_ids: [lab]", "id: ana", "id: bob, former_ids: [ana]"),
        "organisations": records("organisations", "id: lab", "id: bob"),
        "themes": records("themes", "id: ana", "id: cells", "id: cells"),
    }
    problems = list(check_equal_ids(documents))
    assert [(p.path, p.place.line, p.details["found"], p.details["first"]) for p in problems] == [
        ("data/people.yaml", 3, "ana", "data/people.yaml:2"),
        ("data/people.yaml", 4, "ana", "data/people.yaml:2"),
        ("data/organisations.yaml", 2, "lab", "data/people.yaml:2"),
        ("data/organisations.yaml", 3, "bob", "data/people.yaml:4"),
        ("data/themes.yaml", 2, "ana", "data/people.yaml:2"),
        ("data/themes.yaml", 4, "cells", "data/themes.yaml:3"),
    ]
    assert {problem.code for problem in problems} == {"equal-ids"}


def test_every_id_that_is_named_exists() -> None:
    """Of the kind that the field is for; told even if the record has other mistakes."""
    people = records("people", "nonsense: x, positions: [{ organisation: lab }, { organisation: ana-lopez }]", "themes")
    (problem,) = check_references(people, MODELS["people"], IDS)
    assert (problem.code, problem.place.line, problem.details) == (
        "unknown-organisation",
        2,
        {"found": "ana-lopez", "closest": ""},
    )
    assert problem.where == ("people", "1", "positions", "2", "organisation")


@pytest.mark.parametrize(
    ("kind", "item", "code"),
    [
        ("people", "themes: [cells]", "unknown-theme"),
        ("people", "positions: [{ role: head }]", "unknown-role"),
        ("events", "people: [lab]", "unknown-person"),
        ("timeline", "organisations: [ana-lopez]", "unknown-organisation"),
    ],
)
def test_each_kind_of_record_has_its_own_words_for_an_unknown_id(kind: str, item: str, code: str) -> None:
    """They say which file to look into."""
    ids = Ids({**IDS.present, "roles": frozenset({"director"})})
    assert [problem.code for problem in check_references(records(kind, item), MODELS[kind], ids)] == [code]


@pytest.mark.parametrize(
    ("kind", "item", "codes"),
    [
        ("events", "people: [ana-lopez, ' ana-lopez ', jean-paul-borg]", ["named-twice"]),
        ("events", "people: [ana-lopez], organisers: [lab]", []),
        ("people", "positions: [{ organisation: lab }, { organisation: lab }]", []),
        ("organisations", "id: lab, parent: lab", ["names-itself"]),
        ("organisations", "id: lab, successor: lab, parent: ciml", ["names-itself"]),
        ("events", "id: lab, organisers: [lab]", []),
    ],
)
def test_a_list_names_each_once_and_no_record_names_itself(kind: str, item: str, codes: list[str]) -> None:
    """Two positions may be in one house; an event may be called like the house that holds it."""
    assert [problem.code for problem in check_references(records(kind, item), MODELS[kind], IDS)] == codes


def test_a_file_that_could_not_be_read_is_not_told_again_at_each_id() -> None:
    """It is one mistake."""
    people = records("people", "positions: [{ role: head, organisation: lab }]")
    assert list(check_references(people, MODELS["people"], Ids({"organisations": frozenset({"lab"})}))) == []


def test_every_link_in_prose_leads_to_a_record() -> None:
    """Each at its own spot, equal ones too; what is no text is another check's."""
    text = """\
people:
  - biography:
      fr: |
        Avec [[lab]] et [[crmc]].

        Encore [[crmc|lui]], [[crmc]] et `[[crmc]]`.
      en: With [[crmc]].
    quotation:
      text: [not, a, text]
"""
    problems = list(check_mentions(parsed("people", text), MODELS["people"], IDS))
    assert [(p.place.line, p.place.column, p.place.length, p.details["closest"]) for p in problems] == [
        (4, 25, 8, "lab"),
        (6, 16, 12, "lab"),
        (6, 30, 8, "lab"),
        (7, 16, 8, "lab"),
    ]
    assert {problem.code for problem in problems} == {"unknown-record"}
    assert problems[0].where == ("people", "1", "biography", "fr")


def test_a_mention_is_not_told_where_code_holds_the_same() -> None:
    """The spot underlined is the one to put right."""
    text = "people:\n  - biography:\n      en: An example, `[[nobody]]`, and a mistake, [[nobody]].\n"
    (problem,) = check_mentions(parsed("people", text), MODELS["people"], IDS)
    assert problem.place.column == text.split("\n")[2].rindex("[[nobody]]") + 1


@pytest.mark.parametrize(
    ("parents", "circles"),
    [
        ({"a": "b", "b": "c", "c": ""}, []),
        ({"a": "a"}, []),  # told as a record that names itself
        ({"a": "b", "b": "a"}, ["a → b → a"]),
        ({"a": "b", "b": "c", "c": "b"}, ["b → c → b"]),
        ({"a": "b", "b": "a", "c": "d", "d": "c"}, ["a → b → a", "c → d → c"]),
        ({"a": "elsewhere"}, []),
    ],
)
def test_no_organisation_is_a_part_of_itself(parents: dict[str, str], circles: list[str]) -> None:
    """Each circle is told once, with the way round it, at the first that is in it and not at one that leads to it."""
    houses = records("organisations", *(f"id: {ident}, parent: {above}" for ident, above in parents.items()))
    problems = list(check_parents(houses))
    assert [problem.details["way"] for problem in problems] == circles
    assert {problem.code for problem in problems} <= {"parent-circle"}


def test_a_long_line_of_parents_ends() -> None:
    """Whatever the order of the file."""
    houses = [f"id: h{number}, parent: h{number + 1}" for number in range(300)]
    assert told(check_parents(records("organisations", *houses))) == []
    assert told(check_parents(records("organisations", *houses, "id: h300, parent: h0"))) == [
        ("parent-circle", 2, "h1")
    ]
