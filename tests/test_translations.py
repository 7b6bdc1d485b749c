"""The translations of a site: what is behind, where, and what there is to translate."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.ledger import NAME, write_ledger
from immunopole.problems import pressing
from immunopole.translations import Behind, Change, Translations

from .conftest import REPOSITORY, TODAY, lay_out
from .serving import spoil
from .test_deployment import git

SUMMER, AUTUMN = date(2026, 6, 1), date(2026, 10, 5)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site in a folder without git, whose ledger says that a page and a biography are behind."""
    return lay_out(tmp_path / "site", "stale-translation")


def catalogue(root: Path) -> Catalogue:
    """Read a site that has no mistake."""
    found, problems = read_catalogue(root / "mkdocs.yml", "https://example.org/", TODAY)
    assert found is not None, problems
    return found


def site(root: Path) -> Translations:
    """Read the translations of a site."""
    return catalogue(root).translation_state


def remember(root: Path, day: date) -> None:
    """Write the ledger of a site."""
    write_ledger(root, site(root).remembered(day).text)


def late(root: Path) -> list[tuple[str, str, str]]:
    """Say which unit is behind, in which language, and where the change stands."""
    return [(lag.key, lag.late, lag.there.at) for lag in site(root).lags]


def test_the_ledger_of_the_situation_is_what_was_remembered(tmp_path: Path) -> None:
    """Made anew from what its texts said in June and say since October, or it would prove nothing."""
    root = lay_out(tmp_path, "stale-translation")
    kept = (root / NAME).read_text(encoding="utf-8")
    now = {file: file.read_text(encoding="utf-8") for file in (root / "docs/fr/cluster.md", root / "data/people.yaml")}
    (root / NAME).unlink()
    spoil(root / "docs/fr/cluster.md", "quarante", "trente")
    spoil(root / "docs/fr/cluster.md", " Il a été annoncé à Marseille.", "")
    spoil(root / "data/people.yaml", "One paragraph.", "One short paragraph.")
    remember(root, SUMMER)
    for file, text in now.items():
        file.write_text(text, encoding="utf-8")
    remember(root, AUTUMN)
    assert (root / NAME).read_text(encoding="utf-8") == kept


def test_a_site_may_do_without_a_ledger(root: Path) -> None:
    """Then nothing is behind, and nobody is told anything."""
    (root / NAME).unlink()
    spoil(root / "docs/fr/cluster.md", "quarante", "cinquante")
    state = site(root)
    assert (state.lags, list(state.advice()), state.updated("cluster.md", "fr")) == ((), [], None)


def test_what_is_behind_is_told_with_the_change_to_translate(root: Path) -> None:
    """Each new sentence with its line and what it says; how many are no longer there; where the translation stands."""
    page, biography = site(root).lags
    assert (page.key, page.late, page.original, page.day) == ("cluster.md", "en", "fr", AUTUMN)
    assert page.changes == (
        Change("docs/fr/cluster.md:6", "Il compte quarante équipes."),
        Change("docs/fr/cluster.md:10", "Il a été annoncé à Marseille."),
    )
    assert (page.gone, page.here.at) == (1, "docs/en/cluster.md:6")
    assert (biography.key, biography.late, biography.day) == ("people/ana-lopez/biography", "fr", AUTUMN)
    assert biography.changes == (Change("data/people.yaml:42", "One paragraph."),)
    assert biography.here.at == "data/people.yaml:41"


def test_a_change_is_seen_before_anybody_remembers_it(root: Path) -> None:
    """In a proposal, in a tarball, at a save: what it would leave behind, on both sides, at the paragraph itself."""
    spoil(root / "docs/en/cluster.md", "goes back to 2013", "was announced in 2013")
    remember(root, TODAY)
    assert late(root) == [("people/ana-lopez/biography", "fr", "data/people.yaml:42")]
    spoil(root / "docs/en/cluster.md", "in 2013", "in May 2013")
    lag = site(root).lags[0]
    assert (lag.key, lag.late, lag.day) == ("cluster.md", "fr", None)
    assert (lag.here.at, lag.there.at) == ("docs/fr/cluster.md:10", "docs/en/cluster.md:10")


