"""Translations: every text there is in several languages, and which of them is behind a change in another.

A unit is what is translated together: a page (`cluster.md`), or a field of a record with all its texts
(`people/jean-paul-borg/positions`). Whether it has changed is told by the ledger, never by a commit: the answer is the
same in a shallow clone, in a folder without git, and before anything is committed.
"""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from hashlib import blake2b
from typing import Any

from pydantic import BaseModel

from immunopole import datafiles
from immunopole.documents import Document, Loc
from immunopole.fields import BY_LANGUAGE
from immunopole.ledger import Ledger, Said, Unit, read_ledger
from immunopole.meaning import Meaning, Sentence, block_starts, sentences
from immunopole.organisations import Organisation
from immunopole.page_text import PageText
from immunopole.pages import DEFAULT_TEMPLATE, READ_AT_TOP, SourcePage
from immunopole.people import Person
from immunopole.periods import Period
from immunopole.problems import Problem, advice
from immunopole.references import paths
from immunopole.settings import Layout
from immunopole.themes import Theme

_PEOPLE, _ORGANISATIONS = datafiles.PEOPLE.kind, datafiles.ORGANISATIONS.kind
_PERIODS, _THEMES = datafiles.PERIODS.kind, datafiles.THEMES.kind
# The text of a record that a page written by hand takes the place of.
_REPLACED = {_PEOPLE: "biography", _ORGANISATIONS: "description", _THEMES: "description"}
_LONGEST_SHOWN = 100
# In the tree of a model's fields: any key or item; a group of texts by language.
_EACH, _TEXTS = None, "texts"
# So many steps lead to a record: its file's list, its number there.
_RECORD = 2
_DIGEST_BYTES = 8


@dataclass(frozen=True)
class Behind:
    """What a page is behind: the language that has changed, and since when; None where that is not remembered yet."""

    original: str
    day: date | None


@dataclass(frozen=True)
class Change:
    """A sentence to translate: where it stands (`path:line`), and its first words."""

    place: str
    text: str


@dataclass(frozen=True)
class Lag:
    """A unit that in one language (`late`) is behind another (`original`), which changed on `day` (see `Behind`).

    `here` is the place of what is behind, `there` that of the change; `gone` counts the sentences taken away.
    """

    key: str
    late: str
    original: str
    day: date | None
    here: Problem
    there: Problem
    changes: tuple[Change, ...]
    gone: int


