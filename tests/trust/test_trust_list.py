from __future__ import annotations

import itertools
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import AeoError, SignatureError, UntrustedKey
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.trust.list_form import sign_trust_list
from aeo_exchange.trust.listed_keys import Trust
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.trust_list import open_trust
from rows import for_each_row
from trust.made_lists import AT, authority, listed, made, scope, tree, trust_list

LATER = "2026-07-01T00:00:00Z"


def signed(*authorities, by="root", **changes) -> bytes:
    return sign_trust_list(trust_list(*authorities, **changes), made(by).key).encode()


def signed_tree(value, *, by="root", typ="aeo-trust-list+jwt") -> bytes:
    return sign_compact(json.dumps(value).encode(), made(by).key, typ).encode()


def opened(*tokens: bytes, roots=None, seen=None, **wishes) -> Trust:
    pinned = [made("root").root()] if roots is None else roots
    return open_trust(tokens, pinned, seen=seen or Seen.empty(), **wishes)


def refusal(*tokens: bytes, **wishes) -> SignatureError:
    with pytest.raises(UntrustedKey) as caught:
        opened(*tokens, **wishes)
    return caught.value


def test_a_key_of_a_signed_list_is_found_with_its_owner_and_scope():
    entry = opened(signed()).find(made("HK").kid)
    assert entry is not None
    assert (entry.administration, entry.list_id) == ("HK", "test")
    assert entry.key.kid == made("HK").kid
    assert entry.scope[0].tin_prefixes == ("HK",)
    assert entry.status_lists is None
    assert not entry.is_overdue(AT)
    assert entry.is_overdue(LATER)


def test_a_file_may_end_its_line():
    assert opened(signed() + b"\n").find(made("HK").kid)


def test_an_unknown_key_is_not_found():
    assert opened(signed()).find(made("JP").kid) is None


def test_without_a_list_there_is_no_answer():
    assert refusal().rule == "AEO-TRU-01"


def test_an_unsigned_list_is_refused_and_says_how_to_sign_it():
    cause = refusal(json.dumps(tree()).encode())
    assert cause.rule == "AEO-TRU-03"
    assert "aeo trust sign" in cause.message


def test_a_list_signed_by_anybody_else_is_no_list():
    assert refusal(signed(by="stranger")).rule == "AEO-TRU-03"
    assert refusal(signed(), roots=[]).rule == "AEO-TRU-03"


def test_a_list_signed_by_an_authority_in_it_is_no_list():
    assert refusal(signed(by="HK")).rule == "AEO-TRU-03"


def test_nothing_is_read_of_a_list_before_its_signature(monkeypatch):
    token = signed(by="stranger")
    monkeypatch.setattr("aeo_exchange.trust.trust_list.read_signed_list", None)
    assert refusal(token).rule == "AEO-TRU-03"


def test_a_changed_list_is_no_list():
    header, payload, signature = signed().split(b".")
    other = signed(authority("JP")).split(b".")[1]
    assert refusal(b".".join((header, other, signature))).rule == "AEO-TRU-03"
    assert opened(b".".join((header, payload, signature)))


def test_a_root_speaks_for_the_authorities_it_was_pinned_for_and_no_others():
    token = signed(authority("HK"), authority("JP"))
    trust = opened(token, roots=[made("root").root("JP")])
    assert trust.find(made("JP").kid)
    assert trust.find(made("HK").kid) is None
    assert [cause.rule for cause in trust.refused] == ["AEO-TRU-03"]
    both = [made("root").root("JP"), made("root").root("HK")]
    assert opened(token, roots=both).find(made("HK").kid)


BROKEN = {
    "another member": {"other": 1},
    "sequence 0": {"sequence": 0},
    "sequence too large": {"sequence": 2**31 + 1},
    "sequence as text": {"sequence": "1"},
    "sequence true": {"sequence": True},
    "another version": {"specVersion": "2.0"},
    "a date for an instant": {"nextUpdate": "2026-06-01"},
    "no authority": {"authorities": []},
    "no scope": {"authorities": [authority("HK", scope=[])]},
    "unknown state": {"authorities": [authority("HK", listed("HK", state="good"))]},
    "no certificate": {"authorities": [authority("HK", listed("HK", certificate="AAAA"))]},
    "kid of another": {"authorities": [authority("HK", listed("HK", kid=made("JP").kid))]},
    "key of another": {"authorities": [authority("HK", listed("HK", certificate=made("JP").text))]},
    "ES384 on P-256": {"authorities": [authority("HK", listed("HK", algorithm="ES384"))]},
    "ES256 on P-384": {"authorities": [authority("HK", listed("HK-384", algorithm="ES256"))]},
    "unknown purpose": {"authorities": [authority("HK", scope=[scope("HK", purposes=["all"])])]},
}


@for_each_row("changes", BROKEN.values(), ids=BROKEN)
def test_a_list_that_does_not_keep_to_its_schema_is_refused(changes):
    assert refusal(signed_tree({**tree(), **changes})).rule == "AEO-TRU-02"


def test_the_greatest_sequence_is_two_to_the_31st():
    assert opened(signed(sequence=2**31)).find(made("HK").kid)


def test_a_key_on_p_384_can_be_listed():
    entry = opened(signed(authority("HK", listed("HK-384")))).find(made("HK-384").kid)
    assert entry is not None
    assert entry.key.algorithm == "ES384"


def test_a_member_named_twice_is_refused():
    text = json.dumps(tree()).replace('"sequence": 1', '"sequence": 1, "sequence": 2')
    token = sign_compact(text.encode(), made("root").key, "aeo-trust-list+jwt").encode()
    assert refusal(token).rule == "AEO-TRU-02"


def test_a_token_of_another_type_is_no_list():
    assert refusal(signed_tree(tree(), typ="statuslist+jwt")).rule == "AEO-TRU-02"


