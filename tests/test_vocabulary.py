"""The vocabulary of roles, and what the site may know of a person."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from immunopole.fields import Scope
from immunopole.help import examples
from immunopole.people import Hideable, Person, Position
from immunopole.vocabulary import Agreement, Term

from .conftest import TODAY

CONTEXT = {"scope": Scope(("fr", "en"), TODAY)}
FORMS = {"masculine": "Directeur", "feminine": "Directrice", "epicene": "Direction"}
HIDEABLE = get_args(Hideable)
# What may be left out of a record and cannot be hidden, because of what it is for.
NEVER_HIDDEN = {
    "former_ids": "addresses that exist",
    "particle": "a part of the name",
    "sort_name": "not shown",
    "agreement": "not shown",
    "visibility": "says what is hidden",
    "in_memoriam": "published only when it is public",
    "sources": "every fact has one",
}


def term(title: object) -> Term:
    """Make a role of the vocabulary."""
    return Term.model_validate({"id": "director", "title": title}, context=CONTEXT)


def faults(title: object) -> list[tuple[str, tuple[int | str, ...]]]:
    """List what is wrong with a title, each fault with its place below the title."""
    with pytest.raises(ValidationError) as caught:
        term(title)
    return [(fault["type"], fault["loc"][1:]) for fault in caught.value.errors()]


def person(**values: object) -> Person:
    """Make a person who has every field, some of them changed."""
    return Person.model_validate({**examples()["Person"], **values}, context=CONTEXT)


def position(**values: object) -> dict[str, object]:
    """Write a position of the least that is required."""
    return {"role": "director", "organisation": "lab"} | values


@pytest.mark.parametrize(("agreement", "worded"), FORMS.items())
def test_a_title_has_a_form_for_everybody(agreement: Agreement, worded: str) -> None:
    """Masculine, feminine, or the one that names the office."""
    assert term({"fr": FORMS, "en": "Director"}).worded(agreement) == {"fr": worded, "en": "Director"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ({"fr": FORMS}, [("missing-translation", ("en",))]),
        ({"fr": FORMS, "en": {**FORMS, "neuter": "x"}}, [("extra_forbidden", ("en", "neuter"))]),
        ({"fr": {**FORMS, "epicene": ""}, "en": "Director"}, [("empty", ("fr", "epicene"))]),
        ({"fr": {"masculine": "Directeur", "feminine": "Directrice"}, "en": "D"}, [("missing", ("fr", "epicene"))]),
        ("Director", [("not-translated", ())]),
    ],
)
def test_a_title_with_forms_has_all_of_them_in_every_language(title: object, expected: object) -> None:
    """A form that is missing would be missing for somebody."""
    assert faults(title) == expected


@pytest.mark.parametrize(("text", "code"), [("", "empty"), (None, "empty"), ("two\nlines", "not-one-line")])
def test_a_fault_of_one_text_for_all_forms_is_told_once(text: str | None, code: str) -> None:
    """At the line where it was typed."""
    assert faults({"fr": text, "en": "Director"}) == [(code, ("fr",))]


def test_every_optional_field_of_a_person_can_be_hidden_or_has_a_reason_not_to_be() -> None:
    """A new field must be decided on: a person may ask for anything that is shown to be taken off the site."""
    optional = {name for name, field in Person.model_fields.items() if not field.is_required()}
    assert set(HIDEABLE) | NEVER_HIDDEN.keys() == optional
    assert set(HIDEABLE) & NEVER_HIDDEN.keys() == set()


@pytest.mark.parametrize("field", HIDEABLE)
def test_what_a_person_hides_is_gone_from_what_the_site_knows(field: str) -> None:
    """That field as if it had never been given, and no other."""
    terms = {"director": term({"fr": FORMS, "en": "Director"})}
    shown, hidden = (person(visibility={field: how}).published(terms) for how in ("public", "hidden"))
    assert getattr(shown, field)
    assert not getattr(hidden, field)
    without: dict[str, Any] = shown.model_dump(exclude={field, "visibility"})
    assert hidden.model_dump(exclude={field, "visibility"}) == without


def test_only_what_is_shown_can_be_hidden() -> None:
    """A name is what a profile is about; a word that means neither is a slip."""
    for visibility in ({"family_name": "hidden"}, {"degrees": "secret"}):
        with pytest.raises(ValidationError):
            person(visibility=visibility)


def test_a_published_person_has_every_title_in_words() -> None:
    """A role in the form the person asked for; a title of its own as it was typed."""
    own = {"fr": "Cheffe", "en": "Head"}
    somebody = person(agreement="feminine", positions=[position(), {"title": own, "organisation": "lab"}])
    published = somebody.published({"director": term({"fr": FORMS, "en": "Director"})})
    assert [p.title for p in published.positions] == [{"fr": "Directrice", "en": "Director"}, own]


def test_nobody_is_given_a_gender_they_did_not_name() -> None:
    """The form that suits anybody is the one taken for those who said nothing."""
    record = {key: value for key, value in examples()["Person"].items() if key != "agreement"}
    assert Person.model_validate(record, context=CONTEXT).agreement == "epicene"


def test_a_role_that_nobody_worded_is_not_passed_over() -> None:
    """The checks name it before; a build must never print an empty title."""
    with pytest.raises(KeyError):
        person().published({})


def is_former(somebody: Person, day: date) -> bool:
    """Say whether every role that a reader should see first is over."""
    return all(role.has_ended(day) for role in somebody.main_positions(day))


@pytest.mark.parametrize(
    ("ends", "day", "former"),
    [
        (["2014"], date(2014, 12, 31), False),
        (["2014"], date(2015, 1, 1), True),
        (["2014", None], TODAY, False),
        (["2014", "2026-11-22"], TODAY, True),
    ],
)
def test_somebody_is_former_when_every_role_is_over(ends: list[str | None], day: date, *, former: bool) -> None:
    """From the day after the last one on which a role may have gone on."""
    assert is_former(person(positions=[position(to=end) for end in ends]), day) is former


def test_somebody_is_former_when_every_role_to_see_first_is_over() -> None:
    """A lesser role whose end nobody knows does not make a former director one of today."""
    over, lesser = position(to="2022"), position(as_of="2012")
    assert not is_former(person(positions=[over, lesser]), TODAY)
    assert is_former(person(positions=[over | {"main": True}, lesser]), TODAY)


@pytest.mark.parametrize(
    ("known", "long_ago"),
    [
        ({"as_of": "2021-11-24"}, False),
        ({"as_of": "2021-11-22"}, True),
        ({"as_of": "2012/2023"}, False),
        ({"as_of": "2015/.."}, True),
        ({"from": "2014"}, True),
        ({}, False),
    ],
)
def test_a_role_last_seen_long_ago_is_known(known: dict[str, str], *, long_ago: bool) -> None:
    """A reader could take it for one of today; what is not dated at all cannot be told."""
    (role,) = person(positions=[position(**known)]).positions
    assert role.seen_long_ago(TODAY) is long_ago


@pytest.mark.parametrize(
    ("positions", "shown"),
    [
        ([("a", "", False), ("b", "", False)], ["a", "b"]),
        ([("a", "2014", False), ("b", "", False)], ["b"]),
        ([("a", "2014", False), ("b", "2015", False)], ["a", "b"]),
        ([("a", "", True), ("b", "", False)], ["a"]),
        ([("a", "", True), ("b", "2014", True)], ["a"]),
        ([("a", "2014", True), ("b", "", False)], ["a"]),
        ([("a", "2030", True), ("b", "2014", True)], ["a"]),
    ],
)
def test_what_is_over_stands_first_only_when_nothing_marked_goes_on(
    positions: list[tuple[str, str, bool]], shown: list[str]
) -> None:
    """Marked ones before all others; of those, the ones that go on; all of them when none does."""
    records = [position(organisation=house, to=end or None, main=main) for house, end, main in positions]
    assert [each.organisation for each in person(positions=records).main_positions(TODAY)] == shown


def test_a_particle_is_said_and_neither_put_in_capitals_nor_sorted_by() -> None:
    """`sort_name` decides for those who want it otherwise."""
    somebody = person(given_name="Anne", particle="van der", family_name="Berg", sort_name=None)
    assert somebody.name == "Anne van der Berg"
    assert somebody.formal_name == "Anne van der BERG"
    assert somebody.sorting_name == ("Berg", "Anne")
    assert person(given_name="Anne", sort_name="van der Berg").sorting_name == ("van der Berg", "Anne")
    assert person(given_name="Anne", particle=None, family_name="Berg").name == "Anne Berg"


def test_a_particle_that_is_cut_short_has_no_space_behind_it() -> None:
    """French writes d’Exemple."""
    assert person(given_name="Ève", particle="d’", family_name="Exemple").formal_name == "Ève d’EXEMPLE"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({}, None),
        ({"from": "2012"}, date(2012, 12, 31)),
        ({"from": "2012-02"}, date(2012, 2, 29)),
        ({"from": "2012", "as_of": "2015-06"}, date(2015, 6, 30)),
        ({"as_of": "2012~/2015~"}, date(2015, 12, 31)),
        ({"as_of": "2015/.."}, date(2015, 12, 31)),
        ({"as_of": "2024-11-05"}, date(2024, 11, 5)),
    ],
)
def test_a_role_was_last_known_when_a_source_last_saw_it(dates: dict[str, str], expected: date | None) -> None:
    """The end of what `as_of` may mean, else that of `from`; nothing dated, nothing known."""
    assert Position.model_validate(position(**dates), context=CONTEXT).last_known == expected
