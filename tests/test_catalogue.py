"""The whole content, checked: every mistake of every golden case, and nothing else."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import astuple
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from pydantic import Field

from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.dictionaries import FOLDER as DICTIONARIES
from immunopole.documents import parse_document
from immunopole.fields import Record, Scope
from immunopole.messages import report, wording, wording_locales, words
from immunopole.problems import MOST_PROBLEMS, Level, Problem, errors
from immunopole.records import check_document

from .conftest import TODAY, lay_out

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(FOLDER.glob("*.yaml"))
# The problems that no case shows, and why; a test below earns each.
WITHOUT_A_CASE = {
    "more-problems": "it comes after so many others that nobody would read the list of them",
    "not-accepted": "a fault of pydantic's own kind, which no field that an editor can fill in is known to raise",
}


def read(root: Path) -> tuple[Catalogue | None, list[Problem]]:
    """Read a whole site."""
    return read_catalogue(root / "mkdocs.yml", "https://example.org/", TODAY)


def told(problem: Problem) -> str:
    """Write a problem on one line; only advice says its level."""
    place = problem.place
    level = "" if problem.level is Level.ERROR else f"{problem.level} "
    return f"{problem.path}:{place.line}:{place.column} {level}{problem.code} {' › '.join(problem.where)}"


def lay_out_case(root: Path, case: dict[str, Any]) -> Path:
    """Lay out a case's situation, and the case over it; `cases/README.md` says what each key means."""
    lay_out(root, case.get("situation", ""))
    for name in case.get("removed", []):
        (root / name).unlink()
    for name in case.get("folders", []):
        (root / name).mkdir(parents=True)
    for name, text in case.get("given", {}).items():
        put(root / name, text.encode())
    for name, text in case.get("bytes", {}).items():
        put(root / name, text.encode("latin-1"))
    for name, parts in case.get("repeated", {}).items():
        put(root / name, "".join(text * times for text, times in parts).encode())
    for name, changes in case.get("replaced", {}).items():
        text = (root / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        put(root / name, text.encode())
    for name, size in case.get("stretched", {}).items():
        put(root / name, b"")
        os.truncate(root / name, size)
    return root


def put(file: Path, content: bytes) -> None:
    """Write a file, and the folders it stands in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def load(file: Path) -> dict[str, Any]:
    """Read a case."""
    case: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return case


def code_of(line: str) -> str:
    """Find the code in a problem's line."""
    return line.replace(f" {Level.ADVICE} ", " ").split(" ")[1]


@pytest.mark.parametrize("file", CASES, ids=lambda file: str(file.stem))
def test_a_case_earns_exactly_its_problems(file: Path, tmp_path: Path) -> None:
    """All at once, in order; only mistakes refuse the site, and each can be worded in every language."""
    case = load(file)
    if any(name.startswith(f"{DICTIONARIES}/") for name in case.get("given", {})):
        pytest.importorskip("hunspell", reason="this machine has no Hunspell")
    catalogue, problems = read(lay_out_case(tmp_path, case))
    assert [told(problem) for problem in problems] == case["problems"]
    assert (catalogue is None) is bool(errors(problems))
    for locale in wording_locales():
        assert not any("?" in part for problem in problems for part in astuple(wording(problem, locale)))


def test_every_problem_has_a_case() -> None:
    """A problem nobody has seen may be one that nothing earns, or that comes in the wrong place."""
    earned = {code_of(line) for file in CASES for line in load(file)["problems"]}
    assert earned.isdisjoint(WITHOUT_A_CASE)
    assert earned | WITHOUT_A_CASE.keys() == words(wording_locales()[0])["problems"].keys()


def test_after_many_mistakes_a_file_says_only_that_there_are_more(tmp_path: Path) -> None:
    """A report has an end, and the site is refused all the same."""
    root = lay_out(tmp_path)
    put(root / "data/figures.yaml", b"figures:\n" + b"  - a text\n" * 2 * MOST_PROBLEMS)
    catalogue, problems = read(root)
    assert catalogue is None
    assert Counter(problem.code for problem in problems) == {"not-mapping": MOST_PROBLEMS, "more-problems": 1}
    assert told(problems[-1]) == f"data/figures.yaml:{MOST_PROBLEMS + 1}:5 more-problems "


def test_a_fault_that_has_no_words_of_its_own_is_a_problem_all_the_same() -> None:
    """Never a traceback: a new kind of field may bring a kind of fault that nobody has met."""

    class Odd(Record):
        number: Annotated[int, Field(gt=0)]

    document, _ = parse_document("number: -1", "odd.yaml")
    assert document is not None
    model, problems = check_document(document, Odd, Scope())
    assert model is None
    assert [told(problem) for problem in problems] == ["odd.yaml:1:9 not-accepted number"]
    assert "greater than 0" in report(problems, ["en"])


@pytest.mark.parametrize("locale", wording_locales())
def test_the_report_on_an_awful_file_reads_as_its_editor_reads_it(locale: str, tmp_path: Path) -> None:
    """Word for word: a change of a message, of its place or of its form shows here as a reader would see it."""
    _, problems = read(lay_out_case(tmp_path, load(FOLDER / "an-awful-file.yaml")))
    expected = (FOLDER / f"an-awful-file.{locale}.txt").read_text(encoding="utf-8")
    assert report(problems, [locale]) + "\n" == expected


def test_the_base_site_has_no_problem(tmp_path: Path) -> None:
    """Or the cases would prove nothing."""
    catalogue, problems = read(lay_out(tmp_path))
    assert problems == []
    assert catalogue is not None
    assert set(catalogue.people) == {"obrien", "ana-lopez"}


def test_everybody_has_a_page_in_every_language(tmp_path: Path) -> None:
    """Without anybody writing one."""
    catalogue, _ = read(lay_out(tmp_path))
    assert catalogue is not None
    assert set(catalogue.translations("community/obrien.md")) == {"fr", "en"}
    page = catalogue.page("community/obrien.md", "en")
    assert page is not None
    assert page.front.title == "Zoë <i> O'Brien <b>&\""


def test_a_written_page_wins_and_still_knows_whose_it_is(tmp_path: Path) -> None:
    """In the language it is written in; the other language keeps the page made from the record."""
    catalogue, _ = read(lay_out(tmp_path, "written-profile"))
    assert catalogue is not None
    pages = catalogue.translations("community/ana-lopez.md")
    assert [(page.written, page.person) for page in pages.values()] == [(True, "ana-lopez"), (False, "ana-lopez")]


def test_a_menu_lists_the_pages_a_language_has(tmp_path: Path) -> None:
    """And never one that it lacks."""
    catalogue, _ = read(lay_out(tmp_path, "page-missing-in-english"))
    assert catalogue is not None
    assert [page.source for page in catalogue.menus["fr"].pages] == [
        "index.md",
        "community/index.md",
        "news/index.md",
    ]
    assert [page.source for page in catalogue.menus["en"].pages] == ["index.md", "community/index.md"]
