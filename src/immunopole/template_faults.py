"""What is wrong in a template, as the person who wrote it reads it: file, line, and what Jinja says."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError


@dataclass(frozen=True)
class TemplateFault:
    """A template that could not be shown, where it could not, and why."""

    file: str
    line: int
    text: str


def template_fault(error: Exception, root: Path) -> TemplateFault:
    """Find where in the templates an error comes from: the innermost line of one, as `root` sees it."""
    if isinstance(error, TemplateSyntaxError):
        return TemplateFault(_shown(error.filename or error.name or "", root), error.lineno, error.message or "")
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    if isinstance(error, TemplateNotFound):
        text = f"TemplateNotFound: {error.name}"
    else:
        text = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
    if not lines:
        return TemplateFault(getattr(error, "name", None) or "?", 1, text)
    return TemplateFault(_shown(lines[-1].filename, root), lines[-1].lineno or 1, text)


def _shown(file: str, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file
