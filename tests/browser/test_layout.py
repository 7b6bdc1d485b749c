"""What is laid out can be read: at every width, twice as large, wider set, on paper, in few colours, at rest.

Pictures of pages are not compared: a person looks at them (`make screens`). What can be stated is stated here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from audit.axe import OPENER
from audit.facts import SPACED, TWICE, ask, layout_faults, restyle
from audit.kinds import Page as Kind
from audit.kinds import page_kinds
from audit.server import serving

from ..conftest import TODAY, BuiltSite, lay_out_hard, run_build
from .conftest import Visitor, spoken_to

Arrive = Callable[..., Visitor]
# 320 × 256 is 1280 × 1024 at 400 % (WCAG 1.4.10).
SIZES = [
    (320, 256),
    (360, 740),
    (414, 896),
    (600, 960),
    (768, 1024),
    (1024, 768),
    (1280, 800),
    (1920, 1080),
    (2560, 1440),
]


@contextmanager
def open_menu(page: Page) -> Iterator[None]:
    """Open the menu, where there is one, and close it again."""
    page.locator(OPENER).click()
    yield
    page.keyboard.press("Escape")


def all_layouts(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Lay a page out in every way, its menu too, and give what cannot be read then."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        yield f"{width} × {height}", layout_faults(page)
    for width, height in ((320, 256), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        with open_menu(page):
            yield f"menu at {width} × {height}", layout_faults(page)
    for name, css in (("text twice as large", TWICE), ("wider set", SPACED)):
        page.reload()
        restyle(page, css)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            yield f"{name} at {width}", layout_faults(page)
            with open_menu(page):
                yield f"{name} at {width}, menu", layout_faults(page)


def unreadable(visitor: Visitor, kinds: tuple[Kind, ...]) -> dict[str, list[str]]:
    """Give what cannot be read of some pages, by page and layout."""
    found: dict[str, list[str]] = {}
    for kind in kinds:
        page = visitor.open(kind.address)
        found |= {f"{kind.name}, {layout}": faults for layout, faults in all_layouts(page) if faults}
    return found


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_page_can_be_read_in_every_layout(arrive: Arrive, kinds: tuple[Kind, ...], locale: str) -> None:
    """WCAG 1.4.4, 1.4.10, 1.4.12: no page scrolls sideways, no text is cut off, none lies on another."""
    visitor = arrive(locale=locale, reduced_motion="reduce")
    assert unreadable(visitor, tuple(kind for kind in kinds if kind.locale == locale)) == {}


@pytest.fixture(scope="module")
def hard_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The real site with people added to it who strain a page."""
    site = run_build(lay_out_hard(tmp_path_factory.mktemp("hard")))
    assert site.exit_code == 0, site.log
    return site


def test_hard_content_can_be_read_too(browser: Browser, hard_site: BuiltSite) -> None:
    """Names too long for a line, twelve roles or one, no portrait, markup in a name, a text much shorter in English."""
    people = ("markup-in-the-name", "the-longest-name", "twelve-roles", "one-role")
    pages = tuple(
        Kind(person, locale, f"{folder}{person}/")
        for locale, folder in (("fr", "communaute/"), ("en", "en/community/"))
        for person in people
    )
    lists = tuple(
        kind
        for kind in page_kinds(hard_site.root / "mkdocs.yml", hard_site.folder, TODAY)
        if kind.directory or kind.home
    )
    with serving(hard_site.folder) as base:
        context = browser.new_context(reduced_motion="reduce", locale="fr-FR")
        visitor = Visitor(context, context.new_page(), base)
        found = unreadable(visitor, (*pages, *lists))
        context.close()
    assert found == {}


def test_what_is_touched_is_large_enough(arrive: Arrive, kinds: tuple[Kind, ...]) -> None:
    """44 CSS pixels for menu, languages and search; 24, or as much room, for every other link outside running text."""
    found: dict[str, list[str]] = {}
    for kind, visitor in spoken_to(arrive, kinds):
        page = visitor.open(kind.address)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found[f"{kind.name} at {width}"] = ask(page, "small")
            with open_menu(page):
                found[f"{kind.name} at {width}, menu"] = ask(page, "small")
    assert {name: small for name, small in found.items() if small} == {}


