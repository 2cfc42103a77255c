"""Names of sheets that a spreadsheet takes, for names that others gave."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["link_to", "written_names"]

MOST_NAME = 31
_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")


def written_names(names: Iterable[str]) -> list[str]:
    """Return a name for each sheet, as near as can be to what it was; no two are the same."""
    taken: set[str] = set()
    written = []
    for name in names:
        clean = _REFUSED.sub("_", name).strip("'")[:MOST_NAME] or "sheet"
        written.append(_free(clean, taken))
        taken.add(written[-1].casefold())
    return written


def _free(name: str, taken: set[str]) -> str:
    """Return the name, or the next with a number; a spreadsheet is blind to case."""
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        ending = f" {number}"
        free = name[: MOST_NAME - len(ending)] + ending
    return free


def link_to(sheet: str, cell: str) -> str:
    """Return the link to a cell of the same workbook."""
    return f"internal:'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}"
