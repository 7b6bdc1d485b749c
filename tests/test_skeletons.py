"""New records: what is written for an editor to complete, and that nothing else changes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from immunopole.authoring import Desk, Draft
from immunopole.catalogue import read_catalogue
from immunopole.documents import Document, parse_document
from immunopole.events import Event
from immunopole.organisations import Organisation
from immunopole.pages import FrontMatter
from immunopole.people import Person, Position
from immunopole.problems import errors
from immunopole.settings import read_layout
from immunopole.skeletons import free_id, with_record

from .conftest import REPOSITORY, TODAY, lay_out
from .test_cli import run

TITLE = {"fr": "Journée portes ouvertes", "en": "Open day"}
# How a record of each kind of file is drafted, and its id.
KINDS: dict[str, tuple[Callable[[Desk], Draft], str]] = {
    "people": (lambda desk: desk.person("Camille", "Exemple", "lab", "director", TODAY), "camille-exemple"),
    "organisations": (lambda desk: desk.organisation("Institut Exemple", "other", "IE"), "ie"),
    "events": (lambda desk: desk.event(TITLE, "2026-06-01 14:00"), "2026-06-01-journee-portes-ouvertes"),
}
SKELETONS: dict[str, type[BaseModel]] = {
    "people": Person,
    "people.positions": Position,
    "organisations": Organisation,
    "events": Event,
    "news": FrontMatter,
}


def optional(model: type[BaseModel]) -> list[str]:
    """List the keys a record may have, as they are typed."""
    return [field.alias or name for name, field in model.model_fields.items() if not field.is_required()]


BLOCKS = [(place, key) for place, model in SKELETONS.items() for key in optional(model)]


def desk_at(root: Path) -> Desk:
    """Open the desk of a site."""
    layout, problems = read_layout(root / "mkdocs.yml", "/")
    assert layout is not None, problems
    return Desk(layout, "en")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a site that has every field."""
    return lay_out(tmp_path, "every-field")


@pytest.fixture
def desk(root: Path) -> Desk:
    """The desk of that site."""
    return desk_at(root)


def parsed(text: str, kind: str) -> Document:
    """Parse a data file, which must be one."""
    document, problems = parse_document(text, kind, many=True)
    assert document is not None, problems
    assert problems == []
    return document


def ids(text: str, kind: str) -> list[str]:
    """List the ids of a file's records in their order."""
    return [record["id"] for record in parsed(text, kind).value((kind,))]


def is_kept(old: str, new: str) -> bool:
    """Whether every line of a text is in another, in its order."""
    rows = iter(new.split("\n"))
    return all(line in rows for line in old.rstrip("\n").split("\n"))


def added(old: str, draft: Draft) -> list[str]:
    """Give the lines of a draft that are new, and see that they stand together where it says."""
    rows, count = draft.text.split("\n"), draft.text.count("\n") - old.count("\n")
    begin = draft.line - 1
    # The first line of a record is explained above its dash.
    while rows[begin - 1].startswith("  #") and rows[begin - 1] not in old.split("\n"):
        begin -= 1
    assert [*rows[: begin - 1], *rows[begin + count - 1 :]] == old.split("\n")
    return rows[begin : begin + count - 1]


def left_empty(text: str) -> set[int]:
    """Give the numbers of the lines that have a key and nothing in or below it."""
    rows = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip(" -#")]
    rows = [(number, line.replace("- ", "  ")) for number, line in rows if not line.lstrip().startswith("#")]
    depths = [len(line) - len(line.lstrip()) for _, line in rows] + [0]
    return {
        number for index, (number, line) in enumerate(rows) if line.endswith(":") and depths[index + 1] <= depths[index]
    }


def told(root: Path) -> set[tuple[str, int]]:
    """Give the lines at which a site has a mistake."""
    _, problems = read_catalogue(root / "mkdocs.yml", "/", TODAY)
    return {(problem.path, problem.place.line) for problem in errors(problems)}


