"""What a page in a browser is seen to be: the questions of `facts.js`, asked by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_QUESTIONS = (Path(__file__).parent / "facts.js").read_text(encoding="utf-8").partition("\n")[2]
# What makes the faults of a layout, each a list of what is wrong.
LAYOUT = ("overflow", "clipped", "overlaps")
# What readers may do to a page: text twice as large (WCAG 1.4.4), text wider set (1.4.12, as it words it).
TWICE = "html { font-size: 200% !important }"
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""


def ask(page: Page, question: str) -> Any:
    """Ask the browser one of the questions of `facts.js` about the page it shows."""
    return page.evaluate(f"({_QUESTIONS.strip().rstrip(';')}).{question}()")


def layout_faults(page: Page) -> list[str]:
    """Give what cannot be read as it is laid out now: text outside its box or the window, or on other text."""
    return [f"{name}: {fault}" for name in LAYOUT for fault in ask(page, name)]


def restyle(page: Page, css: str) -> None:
    """Lay a reader's own style over the page, which no policy may refuse."""
    page.evaluate(
        """(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }""",
        css,
    )
