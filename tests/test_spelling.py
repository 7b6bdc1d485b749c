"""The spelling of every word of the site, by dictionaries that `make test` installs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from immunopole.catalogue import read_catalogue
from immunopole.dictionaries import Dictionary, find_dictionary
from immunopole.messages import report
from immunopole.own_words import OwnWords, read_own_words
from immunopole.phrases import Phrases
from immunopole.problems import Problem
from immunopole.prose import by_language
from immunopole.sorting import Alphabet
from immunopole.spelling import Speller, check_own_words

from .conftest import REPOSITORY, TODAY, lay_out

# A small language, whose words have apostrophes and hyphens.
WORDS = {
    *("a", "an", "l", "d", "the", "of", "cell", "cells", "hôpital", "cœur", "anti", "immune", "it's"),
    *("chercheur", "chercheurs", "rendez-vous"),
}
KNOWN = Dictionary(WORDS.__contains__, lambda _: ())
NAMES = ("Zoë Martin-Exemple", "Martin", "Institut de l’Exemple", "IE")


def unknown(text: str, *own: str) -> list[str]:
    """Give what is told of a text, in its order."""
    speller = Speller(KNOWN, Phrases.of(NAMES), OwnWords("own", dict.fromkeys(own, 1)))
    return [word for start, word in speller.mistakes(text) if text[start : start + len(word)] == word]


@pytest.mark.parametrize(
    "text",
    [
        "the cells of an hôpital",
        "l’hôpital, l'hôpital, d’anti-cell",
        "it’s a rendez‑vous",
        "chercheur·e, chercheur·e·s, chercheurs·ses",
        "IE’s cell, RHUs of CD4, T-cell, COVID-19 of 2016~, v1.2 a_b",
        "Zoë Martin-Exemple, Martin’s cell, l’Institut de l'Exemple",
        "example.org, e.g. the",
        "{name} of {the_place}, :material-check:, the&nbsp;cell [^note]",
        "!!! warning\n    the cell",
        "",
    ],
)
def test_what_is_right_is_let_be(text: str) -> None:
    """Whatever apostrophe or hyphen is typed; codes, acronyms, names, addresses and blanks are no words."""
    assert unknown(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the cels of cells", ["cels"]),
        ("l’hopital", ["hopital"]),
        ("anti-imune cell", ["imune"]),
        ("cherheur·e·s", ["cherheur"]),
        ("the cell.Thé", ["Thé"]),
        ("Institut of l’Exemple", ["Institut", "Exemple"]),
        ("CELLULAR", ["CELLULAR"]),
        ("cels cels", ["cels", "cels"]),
    ],
)
def test_what_nobody_knows_is_told(text: str, told: list[str]) -> None:
    """Only the part that is wrong; a word of a name is none elsewhere, and long capitals are words."""
    assert unknown(text) == told


def test_an_own_word_is_right_and_may_begin_a_sentence() -> None:
    """But a name in the list keeps its capital."""
    assert unknown("Myeloid and myeloid; MkDocs and mkdocs", "myeloid", "and", "MkDocs") == ["mkdocs"]


def test_each_part_of_a_text_is_read_in_its_language() -> None:
    """Emphasis, links and elements may be marked; code, addresses and ids are nobody's words."""
    text = (
        'Un *natural killer*{ lang=en } [cell](a.md){: lang=en } <i lang="en">the</i> `kode` [[ipc|le]] https://a.org'
    )
    parts = [(tag, part.split()) for tag, part in by_language(text, "fr")]
    assert [tag for tag, _ in parts] == ["fr", "en", "en", "en"]
    assert [re.sub(r"\W", "", "".join(words)) for _, words in parts] == ["Unle", "naturalkiller", "cell", "the"]
    assert all(len(part) <= len(text) for _, part in by_language(text, "fr"))


