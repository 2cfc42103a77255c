"""A register with as many revisions as asked, put there row by row and not by so many messages.

What a question reads is as messages would have left it: changes, names, entries. The root of the
head is that of one firm, so `aeo register check` refuses such a register.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select

from aeo_exchange.operations.register.register import Register
from aeo_exchange.register.tables import CHANGES, ENTRIES, NAMES

__all__ = ["REVISIONS_OF_A_FIRM", "tin_of", "with_revisions"]

REVISIONS_OF_A_FIRM = 5
FIRMS_AT_ONCE = 5000
TIN, RECORD_ID = b"HK00000001", b"HK-2021-0001"


def tin_of(number: int) -> str:
    """Return the TIN of a firm, which are numbered from 1."""
    return f"HK{number:08}"


def with_revisions(register: Register, firms: int) -> None:
    """Put firms in the place of the only one that a register holds, each with its revisions."""
    with register.database.writing() as connection:
        row = dict(connection.execute(select(CHANGES)).one()._mapping)  # noqa: SLF001 its name
        for table in (CHANGES, ENTRIES, NAMES):
            connection.execute(delete(table))
    for begin in range(1, firms + 1, FIRMS_AT_ONCE):
        _put(register, row, range(begin, min(firms + 1, begin + FIRMS_AT_ONCE)))


def _put(register: Register, row: dict[str, Any], numbers: range) -> None:
    changes, names, entries = [], [], []
    for number in numbers:
        record_id, tin = f"HK-2021-{number:04}", tin_of(number)
        line = row["line"].replace(TIN, tin.encode()).replace(RECORD_ID, record_id.encode())
        last = number * REVISIONS_OF_A_FIRM
        stands = {"stream_id": row["stream_id"], "key": f"HK/{record_id}"}
        names.append({"scheme": "", "value": tin, **stands})
        entries.append({"change_id": last, **stands})
        changes.extend(
            {**row, **stands, "id": place, "line": line}
            for place in range(last - REVISIONS_OF_A_FIRM + 1, last + 1)
        )
    with register.database.writing() as connection:
        for table, rows in ((CHANGES, changes), (NAMES, names), (ENTRIES, entries)):
            connection.execute(insert(table), rows)
