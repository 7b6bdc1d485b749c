"""What the benchmarks measure: sound content, or their figures would mean nothing."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from immunopole.fields import Scope
from immunopole.people import PeopleFile
from immunopole.records import read_records

from .conftest import REPOSITORY, TODAY


def benchmark(name: str) -> ModuleType:
    """Load a benchmark, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location(name, REPOSITORY / f"benchmarks/{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_people_whose_loading_is_timed_are_sound(tmp_path: Path) -> None:
    """A file full of mistakes takes another way through the program."""
    file = tmp_path / "people.yaml"
    benchmark("loading").write_people(file, 120)
    people, _, problems = read_records(file, "people.yaml", PeopleFile, Scope(("fr", "en"), TODAY))
    assert problems == []
    assert people is not None
    assert len(people.people) == 120
