"""The deployment workflows, checked as far as can be without their hosts: schemas, pins, permissions, commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
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
    """A tag can be moved to other code, a commit cannot; a job that may write or publish runs nothing of ours."""
    document = workflow(file)
    assert document["permissions"] == {}
    for step in steps(document):
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"])
    for job in document["jobs"].values():
        if "write" in job["permissions"].values():
            lines = [line.strip() for step in job["steps"] for line in step.get("run", "").splitlines()]
            assert [line for line in lines if not re.match(r"git |if (git |\[ )", line)] == []


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody."""
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("moved_on", [False, True])
def test_what_is_remembered_is_pushed_unless_the_branch_has_moved_on(tmp_path: Path, *, moved_on: bool) -> None:
    """From a shallow clone, as CI has it; a newer state of the branch has a run of its own."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "origin")
    git(tmp_path, "clone", "--quiet", "origin", "first")
    first, ci = tmp_path / "first", tmp_path / "ci"
    git(first, "commit", "--quiet", "--allow-empty", "--message=One")
    git(first, "push", "--quiet", "origin", "HEAD:main")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}/origin", "ci")
    if moved_on:
        git(first, "commit", "--quiet", "--allow-empty", "--message=Two")
        git(first, "push", "--quiet", "origin", "HEAD:main")
    job = workflow(REPOSITORY / ".github/workflows/site.yml")["jobs"]["remember"]
    (script,) = [step["run"] for step in job["steps"] if "run" in step]
    (ci / "translations.lock").write_text("# A ledger.\n", encoding="utf-8")
    # GitHub's own shell for a step.
    for _ in range(2):
        environment = {**os.environ, "GITHUB_REF_NAME": "main"}
        subprocess.run(["bash", "-e", "-c", script], cwd=ci, env=environment, check=True, capture_output=True)
    log = git(tmp_path / "origin", "log", "--format=%s", "main").splitlines()
    assert log == (["Two", "One"] if moved_on else ["Remember what each text says", "One"])


def test_what_ci_runs_is_what_the_readme_says() -> None:
    """The same commands on every machine, and every one of them exists."""
    commands = {step["run"] for file in WORKFLOWS for step in steps(workflow(file)) if "run" in step}
    pipeline = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    commands |= {line for job in ("test", "audit", "pages", "remember") for line in pipeline[job]["script"]}
    commands.add((REPOSITORY / ".ci/run").read_text(encoding="utf-8").split("exec ")[-1].strip())
    targets = {target for command in commands for target in re.findall(r"\bmake (\w+)", command)}
    assert targets == {"annotations", "test", "build", "proofread", "screens", "audit", "remember"}
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for target in targets | {"serve", "check", "bench"}:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
        assert f"make {target}" in readme, target


def test_every_site_that_is_built_is_proofread_before_anybody_gets_it() -> None:
    """The very next step: neither a preview nor a publication may contradict itself."""
    jobs = [[step.get("run", "") for step in job["steps"]] for f in WORKFLOWS for job in workflow(f)["jobs"].values()]
    pipeline = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    jobs += [job["script"] for job in pipeline.values() if isinstance(job, dict) and "script" in job]
    after = [then for job in jobs for step, then in zip(job, [*job[1:], ""], strict=True) if "make build" in step]
    assert after == ["make proofread"] * 4


def test_the_package_installs_its_command() -> None:
    """Whoever installs the project has `immunopole`."""
    result = subprocess.run([sys.executable, "-m", "immunopole", "--help"], capture_output=True, text=True, check=True)
    for command in ("build", "check", "serve"):
        assert command in result.stdout
