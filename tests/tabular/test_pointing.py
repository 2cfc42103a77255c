"""What is said of a row names the true column of its file, whatever became of the item."""

from __future__ import annotations

import json

import pytest
from msgspec import UNSET

from aeo_exchange.formats import Content
from aeo_exchange.operations.sheets.import_file import import_file
from aeo_exchange.operations.sheets.import_ledger import ledger_of
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.tabular.loading import layout_of
from tabular.imports import AT, finding, imported, row_of
from workbook_parts import Raw, book

LAYOUT_TEXT = """
name = "numbers"
title = "Two numbers beside the TIN"
origin = "Invented"
programme = "HK-AEO"
administration = "HK"
[file]
kind = "csv"
[row]
key = [["No"]]
[constants]
"holder.kind" = "legal-person"
"view.audience" = "JP"
"holder.tin" = "HK00000001"
"authorisation.terms.1.tiers" = "TIER1"
"authorisation.terms.1.roles" = "importer"
"holder.identifiers.1.scheme" = "TR-VKN"
"holder.identifiers.4.scheme" = "EORI"
[[fields]]
item = "authorisation.number"
from = ["No"]
[[fields]]
item = "holder.legalName"
from = ["Trade name", "Name"]
[[fields]]
item = "holder.identifiers.1.value"
from = ["VKN"]
absent = "leave-out"
[[fields]]
item = "holder.identifiers.4.value"
from = ["EORI"]
absent = "leave-out"
[[fields]]
item = "authorisation.terms.1.from"
from = ["From"]
steps = [{ do = "date", texts = ["iso"] }]
"""


@pytest.fixture
def layout(tmp_path) -> str:
    """Return the file of the layout."""
    file = tmp_path / "numbers.toml"
    file.write_text(LAYOUT_TEXT, "utf-8")
    return str(file)


HEADER = "Name,VKN,EORI,No,From"
GOOD_VKN, BAD_VKN, EORI = "5550001112", "5550001113", "DE123456789012345"


def row(*cells: str) -> bytes:
    return f"{HEADER}\n{','.join(cells)}\n".encode()


def by_rule(content: bytes, layout: str) -> list[tuple[object, ...]]:
    done = imported(content, layout)
    return [
        (row_finding.item, row_finding.path, row_finding.column, row_finding.header)
        for row_finding in row_of(done, 2).findings
        if row_finding.rule is not UNSET and "/identifiers/" in str(row_finding.path)
    ]


def test_a_number_is_found_in_its_column_though_the_record_sorts_its_numbers(layout):
    # In the record the EORI stands first; in the table it is the fourth, behind the VKN.
    told = by_rule(row("Example Ltd", BAD_VKN, EORI, "N1", "2024-01-01"), layout)
    assert ("holder.identifiers.1.value", "/holder/identifiers/1/value", "B", "VKN") in told
    told = by_rule(row("Example Ltd", GOOD_VKN, "D1", "N1", "2024-01-01"), layout)
    assert told
    assert {column for *_, column, _header in told} == {"C"}
    assert all(str(item).startswith("holder.identifiers.4") for item, *_ in told)


def test_the_column_is_the_same_where_the_record_was_known_before(layout):
    first = imported(row("Example Ltd", GOOD_VKN, EORI, "N1", "2024-01-01"), layout)
    assert first.report.counts.records == 1
    tree = json.loads(first.records[0])
    tree["holder"]["identifiers"].insert(0, {"scheme": "AA-LOCAL", "value": "7"})
    base = Content(name="base", held=json.dumps(tree).encode())
    ledger = ledger_of(base, layout_of(layout), (), (AT, ReferenceData()), lambda *_: None)
    given = Content(name="x", held=row("Example Ltd", BAD_VKN, EORI, "N1", "2024-01-01"))
    done = import_file(given, layout_of(layout), at=AT, ledger=ledger)
    told = [
        row_finding
        for row_finding in row_of(done, 2).findings
        if "/identifiers/" in str(row_finding.path)
    ]
    places = {(row_finding.path, row_finding.item, row_finding.column) for row_finding in told}
    assert places == {
        ("/holder/identifiers/0/scheme", UNSET, UNSET),
        ("/holder/identifiers/2/value", "holder.identifiers.1.value", "B"),
    }


@pytest.mark.parametrize(
    ("cells", "kind", "column", "header"),
    [
        # Of an item with several spellings the one that the file has; never that of a neighbour.
        (("", GOOD_VKN, EORI, "N1", "2024-01-01"), "missing", "A", "Name"),
        (("Example Ltd", GOOD_VKN, EORI, "N1", ""), "missing", "E", "From"),
        (("Example Ltd", GOOD_VKN, EORI, "", "2024-01-01"), "not-usable", "D", "No"),
    ],
)
def test_what_is_missing_is_told_of_its_empty_cell(layout, cells, kind, column, header):
    told = finding(imported(row(*cells), layout), 2, kind)
    assert (told.column, told.header) == (column, header)


def test_an_item_without_a_column_names_none(layout):
    content = row("Example Ltd", GOOD_VKN, EORI, "N1", "2024-01-01").replace(b"From", b"Since")
    told = finding(imported(content, layout), 2, "missing")
    assert (told.item, told.column) == ("authorisation.terms.1.from", UNSET)


def test_a_key_that_stands_twice_is_told_of_the_column_of_the_key(layout):
    line = row("Example Ltd", GOOD_VKN, EORI, "N1", "2024-01-01")
    done = imported(line + line.splitlines()[1].replace(b"Example", b"Other") + b"\n", layout)
    assert {finding(done, number, "repeated").column for number in (2, 3)} == {"D"}


def test_a_cell_of_a_workbook_that_cannot_be_read_is_named(layout):
    broken = Raw('<c r="@" t="s"><v>7</v></c>')
    cells = ["Example Ltd", broken, EORI, "N1", "2024-01-01"]
    told = row_of(imported(book({"list": [HEADER.split(","), cells]}), layout), 2).findings[0]
    assert (told.rule, told.column) == ("AEO-SYN-01", "B")


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#VALEUR!"])
def test_a_cell_that_shows_an_error_is_no_value_in_any_file(layout, text):
    lines = row(text, GOOD_VKN, EORI, "N1", "2024-01-01")
    shown = Raw(f'<c r="@" t="e"><v>{text}</v></c>')
    cells = [shown, GOOD_VKN, EORI, "N1", "2024-01-01"]
    for content in (lines, book({"list": [HEADER.split(","), cells]})):
        told = finding(imported(content, layout), 2, "not-usable")
        assert (told.item, told.column, told.got) == ("holder.legalName", "A", text)


def test_an_error_under_the_key_refuses_its_row(layout):
    done = imported(row("Example Ltd", GOOD_VKN, EORI, "#REF!", "2024-01-01"), layout)
    assert done.report.counts.refused == 1
    assert done.records == ()


def test_of_a_row_without_its_key_nothing_else_is_said_to_be_missing(layout):
    lines = row("Total: 4", "", "", "", "") + b"Example Ltd,,,,31/02/2024\n"
    done = imported(lines, layout)
    kinds = [
        [str(row_finding.kind) for row_finding in row_of(done, number).findings]
        for number in (2, 3)
    ]
    assert kinds == [["not-usable"], ["not-usable", "not-usable"]]
