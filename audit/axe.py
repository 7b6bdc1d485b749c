"""axe-core with every rule it has, in the states visitors meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# A search that answers on the page itself, and what is looked for in it: every language has something of that.
SEARCH = "main:has([role=status]) input[type=search]"
WORD = "immuno"
OPENER = "[commandfor=menu][command=show-modal]"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
# All rules, also those that axe leaves out unless asked: of the highest level, and still tried out.
_RUN = """async () => {
  const values = axe.getRules().map(({ ruleId }) => ruleId);
  const found = await axe.run(document, { runOnly: { type: "rule", values }, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(
    ({ target, failureSummary }) => ({ rule: id, target: target.flat().join(" "), why: failureSummary ?? "" })));
}"""


@dataclass(frozen=True)
class State:
    """How a page stands before a visitor."""

    scheme: str
    width: str
    what: str

    def __str__(self) -> str:
        """Say it as a table does."""
        return f"{self.scheme}, {self.width}, {self.what}"


@dataclass(frozen=True)
class Violation:
    """A rule that an element breaks, in a state of the page."""

    state: str
    rule: str
    target: str
    why: str

    def __str__(self) -> str:
        """Give it in one line."""
        return f"{self.rule} ({self.state}): {self.target}: {' '.join(self.why.split())}"


def violations(page: Page, axe: str) -> list[Mapping[str, Any]]:
    """Give what axe finds in the page as it stands; `axe` is the text of axe-core."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe)
    found: list[Mapping[str, Any]] = page.evaluate(_RUN)
    return found


def scan(page: Page, axe: str) -> Iterator[Violation]:
    """Give what axe finds in a page that is open, in eight states: the scheme, the width, the menu; and in a search."""
    for size, width in ((PHONE, "mobile"), (DESK, "desktop")):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        yield from _in_both_schemes(page, axe, width, "menu closed")
        page.locator(OPENER).click()
        yield from _in_both_schemes(page, axe, width, "menu open")
        page.keyboard.press("Escape")
    if page.locator(SEARCH).count():
        page.locator(SEARCH).first.fill(WORD)
        # What was found is told to those who hear the page.
        page.locator("main [role=status]").filter(has_text=re.compile(r"\w")).first.wait_for()
        yield from _in_both_schemes(page, axe, "desktop", "search")


def _in_both_schemes(page: Page, axe: str, width: str, what: str) -> Iterator[Violation]:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        for found in violations(page, axe):
            yield Violation(str(State(scheme, width, what)), found["rule"], found["target"], found["why"])
