"""What pages load, made once before any of them; and every file of the site that is no page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from immunopole import cache
from immunopole.assets import Bundles, bundle
from immunopole.catalogue import Catalogue
from immunopole.favicons import favicons
from immunopole.fonts import Cut, WebFont, characters_of, web_font
from immunopole.head import build_head
from immunopole.portraits import FOLDER as PORTRAITS
from immunopole.renditions import FOLDER as PICTURES
from immunopole.renditions import Darkroom, Picture
from immunopole.sitemap import sitemap
from immunopole.speculation import speculation_rules
from immunopole.typefaces import find_family
from immunopole.webmanifest import manifest_address, web_manifest


@dataclass(frozen=True)
class Equipment:
    """What the pages of a site load; `pictures` are by the id of the person."""

    font: WebFont | None
    bundles: Bundles
    pictures: Mapping[str, Picture]


def equip(catalogue: Catalogue, *, small: bool) -> Equipment:
    """Cut the font, join style sheets and scripts, develop portraits; what is not made `small` can be read."""
    layout, settings = catalogue.layout, catalogue.layout.settings
    font = _font(catalogue)
    bundles = bundle(
        layout.assets(settings.styles),
        layout.assets(settings.scripts),
        {template: layout.assets(names) for template, names in settings.page_scripts.items()},
        first=font.css if font else "",
        small=small,
    )
    darkroom = Darkroom(layout.root / PICTURES)
    pictures = {
        person.id: darkroom.develop(layout.root / layout.docs / person.portrait.address)
        for person in catalogue.people.values()
        if person.portrait
    }
    return Equipment(font, bundles, pictures)


def other_files(catalogue: Catalogue, equipment: Equipment, site_name: str, mark: str) -> Iterator[tuple[str, bytes]]:
    """Give address and content of every file that is no page; `mark` is the drawing that icons are made from."""
    for asset in (*equipment.bundles, speculation_rules(catalogue.addresses.site_url)):
        yield asset.address, asset.content
    for picture in equipment.pictures.values():
        for rendition in picture.renditions:
            yield f"{PORTRAITS}/{rendition.name}", rendition.read()
    if font := equipment.font:
        yield font.address, font.content
        yield font.licence_address, font.licence
    icons = tuple(favicons(mark, catalogue.palette))
    for icon in icons:
        yield icon.address, icon.content
    for locale in catalogue.languages.locales:
        yield manifest_address(catalogue, locale), web_manifest(catalogue, locale, site_name, icons).encode()
    yield "sitemap.xml", _sitemap(catalogue, site_name)


def _font(catalogue: Catalogue) -> WebFont | None:
    """Cut the web font for all that the site says, if it has one."""
    layout = catalogue.layout
    choice = layout.settings.font
    family = find_family(choice.family) if choice else None
    if choice is None or family is None:
        return None
    cut = Cut(family, (min(choice.weights), max(choice.weights)), choice.axes, characters_of(catalogue.texts()))
    return web_font(cut, layout.root / cache.FOLDER)


def _sitemap(catalogue: Catalogue, site_name: str) -> bytes:
    updated = catalogue.translation_state.updated
    pages = sorted(catalogue.pages.values(), key=lambda page: (page.source, page.locale))
    return sitemap((build_head(page, catalogue, site_name), updated(page.source, page.locale)) for page in pages)
