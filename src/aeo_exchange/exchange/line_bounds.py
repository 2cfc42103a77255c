"""What a line may hold by its tree: so many levels, and numbers of one spelling (XCH-8-15)."""

from __future__ import annotations

import re

from aeo_exchange.model.tree import Tree

__all__ = ["DEEPEST", "has_canonical_numbers", "is_flat"]

MOST_WHOLE = 9_007_199_254_740_991  # 2^53 - 1
DEEPEST = 64  # levels of objects and arrays, that of the line among them
# Where a number may stand, one with a fraction, an exponent, or more than 15 digits; in a text what
# looks so is looked at again, in the tree.
_UNUSUAL_NUMBER = re.compile(rb"[:\[,][ \t\r\n]*-?(?:[0-9]{16}|[0-9]+[.eE])")


def is_flat(line: bytes, tree: Tree) -> bool:
    """Say whether a line, and the tree of it, has no more levels than it may."""
    return line.count(b"{") + line.count(b"[") <= DEEPEST or _levels(tree) <= DEEPEST


def has_canonical_numbers(line: bytes, tree: Tree) -> bool:
    """Say whether each number of a line, and its tree, is one that RFC 8785 writes as it is."""
    if _UNUSUAL_NUMBER.search(line) is None:
        return True
    waiting: list[Tree] = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, int | float) and (
            isinstance(value, float) or not -MOST_WHOLE <= value <= MOST_WHOLE
        ):
            return False
    return True


def _levels(tree: Tree) -> int:
    """Return how many levels of objects and arrays a tree has."""
    levels, here = 0, [tree]
    while here := [value for value in here if isinstance(value, dict | list)]:
        levels += 1
        here = [
            inner
            for value in here
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return levels
