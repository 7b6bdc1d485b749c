"""Before the first good build there is no page to show: the mistakes are shown instead, until they are put right."""

from __future__ import annotations

import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from immunopole.messages import report
from immunopole.problem_panel import ProblemPanel, Start, notices, waiting_page
from immunopole.problems import Problem

PAUSE_IN_SECONDS = 0.5
# What a build makes; a change there is none of the editor's.
_MADE = frozenset({"site", ".build", ".venv", ".git", "__pycache__", ".cache"})


def wait_until_sound(
    read: Callable[[], list[Problem]], root: Path, address: str, locales: Sequence[str], out: Any = None
) -> None:
    """Return at once when nothing is wrong; else tell what is, here and in a browser, and again at every save."""
    problems = read()
    if not problems:
        return
    out = out or sys.stderr
    host, _, port = address.rpartition(":")
    waiting = _Waiting(problems, locales)
    with _Server((host, int(port)), _Quiet) as server:
        server.set_app(ProblemPanel(waiting))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        while problems:
            waiting.problems = problems
            print(report(problems, locales), f"\nhttp://{address}/", sep="\n", file=out, flush=True)
            before = snapshot(root)
            while (now := snapshot(root)) == before:
                time.sleep(PAUSE_IN_SECONDS)
            # A save may take several writes.
            while (later := snapshot(root)) != now:
                now = later
                time.sleep(PAUSE_IN_SECONDS)
            problems = read()
        server.shutdown()


def snapshot(root: Path) -> dict[str, tuple[int, int]]:
    """Note size and time of every file of a site's sources."""
    found: dict[str, tuple[int, int]] = {}
    for folder in (entry for entry in root.iterdir() if entry.name not in _MADE):
        for file in folder.rglob("*") if folder.is_dir() else (folder,):
            try:
                state = file.stat()
            except OSError:
                continue
            found[str(file)] = (state.st_mtime_ns, state.st_size)
    return found


class _Waiting:
    def __init__(self, problems: Sequence[Problem], locales: Sequence[str]) -> None:
        self.problems = problems
        self.locales = locales

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:  # noqa: ARG002  # PEP 3333
        # Whatever address is asked for: the site cannot answer yet.
        start("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
        return [waiting_page(notices(self.problems, self.locales, waiting=True))]


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing of requests."""
