"""Portraits of a built site: what a page asks for, and what is never published."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

from PIL import Image

from immunopole.portraits import FOLDER

from .conftest import BuiltSite, lay_out, run_build
from .serving import serving, spoil, wait_for
from .test_renditions import GPS, ORIENTATION, photograph
from .test_sites import fingerprint

Build = Callable[..., BuiltSite]
SITUATION = "every-field"
PROFILE = "en/community/full-record/"
PORTRAIT = f"docs/{FOLDER}/full-record.png"


def with_photograph(root: Path) -> Path:
    """Give the person of a site a photograph as a telephone takes it: on its side, with the place in it."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (43.0, 17.0, 0.0)})
    photograph((1000, 800)).save(root / PORTRAIT, exif=exif)
    return root


def portraits(site: BuiltSite) -> dict[str, bytes]:
    """Give the files published among the portraits."""
    folder = site.folder / FOLDER
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}


def test_a_profile_offers_its_portrait_in_sizes_and_formats(tmp_path: Path) -> None:
    """AVIF first, WebP for all; with its size, so that nothing moves; at once, since it is what one sees first."""
    site = run_build(with_photograph(lay_out(tmp_path, SITUATION)))
    assert site.exit_code == 0, site.log
    (picture,) = site.page(PROFILE).xpath("//picture")
    (source,), (image,) = picture.xpath(".//source"), picture.xpath(".//img")
    assert source.get("type") == "image/avif"
    assert source.get("sizes") == image.get("sizes")
    for candidates, suffix in ((source.get("srcset"), ".avif"), (image.get("srcset"), ".webp")):
        found = [candidate.split(" ") for candidate in candidates.split(", ")]
        assert [width for _, width in found] == ["160w", "320w", "480w", "640w"]
        for address, width in found:
            file = site.folder / urljoin(PROFILE, address)
            assert file.suffix == suffix
            with Image.open(file) as opened:
                assert f"{opened.width}w" == width
    assert (image.get("width"), image.get("height")) == ("320", "400")
    assert (site.folder / urljoin(PROFILE, image.get("src"))).is_file()
    assert image.get("fetchpriority") == "high"
    assert image.get("loading") is None
    assert image.get("alt") == 'Eve <b>&"'
    assert site.page("communaute/full-record/").xpath("//picture//img/@alt") == ['Ève <b>&"']
    assert "Photo <b>&" in site.page(PROFILE).xpath("string(//figcaption[@class='small'])")


def test_no_photograph_is_published_as_it_was_taken(tmp_path: Path) -> None:
    """It may tell where it was taken; one that no published record shows is published in no form."""
    root = with_photograph(lay_out(tmp_path, SITUATION))
    site = run_build(root)
    names = portraits(site)
    assert len(names) == 8
    assert [name for name in names if not name.startswith("full-record-")] == []
    original = (root / PORTRAIT).read_bytes()
    for content in names.values():
        assert content != original
        with Image.open(io.BytesIO(content)) as image:
            assert dict(image.getexif()) == {}
    spoil(root / "data/people.yaml", "    portrait:\n", "    visibility: { portrait: hidden }\n    portrait:\n")
    hidden = run_build(root)
    assert hidden.exit_code == 0, hidden.log
    assert portraits(hidden) == {}
    assert hidden.page(PROFILE).xpath("//picture | //img") == []


def test_a_second_build_develops_nothing_and_is_the_same(tmp_path: Path) -> None:
    """Not even its kept files are touched."""
    root = with_photograph(lay_out(tmp_path, SITUATION))
    before = fingerprint(run_build(root).folder)
    kept = {file: file.stat().st_mtime_ns for file in (root / ".build/pictures").rglob("*")}
    assert len([file for file in kept if file.is_file()]) == 9
    assert fingerprint(run_build(root).folder) == before
    assert {file: file.stat().st_mtime_ns for file in (root / ".build/pictures").rglob("*")} == kept


def test_an_editor_who_serves_the_site_sees_a_new_photograph(tmp_path: Path) -> None:
    """The page carries no policy then: it would stop the script that shows it again after a save."""
    root = lay_out(tmp_path, SITUATION)
    with serving(root) as address:
        page = wait_for(f"{address}{PROFILE}", "<picture>")
        assert "Content-Security-Policy" not in page
        assert "livereload" in page
        with_photograph(root)
        page = wait_for(f"{address}{PROFILE}", 'height="400"')
        (name,) = {part.split()[0] for part in page.split('src="')[1:] if "full-record-320" in part.split('"')[0]}
        with urlopen(urljoin(f"{address}{PROFILE}", name.split('"')[0])) as answer:  # noqa: S310  # our own server
            assert answer.status == 200
        (root / PORTRAIT).write_bytes((root / PORTRAIT).read_bytes()[:5000])
        wait_for(f"{address}{PROFILE}", "cannot be read to its end")
