"""The keyboard reaches everything, shows where it is, and is never trapped or covered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from audit.axe import OPENER
from audit.facts import ask
from audit.kinds import Page as Kind

from .conftest import Visitor

Arrive = Callable[..., Visitor]
# More than any page has; what has more traps the focus.
MANY = 700
FIRST = 11


def walk(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the focus leaves the page; give every stop."""
    stops: list[dict[str, Any]] = []
    for _ in range(MANY):
        page.keyboard.press("Tab")
        stop = ask(page, "stop")
        if stop is None:
            return stops
        stops.append(stop)
    pytest.fail(f"The focus never leaves the page: {stops[-1]['what']}")


@pytest.mark.parametrize(("locale", "size"), [("fr", (360, 740)), ("en", (1280, 800))])
def test_every_stop_of_the_keyboard_can_be_seen(
    arrive: Arrive, kinds: tuple[Kind, ...], locale: str, size: tuple[int, int]
) -> None:
    """WCAG 2.4.3, 2.4.7, 2.4.11: none hidden, none covered, each with an outline of 3:1; one walk, no trap."""
    visitor = arrive(width=size[0], height=size[1], reduced_motion="reduce", locale=locale)
    found: dict[str, list[str]] = {}
    for kind in (kind for kind in kinds if kind.locale == locale):
        stops = walk(visitor.open(kind.address))
        found[kind.name] = [f"{stop['what']}: {', '.join(stop['faults'])}" for stop in stops if stop["faults"]]
        found[kind.name] += [] if len(stops) > FIRST else [f"only {len(stops)} stops"]
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("locale", "width", "most"), [("fr", 360, 5), ("en", 1280, FIRST)])
def test_the_first_stops_lead_past_everything_and_to_the_menu(
    arrive: Arrive, kinds: tuple[Kind, ...], locale: str, width: int, most: int
) -> None:
    """WCAG 2.4.1; on a phone brand, languages and menu follow, on a desk the pages of the header stand before them."""
    visitor = arrive(width=width, locale=locale)
    for kind in (kind for kind in kinds if kind.locale == locale):
        page = visitor.open(kind.address)
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        expect(page.locator(".skip")).to_be_in_viewport(ratio=0.9)
        stops = 1
        while not page.evaluate("(opener) => document.activeElement.matches(opener)", OPENER):
            page.keyboard.press("Tab")
            stops += 1
            assert stops <= most, kind.name
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#content")).to_be_focused()


def test_the_menu_opens_at_once_and_asks_the_network_nothing(arrive: Arrive, kinds: tuple[Kind, ...]) -> None:
    """It is in the page already: between the click and the next frame nothing else has to happen."""
    visitor = arrive(locale="fr")
    for kind in (kind for kind in kinds if kind.locale == "fr"):
        page = visitor.open(kind.address)
        page.wait_for_load_state("networkidle")
        before = len(visitor.requests)
        opened = page.evaluate(
            """(opener) => new Promise((told) => {
              document.querySelector(opener).click();
              requestAnimationFrame(() => told(document.getElementById("menu").matches(":modal")));
            })""",
            OPENER,
        )
        assert opened, kind.name
        assert visitor.requests[before:] == [], kind.name
