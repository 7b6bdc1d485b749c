"""What a page in a browser is seen to be: the questions of `facts.js`, asked by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_QUESTIONS = (Path(__file__).parent / "facts.js").read_text(encoding="utf-8").partition("\n")[2]
# What makes the faults of a layout, each a list of what is wrong.
LAYOUT = ("overflow", "clipped", "overlaps")


def ask(page: Page, question: str) -> Any:
    """Ask the browser one of the questions of `facts.js` about the page it shows."""
    return page.evaluate(f"({_QUESTIONS.strip().rstrip(';')}).{question}()")


def layout_faults(page: Page) -> list[str]:
    """Give what cannot be read as it is laid out now: text outside its box or the window, or on other text."""
    return [f"{name}: {fault}" for name in LAYOUT for fault in ask(page, name)]
