"""How a fact ages: the day after which a row of reference data is to be looked at again.

Reckoned from the day as of which its source speaks, by the kind of row; docs/decisions/0028 says
why each kind has its months. Nothing here makes a row wrong: a stale row is one to look at.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from msgspec import UNSET, UnsetType

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MONTHS",
    "Aging",
    "a_year_over",
    "look_again_after",
]

# None: what was so on a day stays so, such as a launch.
MONTHS: Mapping[str, int | None] = {
    "names": 36,
    "administrations": 24,
    "starts": None,
    "time_zones": 24,
    "territories": 36,
    "tiers": 12,
    "criteria_waived": 12,
    "criteria_studied": None,
    "roles": 12,
    "tin_prefixes": 24,
    "identifier_schemes": 24,
    "provisions": 12,
    "term_validities": 24,
    "figures": 12,
    "schemes": 36,
    "iso6523": 36,
    "versions": 24,
    "sectors": 24,
    "score": 24,
    "classes": 24,
    "thresholds": 24,
    "cautions": 24,
    "codes": 36,
    "systems": 36,
    "economies": 36,
    "practices": 36,
    "texts": 24,
}
UNVERIFIED = 12
YEAR = 12


class Aging(Protocol):
    """What a row of any file says about itself."""

    @property
    def as_of(self) -> date:
        """The day as of which the source says so."""

    @property
    def confidence(self) -> str:
        """How sure the row is, S to D."""

    @property
    def look_again(self) -> date | UnsetType:
        """The day that takes the place of the one reckoned."""


def look_again_after(kind: str, row: Aging) -> date | None:
    """Return the last day on which a row need not be looked at again; None for never.

    A row that is still to be verified (D) waits a year at most; a figure of a day stays as it is.
    """
    if row.look_again is not UNSET:
        return row.look_again
    months = None if getattr(row, "on", UNSET) is not UNSET else MONTHS[kind]
    if row.confidence == "D":
        months = min(months or UNVERIFIED, UNVERIFIED)
    return None if months is None else _later(row.as_of, months)


def a_year_over(due: date, at: date) -> bool:
    """Tell whether a row has waited for more than a year to be looked at."""
    return at > _later(due, YEAR)


def _later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, min(day.day, 28))
