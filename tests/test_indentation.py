"""What lines of HTML begin with is left out."""

from __future__ import annotations

import pytest

from immunopole.indentation import without_indentation


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<ul>\n  <li>One</li>\n\n\t<li>Two</li>\n</ul>\n", "<ul>\n<li>One</li>\n<li>Two</li>\n</ul>\n"),
        ("<p>one\n   two</p>", "<p>one\ntwo</p>"),
        ("<pre>\n  a\n\n  b</pre>\n  <p>", "<pre>\n  a\n\n  b</pre>\n<p>"),
        (
            '<pre class="x"><code>\n  a</code></pre>\n  <pre>\n  b</pre>',
            '<pre class="x"><code>\n  a</code></pre>\n<pre>\n  b</pre>',
        ),
        ("<textarea>\n  a</textarea>", "<textarea>\n  a</textarea>"),
        ("<predicate>\n  a", "<predicate>\na"),
        ("one  two", "one  two"),
    ],
)
def test_only_blanks_that_nobody_sees_go(html: str, left: str) -> None:
    """Words stay apart, and code as it was typed."""
    assert without_indentation(html) == left
