"""A table of declared parties to what is said of each row, by DuckDB (extra `duckdb`).

The table is laid out as the query wants it; words that few rows differ in, such as roles and days,
are read by the same functions as everywhere, once each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar, cast

from aeo_exchange.declarations.interval_tables.declared_words import (
    DeclaredWords,
    ReadFlow,
    ReadMoment,
    ReadNumber,
    ReadRole,
)
from aeo_exchange.declarations.interval_tables.duckdb_connection import (
    EngineLimits,
    at_its_limits,
    begin_arrow,
    connected,
)
from aeo_exchange.declarations.interval_tables.duckdb_csv import (
    UNREAD,
    PlainTable,
    plain_table,
    write_reader_rows,
)
from aeo_exchange.declarations.interval_tables.duckdb_output import rows_in_csv, rows_in_parquet
from aeo_exchange.declarations.interval_tables.duckdb_staging import (
    ITEMS,
    NOT_PLAIN,
    EngineColumn,
    declared_rows,
    headers_again,
    needs_folding,
    raw_rows,
    raw_rows_of_reader,
    read_of_csv,
    read_of_parquet,
    sql_literal,
    trimmed,
)
from aeo_exchange.declarations.interval_tables.parquet_folder import parquet_file
from aeo_exchange.declarations.interval_tables.query import query_text
from aeo_exchange.declarations.interval_tables.rows import TABLES, TableRow
from aeo_exchange.declarations.readers.columns import items_by_header
from aeo_exchange.declarations.readers.parquet import headers_of_parquet
from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats.content import Content
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.reference.schemes import Schemes

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from aeo_exchange.declarations.interval_tables.table_answers import RowsOf

__all__ = ["EngineLimits", "TableEngine", "rows_of_folder"]

PARQUET = b"PAR1"
# Numbers and names are all different: a dictionary of them, or a filter, is time lost.
IN_PARQUET = "FORMAT parquet, WRITE_BLOOM_FILTER false, DICTIONARY_SIZE_LIMIT 1000"
ROWS_AT_ONCE = 4096  # of a batch, whose texts have less than 2 GB
Row = TypeVar("Row", bound=TableRow)
Word = ReadNumber | ReadMoment | ReadFlow | ReadRole


def rows_of_folder(tables: Path, aside: Path) -> RowsOf:
    """Return what gives the rows of the tables of an export; raises MissingExtra.

    What has no room in memory goes to a folder `aside`.
    """
    connection = connected(EngineLimits(folder=aside, threads=1))
    names: dict[object, str] = {kind: name for name, kind in TABLES.items()}

    def rows(kind: type[Row]) -> Iterable[Row]:
        file = sql_literal(str(parquet_file(tables, names[kind])))
        with at_its_limits():
            met = connection.execute(f"SELECT * FROM read_parquet({file})").fetchall()
        return cast("Iterable[Row]", map(kind._make, met))

    return rows


class TableEngine:
    """Answers about tables of declared parties by the tables of an export; raises MissingExtra."""

    def __init__(self, tables: Path, schemes: Schemes, limits: EngineLimits) -> None:
        self._connection = connected(limits)
        self._folder = limits.folder
        for name in TABLES:
            file = sql_literal(str(parquet_file(tables, name)))
            self._run(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({file})")
        self._has_refusals = False
        self._clean = "word"
        rows = self._run("SELECT DISTINCT scheme FROM taken WHERE scheme <> ''")
        self._query = query_text(schemes, (scheme for (scheme,) in rows.fetchall()))

    def read(self, file: Path, words: DeclaredWords) -> None:
        """Read a table; raises MalformedDocument for what is none, MissingExtra, and OSError.

        A row of CSV that cannot be read costs no other its answer.
        """
        begin_arrow()
        with file.open("rb") as stream:
            is_parquet = stream.read(len(PARQUET)) == PARQUET
        if is_parquet:
            self._read_parquet(file)
        else:
            self._read_csv(file)
        self._clean = trimmed("word", is_guarded=not is_parquet)
        for table, column in (("ids", "id"), ("aeo_numbers", "aeo_number")):
            self._read_words(table, column, ReadNumber, words.number, needs_folding(column))
        self._read_words("moments", "accepted", ReadMoment, words.moment, NOT_PLAIN)
        self._read_words("flows", "flow_word", ReadFlow, words.flow)
        self._read_words("roles", "role_word", ReadRole, words.role)
        may_refuse = [f"SELECT refusal FROM {table}" for table in ("moments", "flows", "roles")]
        met = " UNION ALL ".join((f"SELECT {UNREAD} AS refusal FROM raw", *may_refuse))
        (refusals,) = self._run(f"SELECT count(*) FROM ({met}) WHERE refusal <> ''").fetchall()
        self._has_refusals = refusals[0] > 0
        for statement in declared_rows(words.given, has_refusals=self._has_refusals):
            self._run(statement)

    def _read_parquet(self, file: Path) -> None:
        import duckdb  # noqa: PLC0415 an extra

        with file.open("rb") as stream:
            headers = headers_of_parquet(stream, items_by_header(ITEMS))
        rows = read_of_parquet(file)
        try:
            described = self._run(f"DESCRIBE SELECT * FROM {rows}").fetchall()
            columns = [
                # Of two columns with one header the engine calls the second otherwise.
                EngineColumn(header, name, kind)
                for header, (name, kind, *_) in zip(headers, described, strict=True)
            ]
            for statement in raw_rows(rows, columns, is_csv=False):
                self._run(statement)
        except duckdb.Error as cause:
            said = str(cause).partition("\n")[0]
            raise MalformedDocument(MALFORMED, f"DuckDB cannot read it: {said[:160]}") from cause

    def _read_csv(self, file: Path) -> None:
        content = Content(name=file.name, path=file)
        table = plain_table(content)
        if table is not None and self._read_by_itself(file, table):
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        written = self._folder / "rows.parquet"
        columns = write_reader_rows(content, ITEMS, written)
        for statement in raw_rows_of_reader(written, columns):
            self._run(statement)
        written.unlink()

    def _read_by_itself(self, file: Path, table: PlainTable) -> bool:
        """Have the engine read a table; return whether it has the rows that the readers have."""
        import duckdb  # noqa: PLC0415 an extra

        columns = [
            EngineColumn(header, f"column_{number}", "VARCHAR")
            for number, header in enumerate(table.headers)
        ]
        try:
            for statement in raw_rows(read_of_csv(file, columns), columns, is_csv=True):
                self._run(statement)
        except duckdb.Error:
            return False
        (count,) = self._run("SELECT count(*) FROM cells").fetchall()
        (again,) = self._run(headers_again(columns)).fetchall()
        return (count[0], again[0]) == (table.rows, 0)

    def count(self) -> dict[str, int]:
        """Answer about the rows that were read; return how many have each result."""
        return self._counts(f"({self._query})")

    def refusals(self, most: int) -> list[tuple[int, str]]:
        """Return line and reason of the first rows that cannot be read."""
        if not self._has_refusals:
            return []
        first = self._run(f"SELECT line, reasons FROM refused ORDER BY line LIMIT {most}")
        return first.fetchall()

    def write_csv(self, source: str, stream: BinaryIO) -> dict[str, int]:
        """Write what is answered, a row for each row, without a header.

        Returns how many have each result.
        """
        rows = rows_in_csv(source, self._query, has_refusals=self._has_refusals)
        counts: Counter[str] = Counter()
        for told, results in self._batches(rows):
            stream.write(_text_of(told))
            for met in results.value_counts().tolist():
                counts[met["values"]] += met["counts"]
        return {"refused": counts.pop("", 0), **counts}

    def write_parquet(self, source: str, file: Path) -> dict[str, int]:
        """Write what is answered, a row for each row; return how many have each result."""
        rows = rows_in_parquet(source, self._query, has_refusals=self._has_refusals)
        target = sql_literal(str(file))
        self._run(f"COPY ({rows}) TO {target} ({IN_PARQUET})")
        return self._counts(f"read_parquet({target})")  # read again faster than it is held

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
        with at_its_limits():
            return self._connection.execute(statement)

    def _batches(self, query: str) -> Iterator[list[pa.Array]]:
        """Yield the columns of what a query gives, some rows after the other."""
        with at_its_limits():
            given = self._connection.sql(query)
            # Before version 1.5 of the engine it has another name.
            reader = getattr(given, "to_arrow_reader", None) or given.fetch_arrow_reader
            for batch in reader(ROWS_AT_ONCE):
                if len(batch):
                    yield batch.columns


def _text_of(rows: pa.Array) -> memoryview:
    """Return the texts of rows, none of them absent, one behind the other as Arrow holds them."""
    _, ends, text = rows.buffers()
    places = memoryview(ends).cast("i")
    return memoryview(text)[places[rows.offset] : places[rows.offset + len(rows)]]
