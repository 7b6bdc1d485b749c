"""Problems in plain words."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from immunopole.messages import preferred_locales, report, wording_locales, words
from immunopole.problems import Place, Problem, closest, in_reading_order

SOURCES = Path(__file__).parent.parent / "src"


def blanks(text: str) -> set[str]:
    """List the blanks of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("locale", wording_locales())
def test_every_language_words_the_same_problems(locale: str) -> None:
    """With the same parts and the same blanks."""
    others = [words(other) for other in wording_locales()]
    for code, entry in words(locale)["problems"].items():
        for other in others:
            assert entry.keys() == other["problems"][code].keys()
            for part, text in entry.items():
                assert blanks(text) <= blanks(" ".join(other["problems"][code].values())), (code, part)


@pytest.mark.parametrize("locale", wording_locales())
def test_every_problem_says_what_is_expected_and_what_to_do(locale: str) -> None:
    """A message that only complains helps nobody."""
    for code, entry in words(locale)["problems"].items():
        assert set(entry) == {"message", "expected", "fix"}, code


def test_every_code_in_the_program_is_worded_and_every_wording_used() -> None:
    """A problem without words would be a traceback, words without a problem are dead."""
    program = "".join(file.read_text(encoding="utf-8") for file in SOURCES.rglob("*.py"))
    for code in words(wording_locales()[0])["problems"]:
        assert re.search(rf'"{re.escape(code)}"', program), code


def test_a_report_shows_the_line_and_underlines_the_spot() -> None:
    """File, line, column, path, what was found, what is expected, what to do, what was perhaps meant."""
    problem = Problem(
        "data/people.yaml",
        "unknown-organisation",
        place=Place(12, 21, 4),
        where=("people", "ana", "positions", "1", "organisation"),
        details={"found": "crmc", "closest": "crcm"},
        excerpt="      organisation: crmc",
    )
    expected = """\
data/people.yaml:12:21: error: there is no organisation “crmc”.
  12 |       organisation: crmc
     |                     ^^^^
  Where:    people › ana › positions › 1 › organisation
  Found:    crmc
  Expected: an identifier of data/organisations.yaml.
  To do:    correct the identifier, or add the organisation to data/organisations.yaml.
  Closest:  crcm

1 mistake in one file. Nothing was built; the site as it was is untouched."""
    assert report([problem], ["en"]) == expected


def test_braces_in_a_value_are_only_characters() -> None:
    """An editor's text is never a format."""
    problem = Problem("f", "id", details={"found": "{0.__class__} {fix}", "suggestion": "{x}"})
    assert "{0.__class__} {fix}" in report([problem], ["en"])


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "fr_FR.UTF-8"}, ("fr",)),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, ("en",)),
        ({"LANG": "fr_FR.UTF-8", "IMMUNOPOLE_LANG": "en"}, ("en",)),
        ({"LANG": "C.UTF-8"}, wording_locales()),
        ({}, wording_locales()),
    ],
)
def test_the_system_chooses_the_language_and_all_are_given_when_it_has_none(
    environment: dict[str, str], expected: tuple[str, ...]
) -> None:
    """An unknown language gets every one we have."""
    assert preferred_locales(environment) == expected


def test_problems_are_told_in_the_order_of_reading_and_once() -> None:
    """By file, line and column."""
    late, early = Problem("b", "empty", Place(2)), Problem("b", "empty", Place(1, 9))
    first = Problem("a", "empty", Place(7))
    assert in_reading_order([late, early, first, late]) == [first, early, late]


def test_the_closest_word_is_offered_only_when_it_is_close() -> None:
    """A far-fetched guess is worse than none."""
    assert closest("crmc", ["crcm", "ciml"]) == "crcm"
    assert closest("Degres", ["degrees", "honours"]) == "degrees"
    assert closest("zzz", ["crcm", "ciml"]) == ""
