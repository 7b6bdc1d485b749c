"""The day it is, as an input: what is past, due or in the future depends on it, and a test can freeze it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

from immunopole.problems import Problem

TODAY = "IMMUNOPOLE_TODAY"
# https://reproducible-builds.org/specs/source-date-epoch/: the last change of what is built, in seconds since 1970.
EPOCH = "SOURCE_DATE_EPOCH"


def read_clock(chosen: date | None = None, environment: Mapping[str, str] = os.environ) -> tuple[date, list[Problem]]:
    """Give the day chosen, else what the environment says, else the computer's own (UTC)."""
    if chosen is not None:
        return chosen, []
    now = datetime.now(UTC).date()
    if text := environment.get(TODAY, ""):
        try:
            return date.fromisoformat(text), []
        except ValueError:
            return now, [Problem(TODAY, "day", details={"found": text}, excerpt=text)]
    if text := environment.get(EPOCH, ""):
        try:
            return datetime.fromtimestamp(int(text), UTC).date(), []
        except (ValueError, OverflowError, OSError):
            return now, [Problem(EPOCH, "not-number", details={"found": text}, excerpt=text)]
    return now, []
