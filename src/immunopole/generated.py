"""Files in the repository that are made from the models: JSON schemas, and the field tables of the guides."""

from __future__ import annotations

from pathlib import Path

from immunopole import datafiles
from immunopole.fieldguide import FieldEntry, guide
from immunopole.help import wording_locales
from immunopole.messages import words
from immunopole.schemas import FOLDER, schema_name, schema_text
from immunopole.settings import Layout

BEGIN, END = "<!-- fields: made by `immunopole schema --write` -->", "<!-- fields: end -->"
_GUIDE = "CONTRIBUTING.md"


def generated_files(layout: Layout) -> dict[Path, str]:
    """Give every such file's path and what it must hold; a guide that is not there is not made."""
    files = {layout.root / FOLDER / schema_name(file): schema_text(file, layout.languages) for file in datafiles.ALL}
    for locale in wording_locales():
        for path in (layout.root / f"CONTRIBUTING.{locale}.md", layout.root / _GUIDE):
            # The guide without a language in its name is in the first language there is.
            if path.exists() and (path.name != _GUIDE or locale == wording_locales()[0]):
                text = path.read_text(encoding="utf-8")
                before, begin, rest = text.partition(BEGIN)
                if begin:
                    after = rest.partition(END)[2]
                    files[path] = f"{before}{BEGIN}\n\n{field_tables(layout, locale)}\n{END}{after}"
    return files


def stale_files(layout: Layout) -> list[Path]:
    """List those that do not hold what they must."""
    files = generated_files(layout).items()
    return [path for path, text in files if not path.exists() or path.read_text(encoding="utf-8") != text]


def field_tables(layout: Layout, locale: str) -> str:
    """Write the tables of all fields in Markdown, a group of keys under the path that leads to it."""
    label = words(locale)["guide"]
    titles = " | ".join(label[column] for column in ("field", "needed", "holds", "example"))
    parts = []
    for file in guide(locale, layout.data, layout.docs):
        parts.append(f"### `{file.path}`\n")
        for record in file.records:
            if record.path:
                parts.append(f"#### {' › '.join(f'`{key}`' for key in record.path)}\n")
            rows = [_row(field, label) for field in record.fields]
            parts += [f"{record.text}\n", "\n".join([f"| {titles} |", "| --- | --- | --- | --- |", *rows, ""])]
    return "\n".join(parts)


def _row(field: FieldEntry, label: dict[str, str]) -> str:
    needed = label["yes"] if field.required else label["no"]
    if field.required and field.may_be_empty:
        needed = label["line"]
    if field.by_language:
        needed += f", {label[field.by_language]}"
    # An example of several lines would lose its form in a table: the page of fields shows it.
    example = f"`{_cell(field.example)}`" if "\n" not in field.example else ""
    known = f" {label['one_of']} {', '.join(f'`{word}`' for word in field.known)}." if field.known else ""
    return f"| `{field.key}` | {needed} | {_cell(field.text + known)} | {example} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
