"""Times of works that take turns; of the processor, since other programs slow the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

__all__ = ["best_of", "median_of_blocks"]

Work = Callable[[], object]
BLOCK = 25


def best_of(
    rounds: int, *works: Work, clock: Callable[[], float] = time.process_time
) -> list[float]:
    """Return the best time of each work, taken in turns so that all meet the same weather."""
    times = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            start = clock()
            work()
            times[place] = min(times[place], clock() - start)
    return times


def median_of_blocks(works: Sequence[Sequence[Work]]) -> list[float]:
    """Return the median time of each kind of work, of which a few are done in turns.

    Each kind has as many works as the others.
    """
    times: list[list[float]] = [[] for _ in works]
    for begin in range(0, len(works[0]), BLOCK):
        for place, kind in enumerate(works):
            block = kind[begin : begin + BLOCK]
            start = time.process_time()
            for work in block:
                work()
            times[place].append((time.process_time() - start) / len(block))
    return [median(several) for several in times]
