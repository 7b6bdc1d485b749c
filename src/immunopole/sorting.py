"""The order of names as a language sorts them: letters first, then accents, then case; ligatures as two letters.

What all alphabets share is Unicode's own decomposition (UAX #15): É is an E with an accent, so it stands with E, and
Œ stands as OE. A language that counts a marked letter as one of its own says so in its words (`alphabet.own`, such as
`n ñ`: ñ comes after every n). The whole of Unicode's collation would need ICU, whose Python binding has no wheels.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

Key = tuple[str, str, str]

# Letters that Unicode does not decompose and dictionaries do (casefolding has done it for ß).
_PLAIN = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"}
# After every letter that may follow the one before it.
_AFTER = "\uffff"


@dataclass(frozen=True)
class Alphabet:
    """The letters a language sorts apart, each with what it is sorted as: behind the letter it follows."""

    own: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> Alphabet:
        """Read `z å, å ä`: pairs of a letter and the one that comes after it; anything else is left out."""
        own: dict[str, str] = {}
        for pair in text.split(","):
            before, _, letter = pair.strip().partition(" ")
            if letter:
                own[letter] = own.get(before, before) + _AFTER
        return cls(own)

    def key(self, text: str) -> Key:
        """Give what a text is sorted by: its letters and digits, then its accents, then its case."""
        plain = unicodedata.normalize("NFC", text.casefold())
        letters = "".join(self.own.get(letter) or _folded(letter) for letter in plain)
        return letters, unicodedata.normalize("NFKD", plain), text.swapcase()

    def initial(self, text: str) -> str:
        """Give the capital under which a text stands in an index: É under E, Œ under O; empty without a letter."""
        for letter in unicodedata.normalize("NFC", text.casefold()):
            if letter in self.own:
                return letter.upper()
            if folded := _folded(letter).strip():
                return folded[0].upper()
        return ""


def _folded(letter: str) -> str:
    # Marks, hyphens and apostrophes do not count; a space does, and comes before every letter.
    return re.sub(r"[^\w ]|_", "", unicodedata.normalize("NFKD", _PLAIN.get(letter, letter)))
