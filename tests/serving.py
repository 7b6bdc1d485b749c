"""A small site under `immunopole serve`, as an editor has it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

COMMAND = [sys.executable, "-m", "immunopole"]


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Serve a site's folder on a free port; give its address. What the server says is in `log.txt`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {**os.environ, "IMMUNOPOLE_LANG": "en", "IMMUNOPOLE_TODAY": "2026-11-23"}
    with (root / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [*COMMAND, "serve", "--address", address], cwd=root, env=environment, stdout=log, stderr=log
        )
    try:
        yield f"http://{address}/"
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            # Tests started in the background of a shell, where Ctrl+C is ignored, pass that on to the server.
            server.kill()
            server.wait()


def wait_for(url: str, words: str, seconds: float = 30) -> str:
    """Ask again until a page holds some words."""
    end = time.monotonic() + seconds
    body = ""
    while time.monotonic() < end:
        try:
            with urlopen(url, timeout=5) as answer:  # noqa: S310  # our own server
                body = answer.read().decode()
        except HTTPError as error:
            body = error.read().decode()
        except (URLError, OSError):
            body = ""
        if words in body:
            return body
        time.sleep(0.1)
    pytest.fail(f"{url} never said {words!r}")


def spoil(file: Path, old: str, new: str) -> None:
    """Change a file as somebody in a hurry would."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
