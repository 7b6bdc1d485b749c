"""Progress, for whoever waits."""

from __future__ import annotations

import io
import sys
import time

import pytest

from immunopole import progress as module
from immunopole.progress import progress


class Terminal(io.StringIO):
    """A standard error somebody watches."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, seconds: float) -> str:
    """Do something for a while and give what was said meanwhile."""
    monkeypatch.setattr(module, "PATIENCE_IN_SECONDS", 0.05)
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("Reading…"):
        time.sleep(seconds)
    return stream.getvalue()


def test_long_work_says_what_it_does_and_takes_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal."""
    said = shown(monkeypatch, Terminal(), 0.5)
    assert said.startswith("Reading…")
    assert said.endswith("\r\x1b[K")


def test_short_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody had time to wonder."""
    assert "Reading" not in shown(monkeypatch, Terminal(), 0)


def test_where_nobody_watches_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log of CI has no use for it."""
    assert shown(monkeypatch, io.StringIO(), 0.2) == ""
