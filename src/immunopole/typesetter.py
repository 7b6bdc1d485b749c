"""The typesetter: finished HTML in the typography of the language each part of it is in.

It reads the tags of a page and nothing else of HTML: what is code, hidden or in a language without a typography stays
as it is, byte for byte, and so does every character that no rule changes. Text is set across the tags within a line
(`a <em>word</em> !` is read as one); a paragraph, a cell, a heading is read alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from re import Match
from typing import NamedTuple

from immunopole.typography import OBJECT, Run, Typography

Pieces = tuple[tuple[str, bool], ...]

# What repeats on every page is set once; so many runs and tags are remembered.
_REMEMBERED = 4096
# As in browsers, a comment that nobody ended goes on to the end of the page.
_TOKEN = re.compile(
    r"<!--(?:.*?-->|.*)|<[!?][^>]*(?:>|\Z)"
    r"|<(?P<name>/?[a-zA-Z][^\s/<>]*+)(?:[^=<>]+|=\s*(?:\"[^\"]*\"|'[^']*')?)*+>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'<>/=]+)\s*=\s*(?:(?P<quote>[\"'])(?P<value>.*?)(?P=quote)|(?P<bare>[^\s\"'>]+))", re.DOTALL
)
# Attributes that people read (HTML Standard, ARIA 1.2); of `meta`, those whose content they read.
_READ = frozenset({"alt", "title", "aria-label", "placeholder", "label"})
_READ_META = frozenset({"description", "og:title", "og:description", "og:site_name", "og:image:alt"})
# Elements within a line; any other ends it.
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "label", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u",
})  # fmt: skip
# Elements without content, and what each is to the text around it; None ends the line.
_VOID: Mapping[str, str | None] = {
    "br": "\n", "embed": OBJECT, "img": OBJECT, "input": OBJECT, "hr": None,
    "wbr": "", "area": "", "base": "", "col": "", "link": "", "meta": "", "source": "", "track": "",
}  # fmt: skip
# Elements whose content is no prose, likewise.
_OPAQUE: Mapping[str, str | None] = {
    "code": OBJECT, "kbd": OBJECT, "samp": OBJECT, "var": OBJECT, "svg": OBJECT, "math": OBJECT, "textarea": OBJECT,
    "audio": OBJECT, "canvas": OBJECT, "iframe": OBJECT, "object": OBJECT, "video": OBJECT, "pre": None,
    "script": "", "style": "", "template": "",
}  # fmt: skip
# The next tag that says a language, or something that only looks as if it held one: a comment, code.
_NEXT_LANGUAGE = re.compile(
    rf"<!--(?:.*?-->|.*)|<(?P<opaque>{'|'.join(_OPAQUE)})\b.*?(?:</(?P=opaque)\s*>|\Z)"
    r"|(?P<lang><[a-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\slang\s*=)",
    re.DOTALL | re.IGNORECASE,
)
# Elements whose content is read up to their end tag, whatever it looks like.
_RAW = frozenset({"script", "style", "textarea", "iframe"})
# Where nothing is raised: what is raised already, and what holds no tags.
_FLAT = frozenset({"sup", "title", "option"})
_RAISED_WORD = re.compile(r"([^\W\d_]+)</sup\s*>", re.IGNORECASE)


class _Tag(NamedTuple):
    """A start or end tag: the element's name, its language where it says one, its attributes that people read."""

    name: str
    ends: bool = False
    lang: str | None = None
    read: frozenset[str] = frozenset()


class _Opened(NamedTuple):
    """An element that is not closed yet, and what goes on after it: the language, whether things are raised, a run."""

    name: str
    language: str
    raising: bool
    run: list[tuple[str, bool]] | None
    slots: list[int]


@dataclass(frozen=True)
class Typesetter:
    """The typographies of all languages, by locale; a language without one is left as it is."""

    typographies: Mapping[str, Typography] = field(default_factory=dict)

    def page(self, html: str, locale: str = "") -> str:
        """Set a page, or a part of one that is in the language `locale`. Setting it again changes nothing."""
        return _Page(self, html, self.language(locale)).set()

    def text(self, text: str, locale: str) -> str:
        """Set a plain text in a language."""
        language = self.language(locale)
        return self.typographies[language].text(text) if language else text

    def language(self, tag: str) -> str:
        """Give the locale whose typography suits a language tag: its own, or its primary language's; empty for none."""
        return tag if tag in self.typographies else self._locales.get(tag.casefold().partition("-")[0], "")

    @cached_property
    def _locales(self) -> dict[str, str]:
        return {locale.casefold(): locale for locale in self.typographies}

    @cached_property
    def set_run(self) -> Callable[[str, Pieces, bool], tuple[str, ...]]:
        """Set the pieces of a run in a language."""
        return lru_cache(_REMEMBERED)(self._set_run)

    @cached_property
    def set_tag(self) -> Callable[[str, str], str]:
        """Set the attributes of a tag that people read."""
        return lru_cache(_REMEMBERED)(self._set_tag)

    def _set_run(self, language: str, pieces: Pieces, raising: bool) -> tuple[str, ...]:  # noqa: FBT001  # a cache's key
        run = Run(pieces)
        self.typographies[language].set(run, raising=raising)
        return run.set_pieces()

    def _set_tag(self, language: str, raw: str) -> str:
        read = _read_tag(raw).read

        def attribute(found: Match[str]) -> str:
            if not found["quote"] or found["name"].lower() not in read:
                return found[0]
            value = self._set_run(language, ((found["value"], False),), raising=False)[0]
            return f"{found[0][: found.start('value') - found.start()]}{value}{found['quote']}"

        return _ATTRIBUTE.sub(attribute, raw)


