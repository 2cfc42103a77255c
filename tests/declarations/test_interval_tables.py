"""Tables of an export answer as the matcher does, row for row."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

pytest.importorskip("duckdb")

from declarations.generated import as_csv, generated_evidence, generated_rows
from declarations.interval_tables import MODES, answered_by_duckdb, answered_plainly, export

FIRMS = 60


@pytest.mark.parametrize("mode", MODES)
def test_duckdb_answers_as_the_matcher_does(mode: str, tmp_path: Path) -> None:
    held = generated_evidence(FIRMS, Random(1))  # noqa: S311 no secret
    table = as_csv(generated_rows(800, FIRMS, Random(2)))  # noqa: S311 as above
    terms = export(tmp_path / "tables", held, mode)
    plain = answered_plainly(table, held, terms)
    for one, other in zip(answered_by_duckdb(table, tmp_path, terms), plain, strict=True):
        assert one == other
    results = {row["result"] for row in plain}
    assert results == {"RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED", ""}
