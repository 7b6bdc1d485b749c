"""New records and pages: where each one goes and what is filled in, as drafts that somebody else writes to disk."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from immunopole import datafiles
from immunopole.datafiles import DataFile, FileModel
from immunopole.documents import Document, decode, read_document
from immunopole.events import Event
from immunopole.fields import slug
from immunopole.organisations import Organisation
from immunopole.pages import POST_TEMPLATE, FrontMatter
from immunopole.people import Person
from immunopole.references import Ids, find_ids
from immunopole.schemas import modeline
from immunopole.settings import Layout
from immunopole.skeletons import free_id, page_skeleton, skeleton, with_record


@dataclass(frozen=True)
class Draft:
    """What a file would hold, and the line at which the new part begins."""

    path: Path
    text: str
    line: int


@dataclass(frozen=True)
class Desk:
    """Where new records are drafted: the site they are for, and the language of their comments."""

    layout: Layout
    wording: str

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages in which a record has its texts."""
        return self.layout.languages.full

    @property
    def ids(self) -> Ids:
        """Every id in the data files as they are, sound or not."""
        documents: dict[str, Document] = {}
        for file in datafiles.ALL:
            document, _ = read_document(self._path(file), file.name)
            if document is not None:
                documents[file.kind] = document
        return find_ids(documents)

    def person(self, given_name: str, family_name: str, organisation: str, role: str | None, today: date) -> Draft:
        """Draft a person at the end of the file. ValueError when the file cannot be added to."""
        ident = free_id(f"{given_name} {family_name}", self._linked_ids())
        # Without a role of the vocabulary, the words are the editor's own.
        position = {**({"role": role} if role else {"title": None}), "organisation": organisation}
        given = {
            "id": ident,
            "given_name": given_name,
            "family_name": family_name,
            "positions": position,
            "reviewed": today.isoformat(),
        }
        return self._record(datafiles.PEOPLE, Person, given)

    def organisation(self, name: str, kind: str, acronym: str | None) -> Draft:
        """Draft an organisation in the order of ids. ValueError when the file cannot be added to."""
        given = {"id": free_id(acronym or name, self._linked_ids()), "kind": kind, "name": name}
        given |= {"acronym": acronym} if acronym else {}
        return self._record(datafiles.ORGANISATIONS, Organisation, given, by="id")

    def event(self, title: Mapping[str, str], start: str) -> Draft:
        """Draft an event in the order of dates. ValueError when the file cannot be added to."""
        ident = free_id(f"{start[:10]} {next(iter(title.values()))}", sorted(self.ids.present.get("events", ())))
        given = {"id": ident, "title": dict(title), "start": start}
        return self._record(datafiles.EVENTS, Event, given, by="start")

    def post(self, title: Mapping[str, str], today: date, name: str = "") -> list[Draft]:
        """Draft a piece of news: one page in every language of its titles. FileExistsError when there is one already.

        `name` is the word of its address; without it, one is made of the first title.
        """
        name = f"{slug(name or next(iter(title.values())))}.md"
        drafts = []
        for locale in title:
            path = self.layout.root / self.layout.docs / locale / self.layout.settings.news_folder / name
            if path.exists():
                raise FileExistsError(path)
            given = {"description": None, "date": today.isoformat(), "template": POST_TEMPLATE}
            drafts.append(Draft(path, page_skeleton(title[locale], given, FrontMatter, self.wording), 1))
        return drafts

    def _record(self, file: DataFile[FileModel], model: type[Any], given: Mapping[str, Any], by: str = "") -> Draft:
        path = self._path(file)
        raw = path.read_bytes() if path.exists() else f"{modeline(file)}\n{file.kind}:\n".encode()
        text, problems = decode(raw, file.kind)
        if text is None or problems:
            raise ValueError(file.kind)
        lines = skeleton(model, given, self.locales, self.wording)
        addition = with_record(text, file.kind, str(given.get(by, "")), lines, by=by)
        # The file keeps the line ends and the mark it had.
        mark = "\ufeff" if raw.startswith(BOM_UTF8) else ""
        written = addition.text.replace("\n", "\r\n") if b"\r\n" in raw else addition.text
        return Draft(path, mark + written, addition.line)

    def _path(self, file: DataFile[FileModel]) -> Path:
        return self.layout.root / self.layout.data / file.name

    def _linked_ids(self) -> list[str]:
        ids = self.ids
        return sorted(set().union(*ids.present.values(), *ids.former.values()))
