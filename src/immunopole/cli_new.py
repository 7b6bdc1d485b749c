"""The commands `immunopole new …`: a skeleton of a record or a page, from what an editor answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import get_args

import click

from immunopole.authoring import Desk, Draft
from immunopole.cli_shared import (
    SPEAKS,
    WORDS,
    Command,
    config_option,
    lang_option,
    layout_of,
    misuse,
    said,
    the_day,
    today_option,
)
from immunopole.dates import Moment
from immunopole.messages import wording
from immunopole.organisations import Kind
from immunopole.problems import Problem

# So many ids are listed when none resembles what was typed.
_SHOWN_IDS = 30


class RecordId(click.ParamType[str]):
    """The id of a record that exists; a name or acronym that means one is taken for it, anything else asked again."""

    name = "id"

    def __init__(self, kind: str) -> None:
        """Take the ids of one kind of record (`organisations`)."""
        self.kind = kind

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the id, or refuse with those that are closest."""
        lang, config = _asked(ctx, "lang"), _asked(ctx, "config")
        ids = Desk(layout_of(Path(config or "mkdocs.yml")), lang or SPEAKS).ids
        ident = ids.meant(value, self.kind)
        if value and ident is None:
            likely = ids.closest(value, self.kind) or ", ".join(sorted(ids.present.get(self.kind, ()))[:_SHOWN_IDS])
            text = said(lang)["asks"]["unknown"].format(id=value, kind=f"{self.kind}.yaml", closest=likely)
            self.fail(text, param, ctx)
        return ident or ""


def _asked(ctx: click.Context | None, option: str) -> str | None:
    """Give what another option says, if anybody gave it."""
    value = ctx.params.get(option) if ctx else None
    return str(value) if isinstance(value, str | Path) else None


class When(click.ParamType[str]):
    """A day, or a day with its hour."""

    name = "moment"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the moment as it was typed, or refuse it."""
        try:
            Moment.parse(value)
        except ValueError:
            problem = Problem("--start", "moment", details={"found": value}, excerpt=value)
            worded = wording(problem, _asked(ctx, "lang") or SPEAKS)
            self.fail(f"{value}: {worded.message} {worded.expected}", param, ctx)
        return value


@click.group(help=WORDS["new"])
def new() -> None:
    """Write the skeleton of a new record."""


@new.command("person", help=WORDS["new_person"])
@config_option
@lang_option
@today_option
@click.option("--given-name", prompt=WORDS["asks"]["given_name"])
@click.option("--family-name", prompt=WORDS["asks"]["family_name"])
@click.option("--organisation", prompt=WORDS["asks"]["organisation"], type=RecordId("organisations"))
@click.option("--role", prompt=WORDS["asks"]["role"], default="", show_default=False, type=RecordId("roles"))
def new_person(config: Path, lang: str | None, today: datetime | None, **given: str) -> None:
    """Add a person."""
    desk = Desk(layout_of(config), lang or SPEAKS)
    role = given.pop("role") or None
    _write([_drafted(lambda: desk.person(**given, role=role, today=the_day(today)), lang)], lang)


@new.command("organisation", help=WORDS["new_organisation"])
@config_option
@lang_option
@click.option("--name", prompt=WORDS["asks"]["name"])
@click.option("--kind", prompt=WORDS["asks"]["kind"], type=click.Choice(get_args(Kind)))
@click.option("--acronym", prompt=WORDS["asks"]["acronym"], default="", show_default=False)
def new_organisation(config: Path, lang: str | None, name: str, kind: str, acronym: str) -> None:
    """Add an organisation."""
    desk = Desk(layout_of(config), lang or SPEAKS)
    _write([_drafted(lambda: desk.organisation(name, kind, acronym or None), lang)], lang)


def _title(command: Command) -> Command:
    text = WORDS["options"]["title"]
    return click.option("--title", nargs=2, multiple=True, metavar="LANG TEXT", help=text)(command)


@new.command("event", help=WORDS["new_event"])
@config_option
@lang_option
@_title
@click.option("--start", prompt=WORDS["asks"]["start"], type=When())
def new_event(config: Path, lang: str | None, title: Sequence[tuple[str, str]], start: str) -> None:
    """Add an event."""
    desk = Desk(layout_of(config), lang or SPEAKS)
    titles = _titles(title, desk)
    _write([_drafted(lambda: desk.event(titles, start), lang)], lang)


@new.command("news", help=WORDS["new_news"])
@config_option
@lang_option
@today_option
@_title
@click.option("--name", default="", help=WORDS["options"]["name"])
def new_news(
    config: Path, lang: str | None, today: datetime | None, title: Sequence[tuple[str, str]], name: str
) -> None:
    """Add a piece of news."""
    desk = Desk(layout_of(config), lang or SPEAKS)
    try:
        drafts = desk.post(_titles(title, desk), the_day(today), name)
    except FileExistsError as error:
        misuse(said(lang)["asks"]["exists"].format(path=error.args[0]))
    _write(drafts, lang)


def _titles(given: Sequence[tuple[str, str]], desk: Desk) -> dict[str, str]:
    """Ask for the titles nobody gave; one left empty says that the text does not exist in that language."""
    titles, asks = dict(given), said(desk.wording)["asks"]
    for locale in desk.locales:
        if locale not in titles:
            titles[locale] = click.prompt(asks["title"].format(locale=locale), default="", show_default=False)
    found = {locale: titles[locale] for locale in desk.layout.languages.locales if titles.get(locale)}
    return found or misuse(asks["no_title"])


def _drafted(draft: Callable[[], Draft], lang: str | None) -> Draft:
    try:
        return draft()
    except ValueError as error:
        misuse(said(lang)["asks"]["not_added"].format(kind=f"{error}.yaml"))


def _write(drafts: Sequence[Draft], lang: str | None) -> None:
    for draft in drafts:
        draft.path.parent.mkdir(parents=True, exist_ok=True)
        draft.path.write_bytes(draft.text.encode())
        path = draft.path
        shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        click.echo(f"{shown}:{draft.line}")
    click.echo(said(lang)["asks"]["next"])
