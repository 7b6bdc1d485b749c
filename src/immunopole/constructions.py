"""What editors may write besides plain Markdown, made accessible and said in the words of the page's language.

The syntax is Material's: notes set apart (`!!! note`), text folded away (`???`), tabs (`===`), captions
(`/// caption`), tasks (`- [x]`), icons (`:material-flask:`), keys (`++ctrl+k++`), marked words (`==so==`). What
Python-Markdown and PyMdown Extensions read, one last step over the tree completes: names, roles, the scope of a table's
headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from re import Match
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.details import DetailsProcessor

from immunopole.icons import NAME, Icons

# Each kind of note and its icon; the word for it is the theme's (`admonition.note`).
KINDS = {
    "note": "material-pencil-outline",
    "abstract": "material-text-box-outline",
    "info": "material-information-outline",
    "tip": "material-lightbulb-on-outline",
    "success": "material-check-circle-outline",
    "question": "material-help-circle-outline",
    "warning": "material-alert-outline",
    "failure": "material-close-circle-outline",
    "danger": "material-alert-octagon-outline",
    "bug": "material-bug-outline",
    "example": "material-flask-outline",
    "quote": "material-format-quote-close",
}
# What else Material calls them.
ALIASES = {
    "seealso": "note", "summary": "abstract", "tldr": "abstract", "todo": "info", "important": "info", "hint": "tip",
    "check": "success", "done": "success", "help": "question", "faq": "question", "caution": "warning",
    "attention": "warning", "fail": "failure", "missing": "failure", "error": "danger", "cite": "quote",
}  # fmt: skip
# What may stand beside a kind and is no title.
MODIFIERS = frozenset({"inline", "end"})

ICON = rf"(?<![\w:])(?:):(?P<icon>{NAME}):(?![\w:])"
_MARK = r"(?<![=\w])()==(?=\S)([^=\n]+?)(?<=\S)==(?![=\w])"
_KEYS = r"(?<![\w+])\+\+(?P<keys>[^\s+]+(?:\+[^\s+]+)*)\+\+(?![\w+])"
_CAPTION = re.compile(r"^/// caption *\n(?P<text>.+?)\n/// *(?:\n|\Z)", re.DOTALL)
_EXAMPLE = re.compile(r"^(?P<fence>`{3,})[ ]?example *\n(?P<source>.*?)\n(?P=fence) *$", re.MULTILINE | re.DOTALL)
_TASK = re.compile(r"\s*\[(?P<done>[ xX])\]\s+")
_ALIGNED = re.compile(r"text-align: (left|center|right);")
_SIDES = {"left": "start", "right": "end", "center": "center"}
# After links (160) and before emphasis (60): an icon is no word, and marked words may be emphasised.
_AMONG_WORDS = 70
# Before Python-Markdown's fenced code (25), whose signs it uses, and raw HTML (20), which it makes.
_BEFORE_CODE = 27
# Python-Markdown's own place for admonitions, which ours replace; captions are looked for after them.
_ADMONITIONS = 105
_GOES_ON = re.compile(r"[-‐‑]\w")
# After attribute lists (8) and abbreviations (7); before MkDocs' treatment of links (0).
_LAST = 3


class Constructions(Extension):
    """Registers the steps below. `t` gives a word of the theme in the language of the page being rendered."""

    t: Callable[..., str]

    def __init__(self, icons: Icons | None = None, t: Callable[..., str] | None = None) -> None:
        """Begin with the icons of a site; without words a kind is called by its own name."""
        super().__init__()
        self.icons = icons or Icons()
        self.t = t or (lambda key, **_: key.rpartition(".")[2].capitalize())

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        """Add the steps to a converter, in place of those of other extensions that they refine."""
        blocks = md.parser.blockprocessors
        if "admonition" in blocks:
            blocks.register(_Admonitions(md.parser), "admonition", _ADMONITIONS)
        if "details" in blocks:
            blocks.register(_Details(md.parser), "details", _ADMONITIONS)
        blocks.register(_Captions(md.parser), "immunopole-caption", _ADMONITIONS - 1)
        md.inlinePatterns.register(_IconNames(ICON, md), "immunopole-icon", _AMONG_WORDS)
        md.inlinePatterns.register(_Keys(_KEYS, md), "immunopole-keys", _AMONG_WORDS)
        md.inlinePatterns.register(SimpleTagInlineProcessor(_MARK, "mark"), "immunopole-mark", _AMONG_WORDS)
        md.preprocessors.register(_Examples(md), "immunopole-example", _BEFORE_CODE)
        md.treeprocessors.register(_Completion(md, self), "immunopole-constructions", _LAST)


def kind_of(word: str) -> str | None:
    """Give the kind of note that a word names; None for a word that names none."""
    return word if word in KINDS else ALIASES.get(word)


class _Admonitions(AdmonitionProcessor):
    def get_class_and_title(self, match: Match[str]) -> tuple[str, str | None]:
        """Leave the title of a note without one to the last step, which knows the language."""
        classes, title = super().get_class_and_title(match)
        return classes, title if match[2] else None


class _Details(DetailsProcessor):  # type: ignore[misc]  # PyMdown Extensions carry no types
    def run(self, parent: Element, blocks: list[str]) -> None:
        """Likewise."""
        found = self.START.search(blocks[0])
        super().run(parent, blocks)
        summary = parent[-1].find("summary") if found and found[4] and len(parent) else None
        if summary is not None:
            summary.text = None


class _Captions(BlockProcessor):
    """Makes a figure of a block and the caption below it: a picture, a table, a quotation with its source."""

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("/// caption") and len(parent) > 0 and _CAPTION.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        found = _CAPTION.match(blocks[0])
        if found is None:
            return False
        rest = blocks.pop(0)[found.end() :]
        above = parent[-1]
        if above.tag != "figure":
            parent.remove(above)
            figure = SubElement(parent, "figure")
            figure.append(above)
            above = figure
        SubElement(above, "figcaption").text = found["text"].strip()
        if rest.strip():
            blocks.insert(0, rest)
        return True


class _IconNames(InlineProcessor):
    def handleMatch(self, m: Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802, ARG002  # Python-Markdown's name and stubs
        # Drawn in the last step, so that no other one reads the drawing.
        return Element("icon", {"name": m["icon"]}), m.start(0), m.end(0)


class _Keys(InlineProcessor):
    def handleMatch(self, m: Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802, ARG002  # as above
        keys = Element("kbd", {"class": "keys"})
        for name in m["keys"].split("+"):
            if len(keys):
                keys[-1].tail = "+"
            # The editor types the name that is on the keys of the reader: no list of names knows it better.
            SubElement(keys, "kbd").text = name[:1].upper() + name[1:]
        return keys, m.start(0), m.end(0)


class _Examples(Preprocessor):
    """Shows a piece of Markdown and its source: fenced as `example`, it is written once and stands there twice."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "example" not in text:
            return lines
        return _EXAMPLE.sub(self._both, text).split("\n")

    def _both(self, found: Match[str]) -> str:
        escaped = found["source"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        source = self.md.htmlStash.store(f'<pre class="specimen__source"><code>{escaped}</code></pre>')
        return f'<div class="specimen" markdown="1">\n\n{found["source"]}\n\n{source}\n\n</div>'


class _Completion(Treeprocessor):
    """Completes what was read: everything that has no meaning to a screen reader, or no word, gets it here."""

    def __init__(self, md: Markdown, constructions: Constructions) -> None:
        super().__init__(md)
        self.constructions = constructions
        self.steps: dict[str, Callable[[Element, Element], None]] = {
            "div": self._div,
            "details": self._details,
            "table": self._table,
            "ul": self._tasks,
            "img": self._image,
            "abbr": self._abbreviation,
            "icon": self._icon,
        }
        self.explained: set[str] = set()
        self.captions = self.tables = 0

    def run(self, root: Element) -> None:
        self.explained, self.captions, self.tables = set(), 0, 0
        for parent, element in list(_with_parents(root, self.steps)):
            self.steps[element.tag](parent, element)

    @property
    def t(self) -> Callable[..., str]:
        return self.constructions.t

    def _div(self, parent: Element, div: Element) -> None:  # noqa: ARG002  # every step has the same form
        classes = div.get("class", "").split()
        if "tabbed-set" in classes:
            div.set("role", "group")
            div.set("aria-label", self.t("tabs.choose"))
        elif "admonition" in classes:
            kind = _kind(classes)
            div.set("role", "note")
            div.set("class", " ".join(["admonition", kind or "", *(MODIFIERS & set(classes))]).strip())
            title = div[0] if len(div) and div[0].get("class") == "admonition-title" else None
            if title is None:
                title = Element("p", {"class": "admonition-title"})
                div.insert(0, title)
            self._name(title, kind)

    def _details(self, parent: Element, details: Element) -> None:  # noqa: ARG002  # as above
        summary = details.find("summary")
        if summary is not None:
            kind = _kind(details.get("class", "").split())
            details.set("class", f"details {kind or ''}".strip())
            self._name(summary, kind)

    def _name(self, title: Element, kind: str | None) -> None:
        """Put the icon of a kind before a title, and its word: for everybody where there is no other, else to hear."""
        if kind is None:
            return
        word = self.t(f"admonition.{kind}")
        icon = self.constructions.icons.draw(KINDS[kind])
        titled = bool(title.text or len(title))
        said, title.text = title.text, None
        if titled and said != word:
            spoken = Element("span", {"class": "visually-hidden"})
            spoken.text, spoken.tail = self.t("admonition.titled", kind=word), said
            title.insert(0, spoken)
        else:
            title.text = word
        if icon is not None:
            icon.tail, title.text = title.text, None
            title.insert(0, icon)

    def _table(self, parent: Element, table: Element) -> None:
        """Say what each heading is for; let a wide table scroll by itself, and its caption belong to it."""
        for cell in table.iter():
            if aligned := _ALIGNED.fullmatch(cell.get("style", "")):
                cell.set("class", f"to-{_SIDES[aligned[1]]}")
        headings = list(table.iterfind("thead/tr/th"))
        for heading in headings:
            if _is_empty(heading):
                heading.tag = "td"
            else:
                heading.set("scope", "col")
        # Nothing stands in the corner: then the first column names the rows.
        if headings and headings[0].tag == "td":
            for row in table.iterfind("tbody/tr"):
                row[0].tag = "th"
                row[0].set("scope", "row")
        caption = parent.find("figcaption") if parent.tag == "figure" else None
        if caption is None:
            self.tables += 1
            box = Element("div", {"aria-label": f"{self.t('table.wide')} {self.tables}"})
            box.tail, table.tail = table.tail, None
            parent[list(parent).index(table)] = box
            box.append(table)
        else:
            box = parent
            parent.remove(caption)
            caption.tag, caption.tail = "caption", None
            self.captions += 1
            # As PyMdown Extensions number tabs: no heading has such an id.
            caption.set("id", f"__table_{self.captions}")
            table.insert(0, caption)
            box.tag = "div"
            box.set("aria-labelledby", caption.attrib["id"])
        # The keyboard reaches it, to scroll what is too wide (WCAG 2.1.1).
        box.attrib.update({"class": f"{box.get('class', '')} table".strip(), "role": "region", "tabindex": "0"})

    def _tasks(self, parent: Element, items: Element) -> None:  # noqa: ARG002  # as above
        for item in items:
            holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            task = _TASK.match(holder.text or "")
            if task is None:
                continue
            done = task["done"] != " "
            box = Element("input", {"type": "checkbox", "disabled": "disabled"})
            box.set("aria-label", self.t("task.done") if done else self.t("task.open"))
            if done:
                box.set("checked", "checked")
            box.tail, holder.text = f" {(holder.text or '')[task.end() :]}", None
            holder.insert(0, box)
            item.set("class", "task")

    def _image(self, parent: Element, image: Element) -> None:  # noqa: ARG002  # as above
        image.attrib.setdefault("loading", "lazy")
        image.attrib.setdefault("decoding", "async")

    def _abbreviation(self, parent: Element, abbr: Element) -> None:
        """Explain an abbreviation once a page, where it comes first: more often would only be in the way.

        Letters that go on after a hyphen are part of a longer name («MI-mAbs»), which they do not explain.
        """
        if abbr.text not in self.explained and not _GOES_ON.match(abbr.tail or ""):
            self.explained.add(abbr.text or "")
        else:
            _put_text(parent, abbr, abbr.text or "")

    def _icon(self, parent: Element, name: Element) -> None:
        shortcode = name.attrib.pop("name")
        icon = self.constructions.icons.draw(shortcode)
        if icon is None:
            # In a text that nobody has checked it stays as it was typed.
            _put_text(parent, name, f":{shortcode}:")
            return
        classes = name.attrib.pop("class", "")
        icon.set("class", f"icon {classes}".strip())
        if said := name.attrib.pop("title", ""):
            del icon.attrib["aria-hidden"]
            icon.set("role", "img")
            icon.set("aria-label", said)
        icon.attrib.update(name.attrib)
        icon.tail = name.tail
        parent[list(parent).index(name)] = icon


def _with_parents(root: Element, tags: Container[str]) -> Iterator[tuple[Element, Element]]:
    """Give every element of some tags, in the order of reading, after the element it stands in."""
    for parent in root.iter():
        for child in parent:
            if child.tag in tags:
                yield parent, child


def _kind(classes: list[str]) -> str | None:
    return next((kind for word in classes if (kind := kind_of(word))), None)


def _is_empty(element: Element) -> bool:
    return not len(element) and not (element.text or "").strip()


def _put_text(parent: Element, element: Element, text: str) -> None:
    """Put a text in the place of an element."""
    at = list(parent).index(element)
    text += element.tail or ""
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)
