"""Emblems: what stands for a person without a portrait, initials on a lattice of antibodies drawn from the person's id.

Every tile of a lattice of hexagons holds a Y of three equal arms that reach the middle of three of its edges; turned by
60° it reaches the other three, so neighbours join or part, and each arrangement makes another network. A few
antibodies are bound: drawn in the stain of the tint, with an antigen at two of their arms.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

# How many tints the theme has (css/tints.css).
TINTS = 5
# The drawing is a square of so many units; all that follows is in them, whole numbers, so that arms meet exactly.
SIDE = 182
_MIDDLE = SIDE // 2
_TILE, _ROW = 28, 24
_ARMS = ((14, 0), (-7, 12), (-7, -12))
# An ellipse in the middle is left to the initials.
_CLEAR_X, _CLEAR_Y = 64, 37
# Bound antibodies stand whole on the drawing, and a little further from the initials.
_MARGIN, _DISTANCE = 20, 1.35
_FEWEST_BOUND, _MOST_BOUND = 4, 6
_DIGEST_BYTES = 64
_PARTS_OF_A_GIVEN_NAME = 2

Point = tuple[int, int]


@dataclass(frozen=True)
class Emblem:
    """One emblem, a square of `side` units; `tint` counts from 1; the texts are SVG paths (SVG 2, 9.3), to be stroked.

    `lattice` holds the free antibodies, `bound` those that hold an antigen, `sites` the antigens, as dots of no length.
    """

    initials: str
    tint: int
    lattice: str
    bound: str
    sites: str
    side: int = SIDE


def emblem(ident: str, given_name: str, family_name: str) -> Emblem:
    """Draw the emblem of a person: the same for the same id and name, on every machine."""
    chance = _Chance(ident)
    tint = 1 + chance.below(TINTS)
    tiles = {point: bool(chance.below(2)) for point in _tiles()}
    left = [point for point in tiles if _can_be_bound(point)]
    bound = [
        left.pop(chance.below(len(left))) for _ in range(_FEWEST_BOUND + chance.below(_MOST_BOUND - _FEWEST_BOUND + 1))
    ]
    sites = {site for point in bound for site in _sites(point, chance.below(3), turned=tiles[point])}
    return Emblem(
        initials(given_name, family_name),
        tint,
        "".join(_antibody(point, turned=turned) for point, turned in tiles.items() if point not in bound),
        "".join(_antibody(point, turned=tiles[point]) for point in sorted(bound)),
        "".join(f"M{x} {y}h0" for x, y in sorted(sites)),
    )


def initials(given_name: str, family_name: str) -> str:
    """Give the initials of a name: each part of a hyphenated given name counts, as in «J.-P.», then the family name.

    Accents stay. Letters of scripts that join them (Arabic) are kept apart by a space.
    """
    given = given_name.strip().partition(" ")[0].split("-")[:_PARTS_OF_A_GIVEN_NAME]
    letters = [letter for letter in map(_first_letter, (*given, family_name)) if letter]
    joined = any(unicodedata.bidirectional(letter[0]) == "AL" for letter in letters)
    return ("\N{NO-BREAK SPACE}" if joined else "").join(letters)


def _first_letter(word: str) -> str:
    """Give the first letter of a word in capitals, with the marks it carries; empty for a word without one."""
    text = unicodedata.normalize("NFC", word)
    start = next((index for index, character in enumerate(text) if character.isalpha()), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(text) and unicodedata.category(text[end]) == "Mn":
        end += 1
    # «ß» has a capital of two letters.
    return text[start:end].title()[: end - start]


class _Chance:
    """A row of numbers that a text decides, the same on every machine."""

    def __init__(self, text: str) -> None:
        self.rest = int.from_bytes(blake2b(text.encode(), digest_size=_DIGEST_BYTES).digest(), "big")

    def below(self, limit: int) -> int:
        self.rest, number = divmod(self.rest, limit)
        return number


@cache
def _tiles() -> tuple[Point, ...]:
    """The middles of all tiles but those that the initials cover, row by row."""
    return tuple(point for point in _lattice() if _from_the_middle(point) >= 1)


def _lattice() -> Iterator[Point]:
    rows, columns = _MIDDLE // _ROW + 1, _MIDDLE // _TILE + 1
    for row in range(-rows, rows + 1):
        y = _MIDDLE + row * _ROW
        for column in range(-columns, columns + 1):
            x = _MIDDLE + column * _TILE + row % 2 * _TILE // 2
            if 0 <= x <= SIDE and 0 <= y <= SIDE:
                yield x, y


def _from_the_middle(point: Point) -> float:
    """Give how far a point is from the middle: 1 is the edge of what is left to the initials."""
    x, y = point
    return ((x - _MIDDLE) / _CLEAR_X) ** 2 + ((y - _MIDDLE) / _CLEAR_Y) ** 2


def _can_be_bound(point: Point) -> bool:
    return all(_MARGIN <= each <= SIDE - _MARGIN for each in point) and _from_the_middle(point) >= _DISTANCE


def _antibody(point: Point, *, turned: bool) -> str:
    x, y = point
    # The arms of _ARMS, in as few letters as a path can say them.
    return f"M{x - 14} {y}h14l7 12m-7-12l7-12" if turned else f"M{x + 14} {y}h-14l-7 12m7-12l-7-12"


def _sites(point: Point, stem: int, *, turned: bool) -> Iterator[Point]:
    """Give the ends of the two arms that hold an antigen: all but the stem."""
    side = -1 if turned else 1
    for number, (x, y) in enumerate(_ARMS):
        if number != stem:
            yield point[0] + side * x, point[1] + y
