"""What the suite asks of a matcher, asked of an engine by the tables of what each case holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("duckdb")

import pyarrow as pa
from pyarrow import parquet

from aeo_exchange.declarations.interval_tables.declared_words import DeclaredWords
from aeo_exchange.declarations.interval_tables.duckdb_engine import EngineLimits, TableEngine
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.resources import published
from declarations.asked_cases import (
    COLUMNS,
    NO_COLUMN,
    NO_TABLES,
    SCHEME_OF_AEO,
    TWO_IN_ONE_PLACE,
    Answer,
    cases_of_matcher,
)
from declarations.packed_tables import BY_HOLDING, PackedTables, packed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIRST = 1  # line of the first row of Parquet

# How many cases no row can ask, and why. Who adds one says so here.
LEFT_OUT = {NO_COLUMN: 23, TWO_IN_ONE_PLACE: 3, SCHEME_OF_AEO: 6, NO_TABLES: 1}


def answered_by_tables(some: PackedTables, folder: Path) -> list[tuple[int, Answer]]:
    """Return what the engine says of each row, whose role tells of which holding it is."""
    words, *others = (DeclaredWords.of(one.terms, some.time_zone) for one in some.held)
    assert all(other == words for other in others)
    lines, rows = zip(*some.rows, strict=True)
    columns = dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
    parquet.write_table(pa.table(columns), folder / "declared.parquet")
    engine = TableEngine(some.folder, shipped().schemes, EngineLimits(folder=folder / "more"))
    engine.read(folder / "declared.parquet", words)
    _tell_holdings(engine._connection, lines)  # noqa: SLF001 the query has no holding beside it
    engine.write_parquet("d", folder / "told.parquet")
    told = parquet.read_table(folder / "told.parquet").to_pylist()
    return [(lines[one["line"] - FIRST], one) for one in told]


def _tell_holdings(connection: DuckDBPyConnection, lines: Sequence[int]) -> None:
    """Put the holding behind the role of each row that is asked."""
    holdings = [line // BY_HOLDING for line in lines]
    numbers = range(FIRST, FIRST + len(lines))
    connection.register("holdings", pa.table({"line": numbers, "holding": holdings}))
    connection.execute("CREATE TEMP TABLE asked AS SELECT * FROM declared")
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW declared AS SELECT asked.* REPLACE "
        "(concat(role, '#', holding) AS role) FROM asked JOIN holdings USING (line)"
    )


def test_each_case_that_no_row_asks_is_named_with_its_reason() -> None:
    together, left_out = cases_of_matcher()
    assert Counter(left_out.values()) == LEFT_OUT
    asked = [case.name for some in together for case in some.cases]
    assert len(asked) == len(set(asked))
    assert len(asked) + len(left_out) == len(list(published("conformance/cases/MAT").iterdir()))


@pytest.mark.long
def test_an_engine_answers_each_case_of_a_matcher_as_the_suite_expects(tmp_path: Path) -> None:
    """Candidates apart, which tables do not name."""
    together = cases_of_matcher().together
    answered = 0
    for number, some in enumerate(packed(together, tmp_path)):
        folder = tmp_path / f"asked-{number}"
        folder.mkdir()
        answered += some.check(answered_by_tables(some, folder))
    assert answered == sum(len(asked.cases) for asked in together)
