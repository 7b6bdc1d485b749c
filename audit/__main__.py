"""`python -m audit`: measures one page of each kind and language of the built site, and says what is not as it must be.

Exit codes: 0 everything is; 1 something is not; 2 called wrongly.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from immunopole.clock import read_clock

from . import tools
from .browser import chromium
from .kinds import Page, page_kinds
from .measure import measure
from .server import serving
from .table import lines, write_table
from .targets import Measured, missed


def main() -> int:
    """Measure, write the table, tell what failed."""
    options = _options()
    tools.install()
    today, _ = read_clock()
    pages = [
        page
        for page in page_kinds(options.config.absolute(), options.site, today)
        if page.name.startswith(options.only)
    ]
    if not pages:
        print(f"No kind of page begins with {options.only!r}.", file=sys.stderr)
        return 2
    with serving(options.site) as base:
        markup = tools.check_markup(options.site, base)
        _tell(f"Nu HTML checker: {len(markup)} errors and warnings.")
        measured = list(_measure(pages, base, options.site))
        if options.runs:
            measured = list(_paint(measured, base, options.runs))
    sound = write_table(options.out, measured, markup)
    print("\n".join(lines(measured, markup)))
    _tell(f"Written to {options.out}/audit.md and {options.out}/audit.json.")
    return 0 if sound else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="audit", description="Measures the built site with public tools.")
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"), help="the folder of the built site")
    parser.add_argument("--config", "-f", type=Path, default=Path("mkdocs.yml"), help="the configuration of the site")
    parser.add_argument("--out", type=Path, default=Path(".build/audit"), help="where the table goes")
    parser.add_argument("--runs", type=int, default=3, help="how often Lighthouse runs; 0 leaves it out")
    parser.add_argument("--only", default="", help="only kinds of page that begin so: `profile`, `home-fr`")
    return parser.parse_args()


def _measure(pages: Sequence[Page], base: str, site: Path) -> Iterator[Measured]:
    """Visit each page as a person would, and let axe look at it."""
    axe = tools.axe_source()
    with chromium() as browser:
        for page in pages:
            found = measure(browser, page, base, site, axe)
            _tell(f"{page.name}: {sum(1 for _ in missed(found))} to mend.")
            yield found


def _paint(measured: Sequence[Measured], base: str, runs: int) -> Iterator[Measured]:
    """Add what Lighthouse says."""
    by_url = {base + found.page.address: found for found in measured}
    for locale in sorted({found.page.locale for found in measured}):
        # As somebody who reads the page's language, and is offered no other.
        urls = [url for url, found in by_url.items() if found.page.locale == locale]
        for url, paint in tools.paint(urls, locale, runs):
            scores = ", ".join(map(str, paint.scores.values()))
            _tell(f"{by_url[url].page.name}: Lighthouse {scores}; LCP {paint.lcp:.0f} ms.")
            yield replace(by_url[url], paint=paint)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
