"""Problems in plain words, in every language there is a file for beside this one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from immunopole.problems import Level, Problem

Words = Mapping[str, Any]


def wording_locales() -> tuple[str, ...]:
    """The locales problems can be worded in: those of the files beside this one."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def preferred_locales(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The locales to word problems in: the one the environment asks for (POSIX order), else all there are."""
    known = wording_locales()
    for name in ("IMMUNOPOLE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            locale = value.replace("-", "_").split("_")[0].split(".")[0].lower()
            return (locale,) if locale in known else known
    return known


@cache
def words(locale: str) -> Words:
    """Read the words of one locale."""
    text = (files(__name__) / f"{locale}.yaml").read_text(encoding="utf-8")
    loaded: Words = yaml.safe_load(text)
    return loaded


def report(problems: Sequence[Problem], locales: Sequence[str]) -> str:
    """Write all problems for people, in each locale one after the other, each with its line underlined."""
    return "\n\n".join(_report(problems, words(locale)) for locale in locales)


def summary(problems: Sequence[Problem], locales: Sequence[str]) -> str:
    """Say how many problems there are, in each locale."""
    return " / ".join(_counted(problems, words(locale)) for locale in locales)


def _report(problems: Sequence[Problem], wording: Words) -> str:
    blocks = [_block(problem, wording) for problem in problems]
    return "\n\n".join([*blocks, _counted(problems, wording)])


def _counted(problems: Sequence[Problem], wording: Words) -> str:
    errors = sum(problem.level is Level.ERROR for problem in problems)
    files_count = len({problem.path for problem in problems})
    text: str = wording["count"]["one" if errors == 1 else "other"]
    where: str = wording["files"]["one" if files_count == 1 else "other"]
    return text.format(count=errors, where=where.format(count=files_count))


def _block(problem: Problem, wording: Words) -> str:
    place, label = problem.place, wording["labels"]
    entry = wording["problems"][problem.code]
    details = _Details(problem.details)
    lines = [
        f"{problem.path}:{place.line}:{place.column}: {label[problem.level.value]}: "
        + str(entry["message"]).format_map(details)
    ]
    if problem.excerpt.strip():
        number = str(place.line)
        margin = " " * len(number)
        lines += [
            f"  {number} | {problem.excerpt}",
            f"  {margin} | {_underline(problem)}",
        ]
    if problem.where:
        lines.append(f"  {label['where']} {' › '.join(problem.where)}")
    if problem.details.get("found"):
        lines.append(f"  {label['found']} {problem.details['found']}")
    for part in ("expected", "fix"):
        if part in entry:
            lines.append(f"  {label[part]} " + str(entry[part]).format_map(details))
    if problem.details.get("closest"):
        lines.append(f"  {label['closest']} {problem.details['closest']}")
    return "\n".join(lines)


def _underline(problem: Problem) -> str:
    before = problem.excerpt[: problem.place.column - 1]
    # A tab in the line must be a tab beneath it, or the mark is off.
    blank = "".join("\t" if character == "\t" else " " for character in before)
    return blank + "^" * max(problem.place.length, 1)


class _Details(dict[str, str]):
    """A problem's details; a detail that is not known shows as «?» and never as an error."""

    def __init__(self, details: Mapping[str, str]) -> None:
        super().__init__(details)

    def __missing__(self, key: str) -> str:
        return "?"
