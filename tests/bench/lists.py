"""Rows of the bench about lists of partners: import of a text and of a workbook, by a layout."""

# ruff: noqa: RUF001 words of Turkish have a dotless i

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter
from stdnum.tr import vkn
from tests.bench import bounds

from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.sheets.import_file import import_file, layout_of

__all__ = ["list_rows", "partner_list", "workbook_list_row"]

Row = Callable[..., None]
Best = Callable[..., list[float]]
Validate = Callable[[Content, int], None]
LAYOUT = "tr-list"
AT = "2026-11-01T00:00:00Z"
WORKBOOK = 50_000  # rows of the workbook
FEW = 10_000  # of the one beside openpyxl, which takes a minute for more
HEADER = (
    "Sertifika No",
    "Unvan",
    "Vergi Kimlik No",
    "Statü",
    "Faaliyet",
    "Geçerlilik Başlangıcı",
    "Durum",
)
ROLES = ("İthalatçı", "İhracatçı", "İmalatçı", "Taşıyıcı", "İthalatçı, İhracatçı")


def partner_list(count: int) -> Iterator[tuple[str, ...]]:
    """Yield the header and so many rows of invented firms, each with a number of its own."""
    yield HEADER
    for i in range(count):
        number = f"{100_000_000 + i * 7919 % 800_000_000:09d}"
        yield (
            f"TR-YYS-{i:06d}",
            f"Örnek Dış Ticaret {i} Anonim Şirketi",
            number + vkn.calc_check_digit(number),
            "YYS",
            ROLES[i % len(ROLES)],
            f"{i % 28 + 1:02d}.{i % 12 + 1:02d}.20{14 + i % 10}",
            "Geçerli",
        )


def list_rows(folder: Path, count: int, row: Row, best: Best, validate: Validate) -> None:
    """Measure the import of a text beside validation of the records that it makes, as NDJSON."""
    source = folder / "list.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(partner_list(count))
    table = Content(name=source.name, path=source)
    made = folder / "list.ndjson"
    made.write_bytes(b"\n".join(_imported(table, count)) + b"\n")
    lines = Content(name=made.name, path=made)
    alone, plain, ours = best(
        lambda: bounds.csv_alone(table),
        lambda: validate(lines, count),
        lambda: _imported(table, count),
    )
    note = f"{count / ours:,.0f} rows/s"
    row("import CSV / validate its records as NDJSON", ours / plain, "<= 2", note)
    row("import CSV / csv.reader alone", ours / alone, "none")


def workbook_list_row(folder: Path, count: int, measured: str, row: Row, best: Best) -> None:
    """Measure the import of a workbook beside openpyxl, and the memory that a large one takes."""
    few, many = min(count, FEW), min(count, WORKBOOK)
    book = Content(name="few", path=_workbook(folder / "few.xlsx", few))
    alone, ours = best(lambda: bounds.openpyxl_alone(book), lambda: _imported(book, few))
    row("import XLSX / openpyxl alone", ours / alone, "none", f"{few / ours:,.0f} rows/s")
    source, target = _workbook(folder / "many.xlsx", many), folder / "many.ndjson"
    command = [sys.executable, "-c", measured, "import", str(source), "--layout", LAYOUT]
    command += ["--at", AT, "-o", str(target), "--report", str(folder / "many.json")]
    done = subprocess.run(command, check=True, capture_output=True)
    peak = int(done.stderr.split()[-1]) / 1024
    row("import XLSX, peak memory in MB", peak, "< 400", f"{many:,} rows")


def _workbook(path: Path, count: int) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(partner_list(count)):
            sheet.write_row(number, 0, cells)
    return path


def _imported(content: Content, count: int) -> tuple[bytes, ...]:
    records = import_file(content, layout_of(LAYOUT), at=instant(AT)).records
    assert len(records) == count, f"{len(records)} of {count} rows are records"
    return records
