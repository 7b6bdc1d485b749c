"""The ledger: who is behind whom, and what is kept of it in a file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immunopole.ledger import NAME, Ledger, News, Said, Unit, news, read_ledger, write_ledger
from immunopole.meaning import Meaning
from immunopole.problems import Problem, pressing

SUMMER, AUTUMN = date(2026, 6, 1), date(2026, 10, 5)


def said(**texts: str) -> dict[str, Meaning]:
    """Give what a unit says in each language."""
    return {locale: Meaning((text,)) for locale, text in texts.items()}


def after(*states: dict[str, Meaning]) -> Unit:
    """Remember one state after the other."""
    unit = Unit()
    for number, state in enumerate(states):
        unit = unit.after(state, SUMMER + timedelta(days=number))
    return unit


def behind(*states: dict[str, Meaning]) -> set[tuple[str, str]]:
    """Give the pairs (who is behind, whom) after some states."""
    return set(after(*states).behind)


BOTH = said(fr="un", en="one")


def test_what_is_new_is_in_step() -> None:
    """A page written in both languages; a translation that comes later; a page in one language."""
    assert behind(BOTH) == set()
    assert behind(said(fr="un"), BOTH) == set()
    assert behind(said(fr="un"), said(fr="deux")) == set()


def test_a_text_that_changes_alone_leaves_all_others_behind() -> None:
    """Whatever the language: none is the original for good."""
    assert behind(BOTH, said(fr="deux", en="one")) == {("en", "fr")}
    assert behind(BOTH, said(fr="un", en="two")) == {("fr", "en")}
    three = said(fr="un", en="one", es="uno")
    assert behind(three, three | said(es="dos")) == {("fr", "es"), ("en", "es")}


def test_a_ledger_saved_by_an_editor_is_read_all_the_same(tmp_path: Path) -> None:
    """With the line ends of Windows, and the sign at the top that its editors put there."""
    text = Ledger({"a.md": after(BOTH, said(fr="deux", en="one"))}).text
    (tmp_path / NAME).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    read, problems = read_ledger(tmp_path)
    assert problems == []
    assert read is not None
    assert read.text == text


def test_texts_that_change_together_are_in_step() -> None:
    """One proposal with both languages; a third that did not change is behind each of them."""
    assert behind(BOTH, said(fr="deux", en="two")) == set()
    three = said(fr="un", en="one", es="uno")
    assert behind(three, three | said(fr="deux", en="two")) == {("es", "fr"), ("es", "en")}


def test_a_text_that_was_behind_and_changes_has_caught_up() -> None:
    """And leaves nobody behind: its change is the translation of another."""
    late = said(fr="deux", en="one")
    assert behind(BOTH, late, said(fr="deux", en="two")) == set()
    three, once = said(fr="un", en="one", es="uno"), said(fr="deux", en="one", es="uno")
    assert behind(three, once, once | said(en="two")) == {("es", "fr")}


def test_a_change_that_is_undone_leaves_nobody_behind() -> None:
    """By hand or by a reverted proposal; and not halfway."""
    late = said(fr="deux", en="one")
    assert behind(BOTH, late, BOTH) == set()
    assert behind(BOTH, late, said(fr="trois", en="one"), BOTH) == set()
    assert behind(BOTH, late, said(fr="trois", en="one")) == {("en", "fr")}


def test_what_was_last_known_is_kept_until_it_is_caught_up_with() -> None:
    """Two changes in a row are one change to translate."""
    unit = after(BOTH, said(fr="deux", en="one"), said(fr="trois", en="one"))
    assert unit.behind["en", "fr"] == Said(SUMMER, BOTH["fr"].digest, BOTH["fr"].sentences)
    assert unit.texts["fr"].day == SUMMER + timedelta(days=2)
    assert unit.texts["en"].day == SUMMER


def test_a_text_that_is_gone_is_forgotten() -> None:
    """It is behind nobody, and nobody is behind it; should it come back, it is new."""
    late = said(fr="deux", en="one")
    assert behind(BOTH, late, said(en="one")) == set()
    assert behind(BOTH, late, said(fr="deux")) == set()
    assert behind(BOTH, late, said(fr="deux"), late) == set()


def test_somebody_may_say_that_nothing_needs_translating() -> None:
    """Then only the next change counts."""
    late = said(fr="deux", en="one")
    unit = after(BOTH).in_step(late, AUTUMN)
    assert unit.behind == {}
    assert unit.after(late, AUTUMN) == unit
    assert set(unit.after(said(fr="trois", en="one"), AUTUMN).behind) == {("en", "fr")}


def test_form_leaves_nobody_behind() -> None:
    """Nor does it move a date."""
    assert after(BOTH, said(fr="«\u00a0Un\u00a0».", en="*One*")) == after(BOTH)


LOCALES = ("fr", "en", "es")
HISTORY = st.lists(st.dictionaries(st.sampled_from(LOCALES), st.sampled_from("abcd"), max_size=3), max_size=12)


@given(HISTORY)
def test_a_history_of_changes_leaves_behind_what_an_honest_clerk_would_say(history: list[dict[str, str]]) -> None:
    """The clerk keeps, for each text, which state of each other it has seen, and never thinks of who is behind."""
    now = dict.fromkeys(LOCALES, "a")
    seen = {(one, other): "a" for one in LOCALES for other in LOCALES}
    states = [said(**now)]
    for change in history:
        was = dict(now)
        now |= change
        states.append(said(**now))
        changed = {locale for locale in LOCALES if now[locale] != was[locale]}
        late = {one for one in LOCALES if any(seen[one, other] != was[other] for other in LOCALES)}
        for one, other in list(seen):
            # Whoever changes has read all others; what a text that was late says now is nothing new to those in step.
            if one in changed or (other in changed & late and seen[one, other] == was[other]):
                seen[one, other] = now[other]
    assert behind(*states) == {(one, other) for (one, other), known in seen.items() if known != now[other]}


UNITS = {"cluster.md": after(BOTH, said(fr="deux. Trois.", en="one"))}
LEDGER = Ledger(UNITS, {("cluster.md", "fr"): Said(SUMMER, "0" * 16)})


def read(root: Path, text: str) -> tuple[Ledger, list[Problem]]:
    """Read a ledger of this text."""
    (root / NAME).write_text(text, encoding="utf-8")
    ledger, problems = read_ledger(root)
    assert ledger is not None
    return ledger, problems


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Sorted, a line a fact, so that git and people can compare two of them."""
    write_ledger(tmp_path, LEDGER.text)
    assert read_ledger(tmp_path) == (LEDGER, [])
    lines = LEDGER.text.splitlines()[1:]
    assert lines == sorted(lines)
    assert [line.split()[:3] for line in lines] == [
        ["cluster.md", "en", "behind"],
        ["cluster.md", "en", "text"],
        ["cluster.md", "fr", "page"],
        ["cluster.md", "fr", "text"],
    ]


