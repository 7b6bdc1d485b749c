"""The only module that knows MkDocs: it takes MkDocs' objects apart, asks the model, and puts the answers back.

Events and why each is used:

- `on_startup` tells a build for visitors from one for the editor who serves it;
- `on_config` reads and checks everything before MkDocs touches the previous site;
- `on_files` gives every page its public address and adds a page for each person, before static-i18n (which keeps the
  addresses), and brings back what all languages share, after it;
- `on_page_read_source` supplies the text of pages that have no file in their language;
- `on_env` turns escaping on and makes a blank in a template an error;
- `on_page_markdown` chooses the template, and says where the links of the page's text lead;
- `on_page_context` and `on_template_context` hand the templates their view;
- `on_post_page` and `on_post_template` set what they made in the typography of its language;
- `on_serve` has records and theme watched;
- `on_post_build` writes what MkDocs does not know of: every file that is no page, the 404 pages of languages,
  redirects, the index of the search.

static-i18n builds the site once a language inside one process, so every event runs once for each of them.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self, cast

import mkdocs
from jinja2 import StrictUndefined
from markupsafe import Markup
from mkdocs.config import config_options as opt
from mkdocs.config.base import Config
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files

from immunopole.addresses import relative
from immunopole.catalogue import Catalogue, read_catalogue
from immunopole.clock import read_clock
from immunopole.constructions import Constructions
from immunopole.equipment import Equipment, equip, other_files
from immunopole.indentation import without_indentation
from immunopole.markdown_safety import MarkdownSafety
from immunopole.messages import preferred_locales, report, summary, words
from immunopole.pages import HOME, SourcePage
from immunopole.policy import policy_of
from immunopole.portraits import FOLDER as PORTRAITS
from immunopole.problem_panel import Application, Notice, ProblemPanel, notices, other_notices
from immunopole.problems import Problem, errors
from immunopole.prose import RecordLinks, without_html
from immunopole.publication import kept
from immunopole.search import IndexingError, find_program, write_index
from immunopole.settings import LOST
from immunopole.template_faults import template_fault
from immunopole.typography import FOLDER as TYPOGRAPHY
from immunopole.views import View
from immunopole.web_addresses import short_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

log = get_plugin_logger(__name__)
# After static-i18n, which runs at -100.
AFTER_I18N = -200


class ImmunopoleConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves a hook of its base class untyped
    """The options MkDocs lets through; `settings.Settings` checks what is in them."""

    people_folder = opt.Type(str, default="community")
    organisations_folder = opt.Type(str, default="organisations")
    news_folder = opt.Type(str, default="news")
    history_folder = opt.Type(str, default="history")
    research_folder = opt.Type(str, default="research")
    timezone = opt.Type(str, default="UTC")
    path_words = opt.Type(dict, default={})
    former_addresses = opt.Type(dict, default={})
    reduced_languages = opt.Type(list, default=[])
    missing_pages = opt.Type(dict, default={})
    font = opt.Optional(opt.Type(dict))
    styles = opt.Type(list, default=[])
    scripts = opt.Type(list, default=[])
    page_scripts = opt.Type(dict, default={})


class ImmunopolePlugin(BasePlugin[ImmunopoleConfig]):  # type: ignore[no-untyped-call]  # as above
    """Pages for people, one rule of addresses, one model for every output."""

    catalogue: Catalogue
    serving = False
    equipment: Equipment
    shared: list[File]
    links: RecordLinks
    indexer: Path | None
    constructions: Constructions

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether an editor will look at the site while writing it."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Read and check everything, once a build; any mistake ends the build before the site is touched."""
        if not self._is_inner_build(config):
            self._read(config)

    def _read(self, config: MkDocsConfig) -> None:
        today, problems = read_clock()
        catalogue, found = read_catalogue(Path(config.config_file_path), config.site_url or "", today)
        problems += found
        if catalogue is None or errors(problems):
            raise _refusal(errors(problems))
        if problems:
            said = summary(problems, preferred_locales()).splitlines()
            log.info("%s (immunopole check)", " / ".join(said))
        self.catalogue = catalogue
        # Nothing is made before every mistake is told. While somebody writes the theme, browsers show what they wrote.
        self.equipment = equip(catalogue, small=not self.serving)
        self.links, self.constructions = RecordLinks(), Constructions(catalogue.layout.icons)
        extensions = (self.links, self.constructions, MarkdownSafety())
        cast("list[Any]", config.markdown_extensions).extend(extensions)
        self.indexer = find_program()
        if catalogue.search_pages and self.indexer is None:
            log.info("%s", _said("search", "missing").strip())
        # Ours is written from the page model; the theme's would be a second opinion.
        config.theme.static_templates.discard("sitemap.xml")

    @event_priority(0)
    def _add_pages(self, files: Files, config: MkDocsConfig) -> Files:
        """Give pages their addresses and people their pages."""
        pages = self.catalogue.pages
        named = [
            self._file(config, page.source, page.locale)
            for page in sorted(pages.values(), key=lambda page: (page.locale, page.source))
        ]
        sources = {file.src_uri for file in named}
        others = [f for f in files if f.src_uri not in sources and not _is_theme_part(f, config)]
        # A photograph may tell where it was taken, or be of somebody nobody shows: only renditions are published.
        others = [f for f in others if not f.src_uri.startswith(f"{PORTRAITS}/")]
        self.shared = [f for f in others if f.src_dir == config.docs_dir and not self._locale_of(f)]
        return Files([*others, *named])

    @event_priority(AFTER_I18N)
    def _share_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Bring back files all languages share, which static-i18n keeps for the default language only."""
        for file in self.shared:
            if files.get_file_from_path(file.src_uri) is None:
                files.append(file)
        return files

    on_files = CombinedEvent(_add_pages, _share_files)

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:
        """Supply the text of a page made from a record, or shown as it is in a language that lacks it.

        Any other page is read from its file.
        """
        source = self._source_page(page.file)
        if source is not None and source.original is not None:
            original = Path(config.docs_dir) / source.original / source.source
            return original.read_text(encoding="utf-8-sig")
        if source is None or source.written:
            return None
        # An empty front matter, so that no first line such as «Note: …» is taken for one.
        return f"---\n{{}}\n---\n{without_html(self.catalogue.record_text(source))}"

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """MkDocs escapes nothing by itself and prints nothing for a name it does not know; we want both."""
        return self._prepared(env)

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Choose the template the model names, and prepare what turns the page's text into HTML."""
        source = self._source_page(page.file)
        if source is not None:
            page.meta["template"] = source.front.template
            page.meta["title"] = source.front.title
            view = self._view(config, source.source, source.locale)
            self.links.find, self.links.find_page = view.target, view.page_target
            self.links.page = f"{source.original}/{source.source}" if source.original else None
            # MkDocs makes a converter for every page; the way back from a note stands among the words of the text.
            self.constructions.t = t = self.catalogue.strings[source.text_locale]
            config.mdx_configs.setdefault("footnotes", {})["BACKLINK_TITLE"] = t("footnote.back")
            config.mdx_configs.setdefault("abbr", {})["glossary"] = self.catalogue.glossaries[source.text_locale]

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand a page's template its view."""
        source = self._source_page(page.file)
        if source is not None:
            values = cast("dict[str, Any]", context)
            values["view"] = self._view(config, source.source, source.locale)
            values["content"] = Markup(page.content or "")  # noqa: S704  # MkDocs' own rendered Markdown
            values["generator"] = _generator()
        return context

    def on_template_context(
        self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Hand the 404 page its view: every link starts at the host's root, since it answers at any depth."""
        default = self.catalogue.languages.default.locale
        values = cast("dict[str, Any]", context)
        values["view"] = self._view(config, HOME, default, lost=True)
        values["generator"] = _generator()
        return context

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Set a page in the typography of its language."""
        return self._finished(output)

    def on_post_template(self, output_content: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """Set the 404 page."""
        return self._finished(output_content) if template_name.endswith(".html") else output_content

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Rebuild when a record or anything of the theme is saved; MkDocs itself watches pages and configuration.

        MkDocs' server would let every page wait after a build that failed. Ours shows the last good pages, with the
        mistakes above them.
        """
        layout = self.catalogue.layout
        for folder in (layout.data, layout.theme):
            server.watch(str(layout.root / folder))
        panel = ProblemPanel(cast("Application", server.get_app()))
        server.set_app(panel)
        site = Path(server.root)

        def build_or_tell() -> None:
            with _Warnings() as warnings, kept(site) as keeping:
                try:
                    builder()
                except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever it is, the server goes on
                    keeping.put_back()
                    panel.notices = _told(config, error)
                else:
                    said = "\n".join(warnings.texts)
                    panel.notices = other_notices(said, preferred_locales()) if said else ()

        server.builder = build_or_tell
        return server

    @event_priority(AFTER_I18N)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write what is not a page, once, when every language is built."""
        if self._is_inner_build(config):
            return
        site = Path(config.site_dir)
        mark = cast("Any", config.theme.get_env().get_template("components/mark.html").module)
        for address, content in other_files(self.catalogue, self.equipment, config.site_name, str(mark.drawing())):
            _write(site / address, content)
        self._write_detached_pages(site, config)
        if self.catalogue.search_pages and self.indexer is not None:
            try:
                write_index(self.catalogue, site, self.indexer)
            except IndexingError as error:
                raise PluginError(f"{_said('search', 'failed')}\n\n{error}") from error

    def _write_detached_pages(self, site: Path, config: MkDocsConfig) -> None:
        """Write the pages MkDocs does not know: the 404 page of each language, and what stands at former addresses."""
        env = self._prepared(config.theme.get_env())
        for language in self.catalogue.languages:
            if not language.default:
                # For hosts that can answer in the language of the path; the others have the page that speaks all.
                view = self._view(config, HOME, language.locale, lost=True)
                html = env.get_template("404.html").render(view=view, generator=_generator())
                _write(site / language.locale / "404.html", self._finished(html).encode())
        template = env.get_template("components/redirect.html")
        for redirect in self.catalogue.redirects:
            view = self._view(config, redirect.page.source, redirect.page.locale)
            target = relative(view.address, redirect.former)
            html = template.render(view=view, target=target)
            _write(site / redirect.former / "index.html", self._finished(html).encode())

    def _finished(self, html: str) -> str:
        return without_indentation(self.catalogue.typesetter.page(html))

    def _prepared(self, env: Environment) -> Environment:
        env.autoescape = True
        env.undefined = StrictUndefined
        env.trim_blocks = env.lstrip_blocks = True
        env.filters["short_address"] = short_address
        tell = env.handle_exception

        def refuse(source: str | None = None) -> NoReturn:
            """Say where a template is wrong: MkDocs would print a traceback."""
            try:
                tell(source)
            except PluginError:
                # A template within this one said so already.
                raise
            except Exception as error:  # whatever a template ran into
                fault = template_fault(error, self.catalogue.layout.root)
                raise PluginError(_said("template", "broken", **asdict(fault))) from error

        env.handle_exception = refuse  # type: ignore[method-assign]  # Jinja has no other place for it
        return env

    def _file(self, config: MkDocsConfig, source: str, locale: str) -> File:
        # static-i18n takes the default language's folder away again, so it must be there.
        address = self.catalogue.addresses.destination(source, locale)
        if self.catalogue.languages[locale].default:
            address = f"{locale}/{address}"
        return File(
            f"{locale}/{source}",
            config.docs_dir,
            config.site_dir,
            use_directory_urls=True,
            dest_uri=address,
        )

    def _source_page(self, file: File) -> SourcePage | None:
        locale, _, source = file.src_uri.partition("/")
        return self.catalogue.page(source, locale)

    def _locale_of(self, file: File) -> str | None:
        first = file.src_uri.partition("/")[0]
        return first if first in self.catalogue.languages.locales else None

    def _view(self, config: MkDocsConfig, source: str, locale: str, *, lost: bool = False) -> View:
        page = self.catalogue.pages[source, locale]
        template = LOST if lost else page.front.template
        style, font = self.equipment.bundles.style, self.equipment.font
        script = self.equipment.bundles.script_of(template)
        return View(
            catalogue=self.catalogue,
            page=page,
            site_name=config.site_name,
            style=style.address if style else "",
            script=script.address if script else "",
            # MkDocs' server puts a script into every page, to show it again after a save.
            policy="" if self.serving else policy_of(template).meta,
            font=font.address if font else "",
            lost=lost,
            pictures=self.equipment.pictures,
            searchable=self.indexer is not None,
        )

    @staticmethod
    def _is_inner_build(config: MkDocsConfig) -> bool:
        """Whether static-i18n is building its second language or a later one."""
        i18n = config.plugins.get("i18n")
        return bool(getattr(i18n, "building", False))


class _Warnings(logging.Handler):
    """Keeps what MkDocs warns of during a build: a strict build would stop for it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())

    def __enter__(self) -> Self:
        logging.getLogger("mkdocs").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("mkdocs").removeHandler(self)


