"""Faults of a hand-written file against its published schema, each with its place.

Whether it misses anything is asked of jsonschema-rs, which takes a hundredth of the time; the words
come from jsonschema, which is slow to import and only a wrong file needs.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from aeo_exchange.endless import read_file
from aeo_exchange.model.tree import Tree, depth, pointer

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

__all__ = ["shape_faults"]

Faults = tuple[tuple[str, str], ...]
SCHEMAS = 16  # more than there are
DEEPEST = 64  # levels, more than any file needs; what reads a tree calls itself for each


def shape_faults(tree: Tree, schema: Path) -> Faults:
    """Return the place, as a JSON Pointer, and the words of each fault; none where it is right.

    They stand in the order of their places, at one place first the names that there are none of:
    such a name is told before the one that is then missing.
    """
    if depth(tree) > DEEPEST:
        return (("", f"nests more than {DEEPEST} levels"),)
    try:
        if _engine(schema).is_valid(tree):
            return ()
    except ValueError:  # a number that JSON does not have
        pass
    wrong = sorted(
        _judge(schema).iter_errors(tree),
        key=lambda error: (list(map(str, error.path)), error.validator != "additionalProperties"),
    )
    return tuple((pointer(tuple(error.absolute_path)), error.message) for error in wrong)


def _read(schema: Path) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(read_file(schema))
    return tree


@lru_cache(SCHEMAS)
def _engine(schema: Path) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(_read(schema))


@lru_cache(SCHEMAS)
def _judge(schema: Path) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 only a wrong file needs it

    return Draft202012Validator(_read(schema))
