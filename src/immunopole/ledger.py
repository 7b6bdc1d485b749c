"""The ledger: what each text said when it was last remembered, and which is behind which; `translations.lock`.

One line a fact, in the order of the alphabet, so that git can join two versions of the file (`merge=union`):

    cluster.md en text 2026-11-23 0f3a… 12ab34cd …       what it says and since when; then each of its sentences
    cluster.md en behind fr 0f3a… 2026-11-20 9c0e… 88aa… what it last knew of the French, while it said 0f3a… itself
    cluster.md en page 2026-11-23 5d2e…                  all that this page holds and since when

Nothing here knows what is translated: a key is any word (`cluster.md`, `people/jean-paul-borg/biography`).
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from immunopole.documents import LARGEST_FILE_BYTES
from immunopole.meaning import Meaning
from immunopole.problems import Place, Problem, advice, limited

Key = TypeVar("Key")

NAME = "translations.lock"
_HEAD = "# Made by `immunopole remember`: what each text said, so that a change in one language alone is noticed.\n"
_DAY, _DIGEST, _SENTENCES = "([0-9]{4}-[0-9]{2}-[0-9]{2})", "([0-9a-f]{16})", "((?: [0-9a-f]{8})*)"
_TEXT = re.compile(rf"(\S+) (\S+) text {_DAY} {_DIGEST}{_SENTENCES}")
_BEHIND = re.compile(rf"(\S+) (\S+) behind (\S+) {_DIGEST} {_DAY} {_DIGEST}{_SENTENCES}")
_PAGE = re.compile(rf"(\S+) (\S+) page {_DAY} {_DIGEST}()")


@dataclass(frozen=True)
class Said:
    """What a text said, as digests (of the whole, of each sentence), and since when; None is not remembered yet."""

    day: date | None
    digest: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """One thing said in several languages: by locale; and, by (who is behind, whom), what was last known of whom."""

    texts: Mapping[str, Said] = field(default_factory=dict)
    behind: Mapping[tuple[str, str], Said] = field(default_factory=dict)

    def after(self, now: Mapping[str, Meaning], today: date | None) -> Unit:
        """Tell what is remembered once these texts have been seen; `today` is None where they only might be.

        A text that changes while it is behind has caught up. Any other change leaves behind it every text that did
        not change with it, until that one changes, or the change is undone. A text that is new is behind nobody.
        """
        changed = {locale for locale, said in self.texts.items() if locale in now and now[locale].digest != said.digest}
        original = changed - {late for late, _ in self.behind}
        texts = {
            locale: self.texts[locale]
            if locale in self.texts and locale not in changed
            else Said(today, meaning.digest, meaning.sentences)
            for locale, meaning in now.items()
        }
        still = texts.keys() & self.texts.keys() - changed
        behind = {pair: known for pair, known in self.behind.items() if pair[0] in still and pair[1] in texts}
        for late in still:
            for other in original:
                behind.setdefault((late, other), self.texts[other])
        return Unit(texts, {pair: known for pair, known in behind.items() if known.digest != texts[pair[1]].digest})

    def in_step(self, now: Mapping[str, Meaning], today: date) -> Unit:
        """Tell what is remembered once somebody has said that these texts say the same."""
        return Unit(self.after(now, today).texts)


@dataclass(frozen=True)
class Ledger:
    """All that is remembered: the units by key; what each page (source path, locale) holds."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    pages: Mapping[tuple[str, str], Said] = field(default_factory=dict)

    def renamed(self, now: Mapping[str, str]) -> Ledger:
        """Give the same ledger under new keys and source paths, by the former ones; what is remembered of those stays.

        A unit that is behind would else be forgotten with its name.
        """
        units = {now[key]: unit for key, unit in self.units.items() if key in now}
        pages = {(now[source], locale): said for (source, locale), said in self.pages.items() if source in now}
        return Ledger(
            units | {key: unit for key, unit in self.units.items() if key not in now},
            pages | {place: said for place, said in self.pages.items() if place[0] not in now},
        )

    @property
    def text(self) -> str:
        """The file, whole."""
        return _HEAD + "".join(f"{line}\n" for line in sorted(self._lines()))

    def _lines(self) -> Iterator[str]:
        for key, unit in self.units.items():
            for locale, said in unit.texts.items():
                yield f"{key} {locale} text {_written(said)}"
            for (late, other), known in unit.behind.items():
                yield f"{key} {late} behind {other} {unit.texts[late].digest} {_written(known)}"
        for (source, locale), held in self.pages.items():
            yield f"{source} {locale} page {_written(held)}"


@dataclass(frozen=True)
class News:
    """What a ledger says that the one before it did not, of a unit in a language; `other` is whom it is behind."""

    kind: Literal["new", "changed", "gone", "behind", "caught_up"]
    key: str
    locale: str
    other: str = ""


