"""The `immunopole` command: check, status, remember, translated, new, show, schema, build, audit, serve.

Exit codes: 0 all is well; 1 there is a mistake in the content, and the previous site is untouched; 2 the command was
called wrongly. Its words are in `messages/<locale>.yaml`, like those of the problems.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args

import click

from immunopole import datafiles
from immunopole.annotations import FORMS, findings_as_json
from immunopole.audit import audit as contradictions
from immunopole.authoring import Desk, Draft
from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.clock import read_clock
from immunopole.dates import Moment
from immunopole.generated import generated_files, stale_files
from immunopole.ledger import NAME as LEDGER
from immunopole.ledger import Ledger, news, unreadable, write_ledger
from immunopole.lookup import all_ids, find_record
from immunopole.messages import findings, preferred_locales, report, wording, wording_locales, words
from immunopole.organisations import Kind
from immunopole.problems import Problem, closest_ids, errors, pressing
from immunopole.progress import progress
from immunopole.publication import replace_site
from immunopole.schemas import schema_text
from immunopole.settings import Layout, read_layout
from immunopole.status import read_state
from immunopole.translations import Lag, Translations
from immunopole.waiting import wait_until_sound

Command = TypeVar("Command", bound=Callable[..., Any])
TEXT = "text"
# So many ids are listed when none resembles what was typed.
_SHOWN_IDS = 30
# The language the command speaks: the one the system asks for, else the first there is.
_SPEAKS = preferred_locales()[0]
_WORDS: Mapping[str, Any] = words(_SPEAKS)["commands"]


def _said(lang: str | None) -> Mapping[str, Any]:
    """Give the words of a command that was asked for a language, or of all commands."""
    found: Mapping[str, Any] = words(lang)["commands"] if lang else _WORDS
    return found


def _config(command: Command) -> Command:
    option = click.option(
        "--config",
        "-f",
        type=click.Path(dir_okay=False, path_type=Path),
        default="mkdocs.yml",
        is_eager=True,  # other options look into the site
        show_default=True,
        help=_WORDS["options"]["config"],
    )
    return option(command)


def _lang(command: Command) -> Command:
    known = click.Choice(wording_locales())
    return click.option("--lang", type=known, is_eager=True, help=_WORDS["options"]["lang"])(command)


def _today(command: Command) -> Command:
    day = click.DateTime(formats=["%Y-%m-%d"])
    return click.option("--today", type=day, help=_WORDS["options"]["today"])(command)


def _form(*known: str) -> Callable[[Command], Command]:
    form = click.Choice([TEXT, *known])
    # Only what the command has is explained.
    explained = "; ".join(_WORDS["options"]["formats"][name] for name in form.choices)
    return click.option("--format", "form", type=form, default=TEXT, show_default=True, help=explained)


@click.group(help=_WORDS["main"], epilog=_WORDS["exit"])
@click.version_option(package_name="immunopole")
def main() -> None:
    """Run one of the commands below."""


@main.command(help=_WORDS["check"])
@_config
@_lang
@_today
@_form(*FORMS)
@click.option("--quiet-advice", is_flag=True, help=_WORDS["options"]["quiet_advice"])
def check(config: Path, lang: str | None, today: datetime | None, form: str, *, quiet_advice: bool) -> None:
    """Check all data and pages; tell every mistake with its file, line and column."""
    locales = (lang,) if lang else preferred_locales()
    _, problems = _read(config, today)
    shown = pressing(problems) if quiet_advice else problems
    if form != TEXT:
        click.echo(FORMS[form](shown, locales))
    elif shown:
        click.echo(report(shown, locales), err=True)
    else:
        click.echo(_said(lang)["all_well"])
    sys.exit(1 if errors(problems) else 0)


@main.command(help=_WORDS["status"])
@_config
@_lang
@_today
@_form("json")
def status(config: Path, lang: str | None, today: datetime | None, form: str) -> None:
    """Show what is missing or due, per language and person."""
    catalogue, problems = _sound(config, today, lang)
    state = read_state(catalogue, problems)
    if form != TEXT:
        click.echo(json.dumps(state.as_data(), ensure_ascii=False, indent=2))
        return
    say = _said(lang)["state"]
    for language in state.languages:
        form = say["language"]["one" if language.pages == 1 else "other"]
        click.echo(form.format(locale=language.locale, pages=language.pages))
        for page in language.missing_pages:
            click.echo(f"  - {page}: {say['missing_page']}")
        for text in language.missing_texts:
            click.echo(f"  - {text}: {say['missing_text']}")
        for lag in language.behind:
            _tell_lag(lag, say)
    if any(language.behind for language in state.languages):
        click.echo(say["declare"])
    click.echo()
    width = max((len(person.ident) for person in state.people), default=0)
    for person in state.people:
        notes = [say["review_due"]] if person.review_due else []
        notes += [say["roles_to_confirm"].format(count=person.roles_to_confirm)] if person.roles_to_confirm else []
        notes += [say["missing"].format(fields=", ".join(person.missing))] if person.missing else []
        reviewed = say["reviewed"].format(date=person.reviewed.isoformat())
        click.echo(f"{person.ident:<{width}}  {say['separator'].join([reviewed, *notes])}")


def _tell_lag(lag: Lag, say: Mapping[str, Any]) -> None:
    key = "behind" if lag.day else "behind_now"
    told = say[key].format(unit=lag.key, here=lag.here.at, there=lag.there.at, locale=lag.original, day=lag.day)
    click.echo(f"  - {told}")
    for change in lag.changes:
        click.echo(f"      {change.place}  {change.text}")
    if lag.gone or not lag.changes:
        click.echo(f"      {say['gone'].format(count=lag.gone) if lag.gone else say['moved']}")


@main.command(help=_WORDS["remember"])
@_config
@_lang
@_today
@click.option("--check", "only_look", is_flag=True, help=_WORDS["options"]["only_look"])
def remember(config: Path, lang: str | None, today: datetime | None, *, only_look: bool) -> None:
    """Remember what every text says, and tell what has changed since the last time."""
    catalogue, _ = _sound(config, today, lang)
    state = catalogue.translation_state
    _keep(state, state.remembered(catalogue.today), lang, only_look=only_look)


@main.command(help=_WORDS["translated"])
@click.argument("units", metavar="UNIT", nargs=-1)
@_config
@_lang
@_today
@click.option("--all", "every", is_flag=True, help=_WORDS["options"]["every"])
def translated(units: Sequence[str], config: Path, lang: str | None, today: datetime | None, *, every: bool) -> None:
    """Declare that texts say the same in every language."""
    catalogue, _ = _sound(config, today, lang)
    state, say = catalogue.translation_state, _said(lang)["memory"]
    if state.ledger is None or not (units or every):
        _misuse(say["which"] if state.ledger else say["no_ledger"])
    keys = list(state.versions) if every else []
    for unit in units:
        found = state.keys(unit)
        if not found:
            likely = closest_ids(unit, state.names)
            _misuse(
                say["unknown"].format(unit=unit) + (f" {_said(lang)['shown']['closest']} {likely}" if likely else "")
            )
        keys += found
    _keep(state, state.declared(keys, catalogue.today), lang)


def _keep(state: Translations, after: Ledger, lang: str | None, *, only_look: bool = False) -> None:
    """Tell what is new in a ledger and write it, or end with 1 if it would have to be written."""
    say, file = _said(lang)["memory"], state.layout.root / LEDGER
    if state.ledger is None and not file.exists():
        click.echo(say["first"].format(count=sum(len(unit.texts) for unit in after.units.values())))
    for item in news(state.ledger, after) if state.ledger else ():
        click.echo(say[item.kind].format(unit=item.key, locale=item.locale, other=item.other))
    try:
        if file.exists() and file.read_bytes() == after.text.encode():
            click.echo(say["nothing"])
        elif only_look:
            sys.exit(1)
        else:
            write_ledger(state.layout.root, after.text)
            click.echo(LEDGER)
    except OSError as error:
        _refuse([unreadable(error)], (lang,) if lang else preferred_locales())


@main.command(help=_WORDS["show"])
@click.argument("ident", metavar="ID")
@_config
@_lang
def show(ident: str, config: Path, lang: str | None) -> None:
    """Show one record."""
    catalogue, _ = _sound(config, None, lang)
    say = _said(lang)["shown"]
    found = find_record(catalogue, ident)
    if found is None:
        likely = closest_ids(ident, all_ids(catalogue))
        _misuse(say["unknown"].format(id=ident) + (f" {say['closest']} {likely}" if likely else ""))
    click.echo("\n".join([f"{found.place}  ({found.kind})", "", *found.lines]))
    for title, lines in ((say["addresses"], found.addresses), (say["named_at"], found.named_at)):
        if lines:
            click.echo("\n".join(["", title, *(f"  {line}" for line in lines)]))


@main.command(help=_WORDS["schema"])
@click.argument("kind", type=click.Choice([file.kind for file in datafiles.ALL]), required=False)
@_config
@click.option("--write", is_flag=True, help=_WORDS["options"]["write"])
def schema(kind: str | None, config: Path, *, write: bool) -> None:
    """Print a schema, or write all generated files."""
    layout = _layout(config)
    if kind:
        file = next(file for file in datafiles.ALL if file.kind == kind)
        click.echo(schema_text(file, layout.languages), nl=False)
        return
    stale = stale_files(layout)
    for path in stale:
        click.echo(path.relative_to(layout.root).as_posix())
        if write:
            path.parent.mkdir(exist_ok=True)
            path.write_text(generated_files(layout)[path], encoding="utf-8")
    sys.exit(1 if stale and not write else 0)


class RecordId(click.ParamType[str]):
    """The id of a record that exists; a name or acronym that means one is taken for it, anything else asked again."""

    name = "id"

    def __init__(self, kind: str) -> None:
        """Take the ids of one kind of record (`organisations`)."""
        self.kind = kind

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the id, or refuse with those that are closest."""
        lang, config = _asked(ctx, "lang"), _asked(ctx, "config")
        ids = Desk(_layout(Path(config or "mkdocs.yml")), lang or _SPEAKS).ids
        ident = ids.meant(value, self.kind)
        if value and ident is None:
            likely = ids.closest(value, self.kind) or ", ".join(sorted(ids.present.get(self.kind, ()))[:_SHOWN_IDS])
            text = _said(lang)["asks"]["unknown"].format(id=value, kind=f"{self.kind}.yaml", closest=likely)
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
            worded = wording(problem, _asked(ctx, "lang") or _SPEAKS)
            self.fail(f"{value}: {worded.message} {worded.expected}", param, ctx)
        return value


