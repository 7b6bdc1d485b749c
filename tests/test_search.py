"""What can be found, and by which names."""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from lxml import html

from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.organisations import FormerName
from immunopole.search import (
    FOLDER,
    KNOWN,
    IndexingError,
    document,
    find_program,
    findable,
    keys,
    spellings,
    write_index,
)
from immunopole.views import View

from .conftest import REPOSITORY, TODAY, BuiltSite, lay_out, lay_out_real, run_build

BUILT = "<main id=content data-pagefind-body>{}</main>"
SEARCH_PAGE = """\
---
title: "{title}"
description: "A page to search this small site, whose description is just as long as it has to be."
template: search.html
---
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """The catalogue of the base site."""
    found, problems = read_catalogue(lay_out(tmp_path) / "mkdocs.yml", "https://example.org/", TODAY)
    assert found is not None, problems
    return found


def told(catalogue: Catalogue, source: str, text: str = "", locale: str = "en") -> dict[str, str]:
    """Give what the index is told of a page, by field; `text` is all it shows."""
    found = findable(catalogue.pages[source, locale], BUILT.format(text), catalogue)
    assert found is not None
    tree = html.document_fromstring(document(found, catalogue))
    fields = {e.get("data-pagefind-meta").split("[")[0]: e for e in tree.xpath("//*[@data-pagefind-meta]")}
    said = {name: e.get("content") or e.text_content() for name, e in fields.items()}
    return {"lang": tree.get("lang"), "text": tree.xpath("string(//main)"), "kind": found.kind} | said


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Lœuillet", {"lœuillet", "loeuillet"}),
        ("Garrido-Pradalie", {"garrido-pradalie", "garrido pradalie", "garridopradalie"}),
        ("AP-HM", {"ap-hm", "ap hm", "aphm"}),
        ("d’Exemple", {"d’exemple", "d exemple", "dexemple"}),
        ("de La Tour", {"de la tour", "delatour"}),
        ("Ægir Łoś", {"ægir łoś", "aegir loś", "ægirłoś", "aegirloś"}),
        ("Borg", {"borg"}),
        ("", set()),
    ],
)
def test_a_name_is_known_in_every_way_it_is_typed(name: str, typed: set[str]) -> None:
    """Accents and case are Pagefind's to fold."""
    assert set(spellings([name])) == typed


def test_a_key_is_what_is_left_of_a_name() -> None:
    """The same for every way of typing it, so that the script can tell an exact name; a ligature counts both ways."""
    assert keys(["Garrido-Pradalie", "garrido pradalie"]) == ("garridopradalie",)
    assert keys(["Éric d’Œuvre"]) == ("ericdœuvre", "ericdoeuvre")
    assert keys(["–"]) == ()


def test_a_person_is_found_by_the_family_name_first(catalogue: Catalogue) -> None:
    """The title is the name as the site prints it; every other name counts less."""
    fields = told(catalogue, "community/ana-lopez.md", "<p>Text.</p>")
    assert (fields["kind"], fields["title"], fields["called"]) == ("person", "Ana LÓPEZ", "lópez")
    assert fields["names"] == "ana lópez"
    assert fields["lang"] == "en"


def test_an_organisation_is_found_by_all_its_names_in_every_language(catalogue: Catalogue) -> None:
    """Acronyms first; former names and former acronyms too."""
    ident, house = next(iter(catalogue.organisations.items()))
    former = FormerName.model_construct(name={"fr": "Vieux Labo"}, acronym={"fr": "VL-1"})
    house = house.model_copy(update={"acronym": {"en": "NL"}, "former_names": (former,)})
    catalogue = replace(catalogue, organisations={**catalogue.organisations, ident: house})
    fields = told(catalogue, catalogue.organisation_source(ident))
    assert (fields["kind"], fields["called"]) == ("organisation", "nl vl-1 vl 1 vl1")
    for name in (*house.name.values(), "vieux labo"):
        assert name.casefold() in fields["names"]


