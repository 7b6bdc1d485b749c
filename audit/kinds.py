"""The kinds of page a site has: one page of each template in each full language, and those for what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.pages import HOME

LOST = "404"
# The folder of the manual for those who write the site.
MANUAL = "style-guide/"
# The template of the page that lists every figure.
REGISTER = "figures.html"


@dataclass(frozen=True)
class Page:
    """A built page that stands for its kind: `kind` is its template's name, `address` is below the root of the site.

    `directory` tells a page that lists records, `manual` one for those who write the site: both may hold more.
    """

    kind: str
    locale: str
    address: str
    directory: bool = False
    home: bool = False
    manual: bool = False

    @property
    def name(self) -> str:
        """A name for files and tables: `profile-en`."""
        return f"{self.kind}-{self.locale}"

    @property
    def lost(self) -> bool:
        """Whether the page answers for addresses that do not exist."""
        return self.kind == LOST


def page_kinds(config: Path, site: Path, today: date) -> tuple[Page, ...]:
    """Give the heaviest page of each kind and full language; ValueError for a site that has mistakes."""
    catalogue, _ = read_catalogue(config, "/", today)
    if catalogue is None:
        raise ValueError(f"{config} has mistakes: see `immunopole check`")
    found: dict[tuple[str, str], tuple[int, Page]] = {}
    for page in _pages(catalogue, site):
        weight = page_file(site, page.address).stat().st_size
        key = (page.kind, page.locale)
        if key not in found or weight > found[key][0]:
            found[key] = (weight, page)
    return tuple(page for _, (_, page) in sorted(found.items()))


def page_file(site: Path, address: str) -> Path:
    """Give the file of a page."""
    return site / (f"{address}index.html" if address.endswith("/") or not address else address)


def _pages(catalogue: Catalogue, site: Path) -> Iterator[Page]:
    full = catalogue.languages.full
    lists = {catalogue.directory, catalogue.organisations_list}
    for (source, locale), page in catalogue.pages.items():
        if locale in full:
            address = catalogue.addresses.address(source, locale)
            # A chapter of the manual may have the template of any page: it is a kind of its own.
            manual = source.removesuffix(".md").replace("/", "-") if source.startswith(MANUAL) else ""
            kind = manual or page.front.template.removesuffix(".html")
            listing = source in lists or page.front.template == REGISTER
            yield Page(kind, locale, address, listing, source == HOME, source.startswith(MANUAL))
    for locale in full:
        address = catalogue.addresses.address(HOME, locale) + f"{LOST}.html"
        if (site / address).is_file():
            yield Page(LOST, locale, address)