@main.group(help=_WORDS["new"])
def new() -> None:
    """Write the skeleton of a new record."""


@new.command("person", help=_WORDS["new_person"])
@_config
@_lang
@_today
@click.option("--given-name", prompt=_WORDS["asks"]["given_name"])
@click.option("--family-name", prompt=_WORDS["asks"]["family_name"])
@click.option("--organisation", prompt=_WORDS["asks"]["organisation"], type=RecordId("organisations"))
@click.option("--role", prompt=_WORDS["asks"]["role"], default="", show_default=False, type=RecordId("roles"))
def new_person(config: Path, lang: str | None, today: datetime | None, **given: str) -> None:
    """Add a person."""
    desk = Desk(_layout(config), lang or _SPEAKS)
    role = given.pop("role") or None
    _write([_drafted(lambda: desk.person(**given, role=role, today=_day(today)), lang)], lang)


@new.command("organisation", help=_WORDS["new_organisation"])
@_config
@_lang
@click.option("--name", prompt=_WORDS["asks"]["name"])
@click.option("--kind", prompt=_WORDS["asks"]["kind"], type=click.Choice(get_args(Kind)))
@click.option("--acronym", prompt=_WORDS["asks"]["acronym"], default="", show_default=False)
def new_organisation(config: Path, lang: str | None, name: str, kind: str, acronym: str) -> None:
    """Add an organisation."""
    desk = Desk(_layout(config), lang or _SPEAKS)
    _write([_drafted(lambda: desk.organisation(name, kind, acronym or None), lang)], lang)


