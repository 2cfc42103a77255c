"""A row with more cells than its header is none, and what stands under no header is told."""

from __future__ import annotations

import pytest

from aeo_exchange.cli.render.imported import row_finding_lines
from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.readers.tables import rows_of_table
from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content
from tabular.imports import imported, outcomes, row_of
from tabular.test_candidates import GOOD, LAYOUT
from tabular.test_file_remarks import TABLE, book

LAST = "since 2024 suspended"


def layout(tmp_path, kind: str = "csv", form: str = "") -> str:
    file = tmp_path / "layout.toml"
    text = LAYOUT.format(more="", holds="record").replace('"csv"', f'"{kind}"\n{form}')
    file.write_text(text, "utf-8")
    return str(file)


def listed(*rows: str, header: str = ",".join(GOOD)) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


WHOLE = ",".join(GOOD.values())


@pytest.mark.parametrize("surplus", [f",{LAST}", f",,{LAST}", f', "{LAST}"', ",0"])
def test_a_row_with_more_cells_than_its_header_is_refused(surplus, tmp_path) -> None:
    done = imported(listed(f"{WHOLE}{surplus}", "A2" + WHOLE[2:]), layout(tmp_path))
    assert outcomes(done) == [(2, "refused"), (3, "record")]
    (finding,) = row_of(done, 2).findings
    assert finding.message == "the row has more cells than the header"
    assert str(finding.got).strip(' "') == surplus.strip(', "')
    (line,) = row_finding_lines(done.report, 0)
    assert line.startswith(f"given: {finding.column}2: refused: the row has more cells")
    assert len(done.records) == 1


@pytest.mark.parametrize("surplus", [",", ",,,", ", ,\t", ",-", ",,-"])
def test_blanks_behind_the_header_are_no_cells(surplus, tmp_path) -> None:
    by = layout(tmp_path, form='blanks = ["-"]')
    done = imported(listed(WHOLE + surplus), by)
    assert outcomes(done) == [(2, "record")]
    assert done.report.remarks == ()


def test_a_comma_that_moved_every_cell_makes_no_record(tmp_path) -> None:
    row = WHOLE.replace("Invented Ltd", "Invented, Ltd")
    done = imported(listed(row), layout(tmp_path))
    assert outcomes(done) == [(2, "refused")]
    assert row_of(done, 2).findings[0].got == GOOD["Status"]
    quoted = WHOLE.replace("Invented Ltd", '"Invented, Ltd"')
    assert outcomes(imported(listed(quoted), layout(tmp_path))) == [(2, "record")]


def test_a_cell_behind_a_header_that_ends_with_commas_is_one_too_many(tmp_path) -> None:
    done = imported(listed(f"{WHOLE},{LAST}", header=",".join(GOOD) + ",,"), layout(tmp_path))
    assert outcomes(done) == [(2, "refused")]


def test_a_column_of_csv_without_a_header_before_the_last_is_told(tmp_path) -> None:
    header = ",".join(GOOD).replace("No,", "No,,")
    rows = [WHOLE.replace("A1,", f"A{number},{text},") for number, text in enumerate("x-y", 1)]
    done = imported(listed(*rows, header=header), layout(tmp_path, form='blanks = ["-"]'))
    assert outcomes(done) == [(2, "record"), (3, "record"), (4, "record")]
    (remark,) = done.report.remarks
    assert remark.startswith("what stands under no header was not read: B2 and 1 more row; look")


def test_text_of_a_workbook_under_no_header_is_told_and_not_silent(tmp_path) -> None:
    by = layout(tmp_path, "xlsx")
    done = imported(book(TABLE[0], [*TABLE[1], None, LAST], TABLE[2]), by)
    assert outcomes(done) == [(2, "record"), (3, "record")]
    (remark,) = done.report.remarks
    assert remark == (
        "what stands under no header was not read: I2; look whether it tells of firms that are "
        "suspended or gone"
    )


@pytest.mark.parametrize("extra", [None, " ", ""])
def test_a_workbook_with_nothing_under_no_header_has_no_remark(extra, tmp_path) -> None:
    done = imported(book(TABLE[0], [*TABLE[1], extra]), layout(tmp_path, "xlsx"))
    assert done.report.remarks == ()


def test_a_column_that_the_layout_does_not_use_is_under_a_header(tmp_path) -> None:
    done = imported(book([*TABLE[0], "Note"], [*TABLE[1], LAST]), layout(tmp_path, "xlsx"))
    assert (outcomes(done), done.report.remarks) == ([(2, "record")], ())


def test_a_row_of_declared_parties_with_more_cells_than_its_header_is_refused() -> None:
    table = b"declaration,role,id\nD1,exporter,HK00000001,moved\nD2,exporter,HK00000002,\n"
    first, second = rows_of_table(Content(name="t", held=table), declaration_layout(None))
    assert isinstance(first, ReadError)
    assert first.line == 2
    assert first.message == "the row has more cells than the header: 'moved'"
    assert not isinstance(second, ReadError)
    assert second[0] == 3
