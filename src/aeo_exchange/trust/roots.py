"""Roots: the keys that sign trust lists, pinned by another way than the lists (ATT-5-3)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from aeo_exchange.signing.keys import VerificationKey, carried_key, read_certificate

__all__ = ["Root", "pinned_for", "read_root"]


class Root(Struct, frozen=True, kw_only=True):
    """A key whose trust lists count: for the administrations named, or for all when None."""

    key: VerificationKey
    administrations: frozenset[str] | None = None


def read_root(content: bytes, administrations: Iterable[str] | None = None) -> Root:
    """Return the root that a certificate carries, in PEM or DER.

    Raises UnusableKey for bytes that are no certificate, UnsupportedAlgorithm for a key that is
    neither on P-256 nor on P-384.
    """
    return Root(
        key=carried_key(read_certificate(content)),
        administrations=None if administrations is None else frozenset(administrations),
    )


def pinned_for(roots: Iterable[Root]) -> frozenset[str] | None:
    """Return the administrations that several roots were pinned for together; None for all."""
    named: frozenset[str] = frozenset()
    for root in roots:
        if root.administrations is None:
            return None
        named |= root.administrations
    return named
