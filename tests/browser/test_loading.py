"""What a page loads and what it may load, asked of the browser itself."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page

from audit.axe import OPENER
from audit.kinds import Page as Kind
from audit.server import Host, serving
from immunopole.assets import smaller_style

from ..conftest import REPOSITORY, BuiltSite
from ..serving import spoil
from .conftest import Visitor

Arrive = Callable[..., Visitor]
# What style sheets may hold in a browser of 2026, beside what ours hold already.
MODERN = """
/* A comment; with } and " in it */
@layer base, theme;
@layer base { .a { color: light-dark(#fff, #000); & .b { margin: 0 } &:hover { inline-size: calc(1px + 2px) } } }
@container side (inline-size > 30rem) { .c { color: color-mix(in oklch, red 50%, blue) } }
@media screen and (width < 48rem) and (scripting: none) , print { .d:has(> img:not([alt])) { translate: 0 0 } }
@supports (color: oklch(0.5 0.1 20)) and (not (display: none none)) { .e { color: oklch(50% 0.1 20deg) } }
@property --p { syntax: "<length>"; inherits: false; initial-value: 0px }
@font-face { font-family: X; src: url("x.woff2") format("woff2") tech(variations); unicode-range: U+0-FF, U+202F }
.f { --empty: ; --spaced: "a  b"; content: "\\201C  ;}" / ""; grid-template: "a b" 1fr "c d" auto / 1fr 2fr }
.g:nth-child(2n + 1 of .x) + .h ~ .i > :is(.j, .k) :focus { inset: 0 auto auto -0.5em !important }
@scope (.card) to (.content) { img { border: 1px solid black } }
@starting-style { .l { opacity: 0 } }
@keyframes fade { from { opacity: 0 } 100% { opacity: 1 } }
@view-transition { navigation: auto }
@page :first { margin: 2cm }
.m { width: min(100%, 28rem + var(--gutter)); margin: calc(-1 * var(--x)) ; font: 1rem/1.5 "A  B", serif }
"""
RULES = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return [...sheet.cssRules].map((rule) => rule.cssText);
}"""
# What each page notes of its own undoing.
NOTE_VIOLATIONS = """
  globalThis.violations = [];
  addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
"""
NOTE_TRANSITIONS = 'addEventListener("pagereveal", (event) => { globalThis.faded = event.viewTransition !== null; });'


def rules(page: Page, css: str) -> list[str]:
    """Give the rules a browser makes of a style sheet, in its own words.

    It repeats values with variables letter by letter: space that means nothing there, and a character written as its
    number, are no difference.
    """
    found = [re.sub(r"\s*\n\s*", " ", rule) for rule in page.evaluate(RULES, css)]
    found = [re.sub(r"\\([0-9a-f]{1,6}) ?", lambda code: chr(int(code[1], 16)), rule) for rule in found]
    return [re.sub(r"\s*([,;!])\s*|([:({])\s+|\s+(?=[)}])", lambda m: m[1] or m[2] or "", rule) for rule in found]


def test_the_small_style_sheet_says_what_the_many_say(browser: Browser, real_site: BuiltSite) -> None:
    """Rule by rule, in order, as Chromium understands them; and so it would with all that CSS has today."""
    config = re.sub(r"!\S+", "", (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    names = next(p["immunopole"] for p in yaml.safe_load(config)["plugins"] if "immunopole" in p)["styles"]
    theme = REPOSITORY / "overrides/assets"
    (published,) = (real_site.folder / "assets").glob("site.*.css")
    page = browser.new_page()
    written = rules(page, "\n".join((theme / name).read_text(encoding="utf-8") for name in names))
    assert len(written) > 100
    read = rules(page, published.read_text(encoding="utf-8"))
    # The faces of the web font come first; no file of the theme has them.
    faces = [rule for rule in read if rule.startswith("@font-face")]
    assert read == [*faces, *written]
    assert rules(page, smaller_style(MODERN)) == rules(page, MODERN)
    assert len(rules(page, MODERN)) == 15
    page.close()


def test_a_page_asks_for_one_style_sheet_and_one_script(arrive: Arrive, kinds: tuple[Kind, ...]) -> None:
    """Both under names that change with their bytes."""
    visitor = arrive()
    for address in [kind.address for kind in kinds]:
        visitor.requests.clear()
        visitor.open(address)
        for suffix in ("css", "js"):
            found = [url for url in visitor.requests if url.endswith(f".{suffix}")]
            assert len(found) == 1, address
            assert re.search(rf"/assets/\w+\.[0-9a-f]{{12}}\.{suffix}$", found[0])


def test_no_page_breaks_its_policy(arrive: Arrive, kinds: tuple[Kind, ...]) -> None:
    """Neither while it loads nor with the menu open; the console stays empty, and the browser has nothing to report."""
    visitor = arrive()
    visitor.page.add_init_script(NOTE_VIOLATIONS)
    for address in [kind.address for kind in kinds]:
        page = visitor.open(address)
        page.locator(OPENER).click()
        page.get_by_role("dialog").get_by_role("link").first.hover()
        page.wait_for_timeout(120)
        assert page.evaluate("violations") == [], address


@pytest.mark.parametrize("strict", [True, False])
def test_the_policy_holds_against_what_is_smuggled_in(
    browser: Browser, real_site: BuiltSite, tmp_path: Path, *, strict: bool
) -> None:
    """By the header, and by the page alone where the host sends none.

    No script or style inside the page, no address of another host, no text turned into HTML.
    """
    site = Path(shutil.copytree(real_site.folder, tmp_path / "site"))
    smuggled = "<style>body { color: red }</style><script>globalThis.smuggled = true</script>"
    smuggled += '<p style="color: red" onclick="0">x</p><img src="https://example.org/x.png" alt="">'
    spoil(site / "index.html", "</main>", f"{smuggled}</main>")
    with serving(site, host=Host(site, strict=strict)) as base:
        page = browser.new_page()
        page.add_init_script(NOTE_VIOLATIONS)
        page.goto(base)
        page.evaluate("() => { try { document.body.innerHTML = '<p>x' } catch { } }")
        page.wait_for_timeout(100)
        assert set(page.evaluate("violations")) == {
            "style-src-elem",
            "style-src-attr",
            "script-src-elem",
            "script-src-attr",
            "img-src",
            "require-trusted-types-for",
        }
        assert page.evaluate("globalThis.smuggled") is None
        assert page.evaluate("getComputedStyle(document.body).color") != "rgb(255, 0, 0)"
        page.close()


def fetched_ahead(visitor: Visitor) -> list[str]:
    """Give the addresses of pages the visitor's browser fetched, below the root; the page shown is none of them."""
    return [url.removeprefix(visitor.base) for url in visitor.requests if url.endswith("/") and url != visitor.page.url]


def test_a_page_is_fetched_when_somebody_points_at_its_link_and_only_once(arrive: Arrive) -> None:
    """Passing over is not pointing; the page one is on, and a link inside it, are never fetched."""
    visitor = arrive()
    page = visitor.open("communaute/")
    link = page.locator(".person__name").first
    wanted = link.evaluate("(link) => link.href").removeprefix(visitor.base)
    page.locator(".brand").hover()
    page.mouse.move(640, 1)
    page.wait_for_timeout(120)
    assert fetched_ahead(visitor) == []
    for _ in range(2):
        link.hover()
        page.wait_for_timeout(150)
        page.mouse.move(640, 1)
    assert fetched_ahead(visitor) == [wanted]
    page.locator(".skip").focus()
    page.locator("header [aria-current]").first.hover()
    page.wait_for_timeout(120)
    assert fetched_ahead(visitor) == [wanted]
    page.locator(".brand").focus()
    page.wait_for_timeout(120)
    assert fetched_ahead(visitor) == [wanted, ""]


@pytest.mark.parametrize(
    "saving",
    [
        "Object.defineProperty(Navigator.prototype, 'connection', { get: () => ({ saveData: true }) })",
        "const ask = matchMedia; globalThis.matchMedia = (q) => q.includes('data') ? { matches: true } : ask(q)",
        "HTMLScriptElement.supports = () => false",
    ],
    ids=["save-data", "reduced-data", "older-browser"],
)
def test_nothing_is_fetched_ahead_for_those_who_save_data(arrive: Arrive, saving: str) -> None:
    """Nor where the browser would take its policy for a reason to refuse."""
    visitor = arrive()
    visitor.page.add_init_script(saving)
    page = visitor.open("communaute/")
    page.locator(".person__name").first.hover()
    page.wait_for_timeout(150)
    assert fetched_ahead(visitor) == []


def test_files_and_marked_links_are_left_alone(arrive: Arrive) -> None:
    """A download is no next step of a visit."""
    visitor = arrive()
    page = visitor.open("communaute/")
    for change in ("link.download = 'x'", "link.rel = 'external'", "link.href = '/x.pdf'", "link.href = '#content'"):
        link = page.locator(".person__name").first
        link.evaluate(f"(link) => {{ {change} }}")
        link.hover()
        page.wait_for_timeout(120)
        page.mouse.move(640, 1)
        page.reload()
    assert fetched_ahead(visitor) == []


def test_a_host_that_sends_speculation_rules_lets_the_browser_fetch_each_page_once(
    browser: Browser, real_site: BuiltSite
) -> None:
    """Our script leaves it the work."""
    (file,) = (real_site.folder / "assets").glob("speculation.*.json")
    host = Host(real_site.folder, more={"Speculation-Rules": f'"/assets/{file.name}"'})
    with serving(real_site.folder, host=host) as base:
        page = browser.new_page()
        page.goto(f"{base}communaute/", wait_until="networkidle")
        page.locator(".person__name").first.hover()
        page.wait_for_timeout(600)
        assert len(host.ahead) == 1
        page.close()


@pytest.mark.parametrize(("motion", "fades"), [("no-preference", True), ("reduce", False)])
def test_pages_fade_into_each_other_unless_motion_is_unwanted(arrive: Arrive, motion: str, fades: bool) -> None:  # noqa: FBT001  # the table's column
    """A cross-document view transition, from the menu too; nothing moves for those who ask for it."""
    visitor = arrive(reduced_motion=motion)
    visitor.page.add_init_script(NOTE_TRANSITIONS)
    page = visitor.open("en/")
    page.locator(OPENER).click()
    page.get_by_role("dialog").get_by_role("link", name="Community").click()
    page.wait_for_url("**/en/community/")
    page.wait_for_function("() => globalThis.faded !== undefined")
    assert page.evaluate("faded") is fades
    page.locator(".person__name").first.click()
    page.wait_for_url("**/en/community/*/")
    page.wait_for_function("() => globalThis.faded !== undefined")
    assert page.evaluate("faded") is fades
