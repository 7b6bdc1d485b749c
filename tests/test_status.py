"""The state of the content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from immunopole.catalogue import read_catalogue
from immunopole.status import LanguageState, PersonState, State, read_state

from .conftest import TODAY, lay_out
from .serving import spoil


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a site that has every field."""
    return lay_out(tmp_path, "every-field")


def state(root: Path) -> State:
    """Read the state of a site."""
    catalogue, advice = read_catalogue(root / "mkdocs.yml", "https://example.org/", TODAY)
    assert catalogue is not None, advice
    return read_state(catalogue, iter(advice))


def language(root: Path, locale: str) -> LanguageState:
    """Read the state of one language."""
    return next(each for each in state(root).languages if each.locale == locale)


def person(root: Path, ident: str) -> PersonState:
    """Read the state of one person."""
    return next(each for each in state(root).people if each.ident == ident)


def test_languages_and_people_are_in_the_order_of_the_files(root: Path) -> None:
    """As an editor knows them."""
    found = state(root)
    assert [each.locale for each in found.languages] == ["fr", "en"]
    assert [each.ident for each in found.people] == ["obrien", "ana-lopez", "full-record"]


def test_a_page_that_only_other_languages_have_is_missing(root: Path) -> None:
    """By its path below the language's folder; pages made from records exist in every language."""
    assert (language(root, "en").pages, language(root, "en").missing_pages) == (23, ())
    (root / "docs/en/news/post.md").unlink()
    (root / "docs/en/events.md").unlink()
    assert (language(root, "en").pages, language(root, "en").missing_pages) == (21, ("events.md", "news/post.md"))
    assert (language(root, "fr").pages, language(root, "fr").missing_pages) == (23, ())


def test_a_text_that_only_other_languages_have_is_missing(root: Path) -> None:
    """Where that is allowed: elsewhere it is a mistake."""
    assert language(root, "fr").missing_texts == ("people › full-record › quotation › text",)
    assert language(root, "en").missing_texts == ("people › full-record › pronouns",)
    spoil(root / "data/people.yaml", '{ fr: "elle <&>" }', '{ fr: "elle", en: "she" }')
    assert language(root, "en").missing_texts == ()


@pytest.mark.parametrize(
    ("reviewed", "due"), [("2024-11-22", True), ("2024-11-23", False), ("2026-11-23", False), ("2001-01-01", True)]
)
def test_a_review_is_due_after_two_years(root: Path, reviewed: str, *, due: bool) -> None:
    """To the day."""
    file = root / "data/people.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("reviewed: 2026-01-31\n  - id: full", f"reviewed: {reviewed}\n  - id: full"), "utf-8")
    assert person(root, "ana-lopez").reviewed.isoformat() == reviewed
    assert person(root, "ana-lopez").review_due is due
    assert not person(root, "obrien").review_due


@pytest.mark.parametrize(
    ("dates", "count"),
    [
        ("as_of: 2012~", 1),
        ("as_of: 2021-11-22", 1),
        ("as_of: 2021-11-23", 0),
        ("as_of: 2012/2025", 0),
        ("from: 2010", 1),
        ("from: 2010\n        to: 2014", 0),
        ("from: 2010\n        as_of: 2025", 0),
    ],
)
def test_a_role_that_nobody_has_seen_held_for_five_years_is_to_be_confirmed(root: Path, dates: str, count: int) -> None:
    """Unless it is known to be over."""
    spoil(root / "data/people.yaml", "as_of: 2012~", dates)
    assert person(root, "obrien").roles_to_confirm == count
    assert person(root, "full-record").roles_to_confirm == 0


def test_nobody_is_asked_to_confirm_the_roles_of_the_dead(root: Path) -> None:
    """They are over."""
    spoil(root / "data/people.yaml", "    given_name: Zoë <i>", "    in_memoriam: 2020\n    given_name: Zoë <i>")
    assert person(root, "obrien").roles_to_confirm == 0


def test_what_a_record_could_have_besides_is_listed(root: Path) -> None:
    """Themes, identifiers, a portrait, sources; a record that has all is complete."""
    assert person(root, "obrien").missing == ("themes", "identifiers", "portrait")
    assert person(root, "ana-lopez").missing == ("themes", "identifiers", "portrait", "sources")
    assert person(root, "full-record").missing == ()


def test_what_a_person_hides_is_not_missing(root: Path) -> None:
    """It is there, and they were asked."""
    hidden = "    visibility: { portrait: hidden, themes: hidden }\n    sort_name: Aaron\n"
    spoil(root / "data/people.yaml", "    sort_name: Aaron\n", hidden)
    assert person(root, "full-record").missing == ()


def test_what_is_behind_is_told_with_the_change_to_translate(tmp_path: Path) -> None:
    """By the language that is behind; as data too, with every place, and no day before it is remembered."""
    root = lay_out(tmp_path, "stale-translation")
    found = state(root)
    assert [[lag.key for lag in each.behind] for each in found.languages] == [
        ["people/ana-lopez/biography"],
        ["cluster.md"],
    ]
    told = found.as_data()["languages"][1]["behind"]
    assert told == [
        {
            "unit": "cluster.md",
            "original": "fr",
            "day": "2026-10-05",
            "here": "docs/en/cluster.md:6",
            "there": "docs/fr/cluster.md:6",
            "changes": [
                {"place": "docs/fr/cluster.md:6", "text": "Il compte quarante équipes."},
                {"place": "docs/fr/cluster.md:10", "text": "Il a été annoncé à Marseille."},
            ],
            "gone": 1,
        }
    ]
    spoil(root / "docs/fr/cluster.md", "quarante", "cinquante")
    assert state(root).as_data()["languages"][1]["behind"][0]["day"] is None


def test_the_state_can_be_written_as_json(root: Path) -> None:
    """Every part of it, days as text."""
    found = state(root)
    data = json.loads(json.dumps(found.as_data()))
    assert data["languages"][0] == {
        "locale": "fr",
        "pages": 23,
        "missing_pages": [],
        "missing_texts": ["people › full-record › quotation › text"],
        "behind": [],
    }
    assert data["people"][0] == {
        "ident": "obrien",
        "reviewed": "2026-01-31",
        "review_due": False,
        "roles_to_confirm": 1,
        "missing": ["themes", "identifiers", "portrait"],
    }
    assert (len(data["languages"]), len(data["people"])) == (2, 3)
