"""The table of the codes that this side issued for holders of the other (XCH-10-4)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert

from aeo_exchange.exchange.recognition.question import IssuedCode
from aeo_exchange.register.tables import CODES

__all__ = ["replace_codes"]


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
