"""YAML files read as text with places."""

from __future__ import annotations

from pathlib import Path

import pytest

from immunopole import documents
from immunopole.documents import Document, decode, parse_document, read_document, split_front_matter
from immunopole.problems import Place


def parsed(text: str) -> Document:
    """Parse a text that has no problem."""
    document, problems = parse_document(text, "file.yaml")
    assert document is not None
    assert problems == []
    return document


def faults(text: str) -> list[tuple[str, int, int]]:
    """List the code, line and column of every problem of a text."""
    _, problems = parse_document(text, "file.yaml")
    return [(problem.code, problem.place.line, problem.place.column) for problem in problems]


@pytest.mark.parametrize("typed", ["no", "on", "12:30", "2012", "2012-02-30", "1e3", "0x1F", "true", ".5", "1_000"])
def test_a_plain_value_stays_the_text_that_was_typed(typed: str) -> None:
    """YAML 1.1 would make a boolean, a time in base 60 or a number of these."""
    assert parsed(f"key: {typed}").data == {"key": typed}


@pytest.mark.parametrize("typed", ["", "~", "null", "Null"])
def test_an_empty_plain_value_is_nothing(typed: str) -> None:
    """Only a plain empty value; between quotation marks it is a text."""
    assert parsed(f"key: {typed}").data == {"key": None}
    assert parsed(f'key: "{typed}"').data == {"key": typed}


def test_lists_groups_and_blocks_become_plain_data() -> None:
    """What an editor writes in practice."""
    text = "people:\n  - id: a\n    tags: [x, 'y z']\n    text: |\n      One.\n\n      Two.\n"
    assert parsed(text).data == {"people": [{"id": "a", "tags": ["x", "y z"], "text": "One.\n\nTwo.\n"}]}


def test_every_value_knows_its_place() -> None:
    """Lines and columns count from 1; a key has its own place."""
    document = parsed("people:\n  - id: ana\n    degrees: [MD, PhD]\n")
    assert document.place(("people", 0, "degrees", 1)) == Place(3, 19, 3)
    assert document.place(("people", 0, "degrees"), key=True) == Place(3, 5, 7)


def test_a_path_that_leads_nowhere_is_placed_at_its_parent() -> None:
    """A missing key is missed where its record begins."""
    document = parsed("people:\n  - id: ana\n    name: Ana\n")
    assert document.place(("people", 0, "biography", "fr")).line == 2


def test_a_breadcrumb_names_records_and_counts_items_from_one() -> None:
    """As a person would say it."""
    document = parsed("people:\n  - id: ana\n    positions:\n      - title: x\n")
    assert document.breadcrumb(("people", 0, "positions", 0, "title")) == ("people", "ana", "positions", "1", "title")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
        ("a: {x: 1, x: 2}\nb: {y: 1, y: 2}\n", [("duplicate-key", 1, 11), ("duplicate-key", 2, 11)]),
        ("a: &x 1\nb: *x\n", [("anchor", 1, 4), ("alias", 2, 4)]),
        ("a: !!python/object:os.system ls\n", [("tag", 1, 4)]),
        ("? [a, b]\n: c\n", [("key-not-text", 1, 3)]),
        ("a:\n\tb: 1\n", [("yaml-tab", 2, 1)]),
        ("a: one: two\n", [("yaml-colon", 1, 7)]),
        ('a: "open\nb: 1\n', [("yaml-quote", 1, 4)]),
        ("a: [1, 2\nb: 3\n", [("yaml-bracket", 1, 4)]),
        ("a: @home\n", [("yaml-reserved", 1, 4)]),
        ("a: *home\n", [("anchor", 1, 4)]),
        ("a: x\x00y\n", [("unprintable", 1, 5)]),
        ("- a\nb: 1\n", [("yaml-indent", 2, 1)]),
    ],
)
def test_a_mistake_is_named_and_placed(text: str, expected: list[tuple[str, int, int]]) -> None:
    """Each is one an editor really makes, or one that somebody might try."""
    found = faults(text)
    assert [code for code, _, _ in found] == [code for code, _, _ in expected]
    assert found == expected


def test_nesting_without_end_is_refused() -> None:
    """Neither a traceback nor a long wait."""
    assert [code for code, _, _ in faults("a: " + "[" * 60 + "]" * 60)] == ["too-deep"]
    assert [code for code, _, _ in faults("a: " + "[" * 100_000)] == ["too-deep"]
    assert [code for code, _, _ in faults("a: " + "{b: " * 100_000)] == ["too-deep"]


def test_a_byte_that_is_not_utf8_is_placed() -> None:
    """Line and column count characters, not bytes."""
    text, problems = decode("é: 1\nnom: caf".encode() + b"\xe9\n", "file.yaml")
    assert text is None
    assert [(p.code, p.place.line, p.place.column) for p in problems] == [("not-utf8", 2, 9)]
    assert problems[0].details["byte"] == "0xE9"


def test_a_byte_order_mark_and_any_line_ending_are_accepted() -> None:
    """Editors on Windows write both."""
    assert decode("\ufeffa: 1\r\nb: 2\r".encode(), "f") == ("a: 1\nb: 2\n", [])


def test_a_file_that_is_missing_too_large_or_no_file_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never a traceback."""
    assert read_document(tmp_path / "none.yaml", "none.yaml")[1][0].code == "file-missing"
    assert read_document(tmp_path, "folder")[1][0].code == "file-unreadable"
    monkeypatch.setattr(documents, "LARGEST_FILE_BYTES", 3)
    (tmp_path / "big.yaml").write_text("a: 12345")
    assert read_document(tmp_path / "big.yaml", "big.yaml")[1][0].code == "file-too-large"


def test_front_matter_is_split_from_markdown() -> None:
    """Front matter stands between two lines of dashes at the very top, or is not there."""
    assert list(split_front_matter("---\na: 1\n---\ntext\n")) == ["a: 1", "text\n"]
    assert list(split_front_matter("text\n---\n")) == ["", "text\n---\n"]
    assert list(split_front_matter("---\nnever closed\n")) == ["", "---\nnever closed\n"]


@pytest.mark.parametrize("text", [" [?hD #0", "[a #", "? #x\n: y #z", "- #\n- a #b"])
def test_a_comment_in_an_odd_place_is_no_traceback(text: str) -> None:
    """Found by the fuzzer: libyaml places an empty value behind the end of the text."""
    parse_document(text, "f.yaml")
