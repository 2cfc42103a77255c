"""The table of the codes that this side issued for holders of the other (XCH-10-4)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from aeo_exchange.exchange.recognition.question import IssuedCode, Sought
from aeo_exchange.register.tables import CODES

__all__ = ["kept_codes", "replace_codes"]


def replace_codes(connection: Connection, codes: Iterable[IssuedCode]) -> None:
    """Put a table in the place of the one that is kept."""
    connection.execute(delete(CODES))
    rows = [
        {
            "id": number,
            "scheme": code.scheme,
            "value": code.value,
            "tin": code.tin,
            "valid_from": code.from_,
            "valid_until": code.until,
        }
        for number, code in enumerate(codes, 1)
    ]
    if rows:
        connection.execute(insert(CODES), rows)


def kept_codes(connection: Connection, sought: Sought | None = None) -> tuple[IssuedCode, ...]:
    """Return the table that is kept, or the rows of one code."""
    query = select(CODES)
    if sought is not None:
        query = query.where(CODES.c.scheme == sought.scheme, CODES.c.value == sought.value)
    return tuple(
        IssuedCode(
            scheme=row.scheme,
            value=row.value,
            tin=row.tin,
            from_=row.valid_from,
            until=row.valid_until,
        )
        for row in connection.execute(query)
    )
