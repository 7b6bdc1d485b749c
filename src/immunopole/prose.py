"""Prose that names records: `[[jean-paul-borg]]` in Markdown becomes a link with the right name, in any language.

`[[ipc|the cancer centre]]` is the same link in other words. Nothing inside code is a link.

A link to a page of another language is made on purpose, by putting the language before the page's path:
`[](fr:contact.md)` takes the page's own title, `[the statutes](fr:contact.md)` has words in the language of the text.
Such links say which language they lead to (`hreflang`), and a title says which it is in (`lang`, WCAG 3.1.2).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from re import Match
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from immunopole.markdown_safety import MarkdownSafety

# An id, perhaps a bar and other words; what stands between the brackets is checked, not guessed.
_MENTION = r"(?<!\\)\[\[(?P<ident>[^\[\]|\n]+)(?:\|(?P<words>[^\[\]\n]+))?\]\]"
_HALF = re.compile(r"(?<![\\\]\[])\[\[[^\[\]\n]*\]{0,2}(?![(\[])")
# Fenced code; code between backticks, which never goes over an empty line.
_FENCED_OR_TICKED = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*\n)*?(?P=fence)[`~]*[ \t]*$"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE,
)
_INDENTED = re.compile(r"(?: {4}|\t)[ \t]*\S")
# What no reader reads: tags, where links lead, ids, attributes with the words of another language they mark, addresses.
_MARKUP = re.compile(
    r"<!--[\s\S]*?-->|</?[a-zA-Z][^<>]*>"
    r"|\]\([^)\n]*\)|^ {0,3}\[(?!\^)[^\]\n]+\]:.*$|\[\[[^\]|\n]*"
    r"|(?P<mark>[*_]+)[^*_\n]+(?P=mark)\{[^{}\n]*\blang=[^{}\n]*\}|\{[:#. ][^{}\n]*\}"
    r"|https?://\S+|\S+@\S+",
    re.MULTILINE,
)
# Words that are marked with their language: emphasis, a link, an element of HTML.
_MARKED = re.compile(
    r"(?:(?P<mark>[*_]+)(?P<stressed>[^*_\n]+)(?P=mark)|\[(?P<linked>[^\[\]\n]+)\]\([^)\n]*\))"
    r"\{[^{}\n]*\blang=[\"']?(?P<lang>[\w-]+)[^{}\n]*\}"
    r"|<(?P<tag>[a-z]+)\b[^<>]*\slang=[\"']?(?P<of_tag>[\w-]+)[^<>]*>(?P<inside>[^<>]*)</(?P=tag)>"
)
# Below these an indented line goes on with them: a list, a definition, a footnote, a note set apart, a tab.
_GOES_ON = re.compile(r" {0,3}(?:[-*+]|[0-9]+\.|:|\[\^[^\]]+\]:|!!!|\?\?\?|===)[ \t+!]")
# Before Python-Markdown's own links (170 and less), after code (190) and backslashes (180).
_BEFORE_LINKS = 175
# Before MkDocs' treatment of links (0), which looks for files of one language; after attribute lists (8).
_BEFORE_FILES = 5
# After it, since it knows files and not records; before the step that removes the unsafe.
_AFTER_LINKS = -50
# `fr:contact.md`, `fr:contact.md#hours`: a page of another language, on purpose.
_OTHER_LANGUAGE = re.compile(r"(?P<locale>[a-z]{2,3}(?:-[a-zA-Z0-9]+)*):(?P<source>[^/#?][^#?]*\.md)(?P<rest>[#?].*)?")
# Not a link until its address is known: MkDocs takes every link for a path of a file.
_TAG, _ATTRIBUTE = "record-link", "record"
# A link whose address is known: MkDocs has no business with it.
_DONE = "page-link"
# The class of a link that changes the reader's language: the theme says so in its way.
ABROAD = "abroad"
# A link from file to file.
_FILE = re.compile(r"(?P<path>[^:/#?][^:#?]*\.md)(?P<rest>[#?].*)?")


@dataclass(frozen=True)
class Mention:
    """One `[[…]]`: the id it names, other words for it, how it was typed and where in the text (an index)."""

    ident: str
    words: str | None
    typed: str
    start: int


@dataclass(frozen=True)
class Target:
    """Where a link leads from a page: the address as that page links to it, and the name of what is there.

    `hreflang` is the locale of what is there, `lang` that of the name, where they are not those of the text. `abroad`
    says that readers leave their own language.
    """

    href: str
    name: str
    hreflang: str | None = None
    lang: str | None = None
    abroad: bool = False


def mentions(markdown: str) -> Iterator[Mention]:
    """Find every mention in a Markdown text, in order."""
    for found in re.finditer(_MENTION, without_code(markdown)):
        yield Mention(found["ident"].strip(), found["words"], found.group(), found.start())


def without_code(markdown: str) -> str:
    """Blank out what is code in a Markdown text; every other character keeps its place."""
    return _outside_code(markdown, lambda text: text, _blank)


def without_markup(markdown: str) -> str:
    """Blank out what no reader of a Markdown text reads in its language; every other character keeps its place."""
    return _without_marks(without_code(markdown))


def by_language(markdown: str, language: str) -> Iterator[tuple[str, str]]:
    """Take a Markdown text apart by language: each part with its language tag, every character in its place.

    The first part is in `language`, and lacks what is marked with another; no part has what nobody reads.
    """
    text = without_code(markdown)
    parts: list[tuple[str, str]] = []
    for found in _MARKED.finditer(text) if "lang=" in text else ():
        group = next(name for name in ("stressed", "linked", "inside") if found[name] is not None)
        start, end = found.span(group)
        parts.append((found["lang"] or found["of_tag"], _blank(text[:start]) + text[start:end]))
        text = text[:start] + _blank(text[start:end]) + text[end:]
    # Code is gone already: what follows blanks would look like some.
    yield from [(tag, _without_marks(part)) for tag, part in [(language, text), *parts]]


def _without_marks(text: str) -> str:
    return _MARKUP.sub(lambda found: _blank(found[0]), text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def without_html(markdown: str) -> str:
    """Keep a record's Markdown from being HTML: a `<` in data is a character, never a tag."""
    return _outside_code(markdown, lambda text: text.replace("<", "&lt;"), lambda code: code)


