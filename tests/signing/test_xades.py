"""What is signed as XML is what is proved, whatever the record and wherever the key is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import assume, given
from lxml import etree
from msgspec import Struct

from aeo_exchange.errors import BadSignature, UnusableKey
from aeo_exchange.model.canonical import digest, is_sorted_set
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.operations.reading import read_record
from aeo_exchange.signing.attestation import Envelope
from aeo_exchange.signing.keys import VerificationKey, private_key, verification_key
from aeo_exchange.signing.xades import sign_xml
from aeo_exchange.signing.xml_attestation import read_xml_attestation
from rows import for_each_row
from signing.xml_forging import (
    ECDSA_384,
    SHA256,
    SHA384,
    one,
    put_certificate,
    put_digest,
    resigned,
)
from signing.xml_material import IAT, certificate_of, claims_of, sample
from strategies import records

PRIVATE = ec.generate_private_key(ec.SECP256R1())
KEY, CERTIFICATE = private_key(PRIVATE), certificate_of(PRIVATE)
RECORD = sample()


class KeyElsewhere(Struct):
    """A key of which only the signatures are seen, as one in hardware."""

    asked: list[bytes] = []

    @property
    def public(self) -> VerificationKey:
        return KEY.public

    def sign(self, message: bytes) -> bytes:
        self.asked.append(message)
        return KEY.sign(message)


def counting() -> Callable[[int], bytes]:
    """Return randomness that is none: 1, 2, 3 and so on."""
    numbers = itertools.count(1)
    return lambda length: next(numbers).to_bytes(length)


def signed(claims: dict[str, Tree], record: AeoRecord = RECORD) -> bytes:
    return sign_xml(claims, record, KEY, CERTIFICATE)


def test_an_attestation_names_its_key_and_states_its_claims() -> None:
    claims = claims_of(RECORD)
    attestation = read_xml_attestation(signed(claims))
    assert attestation.envelope is Envelope.XADES
    assert attestation.kid == KEY.public.kid
    assert attestation.algorithm == "ES256"
    proved = attestation.prove(KEY.public)
    assert proved.claims == attestation.claims
    assert proved.tree == claims


def test_the_record_inside_is_a_document_of_its_own() -> None:
    record = read_xml_attestation(signed(claims_of(RECORD))).prove(KEY.public).record
    assert record is not None
    assert read_record(record) == RECORD
    assert digest(read_record(record)) == claims_of(RECORD)["record_digest"]


@pytest.mark.long
@given(records())
def test_any_record_is_proved_as_it_was_signed(record: AeoRecord) -> None:
    claims = {**claims_of(record), "authorisation_status": "suspended"}
    # Records of any kind may hold unsorted sets; a rule refuses those before they are signed.
    claims |= {name: sorted(set(claims[name])) for name in ("tiers", "roles")}
    claims.pop("tinCountry", None)  # no natural person is signed in this envelope
    provisions = claims.get("msmeBasis", {}).get("provisions", [])
    assume(is_sorted_set(claims.get("identifiers", [])) and is_sorted_set(provisions))
    proved = read_xml_attestation(signed(claims, record)).prove(KEY.public)
    assert proved.tree == claims
    assert read_record(proved.record or b"") == record


def test_a_key_elsewhere_is_asked_for_one_signature() -> None:
    key = KeyElsewhere(asked=[])
    content = sign_xml(claims_of(RECORD), RECORD, key, CERTIFICATE)
    assert read_xml_attestation(content).prove(KEY.public).tree == claims_of(RECORD)
    assert len(key.asked) == 1


def test_only_the_signature_is_left_to_chance() -> None:
    first, second = (
        sign_xml(claims_of(RECORD), RECORD, KEY, CERTIFICATE, randomness=counting())
        for _ in range(2)
    )
    value = re.compile(rb"<ds:SignatureValue>.*?</ds:SignatureValue>")
    assert first != second
    assert value.sub(b"", first) == value.sub(b"", second)


def test_no_name_is_given_twice() -> None:
    names = re.compile(rb'Id="([^"]*)"')
    first, second = (set(names.findall(signed(claims_of(RECORD)))) for _ in range(2))
    assert len(first) == 5
    assert not first & second


def test_the_time_of_signing_is_iat() -> None:
    assert f"SigningTime>{IAT}<".encode() in signed(claims_of(RECORD))


def test_a_certificate_of_another_key_is_refused() -> None:
    other = certificate_of(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(UnusableKey):
        sign_xml(claims_of(RECORD), RECORD, KEY, other)


def test_another_key_proves_nothing() -> None:
    other = private_key(ec.generate_private_key(ec.SECP256R1())).public
    with pytest.raises(BadSignature) as refusal:
        read_xml_attestation(signed(claims_of(RECORD))).prove(other)
    assert refusal.value.rule == "AEO-SIG-19"


@pytest.mark.parametrize("digest_method", [SHA256, SHA384])
def test_es384_is_verified_on_p384(digest_method: str) -> None:
    private = ec.generate_private_key(ec.SECP384R1())
    certificate = certificate_of(private)
    root = etree.fromstring(signed(claims_of(RECORD)))
    one(root, "//ds:SignatureMethod").set("Algorithm", ECDSA_384)
    one(root, "//ds:Reference/ds:DigestMethod").set("Algorithm", digest_method)
    put_certificate(root, certificate)
    put_digest(root, certificate)
    attestation = read_xml_attestation(resigned(root, private))
    assert attestation.algorithm == "ES384"
    proved = attestation.prove(verification_key(private.public_key()))
    assert proved.tree == claims_of(RECORD)


DAY = 86_400


@for_each_row(
    ("nbf", "exp", "accepted"),
    [
        (0, 1, True),
        (0, 90 * DAY, True),
        (0, 90 * DAY + 1, False),
        (-1, DAY, False),
        (0, 0, False),
        (DAY, DAY, False),
        (DAY, 90 * DAY, True),
        (DAY, 91 * DAY, False),
    ],
)
def test_the_lifetime_is_bounded(nbf: int, exp: int, accepted: bool) -> None:  # noqa: FBT001
    claims = claims_of(RECORD)
    iat = claims["iat"]
    assert isinstance(iat, int)
    content = signed({**claims, "nbf": iat + nbf, "exp": iat + exp})
    if accepted:
        assert read_xml_attestation(content).prove(KEY.public).claims.exp == iat + exp
        return
    with pytest.raises(BadSignature) as refusal:
        read_xml_attestation(content)
    assert refusal.value.rule == "AEO-SIG-14"