class _Page:
    """One page on its way through the typesetter: what is read so far, and what is still to be set."""

    def __init__(self, typesetter: Typesetter, html: str, language: str) -> None:
        self.typesetter = typesetter
        self.html = html
        self.language = language
        self.raising = True
        self.out: list[str] = []
        self.opened: list[_Opened] = []
        # The run being read, and where in `out` each of its pieces stands.
        self.run: list[tuple[str, bool]] = []
        self.slots: list[int] = []

    def set(self) -> str:
        html, at = self.html, self._pass_over(0)
        while token := _TOKEN.search(html, at):
            self._text(at, token.start())
            at = self._pass_over(self._token(token))
        self._text(at, len(html))
        self._end_run()
        while self.opened:
            self._leave()
        return "".join(self.out)

    def _pass_over(self, at: int) -> int:
        """Pass over what no typography is for, up to the next element that says its language; give its index.

        Most of a page in a language without rules is read by one search. Inside an element that has a typography every
        tag counts, so as to know where that element goes on.
        """
        if self.language or any(opened.language for opened in self.opened):
            return at
        end = at
        while (found := _NEXT_LANGUAGE.search(self.html, end)) and not found["lang"]:
            end = found.end()
        end = found.start() if found else len(self.html)
        if at < end:
            self.out.append(self.html[at:end])
        return end

    def _text(self, start: int, end: int) -> None:
        if start < end:
            text = self.html[start:end]
            if self.language:
                self._add(text, fixed=False)
            self.out.append(text)

    def _add(self, text: str, *, fixed: bool) -> None:
        if text:
            self.run.append((text, fixed))
            self.slots.append(len(self.out))

    def _end_run(self) -> None:
        """Set what was read since the last end of a line."""
        if not self.run:
            return
        if not all(text.isspace() for text, _ in self.run):
            pieces = self.typesetter.set_run(self.language, tuple(self.run), self.raising)
            for slot, (_, fixed), piece in zip(self.slots, self.run, pieces, strict=True):
                if not fixed:
                    self.out[slot] = piece
        self.run, self.slots = [], []

    def _token(self, token: Match[str]) -> int:
        """Take in a tag or a comment; give the index at which to read on."""
        raw = token[0]
        if token["name"] is None:
            self.out.append(raw)
            return token.end()
        tag = _read_tag(raw)
        if tag.ends:
            self._close(tag.name)
            self.out.append(raw)
            return token.end()
        language = self.language if tag.lang is None else self.typesetter.language(tag.lang)
        shown = self.typesetter.set_tag(language, raw) if tag.read and language else raw
        if tag.name in _OPAQUE:
            end = self._end_of(tag.name, token.end())
            self._object(_OPAQUE[tag.name])
            self.out.append(shown + self.html[token.end() : end])
            return end
        if tag.name in _VOID:
            self._object(_VOID[tag.name])
        else:
            self._open(tag.name, language, token.end())
        self.out.append(shown)
        return token.end()

    def _object(self, read_as: str | None) -> None:
        """Take in an element that is no text."""
        if read_as is None:
            self._end_run()
        elif self.language:
            self._add(read_as, fixed=True)

    def _open(self, name: str, language: str, end: int) -> None:
        run: list[tuple[str, bool]] | None = None
        slots: list[int] = []
        if name not in _INLINE:
            self._end_run()
        elif name == "sup" or language != self.language:
            # A text of its own inside the line. The ending of an ordinal is read with it, raised or not.
            word = _RAISED_WORD.match(self.html, end) if name == "sup" and language == self.language else None
            if self.language:
                self._add(word[1] if word else OBJECT, fixed=True)
            run, slots = self.run, self.slots
            self.run, self.slots = [], []
        self.opened.append(_Opened(name, self.language, self.raising, run, slots))
        self.language, self.raising = language, self.raising and name not in _FLAT

    def _close(self, name: str) -> None:
        """Leave an element, and those in it that nobody closed; an end tag that closes nothing ends the line."""
        if name not in _INLINE:
            self._end_run()
        if not self.opened or (self.opened[-1].name != name and all(opened.name != name for opened in self.opened)):
            return
        while self.opened[-1].name != name:
            self._leave()
        self._leave()
        if name not in _INLINE:
            self._end_run()

    def _leave(self) -> None:
        opened = self.opened.pop()
        if opened.run is not None:
            self._end_run()
            self.run, self.slots = opened.run, opened.slots
        self.language, self.raising = opened.language, opened.raising

    def _end_of(self, name: str, start: int) -> int:
        """Find where an element ends whose content is not read."""
        depth = 1
        if name in _RAW:
            found = re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE).search(self.html, start)
            return found.end() if found else len(self.html)
        for token in _TOKEN.finditer(self.html, start):
            if (token["name"] or "").lower().lstrip("/") == name:
                depth += -1 if token["name"].startswith("/") else 1
                if depth == 0:
                    return token.end()
        return len(self.html)


@lru_cache(_REMEMBERED)
def _read_tag(raw: str) -> _Tag:
    name = raw[1:].lstrip("/").replace(">", " ").replace("/", " ").split(maxsplit=1)[0].lower()
    if raw[1] == "/":
        return _Tag(name, ends=True)
    values: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(raw):
        # Of two attributes with one name, the first counts (HTML Standard).
        values.setdefault(found["name"].lower(), found["value"] if found["quote"] else found["bare"])
    is_words = name == "meta" and not _READ_META.isdisjoint((values.get("name"), values.get("property")))
    return _Tag(name, lang=values.get("lang"), read=_READ & values.keys() | ({"content"} if is_words else set()))
