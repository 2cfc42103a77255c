"""JSON of somebody else's to its tree: as strict as a record is read, and with none of its code."""

from __future__ import annotations

import json
from math import isfinite
from typing import NoReturn, cast

from aeo_exchange.model.tree import Tree

__all__ = ["read_json_tree"]

DEEPEST = 64  # ATT-2-2, and the good choice of CON-10-2


def read_json_tree(content: bytes) -> Tree:
    """Return the tree of one JSON text; raises ValueError, which says what is wrong with it.

    Refused are another encoding than UTF-8, a name that an object has twice, half a character,
    what is no number, such as NaN, and more than 64 levels of objects and arrays.
    """
    text = content.decode()
    try:
        tree = json.loads(
            text,
            object_pairs_hook=_members,
            parse_float=_number,
            parse_constant=_no_number,
        )
    except RecursionError as cause:
        raise ValueError("the value is nested too deeply") from cause
    # Nothing is deeper than it has brackets, so nearly every text is asked no more than that.
    if text.count("{") + text.count("[") > DEEPEST and _has_levels(tree, DEEPEST + 1):
        raise ValueError("the value is nested too deeply")
    if "\\u" in text and _has_half_a_character(tree):
        raise ValueError("a \\u escape is not a whole character")
    return cast("Tree", tree)


def _has_levels(tree: object, levels: int) -> bool:
    """Say whether a tree has so many levels of objects and arrays."""
    level: list[object] = [tree]
    for _ in range(levels):
        groups = [value for value in level if isinstance(value, dict | list)]
        if not groups:
            return False
        level = [
            inner
            for group in groups
            for inner in (group.values() if isinstance(group, dict) else group)
        ]
    return True


def _members(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("the member name occurs twice")
    return members


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("the number is too long")
    return number


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")


def _has_half_a_character(tree: object) -> bool:
    try:
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
