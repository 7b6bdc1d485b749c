"""What editors may write besides plain Markdown, as visitors use it: by keyboard, on paper, on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Visitor

Arrive = Callable[..., Visitor]
NOTES, FIGURES, TEXT, LISTS, LINKS = (
    f"en/style-guide/{name}/" for name in ("notes", "figures", "text", "lists", "links")
)


@pytest.mark.parametrize("address", [NOTES, FIGURES, TEXT, LISTS, LINKS])
def test_no_construction_is_wider_than_the_narrowest_screen(arrive: Arrive, address: str) -> None:
    """At 320 pixels, and with letters twice as large (WCAG 1.4.4, 1.4.10)."""
    page = arrive(width=320).open(address)
    too_wide = "() => document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(too_wide) == 0
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate(too_wide) == 0


def test_tabs_are_changed_by_keyboard(arrive: Arrive) -> None:
    """One stop for the set, arrows within it, without a script."""
    page = arrive(java_script_enabled=False).open(NOTES)
    shown = page.locator(".tabbed-content:visible")
    assert shown.all_inner_texts() == ["Ten minutes on foot from the station."]
    page.get_by_role("radio", name="By train").focus()
    page.keyboard.press("ArrowRight")
    assert shown.all_inner_texts() == ["The car park is behind the building."]


def test_on_paper_nothing_is_folded_away(arrive: Arrive) -> None:
    """All tabs under their titles, all folded text."""
    page = arrive().open(NOTES)
    hidden = page.get_by_text("Yes, by appointment.").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.is_visible()
    assert page.locator(".tabbed-content:visible").count() == 2


def test_the_keyboard_reaches_a_wide_table_and_scrolls_it(arrive: Arrive) -> None:
    """What does not fit is read without a mouse (WCAG 2.1.1)."""
    page = arrive(width=320).open(FIGURES)
    pane = page.locator(".table").first
    page.wait_for_function(
        "() => document.querySelector('.table').scrollWidth > document.querySelector('.table').clientWidth"
    )
    pane.focus()
    assert pane.evaluate("pane => pane === document.activeElement")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table').scrollLeft > 0")
