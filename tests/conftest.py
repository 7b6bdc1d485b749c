"""What tests share: small sites built for real, and the real site built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from immunopole.audit import audit
from immunopole.problems import Problem

REPOSITORY = Path(__file__).parent.parent
SITES = Path(__file__).parent / "sites"
# The day it is in every test.
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class BuiltSite:
    """A site after a build: its sources, its pages, what the build said."""

    root: Path
    exit_code: int
    log: str

    @property
    def folder(self) -> Path:
        """Where the pages are."""
        return self.root / "site"

    def page(self, address: str) -> HtmlElement:
        """Parse the page at an address (`en/community/`)."""
        file = self.folder / address
        file = file / "index.html" if address.endswith("/") or not address else file
        return html.document_fromstring(file.read_text(encoding="utf-8"))

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of all HTML pages."""
        files = sorted(self.folder.rglob("*.html"))
        return tuple(f.relative_to(self.folder).as_posix().removesuffix("index.html") for f in files)


def lay_out(folder: Path, situation: str = "") -> Path:
    """Copy the base site, the situation over it and the real theme into a folder."""
    shutil.copytree(SITES / "base", folder, dirs_exist_ok=True)
    if situation:
        shutil.copytree(SITES / situation, folder, dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "overrides", folder / "overrides", dirs_exist_ok=True)
    return folder


def lay_out_real(folder: Path) -> Path:
    """Copy all that the real site is made of into a folder."""
    for name in ("mkdocs.yml", "docs", "data", "overrides", "translations.lock"):
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


def lay_out_hard(folder: Path) -> Path:
    """Lay the real site out with people added to it who strain a page: long names, many roles, markup in a name."""
    root = lay_out_real(folder)
    people = root / "data/people.yaml"
    more = (SITES / "hard-content/people.yaml").read_text(encoding="utf-8")
    people.write_text(f"{people.read_text(encoding='utf-8').rstrip()}\n{more}", encoding="utf-8")
    return root


def run_build(root: Path, *, tool: str = "mkdocs", site_url: str = "", lang: str = "en") -> BuiltSite:
    """Build a site as `make build` does, in a process of its own."""
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "IMMUNOPOLE_LANG": lang,
        "IMMUNOPOLE_TODAY": TODAY.isoformat(),
    }
    environment.pop("SITE_URL", None)
    if site_url:
        environment["SITE_URL"] = site_url
    result = subprocess.run(
        [sys.executable, "-m", tool, "build", "--strict", "-f", "mkdocs.yml", "-d", root / "site"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return BuiltSite(root, result.returncode, result.stdout + result.stderr)


def contradictions(site: BuiltSite) -> list[Problem]:
    """Audit a site of a few words, whose pages need not lead on."""
    return [problem for problem in audit(site.folder, TODAY) if problem.code != "no-way-on"]


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., BuiltSite]:
    """Build the base site with a situation laid over it: `build("written-profile")`."""

    def _build(situation: str = "", *, ok: bool = True, site_url: str = "", tool: str = "mkdocs") -> BuiltSite:
        site = run_build(lay_out(tmp_path / "small", situation), site_url=site_url, tool=tool)
        assert (site.exit_code == 0) is ok, site.log
        return site

    return _build


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The real site, built once from the files of this repository."""
    root = lay_out_real(tmp_path_factory.mktemp("real"))
    site = run_build(root)
    assert site.exit_code == 0, site.log
    return site
