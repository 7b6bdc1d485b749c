"""`python -m tests.hard_site FOLDER`: builds the site with the people who strain a page, for `make screens`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from .conftest import BuiltSite, lay_out_hard, run_build


def build_hard_site(folder: Path) -> BuiltSite:
    """Build it anew into `site/` below a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return run_build(lay_out_hard(folder))


if __name__ == "__main__":
    built = build_hard_site(Path(sys.argv[1]).absolute())
    sys.exit(built.log if built.exit_code else 0)
