"""The digest of a tree by the text of RFC 8785, for what a record holds: no number has a point."""

from __future__ import annotations

import hashlib
import json

from aeo_exchange.model.tree import Tree

__all__ = ["canonical_text", "tree_digest"]

GREATEST = 2**53 - 1  # beyond it two readers may make different numbers of one text


def tree_digest(tree: Tree) -> str:
    """Return the SHA-256 of the canonical bytes of a tree; raises ValueError."""
    return hashlib.sha256(canonical_text(tree).encode()).hexdigest()


def canonical_text(tree: Tree) -> str:
    """Return the one text of a tree; raises ValueError for a number that no record has."""
    match tree:
        case dict():
            names = sorted(tree, key=lambda name: name.encode("utf-16-be"))
            return (
                f"{{{','.join(f'{_quoted(name)}:{canonical_text(tree[name])}' for name in names)}}}"
            )
        case list():
            return f"[{','.join(map(canonical_text, tree))}]"
        case str():
            return _quoted(tree)
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[tree]
        case int() if abs(tree) <= GREATEST:
            return str(tree)
        case _:
            raise ValueError("the number is not a whole number below 2^53")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
