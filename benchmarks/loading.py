"""Times loading and checking many people against a bare libyaml safe load of the same file, in one run.

Usage: `make bench`, or `python benchmarks/loading.py [PEOPLE]`. Every measurement is a process of its own, the two in
turn, so that a noisy machine troubles both alike; read the ratio and the memory.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PEOPLE = 5_000
RUNS = 5
PARAGRAPHS, WORDS_IN_A_PARAGRAPH = 3, 80
WORDS = [
    "l’immunité",
    "reconnaît",
    "étudie",
    "cellule",
    "anticorps",
    "recherche",
    "patient",
    "équipe",
    "à",
    "Marseille",
    "depuis",
    "2012",
    "œuvre",
]

BARE = """
import sys, yaml
with open(sys.argv[1], "rb") as file:
    yaml.load(file, Loader=yaml.CSafeLoader)
"""
OURS = """
import sys
from datetime import date
from pathlib import Path
from immunopole.advice import advise_on_languages, advise_on_people
from immunopole.fields import Scope
from immunopole.people import PeopleFile
from immunopole.records import read_records
from immunopole.references import check_equal_ids, check_mentions, check_references, find_ids
scope = Scope(("fr", "en"), date(2026, 11, 23))
people, document, problems = read_records(Path(sys.argv[1]), "people.yaml", PeopleFile, scope)
ids = find_ids({"people": document})
problems += check_equal_ids({"people": document})
problems += check_references(document, PeopleFile, ids)
problems += check_mentions(document, PeopleFile, ids)
problems += advise_on_languages(document, PeopleFile, scope)
problems += advise_on_people(document, people.people, scope.today)
assert not problems and len(people.people) == int(sys.argv[2]), problems[:3]
"""
MEASURE = """
import resource, time
started = time.perf_counter()
{code}
elapsed = time.perf_counter() - started
print(elapsed, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Measure both in turn and print seconds, memory and the ratio."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.yaml"
        write_people(file, people)
        megabytes = file.stat().st_size / 1_000_000
        measured = [(measure(BARE, file, people), measure(OURS, file, people)) for _ in range(RUNS)]
    ratio = statistics.median(ours[0] / bare[0] for bare, ours in measured)
    print(f"{people} people, {megabytes:.1f} MB, median of {RUNS} pairs")
    print("| | seconds | memory, MB |")
    print("| --- | --- | --- |")
    for name, runs in (
        ("bare libyaml safe load", [b for b, _ in measured]),
        ("load and check", [o for _, o in measured]),
    ):
        seconds, memory = (statistics.median(each) for each in zip(*runs, strict=True))
        print(f"| {name} | {seconds:.2f} | {memory:.0f} |")
    print(f"\nRatio: {ratio:.2f}\n")


def measure(code: str, file: Path, people: int) -> tuple[float, float]:
    """Run code in a process of its own; give its seconds, imports included, and its peak memory."""
    result = subprocess.run(
        [sys.executable, "-c", MEASURE.format(code=code), file, str(people)], capture_output=True, text=True, check=True
    )
    seconds, memory = result.stdout.split()
    return float(seconds), float(memory)


def write_people(file: Path, number: int) -> None:
    """Write sound records with biographies of three paragraphs in two languages."""
    chance = random.Random(1)
    with file.open("w", encoding="utf-8") as out:
        out.write("people:\n")
        for index in range(number):
            out.write(
                f"  - id: person-{index}\n    given_name: Éve {index}\n    family_name: Exemple\n"
                "    degrees: [MD, PhD]\n    summary:\n"
            )
            for locale in ("fr", "en"):
                out.write(
                    f"      {locale}: Personne inventée numéro {index}, au résumé assez long pour être montré entier.\n"
                )
            out.write("    positions:\n")
            for title in ("Direction", "Équipe", "Chaire"):
                out.write(
                    f"      - title:\n          fr: {title}\n          en: {title}\n        organisation: lab\n"
                    "        from: 2012-05\n        as_of: 2025\n"
                )
            out.write("    biography:\n")
            for locale in ("fr", "en"):
                paragraphs = [" ".join(chance.choices(WORDS, k=WORDS_IN_A_PARAGRAPH)) for _ in range(PARAGRAPHS)]
                out.write(f"      {locale}: |\n" + "\n\n".join(f"        {text}" for text in paragraphs) + "\n")
            out.write(
                "    sources:\n      - https://example.org/a\n      - https://example.org/b\n    reviewed: 2026-01-31\n"
            )


if __name__ == "__main__":
    main()
