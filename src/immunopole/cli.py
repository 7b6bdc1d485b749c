"""The `immunopole` command: check, build, serve.

Exit codes: 0 all is well; 1 there is a mistake in the content, and the previous site is untouched; 2 the command was
called wrongly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from immunopole.catalogue import read_catalogue
from immunopole.messages import preferred_locales, report, wording_locales
from immunopole.problems import Problem
from immunopole.publication import replace_site
from immunopole.settings import read_layout

CONFIG = click.option(
    "--config",
    "-f",
    type=click.Path(dir_okay=False, path_type=Path),
    default="mkdocs.yml",
    show_default=True,
    help="The site's configuration.",
)


@click.group()
@click.version_option(package_name="immunopole")
def main() -> None:
    """Check, build and show the website of Marseille Immunopôle."""


@main.command()
@CONFIG
@click.option(
    "--lang",
    type=click.Choice(wording_locales()),
    help="The language of the messages; without it, the one your system asks for.",
)
def check(config: Path, lang: str | None) -> None:
    """Check all data and pages; tell every mistake with its file, line and column."""
    _, problems = read_catalogue(config.absolute(), "/")
    _refuse(problems, (lang,) if lang else preferred_locales())


@main.command()
@CONFIG
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default="site",
    show_default=True,
    help="Where the built site goes.",
)
def build(config: Path, site_dir: Path) -> None:
    """Build the site, strictly: on any mistake or warning the previous site stays as it was."""
    _refuse_bad_settings(config)
    workshop = site_dir.absolute().parent / ".build"
    built = workshop / site_dir.name
    shutil.rmtree(built, ignore_errors=True)
    workshop.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(  # noqa: S603  # our own Python, fixed arguments
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", config, "-d", built],
        env=_environment(),
        check=False,
    )
    if result.returncode:
        shutil.rmtree(built, ignore_errors=True)
        sys.exit(1)
    replace_site(built, site_dir.absolute())
    click.echo(f"{site_dir}/")


@main.command()
@CONFIG
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to listen.")
def serve(config: Path, address: str) -> None:
    """Show the site in a browser, and again at every save."""
    _refuse_bad_settings(config)
    arguments = ["serve", "--livereload", "-f", str(config), "-a", address]
    command = [sys.executable, "-m", "mkdocs", *arguments]
    os.execve(sys.executable, command, _environment())  # noqa: S606  # as above


def _refuse_bad_settings(config: Path) -> None:
    """MkDocs reads its configuration before our plugin can speak: a mistake in it is told here, in plain words."""
    _, problems = read_layout(config.absolute(), "/")
    _refuse(problems, preferred_locales())


def _refuse(problems: Sequence[Problem], locales: Sequence[str]) -> None:
    if problems:
        click.echo(report(problems, locales), err=True)
        sys.exit(1)


def _environment() -> dict[str, str]:
    # Material's banner about MkDocs 2 tells an editor nothing to act on.
    return {"NO_MKDOCS_2_WARNING": "1", **os.environ}
