"""What the suite asks of a matcher, asked of an engine by the tables of what each case holds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("duckdb")

import pyarrow as pa
from pyarrow import parquet

from aeo_exchange.declarations.interval_tables.declared_words import DeclaredWords
from aeo_exchange.declarations.interval_tables.duckdb_engine import EngineLimits, TableEngine
from aeo_exchange.operations.recognition.interval_tables import export_tables
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.resources import published
from declarations.asked_cases import (
    COLUMNS,
    NO_COLUMN,
    NO_TABLES,
    SCHEME_OF_AEO,
    TWO_IN_ONE_PLACE,
    Answer,
    AskedTogether,
    cases_of_matcher,
)

# How many cases no row can ask, and why. Who adds one says so here.
LEFT_OUT = {NO_COLUMN: 20, TWO_IN_ONE_PLACE: 3, SCHEME_OF_AEO: 6, NO_TABLES: 1}


def answered_by_tables(asked: AskedTogether, folder: Path) -> list[Answer]:
    """Return what the engine says of each row."""
    about = export_tables(folder / "tables", asked.held, asked.terms, replaces=False)
    engine = TableEngine(folder / "tables", shipped().schemes, EngineLimits(folder=folder / "more"))
    columns = dict(zip(COLUMNS, map(list, zip(*asked.rows, strict=True)), strict=True))
    parquet.write_table(pa.table(columns), folder / "declared.parquet")
    words = DeclaredWords.of(asked.terms, about.time_zone)
    engine.read(folder / "declared.parquet", words)
    engine.write_parquet("d", folder / "told.parquet")
    return parquet.read_table(folder / "told.parquet").to_pylist()


def test_each_case_that_no_row_asks_is_named_with_its_reason() -> None:
    together, left_out = cases_of_matcher()
    assert Counter(left_out.values()) == LEFT_OUT
    asked = [case.name for some in together for case in some.cases]
    assert len(asked) == len(set(asked))
    assert len(asked) + len(left_out) == len(list(published("conformance/cases/MAT").iterdir()))


@pytest.mark.long
@pytest.mark.parametrize("step", [10, 1])
def test_an_engine_answers_each_case_of_a_matcher_as_the_suite_expects(
    step: int, tmp_path: Path
) -> None:
    """Candidates apart, which tables do not name; or of each tenth that hold something else."""
    for number, asked in enumerate(cases_of_matcher().together[::step]):
        folder = tmp_path / str(number)
        folder.mkdir()
        asked.check(answered_by_tables(asked, folder))
