"""How DuckDB writes what is answered: the rows in the order of the table, and their cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from aeo_exchange.declarations.answer import LookupName
from aeo_exchange.declarations.declaration import PartyRole
from aeo_exchange.declarations.interval_tables.duckdb_staging import sql_literal
from aeo_exchange.declarations.interval_tables.sql_cells import GUARD_TOLD, RUNS_TOLD
from aeo_exchange.declarations.readers.rows import FLOWS
from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.formats.tables.cells import ERROR_SHOWN

__all__ = ["rows_in_csv", "rows_in_parquet"]

# What each column of the answer is in the query; there are no candidates of a table.
COLUMNS = {
    "source": "",
    "line": "line",
    "declaration": "declaration",
    "acceptedAt": "accepted_at",
    "at": "asked_at",
    "flow": "flow",
    "role": "party_role",
    "name": "name",
    "country": "country",
    "numbers": "numbers",
    "result": "result",
    "reasons": "reasons",
    "tin": "tin",
    "foundBy": "found_by",
    "benefits": "benefits",
    "candidates": "",
}
# What is told in words of this package, or was read as an instant, runs nowhere; of it the reasons
# alone may have a comma, where they say why a row cannot be read.
MAY_RUN = {"declaration", "name", "country", "numbers", "tin"}
MAY_PART = {"reasons"}
CODES: dict[str, Iterable[str]] = {
    "flow": FLOWS,
    "party_role": PartyRole,
    "result": RecognitionResult,
    "found_by": get_args(LookupName),
}
LINE_END = "chr(13), chr(10)"


def rows_in_csv(source: str, query: str, *, has_refusals: bool) -> str:
    """Return what gives each row as CSV has it (`told`) and its result, in the order of the table.

    A row becomes one text before it is sorted: sixteen columns that are carried, sorted and written
    one by one cost a third more.
    """
    shown = {"source": _cell(f"({sql_literal(source)})", guard=True), "candidates": "''"}
    cells = ", ',', ".join(shown.get(name) or _csv_cell(of) for name, of in COLUMNS.items())
    row = f"line, result, concat({cells}, {LINE_END}) AS told"
    rows = _with_refused(row, query, has_refusals=has_refusals)
    return f"SELECT told, result FROM ({rows}) ORDER BY line"


def _csv_cell(column: str) -> str:
    if column in MAY_RUN:
        return _cell(column, guard=True)
    return _cell(column, guard=False) if column in MAY_PART else column


def _cell(text: str, *, guard: bool) -> str:
    """Return a cell of CSV with its quotes, guarded as every table of this package is."""
    signs = ("','", "'\"'", "chr(10)", "chr(13)")
    parts = " OR ".join(f"contains({text}, {sign})" for sign in signs)
    # Most begin with a letter or a digit, and a comparison is cheap.
    harmless = f"({text} >= 'A' OR {text} BETWEEN '0' AND '9~')" if guard else "true"
    held = _guarded(text) if guard else text
    quoted = f"""concat('"', replace({held}, '"', '""'), '"')"""
    return (
        f"CASE WHEN {harmless} AND NOT ({parts}) THEN {text} "
        f"WHEN {parts} THEN {quoted} ELSE {held} END"
    )


def _guarded(text: str) -> str:
    shown = f"regexp_full_match({text}, {sql_literal(ERROR_SHOWN.pattern)}, 's')"
    runs = f"{text}[1] IN ({RUNS_TOLD}) OR ({text}[1] = '#' AND {shown})"
    return f"CASE WHEN {runs} THEN concat({GUARD_TOLD}, {text}) ELSE {text} END"


def rows_in_parquet(source: str, query: str, *, has_refusals: bool) -> str:
    """Return what gives the answers as they are written to Parquet, in the order of the table."""
    # What is sorted, as short as may be: the instant that is asked about is mostly that of
    # acceptance, and a code is a number while it is sorted.
    held = {"asked_at": "nullif(asked_at, accepted_at) AS asked_apart"}
    held |= {column: f"{_code(column)} AS {column}" for column in CODES}
    kept = ", ".join(held.get(column, column) for column in COLUMNS.values() if column)
    rows = _with_refused(kept, query, has_refusals=has_refusals)
    told = {"": "''", "asked_at": "coalesce(asked_apart, accepted_at)"}
    told |= {column: f"CAST({column} AS VARCHAR)" for column in CODES}
    columns = ", ".join(
        f'{sql_literal(source) if name == "source" else told.get(of, of)} AS "{name}"'
        for name, of in COLUMNS.items()
    )
    return f"SELECT {columns} FROM ({rows} ORDER BY line)"


def _code(column: str) -> str:
    codes = ", ".join(map(sql_literal, ("", *CODES[column])))
    return f"CAST({column} AS ENUM({codes}))"


def _with_refused(row: str, query: str, *, has_refusals: bool) -> str:
    """Return a row of each that is answered, and of each that says why it cannot be."""
    rows = f"SELECT {row} FROM ({query})"
    return f"{rows} UNION ALL SELECT {row} FROM refused" if has_refusals else rows
