"""The deployment workflows, checked as far as can be without their hosts: schemas, pins, permissions, commands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import yaml
from jsonschema import validators

from .conftest import REPOSITORY

WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))
GITLAB = REPOSITORY / ".gitlab-ci.yml"
SCHEMAS = files("check_jsonschema.builtin_schemas") / "vendor"


def faults(document: Any, schema: str) -> list[str]:
    """Check a document against a schema its host publishes."""
    loaded = json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8"))
    checker = validators.validator_for(loaded)(loaded)
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(document)]


def workflow(file: Any) -> Any:
    """Read a workflow; YAML 1.1 takes the key `on` for true."""
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in document.items()}


def steps(document: Any) -> Iterator[dict[str, Any]]:
    """Give every step of every job."""
    for job in document["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: str(file.name))
def test_a_github_workflow_follows_its_schema(file: Any) -> None:
    """As GitHub publishes it."""
    assert faults(workflow(file), "github-workflows") == []


def test_the_gitlab_pipeline_follows_its_schema() -> None:
    """As GitLab publishes it."""
    assert faults(yaml.safe_load(GITLAB.read_text(encoding="utf-8")), "gitlab-ci") == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: str(file.name))
def test_an_action_is_pinned_and_permissions_are_asked_for_one_by_one(file: Any) -> None:
    """A tag can be moved to other code, a commit cannot; the job that may publish runs nothing of ours."""
    document = workflow(file)
    assert document["permissions"] == {}
    for step in steps(document):
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"])
    for job in document["jobs"].values():
        if "write" in job["permissions"].values():
            assert [step for step in job["steps"] if "run" in step] == []


def test_what_ci_runs_is_what_the_readme_says() -> None:
    """The same commands on every machine, and every one of them exists."""
    commands = {step["run"] for file in WORKFLOWS for step in steps(workflow(file)) if "run" in step}
    pipeline = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    commands |= {line for job in ("test", "pages") for line in pipeline[job]["script"]}
    commands.add((REPOSITORY / ".ci/run").read_text(encoding="utf-8").split("exec ")[-1].strip())
    targets = {command.split("make ")[-1].split()[0] for command in commands}
    assert targets == {"annotations", "test", "build"}
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for target in targets | {"serve", "check", "bench"}:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
        assert f"make {target}" in readme, target


def test_the_package_installs_its_command() -> None:
    """Whoever installs the project has `immunopole`."""
    result = subprocess.run([sys.executable, "-m", "immunopole", "--help"], capture_output=True, text=True, check=True)
    for command in ("build", "check", "serve"):
        assert command in result.stdout
