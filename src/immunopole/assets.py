"""Style sheets and scripts: many small files for us, one of each for a visitor, named by what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Bundle:
    """One file of the built site; its name changes exactly when its bytes do, so it may be cached for ever."""

    address: str
    content: bytes


def bundle(files: Sequence[Path], stem: str, suffix: str, first: str = "") -> Bundle:
    """Join files in the order given, after a text that no file has; FileNotFoundError when one is missing."""
    content = first.encode() + b"".join(file.read_bytes().rstrip() + b"\n" for file in files)
    digest = sha256(content).hexdigest()[:12]
    return Bundle(f"assets/{stem}.{digest}{suffix}", content)
