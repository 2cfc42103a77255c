"""Exit codes, and what each says."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Exit"]


class Exit(IntEnum):
    """What the exit code of a command says."""

    POSITIVE = 0
    NEGATIVE = 1
    USAGE = 2
    UNREADABLE = 3
    UNDECIDED = 4
    INTERNAL = 5
    INTERRUPTED = 130
