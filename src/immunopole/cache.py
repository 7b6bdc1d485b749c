"""What is slow to make and seldom changes: the latest result, kept beside the site until its key changes.

`make clean` removes it; a host of builds may keep it from one build to the next.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

# Beside `mkdocs.yml`.
FOLDER = ".build"
_SEAL = sha256().digest_size


def cached(file: Path, key: str, make: Callable[[], bytes]) -> bytes:
    """Give what `make` gave for `key` the last time, kept in `file`; make it again for another key.

    A folder nobody may write in costs time, and nothing else.
    """
    content = kept(file, key)
    if content is None:
        content = make()
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(file, _seal(key, content) + content)
    return content


def kept(file: Path, key: str) -> bytes | None:
    """Give what is kept in `file` for `key`, and None when there is no such thing.

    The file begins with a seal (SHA-256) of key and content, so one that is damaged, or was kept for another key,
    counts as none.
    """
    try:
        sealed = file.read_bytes()
    except OSError:
        return None
    content = sealed[_SEAL:]
    return content if sealed[:_SEAL] == _seal(key, content) else None


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
