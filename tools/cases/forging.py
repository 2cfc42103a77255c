"""Makes tokens, lists and keys' signatures for cases, right or wrong, byte for byte the same.

It shares no code with the toolkit that is tested, so that a mistake there is not repeated here:
JSON by the standard library, signatures by the cryptography package, deterministic by RFC 6979.
Salts and decoys are hashes of the case's id, since a case must be made again exactly.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

KEYS = Path(__file__).resolve().parents[2] / "conformance" / "keys"
TYP = "aeo-status+sd-jwt"
ENTRIES = 1 << 17
DIGESTS = 16
# What a key is called that no list of published keys has: it is made of its name.
UNLISTED = "unlisted-"


def encoded(content: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def json_text(value: object) -> bytes:
    """Return compact JSON; bytes stand for themselves, to write what no program would."""
    if isinstance(value, bytes):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def seconds(instant: str) -> int:
    """Return an instant as NumericDate."""
    return int(datetime.strptime(instant, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


@cache
def private(name: str) -> Any:
    """Return a published test key, or one that keys.json does not name (ATT-5-11)."""
    if name.startswith(UNLISTED):
        secret = int.from_bytes(hashlib.sha256(name.encode()).digest())
        return ec.derive_private_key(secret, ec.SECP256R1())
    content = (KEYS / f"{name}.private.pem").read_bytes()
    return serialization.load_pem_private_key(content, None)


@cache
def certificate(name: str) -> str:
    """Return the certificate of a test key as base64 of DER."""
    content = (KEYS / f"{name}.cert.pem").read_bytes() if not name.startswith(UNLISTED) else b""
    read = x509.load_pem_x509_certificate(content or unlisted_certificate(name))
    return base64.b64encode(read.public_bytes(serialization.Encoding.DER)).decode()


@cache
def unlisted_certificate(name: str) -> bytes:
    """Return the certificate of a key that keys.json does not name, in PEM."""
    key, subject = private(name), x509.Name.from_rfc4514_string(f"CN=TEST ONLY {name}")
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), serial_number=1)
        .not_valid_before(datetime(2024, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2044, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )
    return made.public_bytes(serialization.Encoding.PEM)


@cache
def thumbprint(name: str) -> str:
    """Return the RFC 7638 thumbprint of an elliptic test key."""
    if name.startswith(UNLISTED):
        numbers = private(name).public_key().public_numbers()
        x, y = (encoded(coordinate.to_bytes(32)) for coordinate in (numbers.x, numbers.y))
        key = {"crv": "P-256", "kty": "EC", "x": x, "y": y}
    else:
        key = json.loads((KEYS / f"{name}.public.jwk").read_bytes())
    members = json_text({member: key[member] for member in ("crv", "kty", "x", "y")})
    return encoded(hashlib.sha256(members).digest())


def signature(name: str, message: bytes) -> bytes:
    """Return the JOSE signature of a message by a test key, of whatever kind it is."""
    key = private(name)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    digest = hashes.SHA384() if key.curve.name == "secp384r1" else hashes.SHA256()
    der = key.sign(message, ec.ECDSA(digest, deterministic_signing=True))
    r, s = utils.decode_dss_signature(der)
    size = (key.curve.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def twin(signed: bytes) -> bytes:
    """Return the other ECDSA signature of the same message: r and n - s."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    return signed[:32] + (order - int.from_bytes(signed[32:], "big")).to_bytes(32, "big")


def signed_anew(token: str) -> str:
    """Return a compact token with the other signature of what it says."""
    said, _, signed = token.rpartition(".")
    return f"{said}.{encoded(twin(decoded(signed)))}"


def hmac_sha256(name: str, message: bytes) -> bytes:
    """Return the HS256 signature whose secret is the public key that everybody has."""
    secret = (KEYS / f"{name}.public.pem").read_bytes()
    return hmac.new(secret, message, hashlib.sha256).digest()


def header(name: str, typ: str = TYP, **more: object) -> dict[str, object]:
    """Return the header of a token of a test key; a member of value None is left out."""
    alg = "ES384" if name.endswith("384") else "ES256"
    made = {"alg": alg, "typ": typ, "kid": thumbprint(name), **more}
    return {member: value for member, value in made.items() if value is not None}


def jws(head: object, payload: object, name: str) -> str:
    """Return a compact token signed by a test key."""
    signing_input = f"{encoded(json_text(head))}.{encoded(json_text(payload))}"
    return f"{signing_input}.{encoded(signature(name, signing_input.encode()))}"


