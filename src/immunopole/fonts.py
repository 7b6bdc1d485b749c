"""The web font: one face for names and titles, cut down to the letters this site has and the weights it uses.

Text stays in the system's own sans. A character that the family lacks is left to the next family of the style sheet:
Fraunces has neither Greek letters nor arrows, so the beta of a protein in a title comes from a stand-in, and a
language in another script from whatever its readers have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from immunopole.addresses import fingerprint
from immunopole.cache import cached
from immunopole.stand_ins import Measures, stand_in_css
from immunopole.typefaces import Family

# What French and English typography need, whatever the site says today: Latin-1 and what stands beside it.
REPERTOIRE = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) | frozenset(
    "ŒœŸ’‘‚“”„«»‹›–—…•·′″€№™†‡×÷±−≈≤≥\u2009\u2010\u2011\u202f"
)
# The modules whose text decides what a cut is like.
_MODULES = ("fonts.py", "font_cutting.py", "stand_ins.py")


@dataclass(frozen=True)
class Cut:
    """What is cut out of a family: a range of weights, the value of other axes by tag, and some characters."""

    family: Family
    weights: tuple[int, int]
    axes: Mapping[str, int]
    characters: frozenset[str]


@dataclass(frozen=True)
class WebFont:
    """One WOFF2 file, its licence, and the rules that bring it and its stand-ins into a style sheet beside it.

    The name of the file changes exactly when its bytes do, so it may be cached for ever.
    """

    address: str
    content: bytes
    licence_address: str
    licence: bytes
    css: str


def web_font(cut: Cut, folder: Path) -> WebFont:
    """Cut a web font, or take it from `folder`, which keeps the last one.

    The same cut gives the same bytes on every machine.
    """
    kept = cached(folder / "font", _key(cut), partial(_cut, cut))
    said, _, content = kept.partition(b"\n")
    name = f"{cut.family.slug}.{fingerprint(content)}.woff2"
    measured = json.loads(said)
    return WebFont(
        address=f"assets/{name}",
        content=content,
        licence_address=f"assets/{cut.family.slug}-OFL.txt",
        licence=cut.family.licence.read_bytes(),
        css=_rule(cut, name, measured["covers"]) + stand_in_css(cut.family.name, Measures(**measured["measures"])),
    )


def characters_of(texts: Iterable[bytes]) -> frozenset[str]:
    """Give every character that texts (UTF-8) may bring into a name or a title, in both cases, and the repertoire.

    Whole files are read, not their titles alone: a letter too many costs some bytes, one too few shows.
    """
    ascii_only = bytes(range(0x80))
    beyond = {char for text in texts for char in text.translate(None, ascii_only).decode(errors="ignore")}
    return REPERTOIRE.union(beyond, *(char.upper() + char.lower() for char in beyond))


def _key(cut: Cut) -> str:
    """Name all that the bytes of a cut depend on; reading it takes a millisecond."""
    return json.dumps(
        [
            sha256(cut.family.upright.read_bytes()).hexdigest(),
            [sha256(Path(__file__).with_name(module).read_bytes()).hexdigest() for module in _MODULES],
            [version(tool) for tool in ("fonttools", "brotli")],
            cut.weights,
            sorted(cut.axes.items()),
            "".join(sorted(cut.characters)),
        ]
    )


def _cut(cut: Cut) -> bytes:
    """Make the font, and one line before it that says what it covers and measures."""
    # A quarter of a second to load, and half of one to run: only when there is something to cut.
    from immunopole.font_cutting import covered, cut_font, measured  # noqa: PLC0415

    content = cut_font(cut)
    said = {"covers": covered(content), "measures": asdict(measured(content))}
    return json.dumps(said).encode() + b"\n" + content


def _rule(cut: Cut, name: str, covers: list[int]) -> str:
    lightest, boldest = cut.weights
    return (
        f'@font-face{{font-family:"{cut.family.name}";src:url("{name}") format("woff2");font-display:swap;'
        f"font-weight:{lightest} {boldest};unicode-range:{','.join(_ranges(covers))}}}\n"
    )


def _ranges(codes: list[int]) -> Iterator[str]:
    """Give ascending code points as `unicode-range` has them: `U+20-7E,U+A0`."""
    start = previous = codes[0]
    for code in [*codes[1:], None]:
        if code != previous + 1:
            yield f"U+{start:X}" if start == previous else f"U+{start:X}-{previous:X}"
            start = code or 0
        previous = code or 0
