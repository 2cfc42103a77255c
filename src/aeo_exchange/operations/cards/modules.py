"""The dark modules of a code as runs, which every form of a card draws."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import segno

__all__ = ["Run", "dark_runs"]


class Run(NamedTuple):
    """Dark modules beside each other; places count from the margin's left upper corner."""

    left: int
    top: int
    length: int


def dark_runs(symbol: segno.QRCode, margin: int) -> Iterator[Run]:
    """Yield the runs of a code, row by row."""
    for top, row in enumerate(symbol.matrix, margin):
        left = margin
        for is_dark, modules in groupby(row):
            length = sum(1 for _ in modules)
            if is_dark:
                yield Run(left, top, length)
            left += length
