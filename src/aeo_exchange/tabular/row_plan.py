"""A layout, ready to be read of many rows: its fields, its key, and what no row says."""

from __future__ import annotations

from msgspec import Struct

from aeo_exchange.model.instants import Instant
from aeo_exchange.model.version import VERSION
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.tabular.fields import FieldPlan
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.words import WordsByItem
from aeo_exchange.tabular.zones import Zones

__all__ = ["RowPlan"]


class RowPlan(Struct):
    """How each row of a file is read.

    `key_columns` are the folded spellings of the columns of the key, `numbers` the items that are
    numbers of a scheme, `since_1904` is from when the file counts its days.
    """

    layout: Layout
    reference: ReferenceData
    at: Instant
    zones: Zones
    fields: tuple[FieldPlan, ...]
    constants: dict[str, str]
    key_columns: tuple[tuple[str, ...], ...]
    numbers: frozenset[str]
    since_1904: bool = False

    @classmethod
    def of(cls, layout: Layout, reference: ReferenceData, at: Instant) -> RowPlan:
        """Return how the rows of a layout are read; raises LayoutError where no zone is known."""
        words = WordsByItem(layout, reference)
        return cls(
            layout=layout,
            reference=reference,
            at=at,
            zones=Zones(layout, reference),
            fields=tuple(FieldPlan.of(field, words.of(field.item)) for field in layout.fields),
            constants=_of_every_row(layout, at, words),
            key_columns=tuple(tuple(map(folded, names)) for names in layout.row.key),
            numbers=frozenset(field.item for field in layout.fields if field.scheme),
        )

    @property
    def has_number_as_key(self) -> bool:
        """Whether a column of the key holds a number, which counts as its scheme has it."""
        return any(
            plan.field.scheme and not frozenset(names).isdisjoint(plan.spellings)
            for plan in self.fields
            for names in self.key_columns
        )


def _of_every_row(layout: Layout, at: Instant, words: WordsByItem) -> dict[str, str]:
    """Return the items of what no row says: the constants, and whose records they are."""
    own = {"specVersion": VERSION, "revision": "1"}
    if layout.programme:
        own["programme"] = layout.programme
    if layout.administration:
        own["administration"] = layout.administration
    own["issuedAt"] = at
    told = {
        name: " ".join(sorted(set(text.split()))) if words.of(name) else text
        for name, text in layout.constants.items()
    }
    return own | told
