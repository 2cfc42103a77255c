"""Facts to counts by DuckDB (extra `duckdb`): one table of what is counted, one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from aeo_exchange.declarations.interval_tables.duckdb_connection import at_its_limits
from aeo_exchange.errors import MissingExtra
from aeo_exchange.operations.measuring.hiding import hidden_counts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["ALL", "CountKey", "CountedFact", "Counts", "FactCounter", "hidden_keys", "sums_of"]

ALL = ""  # stands for every value of a dimension, and for every column
AT_ONCE = 65_536
COLUMNS = ("subject", "section", "unit", "dimension", "value", "told")
COUNTED = """
SELECT subject, section, dimension, value, coalesce(told, ''), count(DISTINCT unit)
FROM facts
GROUP BY GROUPING SETS (
    (subject, section, dimension, value, told), (subject, section, dimension, value)
)
ORDER BY ALL
"""


class CountedFact(NamedTuple):
    """That a unit counts for a value of a dimension, in the column of what is told of it.

    A section of a subject, such as a year or a profile, is counted by itself. Each unit counts once
    with the dimension and value ALL.
    """

    subject: str
    section: str
    unit: int
    dimension: str
    value: str
    told: str


class CountKey(NamedTuple):
    """Which count: of a section of a subject, by a value of a dimension, in a column."""

    subject: str
    section: str
    dimension: str
    value: str
    told: str


class Counts(NamedTuple):
    """Counts, and which of them are hidden."""

    counts: dict[CountKey, int]
    hidden: frozenset[CountKey]

    def visible(self, key: CountKey) -> int | None:
        """Return a count, or None where it is hidden."""
        return None if key in self.hidden else self.counts.get(key, 0)


class FactCounter:
    """Takes facts, and counts units by every value; raises MissingExtra."""

    def __init__(self, purpose: str) -> None:
        self._connection = _connected(purpose)
        kinds = ", ".join(f"{name} {'BIGINT' if name == 'unit' else 'VARCHAR'}" for name in COLUMNS)
        with at_its_limits():
            self._connection.execute(f"CREATE TABLE facts ({kinds})")

    def add(self, facts: Iterable[CountedFact]) -> None:
        """Take facts."""
        import pyarrow as pa  # noqa: PLC0415 an extra

        waiting = iter(facts)
        while some := list(islice(waiting, AT_ONCE)):
            columns = map(list, zip(*some, strict=True))
            held = pa.table(dict(zip(COLUMNS, columns, strict=True)))
            self._connection.register("held", held)
            with at_its_limits():
                self._connection.execute("INSERT INTO facts SELECT * FROM held")
            self._connection.unregister("held")

    def counts(self, parts: Mapping[str, Sequence[str]], least: int) -> Counts:
        """Return all counts; small ones, and what would tell them, are hidden.

        `parts` are columns that others make up, as small firms are made up of classes.
        """
        with at_its_limits():
            told = self._connection.execute(COUNTED).fetchall()
        counts = {CountKey(*row[:-1]): row[-1] for row in told}
        for key in list(counts):
            for whole, of in parts.items():
                if key.told in of:
                    joint = key._replace(told=whole)
                    counts[joint] = counts.get(joint, 0) + counts[key]
        return Counts(counts, hidden_keys(counts, parts, least))


def sums_of(
    counts: Mapping[CountKey, int], parts: Mapping[str, Sequence[str]]
) -> Iterator[tuple[CountKey, ...]]:
    """Yield which counts add up to which, the sum last: of columns, and of values.

    Values need not add up, where a unit has several of them; they are taken to, which hides more.
    """
    rows: dict[CountKey, list[CountKey]] = {}
    lines: dict[CountKey, list[CountKey]] = {}
    for key in counts:
        joint = next((whole for whole, of in parts.items() if key.told in of), ALL)
        if key.told != ALL:
            rows.setdefault(key._replace(told=joint), []).append(key)
        if key.dimension != ALL:
            line = key._replace(value=ALL)
            lines.setdefault(line, []).append(key)
    for total, some in rows.items():
        yield (*some, total)
    for line, some in lines.items():
        yield (*some, line._replace(dimension=ALL))


def hidden_keys(
    counts: Mapping[CountKey, int],
    parts: Mapping[str, Sequence[str]],
    least: int,
    *,
    veiled: Iterable[CountKey] = (),
) -> frozenset[CountKey]:
    """Return what is hidden, by subjects and sections, between which nothing adds up.

    What is `veiled` is hidden in any case, with what would tell it.
    """
    apart: dict[tuple[str, str], dict[CountKey, int]] = {}
    for key, count in counts.items():
        apart.setdefault((key.subject, key.section), {})[key] = count
    hidden: set[CountKey] = set()
    for some in apart.values():
        within = some.keys() & veiled
        hidden |= hidden_counts(some, list(sums_of(some, parts)), least, veiled=within)
    return frozenset(hidden)


def _connected(purpose: str) -> DuckDBPyConnection:
    try:
        import duckdb  # noqa: PLC0415 an extra
        import pyarrow as pa  # noqa: F401, PLC0415 as above
    except ImportError as cause:
        raise MissingExtra(purpose, "duckdb") from cause
    # Nothing is looked for outside: no extension is fetched, and none is loaded.
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with at_its_limits():
        return duckdb.connect(":memory:", config=config)
