"""The `immunopole` command: checks, memory of translations, records, builds.

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
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from immunopole import datafiles
from immunopole.annotations import FORMS, findings_as_json
from immunopole.audit import audit as contradictions
from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.cli_new import new
from immunopole.cli_shared import (
    SPEAKS,
    TEXT,
    WORDS,
    config_option,
    form_option,
    lang_option,
    layout_of,
    misuse,
    refuse,
    said,
    the_day,
    today_option,
)
from immunopole.clock import read_clock
from immunopole.fingerprints import NAME as FINGERPRINTS
from immunopole.fingerprints import NO_SENTENCES, read_notes, written
from immunopole.generated import generated_files, stale_files
from immunopole.ledger import NAME as LEDGER
from immunopole.ledger import Ledger, news, unreadable, write_ledger
from immunopole.lookup import all_ids, find_record
from immunopole.messages import findings, preferred_locales, report, words
from immunopole.problems import Problem, closest_ids, errors, pressing
from immunopole.progress import progress
from immunopole.publication import replace_site
from immunopole.schemas import schema_text
from immunopole.status import read_state
from immunopole.translations import Lag, Translations
from immunopole.waiting import wait_until_sound


@click.group(help=WORDS["main"], epilog=WORDS["exit"])
@click.version_option(package_name="immunopole")
def main() -> None:
    """Run one of the commands below."""


main.add_command(new)


@main.command(help=WORDS["check"])
@config_option
@lang_option
@today_option
@form_option(*FORMS)
@click.option("--quiet-advice", is_flag=True, help=WORDS["options"]["quiet_advice"])
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
        click.echo(said(lang)["all_well"])
    sys.exit(1 if errors(problems) else 0)


@main.command(help=WORDS["status"])
@config_option
@lang_option
@today_option
@form_option("json")
def status(config: Path, lang: str | None, today: datetime | None, form: str) -> None:
    """Show what is missing or due, per language and person."""
    catalogue, problems = _sound(config, today, lang)
    state = read_state(catalogue, problems)
    if form != TEXT:
        click.echo(json.dumps(state.as_data(), ensure_ascii=False, indent=2))
        return
    say = said(lang)["state"]
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


@main.command(help=WORDS["remember"])
@config_option
@lang_option
@today_option
@click.option("--check", "only_look", is_flag=True, help=WORDS["options"]["only_look"])
def remember(config: Path, lang: str | None, today: datetime | None, *, only_look: bool) -> None:
    """Remember what every text says, and tell what has changed since the last time."""
    catalogue, _ = _sound(config, today, lang)
    state = catalogue.translation_state
    _keep(state, state.remembered(catalogue.today), lang, only_look=only_look)


@main.command(help=WORDS["translated"])
@click.argument("units", metavar="UNIT", nargs=-1)
@config_option
@lang_option
@today_option
@click.option("--all", "every", is_flag=True, help=WORDS["options"]["every"])
def translated(units: Sequence[str], config: Path, lang: str | None, today: datetime | None, *, every: bool) -> None:
    """Declare that texts say the same in every language."""
    catalogue, _ = _sound(config, today, lang)
    state, say = catalogue.translation_state, said(lang)["memory"]
    if state.ledger is None or not (units or every):
        misuse(say["which"] if state.ledger else say["no_ledger"])
    keys = list(state.versions) if every else []
    for unit in units:
        found = state.keys(unit)
        if not found:
            likely = closest_ids(unit, state.names)
            misuse(say["unknown"].format(unit=unit) + (f" {said(lang)['shown']['closest']} {likely}" if likely else ""))
        keys += found
    _keep(state, state.declared(keys, catalogue.today), lang)


def _keep(state: Translations, after: Ledger, lang: str | None, *, only_look: bool = False) -> None:
    """Tell what is new in a ledger and write it, or end with 1 if it would have to be written."""
    say, file = said(lang)["memory"], state.layout.root / LEDGER
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
        refuse([unreadable(error)], (lang,) if lang else preferred_locales())


@main.command(help=WORDS["fingerprint"])
@click.argument("notes", metavar="FILE", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@config_option
@click.option("--except", "left_out", multiple=True, metavar="FIELD", help=WORDS["options"]["except"])
def fingerprint(notes: Sequence[Path], config: Path, left_out: Sequence[str]) -> None:
    """Write the fingerprints of notes."""
    layout = layout_of(config)
    digests, problems = read_notes(notes, (*NO_SENTENCES, *left_out))
    if problems:
        refuse(problems, preferred_locales())
    (layout.root / layout.data / FINGERPRINTS).write_text(written(digests), encoding="utf-8")
    click.echo(f"{layout.data}/{FINGERPRINTS}")


@main.command(help=WORDS["show"])
@click.argument("ident", metavar="ID")
@config_option
@lang_option
def show(ident: str, config: Path, lang: str | None) -> None:
    """Show one record."""
    catalogue, _ = _sound(config, None, lang)
    say = said(lang)["shown"]
    found = find_record(catalogue, ident)
    if found is None:
        likely = closest_ids(ident, all_ids(catalogue))
        misuse(say["unknown"].format(id=ident) + (f" {say['closest']} {likely}" if likely else ""))
    click.echo("\n".join([f"{found.place}  ({found.kind})", "", *found.lines]))
    for title, lines in ((say["addresses"], found.addresses), (say["named_at"], found.named_at)):
        if lines:
            click.echo("\n".join(["", title, *(f"  {line}" for line in lines)]))


@main.command(help=WORDS["schema"])
@click.argument("kind", type=click.Choice([file.kind for file in datafiles.ALL]), required=False)
@config_option
@click.option("--write", is_flag=True, help=WORDS["options"]["write"])
def schema(kind: str | None, config: Path, *, write: bool) -> None:
    """Print a schema, or write all generated files."""
    layout = layout_of(config)
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


@main.command(help=WORDS["build"])
@config_option
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default="site",
    show_default=True,
    help=WORDS["options"]["site_dir"],
)
@today_option
def build(config: Path, site_dir: Path, today: datetime | None) -> None:
    """Build the site, strictly: on any mistake or warning the previous site stays as it was."""
    layout_of(config)
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


@main.command(help=WORDS["audit"])
@click.argument("site_dir", type=click.Path(exists=True, file_okay=False, path_type=Path), default="site")
@lang_option
@today_option
@form_option("json")
def audit(site_dir: Path, lang: str | None, today: datetime | None, form: str) -> None:
    """List what contradicts itself in a built site."""
    locales = (lang,) if lang else preferred_locales()
    found = contradictions(site_dir, the_day(today))
    if form != TEXT:
        click.echo(findings_as_json(found, locales))
    elif found:
        click.echo(findings(found, locales), err=True)
    else:
        click.echo(words(lang or SPEAKS)["audit"]["well"])
    sys.exit(1 if found else 0)


@main.command(help=WORDS["serve"])
@config_option
@click.option("--address", default="127.0.0.1:8000", show_default=True, help=WORDS["options"]["address"])
@today_option
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
        misuse(WORDS["asks"]["address_form"].format(address=address))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError:
            misuse(WORDS["asks"]["address_taken"].format(address=address, other=f"{host}:{int(port) + 1}"))


def _read(config: Path, today: datetime | None) -> tuple[Catalogue | None, list[Problem]]:
    day, problems = read_clock(today.date() if today else None)
    with progress(WORDS["reading"]):
        catalogue, found = read_catalogue(config.absolute(), "/", day)
    return catalogue, problems + found


def _sound(config: Path, today: datetime | None, lang: str | None) -> tuple[Catalogue, list[Problem]]:
    """Read the site, or tell its mistakes and end."""
    catalogue, problems = _read(config, today)
    if catalogue is None or errors(problems):
        refuse(errors(problems), (lang,) if lang else preferred_locales())
    return catalogue, problems


def _environment(today: datetime | None) -> dict[str, str]:
    # Material's banner about MkDocs 2 tells an editor nothing to act on.
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ}
    return environment | ({"IMMUNOPOLE_TODAY": today.replace(tzinfo=UTC).date().isoformat()} if today else {})
