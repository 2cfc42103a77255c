"""How DuckDB writes what is answered: the rows in the order of the table, and their cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from aeo_exchange.declarations.answer import LookupName
from aeo_exchange.declarations.declaration import PartyRole
from aeo_exchange.declarations.interval_tables.cells import GUARD_TOLD, RUNS_TOLD
from aeo_exchange.declarations.interval_tables.laid_out import sql_literal
from aeo_exchange.declarations.readers.rows import FLOWS
from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.formats.tables.cells import ERROR_SHOWN, GUARD, RUNS

__all__ = ["answered_rows", "told_rows"]

SOURCE = "{source}"
COLUMNS = {
    "source": SOURCE,
    "line": "line",
    "declaration": "declaration",
    "acceptedAt": "accepted_at",
    "at": "coalesce(asked_apart, accepted_at)",
    "flow": "CAST(flow AS VARCHAR)",
    "role": "CAST(party_role AS VARCHAR)",
    "name": "name",
    "country": "country",
    "numbers": "numbers",
    "result": "CAST(result AS VARCHAR)",
    "reasons": "reasons",
    "tin": "tin",
    "foundBy": "CAST(found_by AS VARCHAR)",
    "benefits": "benefits",
    "candidates": "''",
}
WITHOUT_TEXT = {"line", SOURCE, "''"}
# What is told in words of this package, or was read as an instant, runs nowhere.
MAY_RUN = {"declaration", "name", "country", "numbers", "tin"}


def _short(column: str, codes: Iterable[str]) -> str:
    """Return a column of few codes as numbers of them: what is sorted is held in memory."""
    return f"CAST({column} AS ENUM({', '.join(map(sql_literal, ('', *codes)))})) AS {column}"


# What is sorted, as short as may be: the instant that is asked about is mostly that of acceptance.
SORTED = ", ".join(
    (
        *("line", "declaration", "accepted_at", "nullif(asked_at, accepted_at) AS asked_apart"),
        *("name", "country", "numbers", "reasons", "tin", "benefits"),
        _short("flow", FLOWS),
        _short("party_role", PartyRole),
        _short("result", RecognitionResult),
        _short("found_by", get_args(LookupName)),
    )
)


def answered_rows(query: str, *, has_refusals: bool) -> str:
    """Return what gives the answers in the order of the rows, and why some have none."""
    told = f"SELECT {SORTED} FROM ({query})"
    if has_refusals:
        told = f"{told} UNION ALL SELECT {SORTED} FROM refused"
    return f"{told} ORDER BY line"


def told_rows(source: str, answered: str, *, guard: bool) -> str:
    """Return what gives answers as they are written; cells of CSV with a guard."""
    shown = f"{GUARD}{source}" if guard and source.startswith(RUNS) else source
    columns = ", ".join(
        f'{_cell(column, may_run=name in MAY_RUN) if guard else column} AS "{name}"'
        for name, column in COLUMNS.items()
    ).replace(SOURCE, sql_literal(shown))
    return f"SELECT {columns} FROM {answered}"


def _cell(column: str, *, may_run: bool) -> str:
    """Return a cell of CSV, guarded as every table of this package is; nothing where empty."""
    if not may_run:
        return column if column in WITHOUT_TEXT else f"nullif({column}, '')"
    shown = f"regexp_full_match({column}, {sql_literal(ERROR_SHOWN.pattern)}, 's')"
    runs = f"{column}[1] IN ({RUNS_TOLD}) OR ({column}[1] = '#' AND {shown})"
    # Most begin with a letter or a digit, and a comparison is cheap.
    harmless = f"{column} >= 'A' OR {column} BETWEEN '0' AND '9~'"
    guarded = f"WHEN {runs} THEN concat({GUARD_TOLD}, {column})"
    return f"CASE WHEN {harmless} THEN {column} {guarded} ELSE nullif({column}, '') END"
