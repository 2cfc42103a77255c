"""Sealed files, with joserfc as the judge: it opens ours, and we open its own."""

from __future__ import annotations

import base64
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import ECKey

from aeo_exchange.errors import MessageRefused
from aeo_exchange.signing import base64url
from aeo_exchange.signing.jwk import public_jwk, thumbprint
from aeo_exchange.signing.sealing import PIECE_BYTES, opened_pieces, seal_pieces
from rows import for_each_row
from trust.made_lists import made

OWN, OTHER = made("sealing").private, made("other-sealing").private
INSIDE = b"0000000041.head.jwt, as it came"
HEADER = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": "aeo-sealed+jwe"}


def sealed(inside: bytes = INSIDE, key=OWN) -> bytes:
    return b"".join(seal_pieces([inside], key.public_key()))


def opened(content: bytes, key=OWN) -> bytes:
    return b"".join(opened_pieces(io.BytesIO(content), key))


def judge(key=OWN) -> ECKey:
    return ECKey.import_key({**public_jwk(key.public_key()), "d": private_part(key)})


def private_part(key) -> str:
    number = key.private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32)).rstrip(b"=").decode()


def by_judge(inside: bytes = INSIDE, key=OWN, **header) -> bytes:
    """Return what the judge seals, with a header of our choice."""
    named = {**HEADER, "kid": thumbprint(key.public_key()), **header}
    algorithms = [named["alg"], named["enc"], "DEF"]
    told = {name: value for name, value in named.items() if value is not None}
    return jwe.encrypt_compact(told, inside, judge(key), algorithms=algorithms).encode()


def refusal(content: bytes, key=OWN) -> str:
    with pytest.raises(MessageRefused) as refused:
        opened(content, key)
    return refused.value.rule


@given(st.lists(st.binary(max_size=50), max_size=8))
def test_what_was_sealed_is_opened_and_the_judge_opens_it_too(pieces):
    token = b"".join(seal_pieces(pieces, OWN.public_key()))
    assert opened(token) == b"".join(pieces)
    assert jwe.decrypt_compact(token.strip(), judge()).plaintext == b"".join(pieces)


@given(st.binary(min_size=1, max_size=200))
def test_what_the_judge_sealed_is_opened(inside):
    assert opened(by_judge(inside)) == inside


@for_each_row("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1])
def test_a_file_of_several_pieces_is_opened(size):
    inside = bytes(range(256)) * (size // 256 + 1)
    token = sealed(inside[:size])
    assert opened(token) == inside[:size]
    assert max(map(len, seal_pieces([inside[:size]], OWN.public_key()))) <= 2 * PIECE_BYTES


def test_two_seals_of_one_file_have_nothing_in_common():
    one, two = sealed().split(b"."), sealed().split(b".")
    assert one[0] != two[0]
    assert all(left != right for left, right in zip(one[2:], two[2:], strict=True))


def test_nothing_of_the_file_or_of_the_sides_is_in_the_header():
    header = json.loads(base64url.decode(sealed().split(b".")[0].decode()))
    assert set(header) == {"alg", "enc", "epk", "kid", "typ"}
    assert set(header["epk"]) == {"crv", "kty", "x", "y"}


def test_a_file_for_another_key_is_refused():
    assert refusal(sealed(key=OTHER)) == "AEO-XCH-47"
    assert refusal(sealed(), key=OTHER) == "AEO-XCH-47"
    claimed = by_judge(key=OTHER, kid=thumbprint(OWN.public_key()))
    assert refusal(claimed) == "AEO-XCH-48"


@given(st.data())
def test_a_character_changed_anywhere_is_refused(data):
    token = sealed().strip()
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from(b"ABCDxyz019-_.=+/"))
    if token[at] != other:
        changed = token[:at] + bytes([other]) + token[at + 1 :]
        assert refusal(changed) in {"AEO-XCH-46", "AEO-XCH-47", "AEO-XCH-48"}


@for_each_row("other", [b"A", b"_", b"="])
def test_the_last_point_is_a_point(other):
    front, _, tag = sealed().strip().rpartition(b".")
    assert refusal(front + other + tag) == "AEO-XCH-48"


@given(st.integers(min_value=1))
def test_a_file_that_is_cut_off_is_refused(less):
    token = sealed().strip()
    assert refusal(token[: len(token) - less % len(token) - 1]) in {"AEO-XCH-46", "AEO-XCH-48"}


@for_each_row("more", [b"x", b".", b".AAAA", b"\n\nx", b" " * 300])
def test_a_file_with_something_behind_it_is_refused(more):
    assert refusal(sealed().strip() + more) in {"AEO-XCH-46", "AEO-XCH-48"}


@pytest.mark.parametrize(("before", "behind"), [(b"", b"\n"), (b" \r\n\t", b" " * 233)])
def test_white_space_at_either_end_is_no_part_of_it(before, behind):
    assert opened(before + sealed().strip() + behind) == INSIDE


@for_each_row(
    "header",
    [
        {"alg": "ECDH-ES+A256KW"},
        {"enc": "A128GCM"},
        {"typ": None},
        {"typ": "JWE"},
        {"kid": None},
        {"zip": "DEF"},
        {"cty": "JWT"},
        {"apu": "SEs"},
        {"jku": "https://customs.example/keys"},
    ],
)
def test_another_header_is_refused_whatever_it_says(header):
    assert refusal(by_judge(**header)) == "AEO-XCH-46"


@for_each_row(
    "epk",
    [
        {"x": base64url.encode(bytes(32))},
        {"x": base64url.encode(b"\1" * 31)},
        {"crv": "P-384"},
        {"kty": "OKP"},
        {"kid": "a"},
        {"d": "a"},
        {"y": None},
    ],
)
def test_a_point_off_the_curve_or_of_another_form_is_refused(epk):
    text, rest = sealed().split(b".", 1)
    header = json.loads(base64url.decode(text.decode()))
    point = {**header["epk"], **epk}
    header["epk"] = {name: value for name, value in point.items() if value is not None}
    changed = base64url.encode(json.dumps(header).encode()).encode()
    assert refusal(changed + b"." + rest) == "AEO-XCH-46"


@for_each_row(
    "content",
    [b"", b"no", b"....", b"a..b.c.d", b"\xff" * 300, b"." * 5000, b"e30" + b"..", b" " * 5000],
)
def test_what_is_no_sealed_file_is_refused(content):
    assert refusal(content) == "AEO-XCH-46"


def test_a_file_with_an_encrypted_key_is_refused():
    first, _, *rest = sealed().split(b".")
    assert refusal(b".".join((first, b"AAAA", *rest))) == "AEO-XCH-46"


def test_a_point_of_another_curve_is_refused():
    text, rest = sealed().split(b".", 1)
    header = json.loads(base64url.decode(text.decode()))
    header["epk"] = public_jwk(made("big-384").private.public_key())
    changed = base64url.encode(json.dumps(header).encode()).encode()
    assert refusal(changed + b"." + rest) == "AEO-XCH-46"


def test_a_file_that_becomes_shorter_while_it_is_read_is_refused():
    source = io.BytesIO(sealed(bytes(2 * PIECE_BYTES)))
    pieces = opened_pieces(source, OWN)
    next(pieces)
    source.truncate(source.tell())
    with pytest.raises(MessageRefused, match="shorter") as refused:
        list(pieces)
    assert refused.value.rule == "AEO-XCH-48"
