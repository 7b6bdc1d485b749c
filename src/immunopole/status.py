"""The state of the content: what is missing, what is due for review, per language and per person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from immunopole.catalogue import Catalogue
from immunopole.problems import Problem
from immunopole.translations import Lag

# What makes a profile complete besides what every record needs.
_WISHED = ("themes", "identifiers", "portrait", "sources")


@dataclass(frozen=True)
class LanguageState:
    """One language: how many pages it has, pages and texts that only others have, and texts that are behind others."""

    locale: str
    pages: int
    missing_pages: tuple[str, ...]
    missing_texts: tuple[str, ...]
    behind: tuple[Lag, ...]


@dataclass(frozen=True)
class PersonState:
    """One person: the last review, whether one is due, roles to confirm, and what the record does not have."""

    ident: str
    reviewed: date
    review_due: bool
    roles_to_confirm: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """The whole content."""

    languages: tuple[LanguageState, ...]
    people: tuple[PersonState, ...]

    def as_data(self) -> dict[str, Any]:
        """Give the state as plain data."""
        return {
            "languages": [
                {**vars(language), "behind": [_as_data(lag) for lag in language.behind]} for language in self.languages
            ],
            "people": [{**vars(person), "reviewed": person.reviewed.isoformat()} for person in self.people],
        }


def read_state(catalogue: Catalogue, advice: Iterable[Problem]) -> State:
    """Sum up a site from its catalogue and the advice on it."""
    advice = list(advice)
    return State(
        tuple(_language(catalogue, locale, advice) for locale in catalogue.languages.locales),
        tuple(_person(catalogue, ident, advice) for ident in catalogue.people),
    )


def _language(catalogue: Catalogue, locale: str, advice: list[Problem]) -> LanguageState:
    # A page shown as it is in a language is one that the language lacks; a reduced language lacks only what is written.
    reduced = catalogue.languages[locale].reduced
    pages = [page for page in catalogue.pages.values() if page.original is None]
    sources = {page.source for page in pages if page.written or not reduced}
    own = {page.source for page in pages if page.locale == locale}
    lacking = [problem for problem in advice if locale in problem.details.get("missing", "").split(", ")]
    texts = [" › ".join(problem.where) for problem in lacking]
    behind = tuple(lag for lag in catalogue.translation_state.lags if lag.late == locale)
    return LanguageState(locale, len(own), tuple(sorted(sources - own)), tuple(texts), behind)


def _as_data(lag: Lag) -> dict[str, Any]:
    return {
        "unit": lag.key,
        "original": lag.original,
        "day": lag.day and lag.day.isoformat(),
        "here": lag.here.at,
        "there": lag.there.at,
        "changes": [vars(change) for change in lag.changes],
        "gone": lag.gone,
    }


def _person(catalogue: Catalogue, ident: str, advice: list[Problem]) -> PersonState:
    person = catalogue.people[ident]
    own = [problem.code for problem in advice if problem.where[:2] == ("people", ident)]
    return PersonState(
        ident,
        person.reviewed,
        "review-due" in own,
        own.count("long-ago"),
        # What somebody keeps hidden is not missing.
        tuple(field for field in _WISHED if not getattr(person, field) and field not in person.visibility),
    )
