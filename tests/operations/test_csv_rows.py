"""Rows of CSV are those of the library's writer, whichever way they are made."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aeo_exchange.formats.tables.cells import guarded
from aeo_exchange.operations.csv_rows import csv_row, csv_text, csv_text_behind

CELLS = st.text(st.sampled_from("ab,;\"\r\n\t \0\u2028é株='#"), max_size=5)


def by_library(rows: list[list[str]]) -> str:
    lines = io.StringIO()
    csv.writer(lines).writerows([guarded(cell) for cell in cells] for cells in rows)
    return lines.getvalue()


@given(st.lists(st.lists(CELLS, max_size=4), max_size=4))
@example([[""], [], ["", ""], ["a"], ["a,b", "c"], ['"'], ["\n", "a"], ["a\r"]])
def test_rows_are_written_as_the_library_writes_them(rows: list[list[str]]) -> None:
    assert csv_text(rows) == by_library(rows)


@given(
    st.lists(CELLS, min_size=2, max_size=4),
    st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4),
)
@example(["a,b", "="], [["", "c"], ['"', "\n"]])
def test_rows_that_begin_alike_are_written_as_by_the_library(
    front: list[str], rows: list[list[str]]
) -> None:
    assert csv_text_behind(front, rows) == by_library([[*front, *cells] for cells in rows])


@pytest.mark.parametrize("mark", ['"', ",", "\r", "\n"])
def test_a_cell_with_a_mark_of_csv_is_quoted(mark: str) -> None:
    written = csv_row(("a", f"b{mark}c", "d"))
    assert list(csv.reader(io.StringIO(written, newline=""))) == [["a", f"b{mark}c", "d"]]
