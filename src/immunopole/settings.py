"""`mkdocs.yml` as we understand it: languages, menu, addresses, and our plugin's own part, checked like any record.

MkDocs reads the same file and knows no line numbers; reading it here too gives the command line and the plugin one
understanding of it, and every mistake its place. What `INHERIT` brings from another file is not seen here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from babel.dates import get_timezone
from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from immunopole.addresses import Addresses
from immunopole.assets import faults
from immunopole.documents import Document, Loc, decode, parse_document
from immunopole.fields import PARTIAL, AddressPath, Id, Line, Record, Scope, slug
from immunopole.icons import Icons, find_icons
from immunopole.languages import Language, Languages, is_right_to_left, is_tag
from immunopole.menu import Entry, nav_entries
from immunopole.problems import Place, Problem, closest
from immunopole.records import check_document
from immunopole.typefaces import WEIGHT, find_family

PLUGIN = "immunopole"
I18N = "i18n"
# Below the theme: what becomes the one style sheet, and the one script of a page.
ASSETS = "assets"
LOST = "404.html"
_NOT_FOR_PAGES = frozenset({"base.html", LOST})


def _timezone(value: str) -> str:
    try:
        get_timezone(value)
    except LookupError as error:
        raise PydanticCustomError("timezone", "unknown") from error
    return value


def _locale(value: str, info: ValidationInfo) -> str:
    known = Scope.of(info).locales
    if value not in known:
        details = {"key": value, "known": ", ".join(known), "closest": closest(value, list(known))}
        raise PydanticCustomError("unknown-language", "unknown", details)
    return value


# What readers find where a page exists in other languages only: nothing, or the page as it is, marked as such.
MissingPage = Literal["absent", "original"]
Locale = Annotated[Line, AfterValidator(_locale)]


class FontChoice(Record):
    """The web font: an installed family, its lightest and boldest weight, and where to stand on its other axes."""

    family: Line
    weights: tuple[int, ...]
    axes: dict[Line, int] = Field(default_factory=dict)


class Settings(Record):
    """What `plugins: - immunopole:` may say."""

    people_folder: Id = "community"
    organisations_folder: Id = "organisations"
    news_folder: Id = "news"
    history_folder: Id = "history"
    research_folder: Id = "research"
    timezone: Annotated[Line, AfterValidator(_timezone)] = "UTC"
    path_words: dict[str, Annotated[dict[str, Id], PARTIAL]] = Field(default_factory=dict)
    former_addresses: dict[str, Annotated[dict[str, list[AddressPath]], PARTIAL]] = Field(default_factory=dict)
    reduced_languages: tuple[Locale, ...] = ()
    missing_pages: dict[AddressPath, MissingPage] = Field(default_factory=dict)
    font: FontChoice | None = None
    styles: tuple[Line, ...] = ()
    scripts: tuple[Line, ...] = ()
    page_scripts: dict[Line, tuple[Line, ...]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """Where a site keeps its files, and the settings that shape its addresses.

    `root` is the folder of `mkdocs.yml`; every path shown to an editor is relative to it. `config` is that file,
    `options` our plugin's part of it: a problem found later can still be placed there.
    """

    root: Path
    config: Document
    options: Document
    settings: Settings
    languages: Languages
    addresses: Addresses
    nav: tuple[Entry, ...]
    docs: str
    theme: str
    data: str = "data"
    icons: Icons = field(default_factory=Icons)

    @property
    def templates(self) -> tuple[str, ...]:
        """The page templates of the theme."""
        folder = self.root / self.theme
        return tuple(sorted(f.name for f in folder.glob("*.html") if f.name not in _NOT_FOR_PAGES))

    def profile_source(self, person: str) -> str:
        """Give the source path of a person's page."""
        return f"{self.settings.people_folder}/{person}.md"

    def organisation_source(self, organisation: str) -> str:
        """Give the source path of an organisation's page."""
        return f"{self.settings.organisations_folder}/{organisation}.md"

    def period_source(self, period: str) -> str:
        """Give the source path of the page of a period of the history."""
        return f"{self.settings.history_folder}/{period}.md"

    def theme_source(self, theme: str) -> str:
        """Give the source path of the page of a theme."""
        return f"{self.settings.research_folder}/{theme}.md"

    def missing_page(self, source: str) -> MissingPage:
        """Say what a section does with a page that a language lacks: the setting that names most of its path."""
        words = source.removesuffix(".md").removesuffix("/index").split("/")
        for length in range(len(words), 0, -1):
            if (choice := self.settings.missing_pages.get("/".join(words[:length]))) is not None:
                return choice
        return "absent"

    def assets(self, names: tuple[str, ...]) -> list[Path]:
        """The files of style sheets or scripts, in their order."""
        return [self.root / self.theme / ASSETS / name for name in names]


