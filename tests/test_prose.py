"""Prose that names records."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree, html
from lxml.html import HtmlElement
from markdown import Markdown

from immunopole.markdown_safety import MarkdownSafety
from immunopole.prose import Mention, Prose, RecordLinks, Target, mentions

RECORDS = {
    "lab": Target("../lab/", "Lab"),
    "ana-lopez": Target("../../community/ana-lopez/?a=1&b='2'#\"", "Ana *López* <i>"),
}


def rendered(text: str) -> HtmlElement:
    """Render the Markdown of a record and parse what comes of it."""
    return html.fragment_fromstring(Prose().html(text, RECORDS.get), create_parent=True)


def on_a_page(text: str) -> HtmlElement:
    """Render the Markdown of a page, which has fenced code as MkDocs gives it."""
    links = RecordLinks()
    links.find = RECORDS.get
    converter = Markdown(extensions=["fenced_code", "tables", "attr_list", links, MarkdownSafety()])
    return html.fragment_fromstring(converter.convert(text), create_parent=True)


def named(text: str) -> list[str]:
    """List the ids a text names."""
    return [mention.ident for mention in mentions(text)]


def linked(root: HtmlElement) -> list[str]:
    """List the ids a rendered text links to."""
    hrefs = {target.href: ident for ident, target in RECORDS.items()}
    return [hrefs[href] for href in root.xpath("//a/@href") if href in hrefs]


def test_mentions_are_found_in_order_with_their_words_and_places() -> None:
    """The id, other words for it, what was typed and where: a message can underline it."""
    text = "One [[lab]],\nthen [[ana-lopez|*Ana* & co]] and [[ lab ]]."
    assert list(mentions(text)) == [
        Mention("lab", None, "[[lab]]", 4),
        Mention("ana-lopez", "*Ana* & co", "[[ana-lopez|*Ana* & co]]", 18),
        Mention("lab", None, "[[ lab ]]", 47),
    ]
    assert [text[m.start :].startswith(m.typed) for m in mentions(text)] == [True, True, True]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[lab] [lab](lab.md) [[lab] [lab]]",
        "[[]]",
        "[[|words]]",
        "[[lab|]]",
        "[[la\nb]]",
        "[[lab|two\nlines]]",
        "`[[lab]]`",
        "``a ` [[lab]] ` b``",
        "```\n[[lab]]\n```",
        "```yaml\n[[lab]]\n\n[[lab]]\n```",
        "~~~\n[[lab]]\n~~~",
        "````\n```\n[[lab]]\n```\n````",
    ],
)
def test_what_is_no_link_and_what_is_code_names_nothing(text: str) -> None:
    """An example of the notation is not a use of it."""
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "`code` [[lab]] `code`",
        "```\ncode\n```\n[[lab]]",
        "~~~\n```\n~~~\n\n[[lab]]\n\n~~~\ncode\n~~~",
        "A lone ` and [[lab]].",
        "**[[lab]]**",
        "- [[lab]]",
        "| a | b |\n| --- | --- |\n| [[lab]] | c |",
    ],
)
def test_what_stands_beside_code_is_found(text: str) -> None:
    """Whatever marks are around it."""
    assert named(text) == ["lab"]


def test_a_mention_keeps_its_place_behind_code() -> None:
    """Code is passed over, not cut out."""
    text = "```\né [[lab]]\n```\n`[[lab]]` [[lab]]"
    assert [mention.start for mention in mentions(text)] == [text.rindex("[[lab]]")]


@pytest.mark.parametrize(
    "text",
    [
        "[[lab]], [[ana-lopez|words]]",
        "*[[lab]]*",
        "# `[[lab]]`",
        "`[[lab]]` and [[ana-lopez]]",
        "``a ` [[lab]] ` b``",
        "    [[lab]]",
        "\\[[lab]]",
        "\\`[[lab]]\\`",
        "One ` here.\n\n[[lab]]\n\nAnother ` here.",
        "~~~\n[[lab]]\n~~~",
        "```\n[[lab]]\n\n[[lab]]\n```",
    ],
)
def test_what_a_record_links_to_is_what_was_checked(text: str) -> None:
    """A link that no check saw could lead nowhere; a mistake in what is no link would be a riddle."""
    assert linked(rendered(text)) == named(text)


@pytest.mark.parametrize("text", ["```\n[[lab]]\n\n[[lab]]\n```", "~~~\n[[lab]]\n~~~\n[[ana-lopez]]", "`[[lab]]`"])
def test_what_a_page_links_to_is_what_was_checked(text: str) -> None:
    """Pages have fenced code besides."""
    assert linked(on_a_page(text)) == named(text)


def test_a_mention_becomes_a_link_with_the_name_of_the_record() -> None:
    """Its address as it is, its name as characters: neither `<` nor `*` means anything in a name."""
    (link,) = rendered("With [[ana-lopez]].").xpath("//a")
    assert link.get("href") == "../../community/ana-lopez/?a=1&b='2'#\""
    assert link.text == "Ana *López* <i>"
    assert len(link) == 0


def test_a_mention_in_other_words_may_have_marks() -> None:
    """They are the editor's Markdown."""
    (link,) = rendered("With [[ana-lopez|the *director* & <b>co</b>]].").xpath("//a")
    assert link.text_content() == "the director & <b>co</b>"
    assert [child.tag for child in link] == ["em"]


