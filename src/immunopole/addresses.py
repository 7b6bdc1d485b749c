"""The one rule of addresses: how a source path and a language become a public address.

`community/jean-paul-borg.md` is `/communaute/jean-paul-borg/` in French and `/en/community/jean-paul-borg/` in
English. The default language stands at the root, the others under their locale; each word of a path may have a
public form in each language (`path_words` in `mkdocs.yml`), and another at one place (`style-guide/figures`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from urllib.parse import quote, urljoin

from immunopole.languages import Languages

PathWords = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Addresses:
    """Turns (source path, locale) into addresses; `site_url` ends with a slash."""

    languages: Languages
    path_words: PathWords
    site_url: str

    def address(self, source: str, locale: str) -> str:
        """Give the address of a page below the root of the site: `en/community/`, or `""` for the root itself."""
        page = (source, locale)
        if page not in self._known:
            self._known[page] = self._made(source, locale)
        return self._known[page]

    @cached_property
    def _known(self) -> dict[tuple[str, str], str]:
        # Every page links to the same few dozen.
        return {}

    def _made(self, source: str, locale: str) -> str:
        words = _words(source)
        words = [self._word("/".join(words[:number]), locale) for number in range(1, len(words) + 1)]
        if not self.languages[locale].default:
            words.insert(0, locale)
        return "".join(f"{word}/" for word in words)

    def destination(self, source: str, locale: str) -> str:
        """Give the file a page is written to, below the site folder."""
        return f"{self.address(source, locale)}index.html"

    def absolute(self, address: str) -> str:
        """Give the full public address (RFC 3986), percent-encoded."""
        return urljoin(self.site_url, quote(address))

    def _word(self, path: str, locale: str) -> str:
        """Give the public form of the last word of a path: the one it has there or, without it, wherever it stands."""
        word = path.rpartition("/")[2]
        return self.path_words.get(path, self.path_words.get(word, {})).get(locale, word)


def relative(target: str, page: str) -> str:
    """Give the way from the page at one address to another, so that the site works under any folder.

    Both are addresses below the root (`""`, `en/`, `en/contact/`, `assets/site.css`).
    """
    *here, _ = page.split("/")
    *there, name = target.split("/")
    shared = len(posixpath.commonprefix([here, there]))
    return quote("../" * (len(here) - shared) + "".join(f"{word}/" for word in there[shared:]) + name) or "./"


def fingerprint(content: bytes) -> str:
    """Give the part of a file's name that changes exactly when its bytes do, so that it may be cached for ever."""
    return sha256(content).hexdigest()[:12]


def _words(source: str) -> list[str]:
    words = source.removesuffix(".md").split("/")
    return words[:-1] if words[-1] == "index" else words
