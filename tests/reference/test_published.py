"""What programs take: each published file of reference data keeps to the schema printed for it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

import jsonschema
import pytest

from aeo_exchange.resources import published
from printing.reference_schemas import REFERENCE_FILES
from rows import for_each_row

FOLDER = published("schemas/1.0/reference")
COLUMNS = {
    "reference/countries.csv": ["code", "name", "kind"],
    "reference/currencies.csv": ["code", "name"],
    "reference/latin_letters.csv": ["kind", "sign", "latin"],
    "reference/legal_forms.csv": ["form", "economies"],
    "reference/scripts.csv": ["code", "name"],
    "reference/sectors.csv": [
        *("definition", "first", "last", "sectors"),
        *("source", "asOf", "confidence", "note"),
    ],
    "unicode/hidden.csv": ["first", "last"],
    "unicode/normal-form.csv": ["codePoint", "combiningClass", "decomposition", "composes"],
    "unicode/other-letters.csv": ["first", "last"],
    "unicode/unassigned.csv": ["first", "last"],
}


def judge(name: str) -> jsonschema.Draft202012Validator:
    """Return the validator of a published file."""
    text = published(f"schemas/1.0/reference-{name}.schema.json").read_bytes()
    return jsonschema.Draft202012Validator(json.loads(text))


def rows(tree: object) -> Iterator[dict]:
    """Yield every row with a source, at any depth."""
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    if isinstance(tree, dict) and "asOf" in tree:
        yield tree
    for definition in inner:
        yield from rows(definition)


def test_each_published_file_of_json_has_a_schema() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(REFERENCE_FILES)


@pytest.mark.parametrize("name", REFERENCE_FILES)
def test_a_published_file_keeps_to_its_schema(name: str) -> None:
    tree = json.loads((FOLDER / f"{name}.json").read_bytes())
    assert judge(name).is_valid(tree)


@pytest.mark.parametrize("name", REFERENCE_FILES)
def test_the_schema_of_a_file_refuses_what_the_structs_do_not_have(name: str) -> None:
    tree = json.loads((FOLDER / f"{name}.json").read_bytes())
    row = next(rows(tree))
    day = row.pop("asOf")
    assert not judge(name).is_valid(tree)
    row["as_of"] = day
    assert not judge(name).is_valid(tree)
    del row["as_of"]
    row["asOf"] = "lately"
    assert not judge(name).is_valid(tree)
    row["asOf"] = day
    assert judge(name).is_valid(tree)
    row["likelihood"] = "high"
    assert not judge(name).is_valid(tree)


@for_each_row("name", COLUMNS)
def test_a_published_list_has_the_columns_that_part_3_names(name: str) -> None:
    text = published(f"schemas/1.0/{name}").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    header, *others = csv.reader(lines)
    assert header == COLUMNS[name]
    assert {len(row) for row in others} == {len(header)}
    folder, file = name.split("/")
    part = published("docs/spec/3-reference-data.md").read_text("utf-8")
    about = next(
        line for line in part.splitlines() if f"| `{file}`" in line or f", `{file}`" in line
    )
    assert all(f"`{column}`" in about for column in header)
    assert folder in part


def test_every_published_list_is_named() -> None:
    named = {
        f"{folder}/{file.name}"
        for folder in ("reference", "unicode")
        for file in published(f"schemas/1.0/{folder}").glob("*.csv")
    }
    assert named == set(COLUMNS)
