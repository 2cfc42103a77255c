"""Cells of declared tables in the words of SQL that every engine knows.

What a guard is, `formats.tables.cells` says (DEC-1-12); here it is printed for engines.
"""

from __future__ import annotations

from aeo_exchange.formats.tables.cells import GUARD, RUNS

__all__ = ["GUARD_TOLD", "RUNS_TOLD", "without_guard"]


def _character_by_number(sign: str) -> str:
    """Return a sign by its number, since engines read quotes and backslashes differently."""
    return f"chr({ord(sign)})"


GUARD_TOLD = _character_by_number(GUARD)
RUNS_TOLD = ", ".join(map(_character_by_number, RUNS))


def without_guard(text: str) -> str:
    """Return a text of CSV without its guard, as `taken_off` has it; NULL stays NULL."""
    is_guarded = f"substr({text}, 1, 1) = {GUARD_TOLD} AND substr({text}, 2, 1) IN ({RUNS_TOLD})"
    return f"CASE WHEN {is_guarded} THEN substr({text}, 2) ELSE {text} END"
