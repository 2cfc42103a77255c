"""Keys, certificates and trust lists for tests, made as an administration makes them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from aeo_exchange.model.trust_list import TrustList
from aeo_exchange.signing.certificates import Bearer, self_signed
from aeo_exchange.signing.keys import SoftwareKey, private_key
from aeo_exchange.trust.roots import Root, read_root

AT = "2026-05-01T12:00:00Z"


class Made:
    """A key with the certificate that carries it."""

    def __init__(self, curve: ec.EllipticCurve | None = None) -> None:
        self.private = ec.generate_private_key(curve or ec.SECP256R1())
        bearer = Bearer(
            subject=x509.Name.from_rfc4514_string("CN=Test,C=HK"),
            not_before=datetime(2020, 1, 1, tzinfo=UTC),
            not_after=datetime(2021, 1, 1, tzinfo=UTC),
            serial=1,
        )
        self.certificate = self_signed(self.private, bearer)
        self.der = self.certificate.public_bytes(Encoding.DER)
        self.pem = self.certificate.public_bytes(Encoding.PEM)
        self.text = base64.b64encode(self.der).decode()
        self.public = read_root(self.der).key

    @property
    def kid(self) -> str:
        return self.public.kid

    @property
    def key(self) -> SoftwareKey:
        return private_key(self.private)

    def root(self, *administrations: str) -> Root:
        return read_root(self.pem, administrations or None)


@cache
def made(name: str) -> Made:
    """Return the key of a name, the same throughout a run."""
    return Made(ec.SECP384R1() if name.endswith("-384") else None)


def listed(name: str, **changes: Any) -> dict[str, Any]:
    key = made(name)
    return {
        "kid": key.kid,
        "algorithm": key.public.algorithm,
        "certificate": key.text,
        "state": "active",
        **changes,
    }


def scope(administration: str, **changes: Any) -> dict[str, Any]:
    return {
        "administration": administration,
        "programme": f"{administration}-AEO",
        "tinPrefixes": [administration],
        "purposes": ["attestation", "exchange", "status"],
        **changes,
    }


def authority(administration: str, *keys: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "administration": administration,
        "keys": list(keys) or [listed(administration)],
        "scope": [scope(administration)],
        **changes,
    }


def tree(*authorities: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "specVersion": "1.0",
        "listId": "test",
        "sequence": 1,
        "issuedAt": "2026-04-01T00:00:00Z",
        "nextUpdate": "2026-06-01T00:00:00Z",
        "authorities": list(authorities) or [authority("HK")],
        **changes,
    }


def trust_list(*authorities: dict[str, Any], **changes: Any) -> TrustList:
    return msgspec.convert(tree(*authorities, **changes), TrustList)
