"""The notation of what editors write besides plain Markdown: slips that Markdown would swallow without a word.

Only what is certain is told. What is code is left alone, and so is what Python-Markdown would show as it was typed for
a good reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from immunopole.constructions import ALIASES, KINDS, MODIFIERS, kind_of
from immunopole.icons import Icons
from immunopole.page_text import PageText
from immunopole.problems import Problem, advice, closest
from immunopole.prose import without_code, without_markup

_TAB = 4
# A note set apart, or text folded away: its sign, what stands behind it.
_NOTE = re.compile(r"^(?P<indent> *)(?P<sign>!!!|\?\?\?\+?) ?(?P<rest>[\w\"'“«‹‘][^\n]*)$", re.MULTILINE)
_KIND = re.compile(r"(?P<words>[\w-]+(?: +[\w-]+)*)(?: +\"[^\n]*?\")? *")
_UNTITLED = re.compile(r"\"[^\"\n]+\" *")
_CARD = re.compile(r"^(?P<indent> *)===[+!]{0,2} *(?P<title>[^\s=][^\n]*)$", re.MULTILINE)
_CARD_TITLE = re.compile(r"\"[^\"\n]*[^\"\s][^\"\n]*\" *")
_ICON = re.compile(r"(?<![\w:/.]):(?P<icon>[a-z][a-z0-9_+-]*):(?![\w:/])")
_FOOTNOTE = re.compile(r"(?<!\\)\[\^(?P<name>[^\[\]\n]+)\]")
_DEFINED_NOTE = re.compile(r"^[ \t]*\[\^(?P<name>[^\[\]\n]+)\]:", re.MULTILINE)
_ABBREVIATION = re.compile(r"^\*\[(?P<letters>[^\]\n]+)\] ?:", re.MULTILINE)
_IMAGE = re.compile(r"!\[[ \t]*\]\(")
_HEADING = re.compile(r"(?: {0,7}|\t)(?P<signs>#{1,6})(?!#)(?P<text>.*)")
_UNDERLINE = re.compile(r"(?:=+|-+) *")
_RAW_HEADING = re.compile(r"<h[1-6]\b", re.IGNORECASE)
_CAPTION = re.compile(r"^[ \t]*///[^\n]*$", re.MULTILINE)
_GRID = re.compile(r"<div\b(?P<attributes>[^>]*\bclass=[\"'][^\"'>]*\bgrid\b[^>]*)>")
_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|")
_END_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|$")


def check_notation(text: PageText, icons: Icons) -> Iterator[Problem]:
    """Yield every slip in the Markdown of a page."""
    page = _Notation(text, icons)
    yield from page.notes()
    yield from page.tabs()
    yield from page.icon_names()
    yield from page.footnotes()
    yield from page.abbreviations()
    yield from page.images()
    yield from page.tables()
    yield from page.headings()
    yield from page.captions()
    yield from page.grids()


@dataclass(frozen=True)
class _Notation:
    """A page's Markdown, and the same without its code; every character has its place in both."""

    text: PageText
    icons: Icons

    @cached_property
    def prose(self) -> str:
        return without_code(self.text.markdown)

    def notes(self) -> Iterator[Problem]:
        for found in _NOTE.finditer(self.prose):
            rest = found["rest"]
            start, length = found.start("rest"), len(rest.rstrip())
            kind = _KIND.fullmatch(rest)
            if kind is None:
                if found["sign"] == "!!!" or not _UNTITLED.fullmatch(rest):
                    yield self.text.problem("note-form", start, length, found=rest.strip())
                    continue
            else:
                first, *others = kind["words"].lower().split()
                if kind_of(first) is None:
                    known = [*KINDS, *ALIASES]
                    details = {"found": first, "known": ", ".join(KINDS), "closest": closest(first, known)}
                    yield self.text.problem("unknown-note", start, len(first), **details)
                elif not MODIFIERS.issuperset(others):
                    yield self.text.problem("note-form", start, length, found=rest.strip())
            yield from self._content(found.start("sign"), found.end(), len(found["indent"]))

    def tabs(self) -> Iterator[Problem]:
        for found in _CARD.finditer(self.prose):
            title = found["title"].strip()
            if not _CARD_TITLE.fullmatch(title):
                yield self.text.problem("tab-title", found.start("title"), len(title), found=title)
            start = found.start() + len(found["indent"])
            yield from self._content(start, found.end(), len(found["indent"]))

    def _content(self, start: int, end: int, indent: int) -> Iterator[Problem]:
        """What stands under the first line of a note or a tab belongs to it by its spaces."""
        below = self.text.markdown[end:].lstrip("\n").expandtabs(_TAB)
        first = next((line for line in below.split("\n") if line.strip()), "")
        if len(first) - len(first.lstrip(" ")) < indent + _TAB:
            length = end - start
            yield self.text.problem("note-empty", start, length, spaces=str(indent + _TAB))

    def icon_names(self) -> Iterator[Problem]:
        # Most pages have none: what no reader reads is looked for where there may be one.
        text = without_markup(self.text.markdown) if _ICON.search(self.prose) else ""
        for found in _ICON.finditer(text):
            name = found["icon"]
            if not self.icons.has(name):
                details = {"found": found[0], "closest": self.icons.closest(name)}
                yield self.text.problem("unknown-icon", found.start(), len(found[0]), **details)

    def footnotes(self) -> Iterator[Problem]:
        defined = {found["name"]: found for found in _DEFINED_NOTE.finditer(self.prose)}
        places = {found.start("name") for found in _DEFINED_NOTE.finditer(self.prose)}
        used = [found for found in _FOOTNOTE.finditer(self.prose) if found.start("name") not in places]
        names = {found["name"] for found in used}
        for found in used:
            if found["name"] not in defined:
                details = {"found": found["name"], "closest": closest(found["name"], list(defined))}
                yield self.text.problem("footnote-undefined", found.start(), len(found[0]), **details)
        for name, found in defined.items():
            if name not in names:
                start = found.start("name") - 2
                yield advice(self.text.problem("footnote-unused", start, len(name) + 3, found=name))

    def abbreviations(self) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for found in _ABBREVIATION.finditer(self.prose):
            before = first.setdefault(found["letters"].strip(), found.start())
            if before != found.start():
                place = f"{self.text.path}:{self.text.first_line + self.prose.count(chr(10), 0, before)}"
                details = {"found": found["letters"], "first": place}
                yield self.text.problem("abbreviation-twice", found.start("letters"), len(found["letters"]), **details)

    def images(self) -> Iterator[Problem]:
        for found in _IMAGE.finditer(self.prose):
            yield advice(self.text.problem("image-without-words", found.start(), len(found[0]) - 1))

    def tables(self) -> Iterator[Problem]:
        lines = self.prose.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        for number in range(1, len(lines)):
            if _is_rule(lines[number]) and _begins_block(lines, number - 1):
                yield from self._table(lines, starts, number)

    def _table(self, lines: list[str], starts: list[int], rule: int) -> Iterator[Problem]:
        header = lines[rule - 1].strip()
        bordered = header.startswith("|") or _END_PIPE.search(header) is not None
        columns = _cells(header, bordered=bordered)
        if columns != (ruled := _cells(lines[rule], bordered=bordered)):
            details = {"found": str(ruled), "count": str(columns)}
            yield self._row("table-columns", lines, starts, rule, details)
            return
        for number in range(rule + 1, len(lines)):
            if not lines[number].strip():
                return
            if (cells := _cells(lines[number], bordered=bordered)) > columns:
                details = {"found": str(cells), "count": str(columns)}
                yield self._row("table-cells", lines, starts, number, details)

    def _row(self, code: str, lines: list[str], starts: list[int], number: int, details: dict[str, str]) -> Problem:
        line = lines[number]
        indent = len(line) - len(line.lstrip())
        return self.text.problem(code, starts[number] + indent, len(line.strip()), **details)

    def headings(self) -> Iterator[Problem]:
        raw = _RAW_HEADING.search(self.prose) is not None
        before = 1
        for level, start, line, words in self._headings():
            if level == 1:
                # Those that begin a line are told with the page's other mistakes.
                indent = self.prose[self.prose.rfind("\n", 0, start) + 1 : start].expandtabs(_TAB)
                if not line.startswith("#") or len(indent) >= _TAB:
                    yield self.text.problem("heading-of-title", start, len(line))
                continue
            if not words.strip("# \t"):
                yield self.text.problem("heading-empty", start, len(line))
            elif level > before + 1 and not raw:
                details = {"found": "#" * level, "closest": "#" * (before + 1)}
                yield self.text.problem("heading-jump", start, len(line), **details)
            before = level
        yield from self._alone()

    def _alone(self) -> Iterator[Problem]:
        """A heading announces what stands below it: a text, or headings of a lower level with texts of their own."""
        headings = list(self._headings())
        for number, (level, start, line, words) in enumerate(headings):
            # An underlined heading takes two lines; what is not looked at begins behind them.
            end = self.prose.find("\n", start)
            end = end if line.startswith("#") or end < 0 else self.prose.find("\n", end + 1)
            next_level, next_start = headings[number + 1][:2] if number + 1 < len(headings) else (1, len(self.prose))
            # Code is no prose, and something to read.
            below = self.text.markdown[end:next_start] if end >= 0 else ""
            if words.strip("# \t") and next_level <= level and not below.strip():
                yield advice(self.text.problem("heading-alone", start, len(line), found=words.strip("# \t")))

    def _headings(self) -> Iterator[tuple[int, int, str, str]]:
        """Find each heading in either form: its level, where it begins, its line, its words."""
        lines, at = self.prose.split("\n"), 0
        for number, line in enumerate(lines):
            below = lines[number + 1] if number + 1 < len(lines) else ""
            if "#" in line and (found := _HEADING.match(line)):
                yield len(found["signs"]), at + found.start("signs"), line.strip(), found["text"]
            elif _UNDERLINE.fullmatch(below) and line.strip() and (not number or not lines[number - 1].strip()):
                yield 1 if below[0] == "=" else 2, at, line.rstrip(), line
            at += len(line) + 1

    def captions(self) -> Iterator[Problem]:
        closed_until = -1
        for found in _CAPTION.finditer(self.prose):
            if found.start() <= closed_until:
                continue
            above, below = self.prose[: found.start()], self.prose[found.end() :]
            end = re.match(r"\n(?:[^\n]*\S[^\n]*\n)+?[ \t]*///[ \t]*(?=\n|\Z)", below)
            alone = above.strip() and re.search(r"\n[ \t]*\n\Z", above)
            if found[0].strip() != "/// caption" or end is None or not alone:
                line = found[0].strip()
                yield self.text.problem("caption-form", found.end() - len(found[0].lstrip()), len(line), found=line)
            if end is not None:
                closed_until = found.end() + end.end()

    def grids(self) -> Iterator[Problem]:
        for found in _GRID.finditer(self.prose):
            if not re.search(r"\bmarkdown\b", found["attributes"]):
                yield self.text.problem("grid-without-markdown", found.start(), len(found[0]), found=found[0])


def _is_rule(line: str) -> bool:
    """Whether a line may be the one below the headings of a table."""
    signs = set(line.strip())
    return {"|", "-"} <= signs <= set("|:- ")


def _begins_block(lines: list[str], number: int) -> bool:
    """Whether a table may begin at a line: below an empty one, or as the first of a note or a tab."""
    if "|" not in lines[number]:
        return False
    above = lines[number - 1].lstrip() if number else ""
    return not above or above.startswith(("!!!", "???", "==="))


def _cells(row: str, *, bordered: bool) -> int:
    """Count the cells of a row as Python-Markdown does; code has been taken out, with the bars in it."""
    row = row.strip()
    if bordered:
        row = _END_PIPE.sub("", row.removeprefix("|"))
    return len(_PIPE.findall(row)) + 1
