"""Portraits: a file below `docs/assets/portraits/`, with all that allows it to be shown, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from immunopole.dates import PastDay
from immunopole.fields import Line, Record, TranslatedLine, slug

FOLDER = "assets/portraits"
LARGEST_PORTRAIT_BYTES = 10_000_000
_FILE = r"[a-z0-9]+(?:-[a-z0-9]+)*\.(?:jpg|png|webp)"
# The first bytes of each kind of file, so that a renamed document is not taken for a picture.
_SIGNATURES = {
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


def _file(value: str) -> str:
    # A name and no path: nothing outside the folder can be reached.
    if not re.fullmatch(_FILE, value):
        stem, _, kind = value.rpartition(".")
        likely = f"{slug(stem)}.{kind.lower().replace('jpeg', 'jpg')}"
        closest = likely if re.fullmatch(_FILE, likely) else ""
        raise PydanticCustomError("portrait-name", "not a portrait's file name", {"closest": closest})
    return value


class Portrait(Record):
    """A photograph of a person; without credit, description and consent it is not published."""

    file: Annotated[Line, AfterValidator(_file), Field(json_schema_extra={"pattern": f"^{_FILE}$"})]
    credit: Line
    alt: TranslatedLine
    consent: PastDay

    @property
    def address(self) -> str:
        """The address of the file below the root of the site."""
        return f"{FOLDER}/{self.file}"


def check_file(docs: Path, name: str) -> Iterator[str]:
    """Yield the codes of what is wrong with a portrait's file; names that no portrait may have are left alone."""
    if not re.fullmatch(_FILE, name):
        return
    file = docs / FOLDER / name
    if not file.is_file():
        yield "portrait-missing"
    elif file.stat().st_size > LARGEST_PORTRAIT_BYTES:
        yield "portrait-too-large"
    else:
        with file.open("rb") as opened:
            if not _SIGNATURES[name.rpartition(".")[2]].match(opened.read(16)):
                yield "portrait-not-image"
