"""The head of a page: one model for title, canonical address, alternates and the sitemap, so they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass

from immunopole.catalogue import Catalogue
from immunopole.pages import SourcePage


@dataclass(frozen=True)
class Alternate:
    """The same page in a language; `hreflang` is a BCP 47 locale or `x-default` (absolute address)."""

    hreflang: str
    href: str


@dataclass(frozen=True)
class Head:
    """What search engines and link previews read (HTML Standard; hreflang as Google documents it; Open Graph)."""

    title: str
    description: str
    canonical: str
    alternates: tuple[Alternate, ...]
    og_locale: str
    og_alternates: tuple[str, ...]


def build_head(page: SourcePage, catalogue: Catalogue, site_name: str) -> Head:
    """Build the head of a page: every alternate absolute, itself among them, and `x-default` the default language."""
    addresses = catalogue.addresses
    versions = catalogue.translations(page.source)
    links = {locale: addresses.absolute(addresses.address(page.source, locale)) for locale in versions}
    alternates = [Alternate(locale, href) for locale, href in links.items()]
    default = catalogue.languages.default.locale
    if len(links) > 1 and default in links:
        alternates.append(Alternate("x-default", links[default]))
    strings = catalogue.strings
    home = page.source == "index.md"
    title = f"{site_name} – {page.front.title}" if home else f"{page.front.title} – {site_name}"
    return Head(
        title=title,
        description=page.front.description,
        canonical=links[page.locale],
        alternates=tuple(alternates) if len(links) > 1 else (),
        og_locale=strings[page.locale]("language.region"),
        og_alternates=tuple(strings[locale]("language.region") for locale in links if locale != page.locale),
    )
