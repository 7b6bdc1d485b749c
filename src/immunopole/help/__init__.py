"""What every field of every record is for, in every language there is a file for beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# Model → field → text; the empty field is the record itself.
Texts = Mapping[str, Mapping[str, str]]
_EXAMPLES = "examples"


@cache
def wording_locales() -> tuple[str, ...]:
    """The locales fields are explained in."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml") and n != f"{_EXAMPLES}.yaml"))


@cache
def texts(locale: str) -> Texts:
    """Read the explanations of one locale; of the first there is when it has none."""
    known = wording_locales()
    loaded: Texts = _read(locale if locale in known else known[0])
    return loaded


@cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """Read the examples, one a field; every value is text, as an editor's is."""
    loaded: Mapping[str, Mapping[str, Any]] = _read(_EXAMPLES)
    return loaded


def _read(name: str) -> Any:
    return yaml.load((files(__name__) / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  # our own file; the base loader makes text of everything
