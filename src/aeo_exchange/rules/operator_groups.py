"""Which records of a set are about one operator, or one authorisation: groups that grow together.

A step leads from a record to a record that was met. What a record names and none bears leads
nowhere, until a record comes that bears it.
"""

from __future__ import annotations

from collections.abc import Iterable

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.rules.rule import items_of

__all__ = ["Authorisations", "Operators"]


class Groups:
    """Sets of marks that are joined (union-find)."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}
        self._borne: set[int] = set()
        # Who named a mark that no record bears so far.
        self._named: dict[int, set[int]] = {}

    def known(self, mark: int) -> int:
        """Return the mark that stands for all that a mark was joined with."""
        top = mark
        while (above := self._above.setdefault(top, top)) != top:
            top = above
        self._above[mark] = top
        return top

    def add(self, first: int, own: int, named: Iterable[int]) -> int:
        """Join a record, of two marks of its own, with those that it names and that name it."""
        top = self.known(first)
        self._borne.add(own)
        self._join(own, top)
        for mark in self._named.pop(own, ()):
            self._join(mark, top)
        for mark in named:
            if mark in self._borne:
                self._join(mark, top)
            else:
                self._named.setdefault(mark, set()).add(top)
        return top

    def _join(self, mark: int, top: int) -> None:
        other = self.known(mark)
        if other != top:
            self._above[other] = top


class Operators(Groups):
    """Records of one key or TIN, or of which one has the TIN of the other as a former one."""

    def of(self, record: AeoRecord, key: int) -> int:
        """Return the mark of the operator of a record, which is remembered."""
        holder = record.holder
        former = (hash(("tin", former_tin.tin)) for former_tin in items_of(holder.former_tins))
        return self.add(key, hash(("tin", holder.tin)), former)


class Authorisations(Groups):
    """Records of one id and first administration, or of which one replaces the other."""

    def of(self, record: AeoRecord) -> int:
        """Return the mark of the authorisation of a record, which is remembered."""
        former = items_of(record.former_administrations)
        own = _place(former[0] if former else record.administration, record.record_id)
        replaced = (
            _place(other.administration, other.record_id)
            for other in items_of(record.authorisation.replaces)
        )
        return self.add(own, own, replaced)


def _place(administration: str, record_id: str) -> int:
    return hash((administration, record_id))
