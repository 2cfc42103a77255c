"""JSON of somebody else's to its tree: as strict as a record is read, and with none of its code."""

from __future__ import annotations

import json
from math import isfinite
from typing import NoReturn, cast

from aeo_exchange.model.tree import Tree

__all__ = ["read_json_tree"]


def read_json_tree(content: bytes) -> Tree:
    """Return the tree of one JSON text; raises ValueError, which says what is wrong with it.

    Refused are another encoding than UTF-8, a name that an object has twice, half a character,
    and what is no number, such as NaN.
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
    if "\\u" in text and _has_half_a_character(tree):
        raise ValueError("a \\u escape is not a whole character")
    return cast("Tree", tree)


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
    raise ValueError(f"{text} is no number")


def _has_half_a_character(tree: object) -> bool:
    try:
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
