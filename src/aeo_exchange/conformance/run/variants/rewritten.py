"""What a rewriter returns."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Rewritten"]


class Rewritten(NamedTuple):
    """A document written in another way, and the names of the ways."""

    content: bytes
    changes: tuple[str, ...]
