"""The web manifest: what a browser shows of the site where it keeps it, one a language (W3C Web App Manifest)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from immunopole.addresses import relative
from immunopole.catalogue import Catalogue
from immunopole.favicons import Icon
from immunopole.pages import HOME

NAME = "site.webmanifest"


def manifest_address(catalogue: Catalogue, locale: str) -> str:
    """Give the address of a language's manifest below the root of the site."""
    return catalogue.addresses.address(HOME, locale) + NAME


def web_manifest(catalogue: Catalogue, locale: str, site_name: str, icons: Iterable[Icon]) -> str:
    """Write the manifest of a language; every address in it is relative to the manifest itself.

    It makes no application of the site: `browser` leaves readers their address bar and their way back.
    """
    here, language = manifest_address(catalogue, locale), catalogue.languages[locale]
    paper = catalogue.palette.light.paper
    said = {
        "name": site_name,
        "short_name": catalogue.strings[locale]("brand.short"),
        "description": catalogue.typesetter.text(catalogue.pages[HOME, locale].front.description, locale),
        "lang": locale,
        "dir": language.direction,
        "start_url": relative(catalogue.addresses.address(HOME, locale), here),
        "scope": relative("", here),
        "display": "browser",
        "theme_color": paper,
        "background_color": paper,
        "icons": [
            {
                "src": relative(icon.address, here),
                "type": icon.media_type,
                "sizes": f"{icon.size}x{icon.size}",
                "purpose": icon.purpose,
            }
            for icon in icons
            if icon.purpose
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
