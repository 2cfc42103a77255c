"""What is said of content of another kind than asked for: what it seems to be, what takes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aeo_exchange.errors import AeoError, NoAttestation, SignatureError
from aeo_exchange.formats.recognise import Kind, content_kind, seems

__all__ = ["Kind", "advice_on", "expecting", "naming"]

# What is asked for where nobody can tell what was given instead.
_GIVE = {Kind.ATTESTATION: NoAttestation.advice}
# Told of nothing but their bytes, so there is no advice in it.
_UNKNOWN = frozenset({Kind.TEXT, Kind.BINARY, Kind.XML, Kind.JSON})


def advice_on(source: str, content: bytes, *kinds: Kind) -> str:
    """Return what content seems to be; empty for a kind that was asked for or is unknown."""
    kind = content_kind(content)
    return "" if kind in kinds or kind in _UNKNOWN else f"{source} {seems(content)}"


@contextmanager
def naming(source: str) -> Iterator[None]:
    """Let the refusal of one of several files say which it is."""
    try:
        yield
    except SignatureError as cause:
        raise type(cause)(cause.rule, f"{source}: {cause.message}") from cause


@contextmanager
def expecting(source: str, content: bytes, *kinds: Kind) -> Iterator[None]:
    """Let the refusal of content of another kind advise what takes it."""
    try:
        yield
    except AeoError as cause:
        advice = advice_on(source, content, *kinds)
        if advice:
            cause.advice = f"{advice}."
        elif content_kind(content) not in kinds and kinds[0] in _GIVE:
            cause.advice = _GIVE[kinds[0]]
        raise
