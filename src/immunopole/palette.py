"""The palette: what colour a role of `tokens.css` has in each scheme, for what no style sheet reaches.

Icons, the web manifest and `theme-color` want colours, not roles: read here, they follow the style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from immunopole.problems import Place, Problem

# Below the folder of assets: the style sheet that gives every role its colour.
FILE = "css/tokens.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme:\s*dark\s*\)\s*\{(.*?\})\s*\}", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_PROPERTY = re.compile(r"--([\w-]+)\s*:\s*([^;}]+?)\s*[;}]")
_VARIABLE = re.compile(r"var\(\s*--([\w-]+)\s*\)")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")


@dataclass(frozen=True)
class Colours:
    """The colours of one scheme, as `#rrggbb`."""

    paper: str
    brand: str
    accent: str


@dataclass(frozen=True)
class Palette:
    """The colours of both schemes."""

    light: Colours
    dark: Colours


def read_palette(file: Path, shown_as: str) -> tuple[Palette | None, list[Problem]]:
    """Read the palette from the style sheet of tokens; a problem for every role that has no plain colour there."""
    css = _COMMENT.sub("", file.read_text(encoding="utf-8")) if file.is_file() else ""
    light = dict(_PROPERTY.findall(_MEDIA.sub("", css)))
    dark = light | dict(pair for block in _DARK.findall(css) for pair in _PROPERTY.findall(block))
    roles = [field.name for field in fields(Colours)]
    schemes = [{role: _colour(table, role) for role in roles} for table in (light, dark)]
    missing = [role for role in roles if not all(scheme[role] for scheme in schemes)]
    if missing:
        return None, [_no_colour(file, shown_as, f"--{role}") for role in missing]
    return Palette(*(Colours(**scheme) for scheme in schemes)), []


def _no_colour(file: Path, shown_as: str, role: str) -> Problem:
    """Tell where the role is first given; the top of the file where it is not."""
    lines = file.read_text(encoding="utf-8").split("\n") if file.is_file() else []
    for number, line in enumerate(lines, 1):
        if (column := line.find(f"{role}:")) >= 0:
            place = Place(number, column + 1, len(role))
            return Problem(shown_as, "no-colour", place, details={"found": role}, excerpt=line)
    return Problem(shown_as, "no-colour", details={"found": role})


def _colour(table: Mapping[str, str], name: str) -> str:
    """Follow a role to its colour, `var(--sea)` by `var(--sea)`; empty when it has none."""
    seen: set[str] = set()
    while name in table and name not in seen:
        seen.add(name)
        value = table[name]
        if _COLOUR.fullmatch(value):
            return value.lower()
        variable = _VARIABLE.fullmatch(value)
        name = variable[1] if variable else ""
    return ""
