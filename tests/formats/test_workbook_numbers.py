"""What counts as a number in a workbook: nothing that programs take for one besides."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.workbooks.number_formats import BUILT_IN, moment, shows_days
from aeo_exchange.formats.workbooks.writing import write_workbook
from aeo_exchange.formats.xlsx import read_xlsx
from aeo_exchange.model.document import Document
from aeo_exchange.model.tree import Tree
from aeo_exchange.operations.reading import read
from aeo_exchange.resources import published


@pytest.fixture
def tree() -> dict:
    return json.loads(published("samples/story/02-tier2.aeo.json").read_text("utf-8"))


def workbook(*trees: dict) -> bytes:
    content = "".join(json.dumps(tree) + "\n" for tree in trees).encode()
    stream = io.BytesIO()
    write_workbook(
        [reading.record for reading in read(Content(name="x", held=content), Limits())], stream
    )
    return stream.getvalue()


def changed(content: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cell(book: openpyxl.Workbook, sheet: str, column: str, row: int = 2):
    names = [header.value for header in book[sheet][1]]
    return book[sheet].cell(row, names.index(column) + 1)


def documents(content: bytes) -> list[Document | ReadError]:
    return list(read_xlsx(Content(name="x", held=content), io.BytesIO(content), Limits()))


def trees(content: bytes) -> list[Tree]:
    return [document.tree for document in documents(content) if isinstance(document, Document)]


@pytest.mark.parametrize("number", ["1_0", "\u0661", "NaN", "9" * 5000])
def test_what_no_workbook_writes_as_a_number_is_none(tree, number):
    def stored(book):
        cell(book, "records", "revision").value = 777

    archive = zipfile.ZipFile(io.BytesIO(changed(workbook(tree), stored)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as other:
        for name in archive.namelist():
            other.writestr(name, archive.read(name).replace(b"777", number.encode()))
    assert trees(stream.getvalue())[0]["revision"] == number


@pytest.mark.parametrize("place", [b'r="2"', b's="2"'])
def test_a_number_of_any_length_where_a_workbook_counts_is_no_number(tree, place):
    archive = zipfile.ZipFile(io.BytesIO(workbook(tree)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as other:
        for name in archive.namelist():
            longer = place.replace(b"2", b"2" * 5000)
            other.writestr(name, archive.read(name).replace(place, longer))
    assert len(documents(stream.getvalue())) == 1


@pytest.mark.parametrize("number", [32, 33, 34, 35, 52, 53, 55, 56])
def test_a_format_that_shows_a_time_in_some_language_makes_no_day(number):
    assert not shows_days(BUILT_IN.get(number, "General"))


@pytest.mark.parametrize("number", [27, 28, 29, 30, 31, 36, 50, 51, 54, 57, 58])
def test_a_format_that_shows_a_day_in_every_language_makes_one(number):
    assert shows_days(BUILT_IN[number])


@pytest.mark.parametrize(
    ("serial", "since_1904", "told"),
    [
        ("60", False, ""),  # 29 February 1900, which Excel alone knows
        ("61", False, "1900-03-01"),
        ("2958465", False, "9999-12-31"),
        ("2958465.5", False, "9999-12-31T12:00:00"),
        ("2958465.999999", False, ""),  # which is rounded to the next day
        ("2958466", False, ""),
        ("-1", True, ""),
        ("0", True, "1904-01-01"),
        ("2957003", True, "9999-12-31"),
        ("2957004", True, ""),
    ],
)
def test_a_number_is_a_day_from_the_first_to_the_last(serial, since_1904, told):
    assert moment(serial, since_1904=since_1904) == told
