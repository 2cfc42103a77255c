"""A record of an entry that cannot be read as one: what it tells, and its errors (XCH-8-19)."""

from __future__ import annotations

from aeo_exchange.model.tree import Tree

__all__ = ["told_revision", "unread_codes"]

WRONG_KIND = "AEO-STR-03"


def told_revision(record: Tree) -> int | None:
    """Return the revision of a record that may be broken or newer elsewhere, if it can be read."""
    told = record.get("revision") if isinstance(record, dict) else None
    return told if isinstance(told, int) and not isinstance(told, bool) else None


def unread_codes(tree: Tree) -> tuple[str, ...]:
    """Return the codes of the rules of structure that a tree breaks which is no record."""
    from aeo_exchange.schema.check import misses  # noqa: PLC0415 only a bad record needs it

    return tuple(sorted({miss.code for miss in misses(tree)})) or (WRONG_KIND,)
