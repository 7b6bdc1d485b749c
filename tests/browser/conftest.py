"""A real browser, and the built site served as a strict host would serve it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from audit.browser import chromium
from audit.kinds import Page as Kind
from audit.kinds import page_kinds
from audit.server import serving

from ..conftest import TODAY, BuiltSite


@pytest.fixture(scope="session")
def base(real_site: BuiltSite) -> Iterator[str]:
    """The address of the real site on this machine."""
    with serving(real_site.folder) as address:
        yield address


@pytest.fixture(scope="session")
def kinds(real_site: BuiltSite) -> tuple[Kind, ...]:
    """One page of each kind and language of the real site, the heaviest."""
    return page_kinds(real_site.root / "mkdocs.yml", real_site.folder, TODAY)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as `find-browser.sh` found it."""
    try:
        with chromium() as running:
            yield running
    except FileNotFoundError as error:
        pytest.fail(str(error))


@dataclass
class Visitor:
    """Somebody with a browser, and all that the browser complained of while they were here."""

    context: BrowserContext
    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to an address below the root."""
        self.page.goto(self.base + address)
        return self.page


def _refused(request: Request) -> list[str]:
    """Complain of a request that failed; one that the visitor left behind by going on did not."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.failure}: {request.url}"]


def _thrown(error: str) -> list[str]:
    """Complain of an error; Chromium's own, about a page that came before its style sheet, is no script's."""
    return [] if "ViewTransition opt-in disabled" in error else [error]  # crbug.com/383014860


@pytest.fixture
def arrive(browser: Browser, base: str) -> Iterator[Any]:
    """Open a browser for a visitor: `arrive(width=360, color_scheme="dark", java_script_enabled=False)`.

    When the test ends, the browser must have had nothing to complain of: no error, no refused request, no request
    to another host, no cookie, nothing stored.
    """
    visitors: list[Visitor] = []

    def _arrive(*, width: int = 1280, height: int = 800, **options: Any) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        visitor = Visitor(context, context.new_page(), base)
        page = visitor.page
        page.on("console", lambda message: visitor.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: visitor.complaints.extend(_thrown(str(error))))
        page.on("requestfailed", lambda request: visitor.complaints.extend(_refused(request)))
        page.on("request", lambda request: visitor.requests.append(request.url))
        visitors.append(visitor)
        return visitor

    yield _arrive
    for visitor in visitors:
        assert visitor.complaints == []
        assert [url for url in visitor.requests if not url.startswith(base)] == []
        assert visitor.context.cookies() == []
        assert visitor.context.storage_state()["origins"] == []
        visitor.context.close()


def spoken_to(arrive: Callable[..., Visitor], kinds: Iterable[Kind], **options: Any) -> Iterator[tuple[Kind, Visitor]]:
    """Give each kind of page a visitor who speaks its language, and is offered no other: one for each language."""
    visitors: dict[str, Visitor] = {}
    for kind in kinds:
        if kind.locale not in visitors:
            visitors[kind.locale] = arrive(locale=kind.locale, **options)
        yield kind, visitors[kind.locale]
