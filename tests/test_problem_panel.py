"""Problems in the browser while the site is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.headers import Headers
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import html5lib
import pytest
from lxml import html
from lxml.html import HtmlElement

from immunopole.messages import wording_locales, words
from immunopole.problem_panel import (
    STYLE,
    Notice,
    ProblemPanel,
    notices,
    other_notices,
    panel,
    style,
    waiting_page,
    with_panel,
)
from immunopole.problems import Place, Problem

HOSTILE = "O'Brien <b>&\"</pre><script>alert(1)</script>"
NOTICES = (Notice("fr", "Des erreurs", HOSTILE), Notice("en", "Mistakes", "two\n  lines"))
PAGE = '<!doctype html><html lang="en"><head><title>É</title></head><body class="x"><p>Text.</p></body></html>'.encode()
PROBLEM = Problem(
    HOSTILE,
    "unknown-organisation",
    Place(2, 3, 4),
    where=(HOSTILE,),
    details={"found": HOSTILE, "closest": HOSTILE},
    excerpt=HOSTILE,
)


class Body:
    """The body of an answer in two pieces, as a server reads it from a file: it must be closed."""

    def __init__(self, content: bytes) -> None:
        """Begin open."""
        self.content = content
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        """Read it."""
        yield self.content[:20]
        yield self.content[20:]

    def close(self) -> None:
        """Close the file."""
        self.closed = True


class Application:
    """A site that gives one answer to every request."""

    def __init__(self, kind: str, content: bytes, status: str = "200 OK", name: str = "Content-Type") -> None:
        """Decide on the answer."""
        self.headers = [(name, kind), ("Content-Length", str(len(content))), ("X-Other", "kept")]
        self.body = Body(content)
        self.status = status

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:  # noqa: ARG002  # PEP 3333
        """Give it."""
        start(self.status, list(self.headers))
        return self.body


def asked(application: Any, path: str = "/en/") -> tuple[str, list[tuple[str, str]], bytes]:
    """Ask for a page; Python's own validator of WSGI (PEP 3333) stands between and checks every part."""
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {"PATH_INFO": path, "QUERY_STRING": ""}
    answers: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
        answers.append((status, headers))
        return lambda _: None

    body = validator(application)(environ, start)
    try:
        content = b"".join(body)
    finally:
        body.close()  # type: ignore[attr-defined]  # the validator's own iterator
    (answer,) = answers
    return *answer, content


def panelled(application: Application, shown: tuple[Notice, ...] = NOTICES) -> ProblemPanel:
    """Put the panel around a site, with something to say."""
    around = ProblemPanel(application)
    around.notices = shown
    return around


def panels(content: bytes) -> list[HtmlElement]:
    """Find the panels in a page."""
    found: list[HtmlElement] = html.document_fromstring(content.decode()).xpath("//*[@class='immunopole-problems']")
    return found


KINDS = ["text/html", "text/html; charset=utf-8"]
OTHERS = ["text/css", "application/json", "image/svg+xml", "application/xml", "text/plain", "application/javascript"]


@pytest.mark.parametrize("kind", [*KINDS, *OTHERS])
def test_with_nothing_to_say_every_answer_is_what_it_was(kind: str) -> None:
    """Its status, its headers and its bytes."""
    site = Application(kind, PAGE, "404 Not Found")
    assert asked(panelled(site, ())) == ("404 Not Found", site.headers, PAGE)


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "500 Internal Server Error"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_the_panel_while_there_is_something_to_say(kind: str, status: str) -> None:
    """Once, first of all on the page, with the number of bytes that are sent; the rest is what it was."""
    answer, headers, content = asked(panelled(Application(kind, PAGE, status)))
    assert answer == status
    assert Headers(headers).get_all("Content-Length") == [str(len(content))]
    assert (Headers(headers)["Content-Type"], Headers(headers)["X-Other"]) == (kind, "kept")
    (shown,) = panels(content)
    assert shown.xpath("boolean(ancestor::body)")
    assert shown.xpath("following::p[. = 'Text.']")
    assert content.replace(panel(NOTICES).encode(), b"") == PAGE


@pytest.mark.parametrize("kind", OTHERS)
def test_nothing_else_than_a_page_has_the_panel(kind: str) -> None:
    """A style, a picture, a feed, the answer of the live reload."""
    site = Application(kind, PAGE)
    assert asked(panelled(site)) == ("200 OK", site.headers, PAGE)


def test_the_spelling_of_a_header_does_not_matter() -> None:
    """HTTP has it so (RFC 9110, 5.1)."""
    _, _, content = asked(panelled(Application("text/html", PAGE, name="content-type")))
    assert len(panels(content)) == 1


