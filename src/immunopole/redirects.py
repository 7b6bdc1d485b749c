"""Former addresses: what once was a page's address leads to its present one, on any host, without rules or script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from immunopole.catalogue import Catalogue
from immunopole.pages import SourcePage

# Source folder or file → locale → former public paths: {"community": {"fr": ["fr/communaute"]}}
FormerAddresses = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True)
class Redirect:
    """One former address (`fr/communaute/jean-paul-borg/`) and the page that stands elsewhere now."""

    former: str
    page: SourcePage


def redirects(former: FormerAddresses, catalogue: Catalogue) -> Iterator[Redirect]:
    """List every former address; one that is an address of the present site is not given away."""
    present = {catalogue.addresses.address(page.source, page.locale) for page in catalogue.pages.values()}
    for page in catalogue.pages.values():
        for prefix, by_locale in former.items():
            rest = _below(page.source, prefix)
            for path in by_locale.get(page.locale, []) if rest is not None else []:
                address = "/".join(filter(None, (path.strip("/"), rest))) + "/"
                if address not in present:
                    yield Redirect(address, page)


def _below(source: str, prefix: str) -> str | None:
    """Give what follows a prefix in a source path (`jean-paul-borg`), empty for the prefix itself."""
    path = source.removesuffix(".md")
    path = "" if path == "index" else path.removesuffix("/index")
    if path == prefix:
        return ""
    return path.removeprefix(f"{prefix}/") if prefix and path.startswith(f"{prefix}/") else None
