"""The state that a message leads to, entry by entry: its root, whose records, what is accepted."""

from __future__ import annotations

from aeo_exchange.counting import how_many
from aeo_exchange.errors import MessageRefused, StateError
from aeo_exchange.exchange.acceptance import Acceptance
from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.heads import Head
from aeo_exchange.exchange.held_state import HeldState
from aeo_exchange.exchange.mass_changes import CountedChanges
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.exchange.sender import require_own_record
from aeo_exchange.model.trust_list import Scope
from aeo_exchange.signing import refusals

__all__ = ["ReachedState"]

STATE = "AEO-XCH-24"


class ReachedState:
    """Takes the keys of both states in their order; what it says counts when all were taken."""

    def __init__(
        self,
        head: Head,
        tuples: tuple[Scope, ...],
        held: HeldState | None,
        acceptance: Acceptance,
    ) -> None:
        self.acceptance = acceptance
        self.changes = CountedChanges()
        self._head, self._tuples, self._held = head, tuples, held
        self._root, self._held_root = TreeRoot(), TreeRoot()
        self._stray: MessageRefused | None = None

    def take(self, change: EntryChange) -> None:
        """Take what became of one key."""
        self.changes.take(change)
        if change.before is not None:
            self._held_root.add(change.before.line)
        if change.after is not None:
            self._root.add(change.after.line)
            whose = change.after.whose
            if whose is not None:
                try:
                    require_own_record(change.key, whose, self._head, self._tuples)
                except MessageRefused as cause:
                    # Told behind what is wrong with the whole.
                    self._stray = self._stray or cause
        self.acceptance.take(change)

    def require(self) -> None:
        """Refuse a state that was not signed, and records of others.

        Raises StateError where what is held is not what its own head says.
        """
        held = self._held
        if held is not None and self._held_root.root() != held.head.root:
            raise StateError(
                f"the entries held are not those of head {held.head.sequence}, which was applied"
            )
        head, root = self._head, self._root
        refusals.require(
            root.count == head.count,
            STATE,
            f"the state has {how_many(root.count, 'entry', 'entries')}, "
            f"and the head says {head.count:,}",
        )
        refusals.require(
            root.root() == head.root, STATE, "the entries have another root than the head says"
        )
        if self._stray is not None:
            raise self._stray
