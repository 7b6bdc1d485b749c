"""The menu: the `nav` of `mkdocs.yml` as each language sees it. It lists pages, never profiles, so it stays small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from immunopole.pages import HOME, SourcePage

# A line of `nav` without a group is a main page; a named group (`legal`) is worded by the strings.
MAIN = ""


@dataclass(frozen=True)
class Branch:
    """A main page, and those that stand beneath it."""

    page: SourcePage
    below: tuple[SourcePage, ...] = ()

    def holds(self, page: SourcePage) -> bool:
        """Whether a page is this one, or stands beneath it."""
        return page.source in {self.page.source, *(other.source for other in self.below)}


@dataclass(frozen=True)
class Section:
    """Pages that belong together without a page above them; `key` names the section in the strings."""

    key: str
    pages: tuple[SourcePage, ...]


@dataclass(frozen=True)
class Menu:
    """The whole menu in one language."""

    main: tuple[Branch, ...]
    others: tuple[Section, ...]

    @property
    def pages(self) -> tuple[SourcePage, ...]:
        """Every page of the menu, in order."""
        main = [page for branch in self.main for page in (branch.page, *branch.below)]
        return (*main, *(page for section in self.others for page in section.pages))


@dataclass(frozen=True)
class Entry:
    """One line of `nav`: its group, the page it names, its path in `mkdocs.yml`, and the page it stands beneath."""

    section: str
    source: str
    loc: tuple[str | int, ...]
    head: str = ""


def nav_entries(nav: Any) -> list[Entry]:
    """Flatten `nav` into entries; what is not of that form is left out.

    A group named after its first page (`cluster: [cluster.md, history.md]`) stands beneath that page.
    """
    entries: list[Entry] = []
    for index, item in enumerate(nav if isinstance(nav, list) else []):
        if isinstance(item, str):
            entries.append(Entry(MAIN, item, ("nav", index)))
        for key, below in item.items() if isinstance(item, dict) else ():
            if isinstance(below, str):
                entries.append(Entry(str(key), below, ("nav", index, key)))
            elif isinstance(below, list):
                entries += _group(str(key), below, ("nav", index, key))
    return entries


def nav_faults(nav: Any) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield what of `nav` cannot be shown, as the code of a problem and a place: it would be missing without a word."""
    odd = list(_odd_places(nav))
    yield from (("nav-form", loc) for loc in odd)
    if odd:
        return
    seen: set[str] = set()
    for entry in nav_entries(nav):
        if entry.source in seen:
            yield "nav-twice", entry.loc
        seen.add(entry.source)
    if nav and HOME not in seen:
        yield "nav-home", ("nav", 0)


def build_menu(entries: Sequence[Entry], find: Callable[[str], SourcePage | None]) -> Menu:
    """Build the menu of one language; a page that this language does not have is not in its menu.

    Where a language lacks the page above a group, the group's pages are main pages themselves.
    """
    main: dict[str, list[SourcePage]] = {}
    others: dict[str, list[SourcePage]] = {}
    for entry in entries:
        page = find(entry.source)
        if page is None:
            continue
        if entry.section != MAIN:
            others.setdefault(entry.section, []).append(page)
        else:
            main.setdefault(entry.head if entry.head in main else entry.source, []).append(page)
    return Menu(
        main=tuple(Branch(pages[0], tuple(pages[1:])) for pages in main.values()),
        others=tuple(Section(key, tuple(pages)) for key, pages in others.items()),
    )


def _odd_places(nav: Any) -> Iterator[tuple[str | int, ...]]:
    """Give where `nav` is neither a page nor a group of pages with one name."""
    if nav is not None and not isinstance(nav, list):
        yield ("nav",)
        return
    for index, item in enumerate(nav or []):
        if isinstance(item, dict) and len(item) == 1:
            ((key, below),) = item.items()
            if isinstance(below, list) and below:
                yield from (
                    ("nav", index, key, number) for number, path in enumerate(below) if not isinstance(path, str)
                )
            elif not isinstance(below, str):
                yield ("nav", index, key)
        elif not isinstance(item, str):
            yield ("nav", index)


def _group(key: str, paths: list[Any], loc: tuple[str | int, ...]) -> list[Entry]:
    head = paths[0] if paths and isinstance(paths[0], str) and _name(paths[0]) == key else ""
    return [
        Entry(MAIN if head else key, path, (*loc, number), head=head if number else "")
        for number, path in enumerate(paths)
        if isinstance(path, str)
    ]


def _name(source: str) -> str:
    """Give what a page is called among files: `cluster` for `cluster.md`, `news` for `news/index.md`."""
    return source.removesuffix(".md").removesuffix("/index").rpartition("/")[2]
