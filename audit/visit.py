"""A first visit to a page: what is fetched and what it weighs, what the browser complains of, what it keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from .ecoindex import ecoindex
from .facts import ask
from .kinds import page_file
from .server import served_sizes

_FAMILIES = {".html": "html", ".css": "css", ".js": "js", ".mjs": "js", ".woff2": "fonts"}


@dataclass(frozen=True)
class Weight:
    """Bytes of bodies as they are sent, by family: html, css, js, fonts, other; with brotli and with gzip."""

    brotli: dict[str, int]
    gzip: dict[str, int]

    @property
    def code(self) -> int:
        """HTML, CSS and script, with gzip."""
        return sum(self.gzip[family] for family in ("html", "css", "js"))


@dataclass
class Visit:
    """What a first visit was: requests in their order, complaints of the browser, elements."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    elements: int = 0

    def kept(self) -> list[str]:
        """Say what the browser keeps for the site by now."""
        return [*ask(self.page, "kept"), *(f"cookie {cookie.get('name')}" for cookie in self.page.context.cookies())]

    def foreign(self, base: str) -> list[str]:
        """Give the requests to others."""
        return [url for url in self.requests if not url.startswith((base, "data:", "blob:"))]

    def files(self, base: str, folder: Path) -> list[Path]:
        """Give the files that were fetched."""
        paths = (urlsplit(url).path.lstrip("/") for url in self.requests if url.startswith(base))
        found = (page_file(folder, path) for path in paths)
        return [file for file in found if file.is_file()]

    def weight(self, base: str, folder: Path) -> Weight:
        """Give what it weighed."""
        return weigh(self.files(base, folder))

    def ecoindex(self, base: str, folder: Path) -> float:
        """Give its EcoIndex."""
        weight = self.weight(base, folder)
        return ecoindex(self.elements, len(self.requests), sum(weight.brotli.values()) / 1000)


def weigh(files: Iterable[Path]) -> Weight:
    """Give the weight of files as they are sent."""
    families = {*_FAMILIES.values(), "other"}
    weight = Weight(dict.fromkeys(families, 0), dict.fromkeys(families, 0))
    for file in files:
        family = _FAMILIES.get(file.suffix, "other")
        brotli, gzip = served_sizes(file)
        weight.brotli[family] += brotli
        weight.gzip[family] += gzip
    return weight


@contextmanager
def visiting(browser: Browser, url: str, locale: str) -> Iterator[tuple[Page, Visit]]:
    """Open a page on a phone that speaks `locale`, for the first time, down to its foot; give it and what happened."""
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=2, locale=locale)
    page = context.new_page()
    visit = Visit(page)
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("console", lambda message: visit.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("requestfailed", lambda request: visit.complaints.append(f"{request.failure}: {request.url}"))
    page.on("response", lambda answer: None if answer.ok else visit.complaints.append(f"{answer.status}: {answer.url}"))
    page.goto(url, wait_until="networkidle")
    # Pictures further down are fetched when one comes near.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_load_state("networkidle")
    visit.elements = int(ask(page, "elements"))
    yield page, visit
    context.close()
