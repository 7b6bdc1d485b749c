"""The rules of typography, whose own examples are the specification, and the words often typed wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immunopole.prose import without_markup
from immunopole.typesetter import Typesetter
from immunopole.typography import Run, Slip, Typography, TypographyFile, read_typographies

from .conftest import REPOSITORY

FOLDER = REPOSITORY / "overrides/typography"
TYPOGRAPHIES, MISTAKES = read_typographies(FOLDER, "overrides/typography")
EXAMPLES = [
    (locale, before, after)
    for locale, typography in TYPOGRAPHIES.items()
    for rule in typography.file.rules
    for before, after in [*rule.examples.items(), *((kept, kept) for kept in rule.keeps)]
]
RULES = [(locale, rule.name) for locale, typography in TYPOGRAPHIES.items() for rule in typography.file.rules]
# Pieces of French, and of what is mistaken for it.
PIECES = (
    *("l'", "d'", "mot", "Exemple", "Dr ", "M. ", "n° ", "p. ", "siècle", "COVID-19", "a@b.fr", "10:30", "a", "Y"),
    *("https://exemple.org/l'a?q=1;r=2", "exemple.fr/x", "1", "2", "12", "000", "2012", "13 009", "2016-2017", "3-4"),
    *("XXIe", "Xe", "2ème", "1er", "1ère", "%", "€", " km", "°C", "...", " - ", "-", "–", "…", "’", "'", '"', "«", "»"),
    *("“", "”", "!", "?", ";", ":", ",", ".", "(", ")", "[", "/", "=", " ", " ", " ", "\n", "\u00a0", "\u202f", "<&>"),
)
FRENCH = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def shown(text: str) -> str:
    """Write the spaces that nobody sees for those that the examples have in their place."""
    return text.replace("~", "\u00a0").replace("^", "\u202f")


def same(text: str) -> str:
    """Take away all that typography may change, so that what is left must be the same."""
    text = re.sub(r"([\dIVX])i?[èe]me(?=s?(?!\w))", r"\1e", text)
    text = re.sub(r"([1I])i?[èe]re(?=s?(?!\w))", r"\1re", text)
    return re.sub(r"\s", "", text).translate(str.maketrans("’–«»“”", '\'-""""')).replace("…", "...")


def made(**file: object) -> Typography:
    """Make a typography of its own."""
    return Typography(TypographyFile.model_validate(file))


def test_every_file_of_rules_is_sound() -> None:
    """And French has one."""
    assert MISTAKES == []
    assert "fr" in TYPOGRAPHIES


@pytest.mark.parametrize(("locale", "before", "after"), EXAMPLES)
def test_every_example_comes_out_as_its_rule_says(locale: str, before: str, after: str) -> None:
    """All rules together, and once more: what is set stays set."""
    typesetter = Typesetter(TYPOGRAPHIES)
    assert typesetter.page(shown(before), locale) == shown(after)
    assert typesetter.page(shown(after), locale) == shown(after)


@pytest.mark.parametrize(("locale", "name"), RULES)
def test_no_rule_is_there_without_an_example_that_needs_it(locale: str, name: str) -> None:
    """A rule that nothing needs may say anything."""
    file = TYPOGRAPHIES[locale].file
    others = tuple(rule for rule in file.rules if rule.name != name)
    assert len(others) == len(file.rules) - 1
    without = Typesetter({locale: Typography(file.model_copy(update={"rules": others}))})
    examples = [(before, after) for rule in file.rules for before, after in rule.examples.items()]
    assert any(without.page(shown(before), locale) != shown(after) for before, after in examples)


@given(FRENCH)
def test_a_text_that_is_set_stays_as_it_is(text: str) -> None:
    """However often it is set."""
    for typography in TYPOGRAPHIES.values():
        once = typography.text(text)
        assert typography.text(once) == once


@given(FRENCH)
def test_the_rules_come_to_an_end_by_themselves(text: str) -> None:
    """None undoes what another does."""
    for typography in TYPOGRAPHIES.values():
        run = Run([(typography.text(text).replace("&", "&amp;").replace("<", "&lt;"), False)])
        assert not typography._change(run)


