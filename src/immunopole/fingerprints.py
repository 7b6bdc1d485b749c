"""Fingerprints: runs of words that stand in notes made from sources, so that no text of the site repeats one.

`data/notes.fingerprints` holds a short digest of every six words in a row of such notes. The notes themselves stay
outside the site, and the digests cannot be read back. Capitals, accents, punctuation and apostrophes do not count; a
name does, and breaks a run, since nobody can say it in other words.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from immunopole.documents import decode, read_document
from immunopole.passages import Passage
from immunopole.phrases import WORD, Phrases
from immunopole.problems import Place, Problem, advice
from immunopole.prose import by_language

# Beside the data files.
NAME = "notes.fingerprints"
RUN = 6
# Fields of notes that hold names, addresses and dates.
NO_SENTENCES = ("acronym", "as_of", "date", "former_names", "id", "name", "publisher", "sources", "title", "url")
# Six bytes: that one of a hundred thousand runs is taken for one of ten thousand others happens once in 280 sites.
_BYTES = 6
_LINE = re.compile(r"[\w-]{8}")
_HEAD = "# Made by `immunopole fingerprint`: digests of six words in a row of notes, which no text repeats.\n"
_WORD = re.compile(r"\w+(?:['’ʼ‑-]\w+)*")
# A paragraph, an item, a heading, a row of a table is read alone.
_BLOCK = re.compile(r"\n(?=[ \t]*(?:\n|[-*+#|>]|[0-9]+\. ))")
# Within a word.
_NOT_READ = re.compile(r"\W+")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class _Word:
    """A word as runs compare it, and where it stands in its text."""

    plain: str
    start: int
    end: int


def fingerprints_of(notes: Any, left_out: Iterable[str]) -> Iterator[str]:
    """Give the digest of every run in the texts of some notes, whatever their form.

    A field whose name is one of those left out, or begins with one and a `_`, is not read.
    """
    names = tuple(left_out)
    if isinstance(notes, dict):
        for key, value in notes.items():
            if str(key) not in names and not str(key).startswith(tuple(f"{name}_" for name in names)):
                yield from fingerprints_of(value, names)
    elif isinstance(notes, list):
        for value in notes:
            yield from fingerprints_of(value, names)
    elif isinstance(notes, str):
        for block in _blocks(_ADDRESS.sub("\n\n", notes)):
            yield from (_digest(run) for run in _runs(block))


def read_notes(files: Iterable[Path], left_out: Iterable[str]) -> tuple[frozenset[str], list[Problem]]:
    """Read notes from YAML files, and give their fingerprints."""
    digests: set[str] = set()
    problems: list[Problem] = []
    for file in files:
        document, found = read_document(file, str(file))
        problems += found
        if document is not None:
            digests.update(fingerprints_of(document.data, left_out))
    return frozenset(digests), problems


def written(fingerprints: Iterable[str]) -> str:
    """Give the file that holds fingerprints, whole."""
    return _HEAD + "".join(f"{each}\n" for each in sorted(fingerprints))


def read_fingerprints(folder: Path, shown_as: str) -> tuple[frozenset[str], list[Problem]]:
    """Read the fingerprints of a site; none where there is no file of them."""
    path = f"{shown_as}/{NAME}"
    try:
        text, problems = decode((folder / NAME).read_bytes(), path)
    except FileNotFoundError:
        return frozenset(), []
    lines = enumerate((text or "").split("\n"), start=1)
    kept = [(number, line) for number, line in lines if line and not line.startswith("#")]
    for number, line in kept:
        if not _LINE.fullmatch(line):
            problems.append(advice(Problem(path, "fingerprint-line", Place(number, 1, len(line)), excerpt=line)))
    return frozenset(line for _, line in kept), problems


def check_repeats(passages: Iterable[Passage], fingerprints: frozenset[str], names: Phrases) -> Iterator[Problem]:
    """Yield advice on every place where a passage says what stands in the notes in the same words."""
    for passage in passages if fingerprints else ():
        if passage.theirs:
            continue
        for _, text in by_language(passage.text, passage.language):
            for block in _blocks(text):
                for first, last in _repeated(text, block, fingerprints, names):
                    words = [passage.text[word.start : word.end] for word in block[first : last + 1]]
                    # A run may go over a line's end: the place is that of its first word.
                    yield advice(passage.problem("words-of-notes", block[first].start, words[0], found=" ".join(words)))


def _repeated(text: str, block: list[_Word], fingerprints: frozenset[str], names: Phrases) -> Iterator[tuple[int, int]]:
    """Find the stretches of a block that stand in the notes: the indexes of their first and last words."""
    starts = [at for at, run in enumerate(_runs(block)) if _digest(run) in fingerprints]
    # Names are looked for only where there is something that they may break.
    named = _named(text, block, names) if starts else set()
    starts = [at for at in starts if named.isdisjoint(range(at, at + RUN))]
    for at in starts:
        if at - 1 not in starts:
            last = at
            while last + 1 in starts:
                last += 1
            yield at, last + RUN - 1


def _named(text: str, block: list[_Word], names: Phrases) -> set[int]:
    """Find the words of a block that belong to names; `l’Institut` does if `Institut` does."""
    pieces = [
        (index, piece[0]) for index, word in enumerate(block) for piece in WORD.finditer(text, word.start, word.end)
    ]
    return {pieces[at][0] for at in names.covered([folded(piece) for _, piece in pieces])}


def _blocks(text: str) -> Iterator[list[_Word]]:
    """Take a text apart into rows of words."""
    at = 0
    for end in [*(found.end() for found in _BLOCK.finditer(text)), len(text)]:
        found = list(_WORD.finditer(text, at, end))
        if len(found) >= RUN:
            yield [_Word(_NOT_READ.sub("", folded(word[0])), word.start(), word.end()) for word in found]
        at = end


def folded(text: str) -> str:
    """Give a text without capitals and accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("œ", "oe").replace("æ", "ae")
    return "".join(character for character in plain if not unicodedata.combining(character))


def _runs(words: list[_Word]) -> Iterator[str]:
    for at in range(len(words) - RUN + 1):
        yield " ".join(word.plain for word in words[at : at + RUN])


def _digest(run: str) -> str:
    return urlsafe_b64encode(blake2b(run.encode(), digest_size=_BYTES).digest()).decode()
