"""Sheets that were read in any way are handed back with remarks from any check."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest

from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.formats import Content
from aeo_exchange.formats.workbooks import summary
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind, SheetRow
from aeo_exchange.formats.workbooks.sheet_names import written_names
from aeo_exchange.operations.sheets.annotate import (
    CopiedBook,
    CopiedSheet,
    Remark,
    Remarks,
    annotate,
    annotate_book,
)
from aeo_exchange.report import Severity
from rows import for_each_row
from workbook_parts import Raw, book, packed, parts_of


def row(number: int, *texts: str) -> SheetRow:
    cells = [Cell(index, text, CellKind.TEXT) for index, text in enumerate(texts, 1) if text]
    return SheetRow(number, cells)


def remark(**members) -> Remark:
    given = {"severity": Severity.ERROR, "code": "unknown-word", "message": "is not a tier"}
    return Remark(**{**given, **members})


def copy(rows: list[SheetRow], *remarks: Remark, name: str = "Sayfa1"):
    sheets = CopiedBook((CopiedSheet(name, lambda: iter(rows)),))
    stream = io.BytesIO()
    with Remarks() as told:
        for one in remarks:
            told.add(one)
        annotate_book(sheets, "list.xls", told, stream)
    return openpyxl.load_workbook(stream)


def filled(sheet) -> dict[str, bool]:
    return {
        cell.coordinate: cell.fill.patternType is not None
        for line in sheet.iter_rows()
        for cell in line
        if cell.fill.patternType
    }


def test_a_remark_on_a_row_stands_at_its_first_cell_and_one_on_a_cell_there():
    handed = copy([row(1, "a", "b"), row(3, "c", "d")], remark(row=3), remark(row=1, column=2))
    assert set(filled(handed["Sayfa1"])) == {"A3", "B1"}
    assert handed["Sayfa1"]["A3"].comment.text.startswith("ERROR unknown-word: is not a tier")


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_row_or_a_cell_that_is_empty_is_coloured_as_well(number):
    handed = copy([row(3, "c")], remark(row=number, column=2), remark(row=3, column=5))
    assert set(filled(handed["Sayfa1"])) == {f"B{number}", "E3"}
    assert handed["Sayfa1"]["A3"].value == "c"


def test_the_worst_that_is_said_of_a_cell_colours_it_and_all_is_in_the_comment():
    severities = (Severity.WARNING, Severity.ERROR, Severity.INFO)
    handed = copy([row(1, "a")], *(remark(row=1, severity=kind) for kind in severities))
    cell = handed["Sayfa1"]["A1"]
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert cell.font.bold
    said = cell.comment.text
    assert [said.count(kind.upper()) for kind in severities] == [1, 1, 1]


def test_what_is_said_of_the_whole_file_is_listed_without_a_link():
    handed = copy([row(1, "a")], remark(hint="ask for another"))
    last = list(handed["findings"].iter_rows())[-1]
    assert [cell.value for cell in last if cell.value] == [
        "error", "unknown-word", "is not a tier", "ask for another",
    ]  # fmt: skip
    assert not any(cell.hyperlink for cell in last)


def test_links_and_lines_are_bounded_and_say_so(monkeypatch):
    monkeypatch.setattr(summary, "MOST_LINKS", 3)
    monkeypatch.setattr(summary, "MOST_LISTED", 5)
    handed = copy([row(1, "a")], *(remark(row=1, column=index) for index in range(1, 8)))
    rows = list(handed["findings"].iter_rows())
    assert [cell[4].value for cell in rows[-6:-1]] == ["A1", "B1", "C1", "D1", "E1"]
    assert {(cell[3].value, cell[6].value) for cell in rows[-6:-1]} == {("1", "is not a tier")}
    # One link is that of the totals, one that of the row.
    assert [bool(cell[4].hyperlink) for cell in rows[-6:-1]] == [True, False, False, False, False]
    assert rows[-1][6].value == "and more, which are not listed"
    assert "7 errors" in rows[0][0].value


def test_rows_out_of_order_are_refused_and_no_temporary_file_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(MalformedDocument, match=r"row 2 .* stands behind row 5"):
        copy([row(5, "a"), row(2, "b")], remark(row=2))
    assert list(tmp_path.iterdir()) == []


def test_a_row_that_cannot_be_read_ends_the_copy():
    def rows() -> Iterator[SheetRow]:
        yield row(1, "a")
        raise MalformedDocument("AEO-SYN-01", "no more")

    sheets = CopiedBook((CopiedSheet("s", rows),))
    with Remarks() as told, pytest.raises(MalformedDocument, match="no more"):
        annotate_book(sheets, "x", told, io.BytesIO())


@for_each_row(
    ("given", "written"),
    [
        (("a", "A", "a"), ["a", "A 2", "a 3"]),
        (("x" * 40, "x" * 41), ["x" * 31, "x" * 29 + " 2"]),
        (("[a]:*?/\\b",), ["_a______b"]),
        (("'", ""), ["sheet", "sheet 2"]),
        (("\ud800\x01",), ["__"]),
    ],
)
def test_names_of_sheets_are_such_as_a_spreadsheet_takes(given, written):
    assert written_names(given) == written


@pytest.mark.parametrize("text", ["\ud800", "a\ufffe", "\x01", "_x0041_", "<r>x</r>", " a ", "\n"])
def test_any_text_of_a_cell_makes_a_workbook_that_opens(text):
    value = copy([row(1, text, "b")], remark(row=1, message=text))["Sayfa1"]["A1"].value
    known = text.replace("\ud800", "\ufffd")
    assert value in {known, known.replace("\x01", "_x0001_"), known.replace("\ufffe", "_xFFFE_"),
                     "_x005F_x0041_"}  # fmt: skip


def handed_back(content: bytes, *remarks: Remark):
    stream = io.BytesIO()
    with Remarks() as told:
        for one in remarks:
            told.add(one)
        annotate(Content(name="x.xlsx", held=content), told, stream)
    return openpyxl.load_workbook(stream)


def test_a_cell_that_cannot_be_read_costs_no_other_cell_its_copy():
    broken = Raw('<c r="@" t="s"><v>7</v></c>')
    copy = handed_back(
        book({"list": [["a", broken, "c"], ["d"]]}), remark(row=1, column=2, sheet="list")
    )
    assert list(copy["list"].values) == [("a", None, "c"), ("d", None, None)]
    assert set(filled(copy["list"])) == {"B1"}


@pytest.mark.parametrize(
    ("properties", "day"), [("", date(2009, 7, 6)), ('date1904="1"', date(2013, 7, 7))]
)
def test_days_are_the_same_days(properties, day):
    content = book(
        {"list": [[Raw('<c r="@" s="0"><v>40000</v></c>')]]},
        formats=("yyyy-mm-dd",),
        properties=properties,
    )
    assert handed_back(content)["list"]["A1"].value.date() == day


@pytest.mark.parametrize(
    ("number", "value"),
    [("123456789012345", 123456789012345), ("12345678901234567890", "12345678901234567890"),
     ("1e400", "1e400"), ("x", "x"), ("-0.5", -0.5)],
)  # fmt: skip
def test_a_number_that_no_cell_holds_is_a_text(number, value):
    content = book({"list": [[Raw(f'<c r="@"><v>{number}</v></c>')]]})
    assert handed_back(content)["list"]["A1"].value == value


def test_columns_that_are_told_too_often_or_too_wide_do_no_harm():
    parts = parts_of({"list": [["a"]]}, formats=("0000",))
    columns = (
        '<col min="1" max="99999999" width="12.7109375"/><col min="1" max="1" width="1e999"/>'
        '<col min="x" max="-1"/>'
    )
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace("<sheetData>", f"<cols>{columns * 1000}</cols><sheetData>")
    copy = handed_back(packed(parts))["list"]
    assert copy.column_dimensions["A"].width == 12.7109375


def test_the_number_format_of_a_column_holds_for_its_empty_cells():
    parts = parts_of({"list": [["a"]]}, formats=("0000",))
    name = "xl/worksheets/sheet1.xml"
    column = '<cols><col min="2" max="2" width="9" style="0"/></cols><sheetData>'
    parts[name] = parts[name].replace("<sheetData>", column)
    copy = handed_back(packed(parts), remark(row=1, column=2))["list"]
    assert copy["B1"].number_format == "0000"
    assert copy["B1"].fill.patternType


def test_more_sheets_than_can_be_open_are_refused():
    with pytest.raises(LimitExceeded, match="251 sheets; 250 are taken"):
        handed_back(book({f"s{number}": [["a"]] for number in range(251)}))
