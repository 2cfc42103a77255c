"""Workbooks are read as they show themselves, row by row, and a bad row hides no other."""

from __future__ import annotations

import csv
import io
import json
from functools import cache

import msgspec
import openpyxl
import pytest

from aeo_exchange.cli.render import RENDERERS, renderer
from aeo_exchange.cli.render.style import Style
from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.csv import write_csv
from aeo_exchange.formats.detect import detect
from aeo_exchange.formats.tables.columns import csv_columns, workbook_tables
from aeo_exchange.formats.workbooks.writing import write_workbook
from aeo_exchange.formats.xlsx import read_xlsx
from aeo_exchange.model.document import Document
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import Reading, read, read_record
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.resources import published
from aeo_exchange.rules import Context
from aeo_exchange.tabular.rows import letters
from rows import for_each_row
from workbook_parts import STRICT, Raw, book, packed, parts_of

SAMPLE = published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes()
RECORD = read_record(SAMPLE)
OTHER = msgspec.structs.replace(RECORD, record_id="HK-OTHER")


def written(*records: AeoRecord) -> bytes:
    """Return a workbook as this package writes it."""
    stream = io.BytesIO()
    write_workbook(records, stream)
    return stream.getvalue()


def rows_of(content: bytes) -> dict[str, list[list[str]]]:
    """Return the cells of each sheet, as another reader sees them, without columns that are empty.

    The first row is the header.
    """
    sheets = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        columns = [c for c in sheet.iter_cols(values_only=True) if any(c[1:]) or c[0] == "record"]
        sheets[sheet.title] = [[cell or "" for cell in row] for row in zip(*columns, strict=True)]
    return {name: rows for name, rows in sheets.items() if len(rows) > 1}


@cache
def one() -> dict[str, list[list[str]]]:
    """Return the sheets of one record; written when a test asks, and not by every worker."""
    return rows_of(written(RECORD))


@cache
def two() -> dict[str, list[list[str]]]:
    """Return the sheets of two records."""
    return rows_of(written(RECORD, OTHER))


def with_cell(column: str, cell: str, sheet: str = "records", row: int = 1, sheets=None):
    """Return sheets with one cell replaced, or added in a column of its own."""
    changed = {name: [list(cells) for cells in rows] for name, rows in (sheets or one()).items()}
    header = changed[sheet][0]
    if column not in header:
        for cells in changed[sheet]:
            cells.append("")
        header[-1] = column
    changed[sheet][row][header.index(column)] = cell
    return changed


def readings(content: bytes) -> list[Reading]:
    """Return what is read, as every command reads it."""
    return list(read(Content(name="x.xlsx", held=content), Limits()))


def records(content: bytes) -> list[AeoRecord | None]:
    """Return the record of each row, None for what is none."""
    return [reading.record for reading in readings(content)]


def told(content: bytes) -> list[list[tuple[str, object, object]]]:
    """Return code, sheet and cell of what is told of each row."""
    return [
        [(finding.code, finding.sheet, finding.cell) for finding in reading.findings.told]
        for reading in readings(content)
    ]


def office(cell: str, **more) -> object:
    """Return what a cell in the column of the issuing office gives."""
    content = book(with_cell("issuingOffice", cell), **more)
    (document,) = read_xlsx(Content(name="x"), io.BytesIO(content), Limits())
    assert isinstance(document, Document)
    if document.record is not None:
        return json.loads(msgspec.json.encode(document.record)).get("issuingOffice")
    return document.tree.get("issuingOffice")


def test_what_is_written_is_read_by_others_and_comes_back() -> None:
    assert detect(Content(name="x", held=written(RECORD))) == "xlsx"
    assert records(written(RECORD, OTHER)) == [RECORD, OTHER]
    assert records(book(two())) == [RECORD, OTHER]


def test_every_cell_is_written_as_a_text() -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(written(RECORD))):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}
                assert cell.data_type == "s" or cell.value is None
                assert cell.value is None or cell.number_format == "@"


@pytest.mark.long
@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\tx", "'x", "http://example.com", "0012"]
)
def test_no_text_is_a_formula_a_link_or_a_number(text) -> None:
    content = written(msgspec.structs.replace(RECORD, issuing_office=text))
    (cell,) = [
        cell
        for row in openpyxl.load_workbook(io.BytesIO(content))["records"].iter_rows()
        for cell in row
        if cell.value == text
    ]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.quotePrefix
    assert office(text) == text


