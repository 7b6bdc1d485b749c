"""A real browser, and the built site served as a strict host would serve it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from ..conftest import BuiltSite

# All that a page of ours needs; anything else is refused and reported by the browser.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
# Only the search runs WebAssembly.
SEARCHES = ("/recherche/", "/en/search/")


def policy(path: str) -> str:
    """Give the policy under which a page is served."""
    searches = path.partition("?")[0] in SEARCHES
    return POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'") if searches else POLICY


class StrictHandler(SimpleHTTPRequestHandler):
    """A plain file server with a strict policy, which answers 404 with the site's own page."""

    def end_headers(self) -> None:
        """Add the policy to every answer."""
        self.send_header("Content-Security-Policy", policy(self.path))
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what does not exist as a static host does."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def base(real_site: BuiltSite) -> Iterator[str]:
    """The address of the real site on this machine."""
    handler = partial(StrictHandler, directory=str(real_site.folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as `find-browser.sh` found it."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("No Chromium was found: run `make test`, which installs it or says what to install.")
    with sync_playwright() as playwright:
        # Without these, Chromium asks its maker for updates while the tests run.
        quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
        running = playwright.chromium.launch(executable_path=found, args=quiet)
        yield running
        running.close()


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
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
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
