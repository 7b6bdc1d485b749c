"""The house rules that a reader of the code may rely on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from .conftest import REPOSITORY

SOURCE = REPOSITORY / "src/immunopole"
THEME = REPOSITORY / "overrides"
MODULES = sorted(SOURCE.rglob("*.py"))
TEMPLATES = sorted(THEME.rglob("*.html"))
LOCALES = [entry.stem for entry in (THEME / "locales").glob("*.yaml")]


def imported(file: Path) -> Iterator[str]:
    """Give the top-level packages a module imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def literals(file: Path) -> Iterator[str]:
    """Give the texts a module's code holds, docstrings aside."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
            yield node.value


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_only_the_plugin_imports_mkdocs(file: Path) -> None:
    """MkDocs 1.x has no maintainer: the model, the templates and the outputs must outlive it."""
    if file.name != "plugin.py":
        assert {"mkdocs", "mkdocs_static_i18n", "material"} & set(imported(file)) == set()


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_code_names_a_language_of_the_site(file: Path) -> None:
    """Languages are data."""
    assert [text for text in literals(file) if text in LOCALES] == []


def test_the_readme_says_what_every_module_is_for() -> None:
    """A reader of the code has ten minutes: nothing is missing from the list, nothing in it is gone."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    chapter = readme.partition("## The code in ten minutes")[2].partition("\n## ")[0].partition("A new field:")[0]
    named = {name.removesuffix(".py").rstrip("/") for name in re.findall(r"`(\w+(?:\.py|/)?)`", chapter)} - {"Problem"}
    entries = {file.relative_to(SOURCE).parts[0].removesuffix(".py") for file in MODULES}
    assert named == {name for name in entries if not name.startswith("__")}


def test_the_readme_of_the_data_names_every_file() -> None:
    """In each of its languages."""
    readme = (REPOSITORY / "data/README.md").read_text(encoding="utf-8")
    names = {file.name for file in (REPOSITORY / "data").glob("*.yaml")}
    assert {name for name in names if readme.count(f"| `{name}` |") != len(LOCALES)} == set()


def test_every_language_of_the_site_has_its_words() -> None:
    """The same keys everywhere is checked by the build itself; a language without a file would be too."""
    config = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\blocale: ([\w-]+)", config)) == sorted(LOCALES)


def used_keys() -> set[str]:
    """Give the keys of the theme's words that templates and code ask for."""
    text = "".join(file.read_text(encoding="utf-8") for file in [*TEMPLATES, *MODULES])
    exact = set(
        re.findall(
            r"""(?:\bt|strings(?:\[[^\]]+\])?|there|self)(?:\.(?:plural|forms))?\(\s*f?["']([a-z_.-]+\.?[a-z_-]+)["']""",
            text,
        )
    )
    composed = set(re.findall(r"""\bt\(["']([a-z_.]+\.)["'] ~""", text))
    composed |= {f"{prefix}." for prefix in re.findall(r'f"([a-z]+)\.(?:in_)?\{', text)}
    return exact | composed | {"date.in_", "date.until_", "date.since_"}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_the_theme_is_used_and_every_word_used_exists(locale: str) -> None:
    """A word nobody says is dead; a key nobody worded would end the build."""
    data = yaml.safe_load((THEME / f"locales/{locale}.yaml").read_text(encoding="utf-8"))
    keys = {
        f"{group}.{name}" if isinstance(words, dict) else group
        for group, words in data.items()
        for name in (words if isinstance(words, dict) else [""])
    }
    used = used_keys()
    prefixes = tuple(key for key in used if key.endswith((".", "_")))
    assert sorted(key for key in keys if key not in used and not key.startswith(prefixes)) == []
    assert sorted(key for key in used if key not in keys and key not in prefixes and "." in key) == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(THEME)))
def test_no_template_holds_a_word(file: Path) -> None:
    """What is left of a template without tags, expressions and comments is punctuation."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<svg.*?</svg>", " ", text, flags=re.DOTALL)
    said = re.sub(r"<[^>]*>", " ", text)
    assert re.findall(r"[^\W\d_]{2,}", said) == []
    assert re.findall(r"""(?:alt|title|aria-label|placeholder)="[^"{]*[A-Za-z]""", text) == []


def test_components_take_their_colours_from_the_tokens() -> None:
    """One place decides what the site looks like, and dark and print follow it."""
    for file in sorted((THEME / "assets/css").rglob("*.css")):
        if file.name not in {"tokens.css", "tints.css", "print.css"}:
            css = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", css) == [], file.name
            # What names a side of the screen does not turn round with the direction of the script.
            physical = (
                r"\b(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![-\w])(?:left|right|top|bottom)\s*:"
                r"|(?<![-\w(])(?:min-|max-)?(?:width|height)\s*:"
                r"|\b(?:text-align|float|clear)\s*:\s*(?:left|right)\b|\btranslateX\b"
            )
            assert re.findall(physical, css) == [], file.name


def test_every_class_of_the_style_sheets_is_written_somewhere() -> None:
    """By a template, a script, a module or an editor; by Python-Markdown's extensions, or as Material's users write."""
    css = "".join(file.read_text(encoding="utf-8") for file in (THEME / "assets/css").rglob("*.css"))
    classes = set(re.findall(r"\.([a-zA-Z][\w-]*)(?=[^;{}]*\{)", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)))
    writers = [*TEMPLATES, *MODULES, *(THEME / "assets/js").glob("*.js"), *(REPOSITORY / "docs").rglob("*.md")]
    text = "".join(file.read_text(encoding="utf-8") for file in writers)
    words, composed = set(re.findall(r"[\w-]+", text)), tuple(re.findall(r"[\w-]*\w--?(?=\{)", text))
    others = {"footnote-backref", "footnote-ref", "md-button", "md-button--primary", "tabbed-content"}
    assert sorted(name for name in classes - words - others if not name.startswith(composed)) == []


def test_the_bundle_lists_every_style_and_script_once() -> None:
    """The order stands in mkdocs.yml; a file nobody lists would be dead."""
    config = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    listed = re.findall(r"[-[] ?((?:css|js)/[\w./-]+)", config)
    present = [
        f.relative_to(THEME / "assets").as_posix() for f in (THEME / "assets").rglob("*.*") if f.suffix != ".svg"
    ]
    assert sorted(listed) == sorted(present)


def test_locks_carry_hashes_and_no_download_address() -> None:
    """The same files everywhere, from whatever mirror one has."""
    for lock in (REPOSITORY / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9].*$", text, flags=re.MULTILINE)
        assert pinned
        assert all("==" in line and line.endswith("\\") for line in pinned)


def test_the_locks_hold_the_versions_of_pyproject() -> None:
    """`make lock` was run after the last change."""
    project = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    locked = "".join(lock.read_text(encoding="utf-8") for lock in (REPOSITORY / "requirements").glob("*.lock"))
    pins = re.findall(r'^  "([a-z0-9-]+==[^"]+)"', project, flags=re.MULTILINE)
    assert len(pins) > 20
    assert [pin for pin in pins if pin not in locked] == []
