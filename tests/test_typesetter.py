"""Finished HTML, set: what is read as one line, what is left alone, and the real site as a reader finds it."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from lxml.html import HtmlElement

from immunopole.typesetter import Typesetter

from .conftest import REPOSITORY, BuiltSite, lay_out, lay_out_real, run_build
from .test_typography import FRENCH, TYPOGRAPHIES, same, shown

TYPESETTER = Typesetter(TYPOGRAPHIES)
NARROW, NO_BREAK = "\u202f", "\u00a0"
# What a text holds in place of code, an image, words of another language.
THING = "\ufffc"
BLOCKS = frozenset({
    "html", "head", "body", "title", "header", "footer", "main", "nav", "article", "section", "div", "p", "ul", "ol",
    "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "td", "th", "figure",
    "figcaption", "blockquote", "dialog", "button", "hr", "form", "details", "summary", "aside",
})  # fmt: skip
CODE = frozenset({"code", "pre", "kbd", "samp", "var", "svg", "script", "style", "textarea"})
THINGS = {**dict.fromkeys([*CODE, "img", "input"], THING), "br": " "}
READ = ("alt", "title", "aria-label", "placeholder", "label")


def page(text: str) -> str:
    """Set HTML that is in French, with the spaces nobody sees shown."""
    return TYPESETTER.page(shown(text), "fr").replace(NO_BREAK, "~").replace(NARROW, "^")


@pytest.mark.parametrize(
    ("given_html", "expected"),
    [
        ("<em>mot</em> ! <b>mot</b>;", "<em>mot</em>^! <b>mot</b>^;"),
        ("« <a href='#'>mot</a> »", "«~<a href='#'>mot</a>~»"),
        ("«<a href='#'>mot</a>»", "«~<a href='#'>mot</a>~»"),
        ("<i>l'</i><b>art</b>", "<i>l’</i><b>art</b>"),
        ("a<b> </b>!", "a<b>^</b>!"),
        ("voir <img src='x'> ?", "voir <img src='x'>^?"),
        ("un <!-- mot --> mot<!-- ! --> !", "un <!-- mot --> mot<!-- ! -->^!"),
        ("mot<wbr> !", "mot<wbr>^!"),
        ("10<span> </span>000 <b>k</b>m", "10<span>^</span>000~<b>k</b>m"),
        ("le 2<b>ème</b>", "le 2<b><sup>e</sup></b>"),
        ("le 1<sup>er</sup> !", "le 1<sup>er</sup>^!"),
        ("le 2<sup>ème</sup>", "le 2<sup>ème</sup>"),
        ("10<sup>6</sup> ! <sup>l'an 2e</sup>", "10<sup>6</sup>^! <sup>l’an 2e</sup>"),
    ],
)
def test_a_line_is_read_across_its_tags(given_html: str, expected: str) -> None:
    """What changes, changes in the piece it stands in."""
    assert page(given_html) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<p>mot</p> ! suite",
        "<p>mot</p><p> ! suite</p>",
        "<li>l'</li><li>art</li>",
        "mot<hr> ! suite",
        "mot<br>! suite",
        "mot<pre>x</pre> ! suite",
        "<td>10</td><td> 000</td>",
    ],
)
def test_what_stands_in_different_lines_is_not_read_together(text: str) -> None:
    """A paragraph knows nothing of the next."""
    assert page(text) == text


def test_characters_that_no_rule_changes_keep_the_form_they_have() -> None:
    """References too; what a rule puts is escaped."""
    kept = "&eacute;t&#233; &lt;b&gt; R&amp;D &copy &unknown; & &#x41; &NotEqualTilde; &quot;"
    assert page(f"{kept} l'art") == f"{kept} l’art"
    assert page('<img alt="&quot;l&apos;art&quot; &amp; &lt;">') == '<img alt="«~l’art~» &amp; &lt;">'


@pytest.mark.parametrize(
    "text",
    [
        '<p data-title="l\'art" class="l\'art !">',
        '<meta name="theme" content="l\'art !"><meta property="og:url" content="l\'art">',
        "<img alt=l'art>",
        "<script>'l'art !'; if (a<b) \"x\" !</script> <style>q{content:\"l'x\"}</style>",
        "<code>l'x <code>l'y</code> l'z !</code>",
        "<textarea>l'art <b> !</textarea><svg><text>l'art !</text></svg>",
        "<pre title='x'>l'art !</pre><kbd>l'art</kbd><samp>l'art</samp><var>l'art</var>",
        "<!-- l'art ! --><!doctype l'art !>",
        "<code>l'art ! and no end",
    ],
)
def test_what_is_no_prose_is_left_as_it_is(text: str) -> None:
    """Other attributes, scripts, styles, code, comments."""
    assert page(text) == text


@pytest.mark.parametrize("name", [*READ, "ALT"])
def test_attributes_that_people_read_are_set_and_hold_no_tags(name: str) -> None:
    """On any element, the code's own included; an ordinal is plain there."""
    assert page(f"<code {name}=\"l'an 2ème !\">l'x</code>") == f'<code {name}="l’an 2e^!">l\'x</code>'


