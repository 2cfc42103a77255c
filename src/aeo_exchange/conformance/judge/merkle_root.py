"""The root of a state by the definition of RFC 9162, section 2.1.1, for the judge alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

__all__ = ["root_of_lines"]


def root_of_lines(lines: Sequence[bytes]) -> str:
    """Return the Merkle Tree Hash over lines without their line feeds, in their order."""
    return _hash_of(lines).hex()


def _hash_of(lines: Sequence[bytes]) -> bytes:
    if not lines:
        return hashlib.sha256().digest()
    if len(lines) == 1:
        return hashlib.sha256(b"\x00" + lines[0]).digest()
    half = 1
    while half * 2 < len(lines):
        half *= 2
    return hashlib.sha256(b"\x01" + _hash_of(lines[:half]) + _hash_of(lines[half:])).digest()
