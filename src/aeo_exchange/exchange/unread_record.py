"""What keeps the record of an entry from being read as one: the codes of its errors (XCH-8-19)."""

from __future__ import annotations

from aeo_exchange.model.tree import Tree

__all__ = ["unread_codes"]

WRONG_KIND = "AEO-STR-03"


def unread_codes(tree: Tree) -> tuple[str, ...]:
    """Return the codes of the rules of structure that a tree breaks which is no record."""
    from aeo_exchange.schema.check import misses  # noqa: PLC0415 only a bad record needs it

    return tuple(sorted({miss.code for miss in misses(tree)})) or (WRONG_KIND,)
