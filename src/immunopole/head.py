"""The head of a page: one model for title, canonical address, alternates and the sitemap, so they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass

from immunopole.catalogue import Catalogue
from immunopole.pages import HOME, SourcePage


@dataclass(frozen=True)
class Alternate:
    """The same page in a language; `hreflang` is a BCP 47 locale or `x-default` (absolute address)."""

    hreflang: str
    href: str


@dataclass(frozen=True)
class Head:
    """What search engines and link previews read (HTML Standard; hreflang as Google documents it; Open Graph).

    `address` is where the page stands, `canonical` where its content belongs: they differ, and `indexable` is false,
    where a language shows a page of another as it is. `locale` is that of the description, and of any title but a name
    that has no form in it.
    """

    title: str
    description: str
    locale: str
    address: str
    canonical: str
    indexable: bool
    alternates: tuple[Alternate, ...]
    og_locale: str
    og_alternates: tuple[str, ...]


def build_head(page: SourcePage, catalogue: Catalogue, site_name: str) -> Head:
    """Build the head of a page: every alternate absolute, itself among them, and `x-default` the default language.

    A page that only one language has, or that is shown as it is in another, has no alternates.
    """
    addresses, strings = catalogue.addresses, catalogue.strings
    versions = catalogue.translations(page.source)
    links = {locale: addresses.absolute(addresses.address(page.source, locale)) for locale in versions}
    announced = links if page.original is None and len(links) > 1 else {}
    alternates = [Alternate(locale, href) for locale, href in announced.items()]
    if announced:
        best = catalogue.languages.choose(catalogue.languages.default.locale, announced)
        alternates.append(Alternate("x-default", announced[best]))
    parts = (site_name, page.front.title) if page.source == HOME else (page.front.title, site_name)
    return Head(
        # The page of the site's own publisher is called as the site is: once is enough.
        title=" – ".join(dict.fromkeys(parts)),
        description=page.front.description,
        locale=page.text_locale,
        address=addresses.absolute(addresses.address(page.source, page.locale)),
        canonical=links[page.text_locale],
        indexable=page.original is None,
        alternates=tuple(alternates),
        og_locale=strings[page.text_locale]("language.region"),
        og_alternates=tuple(strings[locale]("language.region") for locale in announced if locale != page.locale),
    )
