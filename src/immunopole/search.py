"""The search: which pages can be found, by which names, and the index that a visitor's browser reads.

Pagefind makes the index and folds accents and case by itself. What it does not know stands in the documents it is
given here: that œ is also written oe, and what a record is called besides its title. `overrides/assets/js/search.js`
weighs the fields that are named here.

The theme says which pages are for finding: those whose `main` carries `data-pagefind-body`.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from immunopole.catalogue import Catalogue
from immunopole.organisations import FormerName, Organisation
from immunopole.pages import POST_TEMPLATE, SourcePage
from immunopole.people import Person
from immunopole.sorting import PLAIN
from immunopole.themes import Theme

FOLDER = "pagefind"
Kind = Literal["person", "organisation", "theme", "news", "page"]
# Beside what Pagefind writes: of each fragment, its kind and what it is called.
KNOWN = "known.json"
_ENTRY = "pagefind-entry.json"
_SIGNATURE = b"pagefind_dcd"
_MAIN = re.compile(r"<main\b[^>]*\sdata-pagefind-body\b[^>]*>(.*)</main>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LIGATURE = re.compile(rf"\w*[{''.join(PLAIN)}ß]\w*")
_JOINT = re.compile(r"[-‐‑'’.\s]+")
_LONGEST_SECONDS = 300


class IndexingError(Exception):
    """Pagefind did not make an index; the text is what it said."""


@dataclass(frozen=True)
class Findable:
    """A page as the index is told of it.

    `called` are the names by which somebody looks for it first: a family name, an acronym; whoever types one of them
    gets this page before any that only mentions it. `names` are all its other names. `text` is the HTML of its `main`.
    """

    page: SourcePage
    kind: Kind
    title: str
    text: str
    called: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def find_program() -> Path | None:
    """Find Pagefind's program; None on a machine it does not exist for."""
    try:
        program: Path = import_module("pagefind_bin").get_executable()
    except (ImportError, FileNotFoundError):
        return None
    return program


def spellings(names: Iterable[str]) -> tuple[str, ...]:
    """Give every way in which names may be typed, in small letters, each once.

    Ligatures spelled out or not; hyphens, apostrophes and points as they are, as spaces, or left out.
    """
    found: dict[str, None] = {}
    for name in names:
        for text in (name.casefold(), _spelled_out(name)):
            words = _JOINT.split(text)
            found |= dict.fromkeys((text, " ".join(words), "".join(words)))
    return tuple(spelling for spelling in found if spelling)


def keys(names: Iterable[str]) -> tuple[str, ...]:
    """Give what is left of names without marks, spaces and punctuation, in small letters; ligatures both ways.

    The script folds what is typed in the same way, and so knows who is called exactly that.
    """
    found = dict.fromkeys(_key(form) for name in names for form in (name.lower(), _spelled_out(name)))
    return tuple(key for key in found if key)


def findable(page: SourcePage, html: str, catalogue: Catalogue) -> Findable | None:
    """Say what the index is to know of a built page; None for one that is not for finding."""
    main = _MAIN.search(html)
    if main is None:
        return None
    text = main[1]
    if page.person is not None:
        return _of_person(page, catalogue.people[page.person], text)
    if page.organisation is not None:
        return _of_organisation(page, catalogue.organisations[page.organisation], text)
    if page.theme is not None:
        return _of_theme(page, catalogue.themes[page.theme], text)
    return Findable(page, "news" if page.front.template == POST_TEMPLATE else "page", page.front.title, text)


def _of_person(page: SourcePage, person: Person, text: str) -> Findable:
    return Findable(
        page,
        "person",
        person.formal_name,
        text,
        called=(person.family_name, f"{person.particle or ''} {person.family_name}".strip()),
        names=(person.name, *person.other_names),
    )


def _of_organisation(page: SourcePage, house: Organisation, text: str) -> Findable:
    named: tuple[Organisation | FormerName, ...] = (house, *house.former_names)
    return Findable(
        page,
        "organisation",
        page.front.title,
        text,
        called=tuple(acronym for each in named for acronym in (each.acronym or {}).values()),
        # In every language: somebody may know it by the name it has in another.
        names=tuple(name for each in named for name in each.name.values()),
    )


def _of_theme(page: SourcePage, theme: Theme, text: str) -> Findable:
    return Findable(page, "theme", page.front.title, text, names=tuple(theme.name.values()))


