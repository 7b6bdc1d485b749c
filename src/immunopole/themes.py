"""Themes: what the cluster works on, each with a page of its own: subjects of research, diseases, technologies."""

from __future__ import annotations

from typing import Literal

from immunopole.fields import (
    OrganisationRef,
    OwnMarkdown,
    PageId,
    Record,
    SharedLine,
    ThemeRef,
    TranslatedDescription,
    WebAddress,
)

Kind = Literal["theme", "disease", "technology"]


class Theme(Record):
    """One subject: a sentence that says what it is, then a text that explains it."""

    id: PageId
    former_ids: tuple[PageId, ...] = ()
    kind: Kind = "theme"
    name: SharedLine
    summary: TranslatedDescription
    description: OwnMarkdown | None = None
    themes: tuple[ThemeRef, ...] = ()
    organisations: tuple[OrganisationRef, ...] = ()
    sources: tuple[WebAddress, ...] = ()


class ThemesFile(Record):
    """The whole of `data/themes.yaml`."""

    themes: tuple[Theme, ...]
