"""The history in periods: which entry is told where, and the line that is drawn of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from immunopole.chronology import DOT, WIDTH, strips
from immunopole.dates import FuzzyDate, FuzzySpan
from immunopole.periods import Chapter, Period, chapters
from immunopole.timeline import Entry

from .conftest import SITES, BuiltSite, lay_out, run_build

# A history of one page was 826 elements; chrome included, a page should stay about 280 (EcoIndex A).
MOST_ELEMENTS = 280


def period(ident: str, start: str) -> Period:
    """Make a period of which only the beginning matters."""
    fields: dict[str, Any] = {"id": ident, "start": FuzzyDate.parse(start)}
    return Period.model_construct(**fields)


def entry(ident: str, date: str) -> Entry:
    """Make an entry of which only the date matters."""
    fields: dict[str, Any] = {"id": ident, "date": FuzzySpan.parse(date)}
    return Entry.model_construct(**fields)


def told(history: tuple[Chapter, ...]) -> dict[str, list[str]]:
    """Give the entries of each period."""
    return {chapter.period.id: [each.id for each in chapter.entries] for chapter in history}


def test_an_entry_is_told_in_the_period_in_which_it_begins() -> None:
    """Whatever the order of the files; a span across a boundary is told once."""
    periods = [period("late", "2000"), period("early", "1950-05")]
    entries = [entry("d", "2000"), entry("a", "1950-05~"), entry("c", "1999/2003"), entry("b", "1999-12-31")]
    assert told(chapters(periods, entries)) == {"early": ["a", "c", "b"], "late": ["d"]}


def test_a_period_ends_where_the_next_begins_and_the_last_with_its_latest_entry() -> None:
    """Its years are those a reader finds on its page; a new entry changes no address."""
    history = chapters([period("one", "1925"), period("two", "2000"), period("three", "2012-06")], [entry("a", "2020")])
    assert [chapter.years for chapter in history] == ["1925–1999", "2000–2012", "2012–2020"]
    assert [chapter.open for chapter in history] == [False, False, True]
    assert [chapter.years for chapter in chapters([period("one", "2000")], [])] == ["2000"]


def test_without_periods_the_history_has_no_chapters() -> None:
    """It is told on one page."""
    assert chapters([], [entry("a", "2020")]) == ()


def dots(path: str) -> list[tuple[int, int, int]]:
    """Read a path of dots: where each begins and ends, and its height."""
    found = re.findall(r"M(\d+) (-?\d+)h(\d+)", path)
    return [(int(x), int(x) + int(length), int(y)) for x, y, length in found]


@pytest.mark.parametrize("count", [1, 12, 60])
def test_every_entry_is_a_dot_on_the_drawing_that_touches_no_other(count: int) -> None:
    """However many fall in one year."""
    entries = [entry(str(number), str(1950 + number % 7)) for number in range(count)] + [entry("span", "1951/1954")]
    history = chapters([period("one", "1940"), period("two", "1955")], entries)
    drawn = strips(history)
    assert {strip.height for strip in drawn} == {drawn[0].height}
    for chapter, strip in zip(history, drawn, strict=True):
        placed = dots(strip.dots)
        assert len(placed) == len(chapter.entries)
        for at, (start, end, y) in enumerate(placed):
            assert DOT / 2 <= start <= end <= WIDTH - DOT / 2
            assert DOT / 2 <= y <= strip.base - DOT / 2
            for start2, end2, y2 in placed[at + 1 :]:
                assert abs(y - y2) > DOT or start - DOT > end2 or start2 > end + DOT


def test_later_dates_stand_further_on_and_a_change_of_scale_is_drawn() -> None:
    """The line is broken after every period but the last, which ends in an arrow."""
    history = chapters([period("one", "1925"), period("two", "2000")], [entry("a", "1930"), entry("b", "1990")])
    first, last = strips(history)
    starts = [start for start, _, _ in dots(first.dots)]
    assert starts == sorted(starts)
    assert starts[1] - starts[0] > WIDTH / 2
    assert first.axis.count("m") == 2
    assert first.axis != last.axis
    assert f"H{WIDTH - 1}m" in last.axis


@pytest.mark.parametrize("address", ["histoire/", "en/history/"])
def test_the_list_of_the_history_says_all_that_its_line_shows(real_site: BuiltSite, address: str) -> None:
    """Each date leads to where it is told; addresses with `#` and the id of an entry still find it here."""
    page = real_site.page(address)
    assert {svg.get("aria-hidden") for svg in page.cssselect("main svg")} == {"true"}
    listed = page.cssselect(".dates__entry")
    shown = sum(len(dots(str(path.get("d")))) for path in page.cssselect(".line__dots"))
    assert len(listed) == shown >= 51
    for each in listed:
        href = str(each.cssselect("a")[0].get("href"))
        there, _, place = href.partition("#")
        assert place == each.get("id")
        assert real_site.page(f"{address}{there}").cssselect(f"#{place}")


def test_pages_of_the_history_are_light_and_lead_from_one_to_the_next(real_site: BuiltSite) -> None:
    """Readers follow it to the end, and no page holds more elements than a page should."""
    address, seen = "en/history/foundations/", list[str]()
    while address not in seen:
        seen.append(address)
        page = real_site.page(address)
        assert page.cssselect(".timeline__entry .timeline__sources")
        following = page.cssselect('.periods a[rel="next"]')
        if following:
            address = f"en/history/{str(following[0].get('href')).removeprefix('../')}"
    assert len(seen) == 5
    for each in [*seen, "en/history/"]:
        page = real_site.page(each)
        assert len(page.xpath("//*[not(ancestor::*[local-name()='svg'])]")) <= MOST_ELEMENTS, each


def test_a_period_under_a_new_id_is_found_at_its_former_address(build: Callable[..., BuiltSite]) -> None:
    """And what its record says is text, whatever it holds."""
    site = build("every-field")
    assert site.page("history/first/").cssselect("main a")[0].get("href") == "../early/"
    assert site.page("history/early/").cssselect("h1")[0].text_content() == 'D’abord <b>&"'
    listed = site.page("en/history/").cssselect("#entry a")[0]
    assert (listed.text_content(), listed.get("href")) == ('It happens <b>&"', "early/#entry")


def test_without_periods_the_history_is_told_on_one_page(tmp_path: Path) -> None:
    """A small site needs no second file."""
    root = lay_out(tmp_path / "short", "every-field")
    (root / "data/periods.yaml").unlink()
    # One of its figures is said of a period.
    shutil.copy(SITES / "base/data/figures.yaml", root / "data/figures.yaml")
    site = run_build(root)
    assert site.exit_code == 0, site.log
    page = site.page("en/history/")
    assert [each.get("id") for each in page.cssselect(".timeline__entry")] == ["entry"]
    assert page.cssselect("main svg, .dates") == []
