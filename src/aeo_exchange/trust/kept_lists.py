"""The folder of a verifier in which fetched status lists are kept for as long as they may serve."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.files import OWNER_ONLY, write_whole
from aeo_exchange.trust.status_list import (
    LONGEST_HOURS,
    USUAL_TTL,
    StatusToken,
    read_status_list,
)

__all__ = ["forget_list", "keep_list", "kept_list"]


class _CachedList(Struct, frozen=True, kw_only=True, rename="camel"):
    """A file of the cache; its name is the SHA-256 of the URI."""

    uri: str
    fetched_at: int
    token: str


def kept_list(cache_dir: Path, uri: str, now: int) -> StatusToken | None:
    """Return the cached list of a URI that may still be used; a damaged one counts as absent."""
    try:
        cached = msgspec.json.decode(_file(cache_dir, uri).read_bytes(), type=_CachedList)
        token = read_status_list(cached.token)
    except (OSError, msgspec.MsgspecError, SignatureError):
        return None
    lasts = min(_lasting(token), token.exp - cached.fetched_at)
    fresh = 0 <= now - cached.fetched_at < lasts
    return token if fresh and cached.uri == token.uri == uri else None


def keep_list(cache_dir: Path, token: StatusToken, now: int) -> None:
    """Keep a list in the cache; if that fails, it is fetched again next time."""
    cached = _CachedList(uri=token.uri, fetched_at=now, token=token.compact.token)
    with suppress(OSError):
        cache_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(_file(cache_dir, token.uri), msgspec.json.encode(cached), OWNER_ONLY)


def forget_list(cache_dir: Path, uri: str) -> None:
    """Delete a cached list that was refused."""
    with suppress(OSError):
        _file(cache_dir, uri).unlink()


def _lasting(token: StatusToken) -> int:
    """Return for how many seconds a list may be kept by what it says of itself."""
    ttl = USUAL_TTL if token.ttl is None else token.ttl
    return min(ttl, LONGEST_HOURS * 3600)


def _file(cache_dir: Path, uri: str) -> Path:
    return cache_dir / f"{hashlib.sha256(uri.encode()).hexdigest()}.json"
