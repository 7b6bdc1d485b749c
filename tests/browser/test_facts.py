"""The questions the tests ask of a page find what they are for: each is asked of a page that is damaged on purpose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from audit.axe import scan, violations
from audit.facts import ask, layout_faults

SOUND = """<!doctype html><html lang="en"><head><title>A page</title><style>
body { margin: 1rem; color: #111; background: #fff; font: 18px/1.5 serif } a { display: inline-block; padding: 12px }
:focus-visible { outline: 3px solid #111 } .wide { inline-size: 900px } .narrow { inline-size: 60px }
.cut { overflow: hidden; white-space: nowrap } .low { overflow: hidden; block-size: 10px }
.over { position: absolute; inset: 30px auto auto 16px; margin: 0 }
.fixed { position: fixed; inset: 0; background: #fff }
.tiny { display: block; inline-size: 12px; block-size: 12px; padding: 0; overflow: clip }
.bare:focus-visible { outline: none } .faint:focus-visible { outline: 3px solid #ddd }
.gone { color: #fefefe } .turns { transition: color 2s } .spins { animation: spin 3s infinite } .clear { opacity: 0 }
@keyframes spin { to { rotate: 1turn } }
.box { overflow-x: auto } .box .wide { display: inline-block } .plain { display: inline; padding: 0 }
.ear { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden }
.header button { inline-size: 44px; block-size: 44px } .header .flat { block-size: 30px }
</style></head><body><main><h1>A page</h1><p>Some words.</p>%s</main></body></html>"""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A page to write on."""
    context = browser.new_context(viewport={"width": 400, "height": 600})
    yield context.new_page()
    context.close()


def written(tab: Page, body: str) -> Page:
    """Write a sound page with something added to it."""
    tab.set_content(SOUND.replace("%s", body))
    return tab


@pytest.mark.parametrize(
    ("question", "damage"),
    [
        ("overflow", '<p class="wide">Wider than the window.</p>'),
        ("clipped", '<p class="narrow cut">Words that are longer than their box</p>'),
        ("clipped", '<p class="narrow low">Words on many lines in a low box</p>'),
        ("clipped", '<p style="margin-inline-start: -60px">Words outside the window</p>'),
        ("overlaps", '<p class="over">Words on words</p>'),
        ("overlaps", '<svg width="90" height="30"><text y="20">One</text><text y="22" x="5">Other</text></svg>'),
        ("small", '<a class="tiny" href="#a">a</a><a class="tiny" href="#b">b</a>'),
        ("small", '<div class="header"><button class="flat">Menu</button></div>'),
        ("moving", '<p class="spins">Round</p>'),
        ("moving", '<p class="turns">Slow</p>'),
        ("vanished", '<p class="gone">White on white</p>'),
    ],
)
def test_a_damaged_page_is_found_out(tab: Page, question: str, damage: str) -> None:
    """And the same page without the damage is not."""
    assert ask(written(tab, '<p><a href="#x">A way</a></p>'), question) == []
    assert ask(written(tab, damage), question) != []


@pytest.mark.parametrize(
    "sound",
    [
        '<p class="box" tabindex="0"><span class="wide">Can be scrolled in its box</span></p>',
        '<p class="ear">Only for the ear</p>',
        "<dialog>Not open</dialog><p hidden>Not there</p>",
        '<p>In <a class="plain" href="#a">a</a> sentence <a class="plain" href="#b">b</a>.</p>',
        '<p class="fixed">A line that stands fast</p>',
    ],
)
def test_what_is_right_is_left_alone(tab: Page, sound: str) -> None:
    """What scrolls in its own box, what only screen readers say, a link within a sentence."""
    page = written(tab, sound)
    assert layout_faults(page) == []
    assert ask(page, "small") == []


@pytest.mark.parametrize(
    ("fault", "damage"),
    [
        ("no indicator", '<a class="bare" href="#x">Bare</a>'),
        ("faint indicator", '<a class="faint" href="#x">Faint</a>'),
        ("hidden", '<a class="clear" href="#x">Not to be seen</a>'),
        ("covered", '<a href="#x">Below</a><p class="fixed">Above</p>'),
    ],
)
def test_a_bad_stop_of_the_keyboard_is_found_out(tab: Page, fault: str, damage: str) -> None:
    """And a good one is not."""
    for body, faults in (('<a href="#x">Good</a>', []), (damage, [fault])):
        page = written(tab, body)
        page.keyboard.press("Tab")
        assert ask(page, "stop")["faults"] == faults


def test_elements_in_a_drawing_do_not_count(tab: Page) -> None:
    """A drawing is one element."""
    before = ask(written(tab, ""), "elements")
    assert ask(written(tab, "<svg><g><path/><path/></g></svg>"), "elements") == before + 1


def test_what_a_browser_keeps_is_found_out(browser: Browser, base: str) -> None:
    """Each kind of storage by its name."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(base)
    assert ask(page, "kept") == []
    page.evaluate("localStorage.a = 1; sessionStorage.a = 1; document.cookie = 'a=1'; caches.open('a')")
    assert ask(page, "kept") == ["cookie", "localStorage", "sessionStorage", "cache"]
    context.close()


def test_axe_tries_the_rules_it_leaves_out_by_itself(tab: Page) -> None:
    """The highest level of contrast and the size of targets are among them."""
    page = written(tab, '<p style="color: #666">Words of a contrast of 5.7</p>')
    assert [found["rule"] for found in violations(page, AXE_SCRIPT)] == ["color-contrast-enhanced"]


def test_a_fault_in_one_state_of_a_page_is_found_in_that_state(browser: Browser, base: str) -> None:
    """Only in the dark, only on a desk, only in the menu."""
    context = browser.new_context(bypass_csp=True, locale="fr")
    page = context.new_page()
    page.goto(base)
    damage = "#menu a { color: #333 !important; background: #222 !important }"
    page.add_style_tag(content=f"@media (prefers-color-scheme: dark) and (width > 600px) {{ {damage} }}")
    states = {found.state for found in scan(page, AXE_SCRIPT) if found.rule == "color-contrast"}
    assert states == {"dark, desktop, menu open"}
    context.close()
