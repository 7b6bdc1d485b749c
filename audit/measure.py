"""All that is measured of a page in one visit, but for what needs Lighthouse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser

from .axe import scan
from .facts import layout_faults
from .kinds import Page
from .targets import Measured
from .visit import visiting


def measure(browser: Browser, page: Page, base: str, site: Path, axe: str) -> Measured:
    """Visit a page of the site that stands at `base`; `axe` is the text of axe-core."""
    with visiting(browser, base + page.address, page.locale) as (shown, visit):
        found = Measured(
            page=page,
            weight=visit.weight(base, site),
            elements=visit.elements,
            requests=len(visit.requests),
            ecoindex=visit.ecoindex(base, site),
            foreign=tuple(visit.foreign(base)),
            layout=tuple(layout_faults(shown)),
            violations=tuple(map(str, scan(shown, axe))),
        )
        # Last: the scan opens the menu, and whatever comes of that counts too.
        return replace(found, kept=tuple(visit.kept()), complaints=tuple(visit.complaints))
