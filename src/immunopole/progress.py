"""A word about what is being done, for whoever has waited a second, in a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

PATIENCE_IN_SECONDS = 1.0


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Say `text` on standard error after a second, and take it back at the end; quiet where nobody watches."""
    if not sys.stderr.isatty():
        yield
        return
    timer = Timer(PATIENCE_IN_SECONDS, lambda: print(text, end="", file=sys.stderr, flush=True))  # noqa: T201  # this is what it is for
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