@pytest.mark.parametrize("which", ['name="description"', 'property="og:title"', "property='og:description'"])
def test_what_others_show_of_a_page_is_set(which: str) -> None:
    """Search engines and previews of links; the title of the page too."""
    assert page(f"<title>l'an 2ème !</title><meta {which} content=\"l'an !\">") == (
        f'<title>l’an 2e^!</title><meta {which} content="l’an^!">'
    )


@pytest.mark.parametrize(
    ("given_html", "expected"),
    [
        ("<p lang='en'>l'art !</p> l'art", "<p lang='en'>l'art !</p> l’art"),
        ("<p lang='en'>l'a <b lang='fr-CH'>l'a !</b> !</p>", "<p lang='en'>l'a <b lang='fr-CH'>l’a^!</b> !</p>"),
        ("<i lang='en'>l'art !</i> ! l'<i lang='en'>a</i>", "<i lang='en'>l'art !</i>^! l’<i lang='en'>a</i>"),
        ("<p lang=en>l'a</p><p lang=FR>l'a</p>", "<p lang=en>l'a</p><p lang=FR>l’a</p>"),
        ("<p lang=''>l'a</p><p lang=frr>l'a</p>", "<p lang=''>l'a</p><p lang=frr>l'a</p>"),
        ("<a lang='en' title=\"l'a\">l'a</a>", "<a lang='en' title=\"l'a\">l'a</a>"),
        ("<i lang='en'>l'a <p>l'a</i> l'a</p> l'a", "<i lang='en'>l'a <p>l'a</i> l’a</p> l’a"),
        ("<i lang='fr'>mot</i> !", "<i lang='fr'>mot</i>^!"),
    ],
)
def test_each_part_is_set_in_its_own_language(given_html: str, expected: str) -> None:
    """That of the nearest element that says one; a language without rules is left alone."""
    assert page(given_html) == expected


def test_a_page_says_its_language_itself() -> None:
    """A part of a page is told it."""
    assert TYPESETTER.page("<html lang='fr'><p>l'art") == "<html lang='fr'><p>l’art"
    assert TYPESETTER.page("<html lang='en'><p>l'art", "fr") == "<html lang='en'><p>l'art"
    assert TYPESETTER.page("<p>l'art") == "<p>l'art"
    assert TYPESETTER.text("l'art", "fr-FR") == "l’art"
    assert TYPESETTER.text("l'art", "en") == "l'art"


def test_a_language_may_have_a_region_of_its_own() -> None:
    """Whose file is then taken before that of the language."""
    both = Typesetter(
        {"fr": TYPOGRAPHIES["fr"], "fr-CH": type(TYPOGRAPHIES["fr"])(TYPOGRAPHIES["fr"].file.model_copy())}
    )
    assert [both.language(tag) for tag in ("fr", "fr-CH", "fr-be", "FR", "en", "")] == [
        "fr",
        "fr-CH",
        "fr",
        "fr",
        "",
        "",
    ]


