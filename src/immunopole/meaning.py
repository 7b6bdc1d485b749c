"""What a text says, apart from how it is written: two texts that differ in form alone have one meaning.

Form is all that Markdown marks, line ends, spaces, dashes, quotation marks, capitals and accents; `2 000`, `2000` and
`2,000` are one number. What is left is a row of letters, digits and signs that nobody reads, without a space, so that
no typographic correction counts; the addresses a text leads to stand beside it. No rule belongs to one language.
Standards: compatibility decomposition (Unicode, UAX #15) and case folding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from html import unescape

# Bytes of a digest: of a whole text, never to be taken for another; of a sentence, which only shows what has changed.
_OF_TEXT, _OF_SENTENCE = 8, 4

# An address outside the site, with the < > around one that stands alone; punctuation at its end is the sentence's.
_ADDRESS = re.compile(r"<?((?:https?://|mailto:|tel:)[^\s<>\"'\[\]()|]*[^\s<>\"'\[\]()|.,;:!?…»”’*_])>?")
_MAIL = re.compile(r"<([^\s<>@]+@[^\s<>@]+)>")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>]*>", re.DOTALL)
# What a link leads to, or the name of that; its words and its title are text.
_TARGET = re.compile(r"\]\([ \t]*<?[^\s\"'()<>]*|\]\[[^\]\n]*\]")
_DEFINED = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*[^\s\"'(]*", re.MULTILINE)
_MENTION = re.compile(r"\[\[[^\[\]|\n]+\|([^\[\]\n]+)\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\n]+\]")
_ATTRIBUTE = r"(?:[#.][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}]+))"
_ATTRIBUTES = re.compile(rf"\{{:?[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}}")
# A line below a heading or between two blocks; the signs before a text that is quoted.
_RULE = re.compile(r"\n[ \t]*(?:-+|=+)[ \t]*(?=\n|$)")
_QUOTED = re.compile(r"^[ \t]*>+", re.MULTILINE)
# A line that begins like an item is one only where its block is a list, as in Python-Markdown; a year numbers nothing.
_MARKER = r"(?:[-*+]|[0-9]{1,2}[.)])[ \t]"
_LIST = re.compile(rf"(?:\A\s*|\n[ \t]*\n[ \t]*){_MARKER}[^\n]*(?:\n[ \t]*\S[^\n]*)*")
_ITEM = re.compile(rf"(?:\A|\n)[ \t]*{_MARKER}")

# Accents, and what Hebrew and Arabic write above and below letters; the sign that lengthens a line of Arabic.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\ufe00-\ufe0f"
_GROUPS = re.compile(r"[1-9](?<![\d.,]\d)\d{0,2}(?:,\d{3})+(?!\d)")
# Between digits these are no punctuation; what stands for them goes through the last step, which takes all that is.
_POINT = re.compile(r"[.,](?<=\d.)(?=\d)")
_RATIO = re.compile(r"[:/\u2044](?<=\d.)(?=\d)")
_RANGE = re.compile(r"(?<=\d)[-\u2010-\u2015]{1,3}(?=\d)")
_FOR_POINT, _FOR_RATIO, _FOR_RANGE = "\ue000", "\ue001", "\ue002"
# «CD4+» is not «CD4»; a plus that follows no letter may mark an item.
_LONE_PLUS = re.compile(r"\+(?<!\w\+)")
# Punctuation that says something, and symbols that only mark.
_SAYING, _MARKING = "%‰&@§", "=|~^`"
# All of the Basic Multilingual Plane; beyond it hardly anything is punctuation.
_BEYOND = 0x10000

_CLOSING = r"(?:[\u00a0\u202f]?[\"'”’»)\]*_])*"
_BOUNDARY = re.compile(
    r"\n[ \t]*(?:-{2,}|={2,})[ \t]*(?:\n|$)"  # a heading ends with its rule
    r"|\n[ \t]*\n\s*"  # a block with an empty line
    # An item, a heading, a row of a table, a quotation, a definition, a note, a tab, a caption begin with their sign.
    rf"|\n(?=[ \t]*(?:{_MARKER}|#|\||>|:[ \t]|\*?\[\^?[^\]\n]+\]:|!!!|\?\?\?|===|///))"
    # Not after a single letter, nor before a small one: that full stop shortens a word.
    rf"|[.!?…؟](?<![\s(][^\W\d_]\.){_CLOSING}\s++(?![a-zß-öø-ÿ])"
    r"|[。！？]+[」』”’）]*"
)
_BETWEEN_BLOCKS = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Sentence:
    """A sentence, an item, a heading or a row, as it was typed, and where it begins in its text (an index)."""

    start: int
    text: str

    @cached_property
    def digest(self) -> str:
        """What tells it from the other sentences of its text."""
        words, addresses = meaning(self.text)
        return _digest(words, addresses, _OF_SENTENCE)


@dataclass(frozen=True)
class Meaning:
    """What several texts say together, such as a title and the text below it."""

    texts: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        """What tells it from any other; however sentences are cut, joined or spread over the texts."""
        found = [meaning(text) for text in self.texts]
        addresses = {address for _, its in found for address in its}
        return _digest("".join(words for words, _ in found), addresses, _OF_TEXT)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The digests of its sentences, in order."""
        return tuple(sentence.digest for text in self.texts for sentence in sentences(text))


