"""Photographs as pages show them: in the sizes and formats a browser chooses from, with nothing hidden in them.

Only pixels leave the source: orientation is applied, colours become sRGB, and what a camera or an editor's program
wrote beside them (EXIF, where it was taken, XMP, colour profile) is left behind. What was made once is kept, so a
second build makes nothing.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps, features

from immunopole import cache
from immunopole.addresses import fingerprint

# Beside `mkdocs.yml`.
FOLDER = f"{cache.FOLDER}/pictures"
# What a page shows at most, twice as many pixels for fine screens, and steps between.
WIDTHS = (160, 320, 480, 640)
# More than any camera's photograph needs; a file of few bytes can claim to have more than the memory holds.
MOST_PIXELS = 50_000_000
# The most bytes of a rendition 320 pixels wide; wider ones may have more in proportion to their width.
MOST_BYTES, MOST_BYTES_AT = 25_000, 320
# A telephone’s JPEG may hold several pictures; Pillow finds that out by itself and gives the first.
_READ = ("JPEG", "PNG", "WEBP")
_LOWEST_QUALITY, _QUALITY_STEP = 20, 8
# EXIF 2.3: the tag, and its values for a picture that lies on its side.
_ORIENTATION, _ON_ITS_SIDE = 0x0112, frozenset({5, 6, 7, 8})
_SIZE = "size"
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Format:
    """A format to write; `kind` is its media type, `name` what Pillow calls it, `quality` the one to begin with."""

    suffix: str
    kind: str
    name: str
    quality: int
    options: tuple[tuple[str, Any], ...]


# The best first: a browser takes the first it knows, and every browser of the last years knows the last.
FORMATS = (
    # One thread: more of them may cut a picture up differently on another machine.
    Format("avif", "image/avif", "AVIF", 60, (("speed", 7), ("max_threads", 1))),
    Format("webp", "image/webp", "WEBP", 76, (("method", 4),)),
)
_SETTINGS = repr((WIDTHS, MOST_BYTES, MOST_BYTES_AT, _LOWEST_QUALITY, _QUALITY_STEP, FORMATS))
_LIBRARIES = repr([(name, features.version(name)) for name in ("pil", "avif", "webp", "libjpeg_turbo", "littlecms2")])


class UnreadablePictureError(Exception):
    """A file that is no picture we can show; `code` words it (see `messages/`)."""

    def __init__(self, code: str, **details: str) -> None:
        """Keep what a problem needs."""
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True)
class Rendition:
    """A picture in one format and one size; `read` gives its bytes, `name` is what to publish them as."""

    name: str
    kind: str
    width: int
    height: int
    # Read when they are wanted: the portraits of a large site are more than its build should hold at once.
    read: Callable[[], bytes] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Picture:
    """A photograph in all its renditions; `width` and `height` are those of the original, upright."""

    width: int
    height: int
    renditions: tuple[Rendition, ...]

    @property
    def sources(self) -> tuple[tuple[str, tuple[Rendition, ...]], ...]:
        """The renditions by media type, the best first, each from narrow to wide."""
        kinds = dict.fromkeys(rendition.kind for rendition in self.renditions)
        return tuple((kind, tuple(r for r in self.renditions if r.kind == kind)) for kind in kinds)

    @property
    def fallback(self) -> Rendition:
        """The rendition for a browser that cannot choose: of the most widely known format, of middle size."""
        _, known = self.sources[-1]
        return next((rendition for rendition in known if rendition.width >= MOST_BYTES_AT), known[-1])


@dataclass(frozen=True)
class Darkroom:
    """Makes renditions, and keeps the latest of each file in a folder."""

    folder: Path

    def develop(self, file: Path) -> Picture:
        """Give a file's renditions, made now unless they are there; UnreadablePictureError when it is no picture."""
        key, negative = _key(file), _Negative(file)
        width, height = json.loads(cache.cached(self._kept(file, _SIZE), key, negative.size))
        renditions = []
        for form in FORMATS:
            for each in sorted({min(each, width) for each in WIDTHS}):
                size = (each, max(1, round(each * height / width)))
                kept = self._kept(file, f"{each}.{form.suffix}")
                content = cache.cached(kept, key, partial(negative.printed, size, form))
                name = f"{file.stem}-{each}.{fingerprint(content)}.{form.suffix}"
                # Made again should somebody tidy up meanwhile; a negative of its own holds no picture until then.
                read = partial(cache.cached, kept, key, partial(_Negative(file).printed, size, form))
                renditions.append(Rendition(name, form.kind, *size, read))
        return Picture(width, height, tuple(renditions))

    def size(self, file: Path) -> tuple[int, int]:
        """Give width and height of a picture once it is upright; UnreadablePictureError when it is none.

        One that is not kept is read to its last byte: where copying was cut off, its end is missing.
        """
        kept = cache.kept(self._kept(file, _SIZE), _key(file))
        if kept is None:
            return _read(file, side=1)[1]
        width, height = json.loads(kept)
        return width, height

    def _kept(self, file: Path, name: str) -> Path:
        return self.folder / file.name / name


@dataclass(frozen=True)
class _Negative:
    """A file, opened only when something has to be made of it."""

    file: Path

    @cached_property
    def _opened(self) -> tuple[Image.Image, tuple[int, int]]:
        image, size = _read(self.file, side=2 * WIDTHS[-1])
        return _in_plain_colours(image), size

    def size(self) -> bytes:
        return json.dumps(self._opened[1]).encode()

    def printed(self, size: tuple[int, int], form: Format) -> bytes:
        small = self._opened[0].resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
        return _encoded(small, form)


def _key(file: Path) -> str:
    """Name all that renditions are made from: the file, our settings, the programs that write."""
    return f"{sha256(file.read_bytes()).hexdigest()} {_SETTINGS} {_LIBRARIES}"


def _read(file: Path, *, side: int) -> tuple[Image.Image, tuple[int, int]]:
    """Read a picture, upright, with at least `side` pixels each way if it has them; and give its own size."""
    with warnings.catch_warnings():
        # Pillow warns of hidden data that is broken, which we leave behind, and of very many pixels, which we refuse.
        warnings.simplefilter("ignore")
        try:
            with Image.open(file, formats=_READ) as image:
                width, height = image.size
                if width * height <= MOST_PIXELS:
                    image.draft(None, (side, side))
                    upright = ImageOps.exif_transpose(image)
                    turned = image.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
                    return upright, (height, width) if turned else (width, height)
        except Image.DecompressionBombError:
            width, height = 0, 0
        except Exception as error:  # whatever a decoder says of bytes that nobody foresaw
            raise UnreadablePictureError("portrait-broken") from error
    raise UnreadablePictureError("portrait-pixels", limit=str(MOST_PIXELS // 1_000_000))


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """Give a picture in sRGB, with transparency if it has any, and with nothing beside its pixels."""
    if image.mode.startswith("I"):
        # Sixteen bits of grey; eight are shown.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        image = image.convert(mode)
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode)
            image = converted or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A profile for other colours than the picture's, or none at all: shown as if it had none.
            pass
    plain = Image.new(mode, image.size)
    plain.paste(image.convert(mode))
    return plain


def _encoded(image: Image.Image, form: Format) -> bytes:
    """Write a picture as well as its allowance of bytes lets us."""
    most = MOST_BYTES * max(1, image.width / MOST_BYTES_AT)
    for quality in range(form.quality, _LOWEST_QUALITY - 1, -_QUALITY_STEP):
        out = BytesIO()
        image.save(out, form.name, quality=quality, **dict(form.options))
        if out.tell() <= most:
            break
    return out.getvalue()
