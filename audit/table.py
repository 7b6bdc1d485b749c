"""The one table of `make audit`, in Markdown for people and in JSON for programs, and what was missed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from .targets import TARGETS, Measured, missed

# So many lines of one kind say enough.
_ENOUGH = 5


def write_table(folder: Path, pages: Sequence[Measured], markup: Sequence[str]) -> bool:
    """Write `audit.md` and `audit.json` into a folder; give whether everything is as it must be."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "audit.md").write_text("\n".join([*lines(pages, markup), ""]), encoding="utf-8")
    data = {
        "markup": list(markup),
        "pages": [{**asdict(page), "grade": page.grade, "missed": list(missed(page))} for page in pages],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str).replace("Infinity", "null")
    (folder / "audit.json").write_text(f"{text}\n", encoding="utf-8")
    return not markup and not any(any(missed(page)) for page in pages)


def lines(pages: Sequence[Measured], markup: Sequence[str]) -> Iterator[str]:
    """Give the table, line by line; what misses its target is in bold, and listed below."""
    counts = ("axe", "console", "third party", "kept", "layout")
    head = ["page", *(target.name for target in TARGETS), "grade", *counts]
    yield "# What was measured"
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for page in pages:
        found = (page.violations, page.complaints, page.foreign, page.kept, page.layout)
        told = [f"**{len(some)}**" if some else "0" for some in found]
        cells = [page.page.name, *(target.shown(page) for target in TARGETS), page.grade, *told]
        yield f"| {' | '.join(cells)} |"
    yield ""
    yield from _listed("Nu HTML checker, all pages", markup)
    for page in pages:
        yield from _listed(f"{page.page.name} (/{page.page.address})", list(missed(page)))
        if page.paint and page.paint.failed:
            yield f"Lighthouse: {'; '.join(page.paint.failed)}"
            yield ""


def _listed(title: str, found: Sequence[str]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    if not found:
        yield "Nothing to say."
    seen: Counter[str] = Counter()
    for fault in found:
        # One rule broken a hundred times is one thing to mend.
        kind = fault.partition(" (")[0].partition(": ")[0]
        seen[kind] += 1
        if seen[kind] <= _ENOUGH:
            yield f"- {fault}"
    yield from (f"- {kind}: {count - _ENOUGH} more" for kind, count in seen.items() if count > _ENOUGH)
    yield ""