def test_of_two_lines_for_one_thing_the_later_counts(tmp_path: Path) -> None:
    """As `merge=union` leaves them when two branches have met, in any order; written again, there is one."""
    older = after(BOTH)
    newer = after(BOTH, BOTH, said(fr="deux", en="one"))
    both = {*Ledger({"a": older}).text.splitlines(), *Ledger({"a": newer}).text.splitlines()}
    for lines in (sorted(both), sorted(both, reverse=True)):
        ledger, problems = read(tmp_path, "\n".join(lines))
        assert (ledger.units, problems) == ({"a": newer}, [])
    assert Ledger({"a": newer}).text == ledger.text


def test_of_two_states_last_known_the_older_counts(tmp_path: Path) -> None:
    """Everything since then is still to be translated."""
    first, second = (
        Ledger({"a": unit}).text for unit in (UNITS["cluster.md"], after(BOTH, BOTH, said(fr="x", en="one")))
    )
    later = [line.replace(str(SUMMER), str(AUTUMN)) for line in second.splitlines() if " behind " in line]
    ledger, _ = read(tmp_path, "\n".join([*first.splitlines(), *later]))
    assert ledger.units["a"] == UNITS["cluster.md"]


def test_a_merge_does_not_bring_back_what_was_caught_up_with(tmp_path: Path) -> None:
    """One branch translates while the other still has the line that says who is behind."""
    late = said(fr="deux", en="one")
    behind_, done = (
        Ledger({"a": after(BOTH, late)}).text,
        Ledger({"a": after(BOTH, late, said(fr="deux", en="two"))}).text,
    )
    ledger, _ = read(tmp_path, behind_ + done)
    assert ledger.units["a"].behind == {}


@pytest.mark.parametrize(
    "line",
    [
        "cluster.md",
        "cluster.md en text 2026-02-30 0123456789abcdef",
        "cluster.md en text 2026-06-01 0123",
        "cluster.md en text 2026-06-01 0123456789abcdef zzzzzzzz",
        "cluster.md en behind fr 2026-06-01 0123456789abcdef",
        "cluster.md en page yesterday 0123456789abcdef",
        "<<<<<<< HEAD",
        "\ufffd\0",
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_left_out(tmp_path: Path, line: str) -> None:
    """The rest is used; nothing ever stops for it."""
    ledger, problems = read(tmp_path, f"{LEDGER.text}\n{line}\n")
    assert ledger == LEDGER
    assert [(problem.path, problem.code, problem.place.line) for problem in problems] == [(NAME, "ledger-line", 7)]
    assert pressing(problems) == []


def test_a_ledger_that_is_no_file_is_told(tmp_path: Path) -> None:
    """Nothing is behind then, and the site is built."""
    (tmp_path / NAME).mkdir()
    ledger, problems = read_ledger(tmp_path)
    assert (ledger, [problem.code for problem in problems], pressing(problems)) == (None, ["file-unreadable"], [])
    with pytest.raises(OSError, match=NAME):
        write_ledger(tmp_path, LEDGER.text)
    assert [file.name for file in tmp_path.iterdir()] == [NAME]


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_whatever_is_in_a_ledger_it_can_be_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """And written again in its own form."""
    root = tmp_path_factory.mktemp("ledger")
    (root / NAME).write_bytes(text.encode("utf-8", "replace"))
    ledger, _ = read_ledger(root)
    assert ledger is not None
    assert read(root, ledger.text) == (ledger, [])


def test_what_is_new_in_a_ledger_can_be_told() -> None:
    """Every text that is new, changed or gone; who is behind now, and who no longer."""
    before = Ledger({"a": after(BOTH), "b": after(BOTH, said(fr="x", en="one")), "c": after(BOTH), "d": after(BOTH)})
    now = Ledger(
        {
            "a": after(BOTH, said(fr="deux", en="one")),
            "b": after(BOTH, said(fr="x", en="one"), said(fr="x", en="ex")),
            "c": after(said(fr="un")),
            "e": after(said(fr="un")),
        }
    )
    assert list(news(before, now)) == [
        News("changed", "a", "fr"),
        News("behind", "a", "en", "fr"),
        News("changed", "b", "en"),
        News("caught_up", "b", "en", "fr"),
        News("gone", "c", "en"),
        News("gone", "d", "en"),
        News("gone", "d", "fr"),
        News("new", "e", "fr"),
    ]
    assert list(news(now, now)) == []
