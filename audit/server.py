"""A host on this machine, as strict as a real one should be: compression, types, caching, policy, its own 404 page."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import brotli

from immunopole.policy import POLICY, policy_of

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".speculation": "application/speculationrules+json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".pdf": "application/pdf",
}
_PACKED = ("text/", "application/json", "application/manifest", "application/xml", "application/wasm", "image/svg")
_OLD = "public, max-age=31536000, immutable"
_NEW = "no-cache"


def served_sizes(file: Path) -> tuple[int, int]:
    """Give the bytes of a file as it is sent: with brotli, and with gzip."""
    raw = file.read_bytes()
    if not _packable(_type(file)):
        return len(raw), len(raw)
    return len(_brotli(raw)), len(gzip.compress(raw, 9, mtime=0))


@dataclass
class Host:
    """A folder of files and how they are sent; what was packed is kept, for packing is slow."""

    folder: Path
    # What this host adds to every answer, and whether it sends a policy at all.
    more: Mapping[str, str] = field(default_factory=dict)
    strict: bool = True
    # The paths that browsers have fetched ahead.
    ahead: list[str] = field(default_factory=list)
    packed: dict[tuple[Path, str], bytes] = field(default_factory=dict)

    def find(self, path: str) -> Path | None:
        """Find the file at a path of a request; None where there is none or it leads outside."""
        root = self.folder.resolve()
        file = (root / unquote(path).lstrip("/")).resolve()
        file = file / "index.html" if file.is_dir() else file
        return file if file.is_file() and file.is_relative_to(root) else None

    def policy(self, file: Path | None) -> str:
        """Give the policy of a page: the one it carries itself; any other file gets that of most pages."""
        text = unescape(file.read_text(encoding="utf-8")) if file and file.suffix == ".html" else ""
        policies = (policy_of("search.html"), POLICY)
        return next((policy for policy in policies if f'"{policy.meta}"' in text), POLICY).header

    def body(self, file: Path, accepted: str) -> tuple[bytes, str]:
        """Give what to send of a file, and its encoding, empty for none."""
        if not _packable(_type(file)):
            return file.read_bytes(), ""
        encoding = next((name for name in ("br", "gzip") if name in accepted), "")
        if not encoding:
            return file.read_bytes(), ""
        key = (file, encoding)
        if key not in self.packed:
            raw = file.read_bytes()
            self.packed[key] = _brotli(raw) if encoding == "br" else gzip.compress(raw, 9, mtime=0)
        return self.packed[key], encoding


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without it, each small answer waits for the acknowledgement of its head.
    disable_nagle_algorithm = True

    def __init__(self, *arguments: Any, host: Host) -> None:
        self.host = host
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer with a file, a way to its folder, or the site's own page for what is not there."""
        path = urlsplit(self.path).path
        if self.headers.get("Sec-Purpose", "").startswith("prefetch"):
            self.host.ahead.append(path)
        file = self.host.find(path)
        if file is not None and file.name == "index.html" and not path.endswith(("/", "index.html")):
            self._send(HTTPStatus.MOVED_PERMANENTLY, None, {"Location": f"{path}/"})
        elif file is not None:
            self._send(HTTPStatus.OK, file)
        else:
            self._send(HTTPStatus.NOT_FOUND, self._lost(path))

    def do_HEAD(self) -> None:
        """Answer likewise, without the body."""
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _lost(self, path: str) -> Path | None:
        """Give the 404 page of the nearest folder that has one."""
        folders = [unquote(path).strip("/").split("/")[:1], []]
        found = (self.host.find("/".join([*folder, "404.html"])) for folder in folders)
        return next((file for file in found if file), None)

    def _send(self, status: HTTPStatus, file: Path | None, more: dict[str, str] | None = None) -> None:
        body, encoding = self.host.body(file, self.headers.get("Accept-Encoding", "")) if file else (b"", "")
        self.send_response(status)
        policy = {"Content-Security-Policy": self.host.policy(file)} if self.host.strict else {}
        for name, value in {**HEADERS, **policy, **self.host.more, **(more or {})}.items():
            self.send_header(name, value)
        if file:
            self.send_header("Content-Type", _type(file))
            self.send_header("Cache-Control", _OLD if "assets" in file.parts else _NEW)
            self.send_header("Vary", "Accept-Encoding")
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Say nothing: a browser that goes on breaks its connections off."""


@contextmanager
def serving(folder: Path, *, host: Host | None = None) -> Iterator[str]:
    """Serve a built site on a free port of this machine; give its address.

    A `host` of one's own sends more headers, or no policy.
    """
    server = _Server(("127.0.0.1", 0), partial(_Handler, host=host or Host(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _brotli(raw: bytes) -> bytes:
    packed: bytes = brotli.compress(raw, quality=11)
    return packed


def _type(file: Path) -> str:
    if file.name.startswith("speculation."):
        return _TYPES[".speculation"]
    return _TYPES.get(file.suffix.lower(), "application/octet-stream")


def _packable(kind: str) -> bool:
    return kind.startswith(_PACKED)
