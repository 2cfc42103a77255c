"""Attestations for tests, good ones and every kind of bad one, signed with a published key."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from functools import cache

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import read_record
from aeo_exchange.resources import published
from aeo_exchange.signing import base64url
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.keys import SigningKey, read_private_key
from aeo_exchange.signing.projection import project
from aeo_exchange.signing.sd_jwt import TYPE, issue_sd_jwt

AT = "2026-11-01T00:00:00Z"
IAT = numeric_date(AT)
DAY = 24 * 3600
URI = "https://status.example.hk/1"


def key_of(name: str) -> SigningKey:
    """Return a published signing key."""
    return read_private_key(published(f"conformance/keys/{name}.private.pem").read_bytes())


HK = key_of("hk")


@cache
def sample(name: str = "HK-AEO/TIER1") -> AeoRecord:
    """Return the record of a sample."""
    return read_record(published(f"samples/records/{name}.aeo.json").read_bytes())


def claims_of_sample(name: str = "HK-AEO/TIER1") -> dict:
    """Return the claims of a sample: everything that an attestation of it says."""
    window = {"jti": "attestation-1", "iat": IAT, "nbf": IAT, "exp": IAT + 30 * DAY}
    status = {"status_list": {"idx": 7, "uri": URI}}
    return copy.deepcopy({**project(sample(name), AT), **window, "status": status})


def seeded(seed: int = 1) -> Callable[[int], bytes]:
    """Return randomness that is the same each time."""
    return random.Random(seed).randbytes  # noqa: S311 the same each time


def issued(name: str = "HK-AEO/TIER1", seed: int = 1) -> str:
    """Return the attestation of a sample with every disclosure."""
    return issue_sd_jwt(claims_of_sample(name), HK, randomness=seeded(seed))


def parts_of(token: str) -> tuple[dict, dict, list[list]]:
    """Return header, payload and disclosures of an attestation."""
    signed, *disclosures, _ = token.split("~")
    header, payload, _ = signed.split(".")
    return (
        json.loads(base64url.decode(header)),
        json.loads(base64url.decode(payload)),
        [json.loads(base64url.decode(disclosure)) for disclosure in disclosures],
    )


def encoded(value: object) -> str:
    """Return base64url of bytes, or of the JSON of anything else."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64url.encode(content)


def signed_by_hk(head: object, payload: object = b"{}") -> str:
    """Return a compact token with any header, signed with the key of Hong Kong."""
    signing_input = f"{encoded(head)}.{encoded(payload)}"
    return f"{signing_input}.{encoded(HK.sign(signing_input.encode()))}"


def signed(header: object, payload: object, disclosures: tuple[str, ...] = ()) -> str:
    """Return a token that HK signed, whatever is in it."""
    signing_input = f"{encoded(header)}.{encoded(payload)}"
    signature = encoded(HK.sign(signing_input.encode()))
    return "~".join((f"{signing_input}.{signature}", *disclosures, ""))


def header(**other: object) -> dict:
    """Return the header of an attestation by HK, with some members otherwise."""
    return {"alg": "ES256", "typ": TYPE, "kid": HK.public.kid, **other}


def covering(*disclosures: str, **other: object) -> str:
    """Return an attestation whose payload has the digests of disclosures and shows them.

    `other` replaces claims of the payload, or takes one away where it is None.
    """
    import hashlib

    _, payload, _ = parts_of(issued())
    digests = [
        base64url.encode(hashlib.sha256(disclosure.encode()).digest()) for disclosure in disclosures
    ]
    fill = [base64url.encode(bytes([place] * 32)) for place in range(16 - len(set(digests)))]
    payload["_sd"] = sorted({*digests, *fill})
    payload = {name: value for name, value in {**payload, **other}.items() if value is not None}
    return signed(header(), payload, disclosures)
