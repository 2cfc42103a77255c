"""What a verifier remembers from one attestation to the next ends with what it rests on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from aeo_exchange.errors import SignatureError
from aeo_exchange.operations.attestations.verifier import Verifier
from aeo_exchange.report import Verdict
from aeo_exchange.signing.jws import KINDS, read_compact
from aeo_exchange.signing.sd_jwt import CODES, TYPE
from aeo_exchange.trust.status_list import EntryStatus
from trust.made_lists import authority, listed, made, scope
from trust.made_world import NOW, attestation, codes, status, trust

TOKEN = attestation().strip()
LIST = trust(authority("HK", listed("HK")))


def verifier(**changes) -> Verifier:
    held = Verifier(
        trust=changes.get("trust", LIST),
        roots=made("root").root(),
        status=changes.get("status", status()),
    )
    assert held.verify(TOKEN, at=NOW).verdict is Verdict.VALID
    return held


def newer(*authorities: dict) -> bytes:
    return trust(*authorities, sequence=9)


@pytest.mark.parametrize(
    ("fresh", "refusal"),
    [
        (
            {"trust": newer(authority("HK", listed("HK", state="compromised")))},
            ("issuer", "AEO-TRU-08"),
        ),
        ({"trust": newer(authority("JP"))}, ("issuer", "AEO-TRU-07")),
        ({"trust": newer(authority("HK", scope=[scope("JP")]))}, ("scope", "AEO-TRU-11")),
        (
            {"status": status(EntryStatus.REVOKED, at="2026-11-01T01:00:00Z")},
            ("status", "AEO-STA-08"),
        ),
        ({"status": ()}, ("status", "AEO-STA-10")),
    ],
    ids=["key", "owner", "scope", "entry", "list"],
)
def test_what_was_withdrawn_does_not_count_any_more(fresh, refusal):
    held = verifier()
    held.refresh(**fresh)
    assert refusal in codes(held.verify(TOKEN, at=NOW)).items()


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        ("2026-11-05T00:00:00Z", ("status", "AEO-STA-04")),
        ("2027-06-01T00:00:01Z", ("issuer", "AEO-TRU-04")),
        ("2026-10-31T00:00:00Z", ("window", "AEO-SIG-20")),
    ],
)
def test_each_instant_is_asked_about_by_itself(at, refusal):
    held = verifier()
    assert refusal in codes(held.verify(TOKEN, at=at)).items()
    assert held.verify(TOKEN, at=NOW).verdict is Verdict.VALID


def test_a_header_and_a_key_that_were_known_prove_nothing():
    held = verifier()
    header, _, signature = TOKEN.decode().partition("~")[0].split(".")
    payload = attestation(revision=2).decode().split(".")[1]
    forged = f"{header}.{payload}.{signature}~"
    assert codes(held.verify(forged.encode(), at=NOW))["signature"] == "AEO-SIG-19"
    assert held.verify(TOKEN, at=NOW).verdict is Verdict.VALID


def test_a_header_is_remembered_as_that_of_one_kind():
    token = TOKEN.decode().partition("~")[0]
    assert read_compact(token, TYPE, CODES).header.typ == TYPE
    for other in KINDS.keys() - {TYPE}:
        with pytest.raises(SignatureError) as refusal:
            read_compact(token, other, CODES)
        assert refusal.value.rule == CODES.typ


def test_which_lists_have_a_key_is_asked_of_the_lists_at_hand():
    held = verifier()
    first = held.verify(TOKEN, at=NOW).trust_lists
    held.refresh(trust=[LIST, trust(authority("HK", listed("HK")), listId="other")])
    assert held.verify(TOKEN, at=NOW).trust_lists == tuple(sorted((*first, "other")))
    held.refresh(trust=LIST)
    assert held.verify(TOKEN, at=NOW).trust_lists == first


def test_threads_ask_one_verifier_about_many_at_once():
    """Reading part by part, they meet in the middle of batches."""
    held = verifier()
    form, point, signature = TOKEN.rpartition(b".")
    broken = form + point + (b"B" if signature[:1] == b"A" else b"A") + signature[1:]
    contents = [b"\n".join([TOKEN] * 70), b"\n".join([broken, TOKEN] * 35)]

    def verdicts(content: bytes) -> list[bool]:
        answers = held.verify_each(content, at=NOW)
        return [answer.verdict is Verdict.VALID for answer in answers]

    with ThreadPoolExecutor(4) as pool:
        for content, told in zip(contents * 4, pool.map(verdicts, contents * 4), strict=True):
            assert told == [line == TOKEN.strip() for line in content.split()]
