"""Identifiers of people and organisations: ORCID, HAL, IdRef, ROR."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from immunopole.identifiers import OrganisationIdentifiers, PersonIdentifiers

# ORCID's own examples, one that ends in X; Victor Hugo in IdRef, and a number that ends in X; Aix-Marseille University.
TRUE = {
    "orcid": ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"],
    "hal": ["eve-exemple", "dupont", "j-2-dupont"],
    "idref": ["026927608", "02686018X"],
    "ror": ["035xkbk20"],
}
HOMES = {"orcid": "https://orcid.org/", "idref": "https://www.idref.fr/", "ror": "https://ror.org/"}
EXAMPLES = [(key, value) for key, values in TRUE.items() for value in values]
WITH_CHECK = [(key, value) for key, value in EXAMPLES if key != "hal"]


def model_of(key: str) -> type[BaseModel]:
    """Tell whose identifier it is."""
    return OrganisationIdentifiers if key == "ror" else PersonIdentifiers


def read(key: str, value: str) -> object:
    """Read one identifier of a record."""
    return getattr(model_of(key).model_validate({key: value}), key)


def fault(key: str, value: str) -> str:
    """Name what is wrong with an identifier, or say that nothing is."""
    try:
        read(key, value)
    except ValidationError as error:
        return str(error.errors()[0]["type"])
    return ""


@pytest.mark.parametrize(("key", "value"), EXAMPLES)
def test_a_true_identifier_is_kept_as_it_is(key: str, value: str) -> None:
    """In the form that its giver writes."""
    assert read(key, value) == value


@pytest.mark.parametrize(("key", "value"), WITH_CHECK)
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_an_address_of_the_giver_is_an_identifier_too(key: str, value: str, scheme: str) -> None:
    """It is what one copies from a browser; what is kept is the identifier alone."""
    home = HOMES[key].replace("https", scheme)
    assert read(key, home + value) == value


@pytest.mark.parametrize(("key", "value"), WITH_CHECK)
def test_a_mistyped_digit_is_found_wherever_it_is(key: str, value: str) -> None:
    """Each digit in turn becomes the next one; the check character never fits."""
    for index, character in enumerate(value):
        if character.isdigit() and (key, index) != ("ror", 0):
            wrong = f"{value[:index]}{(int(character) + 1) % 10}{value[index + 1 :]}"
            assert fault(key, wrong) == f"{key}-check", wrong


@pytest.mark.parametrize(("key", "value"), WITH_CHECK)
def test_two_neighbours_that_changed_places_are_found(key: str, value: str) -> None:
    """The commonest slip of the keyboard."""
    for index in range(1, len(value) - 1):
        one, two = value[index], value[index + 1]
        if one != two and "-" not in (one, two):
            assert fault(key, f"{value[:index]}{two}{one}{value[index + 2 :]}") in {key, f"{key}-check"}, (one, two)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("orcid", "0000000218250097"),
        ("orcid", "0000-0002-1825-009"),
        ("orcid", "0000-0002-1825-00977"),
        ("orcid", "0000-0002-1694-233x"),
        ("orcid", "X000-0002-1694-2330"),
        ("orcid", "0000-0002-1825-0097/"),
        ("orcid", "٠٠٠٠-0002-1825-0097"),
        ("orcid", "https://orcid.org.example/0000-0002-1825-0097"),
        ("ror", "135xkbk20"),
        ("ror", "035xkbk2"),
        ("ror", "035XKBK20"),
        ("ror", "03lxkbk20"),
        ("ror", "https://example.org/035xkbk20"),
        ("idref", "26927608"),
        ("idref", "0269276080"),
        ("idref", "02686018x"),
        ("idref", "https://example.org/026927608"),
        ("hal", "Eve Exemple"),
        ("hal", "eve_exemple"),
        ("hal", "-eve"),
        ("hal", "https://cv.hal.science/eve-exemple"),
    ],
)
def test_what_has_another_form_is_no_identifier(key: str, value: str) -> None:
    """The form is told before the check character, which would only confuse."""
    assert fault(key, value) == key


@pytest.mark.parametrize("key", TRUE)
def test_an_identifier_not_known_yet_is_none(key: str) -> None:
    """Its key may stand there without a value; an empty text is a forgotten one."""
    assert model_of(key).model_validate({key: None}).model_dump()[key] is None
    assert fault(key, "") == "empty"


def test_each_identifier_leads_to_the_public_record() -> None:
    """Under the name of its keeper, and only those that are given."""
    person = PersonIdentifiers(orcid="https://orcid.org/0000-0002-1694-233X", hal="eve-exemple", idref="026927608")
    assert person.addresses == {
        "ORCID": "https://orcid.org/0000-0002-1694-233X",
        "HAL": "https://cv.hal.science/eve-exemple",
        "IdRef": "https://www.idref.fr/026927608",
    }
    assert PersonIdentifiers(hal="dupont").addresses == {"HAL": "https://cv.hal.science/dupont"}
    assert OrganisationIdentifiers(ror="http://ror.org/035xkbk20").addresses == {"ROR": "https://ror.org/035xkbk20"}
    assert PersonIdentifiers().addresses == OrganisationIdentifiers().addresses == {}