def test_only_what_a_change_brings_is_pressing(root: Path) -> None:
    """What was behind before is advice as any other; a proposal is not about it."""
    state = site(root)
    assert [(p.code, p.path, p.place.line) for p in state.advice()] == [
        ("translation-behind", "docs/en/cluster.md", 6),
        ("translation-behind", "data/people.yaml", 41),
    ]
    assert pressing(state.advice()) == []
    spoil(root / "docs/fr/cluster.md", "Le projet date", "Ce projet date")
    assert [(p.code, p.path, p.place.line, p.details["other"]) for p in pressing(site(root).advice())] == [
        ("translation-behind", "docs/en/cluster.md", 10, "docs/fr/cluster.md:10"),
        ("translation-ahead", "docs/fr/cluster.md", 10, "docs/en/cluster.md:10"),
    ]


def test_a_paragraph_more_shifts_no_other(root: Path) -> None:
    """Where two texts have not as many blocks, nobody can say which belong together: the first stands for all."""
    spoil(root / "docs/fr/cluster.md", "Le projet date", "Un paragraphe.\n\nLe projet date")
    page = site(root).lags[0]
    assert (page.there.at, page.here.at) == ("docs/fr/cluster.md:10", "docs/en/cluster.md:6")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("title: Le cluster", "title: Notre cluster", 2), ("pour montrer", "qui montre", 3)],
)
def test_what_a_page_says_at_its_top_is_translated_too(root: Path, old: str, new: str, line: int) -> None:
    """The same line of the other language is named."""
    spoil(root / "docs/fr/cluster.md", old, new)
    (ahead,) = [problem for problem in site(root).advice() if problem.code == "translation-ahead"]
    assert (ahead.at, ahead.details["other"]) == (f"docs/fr/cluster.md:{line}", f"docs/en/cluster.md:{line}")


def test_a_text_deep_in_a_record_is_found(root: Path) -> None:
    """The title of a role, beside the same title in the other language."""
    spoil(root / "data/people.yaml", 'detail: { fr: "équipe <&>"', 'detail: { fr: "groupe <&>"')
    (ahead,) = [problem for problem in site(root).advice() if problem.code == "translation-ahead"]
    assert ahead.where == ("people", "obrien", "positions", "1", "detail", "fr")
    assert ahead.details == {"unit": "people/obrien/positions", "other": "data/people.yaml:13"}


def test_a_text_that_is_the_same_in_all_languages_is_no_pair(tmp_path: Path) -> None:
    """Typed once, it cannot be behind itself; nor can one that only one language has."""
    root = lay_out(tmp_path, "every-field")
    remember(root, SUMMER)
    assert "organisations/lab/acronym" not in site(root).versions
    assert site(root).versions["people/full-record/pronouns"].keys() == {"fr"}
    spoil(root / "data/organisations.yaml", "acronym: L&C", "acronym: L&D")
    spoil(root / "data/people.yaml", '{ fr: "elle <&>" }', '{ fr: "iel" }')
    assert late(root) == []


def test_a_record_under_a_new_id_is_as_far_behind_as_before(root: Path) -> None:
    """Its former id says what is remembered of it, its page and a page written for it."""
    before = late(root)
    assert ("people/ana-lopez/biography", "fr") in {(key, locale) for key, locale, _ in before}
    (root / NAME).write_text((root / NAME).read_text(encoding="utf-8") + "people/ana-lopez en text\n", encoding="utf-8")
    spoil(root / "data/people.yaml", "  - id: ana-lopez\n", "  - id: ana-perez\n    former_ids: [ana-lopez]\n")
    for locale in ("fr", "en"):
        spoil(root / f"docs/{locale}/community/index.md", "ana-lopez", "ana-perez")
    renamed = [(key.replace("perez", "lopez"), locale) for key, locale, _ in late(root)]
    assert renamed == [(key, locale) for key, locale, _ in before]
    remember(root, TODAY)
    assert len(late(root)) == len(before)
    assert "ana-lopez" not in (root / NAME).read_text(encoding="utf-8")


