"""A Markdown extension that lets no text run anything: attribute lists and links lose what a browser would execute.

Raw HTML is not its business: the text of records has none (every `<` in it is a character), and on pages the content
security policy refuses inline handlers.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "xlink:href"})
LATE = -100  # after attribute lists and MkDocs' own treatment of links


class MarkdownSafety(Extension):
    """Registers the step below as the last one on the tree."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        """Add the step to a converter."""
        md.treeprocessors.register(_SafeAttributes(md), "immunopole-safety", LATE)


class _SafeAttributes(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in list(element.attrib):
                runs = name.lower().startswith("on") or name.lower() == "style"
                if runs or (name.lower() in _ADDRESSES and is_unsafe(element.attrib[name])):
                    del element.attrib[name]


def is_unsafe(value: str) -> bool:
    """Whether an address leads to something a browser would run (`javascript:`, `data:`)."""
    # A browser resolves entities, then ignores blanks and control characters in a scheme (HTML and WHATWG URL
    # Standards), and so must we; Markdown keeps an ampersand behind a placeholder until the end.
    address = unquote(unescape(value.replace(AMP_SUBSTITUTE, "&")))
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20\u2000-\u200f]", "", address))
    return scheme is not None and scheme.group(1).lower() not in SAFE_SCHEMES
