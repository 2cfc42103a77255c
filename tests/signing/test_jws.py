"""A compact token is three parts, of which the header says alg, typ and kid and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import SignatureError, UnsupportedAlgorithm
from aeo_exchange.signing.jws import Codes, read_compact, sign_compact, why_not_ascii
from rows import for_each_row
from signing.tokens import HK, header, key_of, signed_by_hk

TYP = "aeo-status+sd-jwt"
CODES = Codes("FORM-SIG-1", "JSON-SIG-2", "HEAD-SIG-3", "TYP-SIG-4", "AEO-SIG-06", "KID-SIG-6")


def _code(token: str) -> str:
    with pytest.raises(SignatureError) as refusal:
        read_compact(token, TYP, CODES)
    return refusal.value.rule


@given(st.binary(min_size=1, max_size=300))
def test_what_was_signed_is_read_and_is_of_its_key(payload):
    compact = read_compact(sign_compact(payload, HK, TYP), TYP, CODES)
    assert compact.payload == payload
    assert compact.is_of(HK.public)
    assert not compact.is_of(key_of("jp").public)


@for_each_row("token", ["", "a", "a.b", "AA.AA.AA.AA", "..", ".AA.AA", "AA.AA."])
def test_anything_but_three_parts_is_no_token(token):
    assert _code(token) in {"FORM-SIG-1", "JSON-SIG-2"}


@pytest.mark.parametrize(
    "change",
    [lambda part: part + "=", lambda part: part + " ", lambda part: f"\n{part}", lambda _: "A"],
    ids=["padding", "a blank", "a line end", "one character"],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_part_that_is_spelt_otherwise_is_refused(change, place):
    parts = signed_by_hk(header()).split(".")
    parts[place] = change(parts[place])
    assert _code(".".join(parts)) == "FORM-SIG-1"


@for_each_row(
    "head",
    [
        b'{"alg":"ES256","alg":"none","typ":"x","kid":"y"}',
        b'{"alg":"ES256","\\u0061lg":"none","typ":"x","kid":"y"}',
        b"{",
        b'{"kid":"\\ud800"}',
        b"\xef\xbb\xbf{}",
        b"\xff",
        b"[" * 100_000,
    ],
    ids=["a name twice", "twice by escape", "cut", "half a character", "a mark", "bytes", "depth"],
)
def test_a_header_that_is_no_strict_json_is_refused(head):
    assert _code(signed_by_hk(head)) == "JSON-SIG-2"


@for_each_row(
    "head",
    [
        header(crit=["b64"], b64=False),
        header(jwk={"kty": "EC"}),
        header(jku="https://attacker.example"),
        header(x5c=["AAAA"]),
        header(x5u="https://attacker.example"),
        header(zip="DEF"),
        header(cty="JWT"),
        {"alg": "ES256", "typ": TYP},
        [],
        "ES256",
        None,
    ],
    ids=str,
)
def test_a_header_of_other_members_is_refused(head):
    assert _code(signed_by_hk(head)) == "HEAD-SIG-3"


@for_each_row("typ", ["JWT", "statuslist+jwt", "AEO-STATUS+SD-JWT", "", 7])
def test_a_token_of_another_type_is_refused(typ):
    assert _code(signed_by_hk(header(typ=typ))) == "TYP-SIG-4"


@for_each_row(
    "alg", ["none", "None", "HS256", "RS256", "PS256", "ES512", "ES256K", "EdDSA", "es256", "", 256]
)
def test_an_algorithm_outside_the_short_list_is_refused(alg):
    with pytest.raises(UnsupportedAlgorithm):
        read_compact(signed_by_hk(header(alg=alg)), TYP, CODES)


@for_each_row(
    "kid",
    [
        "../../etc/passwd",
        "https://attacker.example/key",
        "",
        "A" * 42,
        "A" * 44,
        "B" * 43,
        HK.public.kid[:-1] + "=",
        7,
    ],
)
def test_a_kid_that_is_no_thumbprint_is_refused(kid):
    assert _code(signed_by_hk(header(kid=kid))) == "KID-SIG-6"


@pytest.mark.parametrize(
    "head", [header(alg="ES384"), header(kid=key_of("jp").public.kid)], ids=["alg", "kid"]
)
def test_a_token_is_of_a_key_only_with_the_name_and_algorithm_of_that_key(head):
    assert not read_compact(signed_by_hk(head), TYP, CODES).is_of(HK.public)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_each_byte_order_mark_is_called_by_its_name(mark: bytes) -> None:
    assert "byte order mark" in why_not_ascii(mark + b"eyJ")
    assert why_not_ascii(b"eyJ" + mark) == "not ASCII"
