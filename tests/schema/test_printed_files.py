"""What is published is what the definition prints, and is a schema in its own right."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest
import xmlschema
from lxml import etree

from aeo_exchange.cli.render.programme_docs import printed_pages
from aeo_exchange.model.shape import Group, groups_under, leaves, record_shape
from aeo_exchange.operations.printing import REFERENCE, printed_files
from aeo_exchange.reference.files import PRINTED
from aeo_exchange.schema.tables import code_lists

ROOT = Path(__file__).resolve().parents[2]
FILES = {**printed_files(), **printed_pages()}
JSON_SCHEMAS = sorted(name for name in FILES if name.endswith(".schema.json"))
XSDS = sorted(name for name in FILES if name.endswith(".xsd"))
LISTS = sorted(name for name in FILES if "/codes/" in name)


@pytest.mark.parametrize("name", FILES)
def test_a_published_file_is_what_the_definition_prints(name: str) -> None:
    assert (ROOT / name).read_bytes() == FILES[name].encode()


def test_no_schema_or_code_list_is_published_that_is_not_printed() -> None:
    kept = {
        str(path.relative_to(ROOT)).replace("\\", "/")
        for path in (ROOT / "schemas").rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert kept <= set(FILES)


def test_no_page_of_a_programme_is_published_that_is_not_printed() -> None:
    kept = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/programmes").iterdir()}
    assert kept == {name for name in FILES if name.startswith("docs/programmes/")}


def test_no_reference_data_is_read_that_is_not_printed() -> None:
    kept = {f"{REFERENCE}/{path.relative_to(PRINTED).as_posix()}" for path in PRINTED.rglob("*.*")}
    assert kept == {name for name in FILES if name.startswith(REFERENCE)}


@pytest.mark.parametrize("name", FILES)
def test_a_printed_file_is_text_with_line_feeds_and_a_last_one(name: str) -> None:
    text = FILES[name]
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text
    assert not any(line != line.rstrip(" ") for line in text.split("\n"))


@pytest.mark.parametrize("name", JSON_SCHEMAS)
def test_a_json_schema_is_one(name: str) -> None:
    schema = json.loads(FILES[name])
    jsonschema.Draft202012Validator.check_schema(schema)
    assert FILES[name].isascii()
    references = [each for each in everything(schema) if isinstance(each, str)]
    for reference in references:
        assert "format" not in schema
        if reference.startswith("#/$defs/"):
            assert reference.removeprefix("#/$defs/") in schema["$defs"]


def everything(tree: object) -> list[object]:
    """Return every value of a tree."""
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [tree, *(value for each in inner for value in everything(each))]


@pytest.mark.parametrize("name", XSDS)
def test_an_xsd_is_one_to_two_engines(name: str) -> None:
    assert FILES[name].isascii()
    beside = (ROOT / name).parent  # what it includes
    etree.XMLSchema(etree.fromstring(FILES[name].encode(), base_url=str(ROOT / name)))
    xmlschema.XMLSchema10(FILES[name], base_url=str(beside))


def test_both_schemas_define_every_type_of_the_model() -> None:
    expected = {
        *(group.name for group in groups_under(record_shape())),
        *(
            each.__name__ if isinstance(each, type) else each.name
            for each in leaves(record_shape())
        ),
    }
    schema = json.loads(FILES["schemas/1.0/aeo-record.schema.json"])
    assert set(schema["$defs"]) - {"Line"} == expected
    xsd = etree.fromstring(FILES["schemas/1.0/aeo-record.xsd"].encode())
    assert {each.get("name") for each in xsd if each.tag.endswith("Type")} == expected


def test_no_leaf_of_the_xsd_rests_on_anything_but_a_string() -> None:
    xsd = etree.fromstring(FILES["schemas/1.0/aeo-record.xsd"].encode())
    assert {each.get("base") for each in xsd.iter("{*}restriction")} == {"xs:string"}


def test_the_json_schema_names_the_items_of_a_group_in_order() -> None:
    schema = json.loads(FILES["schemas/1.0/aeo-record.schema.json"])
    for group in groups_under(record_shape()):
        definition = schema["$defs"][group.name]
        assert list(definition["properties"]) == [each.name for each in group.fields]
        assert definition["additionalProperties"] is False


@pytest.mark.parametrize("name", LISTS)
def test_a_code_list_holds_every_code_with_its_sentence(name: str) -> None:
    rows = list(csv.DictReader(FILES[name].splitlines()))
    codes = code_lists()[Path(name).stem]
    assert [row["code"] for row in rows] == [code.value for code in codes]
    assert all(row["definition"].endswith(".") for row in rows)


def test_the_dictionary_has_a_row_for_every_item() -> None:
    text = FILES["docs/data-dictionary.md"]
    for group in groups_under(record_shape()):
        assert f"## {group.name}\n" in text
        for each in group.fields:
            kind = each.kind.__name__ if isinstance(each.kind, type) else each.kind.name
            row = next(line for line in text.split("\n") if line.startswith(f"| {each.name} | "))
            assert each.element in row
            assert isinstance(each.kind, Group) or f"| {kind} " in text
