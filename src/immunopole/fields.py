"""Kinds of fields that records share: ids, one-line text, Markdown, web addresses, translated text.

Every value reaches these as text or None (see `documents`), so a check here is the only one a value ever passes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

import babel.core
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from immunopole.problems import closest
from immunopole.prose import without_code

# What the JSON schemas say of a field besides its form, and what the checks read there: which kind of record an id
# names, that a text is Markdown, which texts are given by language.
REFERS_TO, IS_MARKDOWN, BY_LANGUAGE = "x-refers-to", "x-markdown", "x-by-language"
# What a fault may say of its place besides its path: the key below that, or the piece of text in it.
AT, TEXT = "at", "text"
RESERVED_ID = "index"
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 70, 160
# A Markdown heading, in either form.
HEADING = re.compile(r"^ {0,3}#.*$|^ {0,3}\S.*\n {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)
# A link to something that is not an address: to a file, as pages have them.
_PATH = re.compile(r"\]\(\s*<?(?!https?:|mailto:|tel:)([^)\s>]+)")
ID_PATTERN = "[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = re.compile(ID_PATTERN)
_EMAIL = re.compile(r"[^\s@<>\"',;:]+@[^\s@<>\"',;:]+\.[^\s@<>\"',;:.]{2,}")
# Format characters nobody sees: those that reorder what a reader sees (Bidi_Control, UAX #9), those that break an
# address or a search. Soft hyphens and the joiners that some scripts need are left alone.
HIDDEN = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@dataclass(frozen=True)
class Scope:
    """What a value is checked against besides itself: the languages of the site, and the day it is.

    `needed` are those in which a complete text must be given, all when None. Given to pydantic as `{"scope": …}`;
    without a day nothing lies in the future.
    """

    locales: tuple[str, ...] = ()
    today: date = date.max
    needed: tuple[str, ...] | None = None

    @property
    def full(self) -> tuple[str, ...]:
        """The locales in which a complete text must be given."""
        return self.locales if self.needed is None else self.needed

    @staticmethod
    def of(info: ValidationInfo) -> Scope:
        """Find the scope in pydantic's context; an empty one when none was given."""
        scope = (info.context or {}).get("scope")
        return scope if isinstance(scope, Scope) else Scope()


class Record(BaseModel):
    """What every model of an editor's file is: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _text(value: Any) -> Any:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise PydanticCustomError("empty", "empty")
    if isinstance(value, str) and (hidden := HIDDEN.search(value)):
        context = {"character": character_name(hidden[0]), "found": "", TEXT: hidden[0]}
        raise PydanticCustomError("hidden-character", "hidden", context)
    return value


def _line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("not-one-line", "several lines")
    return value


def one_line(value: Any) -> str:
    """Check a text that stands for several, once; pydantic's error for anything else."""
    text = _text(value)
    if not isinstance(text, str):
        raise PydanticCustomError("not-text", "not a text")
    return _line(text.strip())


def _id(value: str) -> str:
    if not is_word(value):
        raise PydanticCustomError("id", "not an id", {"suggestion": slug(value)})
    return value


def _address_path(value: str) -> str:
    # Each word on its own: a way out of the folder (`..`) must never become a file's path.
    if not all(is_word(word) for word in value.strip("/").split("/")):
        raise PydanticCustomError("address-path", "not a path")
    return value.strip("/")


def _page_id(value: str) -> str:
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
        raise PydanticCustomError("web-address", "not a web address", {"closest": _likely_address(value)})
    return value


