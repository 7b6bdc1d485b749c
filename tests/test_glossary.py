"""What the letters of a page stand for: the glossary's abbreviations, and the acronyms of organisations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from immunopole.glossary import acronyms
from immunopole.organisations import Organisation

from .conftest import lay_out, run_build


def house(name: dict[str, str], acronym: dict[str, str] | None) -> Organisation:
    """Make an organisation of which only the names matter."""
    fields: dict[str, Any] = {"name": name, "acronym": acronym}
    return Organisation.model_construct(**fields)


def test_an_acronym_stands_for_the_name_of_its_organisation_in_a_language() -> None:
    """Where that language has both; one that is the name explains nothing, nor does one that two organisations have."""
    both = {"fr": "Institut de l’Exemple", "en": "Example Institute"}
    houses = [
        house(both, {"fr": "IE", "en": "EI"}),
        house({"fr": "Nom français"}, {"fr": "NF", "en": "NF"}),
        house({"fr": "CNE", "en": "CNE"}, {"fr": "CNE", "en": "CNE"}),
        house({"fr": "Un centre", "en": "A centre"}, {"fr": "C", "en": "C"}),
        house({"fr": "Un autre centre", "en": "Another centre"}, {"fr": "C", "en": "C"}),
        house({"fr": "Sans sigle", "en": "Without letters"}, None),
    ]
    assert acronyms(houses, "fr") == {"IE": "Institut de l’Exemple", "NF": "Nom français"}
    assert acronyms(houses, "en") == {"EI": "Example Institute"}


def test_a_page_explains_the_acronym_of_an_organisation(tmp_path: Path) -> None:
    """Once, where it first comes, without anybody having written it into the glossary."""
    root = lay_out(tmp_path / "small")
    houses = root / "data/organisations.yaml"
    houses.write_text(houses.read_text(encoding="utf-8").replace("acronym: L&C", "acronym: LC"), encoding="utf-8")
    home = root / "docs/en/community/index.md"
    home.write_text(f"{home.read_text(encoding='utf-8')}\nThe LC, then LC again.\n", encoding="utf-8")
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("[attr_list]", "[abbr, attr_list]"), encoding="utf-8"
    )
    site = run_build(root)
    assert site.exit_code == 0, site.log
    (told,) = site.page("en/community/").xpath("//abbr[@title='Laboratory <L> & Co']")
    assert told.text == "LC"
