"""What a text says: form never counts."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immunopole.meaning import Meaning, sentences


def digest(*texts: str) -> str:
    """Give what tells one meaning from another."""
    return Meaning(texts).digest


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("l'hôpital", "l’hôpital", id="an apostrophe"),
        pytest.param('Il dit "oui".', "Il dit « oui ».", id="quotation marks"),
        pytest.param("coeur et ex aequo", "cœur et ex æquo", id="a ligature"),
        pytest.param("Etat, Ecole", "État, École", id="an accent on a capital"),
        pytest.param("des cellules nk", "des cellules NK", id="capitals"),
        pytest.param("Quoi?", "Quoi\u202f?", id="a narrow no-break space"),
        pytest.param("2012 - 2015", "2012–2015", id="a dash"),
        pytest.param("10 000", "10\u202f000", id="the space in a number"),
        pytest.param("10000", "10,000", id="the comma in an English number"),
        pytest.param("1,5 million", "1.5 million", id="the sign before decimals"),
        pytest.param("1er, m2", "1ᵉʳ, m²", id="superior letters and digits"),
        pytest.param("el\u00adlipse...", "ellipse…", id="a soft hyphen, an ellipsis"),
        pytest.param("كَتَبَ", "كتب", id="Arabic vowel signs"),
        pytest.param("שָׁלוֹם", "שלום", id="Hebrew points"),
        pytest.param("caf\u00e9", "cafe\u0301", id="a letter composed or not"),
        pytest.param("One line.\nAnother.", "One line. Another.", id="a line end"),
        pytest.param(
            "Founded in\n1972. Then\n- it says - it grew.", "Founded in 1972. Then - it says - it grew.", id="wraps"
        ),
        pytest.param("*a* __b__", "_a_ **b**", id="emphasis"),
        pytest.param("- a\n- b", "* a\n\n+ b", id="the signs of a list"),
        pytest.param("1. a\n2. b", "1. a\n1. b", id="the numbers of a list"),
        pytest.param("## Title\n\nText", "Title\n-----\nText", id="the form of a heading"),
        pytest.param("## Title ## { #why .wide }", "## Title", id="an attribute list"),
        pytest.param("| a | b |\n| --- | --: |\n| 1 | 2 |", "|a|b|\n|:-|-|\n|1|2|", id="the form of a table"),
        pytest.param("[x](https://a.org/)", "[x][1]\n\n[1]: https://a.org/", id="a link by reference"),
        pytest.param("https://a.org/b", "<https://a.org/b>", id="a bare address"),
        pytest.param("[x](a.md 'T')", '[x](../b/c.md#d "T")', id="the path of a page"),
        pytest.param("[[ipc|the centre]]", "the centre", id="a link to a record"),
        pytest.param("a[^1]\n\n[^1]: b", "a[^note]\n\n[^note]: b", id="the name of a footnote"),
        pytest.param("a&nbsp;b &eacute;", "a b é", id="an entity"),
        pytest.param("<em>a</em> <!-- b -->", "a", id="HTML"),
        pytest.param("> a\n> b", "a b", id="the signs of a quotation"),
        pytest.param("A\\*MIDEX", "A*MIDEX", id="a backslash"),
        pytest.param("A sentence; another.", "A sentence. Another.", id="where sentences end"),
    ],
)
def test_form_never_counts(before: str, after: str) -> None:
    """A typographic correction is no reason to translate anything again."""
    assert digest(before) == digest(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The cell", "The cells"),
        ("in 2012", "in 2013"),
        ("1.5", "15"),
        ("1,5", "15"),
        ("0,125", "0125"),
        ("2012–2015", "20122015"),
        ("12:30", "1230"),
        ("5 %", "5"),
        ("97 €", "97 $"),
        ("CD4+", "CD4"),
        ("p < 0.05", "p > 0.05"),
        ("2012. It began.\n\nThen", "2013. It began.\n\nThen"),
        ("[x](https://a.org/1)", "[x](https://a.org/2)"),
        ("[x](https://a.org/1)", "x"),
        ("[x](mailto:a@example.org)", "[x](mailto:b@example.org)"),
        ("x", "x y"),
        ("हिन्दी", "हनद"),
    ],
)
def test_what_a_reader_would_miss_counts(before: str, after: str) -> None:
    """A word, a number, a unit, the address of another site."""
    assert digest(before) != digest(after)


def test_a_text_may_move_from_the_top_of_a_page_into_it() -> None:
    """Several texts are one meaning."""
    assert digest("Title", "A first sentence. A second.") == digest("Title", "A first sentence.", "A second.")


WORDS = st.sampled_from(
    ["l’équipe", "Œuvre", "cœur", "d’où", "NK", "CD8+", "À", "12 500", "2012–2015", "3,5", "recherche", "naïve", "m²"]
)
BLOCKS = st.lists(
    st.tuples(st.sampled_from(["paragraph", "heading", "list", "numbers"]), st.lists(WORDS, min_size=2, max_size=9)),
    min_size=1,
    max_size=6,
)


def written(blocks: Sequence[tuple[str, list[str]]], chance: Random) -> str:
    """Write the same blocks in one of the many ways in which an editor might."""
    pick = chance.choice
    parts = []
    for kind, words in blocks:
        typed = [word_written(word, chance) for word in words]
        line = " ".join(typed)
        if kind == "heading":
            parts.append(pick([f"## {line}", f"### {line} ###", f"{line}\n-----", f"## {line} {{ #anchor }}"]))
        elif kind == "paragraph":
            parts.append("".join(word + pick([" ", "  ", "\n"]) for word in typed).strip() + pick(["", ".", "…"]))
        else:
            marks = ["-", "*", "+"] if kind == "list" else ["1.", "2.", "7)"]
            parts.append(pick(["\n", "\n\n"]).join(f"{pick(marks)} {word}" for word in typed))
    text = pick(["\n\n", "\n\n\n", "\n \n"]).join(parts) + pick(["", "\n"])
    return unicodedata.normalize(pick(["NFC", "NFD"]), text)


def word_written(word: str, chance: Random) -> str:
    """Write a word in another way."""
    pick = chance.choice
    word = word.replace(" ", pick([" ", "\u00a0", "\u202f", "&nbsp;", "", ","]))
    word = word.replace("’", pick(["’", "'"])).replace("–", pick(["–", "-", " – ", "—"]))
    word = word.replace("œ", pick(["œ", "oe"])).replace("²", pick(["²", "2"]))
    mark = pick(["", "", "", "*", "_", "**", "__"])
    return f"{mark}{word}{mark}"


@given(blocks=BLOCKS, one=st.randoms(use_true_random=False), other=st.randoms(use_true_random=False))
def test_however_a_text_is_written_it_says_the_same(
    blocks: list[tuple[str, list[str]]], one: Random, other: Random
) -> None:
    """Wraps, emphasis, headings, lists, spaces, dashes, apostrophes, composed letters, all at once."""
    assert digest(written(blocks, one)) == digest(written(blocks, other))


@given(blocks=BLOCKS, chance=st.randoms(use_true_random=False), at=st.integers(0), word=WORDS)
def test_one_word_more_is_always_seen(blocks: list[tuple[str, list[str]]], chance: Random, at: int, word: str) -> None:
    """Wherever it stands and however the rest is written anew."""
    longer = [(kind, list(words)) for kind, words in blocks]
    longer[at % len(longer)][1].append(word)
    assert digest(written(blocks, chance)) != digest(written(longer, chance))


@given(st.text())
def test_any_text_has_a_meaning(text: str) -> None:
    """Whatever its characters, the same each time; and its sentences are pieces of it, in order."""
    assert digest(text) == digest(text)
    found = list(sentences(text))
    assert all(text.startswith(sentence.text, sentence.start) for sentence in found)
    assert [sentence.start for sentence in found] == sorted({sentence.start for sentence in found})


def test_a_text_is_cut_into_what_an_editor_takes_for_a_sentence() -> None:
    """Sentences, headings, items, rows; an initial or an abbreviation ends none, a line across is none."""
    text = "## Why?\n\nFounded by J. Borg (cf. p. 3). «\u00a0Oui\u202f!\u00a0» Then\nmore…\n\n---\n\n- one\n- two\n\n"
    text += "| a | b |\n| - | - |\n"
    assert [sentence.text for sentence in sentences(text)] == [
        "## Why?",
        "Founded by J. Borg (cf. p. 3).",
        "«\u00a0Oui\u202f!\u00a0»",
        "Then\nmore…",
        "- one",
        "- two",
        "| a | b |",
    ]
    assert [sentence.text for sentence in sentences("これは文。これも。هل؟ نعم.")] == [
        "これは文。",
        "これも。",
        "هل؟",
        "نعم.",
    ]


@pytest.mark.parametrize(
    "piece", ["<!--", "[^", "\n\n ", "{.a ", "*", "](", "[[a|", "1,", "https://", "- \n", ". ", "<"]
)
def test_no_text_takes_long(piece: str) -> None:
    """A page of many megabytes of one sign is somebody’s attempt, and must not stop the checks."""
    text = piece * 100_000
    started = time.process_time()
    digest(text)
    assert time.process_time() - started < 5