def uncommented(text: str, key: str) -> str:
    """Take the signs of a comment from the example of one field."""
    rows = text.split("\n")
    first = next(index for index, line in enumerate(rows) if re.match(rf" *# {key}:", line))
    margin = rows[first].index("#")
    for index in range(first, len(rows)):
        inside = rows[index][margin:]
        if index > first and not re.match(r"# ( |$)", inside):
            break
        rows[index] = rows[index][:margin] + inside[2:]
    return "\n".join(rows)


def drafted(desk: Desk, place: str) -> tuple[str, Callable[[str], Any]]:
    """Draft a record, and give what reads the record of that place from a text."""
    if place == "news":
        text = desk.post(TITLE, TODAY)[1].text
        return text, lambda page: parsed(page.split("---\n")[1], "page").data
    kind, _, inner = place.partition(".")
    draft, ident = KINDS[kind]

    def record(text: str) -> Any:
        found = next(each for each in parsed(text, kind).value((kind,)) if each["id"] == ident)
        return found[inner][0] if inner else found

    return draft(desk).text, record


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_record_is_added_and_nothing_else_changes(desk: Desk, kind: str) -> None:
    """Every line stays as it was, comments included; the new ones stand together, one empty line before them."""
    file = desk.layout.root / f"data/{kind}.yaml"
    old = "# At the top.\n\n" + file.read_text(encoding="utf-8").replace("\n  - id", "\n\n  # Above.\n  - id")
    file.write_text(old, encoding="utf-8")
    draft, ident = KINDS[kind][0](desk), KINDS[kind][1]
    new = added(old, draft)
    assert next(line for line in new if not line.startswith("  #")).strip() == f"- id: {ident}"
    assert sum(f"- id: {ident}" in line for line in new) == 1
    assert draft.path == file
    assert [each for each in ids(draft.text, kind) if each != ident] == ids(old, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_real_files_can_be_added_to(tmp_path: Path, kind: str) -> None:
    """With all the comments that they have; `events` has no record yet."""
    for name in ("data", "overrides"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", tmp_path)
    draft, ident = KINDS[kind][0](desk_at(tmp_path)), KINDS[kind][1]
    old = (REPOSITORY / f"data/{kind}.yaml").read_text(encoding="utf-8")
    assert is_kept(old.replace("\nevents: []", "\nevents:"), draft.text)
    assert sorted(ids(draft.text, kind)) == sorted([*ids(old, kind), ident])


def test_a_person_comes_last(desk: Desk) -> None:
    """The file is in the order that its editors want."""
    assert ids(KINDS["people"][0](desk).text, "people") == ["obrien", "ana-lopez", "full-record", "camille-exemple"]


@pytest.mark.parametrize(
    ("present", "by", "value", "expected"),
    [
        (["id: b", "id: d"], "id", "a", ["NEW", "b", "d"]),
        (["id: b", "id: d"], "id", "c", ["b", "NEW", "d"]),
        (["id: b", "id: d"], "id", "e", ["b", "d", "NEW"]),
        (["id: d", "id: b"], "id", "c", ["d", "b", "NEW"]),
        (["id: b", "id: d"], "", "c", ["b", "d", "NEW"]),
        (
            ["id: b, start: 2026-01-01 09:00", "id: a, start: 2026-12-01"],
            "start",
            "2026-01-01 14:00",
            ["b", "NEW", "a"],
        ),
    ],
)
def test_a_file_in_order_stays_so(present: list[str], by: str, value: str, expected: list[str]) -> None:
    """Organisations by id, events by date; a file that is in no order has the new one at its end."""
    old = "things:\n" + "".join(f"  # {item}\n  - {{ {item} }}\n" for item in present)
    addition = with_record(old, "things", value, ["id: NEW"], by=by)
    assert ids(addition.text, "things") == expected
    assert is_kept(old, addition.text)
    assert addition.text.split("\n")[addition.line - 1] == "  - id: NEW"


def test_the_comment_above_a_record_stays_above_it() -> None:
    """A new record goes before both."""
    old = "things:\n  - id: a\n\n  # About c.\n\n  # More of it.\n  - id: c\n"
    text = with_record(old, "things", "b", ["id: b"], by="id").text
    assert text == "things:\n  - id: a\n\n  - id: b\n\n  # About c.\n\n  # More of it.\n  - id: c\n"


def test_the_comments_in_a_record_stay_in_it(desk: Desk) -> None:
    """A skeleton ends with those of its optional fields: a second one must not tear them off."""
    first = KINDS["organisations"][0](desk)
    first.path.write_text(first.text, encoding="utf-8")
    second = desk.organisation("Zentrum", "other", None)
    assert second.text.startswith(first.text.rstrip("\n"))


@pytest.mark.parametrize(
    "old", ["things:\n- id: a\n- id: c\n", "things:\n    - id: a\n    - id: c\n", "things:\n  - id: a\n  - id: c"]
)
def test_a_new_record_stands_under_its_neighbours(old: str) -> None:
    """Whatever number of spaces they have; a last line without its end gets one."""
    text = with_record(old, "things", "b", ["id: b", "kind: x"]).text
    assert parsed(text, "things").value(("things", 2)) == {"id": "b", "kind": "x"}
    assert is_kept(old, text)
    assert text.endswith("\n")


@pytest.mark.parametrize(
    "old", ["events:\n", "events: []\n", "# Top.\nevents: [ ]\n\n# End.\n", "events:\n\n# End.", None]
)
def test_a_file_without_a_record_gets_its_first(desk: Desk, old: str | None) -> None:
    """So does one that is not there yet; comments stay."""
    file = desk.layout.root / "data/events.yaml"
    file.unlink()
    if old is not None:
        file.write_text(old, encoding="utf-8")
    draft, ident = KINDS["events"][0](desk), KINDS["events"][1]
    assert ids(draft.text, "events") == [ident]
    assert is_kept(re.sub(r": \[ ?\]", ":", old or ""), draft.text)
    assert draft.text.split("\n")[draft.line - 1].lstrip() == f"- id: {ident}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_check_then_names_exactly_the_lines_left_empty(root: Path, desk: Desk, kind: str) -> None:
    """The command says what to do next, and that is all there is to do."""
    assert told(root) == set()
    draft = KINDS[kind][0](desk)
    draft.path.write_text(draft.text, encoding="utf-8")
    empty = {(f"data/{kind}.yaml", number) for number in left_empty(draft.text)}
    assert len(empty) >= 2
    assert told(root) == empty


def test_a_person_without_a_role_of_the_vocabulary_has_a_title_to_fill_in(root: Path, desk: Desk) -> None:
    """A title in every language in its place."""
    draft = desk.person("Camille", "Exemple", "lab", None, TODAY)
    draft.path.write_text(draft.text, encoding="utf-8")
    empty = left_empty(draft.text)
    title = draft.text.split("\n").index("      - title:")
    assert {title + 2, title + 3} <= empty
    assert told(root) == {("data/people.yaml", number) for number in empty}


def test_a_piece_of_news_is_a_page_in_every_language(root: Path, desk: Desk) -> None:
    """Under one name; its description is left to write, and its text."""
    drafts = desk.post(TITLE, TODAY)
    for draft in drafts:
        draft.path.write_text(draft.text, encoding="utf-8")
    names = [draft.path.relative_to(root).as_posix() for draft in drafts]
    assert names == [f"docs/{locale}/news/journee-portes-ouvertes.md" for locale in TITLE]
    assert told(root) == {
        (name, number) for name, draft in zip(names, drafts, strict=True) for number in left_empty(draft.text)
    }
    for draft, locale in zip(drafts, TITLE, strict=True):
        front = parsed(draft.text.split("---\n")[1], "page").data
        assert front == {"title": TITLE[locale], "description": None, "template": "post.html", "date": "2026-11-23"}


def test_news_never_replace_a_page(desk: Desk) -> None:
    """A page of that name in any language is somebody's work."""
    desk.post(TITLE, TODAY)[1].path.write_text("x", encoding="utf-8")
    with pytest.raises(FileExistsError):
        desk.post(TITLE, TODAY)


@pytest.mark.parametrize(
    ("place", "key"),
    [
        pytest.param(*block) if block == ("people.positions", "title") else block
        for block in BLOCKS
        if block
        not in {("people.positions", "role"), ("news", "template"), ("news", "date"), ("organisations", "acronym")}
    ],
)
def test_an_optional_field_is_there_as_soon_as_its_comment_sign_is_gone(desk: Desk, place: str, key: str) -> None:
    """All its lines, and nothing but this field; those left out here are filled in by the draft."""
    text, record = drafted(desk, place)
    before = record(text)
    assert key not in before
    after = record(uncommented(text, key))
    assert after.pop(key)
    assert after == before


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien <b>&\"",
        "yes",
        "a: b",
        "#hash",
        "- dash",
        "'quoted'",
        "[[lab]]",
        "{x}",
        "%20",
        "2012",
        "@home",
        "x #y",
        "Null",
        "~",
    ],
)
def test_what_is_given_is_written_so_that_it_is_read_as_itself(desk: Desk, name: str) -> None:
    """Whatever somebody is called."""
    draft = desk.person("Zoë", name, "lab", "director", TODAY)
    assert parsed(draft.text, "people").value(("people", 3, "family_name")) == name