def meaning(text: str) -> tuple[str, frozenset[str]]:
    """Reduce a Markdown text, or a plain one, to what it says: its letters, digits and signs, and its addresses."""
    text, addresses = _without_addresses(text)
    text = _without_marks(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).replace("œ", "oe").replace("Œ", "oe")
        text = text.replace("æ", "ae").replace("Æ", "ae")
    text = text.casefold()
    text = _POINT.sub(_FOR_POINT, _GROUPS.sub(lambda found: found[0].replace(",", ""), text))
    text = _LONE_PLUS.sub("", _RATIO.sub(_FOR_RATIO, text))
    text = _RANGE.sub(_FOR_RANGE, "".join(text.split()))
    return _form().sub("", text), addresses


def sentences(text: str) -> Iterator[Sentence]:
    """Cut a text into sentences, in any language; what says nothing, such as a line across, is none."""
    start = 0
    for end in [*(boundary.end() for boundary in _BOUNDARY.finditer(text)), len(text)]:
        typed = text[start:end]
        sentence = Sentence(start + len(typed) - len(typed.lstrip()), typed.strip())
        if any(meaning(sentence.text)):
            yield sentence
        start = end


def block_starts(text: str) -> list[int]:
    """Give where each block of a Markdown text begins: a paragraph, a heading, a list (indexes)."""
    first = len(text) - len(text.lstrip())
    starts = [first, *(found.end() for found in _BETWEEN_BLOCKS.finditer(text, first))]
    return [start for start in starts if start < len(text)]


def _without_addresses(text: str) -> tuple[str, frozenset[str]]:
    if ":" not in text:
        return text, frozenset()
    found = frozenset(unescape(address) for address in _ADDRESS.findall(text))
    return (_ADDRESS.sub("", text) if found else text), found


def _without_marks(text: str) -> str:
    """Take away what Markdown and HTML mark; each step only where its sign is."""
    if "<" in text:
        text = _TAG.sub("", _MAIL.sub(r"\1", text))
    if "[" in text:
        text = _FOOTNOTE.sub("", _DEFINED.sub("", _TARGET.sub("", _MENTION.sub(r"\1", text))))
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    if "\n" in text:
        text = _LIST.sub(lambda found: _ITEM.sub("\n", found[0]), _RULE.sub("\n", _QUOTED.sub("", text)))
    return unescape(text) if "&" in text else text


@cache
def _form() -> re.Pattern[str]:
    """Make the class of all that says nothing by itself: marks, separators, controls, punctuation, some symbols."""
    members = "".join(re.escape(character) for character in map(chr, range(_BEYOND)) if _says_nothing(character))
    return re.compile(f"[{_MARKS}{members}]+")


def _says_nothing(character: str) -> bool:
    category = unicodedata.category(character)
    general = category[0] in "ZP" or category in {"Cc", "Cf", "Sk"}
    return character in _MARKING or (general and character not in _SAYING)


def _digest(words: str, addresses: Iterable[str], size: int) -> str:
    said = "\0".join([words, *sorted(addresses)])
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
