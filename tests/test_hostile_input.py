"""What nobody should put into a file, and somebody will: a clear problem or harmless output, and soon."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from immunopole.documents import LARGEST_FILE_BYTES, parse_document
from immunopole.fields import HIDDEN, Scope
from immunopole.messages import report, wording_locales
from immunopole.people import PeopleFile, Person
from immunopole.problems import Problem
from immunopole.records import check_document

from .conftest import lay_out
from .test_catalogue import read

SCOPE = Scope(("fr", "en"), date(2026, 11, 23))
GIGABYTE = 1 << 30
# Reads a site with no more than a gigabyte of memory, and tells the codes of its first problems.
READER = f"""
import resource, sys
from datetime import date
from pathlib import Path
# What it writes to; a program may reserve addresses without ever filling them, and some that we use do.
resource.setrlimit(resource.RLIMIT_DATA, ({GIGABYTE}, {GIGABYTE}))
from immunopole.catalogue import read_catalogue
from immunopole.messages import report
_, problems = read_catalogue(Path(sys.argv[1]), "/", date(2026, 11, 23))
report(problems, ["fr", "en"])
print(*dict.fromkeys(problem.code for problem in problems))
"""


def bomb() -> bytes:
    """Nine lists, each of nine times the one before: 387 million values if anybody counted."""
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines).encode()


HOSTILE: dict[str, tuple[bytes, str]] = {
    "an alias bomb": (bomb(), "anchor"),
    "a file of 100 MB": (b"people:\n" + b"  - id: x\n" * 10_000_000, "file-too-large"),
    "as many small values as fit": (b"people: [" + b"a," * (LARGEST_FILE_BYTES // 2 - 100) + b"a]", "too-many"),
    "as many wrong records as fit": (b"people:\n" + b"  - {id: A}\n" * 200_000, "more-problems"),
    "one record with everything in it": (b"people:\n  - sources: [" + b"x," * 1_000_000 + b"x]", "too-many"),
    "as many equal keys as fit": (b"people:\n  - id: x\n" + b"    id: x\n" * 9_000, "repeated-keys"),
    "one line without end": (b"people: " + b"x" * (LARGEST_FILE_BYTES - 100), "not-list"),
    "nesting without end": (b"people: " + b"[" * 1_000_000, "too-deep"),
    "NUL bytes": (b"people:\n  - id: \x00\n", "unprintable"),
    "nothing but NUL": (b"\x00" * 1_000_000, "unprintable"),
    "bytes that are no text": (bytes(range(128, 256)) * 1000, "not-utf8"),
    "UTF-16": ("people:\n".encode("utf-16"), "not-utf8"),
    "a lone surrogate": (b"people: \xed\xa0\x80", "not-utf8"),
    "a line separator nobody sees": ("people:\u2028  - id: x".encode(), "unprintable"),
    "a Python object": (b"people: !!python/object/apply:os.system [echo]", "tag"),
    "a merge key": (b"people:\n  - <<: {id: x}\n", "unknown-key"),
    "a directive": (b"%YAML 9.9\n---\npeople: []\n", "yaml-syntax"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_problem_soon_and_in_little_memory(tmp_path: Path, name: str) -> None:
    """Never a traceback, never more than ten seconds of work or a gigabyte, whatever the file."""
    content, code = HOSTILE[name]
    root = lay_out(tmp_path)
    (root / "data/people.yaml").write_bytes(content)
    # The limit is generous because a test machine may be busy; the work itself takes a tenth of it.
    result = subprocess.run(
        [sys.executable, "-c", READER, root / "mkdocs.yml"], capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stderr[-2000:]
    assert code in result.stdout.split()


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_line_ending_with_or_without_byte_order_mark_reads_the_same(tmp_path: Path, ending: str, mark: str) -> None:
    """Windows and old editors are no mistake of the editor's."""
    root = lay_out(tmp_path)
    people = root / "data/people.yaml"
    people.write_bytes((mark + people.read_text(encoding="utf-8").replace("\n", ending)).encode())
    catalogue, problems = read(root)
    assert problems == []
    assert catalogue is not None
    assert catalogue.people["obrien"].name == "Zoë <i> O'Brien <b>&\""


