"""One record at a glance: where it stands, where its pages are, who and what refers to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from immunopole import datafiles
from immunopole.catalogue import Catalogue
from immunopole.documents import Document, Loc
from immunopole.fields import IS_MARKDOWN, REFERS_TO
from immunopole.pages import SourcePage
from immunopole.prose import mentions
from immunopole.references import LINKED, paths, values_at
from immunopole.register import KINDS, ON


@dataclass(frozen=True)
class Finding:
    """A record: its kind, the file and line it begins at, its lines, its addresses, and the places that name it."""

    kind: str
    place: str
    lines: tuple[str, ...]
    addresses: tuple[str, ...]
    named_at: tuple[str, ...]


def find_record(catalogue: Catalogue, ident: str) -> Finding | None:
    """Find a record of any kind by its id; None when there is none."""
    for kind, document in catalogue.documents.items():
        records = document.value((kind,))
        for index, record in enumerate(records if isinstance(records, list) else []):
            if isinstance(record, dict) and ident in {record.get("id"), *(record.get("former_ids") or ())}:
                ident = record["id"]
                place = document.place((kind, index))
                following = document.place((kind, index + 1)) if index + 1 < len(records) else None
                end = following.line if following else len(document.lines) + 1
                lines = document.lines[place.line - 1 : end - 1]
                while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
                    lines.pop()
                named_at = _named_at(catalogue, kind, ident)
                shown = f"{document.path}:{place.line}"
                return Finding(kind, shown, tuple(lines), _addresses(catalogue, kind, ident), named_at)
    return None


def all_ids(catalogue: Catalogue) -> list[str]:
    """List every id of every kind."""
    found = []
    for kind, document in catalogue.documents.items():
        records = document.value((kind,))
        found += [r["id"] for r in (records if isinstance(records, list) else []) if isinstance(r, dict) and "id" in r]
    return sorted(found)


def _addresses(catalogue: Catalogue, kind: str, ident: str) -> tuple[str, ...]:
    told = kind == datafiles.PERIODS.kind
    source = catalogue.layout.period_source(ident) if told else catalogue.record_source(ident)
    if source is None:
        return ()
    addresses = catalogue.addresses
    pages = catalogue.translations(source)
    return tuple(addresses.absolute(addresses.address(source, locale)) for locale in pages)


def _named_at(catalogue: Catalogue, kind: str, ident: str) -> tuple[str, ...]:
    found: list[str] = []
    for file in datafiles.ALL:
        document = catalogue.documents.get(file.kind)
        if document is not None:
            locs = _locs(document, file, kind, ident)
            places = sorted((document.place(loc).line, " › ".join(document.breadcrumb(loc))) for loc in locs)
            found += [f"{document.path}:{line}  {where}" for line, where in places]
    for page in catalogue.pages.values():
        name = f"{catalogue.layout.docs}/{page.locale}/{page.source}"
        if page.written and ident in _named_on(page, kind, (catalogue.layout.root / name).read_text(encoding="utf-8")):
            found.append(name)
    return tuple(found)


def _locs(document: Document, file: datafiles.DataFile[BaseModel], kind: str, ident: str) -> Iterator[Loc]:
    """Find where a data file names a record: in a field, in prose, as a place that says a figure."""
    for path, target in paths(file.model, REFERS_TO):
        if target == kind:
            yield from (loc for loc, value in values_at(document.data, path) if value == ident)
    for path, _ in paths(file.model, IS_MARKDOWN):
        for loc, text in values_at(document.data, path):
            if isinstance(text, str) and any(mention.ident == ident for mention in mentions(text)):
                yield loc
    if file is datafiles.FIGURES and kind in {each.kind for each in KINDS}:
        yield from (loc for loc, name in values_at(document.data, ON) if name == ident)


def _named_on(page: SourcePage, kind: str, text: str) -> set[str]:
    """Give the ids of one kind that a page names, at its top or in its text."""
    named = {"people": page.front.people, "organisations": page.front.organisations, "themes": page.front.themes}
    linked = {mention.ident for mention in mentions(text)} if kind in LINKED else set()
    return {*named.get(kind, ()), *linked}
