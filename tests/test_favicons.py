"""The mark in every form, and the manifests that list them."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree

from immunopole.favicons import SAFE_RADIUS, SIDE, favicons
from immunopole.palette import Colours, Palette, read_palette

from .conftest import REPOSITORY, BuiltSite

TOKENS = REPOSITORY / "overrides/assets/css/tokens.css"
DRAWING = '<path fill="currentColor" d="M0 0h32v32H0z"/><circle class="mark__site" cx="16" cy="16" r="4"/>'
PALETTE = Palette(Colours("#ffffff", "#000080", "#ff0000"), Colours("#000000", "#8080ff", "#ff8080"))
# Members of a manifest and what they hold (W3C Web Application Manifest).
MEMBERS = {"name", "short_name", "description", "lang", "dir", "start_url", "scope", "display"}
MEMBERS |= {"theme_color", "background_color", "icons"}


def size(png: bytes) -> tuple[int, int]:
    """Read the width and height of a PNG (ISO/IEC 15948, IHDR)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def pages(site: BuiltSite) -> list[str]:
    """Give the addresses of pages that people read, redirects aside."""
    return [each for each in site.addresses if not site.page(each).xpath("//meta[@http-equiv='refresh']")]


def file_of(site: BuiltSite, page: str, link: str) -> Path:
    """Find the file that a link on a page leads to."""
    return site.folder / urlsplit(urljoin(f"https://example.org/{page}", link)).path.lstrip("/")


def test_every_page_names_its_icons(real_site: BuiltSite) -> None:
    """One that follows the colour scheme, one for home screens; old browsers ask for `/favicon.ico` unasked."""
    for address in pages(real_site):
        links = real_site.page(address).xpath("//link[contains(@rel, 'icon')]")
        said = [(link.get("rel"), link.get("type"), link.get("sizes")) for link in links]
        assert said == [("icon", "image/svg+xml", "any"), ("apple-touch-icon", None, None)]
        assert all(file_of(real_site, address, link.get("href", "")).is_file() for link in links), address


def test_the_icon_browsers_ask_for_unasked_is_at_the_root(real_site: BuiltSite) -> None:
    """`/favicon.ico` holds the mark in three sizes, each a PNG of that size."""
    ico = (real_site.folder / "favicon.ico").read_bytes()
    assert struct.unpack("<HHH", ico[:6]) == (0, 1, 3)
    sizes = []
    for number in range(3):
        width, height, _, _, _, depth, length, start = struct.unpack(
            "<BBBBHHII", ico[6 + 16 * number : 22 + 16 * number]
        )
        assert size(ico[start : start + length]) == (width, height)
        assert depth == 32
        sizes.append(width)
    assert sizes == [16, 32, 48]


def test_the_mark_on_the_page_and_in_the_tab_are_one_drawing(real_site: BuiltSite) -> None:
    """Drawn once: a change of the mark is a change everywhere."""
    icon = (real_site.folder / "favicon.svg").read_text(encoding="utf-8")
    drawing = icon.partition("</style>")[2].removesuffix("</svg>")
    assert "<path" in drawing
    html = (real_site.folder / "index.html").read_text(encoding="utf-8")
    assert html.count(drawing) == 2
    assert "#" not in drawing


def test_the_icon_of_a_tab_follows_the_colour_scheme(real_site: BuiltSite) -> None:
    """By a rule of its own: no style sheet of ours reaches a tab."""
    icon = etree.fromstring((real_site.folder / "favicon.svg").read_bytes())
    light, dark = (icon.findtext("{*}style") or "").split("@media(prefers-color-scheme:dark)")
    palette, _ = read_palette(TOKENS, "tokens.css")
    assert palette is not None
    for style, colours in ((light, palette.light), (dark, palette.dark)):
        assert re.findall("#[0-9a-f]{6}", style) == [colours.brand, colours.accent]


@pytest.mark.parametrize("locale", ["", "en/"])
def test_a_manifest_a_language(real_site: BuiltSite, locale: str) -> None:
    """In its words; it starts at its home, holds the whole site, and leaves readers their browser."""
    (link,) = real_site.page(locale).xpath("//link[@rel='manifest']/@href")
    file = file_of(real_site, locale, link)
    said = json.loads(file.read_text(encoding="utf-8"))
    assert said.keys() == MEMBERS
    assert said["lang"] == real_site.page(locale).get("lang")
    assert said["dir"] == "ltr"
    assert said["display"] == "browser"
    assert len(said["short_name"]) <= 12
    base = "https://example.org/" + file.relative_to(real_site.folder).as_posix()
    assert urljoin(base, said["start_url"]) == f"https://example.org/{locale}"
    assert urljoin(base, said["scope"]) == "https://example.org/"
    listed = [(icon["sizes"], icon["purpose"], icon["type"]) for icon in said["icons"]]
    assert listed == [(f"{side}x{side}", purpose, "image/png") for side, purpose in SIZES]
    for icon in said["icons"]:
        png = file_of(real_site, file.relative_to(real_site.folder).as_posix(), icon["src"]).read_bytes()
        assert "{}x{}".format(*size(png)) == icon["sizes"]


