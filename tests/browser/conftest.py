"""A real browser, and the built site served as a strict host would serve it."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from immunopole.policy import POLICY, policy_of

from ..conftest import BuiltSite


class StrictHandler(SimpleHTTPRequestHandler):
    """A plain file server that sends each page's policy, and answers 404 with the site's own page."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".json": "application/speculationrules+json"}  # noqa: RUF012  # as the base class has it
    # What a host adds to every answer; no policy when there is none here.
    more: Mapping[str, str] = {}
    sends_policy = True

    def end_headers(self) -> None:
        """Add the policy to every answer, and for how long it may be kept: for ever, if its name tells its bytes."""
        if self.sends_policy:
            self.send_header("Content-Security-Policy", self._policy())
        named_by_its_bytes = re.search(r"\.[0-9a-f]{12}\.\w+$", self.path)
        cache = "public, max-age=31536000, immutable" if named_by_its_bytes else "no-cache"
        for name, value in {"Cache-Control": cache, **self.more}.items():
            self.send_header(name, value)
        super().end_headers()

    def _policy(self) -> str:
        """Find the policy whose form for pages this page carries; any other file gets that of most pages."""
        file = Path(self.translate_path(self.path))
        page = file / "index.html" if file.is_dir() else file
        text = unescape(page.read_text(encoding="utf-8")) if page.suffix == ".html" and page.is_file() else ""
        policies = [policy_of(template) for template in ("search.html", "page.html")]
        return next((policy for policy in policies if f'"{policy.meta}"' in text), POLICY).header

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


@contextmanager
def served(folder: Path, handler: type[StrictHandler] = StrictHandler) -> Iterator[str]:
    """Serve a built site; give its address on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def base(real_site: BuiltSite) -> Iterator[str]:
    """The address of the real site on this machine."""
    with served(real_site.folder) as address:
        yield address


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
