"""Advice: what is right and may be out of date or incomplete. It never stops a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from pydantic import BaseModel

from immunopole.dates import years_before
from immunopole.documents import Document, Loc
from immunopole.fields import BY_LANGUAGE, Scope
from immunopole.languages import Languages
from immunopole.pages import SourcePage
from immunopole.people import KNOWN_SINCE_YEARS, Person
from immunopole.problems import Problem, advice
from immunopole.prose import without_markup
from immunopole.publisher import Publisher
from immunopole.references import paths, place_of, values_at
from immunopole.tongues import Text, misplaced
from immunopole.typography import Typography

REVIEW_EVERY_YEARS = 2
_MISPLACED = "reads-like-another-language"
FOREIGN_LANGUAGES = 2


def advise_on_people(document: Document, people: tuple[Person, ...], today: date) -> Iterator[Problem]:
    """Yield advice on records nobody has reviewed for long, and on roles nobody has seen held for long."""
    review_limit = years_before(today, REVIEW_EVERY_YEARS)
    for index, person in enumerate(people):
        if person.reviewed < review_limit:
            details = {"found": person.reviewed.isoformat(), "years": str(REVIEW_EVERY_YEARS)}
            yield advice(document.problem("review-due", ("people", index, "reviewed"), **details))
        if person.in_memoriam:
            continue
        for number, position in enumerate(person.positions):
            if position.end is None and position.seen_long_ago(today):
                key = "as_of" if position.as_of else "from"
                details = {"found": str(position.as_of or position.start), "years": str(KNOWN_SINCE_YEARS)}
                yield advice(document.problem("long-ago", ("people", index, "positions", number, key), **details))


def advise_on_publisher(document: Document, publisher: Publisher, languages: Languages) -> Iterator[Problem]:
    """Yield advice when a public body has fewer than two foreign languages (French law 94-665, articles 3 and 4)."""
    foreign = len(languages.locales) - 1
    if publisher.public_body and foreign < FOREIGN_LANGUAGES:
        details = {"count": str(foreign), "default": languages.default.locale}
        yield advice(document.problem("public-body-languages", ("publisher", "public_body"), **details))


def advise_on_languages(document: Document, model: type[BaseModel], scope: Scope) -> Iterator[Problem]:
    """Yield advice on every text that only some languages of the site have, where that is allowed."""
    for path, rule in paths(model, BY_LANGUAGE):
        if rule != "partial":
            continue
        for loc, texts in values_at(document.data, path):
            missing = _missing(texts, scope)
            if missing:
                yield advice(document.problem("not-in-every-language", loc, missing=", ".join(missing)))


def advise_on_tongues(
    records: Iterable[tuple[Document, type[BaseModel]]], pages: Iterable[SourcePage], scope: Scope
) -> Iterator[Problem]:
    """Yield advice on every text, of a record or of a page, that reads like another language of the site than its own.

    Whoever pastes a text under the wrong language sees nothing amiss: it is sound in every other way.
    """
    texts = [*_texts_of_records(records, scope), *_texts_of_pages(pages)]
    for told, other in misplaced(texts):
        yield advice(told(other=other))


def _texts_of_records(
    records: Iterable[tuple[Document, type[BaseModel]]], scope: Scope
) -> Iterator[Text[Callable[..., Problem]]]:
    for document, model in records:
        for path, _ in paths(model, BY_LANGUAGE):
            for loc, texts in values_at(document.data, path):
                for locale in scope.locales:
                    text = texts.get(locale) if isinstance(texts, dict) else None
                    if isinstance(text, str):
                        told = partial(document.problem, _MISPLACED, (*loc, locale), language=locale)
                        yield Text(locale, text, told)


def _texts_of_pages(pages: Iterable[SourcePage]) -> Iterator[Text[Callable[..., Problem]]]:
    for page in pages:
        if page.text is not None:
            markdown = page.text.markdown
            start = len(markdown) - len(markdown.lstrip())
            first = markdown[start:].partition("\n")[0]
            told = partial(page.text.problem, _MISPLACED, start, len(first), language=page.locale)
            yield Text(page.locale, markdown, told)


def advise_on_words(
    document: Document, model: type[BaseModel], typographies: Mapping[str, Typography]
) -> Iterator[Problem]:
    """Yield advice on words without their accent or ligature, in every text that a data file gives by language."""
    for path, _ in paths(model, BY_LANGUAGE):
        for loc, texts in values_at(document.data, path):
            for locale, text in texts.items() if isinstance(texts, dict) else ():
                if locale in typographies:
                    yield from _slips(document, (*loc, locale), text, typographies[locale])


def advise_on_page(page: SourcePage, typography: Typography) -> Iterator[Problem]:
    """Yield the same advice on a page: on what it says of itself at its top, and on its text."""
    if page.top is None or page.text is None:
        return
    yield from _slips(page.top, (), page.top.data, typography)
    if any(typography.slips(page.text.markdown)):
        for slip in typography.slips(without_markup(page.text.markdown)):
            details = {"found": slip.typed, "closest": slip.meant}
            yield advice(page.text.problem("word-without-accent", slip.start, len(slip.typed), **details))


def _slips(document: Document, loc: Loc, value: Any, typography: Typography) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _slips(document, (*loc, key), below, typography)
    # Most texts have none: what no reader reads is looked for where there may be one.
    if not isinstance(value, str) or not any(typography.slips(value)):
        return
    for slip in typography.slips(without_markup(value)):
        place = place_of(document, loc, value, slip.typed, slip.start)
        details = {"found": slip.typed, "closest": slip.meant}
        yield advice(document.problem_at("word-without-accent", place, document.breadcrumb(loc), **details))


def _missing(texts: Any, scope: Scope) -> list[str]:
    # A key that is no language, and one without its text, is a mistake, and told as one.
    if not isinstance(texts, dict) or not set(texts) <= set(scope.locales):
        return []
    return [locale for locale in scope.full if locale not in texts]
