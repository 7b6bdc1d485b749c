"""Proofreading: what can be told of the words of a site once everything else is known to be right.

Its advice never stops a build; `make test` holds this site to having none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from immunopole.dictionaries import find_dictionary
from immunopole.events import Event
from immunopole.fingerprints import check_repeats, folded, read_fingerprints
from immunopole.glossary import Abbreviation
from immunopole.organisations import Organisation
from immunopole.own_words import NAMES, read_own_words
from immunopole.pages import PROGRAMME_TEMPLATE, SourcePage
from immunopole.passages import Passage, passages_of_strings
from immunopole.people import Person
from immunopole.phrases import Phrases, names_of_houses, names_of_people, names_of_places, parts_of_names
from immunopole.problems import Problem
from immunopole.settings import Layout
from immunopole.spelling import Speller, check_own_words, check_spelling
from immunopole.strings import Strings
from immunopole.themes import Theme


@dataclass(frozen=True)
class Manuscript:
    """All that somebody wrote: the texts of records and pages, who and what has a name, the words of the theme."""

    layout: Layout
    texts: Sequence[Passage]
    people: Sequence[Person]
    houses: Sequence[Organisation]
    themes: Sequence[Theme]
    events: Sequence[Event]
    glossary: Sequence[Abbreviation]
    pages: Sequence[SourcePage]
    strings: Mapping[str, Strings]

    def passages(self) -> Iterator[Passage]:
        """Give every text, in the order of the files."""
        yield from self.texts
        for strings in self.strings.values():
            yield from passages_of_strings(strings)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the people and the organisations are called, and the abbreviations."""
        letters = (text for term in self.glossary for text in term.letters.values())
        return (*names_of_people(self.people), *names_of_houses(self.houses), *letters)

    def spelt(self) -> Iterator[str]:
        """Give the names whose words are right in every language."""
        yield from self.names
        yield from parts_of_names(self.people)
        yield from names_of_places(self.houses, self.events)

    def unsaid_otherwise(self) -> Iterator[str]:
        """Give the names that nobody can say in other words."""
        yield from self.names
        for theme in self.themes:
            yield from theme.name.values()
        for term in self.glossary:
            yield from term.meaning.values()
        for page in self.pages:
            if page.front.template == PROGRAMME_TEMPLATE:
                yield page.front.title


def proofread(manuscript: Manuscript) -> Iterator[Problem]:
    """Yield every problem of the words of a site, and of the lists that these are held against."""
    layout = manuscript.layout
    folder = layout.root / layout.data
    alphabets = {locale: strings.alphabet for locale, strings in manuscript.strings.items()}
    own, problems = read_own_words(folder, layout.data, alphabets)
    yield from problems
    fingerprints, problems = read_fingerprints(folder, layout.data)
    yield from problems
    passages, names = list(manuscript.passages()), own[NAMES]
    yield from check_repeats(
        passages, fingerprints, Phrases.of(map(folded, (*manuscript.unsaid_otherwise(), *names.lines)))
    )
    recorded = tuple(manuscript.spelt())
    spelt = Phrases.of((*recorded, *names.lines))
    spellers: dict[str, Speller] = {}
    for locale, strings in manuscript.strings.items():
        dictionary = find_dictionary(layout.root, strings.region)
        if dictionary is not None:
            # A text may name the region too.
            spellers[locale] = spellers[strings.region.replace("_", "-")] = Speller(dictionary, spelt, own[locale])
    yield from check_spelling(passages, spellers)
    yield from check_own_words(spellers, names, Phrases.of(recorded))