@dataclass(frozen=True)
class Translations:
    """The translations of a site, compared with its ledger when somebody asks; without a ledger nothing is behind."""

    layout: Layout
    documents: Mapping[str, Document]
    pages: Mapping[tuple[str, str], SourcePage]
    people: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    themes: Mapping[str, Theme]
    periods: Mapping[str, Period]

    def behind(self, page: SourcePage) -> Behind | None:
        """Tell whether a page's text, or that of the record it shows, is behind; of several changes, the latest."""
        return self._behind.get((page.source, page.text_locale))

    def updated(self, source: str, locale: str) -> date | None:
        """Give the day since when a page holds what it holds now; None where that is not remembered.

        Nor is it told of a page that shows other records, as a list does: it changes with them.
        """
        page = self.pages[source, self.pages[source, locale].text_locale]
        held = self.ledger.pages.get((source, page.locale)) if self.ledger else None
        return held.day if held and held.digest == self._held(page) else None

    @property
    def ledger(self) -> Ledger | None:
        """What is remembered; None where nothing is."""
        return self._read[0]

    @cached_property
    def lags(self) -> tuple[Lag, ...]:
        """Every text that is behind another, in the order of the units."""
        if self.ledger is None:
            return ()
        units = sorted(self._after(None).items())
        return tuple(self._lag(key, unit, *pair) for key, unit in units for pair in sorted(unit.behind))

    def advice(self) -> Iterator[Problem]:
        """Yield what is wrong with the ledger, each text that is behind, and each change that leaves one behind now."""
        yield from self._read[1]
        late: dict[tuple[str, str], list[Lag]] = {}
        ahead: dict[tuple[str, str], list[Lag]] = {}
        for lag in self.lags:
            late.setdefault((lag.key, lag.late), []).append(lag)
            if lag.day is None:
                ahead.setdefault((lag.key, lag.original), []).append(lag)
        for (key, _), lags in late.items():
            changes, others = lags[0].changes, ", ".join(lag.there.at for lag in lags)
            count = {"new": str(len(changes)), "gone": str(lags[0].gone)}
            details = {"unit": key, "other": others, "found": changes[0].text if changes else "", **count}
            yield replace(lags[0].here, details=details, fresh=any(lag.day is None for lag in lags))
        for (key, _), lags in ahead.items():
            others = ", ".join(lag.here.at for lag in lags)
            yield replace(lags[0].there, details={"unit": key, "other": others}, fresh=True)

    def remembered(self, today: date) -> Ledger:
        """Give the ledger as it is once the present texts are remembered."""
        return Ledger(self._after(today), self._kept(self.pages.values(), today))

    def declared(self, keys: Iterable[str], today: date) -> Ledger:
        """Give the ledger as it is once somebody has said that these units say the same in every language."""
        before = self.ledger or Ledger()
        units = {key: before.units.get(key, Unit()).in_step(self._meanings(key), today) for key in keys}
        sources = {self._source(key) for key in units}
        pages = self._kept((page for page in self.pages.values() if page.source in sources), today)
        return Ledger({**before.units, **units}, {**before.pages, **pages})

    def keys(self, named: str) -> list[str]:
        """Find the units that somebody means: by key, by the path of a page's file, by the id of a record."""
        named = posixpath.normpath(named)
        if named in self.versions:
            return [named]
        folder, _, below = named.partition("/")
        locale, _, source = below.partition("/")
        if folder == self.layout.docs and (source, locale) in self.pages:
            return [key for key in self.versions if self._source(key) == source]
        return [key for key in self.versions if (record := _record(key)) and named in {record[1], "/".join(record[:2])}]

    @property
    def names(self) -> list[str]:
        """Everything by which units may be meant."""
        records = {record[1] for key in self.versions if (record := _record(key))}
        files = {f"{self.layout.docs}/{locale}/{source}" for source, locale in self.pages}
        return sorted({*self.versions, *records, *files})

    @cached_property
    def versions(self) -> Mapping[str, Mapping[str, Version]]:
        """Every unit in every language that has it."""
        found: dict[str, dict[str, Version]] = {}
        for (source, locale), page in self.pages.items():
            # A page shown as it is in another language is no translation.
            if page.top is not None and page.text is not None and page.original is None:
                found.setdefault(source, {})[locale] = _version(page, page.top, page.text)
        for record, its_fields in self._records.items():
            for name, its in its_fields.items():
                for locale, pieces in its.pieces.items():
                    found.setdefault(f"{record}/{name}", {})[locale] = Version(its.document, tuple(pieces))
        return found

    @cached_property
    def _read(self) -> tuple[Ledger | None, list[Problem]]:
        ledger, problems = read_ledger(self.layout.root)
        return (ledger.renamed(self._renamed(ledger)) if ledger else None), problems

    @property
    def _made(self) -> Mapping[str, Mapping[str, Person | Organisation | Theme | Period]]:
        """The records with a page of their own, by kind."""
        return {
            _PEOPLE: self.people,
            _ORGANISATIONS: self.organisations,
            _THEMES: self.themes,
            _PERIODS: self.periods,
        }

    def _renamed(self, ledger: Ledger) -> dict[str, str]:
        """Give the present key, or source path, of all that is remembered under the former id of a record."""
        now: dict[str, str] = {}
        ids: dict[tuple[str, str], str] = {}
        for kind, records in self._made.items():
            for record in records.values():
                for former in record.former_ids:
                    ids[kind, former] = record.id
                    now[self._source(f"{kind}/{former}/")] = self._source(f"{kind}/{record.id}/")
        for key in ledger.units if ids else ():
            # Anything may stand in a file: not every key is one of ours.
            kind, _, below = key.partition("/")
            ident, _, name = below.partition("/")
            if (kind, ident) in ids:
                now[key] = f"{kind}/{ids[kind, ident]}/{name}"
        return now

    @cached_property
    def _records(self) -> Mapping[str, Mapping[str, _Field]]:
        """The fields of every record (`people/jean-paul-borg`), by name."""
        found: dict[str, dict[str, _Field]] = {}
        for file in datafiles.ALL:
            document = self.documents.get(file.kind)
            records = document.value((file.kind,)) if document else None
            if document is None or not isinstance(records, list):
                continue
            model: type[BaseModel] = file.model
            tree = _tree(model).get(file.kind, {}).get(_EACH, {})
            for index, record in enumerate(records):
                its_fields = found.setdefault(f"{file.kind}/{record['id']}", {})
                for name, value in record.items():
                    its_fields[name] = _Field(document)
                    its_fields[name].take(value, tree.get(name), (file.kind, index, name))
        return found

    @cached_property
    def _behind(self) -> Mapping[tuple[str, str], Behind]:
        latest: dict[tuple[str, str], Behind] = {}
        for lag in self.lags:
            page = self.pages.get((self._source(lag.key), lag.late))
            if page is not None and self._is_shown(lag.key, page):
                before = latest.get((page.source, page.locale))
                if before is None or (before.day or date.max) < (lag.day or date.max):
                    latest[page.source, page.locale] = Behind(lag.original, lag.day)
        return latest

    def _source(self, key: str) -> str:
        """Give the source path of the page that shows a unit; empty for one that no page has to itself."""
        kind, ident, _ = _record(key) or ("", "", "")
        if kind == _PEOPLE:
            return self.layout.profile_source(ident)
        if kind == _ORGANISATIONS:
            return self.layout.organisation_source(ident)
        if kind == _THEMES:
            return self.layout.theme_source(ident)
        if kind == _PERIODS:
            return self.layout.period_source(ident)
        return "" if kind else key

    def _is_shown(self, key: str, page: SourcePage) -> bool:
        """Whether a page shows a unit: not what is hidden, nor the text that a written page takes the place of."""
        kind, ident, name = _record(key) or ("", "", "")
        hidden = kind == _PEOPLE and name in self.people[ident].hidden
        return not hidden and not (page.written and name == _REPLACED.get(kind))

    def _meanings(self, key: str) -> dict[str, Meaning]:
        return {locale: version.meaning for locale, version in self.versions[key].items()}

    def _after(self, today: date | None) -> dict[str, Unit]:
        units = self.ledger.units if self.ledger else {}
        return {key: units.get(key, Unit()).after(self._meanings(key), today) for key in self.versions}

    def _lag(self, key: str, unit: Unit, late: str, other: str) -> Lag:
        version, day = self.versions[key][other], unit.texts[other].day
        changes, gone = version.changes(unit.behind[late, other].sentences)
        # Of a text that was ahead already, a proposal is about what it changes itself.
        before = self.ledger.units[key].texts[other].sentences if self.ledger and day is None else ()
        at_hand = version.changes(before)[0] if day is None else changes
        # Nothing new to show, where a sentence is gone or has moved: then the beginning stands for the whole.
        piece, sentence = (at_hand or changes or [(version.pieces[0], Sentence(0, version.pieces[0].text))])[0]
        return Lag(
            key=key,
            late=late,
            original=other,
            day=day,
            here=self.versions[key][late].beside("translation-behind", piece, sentence.start),
            there=version.problem("translation-ahead", piece, sentence.start, len(sentence.text)),
            changes=tuple(version.change(*change) for change in changes),
            gone=gone,
        )

    def _kept(self, pages: Iterable[SourcePage], today: date) -> dict[tuple[str, str], Said]:
        """Tell what is remembered of pages."""
        kept: dict[tuple[str, str], Said] = {}
        before = self.ledger.pages if self.ledger else {}
        for page in pages:
            if page.original is None and _holds_its_own(page):
                place, held = (page.source, page.locale), Said(today, self._held(page))
                kept[place] = before[place] if place in before and before[place].digest == held.digest else held
        return kept

    def _held(self, page: SourcePage) -> str:
        """Give a digest of all that a page holds: its text, its record as it is published, in its language."""
        held: list[Any] = []
        if page.written:
            said = self.versions[page.source][page.locale].meaning.digest
            held += [page.front.model_dump_json(exclude=set(READ_AT_TOP), exclude_defaults=True), said]
        if page.person:
            titles = (position.title.get(page.locale, "") for position in self.people[page.person].positions)
            held += [Meaning(tuple(titles)).digest]
        for kind, ident in ((_PEOPLE, page.person), (_ORGANISATIONS, page.organisation), (_THEMES, page.theme)):
            for name, its in sorted(self._records[f"{kind}/{ident}"].items()) if ident else ():
                if self._is_shown(f"{kind}/{ident}/{name}", page):
                    # The text of a record is shown in its own language or not at all.
                    own = name == _REPLACED[kind]
                    held += [name, its.facts, self._said(f"{kind}/{ident}/{name}", page.locale, alone=own)]
        return blake2b(json.dumps(held).encode(), digest_size=_DIGEST_BYTES).hexdigest()

    def _said(self, key: str, locale: str, *, alone: bool) -> list[str]:
        """Give digests of what a page shows of a field; unless its language stands alone, another fills its gaps."""
        versions = self.versions.get(key, {})
        own = versions.get(locale)
        whole = own and all(len(version.pieces) <= len(own.pieces) for version in versions.values())
        shown = [own] if alone or whole else versions.values()
        return [version.meaning.digest for version in shown if version]


