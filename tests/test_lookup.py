"""One record at a glance."""

from __future__ import annotations

from pathlib import Path

import pytest

from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.lookup import all_ids, find_record

from .conftest import TODAY, lay_out
from .serving import spoil

LOCALES = ("fr", "en")


def read(root: Path) -> Catalogue:
    """Read the catalogue of a site that is right."""
    found, problems = read_catalogue(root / "mkdocs.yml", "https://example.org/", TODAY)
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The catalogue of the site that has every field, where two people have comments and space between them."""
    root = lay_out(tmp_path_factory.mktemp("site"), "every-field")
    file = root / "data/people.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "  - id: full-record", "    # sources:\n\n  # Ève.\n  - id: full-record"
    )
    file.write_text(text, encoding="utf-8")
    return read(root)


@pytest.mark.parametrize(
    ("ident", "kind", "place"),
    [
        ("obrien", "people", "data/people.yaml:2"),
        ("full-record", "people", "data/people.yaml:47"),
        ("lab", "organisations", "data/organisations.yaml:2"),
        ("house", "organisations", "data/organisations.yaml:10"),
        ("director", "roles", "data/roles.yaml:2"),
        ("theme", "themes", "data/themes.yaml:2"),
        ("entry", "timeline", "data/timeline.yaml:2"),
        ("late", "periods", "data/periods.yaml:9"),
        ("over", "events", "data/events.yaml:17"),
        ("people", "figures", "data/figures.yaml:2"),
    ],
)
def test_a_record_of_any_kind_is_found_where_it_begins(catalogue: Catalogue, ident: str, kind: str, place: str) -> None:
    """A file and a line, as a terminal can open them."""
    found = find_record(catalogue, ident)
    assert found is not None
    assert (found.kind, found.place) == (kind, place)
    file, _, line = place.partition(":")
    rows = (catalogue.layout.root / file).read_text(encoding="utf-8").split("\n")
    assert rows[int(line) - 1] == found.lines[0] == f"  - id: {ident}"


@pytest.mark.parametrize("ident", ["nobody", "", "Lab"])
def test_what_is_no_id_is_not_found(catalogue: Catalogue, ident: str) -> None:
    """The command offers those that resemble it."""
    assert find_record(catalogue, ident) is None


def test_a_record_is_found_by_an_id_it_had_before(catalogue: Catalogue) -> None:
    """With the places that name it now."""
    assert find_record(catalogue, "once-called") == find_record(catalogue, "full-record")
    assert find_record(catalogue, "old-house") == find_record(catalogue, "house")


@pytest.mark.parametrize(
    ("ident", "last"),
    [
        ("ana-lopez", "    reviewed: 2026-01-31"),
        ("full-record", "    reviewed: 2026-01-31"),
        ("talk", "    link: https://example.com/e"),
    ],
)
def test_a_record_is_shown_as_it_was_typed_and_no_other(catalogue: Catalogue, ident: str, last: str) -> None:
    """Up to its last line: neither the next record, nor the comment above that."""
    found = find_record(catalogue, ident)
    assert found is not None
    assert found.lines[-1] == last
    assert sum("- id:" in line for line in found.lines) == 1


@pytest.mark.parametrize(
    ("ident", "addresses"),
    [
        (
            "full-record",
            ("https://example.org/communaute/full-record/", "https://example.org/en/community/full-record/"),
        ),
        ("lab", ("https://example.org/organisations/lab/", "https://example.org/en/organisations/lab/")),
        ("late", ("https://example.org/history/late/", "https://example.org/en/history/late/")),
        ("theme", ("https://example.org/research/theme/", "https://example.org/en/research/theme/")),
        ("talk", ()),
    ],
)
def test_a_record_with_pages_has_an_address_in_every_language(
    catalogue: Catalogue, ident: str, addresses: tuple[str, ...]
) -> None:
    """In the order of the languages; others have none."""
    found = find_record(catalogue, ident)
    assert found is not None
    assert found.addresses == addresses


@pytest.mark.parametrize(
    ("ident", "named_at"),
    [
        (
            "full-record",
            [
                "data/organisations.yaml:29  organisations › house › description › fr",
                "data/organisations.yaml:30  organisations › house › description › en",
                "data/timeline.yaml:7  timeline › entry › people › 1",
                "data/events.yaml:10  events › talk › people › 1",
                "data/events.yaml:15  events › talk › description › en",
                "data/events.yaml:15  events › talk › description › fr",
                "docs/en/news/post.md",
                "docs/en/programmes/programme.md",
                "docs/fr/news/post.md",
                "docs/fr/programmes/programme.md",
            ],
        ),
        (
            "house",
            [
                "data/people.yaml:62  people › full-record › positions › 1 › organisation",
                "data/people.yaml:76  people › full-record › quotation › text › en",
                "data/organisations.yaml:6  organisations › lab › parent",
                "data/organisations.yaml:35  organisations › example › parent",
                "data/themes.yaml:13  themes › theme › organisations › 1",
                "data/timeline.yaml:6  timeline › entry › organisations › 1",
                "data/events.yaml:9  events › talk › organisers › 1",
                "docs/en/programmes/programme.md",
                "docs/fr/programmes/programme.md",
            ],
        ),
        (
            "other",
            [
                "data/themes.yaml:10  themes › theme › description › fr",
                "data/themes.yaml:11  themes › theme › description › en",
                "data/themes.yaml:12  themes › theme › themes › 1",
            ],
        ),
        (
            "director",
            [
                "data/people.yaml:61  people › full-record › positions › 1 › role",
                "data/people.yaml:65  people › full-record › positions › 2 › role",
            ],
        ),
        (
            "ana-lopez",
            [
                "data/people.yaml:71  people › full-record › biography › fr",
                "data/people.yaml:73  people › full-record › biography › en",
            ],
        ),
        ("talk", []),
    ],
)
def test_every_place_that_names_a_record_is_listed(catalogue: Catalogue, ident: str, named_at: list[str]) -> None:
    """In data and in prose, on pages too: what must change when it does. Files in their order, lines in theirs."""
    found = find_record(catalogue, ident)
    assert found is not None
    assert list(found.named_at) == named_at


def test_a_figure_names_the_records_that_say_it(tmp_path: Path) -> None:
    """Whoever renames one finds it there."""
    root = lay_out(tmp_path)
    file = root / "data/figures.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}    on: [community/index, lab]\n", encoding="utf-8")
    found = find_record(read(root), "lab")
    assert found is not None
    assert "data/figures.yaml:8  figures › people › on › 2" in found.named_at


def test_an_example_in_code_names_nobody(tmp_path: Path) -> None:
    """The notation can be explained on a page."""
    root = lay_out(tmp_path, "every-field")
    spoil(root / "docs/en/index.md", "Text.", "`[[ana-lopez]]`, [[obrien]]")
    site = read(root)
    ana, zoe = find_record(site, "ana-lopez"), find_record(site, "obrien")
    assert ana is not None
    assert zoe is not None
    assert "docs/en/index.md" not in ana.named_at
    assert zoe.named_at == ("docs/en/index.md",)


def test_records_of_two_kinds_may_share_an_id(tmp_path: Path) -> None:
    """Where one of them has no page: what names the role does not name the organisation."""
    root = lay_out(tmp_path, "every-field")
    spoil(root / "data/roles.yaml", "id: director", "id: house")
    spoil(root / "data/people.yaml", "role: director", "role: house")
    found = find_record(read(root), "house")
    assert found is not None
    assert found.kind == "organisations"
    assert "data/timeline.yaml:6  timeline › entry › organisations › 1" in found.named_at
    assert [place for place in found.named_at if "role" in place] == []


def test_all_ids_are_those_of_every_kind(catalogue: Catalogue) -> None:
    """In order: the command completes and corrects with them."""
    assert all_ids(catalogue) == [
        "ana-lopez",
        "director",
        "early",
        "entry",
        "example",
        "full-record",
        "house",
        "lab",
        "late",
        "obrien",
        "other",
        "over",
        "people",
        "range",
        "talk",
        "theme",
    ]
    assert all(find_record(catalogue, ident) for ident in all_ids(catalogue))
