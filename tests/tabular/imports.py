"""Files made and imported, for the tests of layouts."""

from __future__ import annotations

import io
import json
from pathlib import Path

import msgspec
from openpyxl import Workbook

from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.sheets.import_file import Imported, import_file
from aeo_exchange.tabular.loading import layout_of
from aeo_exchange.tabular.outcome import RowFinding, RowOutcome

HERE = Path(__file__).parent
FILES = HERE / "files"
AT = instant("2026-11-28T00:00:00Z")


def imported(content: bytes | Path, layout: str) -> Imported:
    """Return what a file holds by a layout of the package, or by the TOML of one."""
    if isinstance(content, Path):
        given = Content(name=content.name, path=content)
    else:
        given = Content(name="given", held=content)
    return import_file(given, layout_of(layout), at=AT)


def workbook(rows, *, formats=(), name="Sheet1", epoch=None) -> bytes:
    """Return a workbook of one sheet; `formats` holds the number format of some cells."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    if epoch:
        book.epoch = epoch
    for row in rows:
        sheet.append(row)
    for cell, code in dict(formats).items():
        sheet[cell].number_format = code
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def records(done: Imported) -> list[dict]:
    return [json.loads(record) for record in done.records]


def outcomes(done: Imported) -> list[tuple[int, str]]:
    return [(row.row, str(row.outcome)) for row in done.report.rows]


def row_of(done: Imported, number: int) -> RowOutcome:
    return next(row for row in done.report.rows if row.row == number)


def findings(done: Imported, number: int) -> list[tuple[str, str]]:
    """Return kind and item of each finding of a row."""
    return [
        (str(row_finding.kind), "" if row_finding.item is msgspec.UNSET else row_finding.item)
        for row_finding in row_of(done, number).findings
    ]


def finding(done: Imported, number: int, kind: str) -> RowFinding:
    return next(
        row_finding for row_finding in row_of(done, number).findings if row_finding.kind == kind
    )
