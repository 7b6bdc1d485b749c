"""axe-core with all its rules, in the states visitors meet. A clean scan is not a usable page: see `test_visit.py`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import Visitor

Arrive = Callable[..., Visitor]
ALL_RULES = {"resultTypes": ["violations"]}


def violations(visitor: Visitor) -> list[str]:
    """List what axe finds, with the element."""
    results = Axe().run(visitor.page, options=ALL_RULES)
    return [
        f"{found['id']}: {node['target']} {node.get('failureSummary', '')}"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "address",
    [
        "",
        "cluster/",
        "communaute/",
        "communaute/jean-paul-borg/",
        "contact/",
        "organismes/",
        "en/organisations/ipc/",
        "histoire/",
        "en/history/trials/",
        "ecosysteme/",
        "en/news/",
        "actualites/ipsen-agreement-imcheck/",
        "agenda/",
        "en/style-guide/fields/",
        "en/legal-notice/",
        "en/accessibility/",
        "404.html",
    ],
)
def test_axe_finds_nothing(arrive: Arrive, address: str, width: int, color_scheme: str) -> None:
    """On each kind of page, closed and with the menu open."""
    visitor = arrive(width=width, color_scheme=color_scheme, reduced_motion="reduce")
    page = visitor.open(address)
    assert violations(visitor) == []
    page.locator(".header .menu-button").click()
    assert violations(visitor) == []
