"""What a person may have meant by a code or a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from aeo_exchange.reference.suggestions import did_you_mean

__all__ = ["advice_on_code", "did_you_mean"]


def advice_on_code(code: str, known: Iterable[str], otherwise: str) -> str:
    """Return which known codes may be meant, as a question; or other advice where none is near."""
    near = ", ".join(did_you_mean(code, known))
    return f"did you mean {near}?" if near else otherwise
