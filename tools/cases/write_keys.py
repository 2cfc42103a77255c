"""Make conformance/keys/: the published keys of the suite, once and for ever.

A key that is there is never replaced, since signed cases rest on it. With --check nothing is
written and the exit code tells whether every encoding of every key says the same.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from joserfc.jwk import ECKey, RSAKey
from msgspec import Struct

from aeo_exchange.signing.certificates import Bearer, PrivateKey, self_signed

FOLDER = Path(__file__).resolve().parents[2] / "conformance" / "keys"
INDEX = "keys.json"
NOTE = "TEST ONLY: the private halves are published here, so these keys prove nothing."
FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2056, 1, 1, tzinfo=UTC)
RSA_BITS = 2048
# The members of a public JWK, by kty.
PUBLIC = {"EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n")}
SUFFIXES = {
    "privatePem": "private.pem",
    "privateDer": "private.der",
    "privateJwk": "private.jwk",
    "publicPem": "public.pem",
    "publicJwk": "public.jwk",
    "certificate": "cert.pem",
}


class Wanted(Struct, frozen=True):
    """A key to be: what it is for, its algorithm, and whose name its certificate bears."""

    use: str
    algorithm: str
    subject: str


MAKERS: dict[str, Callable[[], PrivateKey]] = {
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "ES384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ES256K": lambda: ec.generate_private_key(ec.SECP256K1()),
    "RS256": lambda: rsa.generate_private_key(65537, RSA_BITS),
}
AUTHORITIES = ("HK", "JP", "DE", "FR", "EU", "GB", "XI", "SG")
KEYS = {
    **{
        code.lower(): Wanted("authority", "ES256", f"CN=TEST ONLY customs of {code},C={code}")
        for code in AUTHORITIES
    },
    "hk-384": Wanted("authority", "ES384", "CN=TEST ONLY customs of HK on P-384,C=HK"),
    "root-1": Wanted("root", "ES256", "CN=TEST ONLY root 1 of trust lists"),
    "root-2": Wanted("root", "ES256", "CN=TEST ONLY root 2 of trust lists"),
    "vendor": Wanted("vendor", "ES256", "CN=TEST ONLY vendor that nobody trusts"),
    "rsa": Wanted("attack", "RS256", "CN=TEST ONLY key of RSA"),
    "secp256k1": Wanted("attack", "ES256K", "CN=TEST ONLY key on secp256k1"),
}


def main(arguments: list[str]) -> int:
    """Make the keys, or with --check compare the encodings of those that are there."""
    if "--check" in arguments:
        faults = [*_faults()]
        for fault in faults:
            print(fault, file=sys.stderr)
        return 1 if faults else 0
    FOLDER.mkdir(exist_ok=True)
    if any(FOLDER.iterdir()):
        print(f"{FOLDER.name}/ holds keys already; they are never made again", file=sys.stderr)
        return 1
    keys = {name: MAKERS[wanted.algorithm]() for name, wanted in KEYS.items()}
    for name, key in keys.items():
        for file, content in {**_of_key(name, key), **_of_certificate(name, key)}.items():
            (FOLDER / file).write_bytes(content)
    (FOLDER / INDEX).write_bytes(_index(keys))
    print(f"wrote {len(keys)} keys")
    return 0


def _of_key(name: str, key: PrivateKey) -> dict[str, bytes]:
    """Return every encoding of a key, by file name; one key has one of each."""
    private, public = _jwk(key), key.public_key()
    shown = {member: private[member] for member in (*PUBLIC[private["kty"]], "alg", "kid", "use")}
    plain = serialization.NoEncryption()
    pkcs8, spki = serialization.PrivateFormat.PKCS8, serialization.PublicFormat.SubjectPublicKeyInfo
    pem, der = serialization.Encoding.PEM, serialization.Encoding.DER
    return {
        _file(name, "privatePem"): key.private_bytes(pem, pkcs8, plain),
        _file(name, "privateDer"): key.private_bytes(der, pkcs8, plain),
        _file(name, "privateJwk"): _json(private),
        _file(name, "publicPem"): public.public_bytes(pem, spki),
        _file(name, "publicJwk"): _json(shown),
    }


def _of_certificate(name: str, key: PrivateKey) -> dict[str, bytes]:
    subject = x509.Name.from_rfc4514_string(KEYS[name].subject)
    serial = 1 + list(KEYS).index(name)
    bearer = Bearer(subject=subject, not_before=FROM, not_after=UNTIL, serial=serial)
    content = self_signed(key, bearer).public_bytes(serialization.Encoding.PEM)
    return {_file(name, "certificate"): content}


def _jwk(key: PrivateKey) -> dict[str, str]:
    jwk = RSAKey.import_key(key) if isinstance(key, rsa.RSAPrivateKey) else ECKey.import_key(key)
    algorithm = next(name for name in MAKERS if _fits(key, name))
    return {
        **{member: str(value) for member, value in jwk.as_dict(private=True).items()},
        "alg": algorithm,
        "kid": jwk.thumbprint(),
        "use": "sig",
    }


def _fits(key: PrivateKey, algorithm: str) -> bool:
    if isinstance(key, rsa.RSAPrivateKey):
        return algorithm == "RS256"
    curves = {"secp256r1": "ES256", "secp384r1": "ES384", "secp256k1": "ES256K"}
    return curves[key.curve.name] == algorithm


def _index(keys: dict[str, PrivateKey]) -> bytes:
    entries = [
        {
            "name": name,
            "kid": _jwk(key)["kid"],
            "algorithm": KEYS[name].algorithm,
            "use": KEYS[name].use,
            "files": {kind: _file(name, kind) for kind in SUFFIXES},
        }
        for name, key in keys.items()
    ]
    return _json({"note": NOTE, "keys": entries})


def _faults() -> Iterator[str]:
    """Yield what is wrong with the keys that are there, one sentence each."""
    keys: dict[str, PrivateKey] = {}
    for name in KEYS:
        content = (FOLDER / _file(name, "privatePem")).read_bytes()
        key = serialization.load_pem_private_key(content, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            yield f"{_file(name, 'privatePem')} is a key of another kind"
            continue
        keys[name] = key
        for file, expected in _of_key(name, key).items():
            if (FOLDER / file).read_bytes() != expected:
                yield f"{file} is another key than {_file(name, 'privatePem')}"
        certificate = x509.load_pem_x509_certificate(
            (FOLDER / _file(name, "certificate")).read_bytes()
        )
        if certificate.public_key() != key.public_key():
            yield f"{_file(name, 'certificate')} carries another key"
        certificate.verify_directly_issued_by(certificate)
    if (FOLDER / INDEX).read_bytes() != _index(keys):
        yield f"{INDEX} does not describe the files"
    known = {INDEX, *(_file(name, kind) for name in KEYS for kind in SUFFIXES)}
    for path in sorted(FOLDER.iterdir()):
        if path.name not in known:
            yield f"{path.name} belongs to no key"


def _file(name: str, kind: str) -> str:
    return f"{name}.{SUFFIXES[kind]}"


def _json(tree: object) -> bytes:
    return (json.dumps(tree, indent=2) + "\n").encode()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
