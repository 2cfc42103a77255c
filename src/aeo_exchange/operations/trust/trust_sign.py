"""A draft of a trust list signed by a root, and a root handed over to the next."""

from __future__ import annotations

from cryptography import x509

from aeo_exchange.signing.keys import SigningKey, carried_key
from aeo_exchange.trust.handover import make_handover
from aeo_exchange.trust.list_form import is_unsigned, read_draft, sign_trust_list

__all__ = ["hand_over", "is_certificate_of", "is_unsigned", "read_draft", "sign_trust_list"]


def is_certificate_of(certificate: x509.Certificate, key: SigningKey) -> bool:
    """Say whether a certificate carries the public half of a key; raises UnusableKey."""
    return carried_key(certificate).kid == key.public.kid


def hand_over(old: SigningKey, new: SigningKey, certificate: x509.Certificate, *, at: str) -> str:
    """Return the statement that a new root, whose certificate it is, follows an old one.

    Raises UntrustedKey (AEO-TRU-14) as `make_handover` does.
    """
    return make_handover(old, new, certificate, at=at)
