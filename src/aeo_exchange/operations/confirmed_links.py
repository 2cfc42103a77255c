"""The links that officers have confirmed, from a file in CSV."""

from __future__ import annotations

import csv
from pathlib import Path

from aeo_exchange.declarations.links import ConfirmedLink
from aeo_exchange.endless import read_file
from aeo_exchange.errors import InvalidInstant, WrongChoice
from aeo_exchange.model.instants import instant

__all__ = ["ConfirmedLink", "read_confirmed_links"]

NEEDED = ("name", "tin", "from")
COLUMNS = ("name", "address", "country", "tin", "from", "until")


def read_confirmed_links(file: Path) -> tuple[ConfirmedLink, ...]:
    """Return the links of a table with the columns name, address, country, tin, from and until.

    Raises OSError, and WrongChoice with the line for what is no such table.
    """
    try:
        text = read_file(file).decode("utf-8-sig")
        rows = csv.DictReader(text.splitlines(), strict=True)
        names = tuple(rows.fieldnames or ())
        if not set(NEEDED) <= set(names) <= set(COLUMNS) or len(set(names)) != len(names):
            raise WrongChoice(f"{file}: its first line names the columns {', '.join(COLUMNS)}")
        return tuple(_link(row, f"{file}:{rows.line_num}") for row in rows)
    except (UnicodeDecodeError, csv.Error) as cause:
        raise WrongChoice(f"{file}: is no table in CSV: {cause}") from cause


def _link(row: dict[str, str], place: str) -> ConfirmedLink:
    cells = {name: (text or "").strip() for name, text in row.items() if name is not None}
    if None in row or not all(cells[name] for name in NEEDED):
        raise WrongChoice(f"{place}: a row has {', '.join(NEEDED)}, and no more cells than columns")
    try:
        until = cells.get("until", "")
        return ConfirmedLink(
            name=cells["name"],
            address=cells.get("address", ""),
            country=cells.get("country", ""),
            tin=cells["tin"],
            from_=instant(cells["from"]),
            until=instant(until) if until else None,
        )
    except InvalidInstant as cause:
        raise WrongChoice(f"{place}: {cause}") from cause