def test_words_with_a_ligature_are_also_known_without(catalogue: Catalogue) -> None:
    """Attributes do not count, and neighbouring elements are no one word."""
    fields = told(catalogue, "index.md", '<p data-x="æon">Une <b>œuvre</b><i>cœur</i></p>')
    assert fields["spelled"] == "coeur oeuvre"
    assert fields["text"].split() == ["Une", "œuvre", "cœur"]


def test_what_is_told_is_escaped(catalogue: Catalogue) -> None:
    """A name is text."""
    person = catalogue.people["ana-lopez"].model_copy(update={"family_name": '"><b>&'})
    catalogue = replace(catalogue, people={**catalogue.people, "ana-lopez": person})
    assert told(catalogue, "community/ana-lopez.md")["title"] == 'Ana "><B>&'


def test_a_page_the_theme_does_not_mark_is_not_for_finding(catalogue: Catalogue) -> None:
    """So it is with the search page, the 404 page and what is shown in another language as it is."""
    assert findable(catalogue.pages["index.md", "en"], "<main id=content>Text</main>", catalogue) is None


def test_a_failing_program_says_why(catalogue: Catalogue, tmp_path: Path) -> None:
    """In its own words; one that is not there, in those of the system."""
    page = catalogue.pages["index.md", "en"]
    catalogue = replace(catalogue, pages={("index.md", "en"): page})
    object.__setattr__(catalogue, "search_pages", {"en": page})
    built = tmp_path / "site/en/index.html"
    built.parent.mkdir(parents=True)
    built.write_text(BUILT.format("x"), encoding="utf-8")
    with pytest.raises(IndexingError, match="site"):
        write_index(catalogue, tmp_path / "site", Path(sys.executable))
    with pytest.raises(IndexingError, match="nothing-here"):
        write_index(catalogue, tmp_path / "site", tmp_path / "nothing-here")


def found_at(site: Path, locale: str) -> dict[str, dict[str, str]]:
    """Read an index as a browser does: what is told of each page, by its address."""
    fragments = (site / FOLDER / locale / "fragment").iterdir()
    known = [json.loads(gzip.decompress(each.read_bytes()).removeprefix(b"pagefind_dcd")) for each in fragments]
    return {page["url"]: page["meta"] | {"text": page["content"]} for page in known}


def test_every_page_for_finding_is_in_the_index_of_its_language(real_site: BuiltSite) -> None:
    """All people and organisations; no page of another language, no search, style guide, 404 or former address."""
    catalogue, _ = read_catalogue(real_site.root / "mkdocs.yml", "https://example.org/", TODAY)
    assert catalogue is not None
    assert catalogue.search_pages.keys() == set(catalogue.languages.full)
    for locale in catalogue.search_pages:
        found = found_at(real_site.folder, locale)
        own = {
            f"/{catalogue.addresses.address(page.source, locale)}": page.source
            for page in catalogue.pages.values()
            if page.locale == locale and page.original is None
        }
        assert found.keys() <= own.keys()
        left_out = {own[address] for address in own.keys() - found.keys()}
        assert left_out == {source for source in own.values() if source.startswith("style-guide/")} | {"search.md"}
        known = json.loads((real_site.folder / FOLDER / locale / KNOWN).read_text(encoding="utf-8"))
        kinds = Counter(kind for kind, *_ in known.values())
        assert kinds["person"] == len(catalogue.people)
        assert kinds["organisation"] == len(catalogue.organisations)
        assert kinds.total() == len(found)


def test_an_index_holds_the_words_of_a_page_and_not_its_surroundings(real_site: BuiltSite) -> None:
    """Neither menu, trail, sources nor footer; and nothing of Pagefind's own pages is published."""
    profile = found_at(real_site.folder, "fr")["/communaute/jean-paul-borg/"]
    assert "polarité" in profile["text"].casefold()
    for surroundings in ("Plan du site", "Vous êtes ici", "Sources", "http"):
        assert surroundings not in profile["text"]
    names = {path.name.partition(".")[0] for path in (real_site.folder / FOLDER / "fr").iterdir()}
    assert names == {"pagefind", "pagefind-entry", "known", "wasm", "fragment", "index"}


