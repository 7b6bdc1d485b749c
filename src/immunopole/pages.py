"""Pages: what every Markdown file in `docs/<locale>/` must say of itself, and the pages made from records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from immunopole.documents import Document, decode, parse_document, split_front_matter
from immunopole.fields import Description, Line, Record
from immunopole.languages import Languages
from immunopole.problems import Place, Problem, closest
from immunopole.records import check_document

DEFAULT_TEMPLATE = "main.html"
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_FIRST_LEVEL = re.compile(r" {0,3}#(\s|$)")


class FrontMatter(Record):
    """What stands between the two `---` at the top of a Markdown file."""

    title: Line
    description: Description
    menu_title: Line | None = None
    heading: Line | None = None
    lead: Line | None = None
    template: Line = DEFAULT_TEMPLATE


@dataclass(frozen=True)
class SourcePage:
    """One page in one language: `source` is its path below `docs/<locale>/`, the same in every language."""

    source: str
    locale: str
    front: FrontMatter
    person: str | None = None
    written: bool = True

    @property
    def menu_title(self) -> str:
        """What the menu calls the page."""
        return self.front.menu_title or self.front.title


def read_pages(
    docs: Path, shown_as: str, languages: Languages, templates: tuple[str, ...]
) -> tuple[list[SourcePage], list[Problem]]:
    """Read the front matter of every Markdown file, in a stable order; of the Markdown only its headings."""
    pages: list[SourcePage] = []
    problems: list[Problem] = []
    for language in languages:
        folder = docs / language.locale
        for file in sorted(path for path in folder.rglob("*.md") if path.is_file()):
            source = file.relative_to(folder).as_posix()
            path = f"{shown_as}/{language.locale}/{source}"
            front, found = _read_front_matter(file, path, languages.locales, templates)
            problems += found
            if front is not None:
                pages.append(SourcePage(source, language.locale, front))
    return pages, problems


def _read_front_matter(
    file: Path, path: str, locales: tuple[str, ...], templates: tuple[str, ...]
) -> tuple[FrontMatter | None, list[Problem]]:
    text, problems = decode(file.read_bytes(), path)
    if text is None:
        return None, problems
    above, below = split_front_matter(text)
    if not above.strip():
        return None, [Problem(path, "no-front-matter", excerpt=text.split("\n", 1)[0])]
    document, problems = parse_document(above, path, first_line=2)
    if document is None:
        return None, problems
    front, faults = check_document(document, FrontMatter, locales)
    problems += faults
    if front is not None:
        problems += _check_template(front, document, templates)
    problems += _check_headings(below, path, first_line=text.count("\n") - below.count("\n") + 1)
    return (None if problems else front), problems


def _check_template(front: FrontMatter, document: Document, templates: tuple[str, ...]) -> Iterator[Problem]:
    if front.template not in templates:
        yield document.problem(
            "unknown-template",
            ("template",),
            found=front.template,
            known=", ".join(templates),
            closest=closest(front.template, list(templates)),
        )


def _check_headings(markdown: str, path: str, first_line: int) -> Iterator[Problem]:
    """The title is the page's only heading of the first level (WCAG 1.3.1): the text begins at the second."""
    fence = ""
    for number, line in enumerate(markdown.split("\n"), start=first_line):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark.group(1)
        elif not fence and _FIRST_LEVEL.match(line):
            yield Problem(path, "heading-of-title", place=Place(number, 1, len(line)), excerpt=line)
