"""How much of a report is printed."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Style"]


class Style(Struct, frozen=True, kw_only=True):
    """`max_errors` limits the findings shown per source, 0 shows all; text only."""

    max_errors: int
    quiet: bool
