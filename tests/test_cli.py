"""The `immunopole` command, run as an editor runs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from immunopole.messages import words

from .conftest import REPOSITORY, TODAY, lay_out
from .serving import COMMAND, serving, spoil, wait_for
from .test_sites import fingerprint


def run(root: Path, *arguments: str, lang: str = "en", given: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a site's folder, in English unless told otherwise; `given` is typed when it asks."""
    environment = {**os.environ, "IMMUNOPOLE_LANG": lang, "IMMUNOPOLE_TODAY": TODAY.isoformat()}
    command = [*COMMAND, *arguments]
    return subprocess.run(command, cwd=root, env=environment, input=given, capture_output=True, text=True, check=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a small site."""
    return lay_out(tmp_path / "site sources")


def test_check_says_that_all_is_well(root: Path) -> None:
    """Exit code 0, and one line that says so."""
    result = run(root, "check")
    assert (result.returncode, result.stdout, result.stderr) == (0, "All is well.\n", "")


def test_check_tells_every_mistake_of_every_file_at_once(root: Path) -> None:
    """Exit code 1, in the language one asks for."""
    spoil(root / "data/people.yaml", "organisation: lab", "organisation: labo")
    spoil(root / "data/figures.yaml", "2016~", "around 2016")
    result = run(root, "check", "--lang", "fr")
    assert result.returncode == 1
    assert re.findall(r"^(data/\w+\.yaml:\d+)", result.stderr, flags=re.MULTILINE) == [
        "data/figures.yaml:6",
        "data/people.yaml:11",
        "data/people.yaml:37",
    ]
    assert "3 erreurs dans 2 fichiers" in result.stderr


@pytest.mark.parametrize(
    ("guide", "lang", "right", "wrong"),
    [
        ("README.md", "en", "ipc", "ipcc"),
        ("CONTRIBUTING.md", "en", "crcm", "crmc"),
        ("CONTRIBUTING.fr.md", "fr", "cell-therapy-lab", "cell-therapie-lab"),
    ],
)
def test_the_message_a_guide_shows_is_real(tmp_path: Path, guide: str, lang: str, right: str, wrong: str) -> None:
    """What a newcomer reads there is what they will see; only the number of the line changes with the file."""
    shown = (REPOSITORY / guide).read_text(encoding="utf-8").split("```text\n", 1)[1].split("```", 1)[0].strip()
    for name in ("data", "docs", "overrides"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", tmp_path)
    file = tmp_path / "data/people.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"organisation: {right}\n", f"organisation: {wrong}\n", 1), encoding="utf-8")
    told = run(tmp_path, "check", "--lang", lang).stderr
    assert "\n".join(re.sub(r"\d+", "0", told).splitlines()).startswith(re.sub(r"\d+", "0", shown))


def test_a_wrong_call_is_told_from_a_wrong_site(root: Path) -> None:
    """Exit code 2, as every command has it."""
    assert run(root, "check", "--nonsense").returncode == 2


def test_a_folder_without_a_site_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    """Whoever runs it in the wrong folder is told so."""
    result = run(tmp_path, "check")
    assert result.returncode == 1
    assert "mkdocs.yml:1:1: error: there is no site in this folder." in result.stderr


def test_build_replaces_the_site_only_when_it_is_whole(root: Path) -> None:
    """A link to nowhere is found late, when MkDocs has rendered half of the pages: the site must not notice."""
    assert run(root, "build").returncode == 0
    before = fingerprint(root / "site")
    assert "index.html" in before
    page = root / "docs/en/index.md"
    spoil(page, "Text.", "A [link](nowhere.md).")
    failed = run(root, "build")
    assert failed.returncode == 1
    assert "nowhere.md" in failed.stderr
    assert fingerprint(root / "site") == before
    assert [entry.name for entry in (root / ".build").iterdir()] == []
    spoil(page, "nowhere.md", "community/index.md")
    assert run(root, "build").returncode == 0
    assert fingerprint(root / "site") != before
    assert [entry.name for entry in (root / ".build").iterdir()] == []


@pytest.fixture
def served(root: Path) -> Iterator[str]:
    """A small site under `immunopole serve`."""
    with serving(root) as address:
        yield address


def test_what_is_saved_is_served(root: Path, served: str) -> None:
    """A record, a page, a style, a template, a word: each save shows."""
    profile = served + "en/community/ana-lopez/"
    assert "livereload" in wait_for(profile, "One paragraph.")
    spoil(root / "data/people.yaml", "One paragraph.", "Another paragraph.")
    wait_for(profile, "Another paragraph.")
    spoil(root / "docs/en/index.md", "Text.", "Other words.")
    wait_for(served + "en/", "Other words.")
    spoil(root / "overrides/assets/css/tokens.css", "--measure: 64ch", "--measure: 63ch")
    style = re.search(r"assets/site\.\w+\.css", wait_for(served, "assets/site."))
    assert style
    spoil(root / "overrides/locales/en.yaml", "Skip to content", "Go to the content")
    wait_for(served + "en/", "Go to the content")
    spoil(root / "overrides/profile.html", '<article class="profile">', '<article class="profile new">')
    wait_for(profile, "profile new")


def test_a_mistake_while_serving_keeps_the_last_good_page(root: Path, served: str) -> None:
    """Every page still answers, the mistakes above it; the next good save is served again."""
    profile = served + "en/community/ana-lopez/"
    wait_for(profile, "One paragraph.")
    spoil(root / "data/people.yaml", "organisation: lab", "organisation: labo")
    body = wait_for(served + "en/", "there is no organisation “labo”")
    assert "The page below is the last good one." in body
    assert "One paragraph." in wait_for(profile, "data/people.yaml:11:23")
    assert "data/people.yaml:11" in (log := (root / "log.txt").read_text())
    assert "Traceback" not in log
    spoil(root / "data/people.yaml", "organisation: labo", "organisation: lab")
    spoil(root / "data/people.yaml", "One paragraph.", "A corrected paragraph.")
    assert "immunopole-problems" not in wait_for(profile, "A corrected paragraph.")


def test_a_build_that_stops_half_way_while_serving_leaves_every_page(root: Path, served: str) -> None:
    """A template that cannot be rendered is found when half of the pages are gone: they come back."""
    wait_for(served, "Text.")
    spoil(root / "overrides/profile.html", "{% block main %}", "{% block main %}{{ nonsense.x }}")
    assert "overrides/profile.html:" in wait_for(served + "en/", "nonsense")
    assert "One paragraph." in wait_for(served + "en/community/ana-lopez/", "immunopole-problems")
    spoil(root / "overrides/profile.html", "{{ nonsense.x }}", "")
    spoil(root / "docs/en/index.md", "Text.", "Other words.")
    assert "immunopole-problems" not in wait_for(served + "en/", "Other words.")


def test_what_mkdocs_warns_of_shows_in_the_page_too(root: Path, served: str) -> None:
    """A link to nowhere would stop a strict build: the editor learns it while writing."""
    wait_for(served, "Text.")
    spoil(root / "docs/en/index.md", "Text.", "A [link](nowhere.md).")
    assert "nowhere.md" in wait_for(served + "en/", "immunopole-problems")


def test_serving_begins_with_the_mistakes_there_are(root: Path) -> None:
    """There is no good page yet: the browser shows what to put right, and goes on by itself."""
    spoil(root / "data/people.yaml", "organisation: lab", "organisation: labo")
    with serving(root) as address:
        assert "before the site can be shown" in wait_for(address, "there is no organisation “labo”")
        spoil(root / "data/people.yaml", "organisation: labo", "organisation: lab")
        wait_for(address + "en/community/ana-lopez/", "One paragraph.")


def test_check_speaks_to_programs(root: Path) -> None:
    """The same problems, in the forms that hosts of proposals show beside the lines."""
    spoil(root / "data/people.yaml", "organisation: lab", "organisation: labo")
    as_json = run(root, "check", "--format", "json")
    assert as_json.returncode == 1
    assert [(p["path"], p["line"], p["closest"]) for p in json.loads(as_json.stdout)] == [
        ("data/people.yaml", 11, "lab"),
        ("data/people.yaml", 37, "lab"),
    ]
    github = run(root, "check", "--format", "github").stdout.splitlines()
    assert [line.split("::")[1].split(",")[:2] for line in github] == [
        ["error file=data/people.yaml", "line=11"],
        ["error file=data/people.yaml", "line=37"],
    ]
    gitlab = json.loads(run(root, "check", "--format", "gitlab").stdout)
    assert [issue["location"]["lines"]["begin"] for issue in gitlab] == [11, 37]


def test_advice_is_told_and_stops_nothing(root: Path) -> None:
    """Exit code 0; and it can be left out."""
    advised = run(root, "check", "--today", "2030-01-01")
    assert advised.returncode == 0
    assert "advice: nobody has reviewed this record for more than 2 years." in advised.stderr
    assert "2 pieces of advice in one file. They stop nothing." in advised.stderr
    assert run(root, "check", "--today", "2030-01-01", "--quiet-advice").stderr == ""
    assert run(root, "build", "--today", "2030-01-01").returncode == 0


def test_a_new_person_is_told_what_is_left_to_fill_in_and_then_has_a_page(root: Path) -> None:
    """The way of an editor: asked four things, then led by the messages alone."""
    asked = run(root, "new", "person", "--lang", "en", given="Zoé\nLœuillet\nlab\n\n")
    assert asked.returncode == 0, asked.stderr
    assert "data/people.yaml:" in asked.stdout
    left = run(root, "check").stderr
    assert [line.split(" | ")[1].strip() for line in left.splitlines() if re.match(r"  \d+ \|", line)] == [
        "fr:",
        "en:",
        "fr:",
        "en:",
        "fr:",
        "en:",
    ]
    people = root / "data/people.yaml"
    text = people.read_text(encoding="utf-8")
    before, new = text[: text.index("zoe-loeuillet")], text[text.index("zoe-loeuillet") :]
    sentence = "Une phrase assez longue pour que les moteurs de recherche la montrent entière."
    for text_given in (sentence, "Chercheuse", "Texte."):
        new = new.replace("fr:\n", f"fr: {text_given}\n", 1).replace("en:\n", f"en: {text_given}\n", 1)
    people.write_text(before + new, encoding="utf-8")
    assert run(root, "check").stderr == ""
    assert run(root, "build").returncode == 0
    assert "Zoé LŒUILLET" in (root / "site/en/community/zoe-loeuillet/index.html").read_text(encoding="utf-8")


def test_a_new_record_is_refused_for_an_organisation_nobody_knows(root: Path) -> None:
    """With the closest one; exit code 2, and the file is as it was."""
    before = (root / "data/people.yaml").read_bytes()
    answers = ("--given-name", "A", "--family-name", "B", "--organisation", "labo", "--role", "")
    refused = run(root, "new", "person", *answers)
    assert refused.returncode == 2
    assert "Closest: lab" in refused.stderr
    assert (root / "data/people.yaml").read_bytes() == before


def test_a_slip_while_being_asked_is_asked_again(root: Path) -> None:
    """With the closest one, in the language of the editor; an acronym means its organisation. Nothing is lost."""
    asked = run(root, "new", "person", given="Zoé\nLœuillet\nlabo\nL&C\n\n", lang="fr")
    assert asked.returncode == 0, asked.stderr
    assert "« labo »".replace(" ", "\u00a0") in asked.stdout + asked.stderr
    new = (root / "data/people.yaml").read_text(encoding="utf-8").split("zoe-loeuillet")[1]
    assert "organisation: lab\n" in new
    assert "given_name: Zoé\n" in new


def test_an_address_that_is_taken_or_none_is_told(root: Path) -> None:
    """A window one forgot is the usual reason; exit code 2, no traceback."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = run(root, "serve", "--address", f"127.0.0.1:{other.getsockname()[1]}")
    assert (taken.returncode, "another window may still show the site" in taken.stderr) == (2, True)
    assert run(root, "serve", "--address", "8765").returncode == 2


def test_news_is_one_page_in_every_language(root: Path) -> None:
    """Asked or given, never written over."""
    titles = ("--title", "fr", "Un: essai", "--title", "en", "A trial")
    assert run(root, "new", "news", *titles).returncode == 0
    for locale, title in (("fr", '"Un: essai"'), ("en", "A trial")):
        page = (root / f"docs/{locale}/news/un-essai.md").read_text(encoding="utf-8")
        assert f"title: {title}\n" in page
        assert "date: 2026-11-23\n" in page
    assert run(root, "new", "news", *titles).returncode == 2


def test_news_may_be_written_in_one_language(root: Path) -> None:
    """A title left empty says so; none at all is nothing to write."""
    assert run(root, "new", "news", given="\nOnly here\n").returncode == 0
    assert (root / "docs/en/news/only-here.md").is_file()
    assert not (root / "docs/fr/news").exists()
    nothing = run(root, "new", "news", "--lang", "en", given="\n\n")
    assert (nothing.returncode, "a title in one language at least" in nothing.stderr) == (2, True)


def test_a_record_is_shown_with_all_that_names_it(root: Path) -> None:
    """And an unknown id is answered with the closest."""
    shown = run(root, "show", "lab").stdout
    assert shown.startswith("data/organisations.yaml:2  (organisations)")
    assert "data/people.yaml:11  people › obrien › positions › 1 › organisation" in shown
    unknown = run(root, "show", "lopez")
    assert (unknown.returncode, "ana-lopez" in unknown.stderr) == (2, True)


def test_status_sums_up(root: Path) -> None:
    """For people and for programs."""
    assert (
        "ana-lopez  reviewed 2026-01-31; optional, not given: themes, identifiers, portrait, sources"
        in run(root, "status").stdout
    )
    state = json.loads(run(root, "status", "--format", "json").stdout)
    assert [language["pages"] for language in state["languages"]] == [5, 5]


@pytest.fixture
def drifted(tmp_path: Path) -> Path:
    """A site in a folder without git, remembered in October, whose French and English have changed alone since."""
    root = lay_out(tmp_path / "drifted", "stale-translation")
    run(root, "translated", "--all", "--today", "2026-10-06")
    spoil(root / "docs/fr/cluster.md", "quarante", "cinquante")
    spoil(root / "data/people.yaml", "One paragraph.", "One paragraph, and one sentence more.")
    return root


def test_what_would_be_left_behind_is_told_without_being_remembered(drifted: Path) -> None:
    """On both sides of each pair, even where advice is left out; as warnings on a proposal, and nothing stops."""
    told = run(drifted, "check", "--quiet-advice")
    assert (told.returncode, told.stderr.count("advice: ")) == (0, 4)
    assert "the text at docs/fr/cluster.md:6 has changed, and this one has not" in told.stderr
    assert "immunopole translated cluster.md" in told.stderr
    lines = run(drifted, "check", "--quiet-advice", "--format", "github").stdout.splitlines()
    assert [line.split(",")[0] + line.split(",")[1] for line in lines] == [
        "::warning file=data/people.yamlline=41",
        "::warning file=data/people.yamlline=42",
        "::warning file=docs/en/cluster.mdline=6",
        "::warning file=docs/fr/cluster.mdline=6",
    ]
    assert run(drifted, "remember", "--check").returncode == 1
    assert run(drifted, "build").returncode == 0


def test_status_shows_the_change_to_translate(drifted: Path) -> None:
    """Under the language that is behind: the place of the translation, each new sentence with its line."""
    shown = run(drifted, "status").stdout.splitlines()
    assert shown[shown.index("en: 6 pages") :][:4] == [
        "en: 6 pages",
        "  - cluster.md: docs/en/cluster.md:6 is behind docs/fr/cluster.md:6, just changed",
        "      docs/fr/cluster.md:6  Il compte cinquante équipes.",
        "      sentences that are no longer there: 1",
    ]
    assert run(drifted, "remember").returncode == 0
    assert f"docs/fr/cluster.md:6, modifié le {TODAY}" in run(drifted, "status", lang="fr").stdout


def test_what_is_remembered_is_told_once(drifted: Path) -> None:
    """Then it is advice as any other, and there is nothing more to remember."""
    assert run(drifted, "remember").stdout.splitlines() == [
        "cluster.md (fr): changed",
        "cluster.md (en): behind fr now",
        "people/ana-lopez/biography (en): changed",
        "people/ana-lopez/biography (fr): behind en now",
        "translations.lock",
    ]
    assert run(drifted, "remember").stdout == "Nothing has changed.\n"
    assert run(drifted, "remember", "--check").returncode == 0
    assert run(drifted, "check", "--quiet-advice").stderr == ""
    assert run(drifted, "check").stderr.count("advice: ") == 2
    spoil(drifted / "docs/en/cluster.md", "thirty", "fifty")
    assert "cluster.md (en): no longer behind fr" in run(drifted, "remember").stdout
    assert [line.name for line in drifted.glob(".*")] == []


@pytest.mark.parametrize(("guide", "lang"), [("CONTRIBUTING.md", "en"), ("CONTRIBUTING.fr.md", "fr")])
def test_the_status_a_guide_shows_is_in_the_words_that_are_told(guide: str, lang: str) -> None:
    """Whatever the pages say meanwhile."""
    text = (REPOSITORY / guide).read_text(encoding="utf-8")
    shown = text.split(".venv/bin/immunopole status`. ", 1)[1].split("```text\n", 1)[1].split("```", 1)[0].splitlines()
    say = words(lang)["commands"]["state"]
    for line, form in ((shown[0], say["language"]["other"]), (shown[1], say["behind"]), (shown[3], say["gone"])):
        told = re.sub(r"\\{\w+\\}", ".+", re.escape(form))
        assert re.fullmatch(rf"[ -]*{told}", line), line


def test_a_change_that_needs_no_translation_is_declared_in_one_command(drifted: Path) -> None:
    """By the path of the page one has just edited; the others stay as they were."""
    declared = run(drifted, "translated", "docs/fr/cluster.md")
    assert (declared.returncode, declared.stdout) == (0, "cluster.md (fr): changed\ntranslations.lock\n")
    assert run(drifted, "check").stderr.count("advice: ") == 2
    assert run(drifted, "translated", "ana-lopez").returncode == 0
    assert run(drifted, "check").stdout == "All is well.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["docs/fr/clustr.md"], "Closest: docs/fr/cluster.md"),
        (["lopez"], "Closest: ana-lopez"),
        ([], "--all"),
    ],
)
def test_what_cannot_be_declared_is_a_wrong_call(drifted: Path, arguments: list[str], told: str) -> None:
    """With what was perhaps meant; nothing is written."""
    before = (drifted / "translations.lock").read_bytes()
    refused = run(drifted, "translated", *arguments)
    assert (refused.returncode, told in refused.stderr) == (2, True)
    assert (drifted / "translations.lock").read_bytes() == before


