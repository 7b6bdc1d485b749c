"""What the commands have in common: the language they speak, their options, how they refuse."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from immunopole.clock import read_clock
from immunopole.messages import preferred_locales, report, wording_locales, words
from immunopole.problems import Problem
from immunopole.settings import Layout, read_layout

Command = TypeVar("Command", bound=Callable[..., Any])
TEXT = "text"
# The language the command speaks: the one the system asks for, else the first there is.
SPEAKS = preferred_locales()[0]
WORDS: Mapping[str, Any] = words(SPEAKS)["commands"]


def said(lang: str | None) -> Mapping[str, Any]:
    """Give the words of a command that was asked for a language, or of all commands."""
    found: Mapping[str, Any] = words(lang)["commands"] if lang else WORDS
    return found


def config_option(command: Command) -> Command:
    """Take the configuration of a site."""
    option = click.option(
        "--config",
        "-f",
        type=click.Path(dir_okay=False, path_type=Path),
        default="mkdocs.yml",
        is_eager=True,  # other options look into the site
        show_default=True,
        help=WORDS["options"]["config"],
    )
    return option(command)


def lang_option(command: Command) -> Command:
    """Take the language of the messages."""
    known = click.Choice(wording_locales())
    return click.option("--lang", type=known, is_eager=True, help=WORDS["options"]["lang"])(command)


def today_option(command: Command) -> Command:
    """Take the day it is."""
    day = click.DateTime(formats=["%Y-%m-%d"])
    return click.option("--today", type=day, help=WORDS["options"]["today"])(command)


def form_option(*known: str) -> Callable[[Command], Command]:
    """Take one of some forms of output."""
    form = click.Choice([TEXT, *known])
    # Only what the command has is explained.
    explained = "; ".join(WORDS["options"]["formats"][name] for name in form.choices)
    return click.option("--format", "form", type=form, default=TEXT, show_default=True, help=explained)


def layout_of(config: Path) -> Layout:
    """Read the configuration, or tell its mistakes and end: MkDocs would, before our plugin can speak."""
    layout, problems = read_layout(config.absolute(), "/")
    if layout is None:
        refuse(problems, preferred_locales())
    return layout


def the_day(today: datetime | None) -> date:
    """Give the day it is, or tell what is wrong with the one given and end."""
    day, problems = read_clock(today.date() if today else None)
    if problems:
        refuse(problems, preferred_locales())
    return day


def refuse(problems: Sequence[Problem], locales: Sequence[str]) -> NoReturn:
    """Tell mistakes and end: exit code 1."""
    click.echo(report(problems, locales), err=True)
    sys.exit(1)


def misuse(text: str) -> NoReturn:
    """Say that the command was called wrongly: exit code 2."""
    raise click.UsageError(text)
