"""The editor's data files: which there are, what each holds, and which may be missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from immunopole.events import EventsFile
from immunopole.figures import FiguresFile
from immunopole.fingerprints import NAME as FINGERPRINTS
from immunopole.glossary import GlossaryFile
from immunopole.organisations import OrganisationsFile
from immunopole.own_words import FOLDER as OWN_WORDS
from immunopole.people import PeopleFile
from immunopole.periods import PeriodsFile
from immunopole.problems import Problem, closest
from immunopole.publisher import PublisherFile
from immunopole.themes import ThemesFile
from immunopole.timeline import TimelineFile
from immunopole.vocabulary import RolesFile

FileModel = TypeVar("FileModel", bound=BaseModel)


@dataclass(frozen=True)
class DataFile(Generic[FileModel]):
    """One file of the folder `data/`: `kind` is its name and, for a file of records, the key of their list."""

    kind: str
    model: type[FileModel]
    required: bool = False

    @property
    def name(self) -> str:
        """The file's name in the folder."""
        return f"{self.kind}.yaml"


PEOPLE = DataFile("people", PeopleFile, required=True)
ORGANISATIONS = DataFile("organisations", OrganisationsFile, required=True)
FIGURES = DataFile("figures", FiguresFile, required=True)
PUBLISHER = DataFile("publisher", PublisherFile, required=True)
ROLES = DataFile("roles", RolesFile)
THEMES = DataFile("themes", ThemesFile)
TIMELINE = DataFile("timeline", TimelineFile)
PERIODS = DataFile("periods", PeriodsFile)
EVENTS = DataFile("events", EventsFile)
GLOSSARY = DataFile("glossary", GlossaryFile)
ALL: tuple[DataFile[Any], ...] = (
    PEOPLE,
    ORGANISATIONS,
    ROLES,
    THEMES,
    TIMELINE,
    PERIODS,
    EVENTS,
    GLOSSARY,
    FIGURES,
    PUBLISHER,
)

# What stands beside them and holds no records.
BESIDE = (OWN_WORDS, FINGERPRINTS)


def check_names(folder: Path, shown_as: str) -> Iterator[Problem]:
    """Yield a problem for every file that nothing reads: a misspelt name would silently publish nothing."""
    known = [file.name for file in ALL]
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.name not in {*known, *BESIDE} and not file.name.startswith(".") and file.suffix != ".md":
            details = {"known": ", ".join(known), "closest": closest(file.name, known)}
            yield Problem(f"{shown_as}/{file.name}", "unknown-file", details=details)
