"""What is published is what the definition prints, and is a schema in its own right."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema_rs
import pytest
import xmlschema
from lxml import etree

from aeo_exchange.model.shape import Group, groups_under, leaves, record_shape
from aeo_exchange.model.standing import code_lists
from aeo_exchange.reference.files import PRINTED
from printing.printed_files import REFERENCE, printed_files
from printing.programme_docs import printed_pages
from trees import everything

ROOT = Path(__file__).resolve().parents[2]
Files = dict[str, str]


@pytest.fixture(scope="module")
def printed() -> Files:
    """Return every printed file by its name; printing them takes seconds, so it is done once."""
    return {**printed_files(), **printed_pages()}


def named(printed: Files, part: str) -> Files:
    """Return the files with a part in their name, of which there is one at least."""
    chosen = {name: text for name, text in printed.items() if part in name}
    assert chosen
    return chosen


def test_every_published_file_is_what_the_definition_prints(printed: Files) -> None:
    others = [name for name, text in printed.items() if kept(name) != text.encode()]
    assert not others, "\n".join(others)


def kept(name: str) -> bytes:
    return (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"(is not there)"


def test_no_schema_or_code_list_is_published_that_is_not_printed(printed: Files) -> None:
    kept = {
        str(path.relative_to(ROOT)).replace("\\", "/")
        for path in (ROOT / "schemas").rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert kept <= set(printed)


def test_no_page_of_a_programme_is_published_that_is_not_printed(printed: Files) -> None:
    kept = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/programmes").iterdir()}
    assert kept == {name for name in printed if name.startswith("docs/programmes/")}


def test_no_reference_data_is_read_that_is_not_printed(printed: Files) -> None:
    kept = {f"{REFERENCE}/{path.relative_to(PRINTED).as_posix()}" for path in PRINTED.rglob("*.*")}
    assert kept == {name for name in printed if name.startswith(REFERENCE)}


def test_every_printed_file_is_text_with_line_feeds_and_a_last_one(printed: Files) -> None:
    wrong = [
        name
        for name, text in printed.items()
        if not text.endswith("\n")
        or text.endswith("\n\n")
        or "\r" in text
        or any(line != line.rstrip(" ") for line in text.split("\n"))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
def test_every_json_schema_is_one(printed: Files) -> None:
    schemas = named(printed, ".schema.json")
    wrong = {name: faults for name, text in schemas.items() if (faults := schema_faults(text))}
    assert not wrong, "\n".join(f"{name}: {fault}" for name, fault in wrong.items())


def schema_faults(text: str) -> list[str]:
    """Return what a text is not that a JSON Schema of ours must be."""
    schema = json.loads(text)
    try:
        jsonschema_rs.meta.validate(schema)
    except jsonschema_rs.ValidationError as fault:
        return [fault.message]
    references = [value for value in everything(schema) if isinstance(value, str)]
    definitions = {f"#/$defs/{name}" for name in schema.get("$defs", ())}
    return [
        *([] if text.isascii() else ["a character beyond ASCII"]),
        *(["a format, which engines judge differently"] if "format" in schema else []),
        *(
            f"{reference} leads nowhere"
            for reference in references
            if reference.startswith("#/$defs/") and reference not in definitions
        ),
    ]


def test_what_is_no_schema_of_ours_is_seen() -> None:
    for text, fault in {
        '{"type": "none"}': '"none" is not valid',
        '{"title": "é"}': "a character beyond ASCII",
        '{"format": "date"}': "a format",
        '{"$ref": "#/$defs/A", "$defs": {}}': "#/$defs/A leads nowhere",
    }.items():
        (said,) = schema_faults(text)
        assert said.startswith(fault)


def test_every_xsd_is_one_to_two_engines(printed: Files) -> None:
    wrong = {name: fault for name in named(printed, ".xsd") if (fault := xsd_fault(printed, name))}
    assert not wrong, "\n".join(f"{name}: {fault}" for name, fault in wrong.items())


def xsd_fault(printed: Files, name: str) -> str:
    """Return what an engine says against an XSD, or nothing."""
    beside = (ROOT / name).parent  # what it includes
    try:
        etree.XMLSchema(etree.fromstring(printed[name].encode(), base_url=str(ROOT / name)))
        xmlschema.XMLSchema10(printed[name], base_url=str(beside))
    except (etree.LxmlError, xmlschema.XMLSchemaException) as fault:
        return str(fault)
    return "" if printed[name].isascii() else "a character beyond ASCII"


def test_both_schemas_define_every_type_of_the_model(printed: Files) -> None:
    expected = {
        *(group.name for group in groups_under(record_shape())),
        *(
            leaf.__name__ if isinstance(leaf, type) else leaf.name
            for leaf in leaves(record_shape())
        ),
    }
    schema = json.loads(printed["schemas/1.0/aeo-record.schema.json"])
    assert set(schema["$defs"]) - {"Line"} == expected
    xsd = etree.fromstring(printed["schemas/1.0/aeo-record.xsd"].encode())
    assert {element.get("name") for element in xsd if element.tag.endswith("Type")} == expected


def test_no_leaf_of_the_xsd_rests_on_anything_but_a_string(printed: Files) -> None:
    xsd = etree.fromstring(printed["schemas/1.0/aeo-record.xsd"].encode())
    assert {restriction.get("base") for restriction in xsd.iter("{*}restriction")} == {"xs:string"}


def test_the_json_schema_names_the_items_of_a_group_in_order(printed: Files) -> None:
    schema = json.loads(printed["schemas/1.0/aeo-record.schema.json"])
    for group in groups_under(record_shape()):
        definition = schema["$defs"][group.name]
        assert list(definition["properties"]) == [field.name for field in group.fields]
        assert definition["additionalProperties"] is False


def test_every_code_list_holds_every_code_with_its_sentence(printed: Files) -> None:
    wrong = []
    for name, text in named(printed, "/codes/").items():
        rows = list(csv.DictReader(text.splitlines()))
        codes = [code.value for code in code_lists()[Path(name).stem]]
        if [row["code"] for row in rows] != codes:
            wrong.append(f"{name}: not the codes of the model")
        wrong += [f"{name}: {row}" for row in rows if not row["definition"].endswith(".")]
    assert not wrong, "\n".join(wrong)


def test_the_dictionary_has_a_row_for_every_item(printed: Files) -> None:
    text = printed["docs/data-dictionary.md"]
    for group in groups_under(record_shape()):
        assert f"## {group.name}\n" in text
        for field in group.fields:
            kind = field.kind.__name__ if isinstance(field.kind, type) else field.kind.name
            row = next(line for line in text.split("\n") if line.startswith(f"| {field.name} | "))
            assert field.element in row
            assert isinstance(field.kind, Group) or f"| {kind} " in text
