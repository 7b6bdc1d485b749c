"""The site as it was, when a build in place has gone wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from immunopole.publication import kept

from .test_sites import fingerprint

FILES = {
    "index.html": b"<p>home",
    "en/index.html": b"<p>\xc3\xa9t\xc3\xa9",
    "en/community/ana-lopez/index.html": b"<p>Ana",
    "assets/site.css": b"a {}\n",
    "assets/portraits/ana.png": bytes(range(256)),
    ".nojekyll": b"",
}


def lay(site: Path, files: dict[str, bytes]) -> None:
    """Write files into a site."""
    for name, content in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)


def cleaned(site: Path) -> None:
    """Empty a site as MkDocs does before it builds: hidden files stay."""
    for entry in site.iterdir():
        if not entry.name.startswith("."):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder of a site that has been built."""
    folder = tmp_path / "site"
    lay(folder, FILES)
    return folder


def test_a_site_is_put_back_byte_for_byte(site: Path) -> None:
    """After a build that emptied it, wrote half of its pages anew and then failed."""
    before = fingerprint(site)
    with kept(site) as keeping:
        cleaned(site)
        lay(site, {"index.html": b"<p>new", "en/new/index.html": b"<p>new", "assets": b"a file, where a folder was"})
        assert fingerprint(site) != before
        keeping.put_back()
        assert fingerprint(site) == before
    assert fingerprint(site) == before
    assert {name: (site / name).read_bytes() for name in FILES} == FILES


def test_a_site_that_could_be_built_is_left_as_it_is(site: Path) -> None:
    """The copy is only for the other case."""
    with kept(site):
        cleaned(site)
        lay(site, {"index.html": b"<p>new"})
    assert sorted(entry.name for entry in site.iterdir()) == [".nojekyll", "index.html"]
    assert (site / "index.html").read_bytes() == b"<p>new"


def test_no_copy_is_left_behind(site: Path) -> None:
    """Not even when the server is stopped in between."""
    with pytest.raises(KeyboardInterrupt), kept(site):
        raise KeyboardInterrupt
    assert [entry.name for entry in site.parent.iterdir()] == ["site"]
    assert (site / "index.html").read_bytes() == FILES["index.html"]


def test_a_site_can_be_put_back_again_and_again(site: Path) -> None:
    """An editor may make one mistake after another."""
    before = fingerprint(site)
    for _ in range(3):
        with kept(site) as keeping:
            cleaned(site)
            keeping.put_back()
            keeping.put_back()
        assert fingerprint(site) == before


@pytest.mark.parametrize("name", [".nojekyll", ".well-known/security.txt"])
def test_a_hidden_file_is_put_back_too(site: Path, name: str) -> None:
    """MkDocs does not remove it before a build, so a build writes over it in place."""
    lay(site, {name: b"before"})
    with kept(site) as keeping:
        cleaned(site)
        lay(site, {name: b"after"})
        keeping.put_back()
    assert (site / name).read_bytes() == b"before"


def test_a_site_whose_folder_is_gone_is_put_back(site: Path) -> None:
    """A build that failed at the worst moment."""
    before = fingerprint(site)
    with kept(site) as keeping:
        shutil.rmtree(site)
        keeping.put_back()
    assert fingerprint(site) == before
