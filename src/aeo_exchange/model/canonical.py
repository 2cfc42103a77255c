"""Canonical bytes and digest of a record: RFC 8785 over its tree, SHA-256 of that.

The same in every syntax, so an attestation over the digest survives conversion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from aeo_exchange.model.record import AeoRecord
    from aeo_exchange.model.tree import Tree

__all__ = ["canonical_bytes", "canonical_item", "digest", "is_canonical", "is_sorted_set"]

# Sorted compact JSON equals RFC 8785 here: names are ASCII, numbers are integers below 2^53
# (docs/decisions/0003). A law compares it with an independent implementation.
_ENCODER = msgspec.json.Encoder(order="sorted")
_AS_IT_STANDS = msgspec.json.Encoder()
# Only of characters beyond U+FFFF do UTF-8 and UTF-16 have another order.
_BEYOND = re.compile(rb"[\xf0-\xf4]")


def canonical_bytes(record: AeoRecord) -> bytes:
    """Return the RFC 8785 bytes of a record, of which `digest` is the SHA-256.

    The same in every format that the record was read from. Raises nothing for an AeoRecord.
    """
    return _ENCODER.encode(record)


def canonical_item(value: object) -> bytes:
    """Return the canonical bytes of one item; the order of sets is the order of these."""
    return _ENCODER.encode(value)


def is_canonical(written: bytes, tree: Tree) -> bool:
    """Say whether a text is the canonical one of its tree, whatever names it has (XCH-8-15)."""
    if written.isascii() or _BEYOND.search(written) is None:
        return _ENCODER.encode(tree) == written
    return _AS_IT_STANDS.encode(_in_order(tree)) == written


def _in_order(tree: Tree) -> Tree:
    """Return a tree with the members of each object sorted as RFC 8785, 3.2.3, has it."""
    if isinstance(tree, dict):
        return {name: _in_order(tree[name]) for name in sorted(tree, key=_utf_16)}
    return [_in_order(inner) for inner in tree] if isinstance(tree, list) else tree


def _utf_16(name: str) -> bytes:
    return name.encode("utf-16-be")


def is_sorted_set(elements: Iterable[object]) -> bool:
    """Say whether elements are in the order of their canonical bytes, each once (CON-5-4)."""
    return all(left < right for left, right in pairwise(map(canonical_item, elements)))


def digest(record: AeoRecord) -> str:
    """Return the digest of a record: SHA-256, as 64 lower-case hexadecimal digits.

    It names the record, whatever format it was read from. Raises nothing for an AeoRecord.
    """
    import hashlib  # noqa: PLC0415 start-up time is felt, and most commands need no digest

    return hashlib.sha256(_ENCODER.encode(record)).hexdigest()
