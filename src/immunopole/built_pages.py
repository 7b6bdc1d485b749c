"""Built pages: what one HTML file says of itself, of its language and of other pages, each with its line.

One pass over the file with Python's own parser. Nothing is known here of what built the page. Standard: HTML, with the
end tags that may be left out; whatever is nested deeper than browsers nest it is flattened, so that no file costs more
than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

from immunopole.problems import Place, Problem

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"
_DIRECTIONS = frozenset({LEFT_TO_RIGHT, RIGHT_TO_LEFT, "auto"})
# As browsers do; a file that goes deeper is no page somebody designed.
_DEEPEST = 512
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
# What begins here ends what was left open there (HTML Standard, optional tags), up to an element that holds it.
_ENDS_P = re.compile(
    "address|article|aside|blockquote|details|dialog|div|dl|dt|dd|fieldset|figcaption|figure|footer|form|h[1-6]|header"
    "|hgroup|hr|li|main|menu|nav|ol|p|pre|search|section|table|ul"
)
_ENDS = {
    "li": ({"li"}, {"ul", "ol", "menu"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "option": ({"option"}, {"select", "datalist"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"td", "th", "tr"}, {"table"}),
    "tbody": ({"td", "th", "tr", "thead", "tbody"}, {"table"}),
    "tfoot": ({"td", "th", "tr", "thead", "tbody"}, {"table"}),
    "a": ({"a"}, {"table"}),
    "body": ({"head"}, set[str]()),
}
_HOLDS_P = {"button", "td", "th", "caption", "object", "template"}
# Elements inside a sentence: the direction of a word in another script is the browser's own business.
_INLINE = re.compile("a|abbr|b|bdi|bdo|cite|dfn|em|i|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var")
_LISTS = frozenset({"ul", "ol", "menu", "nav"})
# What nobody reads as a text of the page, or reads on every page.
_UNSPOKEN = frozenset(
    ("head", "title", "script", "style", "template", "code", "pre", "samp", "kbd", "nav", "svg", "math", "select")
)
_FOREIGN = frozenset({"svg", "math"})
# What makes a browser fetch something, by element and attribute.
_FETCHING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "track": ("src",),
    "object": ("data",),
    "input": ("src",),
}
_FETCHING_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"})
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?(?P<quote>['\"]?)(?P<url>[^'\"]*)(?P=quote)", re.IGNORECASE)


class Said(NamedTuple):
    """A value that a page gives, and where."""

    value: str
    place: Place


class Alternate(NamedTuple):
    """The address of the page in another language, as its head gives it."""

    hreflang: str
    href: str
    place: Place

    @property
    def for_all(self) -> bool:
        """Whether it is for everybody whose language the page is not in."""
        return self.hreflang.lower() == "x-default"


class Part(NamedTuple):
    """An element with a `lang` of its own; `direction` is the one it is shown in, empty where that is open."""

    lang: str
    direction: str
    place: Place


class Link(NamedTuple):
    """A link a reader may follow.

    `lang` is its own, `around` that of the nearest element that holds it, empty for the page's; `group` is the number
    of the list it stands in, 0 for none. `onward` says that it stands in the main part, below the title of the page if
    that has one: what stands above it leads back.
    """

    href: str
    hreflang: str | None
    lang: str | None
    around: str
    text: str
    group: int
    place: Place
    onward: bool = False


class Text(NamedTuple):
    """The main text of a page in one language, empty for the page's; `beside_links` if not all of it is a link's."""

    lang: str
    words: str
    beside_links: bool
    place: Place


@dataclass(frozen=True, eq=False)
class BuiltPage:
    """What an HTML file says; `path` is the file's below the site's folder, `broken` where it could not be read on."""

    path: str
    lang: Said | None
    direction: str
    title: Said | None
    description: Said | None
    noindex: bool
    refresh: Said | None
    base: str
    canonicals: tuple[Said, ...]
    alternates: tuple[Alternate, ...]
    og: dict[str, list[Said]]
    parts: tuple[Part, ...]
    links: tuple[Link, ...]
    assets: tuple[Said, ...]
    ids: frozenset[str]
    texts: tuple[Text, ...]
    main: Place | None
    broken: Place | None

    @property
    def address(self) -> str:
        """The page's address below the root of the site."""
        return self.path.removesuffix("index.html") if f"/{self.path}".endswith("/index.html") else self.path

    @property
    def folder(self) -> str:
        """The address of the folder the page stands in."""
        return self.path[: self.path.rfind("/") + 1]

    @property
    def lost(self) -> bool:
        """Whether the page answers for addresses that do not exist, at any depth."""
        return f"/{self.path}".endswith("/404.html")

    @property
    def indexed(self) -> bool:
        """Whether search engines may list the page."""
        return not (self.noindex or self.refresh or self.lost)

    @property
    def switches(self) -> Iterator[list[Link]]:
        """The lists of languages: lists of links that lead to several languages, each to another."""
        groups: dict[int, list[Link]] = {}
        for link in self.links:
            groups.setdefault(link.group, []).append(link)
        groups.pop(0, None)
        for links in groups.values():
            languages = {link.hreflang for link in links}
            if len(languages) == len(links) > 1 and None not in languages:
                yield links

    def finding(self, code: str, place: Place, **details: str) -> Problem:
        """Make a problem of what the page says at a place."""
        return Problem(self.path, code, place, details=details)

    @property
    def top(self) -> Place:
        """Where the page says its language, or its first line."""
        return self.lang.place if self.lang else Place()


