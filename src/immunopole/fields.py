"""Kinds of fields that records share: ids, one-line text, Markdown, web addresses, translated text.

Every value reaches these as text or None (see `documents`), so a check here is the only one a value ever passes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo
from pydantic_core import PydanticCustomError

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Unicode Bidi_Control (UAX #9): characters that reorder what a reader sees without being seen.
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Record(BaseModel):
    """What every model of an editor's file is: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _text(value: Any) -> Any:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise PydanticCustomError("empty", "empty")
    if isinstance(value, str) and (hidden := next((c for c in value if c in _BIDI_CONTROLS), "")):
        name = unicodedata.name(hidden, "?")
        raise PydanticCustomError("hidden-character", "hidden", {"character": f"U+{ord(hidden):04X} {name}"})
    return value


def _line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("not-one-line", "several lines")
    return value


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise PydanticCustomError("id", "not an id", {"suggestion": slug(value)})
    return value


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not host or re.search(r"[\s<>\"]", value):
        raise PydanticCustomError("web-address", "not a web address")
    return value


def _each_language(value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    missing = [locale for locale in site_locales(info) if locale not in value]
    if missing:
        raise PydanticCustomError("missing-translation", "missing", {"missing": ", ".join(missing)})
    return _known_languages(value, info)


def _known_languages(value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    locales = site_locales(info)
    for locale in value:
        if locale not in locales:
            raise PydanticCustomError(
                "unknown-language",
                "unknown language",
                {"key": locale, "known": ", ".join(locales)},
            )
    return value


def _mapping_of_languages(value: Any) -> Any:
    if value is None or isinstance(value, str | list):
        raise PydanticCustomError("not-translated", "not a mapping of languages")
    return value


def not_empty(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """Refuse an empty list; unlike pydantic's own check it says nothing of a list whose items are wrong."""
    if not value:
        raise PydanticCustomError("too-few", "empty list")
    return value


def site_locales(info: ValidationInfo) -> tuple[str, ...]:
    """The locales of the site, as the caller put them in the validation context."""
    context: dict[str, tuple[str, ...]] = info.context or {}
    return context.get("locales", ())


def slug(text: str) -> str:
    """Make an id of any text: `Zoé Lœuillet` gives `zoe-loeuillet`."""
    folded = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "id"


Text = Annotated[str, BeforeValidator(_text)]
Line = Annotated[Text, AfterValidator(_line)]
Id = Annotated[Line, AfterValidator(_id)]
WebAddress = Annotated[Line, AfterValidator(_web_address)]
# Text in every language of the site: {"fr": "…", "en": "…"}.
TranslatedLine = Annotated[dict[str, Line], BeforeValidator(_mapping_of_languages), AfterValidator(_each_language)]
TranslatedMarkdown = Annotated[dict[str, Text], BeforeValidator(_mapping_of_languages), AfterValidator(_each_language)]
