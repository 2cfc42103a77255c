"""What was given and is no record: of which records at hand it may be a revision.

A file that is empty or cut off may be the revision that ended a consent, or that suspended a firm.
So who answers by the highest revision of a record asks here first (REC-6-7, XCH-4-7).
"""

from __future__ import annotations

from msgspec import UNSET, UnsetType

__all__ = ["UnreadRecords"]


class UnreadRecords:
    """What could not be read as a record: how much of it there is, and the ids that it tells."""

    def __init__(self) -> None:
        self.count = 0
        self._record_ids: set[str | UnsetType] = set()

    def take(self, record_id: str | UnsetType) -> None:
        """Note what is no record, and the id that it tells, if it tells one."""
        self.count += 1
        self._record_ids.add(record_id)

    @property
    def has_one_of_any(self) -> bool:
        """Whether one of them may be a revision of any record: it tells no id."""
        return UNSET in self._record_ids

    def has(self, record_id: str) -> bool:
        """Say whether one of them tells this id."""
        return record_id in self._record_ids

    def may_have(self, record_id: str) -> bool:
        """Say whether one of them may be a revision of the record of this id."""
        return self.has_one_of_any or self.has(record_id)
