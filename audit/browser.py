"""Chromium, quiet: it asks nobody for anything while pages are measured."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# Without these, Chromium asks its maker for updates meanwhile.
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


def find_chromium() -> str:
    """Give the path that `find-browser.sh` found (in `CHROMIUM`), else one of the usual names; empty for none."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), "")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; FileNotFoundError where there is none."""
    found = find_chromium()
    if not found:
        raise FileNotFoundError("No Chromium was found: run `make test`, which installs it or says what to install.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield running
        running.close()
