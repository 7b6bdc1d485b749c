"""The root never redirects by guess; who prefers another language is offered the same page in it, once, quietly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from audit.axe import OPENER, violations
from audit.facts import ask, layout_faults
from audit.kinds import Page as Kind

from .conftest import Visitor

Arrive = Callable[..., Visitor]
BORG = {"fr": "communaute/jean-paul-borg/", "en": "en/community/jean-paul-borg/"}
SEARCH_ENGINE = "https://www.example.org/"
FRENCH_OFFER = "Cette page existe aussi en français."
# How far things moved without being asked to (Cumulative Layout Shift), from the first paint on.
SHIFT = """() => new Promise((told) => {
  let sum = 0;
  const add = (entries) => entries.forEach((entry) => { sum += entry.value });
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => { add(observer.takeRecords()); told(sum) }));
})"""
# Whether the thing in focus can be seen: at its middle there is nothing but itself, its parts or its owner.
COVERED = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return focused !== document.body && !(there && (focused.contains(there) || there.contains(focused)))
    ? focused.outerHTML : null;
}"""


def offers(page: Page) -> Locator:
    """Find the offers that can be seen."""
    return page.locator(".offer:visible")


def prefer(visitor: Visitor, languages: Sequence[str]) -> None:
    """Let the browser prefer languages, the first most: Playwright itself knows only one."""
    visitor.page.add_init_script(
        f"Object.defineProperty(Navigator.prototype, 'languages', {{ get: () => {list(languages)} }})"
    )


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB", "de-DE"])
def test_no_address_redirects_by_a_guess(arrive: Arrive, locale: str) -> None:
    """What was asked for is what is shown, whatever the browser prefers."""
    visitor = arrive(locale=locale)
    for address, language in (("", "fr"), ("en/", "en")):
        page = visitor.open(address)
        assert page.evaluate("document.documentElement.lang") == language
        assert page.url == visitor.base + address


