"""Times builds of generated sites of growing size, and says how the cost of a page grows.

Usage: `make bench`, or `python benchmarks/build.py [SIZE …]`. Sizes are numbers of people; each has a page in each
of two languages. Machines are noisy: read the last column, the cost of a page as a ratio to the smallest size.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
SIZES = (100, 300, 1000)
RUNS = 3
WORDS = ("antibody", "cell", "tumour", "patient", "target", "receptor", "immune", "response", "trial", "team")


def main() -> None:
    """Build every size several times in turn and print one table."""
    sizes = [int(argument) for argument in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        sites = {size: lay_out(Path(folder) / str(size), size) for size in sizes}
        times: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(RUNS):
            for size in sizes:
                times[size].append(timed(sites[size]))
        pages = {size: len(list((sites[size] / "site").rglob("index.html"))) for size in sizes}
        weights = {size: weight(sites[size] / "site") for size in sizes}
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    first = statistics.median(times[sizes[0]]) / pages[sizes[0]]
    print("| people | files | seconds, median | ms a file | site MB | ratio to the first |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in sizes:
        median = statistics.median(times[size])
        each = median / pages[size]
        cells = [
            size,
            pages[size],
            f"{median:.2f}",
            f"{each * 1000:.2f}",
            f"{weights[size]:.1f}",
            f"{each / first:.2f}",
        ]
        print("| " + " | ".join(map(str, cells)) + " |")
    print(f"\nPeak memory of the largest process: {peak:.0f} MB")


def lay_out(root: Path, size: int) -> Path:
    """Copy the real site and give it many people."""
    root.mkdir(parents=True)
    for name in ("docs", "data", "overrides"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    people = root / "data/people.yaml"
    chance = random.Random(size)
    people.write_text(
        people.read_text(encoding="utf-8") + "".join(record(n, chance) for n in range(size)), encoding="utf-8"
    )
    return root


def record(number: int, chance: random.Random) -> str:
    """Write a person with a biography of three paragraphs in two languages."""
    paragraphs = "\n\n".join("        " + " ".join(chance.choices(WORDS, k=70)).capitalize() + "." for _ in range(3))
    return f"""
  - id: person-{number}
    given_name: Given {number}
    family_name: Family {number}
    degrees: [PhD]
    summary:
      fr: Une personne engendrée pour mesurer le temps que prend la construction, numéro {number}.
      en: A person generated to measure how long a build of the site takes, number {number}.
    positions:
      - title: {{ fr: Chercheuse, en: Researcher }}
        organisation: crcm
        as_of: {chance.randrange(1990, 2026)}
    biography:
      fr: |
{paragraphs}
      en: |
{paragraphs}
    reviewed: 2026-01-31
"""


def timed(root: Path) -> float:
    """Build a site in a process of its own; give the seconds it took."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", str(root / "mkdocs.yml")]
    start = time.monotonic()
    subprocess.run(command, env=environment, check=True)
    return time.monotonic() - start


def weight(folder: Path) -> float:
    """Give the size of a folder in megabytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


if __name__ == "__main__":
    main()
