"""Style sheets and scripts: many small files for us, one of each for a visitor, made small, named by what is in it.

A style sheet is taken apart into the tokens of CSS Syntax Level 3, and only comments and the space that separates
nothing are left out: no value is rewritten, no rule merged, so new CSS needs no new version of anything here.
A script goes through a whole JavaScript parser, which shortens names as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import minify
import tinycss2

from immunopole.addresses import fingerprint

# Beside these, space separates nothing. Not before `:` nor `(`: `a :hover` and `and (` need theirs.
_NO_SPACE_AFTER = frozenset({",", ";", ":", "{} block"})
_NO_SPACE_BEFORE = frozenset({",", ";", "!", "{} block"})
_SCRIPT = "application/javascript"
# A script that takes from another file, or offers to one. `import(…)`, asked for while it runs, is another thing.
_LINKED = re.compile(r"^\s*(?:import\b(?!\s*[(.])|export\b)", re.MULTILINE)


@dataclass(frozen=True)
class Bundle:
    """One file of the built site; its name changes exactly when its bytes do, so it may be cached for ever."""

    address: str
    content: bytes


@dataclass(frozen=True)
class Bundles:
    """All that pages load: one style sheet, and for each page one script at most.

    `scripts` are by the template of the page that loads them; a page of another template loads `script`. A site
    without any has None.
    """

    style: Bundle | None
    script: Bundle | None
    scripts: Mapping[str, Bundle]

    def script_of(self, template: str | None) -> Bundle | None:
        """Give the one script that a page of a template loads."""
        return self.scripts.get(template or "", self.script)

    def __iter__(self) -> Iterator[Bundle]:
        """Give every file to be written."""
        yield from filter(None, (self.style, self.script, *self.scripts.values()))


def bundle(
    styles: Sequence[Path],
    scripts: Sequence[Path],
    page_scripts: Mapping[str, Sequence[Path]],
    *,
    first: str = "",
    small: bool = True,
) -> Bundles:
    """Join files in the order given; FileNotFoundError when one is missing.

    `page_scripts` are by template what its pages load after `scripts`; `first` is style that no file has. What is not
    made `small` can be read in a browser's tools.
    """
    return Bundles(
        _bundle(styles, "site", ".css", first=first, small=small),
        _bundle(scripts, "site", ".js", small=small),
        {
            template: made
            for template, own in page_scripts.items()
            if own and (made := _bundle([*scripts, *own], template.removesuffix(".html"), ".js", small=small))
        },
    )


def faults(file: Path) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Yield code, line and details of what keeps a style sheet or script from being joined with others.

    A file that is no text is wrong in its first line.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        yield "asset-broken", 1, {"reason": error.reason}
        return
    if file.suffix == ".css":
        # One brace too many is a fault; where it is none, something before it was left open.
        last = text.count("\n") + 2
        found = {token.source_line: token.message for token in _errors(_tokens(f"{text}\n}}"))}
        if found.pop(last, None) is None:
            found[last - 1] = "Unclosed block, comment or text"
        for line, reason in found.items():
            yield "asset-broken", line, {"reason": reason}
        return
    try:
        minify.string(_SCRIPT, text)
    except minify.MinifyError as error:
        reason, _, place = str(error).partition("\n")[0].rpartition(" on line ")
        yield "asset-broken", int(place.partition(" ")[0] or 1), {"reason": reason}
        return
    if linked := _LINKED.search(text):
        yield "script-linked", text.count("\n", 0, linked.end()) + 1, {}


def smaller_style(css: str) -> str:
    """Leave comments and empty space out of a style sheet; everything else stays as it was written."""
    return tinycss2.serialize(_without_space(_tokens(css)))


def smaller_script(script: str) -> str:
    """Leave out of a script what only people need: comments, space, long names of its own."""
    return str(minify.string(_SCRIPT, script))


def _bundle(files: Sequence[Path], stem: str, suffix: str, *, first: str = "", small: bool) -> Bundle | None:
    if not files:
        return None
    texts = [file.read_text(encoding="utf-8").strip() for file in files]
    if suffix == ".css":
        text = "\n".join([first, *texts]).strip()
        text = smaller_style(text) if small else text
    else:
        # What a file declares stays in its own block, as it would in a module of its own.
        text = "\n".join(f"{{\n{each}\n}}" for each in texts)
        text = smaller_script(text) if small else text
    content = f"{text}\n".encode()
    return Bundle(f"assets/{stem}.{fingerprint(content)}{suffix}", content)


def _without_space(tokens: Iterable[Any]) -> list[Any]:
    """Keep of some tokens those that say something, and one space between two that need it."""
    kept: list[Any] = []
    for token in tokens:
        for inside in ("content", "arguments"):
            if hasattr(token, inside):
                setattr(token, inside, _without_space(getattr(token, inside)))
        if token.type == "whitespace":
            token.value = " "
            if kept and kept[-1].type != "whitespace" and _kind(kept[-1]) not in _NO_SPACE_AFTER:
                kept.append(token)
            continue
        if kept and kept[-1].type == "whitespace" and _kind(token) in _NO_SPACE_BEFORE:
            kept.pop()
        kept.append(token)
    if kept and kept[-1].type == "whitespace":
        kept.pop()
    return kept


def _tokens(css: str) -> list[Any]:
    return tinycss2.parse_component_value_list(css, skip_comments=True)


def _errors(tokens: Iterable[Any]) -> Iterator[Any]:
    for token in tokens:
        if token.type == "error":
            yield token
        yield from _errors(getattr(token, "content", None) or getattr(token, "arguments", None) or ())


def _kind(token: Any) -> str:
    return str(token.value if token.type == "literal" else token.type)
