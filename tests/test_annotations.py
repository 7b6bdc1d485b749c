"""Problems for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from immunopole.annotations import FORMS, as_github, as_gitlab, as_json
from immunopole.documents import parse_document
from immunopole.links import Targets
from immunopole.messages import wording, wording_locales
from immunopole.page_text import PageText, check_page_text
from immunopole.problems import Level, Place, Problem, advice
from immunopole.references import Ids

PROBLEM = Problem(
    "data/people.yaml",
    "unknown-organisation",
    place=Place(12, 21, 4),
    where=("people", "ana", "positions", "1", "organisation"),
    details={"found": "crmc", "closest": "crcm"},
    excerpt="      organisation: crmc",
)
NOBODY = Ids({"people": frozenset(), "organisations": frozenset(), "themes": frozenset()})
# A name and a value that try to end a command, to begin another, to add a property and to pass for an escape.
HOSTILE = "a,line=9::b%0A::error::c\r\n::stop-commands::d O'Brien <b>&\""
# https://github.com/actions/runner, ActionCommand.cs: what stands for what, in a property and in the message.
IN_PROPERTIES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
IN_MESSAGE = {"%0D": "\r", "%0A": "\n", "%25": "%"}


def unescaped(text: str, signs: dict[str, str]) -> str:
    """Read escapes as GitHub's runner does."""
    for sign, character in signs.items():
        text = text.replace(sign, character)
    return text


def command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a line as GitHub's runner does: the command, its properties and its message."""
    assert line.startswith("::")
    head, _, message = line.removeprefix("::").partition("::")
    name, _, listed = head.partition(" ")
    pairs = [pair.split("=", 1) for pair in listed.split(",")]
    properties = {key: unescaped(value, IN_PROPERTIES) for key, value in pairs}
    return name, properties, unescaped(message, IN_MESSAGE)


def issues(*problems: Problem) -> list[dict[str, Any]]:
    """Give problems as GitLab reads them."""
    read: list[dict[str, Any]] = json.loads(as_gitlab(problems, ["en"]))
    return read


def fingerprints(*problems: Problem) -> list[str]:
    """Give the fingerprints of problems in one report."""
    return [issue["fingerprint"] for issue in issues(*problems)]


def test_github_is_told_the_spot_the_way_and_the_words() -> None:
    """Lines and columns count from 1 there too; the end of the spot is behind its last character."""
    assert as_github([PROBLEM], ["en"]) == (
        "::error file=data/people.yaml,line=12,endLine=12,col=21,endColumn=25,"
        "title=people › ana › positions › 1 › organisation"
        "::there is no organisation “crmc”. "
        "correct the identifier, or add the organisation to data/organisations.yaml. (crcm)"
    )


def test_github_is_told_every_problem_on_a_line_of_its_own() -> None:
    """Both languages in one message; advice fails nothing: a warning where the change at hand calls for it."""
    lines = as_github([PROBLEM, advice(PROBLEM)], ["fr", "en"]).split("\n")
    assert [command(line)[0] for line in lines] == ["error", "notice"]
    assert command(as_github([replace(advice(PROBLEM), fresh=True)], ["en"]))[0] == "warning"
    message = command(lines[0])[2]
    assert [
        part.startswith(wording(PROBLEM, locale).message)
        for part, locale in zip(message.split("\n"), ("fr", "en"), strict=True)
    ] == [True, True]


@pytest.mark.parametrize("character", ["%", "\r", "\n", ":", ","])
def test_a_character_that_means_something_to_github_is_read_as_itself(character: str) -> None:
    """In a property: the file; in the message: the value that was found."""
    text = f"a{character}b{character}{character}25"
    line = as_github([replace(PROBLEM, path=text, details={"found": text})], ["en"])
    _, properties, message = command(line)
    assert properties["file"] == text
    assert f"“{text}”" in message


def test_no_name_and_no_value_begins_another_command() -> None:
    """Whoever opens a pull request chooses both; the runner reads every line that begins with two colons."""
    hostile = Problem(HOSTILE, PROBLEM.code, where=(HOSTILE,), details={"found": HOSTILE, "closest": HOSTILE})
    text = as_github([hostile], ["en"])
    assert len(text.splitlines()) == 1
    name, properties, message = command(text)
    assert (name, properties["file"], properties["title"], properties["line"]) == ("error", HOSTILE, HOSTILE, "1")
    assert message.count(HOSTILE) == 2


