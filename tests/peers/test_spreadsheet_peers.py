"""LibreOffice opens our tables, saves them as its own workbooks, and no item is another."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import openpyxl
import pytest

from aeo_exchange.formats import FORMATS, Content
from aeo_exchange.formats.tables.columns import csv_columns
from aeo_exchange.formats.tables.rows import losses_in_csv
from aeo_exchange.model.canonical import digest
from aeo_exchange.operations.reading import read_record, read_records
from aeo_exchange.resources import published

pytestmark = pytest.mark.peer

SAMPLES = [
    read_record(path.read_bytes())
    for path in sorted(published("samples/records").rglob("*.aeo.json"))
]
# What a spreadsheet takes for a formula, a number, a day or a link, unless it is told.
NAMES = [
    "=1+1",
    "0012",
    "1e5",
    "2026-11-30",
    "http://x.example",
    "'x",
    "\u4e1c\u4eac \u0627\u0644",
]
RECORDS = [
    msgspec.structs.replace(
        sample,
        record_id=f"{sample.record_id}-{n}",
        holder=msgspec.structs.replace(sample.holder, legal_name=name),
    )
    for n, name in enumerate(NAMES)
    for sample in SAMPLES[::9]
    if not losses_in_csv(sample)
]
COLUMNS = "/".join(f"{n}/2" for n in range(1, len(csv_columns()) + 1))
# Commas, quotes, UTF-8, from the first line, each column as text.
AS_TEXT = f"--infilter=CSV:44,34,76,1,{COLUMNS}"


def saved(soffice: str, path: Path, *more: str) -> bytes:
    """Return what LibreOffice saves as a workbook of what it opened."""
    target = path.parent / "saved"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    to = ("--convert-to", "xlsx", "--outdir", str(target))
    subprocess.run(
        [soffice, profile, "--headless", *more, *to, str(path)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return (target / f"{path.stem}.xlsx").read_bytes()


def as_records(content: bytes) -> list[str]:
    """Return the digest of each record of content."""
    return [digest(record) for record in read_records(Content(name="x", held=content))]


def test_a_workbook_saved_again_has_the_same_digests(
    tool: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "register.xlsx"
    with path.open("wb") as stream:
        FORMATS["xlsx"].write(iter(RECORDS), stream)
    assert as_records(saved(tool("soffice"), path)) == [digest(record) for record in RECORDS]


def test_csv_opened_as_text_and_saved_has_every_cell(
    tool: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"
    content = io.BytesIO()
    FORMATS["csv"].write(iter(RECORDS), content)
    path.write_bytes(content.getvalue())
    workbook = saved(tool("soffice"), path, AS_TEXT)
    assert as_records(workbook) == [digest(record) for record in RECORDS]
    (sheet,) = openpyxl.load_workbook(io.BytesIO(workbook))
    again = io.StringIO()
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    csv.writer(again).writerows(rows)
    assert as_records(again.getvalue().encode()) == [digest(record) for record in RECORDS]
