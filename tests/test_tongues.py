"""Texts that read like another language than the one they are said to be in."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.tongues import FEWEST_READ, Text, misplaced

from .conftest import REPOSITORY, TODAY

# Two languages nobody speaks, each with its own short words; long words are common to both.
SHORT = {"north": ("ka", "lo", "mi", "tan", "su"), "south": ("be", "dor", "gi", "ha", "ves")}
LONG = ("laboratory", "immunity", "hospital", "marseille")
LANGUAGES = tuple(SHORT)
# A notice of so few words, names and titles most of them, reads like no language for sure.
FEW_WORDS = 30


def text(language: str, words: int, seed: int = 0) -> str:
    """Write so many short words of a language, a long one after each."""
    chance = random.Random(f"{language}{seed}")  # noqa: S311  # no cryptography
    return " ".join(f"{chance.choice(SHORT[language])} {chance.choice(LONG)}" for _ in range(words))


def corpus(texts: int = 6) -> list[Text[str]]:
    """Write texts enough in both languages to know them."""
    return [Text(lang, text(lang, 40, seed), f"{lang} {seed}") for lang in LANGUAGES for seed in range(texts)]


def told(*more: Text[str], beside: Sequence[Text[str]] = ()) -> list[tuple[str, str]]:
    """Give what is told of some texts beside others that are right."""
    return list(misplaced([*(beside or corpus()), *more]))


def test_texts_that_are_right_are_let_be() -> None:
    """Or nobody would believe the rest."""
    assert told() == []


def test_a_text_under_another_language_is_told_with_the_one_it_reads_like() -> None:
    """Nothing is known of either language but the other texts."""
    assert told(Text("north", text("south", 30, 9), "pasted")) == [("pasted", "south")]
    assert told(Text("south", text("north", 30, 9), "pasted")) == [("pasted", "north")]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (text("south", FEWEST_READ - 1), "it is too short"),
        (text("south", 20) + " " + text("north", 16), "it is in both"),
        (" ".join(LONG * 50), "it has no words that tell languages apart"),
        ("", "it is empty"),
    ],
)
def test_a_doubtful_text_is_let_be(words: str, reason: str) -> None:
    """A guess that may be wrong costs more than a slip that is found later."""
    assert told(Text("north", words, "doubtful")) == [], reason


def test_a_language_of_which_little_is_known_is_not_judged_by() -> None:
    """The first texts in a new language are no mistakes, nor are those beside them."""
    few = [Text("south", text("south", 40, seed), f"south {seed}") for seed in range(2)]
    many = [each for each in corpus() if each.language == "north"]
    assert told(Text("south", text("north", 40, 9), "new"), beside=[*many, *few]) == []
    assert told(Text("north", text("south", 40, 9), "new"), beside=[*many, *few]) == []
    assert told(beside=many) == []
    third = Text("third", "la li lu", "third")
    assert told(third, Text("north", text("south", 30, 9), "pasted")) == [("pasted", "south")]


def test_the_same_texts_in_two_languages_are_let_be() -> None:
    """As on a site that is still to be translated: no text can be told from its own copy."""
    copied = [Text("third", each.words, f"{each.origin} copied") for each in corpus() if each.language == "north"]
    assert told(*copied) == []


@pytest.fixture(scope="module")
def real() -> Catalogue:
    """The real content, of which no text may be told to be in another language."""
    found, problems = read_catalogue(REPOSITORY / "mkdocs.yml", "https://example.org/", TODAY)
    assert found is not None
    assert [problem for problem in problems if problem.code == "reads-like-another-language"] == []
    return found


def test_every_biography_put_under_another_language_is_told(real: Catalogue) -> None:
    """And no other text with it."""
    texts = [
        Text(locale, words, f"{person.id} {locale}")
        for person in real.people.values()
        for locale, words in person.biography.items()
    ]
    for index, moved in enumerate(texts):
        for locale in real.languages.full:
            if locale != moved.language and len(moved.words.split()) > FEW_WORDS:
                others = [*texts[:index], *texts[index + 1 :]]
                assert told(Text(locale, moved.words, "moved"), beside=others) == [("moved", moved.language)]
