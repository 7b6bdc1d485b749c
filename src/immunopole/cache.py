"""What is slow to make and seldom changes: the latest result, kept beside the site until its key changes."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

# Beside `mkdocs.yml`; `make clean` removes it.
FOLDER = ".build"
_SEAL = sha256().digest_size


def cached(file: Path, key: str, make: Callable[[], bytes]) -> bytes:
    """Give what `make` gave for `key` the last time, kept in `file`; make it again for another key.

    The file begins with a seal (SHA-256) of key and content, so one that is damaged, or was kept for another key, is
    only made again. A folder nobody may write in costs time, and nothing else.
    """
    with suppress(OSError):
        kept = file.read_bytes()
        if kept[:_SEAL] == _seal(key, kept[_SEAL:]):
            return kept[_SEAL:]
    content = make()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, _seal(key, content) + content)
    return content


def _seal(key: str, content: bytes) -> bytes:
    return sha256(sha256(key.encode()).digest() + content).digest()


def _replace(file: Path, content: bytes) -> None:
    """Write a file at once: another build beside this one reads the former content or the new, never half of it."""
    with NamedTemporaryFile(dir=file.parent, delete=False) as written:
        try:
            written.write(content)
            written.close()
            os.replace(written.name, file)  # noqa: PTH105  # NamedTemporaryFile gives its name as a text
        except OSError:
            Path(written.name).unlink(missing_ok=True)
            raise
