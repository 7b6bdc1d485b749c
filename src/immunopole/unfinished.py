"""Unfinished text: words that stand for what is still to be written.

Those that writers and programs use in every language are here; those of a language are the theme's
(`overrides/locales/`). A language may have an ordinary word that looks like one of them, so that this is advice; a test
holds that the site that is published earns none. A heading with nothing below it is told with the notation of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from re import Match, Pattern
from typing import Any

from pydantic import BaseModel

from immunopole.documents import Document, Loc
from immunopole.fields import BY_LANGUAGE
from immunopole.pages import SourcePage
from immunopole.problems import Problem, advice
from immunopole.prose import without_code
from immunopole.references import paths, place_of, values_at

_EVERYWHERE = r"(?:TODO|FIXME|XXX|TBD|TBC)(?!\w)|(?i:lorem\s+ipsum)"


@dataclass(frozen=True)
class Unfinished:
    """Finds what is unfinished in the texts of one language, whose own words for it are `words`."""

    words: tuple[str, ...] = ()

    @classmethod
    def parse(cls, listed: str) -> Unfinished:
        """Read a list of words as the theme has it, `to be completed, to be written`."""
        return cls(tuple(word.strip() for word in listed.split(",") if word.strip()))

    def find(self, text: str) -> Iterator[Match[str]]:
        """Find every such word in a Markdown text; in code it is an example."""
        if self._words.search(text):
            yield from self._words.finditer(without_code(text))

    @cached_property
    def _words(self) -> Pattern[str]:
        own = (r"\s+".join(map(re.escape, word.split())) for word in self.words)
        listed = "|".join([_EVERYWHERE, *(rf"(?i:{word})(?!\w)" for word in own)])
        return re.compile(rf"(?<!\w)(?:{listed})")


def advise_on_unfinished(
    records: Iterable[tuple[Document, type[BaseModel]]],
    pages: Iterable[SourcePage],
    languages: Mapping[str, Unfinished],
) -> Iterator[Problem]:
    """Yield advice on every word, in a text of a record or of a page, that stands for what is still to be written."""
    for document, model in records:
        for path, _ in paths(model, BY_LANGUAGE):
            for loc, texts in values_at(document.data, path):
                for locale, text in texts.items() if isinstance(texts, dict) else ():
                    if locale in languages:
                        yield from _in_data(document, (*loc, locale), text, languages[locale])
    for page in pages:
        if page.top is None or page.text is None:
            continue
        words = languages[page.locale]
        for key, value in page.top.data.items():
            yield from _in_data(page.top, (key,), value, words)
        for found in words.find(page.text.markdown):
            first = found[0].split("\n")[0]
            yield advice(page.text.problem("unfinished", found.start(), len(first), found=first))


def _in_data(document: Document, loc: Loc, text: Any, words: Unfinished) -> Iterator[Problem]:
    for found in words.find(text) if isinstance(text, str) else ():
        place = place_of(document, loc, text, found[0], found.start())
        yield advice(document.problem_at("unfinished", place, document.breadcrumb(loc), found=found[0]))