@dataclass(frozen=True)
class Piece:
    """One text in one language: where it stands in its document, and which step on the way is the language."""

    text: str
    loc: Loc
    at: int | None = None

    @property
    def key(self) -> Loc:
        """The way to it without the language: the same for its translations."""
        return self.loc if self.at is None else (*self.loc[: self.at], *self.loc[self.at + 1 :])


@dataclass(frozen=True)
class Version:
    """A unit in one language; `document` has its pieces, all but the `body` of a page, to which the way is empty."""

    document: Document
    pieces: tuple[Piece, ...]
    body: PageText | None = None

    @cached_property
    def meaning(self) -> Meaning:
        """What it says."""
        return Meaning(tuple(piece.text for piece in self.pieces))

    def changes(self, known: Iterable[str]) -> tuple[list[tuple[Piece, Sentence]], int]:
        """Find the sentences that are not among those known (digests), and count those that went."""
        left, new = Counter(known), []
        for piece in self.pieces:
            for sentence in sentences(piece.text):
                if left[sentence.digest]:
                    left[sentence.digest] -= 1
                else:
                    new.append((piece, sentence))
        return new, left.total()

    def problem(self, code: str, piece: Piece, start: int, length: int) -> Problem:
        """Make advice of a spot in a piece, given by index and number of characters; of its first line, if of more."""
        typed = piece.text[start : start + length].split("\n", 1)[0].rstrip()
        if self.body is not None and not piece.loc:
            return advice(self.body.problem(code, start, max(len(typed), 1)))
        place = self.document.place_within(piece.loc, typed)
        return advice(self.document.problem_at(code, place, self.document.breadcrumb(piece.loc)))

    def change(self, piece: Piece, sentence: Sentence) -> Change:
        """Show a sentence as a change."""
        place = self.problem("translation-ahead", piece, sentence.start, len(sentence.text))
        return Change(place.at, _shown(sentence.text))

    def beside(self, code: str, other: Piece, start: int) -> Problem:
        """Make advice of what stands where a spot of another version does: the same text, the same block if it can be.

        Blocks are counted; two texts that have not as many have only their beginnings in common.
        """
        piece = next((piece for piece in self.pieces if piece.key == other.key), self.pieces[0])
        blocks, others = block_starts(piece.text), block_starts(other.text)
        number = sum(each <= start for each in others[1:]) if len(blocks) == len(others) else 0
        at = blocks[number] if blocks else 0
        first = next(sentences(piece.text[at:]), None)
        return self.problem(code, piece, at, len(first.text) if first else 1)


