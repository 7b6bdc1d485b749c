"""Throws mutated YAML at the loader and the checks: `make fuzz SECONDS=600`. Linux only; needs atheris.

Every input must end in a document or in problems that can be worded in every language and point into the text;
never in an exception, in more than ten seconds or in more than a gigabyte. The corpus grows in `tests/fuzz/corpus/`
and a failing input is kept there under `crash-…`.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import atheris

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
REPOSITORY = HERE.parent.parent
SCOPE_LOCALES = ("fr", "en")
TODAY = date(2026, 11, 23)
LONGEST_INPUT_BYTES = 65_536
SLOWEST_INPUT_SECONDS, MOST_MEMORY_MEGABYTES = 10, 1024

with atheris.instrument_imports(include=["immunopole"]):
    from immunopole import datafiles
    from immunopole.documents import Document, decode, parse_document, split_front_matter
    from immunopole.fields import Scope
    from immunopole.messages import report, wording_locales
    from immunopole.pages import FrontMatter
    from immunopole.problems import Problem
    from immunopole.records import check_document
    from immunopole.references import check_equal_ids, check_mentions, check_references, find_ids

SCOPE = Scope(SCOPE_LOCALES, TODAY)


def try_file(data: bytes) -> None:
    """Read an input as each kind of file in turn: its first byte says which."""
    if not data:
        return
    text, problems = decode(data[1:], "f")
    if text is None:
        tell(problems, data.count(b"\n") + 1)
        return
    kinds = [*datafiles.ALL, None]
    file = kinds[data[0] % len(kinds)]
    if file is None:
        above, _ = split_front_matter(text)
        document, problems = parse_document(above, "f", first_line=2)
    else:
        document, problems = parse_document(text, "f", many=True)
    if document is not None:
        problems = problems + check(document, file)
    tell(problems, text.count("\n") + 2)


def check(document: Document, file: datafiles.DataFile[Any] | None) -> list[Problem]:
    """Run every check that a file alone can be given."""
    model = FrontMatter if file is None else file.model
    _, problems = check_document(document, model, SCOPE)
    if file is not None:
        documents = {file.kind: document}
        ids = find_ids(documents)
        problems += check_equal_ids(documents)
        problems += check_references(document, model, ids)
        problems += check_mentions(document, model, ids)
    return problems


def tell(problems: list[Problem], lines: int) -> None:
    """Word all problems; each must point into the text."""
    for problem in problems:
        assert 1 <= problem.place.line <= lines, problem
        assert problem.place.column >= 1, problem
    report(problems, wording_locales())


def seed() -> None:
    """Begin with the real files, the fullest ones of the tests, and every golden case."""
    CORPUS.mkdir(exist_ok=True)
    for index, file in enumerate(datafiles.ALL):
        for folder in (REPOSITORY / "data", REPOSITORY / "tests/sites/every-field/data"):
            path = folder / file.name
            if path.exists():
                name = f"seed-{file.kind}-{folder.parent.name}"
                (CORPUS / name).write_bytes(bytes([index]) + path.read_bytes()[:LONGEST_INPUT_BYTES])
    for path in (REPOSITORY / "tests/cases").glob("*.yaml"):
        (CORPUS / f"seed-case-{path.stem}").write_bytes(b"\0" + path.read_bytes())


def main() -> None:
    """Run for the seconds given."""
    seed()
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    options = [
        sys.argv[0],
        str(CORPUS),
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST_INPUT_BYTES}",
        f"-timeout={SLOWEST_INPUT_SECONDS}",
        f"-rss_limit_mb={MOST_MEMORY_MEGABYTES}",
        f"-artifact_prefix={CORPUS}/",
        "-print_final_stats=1",
    ]
    atheris.Setup(options, try_file)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
