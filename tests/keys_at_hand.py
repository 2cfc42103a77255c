"""The private keys of tests as the PEM files that a command takes."""

from __future__ import annotations

from cryptography.hazmat.primitives import serialization as forms

from trust.made_lists import made


def pem(name: str) -> bytes:
    """Return the private key of a name, without a passphrase."""
    return made(name).private.private_bytes(
        forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()
    )
