"""What editors may write besides plain Markdown: what becomes of it, and that the guides show all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from lxml import html
from lxml.html import HtmlElement
from markdown import Markdown

from immunopole.constructions import ALIASES, KINDS, Constructions
from immunopole.icons import find_icons
from immunopole.links import Targets
from immunopole.markdown_safety import MarkdownSafety
from immunopole.meaning import sentences
from immunopole.notation import check_notation
from immunopole.page_text import PageText
from immunopole.prose import without_code
from immunopole.settings import read_layout
from immunopole.strings import read_strings

from .conftest import REPOSITORY, BuiltSite

LAYOUT, _ = read_layout(REPOSITORY / "mkdocs.yml", "https://example.org/")
assert LAYOUT is not None
WORDS, _ = read_strings(REPOSITORY / "overrides/locales", "overrides/locales", LAYOUT.languages)
ICONS = LAYOUT.icons
EXTENSIONS: list[str] = [
    name if isinstance(name, str) else next(iter(name))
    for name in yaml.safe_load(
        (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8").partition("markdown_extensions:")[2]
    )
]


def render(markdown: str, t: Callable[..., str] | None = None) -> HtmlElement:
    """Render a page's Markdown with the extensions of the site."""
    constructions = Constructions(ICONS, t)
    converter = Markdown(extensions=[*EXTENSIONS, "fenced_code", constructions, MarkdownSafety()])
    return html.fragment_fromstring(converter.convert(markdown), create_parent="main")


def one(element: HtmlElement, expression: str) -> HtmlElement:
    """Give the one element an expression selects."""
    (found,) = element.xpath(expression)
    assert isinstance(found, HtmlElement)
    return found


