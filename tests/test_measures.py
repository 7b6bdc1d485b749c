"""What `make audit` measures; a page that misses a target is found out. The browser's part is in `browser/`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import brotli
import pytest

from audit.ecoindex import ecoindex, grade
from audit.kinds import Page, page_kinds
from audit.screens import LOOKS, sheet
from audit.server import HEADERS, serving
from audit.table import lines, write_table
from audit.targets import TARGETS, Measured, missed, over_budget
from audit.tools import Paint, markup_faults, middle
from audit.visit import Weight, weigh

from .conftest import REPOSITORY, TODAY, BuiltSite, lay_out, run_build

PERFECT = Paint({"performance": 100, "accessibility": 100, "best-practices": 100, "seo": 100}, 900, 0, 0, ())
FAMILIES = ("html", "css", "js", "fonts", "other")


def light() -> Weight:
    """Weigh next to nothing."""
    return Weight(dict.fromkeys(FAMILIES, 1000), dict.fromkeys(FAMILIES, 1000))


def heavy(family: str, size: int) -> Weight:
    """Weigh something in one family."""
    weight = light()
    weight.gzip[family] = size
    return weight


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The smallest site, built once."""
    site = run_build(lay_out(tmp_path_factory.mktemp("small")))
    assert site.exit_code == 0, site.log
    return site


@pytest.fixture
def good() -> Measured:
    """A page that meets everything."""
    return Measured(Page("profile", "en", "en/community/obrien/"), light(), 100, 4, 95, paint=PERFECT)


@pytest.mark.parametrize(
    ("elements", "requests", "kilobytes", "score"),
    [
        (0, 0, 0, 100),
        (85, 4, 10, 92),
        (282, 5, 40, 85),
        (402, 5, 40, 80),
        (960, 28, 391, 56),
        (700000, 5000, 300000, 0),
    ],
)
def test_the_ecoindex_is_that_of_its_authors(elements: int, requests: int, kilobytes: float, score: int) -> None:
    """Scores of the package ecoindex-compute 5.10.0, which no newer Python than 3.12 can install."""
    assert round(ecoindex(elements, requests, kilobytes)) == score


def test_a_grade_begins_above_its_number() -> None:
    """80 is a B."""
    assert [grade(score) for score in (80.1, 80, 70, 55, 40, 25, 10)] == ["A", "B", "C", "D", "E", "F", "G"]


def test_the_kinds_of_page_come_from_the_catalogue(small_site: BuiltSite) -> None:
    """One page of each template and language, the heaviest, and those for what is not there."""
    kinds = page_kinds(small_site.root / "mkdocs.yml", small_site.folder, TODAY)
    assert {kind.name: kind.address for kind in kinds} == {
        "404-en": "en/404.html",
        "404-fr": "404.html",
        "community-en": "en/community/",
        "community-fr": "communaute/",
        "home-en": "en/",
        "home-fr": "",
        "organisation-en": "en/organisations/lab/",
        "organisation-fr": "organisations/lab/",
        "profile-en": "en/community/obrien/",
        "profile-fr": "communaute/obrien/",
    }
    assert [kind.name for kind in kinds if kind.directory] == ["community-en", "community-fr"]
    assert [kind.name for kind in kinds if kind.home] == ["home-en", "home-fr"]


def test_a_site_with_mistakes_is_not_measured(small_site: BuiltSite, tmp_path: Path) -> None:
    """Its pages are not those of its sources."""
    root = lay_out(tmp_path)
    (root / "data/people.yaml").unlink()
    with pytest.raises(ValueError, match="immunopole check"):
        page_kinds(root / "mkdocs.yml", small_site.folder, TODAY)


def asked(url: str, encoding: str = "") -> tuple[bytes, Any]:
    """Ask for an address."""
    request = Request(url, headers={"Accept-Encoding": encoding})  # noqa: S310  # our own server
    with urlopen(request, timeout=10) as answer:  # noqa: S310  # our own server
        return answer.read(), answer.headers


