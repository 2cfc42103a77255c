"""Rows of the bench about tables: CSV beside NDJSON, workbooks, and what changed between lists."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench import bounds
from tests.bench.workload import WORKBOOK

from aeo_exchange.formats import Content
from aeo_exchange.operations.records.diff import diff

__all__ = ["changed", "csv_row", "diff_row", "workbook_row"]

Row = Callable[..., None]
Best = Callable[..., list[float]]
Validate = Callable[[Content, int], None]
EVERY = 100  # one record of so many is another in the new list


def csv_row(files: dict[str, Content], row: Row, best: Best, validate: Validate) -> None:
    """Measure CSV beside the same records as NDJSON."""
    table, lines = files["fit.csv"], files["fit.ndjson"]
    count = bounds.csv_alone(table)
    alone, plain, ours = best(
        lambda: bounds.csv_alone(table),
        lambda: validate(lines, count),
        lambda: validate(table, count),
    )
    row("validate CSV / the same as NDJSON", ours / plain, "<= 2", f"{count / ours:,.0f} records/s")
    row("validate CSV / csv.reader alone", ours / alone, "none")


def workbook_row(
    files: dict[str, Content], count: int, row: Row, best: Best, validate: Validate
) -> None:
    """Measure a workbook beside openpyxl, which makes no records of it."""
    book, most = files["good.xlsx"], min(count, WORKBOOK)
    alone, ours = best(
        lambda: bounds.openpyxl_alone(book),
        lambda: validate(book, most),
    )
    note = f"{most / ours:,.0f} records/s"
    row("validate XLSX / openpyxl alone", ours / alone, "<= 1", note)


def diff_row(files: dict[str, Content], measured: str, row: Row, best: Best) -> None:
    """Measure a comparison of two lists, of which one record of a hundred differs, in one pass."""
    old = files["good.ndjson"]
    assert old.path is not None
    new = Content(name="changed.ndjson", path=changed(old.path))
    alone, ours = best(
        lambda: bounds.parse_and_convert(old) + bounds.parse_and_convert(new),
        lambda: sum(1 for _ in diff(old, new, refused=print)),
    )
    row("diff of two lists / reading both (jiter + msgspec.convert)", ours / alone, "none")
    command = [sys.executable, "-c", measured, "diff", str(old.path), str(new.path)]
    done = subprocess.run(command, check=False, capture_output=True)
    assert done.returncode == 1, done.stderr
    row("diff of two lists, peak memory in MB", int(done.stderr.split()[-1]) / 1024, "< 400")


def changed(old: Path) -> Path:
    """Write a list in which one record of a hundred has another revision; return its place."""
    new = old.with_name("changed.ndjson")
    with old.open("rb") as source, new.open("wb") as target:
        for number, line in enumerate(source):
            is_other = number % EVERY == 0
            target.write(line.replace(b'"revision":', b'"revision":9', 1) if is_other else line)
    return new
