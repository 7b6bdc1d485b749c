"""The ecosystem: how organisations hang together, and the picture of it, drawn when the site is built.

The picture is a cell. Every organisation is an antibody on its membrane, those of a kind side by side; lines through
the cell join two organisations where the same person holds roles, or of which one is part of the other. Names stand
in two columns beside it, in the order of reading, so that they never overlap, however many they are.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from immunopole.organisations import Organisation
from immunopole.people import Person

# All lengths are in units of the drawing; in its place on a wide screen one is about a pixel.
WIDTH = 1180
_MIDDLE = WIDTH / 2
_RADIUS, _TALLEST = 248, 2.6
# From the edge of the drawing to where names end, and on to the antibodies.
_NAMES, _MARGIN, _GAP = 272, 20, 10
FONT, LINE = 17, 20
HEADING_FONT, _HEADING, _BEFORE_HEADING = 14, 24, 20
_BETWEEN, _MOST_BETWEEN = 5, 34
# The membrane has two layers; how far inside each one is drawn.
_LAYERS = (0, 7)
# The columns begin and end a little beside the poles of the cell.
_POLE = math.radians(15)
# An antibody: from the membrane to its fork, its arms, and how much it may grow or shrink with the room it has.
_STEM, _ARM, _ROOM = 17, 13, 34
_SMALLEST, _LARGEST = 0.55, 1.2
_MOST_PEOPLE = 3
# A tie bends towards the middle: how near it the longest comes, and how much less the others (shares of the way out).
_DEEPEST, _PULL = 0.12, 0.6
# How far the arc of a kind goes beyond its first and last antibody, as a share of the way between two.
_BEYOND = 1 / 2.6

Point = tuple[float, float]


@dataclass(frozen=True)
class Tie:
    """What joins two organisations (ids): people who hold roles at both, or one being part of the other."""

    one: str
    other: str
    people: int = 0
    part: bool = False


@dataclass(frozen=True)
class Box:
    """Where a text stands: its lines, where they begin (`end` false) or end, and the baseline of the first."""

    lines: tuple[str, ...]
    x: float
    y: float
    end: bool
    font: float

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """The least x and y it covers, and the most, for the widest of usual typefaces."""
        width = max(text_width(line, self.font) for line in self.lines)
        left = self.x - width if self.end else self.x
        return left, self.y - self.font, left + width, self.y + (len(self.lines) - 1) * LINE + self.font * 0.3


@dataclass(frozen=True)
class House:
    """An organisation on the picture: its antibody and the way to its name, as paths (SVG 2, 9.3), and its name."""

    ident: str
    label: Box
    antibody: str
    leader: str


@dataclass(frozen=True)
class Group:
    """Organisations of a kind: their part of the membrane, and what they are called together."""

    kind: str
    heading: Box
    arc: str
    houses: tuple[House, ...]


@dataclass(frozen=True)
class Bundle:
    """Ties of one weight on the picture, as paths; `weight` is from 1 to 3, by the number of people; 0 is for parts."""

    weight: int
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Drawing:
    """The whole picture; `rx`, `ry` are the half axes of the cell around the middle, `line` the height of a line."""

    height: int
    rx: int
    ry: int
    groups: tuple[Group, ...]
    ties: tuple[Bundle, ...]
    width: int = WIDTH
    line: int = LINE
    membrane: tuple[int, int] = _LAYERS

    @property
    def middle(self) -> tuple[int, int]:
        """The middle of the cell."""
        return WIDTH // 2, self.height // 2


@dataclass(frozen=True)
class Kin:
    """Organisations of a kind, to be drawn: what they are called together, and each id with its name."""

    kind: str
    heading: str
    houses: tuple[tuple[str, str], ...]


def find_ties(organisations: Mapping[str, Organisation], people: Iterable[Person], today: date) -> tuple[Tie, ...]:
    """Find what joins organisations: roles that are not over, and the parents of records; sorted by ids."""
    shared: dict[tuple[str, str], int] = {}
    for person in people:
        houses = sorted({p.organisation for p in person.positions if not p.has_ended(today)})
        for pair in combinations(houses, 2):
            shared[pair] = shared.get(pair, 0) + 1
    parts = {tuple(sorted((house.id, house.parent))) for house in organisations.values() if house.parent}
    pairs = sorted({*shared, *((one, other) for one, other in parts)})
    return tuple(Tie(*pair, people=shared.get(pair, 0), part=pair in parts) for pair in pairs)


def draw(kin: Sequence[Kin], ties: Iterable[Tie]) -> Drawing:
    """Draw organisations, kind by kind, and what joins them: the same picture for the same facts."""
    sides = [_Side(_rows(part)) for part in _halves([each for each in kin if each.houses])]
    room = max(side.least for side in sides)
    height = math.ceil(max(room, 2 * _RADIUS + 2 * _STEM + 2 * _ARM) + 2 * _MARGIN)
    rx, ry = _RADIUS, round(min(max(_RADIUS, height / 2 - 2 * _MARGIN - _STEM), _RADIUS * _TALLEST))
    cell = _Cell(height / 2, rx, ry)
    groups: list[Group] = []
    places: dict[str, Point] = {}
    for side, right in zip(sides, (False, True), strict=True):
        groups += _placed(side.spread(height), cell, places, right=right)
    return Drawing(height, rx, ry, tuple(groups), tuple(_bundles(ties, places, cell)))


def text_width(text: str, font: float) -> float:
    """Give the width of a text at most, whichever of the usual sans-serif typefaces shows it."""
    return font * sum(map(_character_width, text))


def _character_width(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    base = unicodedata.normalize("NFD", character)[0]
    if unicodedata.east_asian_width(character) in "WF" or base in "mwMWŒœ@%":
        return 1
    if base in "ijl.,:;'’|!I ":
        return 0.4
    return 0.46 if base in "frt()-" else 0.8 if base.isupper() else 0.64


def _bundles(ties: Iterable[Tie], places: Mapping[str, Point], cell: _Cell) -> Iterator[Bundle]:
    """Draw the ties, the lightest first, and the parts over all."""
    paths: dict[int, list[str]] = {}
    for tie in ties:
        if tie.one in places and tie.other in places:
            weight = 0 if tie.part else min(tie.people, _MOST_PEOPLE)
            paths.setdefault(weight, []).append(cell.through(places[tie.one], places[tie.other]))
    for weight in sorted(paths, key=lambda weight: weight or _MOST_PEOPLE + 1):
        yield Bundle(weight, tuple(sorted(paths[weight])))


@dataclass(frozen=True)
class _Row:
    """A line of a column: the name of an organisation or, without an id, that of a kind."""

    lines: tuple[str, ...]
    kind: str
    ident: str = ""

    @property
    def height(self) -> float:
        return len(self.lines) * LINE if self.ident else len(self.lines) * LINE + _HEADING - LINE

    @property
    def before(self) -> float:
        return _BETWEEN if self.ident else _BEFORE_HEADING


def _halves(kin: Sequence[Kin]) -> tuple[Sequence[Kin], Sequence[Kin]]:
    """Part the kinds into two columns of about one height, in the order of reading."""
    heights = [sum(row.height + row.before for row in _rows([each])) for each in kin]
    cuts = range(len(kin) + 1)
    best = min(cuts, key=lambda cut: (max(sum(heights[:cut]), sum(heights[cut:])), -cut))
    return kin[:best], kin[best:]


def _rows(kin: Sequence[Kin]) -> list[_Row]:
    rows: list[_Row] = []
    for each in kin:
        rows.append(_Row(_wrapped(each.heading, HEADING_FONT), each.kind))
        rows += [_Row(_wrapped(name, FONT), each.kind, ident) for ident, name in each.houses]
    return rows


def _wrapped(text: str, font: float) -> tuple[str, ...]:
    """Break a text into lines that fit the column, between words where it can be."""
    most = _NAMES - _MARGIN
    lines, line = [], ""
    for word in text.split():
        whole = f"{line} {word}".strip()
        if line and text_width(whole, font) > most:
            lines.append(line)
            whole = word
        while text_width(whole, font) > most:
            end = next(n for n in range(len(whole), 0, -1) if n == 1 or text_width(whole[:n], font) <= most)
            lines.append(whole[:end])
            whole = whole[end:]
        line = whole
    return (*lines, line) if line or not lines else tuple(lines)


@dataclass(frozen=True)
class _Side:
    """A column of rows."""

    rows: Sequence[_Row]

    @property
    def least(self) -> float:
        return sum(row.height + row.before for row in self.rows)

    def spread(self, height: float) -> list[tuple[_Row, float]]:
        """Place the rows in the middle of a height, as far apart as it allows: each with the top of its first line."""
        count = sum(bool(row.ident) for row in self.rows)
        more = min((height - 2 * _MARGIN - self.least) / count, _MOST_BETWEEN) if count else 0
        # Names keep some distance of their own; what is over goes to the space before each.
        y = (height - self.least - more * count) / 2
        placed = []
        for row in self.rows:
            y += row.before + (more / 2 if row.ident else 0)
            placed.append((row, y))
            y += row.height + (more / 2 if row.ident else 0)
        return placed


@dataclass(frozen=True)
class _Cell:
    """The cell: an ellipse around the middle of the drawing."""

    y: float
    rx: float
    ry: float

    def at(self, angle: float, out: float = 0) -> Point:
        """Give the point at an angle, from the upper pole clockwise, and so far outside the membrane."""
        across, along = math.sin(angle), -math.cos(angle)
        slope = math.hypot(across / self.rx, along / self.ry)
        x, y = self.rx * across, self.ry * along
        return _MIDDLE + x + out * across / self.rx / slope, self.y + y + out * along / self.ry / slope

    def arc(self, start: float, end: float) -> str:
        """Give the part of the membrane between two angles."""
        clockwise = int(end > start)
        return f"M{_point(self.at(start))}A{self.rx} {self.ry} 0 0 {clockwise} {_point(self.at(end))}"

    def through(self, one: Point, other: Point) -> str:
        """Give a way through the cell from one place on the membrane to another, the deeper the longer it is."""
        near = 1 - math.dist(one, other) / (2 * self.ry)
        pull = _DEEPEST + _PULL * max(near, 0) ** 2
        x = _MIDDLE + ((one[0] + other[0]) / 2 - _MIDDLE) * pull
        y = self.y + ((one[1] + other[1]) / 2 - self.y) * pull
        return f"M{_point(one)}Q{_point((x, y))} {_point(other)}"


def _placed(
    rows: Sequence[tuple[_Row, float]], cell: _Cell, places: dict[str, Point], *, right: bool
) -> Iterator[Group]:
    """Place a column: every kind with its names, their antibodies where the membrane is at their height or so."""
    named = [(row, top) for row, top in rows if row.ident]
    middles = {row.ident: top + row.height / 2 for row, top in named}
    first, last = (min(middles.values(), default=0.0), max(middles.values(), default=1.0))
    turn = 1 if right else -1

    def angle(y: float) -> float:
        part = (y - first) / (last - first) if last > first else 0.5
        return turn * (_POLE + part * (math.pi - 2 * _POLE))

    step = math.pi * (cell.rx + cell.ry) / 2 / max(len(named), 1)
    scale = min(max(step / _ROOM, _SMALLEST), _LARGEST)
    x = WIDTH - _NAMES if right else _NAMES
    for heading, top in rows:
        if not heading.ident:
            houses = []
            own = [(row, y) for row, y in named if row.kind == heading.kind]
            for row, y in own:
                at = angle(middles[row.ident])
                places[row.ident] = cell.at(at)
                label = Box(row.lines, x, round(y + FONT - 1), end=not right, font=FONT)
                houses.append(House(row.ident, label, _antibody(cell, at, scale), _leader(cell, at, scale, label)))
            edge = step * _BEYOND / cell.ry
            ends = [angle(middles[row.ident]) for row, _ in own]
            arc = cell.arc(ends[0] - turn * edge, ends[-1] + turn * edge)
            box = Box(heading.lines, x, round(top + HEADING_FONT), end=not right, font=HEADING_FONT)
            yield Group(heading.kind, box, arc, tuple(houses))


def _antibody(cell: _Cell, angle: float, scale: float) -> str:
    """Draw an antibody that stands on the membrane: a stem and two arms."""
    base, fork = cell.at(angle), cell.at(angle, _STEM * scale)
    along = math.atan2(fork[1] - base[1], fork[0] - base[0])
    arms = [
        (fork[0] + _ARM * scale * math.cos(along + turn), fork[1] + _ARM * scale * math.sin(along + turn))
        for turn in (-math.pi / 4, math.pi / 4)
    ]
    return f"M{_point(base)}l{_way(base, fork)}{_way(fork, arms[0])}m{_way(arms[0], fork)}{_way(fork, arms[1])}"


def _leader(cell: _Cell, angle: float, scale: float, label: Box) -> str:
    """Lead from an antibody to its name."""
    start = cell.at(angle, (_STEM + _ARM) * scale)
    side = 1 if label.end else -1
    y = label.y - FONT / 3 + (len(label.lines) - 1) * LINE / 2
    bend = (label.x + side * 3 * _GAP, y)
    return f"M{_point(start)}q{_way(start, bend)}{_way(start, (label.x + side * _GAP, y))}"


def _way(start: Point, end: Point) -> str:
    """Write a step of a path: short numbers, and alike for all antibodies."""
    (x, y), (to_x, to_y) = ((round(point[0]), round(point[1])) for point in (start, end))
    return f"{to_x - x:+d}{to_y - y:+d}"


def _point(point: Point) -> str:
    # Whole units are fine enough, and a large picture is a small page.
    return f"{point[0]:.0f} {point[1]:.0f}"
