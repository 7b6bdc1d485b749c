"""Identifiers that others give to people and organisations, each with the check that its giver defined.

ORCID: ISO/IEC 7064 mod 11-2. ROR: Crockford's base 32, ISO/IEC 7064 mod 97-10. IdRef: the PPN's weighted mod 11.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from immunopole.fields import Line, Record

_ORCID = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")
_ROR = re.compile(r"(?:https?://ror\.org/)?(0[0-9a-hj-km-np-tv-z]{6}[0-9]{2})")
_IDREF = re.compile(r"(?:https?://www\.idref\.fr/)?([0-9]{8}[0-9X])(?:/id)?")
_HAL = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_TEN = 10


def _form(pattern: re.Pattern[str], *, number: bool = False) -> WithJsonSchema:
    """Tell an editor's program the form; one of digits alone is a number to it."""
    text = {"type": "string", "pattern": f"^(?:{pattern.pattern})$"}
    return WithJsonSchema({"anyOf": [text, {"type": "integer"}]} if number else text)


def orcid_check_character(digits: str) -> str:
    """Give the last character of an ORCID iD from its first fifteen digits (ISO/IEC 7064 mod 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == _TEN else str(rest)


def ror_check_digits(letters: str) -> str:
    """Give the last two digits of a ROR id from the seven characters before them (ISO/IEC 7064 mod 97-10)."""
    number = 0
    for letter in letters:
        number = number * 32 + _CROCKFORD.index(letter)
    return f"{98 - number * 100 % 97:02d}"


def idref_check_character(digits: str) -> str:
    """Give the last character of an IdRef PPN from its first eight digits (weights 9 to 2, mod 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True))
    rest = (11 - total % 11) % 11
    return "X" if rest == _TEN else str(rest)


def _orcid(value: str) -> str:
    match = _ORCID.fullmatch(value)
    if match is None:
        raise PydanticCustomError("orcid", "not an ORCID iD")
    digits = match[1].replace("-", "")
    _compare("orcid-check", digits[-1], orcid_check_character(digits[:-1]))
    return match[1]


def _ror(value: str) -> str:
    match = _ROR.fullmatch(value)
    if match is None:
        raise PydanticCustomError("ror", "not a ROR id")
    _compare("ror-check", match[1][-2:], ror_check_digits(match[1][:-2]))
    return match[1]


def _idref(value: str) -> str:
    match = _IDREF.fullmatch(value)
    if match is None:
        raise PydanticCustomError("idref", "not an IdRef")
    _compare("idref-check", match[1][-1], idref_check_character(match[1][:-1]))
    return match[1]


def _hal(value: str) -> str:
    if not _HAL.fullmatch(value):
        raise PydanticCustomError("hal", "not an idHAL")
    return value


def _compare(code: str, given: str, computed: str) -> None:
    """Say that a number was mistyped; what the last character would have to be would only hide which one it is."""
    if given != computed:
        raise PydanticCustomError(code, "check character does not fit")


class PersonIdentifiers(Record):
    """Who somebody is to libraries and archives; each leads to their public record there."""

    orcid: Annotated[Line, AfterValidator(_orcid), _form(_ORCID)] | None = None
    hal: Annotated[Line, AfterValidator(_hal)] | None = None
    idref: Annotated[Line, AfterValidator(_idref), _form(_IDREF, number=True)] | None = None

    @property
    def addresses(self) -> dict[str, str]:
        """The public records, by the name of their keeper."""
        known = {
            "ORCID": self.orcid and f"https://orcid.org/{self.orcid}",
            "HAL": self.hal and f"https://cv.hal.science/{self.hal}",
            "IdRef": self.idref and f"https://www.idref.fr/{self.idref}",
        }
        return {name: address for name, address in known.items() if address}


class OrganisationIdentifiers(Record):
    """What an organisation is in the Research Organization Registry."""

    ror: Annotated[Line, AfterValidator(_ror), _form(_ROR)] | None = None

    @property
    def addresses(self) -> dict[str, str]:
        """The public records, by the name of their keeper."""
        return {"ROR": f"https://ror.org/{self.ror}"} if self.ror else {}