def news(before: Ledger, after: Ledger) -> Iterator[News]:
    """Compare two ledgers, in the order of the units."""
    for key in sorted(before.units.keys() | after.units.keys()):
        old, new = before.units.get(key, Unit()), after.units.get(key, Unit())
        for locale in sorted(old.texts.keys() | new.texts.keys()):
            if locale not in old.texts:
                yield News("new", key, locale)
            elif locale not in new.texts:
                yield News("gone", key, locale)
            elif old.texts[locale].digest != new.texts[locale].digest:
                yield News("changed", key, locale)
        yield from (News("behind", key, *pair) for pair in sorted(new.behind.keys() - old.behind.keys()))
        caught_up = sorted(old.behind.keys() - new.behind.keys())
        yield from (News("caught_up", key, late, other) for late, other in caught_up if late in new.texts)


def _written(said: Said) -> str:
    return " ".join([str(said.day), said.digest, *said.sentences])


def read_ledger(root: Path) -> tuple[Ledger | None, list[Problem]]:
    """Read the ledger in the folder of a site; None when there is none. What is wrong with it is advice, no more.

    After a merge there may be two lines where one belongs: the later text counts, and the oldest that was known.
    """
    try:
        if (root / NAME).stat().st_size > LARGEST_FILE_BYTES:
            limit = str(LARGEST_FILE_BYTES // 1_000_000)
            return None, [advice(Problem(NAME, "file-too-large", details={"limit": limit}))]
        lines = (root / NAME).read_bytes().decode("utf-8-sig", errors="replace").splitlines()
    except FileNotFoundError:
        return None, []
    except OSError as error:
        return None, [advice(unreadable(error))]
    reader = _Reader()
    wrong = [number for number, line in enumerate(lines, start=1) if not reader.take(line.rstrip())]
    found = (Problem(NAME, "ledger-line", Place(number), excerpt=lines[number - 1]) for number in wrong)
    return reader.ledger(), [advice(problem) for problem in limited(found)]


def write_ledger(root: Path, text: str) -> None:
    """Put a new ledger in the place of the old one, whole or not at all; OSError when it cannot be done."""
    handle, name = tempfile.mkstemp(dir=root, prefix=f".{NAME}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        # A temporary file is its owner's alone; the ledger is everybody's, as the files beside it are.
        Path(name).chmod(0o644)
        Path(name).replace(root / NAME)
    except OSError:
        Path(name).unlink()
        raise


def unreadable(error: OSError) -> Problem:
    """Word why the ledger cannot be read or written."""
    return Problem(NAME, "file-unreadable", details={"reason": error.strerror or type(error).__name__})


class _Reader:
    """Takes one line after the other."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[str, Said]] = {}
        self._behind: dict[str, dict[tuple[str, str], tuple[str, Said]]] = {}
        self._pages: dict[tuple[str, str], Said] = {}

    def take(self, line: str) -> bool:
        """Whether the line could be read."""
        if not line or line.startswith("#"):
            return True
        try:
            return self._take(line)
        except ValueError:  # a day that no calendar has
            return False

    def _take(self, line: str) -> bool:
        if found := _TEXT.fullmatch(line):
            _keep_later(self._texts.setdefault(found[1], {}), found[2], _said(*found.groups()[2:]))
        elif found := _PAGE.fullmatch(line):
            _keep_later(self._pages, (found[1], found[2]), _said(*found.groups()[2:]))
        elif found := _BEHIND.fullmatch(line):
            known = _said(*found.groups()[4:])
            of_key, pair = self._behind.setdefault(found[1], {}), (found[2], found[3])
            if pair not in of_key or str(known.day) < str(of_key[pair][1].day):
                of_key[pair] = found[4], known
        else:
            return False
        return True

    def ledger(self) -> Ledger:
        """Join the lines."""
        units = {key: Unit(texts, dict(self._pairs(key, texts))) for key, texts in self._texts.items()}
        return Ledger(units, self._pages)

    def _pairs(self, key: str, texts: Mapping[str, Said]) -> Iterator[tuple[tuple[str, str], Said]]:
        for (late, other), (own, known) in self._behind.get(key, {}).items():
            # A text that has changed since has caught up, whatever a merge has brought back.
            if other in texts and late in texts and texts[late].digest == own:
                yield (late, other), known


def _said(day: str, digest: str, sentences: str) -> Said:
    return Said(date.fromisoformat(day), digest, tuple(sentences.split()))


def _keep_later(table: dict[Key, Said], key: Key, said: Said) -> None:
    if key not in table or str(table[key].day) <= str(said.day):
        table[key] = said
