"""Icons by their shortcode: `:material-flask:` is the drawing `material/flask.svg` of the first folder that has it.

The site's own folder of icons comes before that of the theme it stands on. A drawing is read when a page shows it and
becomes part of the page, in the colour of its text; nobody fetches anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import entry_points
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from immunopole.problems import closest_ids

# Where Material and the themes made from it keep their icons.
FOLDER = ".icons"
# A name has two words at least, the first is the set's: that of the set and the drawing.
NAME = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+"
_SVG = "{http://www.w3.org/2000/svg}"
# The only elements a drawing may have: shapes, and groups of them.
_SHAPES = frozenset({"g", "path", "circle", "ellipse", "line", "polygon", "polyline", "rect"})
_KEPT = frozenset({
    "d", "fill", "fill-rule", "clip-rule", "transform", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "cx", "cy", "r", "rx", "ry", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "points", "opacity",
})  # fmt: skip


@dataclass(frozen=True)
class Icons:
    """The icons in some folders, the first of which counts most."""

    folders: tuple[Path, ...] = ()

    def has(self, name: str) -> bool:
        """Whether there is an icon of that name."""
        return self._file(name) is not None

    def draw(self, name: str) -> Element | None:
        """Draw an icon: an `svg` that says nothing to screen readers; None for a name that no icon has."""
        file = self._file(name)
        return deepcopy(_drawing(file)) if file else None

    def closest(self, name: str) -> str:
        """Give up to three names of icons that resemble one."""
        return closest_ids(name, sorted(self._names))

    def _file(self, name: str) -> Path | None:
        words = name.split("-")
        # Of the words of a name the first ones are folders; how many, the files tell.
        for folder in self.folders:
            for depth in range(1, len(words)):
                file = folder.joinpath(*words[:depth], "-".join(words[depth:])).with_suffix(".svg")
                if file.is_file():
                    return file
        return None

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(
            "-".join(file.relative_to(folder).with_suffix("").parts)
            for folder in self.folders
            for file in folder.rglob("*.svg")
        )


def find_icons(own: Path, theme: str) -> Icons:
    """Give the icons of a site: in its own folder of the theme, then in the installed theme of that name."""
    return Icons((own / FOLDER, *(folder / FOLDER for folder in _installed(theme))))


def _installed(theme: str) -> Iterator[Path]:
    """Give the folder of an installed theme without importing it: its package says where it is."""
    for entry in entry_points(group="mkdocs.themes", name=theme):
        if entry.dist is not None:
            yield Path(str(entry.dist.locate_file(entry.value.replace(".", "/"))))


@cache
def _drawing(file: Path) -> Element:
    # Comments are kept: some sets are free as long as theirs is.
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))  # noqa: S314  # our own files
    drawn = ElementTree.fromstring(file.read_text(encoding="utf-8"), parser)  # noqa: S314  # likewise
    icon = Element("svg", {"class": "icon", "viewBox": drawn.get("viewBox", "0 0 24 24"), "aria-hidden": "true"})
    icon.extend(_shapes(drawn))
    return icon


def _shapes(drawn: Element) -> Iterator[Element]:
    for shape in drawn:
        if not isinstance(shape.tag, str):
            yield shape
        elif shape.tag.removeprefix(_SVG) in _SHAPES:
            kept = Element(shape.tag.removeprefix(_SVG), {k: v for k, v in shape.attrib.items() if k in _KEPT})
            kept.extend(_shapes(shape))
            yield kept
