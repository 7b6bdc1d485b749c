"""Emblems: what stands for a person without a portrait."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader
from lxml import etree

from immunopole.emblems import SIDE, TINTS, Emblem, emblem, initials

from .conftest import REPOSITORY

THEME = REPOSITORY / "overrides"
LARGEST_GZIP_BYTES = 900
# WCAG 2.2, 1.4.3.
CONTRAST = 4.5


def written(drawn: Emblem) -> str:
    """Give an emblem as the theme writes it."""
    env = Environment(loader=FileSystemLoader(THEME), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    macro = env.get_template("components/emblem.html").module.emblem  # type: ignore[attr-defined]  # made by the template
    return str(macro(SimpleNamespace(emblem=lambda _: drawn), None, "emblem--small")).strip()


def test_an_emblem_is_the_same_on_every_machine_and_every_day() -> None:
    """Its arrangement comes from the id alone, by a hash that no seed changes."""
    drawn = emblem("jean-paul-borg", "Jean-Paul", "Borg")
    assert (drawn.tint, drawn.bound[:26]) == (2, "M77 43h-14l-7 12m7-12l-7-1")
    assert drawn == emblem("jean-paul-borg", "Jean-Paul", "Borg")


def test_everybody_of_the_site_has_an_emblem_of_their_own() -> None:
    """Two people with the same initials are still told apart."""
    people = yaml.safe_load((REPOSITORY / "data/people.yaml").read_text(encoding="utf-8"))["people"]
    drawn = {emblem(person["id"], "A", "A") for person in people}
    assert len(drawn) == len(people)


def test_a_thousand_people_have_a_thousand_arrangements_in_every_tint() -> None:
    """The lattice alone tells people apart, in forced colours and for those who do not tell colours apart."""
    drawn = [emblem(f"person-{number}", "A", "B") for number in range(1000)]
    assert len({(each.lattice, each.bound) for each in drawn}) == 1000
    assert {each.tint for each in drawn} == set(range(1, TINTS + 1))


def test_every_antibody_is_bound_or_free_and_an_antigen_touches_two_arms_of_a_bound_one() -> None:
    """Nothing is drawn twice, and nothing hangs in the air."""
    for number in range(50):
        drawn = emblem(f"person-{number}", "A", "B")
        starts = re.findall(r"M(-?\d+) (\d+)h(-?14)", drawn.lattice + drawn.bound)
        assert len(starts) == len(set(starts))
        sites = re.findall(r"M(\d+) (\d+)h0", drawn.sites)
        bound = drawn.bound.count("M")
        assert 4 <= bound <= 6
        assert bound < len(sites) <= 2 * bound
        assert all(0 < int(each) < SIDE for site in sites for each in site)


@pytest.mark.parametrize(
    ("given", "family", "expected"),
    [
        ("Jean-Paul", "Borg", "JPB"),
        ("Éric", "Vivier", "ÉV"),
        ("E\u0301ric", "Vivier", "ÉV"),
        ("Émilie", "Garrido-Pradalie", "ÉG"),
        ("Œdipe", "œuvre", "ŒŒ"),
        ("Marie-Anne-Lise", "Dupont", "MAD"),
        ("Anne Marie", "d’Exemple", "AD"),
        ("Ana", "’t Hooft", "AT"),
        ("Karl", "ßen", "KS"),
        ("علي", "بكر", "ع\N{NO-BREAK SPACE}ب"),
        ("李", "小龙", "李小"),
        ("3", "&", ""),
    ],
)
def test_initials_are_those_a_person_would_write(given: str, family: str, expected: str) -> None:
    """A hyphenated given name has two, accents stay, Œ is one letter, Arabic letters are not joined."""
    assert initials(given, family) == expected


def test_an_emblem_is_well_formed_whatever_a_name_holds() -> None:
    """What stands in data is escaped, and screen readers and the keyboard pass it by."""
    drawn = emblem("o-brien", "O'Brien <b>&\"", "&<i>")
    root = etree.fromstring(written(Emblem('<b>&"', drawn.tint, drawn.lattice, drawn.bound, drawn.sites)))
    assert "".join(root.itertext()).strip() == '<b>&"'
    assert (root.get("aria-hidden"), root.get("focusable")) == ("true", "false")
    assert drawn.initials == "OI"


def test_an_emblem_is_small_and_needs_no_id() -> None:
    """Several stand on one page, and each is a part of the HTML."""
    for number in range(50):
        html = written(emblem(f"person-{number}", "Marie-Wanda", "Møller"))
        assert len(gzip.compress(html.encode())) <= LARGEST_GZIP_BYTES
        assert " id=" not in html


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tint", range(1, TINTS + 1))
def test_initials_can_be_read_on_every_tint(scheme: str, tint: int) -> None:
    """Computed from the style sheets: on the ground, and where a letter reaches over the lattice."""
    colours = declared(THEME / "assets/css/tokens.css", scheme) | declared(THEME / "assets/css/tints.css", scheme)
    for part in ("ground", "lattice"):
        assert contrast(colours["ink"], colours[f"tint-{tint}-{part}"]) >= CONTRAST, part
    # What is bound is told from its ground (WCAG 2.2, 1.4.11).
    assert contrast(colours[f"tint-{tint}-bound"], colours[f"tint-{tint}-ground"]) >= 3


def declared(file: Path, scheme: str) -> dict[str, str]:
    """Give the colours a style sheet declares for a scheme, by role."""
    css = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    parts = [css, *re.findall(r"@media[^{]*prefers-color-scheme: dark\)\s*\{\s*:root\s*\{(.*?)\}", css, re.DOTALL)]
    first = re.search(r":root\s*\{(.*?)\n\}", css, re.DOTALL)
    assert first
    found = dict(re.findall(r"--([\w-]+): ([^;]+);", first[1]))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): ([^;]+);", parts[1]))
    return {name: resolved(value, found) for name, value in found.items()}


def resolved(value: str, names: dict[str, str]) -> str:
    """Follow a role to its colour."""
    while role := re.fullmatch(r"var\(--([\w-]+)\)", value):
        value = names[role[1]]
    return value


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour such as `#0a4a73` (WCAG 2.2)."""
    parts = [int(colour[at:end], 16) / 255 for at, end in pairwise((1, 3, 5, 7))]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
