from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import AeoError, UntrustedKey
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.trust.handover import make_handover, take_over
from aeo_exchange.trust.list_form import sign_trust_list
from aeo_exchange.trust.roots import pinned_for
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.trust_list import open_trust
from rows import for_each_row
from trust.made_lists import AT, made, trust_list

TYP = "aeo-root-handover+jwt"


def handover(old="old", new="new") -> bytes:
    return make_handover(made(old).key, made(new).key, made(new).certificate, at=AT).encode()


def refusal(content: bytes, *roots) -> str:
    with pytest.raises(UntrustedKey) as caught:
        take_over(content, roots or [made("old").root()])
    return caught.value.rule


def written(by="old", around="new", typ=TYP, **changes) -> bytes:
    statement = {
        "specVersion": "1.0",
        "oldRoot": made("old").kid,
        "newRoot": made("new").text,
        "issuedAt": AT,
        **changes,
    }
    inner = sign_compact(json.dumps(statement).encode(), made(by).key, typ)
    return sign_compact(json.dumps({"handover": inner}).encode(), made(around).key, TYP).encode()


def test_who_has_pinned_the_old_root_takes_the_new_one():
    root = take_over(handover(), [made("old").root()])
    assert root.key.kid == made("new").kid
    assert root.administrations is None
    token = sign_trust_list(trust_list(), made("new").key).encode()
    assert open_trust([token], [root], seen=Seen.empty()).find(made("HK").kid)


def test_the_new_root_is_pinned_for_what_the_old_one_was():
    root = take_over(handover(), [made("old").root("HK"), made("old").root("JP")])
    assert root.administrations == {"HK", "JP"}


def test_handovers_follow_one_another():
    second = take_over(handover(), [made("old").root("HK")])
    third = take_over(handover("new", "newest"), [second])
    assert third.key.kid == made("newest").kid
    assert third.administrations == {"HK"}


def test_a_root_that_nobody_pinned_introduces_nobody():
    assert refusal(handover("stranger")) == "AEO-TRU-14"
    assert refusal(handover(), made("another").root()) == "AEO-TRU-14"


@for_each_row(
    "content",
    [
        written(by="stranger"),
        written(around="stranger"),
        written(around="old"),
        written(newRoot=made("stranger").text),
        written(oldRoot=made("stranger").kid),
        written(typ="aeo-trust-list+jwt"),
        written(other=1),
        written(issuedAt="2026-05-01"),
        written(newRoot="AAAA"),
        written(specVersion="2.0"),
        sign_compact(b"{}", made("old").key, TYP).encode(),
        sign_compact(b'{"handover": "a.b.c"}', made("new").key, TYP).encode(),
    ],
)
def test_a_handover_that_one_of_the_two_did_not_sign_so_is_refused(content):
    assert refusal(content) == "AEO-TRU-14"


def test_a_handover_is_not_made_for_another_key_than_its_certificate_carries():
    with pytest.raises(UntrustedKey):
        make_handover(made("old").key, made("new").key, made("other").certificate, at=AT)
    with pytest.raises(UntrustedKey):
        handover("old", "old")


@given(st.binary(max_size=300))
def test_arbitrary_bytes_introduce_nobody(content):
    with pytest.raises(AeoError):
        take_over(content, [made("old").root()])


def test_a_root_pinned_for_all_is_pinned_for_all_whatever_else():
    assert pinned_for([made("old").root("HK"), made("old").root()]) is None
    assert pinned_for([]) == frozenset()
