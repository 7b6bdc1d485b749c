"""Dates as sources give them."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from immunopole.dates import DateField, DayField, FuzzyDate, FuzzySpan, SpanField


class Dated(BaseModel):
    """A record with each kind of date."""

    date: DateField | None = None
    span: SpanField | None = None
    day: DayField | None = None


@pytest.mark.parametrize("text", ["2012", "2012-02", "2012-02-29", "2012~", "2012-12~"])
def test_a_date_is_written_as_it_is_read(text: str) -> None:
    """Year, month or day, exact or about."""
    assert str(FuzzyDate.parse(text)) == text


@pytest.mark.parametrize("text", ["2012", "2012~/2023", "2012-05/2012-06~", "2015/..", "2015~/.."])
def test_a_span_is_written_as_it_is_read(text: str) -> None:
    """One date, two, or an open end."""
    assert str(FuzzySpan.parse(text)) == text


@pytest.mark.parametrize("text", ["", "12", "2012-2", "2012-13", "2013-02-29", "about 2012", "2012~~", "0000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """The calendar's word counts too."""
    with pytest.raises(ValueError, match=r".*"):
        FuzzyDate.parse(text)
    with pytest.raises(ValidationError):
        Dated.model_validate({"date": text})


@pytest.mark.parametrize("text", ["2015/2012", "2012/", "/2012", "2012/2013/2014", "../2012", "…"])
def test_what_is_no_span_is_refused(text: str) -> None:
    """A span goes forward in time."""
    with pytest.raises(ValidationError):
        Dated.model_validate({"span": text})


def test_a_day_is_a_whole_date() -> None:
    """A review happened on a day."""
    assert Dated.model_validate({"day": "2026-11-23"}).day == date(2026, 11, 23)
    with pytest.raises(ValidationError):
        Dated.model_validate({"day": "2026-11"})


@pytest.mark.parametrize(
    ("text", "last"),
    [("2012", (2012, 12, 31)), ("2012-02", (2012, 2, 29)), ("2012-12", (2012, 12, 31)), ("2012-05-06", (2012, 5, 6))],
)
def test_the_last_day_a_date_may_mean(text: str, last: tuple[int, int, int]) -> None:
    """So that spans can be compared."""
    assert FuzzyDate.parse(text).last_day == date(*last)


@pytest.mark.parametrize(
    ("text", "locale", "words"),
    [
        ("2012", "fr", "2012"),
        ("2017-12", "fr", "décembre 2017"),
        ("2017-12-01", "fr", "1 décembre 2017"),
        ("2017-12", "en", "December 2017"),
        ("2017-12-01", "en_GB", "1 December 2017"),
        ("2017-12", "es", "diciembre de 2017"),
    ],
)
def test_a_date_in_words_is_the_languages_own(text: str, locale: str, words: str) -> None:
    """CLDR knows; no language is special."""
    assert FuzzyDate.parse(text).text(locale) == words