def element(name: str, attributes: str, children: list[str]) -> str:
    """Write an element."""
    return f"<{name}{attributes}>{''.join(children)}</{name}>"


ESCAPED = FRENCH.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;"))
ATTRIBUTES = st.one_of(
    st.just(""),
    st.sampled_from([' lang="en"', ' lang="fr"', ' lang="fr-FR"', ' class="l\'a !"', ' data-x="l\'a"']),
    st.builds('{0}="{1}"'.format, st.sampled_from([" title", " href", " aria-label"]), ESCAPED),
)
NAMES = ("div", "section", "span", "em", "strong", "sup", "sub", "q", "code", "kbd", "td", "abbr")
NESTED = st.recursive(
    ESCAPED | st.sampled_from(["<br>", "<wbr>", "<hr>", "<!-- l'x ! -->"]) | ESCAPED.map('<img alt="{}">'.format),
    lambda inner: st.builds(element, st.sampled_from(NAMES), ATTRIBUTES, st.lists(inner, max_size=4)),
    max_leaves=12,
)


@given(NESTED)
def test_html_that_is_set_stays_as_it_is(text: str) -> None:
    """Whatever stands in whatever: setting it again changes nothing."""
    once = TYPESETTER.page(text, "fr")
    assert TYPESETTER.page(once, "fr") == once


def tree(text: str) -> tuple[list[tuple[str, dict[str, str]]], str]:
    """Sum up HTML: its elements with the attributes nobody reads, raised text aside, and the words of all of it."""
    root = html.fragment_fromstring(text, create_parent="main")
    elements = [node for node in root.iter(etree.Element) if node.tag != "sup"]
    attributes = [
        (str(node.tag), {key: same(value) if key in READ else value for key, value in node.attrib.items()})
        for node in elements
    ]
    # Where a word ends, elements and languages say too; whether an ordinal ends there, `same` cannot see in the text.
    words = re.sub(r"([1I])i?[èe]re", r"\1re", same("".join(root.itertext())))
    return attributes, re.sub(r"([\dIVX])i?[èe]me", r"\1e", words)


@given(NESTED)
def test_only_the_signs_between_the_words_change(text: str) -> None:
    """The same elements with the same attributes and the same words; only ordinals are raised."""
    assert tree(TYPESETTER.page(text, "fr")) == tree(text)


def left_alone(text: str) -> list[str]:
    """Give what must not change: code, words in English, addresses."""
    root = html.fragment_fromstring(text, create_parent="main")
    english = "ancestor-or-self::*[@lang][1]/@lang='en'"
    return [str(value) for value in root.xpath(f"//code//text() | //kbd//text() | //@href | //text()[{english}]")]


@given(NESTED)
def test_code_english_and_addresses_never_change(text: str) -> None:
    """Not a byte."""
    assert left_alone(TYPESETTER.page(text, "fr")) == left_alone(text)


@given(st.text(alphabet="<>/!-\"'= abeplngmsuprcodet&;&#39x", max_size=60))
def test_no_text_is_too_broken(text: str) -> None:
    """HTML that is none comes out somehow, and the same when it is set again."""
    once = TYPESETTER.page(text, "fr")
    assert TYPESETTER.page(once, "fr") == once


