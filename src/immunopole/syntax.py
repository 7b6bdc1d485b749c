"""What libyaml stumbles over, named as the slip an editor made, at the place where it was made."""

from __future__ import annotations

import re

import yaml

_ODD_INDENT = re.compile("[ \t]*[\xa0\u2000-\u200a\u202f\u205f\u3000]")
# The comment that cuts a text short.
COMMENT = re.compile(r"[ \t]+#")


class LimitError(yaml.MarkedYAMLError):
    """There is more of something than any honest file has; `problem` is the code of it."""


# A problem’s code, its line and column from 0, its details.
Mistake = tuple[str, int, int, dict[str, str]]


def syntax_mistake(error: yaml.MarkedYAMLError, lines: list[str]) -> Mistake:
    """Name the usual editor's mistakes behind libyaml's words, and find the line and column (from 0) they are at.

    libyaml complains where it gave up (`problem_mark`), which may be far below what it was reading (`context_mark`).
    """
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    index, column = (mark.line, mark.column) if mark else (0, 0)
    context = error.context_mark
    if isinstance(error, LimitError):
        return problem, index, column, {}
    for number in dict.fromkeys((context.line if context else index, index, index - 1)):
        if 0 <= number < len(lines) and (slip := _slip(lines[number])):
            return slip[0], number, slip[1], {}
    if (odd := _odd_indent(lines, index)) is not None:
        return "yaml-space", odd, 0, {}
    line = lines[index] if 0 <= index < len(lines) else ""
    if "mapping values are not allowed" in problem:
        return _stray_colon(lines, index, column)
    code = next((code for code, signs in _SYNTAX_SIGNS if any(sign in problem for sign in signs)), "")
    if code == "yaml-indent" and column > len(line) - len(line.lstrip()):
        value = _VALUE.match(line)
        return ("yaml-brackets" if value and value[1] == "[" else "yaml-after-quote"), index, column, {}
    if context and code in {"yaml-bracket", "yaml-quote", "yaml-colon-missing"}:
        return _opened_above(code, lines, context.line, context.column)
    return (code, index, column, {}) if code else ("yaml-syntax", index, column, {"reason": problem})


def _stray_colon(lines: list[str], index: int, column: int) -> Mistake:
    """A colon stands where no key can: in a text, behind a line that lost its own, or on a line too far in."""
    line, above = lines[index], lines[index - 1] if index else ""
    indent = len(line) - len(line.lstrip())
    if _NO_COLON.fullmatch(above) and column > indent:
        return "yaml-colon-missing", index - 1, len(above) - len(above.lstrip()), {}
    key = _KEY.match(line)
    if key and key.end() - 1 == column:
        return "yaml-indent", index, indent, {}
    return "yaml-colon", index, column, {}


def _opened_above(code: str, lines: list[str], index: int, column: int) -> Mistake:
    """Something was opened and not closed; a bracket may only have been cut off by a comment."""
    cut = COMMENT.search(lines[index], column) if index < len(lines) and code == "yaml-bracket" else None
    if cut:
        at = cut.end() - 1
        return "comment-after-text", index, at, {"found": lines[index][at:].rstrip()}
    return code, index, column, {}


def _slip(line: str) -> tuple[str, int] | None:
    """Find a slip that YAML takes for plain text until it is lost: its code and column (from 0)."""
    for code, pattern in _SLIPS:
        if found := pattern.match(line):
            return code, found.start("at")
    return None


def _odd_indent(lines: list[str], index: int) -> int | None:
    """Find the line, this one or one just above, that is indented by a space only people take for one.

    A no-break space is easily typed in French; YAML takes it for a letter and complains of the next line.
    """
    for number in range(min(index, len(lines) - 1), max(index - 3, -1), -1):
        if _ODD_INDENT.match(lines[number]):
            return number
    return None


_KEY = re.compile(r"\s*(?:- +)?[a-z_]+:")
_VALUE = re.compile(r"\s*(?:- +)?[a-z_]+: +(.)")
_SLIPS = (
    ("yaml-tab", re.compile(r" *(?P<at>\t)[ \t]*\S")),
    ("yaml-space", re.compile(r"\s*(?:- +)?[a-z_]+:(?P<at>[\xa0\u2000-\u200b\u202f\u205f\u3000])")),
    ("yaml-colon-space", re.compile(r"\s*(?:- +)?[a-z_]+(?P<at>:)[^\s/:]")),
    ("yaml-dash-space", re.compile(r"\s*(?P<at>-)[^\s-]")),
)
# A first line of a record that lost its colon: `- id ana-lopez`.
_NO_COLON = re.compile(r"\s*(?:- +)?[a-z_]+ [^:]*")
_SYNTAX_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("anchor", ("did not find expected alphabetic or numeric character",)),
    ("yaml-quote", ("unexpected end of stream", "found unexpected document indicator")),
    ("yaml-indent", ("did not find expected key", "did not find expected '-' indicator")),
    ("yaml-bracket", ("did not find expected ',' or", "did not find expected node content")),
    ("yaml-colon-missing", ("could not find expected ':'",)),
    (
        "yaml-reserved",
        (
            "found character that cannot start any token",
            "block sequence entries are not allowed",
            "did not find expected comment or line break",
        ),
    ),
)
