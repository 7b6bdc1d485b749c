"""The numbers that a text says: as each language writes them, and nothing that only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from immunopole.numerals import Numeral, Numerals, names_in

ENGLISH, FRENCH = Numerals("en_GB"), Numerals("fr_FR")


def found(text: str, numerals: Numerals = ENGLISH) -> list[str]:
    """List the values of the numbers in a text."""
    return [str(numeral.value) for numeral in numerals.find(text)]


@pytest.mark.parametrize(
    ("region", "text", "values"),
    [
        ("en_GB", "2,500 people, 25.5 in a hundred and 1,234,567.25", ["2500", "25.5", "1234567.25"]),
        ("fr_FR", "2 500 personnes, 25,5 pour cent et 1 234 567,25", ["2500", "25.5", "1234567.25"]),
        ("fr_FR", "2\u202f500 personnes ou 2\u00a0500", ["2500", "2500"]),
        ("de_DE", "2.500 Menschen und 25,5 Prozent", ["2500", "25.5"]),
        ("es_ES", "1,275 millones y 2.500 personas", ["1.275", "2500"]),
        ("ar_EG", "٤٥ شخصا", ["45"]),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(region: str, text: str, values: list[str]) -> None:
    """CLDR says how digits are grouped, and what stands before decimals."""
    assert found(text, Numerals(region)) == values


def test_a_number_keeps_its_place() -> None:
    """A message underlines it."""
    text = "On 3 May 2016, 450 people"
    assert list(ENGLISH.find(text)) == [Numeral(text.index("450"), "450", Decimal(450))]


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("en_GB", "In 2016, from 2016–2018, 2016-18, 2012/2013, since 1925."),
        ("en_GB", "3 May 2016, 13 and 14 November, 13–14 Nov 2024, the 3rd May, the 21st."),
        ("en_US", "May 3, 2016 and November 13"),
        ("fr_FR", "le 3 mai 2016, les 13 et 14 novembre, du 1er au 3 mai, le 14 févr. 2020"),
        ("es_ES", "el 3 de mayo de 2016"),
        ("en_GB", "2017-12-01 and 2017-12, 13/11/2024, at 14:00"),
    ],
)
def test_dates_are_no_numbers(region: str, text: str) -> None:
    """In the forms of the language, and in those of the standard."""
    assert found(text, Numerals(region)) == []


@pytest.mark.parametrize(
    "text",
    [
        "PD-1, CD25, COVID-19, IL-2, SARS-CoV-2, UMR1068, CD4+ and CD8+ cells, 4-1BB, H1N1, C5aR1",
        "France 2030, the 1970s, m2",
        "1. An item\n2) Another",
        "A note[^1].\n\n[^1]: Here.",
        "Telephone: +33 1 99 00 00 00.",
        "a dash &#8211; and f(2)",
    ],
)
def test_what_is_part_of_a_name_or_a_code_is_no_number(text: str) -> None:
    """Nothing is counted by it."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a 450-patient trial", ["450"]),
        ("20–25 %, and 20-25", ["20", "25", "20", "25"]),
        ("€19 million, 3%, (28), 7.", ["19", "3", "28", "7"]),
        ("In May 12 people, 40 may", ["12", "40"]),
        ("2,000 people in the year 2000", ["2000"]),
        ("version 1700 and 2100", ["1700", "2100"]),
        ("450 on 3 May", ["450"]),
    ],
)
def test_what_stands_beside_a_sign_or_a_date_is_a_number(text: str, values: list[str]) -> None:
    """A range has two; before a word the number is still one."""
    assert found(text) == values


def test_names_hold_numbers_that_count_nothing() -> None:
    """The register lists them; a star is any number, and neither spaces, emphasis nor capitals matter."""
    numerals = Numerals("en_GB", ("phase *", "call 15", "O'Brien *"))
    text = "Phase 2, phase\n3b, Call **15**, O’Brien 4, call 16, phases 2, 15"
    assert found(text, numerals) == ["16", "2", "15"]


def test_a_name_may_be_that_of_one_language() -> None:
    """The others never see it."""
    names = [{"fr": "appelez le 15", "en": "call 15"}, {"fr": "à 2 temps"}]
    assert names_in(names, "fr") == ("appelez le 15", "à 2 temps")
    assert names_in(names, "en") == ("call 15",)
