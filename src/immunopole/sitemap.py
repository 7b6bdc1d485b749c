"""`sitemap.xml`: every page of every language and its alternates, from the heads of the pages (sitemaps.org 0.9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from xml.etree import ElementTree

from immunopole.head import Head

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(pages: Iterable[tuple[Head, date | None]]) -> bytes:
    """Write the sitemap, UTF-8, of what is to be indexed: each head, and the day its page last changed if known.

    A day is told only where it is true (`lastmod`, W3C date); no change frequency is claimed.
    """
    ElementTree.register_namespace("", _SITEMAP)
    ElementTree.register_namespace("xhtml", _XHTML)
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for head, updated in pages:
        if not head.indexable:
            continue
        entry = ElementTree.SubElement(root, f"{{{_SITEMAP}}}url")
        ElementTree.SubElement(entry, f"{{{_SITEMAP}}}loc").text = head.canonical
        if updated is not None:
            ElementTree.SubElement(entry, f"{{{_SITEMAP}}}lastmod").text = updated.isoformat()
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