def _in_languages(*, complete: bool) -> WrapValidator:
    """Check a mapping of languages: its texts, languages the site does not have and, if `complete`, those missing.

    All at once, where a validator of pydantic's would stop at the texts: their faults and ours leave together.
    """

    def check(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        if not isinstance(value, dict):
            raise PydanticCustomError("not-translated", "not a mapping of languages")
        if not value and not complete:
            raise PydanticCustomError("empty", "no language")
        checked, faults = value, []
        try:
            checked = handler(value)
        except ValidationError as error:
            faults = [
                _fault(fault["type"], fault["loc"], fault["input"], fault.get("ctx", {}))
                for fault in error.errors(include_url=False)
            ]
        faults += _language_faults(value, Scope.of(info), complete=complete)
        if faults:
            raise ValidationError.from_exception_data("languages", faults)
        return checked

    return WrapValidator(check)


def _language_faults(value: dict[str, Any], scope: Scope, *, complete: bool) -> list[InitErrorDetails]:
    locales, needed = scope.locales, scope.full
    unknown = [locale for locale in value if locale not in locales]
    # A language that is only misspelt (`FR`) is not missing too.
    meant = {locale: closest(locale, list(locales)) for locale in unknown}
    known = ", ".join(locales)
    faults = [
        _fault("unknown-language", (locale,), locale, {"key": locale, "known": known, "closest": meant[locale]})
        for locale in unknown
    ]
    missing = [locale for locale in needed if complete and locale not in value and locale not in meant.values()]
    return faults + [_fault("missing-translation", (locale,), "", {"missing": locale}) for locale in missing]


def _fault(kind: str, loc: tuple[int | str, ...], value: Any, context: dict[str, Any]) -> InitErrorDetails:
    # Pydantic's own kinds are passed on under their names: only the name is read further on.
    return InitErrorDetails(type=PydanticCustomError(kind, "see context", context), loc=loc, input=value)


def _spread(value: Any, info: ValidationInfo) -> Any:
    """Let one text stand for all languages: a name that is the same everywhere is typed once."""
    return dict.fromkeys(Scope.of(info).locales, one_line(value)) if isinstance(value, str) else value


def _likely_address(value: str) -> str:
    """Guess the address behind `www.example.org` or `example.org/page`."""
    return f"https://{value}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value) else ""


def _locale(value: str) -> str:
    try:
        babel.core.Locale.parse(value, sep="-")
    except (ValueError, babel.core.UnknownLocaleError) as error:
        raise PydanticCustomError("language-code", "unknown") from error
    return value


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise PydanticCustomError("email", "not an e-mail address")
    return value


def _description(value: str) -> str:
    if not SHORTEST_DESCRIPTION <= len(value) <= LONGEST_DESCRIPTION:
        limits = {"length": len(value), "shortest": SHORTEST_DESCRIPTION, "longest": LONGEST_DESCRIPTION}
        raise PydanticCustomError("description-length", "length", limits)
    return value


def _without_headings(value: str) -> str:
    if HEADING.search(value) and (heading := HEADING.search(without_code(value))):
        line = heading[0].strip().split("\n")[-1]
        raise PydanticCustomError("heading-in-text", "heading", {"found": line, TEXT: line})
    return value


def _without_paths(value: str) -> str:
    if path := _PATH.search(without_code(value)):
        raise PydanticCustomError("path-in-text", "path", {"found": path[1], TEXT: path[1]})
    return value


def not_empty(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """Refuse an empty list; unlike pydantic's own check it says nothing of a list whose items are wrong."""
    if not value:
        raise PydanticCustomError("too-few", "empty list")
    return value


def character_name(character: str) -> str:
    """Name a character that cannot be shown: `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def is_word(text: str) -> bool:
    """Whether a text may be an id, and so a part of an address: small letters, digits and hyphens."""
    return _ID.fullmatch(text) is not None


def slug(text: str) -> str:
    """Make an id of any text: `Zoé Lœuillet` gives `zoe-loeuillet`."""
    folded = re.sub("[’‘ʼ]", "-", text).replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "id"


def refers_to(kind: str) -> Any:
    """Mark a field as the id of a record of a kind (`organisations`): `references` checks that it exists."""
    return Field(json_schema_extra={REFERS_TO: kind, "pattern": f"^{ID_PATTERN}$"})


Text = Annotated[str, BeforeValidator(_text)]
Line = Annotated[Text, AfterValidator(_line)]
Id = Annotated[Line, AfterValidator(_id), Field(json_schema_extra={"pattern": f"^{ID_PATTERN}$"})]
# The id of a record with a page names that page beside the list of all, whose own name is taken.
PageId = Annotated[Id, AfterValidator(_page_id)]
AddressPath = Annotated[Line, AfterValidator(_address_path)]
WebAddress = Annotated[Line, AfterValidator(_web_address), Field(json_schema_extra={"pattern": "^https?://"})]
# The language of something elsewhere, which need not be one of the site's (BCP 47).
Locale = Annotated[Line, AfterValidator(_locale)]
Email = Annotated[Line, AfterValidator(_email)]
# What search engines show under a title: long enough to say something, short enough to be shown whole.
Description = Annotated[
    Line,
    AfterValidator(_description),
    Field(json_schema_extra={"minLength": SHORTEST_DESCRIPTION, "maxLength": LONGEST_DESCRIPTION}),
]
Markdown = Annotated[Text, AfterValidator(_without_headings), Field(json_schema_extra={IS_MARKDOWN: True})]

# Text shown in more than one place, where a path from file to file would lead astray.
FreeMarkdown = Annotated[Markdown, AfterValidator(_without_paths)]

# Only that the id exists is checked: one that does not has its closest ones to offer.
PersonRef = Annotated[Line, refers_to("people")]
OrganisationRef = Annotated[Line, refers_to("organisations")]
ThemeRef = Annotated[Line, refers_to("themes")]
RoleRef = Annotated[Line, refers_to("roles")]

AT_LEAST_ONE = Field(json_schema_extra={"minItems": 1})
# Text in every language of the site ({"fr": "…", "en": "…"}), or in those there are. A shared text is a name: one for
# all languages, or one for each that has its own; a language without one is shown another's, marked as such.
COMPLETE, PARTIAL = _in_languages(complete=True), _in_languages(complete=False)
TranslatedLine = Annotated[dict[str, Line], COMPLETE, Field(json_schema_extra={BY_LANGUAGE: "complete"})]
TranslatedDescription = Annotated[dict[str, Description], COMPLETE, Field(json_schema_extra={BY_LANGUAGE: "complete"})]
# The text of a record's own page: in one language at least, and offered there to readers of the others.
OwnMarkdown = Annotated[dict[str, Markdown], PARTIAL, Field(json_schema_extra={BY_LANGUAGE: "partial"})]
FreeTranslatedMarkdown = Annotated[
    dict[str, FreeMarkdown], COMPLETE, Field(json_schema_extra={BY_LANGUAGE: "complete"})
]
PartialMarkdown = Annotated[dict[str, FreeMarkdown], PARTIAL, Field(json_schema_extra={BY_LANGUAGE: "partial"})]
PartialLine = Annotated[dict[str, Line], PARTIAL, Field(json_schema_extra={BY_LANGUAGE: "partial"})]
SharedLine = Annotated[
    dict[str, Line], PARTIAL, BeforeValidator(_spread), Field(json_schema_extra={BY_LANGUAGE: "shared"})
]