def _outside_code(markdown: str, prose: Callable[[str], str], code: Callable[[str], str]) -> str:
    """Rewrite a Markdown text: what is prose by one function, what is code by another."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(_code(markdown)):
        if start >= at:
            parts += [prose(markdown[at:start]), code(markdown[start:end])]
            at = end
    return "".join([*parts, prose(markdown[at:])])


def _code(markdown: str) -> Iterator[tuple[int, int]]:
    """Find what Python-Markdown takes for code: from where to where."""
    if "`" in markdown or "~~~" in markdown:
        yield from (found.span() for found in _FENCED_OR_TICKED.finditer(markdown))
    at, after_blank, goes_on = 0, True, False
    for line in markdown.splitlines(keepends=True):
        if _INDENTED.match(line):
            if after_blank and not goes_on:
                yield at, at + len(line.rstrip("\n"))
        elif line.strip():
            after_blank, goes_on = False, bool(_GOES_ON.match(line))
        after_blank = after_blank or not line.strip()
        at += len(line)


def half_mentions(markdown: str) -> Iterator[tuple[int, str]]:
    """Find what begins like a mention and is none, as `[[ipc]` or `[[ipc|]]`: its index and what was typed."""
    text = re.sub(_MENTION, lambda found: " " * len(found.group()), without_code(markdown))
    for found in _HALF.finditer(text):
        yield found.start(), found.group()


class RecordLinks(Extension):
    """Turns mentions, and links to other languages, into links of the page being rendered.

    `find` says where an id leads from that page, `find_page` where a path such as `fr/contact.md` does; None for
    nowhere. `page` is the path of the page being rendered where links from file to file must be judged too: one shown
    as it is in a language that lacks it.
    """

    find: Callable[[str], Target | None]
    find_page: Callable[[str], Target | None]
    page: str | None

    def __init__(self) -> None:
        """Begin with no record known."""
        super().__init__()
        self.find = self.find_page = lambda _: None
        self.page = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        """Add the steps to a converter."""
        md.inlinePatterns.register(_Mentions(_MENTION, md, self), "immunopole-mention", _BEFORE_LINKS)
        md.treeprocessors.register(_Pages(self), "immunopole-pages", _BEFORE_FILES)
        md.treeprocessors.register(_Addresses(md, self), "immunopole-mention", _AFTER_LINKS)


@dataclass(frozen=True)
class Prose:
    """Renders the Markdown of records: no HTML of its own, nothing that runs, links to other records."""

    links: RecordLinks = field(default_factory=RecordLinks)

    def html(
        self,
        markdown: str,
        find: Callable[[str], Target | None],
        find_page: Callable[[str], Target | None] = lambda _: None,
    ) -> str:
        """Render a text as it stands on one page; `find` and `find_page` as for `RecordLinks`."""
        self.links.find = find
        self.links.find_page = find_page
        html: str = self._converter.reset().convert(without_html(markdown))
        return html

    @cached_property
    def _converter(self) -> Markdown:
        return Markdown(extensions=[FencedCodeExtension(), AttrListExtension(), self.links, MarkdownSafety()])


class _Mentions(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, links: RecordLinks) -> None:
        super().__init__(pattern, md)
        self.links = links

    def handleMatch(self, m: Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802, ARG002  # Python-Markdown's name and stubs
        ident = m["ident"].strip()
        target = self.links.find(ident)
        if target is None:
            return None, None, None
        link = Element(_TAG, {_ATTRIBUTE: ident})
        # A name is no Markdown: a `<` or a `*` in it is a character.
        link.text = m["words"] or AtomicString(target.name)
        return link, m.start(0), m.end(0)


class _Pages(Treeprocessor):
    """Finds the links that lead to a page of another language; MkDocs would take them for the web, or for lost."""

    def __init__(self, links: RecordLinks) -> None:
        super().__init__()
        self.links = links

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            path = self._path(link.get("href", ""))
            target = self.links.find_page(path[0]) if path else None
            if path and target:
                nameless = not len(link) and not (link.text or "").strip()
                link.text = AtomicString(target.name) if nameless else link.text
                _lead(link, replace(target, href=target.href + path[1]), named=nameless or link.text == target.name)
                # MkDocs would look for a file of that name; it leaves a tag that it does not know alone.
                link.tag = _DONE

    def _path(self, href: str) -> tuple[str, str] | None:
        """Give the path below the folder of pages that a link leads to, and what follows it; None for no business."""
        if found := other_language(href):
            return found
        if self.links.page is None or not (found_here := _FILE.fullmatch(unquote(href))):
            return None
        folder = posixpath.dirname(self.links.page)
        return posixpath.normpath(posixpath.join(folder, found_here["path"])), found_here["rest"] or ""


def other_language(href: str) -> tuple[str, str] | None:
    """Read a link such as `fr:contact.md#hours`: `fr/contact.md` and `#hours`; None for any other."""
    found = _OTHER_LANGUAGE.fullmatch(unquote(href))
    return (posixpath.normpath(f"{found['locale']}/{found['source']}"), found["rest"] or "") if found else None


def _lead(link: Element, target: Target, *, named: bool) -> None:
    """Write where a link leads; words that are not the target's own name are in the language of the text."""
    link.set("href", target.href)
    if target.hreflang:
        link.set("hreflang", target.hreflang)
    if target.lang and named:
        link.set("lang", target.lang)
    if target.abroad:
        link.set("class", ABROAD)


class _Addresses(Treeprocessor):
    def __init__(self, md: Markdown, links: RecordLinks) -> None:
        super().__init__(md)
        self.links = links

    def run(self, root: Element) -> None:
        for done in root.iter(_DONE):
            done.tag = "a"
        self._address(root, in_link=False)

    def _address(self, element: Element, *, in_link: bool) -> None:
        if element.tag == _TAG:
            target = self.links.find(element.attrib.pop(_ATTRIBUTE))
            # A link in a link is no HTML: inside somebody's own link only the name is written.
            element.tag = "span" if in_link or target is None else "a"
            if element.tag == "a" and target is not None:
                _lead(element, target, named=element.text == target.name)
        for child in element:
            self._address(child, in_link=in_link or element.tag == "a")
