"""Problems in plain words, in every language there is a file for beside this one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from immunopole.fields import HIDDEN
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
    loaded: Words = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


@dataclass(frozen=True)
class Wording:
    """A problem in one language: what is wrong, what is expected, how to put it right."""

    message: str
    expected: str
    fix: str


def wording(problem: Problem, locale: str) -> Wording:
    """Word a problem; every form of output says it in these words."""
    entry, details = words(locale)["problems"][problem.code], _Details(problem.details)
    return Wording(**{part: str(text).format_map(details) for part, text in entry.items()})


def report(problems: Sequence[Problem], locales: Sequence[str]) -> str:
    """Write all problems for people, in each locale one after the other, each with its line underlined."""
    return "\n\n".join(_report(problems, locale) for locale in locales)


def finding(problem: Problem, locale: str) -> str:
    """Word what an audit found in a built site, in one sentence."""
    text: str = words(locale)["audit"]["findings"][problem.code]
    return visible(text.format_map(_Details(problem.details)))


def findings(problems: Sequence[Problem], locales: Sequence[str]) -> str:
    """Write all that an audit found for people, in each locale one after the other, a line each."""
    return "\n\n".join(_findings(problems, locale) for locale in locales)


def summary(problems: Sequence[Problem], locales: Sequence[str]) -> str:
    """Say how many problems there are, in each locale."""
    return "\n".join(_counted(problems, words(locale)) for locale in locales)


def _findings(problems: Sequence[Problem], locale: str) -> str:
    lines = [f"{p.path}:{p.place.line}:{p.place.column}: {finding(p, locale)}" for p in problems]
    return "\n".join([*lines, _number(problems, words(locale)["audit"]["count"], words(locale))])


def _report(problems: Sequence[Problem], locale: str) -> str:
    blocks = [_block(problem, locale) for problem in problems]
    return "\n\n".join([*blocks, _counted(problems, words(locale))])


def _counted(problems: Sequence[Problem], table: Words) -> str:
    lines = []
    for level, kind in ((Level.ERROR, "count"), (Level.ADVICE, "advice")):
        of_level = [problem for problem in problems if problem.level is level]
        if of_level:
            lines.append(_number(of_level, table[kind], table))
    return "\n".join(lines)


def _number(problems: Sequence[Problem], forms: Words, table: Words) -> str:
    files_count = len({problem.path for problem in problems})
    text: str = forms["one" if len(problems) == 1 else "other"]
    where: str = table["files"]["one" if files_count == 1 else "other"]
    return text.format(count=len(problems), where=where.format(count=files_count))


def _block(problem: Problem, locale: str) -> str:
    place, label = problem.place, words(locale)["labels"]
    worded = wording(problem, locale)
    lines = [f"{problem.path}:{place.line}:{place.column}: {label[problem.level.value]}: {worded.message}"]
    if problem.excerpt.strip():
        number = str(place.line)
        margin = " " * len(number)
        lines += [
            f"  {number} | {visible(problem.excerpt)}",
            f"  {margin} | {_underline(problem)}",
        ]
    if problem.where:
        lines.append(f"  {label['where']} {' › '.join(problem.where)}")
    if problem.details.get("found"):
        lines.append(f"  {label['found']} {visible(problem.details['found'])}")
    lines.append(f"  {label['expected']} {worded.expected}")
    lines.append(f"  {label['fix']} {worded.fix}")
    if problem.details.get("closest"):
        lines.append(f"  {label['closest']} {problem.details['closest']}")
    return "\n".join(lines)


def visible(text: str) -> str:
    """Show hidden characters as what they are not to be mistaken for: they would turn the terminal's own line."""
    return HIDDEN.sub("\ufffd", text)


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
