"""The text of a page below its front matter: its headings, links and characters, each mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from immunopole.fields import HIDDEN, character_name
from immunopole.links import Targets
from immunopole.problems import Place, Problem
from immunopole.prose import mentions, without_code
from immunopole.references import LINKED, Ids

_FIRST_LEVEL = re.compile(r"^ {0,3}#(?:\s.*)?$", re.MULTILINE)


@dataclass(frozen=True)
class PageText:
    """The Markdown of a file, and the line it begins at; `path` as an editor knows the file."""

    path: str
    markdown: str
    first_line: int

    def problem(self, code: str, start: int, length: int, **details: str) -> Problem:
        """Make a problem of a piece of the text, given by index and number of characters."""
        line = self.markdown.count("\n", 0, start)
        place = Place(self.first_line + line, start - self.markdown.rfind("\n", 0, start), length)
        return Problem(self.path, code, place, details=details, excerpt=self.markdown.split("\n")[line])


def check_page_text(text: PageText, page: str, ids: Ids, targets: Targets) -> Iterator[Problem]:
    """Yield every problem of a page's text; `page` is its path below the folder of pages (`fr/cluster.md`)."""
    # The title is the page's only heading of the first level (WCAG 1.3.1): the text begins at the second.
    for heading in _FIRST_LEVEL.finditer(without_code(text.markdown)):
        yield text.problem("heading-of-title", heading.start(), len(heading[0]))
    for mention in mentions(text.markdown):
        if not ids.linked(mention.ident):
            details = {"found": mention.ident, "closest": ids.closest(mention.ident, *LINKED)}
            yield text.problem("unknown-record", mention.start, len(mention.typed), **details)
    for code, link, details in targets.check(text.markdown, page):
        yield text.problem(code, link.start, len(link.target), **details)
    for hidden in HIDDEN.finditer(text.markdown):
        yield text.problem("hidden-character", hidden.start(), 1, character=character_name(hidden[0]))
