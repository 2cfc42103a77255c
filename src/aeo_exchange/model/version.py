"""The version of the standard that this program knows, and how a newer one is recognised."""

from __future__ import annotations

import re

from aeo_exchange.model.tree import Tree

__all__ = ["VERSION", "is_newer"]

VERSION = "1.0"
_NEWER = re.compile(r"1\.[1-9][0-9]{0,8}")


def is_newer(tree: Tree) -> bool:
    """Say whether a tree names a later minor version of this major one (CON-11-4)."""
    version = tree.get("specVersion") if isinstance(tree, dict) else None
    return isinstance(version, str) and _NEWER.fullmatch(version) is not None
