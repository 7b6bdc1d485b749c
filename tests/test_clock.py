"""The day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from immunopole.clock import read_clock

from .conftest import TODAY

# The second before midnight UTC of a day, and midnight itself.
LATE, MIDNIGHT = "1795478399", "1795478400"


@pytest.mark.parametrize(
    ("chosen", "environment", "expected"),
    [
        (date(2001, 2, 3), {"IMMUNOPOLE_TODAY": "2026-11-23", "SOURCE_DATE_EPOCH": "0"}, date(2001, 2, 3)),
        (None, {"IMMUNOPOLE_TODAY": "2026-11-23", "SOURCE_DATE_EPOCH": "0"}, TODAY),
        (None, {"SOURCE_DATE_EPOCH": "0"}, date(1970, 1, 1)),
        (None, {"IMMUNOPOLE_TODAY": "", "SOURCE_DATE_EPOCH": LATE}, date(2026, 11, 23)),
        (None, {"SOURCE_DATE_EPOCH": MIDNIGHT}, date(2026, 11, 24)),
    ],
)
def test_the_day_is_the_one_chosen_else_ours_else_that_of_reproducible_builds(
    chosen: date | None, environment: dict[str, str], expected: date
) -> None:
    """A command's option, then IMMUNOPOLE_TODAY, then SOURCE_DATE_EPOCH; an empty variable says nothing."""
    assert read_clock(chosen, environment) == (expected, [])


@pytest.mark.parametrize("environment", [{}, {"IMMUNOPOLE_TODAY": "", "SOURCE_DATE_EPOCH": ""}])
def test_without_any_the_computer_knows(environment: dict[str, str]) -> None:
    """In UTC, as SOURCE_DATE_EPOCH counts."""
    before = datetime.now(UTC).date()
    today, problems = read_clock(None, environment)
    assert before <= today <= datetime.now(UTC).date()
    assert problems == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("IMMUNOPOLE_TODAY", "today", "day"),
        ("IMMUNOPOLE_TODAY", "2026-11", "day"),
        ("IMMUNOPOLE_TODAY", "2026-02-29", "day"),
        ("IMMUNOPOLE_TODAY", "23/11/2026", "day"),
        ("SOURCE_DATE_EPOCH", "2026-11-23", "not-number"),
        ("SOURCE_DATE_EPOCH", "1.5", "not-number"),
        ("SOURCE_DATE_EPOCH", "9" * 30, "not-number"),
        ("SOURCE_DATE_EPOCH", "-" + "9" * 15, "not-number"),
    ],
)
def test_what_is_no_day_is_told_under_the_name_of_the_variable(name: str, value: str, code: str) -> None:
    """And never passed over for the next: whoever set it meant it."""
    _, problems = read_clock(None, {"SOURCE_DATE_EPOCH": "0", name: value})
    assert [(problem.path, problem.code, problem.details["found"]) for problem in problems] == [(name, code, value)]


def test_a_day_chosen_is_not_spoilt_by_what_nobody_asks() -> None:
    """A bad variable is no mistake when it decides nothing."""
    assert read_clock(TODAY, {"IMMUNOPOLE_TODAY": "x"}) == (TODAY, [])
    assert read_clock(None, {"IMMUNOPOLE_TODAY": TODAY.isoformat(), "SOURCE_DATE_EPOCH": "x"}) == (TODAY, [])
