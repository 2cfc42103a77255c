"""Which lines of our implementation the suite runs at all: elsewhere no mutant can be caught."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import coverage
from mutations import Mutant
from products import ROOT

__all__ = ["lines_reached"]


def lines_reached(path: Path) -> Callable[[Mutant], bool]:
    """Return whether a mutant stands where a run of the suite came by."""
    held = coverage.CoverageData(basename=str(path))
    held.read()
    lines = {name: frozenset(held.lines(name) or ()) for name in held.measured_files()}
    path.unlink(missing_ok=True)

    def is_reached(mutant: Mutant) -> bool:
        ran = lines.get(str(ROOT / mutant.path), frozenset())
        return not ran.isdisjoint(range(mutant.lines[0], mutant.lines[1] + 1))

    return is_reached
