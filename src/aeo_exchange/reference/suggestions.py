"""What the user may have meant by a code that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "did_you_mean",
]


def did_you_mean(code: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Return at most three candidates like `code` in any case, the likest first."""
    import difflib  # noqa: PLC0415 start-up time is felt, and most codes are known

    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    likely = difflib.get_close_matches(code.casefold(), by_folded, n=3, cutoff=0.6)
    return tuple(by_folded[folded] for folded in likely)
