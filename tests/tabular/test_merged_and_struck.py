"""What a person says by merging cells, or striking a part of a text, keeps a row from a record."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from aeo_exchange.errors import LimitExceeded
from aeo_exchange.formats.workbooks.merged_cells import MergedCells, note_merged
from tabular.imports import finding, imported, outcomes
from tabular.test_candidates import GOOD, LAYOUT

SECOND = ["A2", *list(GOOD.values())[1:]]
STRUCK, BOLD = "struck", "bold"
PARTS = [
    ([(STRUCK, "A"), (STRUCK, "2")], True),
    ([(BOLD, "A"), (STRUCK, "2")], True),
    ([(BOLD, "A"), (BOLD, "2")], False),
    ([(BOLD, "A2"), (STRUCK, " ")], False),
]


def by_layout(content: bytes, tmp_path, more: str = ""):
    layout = tmp_path / "layout.toml"
    text = LAYOUT.format(more="", holds="record").replace(
        'from = ["Status"]', f'from = ["Status"]\n{more}'
    )
    layout.write_text(text.replace('"csv"', '"xlsx"'), "utf-8")
    return imported(content, str(layout))


def with_inline_runs(parts) -> bytes:
    book = Workbook()
    for row in (list(GOOD), list(GOOD.values()), SECOND):
        book.active.append(row)
    fonts = {STRUCK: InlineFont(strike=True), BOLD: InlineFont(b=True, strike=False)}
    book.active["A3"] = CellRichText(*(TextBlock(fonts[font], text) for font, text in parts))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_shared_runs(parts) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        fonts = {
            STRUCK: book.add_format({"font_strikeout": True}),
            BOLD: book.add_format({"bold": True}),
        }
        for number, row in enumerate((list(GOOD), list(GOOD.values()), SECOND)):
            sheet.write_row(number, 0, row)
        runs = [(fonts[font], text) for font, text in parts]
        sheet.write_rich_string(2, 0, *(piece for run in runs for piece in run))
    return stream.getvalue()


@pytest.mark.parametrize("written", [with_inline_runs, with_shared_runs])
@pytest.mark.parametrize(("parts", "is_struck"), PARTS)
def test_a_text_of_which_a_part_is_struck_through_waits_for_a_person(
    parts, is_struck, written, tmp_path
) -> None:
    done = by_layout(written(parts), tmp_path)
    assert outcomes(done) == [(2, "record"), (3, "candidate" if is_struck else "record")]


def merged(area: str, first: str = "In force") -> bytes:
    book = Workbook()
    for row in ([*GOOD, "Note"], [*list(GOOD.values())[:-1], first, ""], [*SECOND, ""]):
        book.active.append(row)
    book.active.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("area", "ends"),
    [("G2:G3", "candidate"), ("F2:G3", "candidate"), ("H2:H3", "record"), ("G3:H3", "record")],
)
def test_a_row_with_the_lower_part_of_a_merged_cell_is_no_record(area, ends, tmp_path) -> None:
    """Of a status over two rows only the first had it, and the second was in force."""
    done = by_layout(merged(area), tmp_path, 'absent = "leave-out"')
    assert dict(outcomes(done))[3] == ends


def test_it_is_told_with_its_cell_and_says_nothing_of_the_status(tmp_path) -> None:
    done = by_layout(merged("G2:G3", first="On hold"), tmp_path, 'absent = "leave-out"')
    assert outcomes(done) == [(2, "candidate"), (3, "candidate")]
    told = finding(done, 3, "doubtful")
    assert (told.column, told.item) == ("G", "status")
    assert "stands in row 2 alone" in told.message
    assert "history" not in done.candidates[1].record


@pytest.mark.parametrize(("rows", "ends"), [(1, "record"), (2, "candidate")])
def test_a_cell_of_a_page_that_reaches_into_the_next_row_is_merged_too(
    rows, ends, tmp_path
) -> None:
    cells = [
        "".join(f"<td>{text}</td>" for text in row[:-1]) for row in (list(GOOD.values()), SECOND)
    ]
    head = "".join(f"<th>{text}</th>" for text in GOOD)
    page = (
        f"<html><table><tr>{head}</tr><tr>{cells[0]}<td rowspan={rows}>In force</td></tr>"
        f"<tr>{cells[1]}</tr></table>"
    )
    done = by_layout(page.encode(), tmp_path, 'absent = "leave-out"')
    assert outcomes(done) == [(2, "record"), (3, ends)]


@pytest.mark.parametrize(
    ("name", "above", "below", "end"),
    [
        ("Invented Ltd*", "", "* suspended", "candidate"),
        ("*Invented Ltd", "* Revoked in 2026", "", "candidate"),
        ("Invented Ltd\N{DAGGER}", "", "\N{DAGGER} On hold", "candidate"),
        ("Invented Ltd*", "", "Total: 2", "record"),
        ("Invented Ltd*", "", "* moved in 2026", "record"),
        ("Invented Ltd", "", "* suspended", "record"),
    ],
)
@pytest.mark.parametrize("ends", ["", 'end = ["Total"]'])
def test_a_row_with_a_mark_that_a_footnote_explains_is_no_record(
    name, above, below, end, ends, tmp_path
) -> None:
    layout = tmp_path / "layout.toml"
    text = LAYOUT.format(more="", holds="record").replace('kind = "csv"', f'kind = "csv"\n{ends}')
    layout.write_text(text, "utf-8")
    good = GOOD | {"Name": name}
    lines = [above, ",".join(GOOD), ",".join(good.values()), "Total: 1" * bool(ends), below]
    done = imported("\n".join(lines).encode(), str(layout))
    assert outcomes(done)[0][1] == end
    if end == "candidate":
        assert "history" not in done.candidates[0].record


def test_only_areas_of_several_rows_are_noted_and_not_without_end(monkeypatch) -> None:
    monkeypatch.setattr("aeo_exchange.formats.workbooks.merged_cells.MOST_MERGED", 2)
    noted: list[MergedCells] = []
    for area in ("A1:C1", "B2", "", "Z2:AB4", "A5:A6"):
        note_merged(area, noted)
    assert noted == [MergedCells("Z", "AB", 2, 4), MergedCells("A", "A", 5, 6)]
    assert [noted[0].covers(column) for column in ("Y", "Z", "AA", "AC")] == [
        False,
        True,
        True,
        False,
    ]
    with pytest.raises(LimitExceeded, match="merged cells"):
        note_merged("A7:A8", noted)
