"""People: how a record is read and what is derived from it."""

from __future__ import annotations

from datetime import date

import pytest

from immunopole.fields import Scope
from immunopole.people import Person, Position, roles

from .conftest import TODAY


def position(title: str, organisation: str) -> Position:
    """Make a position with nothing but a title and a house."""
    return Position.model_validate(
        {"title": {"en": title}, "organisation": organisation}, context={"scope": Scope(("en",))}
    )


def person(**values: object) -> Person:
    """Make a person of the least that is required."""
    record = {
        "id": "zoe-loeuillet",
        "given_name": "Zoé",
        "family_name": "Lœuillet",
        "summary": {"en": "A person who is described at enough length for search engines to show it."},
        "positions": [{"title": {"en": "Director"}, "organisation": "lab"}],
        "biography": {"en": "Text."},
        "reviewed": "2026-11-23",
    }
    return Person.model_validate(record | values, context={"scope": Scope(("en",))})


def test_the_family_name_is_printed_in_capitals_with_its_accents_and_ligatures() -> None:
    """As on the original site."""
    assert person().formal_name == "Zoé LŒUILLET"


def test_the_positions_marked_as_main_stand_first_and_all_do_when_none_is() -> None:
    """An editor who marks none sees all."""
    some = [
        {"title": {"en": "One"}, "organisation": "lab"},
        {"title": {"en": "Two"}, "organisation": "lab", "main": "true"},
    ]
    assert [p.title["en"] for p in person(positions=some).main_positions(TODAY)] == ["Two"]
    assert len(person(positions=some[:1]).main_positions(TODAY)) == 1


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], []),
        ([("Director", "a")], [(["Director"], ["a"])]),
        ([("Director", "a"), ("Director", "b")], [(["Director"], ["a", "b"])]),
        ([("Director", "a"), ("Team leader", "a")], [(["Director", "Team leader"], ["a"])]),
        ([("Director", "a"), ("Professor", "b")], [(["Director"], ["a"]), (["Professor"], ["b"])]),
        (
            [("Scientific director", "ipc"), ("Scientific director", "siric"), ("Director", "crcm"), ("Head", "crcm")],
            [(["Scientific director"], ["ipc", "siric"]), (["Director", "Head"], ["crcm"])],
        ),
    ],
)
def test_roles_are_told_apart(held: list[tuple[str, str]], expected: list[tuple[list[str], list[str]]]) -> None:
    """Neighbours with one title share a line, and so do neighbours in one house; others do not."""
    found = roles([position(*each) for each in held])
    assert [([title["en"] for title in role.titles], list(role.organisations)) for role in found] == expected


def test_a_role_may_begin_and_end_in_one_year() -> None:
    """A year is not a day: 2014 to 2014, or May 2014 to 2014, goes forward."""
    for start, end in (("2014", "2014"), ("2014-05", "2014"), ("2014", "2014-01")):
        record = {"title": {"en": "x"}, "organisation": "lab", "from": start, "to": end}
        assert Position.model_validate(record, context={"scope": Scope(("en",))}).has_ended(TODAY)


def test_a_position_with_an_end_has_ended() -> None:
    """Time is data."""
    past = Position.model_validate(
        {"title": {"en": "x"}, "organisation": "lab", "from": "2010", "to": "2014-05"},
        context={"scope": Scope(("en",))},
    )
    assert past.has_ended(date(2014, 6, 1))
    assert not past.has_ended(date(2014, 5, 31))
    assert not position("x", "lab").has_ended(TODAY)
