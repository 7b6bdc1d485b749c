"""The line of the history: every period drawn to a scale of its own, each date a dot in its year.

Years from 1925 to today on one scale would press most dates into a corner. Each period is as wide as the others, its
years stand at its ends, and a break in the line says that the scale changes there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from immunopole.periods import Chapter
from immunopole.timeline import Entry

# Lengths are in units of the drawing: one is about a pixel where periods stand beside each other.
WIDTH = 240
_INSET = 16
# Dots are lines of no length with round ends; those that would touch stand above each other.
DOT, _APART = 9, 12
_ABOVE, _TOP = 14, 8
# Years stand below the line, inside its ends.
_LABELS, _BASELINE = 26, 22
_START, _END = 10, 222
_MOST_YEARS_MARKED = 15
_DECADE = 10


@dataclass(frozen=True)
class Strip:
    """The line of one period, as paths (SVG 2, 9.3); `base` is the height of the line itself.

    Its first year begins at `start`, its last one ends at `end`, both on the baseline `label`.
    """

    height: int
    base: int
    axis: str
    marks: str
    dots: str
    width: int = WIDTH
    start: int = _START
    end: int = _END

    @property
    def label(self) -> int:
        """The baseline of the years."""
        return self.base + _BASELINE


def strips(chapters: Sequence[Chapter]) -> tuple[Strip, ...]:
    """Draw the line of every period, all of one height, so that side by side they are one line."""
    placed = [_placed(chapter) for chapter in chapters]
    levels = 1 + max((level for dots in placed for _, _, level in dots), default=0)
    base = _TOP + levels * _APART + _ABOVE - _APART // 2
    return tuple(
        Strip(
            base + _LABELS,
            base,
            _axis(chapter, base),
            "".join(f"M{x} {base}v{6 if decade else 4}" for x, decade in _marks(chapter)),
            "".join(f"M{start} {base - _ABOVE - level * _APART}h{end - start}" for start, end, level in dots),
        )
        for chapter, dots in zip(chapters, placed, strict=True)
    )


def _x(chapter: Chapter, year: int) -> int:
    """Give the place of the middle of a year."""
    years = chapter.last - chapter.first + 1
    return round(_INSET + (min(year, chapter.last) - chapter.first + 0.5) / years * (WIDTH - 2 * _INSET))


def _placed(chapter: Chapter) -> list[tuple[int, int, int]]:
    """Place every entry: where its dot begins and ends, and at which level it touches no other."""
    dots: list[tuple[int, int, int]] = []
    for entry in chapter.entries:
        start, end = _x(chapter, entry.date.start.year), _x(chapter, _last_year(entry))
        taken = {level for left, right, level in dots if left - _APART < end and start < right + _APART}
        dots.append((start, end, next(level for level in range(len(dots) + 1) if level not in taken)))
    return dots


def _last_year(entry: Entry) -> int:
    return (entry.date.end or entry.date.start).year


def _marks(chapter: Chapter) -> list[tuple[int, bool]]:
    """Give the years to mark, all or the decades: where, and whether a decade begins."""
    every = chapter.last - chapter.first < _MOST_YEARS_MARKED
    years = range(chapter.first, chapter.last + 1)
    return [(_x(chapter, year), year % _DECADE == 0) for year in years if every or year % _DECADE == 0]


def _axis(chapter: Chapter, base: int) -> str:
    """Draw the line: broken at its end where another scale follows, an arrow where the history goes on."""
    if chapter.open:
        return f"M0 {base}H{WIDTH - 1}m-7-6l7 6-7 6"
    return f"M0 {base}H{WIDTH - 9}m-3 7l6-14m3 14l6-14"