def document(found: Findable, catalogue: Catalogue) -> str:
    """Write the HTML document from which Pagefind indexes a page."""
    page = found.page
    description = escape(page.front.description)
    head = (
        f'<html lang="{escape(page.locale)}"><head><title data-pagefind-meta="title">{escape(found.title)}</title>'
        f'<meta name="description" data-pagefind-meta="description[content]" content="{description}">'
        "</head></html>"
    )
    spelled = sorted({_spelled_out(word) for word in _LIGATURE.findall(_TAG.sub(" ", found.text).casefold())})
    fields = {
        "called": " ".join(spellings(found.called)),
        "names": " ".join(dict.fromkeys(form(name) for name in found.names for form in (str.casefold, _spelled_out))),
        "spelled": " ".join(spelled),
        "lang": page.titled_in if page.titled_in != page.locale else "",
    }
    return "".join(
        (
            "<!doctype html>",
            catalogue.typesetter.page(head).removesuffix("</head></html>"),
            *(
                f'<meta data-pagefind-meta="{name}[content]" content="{escape(text)}">'
                for name, text in fields.items()
                if text
            ),
            "</head><body><main data-pagefind-body>",
            # Where one element ends and the next begins a word ends too, though no space says so.
            found.text.replace("><", "> <"),
            "</main></body></html>",
        )
    )


def write_index(catalogue: Catalogue, site: Path, program: Path) -> None:
    """Index the built site in the folder `site`, each language by itself; IndexingError when that cannot be done."""
    found: dict[str, list[Findable]] = {locale: [] for locale in catalogue.search_pages}
    for page in catalogue.pages.values():
        if page.locale in found:
            file = site / catalogue.addresses.destination(page.source, page.locale)
            known = findable(page, file.read_text(encoding="utf-8"), catalogue)
            found[page.locale] += [known] if known else []
    with ThreadPoolExecutor() as pool:
        tasks = [
            pool.submit(_write_language, catalogue, pages, site / FOLDER / locale, program)
            for locale, pages in found.items()
        ]
    for task in tasks:
        task.result()


def _write_language(catalogue: Catalogue, pages: Sequence[Findable], index: Path, program: Path) -> None:
    """Index what can be found in one language.

    Of which kind each page is, and what it is called, stands in a file of ours, by the name of Pagefind's fragment.
    Pagefind has filters for kinds, and writes them in another order each time: two builds of one site would differ.
    Its ranking knows no exact match: it puts «MIB» before «MI» for who types «MI».
    """
    with TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        for page in pages:
            file = documents / catalogue.addresses.destination(page.page.source, page.page.locale)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(document(page, catalogue), encoding="utf-8")
        # The title is a field of its own: in the text, too, every excerpt would begin with it.
        _run([program, "--site", documents, "--output-path", index, "--exclude-selectors", "h1"], Path(folder))
    at = {f"/{catalogue.addresses.address(page.page.source, page.page.locale)}": page for page in pages}
    known = {fragment.stem: at[_address(fragment)] for fragment in sorted((index / "fragment").iterdir())}
    table = {name: (page.kind, *keys((*page.called, *page.names))) for name, page in known.items()}
    (index / KNOWN).write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    _prune(index)


def _address(fragment: Path) -> str:
    """Read where the page of one of Pagefind's fragments stands: JSON after a signature, compressed."""
    told: str = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(_SIGNATURE))["url"]
    return told


def _prune(index: Path) -> None:
    """Remove what no browser asks for: Pagefind's own ready-made pages."""
    (language,) = json.loads((index / _ENTRY).read_text(encoding="utf-8"))["languages"].values()
    # A language whose words Pagefind cannot bring to their stems has the program that does not try.
    needed = {"pagefind.js", _ENTRY, KNOWN, "index", "fragment", f"wasm.{language['wasm'] or 'unknown'}.pagefind"}
    for path in index.iterdir():
        if path.name not in needed and path.suffix != ".pf_meta":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _run(command: list[str | Path], folder: Path) -> None:
    # Pagefind takes settings from files in the folder it runs in and from the environment; ours stand above.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        result = subprocess.run(  # noqa: S603  # the program of our own dependency, fixed arguments
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise IndexingError(str(error)) from error
    if result.returncode:
        raise IndexingError(f"{result.stdout}\n{result.stderr}".strip())


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text)))


def _spelled_out(text: str) -> str:
    return "".join(PLAIN.get(letter, letter) for letter in text.casefold())