def test_the_page_of_a_period_says_what_is_behind_on_it_under_a_new_id_too(tmp_path: Path) -> None:
    """Its summary opens the page, which is made from the record."""
    root = lay_out(tmp_path, "every-field")
    remember_in_step(root)
    spoil(root / "data/periods.yaml", "fr: Une période sans date", "fr: Une autre période sans date")
    remember(root, TODAY)
    for former, ident in (("late", "late"), ("  - id: late\n", "  - id: last\n    former_ids: [late]\n")):
        if former != ident:
            spoil(root / "data/periods.yaml", former, ident)
        known = catalogue(root)
        last = known.history[-1].period.id
        page = known.pages[known.layout.period_source(last), "en"]
        behind = known.translation_state.behind(page)
        assert behind is not None
        assert behind.original == "fr"


def test_a_sentence_that_is_only_taken_away_is_a_change(root: Path) -> None:
    """There is none to show, and still something to do."""
    remember_in_step(root)
    spoil(root / "docs/fr/cluster.md", "Il compte quarante équipes.", "")
    (page,) = site(root).lags
    assert (page.changes, page.gone, page.there.at) == ((), 1, "docs/fr/cluster.md:2")


def test_a_text_that_says_nothing_any_more_has_changed(root: Path) -> None:
    """No sentence is left to show: the text itself is named."""
    remember_in_step(root)
    spoil(root / "data/people.yaml", "fr: Directrice", 'fr: "—"')
    (lag,) = site(root).lags
    assert (lag.changes, lag.gone, lag.there.where[-1]) == ((), 1, "fr")


def test_a_page_says_what_it_is_behind(root: Path) -> None:
    """A page somebody wrote and one made from a record; not the other side of the pair."""
    found = catalogue(root)
    state = found.translation_state
    assert state.behind(found.pages["cluster.md", "en"]) == Behind("fr", AUTUMN)
    assert state.behind(found.pages["community/ana-lopez.md", "fr"]) == Behind("en", AUTUMN)
    assert state.behind(found.pages["cluster.md", "fr"]) is None
    assert state.behind(found.pages["community/obrien.md", "fr"]) is None


def test_of_several_changes_a_page_names_the_latest(root: Path) -> None:
    """One that is not remembered yet is later than all."""
    spoil(root / "data/people.yaml", "Director }", "Head }")
    remember(root, TODAY)
    found = catalogue(root)
    assert found.translation_state.behind(found.pages["community/ana-lopez.md", "fr"]) == Behind("en", TODAY)
    spoil(root / "data/people.yaml", "Head }", "Chair }")
    found = catalogue(root)
    assert found.translation_state.behind(found.pages["community/ana-lopez.md", "fr"]) == Behind("en", None)


def test_what_a_page_does_not_show_leaves_it_in_step(root: Path) -> None:
    """A field that is hidden; a biography whose place a page written by hand takes."""
    page = root / "docs/fr/community/ana-lopez.md"
    page.parent.mkdir(exist_ok=True)
    shutil.copy(root / "docs/fr/cluster.md", page)
    found = catalogue(root)
    assert found.translation_state.behind(found.pages["community/ana-lopez.md", "fr"]) is None
    page.unlink()
    spoil(root / "data/people.yaml", "Prize <&>", "Award <&>")
    found = catalogue(root)
    assert found.translation_state.behind(found.pages["community/obrien.md", "fr"]) == Behind("en", None)
    spoil(root / "data/people.yaml", "    honours:\n", "    visibility: { honours: hidden }\n    honours:\n")
    found = catalogue(root)
    assert found.translation_state.behind(found.pages["community/obrien.md", "fr"]) is None


