"""Reading built pages: where links lead, what is said to search engines, what a browser would fetch."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml.html import HtmlElement

from .conftest import BuiltSite

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


def links(page: HtmlElement) -> Iterator[str]:
    """Give every address a reader may follow."""
    for anchor in page.iter("a"):
        yield anchor.get("href", "")


def fetched(page: HtmlElement) -> Iterator[str]:
    """Give every address a browser fetches to show the page."""
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag in FETCHING and element.get(FETCHING[element.tag]):
            yield element.get(FETCHING[element.tag], "")
        if element.tag == "link" and FETCHING_LINKS & set(element.get("rel", "").split()):
            yield element.get("href", "")
        if element.get("srcset"):
            yield from (part.split()[0] for part in element.get("srcset", "").split(","))


def broken(site: BuiltSite, base: str = "/") -> list[str]:
    """List every internal link, asset or fragment that leads nowhere."""
    faults = []
    ids = {address: set(site.page(address).xpath("//@id")) for address in site.addresses}
    for address in site.addresses:
        page = site.page(address)
        # The 404 page answers at any depth.
        here = "/any/where/deep/" if is_lost(address) else urljoin(base, address)
        for link in [*links(page), *fetched(page)]:
            if urlsplit(link).scheme:
                continue
            target, fragment = urldefrag(urljoin(here, link))
            below = address if is_lost(address) and target == here else unquote(target).removeprefix(base)
            file = site.folder / below
            if below.endswith("/") or not below:
                file = file / "index.html"
            if not file.is_file():
                faults.append(f"{address}: {link}")
            elif fragment and fragment not in ids.get(below, set()):
                faults.append(f"{address}: {link} has no such fragment")
    return faults


def is_lost(address: str) -> bool:
    """Whether an address is that of a page which answers where there is none."""
    return address.rpartition("/")[2] == "404.html"


def is_redirect(page: HtmlElement) -> bool:
    """Whether a page only leads on."""
    return bool(page.xpath('//meta[@http-equiv="refresh"]'))


def text(element: HtmlElement) -> str:
    """Give the text of an element with single spaces; special spaces are kept."""
    return " ".join(part for part in element.text_content().replace("\n", " ").split(" ") if part)
