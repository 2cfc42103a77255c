"""Keys: read strictly, named by their thumbprint, told of by their public half only."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from aeo_exchange.errors import UnsupportedAlgorithm, UnusableKey
from aeo_exchange.operations.trust.keys import describe_key, generate_key
from aeo_exchange.resources import published
from aeo_exchange.signing.certificates import Bearer, read_subject, self_signed
from aeo_exchange.signing.keys import (
    _in_der,
    carried_key,
    private_key,
    read_certificate,
    read_private_key,
    verification_key,
)
from aeo_exchange.signing.test_keys import is_test_key
from rows import for_each_row

ROOT = Path(__file__).resolve().parents[2]
KEYS = published("conformance/keys")
INDEX = json.loads((KEYS / "keys.json").read_bytes())
SUBJECT = "CN=Customs,O=Example,C=HK"
AT = "2026-11-01T00:00:00Z"
# RFC 7638 names it for P-256 only by its method; these are of RFC 7517, appendix A.1.
RFC_7517_POINT = (
    "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
)


def _made(passphrase: bytes | None = None):
    return generate_key(SUBJECT, at=AT, days=825, passphrase=passphrase)


def test_every_encoding_of_every_published_key_is_the_same_key():
    command = [sys.executable, ROOT / "tools" / "cases" / "write_keys.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_published_keys_are_never_made_again():
    command = [sys.executable, ROOT / "tools" / "cases" / "write_keys.py"]
    before = {path: path.read_bytes() for path in KEYS.iterdir()}
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
    assert {path: path.read_bytes() for path in KEYS.iterdir()} == before


def test_the_list_of_published_keys_keeps_to_its_schema():
    schema = json.loads(published("conformance/schema/keys.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(INDEX)


def test_published_keys_are_known_as_such_and_new_ones_are_not():
    assert all(is_test_key(key["kid"]) for key in INDEX["keys"])
    assert not is_test_key(_made().facts.kid)


@for_each_row("key", INDEX["keys"], ids=lambda key: key["name"])
def test_published_certificates_are_marked_and_only_elliptic_ones_of_ours_are_taken(key):
    certificate = read_certificate((KEYS / key["files"]["certificate"]).read_bytes())
    assert "TEST ONLY" in certificate.subject.rfc4514_string()
    if key["algorithm"] in {"ES256", "ES384"}:
        taken = verification_key(certificate.public_key())
        assert (taken.kid, taken.algorithm) == (key["kid"], key["algorithm"])
    else:
        with pytest.raises(UnsupportedAlgorithm):
            verification_key(certificate.public_key())


def test_the_thumbprint_is_that_of_the_members_in_order():
    import base64
    import hashlib

    def number(text: str) -> int:
        return int.from_bytes(base64.urlsafe_b64decode(text + "="))

    x, y = RFC_7517_POINT
    public = ec.EllipticCurvePublicNumbers(number(x), number(y), ec.SECP256R1()).public_key()
    text = f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'
    expected = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
    assert verification_key(public).kid == expected.decode()


@for_each_row(
    "drawn",
    [
        lambda: ec.generate_private_key(ec.SECP384R1()),
        lambda: ec.generate_private_key(ec.SECP256K1()),
        lambda: ec.generate_private_key(ec.SECP521R1()),
        lambda: rsa.generate_private_key(65537, 2048),
        ed25519.Ed25519PrivateKey.generate,
    ],
    ids=["P-384", "secp256k1", "P-521", "RSA", "Ed25519"],
)
def test_no_other_key_signs(drawn):
    with pytest.raises(UnsupportedAlgorithm):
        private_key(drawn())


def test_a_new_key_is_what_its_certificate_says():
    made = _made()
    key = read_private_key(made.private)
    certificate = read_certificate(made.certificate)
    assert verification_key(certificate.public_key()) == key.public
    assert certificate.subject.rfc4514_string() == SUBJECT
    assert describe_key(made.certificate) == made.facts
    assert (made.facts.not_before, made.facts.not_after) == (AT, "2029-02-03T00:00:00Z")
    certificate.verify_directly_issued_by(certificate)


def test_a_key_with_a_passphrase_opens_with_it_and_not_without():
    made = _made(b"correct horse")
    assert read_private_key(made.private, b"correct horse").public.kid == made.facts.kid
    for wrong in (None, b"wrong"):
        with pytest.raises(UnusableKey):
            read_private_key(made.private, wrong)


@pytest.mark.parametrize("passphrase", [b"", b"x" * 2000], ids=["empty", "too long"])
def test_a_passphrase_that_cannot_be_one_makes_no_key(passphrase):
    with pytest.raises(UnusableKey):
        _made(passphrase)


@for_each_row("subject", ["", "Customs", "C=HKG", "CN=", "CN=a,,", "CN=" + "x" * 65])
def test_a_text_that_is_no_name_makes_no_certificate(subject):
    with pytest.raises(UnusableKey):
        generate_key(subject, at=AT, days=1, passphrase=None)


@for_each_row(
    ("content", "passphrase"),
    [
        (b"", None),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", None),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", None),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", None),
        (b"\x30\x00", b"secret"),
    ],
)
def test_bytes_that_are_no_key_give_no_key(content, passphrase):
    with pytest.raises(UnusableKey):
        describe_key(content, passphrase)


def test_a_key_is_described_by_its_public_half_in_whatever_form():
    names = ("privatePem", "publicPem", "certificate")
    files = INDEX["keys"][0]["files"]
    described = [describe_key((KEYS / files[name]).read_bytes()) for name in names]
    assert {key.kid for key in described} == {INDEX["keys"][0]["kid"]}
    assert all(key.test_key for key in described)


def test_the_text_form_of_a_key_tells_nothing_of_it():
    made = _made()
    key = read_private_key(made.private)
    secret = key.key.private_numbers().private_value
    for text in (repr(key), str(key), repr(made), str(made)):
        assert str(secret) not in text
        assert "PRIVATE" not in text


def test_an_error_about_a_key_does_not_quote_it():
    content = _made().private.replace(b"MIGH", b"MIGX")
    with pytest.raises(UnusableKey) as refusal:
        read_private_key(content)
    assert content.splitlines()[1].decode() not in str(refusal.value)
    assert pickle.loads(pickle.dumps(refusal.value)).message == refusal.value.message  # noqa: S301


def test_a_certificate_is_read_in_either_form():
    certificate = read_certificate(_made().certificate)
    assert read_certificate(certificate.public_bytes(serialization.Encoding.DER)) == certificate


def test_a_private_key_of_a_kind_that_nobody_here_knows_is_no_key():
    # PKCS #8 with the OID of GOST R 34.10-2012.
    text = b"MBMCAQAwCgYIKoUDBwEBAQEEAgQA"
    content = b"-----BEGIN PRIVATE KEY-----\n" + text + b"\n-----END PRIVATE KEY-----\n"
    with pytest.raises(UnusableKey, match="no private key in PEM"):
        read_private_key(content)


def test_a_signature_is_of_its_key_and_message_alone():
    key, other = (read_private_key(_made().private) for _ in range(2))
    signature = key.sign(b"message")
    assert len(signature) == 64
    assert key.public.verifies(b"message", signature)
    assert not key.public.verifies(b"massage", signature)
    assert not other.public.verifies(b"message", signature)
    same_numbers = signature[:32] + b"\0" + signature[32:]
    for broken in (b"", signature[:-1], signature + b"\0", same_numbers, bytes(64), b"\xff" * 64):
        assert not key.public.verifies(b"message", broken)


def test_a_certificate_is_an_end_entity_for_signatures_only():
    key = ec.generate_private_key(ec.SECP256R1())
    bearer = Bearer(
        subject=read_subject(SUBJECT),
        not_before=datetime(2026, 1, 1, tzinfo=UTC),
        not_after=datetime(2027, 1, 1, tzinfo=UTC),
        serial=7,
    )
    certificate = self_signed(key, bearer)
    extensions = {extension.oid._name: extension for extension in certificate.extensions}  # noqa: SLF001
    assert not extensions["basicConstraints"].value.ca
    assert extensions["keyUsage"].value.digital_signature
    assert not extensions["keyUsage"].value.key_cert_sign
    assert certificate.public_bytes(serialization.Encoding.DER)


@pytest.mark.parametrize("name", ["hk", "hk-384"])
def test_a_verification_key_travels_to_another_process(name):
    pem = (published("conformance/keys") / f"{name}.cert.pem").read_bytes()
    key = verification_key(read_certificate(pem).public_key())
    again = pickle.loads(pickle.dumps(key))  # noqa: S301 our own
    assert (again.kid, again.algorithm) == (key.kid, key.algorithm)
    assert again.public_key == key.public_key


def _with_other_bytes(there: bytes, other: bytes) -> x509.Certificate:
    """Return a published certificate of P-256 with other bytes at its key."""
    name = next(key for key in INDEX["keys"] if key["algorithm"] == "ES256")["files"]["certificate"]
    content = read_certificate((KEYS / name).read_bytes()).public_bytes(serialization.Encoding.DER)
    assert content.count(there) == 1
    return x509.load_der_x509_certificate(content.replace(there, other))


EC_PUBLIC_KEY = bytes.fromhex("06072a8648ce3d0201")
ON_P_256 = bytes.fromhex("06082a8648ce3d030107034200")


@for_each_row(
    ("there", "other"),
    [
        (EC_PUBLIC_KEY, bytes.fromhex("06072a8648ce3d027f")),  # a kind that nobody assigned
        (ON_P_256 + b"\x04", ON_P_256 + b"\x05"),  # no form that a point has
    ],
)
def test_a_certificate_whose_key_is_none_that_is_known_carries_no_key(there, other):
    with pytest.raises(UnusableKey, match="carries no key that is known"):
        carried_key(_with_other_bytes(there, other))


def _halves(size: int) -> list[bytes]:
    """Numbers of so many bytes: nothing, one, the highest bit set and not, zeros in front."""
    ends = [b"\1", b"\x7f", b"\x80", b"\xff", b"\x80" + b"\0" * 5, b"\x7f" + b"\xff" * 5]
    whole = [first + b"\xa5" * (size - 1) for first in (b"\1", b"\x7f", b"\x80", b"\xff")]
    return [bytes(size), *(end.rjust(size, b"\0") for end in ends), *whole]


@pytest.mark.parametrize("half", [32, 48])
def test_a_signature_is_the_der_of_its_two_numbers(half):
    for r in _halves(half):
        for s in _halves(half):
            wanted = encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
            assert _in_der(r + s, half) == wanted
