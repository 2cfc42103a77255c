"""What the suite asks of a matcher, asked of an engine by the tables of what each case holds."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("duckdb")

import pyarrow as pa
from pyarrow import parquet

from aeo_exchange.declarations.interval_tables.by_duckdb import EngineLimits, TableEngine
from aeo_exchange.declarations.interval_tables.declared import DeclaredWords
from aeo_exchange.errors import WrongChoice
from aeo_exchange.operations.recognition.interval_tables import export_tables
from aeo_exchange.reference.programmes import shipped
from declarations.asked_cases import COLUMNS, Answer, AskedTogether, asked_together

LEAST = 0.9  # the share of them that tables answer; the others need a table that is not held


def answered_by_tables(asked: AskedTogether, folder: Path) -> list[Answer]:
    """Return what the engine says of each row; raises WrongChoice for what no table answers."""
    about = export_tables(folder / "tables", asked.held, asked.terms, replaces=False)
    engine = TableEngine(folder / "tables", shipped().schemes, EngineLimits(folder=folder / "more"))
    columns = dict(zip(COLUMNS, map(list, zip(*asked.rows, strict=True)), strict=True))
    parquet.write_table(pa.table(columns), folder / "declared.parquet")
    words = DeclaredWords.of(asked.terms, about.time_zone)
    engine.read(folder / "declared.parquet", words)
    engine.write_parquet("d", folder / "told.parquet")
    return parquet.read_table(folder / "told.parquet").to_pylist()


@pytest.mark.long
@pytest.mark.parametrize("step", [5, 1])
def test_an_engine_answers_each_case_of_a_matcher_as_the_suite_expects(
    step: int, tmp_path: Path
) -> None:
    """Candidates apart, which tables do not name; or of each fifth that hold something else."""
    answered, held = 0, list(asked_together())[::step]
    for number, asked in enumerate(held):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            told = answered_by_tables(asked, folder)
        except WrongChoice:
            continue
        asked.check(told)
        answered += len(asked.cases)
    assert answered > LEAST * sum(len(asked.cases) for asked in held)
