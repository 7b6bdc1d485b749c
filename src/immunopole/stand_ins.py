"""Stand-ins: faces that readers have already, set so that nothing moves when the web font takes their place.

A stand-in is scaled until its letters are on average as wide as those of the web font (`size-adjust`), and given the
web font's own height of a line (`ascent-override` and the like; CSS Fonts 5). Lines then break where they will break.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# Titles as pages have them, long enough to break: what an average width is taken over.
SAMPLE = (
    "Marseille Immunopôle réunit laboratoires, hôpitaux et entreprises : l’immunologie, du laboratoire au patient. "
    "Institut national de la santé et de la recherche médicale. Les personnes du cluster. Qui en fait partie ? "
    "Marseille Immunopôle brings laboratories, hospitals and companies together: immunology, from laboratory to "
    "patient. "
    "The people of the cluster. Who is part of it?"
)
# The weights that titles and names mostly have on either side of the limit.
REGULAR, BOLD = 420, 560
# Up to here a weight is served by a regular face, from the next on by a bold one.
_LAST_REGULAR = 500


@dataclass(frozen=True)
class Face:
    """A face under the names systems know it by, and the average width of SAMPLE's letters in it, in ems."""

    names: tuple[str, ...]
    width: float


@dataclass(frozen=True)
class StandIn:
    """A family that a kind of system has: its regular face and its bold one."""

    name: str
    regular: Face
    bold: Face


# Measured with fontTools over SAMPLE. Georgia's letters are as wide as Gelasio's, those of Times New Roman as Tinos's,
# which were drawn to be (both compared with the averages @capsizecss/metrics publishes: equal); the others are measured
# themselves. Systems differ in whether they know a face by its full name or by its PostScript name.
STAND_INS = (
    StandIn(
        "Georgia",
        Face(("Georgia", "Gelasio-Regular"), 0.4368),
        Face(("Georgia Bold", "Georgia-Bold", "Gelasio-Bold"), 0.5104),
    ),
    StandIn(
        "Times New Roman",
        Face(
            ("Times New Roman", "TimesNewRomanPSMT", "LiberationSerif", "Tinos-Regular", "NimbusRoman-Regular"), 0.3959
        ),
        Face(
            (
                "Times New Roman Bold",
                "TimesNewRomanPS-BoldMT",
                "LiberationSerif-Bold",
                "Tinos-Bold",
                "NimbusRoman-Bold",
            ),
            0.4237,
        ),
    ),
    StandIn(
        "Noto Serif",
        Face(("Noto Serif", "NotoSerif", "NotoSerif-Regular"), 0.4721),
        Face(("Noto Serif Bold", "NotoSerif-Bold"), 0.5043),
    ),
    StandIn("DejaVu Serif", Face(("DejaVuSerif",), 0.5061), Face(("DejaVuSerif-Bold",), 0.5615)),
)


@dataclass(frozen=True)
class Measures:
    """What a stand-in must be like, in ems: the average width of SAMPLE's letters at REGULAR and BOLD, the heights."""

    regular: float
    bold: float
    ascent: float
    descent: float
    line_gap: float


def names(family: str) -> tuple[str, ...]:
    """Give the families a style sheet asks for, best first: the web font, then its stand-ins."""
    return (family, *(_name(family, stand_in) for stand_in in STAND_INS))


def stand_in_css(family: str, measures: Measures) -> str:
    """Give the `@font-face` rules of all stand-ins for a web font."""
    return "".join(
        rule
        for stand_in in STAND_INS
        for rule in (
            _rule(_name(family, stand_in), stand_in.regular, f"1 {_LAST_REGULAR}", measures.regular, measures),
            _rule(_name(family, stand_in), stand_in.bold, f"{_LAST_REGULAR + 1} 1000", measures.bold, measures),
        )
    )


def _name(family: str, stand_in: StandIn) -> str:
    return f"{family} by {stand_in.name}"


def _rule(name: str, face: Face, weights: str, width: float, measures: Measures) -> str:
    sources = ",".join(f'local("{each}")' for each in face.names)
    overrides = ";".join(_overrides(measures, width / face.width))
    return f'@font-face{{font-family:"{name}";src:{sources};font-weight:{weights};{overrides}}}\n'


def _overrides(measures: Measures, scale: float) -> Iterator[str]:
    yield f"size-adjust:{_percent(scale)}"
    # The scale applies to these too.
    yield f"ascent-override:{_percent(measures.ascent / scale)}"
    yield f"descent-override:{_percent(measures.descent / scale)}"
    yield f"line-gap-override:{_percent(measures.line_gap / scale)}"


def _percent(value: float) -> str:
    return f"{100 * value:.2f}".rstrip("0").rstrip(".") + "%"