@pytest.mark.parametrize(("locale", "scheme"), [("fr", "light"), ("en", "dark")])
def test_in_the_few_colours_of_a_system_everything_is_still_there(
    arrive: Arrive, kinds: tuple[Kind, ...], locale: str, scheme: str
) -> None:
    """Forced colours: every text stands out from what is behind it, and so does the stop of the keyboard."""
    found: dict[str, Any] = {}
    visitor = arrive(forced_colors="active", color_scheme=scheme, reduced_motion="reduce", locale=locale)
    for kind in (kind for kind in kinds if kind.locale == locale):
        page = visitor.open(kind.address)
        found[kind.name] = ask(page, "vanished")
        with open_menu(page):
            page.keyboard.press("Tab")
            found[f"{kind.name}, menu"] = [*ask(page, "vanished"), *ask(page, "stop")["faults"]]
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_nothing_moves_for_those_who_ask(arrive: Arrive, kinds: tuple[Kind, ...]) -> None:
    """WCAG 2.3.3: under `prefers-reduced-motion` nothing is animated and nothing takes time to change."""
    visitor = arrive(reduced_motion="reduce", locale="fr")
    found: dict[str, list[str]] = {}
    for kind in (kind for kind in kinds if kind.locale == "fr"):
        page = visitor.open(kind.address)
        found[kind.name] = ask(page, "moving")
        with open_menu(page):
            found[f"{kind.name}, menu"] = ask(page, "moving")
    assert {name: moving for name, moving in found.items() if moving} == {}


def test_paper_shows_the_content_and_where_it_comes_from(
    arrive: Arrive, kinds: tuple[Kind, ...], real_site: BuiltSite
) -> None:
    """No menu, no search, no way to other pages; the page's own address at the end; every text within the sheet."""
    for kind, visitor in spoken_to(arrive, tuple(kind for kind in kinds if not kind.lost), width=700):
        page = visitor.open(kind.address)
        page.emulate_media(media="print")
        for hidden in ("#menu", OPENER, ".skip", "[role=search]", "search", ".breadcrumb"):
            assert page.locator(hidden).locator("visible=true").count() == 0, (kind.name, hidden)
        canonical = real_site.page(kind.address).xpath("//link[@rel='canonical']/@href")[0]
        last = page.locator("body").inner_text().strip().splitlines()[-3:]
        assert any(canonical in line for line in last), (kind.name, last)
        assert layout_faults(page) == [], kind.name
        page.emulate_media(media="screen")


def sheets_of(page: Page) -> int:
    """Count the A4 sheets a page is printed on."""
    return page.pdf(format="A4").count(b"/Type /Page\n")


def test_a_profile_takes_two_sheets_at_most(arrive: Arrive, real_site: BuiltSite) -> None:
    """Each of them, in each language."""
    visitor = arrive(locale="fr")
    sheets = {}
    for address in real_site.addresses:
        folder, _, person = address.removesuffix("/").rpartition("/")
        if folder in {"communaute", "en/community"} and person:
            sheets[address] = sheets_of(visitor.open(address))
    assert len(sheets) > 10
    assert {address: count for address, count in sheets.items() if not 1 <= count <= 2} == {}


def test_twelve_roles_and_twenty_sources_take_two_sheets(browser: Browser, hard_site: BuiltSite) -> None:
    """And more would not make the writing smaller."""
    with serving(hard_site.folder) as base:
        page = browser.new_page()
        page.goto(f"{base}communaute/twelve-roles/")
        assert page.locator(".profile .role").count() == 12
        assert page.locator(".source-line a").count() == 20
        assert sheets_of(page) <= 2
        page.close()


def test_paper_is_filled_from_edge_to_edge(arrive: Arrive, kinds: tuple[Kind, ...]) -> None:
    """No page is printed in half the width of the sheet, and none so small that it fits what is too wide."""
    for kind, visitor in spoken_to(arrive, kinds, width=643):
        page = visitor.open(kind.address)
        page.emulate_media(media="print")
        left, right = page.eval_on_selector_all(
            "main h1, main h2, main p, main li",
            """(all) => { const boxes = all.filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect());
              return [Math.min(...boxes.map((b) => b.left)), Math.max(...boxes.map((b) => b.right))]; }""",
        )
        assert left <= 8, kind.name
        assert right > 400, kind.name
        columns = page.eval_on_selector_all(
            "main *",
            """(all) => all.map((e) => getComputedStyle(e))
              .filter((style) => style.columnCount !== 'auto' || style.columnWidth !== 'auto').length""",
        )
        assert columns == 0, kind.name
        page.emulate_media(media="screen")


def test_one_can_see_what_one_types_into_the_menu_at_twice_the_size(arrive: Arrive) -> None:
    """On a phone, in both languages, its button stands below rather than on the field; no word of a button is cut."""
    for locale, address in (("fr", ""), ("en", "en/")):
        page = arrive(width=320, height=640, locale=locale).open(address)
        restyle(page, TWICE)
        with open_menu(page):
            field = page.locator(".menu [name=q]").bounding_box()
            assert field is not None
            assert field["width"] >= 180
            close = page.locator(".menu .cross")
            assert close.evaluate(
                "(e) => e.getBoundingClientRect().height < 2 * parseFloat(getComputedStyle(e).lineHeight)"
            )
