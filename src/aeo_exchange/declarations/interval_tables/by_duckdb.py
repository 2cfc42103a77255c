"""A table of declared parties to what is said of each row, by DuckDB (extra `duckdb`).

The table is laid out as the query wants it; words that few rows differ in, such as roles and days,
are read by the same functions as everywhere, once each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from aeo_exchange.declarations.interval_tables.declared import (
    DeclaredWords,
    ReadFlow,
    ReadMoment,
    ReadNumber,
    ReadRole,
)
from aeo_exchange.declarations.interval_tables.laid_out import (
    NOT_PLAIN,
    EngineColumn,
    answered_rows,
    declared_rows,
    first_row,
    not_folded,
    raw_rows,
    rows_of,
    sql_literal,
    told_rows,
    trimmed,
)
from aeo_exchange.declarations.interval_tables.query import query_text
from aeo_exchange.declarations.interval_tables.rows import TABLES
from aeo_exchange.declarations.interval_tables.written import parquet_file
from aeo_exchange.declarations.readers.parquet import headers_of_parquet
from aeo_exchange.errors import MalformedDocument, MissingExtra, WrongChoice
from aeo_exchange.reference.schemes import Schemes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["EngineLimits", "TableEngine"]

MALFORMED = "AEO-SYN-01"
PARQUET = b"PAR1"
# Numbers and names are all different: a dictionary of them, or a filter, is time lost.
IN_PARQUET = "FORMAT parquet, WRITE_BLOOM_FILTER false, DICTIONARY_SIZE_LIMIT 1000"
Word = ReadNumber | ReadMoment | ReadFlow | ReadRole


class EngineLimits(Struct, frozen=True, kw_only=True):
    """How much of the machine the engine takes; what is more goes to a folder of its own."""

    folder: Path
    threads: int = 2
    memory: str = "512MB"


class TableEngine:
    """Answers about tables of declared parties by the tables of an export; raises MissingExtra."""

    def __init__(self, tables: Path, schemes: Schemes, limits: EngineLimits) -> None:
        self._connection = _connected(limits)
        for name in TABLES:
            file = sql_literal(str(parquet_file(tables, name)))
            self._run(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({file})")
        self._has_refusals = False
        self._clean = "word"
        rows = self._run("SELECT DISTINCT scheme FROM taken WHERE scheme <> ''")
        self._query = query_text(schemes, (scheme for (scheme,) in rows.fetchall()))

    def read(self, file: Path, words: DeclaredWords) -> None:
        """Read a table; raises MalformedDocument for what DuckDB cannot read as it stands."""
        import duckdb  # noqa: PLC0415 an extra

        with file.open("rb") as stream:
            is_parquet = stream.read(len(PARQUET)) == PARQUET
        rows = rows_of(file, is_parquet=is_parquet)
        try:
            columns = self._columns(file, rows, is_parquet=is_parquet)
            names = (column.name for column in columns)
            rows = rows_of(file, is_parquet=is_parquet, headers=names)
            for statement in raw_rows(rows, columns, is_csv=not is_parquet):
                self._run(statement)
        except duckdb.Error as cause:
            said = str(cause).partition("\n")[0]
            raise MalformedDocument(MALFORMED, f"DuckDB cannot read it: {said[:160]}") from cause
        self._clean = trimmed("word", is_guarded=not is_parquet)
        for table, column in (("ids", "id"), ("aeo_numbers", "aeo_number")):
            self._read_words(table, column, ReadNumber, words.number, not_folded(column))
        self._read_words("moments", "accepted", ReadMoment, words.moment, NOT_PLAIN)
        self._read_words("flows", "flow_word", ReadFlow, words.flow)
        self._read_words("roles", "role_word", ReadRole, words.role)
        may_refuse = ("moments", "flows", "roles")
        unread = " UNION ALL ".join(f"SELECT refusal FROM {table}" for table in may_refuse)
        (refusals,) = self._run(f"SELECT count(*) FROM ({unread}) WHERE refusal <> ''").fetchall()
        self._has_refusals = refusals[0] > 0
        for statement in declared_rows(words.at, has_refusals=self._has_refusals):
            self._run(statement)

    def _columns(self, file: Path, rows: str, *, is_parquet: bool) -> list[EngineColumn]:
        """Return the columns; of two with one header the engine calls the second otherwise."""
        described = self._run(f"DESCRIBE SELECT * FROM {rows}").fetchall()
        if is_parquet:
            with file.open("rb") as stream:
                headers: Sequence[str | None] = headers_of_parquet(stream)
        else:
            (headers,) = self._run(f"SELECT * FROM {first_row(file)}").fetchall() or [()]
        if len(headers) != len(described):
            raise MalformedDocument(MALFORMED, "the first row is no header")
        return [
            EngineColumn(header or "", name, kind)
            for header, (name, kind, *_) in zip(headers, described, strict=True)
        ]

    def count(self) -> dict[str, int]:
        """Answer about the rows that were read; return how many have each result."""
        return self._counts(f"({self._query})")

    def write(self, source: str, file: Path, form: str) -> dict[str, int]:
        """Write what is answered, a row for each row: in CSV without a header, or in Parquet.

        Returns how many have each result.
        """
        answered = answered_rows(self._query, has_refusals=self._has_refusals)
        target = sql_literal(str(file))
        if form == "parquet":  # read again faster than it is held
            rows = told_rows(source, f"({answered})", guard=False)
            self._run(f"COPY ({rows}) TO {target} ({IN_PARQUET})")
            return self._counts(f"read_parquet({target})")
        self._run(f"CREATE OR REPLACE TEMP TABLE answered AS {answered}")
        rows = told_rows(source, "answered", guard=True)
        self._run(f"COPY ({rows}) TO {target} (FORMAT csv, HEADER false)")
        return self._counts("(SELECT CAST(result AS VARCHAR) AS result FROM answered)")

    def _counts(self, told: str) -> dict[str, int]:
        answered = f"SELECT result, count(*) FROM {told} WHERE result <> '' GROUP BY result"
        refused = "SELECT 'refused', count(*) FROM refused" if self._has_refusals else ""
        counts = self._run(" UNION ALL ".join(filter(None, (answered, refused)))).fetchall()
        return {"refused": 0, **dict(counts)}

    def _read_words(
        self,
        table: str,
        column: str,
        kind: type[Word],
        read: Callable[[str], Word],
        which: str = "true",
    ) -> None:
        """Make a table of the words of a column, with the text of each and what it says."""
        names = ("word", "text", *kind._fields)
        columns = ", ".join(
            f"{name} {'BOOLEAN' if name == 'is_none' else 'VARCHAR'}" for name in names
        )
        self._run(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})")
        words = f"SELECT DISTINCT {column} AS word FROM raw WHERE {which}"
        met = self._run(f"SELECT word, {self._clean} FROM ({words})")
        rows = [(word, text, *read(text)) for word, text in met.fetchall()]
        self._insert(table, names, rows)

    def _insert(self, table: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        import pyarrow as pa  # noqa: PLC0415 an extra

        if rows:
            held = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
            self._connection.register("held", held)
            self._run(f"INSERT INTO {table} SELECT * FROM held")
            self._connection.unregister("held")

    def _run(self, statement: str) -> DuckDBPyConnection:
        import duckdb  # noqa: PLC0415 an extra

        try:
            return self._connection.execute(statement)
        except (duckdb.OutOfMemoryException, duckdb.IOException) as cause:
            said = str(cause).partition("\n")[0]
            raise WrongChoice(f"DuckDB cannot go on: {said[:160]}") from cause


def _connected(limits: EngineLimits) -> DuckDBPyConnection:
    try:
        import duckdb  # noqa: PLC0415 an extra
        import pyarrow as pa  # noqa: F401, PLC0415 as above
    except ImportError as cause:
        raise MissingExtra("answering by tables", "duckdb") from cause
    config: dict[str, Any] = {
        "threads": limits.threads,
        "memory_limit": limits.memory,
        "temp_directory": str(limits.folder),
        # Nothing is looked for outside: no extension is fetched, and none is loaded.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET TimeZone = 'UTC'")
    return connection
