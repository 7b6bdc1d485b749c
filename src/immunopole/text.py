"""A text on a page, which may be in another language than what surrounds it, and then says so."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from immunopole.languages import Language


@dataclass(frozen=True)
class Text:
    """A text in the language it is in, which may not be that of its place.

    In a template it writes itself: marked with its language where that differs (WCAG 3.1.2), escaped everywhere.
    """

    language: Language
    text: str
    place: Language

    @property
    def foreign(self) -> bool:
        """Whether the language is another than that of the text's place."""
        return self.language.locale != self.place.locale

    @property
    def attributes(self) -> Markup:
        """The attributes of an element that holds the text alone: none when it is in the language of its place."""
        if not self.foreign:
            return Markup("")
        turned = self.language.direction != self.place.direction
        direction = Markup(' dir="{}"').format(self.language.direction) if turned else ""
        return Markup(' lang="{}"{}').format(self.language.locale, direction)

    def __str__(self) -> str:
        """Give the text alone, for an attribute; the template escapes it."""
        return self.text

    def __html__(self) -> Markup:
        """Give the text as HTML."""
        return Markup("<span{}>{}</span>").format(self.attributes, self.text) if self.foreign else escape(self.text)
