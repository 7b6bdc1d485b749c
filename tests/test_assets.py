"""What becomes of style sheets and scripts on their way to a visitor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from immunopole.assets import bundle, smaller_script, smaller_style


def test_the_name_of_a_bundle_changes_with_its_bytes_and_only_then(tmp_path: Path) -> None:
    """So that it may be cached for ever."""
    one, two = tmp_path / "one.css", tmp_path / "two.css"
    one.write_text("a {}\n\n")
    two.write_text("b { /* nothing */ }")
    first = bundle([one, two], [], {}).style
    assert first is not None
    assert first.content == b"a{}b{}\n"
    assert re.fullmatch(r"assets/site\.[0-9a-f]{12}\.css", first.address)
    two.write_text("b {}")
    assert bundle([one, two], [], {}).style == first
    again = bundle([two, one], [], {}).style
    assert again is not None
    assert again.address != first.address
    with pytest.raises(FileNotFoundError):
        bundle([tmp_path / "none.css"], [], {})


def test_a_page_loads_one_script_and_a_kind_of_page_may_have_its_own(tmp_path: Path) -> None:
    """What every page has comes first; a site that names none has none."""
    every, search = tmp_path / "every.js", tmp_path / "search.js"
    every.write_text("console.log('every');")
    search.write_text("console.log('search');")
    bundles = bundle([], [every], {"search.html": [search], "404.html": []})
    own, common, lost = (bundles.script_of(template) for template in ("search.html", "page.html", "404.html"))
    assert own
    assert common
    assert lost
    assert own.address.startswith("assets/search.")
    assert own.content.index(b"every") < own.content.index(b"search")
    assert common.address.startswith("assets/site.")
    assert b"search" not in common.content
    assert lost == common
    assert list(bundles) == [common, own]
    assert bundle([], [], {}).script_of("page.html") is None


def test_joined_scripts_do_not_see_each_other(tmp_path: Path) -> None:
    """Each is written as if it were alone: two may use one name."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.js").write_text(f'const here = "{name}";\nconsole.log(here);\n')
    made = bundle([], [tmp_path / "one.js", tmp_path / "two.js"], {}, small=False).script
    assert made is not None
    expected = '{\nconst here = "one";\nconsole.log(here);\n}\n{\nconst here = "two";\nconsole.log(here);\n}\n'
    assert made.content.decode() == expected


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("a  :hover , b > c { d : e }", "a :hover,b > c{d :e}"),
        ("a:is( .b , .c ) { }", "a:is(.b,.c){}"),
        ("@media (width < 48rem) and (scripting: none) , print { a { b: c; } }", None),
        ("a { width: calc( 1px + 2px - var( --x ) ); margin: -1px 0 +.5em }", None),
        ('a { content: " ;} /* { " / "" ; --none: ; --json: { "a" : 1 } }', None),
        ("a { & .b { c: d } &:hover { e: f ! important } > g { h: i } }", None),
        ("/* a */ b /* c */ d /**/{ e/**/f: g/* h */i }", "b d{e/**/f:g/**/i}"),
        ("a { b: url( x y.png ) url(x.png) }", None),
    ],
)
def test_a_style_sheet_loses_space_and_keeps_its_meaning(css: str, small: str | None) -> None:
    """Beside its own form, once small it stays as it is; that a browser reads the same, a browser says."""
    made = smaller_style(css)
    assert smaller_style(made) == made
    assert len(made) < len(css)
    if small:
        assert made == small


def test_a_script_keeps_what_it_says(tmp_path: Path) -> None:
    """Texts, templates and regular expressions are no space to be left out."""
    del tmp_path
    script = "const a = `x  ${ 1 + 1 }  y`; const b = /[/]  'x/u; const c = 'it  // is'; console.log(a, b, c);"
    made = smaller_script(script)
    for kept in ("`x  ${", "}  y`", "/[/]  'x/u", "it  // is"):
        assert kept in made
