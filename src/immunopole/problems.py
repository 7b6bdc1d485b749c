"""What is wrong in a file, and where: the one thing every check yields and no check prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType

MANY = 500
# After so many problems of one check in one file we say that there are more.
MOST_PROBLEMS = 500


class Level(StrEnum):
    """How much a problem matters: an error stops a build, advice never does."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a text file: line and column count from 1, `length` is in characters on that line."""

    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True)
class Problem:
    """One mistake in one place, told by a code and its details so that any language can word it.

    `code` names an entry of `messages/<locale>.yaml`; `details` fills that entry's blanks; `where` is the path
    inside the record as an editor reads it, such as `("people", "jean-paul-borg", "degrees", "1")`; `excerpt` is
    the source line, shown with the spot underlined.
    """

    path: str
    code: str
    place: Place = Place()
    where: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    excerpt: str = ""
    level: Level = Level.ERROR
    fresh: bool = False

    @property
    def at(self) -> str:
        """The file and the line, as an editor reads them: `data/people.yaml:12`."""
        return f"{self.path}:{self.place.line}"

    @property
    def sort_key(self) -> tuple[str, Place]:
        """Order of reading: by file, then line, then column."""
        return (self.path, self.place)


def in_reading_order(problems: list[Problem]) -> list[Problem]:
    """Sort problems by file, line and column, saying each only once."""
    unique = {(problem.sort_key, problem.code, problem.where): problem for problem in problems}
    return sorted(unique.values(), key=lambda problem: problem.sort_key)


def limited(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Pass problems on up to a number nobody would read through; then say that there are more."""
    for number, problem in enumerate(problems):
        if number == MOST_PROBLEMS:
            yield replace(problem, code="more-problems", where=(), details={})
            return
        yield problem


def closest(word: str, known: list[str]) -> str:
    """Give the known word that resembles `word` most, or an empty text when none does."""
    matches = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return matches[0] if matches else ""


def closest_ids(ident: str, known: list[str]) -> str:
    """Give up to three ids that resemble one, best first: the likest, then those that have all its words."""
    word = ident.casefold()
    # Comparing with thousands is slow and finds chance likenesses: a slip seldom changes the first letters.
    likely = [each for each in known if each[:2] == word[:2]] if len(known) > MANY else known
    matches = get_close_matches(word, likely, n=3, cutoff=0.6)
    words = set(word.split("-"))
    matches += [each for each in known if each not in matches and words <= set(each.split("-"))]
    return ", ".join(matches[:3])


def advice(problem: Problem) -> Problem:
    """Make advice of a problem: worth a look, and no reason to stop."""
    return replace(problem, level=Level.ADVICE)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Give those problems that stop a build."""
    return [problem for problem in problems if problem.level is Level.ERROR]


def pressing(problems: Iterable[Problem]) -> list[Problem]:
    """Give those problems that stop a build, and the advice that the change at hand calls for."""
    return [problem for problem in problems if problem.level is Level.ERROR or problem.fresh]