CELLS = [
    (Raw('<c r="@"><v>12345</v></c>'), (), "12345"),
    (Raw('<c r="@" s="0"><v>12345</v></c>'), ("0000000",), "0012345"),
    (Raw('<c r="@" s="0"><v>12345</v></c>'), ('"No "0000000',), "0012345"),
    (Raw('<c r="@" s="0"><v>12345</v></c>'), ("#,##0",), "12345"),
    (Raw('<c r="@" s="0"><v>5</v></c>'), ("0.00",), "5.00"),
    (Raw('<c r="@"><v>1.5</v></c>'), (), "1.5"),
    (Raw('<c r="@"><v>1E3</v></c>'), (), "1000"),
    (Raw('<c r="@"><v>123456789012345</v></c>'), (), "123456789012345"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("yyyy-mm-dd",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>46356.5</v></c>'), ("dd/mm/yyyy hh:mm",), "2026-11-30T12:00:00"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("[$-411]ge.m.d",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>5</v></c>'), ('0 "days"',), "5"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("hh:mm",), "46356"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("[h]:mm",), "46356"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("[hh]:mm:ss",), "46356"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("[m]",), "46356"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("[mm]:ss",), "46356"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("[s]",), "46356"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("mm:ss.0",), "46356"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("h:mm AM/PM",), "46356"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("[$-409]h:mm:ss A/P",), "46356"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("[Magenta]0",), "46356"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("mmm",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("mm/yy",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("m",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("d",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("yyyy",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("hh:mm dd",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("h mmm",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("[h]:mm d",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("dd.mm. hh:mm",), "2026-11-30"),
    (Raw('<c r="@" s="0"><v>46356</v></c>'), ("[Magenta]d",), "2026-11-30"),
    (Raw('<c r="@" t="b"><v>1</v></c>'), (), "true"),
    (Raw('<c r="@" t="b"><v>0</v></c>'), (), "false"),
    (Raw('<c r="@" t="str"><v>abc</v></c>'), (), "abc"),
    (Raw('<c r="@" t="d"><v>2026-11-30</v></c>'), (), "2026-11-30"),
    (Raw('<c r="@" t="inlineStr"><is><r><t>a</t></r><r><rPr/><t> b</t></r></is></c>'), (), "a b"),
    (
        Raw('<c r="@" t="inlineStr"><is><t>\u6771</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'),
        (),
        "\u6771",
    ),
    (Raw('<c r="@" t="inlineStr"><is><t>a_x000D_b</t></is></c>'), (), "a\rb"),
    (Raw('<c r="@" t="inlineStr"><is><t>a_x005F_x000D_b</t></is></c>'), (), "a_x000D_b"),
    (Raw('<c r="@" t="inlineStr"><is><t></t></is></c>'), (), None),
    (Raw('<c r="@"/>'), (), None),
    (Raw('<c r="@"><v></v></c>'), (), None),
]


@pytest.mark.parametrize(("cell", "formats", "value"), CELLS)
def test_a_cell_is_what_it_shows(cell, formats, value) -> None:
    assert office(cell, formats=formats) == value


def test_days_of_a_workbook_from_1904_are_counted_from_there() -> None:
    cell = Raw('<c r="@" s="0"><v>44894</v></c>')
    day = ("yyyy-mm-dd",)
    assert office(cell, formats=day, properties='date1904="1"') == "2026-11-30"
    assert office(cell, formats=day, properties='date1904="0"') == "2022-11-29"


SHARED = [
    ("<si><t>plain</t></si>", "plain"),
    ("<si><r><t>a</t></r><r><t> b</t></r></si>", "a b"),
    ("<si><t>\u6771</t><rPh sb='0' eb='1'><t>x</t></rPh><phoneticPr/></si>", "\u6771"),
    ("<si><t>a_x000D_b</t></si>", "a\rb"),
    ("<si/>", None),
]


@for_each_row(("texts", "value"), SHARED)
def test_a_shared_text_is_read(texts, value) -> None:
    assert office(Raw('<c r="@" t="s"><v>0</v></c>'), texts=texts) == value


@pytest.mark.parametrize("index", ["1", "-1", "x", "1e0", "9" * 5000])
def test_a_text_that_is_not_there_costs_its_row_alone(index) -> None:
    sheets = with_cell("issuingOffice", Raw(f'<c r="@" t="s"><v>{index}</v></c>'), sheets=two())
    content = book(sheets, texts="<si><t>x</t></si>")
    ((code, sheet, cell),), nothing = told(content)
    assert (code, sheet) == ("AEO-SYN-01", "records")
    assert cell.endswith("2")
    assert nothing == []
    assert records(content) == [None, OTHER]


def test_a_formula_is_told_and_the_record_is_one() -> None:
    cell = Raw('<c r="@" t="str"><f>A1&amp;"x"</f><v>HK 01</v></c>')
    (reading,) = readings(book(with_cell("issuingOffice", cell)))
    assert reading.record == msgspec.structs.replace(RECORD, issuing_office="HK 01")
    (finding,) = reading.findings.told
    assert (finding.code, finding.severity) == ("AEO-SYN-15", "warning")
    assert (finding.path, finding.got, finding.sheet) == ("/issuingOffice", '=A1&"x"', "records")


def test_a_formula_of_a_further_sheet_and_one_that_is_shared_are_told() -> None:
    cell = Raw('<c r="@" t="str"><f t="shared" si="0"/><v>2021-02-28T16:00:00Z</v></c>')
    (reading,) = readings(book(with_cell("from", cell, "terms")))
    assert reading.record == RECORD
    (finding,) = reading.findings.told
    assert (finding.path, finding.sheet) == ("/authorisation/terms/0/from", "terms")
    assert finding.cell.endswith("2")


def test_a_formula_without_a_value_is_absent_and_told() -> None:
    (reading,) = readings(book(with_cell("issuingOffice", Raw('<c r="@"><f>A1</f></c>'))))
    assert reading.record == msgspec.structs.replace(RECORD, issuing_office=msgspec.UNSET)
    (finding,) = reading.findings.told
    assert (finding.code, finding.path, finding.got) == ("AEO-SYN-15", "", "=A1")
    assert "without a stored value" in finding.message


def test_a_row_of_formulas_that_show_nothing_is_no_record() -> None:
    sheets = {**one(), "records": [*one()["records"], [Raw('<c r="@"><f>A1</f></c>')]]}
    assert records(book(sheets)) == [RECORD]


def test_a_formula_in_the_key_is_no_item() -> None:
    cell = Raw(f'<c r="@" t="str"><f>A1</f><v>{RECORD.record_id}</v></c>')
    assert told(book(with_cell("record", cell, "terms"))) == [[]]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!"])
def test_an_error_is_no_value(error) -> None:
    cell = Raw(f'<c r="@" t="e"><f>A1</f><v>{error}</v></c>')
    sheets = with_cell("issuingOffice", cell, sheets=two())
    first, second = readings(book(sheets))
    assert first.record is None
    assert [(finding.code, finding.path) for finding in first.findings.told] == [
        ("AEO-SYN-03", "/issuingOffice"),
        ("AEO-SYN-15", "/issuingOffice"),
    ]
    assert second.record == OTHER


def test_the_strict_namespace_and_prefixes_are_read() -> None:
    assert records(book(two(), namespace=STRICT)) == [RECORD, OTHER]
    parts = parts_of(one())
    for name in list(parts):
        if "worksheets" in name or name.endswith("workbook.xml"):
            prefixed = parts[name].replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
            parts[name] = prefixed.replace("xmlns=", "xmlns:x=")
    assert records(packed(parts)) == [RECORD]


def test_the_workbook_is_where_its_relations_say() -> None:
    parts = parts_of(one())
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("xl/workbook.xml", "/book/main.xml")
    parts["book/main.xml"] = parts.pop("xl/workbook.xml")
    moved = parts.pop("xl/_rels/workbook.xml.rels")
    parts["book/_rels/main.xml.rels"] = moved.replace("worksheets/", "/xl/worksheets/")
    assert records(packed(parts)) == [RECORD]


def test_sheets_stand_in_any_order_and_others_are_left() -> None:
    turned = {"notes": [["anything"], ["at", "all"]], **dict(reversed(two().items()))}
    assert records(book(turned)) == [RECORD, OTHER]


def test_rows_that_a_person_sorted_find_their_records() -> None:
    sheets = {
        name: [rows[0], *sorted(rows[1:], key=lambda row: row[0], reverse=True)]
        for name, rows in two().items()
    }
    assert {reading.record_id for reading in records(book(sheets))} == {
        "HK-OTHER",
        RECORD.record_id,
    }
    assert sorted(records(book(sheets)), key=str) == sorted([RECORD, OTHER], key=str)


def test_cells_and_rows_without_names_follow_each_other() -> None:
    bare = {name: _bare(rows) for name, rows in two().items()}
    assert records(book(bare)) == [RECORD, OTHER]


def _numbered(sheets) -> list[str]:
    return [f"xl/worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)]


def _bare(rows) -> str:
    cells = [
        "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' if cell else "<c/>" for cell in row)
        for row in rows
    ]
    return "".join(f"<row>{row}</row>" for row in cells)


def test_empty_rows_and_empty_rows_between_are_no_records() -> None:
    sheets = {name: list(rows) for name, rows in two().items()}
    sheets["records"] = [sheets["records"][0], [], sheets["records"][1], [""], sheets["records"][2]]
    by_row = readings(book(sheets))
    assert [reading.record for reading in by_row] == [RECORD, OTHER]


def test_a_workbook_without_the_sheet_of_records_says_so() -> None:
    assert told(book({"Sheet1": one()["records"], "terms": one()["terms"]})) == [
        [("AEO-SYN-05", msgspec.UNSET, msgspec.UNSET)]
    ]
    others = {"Records": one()["records"], "notes": [["x"]]}
    assert told(book(others))[0][0][0] == "AEO-SYN-05"


def test_a_sheet_without_rows_holds_no_record() -> None:
    (header, *_), terms = one()["records"], one()["terms"]
    assert [codes[0][0] for codes in told(book({"records": [header]}))] == ["AEO-SYN-05"]
    assert [codes[0][0] for codes in told(book({"records": []}))] == ["AEO-SYN-05"]
    by_record = told(book({"records": [header], "terms": terms}))
    assert {finding[0][0] for finding in by_record} == {"AEO-SYN-05", "AEO-SYN-14"}


@for_each_row(
    ("sheet", "header", "said"),
    [
        ("records", "Revision", "perhaps revision is meant"),
        ("records", "revision ", "names revision twice"),
        ("terms", "form", "perhaps from is meant"),
        ("terms", " from", "names from twice"),
        ("records", "#REF!", "which is not an item"),
    ],
)
def test_a_header_is_refused_with_its_cell(sheet, header, said) -> None:
    (reading,) = readings(book(with_cell(header, "x", sheet)))
    (finding,) = reading.findings.told
    assert (finding.code, finding.sheet) == ("AEO-SYN-12", sheet)
    assert finding.cell.endswith("1")
    assert said in finding.message


def test_a_header_may_have_padding_and_blanks() -> None:
    sheets = {name: [[f" {n} " for n in rows[0]], *rows[1:]] for name, rows in one().items()}
    sheets["records"][0].append("  ")
    assert records(book(sheets)) == [RECORD]


@pytest.mark.parametrize("sheet", ["records", "terms"])
def test_a_cell_beside_the_header_costs_its_record_alone(sheet) -> None:
    sheets = {name: [list(row) for row in rows] for name, rows in two().items()}
    sheets[sheet][1].append("stray")
    first, second = readings(book(sheets))
    assert (first.record, second.record) == (None, OTHER)
    (finding,) = first.findings.told
    assert (finding.code, finding.got, finding.sheet) == ("AEO-SYN-13", "stray", sheet)
    assert first.record_id == RECORD.record_id


def test_a_row_that_names_no_record_is_told_and_hides_none() -> None:
    sheets = with_cell("record", "NOBODY", "terms", sheets=two())
    *good, orphan = readings(book(sheets))
    assert good[-1].record == OTHER
    (finding,) = orphan.findings.told
    assert (finding.code, finding.sheet, finding.cell) == ("AEO-SYN-14", "terms", "A2")
    unnamed = with_cell("record", "", "terms", sheets=two())
    assert told(book(unnamed))[-1] == [("AEO-SYN-14", "terms", "A2")]


def test_two_views_of_one_record_have_names_of_their_own() -> None:
    again = msgspec.structs.replace(RECORD, revision=RECORD.revision + 1)
    content = written(RECORD, again)
    assert records(content) == [RECORD, again]
    names = [row[-1] for row in rows_of(content)["records"]]
    assert names == ["record", "", f"{RECORD.record_id}#2"]


def test_two_rows_of_one_name_are_refused_both_and_no_other() -> None:
    sheets = rows_of(written(RECORD, OTHER))
    sheets["records"].insert(2, sheets["records"][1])
    by_record = told(book(sheets))
    assert by_record == [
        [("AEO-SYN-14", "records", "A2")],
        [("AEO-SYN-14", "records", "A3")],
        [],
    ]


SITES = msgspec.json.decode(SAMPLE)
SITES["holder"]["sites"] = [
    {
        "siteId": f"YARD-{number}",
        "name": f"Yard {number}",
        "address": {"lines": ["1 Example Road"], "city": "Hong Kong", "country": "HK"},
        "identifiers": [{"scheme": "HK-BR", "value": f"0000003{number}"}],
    }
    for number in (1, 2)
]


@pytest.mark.long
@pytest.mark.parametrize("number", ["3", "0", "x", "", "1.0", "9" * 5000])
def test_an_element_of_an_element_that_is_not_there_is_told(number) -> None:
    whole = read_record(json.dumps(SITES).encode())
    sheets = rows_of(written(whole, OTHER))
    assert records(book(sheets)) == [whole, OTHER]
    bad = with_cell("sites.number", number, "sites.identifiers", sheets=sheets)
    first, second = readings(book(bad))
    assert (first.record, second.record) == (None, OTHER)
    assert [(finding.code, finding.sheet) for finding in first.findings.told] == [
        ("AEO-SYN-14", "sites.identifiers")
    ]


def test_the_sheets_are_those_of_the_standard() -> None:
    names = [table.name for table in workbook_tables()]
    assert openpyxl.load_workbook(io.BytesIO(written(RECORD))).sheetnames == names


def test_a_sheet_that_breaks_off_keeps_the_rows_before() -> None:
    parts = parts_of(two())
    name = _numbered(two())[list(two()).index("records")]
    cut = parts[name].rindex("<row")
    by_row = readings(packed({**parts, name: parts[name][: cut + 30]}))
    assert by_row[0].record == RECORD
    assert [finding.code for finding in by_row[1].findings.told] == ["AEO-SYN-01"]


def test_a_further_sheet_that_breaks_off_leaves_no_record_without_its_rows() -> None:
    parts = parts_of(two())
    name = _numbered(two())[list(two()).index("terms")]
    met = list(
        read_xlsx(
            Content(name="x"),
            io.BytesIO(packed({**parts, name: parts[name][:-40]})),
            Limits(),
        )
    )
    assert [isinstance(document, ReadError) for document in met] == [True]


@pytest.mark.parametrize("render", sorted(RENDERERS))
def test_every_report_tells_a_formula_with_sheet_and_cell(render) -> None:
    cell = Raw('<c r="@" t="str"><f>A1</f><v>HK 01</v></c>')
    content = Content(name="register.xlsx", held=book(with_cell("issuingOffice", cell)))
    reports = list(validate([content], Context(at="2026-11-01T00:00:00Z")))
    ((finding,),) = [report.findings for report in reports]
    told = "".join(renderer(render)(iter(reports), Style(max_errors=0, quiet=False)))
    assert "AEO-SYN-15" in told
    assert str(finding.cell) in told
    assert "records" in told


def alone(content: bytes, name: str) -> bytes:
    """Return a workbook of one sheet with the cells of CSV, as a spreadsheet saves it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["records", "list of 2026", "terms"])
def test_csv_that_a_spreadsheet_saved_as_a_workbook_is_the_same_records(name) -> None:
    holder = msgspec.structs.replace(RECORD.holder, legal_name="'s Example & Co")
    odd = msgspec.structs.replace(RECORD, holder=holder, revision=9)
    stream = io.BytesIO()
    write_csv([RECORD, odd, OTHER], stream)
    content = alone(stream.getvalue(), name)
    assert [reading.record for reading in readings(content)] == [RECORD, odd, OTHER]


def test_of_a_sheet_alone_a_finding_names_sheet_and_cell() -> None:
    stream = io.BytesIO()
    write_csv([RECORD], stream)
    wrong = stream.getvalue().replace(b"legal-person", b"company")
    (reading,) = readings(alone(wrong, "list"))
    (finding,) = reading.report().findings
    column = [column.name for column in csv_columns()].index("holder.kind") + 1
    assert (finding.code, finding.place) == ("AEO-COD-01", f"list!{letters(column)}2")


def test_a_sheet_alone_without_a_recordid_is_no_table_of_records() -> None:
    (reading,) = readings(alone(b"name,tin\nExample,HK1\n", "list"))
    (finding,) = reading.report().findings
    assert finding.code == "AEO-SYN-05"
    assert "recordId" in finding.message