def _title(command: Command) -> Command:
    text = _WORDS["options"]["title"]
    return click.option("--title", nargs=2, multiple=True, metavar="LANG TEXT", help=text)(command)


@new.command("event", help=_WORDS["new_event"])
@_config
@_lang
@_title
@click.option("--start", prompt=_WORDS["asks"]["start"], type=When())
def new_event(config: Path, lang: str | None, title: Sequence[tuple[str, str]], start: str) -> None:
    """Add an event."""
    desk = Desk(_layout(config), lang or _SPEAKS)
    titles = _titles(title, desk)
    _write([_drafted(lambda: desk.event(titles, start), lang)], lang)


@new.command("news", help=_WORDS["new_news"])
@_config
@_lang
@_today
@_title
@click.option("--name", default="", help=_WORDS["options"]["name"])
def new_news(
    config: Path, lang: str | None, today: datetime | None, title: Sequence[tuple[str, str]], name: str
) -> None:
    """Add a piece of news."""
    desk = Desk(_layout(config), lang or _SPEAKS)
    try:
        drafts = desk.post(_titles(title, desk), _day(today), name)
    except FileExistsError as error:
        _misuse(_said(lang)["asks"]["exists"].format(path=error.args[0]))
    _write(drafts, lang)


@main.command(help=_WORDS["build"])
@_config
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default="site",
    show_default=True,
    help=_WORDS["options"]["site_dir"],
)
@_today
def build(config: Path, site_dir: Path, today: datetime | None) -> None:
    """Build the site, strictly: on any mistake or warning the previous site stays as it was."""
    _layout(config)
    workshop = site_dir.absolute().parent / ".build"
    built = workshop / site_dir.name
    shutil.rmtree(built, ignore_errors=True)
    workshop.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(  # noqa: S603  # our own Python, fixed arguments
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", config, "-d", built],
        env=_environment(today),
        check=False,
    )
    if result.returncode:
        shutil.rmtree(built, ignore_errors=True)
        sys.exit(1)
    replace_site(built, site_dir.absolute())
    click.echo(f"{site_dir}/")


