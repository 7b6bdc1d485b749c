"""What a visitor does, in a real browser under a strict content security policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from audit.axe import OPENER
from audit.kinds import Page as Kind

from ..conftest import BuiltSite
from .conftest import Visitor

Arrive = Callable[..., Visitor]
BORG = "communaute/jean-paul-borg/"
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
        page.wait_for_function("document.documentElement?.lang === 'en'")
        page.locator("header a[hreflang=fr]").click()
        page.wait_for_function("document.documentElement?.lang === 'fr'")
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
        [
            *("Le cluster", "Recherche", "Communauté", "Organismes", "Actualités", "Contact"),
            *("Mentions légales", "Données personnelles", "Accessibilité\u00a0: non conforme"),
            *("Écoconception", "Crédits et sources", "Plan du site"),
        ]
    )
    page.locator("header a[hreflang=en]").click()
    expect(page.locator(".profile__text p")).to_have_count(3)
    assert "/en/community/jean-paul-borg/" in page.url


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


def test_without_scripts_the_menu_opens_on_every_kind_of_page(arrive: Arrive, kinds: tuple[Kind, ...]) -> None:
    """By HTML alone; the list at the foot is there as well, and nobody is asked to turn anything on."""
    visitor = arrive(java_script_enabled=False)
    for kind in kinds:
        page = visitor.open(kind.address)
        page.locator(OPENER).click()
        expect(page.locator("#menu")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#menu")).not_to_be_visible()
        assert page.locator("#site-map a").count() > 3, kind.name
