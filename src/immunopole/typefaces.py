"""Type families that are installed: the packages `fontpkg-…` of PyPI, each with its fonts, axes and licence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from immunopole.fields import slug

WEIGHT = "wght"


@dataclass(frozen=True)
class Family:
    """A variable family: its upright font, the range of each axis by tag (OpenType `fvar`), and its licence."""

    name: str
    upright: Path
    axes: Mapping[str, tuple[float, float]]
    licence: Path

    @property
    def slug(self) -> str:
        """The name as part of an address."""
        return slug(self.name)


def find_family(name: str) -> Family | None:
    """Find a family by its name (`Source Serif 4`); None when no such package is installed, or it is not variable."""
    spec = find_spec(f"fontpkg_{slug(name).replace('-', '_')}")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    said = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    upright = [font["path"] for font in said["files"] if font["variable"] and font["style"] == "normal"]
    axes = {axis["tag"]: (axis["min"], axis["max"]) for axis in said["axes"]}
    if not upright or WEIGHT not in axes or said["family"] != name:
        return None
    return Family(name, folder / upright[0], axes, folder / "LICENSE")
