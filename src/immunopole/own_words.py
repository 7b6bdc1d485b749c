"""Own words: those that no dictionary has and the site's texts need.

`data/words/<locale>.txt` holds words of a language, `data/words/names.txt` names of any language, of whoever and
whatever has no record: `Sloan Kettering`. One a line, in the order of the language's alphabet, so that two editors who
add words seldom meet; a line that begins with # is a comment. A word in small letters may begin with a capital in a
text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from immunopole.documents import decode
from immunopole.problems import Place, Problem, advice, closest
from immunopole.sorting import Alphabet

# The folder, beside the data files.
FOLDER = "words"
_ENDING = ".txt"
# The list of names, in place of a language.
NAMES = "names"


@dataclass(frozen=True)
class OwnWords:
    """The words, each with the number of its line; `path` as an editor knows the file, `used` those a text needed."""

    path: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def problem(self, code: str, word: str, **details: str) -> Problem:
        """Make advice of a word in the list."""
        place = Place(self.lines[word], 1, len(word))
        return advice(Problem(self.path, code, place, details={"found": word, **details}, excerpt=word))


def read_own_words(
    folder: Path, shown_as: str, alphabets: Mapping[str, Alphabet]
) -> tuple[dict[str, OwnWords], list[Problem]]:
    """Read the list of every language, and that of names; those without a file are empty."""
    alphabets = {NAMES: Alphabet({}), **alphabets}
    found = {locale: OwnWords() for locale in alphabets}
    problems: list[Problem] = []
    known = [f"{locale}{_ENDING}" for locale in alphabets]
    for file in sorted((folder / FOLDER).iterdir()) if (folder / FOLDER).is_dir() else ():
        path = f"{shown_as}/{FOLDER}/{file.name}"
        if file.name not in known:
            if not file.name.startswith("."):
                details = {"known": ", ".join(known), "closest": closest(file.name, known)}
                problems.append(Problem(path, "unknown-file", details=details))
            continue
        text, faults = decode(file.read_bytes(), path)
        problems += faults
        if text is not None:
            locale = file.name.removesuffix(_ENDING)
            found[locale] = OwnWords(path)
            problems += _take(text, found[locale], alphabets[locale])
    return found, problems


def _take(text: str, words: OwnWords, alphabet: Alphabet) -> Iterator[Problem]:
    before = ""
    for number, line in enumerate(text.split("\n"), start=1):
        word = line.strip()
        if not word or word.startswith("#"):
            continue
        if word in words.lines or (before and alphabet.key(word) < alphabet.key(before)):
            details = {"found": word, "before": before}
            yield advice(Problem(words.path, "word-order", Place(number, 1, len(word)), details=details, excerpt=line))
        words.lines.setdefault(word, number)
        before = word
