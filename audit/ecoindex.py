"""EcoIndex, as the French collective for responsible digital design (cnumr) computes it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

# The twenty-one quantiles of the pages it was measured on: elements, requests, kilobytes.
_ELEMENTS = (
    0,
    47,
    75,
    159,
    233,
    298,
    358,
    417,
    476,
    537,
    603,
    674,
    753,
    843,
    949,
    1076,
    1237,
    1459,
    1801,
    2479,
    594601,
)
_REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
_KILOBYTES = (
    *(0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08),
    *(2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26),
)
_GRADES = ((80, "A"), (70, "B"), (55, "C"), (40, "D"), (25, "E"), (10, "F"))


def ecoindex(elements: int, requests: int, kilobytes: float) -> float:
    """Give the score, 0 to 100; `elements` leaves out what drawings (svg) hold."""
    ranks = (_rank(_ELEMENTS, elements), _rank(_REQUESTS, requests), _rank(_KILOBYTES, kilobytes))
    return 100 - 5 * (3 * ranks[0] + 2 * ranks[1] + ranks[2]) / 6


def grade(score: float) -> str:
    """Give the grade of a score, A to G."""
    return next((letter for above, letter in _GRADES if score > above), "G")


def _rank(quantiles: Sequence[float], value: float) -> float:
    at = bisect_right(quantiles, value)
    if at >= len(quantiles):
        return len(quantiles) - 1
    return at - 1 + (value - quantiles[at - 1]) / (quantiles[at] - quantiles[at - 1])
