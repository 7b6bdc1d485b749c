"""Problems for programs: JSON, the annotations of GitHub and those of GitLab, in the words people get."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from immunopole.messages import finding, wording
from immunopole.problems import Level, Problem

Form = Callable[[Sequence[Problem], Sequence[str]], str]


def as_json(problems: Sequence[Problem], locales: Sequence[str]) -> str:
    """Write a list with everything that is known of each problem, its words by locale."""
    return json.dumps([_entry(problem, locales) for problem in problems], ensure_ascii=False, indent=2)


def as_github(problems: Sequence[Problem], locales: Sequence[str]) -> str:
    """Write GitHub's workflow commands: one line a problem, shown beside the line of the file it is about."""
    return "\n".join(_command(problem, locales) for problem in problems)


def as_gitlab(problems: Sequence[Problem], locales: Sequence[str]) -> str:
    """Write GitLab's code quality report (its part of the Code Climate format)."""
    seen: Counter[str] = Counter()
    return json.dumps([_issue(problem, locales, seen) for problem in problems], ensure_ascii=False, indent=2)


def findings_as_json(problems: Sequence[Problem], locales: Sequence[str]) -> str:
    """Write what an audit found as a list, each with what is said, what contradicts it, and its words by locale."""
    entries = [
        {
            "code": problem.code,
            "path": problem.path,
            "line": problem.place.line,
            "column": problem.place.column,
            **problem.details,
            "words": {locale: finding(problem, locale) for locale in locales},
        }
        for problem in problems
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2)


FORMS: dict[str, Form] = {"json": as_json, "github": as_github, "gitlab": as_gitlab}


def _entry(problem: Problem, locales: Sequence[str]) -> dict[str, Any]:
    place = problem.place
    return {
        "level": problem.level.value,
        "fresh": problem.fresh,
        "code": problem.code,
        "path": problem.path,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "where": list(problem.where),
        "found": problem.details.get("found", ""),
        "closest": problem.details.get("closest", ""),
        "excerpt": problem.excerpt,
        "words": {locale: vars(wording(problem, locale)) for locale in locales},
    }


def _command(problem: Problem, locales: Sequence[str]) -> str:
    place = problem.place
    properties = {
        "file": problem.path,
        "line": place.line,
        "endLine": place.line,
        "col": place.column,
        "endColumn": place.column + place.length,
        "title": " › ".join(problem.where) or problem.path,
    }
    command = "error" if problem.level is Level.ERROR else "warning" if problem.fresh else "notice"
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{command} {listed}::{_data(_sentences(problem, locales))}"


def _issue(problem: Problem, locales: Sequence[str], seen: Counter[str]) -> dict[str, Any]:
    # The same problem must keep its fingerprint when lines above it come or go; two alike are counted.
    found = problem.details.get("found", "")
    identity = "\0".join((problem.path, problem.code, *problem.where, problem.excerpt, found))
    seen[identity] += 1
    identity += f"\0{seen[identity]}"
    return {
        "description": _sentences(problem, locales).replace("\n", " "),
        "check_name": problem.code,
        "fingerprint": sha256(identity.encode()).hexdigest(),
        "severity": "major" if problem.level is Level.ERROR else "minor" if problem.fresh else "info",
        "location": {"path": problem.path, "lines": {"begin": problem.place.line}},
    }


def _sentences(problem: Problem, locales: Sequence[str]) -> str:
    lines = []
    for locale in locales:
        worded = wording(problem, locale)
        closest = problem.details.get("closest", "")
        lines.append(f"{worded.message} {worded.fix}" + (f" ({closest})" if closest else ""))
    return "\n".join(lines)


def _data(text: str) -> str:
    """Escape as GitHub's toolkit does: a value must never end the command or begin another."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
