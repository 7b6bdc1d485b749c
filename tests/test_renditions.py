"""Photographs on their way to a page: sizes, formats, what is left behind, and files that are none."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageFilter

from immunopole.renditions import FORMATS, MOST_BYTES, WIDTHS, Darkroom, Picture, UnreadablePictureError

Size = tuple[int, int]
# EXIF 2.3.
ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F
RED, BLUE = (200, 30, 30), (30, 30, 200)


def photograph(size: Size, seed: int = 1) -> Image.Image:
    """Make a picture with as much in it as a face before a wall: soft shapes and a little noise."""
    width, height = size
    chance = random.Random(seed)  # noqa: S311  # the same picture every time
    coarse = Image.frombytes("RGB", (12, 15), chance.randbytes(12 * 15 * 3))
    noise = Image.effect_noise(size, 18).convert("RGB").filter(ImageFilter.GaussianBlur(width / 800))
    return Image.blend(coarse.resize((width, height), Image.Resampling.BICUBIC), noise, 0.15)


def two_halves(size: Size) -> Image.Image:
    """Make a picture whose upper half is red and whose lower half is blue."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (0, size[1] // 2, *size))
    return picture


def is_like(found: object, colour: tuple[int, ...]) -> bool:
    """Whether a pixel has nearly a colour."""
    return isinstance(found, tuple) and all(abs(a - b) < 30 for a, b in zip(found, colour, strict=False))


@pytest.fixture
def darkroom(tmp_path: Path) -> Darkroom:
    """A darkroom in which nothing was made yet."""
    return Darkroom(tmp_path / "kept")


def contents(picture: Picture) -> dict[str, bytes]:
    """Give the bytes of every rendition by its name."""
    return {rendition.name: rendition.read() for rendition in picture.renditions}


def test_a_photograph_comes_in_every_size_and_format_and_is_light(darkroom: Darkroom, tmp_path: Path) -> None:
    """Each a file of the kind it says; 25 KB at most for what most pages show."""
    file = tmp_path / "ana-lopez.jpg"
    photograph((1600, 2000)).save(file, quality=92)
    picture = darkroom.develop(file)
    assert (picture.width, picture.height) == (1600, 2000)
    assert [(kind, tuple(r.width for r in found)) for kind, found in picture.sources] == [
        (form.kind, WIDTHS) for form in FORMATS
    ]
    for rendition in picture.renditions:
        with Image.open(io.BytesIO(rendition.read())) as image:
            assert image.size == (rendition.width, rendition.height)
            assert Image.MIME[image.format or ""] == rendition.kind
        if rendition.width <= 320:
            assert len(rendition.read()) <= MOST_BYTES
    assert picture.fallback.kind == "image/webp"
    assert picture.fallback.width == 320


def test_even_noise_becomes_light(darkroom: Darkroom, tmp_path: Path) -> None:
    """Grain, a crowd, leaves: such a picture gives up quality first."""
    file = tmp_path / "grain.jpg"
    Image.effect_noise((700, 700), 60).convert("RGB").save(file)
    small = [r for r in darkroom.develop(file).renditions if r.width == 320]
    assert [r.name for r in small if len(r.read()) > MOST_BYTES] == []


