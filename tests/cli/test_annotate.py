"""`aeo validate --annotate`: a copy of the partner's sheet, where another program reads marks."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import takewhile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from aeo_exchange.formats.workbooks import marks
from aeo_exchange.formats.workbooks.looks import COLOURS
from aeo_exchange.formats.workbooks.written_texts import as_literal
from aeo_exchange.report import Severity

MARKUP = "<r><t>markup</t></r>"
AT = "--at=2026-11-01"
RED, YELLOW = (COLOURS[kind]["bg_color"].lstrip("#") for kind in (Severity.ERROR, Severity.WARNING))


@pytest.fixture
def bad(aeo, tmp_path, sample) -> Path:
    """Return a workbook of one record whose tier is unknown."""
    (tmp_path / "a.json").write_text(sample.replace('"TIER1"', '"TIER9"'), "utf-8")
    assert aeo("convert", "a.json", "--to=xlsx", "-o", "a.xlsx").returncode == 0
    return tmp_path / "a.xlsx"


def annotated(aeo, tmp_path: Path, name: str, *more: str, code: int = 1):
    done = aeo("validate", name, AT, "--annotate", "out.xlsx", *more)
    assert done.returncode == code, done.stderr
    assert "wrote out.xlsx" in done.stderr
    return openpyxl.load_workbook(tmp_path / "out.xlsx")


def findings(aeo, name: str) -> list[dict]:
    done = aeo("validate", name, AT, "--format=json")
    return [one for report in json.loads(done.stdout)["results"] for one in report["findings"]]


def colour(cell) -> str:
    return cell.fill.fgColor.rgb[-6:] if cell.fill.patternType else ""


def totals_of(sheet) -> dict[str, tuple]:
    rows = list(sheet.iter_rows())
    top = next(index for index, row in enumerate(rows) if row[2].value == "in all")
    return {row[1].value: row for row in takewhile(lambda row: row[1].value, rows[top + 1 :])}


def listed(book) -> list[dict[str, object]]:
    rows = list(book.worksheets[0].iter_rows())
    top = next(index for index, row in enumerate(rows) if row[6].value == "what is wrong")
    header = [cell.value for cell in rows[top]]
    return [dict(zip(header, row, strict=True)) for row in rows[top + 1 :]]


def test_each_cell_with_a_finding_is_coloured_and_says_what_is_wrong(aeo, tmp_path, bad):
    book = annotated(aeo, tmp_path, bad.name)
    told = findings(aeo, bad.name)
    assert told
    for one in told:
        cell = book[one["sheet"]][one["cell"]]
        assert colour(cell) in {RED, YELLOW}
        comment = cell.comment.text
        assert f"{one['severity'].upper()} {one['code']}: {one['message']}" in comment
        assert one.get("expected", "") in comment
        assert one.get("hint", "") in comment
    places = {(one["sheet"], one["cell"]) for one in told}
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows():
            for cell in row[:]:
                if cell.row > 1 and (sheet.title, cell.coordinate) not in places:
                    assert not colour(cell), cell


def test_the_first_sheet_has_totals_and_a_link_to_the_cell_of_each_finding(aeo, tmp_path, bad):
    book = annotated(aeo, tmp_path, bad.name)
    told = findings(aeo, bad.name)
    first = book.worksheets[0]
    assert first.title == "findings"
    totals = totals_of(first)
    code = told[0]["code"]
    assert totals[code][2].value == str(sum(one["code"] == code for one in told))
    assert int(totals[code][3].value) >= 1
    rows = listed(book)
    assert [row["rule"].value for row in rows] == [one["code"] for one in told]
    for row, one in zip(rows, told, strict=True):
        assert row["cell"].value == one["cell"]
        assert row["cell"].hyperlink.location == f"'{one['sheet']}'!{one['cell']}"
        assert row["severity"].value == one["severity"]


def test_values_and_names_of_all_sheets_are_kept(aeo, tmp_path, bad):
    book, given = annotated(aeo, tmp_path, bad.name), openpyxl.load_workbook(bad)
    assert book.sheetnames == ["findings", *given.sheetnames]
    for name in given.sheetnames:
        assert list(book[name].values) == list(given[name].values)
        assert book[name].freeze_panes == given[name].freeze_panes
        for letter, column in given[name].column_dimensions.items():
            assert book[name].column_dimensions[letter].width == column.width
    assert book["records"].column_dimensions["C"].number_format == "@"


def test_the_copy_is_read_as_the_sheet_was(aeo, tmp_path, bad):
    annotated(aeo, tmp_path, bad.name)
    assert findings(aeo, "out.xlsx") == findings(aeo, bad.name)


def test_a_register_without_a_finding_is_copied_as_well(aeo, tmp_path, sample):
    (tmp_path / "a.json").write_text(sample, "utf-8")
    aeo("convert", "a.json", "--to=xlsx", "-o", "a.xlsx")
    book = annotated(aeo, tmp_path, str(tmp_path / "a.xlsx"), code=0)
    assert book.worksheets[0]["A1"].value.startswith("a.xlsx: 0 errors")
    assert listed(book) == []


@pytest.fixture
def partner(tmp_path) -> Path:
    """Return a workbook that others made: numbers, days, formulas, widths, sheets of their own."""
    path = tmp_path / "p.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    records = book.add_worksheet("records")
    records.set_column(1, 1, 33.5)
    zeros = book.add_format({"num_format": "0000000"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    names = ("recordId", "holder.tin", "issuedAt", "programme", "holder.legalName", "revision")
    for index, name in enumerate(names):
        records.write_string(0, index, name)
    records.write_string(1, 0, "HK-1")
    records.write_number(1, 1, 12345, zeros)
    records.write_datetime(1, 2, datetime(2026, 1, 2), day)  # noqa: DTZ001 no zone
    records.write_formula(1, 3, '="HK-"&"AEO"', None, "HK-AEO")
    records.write_string(1, 4, "=cmd|' /C calc'!A0")
    records.write_boolean(1, 5, True)
    other = book.add_worksheet("O'Brien's notes")
    other.write_formula(4, 2, "=1+1", None, 2)
    other.write_string(0, 0, as_literal(MARKUP))
    other.write_number(1, 0, 0.1 + 0.2)
    book.add_worksheet("Findings")
    book.close()
    return path


def test_numbers_days_and_their_formats_are_kept(aeo, tmp_path, partner):
    book = annotated(aeo, tmp_path, partner.name)
    records = book["records"]
    assert (records["B2"].value, records["B2"].number_format) == (12345, "0000000")
    assert records["C2"].value == datetime(2026, 1, 2)  # noqa: DTZ001 no zone
    assert records["C2"].number_format == "dd/mm/yyyy"
    assert records["F2"].value is True
    given = openpyxl.load_workbook(partner)["records"].column_dimensions["B"].width
    assert records.column_dimensions["B"].width == given
    assert book["O'Brien's notes"]["A2"].value == pytest.approx(0.3)
    assert book["O'Brien's notes"]["A1"].value == MARKUP


def test_no_formula_of_the_partner_runs_and_each_is_kept_as_text(aeo, tmp_path, partner):
    book = annotated(aeo, tmp_path, partner.name)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert book["records"]["D2"].value == "HK-AEO"
    assert book["O'Brien's notes"]["C5"].value == 2
    kept = {(row[0], row[1]): row[2] for row in book["formulas"].values}
    assert kept["records", "D2"] == '="HK-"&"AEO"'
    assert kept["O'Brien's notes", "C5"] == "=1+1"


def test_a_text_that_a_spreadsheet_would_run_stays_a_text(aeo, tmp_path, partner):
    cell = annotated(aeo, tmp_path, partner.name)["records"]["E2"]
    assert (cell.value, cell.data_type, cell.number_format) == ("=cmd|' /C calc'!A0", "s", "@")
    assert cell.quotePrefix


def test_a_missing_item_colours_the_first_cell_of_its_row(aeo, tmp_path, partner):
    book = annotated(aeo, tmp_path, partner.name)
    missing = [row for row in listed(book) if "missing" in row["what is wrong"].value]
    assert missing
    assert "A2" in {row["cell"].value for row in missing}
    assert colour(book["records"]["A2"]) == RED


def test_a_sheet_with_the_name_of_ours_keeps_its_own(aeo, tmp_path, partner):
    names = annotated(aeo, tmp_path, partner.name).sheetnames
    assert names == ["findings", "records", "O'Brien's notes", "Findings 2", "formulas"]


def test_a_formula_whose_value_nobody_stored_is_a_text(aeo, tmp_path, partner):
    book = openpyxl.load_workbook(partner)
    book.save(tmp_path / "q.xlsx")  # keeps formulas and drops their values
    copy = annotated(aeo, tmp_path, "q.xlsx")
    assert copy["records"]["D2"].value == '="HK-"&"AEO"'
    assert copy["records"]["D2"].data_type == "s"


def test_csv_is_handed_back_as_a_workbook_of_its_cells(aeo, tmp_path, sample):
    (tmp_path / "a.json").write_text(sample.replace('"TIER1"', '"TIER9"'), "utf-8")
    aeo("convert", "a.json", "--to=csv", "-o", "a.csv")
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    header, row = text.splitlines()
    lines = [header, "", row, 'unclosed,"quote', "=1+1,'=2"]
    (tmp_path / "a.csv").write_text("\r\n".join(lines) + "\r\n", "utf-8")
    book = annotated(aeo, tmp_path, "a.csv")
    sheet = book["records"]
    assert sheet["A1"].value == header.split(",")[0]
    assert sheet["A4"].value == 'unclosed,"quote'
    assert (sheet["A5"].value, sheet["B5"].value) == ("=1+1", "=2")
    assert sheet["A5"].data_type == "s"
    told = findings(aeo, "a.csv")
    for one in told:
        cell = sheet[one.get("cell", f"A{one['line']}")]
        assert f"{one['code']}: {one['message']}" in cell.comment.text
    assert {one["line"] for one in told} >= {3, 4}
    assert listed(book)[0]["cell"].hyperlink.location.startswith("'records'!")


def test_the_first_thousand_cells_have_a_comment_and_all_are_coloured(aeo, tmp_path, monkeypatch):
    assert marks.MOST_COMMENTS == 1000
    monkeypatch.setattr(marks, "MOST_COMMENTS", 100)
    rows = [f"HK-{number},nope\r\n" for number in range(60)]
    (tmp_path / "a.csv").write_text("recordId,revision\r\n" + "".join(rows), "utf-8")
    book = annotated(aeo, tmp_path, "a.csv")
    sheet = book["records"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert len([cell for cell in cells if cell.comment]) == 100
    assert all(colour(cell) for cell in cells)
    said = totals_of(book.worksheets[0])
    assert any((row[2].value, row[3].value) == ("60", "1") for row in said.values())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a.xlsx", "a.json"), "hands one sheet back, and 2 inputs"),
        (("a.json",), "only a workbook or CSV"),
        (("a.xlsx", "-o", "out.xlsx"), "two outputs"),
    ],
)
@pytest.mark.usefixtures("bad")
def test_wrong_usage_is_said_and_nothing_is_written(aeo, tmp_path, arguments, said):
    done = aeo("validate", *arguments, "--annotate", "out.xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.usefixtures("bad")
def test_the_copy_obeys_the_rules_of_outputs(aeo, tmp_path):
    for target, said in (("a.xlsx", "is an input"), ("-", "name a file")):
        done = aeo("validate", "a.xlsx", "--annotate", target, "--force")
        assert done.returncode == 2
        assert said in done.stderr
    (tmp_path / "out.xlsx").write_text("kept")
    assert aeo("validate", "a.xlsx", "--annotate", "out.xlsx").returncode == 2
    assert (tmp_path / "out.xlsx").read_text() == "kept"
    assert aeo("validate", "a.xlsx", "--annotate", "out.xlsx", "--force").returncode == 1
    assert "terms" in openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames


@pytest.mark.parametrize(
    ("content", "code"), [(None, 3), (b"PK\x03\x04 and no more", 1), (b"a,b\r\n1,2\r\n", 1)]
)
def test_what_cannot_be_read_leaves_no_copy(aeo, tmp_path, content, code):
    if content is not None:
        (tmp_path / "x.xlsx").write_bytes(content)
    done = aeo("validate", "x.xlsx", "--annotate", "out.xlsx")
    assert done.returncode == code
    assert "out.xlsx was not written" in done.stderr
    assert not (tmp_path / "out.xlsx").exists()


def test_a_text_that_looks_like_markup_is_no_markup_in_any_workbook(aeo, tmp_path, line):
    tree = json.loads(line)
    names = []
    for number, name in enumerate((MARKUP, "<r></c><c><v>1</v></r>", "<r>&</r>")):
        tree["holder"]["legalName"], tree["revision"] = name, number + 1
        (tmp_path / f"{number}.json").write_text(json.dumps(tree), "utf-8")
        aeo("convert", f"{number}.json", "--to=xlsx", "-o", f"{number}.xlsx")
        aeo("convert", f"{number}.xlsx", "--to=ndjson", "-o", f"{number}.ndjson")
        names.append(json.loads((tmp_path / f"{number}.ndjson").read_text())["holder"]["legalName"])
    assert names == [MARKUP, "<r></c><c><v>1</v></r>", "<r>&</r>"]
    aeo("diff", "0.json", "1.json", "--format=xlsx", "-o", "d.xlsx")
    cells = openpyxl.load_workbook(tmp_path / "d.xlsx")["differences"].values
    assert any(set(names[:2]) <= set(row) for row in cells)