def test_a_french_reader_of_an_english_page_is_offered_the_same_page_in_french(arrive: Arrive) -> None:
    """In French, and marked as French; the link leads to the same page, where nothing is offered any more."""
    page = arrive(locale="fr-FR").open(BORG["en"])
    expect(offers(page)).to_have_count(1)
    expect(offers(page)).to_have_attribute("lang", "fr")
    expect(page.get_by_role("complementary")).to_have_accessible_name(FRENCH_OFFER)
    expect(page.get_by_role("complementary").get_by_role("button")).to_have_accessible_name("Masquer")
    offers(page).get_by_role("link", name="Lire en français").click()
    page.wait_for_url(f"**/{BORG['fr']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jean-Paul BORG")
    expect(offers(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("preferred", "address", "offered"),
    [
        (["en-GB"], "en/", []),
        (["en-US", "fr"], "en/", []),
        (["fr-CA"], "en/", ["fr"]),
        (["FR"], "en/", ["fr"]),
        (["de", "fr"], "en/", ["fr"]),
        (["de", "en", "fr"], "en/", []),
        (["de", "it"], "en/", []),
        (["de", "en", "fr"], "", ["en"]),
        (["fr-FR", "en"], "", []),
        # A language that only begins like one of ours, and a browser that tells nothing.
        (["frr", "eng-x"], "en/", []),
        ([], "en/", []),
    ],
)
def test_only_a_language_the_browser_puts_before_the_pages_own_is_offered(
    arrive: Arrive, preferred: list[str], address: str, offered: list[str]
) -> None:
    """The order of the browser's languages decides, and regions count as their language."""
    visitor = arrive()
    prefer(visitor, preferred)
    page = visitor.open(address)
    assert [offer.get_attribute("lang") for offer in offers(page).all()] == offered


@pytest.mark.parametrize("by", ["click", "Enter", "Escape", "Escape from elsewhere"])
def test_the_offer_is_dismissed_and_the_focus_is_not_lost(arrive: Arrive, by: str) -> None:
    """By its button or by Escape; the focus goes on to the content, or stays where it was."""
    page = arrive(locale="fr-FR").open("en/")
    close = offers(page).get_by_role("button")
    menu = page.locator(".header .menu-button")
    if by == "click":
        close.click()
    elif by == "Escape from elsewhere":
        menu.focus()
        page.keyboard.press("Escape")
    else:
        close.focus()
        page.keyboard.press(by)
    expect(offers(page)).to_have_count(0)
    expect(menu if by == "Escape from elsewhere" else page.locator("#content")).to_be_focused()


def test_escape_closes_the_menu_first(arrive: Arrive) -> None:
    """One key closes one thing."""
    page = arrive(locale="fr-FR").open("en/")
    page.locator(".header .menu-button").click()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).not_to_be_visible()
    expect(offers(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(offers(page)).to_have_count(0)


def test_the_keyboard_reaches_the_offer_right_after_the_skip_link(arrive: Arrive) -> None:
    """The focus is never taken; each stop is visible and moves nothing."""
    page = arrive(locale="fr-FR").open("en/")
    expect(offers(page)).to_have_count(1)
    assert page.evaluate("document.activeElement === document.body")
    for stop in (".skip", ".offer:visible a", ".offer:visible button", ".brand"):
        page.keyboard.press("Tab")
        expect(page.locator(stop)).to_be_focused()
        expect(page.locator(stop)).to_be_in_viewport(ratio=0.9)
        assert page.evaluate("scrollY") == 0


def test_only_who_comes_from_elsewhere_is_offered_anything(arrive: Arrive) -> None:
    """A dismissed offer does not come back at the next click, on the way back or when the page is loaded again."""
    visitor = arrive(locale="fr-FR")
    page = visitor.page
    page.goto(visitor.base + "en/", referer=SEARCH_ENGINE)
    offers(page).get_by_role("button").click()
    page.reload()
    expect(offers(page)).to_have_count(0)
    page.get_by_role("main").get_by_role("link", name="Community").first.click()
    page.wait_for_url("**/en/community/")
    assert page.evaluate("document.referrer").startswith(visitor.base)
    expect(offers(page)).to_have_count(0)
    page.go_back()
    expect(offers(page)).to_have_count(0)
    page.goto(visitor.base + "en/cluster/", referer=SEARCH_ENGINE)
    expect(offers(page)).to_have_count(1)


def test_nothing_is_stored_and_nothing_is_asked_of_anybody(arrive: Arrive) -> None:
    """No cookie, no storage of any kind, and not one request for the offer."""
    visitor = arrive(locale="fr-FR")
    page = visitor.open("en/")
    # By keyboard: a pointer would come to stand over a link, whose page is fetched ahead.
    offers(page).get_by_role("button").press("Enter")
    before = len(visitor.requests)
    stored: list[Any] = page.evaluate(
        """async () => [document.cookie, localStorage.length, sessionStorage.length,
          (await indexedDB.databases()).length, (await navigator.storage.estimate()).usage]"""
    )
    assert stored == ["", 0, 0, 0, 0]
    assert len(visitor.requests) == before
    assert not [url for url in visitor.requests if "offer" in url]


@pytest.mark.parametrize("size", [(320, 256), (360, 740), (768, 1024), (1280, 800), (2560, 1440)])
def test_nothing_moves_when_the_offer_appears_or_goes(arrive: Arrive, size: tuple[int, int]) -> None:
    """CLS 0, on a page longer than the window and on one that is shorter; the line takes a quarter of it at most."""
    width, height = size
    visitor = arrive(width=width, height=height, locale="fr-FR")
    for address in ("en/", "en/events/"):
        page = visitor.open(address)
        expect(offers(page)).to_have_count(1)
        assert page.evaluate(SHIFT) == 0
        box = offers(page).bounding_box()
        assert box is not None
        assert (box["x"], box["width"]) == (0, width)
        assert box["y"] + box["height"] == height
        assert box["height"] <= height / 4
        page.keyboard.press("Escape")
        assert page.evaluate(SHIFT) == 0


@pytest.mark.parametrize("size", [(320, 256), (1280, 800)])
def test_the_offer_covers_neither_what_is_in_focus_nor_the_end_of_the_page(
    arrive: Arrive, size: tuple[int, int]
) -> None:
    """WCAG 2.4.11, at 400 % zoom too: every stop of the keyboard can be seen, and so can the last link."""
    width, height = size
    page = arrive(width=width, height=height, locale="fr-FR", reduced_motion="reduce").open(BORG["en"])
    expect(offers(page)).to_have_count(1)
    stops = page.locator("a:visible, button:visible, summary:visible").count()
    assert stops > 30
    for _ in range(stops):
        page.keyboard.press("Tab")
        assert page.evaluate(COVERED) is None
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last, line = page.locator(".footer a").last.bounding_box(), offers(page).bounding_box()
    assert last is not None
    assert line is not None
    assert last["y"] + last["height"] <= line["y"]


def test_one_can_hit_what_the_offer_has(arrive: Arrive) -> None:
    """The closer is 44 CSS pixels either way; the link takes the height of the line."""
    page = arrive(width=360, locale="fr-FR").open("en/")
    box = offers(page).get_by_role("button").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    line = offers(page).bounding_box()
    assert line is not None
    page.mouse.click(line["x"] + 60, line["y"] + 8)
    page.wait_for_url(lambda url: "/en/" not in url)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_the_offer(arrive: Arrive, width: int, color_scheme: str) -> None:
    """With the line open, in either scheme; no page is wider than the window, and nothing is in motion."""
    visitor = arrive(width=width, locale="fr-FR", reduced_motion="reduce", color_scheme=color_scheme)
    page = visitor.open("en/")
    expect(offers(page)).to_have_count(1)
    assert violations(page, AXE_SCRIPT) == []
    assert layout_faults(page) == []
    assert ask(page, "moving") == []


def test_text_may_be_twice_as_large_in_the_offer(arrive: Arrive) -> None:
    """WCAG 1.4.4: the line grows to a third of the window at most, and its closer stays inside."""
    page = arrive(width=360, locale="fr-FR").open("en/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    line, close = offers(page).bounding_box(), offers(page).get_by_role("button").bounding_box()
    assert line is not None
    assert close is not None
    assert line["height"] <= 800 / 3
    assert line["y"] <= close["y"]
    assert close["x"] + close["width"] <= 360


def test_without_scripts_and_on_paper_nothing_is_offered(arrive: Arrive) -> None:
    """The header's languages are there for everybody."""
    page = arrive(locale="fr-FR", java_script_enabled=False).open("en/")
    expect(offers(page)).to_have_count(0)
    expect(page.get_by_role("banner").get_by_role("link", name="Version française")).to_be_visible()
    page = arrive(locale="fr-FR").open("en/")
    page.emulate_media(media="print")
    expect(offers(page)).to_have_count(0)


def test_a_page_that_does_not_exist_offers_nothing(arrive: Arrive) -> None:
    """It speaks every language already."""
    visitor = arrive(locale="fr-FR")
    for address in ("404.html", "en/404.html"):
        expect(visitor.open(address).locator(".offer")).to_have_count(0)


@pytest.fixture(params=[360, 1280])
def turned_round(arrive: Arrive, request: pytest.FixtureRequest) -> Visitor:
    """A visitor whose pages run from right to left, as they do in a language such as Arabic."""
    visitor = arrive(width=request.param, locale="en-GB")
    visitor.page.add_init_script(
        "new MutationObserver(() => { if (document.documentElement) document.documentElement.dir = 'rtl' })"
        ".observe(document, { childList: true })"
    )
    return visitor


def test_every_page_may_run_from_right_to_left(turned_round: Visitor, kinds: tuple[Kind, ...]) -> None:
    """Nothing sticks out, no letters are pulled apart, brand and menu change sides."""
    for address in (kind.address for kind in kinds):
        page = turned_round.open(address)
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, (
            address
        )
        spaced = "[...document.body.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).letterSpacing))"
        assert page.evaluate(f"{spaced}.map((e) => e.outerHTML)") == [], address
        brand, opener = page.locator(".header .brand").bounding_box(), page.locator(OPENER).bounding_box()
        assert brand is not None
        assert opener is not None
        assert brand["x"] > opener["x"]


def test_the_menu_opens_on_the_side_of_its_button(turned_round: Visitor) -> None:
    """At the left where the script runs from right to left; its closer stands where the opener stood."""
    page = turned_round.open("en/")
    opener = page.locator(OPENER).bounding_box()
    page.locator(OPENER).click()
    menu, closer = page.locator("#menu").bounding_box(), page.locator("#menu [command=close]").bounding_box()
    assert menu is not None
    assert opener is not None
    assert closer is not None
    assert menu["x"] == 0
    assert closer["x"] == pytest.approx(opener["x"], abs=1)


def test_arrows_and_names_follow_the_direction_of_the_page(turned_round: Visitor) -> None:
    """The way on points on; of several names in another script the first is still read first."""
    page = turned_round.open(BORG["en"])
    onward = "getComputedStyle(document.querySelector('.onward'), '::after').content"
    assert "\u2190" in page.evaluate(onward)
    ends: list[float] = page.evaluate(
        "[...document.querySelectorAll('.role:first-child .role__house a')].map((a) => a.getClientRects()[0].right)"
    )
    tops: list[float] = page.evaluate(
        "[...document.querySelectorAll('.role:first-child .role__house a')].map((a) => a.getClientRects()[0].top)"
    )
    read = sorted(range(len(ends)), key=lambda number: (tops[number], -ends[number]))
    assert len(read) == 2
    assert read == [0, 1]
