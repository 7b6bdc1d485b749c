"""Themes: the subjects of research that people and news have in common."""

from __future__ import annotations

from immunopole.fields import Id, Record, SharedLine, TranslatedDescription, WebAddress


class Theme(Record):
    """One subject, and a sentence that says what it is."""

    id: Id
    name: SharedLine
    summary: TranslatedDescription
    sources: tuple[WebAddress, ...] = ()


class ThemesFile(Record):
    """The whole of `data/themes.yaml`."""

    themes: tuple[Theme, ...]