def test_the_same_pages_give_the_same_index(real_site: BuiltSite, tmp_path: Path) -> None:
    """To the byte: what has not changed need not be sent again."""
    catalogue, _ = read_catalogue(real_site.root / "mkdocs.yml", "https://example.org/", TODAY)
    program = find_program()
    assert catalogue is not None
    assert program is not None
    (tmp_path / "again").mkdir()
    for entry in real_site.folder.iterdir():
        if entry.name != FOLDER:
            (tmp_path / "again" / entry.name).symlink_to(entry)
    write_index(catalogue, tmp_path / "again", program)
    first, again = (
        {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / FOLDER).rglob("*") if path.is_file()}
        for root in (real_site.folder, tmp_path / "again")
    )
    assert first == again


def test_a_site_without_a_search_page_has_no_index_and_no_form(build: Callable[..., BuiltSite]) -> None:
    """Nothing leads to a search that is not there."""
    site = build()
    assert not (site.folder / FOLDER).exists()
    assert all(not site.page(address).cssselect("[role=search]") for address in site.addresses)


def test_the_form_leads_to_the_search_page_of_its_language() -> None:
    """From any page; nothing where a language has no such page or the site no index, and no second one on the page."""
    catalogue, problems = read_catalogue(REPOSITORY / "mkdocs.yml", "https://example.org/", TODAY)
    assert catalogue is not None, problems
    loader = FileSystemLoader(REPOSITORY / "overrides")
    macros: Any = Environment(loader=loader, autoescape=True).get_template("components/search_form.html").module

    def form(source: str, variant: str, *, searchable: bool = True) -> str:
        page = catalogue.pages[source, "fr"]
        view = View(catalogue=catalogue, page=page, site_name="Site", style="", script="", searchable=searchable)
        return str(macros.search_form(view, variant)).strip()

    for source, way in (("index.md", "rechercher/"), ("contact.md", "../rechercher/")):
        (shown,) = html.fragment_fromstring(form(source, "menu"), create_parent=True).cssselect("form[role=search]")
        assert (shown.get("action"), shown.get("method", "get")) == (way, "get")
        (field,) = shown.cssselect("input[type=search][name=q]")
        assert shown.cssselect("label")[0].get("for") == field.get("id")
    assert form("search.md", "menu") == form("index.md", "menu", searchable=False) == ""
    assert form("search.md", "page") != ""
    object.__setattr__(catalogue, "search_pages", {})
    assert form("index.md", "menu") == ""


def test_a_machine_without_the_program_builds_a_site_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the log, in plain words, and on the search page; no form is shown, and nothing else is missing."""
    (tmp_path / "real").mkdir()
    root = lay_out_real(tmp_path / "real")
    hidden = tmp_path / "hidden/pagefind_bin"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(hidden.parent))
    site = run_build(root)
    assert site.exit_code == 0, site.log
    assert "the site is built without search" in site.log
    page = site.page("en/search/")
    assert "Search is not available on this copy of the site" in page.text_content()
    assert page.cssselect("form") == []
    assert not (site.folder / FOLDER).exists()


def test_an_index_that_fails_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the previous site stays; the reason is told."""
    root = lay_out(tmp_path / "small")
    for locale in ("fr", "en"):
        (root / f"docs/{locale}/search.md").write_text(SEARCH_PAGE.format(title=f"S {locale}"), encoding="utf-8")
    false = tmp_path / "hidden/pagefind_bin"
    false.mkdir(parents=True)
    (false / "__init__.py").write_text(
        f"from pathlib import Path\ndef get_executable(): return Path({sys.executable!r})", encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(false.parent))
    site = run_build(root)
    assert site.exit_code != 0
    assert "The search index could not be made" in site.log


def test_the_fields_of_the_index_are_those_the_script_weighs() -> None:
    """A field that one calls otherwise would count for nothing."""
    script = (REPOSITORY / "overrides/assets/js/search.js").read_text(encoding="utf-8")
    weighed = script.partition("metaWeights: {")[2].partition("}")[0]
    names = {pair.partition(":")[0].strip() for pair in weighed.split(",")}
    assert names == {"title", "description", "called", "names", "spelled", "lang"}
