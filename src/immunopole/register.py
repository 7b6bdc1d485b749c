"""The register of figures, compared with the texts: every number that a text says has its date in data.

All of it is advice. No rule can tell each number from each name that looks like one, and an editor must never be
stopped by a guess; a test holds that the site that is published earns none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from immunopole import datafiles
from immunopole.documents import Document
from immunopole.figures import Figure
from immunopole.numerals import Numeral, Numerals
from immunopole.pages import SourcePage
from immunopole.passages import Passage, passages_of_page, passages_of_records
from immunopole.problems import Problem, advice, closest_ids
from immunopole.prose import without_markup
from immunopole.references import Ids, values_at

# The kinds of record a figure may be said of. What carries a date of its own, a piece of news or an entry of the
# timeline, dates its figures itself.
KINDS = (datafiles.PEOPLE, datafiles.ORGANISATIONS, datafiles.THEMES, datafiles.PERIODS)
# Where the register names them.
ON: tuple[str | None, ...] = ("figures", None, "on", None)
# Numbers below it are best written as words, which nobody can look for in every language.
_FIRST_IN_DIGITS = 10


def check_places(document: Document, ids: Ids, sources: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for every place that a figure is said to be on and that is neither a record nor a page."""
    kinds = [file.kind for file in KINDS if file.kind not in ids.absent]
    known = {source.removesuffix(".md") for source in sources}
    for loc, name in values_at(document.data, ON):
        if isinstance(name, str) and name not in known and not any(ids.has(kind, name) for kind in kinds):
            likely = ids.closest(name, *kinds) or closest_ids(name, sorted(known))
            yield document.problem("unknown-place", loc, found=name, closest=likely)


def undated(
    documents: Mapping[str, Document], pages: Iterable[SourcePage], locales: Collection[str]
) -> Iterator[Passage]:
    """Give every text that may say a figure and has no date of its own."""
    for file in KINDS:
        if file.kind in documents:
            texts = passages_of_records(documents[file.kind], file.model, locales)
            yield from (text for text in texts if text.prose)
    for page in pages:
        if page.front.date is None:
            yield from passages_of_page(page)


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
        for numeral in numerals[passage.language].find(without_markup(passage.text)):
            said.update((name, numeral.value) for name in passage.names)
            if not any(numeral.value in registered.get(name, ()) for name in passage.names):
                details = {
                    "found": numeral.typed,
                    "snippet": _snippet(numeral, passage.names[0], numerals),
                    "closest": ", ".join(worth.get(numeral.value, ())),
                }
                yield advice(passage.problem("figure-unregistered", numeral.start, numeral.typed, **details))
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
