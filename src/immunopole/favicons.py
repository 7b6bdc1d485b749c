"""Favicons: the mark as browsers and home screens show it, all made from one drawing and the colours of the theme.

The drawing is a piece of SVG on a square of 32 units that draws in `currentColor`; what has the class `mark__site`
draws in the accent.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resvg_py import svg_to_bytes

from immunopole.palette import Colours, Palette

SIDE = 32
# A home screen cuts a maskable icon to any shape that holds a circle of 40 % of its width (W3C Manifest, icon masks).
SAFE_RADIUS = 0.4
_ROOMY, _SAFE = 0.74, 0.6
_TAB_SIZES = (16, 32, 48)


@dataclass(frozen=True)
class Icon:
    """A file of the built site. `size` is its width in pixels, 0 for a drawing of any size."""

    address: str
    content: bytes
    media_type: str = "image/png"
    size: int = 0
    purpose: str = ""


def favicons(drawing: str, palette: Palette) -> Iterator[Icon]:
    """Draw every icon.

    Those of tabs are the bare mark: an SVG that follows the colour scheme, and an ICO at the address that browsers ask
    for unasked. Those of home screens stand on a field of the brand's colour; they have a `purpose` when they belong
    in a manifest.
    """
    yield Icon("favicon.svg", _adaptive(drawing, palette).encode(), "image/svg+xml")
    bare = _bare(drawing, palette.light)
    yield Icon("favicon.ico", _ico([(size, _png(bare, size)) for size in _TAB_SIZES]), "image/x-icon")
    roomy, safe = (_tile(drawing, palette, share) for share in (_ROOMY, _SAFE))
    yield Icon("apple-touch-icon.png", _png(safe, 180), size=180)
    yield Icon("assets/icon-192.png", _png(roomy, 192), size=192, purpose="any")
    yield Icon("assets/icon-512.png", _png(roomy, 512), size=512, purpose="any")
    yield Icon("assets/icon-maskable-512.png", _png(safe, 512), size=512, purpose="maskable")


def _adaptive(drawing: str, palette: Palette) -> str:
    dark = f"@media(prefers-color-scheme:dark){{{_style(palette.dark)}}}"
    return _svg(drawing, _style(palette.light) + dark)


def _bare(drawing: str, colours: Colours) -> str:
    return _svg(drawing, _style(colours))


def _tile(drawing: str, palette: Palette, share: float) -> str:
    """Put the mark on a field; it takes that share of its width."""
    half = SIDE / 2
    place = f"translate({half} {half}) scale({share}) translate(-{half} -{half})"
    field = f'<path fill="{palette.light.brand}" d="M0 0h{SIDE}v{SIDE}H0z"/>'
    # On the field of the light scheme's brand, as on the paper of the dark one, the accent is the dark scheme's.
    colours = f"svg{{color:{palette.light.paper}}}.mark__site{{color:{palette.dark.accent}}}"
    return _svg(f'{field}<g transform="{place}">{drawing}</g>', colours)


def _style(colours: Colours) -> str:
    return f"svg{{color:{colours.brand}}}.mark__site{{color:{colours.accent}}}"


def _svg(content: str, style: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}"><style>{style}</style>{content}</svg>'


@lru_cache(maxsize=16)
def _png(svg: str, size: int) -> bytes:
    """Draw an SVG; remembered, since `make serve` builds again and again and the mark stays."""
    return bytes(svg_to_bytes(svg_string=svg, width=size, height=size, skip_system_fonts=True))


def _ico(images: Sequence[tuple[int, bytes]]) -> bytes:
    """Put PNG images of several sizes (under 256) into one ICO file."""
    start = 6 + 16 * len(images)
    entries, content = b"", b""
    for size, png in images:
        # Width, height, no palette, one plane, 32 bits a pixel, where the image is.
        entries += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), start + len(content))
        content += png
    return struct.pack("<HHH", 0, 1, len(images)) + entries + content
