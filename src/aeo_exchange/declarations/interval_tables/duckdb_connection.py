"""DuckDB in this process (extra `duckdb`): how much it may take, and what it says of that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from aeo_exchange.errors import MissingExtra, WrongChoice

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["EngineLimits", "at_its_limits", "begin_arrow", "connected"]

ANSWERING = ("answering by tables", "duckdb")  # what needs which extra
STOPPED = "Query interrupted"


class EngineLimits(Struct, frozen=True, kw_only=True):
    """How much of the machine the engine takes; what is more goes to a folder of its own."""

    folder: Path
    threads: int = 2
    memory: str = "512MB"


def connected(limits: EngineLimits) -> DuckDBPyConnection:
    """Return DuckDB with nothing in it; raises MissingExtra, and WrongChoice without memory."""
    try:
        import duckdb  # noqa: PLC0415 an extra
    except ImportError as cause:
        raise MissingExtra(*ANSWERING) from cause
    if find_spec("pyarrow") is None:  # it is begun when a table is read
        raise MissingExtra(*ANSWERING)
    config: dict[str, Any] = {
        "threads": limits.threads,
        "memory_limit": limits.memory,
        "temp_directory": str(limits.folder),
        # Nothing is looked for outside: no extension is fetched, and none is loaded.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with at_its_limits():
        connection = duckdb.connect(":memory:", config=config)
        connection.execute("SET TimeZone = 'UTC'")
    return connection


def begin_arrow() -> None:
    """Load pyarrow, which takes as long as the engine; raises MissingExtra where it cannot be."""
    try:
        import pyarrow as pa  # noqa: F401, PLC0415 an extra
    except ImportError as cause:
        raise MissingExtra(*ANSWERING) from cause


@contextmanager
def at_its_limits() -> Iterator[None]:
    """Say it as a wrong choice where the engine has no memory, or no room on the disk.

    A signal that asks the process to stop ends a query; what its handler raised the engine drops,
    and raises an error of its own, so that it is raised here as an interruption.
    """
    import duckdb  # noqa: PLC0415 an extra

    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as cause:
        said = str(cause).partition("\n")[0]
        raise WrongChoice(f"DuckDB cannot go on: {said[:160]}") from cause
    except RuntimeError as cause:
        if str(cause) != STOPPED:
            raise
        raise KeyboardInterrupt from cause
