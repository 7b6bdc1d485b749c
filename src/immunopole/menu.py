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


@dataclass(frozen=True)
class Entry:
    """One line of `nav`: the section it stands in, the page it names, and its path in `mkdocs.yml`."""

    section: str
    source: str
    loc: tuple[str | int, ...]


def nav_entries(nav: Any) -> list[Entry]:
    """Flatten `nav` into entries; what is not of that form is left out."""
    entries: list[Entry] = []
    for index, item in enumerate(nav if isinstance(nav, list) else []):
        if isinstance(item, str):
            entries.append(Entry(MAIN, item, ("nav", index)))
        for key, below in item.items() if isinstance(item, dict) else ():
            if isinstance(below, str):
                entries.append(Entry(str(key), below, ("nav", index, key)))
            for number, path in enumerate(below if isinstance(below, list) else []):
                if isinstance(path, str):
                    entries.append(Entry(str(key), path, ("nav", index, key, number)))
    return entries


def build_menu(entries: Sequence[Entry], find: Callable[[str], SourcePage | None]) -> Menu:
    """Build the menu of one language; a page that this language does not have is not in its menu."""
    sections: dict[str, list[SourcePage]] = {}
    for entry in entries:
        page = find(entry.source)
        if page is not None:
            sections.setdefault(entry.section, []).append(page)
    return Menu(tuple(Section(key, tuple(pages)) for key, pages in sections.items()))
