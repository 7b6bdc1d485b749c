"""The built site takes the place of the previous one only when it is whole."""

from __future__ import annotations

import shutil
from pathlib import Path


def replace_site(built: Path, site: Path) -> None:
    """Put the folder `built` where `site` is; the previous site is removed last, and put back if that fails.

    Both must be on one file system, so that the move is a rename. OSError when it cannot be done.
    """
    previous = built.with_name(f"{built.name}.previous")
    shutil.rmtree(previous, ignore_errors=True)
    if site.exists():
        site.rename(previous)
    try:
        built.rename(site)
    except OSError:
        if previous.exists():
            previous.rename(site)
        raise
    shutil.rmtree(previous, ignore_errors=True)