def test_an_own_word_that_needs_no_place_is_told() -> None:
    """Somebody knows it already, or no text has it any more."""
    speller = Speller(
        KNOWN, Phrases.of(["IE", "Sloan Kettering"]), OwnWords("own", dict.fromkeys(["cell", "IE", "mab", "old"], 1))
    )
    list(speller.mistakes("a mab of Sloan Kettering"))
    names = OwnWords("names", dict.fromkeys(["Sloan Kettering", "the", "Dana-Farber"], 1))
    told = [
        (problem.path, problem.code, problem.details["found"])
        for problem in check_own_words({"x": speller}, names, Phrases.of(["IE"]))
    ]
    assert told == [
        ("own", "word-known", "cell"),
        ("own", "word-known", "IE"),
        ("own", "word-unused", "old"),
        ("names", "word-known", "the"),
        ("names", "word-unused", "Dana-Farber"),
    ]


def test_a_list_is_in_the_order_of_its_alphabet(tmp_path: Path) -> None:
    """Accents and capitals do not count; a comment and an empty line are no words."""
    (tmp_path / "words").mkdir()
    (tmp_path / "words/x.txt").write_text("# Words.\n\nabc\nÉté\nêtre\nzut\nà\nzut\n", encoding="utf-8")
    own, problems = read_own_words(tmp_path, "data", {"x": Alphabet({})})
    assert list(own["x"].lines) == ["abc", "Été", "être", "zut", "à"]
    assert [(problem.code, problem.at, problem.details["before"]) for problem in problems] == [
        ("word-order", "data/words/x.txt:7", "zut"),
        ("word-order", "data/words/x.txt:8", "à"),
    ]


def test_without_a_dictionary_nothing_is_said(tmp_path: Path) -> None:
    """Who only edits need not install one."""
    assert find_dictionary(tmp_path, "en_GB") is None
    root = lay_out(tmp_path / "small")
    (root / "docs/en/index.md").write_text(
        (root / "docs/en/index.md").read_text(encoding="utf-8") + "\nRecieved.\n", encoding="utf-8"
    )
    assert read_catalogue(root / "mkdocs.yml", "/", TODAY)[1] == []


def test_a_region_has_its_own_dictionary_or_that_of_its_language(tmp_path: Path) -> None:
    """British English is not American; of French there is one."""
    pytest.importorskip("hunspell", reason="this machine has no Hunspell")
    for name, words in (("en", "1\ncolor\n"), ("en-gb", "1\ncolour\n")):
        folder = tmp_path / f"dictionaries/node_modules/dictionary-{name}"
        folder.mkdir(parents=True)
        (folder / "index.aff").write_text("SET UTF-8\n", encoding="utf-8")
        (folder / "index.dic").write_text(words, encoding="utf-8")
    for region, known in (("en_GB", [False, True]), ("en_US", [True, False]), ("en", [True, False])):
        found = find_dictionary(tmp_path, region)
        assert found is not None
        assert [found.knows(word) for word in ("color", "colour")] == known
        assert found.closest("colr")[:1] == (("colour",) if known[1] else ("color",))


@cache
def real_problems() -> tuple[Problem, ...]:
    """All that is told of the real site."""
    return tuple(read_catalogue(REPOSITORY / "mkdocs.yml", "https://example.org/", TODAY)[1])


@pytest.mark.parametrize("region", ["fr_FR", "en_GB"])
def test_the_dictionaries_are_installed(region: str) -> None:
    """Or the next test would prove nothing; `make test` installs them."""
    pytest.importorskip("hunspell", reason="this machine has no Hunspell")
    assert find_dictionary(REPOSITORY, region) is not None


@pytest.mark.parametrize("code", ["misspelt", "word-order", "word-known", "word-unused"])
def test_every_word_of_the_real_site_is_spelt_rightly(code: str) -> None:
    """And the lists of own words hold what is needed and no more."""
    found = [problem for problem in real_problems() if problem.code == code]
    assert not found, report(found, ["en"])
