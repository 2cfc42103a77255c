"""The keys published with the conformance suite: everybody has their private halves (ATT-5-11)."""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec import Struct

from aeo_exchange.resources import published

__all__ = ["is_test_key"]


class _Key(Struct, frozen=True):
    kid: str


class _Keys(Struct, frozen=True):
    keys: tuple[_Key, ...]


def is_test_key(kid: str) -> bool:
    """Say whether a thumbprint is that of a published key."""
    return kid in _published_thumbprints()


@cache
def _published_thumbprints() -> frozenset[str]:
    content = published("conformance/keys/keys.json").read_bytes()
    return frozenset(key.kid for key in msgspec.json.decode(content, type=_Keys).keys)