@dataclass
class _Field:
    """A field of a record, taken apart: its texts by language, and what is the same in all of them."""

    document: Document
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    shared: list[Any] = field(default_factory=list)

    @cached_property
    def facts(self) -> str:
        """What is the same in all languages, as text; to be asked for once all is taken."""
        return json.dumps(self.shared, sort_keys=True)

    def take(self, value: Any, tree: Any, loc: Loc) -> None:
        """Sort a value and all below it; `tree` says where in it texts are given by language."""
        if tree == _TEXTS and isinstance(value, dict):
            for locale, text in value.items():
                for way, each in _texts(text):
                    self.pieces.setdefault(locale, []).append(Piece(each, (*loc, locale, *way), len(loc)))
        elif isinstance(tree, dict) and isinstance(value, dict):
            # In what order somebody typed the keys says nothing.
            for key, item in sorted(value.items()):
                self.take(item, tree.get(key, tree.get(_EACH)), (*loc, key))
        elif isinstance(tree, dict) and isinstance(value, list):
            for index, item in enumerate(value):
                self.take(item, tree.get(_EACH), (*loc, index))
        else:
            # Without the record's number in its file, which changes with its neighbours.
            self.shared.append([*loc[_RECORD:], value])


def _texts(value: Any) -> Iterator[tuple[Loc, str]]:
    """Give the text of a language, or the several forms of one."""
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, dict):
        yield from (((key,), text) for key, text in sorted(value.items()) if isinstance(text, str))


@cache
def _tree(model: type[BaseModel]) -> dict[str | None, Any]:
    """Give the fields of a model in which texts are given by language, each below the one it is in."""
    root: dict[str | None, Any] = {}
    for path, _ in paths(model, BY_LANGUAGE):
        node = root
        for step in path[:-1]:
            node = node.setdefault(step, {})
        node[path[-1]] = _TEXTS
    return root


def _version(page: SourcePage, top: Document, text: PageText) -> Version:
    """Give what a page says: at its top, then in its text."""
    said = ((name, getattr(page.front, name)) for name in READ_AT_TOP)
    pieces = [Piece(value, (name,)) for name, value in said if value is not None]
    return Version(top, (*pieces, Piece(text.markdown, ())), text)


def _holds_its_own(page: SourcePage) -> bool:
    """Whether what a page shows is its own; of a list, nobody could say when it changed."""
    return (
        bool(page.person or page.organisation or page.theme or page.front.date)
        or page.front.template == DEFAULT_TEMPLATE
    )


def _record(key: str) -> tuple[str, str, str] | None:
    """Give the kind and the id of the record, and the field, that a key names; None for that of a page."""
    if key.endswith(".md"):
        return None
    kind, ident, name = key.split("/")
    return kind, ident, name


def _shown(sentence: str) -> str:
    """Show the first words of a sentence on one line, without the sign of a heading or an item."""
    text = " ".join(sentence.lstrip("#>*+-| \t").split())
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN].rsplit(" ", 1)[0] + "…"
