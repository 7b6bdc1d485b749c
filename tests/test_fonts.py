"""The web font: what it covers, weighs and says of itself, and that it is cut once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from immunopole import fonts, stand_ins
from immunopole.cache import cached
from immunopole.font_cutting import NARROW_SPACES
from immunopole.fonts import REPERTOIRE, Cut, WebFont, characters_of, web_font
from immunopole.stand_ins import Measures
from immunopole.typefaces import find_family

from .conftest import REPOSITORY, BuiltSite, run_build

# Set in the serif by the style sheets: titles, names, the main pages in the menu.
SERIF = "h1, h2, h3, .person__name, .brand__name, .menu__main, .figure__value"
# What Fraunces does not have, and its readers' own fonts do: Greek letters (of proteins), arrows, raised letters.
LACKING = re.compile("[\u0370-\u03ff\u2190-\u21ff\u1d43-\u1d6a\u02b0-\u02ff]")
OPTIONS = yaml.load(re.sub("!ENV", "", (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")), yaml.SafeLoader)[
    "plugins"
][1]["immunopole"]["font"]


@pytest.fixture(scope="module")
def cut() -> Cut:
    """What the settings cut out of the family, for a site that says nothing."""
    family = find_family(OPTIONS["family"])
    assert family is not None
    return Cut(family, tuple(OPTIONS["weights"]), OPTIONS["axes"], characters_of([]))


@pytest.fixture(scope="module")
def made(cut: Cut, tmp_path_factory: pytest.TempPathFactory) -> WebFont:
    """The web font of such a site."""
    return web_font(cut, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def published(real_site: BuiltSite) -> TTFont:
    """The web font of the real site."""
    (file,) = real_site.folder.glob("assets/*.woff2")
    return TTFont(file)


def test_the_font_is_one_light_file(real_site: BuiltSite) -> None:
    """At most 36 KB, in WOFF2, named by what is in it."""
    (file,) = real_site.folder.glob("assets/*.woff2")
    assert file.read_bytes()[:4] == b"wOF2"
    assert file.stat().st_size <= 36_000
    assert re.fullmatch(r"fraunces\.[0-9a-f]{12}\.woff2", file.name)


def test_every_page_fetches_it_early_and_as_the_style_sheet_does(real_site: BuiltSite) -> None:
    """A preload without `crossorigin` would be thrown away and fetched again (HTML Standard, fonts are CORS)."""
    (file,) = real_site.folder.glob("assets/*.woff2")
    for address in real_site.addresses:
        if not (page := real_site.page(address)).xpath("//meta[@http-equiv='refresh']"):
            (link,) = page.xpath("//link[@rel='preload' and @as='font']")
            assert link.get("href", "").endswith(f"assets/{file.name}")
            assert link.get("type") == "font/woff2"
            assert link.get("crossorigin") is not None


def test_the_font_has_every_character_of_titles_and_names(real_site: BuiltSite, published: TTFont) -> None:
    """Whatever comes into a title: a letter from another font would show. What the family lacks is known."""
    covered = published.getBestCmap()
    for address in real_site.addresses:
        for title in real_site.page(address).cssselect(SERIF):
            text = LACKING.sub("", re.sub(r"[\n\t]", "", "".join(title.itertext())))
            assert set(map(ord, text)) <= covered.keys(), (address, text)


def test_the_font_covers_what_typography_needs(published: TTFont) -> None:
    """French and English, today's content or not, with the blanks that few fonts have."""
    assert set(map(chr, published.getBestCmap())) >= REPERTOIRE
    assert set("ÀÉÈÊËÎÏÔŒÙÛÜŸÇàéèêëîïôœùûüÿç’“”«»–—…€№×≥≤\u00a0\u202f\u2009\u2011") <= REPERTOIRE


def test_a_narrow_blank_is_narrower_than_a_word_space(published: TTFont) -> None:
    """The family lacks it; French sets it before ; ! ? at every weight."""
    names, widths = published.getBestCmap(), published["hmtx"]
    for blank in NARROW_SPACES:
        assert 0.4 < widths[names[ord(blank)]][0] / widths[names[ord(" ")]][0] < 0.8
        assert published["glyf"][names[ord(blank)]].numberOfContours == 0


