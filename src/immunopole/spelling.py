"""Spelling: every word of every passage, by the dictionary of its language, the site's names and its own words.

Nothing here knows a language. A word is right as a whole, or each of its parts is, between apostrophes and hyphens
(`l’`, `anti-`); of `chercheur·e·s` the part before the first dot is read. What holds a digit or an underscore is a
code, a few capitals are an acronym, with or without the `s` of a plural, and one letter is no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from immunopole.dictionaries import Dictionary
from immunopole.own_words import OwnWords
from immunopole.passages import Passage
from immunopole.phrases import WORD, Phrases, Row, row_of
from immunopole.problems import Problem, advice
from immunopole.prose import by_language

# Looking for words that resemble one is slow: whoever has so many to correct knows the rest without help.
MOST_ANSWERED = 10
_LONGEST_ACRONYM = 5
_DOTS = "·‧•"
_WORD = re.compile(rf"\w+(?:['’ʼ‑{_DOTS}.-]\w+)*")
# Blanks that a program fills, icons, the kinds of notes, characters given by name: all but words.
_NO_WORDS = re.compile(
    r"\{[^{}\n]*\}|:[a-z][\w-]*:|^[ \t]*(?:!!!|\?\?\?\+?|///)[ \t]*[\w-]*|&#?\w+;|\[\^[^\]\n]+\]", re.MULTILINE
)
_PLURAL_ACRONYM = re.compile(r"[^\W\d_a-z]{2,}s")
_PLAIN = str.maketrans("’ʼ‑", "''-")


@dataclass(frozen=True)
class Speller:
    """What tells the words of one language: its dictionary, the names of the site, its own words.

    `met` collects the names that a text has, `judged` the words that were looked up: most come again and again.
    """

    dictionary: Dictionary
    names: Phrases
    own: OwnWords = field(default_factory=OwnWords)
    met: set[Row] = field(default_factory=set)
    judged: dict[str, bool] = field(default_factory=dict)

    def mistakes(self, text: str) -> Iterator[tuple[int, str]]:
        """Find every word, or part of one, that is unknown: where it begins, and the word."""
        text = _NO_WORDS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        named = self._named(text)
        for found in _WORD.finditer(text):
            for start, end in self._parts(found, named):
                yield start, text[start:end]

    def knows(self, word: str) -> bool:
        """Whether a word is right as it stands."""
        if word not in self.judged:
            self.judged[word] = self._looked_up(word)
        return self.judged[word]

    def _looked_up(self, word: str) -> bool:
        plain = word.translate(_PLAIN)
        return len(word) == 1 or _is_code(word) or self.dictionary.knows(plain) or self._owns(plain)

    def _owns(self, word: str) -> bool:
        for each in (word, word[:1].lower() + word[1:]):
            if each in self.own.lines:
                self.own.used.add(each)
                return True
        return False

    def _named(self, text: str) -> set[int]:
        """Find the words that belong to names: the indexes at which they begin."""
        words = list(WORD.finditer(text))
        named: set[int] = set()
        for at, row in self.names.found([word[0] for word in words]):
            self.met.add(row)
            named.update(word.start() for word in words[at : at + len(row)])
        return named

    def _parts(self, found: re.Match[str], named: set[int]) -> Iterator[tuple[int, int]]:
        word, start = found[0], found.start()
        if self.knows(word) or ("." in word and word.islower()):  # `e.g`, an address without its `https`
            return
        whole = [index for index, character in enumerate(word) if not character.isalnum() and character not in _DOTS]
        for before, after in pairwise([-1, *whole, len(word)]):
            part = re.split(f"[{_DOTS}]", word[before + 1 : after])[0]
            if start + before + 1 not in named and not self.knows(part):
                yield start + before + 1, start + before + 1 + len(part)


def check_spelling(passages: Iterable[Passage], spellers: Mapping[str, Speller]) -> Iterator[Problem]:
    """Yield advice on every word that is unknown in its language; `spellers` by language tag."""
    answered: set[str] = set()
    for passage in passages:
        for tag, text in by_language(passage.text, passage.language):
            judge = spellers.get(tag)
            for start, word in judge.mistakes(text) if judge else ():
                close: tuple[str, ...] = ()
                if judge and (word in answered or len(answered) < MOST_ANSWERED):
                    answered.add(word)
                    close = judge.dictionary.closest(word.translate(_PLAIN))
                details = {"found": word, "language": tag, "closest": ", ".join(close)}
                yield advice(passage.problem("misspelt", start, word, **details))


def check_own_words(spellers: Mapping[str, Speller], names: OwnWords, recorded: Phrases) -> Iterator[Problem]:
    """Yield advice on every own word or name that needs no place in its list; `recorded` are the names of the data.

    To be asked when all passages have been read.
    """
    for speller in spellers.values():
        for word in speller.own.lines:
            if _is_code(word) or speller.dictionary.knows(word) or word in speller.names:
                yield speller.own.problem("word-known", word)
            elif word not in speller.own.used:
                yield speller.own.problem("word-unused", word)
    met = set().union(*(speller.met for speller in spellers.values()))
    for name in names.lines if spellers else ():
        everywhere = all(speller.dictionary.knows(name) for speller in spellers.values())
        if _is_code(name) or everywhere or name in recorded:
            yield names.problem("word-known", name)
        elif row_of(name) not in met:
            yield names.problem("word-unused", name)


def _is_code(word: str) -> bool:
    """Whether a word is no word of a language: a number, a code, an acronym."""
    if any(character.isdigit() or character == "_" for character in word):
        return "-" not in word and "'" not in word and "’" not in word
    acronym = len(word) <= _LONGEST_ACRONYM and word.isupper()
    return acronym or (len(word) <= _LONGEST_ACRONYM + 1 and _PLURAL_ACRONYM.fullmatch(word) is not None)
