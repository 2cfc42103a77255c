"""joserfc shares no line with our keys: it judges their names, their form and what they sign."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry, deserialize_compact, serialize_compact

from aeo_exchange.signing.jwk import public_jwk, read_public_jwk, thumbprint
from aeo_exchange.signing.jws import Codes, read_compact, sign_compact
from aeo_exchange.signing.keys import private_key, verification_key
from rows import for_each_row

TYP = "aeo-status+sd-jwt"
CURVES = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1()}
HALVES = {"ES256": 32, "ES384": 48}
LENGTHS = {"ES256": 43, "ES384": 64}  # of 32 and 48 bytes in base64url
# An order of the group is a little below a power of two, so every smaller number is a secret.
SECRETS = st.integers(1, 2**255)
REGISTRY = JWSRegistry(algorithms=["ES256", "ES384"])


def keys(secret: int, curve: ec.EllipticCurve) -> tuple[ec.EllipticCurvePrivateKey, ECKey]:
    """Return a key as cryptography has it and as joserfc has it."""
    key = ec.derive_private_key(secret, curve)
    return key, ECKey.import_key(key)


def beginning_with_zero(curve: ec.EllipticCurve) -> ec.EllipticCurvePrivateKey:
    """Return the first key whose point has a coordinate that is a byte shorter than most."""
    length = (curve.key_size + 7) // 8
    for secret in range(1, 2_000):
        key = ec.derive_private_key(secret, curve)
        if key.public_key().public_numbers().x >> 8 * (length - 1) == 0:
            return key
    raise AssertionError


@given(SECRETS, st.sampled_from(sorted(CURVES)))
def test_both_name_a_key_alike_and_write_the_same_point(secret, algorithm):
    key, judge = keys(secret, CURVES[algorithm])
    public = key.public_key()
    assert thumbprint(public) == judge.thumbprint()
    assert public_jwk(public).items() <= judge.as_dict(private=False).items()
    assert read_public_jwk(public_jwk(public)) == public


@pytest.mark.parametrize("algorithm", CURVES)
def test_a_coordinate_that_begins_with_zero_keeps_its_length(algorithm):
    key = beginning_with_zero(CURVES[algorithm])
    written = public_jwk(key.public_key())
    assert written["x"].startswith("A")
    assert {len(written["x"]), len(written["y"])} == {LENGTHS[algorithm]}
    assert thumbprint(key.public_key()) == ECKey.import_key(key).thumbprint()


@given(SECRETS, st.binary(min_size=1, max_size=200))
def test_what_we_sign_the_judge_believes(secret, payload):
    key, judge = keys(secret, CURVES["ES256"])
    token = sign_compact(payload, private_key(key), TYP)
    assert deserialize_compact(token, judge, algorithms=["ES256"]).payload == payload


@given(SECRETS, st.binary(min_size=1, max_size=200), st.sampled_from(sorted(CURVES)))
def test_what_the_judge_signs_we_believe(secret, payload, algorithm):
    key, judge = keys(secret, CURVES[algorithm])
    ours = verification_key(key.public_key())
    header = {"alg": algorithm, "typ": TYP, "kid": ours.kid}
    token = serialize_compact(header, payload, judge, algorithms=[algorithm])
    compact = read_compact(token, TYP, Codes.one("AEO-SIG-02"))
    assert compact.payload == payload
    assert compact.is_of(ours)


@given(st.data(), st.sampled_from(sorted(CURVES)))
def test_both_say_the_same_of_a_signature_that_was_changed(data, algorithm):
    key, judge = keys(7, CURVES[algorithm])
    made = REGISTRY.get_alg(algorithm).sign(b"message", judge)
    half = HALVES[algorithm]
    signature = data.draw(
        st.one_of(
            st.just(made),
            st.just(made[half:] + made[:half]),
            st.integers(0, len(made)).map(lambda length: made[:length]),
            st.binary(max_size=3).map(lambda more: made + more),
            st.binary(min_size=2 * half, max_size=2 * half),
            st.sampled_from(
                [bytes(2 * half), bytes(half) + made[half:], made[:half] + bytes(half)]
            ),
            st.integers(0, 8 * len(made) - 1).map(lambda bit: _flipped(made, bit)),
        )
    )
    wanted = REGISTRY.get_alg(algorithm).verify(b"message", signature, judge)
    ours = verification_key(key.public_key())
    assert ours.verifies(b"message", signature) is wanted is (signature == made)


def test_a_signature_whose_half_begins_with_zero_is_found_and_believed():
    key = private_key(ec.derive_private_key(7, CURVES["ES256"]))
    judge = ECKey.import_key(key.key)
    halves = set()
    for number in range(3_000):
        message = str(number).encode()
        signature = key.sign(message)
        for half in (0, 32):
            if signature[half] == 0:
                halves.add(half)
                assert len(signature) == 64
                assert key.public.verifies(message, signature)
                assert REGISTRY.get_alg("ES256").verify(message, signature, judge)
        if halves == {0, 32}:
            return
    raise AssertionError(halves)


@for_each_row(
    "change",
    [
        {"kty": "RSA"},
        {"crv": "P-521"},
        {"crv": "secp256k1"},
        {"crv": "P-384"},
        {"x": "AAAA"},
        {"x": ""},
        {"x": "A" * 43},
        {"y": "=" * 43},
        {"y": "_" * 43},
    ],
    ids=str,
)
def test_members_that_make_no_key_are_refused(change):
    written = public_jwk(ec.derive_private_key(7, CURVES["ES256"]).public_key())
    with pytest.raises(ValueError, match=r"\S"):
        read_public_jwk({**written, **change})


def _flipped(signature: bytes, bit: int) -> bytes:
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
