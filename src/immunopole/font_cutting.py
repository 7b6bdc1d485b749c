"""Cutting a font: fewer characters, fewer weights, one file for the web. The only module that knows fontTools."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.instancer import instantiateVariableFont

from immunopole.stand_ins import BOLD, REGULAR, SAMPLE, Measures
from immunopole.typefaces import WEIGHT

if TYPE_CHECKING:
    from immunopole.fonts import Cut

# Blanks narrower than a word space, which few families have, and the share of it that they are made of. French sets
# the first before ; ! ? (`typography/fr.yaml`).
NARROW_SPACES, NARROW = "\u202f\u2009", 0.625
# Hyphens that a family may have under one name only.
_LIKE = {"\u2010": "-", "\u2011": "-"}
# Glyphs that several characters share, or that stand for two letters, cost little; figures come in one form.
_FEATURES = ("kern", "liga", "locl", "ccmp", "mark")
# Names a font must keep to say whose it is and what one may do with it (OFL 1.1, 2).
_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
_NO_VARIATION = 0xFFFFFFFF


def cut_font(cut: Cut) -> bytes:
    """Cut a font as WOFF2; the same cut gives the same bytes. Characters that the family lacks are left out."""
    font = TTFont(cut.family.upright, recalcTimestamp=False)
    _add_missing(font)
    options = Options(layout_features=list(_FEATURES), name_IDs=list(_NAMES), hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, cut.characters))
    subsetter.subset(font)
    # An axis without a value takes its default.
    fixed = {axis: cut.axes.get(axis) for axis in cut.family.axes if axis != WEIGHT}
    font = instantiateVariableFont(font, {**fixed, WEIGHT: cut.weights}, inplace=True)
    _narrow_spaces(font)
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def covered(content: bytes) -> list[int]:
    """Give the code points a font has, in ascending order."""
    return sorted(TTFont(BytesIO(content)).getBestCmap())


def measured(content: bytes) -> Measures:
    """Measure a font as browsers will read it."""
    font = TTFont(BytesIO(content))
    em, lines = font["head"].unitsPerEm, font["hhea"]
    return Measures(
        regular=_average(font, REGULAR) / em,
        bold=_average(font, BOLD) / em,
        ascent=lines.ascent / em,
        descent=-lines.descent / em,
        line_gap=lines.lineGap / em,
    )


def _add_missing(font: TTFont) -> None:
    """Give a font the blanks and hyphens it lacks; the blanks are narrowed when the weight of a word space is known."""
    known = font.getBestCmap()
    # Read before there are more glyphs than it knows of.
    variations = font["gvar"].variations
    for char in NARROW_SPACES:
        if ord(char) not in known:
            name = f"uni{ord(char):04X}"
            font["glyf"][name] = Glyph()
            font["hmtx"][name] = (0, 0)
            variations[name] = []
            font["HVAR"].table.AdvWidthMap.mapping[name] = _NO_VARIATION
            _map(font, char, name)
    font.setGlyphOrder(font["glyf"].glyphOrder)
    for char, other in _LIKE.items():
        if ord(char) not in known and ord(other) in known:
            _map(font, char, known[ord(other)])


def _map(font: TTFont, char: str, glyph: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(char)] = glyph


def _narrow_spaces(font: TTFont) -> None:
    glyphs = font.getBestCmap()
    for char in NARROW_SPACES:
        if ord(char) in glyphs and font["hmtx"][glyphs[ord(char)]][0] == 0:
            font["hmtx"][glyphs[ord(char)]] = (round(NARROW * font["hmtx"][glyphs[ord(" ")]][0]), 0)


def _average(font: TTFont, weight: int) -> float:
    glyphs, names = font.getGlyphSet(location={WEIGHT: weight}), font.getBestCmap()
    widths = [glyphs[names[ord(char)]].width for char in SAMPLE if ord(char) in names]
    return float(sum(widths) / len(widths))
