"""Links from file to file: what is one, and where it leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from immunopole.links import Targets, links

PAGES = frozenset({"fr/index.md", "en/index.md", "en/cluster.md", "en/community/index.md", "en/community/ana-lopez.md"})


@pytest.fixture
def targets(tmp_path: Path) -> Targets:
    """A few pages, and one picture beside them."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/my picture.jpg").touch()
    return Targets(tmp_path, PAGES)


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("[a](b.md) and ![c](d.png)", ["b.md", "d.png"]),
        ('[a](b.md "Title") [a](<b.md>) [a]( b.md#c )', ["b.md", "b.md", "b.md#c"]),
        ("[![a](b.png)](c.md)", ["b.png", "c.md"]),
        ('[a][1]\n\n[1]: b.md "Title"\n   [2]: <c.md>', ["b.md", "c.md"]),
        ("[a](https://example.org/) [a](mailto:a@b.org) [a](tel:+33) [a](//b.org) [a](#c) [a]()", []),
        ("`[a](b.md)`\n\n    [a](b.md)\n\n```\n[a](b.md)\n```", []),
        ("[^1]: b.md\n\n[[ana-lopez]] (b.md)", []),
    ],
)
def test_a_link_is_what_leads_from_file_to_file(markdown: str, found: list[str]) -> None:
    """Not code, not the web, not a heading, not a footnote."""
    assert [link.target for link in links(markdown)] == found


@pytest.mark.parametrize(
    ("target", "page", "leads"),
    [
        ("cluster.md", "en/index.md", True),
        ("cluster.md#why", "en/index.md", True),
        ("../cluster.md", "en/community/index.md", True),
        ("community/ana-lopez.md", "en/index.md", True),
        ("../assets/my%20picture.jpg", "en/index.md", True),
        ("cluster.md", "fr/index.md", False),
        ("community/", "en/index.md", False),
        ("/en/cluster.md", "en/index.md", False),
        ("../../assets/my%20picture.jpg", "en/index.md", False),
        ("../../../etc/passwd", "en/index.md", False),
    ],
)
def test_a_link_leads_to_a_page_or_a_file_that_exists(targets: Targets, target: str, page: str, *, leads: bool) -> None:
    """Seen from the file it stands in, in its language."""
    assert targets.has(target, page) is leads


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[a](EN:cluster.md)", [("link-to-nothing", "en:cluster.md")]),
        ("[a](en: cluster.md) [a](<en: cluster.md>)", [("link-to-nothing", "en:cluster.md")] * 2),
        (
            "[a](en:cluster) [a](en:community/)",
            [("link-to-nothing", f"en:{each}") for each in ("cluster.md", "community/index.md")],
        ),
        ("[a](en:../en/cluster.md) [a](en:./cluster.md 'Title')", []),
        ("[a](cluster.md (Title))", [("link-to-nothing", "")]),
        ("![a](en:cluster.md) ![a](index.md) [![a](../assets/my%20picture.jpg)](index.md)", 2),
        ("[a](javascript:x.md)", [("unsafe-link", "")]),
    ],
)
def test_a_language_that_is_almost_named_is_no_danger(
    targets: Targets, markdown: str, expected: list[tuple[str, str]] | int
) -> None:
    """Whoever types capitals, a blank or no ending is told the way, and not of scripts; a picture is no page."""
    site = Targets(targets.folder, targets.pages, ("fr", "en"))
    found = [(code, details.get("closest", "")) for code, _, details in site.check(markdown, "fr/index.md")]
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_the_closest_page_is_given_as_the_way_to_it(targets: Targets) -> None:
    """In the same language, or not at all."""
    assert targets.closest("comunity/index.md", "en/index.md") == "community/index.md"
    assert targets.closest("../clusters.md", "en/community/index.md") == "../cluster.md"
    assert targets.closest("community/", "en/index.md") == "community/index.md"
    assert targets.closest("nothing-like-it.md", "en/index.md") == ""


def test_what_leads_to_records_that_could_not_be_read_is_not_judged(tmp_path: Path) -> None:
    """Their own mistakes are told; a link to them would be the same mistake again."""
    targets = Targets(tmp_path, PAGES, unsure=("en/community/",))
    assert targets.has("community/somebody.md", "en/index.md")
    assert not targets.has("somewhere.md", "en/index.md")
