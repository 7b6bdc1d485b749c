"""The web font as a visitor sees it: in names and titles, and arriving late without moving anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from .conftest import Visitor

Arrive = Callable[..., Visitor]
FAMILY = "Fraunces"
KINDS = ["", "cluster/", "communaute/", "communaute/jean-paul-borg/", "organismes/", "actualites/", "histoire/"]
KINDS += ["agenda/", "contact/", "en/", "en/community/", "en/organisations/ap-hm/", "en/legal-notice/"]
# What moves without the visitor's doing (Layout Instability API), and how much.
WATCH = """
    globalThis.moved = [];
    new PerformanceObserver((list) => globalThis.moved.push(...list.getEntries().map((entry) => entry.value)))
        .observe({ type: "layout-shift", buffered: true });
"""
ARRIVED = f"document.fonts.check('600 20px {FAMILY}') && document.readyState === 'complete'"
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))"
# The site's policy forbids a test's way of asking, and is tested elsewhere.
OPEN = {"bypass_csp": True}


def faces(page: Page, selector: str) -> list[str]:
    """Give the faces a browser really draws an element with."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts: list[dict[str, Any]] = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    return [font["familyName"] for font in fonts]


@pytest.mark.parametrize("selector", ["h1", ".person__name", ".brand__name", ".menu__main a"])
def test_names_and_titles_are_set_in_the_web_font(arrive: Arrive, selector: str) -> None:
    """And in nothing else: one face for every letter of them."""
    page = arrive(**OPEN).open("communaute/")
    page.locator(".header .menu-button").click()
    page.wait_for_function(ARRIVED)
    assert faces(page, selector) == [FAMILY]


def test_the_font_is_fetched_once_and_used(arrive: Arrive) -> None:
    """What is preloaded in another way than the style sheet asks for it would be fetched twice."""
    visitor = arrive(**OPEN)
    visitor.open("").wait_for_function(ARRIVED)
    assert len([url for url in visitor.requests if url.endswith(".woff2")]) == 1


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
def test_nothing_moves_when_the_font_arrives_late(arrive: Arrive, width: int, height: int) -> None:
    """Readers on a slow line have begun to read: what they read stays where it is.

    Cumulative layout shift at most 0.01, taken over the kinds of pages: a title that just fits its line may break
    otherwise in a stand-in, but none so that the page jumps (0.1 is what Web Vitals call good).
    """
    moved = {address: _shift(arrive(width=width, height=height, **OPEN), address) for address in KINDS}
    assert sum(moved.values()) / len(moved) <= 0.01, moved
    assert max(moved.values()) <= 0.05, moved


def _shift(visitor: Visitor, address: str) -> float:
    """Open a page with the font held back, let it come once the page is painted, and say how far things moved."""
    page, held = visitor.page, list[Route]()
    # Playwright writes on what it is given; a list's own method is not to be written on.
    page.route("**/*.woff2", lambda route: held.append(route))  # noqa: PLW0108
    page.add_init_script(WATCH)
    page.goto(visitor.base + address, wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    assert FAMILY not in faces(page, "h1")
    for route in held:
        route.continue_()
    page.wait_for_function(ARRIVED)
    page.evaluate(PAINTED)
    assert faces(page, "h1") == [FAMILY]
    return float(sum(page.evaluate("globalThis.moved")))