def test_a_site_without_a_ledger_is_told_how_to_begin(root: Path) -> None:
    """Until then nothing is behind."""
    assert "immunopole remember" in run(root, "translated", "index.md").stderr
    assert run(root, "remember", "--check").returncode == 1
    assert run(root, "remember").stdout == "Texts remembered from now on: 24.\ntranslations.lock\n"
    assert run(root, "check").stdout == "All is well.\n"


def test_a_ledger_that_cannot_be_written_is_told(root: Path) -> None:
    """Exit code 1, no traceback."""
    (root / "translations.lock").mkdir()
    refused = run(root, "remember")
    assert (refused.returncode, "translations.lock:1:1: error:" in refused.stderr) == (1, True)


def test_generated_files_that_are_out_of_date_are_named_and_written(root: Path) -> None:
    """Exit code 1 until they are."""
    assert run(root, "schema").returncode == 1
    assert "schemas/people.schema.json" in run(root, "schema", "--write").stdout
    assert (run(root, "schema").returncode, run(root, "schema").stdout) == (0, "")
    assert json.loads(run(root, "schema", "people").stdout)["required"] == ["people"]


def test_notes_are_fingerprinted(root: Path, tmp_path: Path) -> None:
    """From files anywhere, into the site; notes that cannot be read are told, and nothing is written."""
    notes = tmp_path / "notes.yaml"
    written = "- note: This text has a lone ampersand, and more.\n  told_too: Six words that may be repeated here.\n"
    notes.write_text(written, encoding="utf-8")
    made = run(root, "fingerprint", "--except", "told", str(notes))
    assert (made.returncode, made.stdout) == (0, "data/notes.fingerprints\n")
    lines = (root / "data/notes.fingerprints").read_text(encoding="utf-8").splitlines()
    assert [line.startswith("#") for line in lines] == [True, False, False, False]
    notes.write_text("note: {", encoding="utf-8")
    refused = run(root, "fingerprint", str(notes))
    assert (refused.returncode, "notes.yaml:" in refused.stderr) == (1, True)
    assert (root / "data/notes.fingerprints").read_text(encoding="utf-8").splitlines() == lines


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_help_teaches(root: Path, lang: str) -> None:
    """Every command says what it does, in the editor's language; the exit codes are documented."""
    assert ("Exit codes" if lang == "en" else "Codes de sortie") in run(root, "--help", lang=lang).stdout
    commands = ("check", "status", "remember", "translated", "fingerprint", "show", "schema", "build", "audit", "serve")
    for command in (*commands, "new", "new person", "new news"):
        text = run(root, *command.split(), "--help", lang=lang).stdout
        assert len(text.split("Options:")[0].split()) > 10, command


