"""A built site: its pages by address, the address it is made for, and where anything on a page leads.

All of it is found in the files themselves: the public address in the canonical addresses, the languages in what pages
say of themselves and of each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from immunopole.built_pages import BuiltPage, read_built_page
from immunopole.languages import agree

# Stands for the public address of a site that gives none; nothing on the web can have it (RFC 6761).
_NOWHERE = "https://site.invalid/"


class Target(NamedTuple):
    """Where an address leads in the site: to a page, to another file or to nothing; `absolute` if it names the site."""

    path: str
    page: BuiltPage | None = None
    exists: bool = False
    fragment: str = ""
    absolute: bool = False


@dataclass(frozen=True, eq=False)
class BuiltSite:
    """The pages of a site by the path of their file below its folder, and all its files."""

    pages: Mapping[str, BuiltPage]
    files: Mapping[str, Path]

    @cached_property
    def root(self) -> str:
        """The public address of the site: what most canonical addresses begin with; it ends with a slash."""
        pages = [page for page in self.pages.values() if page.refresh is None]
        roots = Counter(_root(unquote(said.value), page.address) for page in pages for said in page.canonicals)
        del roots[""]
        return roots.most_common(1)[0][0] if roots else _NOWHERE

    def target(self, page: BuiltPage, href: str) -> Target | None:
        """Find where an address on a page leads; None for what is not the site's."""
        if href.startswith("#") or not href:
            return Target(page.path, page, exists=True, fragment=unquote(href[1:]))
        # A page that answers at any depth is taken for one at the root: where its links begin is a rule of its own.
        here = self.root if page.lost else self.root + page.address
        try:
            return self.find(urljoin(urljoin(here, page.base), href), absolute=bool(urlsplit(href).netloc))
        except ValueError:
            return Target("")

    def find(self, address: str, *, absolute: bool = True) -> Target | None:
        """Find where a full address leads; `absolute` says whether it was typed in full."""
        try:
            url = urlsplit(address)
        except ValueError:
            return Target("")
        if url.scheme not in {"http", "https"}:
            return None
        # A host answers to both schemes, and sends from one to the other.
        plain = unquote(f"{self.root.partition(':')[0]}://{url.netloc}{url.path or '/'}")
        if not plain.startswith(self.root):
            return None if absolute else Target("")
        path = plain.removeprefix(self.root)
        path = f"{path}index.html" if path.endswith("/") or not path else path
        return Target(path, self.pages.get(path), path in self.files, unquote(url.fragment), absolute)

    def page_at(self, page: BuiltPage, href: str) -> BuiltPage | None:
        """Find the page an address on a page leads to."""
        target = self.target(page, href)
        return target.page if target else None

    def canonical(self, page: BuiltPage) -> BuiltPage | None:
        """Give the page that a page names as the canonical one; itself when it names none, None for none there is."""
        return self.page_at(page, page.canonicals[0].value) if page.canonicals else page

    def is_fallback(self, page: BuiltPage) -> bool:
        """Whether a page shows another page's content: it is not to be listed, and names the one that is."""
        hidden = page.noindex and not (page.refresh or page.lost)
        canonical = self.canonical(page) if hidden else page
        return canonical is not None and canonical is not page

    def language(self, page: BuiltPage) -> str:
        """Tell the language of a page: the one it gives, unless the alternates of the site give another; may be empty.

        The page has one voice, and so has each page that names it: one slip leaves all others right.
        """
        return self._languages[page.path]

    def languages_of(self, page: BuiltPage) -> tuple[str, ...]:
        """Give the language of a page and, where it shows the content of another, the language of that."""
        shown = self.canonical(page) if self.is_fallback(page) else None
        return (self.language(page), self.language(shown)) if shown else (self.language(page),)

    @cached_property
    def _languages(self) -> dict[str, str]:
        voices: dict[str, Counter[str]] = {path: Counter() for path in self.pages}
        for page in self.pages.values():
            for alternate in page.alternates:
                other = self.page_at(page, alternate.href)
                if other is not None and not alternate.for_all:
                    voices[other.path][alternate.hreflang] += 1
        return {path: _voted(page.lang.value if page.lang else "", voices[path]) for path, page in self.pages.items()}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the pages that search engines may list, the commonest first."""
        found = Counter(self.language(page) for page in self.pages.values() if page.indexed)
        return tuple(language for language, _ in found.most_common() if language)

    @cached_property
    def homes(self) -> frozenset[str]:
        """The paths of the home page at the root and of its alternates."""
        home = self.pages.get("index.html")
        versions = [self.page_at(home, alternate.href) for alternate in home.alternates] if home else []
        return frozenset(page.path for page in (home, *versions) if page)


def read_built_site(folder: Path) -> BuiltSite:
    """Read every page below a folder."""
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}
    pages = {path: read_built_page(file.read_bytes(), path) for path, file in files.items() if path.endswith(".html")}
    return BuiltSite(pages, files)


def is_absolute(href: str) -> bool:
    """Whether an address names its scheme and its host."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return bool(parts.scheme and parts.netloc)


def _root(canonical: str, address: str) -> str:
    """Give the site's public address if a page's canonical address is what it seems; empty if not."""
    root = canonical.removesuffix(address)
    found = root.endswith("/") and is_absolute(root) and (root != canonical or not address)
    return root if found else ""


def _voted(own: str, others: Counter[str]) -> str:
    """Give the language most voices agree on; the page's own word decides where as many say it."""
    found, most = own, sum(times for each, times in others.items() if own and agree(each, own)) + bool(own)
    for other, times in others.items():
        if times > most:
            found, most = other, times
    return found
