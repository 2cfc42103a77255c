"""The line of business of a firm to the sectors of a definition of size classes.

lists/sectors.csv holds the table; the specification, part 4 section 5, says how it is read.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from aeo_exchange.reference.lists import list_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["LINES_OF_BUSINESS", "SectorRange", "sector_ranges", "sectors_of_line"]

LINES_OF_BUSINESS = "ISIC4"  # the classification whose codes the table knows
LONGEST = 4


class SectorRange(NamedTuple):
    """A range of codes, both ends in it, and the sectors that a firm in it may belong to."""

    first: str
    last: str
    sectors: tuple[str, ...]
    confidence: str

    def covers(self, code: str) -> bool:
        """Say whether the range covers a code of as many digits as its ends, or more."""
        digits = len(self.first)
        return len(code) >= digits and self.first <= code[:digits] <= self.last


@cache
def sector_ranges() -> Mapping[str, Sequence[SectorRange]]:
    """Return the ranges of the table by the code of their definition."""
    ranges: dict[str, list[SectorRange]] = {}
    for row in list_rows("sectors"):
        known = SectorRange(
            row["first"], row["last"], tuple(row["sectors"].split()), row["confidence"]
        )
        ranges.setdefault(row["definition"], []).append(known)
    return ranges


def sectors_of_line(definition: str, code: str) -> SectorRange | None:
    """Return the range of a definition that covers a code of ISIC4, or None."""
    if len(code) > LONGEST or not (code.isascii() and code.isdigit()):
        return None
    ranges = sector_ranges().get(definition, ())
    return next((range_ for range_ in ranges if range_.covers(code)), None)
