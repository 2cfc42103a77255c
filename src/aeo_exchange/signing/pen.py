"""A signing key in the shape that other libraries ask for: certificates and XML signatures.

They ask a private key for its size, its public half and signatures, and for nothing else; so a
key that never leaves its hardware signs there too.
"""

from __future__ import annotations

from typing import NoReturn

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from aeo_exchange.errors import UnusableKey
from aeo_exchange.signing.keys import SigningKey

__all__ = ["Pen"]


class Pen(ec.EllipticCurvePrivateKey):
    """A P-256 key that signs, in memory or in hardware; its private part is never shown."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    @property
    def curve(self) -> ec.EllipticCurve:
        """The one curve on which keys of ours sign."""
        return ec.SECP256R1()

    @property
    def key_size(self) -> int:
        """The bits of that curve."""
        return self.curve.key_size

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """Return the public half."""
        return self._key.public.public_key

    def sign(
        self,
        data: bytes | bytearray | memoryview,
        signature_algorithm: ec.EllipticCurveSignatureAlgorithm,
    ) -> bytes:
        """Return the signature of a message as DER, which is how libraries pass them on."""
        assert isinstance(signature_algorithm.algorithm, hashes.SHA256)
        signature = self._key.sign(bytes(data))
        half = len(signature) // 2
        numbers = (int.from_bytes(part) for part in (signature[:half], signature[half:]))
        return utils.encode_dss_signature(*numbers)

    def _withheld(self, *_asked: object, **_named: object) -> NoReturn:
        raise UnusableKey("", "a key that signs gives nothing but signatures")

    exchange = private_numbers = private_bytes = __copy__ = __deepcopy__ = _withheld
