"""What of a file was not read, or not as it looks, is told: other sheets, hidden rows, its day."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font

from aeo_exchange.cli.render.imported import import_summary_lines, row_finding_lines
from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.operations.sheets.annotate_import import annotate_import
from aeo_exchange.operations.sheets.import_file import import_file
from aeo_exchange.tabular.loading import layout_of
from tabular.imports import AT, finding, findings, imported, outcomes
from tabular.test_candidates import GOOD, LAYOUT, candidates

BOOKS = Path(__file__).parent / "books"
AS_OF = '[file.as_of]\ntexts = ["As at"]\nformats = ["%d %B %Y"]\n[row]'


def book(*rows: list, change=lambda _book, _sheet: None) -> bytes:
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    change(made, sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def by_layout(content: bytes, tmp_path, **changed: str):
    layout = tmp_path / "layout.toml"
    text = LAYOUT.format(more="", holds="record").replace('"csv"', '"xlsx"')
    for was, now in changed.items():
        text = text.replace(was, now, 1)
    layout.write_text(text, "utf-8")
    return imported(content, str(layout))


def handed_back(content: bytes, tmp_path, done) -> bytes:
    stream = io.BytesIO()
    layout = layout_of(str(tmp_path / "layout.toml"))
    annotate_import(Content(name="given", held=content), layout, done, stream)
    return stream.getvalue()


def texts_of(content: bytes) -> str:
    sheets = load_workbook(io.BytesIO(content)).worksheets
    cells = (cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return "\n".join(cell for cell in cells if isinstance(cell, str))


TABLE = [list(GOOD), list(GOOD.values()), ["A2", *list(GOOD.values())[1:]]]


def test_a_book_of_which_all_was_read_has_no_remark(tmp_path) -> None:
    done = by_layout(book(*TABLE, change=lambda made, _: made.create_sheet("Empty")), tmp_path)
    assert done.report.remarks == ()
    assert outcomes(done) == [(2, "record"), (3, "record")]


def test_another_sheet_that_holds_something_is_named(tmp_path) -> None:
    def add(made, _sheet) -> None:
        made.create_sheet("REVOKED").append(["Gone Ltd"])

    (remark,) = by_layout(book(*TABLE, change=add), tmp_path).report.remarks
    assert "'REVOKED'" in remark


def renamed(was: str, now: str) -> bytes:
    return book([now if text == was else text for text in TABLE[0]], *TABLE[1:])


def test_a_column_that_may_be_left_out_and_was_renamed_is_told(tmp_path) -> None:
    left_out = {"last_day = true": 'last_day = true\nabsent = "leave-out"'}
    done = by_layout(renamed("Until", "Valid to \u202e"), tmp_path, **left_out)
    assert outcomes(done) == [(2, "record"), (3, "record")]
    (remark,) = done.report.remarks
    assert remark == (
        "no column is called 'Until' (authorisation.terms.1.until), so no row tells it; "
        "no field reads 'Valid to \\u202e': was a column renamed?"
    )


def test_a_column_of_which_another_field_of_the_item_has_one_is_not_missed(tmp_path) -> None:
    also = '[[fields]]\nitem = "authorisation.terms.1.until"\nfrom = ["Valid to"]\n[[fields]]\n'
    again = {'[[fields]]\nitem = "status"': f'{also}item = "status"'}
    assert by_layout(book(*TABLE), tmp_path, **again).report.remarks == ()


def test_a_column_that_the_layout_gives_a_constant_for_is_not_missed(tmp_path) -> None:
    constant = {'"holder.kind"': '"holder.address.country" = "HK"\n"holder.kind"'}
    field = '[[fields]]\nitem = "holder.address.country"\nfrom = ["Land"]\n[words.statuses]'
    done = by_layout(book(*TABLE), tmp_path, **constant, **{"[words.statuses]": field})
    assert not [remark for remark in done.report.remarks if "Land" in remark]


def test_a_finding_without_a_cell_says_what_it_is_about(tmp_path) -> None:
    done = by_layout(book(*TABLE), tmp_path, **{'"view.audience" = "public"': ""})
    lines = list(row_finding_lines(done.report, 0))
    for item in ("holder.address", "authorisation.grantedOn", "consents"):
        said = f"row 2: candidate: {item} is missing from a full record"
        assert sum(said in line for line in lines) == 1
    assert len(set(lines)) == len(lines)


def test_a_list_is_read_on_the_last_day_of_the_calendar(tmp_path) -> None:
    layout = tmp_path / "layout.toml"
    layout.write_text(LAYOUT.format(more="", holds="record").replace('"csv"', '"xlsx"'), "utf-8")
    given = Content(name="given", held=book(*TABLE))
    done = import_file(given, layout_of(str(layout)), at=instant("9999-12-31T23:59:59Z"))
    assert len(done.report.rows) == 2


def test_hidden_rows_are_named_and_read(tmp_path) -> None:
    def hide(_made, sheet) -> None:
        sheet.row_dimensions[3].hidden = True

    done = by_layout(book(*TABLE, change=hide), tmp_path)
    assert [remark.rpartition(": ")[2] for remark in done.report.remarks] == ["3"]
    assert outcomes(done) == [(2, "record"), (3, "record")]


@pytest.mark.parametrize(("column", "is_read"), [("A", True), ("G", True), ("H", False)])
def test_a_row_with_a_cell_struck_through_waits_for_a_person(column, is_read, tmp_path) -> None:
    def strike(_made, sheet) -> None:
        sheet["H3"] = "a remark"
        sheet[f"{column}3"].font = Font(strike=True)

    done = by_layout(book(*TABLE, change=strike), tmp_path)
    assert outcomes(done) == [(2, "record"), (3, "candidate" if is_read else "record")]
    assert findings(done, 3) == [("doubtful", "status")] * is_read
    if is_read:
        assert finding(done, 3, "doubtful").column == column
        assert "history" not in done.candidates[0].record


def test_a_row_struck_through_as_a_whole_is_told_once(tmp_path) -> None:
    def strike(_made, sheet) -> None:
        for cell in sheet[3]:
            cell.font = Font(strike=True)

    assert findings(by_layout(book(*TABLE, change=strike), tmp_path), 3) == [("doubtful", "status")]


def test_a_font_that_strikes_nothing_and_one_of_a_condition_are_none(tmp_path) -> None:
    def bold(_made, sheet) -> None:
        sheet["A3"].font = Font(bold=True, strike=False)
        rule = CellIsRule(operator="equal", formula=['"x"'], font=Font(strike=True))
        sheet.conditional_formatting.add("A1:G9", rule)

    done = by_layout(book(*TABLE, change=bold), tmp_path)
    assert outcomes(done) == [(2, "record"), (3, "record")]


@pytest.mark.parametrize(
    ("row", "cell", "is_struck"),
    [
        ("<tr>", "<td><s>A2</s></td>", True),
        ("<tr>", "<td><del>A</del>2</td>", True),
        ("<tr>", "<td><strike>A2</strike></td>", True),
        ("<tr>", '<td><span style="text-decoration: line-through">A2</span></td>', True),
        ('<tr style="text-decoration:line-through">', "<td>A2</td>", True),
        ('<tr style="color:red">', "<td><b>A2</b></td>", False),
    ],
)
def test_a_row_of_a_page_that_is_struck_through_waits_too(row, cell, is_struck, tmp_path) -> None:
    cells = "".join(f"<td>{text}</td>" for text in list(GOOD.values())[1:])
    head = "".join(f"<th>{text}</th>" for text in GOOD)
    page = f"<html><table><tr>{head}</tr><tr><td>A1</td>{cells}</tr>{row}{cell}{cells}</tr></table>"
    done = by_layout(page.encode(), tmp_path)
    assert outcomes(done) == [(2, "record"), (3, "candidate" if is_struck else "record")]


@pytest.mark.parametrize("name", ["list.ods", "list.xls"])
def test_a_workbook_without_styles_tells_that_nobody_sees_what_is_struck_through(name) -> None:
    kind = name.removeprefix("list")
    told = f"of a workbook in {kind} it is not seen what is struck through or merged"
    remarks = imported(BOOKS / name, "tr-list").report.remarks
    assert [remark.partition(":")[0] for remark in remarks].count(told) == 1


@pytest.mark.parametrize(
    ("title", "told"), [("As at 31st October 2026", 0), ("As at 31/10/2026", 1), ("A list", 1)]
)
def test_a_day_of_the_list_that_is_not_found_is_told(title, told, tmp_path) -> None:
    done = by_layout(book([title], *TABLE), tmp_path, **{"[row]": AS_OF})
    assert len(done.report.remarks) == told
    assert all("'As at' beside a day such as %d %B %Y" in text for text in done.report.remarks)
    assert set(done.report.remarks) <= {
        line.removeprefix("given: ") for line in import_summary_lines(done.report)
    }


def test_a_warning_is_shown_behind_what_keeps_a_row_from_being_a_record(tmp_path) -> None:
    layout = LAYOUT.replace("HK-BR", "AR-CUIT").replace("HK-AEO", "AR-OEA")
    layout = layout.replace('"HK"', '"AR"').replace("TIER1", "OEA-CUMPLIMIENTO")
    path = tmp_path / "layout.toml"
    path.write_text(layout.format(more="", holds="record"), "utf-8")
    rows = [GOOD | {"BR": "30709010597"}, GOOD | {"No": "A2", "BR": ""}]
    lines = [",".join(GOOD), *(",".join(row.values()) for row in rows)]
    report = imported("\n".join(lines).encode(), str(path)).report
    shown = list(row_finding_lines(report, 0))
    assert [line.split(": ")[2] for line in shown] == ["candidate", "warning"]
    assert "its check digit does not fit" in shown[1]
    assert len(list(row_finding_lines(report, 1))) == 2  # and how many more there are


def test_an_item_that_nobody_may_see_names_what_to_do_in_the_layout(tmp_path) -> None:
    address = "\n".join(
        f'"holder.address.{name}" = "{text}"'
        for name, text in (("country", "HK"), ("city", "Kowloon"), ("lines.1", "1 Example Road"))
    )
    constants = {"[constants]": f"[constants]\n{address}"}
    done = by_layout(book(*TABLE), tmp_path, **constants)
    assert "view.audience" in finding(done, 2, "breaks-rule").hint
    assert "view.audience" not in texts_of(handed_back(book(*TABLE), tmp_path, done))


def test_the_sender_is_asked_what_became_of_a_row_that_is_struck_through(tmp_path) -> None:
    def strike(_made, sheet) -> None:
        sheet["A3"].font = Font(strike=True)

    content = book(*TABLE, change=strike)
    done = by_layout(content, tmp_path)
    assert "tell us whether it still holds" in texts_of(handed_back(content, tmp_path, done))


def test_a_workbook_whose_parts_stand_in_any_order_is_sent_to_the_import() -> None:
    (report,) = validate(Content(name="list.xlsx", held=book(*TABLE)), at=AT)
    assert "aeo import --propose" in report.findings[0].hint


def test_a_list_in_csv_has_no_sheets_and_no_remark(tmp_path) -> None:
    assert candidates(tmp_path, {}).report.remarks == ()
