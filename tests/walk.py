"""Reading built pages: what a browser would fetch, what a reader reads."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

# What makes a browser fetch something, by element and attribute (HTML Standard).
FETCHING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "input": "src",
}
FETCHING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect"}


def fetched(page: HtmlElement) -> Iterator[str]:
    """Give every address a browser fetches to show the page."""
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag in FETCHING and element.get(FETCHING[element.tag]):
            yield element.get(FETCHING[element.tag], "")
        if element.tag == "link" and FETCHING_LINKS & set(element.get("rel", "").split()):
            yield element.get("href", "")
        if element.get("srcset"):
            yield from (part.split()[0] for part in element.get("srcset", "").split(","))


def is_lost(address: str) -> bool:
    """Whether an address is that of a page which answers where there is none."""
    return address.rpartition("/")[2] == "404.html"


def is_redirect(page: HtmlElement) -> bool:
    """Whether a page only leads on."""
    return bool(page.xpath('//meta[@http-equiv="refresh"]'))


def text(element: HtmlElement) -> str:
    """Give the text of an element with single spaces; special spaces are kept."""
    return " ".join(part for part in element.text_content().replace("\n", " ").split(" ") if part)
