"""Tables in CSV that an officer keeps by hand, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from aeo_exchange.endless import read_file
from aeo_exchange.errors import InvalidInstant, WrongChoice

__all__ = ["SmallTable"]

Fact = TypeVar("Fact")


class SmallTable(NamedTuple):
    """Which columns a table may have, and those in which every row needs a value."""

    needed: tuple[str, ...]
    columns: tuple[str, ...]

    def read(self, file: Path, fact: Callable[[dict[str, str]], Fact]) -> tuple[Fact, ...]:
        """Return the facts of a table; `fact` gets the cells of a row, empty where there is none.

        Raises OSError, and WrongChoice with the line for what is no such table: a row that is
        passed over could be a no.
        """
        try:
            # A cell may have lines of its own: the ends of lines are the reader's to look for.
            text = io.StringIO(read_file(file).decode("utf-8-sig"), newline="")
            rows = csv.DictReader(text, strict=True)
            names = tuple(rows.fieldnames or ())
            if not set(self.needed) <= set(names) <= set(self.columns) or len(set(names)) != len(
                names
            ):
                known = ", ".join(self.columns)
                raise WrongChoice(f"{file}: its first line names the columns {known}")
            return tuple(self._fact(row, f"{file}:{rows.line_num}", fact) for row in rows)
        except (UnicodeDecodeError, csv.Error) as cause:
            raise WrongChoice(f"{file}: is not a table in CSV: {cause}") from cause

    def _fact(
        self, row: dict[str, str], place: str, fact: Callable[[dict[str, str]], Fact]
    ) -> Fact:
        # A row that is too long has its rest under None, one that is too short has None as cells.
        cells = {name: (row.get(name) or "").strip() for name in self.columns}
        if None in row or not all(cells[name] for name in self.needed):
            needed = ", ".join(self.needed)
            raise WrongChoice(f"{place}: a row has {needed}, and no more cells than columns")
        try:
            return fact(cells)
        except InvalidInstant as cause:
            raise WrongChoice(f"{place}: {cause}") from cause
