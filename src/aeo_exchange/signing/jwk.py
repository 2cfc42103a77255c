"""Keys on elliptic curves as JSON Web Keys (RFC 7517, RFC 7518 section 6.2) and their thumbprints.

Only what names a public key: curve, kind and point. Whether it may be used is for keys.py to say.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from aeo_exchange.signing import base64url

__all__ = ["CURVES", "public_jwk", "read_public_jwk", "thumbprint"]

# What JOSE calls a curve, by the name that the cryptography package gives it.
CURVES = {"secp256r1": "P-256", "secp384r1": "P-384"}
_CURVES_BY_JWK_NAME: dict[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
}


def public_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """Return the members that make a public key, in the order of its thumbprint."""
    numbers, length = key.public_numbers(), _bytes_of(key.curve)
    return {
        "crv": CURVES[key.curve.name],
        "kty": "EC",
        # Of the full length, zeros in front among it (RFC 7518, section 6.2.1.2).
        "x": base64url.encode(numbers.x.to_bytes(length)),
        "y": base64url.encode(numbers.y.to_bytes(length)),
    }


def read_public_jwk(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    """Return the key of the members of a JWK; raises ValueError where they make none."""
    curve = _CURVES_BY_JWK_NAME.get(jwk["crv"])
    if curve is None or jwk["kty"] != "EC":
        raise ValueError("the key is neither on P-256 nor on P-384")
    x, y = (base64url.decode(jwk[name]) for name in ("x", "y"))
    if {len(x), len(y)} != {_bytes_of(curve)}:
        raise ValueError("x or y does not have the length of the curve")
    # Refuses what is no point of the curve.
    return ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), curve).public_key()


def thumbprint(key: ec.EllipticCurvePublicKey) -> str:
    """Return the SHA-256 by which a key is named (RFC 7638)."""
    return base64url.encode(sha256(msgspec.json.encode(public_jwk(key))).digest())


def _bytes_of(curve: ec.EllipticCurve) -> int:
    return (curve.key_size + 7) // 8
