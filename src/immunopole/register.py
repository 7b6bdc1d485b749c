"""The register of figures, compared with the texts: every number that a text says has its date in data.

All of it is advice. No rule can tell each number from each name that looks like one, and an editor must never be
stopped by a guess; a test holds that the site that is published earns none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from pydantic import BaseModel

from immunopole import datafiles
from immunopole.documents import Document, Loc
from immunopole.fields import IS_MARKDOWN, Scope
from immunopole.figures import Figure
from immunopole.numerals import Numeral, Numerals
from immunopole.page_text import PageText
from immunopole.pages import SourcePage
from immunopole.problems import Problem, advice, closest_ids
from immunopole.prose import without_markup
from immunopole.references import Ids, paths, place_of, values_at

# The kinds of record a figure may be said of. What carries a date of its own, a piece of news or an entry of the
# timeline, dates its figures itself.
KINDS = (datafiles.PEOPLE, datafiles.ORGANISATIONS, datafiles.THEMES, datafiles.PERIODS)
# Where the register names them.
ON: tuple[str | None, ...] = ("figures", None, "on", None)
# A field whose length is limited is a sentence; the others that are no Markdown are names and titles.
_SENTENCE = "minLength"
_TOP = ("title", "heading", "description", "lead")
# Numbers below it are best written as words, which nobody can look for in every language.
_FIRST_IN_DIGITS = 10


@dataclass(frozen=True)
class Passage:
    """A text of the site, its language, the names of its place (`crcm`, `cluster`), and how to tell a spot in it."""

    names: tuple[str, ...]
    locale: str
    text: str
    tell: Callable[..., Problem]


def check_places(document: Document, ids: Ids, sources: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for every place that a figure is said to be on and that is neither a record nor a page."""
    kinds = [file.kind for file in KINDS if file.kind not in ids.absent]
    known = {source.removesuffix(".md") for source in sources}
    for loc, name in values_at(document.data, ON):
        if isinstance(name, str) and name not in known and not any(ids.has(kind, name) for kind in kinds):
            likely = ids.closest(name, *kinds) or closest_ids(name, sorted(known))
            yield document.problem("unknown-place", loc, found=name, closest=likely)


def passages(documents: Mapping[str, Document], pages: Iterable[SourcePage], scope: Scope) -> Iterator[Passage]:
    """Give every text that may say a figure and has no date of its own."""
    for file in KINDS:
        if file.kind in documents:
            yield from _of_records(documents[file.kind], file.model, scope)
    for page in pages:
        if page.front.date is None:
            yield from _of_page(page)


def advise_on_figures(
    document: Document, figures: Sequence[Figure], texts: Iterable[Passage], numerals: Mapping[str, Numerals]
) -> Iterator[Problem]:
    """Yield advice on every number of a text that has no figure there, and on every figure that no text says."""
    registered: dict[str, set[Decimal]] = {}
    worth: dict[Decimal, list[str]] = {}
    for figure in figures:
        for amount in figure.amounts:
            worth.setdefault(amount, []).append(figure.id)
            for name in figure.on:
                registered.setdefault(name, set()).add(amount)
    said: set[tuple[str, Decimal]] = set()
    for passage in texts:
        for numeral in numerals[passage.locale].find(passage.text):
            said.update((name, numeral.value) for name in passage.names)
            if not any(numeral.value in registered.get(name, ()) for name in passage.names):
                details = {
                    "found": numeral.typed,
                    "snippet": _snippet(numeral, passage.names[0], numerals),
                    "closest": ", ".join(worth.get(numeral.value, ())),
                }
                yield advice(passage.tell(numeral, "figure-unregistered", **details))
    for index, figure in enumerate(figures):
        yield from _unsaid(document, index, figure, said)


def _unsaid(document: Document, index: int, figure: Figure, said: set[tuple[str, Decimal]]) -> Iterator[Problem]:
    if not figure.on and not figure.key:
        yield advice(document.problem("figure-nowhere", ("figures", index, "id"), found=figure.id))
    in_words = all(amount < _FIRST_IN_DIGITS for amount in figure.amounts)
    for number, name in enumerate(figure.on):
        if not in_words and not any((name, amount) in said for amount in figure.amounts):
            loc = ("figures", index, "on", number)
            yield advice(document.problem("figure-unsaid", loc, found=name, value=str(figure.value)))


def _snippet(numeral: Numeral, name: str, numerals: Mapping[str, Numerals]) -> str:
    """Write the record that the register lacks, for an editor to paste and to complete."""
    label = ", ".join(f"{locale}: …" for locale in numerals)
    return (
        f'- {{ id: …, value: "{numeral.value}", label: {{ {label} }}, as_of: …, on: [{name}], sources: [https://…] }}'
    )


def _of_records(document: Document, model: type[BaseModel], scope: Scope) -> Iterator[Passage]:
    found = [path for mark in (IS_MARKDOWN, _SENTENCE) for path, _ in paths(model, mark)]
    for path in found:
        for loc, text in values_at(document.data, path):
            ident, locale = document.value((*loc[:2], "id")), str(loc[-1])
            if isinstance(text, str) and isinstance(ident, str) and locale in scope.locales:
                yield Passage((ident,), locale, without_markup(text), partial(_in_data, document, loc, text))


def _of_page(page: SourcePage) -> Iterator[Passage]:
    if page.top is None or page.text is None:
        return
    record = page.person or page.organisation or page.theme or page.period
    names = tuple(name for name in (record, page.source.removesuffix(".md")) if name)
    for key in _TOP:
        text = page.top.data.get(key)
        if isinstance(text, str):
            yield Passage(names, page.locale, text, partial(_in_data, page.top, (key,), text))
    yield Passage(names, page.locale, without_markup(page.text.markdown), partial(_on_page, page.text))


def _in_data(document: Document, loc: Loc, text: str, numeral: Numeral, code: str, **details: str) -> Problem:
    place = place_of(document, loc, text, numeral.typed, numeral.start)
    return document.problem_at(code, place, document.breadcrumb(loc), **details)


def _on_page(text: PageText, numeral: Numeral, code: str, **details: str) -> Problem:
    return text.problem(code, numeral.start, len(numeral.typed), **details)
