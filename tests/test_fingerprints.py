"""Fingerprints of notes: what they keep of a text, and what they find again."""

from __future__ import annotations

from pathlib import Path

import pytest

from immunopole.catalogue import read_catalogue
from immunopole.fingerprints import NAME, check_repeats, fingerprints_of, folded, read_fingerprints, read_notes, written
from immunopole.messages import report
from immunopole.passages import Passage
from immunopole.phrases import Phrases
from immunopole.problems import Problem

from .conftest import REPOSITORY, TODAY

NOTES = {"facts": [{"note": "l'équipe a créé en 2012 un laboratoire commun", "name": "one two three four five six"}]}
DIGESTS = frozenset(fingerprints_of(NOTES, ["name"]))


def repeated(text: str, *names: str, theirs: bool = False) -> list[str]:
    """Give what is told of a text: the words that stand in the notes."""

    def told(code: str, start: int, typed: str, details: dict[str, str]) -> Problem:
        assert text[start : start + len(typed)] == typed
        return Problem("text", code, details=details)

    passage = Passage("fr", text, told, theirs=theirs)
    return [problem.details["found"] for problem in check_repeats([passage], DIGESTS, Phrases.of(map(folded, names)))]


def test_every_six_words_of_the_notes_have_a_fingerprint() -> None:
    """Names are left out; the fields that begin with their name too."""
    assert len(DIGESTS) == 3
    assert set(fingerprints_of({"name_fr": "un deux trois quatre cinq six"}, ["name"])) == set()
    assert set(fingerprints_of(["https://example.org/a/b/c/d/e/f/g", 6, None], [])) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’équipe a créé en 2012", []),
        ("L’équipe a créé en 2012 un", ["L’équipe a créé en 2012 un"]),
        ("Depuis, l’EQUIPE a *cree*, en 2012\n« un laboratoire » privé", ["l’EQUIPE a cree en 2012 un laboratoire"]),
        ("L’équipe a créé\n\nen 2012 un laboratoire", []),
        ("- l’équipe a créé\n- en 2012 un laboratoire", []),
        ("L’équipe a, depuis, créé en 2012 un laboratoire", []),
        ("`l’équipe a créé en 2012 un`", []),
    ],
)
def test_six_words_of_the_notes_are_found_again(text: str, found: list[str]) -> None:
    """Without regard to capitals, accents, marks and line ends; five are anybody's, and a paragraph is read alone."""
    assert repeated(text) == found


def test_a_name_breaks_a_run() -> None:
    """Nobody can say it in other words; neither an elision nor capitals hide it."""
    assert repeated("L’équipe a créé en 2012 un", "Équipe") == []
    assert repeated("L’équipe a créé en 2012 un laboratoire commun", "Laboratoire commun") == [
        "L’équipe a créé en 2012 un"
    ]


def test_words_that_are_quoted_are_let_be() -> None:
    """They must be those of the source."""
    assert repeated("L’équipe a créé en 2012 un", theirs=True) == []


def test_the_file_is_written_and_read_again(tmp_path: Path) -> None:
    """Sorted, a line each; none of the words can be read in it."""
    (tmp_path / NAME).write_text(written(DIGESTS), encoding="utf-8")
    assert read_fingerprints(tmp_path, "data") == (DIGESTS, [])
    lines = (tmp_path / NAME).read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(lines)
    assert {len(line) for line in lines} == {8}


def test_notes_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """Half of the fingerprints would be worse than none."""
    (tmp_path / "notes.yaml").write_text("note: [", encoding="utf-8")
    digests, problems = read_notes([tmp_path / "notes.yaml", tmp_path / "none.yaml"], [])
    assert digests == frozenset()
    assert [problem.code for problem in problems] == ["yaml-bracket", "file-missing"]


def test_no_text_of_the_real_site_repeats_the_notes() -> None:
    """And there are fingerprints to tell it by."""
    _, problems = read_catalogue(REPOSITORY / "mkdocs.yml", "https://example.org/", TODAY)
    found = [problem for problem in problems if problem.code in {"words-of-notes", "fingerprint-line"}]
    assert not found, report(found, ["en"])
    assert len(read_fingerprints(REPOSITORY / "data", "data")[0]) > 1000
