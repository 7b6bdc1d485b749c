"""The text of a page below its front matter: its headings, links and characters, each mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from immunopole.documents import CONFLICT
from immunopole.fields import HIDDEN, character_name
from immunopole.links import Targets, html_links
from immunopole.problems import Place, Problem
from immunopole.prose import half_mentions, mentions, without_code
from immunopole.references import LINKED, Ids

# Python-Markdown makes a heading of a line that begins with #, with or without a space.
_FIRST_LEVEL = re.compile(r"^ {0,3}#(?!#).*$", re.MULTILINE)
# What a page must not bring along: it would run, restyle or frame something (our policy lets no browser do it).
_ACTIVE_HTML = re.compile(
    r"<(?:script|style|iframe|object|embed|form|link|meta|base)\b[^>]*>?|<[a-z][^>]*\son\w+\s*=", re.IGNORECASE
)


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
    for start, typed in half_mentions(text.markdown):
        yield text.problem("mention-form", start, len(typed), found=typed)
    for html in _ACTIVE_HTML.finditer(without_code(text.markdown)):
        yield text.problem("active-html", html.start(), len(html[0].split("\n")[0]), found=html[0].split("\n")[0])
    for link in html_links(text.markdown):
        yield text.problem("html-link", link.start, len(link.target), found=link.target)
    for mark in CONFLICT.finditer(text.markdown):
        yield text.problem("conflict-mark", mark.start(), len(mark[0]))
    for code, link, details in targets.check(text.markdown, page):
        yield text.problem(code, link.start, len(link.target), **details)
    for hidden in HIDDEN.finditer(text.markdown):
        yield text.problem("hidden-character", hidden.start(), 1, character=character_name(hidden[0]))
