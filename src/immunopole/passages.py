"""Passages: every text that somebody wrote for this site, with its language and a way to tell what is wrong in it.

Checks that read words, wherever these stand, go through them: texts of records, pages with what they say of themselves
at their top, the words of the theme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel

from immunopole.documents import Document, Loc
from immunopole.fields import BY_LANGUAGE, IS_MARKDOWN
from immunopole.pages import READ_AT_TOP, SourcePage
from immunopole.problems import Problem
from immunopole.references import paths, place_of, values_at
from immunopole.strings import Strings

# A field whose length has a lower limit is a sentence; the others that are no Markdown are names and titles.
_SENTENCE = "minLength"


@dataclass(frozen=True)
class Passage:
    """A text in one language, as it was typed.

    `told` makes a problem of a piece of it: the code, the index at which the piece begins, the piece, the details.
    `names` are those of its place: the id of a record, the path of a page without `.md`. `prose` is whether it has
    sentences, and is no name or title of a record; `theirs` whether it is somebody else's own words, which are quoted.
    """

    language: str
    text: str
    told: Callable[..., Problem]
    names: tuple[str, ...] = ()
    prose: bool = True
    theirs: bool = False

    def problem(self, code: str, start: int, typed: str, **details: str) -> Problem:
        """Make a problem of the piece that begins at an index."""
        return self.told(code, start, typed, details)


def passages_of_records(document: Document, model: type[BaseModel], locales: Iterable[str]) -> Iterator[Passage]:
    """Give every text that a data file has by language; a name that stands for all languages is in none."""
    known = set(locales)
    sentences = {path[:-1] for mark in (IS_MARKDOWN, _SENTENCE) for path, _ in paths(model, mark)}
    for path, _ in paths(model, BY_LANGUAGE):
        prose, theirs = path in sentences, "quotation" in path
        for loc, texts in values_at(document.data, path):
            ident = document.value((*loc[:2], "id"))
            names = (ident,) if isinstance(ident, str) else ()
            for locale, text in texts.items() if isinstance(texts, dict) else ():
                if locale in known:
                    for below, value in _texts(text, (*loc, locale)):
                        yield Passage(locale, value, partial(_told, document, below, value), names, prose, theirs)


def passages_of_page(page: SourcePage) -> Iterator[Passage]:
    """Give what a page says of itself, then its text; nothing for a page nobody wrote."""
    if page.top is None or page.text is None:
        return
    record = page.person or page.organisation or page.theme or page.period
    names = tuple(name for name in (record, page.source.removesuffix(".md")) if name)
    for key in READ_AT_TOP:
        value = page.top.value((key,))
        if isinstance(value, str):
            yield Passage(page.locale, value, partial(_told, page.top, (key,), value), names)
    text = page.text

    def told(code: str, start: int, typed: str, details: Mapping[str, str]) -> Problem:
        return text.problem(code, start, len(typed), **details)

    yield Passage(page.locale, text.markdown, told, names)


def passages_of_strings(strings: Strings) -> Iterator[Passage]:
    """Give every text of the theme in a language."""
    document = strings.document
    if document is not None:
        for loc, value in _texts(document.data, ()):
            yield Passage(strings.locale, value, partial(_told, document, loc, value))


def _texts(value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(below, (*loc, key))
    elif isinstance(value, str):
        yield loc, value


def _told(  # noqa: PLR0913, PLR0917  # four are given beforehand
    document: Document, loc: Loc, text: str, code: str, start: int, typed: str, details: Mapping[str, str]
) -> Problem:
    place = place_of(document, loc, text, typed, start)
    return document.problem_at(code, place, document.breadcrumb(loc), **details)