@pytest.mark.parametrize("text", ["[[nobody]]", "[[nobody|words]]", "[[Lab]]"])
def test_an_unknown_id_is_left_as_it_was_typed(text: str) -> None:
    """The checks tell it before; a page rendered all the same must not hide it."""
    assert rendered(text).text_content() == text
    assert rendered(text).xpath("//a") == []


def test_code_holds_no_link() -> None:
    """It shows what was typed."""
    (code,) = rendered("Type `[[lab]]`.").xpath("//code")
    assert (code.text, len(code)) == ("[[lab]]", 0)


def test_a_less_than_sign_in_code_is_itself() -> None:
    """As everywhere in a record."""
    assert rendered("`a < b & c`").text_content() == "a < b & c"


def test_no_link_stands_in_a_link() -> None:
    """HTML does not allow it, and browsers tear the two apart: so this is parsed as XML."""
    text = Prose().html("[see [[lab]] there](https://example.org/)", RECORDS.get)
    assert len(etree.fromstring(text).findall(".//a")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[[lab]](https://example.org/)",
        "[[lab]][1]\n\n[1]: https://example.org/",
    ],
)
def test_a_mention_is_not_the_beginning_of_another_link(text: str) -> None:
    """It leads to its record."""
    assert linked(rendered(text)) == ["lab"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "<!-- comment -->",
        "<b>bold</b> & co",
        "<div>\n\n*text*\n\n</div>",
        "O'Brien <b>&\"",
        "<https://example.org/>",
    ],
)
def test_a_record_has_no_html_of_its_own(text: str) -> None:
    """What looks like a tag is read as it was typed."""
    root = rendered(text)
    assert {element.tag for element in root.iter() if element is not root} <= {"p", "em"}
    assert " ".join(root.text_content().split()) == " ".join(text.replace("*", "").split())


@pytest.mark.parametrize("render", [rendered, on_a_page])
@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JavaScript:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](%6Aavascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        "![x](javascript:alert(1))",
        "[x][1]\n\n[1]: javascript:alert(1)",
        "[[[lab]]](javascript:alert(1))",
    ],
)
def test_no_text_leads_to_what_a_browser_would_run(render: Callable[[str], HtmlElement], text: str) -> None:
    """Whatever way the address is written."""
    root = render(text)
    assert [value for value in root.xpath("//@href | //@src") if value != RECORDS["lab"].href] == []
    assert root.text_content() or root.xpath("//@alt")


def test_an_address_that_runs_nothing_is_kept() -> None:
    """Pages, mail and telephones."""
    text = "[a](https://example.org/?a=1&b=2) [b](../cluster.md#x) [c](mailto:a@example.org) [d](tel:+33)"
    assert rendered(text).xpath("//a/@href") == [
        "https://example.org/?a=1&b=2",
        "../cluster.md#x",
        "mailto:a@example.org",
        "tel:+33",
    ]


def test_one_text_has_nothing_of_the_one_before() -> None:
    """The same converter renders all: neither links nor references may stay in it."""
    prose = Prose()
    first = prose.html("[[lab]] and [a][1]\n\n[1]: https://example.org/", RECORDS.get)
    second = prose.html("[[lab]] and [a][1]", lambda _: Target("lab/", "Le labo"))
    assert first == '<p><a href="../lab/">Lab</a> and <a href="https://example.org/">a</a></p>'
    assert second == '<p><a href="lab/">Le labo</a> and [a][1]</p>'
