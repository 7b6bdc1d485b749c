"""The `immunopole` command, run as an editor runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import REPOSITORY, TODAY, lay_out
from .serving import COMMAND, serving, spoil, wait_for
from .test_sites import fingerprint


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a site's folder, in English."""
    environment = {**os.environ, "IMMUNOPOLE_LANG": "en", "IMMUNOPOLE_TODAY": TODAY.isoformat()}
    return subprocess.run(
        [*COMMAND, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a small site."""
    return lay_out(tmp_path / "site sources")


def test_check_is_silent_when_all_is_well(root: Path) -> None:
    """Exit code 0."""
    result = run(root, "check")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


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
    assert "mkdocs.yml:1:1: error: this file does not exist." in result.stderr


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
    """And the next good save is served again."""
    profile = served + "en/community/ana-lopez/"
    wait_for(profile, "One paragraph.")
    spoil(root / "data/people.yaml", "organisation: lab", "organisation: labo")
    end = time.monotonic() + 30
    while "labo" not in (log := (root / "log.txt").read_text()) and time.monotonic() < end:
        time.sleep(0.1)
    assert "data/people.yaml:11" in log
    assert "Traceback" not in log
    spoil(root / "data/people.yaml", "organisation: labo", "organisation: lab")
    spoil(root / "data/people.yaml", "One paragraph.", "A corrected paragraph.")
    wait_for(profile, "A corrected paragraph.")
