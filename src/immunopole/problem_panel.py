"""Problems in the browser while the site is served: a panel above the last good page, gone with the next good save."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from wsgiref.headers import Headers

from markupsafe import escape

from immunopole.messages import report, words
from immunopole.problems import Problem

STYLE = "/immunopole-problems.css"
Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


@dataclass(frozen=True)
class Notice:
    """What the panel says in one language: a heading and the report below it."""

    locale: str
    heading: str
    text: str


def notices(problems: Sequence[Problem], locales: Sequence[str], *, waiting: bool = False) -> tuple[Notice, ...]:
    """Word problems for the panel; `waiting` when there is no good page to show below it."""
    heading = "waiting" if waiting else "mistakes"
    return tuple(Notice(locale, words(locale)["panel"][heading], report(problems, [locale])) for locale in locales)


def other_notices(text: str, locales: Sequence[str]) -> tuple[Notice, ...]:
    """Show what a tool said in its own words, under a heading of ours."""
    return tuple(Notice(locale, words(locale)["panel"]["other"], text) for locale in locales)


class ProblemPanel:
    """A WSGI application around another: it puts the panel into every page while there is something to say."""

    def __init__(self, inner: Application) -> None:
        """Begin with nothing to say."""
        self.inner = inner
        self.notices: tuple[Notice, ...] = ()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        if environ["PATH_INFO"] == STYLE:
            start("200 OK", [("Content-Type", "text/css; charset=utf-8")])
            return [style()]
        answer: list[tuple[str, list[tuple[str, str]]]] = []

        def note(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            answer.append((status, headers))

        answered = self.inner(environ, note)
        try:
            body = b"".join(answered)
        finally:
            getattr(answered, "close", lambda: None)()
        status, listed = answer[-1]
        headers = Headers(listed)
        # Only now: the application inside may have waited for a build that changed what there is to say.
        shown = self.notices
        if shown and (headers["Content-Type"] or "").startswith("text/html"):
            body = with_panel(body, shown)
            headers["Content-Length"] = str(len(body))
        start(status, headers.items())
        return [body]


def with_panel(page: bytes, shown: Sequence[Notice]) -> bytes:
    """Put the panel at the beginning of a page's body; a page without one gets it at the end."""
    begin = page.find(b">", page.find(b"<body")) + 1 if b"<body" in page else len(page)
    return page[:begin] + panel(shown).encode() + page[begin:]


def panel(shown: Sequence[Notice]) -> str:
    """Write the panel, every value escaped."""
    sections = "".join(
        f'<section lang="{escape(notice.locale)}"><h2>{escape(notice.heading)}</h2>'
        f'<pre tabindex="0">{escape(notice.text)}</pre></section>'
        for notice in shown
    )
    return f'<link rel="stylesheet" href="{STYLE}"><div class="immunopole-problems" role="alert">{sections}</div>'


def waiting_page(shown: Sequence[Notice]) -> bytes:
    """Write a page that holds nothing but the panel and asks again every two seconds."""
    title = escape(shown[0].heading) if shown else ""
    locale = escape(shown[0].locale) if shown else ""
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta http-equiv="refresh" content="2"></head><body>{panel(shown)}</body></html>'
    ).encode()


def style() -> bytes:
    """Give the panel's style sheet."""
    return (files("immunopole") / "problem_panel.css").read_bytes()