def handover(old: str, new: str, by_new: str = "") -> bytes:
    """Return the introduction of a new root, signed by both unless another is named."""
    typ = "aeo-root-handover+jwt"
    said = {
        "specVersion": "1.0",
        "oldRoot": thumbprint(old),
        "newRoot": certificate(new),
        "issuedAt": "2026-10-14T00:00:00Z",
    }
    by_old = jws(header(old, typ), said, old)
    return jws(header(new, typ), {"handover": by_old}, by_new or new).encode()


def salt(case: str, name: str) -> str:
    """Return the salt of a disclosure of a case."""
    return encoded(hashlib.sha256(f"{case} {name}".encode()).digest()[:16])


def disclosure(case: str, name: str, value: object) -> str:
    """Return a disclosure of a case."""
    return encoded(json_text([salt(case, name), name, value]))


def digest_of(disclosed: str) -> str:
    """Return the digest by which a disclosure is signed."""
    return encoded(hashlib.sha256(disclosed.encode()).digest())


def digests(case: str, disclosures: list[str], count: int = DIGESTS) -> list[str]:
    """Return the digests of disclosures, filled up with decoys, in order."""
    decoys = [
        encoded(hashlib.sha256(f"decoy {case} {number}".encode()).digest())
        for number in range(count - len(disclosures))
    ]
    return sorted([*(digest_of(text) for text in disclosures), *decoys])


def sd_jwt(case: str, claims: Mapping[str, object], hidden: Mapping[str, object], name: str) -> str:
    """Return an attestation with all its disclosures, as an issuer makes it."""
    disclosures = [disclosure(case, name, value) for name, value in hidden.items()]
    payload = {**claims, "_sd_alg": "sha-256", "_sd": digests(case, disclosures)}
    return "~".join([jws(header(name), payload, name), *disclosures, ""])


def lst(entries: Mapping[int, int], size: int = ENTRIES) -> str:
    """Return the entries of a status list, 2 bits each, as it writes them."""
    content = bytearray(size // 4)
    for index, value in entries.items():
        content[index // 4] |= value << (2 * (index % 4))
    return encoded(zlib.compress(bytes(content), 9))


def status_list(
    uri: str,
    entries: Mapping[int, int],
    name: str,
    *,
    iat: str,
    exp: str,
    head: Mapping[str, object] = {},
    **more: object,
) -> bytes:
    """Return a signed status list; a member of value None is left out."""
    payload = {
        "sub": uri,
        "iat": seconds(iat),
        "exp": seconds(exp),
        "ttl": 3600,
        "status_list": {"bits": 2, "lst": lst(entries)},
        **more,
    }
    payload = {member: value for member, value in payload.items() if value is not None}
    return jws({**header(name, "statuslist+jwt"), **head}, payload, name).encode()


def listed_key(name: str, state: str = "active", **period: str) -> dict[str, object]:
    """Return a key as a trust list has it."""
    return {
        "kid": thumbprint(name),
        "algorithm": "ES384" if name.endswith("384") else "ES256",
        "certificate": certificate(name),
        "state": state,
        **period,
    }


def scope(administration: str, programme: str, *prefixes: str, **more: object) -> dict[str, object]:
    """Return a scope tuple for every purpose."""
    return {
        "administration": administration,
        "programme": programme,
        "tinPrefixes": sorted(prefixes or (administration,)),
        "purposes": ["attestation", "exchange", "status"],
        **more,
    }


def authority(
    administration: str, keys: list[object], scopes: list[object], **more: object
) -> dict[str, object]:
    """Return an authority of a trust list."""
    return {"administration": administration, "keys": keys, "scope": scopes, **more}


def trust_list(
    authorities: list[object],
    name: str = "root-1",
    *,
    sequence: int = 7,
    issued: str = "2026-10-15T00:00:00Z",
    due: str = "2026-11-15T00:00:00Z",
    head: Mapping[str, object] = {},
    **more: object,
) -> bytes:
    """Return a signed trust list."""
    payload = {
        "specVersion": "1.0",
        "listId": "conformance",
        "sequence": sequence,
        "issuedAt": issued,
        "nextUpdate": due,
        "authorities": authorities,
        **more,
    }
    return jws({**header(name, "aeo-trust-list+jwt"), **head}, payload, name).encode()
