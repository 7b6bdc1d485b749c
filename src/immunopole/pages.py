"""Pages: what every Markdown file in `docs/<locale>/` must say of itself, and the pages made from records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field, model_validator

from immunopole.dates import DateField, PastDate, check_order
from immunopole.documents import LARGEST_FILE_BYTES, Document, decode, parse_document, split_front_matter
from immunopole.fields import (
    Description,
    Line,
    OrganisationRef,
    PersonRef,
    Record,
    Scope,
    ThemeRef,
    WebAddress,
    is_word,
    slug,
)
from immunopole.icons import Icons
from immunopole.languages import Languages
from immunopole.links import Targets
from immunopole.notation import check_notation
from immunopole.page_text import PageText, check_page_text
from immunopole.problems import Problem, closest, errors
from immunopole.records import check_document
from immunopole.references import Ids, check_references

HOME = "index.md"
# What a page says of itself that readers read.
READ_AT_TOP = ("title", "description", "menu_title", "heading", "lead")
DEFAULT_TEMPLATE = "main.html"
PROFILE_TEMPLATE, ORGANISATION_TEMPLATE, POST_TEMPLATE = "profile.html", "organisation.html", "post.html"
SEARCH_TEMPLATE = "search.html"
PERIOD_TEMPLATE, THEME_TEMPLATE = "period.html", "theme.html"
PROGRAMME_TEMPLATE = "programme.html"
# The folder, beside those of the languages, of images and other files that pages share.
ASSETS = "assets"
# What MkDocs takes for Markdown; ours ends in .md, so that there is one way.
MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})


class FrontMatter(Record):
    """What stands between the two `---` at the top of a Markdown file."""

    title: Line
    description: Description
    menu_title: Line | None = None
    heading: Line | None = None
    lead: Line | None = None
    template: Line = DEFAULT_TEMPLATE
    date: PastDate | None = None
    people: tuple[PersonRef, ...] = ()
    organisations: tuple[OrganisationRef, ...] = ()
    themes: tuple[ThemeRef, ...] = ()
    start: DateField | None = Field(default=None, alias="from")
    end: DateField | None = Field(default=None, alias="to")
    website: WebAddress | None = None
    sources: tuple[WebAddress, ...] = ()

    @model_validator(mode="after")
    def _goes_forward(self) -> FrontMatter:
        check_order(self.start, self.end, "to")
        return self


# Of a page that is still to be made from a record.
NO_FRONT = FrontMatter.model_construct(title="", description="")


@dataclass(frozen=True)
class SourcePage:
    """One page in one language: `source` is its path below `docs/<locale>/`, the same in every language.

    `original` is the locale of its text when that is not the page's: the language lacks the page, and shows it as it
    is. `title_locale` is that of its title when that is not the page's: a name that has no form in this language;
    `menu_locale` likewise of what the menu calls it, which may be an acronym.
    `top` and `text` are what its file holds above and below the second `---`; None for a page nobody wrote.
    """

    source: str
    locale: str
    front: FrontMatter
    person: str | None = None
    organisation: str | None = None
    period: str | None = None
    theme: str | None = None
    written: bool = True
    original: str | None = None
    title_locale: str | None = None
    menu_locale: str | None = None
    top: Document | None = field(default=None, repr=False, compare=False)
    text: PageText | None = field(default=None, repr=False, compare=False)

    @property
    def text_locale(self) -> str:
        """The locale of the text somebody wrote."""
        return self.original or self.locale

    @property
    def titled_in(self) -> str:
        """The locale of the title."""
        return self.title_locale or self.text_locale

    @property
    def menu_titled_in(self) -> str:
        """The locale of what the menu calls the page."""
        return self.menu_locale or self.titled_in

    @property
    def menu_title(self) -> str:
        """What the menu calls the page."""
        return self.front.menu_title or self.front.title


@dataclass(frozen=True)
class SourceFile:
    """A Markdown file below `docs/<locale>/`."""

    file: Path
    source: str
    locale: str
    shown_as: str


@dataclass(frozen=True)
class Supplies:
    """What the theme has for pages: templates by the names of their files, and icons."""

    templates: tuple[str, ...]
    icons: Icons


def find_pages(docs: Path, shown_as: str, languages: Languages) -> tuple[list[SourceFile], list[Problem]]:
    """Find every Markdown file, in a stable order; one that could have no address is a problem.

    Hidden files and folders are left out, as MkDocs leaves them out.
    """
    found: list[SourceFile] = []
    problems: list[Problem] = list(_check_strays(docs, shown_as))
    for file in sorted(path for path in docs.rglob("*") if path.suffix.lower() in MARKDOWN and path.is_file()):
        parts = file.relative_to(docs).parts
        if any(part.startswith(".") for part in parts):
            continue
        path = f"{shown_as}/{'/'.join(parts)}"
        locale, source = parts[0], "/".join(parts[1:])
        if locale not in languages.locales or not source:
            problems.append(Problem(path, "page-outside", details={"known": ", ".join(languages.locales)}))
        elif file.suffix != ".md" or not all(map(is_word, source.removesuffix(".md").split("/"))):
            words = [slug(word) for word in source.removesuffix(file.suffix).split("/")]
            problems.append(Problem(path, "page-name", details={"suggestion": f"{'/'.join(words)}.md"}))
        else:
            found.append(SourceFile(file, source, locale, path))
    return found, problems


def _check_strays(docs: Path, shown_as: str) -> Iterator[Problem]:
    """What is no page and no shared file would be published all the same: a draft, a letter."""
    for file in sorted(path for path in docs.rglob("*") if path.is_file() and path.suffix.lower() not in MARKDOWN):
        parts = file.relative_to(docs).parts
        if parts[0] != ASSETS and not any(part.startswith(".") for part in parts):
            yield Problem(f"{shown_as}/{'/'.join(parts)}", "stray-file", details={"folder": f"{shown_as}/{ASSETS}"})


def read_page(
    page: SourceFile, scope: Scope, supplies: Supplies, ids: Ids, targets: Targets
) -> tuple[SourcePage | None, list[Problem]]:
    """Read what a Markdown file says of itself, and check its text."""
    if page.file.stat().st_size > LARGEST_FILE_BYTES:
        limit = str(LARGEST_FILE_BYTES // 1_000_000)
        return None, [Problem(page.shown_as, "file-too-large", details={"limit": limit})]
    text, problems = decode(page.file.read_bytes(), page.shown_as)
    if text is None:
        return None, problems
    above, below = split_front_matter(text)
    if not above.strip():
        code = "front-matter-open" if text.startswith("---\n") and below == text else "no-front-matter"
        return None, [Problem(page.shown_as, code, excerpt=text.split("\n", 1)[0])]
    document, problems = parse_document(above, page.shown_as, first_line=2)
    if document is None:
        return None, problems
    front, faults = check_document(document, FrontMatter, scope)
    problems += faults
    problems += check_references(document, FrontMatter, ids)
    if front is not None:
        problems += _check_template(front, document, supplies.templates)
    first_line = text.count("\n") - below.count("\n") + 1
    prose = PageText(page.shown_as, below, first_line)
    problems += check_page_text(prose, f"{page.locale}/{page.source}", ids, targets)
    problems += check_notation(prose, supplies.icons)
    if front is None or errors(problems):
        return None, problems
    return SourcePage(page.source, page.locale, front, top=document, text=prose), problems


def _check_template(front: FrontMatter, document: Document, templates: tuple[str, ...]) -> Iterator[Problem]:
    if front.template not in templates:
        yield document.problem(
            "unknown-template",
            ("template",),
            found=front.template,
            known=", ".join(templates),
            closest=closest(front.template, list(templates)),
        )
