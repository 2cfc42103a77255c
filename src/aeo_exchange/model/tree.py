"""The neutral tree: what a document says, whatever its syntax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

__all__ = ["Tree", "depth", "escape", "pointer", "unescape", "walk"]

# A float or None never belongs to a record, but a reader may meet one.
Tree: TypeAlias = dict[str, "Tree"] | list["Tree"] | str | bool | int | float | None


def escape(name: str) -> str:
    """Return a member name as a reference token of a JSON Pointer (RFC 6901 section 3)."""
    if "~" not in name and "/" not in name:  # as nearly all names
        return name
    return name.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """Return a reference token of a JSON Pointer as the member name it stands for."""
    return token.replace("~1", "/").replace("~0", "~") if "~" in token else token


def pointer(steps: tuple[str | int, ...]) -> str:
    """Return the JSON Pointer of a path of member names and indexes."""
    return "".join(f"/{escape(str(step))}" for step in steps)


def depth(tree: Tree) -> int:
    """Return how many groups and lists lie around the innermost value."""
    deepest = 0
    waiting = [(1, tree)]
    while waiting:
        level, value = waiting.pop()
        if isinstance(value, dict | list):
            deepest = max(deepest, level)
            inner = value.values() if isinstance(value, dict) else value
            waiting.extend((level + 1, item) for item in inner)
    return deepest


def walk(tree: Tree, at: str = "") -> Iterator[tuple[str, Tree]]:
    """Yield every value of a tree with its JSON Pointer, parents first."""
    waiting = [(at, tree)]
    while waiting:  # a stack and no recursion: the tree comes from outside
        place, value = waiting.pop()
        yield place, value
        if isinstance(value, dict):
            waiting.extend(
                (f"{place}/{escape(name)}", value[name]) for name in reversed(list(value))
            )
        elif isinstance(value, list):
            waiting.extend((f"{place}/{i}", value[i]) for i in reversed(range(len(value))))
