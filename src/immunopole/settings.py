"""`mkdocs.yml` as we understand it: languages, menu, addresses, and our plugin's own part, checked like any record.

MkDocs reads the same file and knows no line numbers; reading it here too gives the command line and the plugin one
understanding of it, and every mistake its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from babel.core import Locale, UnknownLocaleError
from pydantic import Field
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from immunopole.addresses import Addresses
from immunopole.catalogue import Layout
from immunopole.documents import Document, Loc, decode, parse_document
from immunopole.fields import PARTIAL, Id, Line, Record
from immunopole.languages import Language, Languages
from immunopole.menu import nav_entries
from immunopole.problems import Problem, closest
from immunopole.records import check_document

PLUGIN = "immunopole"
# Below the theme: what becomes the one style sheet and the one script.
ASSETS = "assets"
I18N = "i18n"


class Settings(Record):
    """What `plugins: - immunopole:` may say."""

    people_folder: Id = "community"
    path_words: dict[str, Annotated[dict[str, Id], PARTIAL]] = Field(default_factory=dict)
    former_addresses: dict[str, Annotated[dict[str, list[Line]], PARTIAL]] = Field(default_factory=dict)
    styles: tuple[Line, ...] = ()
    scripts: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Site:
    """A site's settings and where it keeps its files."""

    settings: Settings
    layout: Layout


def read_site(file: Path, site_url: str) -> tuple[Site | None, list[Problem]]:
    """Read `mkdocs.yml`; without a site there is at least one problem. `site_url` is the public address."""
    shown_as = file.name
    if not file.is_file():
        return None, [Problem(shown_as, "file-missing")]
    text, problems = decode(file.read_bytes(), shown_as)
    if text is None:
        return None, problems
    # MkDocs' own tags (!ENV, !!python/name:…) are allowed here; what else it minds, it says itself.
    document, problems = parse_document(text, shown_as, tags=True)
    if document is None or not isinstance(document.data, dict):
        return None, problems or [Problem(shown_as, "config-languages")]
    languages = _languages(document)
    if languages is None:
        return None, [document.key_problem("config-languages", ("plugins",))]
    part = _plugin_part(document, PLUGIN)
    settings, problems = check_document(part, Settings, languages.locales) if part else (Settings(), [])
    if settings is None:
        return None, problems
    theme = document.data.get("theme")
    layout = Layout(
        root=file.parent,
        languages=languages,
        addresses=Addresses(languages, settings.path_words, site_url.rstrip("/") + "/"),
        nav=tuple(nav_entries(document.data.get("nav"))),
        people_folder=settings.people_folder,
        docs=document.data.get("docs_dir") or "docs",
        theme=(theme.get("custom_dir") if isinstance(theme, dict) else None) or "overrides",
        config=document,
    )
    problems = list(_check_assets(part, settings, layout)) if part else []
    return (None if problems else Site(settings, layout)), problems


def _check_assets(part: Document, settings: Settings, layout: Layout) -> Iterator[Problem]:
    """Every style sheet and script that is named must exist."""
    folder = layout.root / layout.theme / ASSETS
    present = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.*") if file.is_file())
    for key, names in (("styles", settings.styles), ("scripts", settings.scripts)):
        for index, name in enumerate(names):
            if name not in present:
                yield part.problem("asset-missing", (key, index), found=name, closest=closest(name, present))


def _languages(document: Document) -> Languages | None:
    """Take the languages from static-i18n's settings: they stand nowhere else."""
    part = _plugin_part(document, I18N)
    entries = part.data.get("languages") if part else None
    if part is None or part.data.get("docs_structure") != "folder" or not isinstance(entries, list):
        return None
    languages = [_language(entry) for entry in entries if isinstance(entry, dict)]
    built = tuple(language for language in languages if language is not None)
    return Languages(built) if sum(language.default for language in built) == 1 else None


def _language(entry: dict[str, Any]) -> Language | None:
    locale = str(entry.get("locale"))
    if str(entry.get("build", "true")).lower() == "false":
        return None
    try:
        direction = Locale.parse(locale, sep="-").text_direction
    except (ValueError, UnknownLocaleError):
        direction = "ltr"
    return Language(
        locale=locale,
        name=str(entry.get("name") or locale),
        default=str(entry.get("default")).lower() == "true",
        right_to_left=direction == "rtl",
    )


def _plugin_part(document: Document, plugin: str) -> Document | None:
    plugins = document.data.get("plugins") if isinstance(document.data, dict) else None
    for index, item in enumerate(plugins if isinstance(plugins, list) else []):
        if isinstance(item, dict) and isinstance(item.get(plugin), dict):
            node = _node(document.root, ("plugins", index, plugin))
            return replace(document, data=item[plugin], root=node)
    return None


def _node(node: Node | None, loc: Loc) -> Node | None:
    for step in loc:
        if isinstance(node, MappingNode):
            pairs = {key.value: value for key, value in node.value if isinstance(key, ScalarNode)}
            node = pairs.get(step)
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.value[step]
    return node
