"""Every kind of page in every language, as `make audit` measures it: axe, weight, elements, and what is left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser

from audit.kinds import Page as Kind
from audit.measure import measure
from audit.targets import Measured, over_budget

from ..conftest import BuiltSite

Seen = Mapping[str, Measured]


@pytest.fixture(scope="session")
def seen(browser: Browser, kinds: tuple[Kind, ...], base: str, real_site: BuiltSite) -> Seen:
    """Visit every kind of page for the first time, once for all tests."""
    return {kind.name: measure(browser, kind, base, real_site.folder, AXE_SCRIPT) for kind in kinds}


def faults(seen: Seen, found: Callable[[Measured], Iterable[str]]) -> dict[str, list[str]]:
    """Give what is wrong, page by page."""
    told = {name: list(found(page)) for name, page in seen.items()}
    return {name: lines for name, lines in told.items() if lines}


def test_a_page_of_every_kind_is_measured_in_every_language(kinds: tuple[Kind, ...]) -> None:
    """Found in the catalogue: a new template is measured without anybody thinking of it."""
    by_locale: dict[str, set[str]] = {}
    for kind in kinds:
        by_locale.setdefault(kind.locale, set()).add(kind.kind)
    assert set(by_locale) == {"fr", "en"}
    assert by_locale["fr"] == by_locale["en"]
    assert {"home", "main", "community", "profile", "organisation", "news", "post", "404"} <= by_locale["fr"]


def test_axe_finds_nothing_in_eight_states(seen: Seen) -> None:
    """With all its rules: light and dark, on a phone and on a desk, the menu closed and open."""
    assert faults(seen, lambda page: page.violations) == {}


def test_every_page_keeps_to_its_budget(seen: Seen) -> None:
    """Bytes with gzip, requests, elements, EcoIndex."""
    assert faults(seen, over_budget) == {}


def test_the_browser_has_nothing_to_complain_of(seen: Seen) -> None:
    """Under a strict content security policy: no message, no failed request, none to anybody else."""
    assert faults(seen, lambda page: (*page.complaints, *page.foreign)) == {}


def test_nothing_is_left_in_the_browser(seen: Seen) -> None:
    """No cookie, no storage of any kind, no worker."""
    assert faults(seen, lambda page: page.kept) == {}
