"""Indentation: what lines of HTML begin with serves those who read templates, and visitors need not load it."""

from __future__ import annotations

import re

# Blanks after the end of a line, or, to be kept, an element in which they are part of the text (HTML Standard).
_BLANK = re.compile(r"\n\s+|<(pre|textarea)\b.*?</\1>", re.DOTALL)


def without_indentation(html: str) -> str:
    """Take away blank lines and what lines begin with, save where it is part of the text."""
    return _BLANK.sub(lambda found: found[0] if found[1] else "\n", html)