def read_layout(file: Path, site_url: str) -> tuple[Layout | None, list[Problem]]:
    """Read `mkdocs.yml`; without a layout there is at least one problem. `site_url` is the public address."""
    shown_as = file.name
    if not file.is_file():
        return None, [Problem(shown_as, "no-site")]
    text, problems = decode(file.read_bytes(), shown_as)
    if text is None:
        return None, problems
    # MkDocs' own tags (!ENV, !!python/name:…) are allowed here; what else it minds, it says itself.
    document, problems = parse_document(text, shown_as, tags=True)
    if document is None or problems:
        return None, problems
    languages = _languages(document)
    if languages is None:
        return None, [document.key_problem("config-languages", ("plugins",))]
    problems = list(_check_tags(languages, _plugin_options(document, I18N)))
    if problems:
        return None, problems
    options = _plugin_options(document, PLUGIN)
    settings, problems = check_document(options, Settings, Scope(languages.locales))
    problems += _check_folders(document)
    if settings is None or problems:
        return None, problems
    if languages.default.locale in settings.reduced_languages:
        number = settings.reduced_languages.index(languages.default.locale)
        return None, [options.problem("default-reduced", ("reduced_languages", number), found=languages.default.locale)]
    languages = languages.with_reduced(settings.reduced_languages)
    theme = document.value(("theme", "custom_dir")) or "overrides"
    layout = Layout(
        root=file.parent,
        config=document,
        options=options,
        settings=settings,
        languages=languages,
        addresses=Addresses(languages, settings.path_words, site_url.rstrip("/") + "/"),
        nav=tuple(nav_entries(document.value(("nav",)))),
        docs=document.value(("docs_dir",)) or "docs",
        theme=theme,
        icons=find_icons(file.parent / theme, str(document.value(("theme", "name")) or "")),
    )
    problems = [*_check_assets(layout), *_check_font(settings, options)]
    return (None if problems else layout), problems


def _check_tags(languages: Languages, options: Document) -> Iterator[Problem]:
    """Every locale is a language tag as HTML has it; static-i18n takes `pt_BR` too, which is none."""
    entries = [str(entry.get("locale")) for entry in options.value(("languages",)) if isinstance(entry, dict)]
    for locale in languages.locales:
        if not is_tag(locale):
            meant = locale.replace("_", "-")
            likely = meant if is_tag(meant) else ""
            loc = ("languages", entries.index(locale), "locale")
            yield options.problem("language-code", loc, found=locale, closest=likely)


def _check_folders(document: Document) -> Iterator[Problem]:
    """The folders are plain names: we read them without MkDocs, which alone could resolve a tag such as `!ENV`."""
    for loc in (("docs_dir",), ("theme", "custom_dir")):
        value = document.value(loc)
        if value is not None and not isinstance(value, str):
            yield document.problem("not-text", loc)


def _check_assets(layout: Layout) -> Iterator[Problem]:
    """Every style sheet and script that is named must exist, and be one."""
    folder, settings = layout.root / layout.theme / ASSETS, layout.settings
    present = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.*") if file.is_file())
    lists: list[tuple[Loc, tuple[str, ...]]] = [(("styles",), settings.styles), (("scripts",), settings.scripts)]
    lists += [(("page_scripts", template), names) for template, names in settings.page_scripts.items()]
    for loc, names in lists:
        for index, name in enumerate(names):
            if name not in present:
                details = {"found": name, "closest": closest(name, present)}
                yield layout.options.problem("asset-missing", (*loc, index), **details)
                continue
            for code, line, details in faults(folder / name):
                yield Problem(f"{layout.theme}/{ASSETS}/{name}", code, Place(line), details=details)
    templates = [*layout.templates, LOST]
    for template in settings.page_scripts:
        if template not in templates:
            details = {"found": template, "known": ", ".join(templates), "closest": closest(template, templates)}
            yield layout.options.key_problem("unknown-template", ("page_scripts", template), **details)


def _check_font(settings: Settings, options: Document) -> Iterator[Problem]:
    """The family must be installed, and have the axes it is set on, as far as that."""
    if settings.font is None:
        return
    family = find_family(settings.font.family)
    if family is None:
        package = f"fontpkg-{slug(settings.font.family)}"
        yield options.problem("font-missing", ("font", "family"), found=settings.font.family, package=package)
        return
    known = ", ".join(f"{tag} {low:g}–{high:g}" for tag, (low, high) in sorted(family.axes.items()))
    weights = settings.font.weights
    low, high = family.axes[WEIGHT]
    first, *others = weights or (0,)
    if len(others) != 1 or not low <= first < others[0] <= high:
        found = ", ".join(map(str, weights))
        yield options.problem("font-weights", ("font", "weights"), found=found, known=known)
    for tag, value in settings.font.axes.items():
        low, high = family.axes.get(tag, (1, 0)) if tag != WEIGHT else (1, 0)
        if not low <= value <= high:
            yield options.problem("font-axis", ("font", "axes", tag), found=f"{tag} {value}", known=known)


def _languages(document: Document) -> Languages | None:
    """Take the languages from static-i18n's settings: they stand nowhere else."""
    options = _plugin_options(document, I18N)
    entries = options.value(("languages",))
    if options.value(("docs_structure",)) != "folder" or not isinstance(entries, list):
        return None
    languages = [_language(entry) for entry in entries if isinstance(entry, dict)]
    built = tuple(language for language in languages if language is not None)
    return Languages(built) if sum(language.default for language in built) == 1 else None


def _language(entry: dict[str, Any]) -> Language | None:
    locale = str(entry.get("locale"))
    if str(entry.get("build", "true")).lower() == "false":
        return None
    return Language(
        locale=locale,
        name=str(entry.get("name") or locale),
        default=str(entry.get("default")).lower() == "true",
        right_to_left=is_right_to_left(locale),
    )


def _plugin_options(document: Document, plugin: str) -> Document:
    """Give a plugin's own part of the file; an empty part when it has none."""
    plugins = document.value(("plugins",))
    for index, item in enumerate(plugins if isinstance(plugins, list) else []):
        if isinstance(item, dict) and isinstance(item.get(plugin), dict):
            return document.part(("plugins", index, plugin))
    return document.part(("plugins", plugin))