def _told(config: MkDocsConfig, error: BaseException) -> tuple[Notice, ...]:
    """Word what stopped a build: the editor's mistakes if there are any, else the error itself."""
    locales = preferred_locales()
    today, problems = read_clock()
    _, found = read_catalogue(Path(config.config_file_path), config.site_url or "", today)
    if mistakes := errors(problems + found):
        # MkDocs has logged a refusal of ours already; a mistake in its own configuration it words differently.
        if "immunopole" not in type(error).__module__ and not isinstance(error, Abort):
            log.error("%s", report(mistakes, locales))
        return notices(mistakes, locales)
    if isinstance(error, Abort) and isinstance(error.__context__, PluginError):
        # What stopped the build; MkDocs has logged it.
        return other_notices(str(error.__context__).strip(), locales)
    log.error("%s: %s", type(error).__name__, error, exc_info=error if not isinstance(error, SystemExit) else None)
    return other_notices(f"{type(error).__name__}: {error}", locales)


def _refusal(problems: list[Problem]) -> PluginError:
    """Word the problems for the person who has to put them right; MkDocs prints this without a traceback."""
    return PluginError("\n\n" + report(problems, preferred_locales()))


def _said(subject: str, key: str, **details: Any) -> str:
    return "\n\n" + "\n".join(words(locale)[subject][key].format(**details) for locale in preferred_locales())


def _is_theme_part(file: File, config: MkDocsConfig) -> bool:
    """Whether a file belongs to Material's own page, which ours replaces, or is one that we only read."""
    if file.src_dir == config.docs_dir:
        return False
    own = file.src_dir == config.theme.custom_dir
    return not own or file.src_uri.startswith(("assets/css/", "assets/js/", f"{TYPOGRAPHY}/"))


def _generator() -> str:
    """Name the tool that runs: MkDocs, or ProperDocs in its place."""
    module = sys.modules["mkdocs"]
    name = "ProperDocs" if module.__name__ == "properdocs" else "MkDocs"
    return f"{name} {getattr(mkdocs, '__version__', '')}"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
