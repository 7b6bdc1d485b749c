"""`sitemap.xml`: every page of every language and its alternates, from the heads of the pages (sitemaps.org 0.9)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from immunopole.head import Head

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(heads: Iterable[Head]) -> bytes:
    """Write the sitemap, UTF-8, in the order of the heads, of what is to be indexed; it claims no change frequency."""
    ElementTree.register_namespace("", _SITEMAP)
    ElementTree.register_namespace("xhtml", _XHTML)
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for head in heads:
        if not head.indexable:
            continue
        entry = ElementTree.SubElement(root, f"{{{_SITEMAP}}}url")
        ElementTree.SubElement(entry, f"{{{_SITEMAP}}}loc").text = head.canonical
        for alternate in head.alternates:
            ElementTree.SubElement(
                entry,
                f"{{{_XHTML}}}link",
                rel="alternate",
                hreflang=alternate.hreflang,
                href=alternate.href,
            )
    ElementTree.indent(root, space=" ")
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