def test_a_photograph_stands_upright_and_tells_nothing_beside_itself(darkroom: Darkroom, tmp_path: Path) -> None:
    """A telephone writes sideways, where it was and whose it is; a profile moves with the pixels, not beside them."""
    file = tmp_path / "phone.jpg"
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKE] = "A telephone"
    exif.get_ifd(GPS).update({1: "N", 2: (43.0, 17.0, 0.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Orientation 6: the first row of the file is the right side of the picture.
    two_halves((800, 600)).rotate(90, expand=True).save(file, exif=exif, icc_profile=profile, xmp=b"<x>secret</x>")
    assert b"A telephone" in file.read_bytes()
    picture = darkroom.develop(file)
    assert (picture.width, picture.height) == darkroom.size(file) == (800, 600)
    for rendition in picture.renditions:
        with Image.open(io.BytesIO(rendition.read())) as image:
            assert set(image.info) & {"exif", "xmp", "icc_profile", "comment"} == set(), rendition
            assert dict(image.getexif()) == {}
            middle = image.width // 2
            assert is_like(image.convert("RGB").getpixel((middle, 4)), RED)
            assert is_like(image.convert("RGB").getpixel((middle, image.height - 5)), BLUE)
        assert b"secret" not in rendition.read()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_ends_upright(darkroom: Darkroom, tmp_path: Path, orientation: int) -> None:
    """All eight of EXIF."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture = two_halves((90, 120))
    picture = picture.transpose(undo[orientation]) if orientation in undo else picture
    picture.save(tmp_path / "a.png", exif=exif)
    made = darkroom.develop(tmp_path / "a.png")
    assert (made.width, made.height) == darkroom.size(tmp_path / "a.png") == (90, 120)
    with Image.open(io.BytesIO(made.fallback.read())) as image:
        assert is_like(image.convert("RGB").getpixel((45, 3)), RED)
        assert is_like(image.convert("RGB").getpixel((45, 116)), BLUE)


def test_colours_of_other_spaces_are_shown_as_they_are(darkroom: Darkroom, tmp_path: Path) -> None:
    """Print's four inks, grey, sixteen bits, a palette, and what can be seen through."""
    red = Image.new("RGB", (64, 64), (255, 0, 0))
    red.convert("CMYK").save(tmp_path / "inks.jpg")
    red.convert("P").save(tmp_path / "palette.png")
    Image.new("L", (64, 64), 128).save(tmp_path / "grey.png")
    Image.new("I;16", (64, 64), 32896).save(tmp_path / "deep.png")
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    wanted = {
        "inks.jpg": (255, 0, 0, 255),
        "palette.png": (255, 0, 0, 255),
        "grey.png": (128, 128, 128, 255),
        "deep.png": (128, 128, 128, 255),
    }
    for name, colour in wanted.items():
        for rendition in darkroom.develop(tmp_path / name).renditions:
            with Image.open(io.BytesIO(rendition.read())) as image:
                assert is_like(image.convert("RGBA").getpixel((32, 32)), colour), (name, rendition.kind)
    for rendition in darkroom.develop(tmp_path / "clear.png").renditions:
        with Image.open(io.BytesIO(rendition.read())) as image:
            assert image.convert("RGBA").getchannel("A").getextrema() == (0, 0)


def test_nothing_is_enlarged(darkroom: Darkroom, tmp_path: Path) -> None:
    """A small picture stays small, in one size; one between two sizes is the last of them."""
    Image.new("RGB", (1, 1)).save(tmp_path / "dot.png")
    photograph((400, 500)).save(tmp_path / "small.png")
    assert {r.width for r in darkroom.develop(tmp_path / "dot.png").renditions} == {1}
    assert {r.width for r in darkroom.develop(tmp_path / "small.png").renditions} == {160, 320, 400}


def test_a_huge_photograph_is_read(darkroom: Darkroom, tmp_path: Path) -> None:
    """36 million pixels are a good camera's; a file that claims more is refused before it fills the memory."""
    Image.new("RGB", (6000, 6000), RED).save(tmp_path / "camera.jpg")
    assert darkroom.develop(tmp_path / "camera.jpg").renditions[0].width == 160
    Image.new("1", (30_000, 30_000)).save(tmp_path / "bomb.png")
    with pytest.raises(UnreadablePictureError) as told:
        darkroom.size(tmp_path / "bomb.png")
    assert told.value.code == "portrait-pixels"


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_a_file_that_is_damaged_anywhere_is_told_and_never_an_accident(tmp_path: Path, suffix: str) -> None:
    """Cut off, or with bytes that are not the camera's: either it can be shown, or it is told."""
    whole = io.BytesIO()
    photograph((120, 150)).save(whole, {"jpg": "JPEG"}.get(suffix, suffix))
    chance = random.Random(7)  # noqa: S311  # the same damage every time
    darkroom, file = Darkroom(tmp_path / "kept"), tmp_path / f"a.{suffix}"
    told: list[str] = []
    for cut in range(1, 20):
        content = bytearray(whole.getvalue())
        if cut % 2:
            content = content[: len(content) * cut // 21]
        else:
            for _ in range(cut):
                content[chance.randrange(len(content))] = chance.randrange(256)
        file.write_bytes(content)
        try:
            darkroom.size(file)
        except UnreadablePictureError as error:
            told.append(error.code)
        else:
            darkroom.develop(file)
    assert set(told) <= {"portrait-broken", "portrait-pixels"}
    assert len(told) >= 9


def test_what_was_made_once_is_not_made_again(
    darkroom: Darkroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is the same, byte for byte and by name, wherever it is made."""
    file = tmp_path / "ana-lopez.jpg"
    photograph((500, 600)).save(file)
    first = darkroom.develop(file)
    assert contents(Darkroom(tmp_path / "elsewhere").develop(file)) == contents(first)
    monkeypatch.setattr(Image, "open", None)
    assert darkroom.develop(file) == first
    assert darkroom.size(file) == (500, 600)


@pytest.mark.parametrize("spoilt", ["size", "320.avif", "160.webp"])
@pytest.mark.parametrize("how", ["gone", "empty", "other", "strange"])
def test_what_was_kept_and_is_spoilt_is_made_again(darkroom: Darkroom, tmp_path: Path, spoilt: str, how: str) -> None:
    """A full disk, a program that tidies up: the build does not trust what it finds."""
    file = tmp_path / "ana-lopez.jpg"
    photograph((330, 400)).save(file)
    first = contents(darkroom.develop(file))
    kept = sorted(path for path in darkroom.folder.rglob("*") if path.is_file())
    (broken,) = (path for path in kept if path.name == spoilt)
    content = {"empty": b"", "other": broken.read_bytes()[:-1] + b"?", "strange": b"[1]"}.get(how)
    if content is None:
        broken.unlink()
    else:
        broken.write_bytes(content)
    assert darkroom.size(file) == (330, 400)
    assert contents(darkroom.develop(file)) == first
    assert sorted(path for path in darkroom.folder.rglob("*") if path.is_file()) == kept


def test_another_photograph_under_the_same_name_has_other_addresses(darkroom: Darkroom, tmp_path: Path) -> None:
    """So that what a browser kept is never shown for it."""
    file = tmp_path / "ana-lopez.jpg"
    photograph((330, 400)).save(file)
    first = contents(darkroom.develop(file))
    photograph((330, 400), seed=2).save(file)
    assert contents(darkroom.develop(file)).keys() & first.keys() == set()