def dates(root: Path, source: str) -> list[date | None]:
    """Say since when a page holds what it holds, in French and in English."""
    state = site(root)
    return [state.updated(source, locale) for locale in ("fr", "en")]


def test_a_page_has_the_date_of_its_own_last_change(root: Path) -> None:
    """By language; unknown while the change is not remembered."""
    assert dates(root, "cluster.md") == [AUTUMN, SUMMER]
    assert dates(root, "community/ana-lopez.md") == [SUMMER, AUTUMN]
    spoil(root / "docs/en/cluster.md", "thirty", "forty")
    assert dates(root, "cluster.md") == [AUTUMN, None]
    remember(root, TODAY)
    assert dates(root, "cluster.md") == [AUTUMN, TODAY]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("from: 2010", "from: 2011", True),
        ("to: 2014-05", "as_of: 2014-05", True),
        ("family_name: López", "family_name: Lopes", True),
        ("    given_name: Ana\n    family_name: López\n", "    family_name: López\n    given_name: Ana\n", False),
        ("        from: 2010\n        to: 2014-05\n", "        to: 2014-05\n        from: 2010\n", False),
        ("fr: Un paragraphe.", "fr: «\u00a0Un *paragraphe*.\u00a0»", False),
        ("  - id: ana-lopez", "  # A comment.\n  - id: ana-lopez", False),
        ("given_name: Zoë", "given_name: Zoé", False),
    ],
)
def test_the_facts_of_a_record_date_its_page_too(root: Path, old: str, new: str, *, changed: bool) -> None:
    """In every language; not their order in the file, nor their form, nor another record."""
    remember(root, SUMMER)
    before = dates(root, "community/ana-lopez.md")
    spoil(root / "data/people.yaml", old, new)
    assert dates(root, "community/ana-lopez.md") == ([None, None] if changed else before)


def test_a_record_above_another_changes_nothing_in_it(root: Path) -> None:
    """Its number in the file is not its own."""
    people = root / "data/people.yaml"
    head, first, second = people.read_text(encoding="utf-8").partition("  - id: ana-lopez")
    people.write_text("people:\n" + first + second + head.removeprefix("people:\n"), encoding="utf-8")
    assert dates(root, "community/ana-lopez.md") == [SUMMER, AUTUMN]
    assert len(late(root)) == 2


def test_a_page_that_shows_other_records_has_no_date(root: Path) -> None:
    """Nothing of its own may have changed when what it lists has: unknown is better than false."""
    assert dates(root, "community/index.md") == [None, None]
    assert dates(root, "index.md") == [None, None]


def test_a_page_shown_as_it_is_in_another_language_is_no_translation(tmp_path: Path) -> None:
    """It cannot be behind itself, and has the date of the page that somebody wrote."""
    root = lay_out(tmp_path, "page-shown-as-it-is")
    remember(root, SUMMER)
    assert site(root).versions["cluster.md"].keys() == {"fr"}
    assert dates(root, "news/prize.md") == [SUMMER, SUMMER]
    spoil(root / "docs/fr/news/prize.md", "title: ", "title: Encore ")
    assert late(root) == []
    assert dates(root, "news/prize.md") == [None, None]


def test_a_text_shown_in_place_of_a_missing_one_dates_the_page(tmp_path: Path) -> None:
    """But not a biography, which only its own language shows."""
    root = lay_out(tmp_path, "biography-in-one-language")
    remember(root, SUMMER)
    spoil(root / "data/people.yaml", "fr: Un paragraphe.", "fr: Deux paragraphes.")
    assert dates(root, "community/ana-lopez.md") == [None, SUMMER]
    spoil(root / "data/people.yaml", 'title: { fr: "Prix <&>", en: "Prize <&>" }', 'title: { fr: "Prix <&>" }')
    remember(root, AUTUMN)
    assert dates(root, "community/obrien.md") == [SUMMER, AUTUMN]
    spoil(root / "data/people.yaml", "Prix <&>", "Autre prix <&>")
    assert dates(root, "community/obrien.md") == [None, None]


