"""`python -m audit.screens`: pictures of every kind of page as visitors see it, and one sheet with all of them.

A person looks at `.build/screens/index.html`; no program compares the pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page

from immunopole.clock import read_clock

from .axe import OPENER
from .browser import chromium
from .facts import TWICE, restyle
from .kinds import Page as Kind
from .kinds import page_kinds
from .server import serving

WIDTHS = (360, 768, 1280, 1920)
# A sheet of A4 at 96 dots an inch.
SHEET = 794


@dataclass(frozen=True)
class Look:
    """A way of looking at a page: the window's width, the scheme, and what else is done to it."""

    width: int
    scheme: str = "light"
    menu: bool = False
    paper: bool = False
    twice: bool = False

    @property
    def name(self) -> str:
        """A name for files and columns: `360-dark-menu`."""
        more = [name for name in ("menu", "paper", "twice") if getattr(self, name)]
        return "-".join([str(self.width), self.scheme, *more])


LOOKS = (
    *(Look(width, scheme) for scheme in ("light", "dark") for width in WIDTHS),
    *(Look(width, scheme, menu=True) for width, scheme in ((360, "light"), (1280, "dark"))),
    Look(SHEET, paper=True),
    Look(360, twice=True),
)


def main() -> int:
    """Take the pictures and lay them out on one sheet."""
    options = _options()
    first, *others = options.sites
    today, _ = read_clock()
    kinds = page_kinds(options.config.absolute(), first, today)
    options.out.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[str]] = {}
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        base = stack.enter_context(serving(first))
        for kind in kinds:
            rows[kind.name] = list(take(browser, kind, base, options.out))
        for other in others:
            base = stack.enter_context(serving(other))
            for kind in _added(other, first):
                rows[kind.name] = list(take(browser, kind, base, options.out))
    (options.out / "index.html").write_text(sheet(rows), encoding="utf-8")
    print(f"{sum(map(len, rows.values()))} pictures: {options.out}/index.html", file=sys.stderr)
    return 0


def take(browser: Browser, kind: Kind, base: str, folder: Path) -> Iterator[str]:
    """Take every picture of a page; give the names of their files."""
    context = browser.new_context(locale=kind.locale, reduced_motion="reduce")
    page = context.new_page()
    page.goto(base + kind.address)
    for look in LOOKS:
        name = f"{kind.name}-{look.name}.jpg"
        _show(page, look)
        # An open menu covers the window, not the page.
        page.screenshot(path=folder / name, type="jpeg", quality=72, full_page=not look.menu)
        if look.menu:
            page.keyboard.press("Escape")
        yield name
    context.close()


def sheet(rows: Mapping[str, list[str]]) -> str:
    """Write the sheet: a row for each page, each picture a way to itself in full size."""
    style = (
        "body{font:14px sans-serif;margin:1rem}"
        "section{display:flex;gap:.5rem;overflow-x:auto;align-items:flex-start;margin-block-end:1rem}"
        "figure{margin:0;flex:none}img{height:22rem;width:auto;max-width:22rem;object-fit:cover;object-position:top;"
        "border:1px solid #999;display:block}"
    )
    parts = ["<!doctype html>", '<html lang="en"><head><meta charset="utf-8"><title>Pictures of the site</title>']
    parts.append(f"<style>{style}</style></head><body><h1>Pictures of the site</h1>")
    for name, files in rows.items():
        parts.append(f"<h2>{escape(name)}</h2><section>")
        for file in files:
            shown = escape(file, quote=True)
            look = escape(file.removeprefix(f"{name}-").removesuffix(".jpg"))
            picture = f'<a href="{shown}"><img src="{shown}" alt="" loading="lazy"></a>'
            parts.append(f"<figure>{picture}<figcaption>{look}</figcaption></figure>")
        parts.append("</section>")
    return "\n".join([*parts, "</body></html>", ""])


def _show(page: Page, look: Look) -> None:
    page.set_viewport_size({"width": look.width, "height": 900})
    page.emulate_media(
        color_scheme="dark" if look.scheme == "dark" else "light", media="print" if look.paper else "screen"
    )
    if look.twice:
        restyle(page, TWICE)
    if look.menu:
        page.locator(OPENER).click()
    # Pictures further down are fetched when one comes near.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")


def _added(site: Path, first: Path) -> Iterator[Kind]:
    """Give the pages of a site that the first has not."""
    for file in sorted(site.rglob("index.html")):
        address = file.relative_to(site).as_posix().removesuffix("index.html")
        # A page that only leads on to another is no sooner open than left.
        leads_on = 'http-equiv="refresh"' in file.read_text(encoding="utf-8")
        if not leads_on and not (first / address).exists():
            yield Kind(address.strip("/").replace("/", "-"), "und", address)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="audit.screens", description="Takes pictures of every kind of page.")
    parser.add_argument("sites", nargs="+", type=Path, help="a built site; of further ones, the pages it has not")
    parser.add_argument("--config", "-f", type=Path, default=Path("mkdocs.yml"), help="the configuration of the first")
    parser.add_argument("--out", type=Path, default=Path(".build/screens"), help="where the pictures go")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
