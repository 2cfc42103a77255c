"""The table of the codes that the asking side issued, from a file in CSV."""

from __future__ import annotations

from pathlib import Path

from aeo_exchange.exchange.recognition.question import IssuedCode
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.recognition.small_tables import SmallTable

__all__ = ["read_issued_codes"]

TABLE = SmallTable(
    needed=("scheme", "value", "tin"), columns=("scheme", "value", "tin", "from", "until")
)


def read_issued_codes(file: Path) -> tuple[IssuedCode, ...]:
    """Return the codes of a table with the columns scheme, value, tin and, if wanted, from, until.

    Raises OSError, and WrongChoice with the line for what is no such table.
    """
    return TABLE.read(file, _code)


def _code(cells: dict[str, str]) -> IssuedCode:
    return IssuedCode(
        scheme=cells["scheme"],
        value=cells["value"],
        tin=cells["tin"],
        from_=instant(cells["from"]) if cells["from"] else None,
        until=instant(cells["until"]) if cells["until"] else None,
    )
