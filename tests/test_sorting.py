"""The order of names, as a language sorts them."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immunopole.sorting import Alphabet

PLAIN, SPANISH, SWEDISH = (Alphabet.parse(own) for own in ("", "n ñ", "z å, å ä, ä ö"))


@pytest.mark.parametrize(
    ("alphabet", "names"),
    [
        (PLAIN, ["Eau", "Éclair", "Edme", "Élan", "Elan-Roy", "Émile"]),
        (PLAIN, ["Lob", "Lœb", "Loeuillet", "Lœuillet", "Lof"]),
        (PLAIN, ["Bæ", "Baf"]),
        (PLAIN, ["cote", "coté", "côte", "côté"]),
        (PLAIN, ["Ana López", "Anabel"]),
        (PLAIN, ["d’Arc", "Dard", "D’Artagnan"]),
        (PLAIN, ["Muñoz", "Munro"]),
        (SPANISH, ["Munro", "Muñoz"]),
        (SWEDISH, ["Zorn", "Åberg", "Ärlig", "Östberg"]),
        (PLAIN, ["أحمد", "بدر", "محمد"]),
    ],
)
def test_names_stand_where_a_reader_looks_for_them(alphabet: Alphabet, names: list[str]) -> None:
    """É with E, Œ as OE, apostrophes and hyphens uncounted; a letter of its own where the language has one."""
    if len(names) <= 4:
        assert all(sorted(order, key=alphabet.key) == names for order in permutations(names))
    turned = list(reversed(names))
    assert sorted(turned, key=alphabet.key) == names


def test_the_case_of_a_name_decides_last() -> None:
    """`Roy` and `roy` stand together, and always in the same order."""
    assert sorted(["roy", "Roux", "Roy", "ROY"], key=PLAIN.key) == ["Roux", "roy", "Roy", "ROY"]


@given(st.lists(st.text()))
def test_any_text_can_be_sorted_and_different_texts_have_an_order(texts: list[str]) -> None:
    """No text raises; the order does not depend on how they came."""
    once = sorted(texts, key=PLAIN.key)
    assert sorted(once, key=PLAIN.key) == once


def test_a_name_stands_under_the_capital_of_its_alphabet() -> None:
    """É under E, Œ under O; a letter that a language counts as one of its own under itself."""
    plain, spanish = Alphabet.parse(""), Alphabet.parse("n ñ")
    assert [plain.initial(name) for name in ("Élie", "Œuvrard", "’t Hooft", "ñandú", "7", "—")] == [*"EOTN7", ""]
    assert spanish.initial("ñandú") == "Ñ"