@pytest.mark.parametrize(
    ("named", "units"),
    [
        ("cluster.md", ["cluster.md"]),
        ("docs/fr/cluster.md", ["cluster.md"]),
        ("./docs/en/cluster.md", ["cluster.md"]),
        ("people/ana-lopez/summary", ["people/ana-lopez/summary"]),
        ("ana-lopez", ["people/ana-lopez/summary", "people/ana-lopez/positions", "people/ana-lopez/biography"]),
        ("people/ana-lopez", ["people/ana-lopez/summary", "people/ana-lopez/positions", "people/ana-lopez/biography"]),
        ("docs/fr/organisations/lab.md", ["organisations/lab/name", "organisations/lab/summary"]),
        ("figures", []),
        ("nobody", []),
        ("../docs/fr/cluster.md", []),
        ("", []),
    ],
)
def test_a_unit_has_several_names(root: Path, named: str, units: list[str]) -> None:
    """The one that is shown, the path of a file, the id of a record."""
    assert site(root).keys(named) == units


def remember_in_step(root: Path) -> None:
    """Declare that everything says the same."""
    state = site(root)
    write_ledger(root, state.declared(state.versions, TODAY).text)


def test_declaring_touches_nothing_else(root: Path) -> None:
    """Other changes are neither remembered nor forgotten."""
    spoil(root / "docs/fr/index.md", "Text.", "Texte.")
    write_ledger(root, site(root).declared(["cluster.md"], TODAY).text)
    assert late(root) == [
        ("index.md", "en", "docs/fr/index.md:8"),
        ("people/ana-lopez/biography", "fr", "data/people.yaml:42"),
    ]


def test_nothing_of_it_needs_git(root: Path) -> None:
    """By content: the same in another folder, whatever the dates of the files and without any history."""
    copy = root.parent / "unpacked"
    shutil.copytree(root, copy, copy_function=shutil.copy)
    assert not list(root.rglob(".git"))
    assert site(copy).lags == site(root).lags


def test_two_branches_that_were_remembered_meet_without_a_conflict(root: Path) -> None:
    """As `.gitattributes` tells git; the lines of both are kept, and none is a riddle."""
    shutil.copy(REPOSITORY / ".gitattributes", root)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".gitattributes", NAME, "docs", "data")
    git(root, "commit", "--quiet", "--message=Start")
    changes = {"one": ("docs/fr/index.md", "Text.", "Texte."), "two": ("docs/en/cluster.md", "thirty", "forty")}
    for branch, (name, old, new) in changes.items():
        git(root, "checkout", "--quiet", "-b", branch, "main")
        spoil(root / name, old, new)
        remember(root, TODAY)
        git(root, "commit", "--quiet", "--all", "--message=Change")
    git(root, "merge", "--quiet", "one", "--message=Both")
    state = site(root)
    assert [problem.code for problem in state.advice()] == ["translation-behind"] * 2
    assert late(root) == [
        ("index.md", "en", "docs/fr/index.md:8"),
        ("people/ana-lopez/biography", "fr", "data/people.yaml:42"),
    ]
    assert state.ledger == state.remembered(TODAY)


def test_the_real_site_can_be_remembered(tmp_path: Path) -> None:
    """Every page and every record in it; remembered once, nothing is new."""
    for name in ("data", "docs", "overrides"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", tmp_path)
    remember(tmp_path, TODAY)
    state = site(tmp_path)
    assert state.remembered(TODAY) == state.ledger
    kinds = {key.partition("/")[0] for key in state.versions if not key.endswith(".md")}
    assert kinds >= {"people", "organisations", "roles", "themes", "timeline", "figures"}
