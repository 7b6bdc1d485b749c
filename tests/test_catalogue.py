"""The whole content, checked: every mistake of every golden case, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.messages import report, wording_locales
from immunopole.problems import Problem

from .conftest import TODAY, lay_out

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def read(root: Path) -> tuple[Catalogue | None, list[Problem]]:
    """Read a whole site."""
    return read_catalogue(root / "mkdocs.yml", "https://example.org/", TODAY)


def told(problem: Problem) -> str:
    """Write a problem on one line."""
    place = problem.place
    return f"{problem.path}:{place.line}:{place.column} {problem.code} {' › '.join(problem.where)}"


def lay_case(root: Path, case: dict[str, Any]) -> None:
    """Put a case's files over the base site."""
    for name, text in case.get("given", {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name in case.get("removed", []):
        (root / name).unlink()
    for name, changes in case.get("replaced", {}).items():
        text = (root / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (root / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("file", CASES, ids=lambda file: str(file.stem))
def test_a_case_earns_exactly_its_problems(file: Path, tmp_path: Path) -> None:
    """All at once, in order, and each can be worded in every language."""
    case = yaml.safe_load(file.read_text(encoding="utf-8"))
    root = lay_out(tmp_path)
    lay_case(root, case)
    catalogue, problems = read(root)
    assert catalogue is None
    assert [told(problem) for problem in problems] == case["problems"]
    for locale in wording_locales():
        assert "?" not in report(problems, [locale]).replace("\u202f?", "")


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
    assert [page.source for page in catalogue.menus["fr"].main] == [
        "index.md",
        "community/index.md",
        "news/index.md",
    ]
    assert [page.source for page in catalogue.menus["en"].main] == ["index.md", "community/index.md"]
