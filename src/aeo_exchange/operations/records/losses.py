"""What a conversion leaves out, item by item: told before it happens, and listed when it does."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.formats.row import Loss
from aeo_exchange.model.record import AeoRecord

__all__ = ["LossReport", "Losses", "LostItem"]


class LostItem(Struct, frozen=True, kw_only=True, rename="camel"):
    """An item that was left out, or for which its record was; the record itself has no path.

    In a partner's layout an item has the value null where the file says it and the record does
    not.
    """

    source: str
    record_id: str
    path: str
    value: Any  # a Tree, which reflection cannot follow
    reason: str | UnsetType = UNSET


class LossReport(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a conversion had no place for; `taken` says whether the records were written."""

    to: str
    taken: bool
    records: int
    items: tuple[LostItem, ...]


class Losses:
    """The losses of one conversion; with `taken` their records are written without them."""

    def __init__(self, *, taken: bool) -> None:
        self.taken = taken
        self.records = 0
        self.items: list[LostItem] = []

    def take(self, source: str, record: AeoRecord, losses: list[Loss]) -> bool:
        """List the losses of a record; return whether it is written."""
        self.records += 1
        self.items += [
            LostItem(
                source=source,
                record_id=record.record_id,
                path=loss.path,
                value=loss.value,
                reason=loss.reason or UNSET,
            )
            for loss in losses
        ]
        return self.taken

    def report(self, to: str) -> LossReport:
        """Return what is written to a file."""
        return LossReport(to=to, taken=self.taken, records=self.records, items=tuple(self.items))
