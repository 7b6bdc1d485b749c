"""The menu: the `nav` of `mkdocs.yml` as each language sees it. It lists pages, never profiles, so it stays small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from immunopole.pages import SourcePage

# A section of `nav` without a name holds the main pages; a named one (`legal`) is worded by the strings.
MAIN = ""


@dataclass(frozen=True)
class Section:
    """Pages that belong together; `key` names the section in the strings, empty for the main one."""

    key: str
    pages: tuple[SourcePage, ...]


@dataclass(frozen=True)
class Menu:
    """All sections in one language."""

    sections: tuple[Section, ...]

    @property
    def main(self) -> tuple[SourcePage, ...]:
        """The pages that stand in the header."""
        return next((section.pages for section in self.sections if section.key == MAIN), ())

    @property
    def others(self) -> tuple[Section, ...]:
        """The named sections."""
        return tuple(section for section in self.sections if section.key != MAIN)


def nav_entries(nav: Sequence[Any]) -> list[tuple[str, str]]:
    """Flatten `nav` into (section key, source path) pairs; what is not of that form is left out."""
    entries: list[tuple[str, str]] = []
    for item in nav:
        if isinstance(item, str):
            entries.append((MAIN, item))
        elif isinstance(item, dict):
            for key, below in item.items():
                paths = below if isinstance(below, list) else [below]
                entries += [(str(key), path) for path in paths if isinstance(path, str)]
    return entries


def build_menu(nav: Sequence[Any], find: Callable[[str], SourcePage | None]) -> Menu:
    """Build the menu of one language; a page that this language does not have is not in its menu."""
    sections: dict[str, list[SourcePage]] = {}
    for key, source in nav_entries(nav):
        page = find(source)
        if page is not None:
            sections.setdefault(key, []).append(page)
    return Menu(tuple(Section(key, tuple(pages)) for key, pages in sections.items()))