def test_only_the_weight_varies(published: TTFont) -> None:
    """Other axes would double the file."""
    axes = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in published["fvar"].axes}
    assert axes == {"wght": tuple(OPTIONS["weights"])}


def test_the_font_keeps_pairs_and_ligatures(published: TTFont) -> None:
    """A title in large type shows every gap."""
    lists = [published[table].table.FeatureList for table in ("GPOS", "GSUB")]
    assert {"kern", "liga"} <= {record.FeatureTag for features in lists for record in features.FeatureRecord}


def test_the_font_says_whose_it_is_and_its_licence_lies_beside_it(real_site: BuiltSite, published: TTFont) -> None:
    """SIL Open Font License 1.1, condition 2: copyright notice and licence go with every copy."""
    assert "The Fraunces Project Authors" in published["name"].getDebugName(0)
    assert "SIL Open Font License" in published["name"].getDebugName(13)
    licence = (real_site.folder / "assets/fraunces-OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    # Nothing reserves the name for the uncut font (condition 3).
    assert not re.search(r"with Reserved Font Name [^<]", licence)


def test_a_letter_the_site_uses_is_in_the_font(cut: Cut, tmp_path: Path) -> None:
    """In both cases: names are set in capitals. Another script changes nothing but what the family lacks anyway."""
    characters = characters_of(["Łódź, Ştefan".encode(), "مرسيليا ، ㎜".encode()])
    content = web_font(replace(cut, characters=characters), tmp_path).content
    covered = set(map(chr, TTFont(BytesIO(content)).getBestCmap()))
    assert set("ŁłŹźŞş") <= covered
    assert covered.isdisjoint("مرسيليا㎜")


@given(st.lists(st.text()))
def test_no_character_of_any_text_is_forgotten(texts: list[str]) -> None:
    """Whatever bytes it takes in UTF-8."""
    written = {char for char in "".join(texts) if ord(char) >= 0x80}
    assert written <= characters_of(text.encode() for text in texts)


def test_the_same_cut_gives_the_same_bytes(cut: Cut, made: WebFont, tmp_path: Path) -> None:
    """Two machines publish one file: browsers that have it keep it."""
    assert web_font(cut, tmp_path) == made


def test_a_second_build_cuts_nothing(cut: Cut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does any further one, until something that the font depends on changes."""
    cuts: list[Cut] = []

    def counted(cut: Cut) -> bytes:
        cuts.append(cut)
        return json.dumps({"covers": [0x20], "measures": asdict(Measures(1, 1, 1, 1, 1))}).encode() + b"\nfont"

    monkeypatch.setattr(fonts, "_cut", counted)
    changed = [
        replace(cut, weights=(400, 600)),
        replace(cut, axes={"opsz": 144}),
        replace(cut, characters=frozenset("a ")),
        replace(cut, family=replace(cut.family, upright=cut.family.licence)),
    ]
    for each in (cut, *changed, cut):
        assert web_font(each, tmp_path) == web_font(each, tmp_path) == web_font(each, tmp_path)
    assert cuts == [cut, *changed, cut]


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: kept[:0],
        lambda kept: kept[:-1],
        lambda kept: kept[:40] + bytes([kept[40] ^ 1]) + kept[41:],
        lambda kept: kept.upper() + b"something else",
    ],
    ids=["empty", "cut short", "one bit", "foreign"],
)
def test_what_was_kept_and_is_damaged_is_made_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """A power cut in a build must not spoil the next ones."""
    file = tmp_path / "folder/kept"
    assert cached(file, "key", lambda: b"x" * 100) == b"x" * 100
    file.write_bytes(damage(file.read_bytes()))
    assert cached(file, "key", lambda: b"again") == b"again"
    assert cached(file, "key", lambda: b"never") == b"again"
    assert cached(file, "another key", lambda: b"other") == b"other"


def test_where_nothing_can_be_kept_it_is_made_every_time(tmp_path: Path) -> None:
    """A folder that is a file, a disk that is full: a build is slower, and no worse."""
    (tmp_path / "file").write_text("here")
    made = iter([b"one", b"two"])
    assert cached(tmp_path / "file/kept", "key", lambda: next(made)) == b"one"
    assert cached(tmp_path / "file/kept", "key", lambda: next(made)) == b"two"


def test_the_tokens_ask_for_the_font_and_all_its_stand_ins() -> None:
    """In the order in which they are best; the names stand in two files."""
    css = (REPOSITORY / "overrides/assets/css/tokens.css").read_text(encoding="utf-8")
    families = re.findall(r'"([^"]+)"', re.findall(r"--serif:([^;]+);", css)[0])
    expected = stand_ins.names(OPTIONS["family"])
    assert tuple(families[: len(expected)]) == expected


def rules(css: str) -> list[dict[str, str]]:
    """Read `@font-face` rules."""
    blocks = re.findall(r"@font-face\{([^}]*)\}", css)
    return [dict(re.findall(r"([\w-]+):((?:\"[^\"]*\"|[^;\"])+)", block)) for block in blocks]


def test_the_style_sheet_brings_the_font(real_site: BuiltSite, published: TTFont) -> None:
    """Shown as soon as it is there, for the weights and characters it has, from beside the style sheet."""
    (sheet,) = real_site.folder.glob("assets/site.*.css")
    (file,) = real_site.folder.glob("assets/*.woff2")
    face, *_ = rules(sheet.read_text(encoding="utf-8"))
    assert face["font-display"] == "swap"
    assert face["font-weight"] == "380 650"
    assert file.name in face["src"]
    spans = [span.removeprefix("U+").split("-") for span in face["unicode-range"].split(",")]
    codes = {code for span in spans for code in range(int(span[0], 16), int(span[-1], 16) + 1)}
    assert codes == set(published.getBestCmap())


def test_stand_ins_are_as_wide_and_as_high_as_the_font(made: WebFont) -> None:
    """The average of letters by `size-adjust`, lines by the overrides, which it scales too (CSS Fonts 5)."""
    font = TTFont(BytesIO(made.content))
    names, em = font.getBestCmap(), font["head"].unitsPerEm
    faces = {face for stand_in in stand_ins.STAND_INS for face in (stand_in.regular, stand_in.bold)}
    widths = {",".join(f'local("{name}")' for name in face.names): face.width for face in faces}
    _, *stand_in_rules = rules(made.css)
    assert len(stand_in_rules) == len(faces)
    for rule in stand_in_rules:
        weight = stand_ins.REGULAR if rule["font-weight"].startswith("1 ") else stand_ins.BOLD
        glyphs = font.getGlyphSet(location={"wght": weight})
        letters = [glyphs[names[ord(char)]].width / em for char in stand_ins.SAMPLE]
        scale = percent(rule["size-adjust"])
        assert scale * widths[rule["src"]] == pytest.approx(sum(letters) / len(letters), rel=0.001)
        assert scale * percent(rule["ascent-override"]) == pytest.approx(font["hhea"].ascent / em, rel=0.001)
        assert scale * percent(rule["descent-override"]) == pytest.approx(-font["hhea"].descent / em, rel=0.001)
        assert percent(rule["line-gap-override"]) == 0


def percent(value: str) -> float:
    """Read a percentage."""
    return float(value.removesuffix("%")) / 100


def test_a_site_without_a_font_is_as_it_was(build: Callable[..., BuiltSite]) -> None:
    """Only the stand-ins' families are asked for, and nobody has any of that name."""
    site = build()
    assert list(site.folder.rglob("*.woff2")) == []
    assert site.page("").xpath("//link[@rel='preload']") == []


def test_a_right_to_left_site_builds_with_the_font(build: Callable[..., BuiltSite]) -> None:
    """A script that the family lacks is not in its way: the range says so, and readers' own fonts serve."""
    site = build("right-to-left")
    config = site.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    option = f"  - immunopole:\n      font: {json.dumps(OPTIONS)}\n"
    config.write_text(text.replace("  - immunopole:\n", option), encoding="utf-8")
    again = run_build(site.root)
    assert again.exit_code == 0, again.log
    (file,) = again.folder.glob("assets/*.woff2")
    covered: dict[int, Any] = TTFont(file).getBestCmap()
    assert set(map(ord, "مرسيليا")).isdisjoint(covered)
    assert set(map(chr, covered)) >= REPERTOIRE
