"""The ecosystem: how organisations hang together, and the picture of it."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from immunopole.dates import FuzzyDate
from immunopole.ecosystem import WIDTH, Box, Drawing, Kin, Tie, draw, find_ties, text_width
from immunopole.organisations import Organisation
from immunopole.people import Person, Position

from .conftest import TODAY, BuiltSite

LONG = {
    "fr": "Laboratoire de recherche translationnelle en immunothérapie cellulaire de l’Assistance Publique",
    "en": "Translational Research Laboratory for Cellular Immunotherapy of the University Hospitals",
    "unbroken": "Immunotherapieforschungszentrumsverwaltungsgesellschaft",
    "wide": "MWMWMWMWMWMWMWM WWWWWWWWWWWW",
}


def organisation(ident: str, parent: str | None = None) -> Organisation:
    """Make an organisation of which nothing else matters."""
    fields: dict[str, Any] = {"id": ident, "kind": "other", "parent": parent}
    return Organisation.model_construct(**fields)


def person(*houses: tuple[str, FuzzyDate | None]) -> Person:
    """Make somebody with roles at organisations, each over at a date or not."""
    positions = tuple(Position.model_construct(organisation=house, end=end) for house, end in houses)
    fields: dict[str, Any] = {"positions": positions}
    return Person.model_construct(**fields)


def many(count: int, names: str, kinds: int = 8) -> list[Kin]:
    """Make kinds with so many organisations in all, unevenly."""
    sizes = [count // kinds] * kinds
    sizes[0] += count - sum(sizes)
    return [
        Kin(f"kind-{kind}", names, tuple((f"house-{kind}-{number}", f"{names} {number}") for number in range(size)))
        for kind, size in enumerate(sizes)
    ]


def boxes(drawing: Drawing) -> list[Box]:
    """Give every text of a picture."""
    return [box for group in drawing.groups for box in (group.heading, *(house.label for house in group.houses))]


def overlap(one: Box, other: Box) -> bool:
    """Whether two texts cover each other anywhere."""
    left, top, right, bottom = one.edges
    left2, top2, right2, bottom2 = other.edges
    return left < right2 and left2 < right and top < bottom2 and top2 < bottom


@pytest.mark.parametrize("names", LONG)
@pytest.mark.parametrize("count", [1, 2, 15, 80])
def test_no_name_touches_another_or_leaves_the_picture(names: str, count: int) -> None:
    """However long they are and however many, in every language."""
    drawing = draw(many(count, LONG[names]), [])
    assert sum(len(group.houses) for group in drawing.groups) == count
    assert [(one.lines, other.lines) for one, other in combinations(boxes(drawing), 2) if overlap(one, other)] == []
    for box in boxes(drawing):
        left, top, right, bottom = box.edges
        assert left >= 0, box
        assert right <= WIDTH, box
        assert top >= 0, box
        assert bottom <= drawing.height, box


@pytest.mark.parametrize("count", [1, 15, 80])
def test_the_cell_leaves_names_their_columns(count: int) -> None:
    """Nothing but the way to a name stands where names stand, and nothing outside the picture."""
    drawing = draw(many(count, LONG["fr"]), [])
    names = [edge for box in boxes(drawing) for edge in box.edges[::2]]
    inner = [x for x in names if x < WIDTH / 2], [x for x in names if x > WIDTH / 2]
    for group in drawing.groups:
        for house in group.houses:
            pen = RecordingPen()
            parse_path(house.antibody, pen)
            points = [point for _, places in pen.value for point in places]
            assert len(points) > 3
            assert all(max(inner[0], default=0) < x < min(inner[1], default=WIDTH) for x, _ in points)
            assert all(0 < y < drawing.height for _, y in points)


def test_the_same_facts_give_the_same_picture() -> None:
    """Whatever the order in which ties are found."""
    kin = many(15, LONG["en"])
    ties = [Tie("house-0-0", "house-1-0", people=2), Tie("house-2-0", "house-3-0", part=True)]
    assert draw(kin, ties) == draw(kin, reversed(ties))


def test_a_line_says_how_many_people_two_organisations_share_and_that_one_is_part_of_the_other() -> None:
    """From one person to three or more; the line to a parent lies over the others."""
    pairs = list(combinations([f"house-{kind}-0" for kind in range(4)], 2))
    ties = [Tie(*pairs[0], people=1), Tie(*pairs[1], people=3), Tie(*pairs[2], people=9, part=True), Tie(*pairs[3], 2)]
    drawing = draw(many(8, "A"), [*ties, Tie("house-0-0", "elsewhere", people=1)])
    assert [(bundle.weight, len(bundle.paths)) for bundle in drawing.ties] == [(1, 1), (2, 1), (3, 1), (0, 1)]


def test_organisations_are_joined_by_roles_that_are_not_over_and_by_their_parents() -> None:
    """A role that has ended joins nothing any more."""
    houses = {each.id: each for each in (organisation("a"), organisation("b", "a"), organisation("c"))}
    over = FuzzyDate(2020)
    people = [person(("a", None), ("c", None), ("b", over)), person(("c", None), ("a", None), ("a", None))]
    assert find_ties(houses, people, TODAY) == (Tie("a", "b", part=True), Tie("a", "c", people=2))
    assert find_ties(houses, people, date(2019, 1, 1))[0] == Tie("a", "b", people=1, part=True)


def test_names_are_measured_as_wide_as_they_can_be() -> None:
    """Marks over letters take no room; capitals and ideograms take more."""
    assert text_width("e\u0301", 10) == text_width("é", 10) == text_width("e", 10)
    assert text_width("immunologie", 10) < text_width("IMMUNOLOGIE", 10)
    assert text_width("免疫", 10) == 20


@pytest.mark.parametrize("address", ["ecosysteme/", "en/ecosystem/"])
def test_the_list_says_all_that_the_picture_shows(real_site: BuiltSite, address: str) -> None:
    """Screen readers and the keyboard get the list, and nothing twice."""
    page = real_site.page(address)
    picture = page.cssselect("main svg.ecosystem__picture")[0]
    assert picture.get("aria-hidden") == "true"
    drawn = picture.cssselect("a")
    assert {link.get("tabindex") for link in drawn} == {"-1"}
    listed = [str(link.get("href")) for link in page.cssselect(".kinds__house a")]
    assert sorted(listed) == sorted(str(link.get("href")) for link in drawn)
    assert len(set(listed)) == len(listed) >= 15
