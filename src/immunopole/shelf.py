"""The shelf: the data files of a site, each read once, and everything wrong in and between them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from immunopole import datafiles
from immunopole.advice import advise_on_languages
from immunopole.datafiles import DataFile, FileModel
from immunopole.documents import Document
from immunopole.fields import REFERS_TO, Scope
from immunopole.glossary import check_letters
from immunopole.links import Targets
from immunopole.portraits import FOLDER, SMALL, check_file
from immunopole.problems import Problem, advice, errors, limited
from immunopole.records import read_records
from immunopole.references import (
    Ids,
    check_equal_ids,
    check_mentions,
    check_parents,
    check_references,
    find_ids,
    paths,
    values_at,
)
from immunopole.register import check_places
from immunopole.renditions import FOLDER as PICTURES
from immunopole.renditions import Darkroom
from immunopole.settings import Layout


@dataclass
class Shelf:
    """The data files read so far; `written` are the pages somebody wrote, below the folder of pages."""

    layout: Layout
    scope: Scope
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    written: frozenset[str] = frozenset()
    absent: list[str] = field(default_factory=list)

    def read(self, file: DataFile[FileModel]) -> FileModel | None:
        """Read one file; without a model there is at least one problem."""
        folder = self.layout.root / self.layout.data
        model, document, found = read_records(folder / file.name, self._shown(file), file.model, self.scope)
        self.problems += found
        if document is not None:
            self.documents[file.kind] = document
        return model

    def records(self, file: DataFile[FileModel]) -> FileModel:
        """Read a file of records; one that is wrong, or an optional one that is missing, gives none of them."""
        nothing: dict[str, Any] = {file.kind: ()}
        if not file.required and not (self.layout.root / self.layout.data / file.name).exists():
            self.absent.append(file.kind)
            return file.model.model_construct(**nothing)
        return self.read(file) or file.model.model_construct(**nothing)

    @cached_property
    def ids(self) -> Ids:
        """Every id of every file read."""
        return replace(find_ids(self.documents), absent=frozenset(self.absent))

    @cached_property
    def targets(self) -> Targets:
        """Every page there is, written or made from a record, and the files beside them."""
        wrong = {problem.path for problem in errors(self.problems)}
        made: set[str] = set()
        unsure: list[str] = []
        layout = self.layout
        for kind, source in (
            ("people", layout.profile_source),
            ("organisations", layout.organisation_source),
            ("themes", layout.theme_source),
            ("periods", layout.period_source),
        ):
            for locale in layout.languages.full:
                made |= {f"{locale}/{source(ident)}" for ident in self.ids.present.get(kind, ())}
                if f"{layout.data}/{kind}.yaml" in wrong:
                    unsure.append(posixpath.dirname(f"{locale}/{source('')}") + "/")
        return Targets(layout.root / layout.docs, self.written | made, layout.languages.locales, tuple(unsure))

    def check(self) -> Iterator[Problem]:
        """Give every problem in the files and between them."""
        yield from self.problems
        yield from datafiles.check_names(self.layout.root / self.layout.data, self.layout.data)
        yield from limited(check_equal_ids(self.documents))
        yield from self._check_absent()
        for file in datafiles.ALL:
            if file.kind in self.documents:
                yield from limited(self._check_between(file, self.documents[file.kind]))

    def _check_absent(self) -> Iterator[Problem]:
        """An optional file may be missing as long as nothing refers to its records."""
        for file in datafiles.ALL:
            document = self.documents.get(file.kind)
            model: type[BaseModel] = file.model
            for path, kind in paths(model, REFERS_TO) if document else ():
                if kind in self.absent and document and any(True for _ in values_at(document.data, path)):
                    yield Problem(f"{self.layout.data}/{kind}.yaml", "file-missing")

    def _check_between(self, file: DataFile[BaseModel], document: Document) -> Iterator[Problem]:
        yield from check_references(document, file.model, self.ids)
        yield from check_mentions(document, file.model, self.ids)
        yield from advise_on_languages(document, file.model, self.scope)
        if file is datafiles.ORGANISATIONS:
            yield from check_parents(document)
            yield from self._check_links(document, "description", self.layout.organisation_source)
        if file is datafiles.GLOSSARY:
            yield from check_letters(document)
        if file is datafiles.FIGURES:
            written = {path.partition("/")[2] for path in self.written}
            yield from check_places(document, self.ids, written)
        if file is datafiles.PEOPLE:
            yield from self._check_portraits(document)
            yield from self._check_links(document, "biography", self.layout.profile_source)

    def _check_links(self, document: Document, key: str, source: Callable[[str], str]) -> Iterator[Problem]:
        """The text of a record stands on the record's own page: its links lead from there."""
        reduced = [language.locale for language in self.layout.languages if language.reduced]
        for loc, text in values_at(document.data, (None, None, key, None)):
            page = f"{loc[-1]}/{source('-')}"
            if loc[-1] in reduced:
                file = f"{self.layout.docs}/{loc[-1]}/{source(str(document.value((*loc[:2], 'id'))))}"
                yield advice(document.problem("shown-nowhere", loc, language=str(loc[-1]), file=file))
            for code, link, details in self.targets.check(text, page) if isinstance(text, str) else ():
                place = document.place_within(loc, link.target)
                yield document.problem_at(code, place, document.breadcrumb(loc), **details)

    def _check_portraits(self, document: Document) -> Iterator[Problem]:
        docs, darkroom = self.layout.root / self.layout.docs, Darkroom(self.layout.root / PICTURES)
        for loc, name in values_at(document.data, ("people", None, "portrait", "file")):
            for code, details in check_file(docs, name.strip(), darkroom) if isinstance(name, str) else ():
                folder = f"{self.layout.docs}/{FOLDER}"
                problem = document.problem(code, loc, **{"found": name, "folder": folder, **details})
                yield advice(problem) if code == SMALL else problem

    def _shown(self, file: DataFile[FileModel]) -> str:
        return f"{self.layout.data}/{file.name}"