def test_an_older_issue_is_refused_once_a_newer_one_was_used():
    seen = Seen.empty()
    opened(signed(sequence=5), seen=seen)
    assert refusal(signed(sequence=4), seen=seen).rule == "AEO-TRU-05"
    assert opened(signed(sequence=5), seen=seen)
    assert opened(signed(sequence=4, listId="another"), seen=seen)


def test_a_verifier_without_memory_can_ask_for_a_sequence():
    assert refusal(signed(sequence=4), min_sequence=5).rule == "AEO-TRU-05"
    assert opened(signed(sequence=5), min_sequence=5)


def test_two_contents_of_one_issue_are_a_fork():
    seen = Seen.empty()
    opened(signed(authority("HK")), seen=seen)
    assert refusal(signed(authority("JP")), seen=seen).rule == "AEO-TRU-06"


def test_a_list_signed_anew_is_no_fork():
    seen = Seen.empty()
    first, second = signed(), signed()
    assert first != second
    assert opened(first, second, seen=seen)
    assert opened(second, seen=seen)


def test_a_list_that_is_refused_is_not_remembered():
    seen = Seen.empty()
    with pytest.raises(UntrustedKey):
        opened(signed(sequence=9, by="stranger"), seen=seen)
    assert opened(signed(sequence=1), seen=seen)


@for_each_row("order", list(itertools.permutations(range(3))))
def test_the_order_of_lists_decides_nothing(order):
    tokens = [
        signed(sequence=2),
        signed(authority("JP"), sequence=1),
        signed(authority("SG"), listId="sg"),
    ]
    trust = opened(*(tokens[place] for place in order))
    assert trust.find(made("HK").kid)
    assert trust.find(made("SG").kid)
    assert trust.find(made("JP").kid) is None
    assert [cause.rule for cause in trust.refused] == ["AEO-TRU-05"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_a_fork_seen_at_once_neither_side_is_believed(order):
    tokens = [signed(authority("HK")), signed(authority("JP"))]
    assert refusal(*(tokens[place] for place in order)).rule == "AEO-TRU-06"


def test_the_lists_that_count_are_used_though_others_do_not():
    trust = opened(b"rubbish", signed())
    assert trust.find(made("HK").kid)
    assert [cause.rule for cause in trust.refused] == ["AEO-TRU-02"]


@pytest.mark.parametrize(
    "other",
    [
        authority("JP", listed("HK")),
        authority("HK", listed("HK", state="compromised")),
        authority("HK", listed("HK", until="2026-05-01T00:00:00Z")),
        authority("HK", listed("HK"), scope=[scope("HK", programme="HK-OTHER")]),
    ],
    ids=["owner", "state", "period", "scope"],
)
def test_where_two_places_differ_over_a_key_there_is_no_answer(other):
    for tokens in ([signed(authority("HK"), other)], [signed(), signed(other, listId="b")]):
        trust = opened(*tokens)
        with pytest.raises(UntrustedKey) as caught:
            trust.find(made("HK").kid)
        assert caught.value.rule == "AEO-TRU-10"


@pytest.mark.parametrize("first", [True, False])
def test_places_that_say_the_same_are_one_and_the_latest_update_counts(first):
    soon, late = "2026-05-02T00:00:00Z", "2026-06-02T00:00:00Z"
    lists = [signed(listId="a", nextUpdate=soon), signed(listId="b", nextUpdate=late)]
    entry = opened(*(lists if first else lists[::-1])).find(made("HK").kid)
    assert entry is not None
    assert entry.next_update == late


def test_an_unknown_key_could_be_in_the_newer_issue_of_any_overdue_list():
    trust = opened(signed(), signed(authority("JP"), listId="b", nextUpdate=LATER))
    assert not trust.is_overdue(AT, "HK")
    assert trust.is_overdue("2026-06-15T00:00:00Z", "HK")


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_refused_and_nothing_else_happens(content):
    with pytest.raises(AeoError):
        opened(content)


@given(st.data())
def test_a_damaged_list_is_refused_and_nothing_else_happens(data):
    token = bytearray(TOKEN)
    for _ in range(data.draw(st.integers(1, 4))):
        token[data.draw(st.integers(0, len(token) - 1))] = data.draw(st.integers(0, 255))
    if bytes(token) != TOKEN:
        with pytest.raises(AeoError):
            opened(bytes(token))


@given(st.binary(min_size=1, max_size=200))
def test_whatever_bytes_stand_for_a_certificate_only_a_refusal_comes_of_it(content):
    import base64

    text = base64.b64encode(content).decode()
    value = tree(authority("HK", listed("HK", certificate=text)))
    assert refusal(signed_tree(value)).rule == "AEO-TRU-02"


@given(st.data())
def test_a_damaged_certificate_gives_another_key_at_most(data):
    import base64

    der = bytearray(made("HK").der)
    der[data.draw(st.integers(0, len(der) - 1))] ^= data.draw(st.integers(1, 255))
    value = tree(authority("HK", listed("HK", certificate=base64.b64encode(der).decode())))
    try:
        entry = opened(signed_tree(value)).find(made("HK").kid)
    except UntrustedKey as cause:
        rule = cause.rule
    else:
        assert entry is not None
        assert entry.key.public_key == made("HK").public.public_key
        return
    assert rule == "AEO-TRU-02"


TOKEN = signed()


def test_a_list_has_one_content_however_its_json_was_written():
    value = tree()
    shuffled = dict(reversed(list(value.items())))
    lists = [msgspec.convert(draft, type(trust_list())) for draft in (value, shuffled)]
    payloads = {sign_trust_list(draft, made("root").key).split(".")[1] for draft in lists}
    assert len(payloads) == 1