def test_what_stops_a_commit_is_what_check_says() -> None:
    """The hooks call the command itself; nothing of theirs can differ."""
    config = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repository in config["repos"] for hook in repository["hooks"]]
    assert [hook["entry"] for hook in hooks] == [
        ".venv/bin/immunopole check --quiet-advice",
        ".venv/bin/immunopole remember",
        ".venv/bin/immunopole schema",
    ]
    for hook in hooks:
        if hook["id"] == "translations":  # it writes: elsewhere
            continue
        command = hook["entry"].split()[1:]
        assert subprocess.run([*COMMAND, *command], cwd=REPOSITORY, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize(("guide", "lang"), [("CONTRIBUTING.md", "en"), ("CONTRIBUTING.fr.md", "fr")])
def test_every_message_a_guide_explains_is_one_that_is_told(guide: str, lang: str) -> None:
    """Its table of what one sees uses the very words; what changes from case to case is an ellipsis."""
    text = (REPOSITORY / guide).read_text(encoding="utf-8")
    told = {re.sub(r"\{\w+\}", "…", entry["message"]).rstrip(".") for entry in words(lang)["problems"].values()}
    chapter = text.partition("\n## 8. ")[2]
    table = next(part for part in chapter.split("\n\n") if part.count("\n| ") > 15 and "`---`" in part)
    explained = [line.split(" | ")[0].removeprefix("| ") for line in table.splitlines()[2:]]
    assert len(explained) > 15
    assert [message for message in explained if message not in told] == []
