"""What is said of content of another kind than asked for: what it seems to be, what takes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aeo_exchange.errors import AeoError
from aeo_exchange.formats.recognise import Kind, content_kind, seems

__all__ = ["Kind", "advice_on", "expecting"]

# Told of nothing but their bytes, so there is no advice in it.
_UNKNOWN = frozenset({Kind.TEXT, Kind.BINARY, Kind.XML, Kind.JSON})


def advice_on(source: str, content: bytes, *kinds: Kind) -> str:
    """Return what content seems to be; empty for a kind that was asked for or is unknown."""
    kind = content_kind(content)
    return "" if kind in kinds or kind in _UNKNOWN else f"{source} {seems(content)}"


@contextmanager
def expecting(source: str, content: bytes, *kinds: Kind) -> Iterator[None]:
    """Let the refusal of content of another kind advise what takes it."""
    try:
        yield
    except AeoError as cause:
        advice = advice_on(source, content, *kinds)
        if advice:
            cause.advice = f"{advice}."
        raise