def test_pages_are_served_as_a_strict_host_would(small_site: BuiltSite) -> None:
    """Packed as asked, typed, under every header; assets are kept by the browser, pages are asked for again."""
    folder = small_site.folder
    page, style = (folder / "en/index.html").read_bytes(), next(folder.glob("assets/*.css"))
    with serving(folder) as base:
        body, headers = asked(f"{base}en/", "gzip, br")
        assert brotli.decompress(body) == page
        assert (headers["Content-Encoding"], headers["Content-Type"]) == ("br", "text/html; charset=utf-8")
        assert headers["Cache-Control"] == "no-cache"
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert asked(f"{base}en/")[0] == page
        assert asked(f"{base}en")[0] == page
        assert "immutable" in asked(f"{base}assets/{style.name}")[1]["Cache-Control"]


def test_what_is_not_there_is_answered_by_the_page_of_the_language(small_site: BuiltSite) -> None:
    """With status 404; no address leads out of the folder."""
    folder = small_site.folder
    with serving(folder) as base:
        for address, page in (
            ("nowhere/at/all/", "404.html"),
            ("en/nowhere/", "en/404.html"),
            ("..%2fmkdocs.yml", "404.html"),
        ):
            with pytest.raises(HTTPError) as error:
                asked(base + address)
            assert error.value.code == 404
            assert error.value.read() == (folder / page).read_bytes()


def test_a_file_weighs_what_is_sent_of_it(tmp_path: Path) -> None:
    """Text is packed, a picture is packed already."""
    for name, text in (("a.html", b"a" * 9000), ("b.css", b"b" * 9000), ("c.avif", b"c" * 9000)):
        (tmp_path / name).write_bytes(text)
    weight = weigh(sorted(tmp_path.iterdir()))
    assert weight.gzip["html"] == weight.gzip["css"] < 100
    assert weight.brotli["html"] < weight.gzip["html"]
    assert weight.gzip["other"] == 9000


def test_a_good_page_misses_nothing(good: Measured) -> None:
    """Neither a number nor anything else."""
    assert list(missed(good)) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ({"elements": 281}, "elements: 281, at most 280"),
        ({"requests": 8}, "requests: 8, at most 7"),
        ({"ecoindex": 84.9}, "EcoIndex: 84.9, at least 85"),
        ({"weight": heavy("html", 8100)}, "HTML kB: 8.1, at most 8"),
        ({"weight": heavy("css", 11100)}, "CSS kB: 11.1, at most 11"),
        ({"weight": heavy("js", 6100)}, "JS kB: 6.1, at most 6"),
        ({"weight": heavy("fonts", 60100)}, "fonts kB: 60.1, at most 60"),
        ({"weight": heavy("other", 106100)}, "total kB: 110.1, at most 110"),
        ({"paint": replace(PERFECT, lcp=1501)}, "LCP ms: 1501, at most 1500"),
        ({"paint": replace(PERFECT, tbt=51)}, "TBT ms: 51, at most 50"),
        ({"paint": replace(PERFECT, cls=0.011)}, "CLS: 0.011, at most 0.01"),
        ({"paint": replace(PERFECT, scores=PERFECT.scores | {"seo": 99})}, "SEO: 99, at least 100"),
        ({"violations": ("region",)}, "region"),
        ({"complaints": ("error: x",)}, "error: x"),
        ({"kept": ("cookie a",)}, "cookie a"),
        ({"foreign": ("https://example.org/",)}, "https://example.org/"),
        ({"layout": ("clipped: p",)}, "clipped: p"),
    ],
)
def test_whatever_a_page_misses_is_told(good: Measured, damage: dict[str, Any], told: str) -> None:
    """One thing at a time, with what was found and what was expected."""
    assert list(missed(replace(good, **damage))) == [told]


