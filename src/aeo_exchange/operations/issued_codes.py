"""The table of the codes that the asking side issued, from a file in CSV."""

from __future__ import annotations

import csv
from pathlib import Path

from aeo_exchange.endless import read_file
from aeo_exchange.errors import InvalidInstant, WrongChoice
from aeo_exchange.exchange.recognition.question import IssuedCode
from aeo_exchange.model.instants import instant

__all__ = ["read_issued_codes"]

NEEDED = ("scheme", "value", "tin")
COLUMNS = (*NEEDED, "from", "until")


def read_issued_codes(file: Path) -> tuple[IssuedCode, ...]:
    """Return the codes of a table with the columns scheme, value, tin and, if wanted, from, until.

    Raises OSError, and WrongChoice with the line for what is no such table: a code that is passed
    over would be a no.
    """
    try:
        text = read_file(file).decode("utf-8-sig")
        rows = csv.DictReader(text.splitlines(), strict=True)
        names = tuple(rows.fieldnames or ())
        if not set(NEEDED) <= set(names) <= set(COLUMNS) or len(set(names)) != len(names):
            raise WrongChoice(f"{file}: its first line names the columns {', '.join(COLUMNS)}")
        return tuple(_code(row, f"{file}:{rows.line_num}") for row in rows)
    except (UnicodeDecodeError, csv.Error) as cause:
        raise WrongChoice(f"{file}: is no table in CSV: {cause}") from cause


def _code(row: dict[str, str], place: str) -> IssuedCode:
    # A row that is too long has its rest under None, one that is too short has None in its cells.
    if None in row or any(row[name] is None or not row[name].strip() for name in NEEDED):
        raise WrongChoice(f"{place}: a row has {', '.join(NEEDED)}, and a cell for each column")
    try:
        from_, until = (
            instant(cell.strip()) if (cell := row.get(name) or "").strip() else None
            for name in ("from", "until")
        )
    except InvalidInstant as cause:
        raise WrongChoice(f"{place}: {cause}") from cause
    scheme, value, tin = (row[name].strip() for name in NEEDED)
    return IssuedCode(scheme=scheme, value=value, tin=tin, from_=from_, until=until)
