"""Disclosure classes, and the metadata that every item of the record carries."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Meta, Struct

__all__ = ["Disclosure", "Item", "item"]


class Disclosure(StrEnum):
    """Who may see an item: everybody, the partners of an agreement, or the administration."""

    PUBLIC = "public"
    PARTNER = "partner"
    RESTRICTED = "restricted"


class Item(Struct, frozen=True):
    """What the data dictionary says about one item beyond its type.

    `wco` is the id of the same idea in the WCO Data Model, such as `R143`, or empty. `cefact` is
    the same idea in the reusable entities of the UN/CEFACT Cross Industry schemas (D16B), as
    entity and element, such as `TradeParty/Name`, or empty where none was found.
    `is_set` marks a list that is unique and sorted by the canonical bytes of its elements.
    """

    definition: str
    disclosure: Disclosure
    wco: str = ""
    is_set: bool = False
    cefact: str = ""


def item(
    definition: str,
    disclosure: Disclosure,
    *,
    wco: str = "",
    is_set: bool = False,
    cefact: str = "",
) -> Meta:
    """Return the annotation of an item: one sentence, class, like items elsewhere, kind of list."""
    return Meta(
        description=definition,
        extra={"item": Item(definition, disclosure, wco, is_set, cefact)},
    )
