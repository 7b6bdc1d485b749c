"""The sitemap of a built site: its entries and, where it is an index, those of its parts, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from immunopole.built_pages import Alternate, Said
from immunopole.problems import Place

SITEMAP, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
_ENTRIES, _ENTRY = {f"{SITEMAP} urlset", f"{SITEMAP} sitemapindex"}, {f"{SITEMAP} url", f"{SITEMAP} sitemap"}
_SAID = {f"{SITEMAP} {name}": name for name in ("loc", "lastmod", "changefreq", "priority")}


class Entry(NamedTuple):
    """An entry: `said` are its texts by name (`loc`, `lastmod`…), `alternates` its addresses in other languages."""

    said: dict[str, Said]
    alternates: list[Alternate]
    place: Place

    @property
    def loc(self) -> str:
        """The address of the page, or of the part; empty if it gives none."""
        return self.said["loc"].value if "loc" in self.said else ""


@dataclass
class BuiltSitemap:
    """One file of a sitemap, or an index of such files; `broken` says where it could not be read on."""

    is_index: bool = False
    entries: list[Entry] = field(default_factory=list)
    broken: Place | None = None


def read_built_sitemap(file: Path) -> BuiltSitemap:
    """Read one file, whatever it holds."""
    return _Reader().read(file.read_bytes())


class _Reader:
    def __init__(self) -> None:
        self._sitemap = BuiltSitemap()
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._depth = 0
        self._name = ""
        self._words: list[str] = []
        self._said_at = Place()

    def read(self, raw: bytes) -> BuiltSitemap:
        """Read the whole text; what is no sitemap says so."""
        try:
            self._parser.Parse(raw, True)  # noqa: FBT003  # expat takes it by position only
        except expat.ExpatError as error:
            self._sitemap.broken = Place(error.lineno, error.offset + 1)
        return self._sitemap

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        place = Place(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)
        if self._depth == 1:
            self._sitemap.is_index = name == f"{SITEMAP} sitemapindex"
            self._sitemap.broken = None if name in _ENTRIES else place
        elif name in _ENTRY:
            self._sitemap.entries.append(Entry({}, [], place))
        elif self._sitemap.entries and name == f"{XHTML} link" and "hreflang" in given:
            alternate = Alternate(given["hreflang"], given.get("href", ""), place)
            self._sitemap.entries[-1].alternates.append(alternate)
        self._name, self._words, self._said_at = _SAID.get(name, ""), [], place

    def _data(self, data: str) -> None:
        self._words.append(data)

    def _end(self, _: str) -> None:
        if self._name and self._sitemap.entries:
            said = Said("".join(self._words).strip(), self._said_at)
            self._sitemap.entries[-1].said.setdefault(self._name, said)
        self._depth -= 1
        self._name = ""