@given(FRENCH)
def test_the_words_stay_the_same(text: str) -> None:
    """Spaces, apostrophes, quotation marks, dashes and the endings of ordinals may change, and nothing else."""
    for typography in TYPOGRAPHIES.values():
        assert same(typography.text(text)) == same(text)


def test_a_plain_text_may_hold_the_signs_of_html() -> None:
    """They are characters, and nothing in it is raised."""
    assert TYPOGRAPHIES["fr"].text("l'art <b> R&D, le 2ème") == "l’art <b> R&D, le 2e"


def test_a_language_without_a_file_gets_nothing(tmp_path: Path) -> None:
    """Nor does a theme without any."""
    assert read_typographies(tmp_path, "typography") == ({}, [])
    assert Typesetter({}).page("<p lang='fr'>l'art !</p>", "fr") == "<p lang='fr'>l'art !</p>"


def test_a_rule_replaces_its_group_and_knows_what_it_found() -> None:
    """Without a group, all that it matches."""
    rules = [{"name": "one", "find": "a(b)c", "put": "-"}, {"name": "two", "find": "x", "put": "<{}>"}]
    assert made(rules=rules[:1]).text("abcabc ab") == "a-ca-c ab"
    assert made(rules=[{"name": "both", "find": "(?<!<)x", "put": "<{}>"}]).text("xx") == "<x><x>"


def test_a_rule_without_end_is_stopped() -> None:
    """A build must not wait for ever for a slip in a theme."""
    assert len(made(rules=[{"name": "more", "find": "a$", "put": "aa"}]).text("a")) < 100


def test_a_name_may_be_left_untouched() -> None:
    """Alone: what stands beside it is set."""
    file = TYPOGRAPHIES["fr"].file
    named = Typography(file.model_copy(update={"untouched": ("Exemple+!",)}))
    assert named.text("Exemple+! Exemple ! l'Exemple+!") == "Exemple+! Exemple\u202f! l’Exemple+!"


def test_words_without_their_accent_are_found_in_the_forms_they_may_have() -> None:
    """Whole words; one listed with a capital is only found with it, since small letters may be another word."""
    words = made(words={"Etat": "État", "A propos": "À propos", "coeur": "cœur"})
    text = "L’Etat, coeur et Coeur, COEUR ; A propos. Etats, etat, coeurs, Etat1, ETAT"
    assert list(words.slips(text)) == [
        Slip(2, "Etat", "État"),
        Slip(8, "coeur", "cœur"),
        Slip(17, "Coeur", "Cœur"),
        Slip(24, "COEUR", "CŒUR"),
        Slip(32, "A propos", "À propos"),
    ]
    assert list(made().slips(text)) == []


@pytest.mark.parametrize(
    "hidden",
    [
        "`Etat`",
        "```\nEtat\n```",
        "[l’État](Etat.md)",
        "[l’État](x.md 'Etat')",
        "\n[l’État]: Etat.md\n",
        "[[Etat]]",
        "[[Etat|l’État]]",
        "https://exemple.org/Etat",
        "Etat@exemple.org",
        '<a title="Etat">',
        "<!-- Etat -->",
        "*Etat*{ lang=it }",
        "**Etat**{: lang=it }",
        "## Titre { #Etat }",
        "texte {: .Etat }",
    ],
)
def test_what_no_reader_reads_is_not_looked_at(hidden: str) -> None:
    """Code, addresses, ids, attributes, words of another language; every other character keeps its place."""
    left = without_markup(f"Un {hidden} mot")
    assert "Etat" not in left
    assert (len(left), left[:3], left[-4:]) == (len(hidden) + 7, "Un ", " mot")


@pytest.mark.parametrize("read", ["*Etat*", "[Etat](x.md)", "[[x|Etat]]", "![Etat](x.png)", "a {Etat} b", "[^1]: Etat"])
def test_what_a_reader_reads_is_looked_at(read: str) -> None:
    """Whatever marks stand around it."""
    assert "Etat" in without_markup(read)