@main.command(help=_WORDS["audit"])
@click.argument("site_dir", type=click.Path(exists=True, file_okay=False, path_type=Path), default="site")
@_lang
@_today
@_form("json")
def audit(site_dir: Path, lang: str | None, today: datetime | None, form: str) -> None:
    """List what contradicts itself in a built site."""
    locales = (lang,) if lang else preferred_locales()
    found = contradictions(site_dir, _day(today))
    if form != TEXT:
        click.echo(findings_as_json(found, locales))
    elif found:
        click.echo(findings(found, locales), err=True)
    else:
        click.echo(words(lang or _SPEAKS)["audit"]["well"])
    sys.exit(1 if found else 0)


@main.command(help=_WORDS["serve"])
@_config
@click.option("--address", default="127.0.0.1:8000", show_default=True, help=_WORDS["options"]["address"])
@_today
def serve(config: Path, address: str, today: datetime | None) -> None:
    """Show the site in a browser, and again at every save."""
    _check_address(address)
    wait_until_sound(lambda: errors(_read(config, today)[1]), config.absolute().parent, address, preferred_locales())
    arguments = ["serve", "--livereload", "-f", str(config), "-a", address]
    command = [sys.executable, "-m", "mkdocs", *arguments]
    os.execve(sys.executable, command, _environment(today))  # noqa: S606  # as above


def _check_address(address: str) -> None:
    """Refuse an address that is none, or is taken: most often another window still shows the site."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        _misuse(_WORDS["asks"]["address_form"].format(address=address))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError:
            _misuse(_WORDS["asks"]["address_taken"].format(address=address, other=f"{host}:{int(port) + 1}"))


def _read(config: Path, today: datetime | None) -> tuple[Catalogue | None, list[Problem]]:
    day, problems = read_clock(today.date() if today else None)
    with progress(_WORDS["reading"]):
        catalogue, found = read_catalogue(config.absolute(), "/", day)
    return catalogue, problems + found


def _sound(config: Path, today: datetime | None, lang: str | None) -> tuple[Catalogue, list[Problem]]:
    """Read the site, or tell its mistakes and end."""
    catalogue, problems = _read(config, today)
    if catalogue is None or errors(problems):
        _refuse(errors(problems), (lang,) if lang else preferred_locales())
    return catalogue, problems


def _layout(config: Path) -> Layout:
    """Read the configuration, or tell its mistakes and end: MkDocs would, before our plugin can speak."""
    layout, problems = read_layout(config.absolute(), "/")
    if layout is None:
        _refuse(problems, preferred_locales())
    return layout


def _titles(given: Sequence[tuple[str, str]], desk: Desk) -> dict[str, str]:
    """Ask for the titles nobody gave; one left empty says that the text does not exist in that language."""
    titles, asks = dict(given), _said(desk.wording)["asks"]
    for locale in desk.locales:
        if locale not in titles:
            titles[locale] = click.prompt(asks["title"].format(locale=locale), default="", show_default=False)
    found = {locale: titles[locale] for locale in desk.layout.languages.locales if titles.get(locale)}
    return found or _misuse(asks["no_title"])


def _drafted(draft: Callable[[], Draft], lang: str | None) -> Draft:
    try:
        return draft()
    except ValueError as error:
        _misuse(_said(lang)["asks"]["not_added"].format(kind=f"{error}.yaml"))


def _write(drafts: Sequence[Draft], lang: str | None) -> None:
    for draft in drafts:
        draft.path.parent.mkdir(parents=True, exist_ok=True)
        draft.path.write_bytes(draft.text.encode())
        path = draft.path
        shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        click.echo(f"{shown}:{draft.line}")
    click.echo(_said(lang)["asks"]["next"])


def _day(today: datetime | None) -> date:
    day, problems = read_clock(today.date() if today else None)
    if problems:
        _refuse(problems, preferred_locales())
    return day


def _refuse(problems: Sequence[Problem], locales: Sequence[str]) -> NoReturn:
    click.echo(report(problems, locales), err=True)
    sys.exit(1)


def _misuse(text: str) -> NoReturn:
    raise click.UsageError(text)


def _environment(today: datetime | None) -> dict[str, str]:
    # Material's banner about MkDocs 2 tells an editor nothing to act on.
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ}
    return environment | ({"IMMUNOPOLE_TODAY": today.replace(tzinfo=UTC).date().isoformat()} if today else {})
