"""The records of a state, each accepted or rejected by itself (XCH-8-19)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.model.version import is_newer
from aeo_exchange.report import Severity
from aeo_exchange.rules import Context, Subject, check_many

__all__ = ["Acceptance", "EntryCounts", "RejectedRecord"]

BATCH = 64  # records in memory at a time; more are no faster
MOST_TOLD = 1000
NO_RECORD = "AEO-STR-03"


class RejectedRecord(Struct, frozen=True, kw_only=True, rename="camel"):
    """A record that is not accepted, with the rules it breaks."""

    key: str
    codes: tuple[str, ...]


class EntryCounts(Struct, frozen=True, kw_only=True, rename="camel"):
    """How many entries there are of each kind."""

    accepted: int
    rejected: int
    newer: int
    tombstones: int


class Acceptance:
    """Takes the records of a state one by one, and judges some at a time."""

    def __init__(self, context: Context) -> None:
        self.rejected: list[RejectedRecord] = []
        self._context = context
        self._waiting: list[tuple[str, AeoRecord]] = []
        self._accepted = self._rejected = self._newer = self._tombstones = 0

    def take_tombstone(self) -> None:
        """Count an entry without a record."""
        self._tombstones += 1

    def take(self, key: str, tree: Tree) -> None:
        """Take a record; one that is newer than this reader is neither accepted nor rejected."""
        if is_newer(tree):
            self._newer += 1
            return
        try:
            record = msgspec.convert(tree, AeoRecord)
        except msgspec.ValidationError:
            self._reject(key, (NO_RECORD,))
            return
        self._waiting.append((key, record))
        if len(self._waiting) == BATCH:
            self._judge()

    def counts(self) -> EntryCounts:
        """Return how many there were of each kind."""
        self._judge()
        return EntryCounts(
            accepted=self._accepted,
            rejected=self._rejected,
            newer=self._newer,
            tombstones=self._tombstones,
        )

    def _judge(self) -> None:
        judged = check_many([Subject(record) for _, record in self._waiting], self._context)
        for (key, _), findings in zip(self._waiting, judged, strict=True):
            errors = [found.code for found in findings if found.severity is Severity.ERROR]
            if errors:
                self._reject(key, errors)
            else:
                self._accepted += 1
        self._waiting.clear()

    def _reject(self, key: str, codes: Sequence[str]) -> None:
        self._rejected += 1
        if len(self.rejected) < MOST_TOLD:
            self.rejected.append(RejectedRecord(key=key, codes=tuple(sorted(set(codes)))))