def text(element: HtmlElement) -> str:
    """Give what an element says, in one line."""
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("locale", sorted(WORDS))
@pytest.mark.parametrize("sign", ["!!!", "???"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_note_without_a_title_is_named_in_the_language_of_the_page(locale: str, sign: str, kind: str) -> None:
    """The word is the theme’s, in every language; an icon stands before it."""
    page = render(f"{sign} {kind}\n    A text.", WORDS[locale])
    title = one(page, "//p[@class='admonition-title'] | //summary")
    assert text(title) == WORDS[locale](f"admonition.{kind}")
    assert len(title.xpath("./svg[@aria-hidden='true']")) == 1


def test_a_note_under_another_title_still_says_its_kind() -> None:
    """Who does not see the icon hears the word."""
    title = one(render('!!! warning "In *August*"\n    Closed.'), "//p[@class='admonition-title']")
    assert text(title) == "Titled" + "In August"
    assert title.xpath("./span[@class='visually-hidden']")
    said = one(render('!!! warning "In August"\n    Closed.', WORDS["en"]), "//p[@class='admonition-title']")
    assert text(said) == "Warning: In August"


@pytest.mark.parametrize(("other", "kind"), ALIASES.items())
def test_other_names_of_a_kind_are_that_kind(other: str, kind: str) -> None:
    """Material’s users know several."""
    note = one(render(f"!!! {other} inline\n    A text."), "//*[@role='note']")
    assert note.get("class") == f"admonition {kind} inline"


def test_folded_text_is_open_where_it_says_so() -> None:
    """With a plus sign."""
    page = render("??? note\n    One.\n\n???+ note\n    Two.")
    assert [details.get("open") for details in page.xpath("//details")] == [None, "open"]


def test_tabs_are_named_buttons_of_the_browser_and_need_no_script() -> None:
    """One radio button a tab, the first chosen, each with its label; no two have one id."""
    tab = '=== "{0}"\n\n    The text of {0}.\n\n'
    page = render("".join(map(tab.format, "AB")) + "Between.\n\n" + "".join(map(tab.format, "CD")), WORDS["en"])
    boxes = page.xpath("//input[@type='radio']")
    assert [box.get("checked") for box in boxes] == ["checked", None, "checked", None]
    assert len({box.get("id") for box in boxes}) == 4
    assert [label.get("for") for label in page.xpath("//label")] == [box.get("id") for box in boxes]
    assert [group.get("aria-label") for group in page.xpath("//*[@role='group']")] == ["Choose a version"] * 2


def test_every_heading_of_a_table_says_what_it_is_for() -> None:
    """Columns by the first row; rows by the first column, where nothing stands in the corner."""
    page = render("| A | B |\n|---|--:|\n| 1 | 2 |")
    assert [(cell.text, cell.get("scope")) for cell in page.xpath("//th")] == [("A", "col"), ("B", "col")]
    assert [cell.get("class") for cell in page.xpath("//td")] == [None, "to-end"]
    crossed = render("|   | B |\n|---|---|\n| 1 | 2 |")
    assert [(cell.text, cell.get("scope")) for cell in crossed.xpath("//th")] == [("B", "col"), ("1", "row")]


def test_a_caption_belongs_to_what_stands_above_it() -> None:
    """To a table as its own caption; to a picture or a quotation as that of a figure."""
    caption = "\n\n/// caption\nOf *this*\n///"
    table = one(render(f"| A | B |\n|---|---|\n| 1 | 2 |{caption}"), "//table")
    assert (table[0].tag, text(table[0])) == ("caption", "Of this")
    for above in ("![A house](house.png)", "> Said once."):
        assert text(one(render(above + caption), "//figure/figcaption")) == "Of this"


def test_a_task_says_whether_it_is_done() -> None:
    """A box that nobody can tick has a name and a state."""
    boxes = render("- [x] One\n- [ ] Two\n- [z] Three", WORDS["en"]).xpath("//input")
    said = [(box.get("aria-label"), box.get("checked"), box.get("disabled")) for box in boxes]
    assert said == [("Done", "checked", "disabled"), ("To do", None, "disabled")]


def test_an_icon_is_drawn_in_the_page_and_silent_unless_it_has_a_title() -> None:
    """In the colour of the text, without a request."""
    silent, said = render(':material-flask: and :material-flask:{ title="Flask" }').xpath("//svg")
    assert (silent.get("aria-hidden"), silent.get("role")) == ("true", None)
    assert (said.get("aria-hidden"), said.get("role"), said.get("aria-label")) == (None, "img", "Flask")
    assert render("At 10:30:15, :nothing-known: here.").xpath("//svg") == []


def test_an_icon_brings_nothing_but_shapes(tmp_path: Path) -> None:
    """A drawing is somebody else’s file."""
    (tmp_path / ".icons/own").mkdir(parents=True)
    (tmp_path / ".icons/own/bad.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="x()"><script>x()</script>'
        '<path d="M0 0" onclick="x()" style="fill:red"/><a href="x"><path d="M1 1"/></a></svg>',
        encoding="utf-8",
    )
    icon = find_icons(tmp_path, "no-such-theme").draw("own-bad")
    assert icon is not None
    assert icon.attrib == {"class": "icon", "viewBox": "0 0 9 9", "aria-hidden": "true"}
    assert [(shape.tag, shape.attrib) for shape in icon] == [("path", {"d": "M0 0"})]


def test_an_abbreviation_is_explained_once_a_page() -> None:
    """Where it comes first; what stands around the others stays."""
    page = render("NK, NK and *NK* cells.\n\nNK\n\n*[NK]: natural killer")
    assert [abbr.get("title") for abbr in page.xpath("//abbr")] == ["natural killer"]
    assert text(page) == "NK, NK and NK cells. NK"


def test_an_abbreviation_that_begins_a_longer_name_is_not_explained() -> None:
    """It would explain half of it."""
    page = render("NK-mAbs, anti-NK, NK.\n\n*[NK]: natural killer")
    assert [abbr.getparent().text for abbr in page.xpath("//abbr")] == ["NK-mAbs, anti-"]


@pytest.mark.parametrize(
    "plain", ["C++ and D++", "a == b == c", "x === y", "CD4++ CD8++", "(++)", "at ::1", "!!!", "a|b"]
)
def test_what_only_resembles_a_construction_stays_as_it_was_typed(plain: str) -> None:
    """Science has its own signs, and none of them is told to be a mistake."""
    assert text(render(plain)) == plain
    assert list(check_notation(PageText("a.md", plain, 1), ICONS)) == []


def test_marked_words_and_keys() -> None:
    """By signs on both sides."""
    page = render("==so== and ++ctrl+k++")
    assert text(one(page, "//mark")) == "so"
    assert [text(key) for key in page.xpath("//kbd/kbd")] == ["Ctrl", "K"]


def test_an_example_is_its_own_source() -> None:
    """What is shown and what was typed are made of the same lines."""
    source = "!!! note\n    `<b>` & more\n\n[^1]: Below."
    page = render(f"````example\n{source}\n````")
    assert one(page, "//pre").text_content() == source
    assert one(page, "//*[@class='specimen']//*[@role='note']") is not None


@pytest.mark.parametrize("around", ["!!! note", '??? tip "Two"', '=== "Tab"', "- An item", "[^1]: A note"])
def test_what_stands_in_a_construction_is_text_and_no_code(around: str) -> None:
    """Its links are checked, its headings are found, and a change in it is a change of one sentence."""
    inside = "    [A link](nowhere.md) and more."
    markdown = f"{around}\n\n{inside}\n"
    assert inside in without_code(markdown)
    codes = [code for code, _, _ in Targets(Path(), frozenset()).check(markdown, "en/index.md")]
    assert codes == ["link-to-nothing"]
    assert [sentence.text for sentence in sentences(markdown)][-1] == inside.strip()


# Each construction of the guides: what its row in the tables of CONTRIBUTING holds, what it becomes (XPath), and the
# extension that reads it; "markdown" is Python-Markdown itself, "ours" is `constructions` or `prose`.
TABLE = (
    ("`## ", ".//h3[@id]", "toc"),
    ("`*", ".//em and .//strong", "markdown"),
    ("`==", ".//mark", "ours"),
    ("{ lang=", ".//*[@lang]", "attr_list"),
    ("`[[ipc]]`", ".//a[contains(@href, '/ipc/')]", "ours"),
    ("(cluster.md)`", ".//a[contains(@href, '/cluster/')]", "markdown"),
    ("(https://", ".//a[starts-with(@href, 'https:')]", "markdown"),
    ("{ .button }`", ".//a[contains(@class, 'button')]", "attr_list"),
    ("`- `", ".//ul/li/ul", "markdown"),
    ("`1. `", ".//ol/li", "markdown"),
    ("`- [x] ", ".//li[@class='task']/input", "ours"),
    ("`:   ", ".//dl/dd", "def_list"),
    ("`!!! ", ".//*[@role='note']", "admonition"),
    ("`??? ", ".//details/summary", "pymdownx.details"),
    ("`=== ", ".//*[@role='group']/input", "pymdownx.tabbed"),
    ("`> ", ".//figure/blockquote", "markdown"),
    ("`\\| ", ".//table/caption and .//th", "tables"),
    ("`![", ".//img[@alt]", "markdown"),
    ("`/// caption`", ".//figure/figcaption", "ours"),
    ("<div class=", ".//div[@class='grid cards']/ul", "md_in_html"),
    ("`:material-", ".//*[name() = 'svg']", "ours"),
    ("`[^", ".//a[@class='footnote-ref']", "footnotes"),
    ("`*[", ".//abbr[@title]", "abbr"),
    ("`` `", ".//p/code and .//pre/code", "markdown"),
    ("`++", ".//kbd", "ours"),
    ("`---`", ".//hr", "markdown"),
)
GUIDES = sorted(REPOSITORY.glob("CONTRIBUTING*.md"))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda file: str(file.name))
def test_the_guides_list_every_construction(guide: Path) -> None:
    """In the same order, each with what to type and when; nothing is in one of them alone."""
    chapter = guide.read_text(encoding="utf-8").partition("\n## 6. ")[2].partition("\n## ")[0]
    rows = [re.split(r"(?<!\\)\|", row)[1:-1] for row in re.findall(r"^\|.*\|$", chapter, re.MULTILINE)][2:]
    assert [len(row) for row in rows] == [3] * len(TABLE)
    assert [begin for row, (begin, _, _) in zip(rows, TABLE, strict=True) if begin not in row[1]] == []


def test_every_extension_of_the_site_has_its_construction() -> None:
    """What nobody may write is not switched on."""
    assert set(EXTENSIONS) == {extension for _, _, extension in TABLE} - {"markdown", "ours"}


@pytest.mark.parametrize("locale", LAYOUT.languages.full)
def test_the_style_guide_shows_every_construction(real_site: BuiltSite, locale: str) -> None:
    """As it looks, with its source, and with nothing left in it that was not understood."""
    assert LAYOUT is not None
    sources = sorted(file.name for file in (REPOSITORY / LAYOUT.docs / locale / "style-guide").glob("*.md"))
    shown = []
    for name in sources:
        page = real_site.page(LAYOUT.addresses.destination(f"style-guide/{name}", locale))
        shown += [(each, each.xpath("./pre[last()]")[0]) for each in page.find_class("specimen")]
    for begin, expression, _ in TABLE:
        assert any(each.xpath(f"boolean({expression})") for each, _ in shown), begin
    for each, source in shown:
        each.remove(source)
        assert re.findall(r"!!!|\?\?\?|===|///|\[\[|\[\^|:material", each.text_content()) == []


@pytest.mark.parametrize("locale", LAYOUT.languages.full)
def test_the_style_guide_shows_every_kind_of_note(real_site: BuiltSite, locale: str) -> None:
    """Under its own word."""
    assert LAYOUT is not None
    page = real_site.page(LAYOUT.addresses.destination("style-guide/notes.md", locale))
    titles = {text(title).replace("\u202f", " ") for title in page.find_class("admonition-title")}
    assert {WORDS[locale](f"admonition.{kind}") for kind in KINDS} - titles == {WORDS[locale]("admonition.tip")}


@pytest.mark.parametrize("locale", LAYOUT.languages.full)
def test_a_page_of_the_style_guide_is_as_light_as_any_other(real_site: BuiltSite, locale: str) -> None:
    """At most 280 elements, those within drawings aside; the fields of the data files are a reference of their own."""
    assert LAYOUT is not None
    for file in (REPOSITORY / LAYOUT.docs / locale / "style-guide").glob("*.md"):
        page = real_site.page(LAYOUT.addresses.destination(f"style-guide/{file.name}", locale))
        count = page.xpath("count(//*[not(ancestor::*[name() = 'svg'])])")
        assert count <= 280 or file.stem == "fields", (file.name, count)
