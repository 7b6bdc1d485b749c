"""Menu, head, redirects, bundles and the exchange of the site: small functions of the model."""

from __future__ import annotations

from pathlib import Path

import pytest

from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.head import build_head
from immunopole.menu import Entry, build_menu, nav_entries
from immunopole.pages import FrontMatter, SourcePage
from immunopole.publication import replace_site
from immunopole.redirects import redirects
from immunopole.views import View
from immunopole.web_addresses import short_address

from .conftest import TODAY, lay_out


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """The catalogue of the base site."""
    found, problems = read_catalogue(lay_out(tmp_path) / "mkdocs.yml", "https://example.org/", TODAY)
    assert found is not None, problems
    return found


def page(source: str) -> SourcePage:
    """Make a page with a title of its path."""
    return SourcePage(source, "en", FrontMatter(title=source, description="A page. " * 10))


def test_nav_is_read_as_sections_of_paths() -> None:
    """A named group is a section; what is neither path nor group is left out."""
    nav = ["index.md", {"legal": ["a.md", "b.md"]}, {"more": "c.md"}, 3, None]
    assert nav_entries(nav) == [
        Entry("", "index.md", ("nav", 0)),
        Entry("legal", "a.md", ("nav", 1, "legal", 0)),
        Entry("legal", "b.md", ("nav", 1, "legal", 1)),
        Entry("more", "c.md", ("nav", 2, "more")),
    ]
    assert nav_entries(None) == nav_entries("index.md") == []


def test_a_menu_leaves_out_what_the_language_lacks() -> None:
    """And a section of which nothing is left."""
    menu = build_menu(nav_entries(["a.md", "b.md", {"legal": ["c.md"]}]), {"a.md": page("a.md")}.get)
    assert [branch.page.source for branch in menu.main] == ["a.md"]
    assert menu.others == ()


def test_a_group_named_after_its_first_page_stands_beneath_it() -> None:
    """Whether that page is a file or the index of a folder; a group of another name has no page above it."""
    nav = ["a.md", {"b": ["b.md", "c.md"]}, {"news": ["news/index.md", "d.md"]}, {"legal": ["e.md"]}]
    pages = {source: page(source) for source in ("a.md", "b.md", "c.md", "news/index.md", "d.md", "e.md")}
    menu = build_menu(nav_entries(nav), pages.get)
    assert [(branch.page.source, [p.source for p in branch.below]) for branch in menu.main] == [
        ("a.md", []),
        ("b.md", ["c.md"]),
        ("news/index.md", ["d.md"]),
    ]
    assert [section.key for section in menu.others] == ["legal"]
    assert menu.pages == tuple(pages.values())
    assert menu.main[1].holds(page("c.md"))


def test_pages_whose_head_a_language_lacks_are_main_pages() -> None:
    """Nobody loses the way to them."""
    menu = build_menu(nav_entries([{"b": ["b.md", "c.md", "d.md"]}]), {s: page(s) for s in ("c.md", "d.md")}.get)
    assert [branch.page.source for branch in menu.main] == ["c.md", "d.md"]


def test_a_head_lists_every_language_and_the_default(catalogue: Catalogue) -> None:
    """Absolute, itself among them."""
    source = catalogue.pages["community/ana-lopez.md", "en"]
    head = build_head(source, catalogue, "Small site")
    assert head.title == "Ana López – Small site"
    assert [(a.hreflang, a.href) for a in head.alternates] == [
        ("fr", "https://example.org/communaute/ana-lopez/"),
        ("en", "https://example.org/en/community/ana-lopez/"),
        ("x-default", "https://example.org/communaute/ana-lopez/"),
    ]
    assert (head.og_locale, head.og_alternates) == ("en_GB", ("fr_FR",))


def test_a_redirect_stands_at_each_former_address(catalogue: Catalogue) -> None:
    """For a folder all pages below it; for the home page the folder itself."""
    former = {"community": {"fr": ["fr/communaute", "/gens/"]}, "": {"en": ["english"]}}
    found = redirects(former, [], {**catalogue.pages}, catalogue.addresses)
    assert sorted((r.former, r.page.source, r.page.locale) for r in found) == [
        ("english/", "index.md", "en"),
        ("fr/communaute/", "community/index.md", "fr"),
        ("fr/communaute/ana-lopez/", "community/ana-lopez.md", "fr"),
        ("fr/communaute/obrien/", "community/obrien.md", "fr"),
        ("gens/", "community/index.md", "fr"),
        ("gens/ana-lopez/", "community/ana-lopez.md", "fr"),
        ("gens/obrien/", "community/obrien.md", "fr"),
    ]


def test_the_pages_above_a_page_are_those_that_exist(catalogue: Catalogue) -> None:
    """Home first; the home page has none."""
    page = catalogue.pages["community/obrien.md", "fr"]
    view = View(catalogue=catalogue, page=page, site_name="Small site", style="s.css", script="s.js")
    assert [above.source for above in view.parents] == ["index.md", "community/index.md"]
    assert view.in_language("fr").parents == ()


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("https://www.example.org/", "example.org"),
        ("http://crcm.example.fr/en/about-us/", "crcm.example.fr/en/about-us"),
        ("https://example.org/%C3%A9t%C3%A9?p=1", "example.org/été?p=1"),
    ],
)
def test_a_source_is_shown_as_a_reader_recognises_it(address: str, short: str) -> None:
    """Two pages of one house stay different."""
    assert short_address(address) == short


def test_the_new_site_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """Whole, with nothing of the old left, and the old gone."""
    built, site = tmp_path / "work" / "site", tmp_path / "site"
    for round_, name in enumerate(("first.html", "second.html")):
        built.mkdir(parents=True)
        (built / name).write_text(str(round_))
        replace_site(built, site)
        assert [file.name for file in site.iterdir()] == [name]
    assert list((tmp_path / "work").iterdir()) == []


def test_the_old_site_comes_back_when_the_new_cannot_be_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failed move is no site lost."""
    built, site = tmp_path / "work" / "site", tmp_path / "site"
    built.mkdir(parents=True)
    site.mkdir()
    (site / "old.html").write_text("old")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self == built:
            raise OSError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match=r".*"):
        replace_site(built, site)
    assert [file.name for file in site.iterdir()] == ["old.html"]
