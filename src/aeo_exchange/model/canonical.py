"""Canonical bytes and digest of a record: RFC 8785 over its tree, SHA-256 of that.

The same in every syntax, so an attestation over the digest survives conversion.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from aeo_exchange.model.record import AeoRecord

__all__ = ["canonical_bytes", "canonical_item", "digest", "is_sorted_set"]

# Sorted compact JSON equals RFC 8785 here: names are ASCII, numbers are integers below 2^53
# (docs/decisions/0003). A law compares it with an independent implementation.
_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical_bytes(record: AeoRecord) -> bytes:
    """Return the RFC 8785 bytes of a record, of which `digest` is the SHA-256.

    The same in every format that the record was read from. Raises nothing for an AeoRecord.
    """
    return _ENCODER.encode(record)


def canonical_item(value: object) -> bytes:
    """Return the canonical bytes of one item; the order of sets is the order of these."""
    return _ENCODER.encode(value)


def is_sorted_set(elements: Iterable[object]) -> bool:
    """Say whether elements are in the order of their canonical bytes, each once (CON-5-4)."""
    return all(left < right for left, right in pairwise(map(canonical_item, elements)))


def digest(record: AeoRecord) -> str:
    """Return the digest of a record: SHA-256, as 64 lower-case hexadecimal digits.

    It names the record, whatever format it was read from. Raises nothing for an AeoRecord.
    """
    import hashlib  # noqa: PLC0415 start-up time is felt, and most commands need no digest

    return hashlib.sha256(_ENCODER.encode(record)).hexdigest()