@pytest.mark.parametrize(
    "typed",
    ["no", "on", "off", "yes", "true", "null", "~", "12:30", "2012-02", "0x1F", "1e3", ".inf", "010", "1_000", "="],
)
def test_a_name_that_yaml_takes_for_something_else_stays_the_name(typed: str) -> None:
    """Only nothing at all is nothing: `~` and `null` say that there is no name, and that is told."""
    document, _ = parse_document(f"people:\n  - given_name: {typed}\n", "f")
    assert document is not None
    assert document.value(("people", 0, "given_name")) == (None if typed in {"null", "~"} else typed)


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a/../../b.png", "..\\b.png", ".png", "b.svg"])
def test_a_portrait_reaches_no_other_file(path: str) -> None:
    """A name below one folder, and nothing that is a path."""
    record = {"portrait": {"file": path, "credit": "c", "alt": {"fr": "a", "en": "a"}, "consent": "2026-01-31"}}
    assert ("portrait-name", ("people", "1", "portrait", "file")) in told({"people": [record]})


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//host", "https://", "https://a b", "ftp://x", "x"],
)
def test_an_address_that_is_not_of_the_web_is_refused(address: str) -> None:
    """In every field that becomes a link."""
    record = {"sources": [address], "links": [{"url": address, "label": "x"}]}
    found = [where for code, where in told({"people": [record]}) if code in {"web-address", "empty"}]
    assert found == [("people", "1", "links", "1", "url"), ("people", "1", "sources", "1")]


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200f"])
def test_a_text_that_turns_the_direction_of_reading_is_refused(hidden: str) -> None:
    """What a reader sees must be what is there (Unicode UAX #9, «Trojan source»)."""
    assert ("hidden-character", ("people", "1", "given_name")) in told({"people": [{"given_name": f"a{hidden}b"}]})


def told(data: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Give the code and the path of every problem a file of people earns."""
    _, problems = read_people(yaml.safe_dump(data, allow_unicode=True))
    return [(problem.code, problem.where) for problem in problems]


def read_people(text: str) -> tuple[PeopleFile | None, list[Problem]]:
    """Read a text as a file of people."""
    document, problems = parse_document(text, "people.yaml", many=True)
    if document is None:
        return None, problems
    people, faults = check_document(document, PeopleFile, SCOPE)
    return people, problems + faults


# What an editor's keyboard, or somebody's ill will, can put into one line.
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=30
)
KEYS = st.sampled_from([field.alias or key for key, field in Person.model_fields.items()])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.dates().map(str) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["fr", "en", "de", "title", "id"]) | WORDS, inner, max_size=3)
    ),
    max_leaves=8,
)
IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True).filter(lambda text: text != "index")
LINES = WORDS.map(str.strip).filter(lambda text: text and not HIDDEN.search(text))
SUMMARIES = LINES.map(
    lambda text: (text + " and words enough to make a description of a good length, for everybody's sake")[:160].strip()
)
DATES = st.dates(date(1900, 1, 1), date(2026, 1, 1))
FUZZY = DATES.map(str) | DATES.map(lambda day: str(day)[:7]) | DATES.map(lambda day: f"{day.year:04d}~")


def by_language(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    """Give a text in each language."""
    return st.fixed_dictionaries({"fr": texts, "en": texts})


POSITIONS = st.fixed_dictionaries(
    {"title": by_language(LINES), "organisation": IDS},
    optional={"from": FUZZY, "as_of": FUZZY, "main": st.sampled_from(["true", "false"])},
)
PEOPLE = st.fixed_dictionaries(
    {
        "id": IDS,
        "given_name": LINES,
        "family_name": LINES,
        "summary": by_language(SUMMARIES),
        "positions": st.lists(POSITIONS, min_size=1, max_size=3),
        "biography": by_language(LINES.filter(lambda text: not text.startswith(("#", "=", "-")))),
        "reviewed": DATES.map(str),
    },
    optional={
        "degrees": st.lists(LINES, max_size=3),
        "particle": LINES,
        "agreement": st.sampled_from(["masculine", "feminine", "epicene"]),
        "pronouns": st.dictionaries(st.sampled_from(["fr", "en"]), LINES, min_size=1),
        "in_memoriam": FUZZY,
    },
)


@given(st.lists(PEOPLE, max_size=3))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_every_sound_record_is_read_as_it_was_written(people: list[dict[str, Any]]) -> None:
    """No value is changed on its way through YAML and the checks, whatever letters it has."""
    read_back, problems = read_people(yaml.safe_dump({"people": people}, allow_unicode=True))
    assert problems == []
    assert read_back is not None
    for given_record, person in zip(people, read_back.people, strict=True):
        assert (person.id, person.given_name, person.family_name) == (
            given_record["id"],
            given_record["given_name"],
            given_record["family_name"],
        )
        assert person.summary == given_record["summary"]
        assert [p.title for p in person.positions] == [p["title"] for p in given_record["positions"]]


@given(PEOPLE, KEYS | WORDS, VALUES)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=200)
def test_anything_in_any_field_ends_in_a_record_or_in_problems_that_point_into_the_text(
    person: dict[str, Any], key: str, value: Any
) -> None:
    """Never an exception; a problem names a line that is there, and can be worded in every language."""
    text = yaml.safe_dump({"people": [person | {key: value}]}, allow_unicode=True)
    people, problems = read_people(text)
    assert (people is None) is bool(problems)
    for problem in problems:
        assert 1 <= problem.place.line <= text.count("\n") + 1
        assert problem.excerpt == text.split("\n")[problem.place.line - 1]
    report(problems, wording_locales())


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=200)
def test_any_text_at_all_is_read_or_told(text: str) -> None:
    """Not only YAML."""
    text = text.encode("utf-8", "replace").decode()
    _, problems = read_people(text)
    report(problems, wording_locales())
