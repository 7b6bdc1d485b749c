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

from immunopole.passages import Passage
from immunopole.problems import Problem, advice
from immunopole.prose import without_code

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


def advise_on_unfinished(passages: Iterable[Passage], languages: Mapping[str, Unfinished]) -> Iterator[Problem]:
    """Yield advice on every word of a text that stands for what is still to be written."""
    for passage in passages:
        for found in languages[passage.language].find(passage.text):
            # Words may go over a line's end: told is what stands before it.
            first = found[0].split("\n")[0]
            yield advice(passage.problem("unfinished", found.start(), first, found=first))
