"""What an attentive reader of published counts can work out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

import numpy as np

__all__ = ["told_by_sums"]

TINY = 1e-9
Cell = TypeVar("Cell", bound=tuple)


def told_by_sums(sums: Sequence[Sequence[Cell]], hidden: Collection[Cell]) -> set[Cell]:
    """Which hidden cells the sums determine, the last of each being the sum of the others.

    Those that are alike in all solutions: nothing that solves the sums with zeros touches them.
    """
    cells = sorted(hidden)
    place = {cell: number for number, cell in enumerate(cells)}
    known = np.zeros((len(sums), len(cells)))
    for row, of in enumerate(sums):
        for cell in place.keys() & of:
            known[row, place[cell]] = -1 if cell == of[-1] else 1
    _, sizes, directions = np.linalg.svd(known)
    free = directions[(sizes > TINY).sum() :]
    return {cell for cell, number in place.items() if np.abs(free[:, number]).max(initial=0) < TINY}