def test_every_target_can_be_missed(good: Measured) -> None:
    """A number nobody can miss would measure nothing."""
    low = Paint(dict.fromkeys(PERFECT.scores, 0), 9999, 999, 1, ())
    worst = replace(
        good, paint=low, elements=9999, requests=99, ecoindex=0, weight=Weight(*[dict.fromkeys(FAMILIES, 10**6)] * 2)
    )
    assert len(list(over_budget(worst))) == len(TARGETS)


def test_lists_and_the_manual_may_hold_more(good: Measured) -> None:
    """A list of records is longer; the manual is for those who write the site."""
    large = replace(good, elements=390, ecoindex=80.5)
    assert len(list(over_budget(large))) == 2
    assert list(over_budget(replace(large, page=replace(good.page, directory=True)))) == []
    assert list(over_budget(replace(large, elements=2000, page=replace(good.page, manual=True)))) == []


def test_of_several_runs_the_middle_counts() -> None:
    """Number by number; what only one run complained of is chance, and a run that saw nothing counts as the worst."""
    run = {"url": "", "scores": {"performance": 1}, "lcp": 900, "tbt": 0, "cls": 0, "failed": ["a"], "error": None}
    slow = {**run, "scores": {"performance": 0.9}, "lcp": 2000, "failed": ["a", "b"]}
    blind = {**run, "scores": {"performance": None}, "lcp": None}
    assert middle([run, slow, run]) == Paint({"performance": 100}, 900, 0, 0, ("a",))
    assert middle([run, slow, blind]) == Paint({"performance": 90}, 2000, 0, 0, ("a",))


def test_information_of_the_checker_is_no_fault(tmp_path: Path) -> None:
    """Errors and warnings are, each with its file and line."""
    report = {
        "messages": [
            {"type": "info", "message": "I"},
            {"type": "info", "subType": "warning", "message": "W", "url": f"file:{tmp_path}/a%20b.html", "lastLine": 3},
            {"type": "error", "message": "E", "url": f"file:{tmp_path}/en/c.css"},
        ]
    }
    assert list(markup_faults(report, tmp_path)) == ["a b.html:3: warning: W", "en/c.css:1: error: E"]


def test_the_table_tells_what_failed_in_bold_and_below(good: Measured, tmp_path: Path) -> None:
    """In Markdown and in JSON; many lines of one kind are told as so many."""
    bad = replace(good, elements=999, violations=tuple(f"region (light): p{number}" for number in range(9)))
    text = "\n".join(lines([good, bad], []))
    assert "| **999** |" in text
    assert "- elements: 999, at most 280" in text
    assert text.count("- region (light)") == 5
    assert "- region: 4 more" in text
    assert write_table(tmp_path, [good], []) is True
    assert write_table(tmp_path, [good], ["a.html:1: error: E"]) is False
    assert write_table(tmp_path, [good, bad], []) is False
    data = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    assert [len(page["missed"]) for page in data["pages"]] == [0, 10]


def test_the_sheet_of_pictures_shows_all_of_them() -> None:
    """Under the page's name, each by its look."""
    names = [f"home-fr-{look.name}.jpg" for look in LOOKS]
    assert len(set(names)) == len(LOOKS) >= 12
    page = sheet({"home-fr": names})
    assert page.count("<img ") == len(LOOKS)
    assert ">360-light-menu<" in page


def test_what_comes_from_npm_is_pinned_with_hashes_and_without_addresses() -> None:
    """Each package of the lock has its hash, and comes from whatever registry npm is set to."""
    lock = json.loads((REPOSITORY / "audit/package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((REPOSITORY / "audit/package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_the_visitors_package_knows_nothing_of_the_audit() -> None:
    """The site is built without any tool that measures it."""
    for file in (REPOSITORY / "src").rglob("*.py"):
        assert "from audit" not in file.read_text(encoding="utf-8"), file
