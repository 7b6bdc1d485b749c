"""The built site takes the place of the previous one only when it is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Keeping:
    """A copy of a site from before a build."""

    site: Path
    copy: Path

    def put_back(self) -> None:
        """Make the site what it was."""
        self.site.mkdir(parents=True, exist_ok=True)
        for entry in self.site.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        shutil.copytree(self.copy, self.site, copy_function=_shared, dirs_exist_ok=True)


@contextmanager
def kept(site: Path) -> Iterator[Keeping]:
    """Keep a copy of a site while it is built again in place; the copy shares its files, so it costs little.

    Sharing is safe because MkDocs removes every file of a site before it writes one, hidden ones aside.
    """
    with tempfile.TemporaryDirectory(dir=site.parent) as folder:
        copy = Path(folder) / "kept"
        shutil.copytree(site, copy, copy_function=_shared)
        yield Keeping(site, copy)


def _shared(source: str, target: str) -> None:
    if any(part.startswith(".") for part in Path(source).parts[-2:]):
        shutil.copy2(source, target)
    else:
        os.link(source, target)
