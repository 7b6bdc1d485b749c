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
from immunopole.renditions import Darkroom, UnreadablePictureError

FOLDER = "assets/portraits"
LARGEST_PORTRAIT_BYTES = 10_000_000
# Pixels: twice what a page gives a portrait on a phone, so that it is sharp on a fine screen too.
NARROWEST_PORTRAIT = 480
# The one of the codes below that is advice.
SMALL = "portrait-small"
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


def check_file(docs: Path, name: str, darkroom: Darkroom) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield code and details of what is wrong with a portrait's file; names that none may have are left alone."""
    if not re.fullmatch(_FILE, name):
        return
    file = docs / FOLDER / name
    if not file.is_file():
        yield "portrait-missing", {}
    elif file.stat().st_size > LARGEST_PORTRAIT_BYTES:
        yield "portrait-too-large", {}
    elif not _begins_as_named(file):
        yield "portrait-not-image", {}
    else:
        try:
            width, _ = darkroom.size(file)
        except UnreadablePictureError as error:
            yield error.code, error.details
        else:
            if width < NARROWEST_PORTRAIT:
                yield SMALL, {"width": str(width), "enough": str(NARROWEST_PORTRAIT)}


def _begins_as_named(file: Path) -> bool:
    with file.open("rb") as opened:
        return bool(_SIGNATURES[file.suffix[1:]].match(opened.read(16)))
