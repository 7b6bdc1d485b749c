"""The words of the theme, and dates and numbers as a language writes them."""

from __future__ import annotations

from datetime import date

import pytest

from immunopole.dates import FuzzyDate, FuzzySpan
from immunopole.fields import Scope
from immunopole.languages import Language, Languages
from immunopole.people import Position
from immunopole.strings import Strings, read_strings

from .conftest import REPOSITORY

LANGUAGES = Languages((Language("fr", "Français", default=True), Language("en", "English")))
WORDS, FAULTS = read_strings(REPOSITORY / "overrides/locales", "overrides/locales", LANGUAGES)


def test_the_shipped_words_have_no_problem() -> None:
    """The same keys in each language."""
    assert FAULTS == []


@pytest.mark.parametrize(
    ("locale", "count", "expected"),
    [
        ("fr", 0, "0 personne"),
        ("fr", 1, "1 personne"),
        ("fr", 2, "2 personnes"),
        ("fr", 1234, "1\u202f234 personnes"),
        ("en", 0, "0 people"),
        ("en", 1, "1 person"),
        ("en", 1234, "1,234 people"),
    ],
)
def test_a_plural_follows_the_languages_own_rule(locale: str, count: int, expected: str) -> None:
    """CLDR: zero is singular in French, plural in English."""
    assert WORDS[locale].plural("people.count", count) == expected


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("2012", "en 2012", "in 2012"),
        ("2012~", "vers 2012", "around 2012"),
        ("2017-12", "en décembre 2017", "in December 2017"),
        ("2017-12-09", "le 9 décembre 2017", "on 9 December 2017"),
        ("2017-12-01", "le 1er décembre 2017", "on 1 December 2017"),
        ("2012~/2023", "vers 2012 – 2023", "around 2012 – 2023"),
        ("2015/..", "en 2015 ou après", "in 2015 or later"),
        ("2015-05-01/..", "le 1er mai 2015 ou après", "on 1 May 2015 or later"),
        ("2015~/..", "vers 2015 ou après", "around 2015 or later"),
    ],
)
def test_when_something_was_known_is_said_in_words(text: str, french: str, english: str) -> None:
    """Each form of date in each language."""
    span = FuzzySpan.parse(text)
    assert (WORDS["fr"].span(span), WORDS["en"].span(span)) == (french, english)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({}, ""),
        ({"as_of": "2012"}, "in 2012"),
        ({"from": "2006"}, "since 2006"),
        ({"from": "2006", "as_of": "2023~"}, "since 2006, on record around 2023"),
        ({"from": "2008", "to": "2017~"}, "2008 – around 2017"),
        ({"from": "2008", "to": "2017", "as_of": "2010"}, "2008 – 2017"),
        ({"to": "2025-09"}, "until September 2025"),
    ],
)
def test_a_position_says_its_dates(dates: dict[str, str], expected: str) -> None:
    """Start and end where they are known, else when it was known to be held."""
    record = {"title": {"fr": "x", "en": "x"}, "organisation": "lab", **dates}
    position = Position.model_validate(record, context={"scope": Scope(("fr", "en"))})
    assert WORDS["en"].period(position) == expected


@pytest.mark.parametrize(
    ("text", "until", "since"),
    [
        ("2017", "jusqu’en 2017", "depuis 2017"),
        ("2017-12", "jusqu’en décembre 2017", "depuis décembre 2017"),
        ("2017-12-01", "jusqu’au 1er décembre 2017", "depuis le 1er décembre 2017"),
        ("2017~", "jusque vers 2017", "depuis 2017 environ"),
    ],
)
def test_each_form_of_date_has_its_own_preposition(text: str, until: str, since: str) -> None:
    """French has one for a year, one for a day and one for what is not sure."""
    date = FuzzyDate.parse(text)
    assert (WORDS["fr"].until(date), WORDS["fr"].since(date)) == (until, since)


def test_a_day_is_written_in_full() -> None:
    """As the region writes it: day before month in Britain too."""
    assert WORDS["fr"].day(date(2026, 11, 23)) == "23 novembre 2026"
    assert WORDS["en"].day(date(2026, 11, 23)) == "23 November 2026"


def test_a_key_that_no_file_has_is_an_error() -> None:
    """Never an empty place in a page."""
    with pytest.raises(KeyError):
        WORDS["en"]("no.such.key")


def test_a_value_with_braces_is_only_text() -> None:
    """What fills a blank is never a format."""
    assert Strings("en", {"a": "<{x}>"})("a", x="{y}") == "<{y}>"


def test_a_date_alone_has_no_preposition() -> None:
    """For lists, where the date stands by itself."""
    assert WORDS["fr"].date(FuzzyDate.parse("2019")) == "2019"
    assert WORDS["fr"].date(FuzzyDate.parse("2019~")) == "vers 2019"


def test_a_list_is_written_as_the_language_does_and_holds_no_markup_of_its_items() -> None:
    """CLDR's own words between the items; what comes from data stays text."""
    assert WORDS["fr"].list(["a", "b", "<c>"]) == "a, b et &lt;c&gt;"
    assert WORDS["en"].list(["a & b", "c"]) == "a &amp; b and c"
    assert WORDS["fr"].list([]) == ""


def test_languages_are_named_in_the_words_of_the_reader() -> None:
    """CLDR's names; with the preposition of each language, and one for each of several."""
    assert WORDS["fr"].in_languages(("fr", "en")) == "en français et en anglais"
    assert WORDS["en"].in_languages(("es", "pt-BR", "zh_Hant")) == "in Spanish, in Portuguese and in Chinese"
    # A language CLDR has no locale for may have a name in it all the same.
    assert WORDS["fr"].in_language("frp") == "en francoprovençal"
