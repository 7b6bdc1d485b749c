"""Links from file to file in Markdown: each leads to a page or a file that exists, or is told with its line.

MkDocs would find some of them too, late and without saying where they stand.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import unquote

from immunopole.markdown_safety import is_unsafe
from immunopole.problems import closest
from immunopole.prose import other_language, without_code

# `[words](path "title")`, `![picture](path)` and `[name]: path` on a line of its own.
# Markdown takes what follows a blank for a part of the path, unless it is a title between quotation marks.
_INLINE = re.compile(r"\]\(\s*<?(?P<target>[^)\s>]+(?:[ ]++(?![\"'])[^)\n>]+)?)")
_DEFINED = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*<?(?P<target>[^\s>]+)", re.MULTILINE)
# A web address, an e-mail address…; what begins like one and names a page (`fr:contact.md`) is ours to judge.
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|$", re.IGNORECASE)


_ALIKE = 0.7


@dataclass(frozen=True)
class Link:
    """One link: what was typed, where in the text it begins (an index), whether a browser would run it, or show it."""

    target: str
    start: int
    unsafe: bool = False
    image: bool = False


def links(markdown: str) -> Iterator[Link]:
    """Find every link in a Markdown text that leads from file to file, or to what a browser would run.

    Those to the web and to headings are not ours to judge.
    """
    text = without_code(markdown)
    for pattern in (_INLINE, _DEFINED):
        for found in pattern.finditer(text):
            unsafe = is_unsafe(found["target"])
            elsewhere = other_language(found["target"]) is not None
            if elsewhere or unsafe or not _ELSEWHERE.match(found["target"]):
                image = _is_image(text, found.start())
                yield Link(found["target"], found.start("target"), unsafe and not elsewhere, image)


@dataclass(frozen=True)
class Targets:
    """What a link may lead to: pages by their path below the folder of pages (`fr/cluster.md`), and files there.

    `locales` are the languages of the site. `unsure` are folders of pages made from records that could not all be read:
    what leads there is not judged.
    """

    folder: Path
    pages: frozenset[str]
    locales: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    def has(self, target: str, page: str) -> bool:
        """Whether a link on a page leads somewhere; both as paths are typed there."""
        path = self._path(target, page)
        if path.startswith(("/", "..")):
            return False
        if other_language(target) and path.partition("/")[0] not in self.locales:
            return False
        if path in self.pages or path.startswith(self.unsure):
            return True
        return not path.endswith(".md") and (self.folder / path).is_file()

    def check(self, markdown: str, page: str) -> Iterator[tuple[str, Link, dict[str, str]]]:
        """Yield what is wrong with the links of a page's text: a problem's code, the link, the problem's details."""
        for link in links(markdown):
            if link.unsafe and self._locale(link.target) is None:
                yield "unsafe-link", link, {"found": link.target}
            elif not self.has(link.target, page) or (link.image and self._path(link.target, page) in self.pages):
                yield "link-to-nothing", link, {"found": link.target, "closest": self.closest(link.target, page)}
            elif self._strays(link.target, page):
                yield "link-across-languages", link, self._ways(link.target, page)

    def _strays(self, target: str, page: str) -> bool:
        """Whether a link leads to a page of another language without saying so."""
        there = self._path(target, page).partition("/")[0]
        return not other_language(target) and there != page.partition("/")[0] and there in self.locales

    def _ways(self, target: str, page: str) -> dict[str, str]:
        """Say how to write a link that strays: to the page of the own language if there is one, or on purpose."""
        there, _, source = self._path(target, page).partition("/")
        here = page.partition("/")[0]
        rest = target[len(re.split("[?#]", target, maxsplit=1)[0]) :]
        own = f"{here}/{source}"
        purpose = f"{there}:{source}{rest}"
        closest = posixpath.relpath(own, posixpath.dirname(page)) + rest if own in self.pages else purpose
        return {"found": target, "there": there, "here": here, "purpose": purpose, "closest": closest}

    def closest(self, target: str, page: str) -> str:
        """Give the way to the page of the same language whose path resembles the target's most; empty for none."""
        if re.match(r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|eu|fr|edu)(?:/|$)", target):
            return f"https://{target}"
        if there := self._locale(target):
            known = sorted(path for path in self.pages if path.startswith(f"{there}/"))
            wanted = unquote(target).partition(":")[2].strip(" /").removesuffix(".md")
            return closest(f"{there}/{wanted}.md", known).replace("/", ":", 1)
        locale = page.partition("/")[0]
        known = sorted(path for path in self.pages if path.startswith(f"{locale}/"))
        wanted = self._path(target, page)
        wanted = wanted if wanted.endswith(".md") else f"{wanted.rstrip('/')}.md"
        likely = closest(wanted, known)
        # A page that merely ends alike is no guess.
        if likely and SequenceMatcher(None, _name(likely), _name(wanted)).ratio() < _ALIKE:
            return ""
        return posixpath.relpath(likely, posixpath.dirname(page)) if likely else ""

    def _locale(self, target: str) -> str | None:
        """Give the language of the site that a link names, however it is typed (`FR: contact.md`); None for no such."""
        named = unquote(target).partition(":")[0].strip().casefold()
        return next((locale for locale in self.locales if locale.casefold() == named and ":" in target), None)

    @staticmethod
    def _path(target: str, page: str) -> str:
        if found := other_language(target):
            return posixpath.normpath(found[0])
        path = unquote(re.split("[?#]", target, maxsplit=1)[0])
        # A path that begins at the host's root leads astray wherever the site stands below it.
        return path if path.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def _is_image(text: str, end: int) -> bool:
    """Whether the brackets that close at an index are those of an image."""
    start = text.rfind("[", 0, end)
    return start > 0 and text[start - 1] == "!" and "]" not in text[start:end]


def _name(path: str) -> str:
    """Give what tells a page from others: its file's name, or its folder's for the index of a folder."""
    words = path.removesuffix(".md").split("/")
    return words[-2] if words[-1] == "index" and len(words) > 1 else words[-1]