@pytest.mark.parametrize("shown", [(), NOTICES])
def test_what_was_opened_is_closed(shown: tuple[Notice, ...]) -> None:
    """PEP 3333 asks whoever reads an answer to close it."""
    site = Application("text/html", PAGE)
    asked(panelled(site, shown))
    assert site.body.closed


def test_the_panel_goes_with_the_next_good_save() -> None:
    """It is put in as a page is sent, never into a file."""
    around = panelled(Application("text/html", PAGE))
    assert len(panels(asked(around)[2])) == 1
    around.notices = ()
    assert asked(around)[2] == PAGE


def test_what_is_to_be_said_is_known_when_the_site_has_answered() -> None:
    """It may have waited for a build, whose mistakes belong on this very page."""

    def building(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        around.notices = NOTICES
        return Application("text/html", PAGE)(environ, start)

    around = ProblemPanel(building)
    assert len(panels(asked(around)[2])) == 1


@pytest.mark.parametrize(
    "page",
    [b"<body>x</body>", b'<html><body class="a"\n id="b">x</body></html>', b"x", b"<p>x</p>", b""],
)
def test_a_page_of_any_shape_has_room_for_the_panel(page: bytes) -> None:
    """At the beginning of its body; without one, at its end."""
    assert len(panels(with_panel(page, NOTICES))) == 1
    assert with_panel(page, NOTICES).startswith(page[: page.find(b">", page.find(b"<body")) + 1])


def test_the_panel_says_everything_in_each_language_and_nothing_is_markup() -> None:
    """Whatever an editor typed is read as it was typed."""
    (shown,) = panels(with_panel(PAGE, NOTICES))
    said = [
        (section.get("lang"), section.findtext("h2"), section.findtext("pre")) for section in shown.iterfind("section")
    ]
    assert said == [("fr", "Des erreurs", HOSTILE), ("en", "Mistakes", "two\n  lines")]
    assert {element.tag for element in shown.iter()} == {"div", "section", "h2", "pre"}
    assert shown.get("role") == "alert"


@pytest.mark.parametrize("locales", [("en",), ("fr",), ("fr", "en"), wording_locales()])
def test_problems_are_told_as_in_the_terminal(locales: tuple[str, ...]) -> None:
    """In the languages that the system asks for; a record's values are no markup either."""
    shown = notices([PROBLEM], locales)
    assert [notice.locale for notice in shown] == list(locales)
    assert [notice.heading for notice in shown] == [words(locale)["panel"]["mistakes"] for locale in locales]
    (drawn,) = panels(with_panel(PAGE, shown))
    assert [pre.text for pre in drawn.iterfind(".//pre")] == [notice.text for notice in shown]
    assert all(notice.text.count(HOSTILE) >= 4 for notice in shown)


@pytest.mark.parametrize("locale", wording_locales())
def test_each_occasion_has_its_heading(locale: str) -> None:
    """Mistakes below which the last good page stands; before there is one; and what another tool said."""
    headings = [
        notices([PROBLEM], [locale])[0].heading,
        notices([PROBLEM], [locale], waiting=True)[0].heading,
        other_notices(HOSTILE, [locale])[0].heading,
    ]
    assert len(set(headings)) == 3
    assert all(headings)
    assert other_notices(HOSTILE, [locale]) == (Notice(locale, headings[2], HOSTILE),)


@pytest.mark.parametrize("shown", [(), NOTICES])
def test_the_style_of_the_panel_is_served(shown: tuple[Notice, ...]) -> None:
    """At an address of its own, which every panel names and no page of the site has."""
    status, headers, content = asked(panelled(Application("text/html", PAGE), shown), STYLE)
    assert (status, Headers(headers)["Content-Type"]) == ("200 OK", "text/css; charset=utf-8")
    assert content == style()
    assert b".immunopole-problems {" in content
    (linked,) = html.document_fromstring(panel(NOTICES)).iterfind(".//link")
    assert (linked.get("rel"), linked.get("href")) == ("stylesheet", STYLE)


def test_before_the_first_page_there_is_one_that_waits() -> None:
    """Sound HTML by the parser of the standard, in the first of its languages, which asks again by itself."""
    content = waiting_page(NOTICES)
    html5lib.HTMLParser(strict=True).parse(content)
    page = html.document_fromstring(content.decode())
    assert page.get("lang") == "fr"
    assert page.findtext("head/title") == "Des erreurs"
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["2"]
    assert page.xpath("//meta/@charset") == ["utf-8"]
    assert [pre.text for (drawn,) in [panels(content)] for pre in drawn.iterfind(".//pre")] == [
        HOSTILE,
        "two\n  lines",
    ]


def test_a_page_that_waits_is_sound_whatever_it_says() -> None:
    """Even nothing."""
    for shown in ((), (Notice(HOSTILE, HOSTILE, HOSTILE),), notices([PROBLEM], ["en"], waiting=True)):
        html5lib.HTMLParser(strict=True).parse(waiting_page(shown))