def read_built_page(raw: bytes, path: str) -> BuiltPage:
    """Read one HTML file, whatever it holds; what cannot be read to its end says where it broke off."""
    reader, broken = _Reader(), None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8-sig", errors="replace")
        broken = Place(raw.count(b"\n", 0, error.start) + 1)
    try:
        reader.feed(text)
        reader.close()
    except AssertionError:
        # Python's parser, before 3.14, has no other word for a `<![` that is none.
        broken = reader.here
    return reader.page(path, broken)


@dataclass(slots=True)
class _Open:
    """An element that is open, and what it means for all in it."""

    tag: str
    lang: str = ""
    direction: str = ""
    link: int = -1
    group: int = 0
    main: bool = False
    spoken: bool = True
    foreign: bool = False


@dataclass(slots=True)
class _Spoken:
    """A text as it is gathered."""

    place: Place
    words: list[str] = field(default_factory=list)
    beside_links: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._stack = [_Open("", direction=LEFT_TO_RIGHT)]
        self._groups = 0
        self._lang: Said | None = None
        self._direction = LEFT_TO_RIGHT
        self._title: list[str] | None = None
        self._title_place = Place()
        self._base = ""
        self._meta: dict[str, list[Said]] = {}
        self._refresh: Said | None = None
        self._canonicals: list[Said] = []
        self._alternates: list[Alternate] = []
        self._parts: list[Part] = []
        self._links: list[Link] = []
        self._link_texts: list[list[str]] = []
        self._assets: list[Said] = []
        self._ids: set[str] = set()
        self._texts: dict[tuple[bool, str], _Spoken] = {}
        self._main: Place | None = None
        self._first_below_title = 0

    @property
    def here(self) -> Place:
        """Where the parser is."""
        line, column = self.getpos()
        return Place(line, column + 1)

    def page(self, path: str, broken: Place | None) -> BuiltPage:
        """Sum up what was read."""
        title = " ".join("".join(self._title or ()).split())
        robots = ",".join(said.value for name in ("robots", "googlebot") for said in self._meta.get(name, ()))
        directives = {word.strip().lower() for word in robots.split(",")}
        links = (
            link._replace(
                text=" ".join("".join(text).split()), onward=link.onward and number >= self._first_below_title
            )
            for number, (link, text) in enumerate(zip(self._links, self._link_texts, strict=True))
        )
        return BuiltPage(
            path=path,
            lang=self._lang,
            direction=self._direction,
            title=Said(title, self._title_place) if title else None,
            description=next((said for said in self._meta.get("description", ()) if said.value), None),
            noindex=bool(directives & {"noindex", "none"}),
            refresh=self._refresh,
            base=self._base,
            canonicals=tuple(self._canonicals),
            alternates=tuple(self._alternates),
            og={name: said for name, said in self._meta.items() if name.startswith("og:")},
            parts=tuple(self._parts),
            links=tuple(links),
            assets=tuple(self._assets),
            ids=frozenset(self._ids),
            texts=tuple(
                Text(lang, " ".join(spoken.words), spoken.beside_links, spoken.place)
                for (main, lang), spoken in self._texts.items()
                if main is (self._main is not None)
            ),
            main=self._main,
            broken=broken,
        )

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        # Of two attributes of one name the first counts.
        given = {name: value or "" for name, value in reversed(attrs)}
        if tag in _ENDS:
            self._end(*_ENDS[tag])
        if _ENDS_P.fullmatch(tag):
            self._end({"p"}, _HOLDS_P)
        around, place = self._stack[-1], self.here
        opened = self._opened(tag, given, around, place)
        if given.get("id"):
            self._ids.add(given["id"])
        if tag in {"a", "area"}:
            self._add_link(given, around, opened, place)
        elif tag in _FETCHING:
            self._assets += [Said(value, place) for value in _fetched(tag, given)]
        elif tag in {"link", "meta", "base"}:
            self._add_head(tag, given, place)
        elif tag == "title" and self._title is None and not around.foreign:
            self._title, self._title_place = [], place
        else:
            self._begin(tag, place)
        if tag not in _VOID and len(self._stack) < _DEEPEST:
            self._stack.append(opened)

    def _begin(self, tag: str, place: Place) -> None:
        """Note where the main part begins, and the first link below the title of the page."""
        if tag == "main":
            self._main = self._main or place
        elif tag == "h1" and not self._first_below_title:
            self._first_below_title = len(self._links)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        # Only drawings and formulas have elements that end in their own tag.
        if self._stack[-1].foreign and self._stack[-1].tag == tag:
            self._stack.pop()

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._stack) - 1, 0, -1):
            if self._stack[index].tag == tag:
                del self._stack[index:]
                return

    def handle_data(self, data: str) -> None:
        around = self._stack[-1]
        if around.tag == "title" and not around.foreign and self._title is not None:
            self._title.append(data)
            return
        if around.link >= 0:
            self._link_texts[around.link].append(data)
        if around.spoken and not data.isspace():
            key = (around.main, around.lang)
            spoken = self._texts.get(key) or self._texts.setdefault(key, _Spoken(self.here))
            spoken.words.append(data)
            spoken.beside_links |= around.link < 0

    def _end(self, ends: set[str], holders: set[str]) -> None:
        """Close elements whose end tag was left out, up to one that may hold what comes."""
        cut = 0
        for index in range(len(self._stack) - 1, 0, -1):
            tag = self._stack[index].tag
            if tag in holders:
                break
            if tag in ends:
                cut = index
        if cut:
            del self._stack[cut:]

    def _opened(self, tag: str, given: dict[str, str], around: _Open, place: Place) -> _Open:
        """Say what an element means for all in it, and note the language and direction it gives."""
        lang, direction = given.get("lang"), given.get("dir", "").lower()
        direction = direction if direction in _DIRECTIONS else around.direction
        if lang is not None and tag == "html":
            self._lang, self._direction = Said(lang.strip(), place), direction
        elif lang is not None:
            self._parts.append(
                Part(lang.strip(), "" if _INLINE.fullmatch(tag) and "dir" not in given else direction, place)
            )
        self._groups += tag in _LISTS
        return _Open(
            tag,
            (lang or "").strip() or around.lang if tag != "html" else "",
            direction,
            around.link,
            self._groups if tag in _LISTS else around.group,
            around.main or tag == "main",
            around.spoken and tag not in _UNSPOKEN,
            around.foreign or tag in _FOREIGN,
        )

    def _add_link(self, given: dict[str, str], around: _Open, opened: _Open, place: Place) -> None:
        if given.get("name"):
            self._ids.add(given["name"])
        if "href" not in given:
            return
        lang = given["lang"].strip() or None if "lang" in given else None
        opened.link = len(self._links)
        self._links.append(
            Link(given["href"].strip(), given.get("hreflang"), lang, around.lang, "", around.group, place, around.main)
        )
        self._link_texts.append([given.get("alt", "")])

    def _add_head(self, tag: str, given: dict[str, str], place: Place) -> None:
        if tag == "meta":
            self._add_meta(given, place)
        elif tag == "base":
            self._base = self._base or given.get("href", "").strip()
        elif "href" in given:
            kinds, href = set(given.get("rel", "").lower().split()), given["href"].strip()
            if "canonical" in kinds:
                self._canonicals.append(Said(href, place))
            if "alternate" in kinds and "hreflang" in given:
                self._alternates.append(Alternate(given["hreflang"].strip(), href, place))
            if kinds & _FETCHING_LINKS:
                self._assets.append(Said(href, place))

    def _add_meta(self, given: dict[str, str], place: Place) -> None:
        content = given.get("content", "").strip()
        if given.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(content)
            if found and found["url"].strip():
                self._refresh = Said(found["url"].strip(), place)
        name = (given.get("property") or given.get("name") or "").lower()
        self._meta.setdefault(name, []).append(Said(" ".join(content.split()), place))


def _fetched(tag: str, given: dict[str, str]) -> Iterator[str]:
    """Give the addresses an element has a browser fetch."""
    for name in _FETCHING[tag]:
        value = given.get(name, "").strip()
        if name == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif value:
            yield value