SIZES = [(192, "any"), (512, "any"), (512, "maskable")]


def test_icons_are_light(real_site: BuiltSite) -> None:
    """Each under 10 KB; the one of home screens 180 pixels wide."""
    files = [*real_site.folder.glob("assets/icon-*.png"), *real_site.folder.glob("*icon.*")]
    assert len(files) == 6
    assert [file.name for file in files if file.stat().st_size > 10_000] == []
    assert size((real_site.folder / "apple-touch-icon.png").read_bytes()) == (180, 180)


def test_browsers_paint_their_frame_as_the_page(real_site: BuiltSite) -> None:
    """`theme-color` and the manifests have the colour of the paper, from the tokens, in both schemes."""
    palette, _ = read_palette(TOKENS, "tokens.css")
    assert palette is not None
    for address in pages(real_site):
        colours = real_site.page(address).xpath("//meta[@name='theme-color']/@content")
        assert colours == [palette.light.paper, palette.dark.paper]
    for manifest in real_site.folder.rglob("*.webmanifest"):
        said = json.loads(manifest.read_text(encoding="utf-8"))
        assert {said["theme_color"], said["background_color"]} == {palette.light.paper}


def test_a_maskable_icon_keeps_the_mark_within_its_circle() -> None:
    """A launcher may cut away all else (W3C Manifest, icon masks); the drawing may reach its own corners."""
    made = {icon.purpose: icon for icon in favicons(DRAWING, PALETTE)}
    assert made["maskable"].content != made["any"].content
    source = (REPOSITORY / "overrides/components/mark.html").read_text(encoding="utf-8")
    points = re.findall(r"(\d+\.?\d*) (\d+\.?\d*)", " ".join(re.findall(r'd="([^"]+)"', source)))
    from_middle = max(((float(x) - 16) ** 2 + (float(y) - 16) ** 2) ** 0.5 for x, y in points) + 3.3 / 2
    assert 0.6 * from_middle <= SAFE_RADIUS * SIDE


def test_icons_are_the_same_every_time() -> None:
    """Two machines publish the same bytes."""
    assert list(favicons(DRAWING, PALETTE)) == list(favicons(DRAWING, PALETTE))


def write(folder: Path, css: str) -> Path:
    """Write a style sheet of tokens."""
    file = folder / "tokens.css"
    file.write_text(css, encoding="utf-8")
    return file


ROLES = "--paper: #FFF; --brand: var(--sea); --accent: #b5341a;"


def test_a_role_is_followed_to_its_colour(tmp_path: Path) -> None:
    """By variables, over comments, in each scheme; what the dark one does not name it has from the light one."""
    dark = "@media (prefers-color-scheme: dark) { :root { --paper: #000000; --brand: var(--sky); --sky: #9fd0f2; } }"
    more = "@media (prefers-contrast: more) { :root { --paper: var(--ink); } }"
    css = f":root {{ --sea: #0a4a73; /* --paper: #123456; */ {ROLES} }} {dark} {more}"
    palette, problems = read_palette(write(tmp_path, css), "tokens.css")
    assert problems == []
    assert palette == Palette(Colours("#fff", "#0a4a73", "#b5341a"), Colours("#000000", "#9fd0f2", "#b5341a"))


@pytest.mark.parametrize(
    "sea",
    ["", "--sea: rgb(0 0 0);", "--sea: var(--brand);", "--sea: #12;", '--sea: "><script>";', "--sea: var(--sea);"],
)
def test_a_role_without_a_plain_colour_is_told(tmp_path: Path, sea: str) -> None:
    """It would go into icons as it stands: only what is a colour does."""
    palette, problems = read_palette(write(tmp_path, f":root {{\n  {sea}\n  {ROLES}\n}}"), "tokens.css")
    assert palette is None
    assert [(problem.code, problem.place.line, problem.details["found"]) for problem in problems] == [
        ("no-colour", 3, "--brand")
    ]
