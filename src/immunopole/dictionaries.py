"""Dictionaries of spelling (Hunspell's), one a language, where they are installed; elsewhere there are none.

They are npm's packages `dictionary-…`, which `make test` installs beside the list of them: the same files everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

# Beside `mkdocs.yml`: what is installed there stands in the list of packages in it.
FOLDER = "dictionaries"
_INSTALLED = "node_modules"
# Finding words that resemble one takes a tenth of a second and more.
MOST_CLOSEST = 3


@dataclass(frozen=True)
class Dictionary:
    """The words of a language: `knows` says whether a word is one, `closest` gives those that resemble it most."""

    knows: Callable[[str], bool]
    closest: Callable[[str], tuple[str, ...]]


def find_dictionary(root: Path, region: str) -> Dictionary | None:
    """Find the dictionary of a region's language, such as `en_GB`, else that of the language; None for neither."""
    name = region.replace("_", "-").lower()
    for each in (name, name.split("-")[0]):
        folder = root / FOLDER / _INSTALLED / f"dictionary-{each}"
        try:
            stamp = tuple((folder / f"index{ending}").stat().st_mtime_ns for ending in (".aff", ".dic"))
        except OSError:
            continue
        return _read(folder, stamp)
    return None


@lru_cache
def _read(folder: Path, stamp: tuple[int, ...]) -> Dictionary | None:  # noqa: ARG001  # a changed file is read again
    try:
        from hunspell import Hunspell  # noqa: PLC0415  # a few machines have no package of it
    except ImportError:
        return None
    speller = Hunspell("index", hunspell_data_dir=str(folder))

    @cache
    def knows(word: str) -> bool:
        return bool(speller.spell(word))

    @cache
    def closest(word: str) -> tuple[str, ...]:
        return tuple(speller.suggest(word)[:MOST_CLOSEST])

    return Dictionary(knows, closest)
