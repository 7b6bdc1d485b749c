"""What an editor sees in the browser: a save shows by itself, and so does a mistake."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from ..conftest import lay_out
from ..serving import serving, spoil, wait_for


def test_a_save_shows_in_the_open_page(browser: Browser, tmp_path: Path) -> None:
    """A record, a style and a template: nobody presses reload."""
    root = lay_out(tmp_path)
    with serving(root) as address:
        wait_for(address, "Text.")
        page = browser.new_page()
        page.goto(f"{address}en/community/ana-lopez/")
        expect(page.get_by_text("One paragraph.")).to_be_visible()
        spoil(root / "data/people.yaml", "One paragraph.", "A paragraph that was just saved.")
        expect(page.get_by_text("A paragraph that was just saved.")).to_be_visible(timeout=20_000)
        spoil(root / "overrides/assets/css/tokens.css", "--white: #fffefb", "--white: #010203")
        white = "getComputedStyle(document.documentElement).getPropertyValue('--white')"
        page.wait_for_function(f"{white}.includes('#010203')")
        spoil(root / "overrides/profile.html", '<h1 class="profile__name">', '<h1 class="profile__name" id="saved">')
        expect(page.locator("#saved")).to_be_visible(timeout=20_000)
        page.close()


def test_a_mistake_shows_above_the_last_good_page_and_goes_with_the_next_save(browser: Browser, tmp_path: Path) -> None:
    """Nobody has to look at the terminal; the page below still works."""
    root = lay_out(tmp_path)
    with serving(root) as address:
        wait_for(address, "Text.")
        page = browser.new_page()
        page.goto(f"{address}en/community/ana-lopez/")
        spoil(root / "data/people.yaml", "organisation: lab", "organisation: <b>labo")
        panel = page.get_by_role("alert")
        expect(panel).to_contain_text(
            "data/people.yaml:37:23: error: there is no organisation “<b>labo”.", timeout=20_000
        )
        expect(page.get_by_text("One paragraph.")).to_be_visible()
        page.get_by_role("link", name="People en").first.click()
        expect(panel).to_be_visible()
        expect(page.get_by_role("link", name="Ana LÓPEZ")).to_be_visible()
        assert Axe().run(page).response["violations"] == []
        spoil(root / "data/people.yaml", "organisation: <b>labo", "organisation: lab")
        expect(panel).not_to_be_attached(timeout=20_000)
        page.close()