@pytest.mark.parametrize(
    ("text", "taken", "expected"),
    [
        ("Ève D'Exemple", [], "eve-d-exemple"),
        pytest.param("Ève d’Exemple", [], "eve-d-exemple"),
        ("Ana López", ["ana-lopez"], "ana-lopez-2"),
        ("Ana López", ["ana-lopez", "ana-lopez-2"], "ana-lopez-3"),
        ("Ana López", ["ana-lopez-2"], "ana-lopez"),
        ("…", ["id"], "id-2"),
    ],
)
def test_an_id_is_made_of_the_name_and_numbered_when_it_is_taken(
    text: str, taken: Sequence[str], expected: str
) -> None:
    """The second of two with one name is number two."""
    assert free_id(text, taken) == expected


def test_an_id_is_taken_by_whoever_has_or_had_it(desk: Desk) -> None:
    """People and organisations share theirs: prose names both alike."""
    assert "id: once-called-2" in desk.person("Once", "Called", "lab", None, TODAY).text
    assert "id: lab-2" in desk.organisation("Lab", "other", None).text
    assert "id: ana-lopez-2" in desk.organisation("A long name", "other", "Ana López").text


def test_an_id_that_is_offered_is_allowed(root: Path, desk: Desk) -> None:
    """An organisation may well be called Index."""
    draft = desk.organisation("Index", "other", None)
    draft.path.write_text(draft.text, encoding="utf-8")
    assert told(root) == {("data/organisations.yaml", number) for number in left_empty(draft.text)}


@pytest.mark.parametrize(
    "text",
    [
        "organisations:\n\t- id: a\n",
        "organisations:\n  - id: [\n",
        "organisations:\n  - id: a\n    id: b\n",
        "organisations: text\n",
        "organisations: [{ id: a }, { id: c }]\n",
        "houses:\n  - id: a\n",
        "- id: a\n",
    ],
)
def test_a_file_that_cannot_be_added_to_is_refused(desk: Desk, text: str) -> None:
    """Before anything is written; a mistake in it must be put right first."""
    (desk.layout.root / "data/organisations.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="organisations"):
        desk.organisation("Bureau", "other", None)


def test_a_refused_file_is_left_untouched_by_the_command(root: Path) -> None:
    """Exit code 2, the name of the file, no traceback."""
    file = root / "data/organisations.yaml"
    file.write_bytes(before := b"organisations:\r\n\t- id: a\n")
    result = run(root, "new", "organisation", "--name", "Bureau", "--kind", "other", "--acronym", "")
    assert (result.returncode, file.read_bytes()) == (2, before)
    assert "organisations.yaml" in result.stderr
    assert "Traceback" not in result.stderr