def test_gitlab_is_given_all_that_a_report_must_have() -> None:
    """The keys of its code quality report; a severity of its list."""
    (error, note) = issues(PROBLEM, advice(replace(PROBLEM, code="long-ago")))
    assert {key: value for key, value in error.items() if key != "fingerprint"} == {
        "description": "there is no organisation “crmc”. "
        "correct the identifier, or add the organisation to data/organisations.yaml. (crcm)",
        "check_name": "unknown-organisation",
        "severity": "major",
        "location": {"path": "data/people.yaml", "lines": {"begin": 12}},
    }
    assert note["severity"] == "info"
    assert issues(replace(advice(PROBLEM), fresh=True))[0]["severity"] == "minor"
    assert note.keys() == error.keys()


def test_a_fingerprint_stays_when_lines_above_come_or_go() -> None:
    """So that GitLab takes no old problem for a new one."""
    moved = replace(PROBLEM, place=Place(99, 21, 4))
    assert fingerprints(PROBLEM) == fingerprints(moved)
    assert json.loads(as_gitlab([PROBLEM], ["fr"]))[0]["fingerprint"] == fingerprints(PROBLEM)[0]


@pytest.mark.parametrize(
    "other",
    [
        replace(PROBLEM, path="data/events.yaml"),
        replace(PROBLEM, code="id"),
        replace(PROBLEM, where=("people", "bob", "positions", "1", "organisation")),
        replace(PROBLEM, excerpt="      organisation: crmd"),
        replace(PROBLEM, where=("people", "ana", "positions/1", "organisation")),
    ],
)
def test_another_problem_has_another_fingerprint(other: Problem) -> None:
    """GitLab shows one of those that have the same."""
    assert len(set(fingerprints(PROBLEM, other))) == 2


@pytest.mark.parametrize("text", ["[[one]] and [[two]]", "[[one]] and [[one]]", "[[one]]\n\n[[one]]"])
def test_two_mistakes_in_one_text_have_two_fingerprints(text: str) -> None:
    """Of a page, whose text has no way to a spot but its line."""
    problems = list(
        check_page_text(PageText("docs/en/index.md", text, 1), "en/index.md", NOBODY, Targets(Path(), frozenset()))
    )
    assert len(problems) == 2
    assert len(set(fingerprints(*problems))) == 2


@pytest.mark.parametrize("locale", wording_locales())
def test_json_holds_all_that_is_known(locale: str) -> None:
    """Values as they are and words in the languages asked for, no sign escaped that need not be."""
    text = as_json([PROBLEM], [locale])
    worded = wording(PROBLEM, locale)
    assert json.loads(text) == [
        {
            "level": "error",
            "fresh": False,
            "code": "unknown-organisation",
            "path": "data/people.yaml",
            "line": 12,
            "column": 21,
            "length": 4,
            "where": ["people", "ana", "positions", "1", "organisation"],
            "found": "crmc",
            "closest": "crcm",
            "excerpt": "      organisation: crmc",
            "words": {locale: {"message": worded.message, "expected": worded.expected, "fix": worded.fix}},
        }
    ]
    assert worded.message in text


def test_a_problem_can_be_made_again_from_its_json() -> None:
    """Nothing is lost on the way, whatever stands in the file."""
    document, _ = parse_document(f"id: {json.dumps(HOSTILE)}\n", HOSTILE)
    assert document is not None
    before = replace(advice(document.problem("id", ("id",), found=HOSTILE, closest="x")), fresh=True)
    (entry,) = json.loads(as_json([before], wording_locales()))
    again = Problem(
        entry["path"],
        entry["code"],
        Place(entry["line"], entry["column"], entry["length"]),
        tuple(entry["where"]),
        {"found": entry["found"], "closest": entry["closest"]},
        entry["excerpt"],
        Level(entry["level"]),
        entry["fresh"],
    )
    assert again == before
    assert entry["words"].keys() == set(wording_locales())


@pytest.mark.parametrize(("form", "nothing"), [("json", []), ("gitlab", []), ("github", None)])
def test_no_problem_is_no_entry(form: str, nothing: object) -> None:
    """A list that is empty, and no line at all."""
    text = FORMS[form]([], ["en"])
    assert (json.loads(text) if text else None) == nothing
