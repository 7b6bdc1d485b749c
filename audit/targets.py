"""What every page must meet: the numbers, and which page meets which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf

from .ecoindex import grade
from .kinds import Page
from .tools import Paint
from .visit import Weight


@dataclass(frozen=True)
class Measured:
    """All that was measured of a page; without Lighthouse, `paint` is None."""

    page: Page
    weight: Weight
    elements: int
    requests: int
    ecoindex: float
    violations: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    layout: tuple[str, ...] = ()
    paint: Paint | None = field(default=None)

    @property
    def grade(self) -> str:
        """The grade of its EcoIndex."""
        return grade(self.ecoindex)


@dataclass(frozen=True)
class Target:
    """A number a page must keep to: at most `limit`, or at least where `floor`; `unit` is for the table."""

    name: str
    read: Callable[[Measured], float | None]
    limit: Callable[[Page], float]
    floor: bool = False
    digits: int = 0

    def missed(self, measured: Measured) -> bool:
        """Whether a page misses it; what was not measured is not missed."""
        value, limit = self.read(measured), self.limit(measured.page)
        return value is not None and (value < limit if self.floor else value > limit)

    def shown(self, measured: Measured) -> str:
        """Give what was measured, for a table: in bold where it is missed."""
        value = self.read(measured)
        text = "–" if value is None else f"{value:.{self.digits}f}"
        return f"**{text}**" if self.missed(measured) else text

    def told(self, measured: Measured) -> str:
        """Say how it was missed."""
        bound = "at least" if self.floor else "at most"
        return f"{self.name}: {self.shown(measured).strip('*')}, {bound} {self.limit(measured.page):g}"


def over_budget(measured: Measured) -> Iterator[str]:
    """Say every number a page misses, with what was found."""
    return (target.told(measured) for target in TARGETS if target.missed(measured))


def missed(measured: Measured) -> Iterator[str]:
    """Say all that is wrong with a page: the numbers it misses, and each fault that was found."""
    yield from over_budget(measured)
    for name in ("violations", "complaints", "foreign", "kept", "layout"):
        yield from getattr(measured, name)


def _content(limit: float, *, directory: float | None = None, manual: float = inf) -> Callable[[Page], float]:
    """Ask less of a list of records, and of a chapter of the manual, which is for those who write the site."""
    return lambda page: manual if page.manual else directory if page.directory and directory is not None else limit


def _always(limit: float) -> Callable[[Page], float]:
    return lambda _: limit


def _kilobytes(*families: str) -> Callable[[Measured], float]:
    return lambda measured: sum(measured.weight.gzip[family] for family in families) / 1000


def _score(category: str) -> Callable[[Measured], float | None]:
    # What answers for pages that are not there is not for search engines.
    return lambda m: m.paint.scores.get(category) if m.paint and not (m.page.lost and category == "seo") else None


def _painted(name: str) -> Callable[[Measured], float | None]:
    return lambda measured: getattr(measured.paint, name) if measured.paint else None


# Kilobytes are thousands of bytes of bodies, with gzip; a better compression is a gift. Milliseconds are those of
# Lighthouse's phone.
TARGETS = (
    Target("performance", _score("performance"), _always(100), floor=True),
    Target("accessibility", _score("accessibility"), _always(100), floor=True),
    Target("best practices", _score("best-practices"), _always(100), floor=True),
    Target("SEO", _score("seo"), _always(100), floor=True),
    Target("LCP ms", _painted("lcp"), _always(1500)),
    Target("TBT ms", _painted("tbt"), _always(50)),
    Target("CLS", _painted("cls"), _always(0.01), digits=3),
    Target("HTML kB", _kilobytes("html"), _content(8), digits=1),
    Target("CSS kB", _kilobytes("css"), _always(11), digits=1),
    Target("JS kB", _kilobytes("js"), _always(6), digits=1),
    Target("code kB", _kilobytes("html", "css", "js"), _content(25), digits=1),
    Target("fonts kB", _kilobytes("fonts"), _always(60), digits=1),
    Target("total kB", _kilobytes("html", "css", "js", "fonts", "other"), lambda p: 120 if p.home else 110, digits=1),
    Target("requests", lambda measured: measured.requests, _always(7)),
    Target("elements", lambda measured: measured.elements, _content(280, directory=390)),
    Target("EcoIndex", lambda m: m.ecoindex, _content(85, directory=80, manual=0), floor=True, digits=1),
)
