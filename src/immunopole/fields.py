"""Kinds of fields that records share: ids, one-line text, Markdown, web addresses, translated text.

Every value reaches these as text or None (see `documents`), so a check here is the only one a value ever passes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from immunopole.problems import closest

RESERVED_ID = "index"
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 70, 160
# A Markdown heading, in either form.
HEADING = re.compile(r"^ {0,3}(?:#{1,6}(?:\s|$)|(?:=+|-+)[ \t]*$)", re.MULTILINE)
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
    if not is_word(value):
        raise PydanticCustomError("id", "not an id", {"suggestion": slug(value)})
    return value


def _address_path(value: str) -> str:
    # Each word on its own: a way out of the folder (`..`) must never become a file's path.
    if not all(is_word(word) for word in value.strip("/").split("/")):
        raise PydanticCustomError("address-path", "not a path")
    return value.strip("/")


def _person_id(value: str) -> str:
    if value == RESERVED_ID:
        raise PydanticCustomError("reserved-id", "reserved")
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


def _in_languages(*, complete: bool) -> WrapValidator:
    """Check a mapping of languages: its texts, languages the site does not have and, if `complete`, those missing.

    All at once, where a validator of pydantic's would stop at the texts: their faults and ours leave together.
    """

    def check(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        if not isinstance(value, dict):
            raise PydanticCustomError("not-translated", "not a mapping of languages")
        checked, faults = value, []
        try:
            checked = handler(value)
        except ValidationError as error:
            faults = [
                _fault(fault["type"], fault["loc"], fault["input"], fault.get("ctx", {}))
                for fault in error.errors(include_url=False)
            ]
        faults += _language_faults(value, site_locales(info), complete=complete)
        if faults:
            raise ValidationError.from_exception_data("languages", faults)
        return checked

    return WrapValidator(check)


def _language_faults(value: dict[str, Any], locales: tuple[str, ...], *, complete: bool) -> list[InitErrorDetails]:
    unknown = [locale for locale in value if locale not in locales]
    # A language that is only misspelt (`FR`) is not missing too.
    meant = {locale: closest(locale, list(locales)) for locale in unknown}
    known = ", ".join(locales)
    faults = [
        _fault("unknown-language", (locale,), locale, {"key": locale, "known": known, "closest": meant[locale]})
        for locale in unknown
    ]
    missing = [locale for locale in locales if complete and locale not in value and locale not in meant.values()]
    return faults + [_fault("missing-translation", (locale,), "", {"missing": locale}) for locale in missing]


def _fault(kind: str, loc: tuple[int | str, ...], value: Any, context: dict[str, Any]) -> InitErrorDetails:
    # Pydantic's own kinds are passed on under their names: only the name is read further on.
    return InitErrorDetails(type=PydanticCustomError(kind, "see context", context), loc=loc, input=value)


def _description(value: str) -> str:
    if not SHORTEST_DESCRIPTION <= len(value) <= LONGEST_DESCRIPTION:
        limits = {"length": len(value), "shortest": SHORTEST_DESCRIPTION, "longest": LONGEST_DESCRIPTION}
        raise PydanticCustomError("description-length", "length", limits)
    return value


def _without_headings(value: str) -> str:
    if HEADING.search(value):
        raise PydanticCustomError("heading-in-text", "heading")
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


def is_word(text: str) -> bool:
    """Whether a text may be an id, and so a part of an address: small letters, digits and hyphens."""
    return _ID.fullmatch(text) is not None


def slug(text: str) -> str:
    """Make an id of any text: `Zoé Lœuillet` gives `zoe-loeuillet`."""
    folded = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "id"


Text = Annotated[str, BeforeValidator(_text)]
Line = Annotated[Text, AfterValidator(_line)]
Id = Annotated[Line, AfterValidator(_id)]
# A person's id names a page beside the list of all people, whose own name is taken.
PersonId = Annotated[Id, AfterValidator(_person_id)]
AddressPath = Annotated[Line, AfterValidator(_address_path)]
WebAddress = Annotated[Line, AfterValidator(_web_address)]
# What search engines show under a title: long enough to say something, short enough to be shown whole.
Description = Annotated[Line, AfterValidator(_description)]
Markdown = Annotated[Text, AfterValidator(_without_headings)]

# Text in every language of the site: {"fr": "…", "en": "…"}; or in some of them.
COMPLETE, PARTIAL = _in_languages(complete=True), _in_languages(complete=False)
TranslatedLine = Annotated[dict[str, Line], COMPLETE]
TranslatedDescription = Annotated[dict[str, Description], COMPLETE]
TranslatedMarkdown = Annotated[dict[str, Markdown], COMPLETE]
