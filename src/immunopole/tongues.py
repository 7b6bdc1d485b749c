"""Texts that read like another language than the one they are said to be in.

Nothing is known of any language: how each is written is learnt from the texts themselves, from the short words that
come up in many of them (`the`, `de`). A text is judged by what all others teach (naive Bayes, the text left out), and
only when it is long enough and the difference plain: a doubtful text is nobody's mistake.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import inf, log
from typing import Generic, TypeVar

Origin = TypeVar("Origin")

# Short words say how a language is built; so many of the commonest are told apart, if enough texts have them.
LONGEST_WORD, COMMONEST, FEWEST_TEXTS = 5, 100, 3
# A language is known by so many of them, and a text is judged by so many.
FEWEST_LEARNT, FEWEST_READ = 120, 12
# How much likelier a text must be in the other language, as a logarithm: each of its words twice, and all together
# so many times that chance is out of the question.
MARGIN_OF_A_WORD, MARGIN_OF_A_TEXT = 0.7, 20
# What a word that was never seen counts for.
_UNSEEN = 0.5


@dataclass(frozen=True)
class Text(Generic[Origin]):
    """A text, the language it is said to be in, and where it comes from."""

    language: str
    words: str
    origin: Origin


def misplaced(texts: Iterable[Text[Origin]]) -> Iterator[tuple[Origin, str]]:
    """Learn from all texts, then give the origin of each that reads like another language, and that language.

    The cost is linear in the length of the texts.
    """
    read = [(text.origin, text.language, _short_words(text.words)) for text in texts]
    tongues = _Tongues.learnt((language, words) for _, language, words in read)
    for origin, language, words in read:
        other = tongues.other_than(language, words)
        if other is not None:
            yield origin, other


def _short_words(text: str) -> list[str]:
    return [word for word in text.casefold().split() if len(word) <= LONGEST_WORD]


@dataclass(frozen=True)
class _Tongues:
    """How often each language has each of the words that tell languages apart, and all of them together."""

    known: AbstractSet[str]
    counts: Mapping[str, Mapping[str, int]]
    totals: Mapping[str, int]

    @staticmethod
    def learnt(texts: Iterable[tuple[str, Sequence[str]]]) -> _Tongues:
        spread: dict[str, Counter[str]] = {}
        counts: dict[str, Counter[str]] = {}
        for language, words in texts:
            spread.setdefault(language, Counter()).update(set(words))
            counts.setdefault(language, Counter()).update(words)
        known = {
            word
            for numbers in spread.values()
            for word, number in numbers.most_common(COMMONEST)
            if number >= FEWEST_TEXTS and word.isalpha()
        }
        totals = {language: sum(words[word] for word in known) for language, words in counts.items()}
        return _Tongues(known, counts, totals)

    def other_than(self, language: str, words: Sequence[str]) -> str | None:
        """Give the language a text reads like, if it is plainly another than its own."""
        own = Counter([word for word in words if word in self.known])
        read = own.total()
        if read < FEWEST_READ or len(self.counts) == 1:
            return None
        likely = {each: self._likelihood(each, own) for each in self.counts}
        mine = likely.pop(language)
        best = max(likely, key=lambda each: likely[each])
        if mine == -inf:
            return None
        return best if likely[best] - mine > max(MARGIN_OF_A_WORD * read, MARGIN_OF_A_TEXT) else None

    def _likelihood(self, language: str, words: Mapping[str, int]) -> float:
        """Say how likely a text is in a language, as a logarithm; minus infinity where too little is known of it.

        The text itself teaches nothing, and no copy of it does: every language is taken without its words.
        """
        counts, total, likely = self.counts[language], self.totals[language], 0.0
        for word, number in words.items():
            count = counts.get(word, 0)
            left = max(count - number, 0)
            total -= count - left
            likely += number * log(left + _UNSEEN)
        if total < FEWEST_LEARNT:
            return -inf
        return likely - sum(words.values()) * log(total + _UNSEEN * len(self.known))
