"""The register of figures: every number of the site has its date in data, and a page shows them all."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from immunopole.catalogue import read_catalogue
from immunopole.figures import Figure
from immunopole.strings import Strings
from immunopole.unfinished import Unfinished

from .conftest import REPOSITORY, TODAY, BuiltSite, lay_out

PAGES = ["chiffres/", "en/figures/"]
HELD = {"figure-unregistered", "figure-unsaid", "figure-nowhere", "unfinished", "heading-alone"}


def test_every_number_of_the_real_site_has_its_date_and_no_text_is_unfinished() -> None:
    """What is advice to an editor is a condition of what is published."""
    _, problems = read_catalogue(REPOSITORY / "mkdocs.yml", "https://example.org/", TODAY)
    assert [f"{problem.at} {problem.details.get('found')}" for problem in problems if problem.code in HELD] == []


def test_a_number_is_told_with_the_record_to_add(tmp_path: Path) -> None:
    """Ready to be pasted, and with what has the same number already."""
    root = lay_out(tmp_path)
    people = root / "data/people.yaml"
    text = people.read_text(encoding="utf-8").replace("en: One paragraph.", "en: With 2,000 others.")
    people.write_text(text, encoding="utf-8")
    _, problems = read_catalogue(root / "mkdocs.yml", "https://example.org/", TODAY)
    (problem,) = (each for each in problems if each.code == "figure-unregistered")
    assert (problem.details["found"], problem.details["closest"]) == ("2,000", "people")
    (record,) = yaml.load(problem.details["snippet"].replace(": …", ": given"), Loader=yaml.BaseLoader)  # noqa: S506  # nothing but texts
    assert Decimal(record["value"]) == 2000
    assert (record["on"], set(record["label"])) == (["ana-lopez"], {"fr", "en"})


@pytest.mark.parametrize("home", ["", "en/"])
def test_the_home_page_shows_the_key_figures_alone(real_site: BuiltSite, home: str) -> None:
    """Four of them, as ever."""
    assert len(real_site.page(home).xpath('//li[@class="figure"]')) == 4


@pytest.mark.parametrize("address", PAGES)
def test_the_page_of_figures_shows_each_once_with_its_sources(real_site: BuiltSite, address: str) -> None:
    """Under a place that says it, which it links to; the number, and nothing else, is its first line."""
    data = yaml.safe_load((REPOSITORY / "data/figures.yaml").read_text(encoding="utf-8"))
    page = real_site.page(address)
    shown = page.xpath('//dd[@class="register__figure"]')
    assert len(shown) == len(data["figures"])
    assert all(re.fullmatch(r"(?:\D+\s)?[\d\s,.]+", each.text.split("\n")[0]) for each in shown)
    addresses = {source for figure in data["figures"] for source in figure["sources"]}
    own = {source for source in addresses if "//marseille-immunopole.org/" in source}
    assert set(page.xpath('//dd[@class="register__figure"]/a[@rel]/@href')) == addresses - own
    assert all(place.xpath("a/@href") for place in page.xpath('//dt[@class="register__place"]'))


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({"value": "2000"}, "2,000"),
        ({"value": "25.5", "qualifier": "nearly"}, "nearly 25.5"),
        ({"value": "20", "up_to": "25.5", "qualifier": "about"}, "about 20 to 25.5"),
        ({"value": "1.2755"}, "1.2755"),
    ],
)
def test_a_figure_is_written_as_its_language_does(fields: dict[str, str], written: str) -> None:
    """With what qualifies it, and no decimal lost."""
    words = {"language.region": "en_GB", "figure.range": "{start} to {end}", "figure.exact": "{value}"}
    words |= {"figure.nearly": "nearly {value}", "figure.about": "about {value}"}
    figure = Figure.model_validate({"id": "x", "label": {}, "as_of": "2016", **fields})
    assert Strings("en", words).figure(figure) == written


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A TODO, a mastodon, Todos, TODOs; lorem  ipsum", ["TODO", "lorem  ipsum"]),
        ("Text to\ncome, `TODO`, in a text to come", ["Text to\ncome", "text to come"]),
        ("Nothing is amiss in XXXL and at TBDs", []),
    ],
)
def test_words_that_stand_for_a_text_are_found(text: str, words: list[str]) -> None:
    """Those everybody types, and those of the language; code is an example."""
    assert [found[0] for found in Unfinished.parse("text to come, , (to be written)").find(text)] == words


def test_a_register_of_another_site_may_have_no_page(build: Callable[..., BuiltSite]) -> None:
    """The page is written like any other, or not at all."""
    assert "en/figures/" not in build().addresses
