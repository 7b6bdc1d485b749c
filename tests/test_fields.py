"""Kinds of fields that records share."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from immunopole.fields import Description, Id, Line, Markdown, Scope, Text, TranslatedLine, WebAddress, slug

LOCALES = {"scope": Scope(("fr", "en"))}


def fault(kind: Any, value: object) -> str:
    """Name what is wrong with a value, or say that nothing is."""
    try:
        TypeAdapter(kind).validate_python(value, context=LOCALES)
    except ValidationError as error:
        return str(error.errors()[0]["type"])
    return ""


@pytest.mark.parametrize("value", ["jean-paul-borg", "crcm", "clip2-aphm", "2"])
def test_an_id_is_small_letters_digits_and_hyphens(value: str) -> None:
    """It becomes a part of an address."""
    assert fault(Id, value) == ""


@pytest.mark.parametrize("value", ["Borg", "é", "a b", "a_b", "-a", "a-", "a--b", "../x", "a/b", "a.b", "a\n"])
def test_anything_else_is_no_id(value: str) -> None:
    """Neither a capital nor a way out of the folder."""
    assert fault(Id, value) in {"id", "not-one-line"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoé Lœuillet", "zoe-loeuillet"),
        ("O'Brien <b>&\"", "o-brien-b"),
        ("ÆON Straße", "aeon-strae"),
        ("Łódź 3", "odz-3"),
        ("…", "id"),
    ],
)
def test_any_text_has_a_slug(text: str, expected: str) -> None:
    """What is offered to an editor who wrote a name in place of an id."""
    assert slug(text) == expected
    assert fault(Id, slug(text)) == ""


@pytest.mark.parametrize("value", ["https://example.org", "http://a.b/c?d=e&f='g'#h", "https://exämple.org/é"])
def test_a_web_address_begins_with_http(value: str) -> None:
    """Such as a browser's address bar gives."""
    assert fault(WebAddress, value) == ""


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "example.org",
        "https://",
        "https:///x",
        "http://[::1",
        "https://a b",
        'https://a"b',
        "https://a<b",
        "mailto:a@b",
    ],
)
def test_nothing_else_is_a_web_address(value: str) -> None:
    """A link in data must lead to a page."""
    assert fault(WebAddress, value) == "web-address"


@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_text_is_not_empty(value: str | None) -> None:
    """An empty text is a forgotten one."""
    assert fault(Text, value) == "empty"


def test_a_text_holds_no_hidden_change_of_direction() -> None:
    """It could show a reader something else than what is there (CVE-2021-42574)."""
    assert fault(Line, "safe \u202egnp.exe") == "hidden-character"


def test_a_line_is_one_line() -> None:
    """Titles and names go into attributes and feeds."""
    assert fault(Line, "one\ntwo") == "not-one-line"
    assert fault(Text, "one\ntwo") == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"fr": "un", "en": "one"}, ""),
        ({"fr": "un"}, "missing-translation"),
        ({"fr": "un", "en": ""}, "empty"),
        ({"FR": "un", "en": "one"}, "unknown-language"),
        ({"fr": "un", "en": "one", "de": "eins"}, "unknown-language"),
        ("one", "not-translated"),
        (["one"], "not-translated"),
        (None, "not-translated"),
        ({}, "missing-translation"),
    ],
)
def test_a_translated_text_has_every_language_of_the_site(value: object, expected: str) -> None:
    """And no other."""
    assert fault(TranslatedLine, value) == expected


def test_every_fault_of_a_translated_text_is_told_at_once() -> None:
    """An empty text, a language too many and one too few: three faults, each at its language."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(TranslatedLine).validate_python({"fr": "", "de": "eins"}, context=LOCALES)
    assert [(fault["type"], fault["loc"]) for fault in caught.value.errors()] == [
        ("empty", ("fr",)),
        ("unknown-language", ("de",)),
        ("missing-translation", ("en",)),
    ]


@pytest.mark.parametrize("text", ["# Heading\n\nText.", "Text.\n\n## Heading", "Heading\n=======", "Heading\n---"])
def test_markdown_in_a_record_brings_no_heading(text: str) -> None:
    """The page has its own, and there must be one of the first level only."""
    assert fault(Markdown, text) == "heading-in-text"
    assert fault(Markdown, "A #hashtag, a - dash\n\n- item\n- item") == ""


@pytest.mark.parametrize(
    ("length", "expected"), [(69, "description-length"), (70, ""), (160, ""), (161, "description-length")]
)
def test_a_description_has_the_length_search_engines_show(length: int, expected: str) -> None:
    """70 to 160 characters."""
    assert fault(Description, "x" * length) == expected
