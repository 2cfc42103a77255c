"""Tables of several holdings as one set, so that an engine is asked the cases of all at once.

Each holding has the numbers of its questions, courses and sayings moved on, and the role of a
question says of which holding it is. All else stands as the export wrote it, and the query is the
one text; so what is held by one is never told of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import pyarrow as pa
from pyarrow import parquet

from aeo_exchange.declarations.interval_tables.parquet_folder import ABOUT
from aeo_exchange.declarations.interval_tables.rows import TABLES
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.operations.recognition.interval_tables import export_tables
from declarations.asked_cases import Answer, Row

BY_HOLDING = 1_000_000  # more questions, courses, sayings and rows than a holding has
MOVED = ("question", "course", "said")
# What all of a set share, since the query has no question beside it.
SHARED = ("taken", "numbers")
# Of a declared row in an engine: the role of its question.
ROLE_OF_HOLDING = f"concat(role, '#', line div {BY_HOLDING})"

Tables = dict[str, pa.Table]


class Asked(Protocol):
    """What is held, rows that are asked about it, and what must be answered."""

    @property
    def held(self) -> HeldEvidence: ...
    @property
    def terms(self) -> MatchTerms: ...
    @property
    def rows(self) -> list[Row]: ...
    @property
    def cases(self) -> Sequence[object]: ...
    def check(self, told: list[Answer]) -> None: ...


class PackedTables(NamedTuple):
    """Holdings of which the tables are one set, in one time zone, with the rows of their cases."""

    folder: Path
    time_zone: str
    held: list[Asked]

    @property
    def rows(self) -> list[tuple[int, Row]]:
        """The rows of all cases, each with its line."""
        return [
            (place * BY_HOLDING + number, row)
            for place, asked in enumerate(self.held)
            for number, row in enumerate(asked.rows)
        ]

    def check(self, told: Iterable[tuple[int, Answer]]) -> int:
        """Compare what was said of each line; return how many cases were asked."""
        by_holding: dict[int, list[Answer]] = defaultdict(list)
        for line, answer in sorted(told, key=lambda one: one[0]):
            by_holding[line // BY_HOLDING].append(answer)
        for place, asked in enumerate(self.held):
            asked.check(by_holding[place])
        return sum(len(asked.cases) for asked in self.held)


def packed(together: Iterable[Asked], folder: Path) -> list[PackedTables]:
    """Write the tables of holdings to folders, in as few sets as can be."""
    sets: dict[tuple[str, object, object], list[tuple[Asked, Path]]] = defaultdict(list)
    for number, asked in enumerate(together):
        by_itself = folder / f"of-{number}"
        about = export_tables(by_itself, asked.held, asked.terms, replaces=False)
        taken, numbers = (_rows_of(by_itself, name) for name in SHARED)
        # Numbers are compared with each other where a party has two of them, and there alone.
        has_two = any(row[4] and row[6] for row in asked.rows)
        alike = (about.time_zone, frozenset(taken), frozenset(numbers) if has_two else None)
        sets[alike].append((asked, by_itself))
    return [
        _written(folder / f"set-{number}", alike[0], some)
        for number, (alike, some) in enumerate(sets.items())
    ]


def _rows_of(folder: Path, name: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in _read(folder, name).to_pylist()]


def _read(folder: Path, name: str) -> pa.Table:
    return parquet.read_table(folder / f"{name}.parquet")


def _written(folder: Path, time_zone: str, some: list[tuple[Asked, Path]]) -> PackedTables:
    folder.mkdir()
    for name in TABLES:
        tables = [_of_holding(place, _read(one, name)) for place, (_, one) in enumerate(some)]
        table = tables[0] if name in SHARED else pa.concat_tables(tables)
        parquet.write_table(table, folder / f"{name}.parquet")
    (folder / ABOUT).write_bytes((some[0][1] / ABOUT).read_bytes())
    return PackedTables(folder, time_zone, [asked for asked, _ in some])


def _of_holding(place: int, table: pa.Table) -> pa.Table:
    """Return a table whose numbers, and roles of questions, are those of a holding alone."""
    rows = table.to_pylist()
    for row in rows:
        row |= {name: row[name] + place * BY_HOLDING for name in MOVED if name in row}
        if table.column_names == list(TABLES["questions"]._fields):
            row["role"] = f"{row['role']}#{place}"
    return pa.Table.from_pylist(rows, schema=table.schema)