@pytest.mark.parametrize(
    "piece", ["<a", "<!--", "<!", '<a x="', "<code>", "<sup>a", "&amp", "</b>", "« ", '"a ', "l'", "1 "]
)
def test_no_text_takes_long(piece: str) -> None:
    """A hundred kilobytes of what is never closed take less than a second; ten are allowed on a busy machine."""
    start = time.process_time()
    TYPESETTER.page(piece * (100_000 // len(piece)), "fr")
    assert time.process_time() - start < 10


def lines(root: HtmlElement, lang: str = "") -> list[tuple[str, str]]:
    """Read a page line by line as a visitor does: the language of each line, and its text; raised text in braces."""
    found: list[tuple[str, list[str]]] = [(lang, [])]
    aside: list[tuple[str, str]] = []
    read(root, lang, found, aside)
    texts = [(own, re.sub(r"[ \n]+", " ", "".join(parts)).strip(" ")) for own, parts in found]
    return [(own, text) for own, text in texts if text] + aside


def read(node: HtmlElement, lang: str, found: list[tuple[str, list[str]]], aside: list[tuple[str, str]]) -> None:
    """Read an element into the last line found, or into lines of its own; words of another language stand aside."""
    own = node.get("lang") or lang
    if node.tag in THINGS:
        found[-1][1].append(THINGS[node.tag])
    elif node.tag not in BLOCKS and own != lang:
        found[-1][1].append(THING)
        aside += lines(node, own)
    elif isinstance(node.tag, str):
        around = {True: ("{", "}"), False: ("", "")}[node.tag == "sup"]
        found += [(own, [])] if node.tag in BLOCKS else []
        found[-1][1].append(around[0] + (node.text or ""))
        for child in node:
            read(child, own, found, aside)
            found[-1][1].append(child.tail or "")
        found[-1][1].append(around[1])
        found += [(lang, [])] if node.tag in BLOCKS else []


def attributes(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Give what people read outside the text: the language, and the words."""
    paths = [f"//@{name}" for name in READ] + ["//meta[@name='description']/@content"]
    paths += [f"//meta[@property='og:{name}']/@content" for name in ("title", "description", "site_name")]
    for value in root.xpath(" | ".join(paths)):
        yield value.getparent().xpath("ancestor-or-self::*[@lang][1]/@lang")[0], str(value)


def without_addresses(text: str) -> str:
    """Take away what is no prose."""
    return re.sub(r"\S*(?:://|@|www\.)\S*|[\w.-]+\.(?:org|fr|com|net|eu|edu|science)\b\S*", THING, text)


# Imprimerie nationale's usage, as a reader with a sharp eye would find it broken; and a text where it is.
FAULTS = {
    "apostrophes are typographic": (r"[^\W\d_]'", "l'art"),
    "quotation marks are guillemets": (r'"', 'un "mot"'),
    "suspension points are one sign": (r"\.\.\.", "mot..."),
    "a narrow no-break space stands before ; ! ?": (r"[^\u202f;!?(\[{][;!?](?=\s|$|[»)…])", "mot !"),
    "a no-break space stands before a colon": (r"(?<!\u00a0):(?=\s|$)", "mot :"),
    "a no-break space stands after an opening guillemet": (r"«(?!\u00a0\S)", "« mot"),
    "a no-break space stands before a closing guillemet": (r"(?<!\S\u00a0)»", "mot »"),
    "quotations within quotations have their own marks": (r"«[^»]*«", "«\u00a0a «\u00a0b\u00a0»"),
    "groups of three figures are held together": (r"(?<!\d)(?<!\d\s)\d{1,3}[ \u00a0]\d{3}\b(?! [A-ZÉ])", "10 000"),
    "a number is held to its unit": (r"\d ?[%€°]| [%€°](?!\w)|\d (?:km|m²|millions?|milliards?)\b", "20 %"),
    "a title is held to its name": (r"\b(?:M\.|Mme|Dr|Pr) [A-ZÉ]", "Dr Exemple"),
    "a reference is held to its number": (r"\b[nN]° ?\d|\bp\. ?\d", "n° 5"),
    "a century is held to its number": (r"[IVX]\{?e\}? siècle", "XX{e} siècle"),
    "ordinals are short": (r"\d+i?[èe]me|\b1i?ère", "2ème"),
    "a dash between words is a dash": (r"[^\W\d_][ \u00a0]-\s", "mot - mot"),
    "a dash does not begin a line": (r"\S [–—]\s", "mot – mot"),
    "a day is held to its month": (r"\d(?:\{?er\}?)? (?:janvier|mars|novembre)\b", "1{er} mars"),
    "a range has its own dash": (r"(?<![\w-])(?<![A-Z°] )(?<!article )[1-9]\d{0,2}-[1-9]\d{0,2}(?![\w-])", "de 1-2"),
    "capitals keep their accents": (r"\b(?:Etat|Ecole|Equipe|Etude|Evenement|Editeur|Ile)s?\b|\bA propos\b", "Etats"),
    "ligatures are written": (r"\b[Cc]oeur|\b[OoSs]?oeu(?:vre|r)|\b[Nn]oeud|\b[Ff]oet", "coeur"),
}
RAISED = (r"\b(?:1ers?|1res?|[2-9]es?|\d\de|[IVX]{2,}e)\b", "le 1er")


@pytest.mark.parametrize(("pattern", "wrong"), [*FAULTS.values(), RAISED])
def test_the_finder_finds(pattern: str, wrong: str) -> None:
    """Or it would say nothing of the site."""
    assert re.search(pattern, without_addresses(wrong))


@pytest.fixture(scope="session")
def every_page(real_site: BuiltSite) -> dict[str, HtmlElement]:
    """All pages of the real site by address, the 404 page and redirects included."""
    return {address: real_site.page(address) for address in real_site.addresses}


@pytest.mark.parametrize("rule", FAULTS)
def test_french_is_set_as_french(every_page: dict[str, HtmlElement], rule: str) -> None:
    """On every page, in what is written and in what is only read aloud or shown elsewhere."""
    pattern = re.compile(FAULTS[rule][0])
    told = [(a, *each) for a, root in every_page.items() for each in [*lines(root), *attributes(root)]]
    french = [(address, without_addresses(text)) for address, lang, text in told if lang == "fr"]
    assert len(french) > 1000
    assert [(address, text) for address, text in french if pattern.search(text)] == []


def test_ordinals_are_raised_in_text(every_page: dict[str, HtmlElement]) -> None:
    """The title of the page aside, which holds no tags."""
    titles = {page.xpath("string(//title)") for page in every_page.values()}
    texts = [text for page in every_page.values() for lang, text in lines(page) if lang == "fr"]
    assert any("{er}" in text for text in texts)
    assert [text for text in texts if re.search(RAISED[0], text) and text not in titles] == []


def test_english_code_and_addresses_are_what_they_would_be_without_rules(
    every_page: dict[str, HtmlElement], tmp_path: Path
) -> None:
    """On every page, French ones included: the same site is built once more, without any."""
    shutil.rmtree(lay_out_real(tmp_path) / "overrides/typography")
    bare = run_build(tmp_path)
    assert bare.exit_code == 0, bare.log
    for address, root in every_page.items():
        assert untouchable(root) == untouchable(bare.page(address)), address


def untouchable(root: HtmlElement) -> list[str]:
    """Give what must not change: English, code, addresses and all else that a program reads."""
    english = [text for lang, text in [*lines(root), *attributes(root)] if lang == "en"]
    code = [str(text) for name in sorted(CODE) for text in root.xpath(f"//{name}//text()")]
    return [*english, *code, *map(str, root.xpath("//@href | //@src | //@id | //@class | //@lang | //@property"))]


def test_a_site_typed_on_a_plain_keyboard_is_the_same_site(real_site: BuiltSite, tmp_path: Path) -> None:
    """Without one special space or apostrophe in what is French, every French page is the same, byte for byte."""
    lay_out_real(tmp_path)
    files = [*tmp_path.glob("docs/fr/**/*.md"), *tmp_path.glob("data/*.yaml"), tmp_path / "overrides/locales/fr.yaml"]
    for file in files:
        text = file.read_text(encoding="utf-8").replace(NO_BREAK, " ").replace(NARROW, " ")
        file.write_text(text.replace("’", "'"), encoding="utf-8")
    plain = run_build(tmp_path)
    assert plain.exit_code == 0, plain.log
    french = [address for address in real_site.addresses if real_site.page(address).get("lang") == "fr"]
    assert len(french) > 30
    for address in french:
        path = f"{address}index.html" if address.endswith("/") or not address else address
        # Another test builds the real site with another tool, which says its own name.
        one, other = (
            re.sub(rb"<meta name=.generator.*", b"", (s.folder / path).read_bytes()) for s in (plain, real_site)
        )
        assert one == other, address


def test_the_build_sets_pages_the_404_page_and_redirects(tmp_path: Path) -> None:
    """Plain signs in the files, French ones on the pages; English is what was typed."""
    root = lay_out(tmp_path)
    typed = "L'an 2024 : *l'art* ! `l'id !` <https://example.org/l'art>\n\n*It's: art !*{: lang=en }"
    for locale in ("fr", "en"):
        file = root / f"docs/{locale}/index.md"
        file.write_text(file.read_text(encoding="utf-8").replace("Text.", typed), encoding="utf-8")
    words = root / "overrides/locales/fr.yaml"
    words.write_text(
        words.read_text(encoding="utf-8").replace("’", "'").replace(f"{NO_BREAK}:", " :"), encoding="utf-8"
    )
    site = run_build(root)
    assert site.exit_code == 0, site.log
    prose = {
        lang: site.page(where).xpath("//div[contains(@class, 'prose')]")[0]
        for lang, where in (("fr", ""), ("en", "en/"))
    }
    assert prose["fr"].xpath("string(p[1])") == (
        f"L’an 2024{NO_BREAK}: l’art{NARROW}! l'id ! https://example.org/l'art"
    )
    assert prose["fr"].xpath("string(p[2])") == prose["en"].xpath("string(p[2])") == "It's: art !"
    assert prose["en"].xpath("string(p[1])") == "L'an 2024 : l'art ! l'id ! https://example.org/l'art"
    assert list(site.folder.rglob("*.yaml")) == []
    assert "L’adresse demandée" in site.page("404.html").xpath("string(//main)")
    assert f"d’adresse{NO_BREAK}:" in site.page("fr/communaute/ana-lopez/").xpath("string(//title)")


def test_the_rules_reach_every_language_that_has_a_file() -> None:
    """No code says which: the file's name does."""
    files = sorted(file.stem for file in (REPOSITORY / "overrides/typography").glob("*.yaml"))
    assert files == sorted(TYPOGRAPHIES)


@pytest.mark.parametrize(("guide", "section"), [("CONTRIBUTING.md", "## 7. "), ("CONTRIBUTING.fr.md", "## 7. ")])
def test_the_guides_promise_what_happens(guide: str, section: str) -> None:
    """Every line of their table: what one types becomes what is said, or keeps its words and is held together."""
    text = (REPOSITORY / guide).read_text(encoding="utf-8").split(section)[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    typed = [(example, becomes) for first, becomes in rows for example in re.findall("`([^`]+)`", first)]
    assert len(typed) > 12
    for example, becomes in typed:
        done = TYPESETTER.page(example, "fr")
        assert done in becomes or (done != example and same(done) == same(example)), example
    assert [done for _, done in rows if "<sup>" in done]


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        '<!-- <p lang="fr"> -->a : b{}',
        '<code><i lang="fr">x :</i></code>a : b{}',
        "<p title=' lang=\"fr\"'>a : b</p>{}",
        '<div><br>a : b<p lang="en">c : d{}</p></div>',
    ],
)
def test_a_part_in_a_language_is_set_wherever_it_stands_in_a_page_without_one(around: str) -> None:
    """What only looks like the beginning of such a part is passed over, and so is all the rest."""
    part = '<b lang="fr">oui : non<i lang="en">a : b</i> : si</b>'
    page = f'<html lang="en">{around.format(part)}e : f</html>'
    set_part = f'<b lang="fr">oui{NO_BREAK}: non<i lang="en">a : b</i>{NO_BREAK}: si</b>'
    assert TYPESETTER.page(page) == page.replace(part, set_part)
