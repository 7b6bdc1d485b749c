"""Pages: what every Markdown file in `docs/<locale>/` must say of itself, and the pages made from records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from immunopole.documents import Document, decode, parse_document, split_front_matter
from immunopole.fields import Line, Record
from immunopole.languages import Languages
from immunopole.problems import Problem, closest
from immunopole.records import check_document

DEFAULT_TEMPLATE = "main.html"


class FrontMatter(Record):
    """What stands between the two `---` at the top of a Markdown file."""

    title: Line
    description: Line
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
    """Read the front matter of every Markdown file, in a stable order; Markdown itself is not looked at."""
    pages: list[SourcePage] = []
    problems: list[Problem] = []
    for language in languages:
        folder = docs / language.locale
        for file in sorted(folder.rglob("*.md")):
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
    above, _ = split_front_matter(text)
    if not above.strip():
        return None, [Problem(path, "no-front-matter", excerpt=text.split("\n", 1)[0])]
    document, problems = parse_document(above, path, first_line=2)
    if document is None:
        return None, problems
    front, faults = check_document(document, FrontMatter, locales)
    problems += faults
    if front is not None:
        problems += _check_template(front, document, templates)
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
