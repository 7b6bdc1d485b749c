"""The vocabulary of roles: a title that many people hold, worded once, in every form a language has for it.

A language whose titles vary with the person gives a masculine, a feminine and an epicene form (one that names the
office and suits anybody); a language whose titles do not vary gives one text.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from immunopole.fields import BY_LANGUAGE, COMPLETE, Id, Line, Record, one_line

Agreement = Literal["masculine", "feminine", "epicene"]


class Forms(Record):
    """A title in one language, in the three forms a person may ask for."""

    masculine: Line
    feminine: Line
    epicene: Line


def _one_for_all(value: Any) -> Any:
    return value if isinstance(value, dict) else dict.fromkeys(Forms.model_fields, one_line(value))


TitleForms = Annotated[Forms, BeforeValidator(_one_for_all, json_schema_input_type=str | Forms)]


class Term(Record):
    """One role of the vocabulary; `data/people.yaml` names it by its id."""

    id: Id
    title: Annotated[dict[str, TitleForms], COMPLETE, Field(json_schema_extra={BY_LANGUAGE: "complete"})]

    def worded(self, agreement: Agreement) -> dict[str, str]:
        """Give the title in every language, in the form that suits a person."""
        return {locale: str(getattr(forms, agreement)) for locale, forms in self.title.items()}


class RolesFile(Record):
    """The whole of `data/roles.yaml`."""

    roles: tuple[Term, ...]
