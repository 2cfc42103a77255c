"""A workbook that is written leaves nothing behind, and loses no row unsaid."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator

import pytest

from aeo_exchange.errors import WrongChoice
from aeo_exchange.formats.workbooks import book
from aeo_exchange.formats.workbooks.lists import write_list

ROWS = [("a",), ("b",)]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder in which the system keeps temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def interrupted() -> Iterator[tuple[str]]:
    yield from ROWS
    raise KeyboardInterrupt


def test_an_interrupted_workbook_leaves_no_copy_of_its_rows(folder):
    with pytest.raises(KeyboardInterrupt):
        write_list("x", ("h",), interrupted(), io.BytesIO())
    assert not list(folder.iterdir())


def test_a_finished_workbook_leaves_no_copy_of_its_rows(folder):
    write_list("x", ("h",), ROWS, io.BytesIO())
    assert not list(folder.iterdir())


def test_a_row_that_no_sheet_has_a_place_for_is_told(monkeypatch):
    monkeypatch.setattr(book, "MOST_ROWS", 3)
    write_list("x", ("h",), ROWS, io.BytesIO())
    with pytest.raises(WrongChoice, match="row 3"):
        write_list("x", ("h",), [*ROWS, ("c",)], io.BytesIO())


def test_a_text_that_no_cell_has_a_place_for_is_told():
    with book.written_book(io.BytesIO()) as written:
        sheet = written.add_worksheet("x")
        book.put(sheet, 0, 0, "a" * book.MOST_TEXT)
        with pytest.raises(WrongChoice, match="more than 32,767"):
            book.put(sheet, 0, 1, "a" * (book.MOST_TEXT + 1))
