"""The links that officers have confirmed, from a file in CSV."""

from __future__ import annotations

from pathlib import Path

from aeo_exchange.declarations.links import ConfirmedLink
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.recognition.small_tables import SmallTable

__all__ = ["read_confirmed_links"]

TABLE = SmallTable(
    needed=("name", "tin", "from"),
    columns=("name", "address", "country", "tin", "from", "until"),
)


def read_confirmed_links(file: Path) -> tuple[ConfirmedLink, ...]:
    """Return the links of a table with the columns name, address, country, tin, from and until.

    Raises OSError, and WrongChoice with the line for what is no such table.
    """
    return TABLE.read(file, _link)


def _link(cells: dict[str, str]) -> ConfirmedLink:
    return ConfirmedLink(
        name=cells["name"],
        address=cells["address"],
        country=cells["country"],
        tin=cells["tin"],
        from_=instant(cells["from"]),
        until=instant(cells["until"]) if cells["until"] else None,
    )
