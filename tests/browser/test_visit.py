"""What a visitor does, in a real browser under a strict content security policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ..conftest import BuiltSite
from .conftest import Visitor

Arrive = Callable[..., Visitor]
BORG = "communaute/jean-paul-borg/"
KINDS = ["", "cluster/", "communaute/", BORG, "contact/", "mentions-legales/", "accessibilite/"]
KINDS += ["organismes/", "organismes/marseille-immunopole/", "actualites/", "histoire/", "agenda/"]
KINDS += ["ecosysteme/", "en/ecosystem/", "histoire/fondations/"]
KINDS += ["actualites/ipsen-agreement-imcheck/", "guide-de-style/champs/", "en/style-guide/fields/"]
KINDS += ["en/", "en/cluster/", "en/community/", "en/community/jean-paul-borg/", "en/legal-notice/"]
OPENER = ".header .menu-button"
FOCUSED = "document.activeElement"


def is_modal(page: Page) -> bool:
    """Whether the menu is open as a modal dialog."""
    return bool(page.evaluate("document.getElementById('menu').matches(':modal')"))


def focus_is_in_menu(page: Page) -> bool:
    """Whether the focus is inside the menu."""
    return bool(page.evaluate(f"document.getElementById('menu').contains({FOCUSED})"))


def test_a_profile_is_read_in_french_then_in_english(arrive: Arrive) -> None:
    """The first thing that had to exist."""
    page = arrive().open(BORG)
    expect(page.get_by_role("heading", level=1)).to_have_text("Jean-Paul BORG")
    page.get_by_role("banner").get_by_role("link", name="English version").click()
    page.wait_for_url("**/en/community/jean-paul-borg/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jean-Paul BORG")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("banner").get_by_role("link", name="Version française").click()
    page.wait_for_url(f"**/{BORG}")


def test_the_language_changes_from_every_page_and_back(arrive: Arrive, real_site: BuiltSite) -> None:
    """By a click, to the same page: the way back leads to where one came from."""
    visitor = arrive()
    redirects = ("fr/", "en/communaute/", "en/le-cluster-mi/")
    french = [a for a in real_site.addresses if not a.startswith(("en/", *redirects)) and a != "404.html"]
    assert len(french) > 10
    for address in french:
        page = visitor.open(address)
        page.locator("header a[hreflang=en]").click()
        page.wait_for_function("document.documentElement.lang === 'en'")
        page.locator("header a[hreflang=fr]").click()
        page.wait_for_function("document.documentElement.lang === 'fr'")
        assert page.url == visitor.base + address


@pytest.mark.parametrize("width", [360, 1280])
def test_the_menu_is_opened_walked_and_closed_by_keyboard(arrive: Arrive, width: int) -> None:
    """Name and state on the opener, focus in, kept, and back; background inert and still; Escape closes."""
    page = arrive(width=width).open("communaute/")
    opener = page.locator(OPENER)
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.focus()
    page.keyboard.press("Enter")
    assert is_modal(page)
    assert focus_is_in_menu(page)
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("dialog")).to_have_accessible_name("Menu")
    walked = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        # The browser's own controls come round once; the page behind never does.
        inside = page.evaluate(f"{FOCUSED} === document.body || document.getElementById('menu').contains({FOCUSED})")
        assert inside
        walked.add(page.evaluate(f"{FOCUSED}.textContent.trim()"))
    assert {"Fermer", "Accueil", "Le cluster", "Communauté", "Contact", "Mentions légales"} <= walked
    assert {"Version française", "English version"} <= walked
    page.evaluate("scrollTo(0, 0)")
    page.mouse.wheel(0, 500)
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("Escape")
    assert not is_modal(page)
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


def test_the_menu_closes_by_its_button_and_by_the_backdrop(arrive: Arrive) -> None:
    """And gives the focus back each time."""
    page = arrive().open("en/")
    for by_button in (True, False):
        page.locator(OPENER).click()
        assert is_modal(page)
        if by_button:
            page.get_by_role("button", name="Close").click()
        else:
            page.mouse.click(40, 400)
        assert not is_modal(page)
        expect(page.locator(OPENER)).to_be_focused()


def test_the_menu_leads_on_and_marks_where_one_is(arrive: Arrive) -> None:
    """The current page is marked; its own link only closes the menu."""
    page = arrive().open("en/")
    page.locator(OPENER).click()
    menu = page.get_by_role("dialog")
    expect(menu.locator("[aria-current=page]")).to_have_text(["Home"])
    menu.get_by_role("link", name="Home").click()
    page.wait_for_function("!document.getElementById('menu').open")
    page.locator(OPENER).click()
    menu.get_by_role("link", name="Community").click()
    page.wait_for_url("**/en/community/")
    assert not is_modal(page)
    page.go_back()
    assert not is_modal(page)


@pytest.mark.parametrize("missing", ["commandForElement", "closedBy"])
def test_an_older_browser_gets_the_same_menu_from_the_script(arrive: Arrive, missing: str) -> None:
    """Invokers and light dismissal are new: where a browser lacks them, the script does their part."""
    visitor = arrive()
    owner = "HTMLButtonElement" if missing == "commandForElement" else "HTMLDialogElement"
    visitor.page.add_init_script(
        f"delete {owner}.prototype.{missing};"
        # Without the property the browser would still act on the attribute: take that away too.
        "addEventListener('DOMContentLoaded', () => {"
        + (
            "document.querySelectorAll('[commandfor]').forEach((b) => b.addEventListener('click', (e) => {"
            "if (b.hasAttribute('command')) e.preventDefault()}))"
            if missing == "commandForElement"
            else "document.getElementById('menu').removeAttribute('closedby')"
        )
        + "})"
    )
    page = visitor.open("")
    page.locator(OPENER).click()
    assert is_modal(page)
    page.mouse.click(40, 400)
    assert not is_modal(page)


def test_without_scripts_everything_still_leads_everywhere(arrive: Arrive) -> None:
    """The profile is whole, the language changes, the menu opens by HTML alone, and the list at the foot is there."""
    page = arrive(java_script_enabled=False).open(BORG)
    expect(page.locator(".profile__text p")).to_have_count(3)
    expect(page.locator(".role")).to_have_count(3)
    page.locator(OPENER).click()
    expect(page.locator("#menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).not_to_be_visible()
    page.locator(".site-map-link").click()
    assert page.url.endswith("#site-map")
    expect(page.locator("#site-map a")).to_have_text(
        ["Accueil", "Le cluster", "Communauté", "Organismes", "Actualités", "Contact"]
    )
    page.locator("header a[hreflang=en]").click()
    expect(page.locator(".profile__text p")).to_have_count(3)
    assert "/en/community/jean-paul-borg/" in page.url


def test_the_first_stop_of_the_keyboard_skips_to_the_content(arrive: Arrive) -> None:
    """WCAG 2.4.1; languages and menu come next, each stop visibly marked."""
    page = arrive().open(BORG)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate(f"getComputedStyle({FOCUSED}).outlineStyle")
        assert outline == "solid", page.evaluate(f"{FOCUSED}.outerHTML")


def test_what_one_touches_is_large_enough(arrive: Arrive) -> None:
    """44 CSS pixels for menu, languages and brand; 24 for every other link outside running text (WCAG 2.5.8)."""
    page = arrive(width=360).open("communaute/")
    sizes: dict[str, Any] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.header a, .header button')]
          .filter((e) => e.checkVisibility()).map((e) => [e.textContent.trim(), e.getBoundingClientRect().height]))"""
    )
    assert min(sizes.values()) >= 44, sizes
    small: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('a, button')].filter((e) => e.checkVisibility() && !e.closest('p'))
          .filter((e) => e.getBoundingClientRect().height < 24 && !e.closest('.person')).map((e) => e.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_nothing_overflows_at_any_width(arrive: Arrive, width: int) -> None:
    """WCAG 1.4.10: no page scrolls sideways."""
    visitor = arrive(width=width)
    for address in [*KINDS, "404.html"]:
        page = visitor.open(address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (address, over)


def test_text_may_be_twice_as_large_and_wider_set(arrive: Arrive) -> None:
    """WCAG 1.4.4 and 1.4.12: nothing is cut off, and nothing overflows."""
    visitor = arrive(width=360)
    spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    for address in KINDS:
        page = visitor.open(address)
        page.evaluate(
            """(css) => { document.documentElement.style.fontSize = '200%';
              const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
              document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }""",
            spacing,
        )
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (address, over)


def test_a_page_that_does_not_exist_answers_in_every_language(arrive: Arrive) -> None:
    """At any depth, with its style, and with a way out."""
    visitor = arrive()
    answer = visitor.page.goto(visitor.base + "nowhere/at/all/")
    assert answer is not None
    assert answer.status == 404
    # The browser itself notes the status of the page; that is its duty and no fault of ours.
    visitor.complaints[:] = [c for c in visitor.complaints if "404" not in c]
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Page introuvable")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Page not found")
    page.get_by_role("main").get_by_role("link", name="Community", exact=True).click()
    page.wait_for_url("**/en/community/")


def test_an_address_of_the_original_site_leads_to_the_profile(arrive: Arrive) -> None:
    """The browser follows at once."""
    page = arrive().open("fr/communaute/jean-paul-borg/")
    page.wait_for_url(f"**/{BORG}")


def test_a_printed_profile_has_no_menu_and_says_where_it_comes_from(arrive: Arrive) -> None:
    """On two sheets at most."""
    page = arrive().open(BORG)
    page.emulate_media(media="print")
    for hidden in ("#menu", OPENER, ".skip", ".breadcrumb", ".header__languages"):
        expect(page.locator(hidden).first).not_to_be_visible()
    expect(page.locator(".footer__printed")).to_contain_text(
        "https://marseille-immunopole.org/communaute/jean-paul-borg/"
    )
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 2


def test_motion_stops_for_those_who_ask(arrive: Arrive) -> None:
    """WCAG 2.3.3: nothing moves under `prefers-reduced-motion`."""
    page = arrive(reduced_motion="reduce").open("")
    page.locator(OPENER).click()
    assert page.evaluate("document.getAnimations({ subtree: true }).length") == 0
    moving = "[...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0)"
    assert page.evaluate(f"{moving}.length") == 0
