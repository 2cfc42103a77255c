"""Trees that tests look through."""

from __future__ import annotations

import msgspec

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree


def everything(tree: Tree) -> list[Tree]:
    """Return every value of a tree, from the outside in."""
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [tree, *(value for part in inner for value in everything(part))]


def is_record(tree: Tree) -> bool:
    """Say whether a tree is structurally a record, by the model."""
    try:
        msgspec.convert(tree, AeoRecord)
    except msgspec.ValidationError:
        return False
    return True
