"""A workbook that is written leaves nothing behind, and loses no row unsaid."""

from __future__ import annotations

import errno
import io
import os
import tempfile
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from aeo_exchange import Format, convert, digest, read_record, read_records
from aeo_exchange.errors import WrongChoice, WrongType
from aeo_exchange.formats.workbooks import book
from aeo_exchange.formats.workbooks.lists import write_list
from aeo_exchange.resources import published

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


class Full(io.RawIOBase):
    """A disk that is full."""

    def writable(self) -> bool:
        return True

    def write(self, _content: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_the_error_of_the_system():
    with pytest.raises(OSError, match="No space left") as raised:
        write_list("x", ("h",), ROWS, Full())
    assert raised.value.errno == errno.ENOSPC


class Taking:
    """What can be written to, and nothing else, such as an answer to a browser."""

    def __init__(self) -> None:
        self.content = b""

    def write(self, content: bytes) -> int:
        self.content += content
        return len(content)


@pytest.mark.parametrize("form", list(Format))
def test_what_can_be_written_to_is_enough_for_every_format(form):
    taking = Taking()
    samples = [published(f"samples/story/{name}.aeo.json") for name in ("02-tier2", "03-renewed")]
    assert convert(samples, form, taking) == 2
    assert [digest(record) for record in read_records(taking.content)] == [
        digest(read_record(sample)) for sample in samples
    ]


def test_a_workbook_goes_into_a_pipe():
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as pipe, os.fdopen(writing, "wb") as stream:
        write_list("x", ("h",), ROWS, stream)
        stream.close()
        assert [row[0] for row in load_workbook(io.BytesIO(pipe.read()))["x"].values] == [
            "h",
            "a",
            "b",
        ]


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("is_closed", [True, False])
def test_what_cannot_be_written_to_is_refused_by_name(form, is_closed, tmp_path):
    (tmp_path / "x").write_bytes(b"")
    with (tmp_path / "x").open("rb") as stream:
        if is_closed:
            stream.close()
        said = "one that is closed" if is_closed else "one opened for reading"
        with pytest.raises(WrongType, match=said):
            convert(published("samples/story/02-tier2.aeo.json"), form, stream)
