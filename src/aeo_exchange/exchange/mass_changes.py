"""How much changes from one state to the next, and whether a person must look (XCH-8-18).

A sender asks it of what it is about to publish, a receiver of a message beside what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET

from aeo_exchange.counting import how_many
from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.partner_profile import MassChange, PartnerProfile

__all__ = ["MASS_CHANGE", "CountedChanges", "is_many", "limit_for", "mass_change"]

MASS_CHANGE = "AEO-XCH-26"
WHOLE = 100  # percent


class CountedChanges:
    """How many keys are new, changed and gone beside the state before."""

    def __init__(self, changes: Iterable[EntryChange] = ()) -> None:
        self.new = self.changed = self.gone = 0
        for change in changes:
            self.take(change)

    def take(self, change: EntryChange) -> None:
        """Count what became of one key."""
        if change.is_change:
            self.count(change.before, change.after)

    def count(self, before: object | None, after: object | None) -> None:
        """Count a key that is not as it was; where None stands, it had or has no entry."""
        if before is None:
            self.new += 1
        elif after is None:
            self.gone += 1
        else:
            self.changed += 1

    @property
    def total(self) -> int:
        """All of them: a mistake is known by its size and not by its kind."""
        return self.new + self.changed + self.gone


def limit_for(profile: PartnerProfile | None, audience: str) -> MassChange:
    """Return the limit of who receives: its own where the file says it, else that of XCH-1-3."""
    own = UNSET if profile is None else profile.settings_of(audience[:2]).mass_change
    return own or MassChange()


def is_many(changes: int, entries: int, limit: MassChange) -> bool:
    """Say whether so many changes beside so many entries are more than the limit lets pass."""
    return changes > limit.at_least and changes * WHOLE > limit.percent * entries


def mass_change(counted: CountedChanges, entries: int, limit: MassChange) -> str:
    """Return in words what is more than the limit lets pass, beside the entries before; else ""."""
    if not is_many(counted.total, entries, limit):
        return ""
    return (
        f"{counted.new:,} new, {counted.changed:,} changed and {counted.gone:,} gone, beside "
        f"{how_many(entries, 'entry', 'entries')} held: more than {limit.percent} percent and more "
        f"than {limit.at_least:,}"
    )
