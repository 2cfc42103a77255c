"""What holds of every attestation, whatever the bytes, the order and the machine."""

from __future__ import annotations

import io
import itertools
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from aeo_exchange.errors import AeoError
from aeo_exchange.formats.xml import write_xml
from aeo_exchange.model.canonical import canonical_bytes
from aeo_exchange.operations.attestations.verify import TrustEvidence
from aeo_exchange.operations.reading import read_record
from aeo_exchange.report import Verdict
from aeo_exchange.signing.attestation import Envelope
from aeo_exchange.signing.sd_jwt import read_sd_jwt, with_disclosures
from aeo_exchange.trust.answer import CheckName, Outcome, Verification
from aeo_exchange.trust.handover import make_handover
from aeo_exchange.trust.roots import read_root
from aeo_exchange.trust.status_list import EntryStatus
from signing.tokens import sample
from trust.made_lists import authority, listed, made, scope
from trust.made_world import (
    AT,
    NOW,
    answer,
    answers,
    attestation,
    claiming,
    evidence,
    status,
    trust,
)

OTHER_URI = "https://status.example.hk/2"


@cache
def genuine(name: str) -> bytes:
    """Return something that a verifier takes, the same throughout a run."""
    match name:
        case "sd-jwt":
            return attestation()
        case "bare":
            return with_disclosures(attestation().decode(), ()).encode()
        case "xml":
            return attestation(envelope=Envelope.XADES)
        case "trust":
            return trust()
        case "status":
            return status()
        case "record":
            return canonical_bytes(sample())
        case "root":
            return made("root").pem
        case _:
            old, new = made("root"), made("root-2")
            return make_handover(old.key, new.key, new.certificate, at=AT).encode()


@cache
def record_in_xml() -> bytes:
    stream = io.BytesIO()
    write_xml([sample()], stream)
    return stream.getvalue()


@st.composite
def hostile(draw, name: str) -> bytes:
    """Return any bytes, or what a verifier takes after some damage."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.binary(max_size=200))
    content = genuine(name)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(content)))
        piece = draw(st.one_of(st.binary(max_size=4), st.sampled_from((b"~", b".", b"\n", b"="))))
        gone = draw(st.sampled_from((0, len(piece), 1, len(content))))
        content = content[:place] + piece + content[place + gone :]
    return content


# Any bytes.


def asked(name: str, content: bytes) -> list[Verification]:
    """Return the answers where one thing is of unknown origin and all else is right."""
    attested, given = genuine("sd-jwt"), evidence()
    match name:
        case "sd-jwt" | "bare" | "xml":
            return answers(content)
        case "trust":
            return answers(attested, evidence(trust=(content,)))
        case "status":
            return answers(attested, evidence(status=(content,)))
        case "record":
            return answers(attested, given, record=content)
        case "root":
            return answers(attested, evidence(roots=(read_root(content),)))
        case _:
            return answers(attested, evidence(handovers=(content,)))


KINDS = ("sd-jwt", "bare", "xml", "trust", "status", "record", "root", "handover")


@pytest.mark.parametrize("name", KINDS)
def test_any_bytes_get_an_answer_or_an_error_of_ours(name: str) -> None:
    @given(hostile(name))
    def law(content: bytes) -> None:
        try:
            given_back = asked(name, content)
        except AeoError:
            event("an error of ours")
            return
        assert given_back
        for answered in given_back:
            event(str(answered.verdict))
            assert [check.name for check in answered.checks] == list(CheckName)
            if answered.claims:
                assert answered.check(CheckName.SIGNATURE).outcome is Outcome.PASS

    law()


def test_what_makes_the_law_above_worth_something_holds_undamaged() -> None:
    for name in KINDS:
        (undamaged,) = asked(name, genuine(name))
        assert undamaged.verdict is Verdict.VALID, name


# One character.


def refused_by_name(answered: Verification) -> bool:
    """Say whether an answer is not VALID, and says by which check and rule."""
    deciding = [
        check
        for check in answered.checks
        if check.outcome in {Outcome.FAIL, Outcome.UNDETERMINED} and check.code and check.reason
    ]
    return answered.verdict is not Verdict.VALID and bool(deciding)


# Every place in the CI profile, a few of them otherwise.
EACH = 1 if settings.default.max_examples >= 400 else 13


def test_a_token_changed_in_one_character_at_any_place_never_holds() -> None:
    token = genuine("bare")
    for place in range(0, len(token), EACH):
        other = b"A" if token[place] != ord("A") else b"B"
        changed = token[:place] + other + token[place + 1 :]
        assert refused_by_name(answer(changed)), place


def test_a_token_that_lost_one_character_anywhere_never_holds() -> None:
    token = genuine("bare")
    for place in range(0, len(token), EACH):
        assert refused_by_name(answer(token[:place] + token[place + 1 :])), place


def changed_records() -> list[tuple[str, bytes]]:
    """Return the record in each syntax with one character changed, place after place."""
    return [
        (f"{place}", text[:place] + other + text[place + 1 :])
        for text in (genuine("record"), record_in_xml())
        for place in range(0, len(text), 2 * EACH - 1)
        for other in (b"7" if text[place : place + 1] != b"7" else b"8",)
    ]


def test_a_record_changed_in_one_character_at_any_place_does_not_bear_it_out() -> None:
    for place, changed in changed_records():
        answered = answer(genuine("sd-jwt"), record=changed)
        if answered.verdict is Verdict.VALID:
            assert read_record(changed) == sample(), place
        else:
            assert refused_by_name(answered), place


def test_an_attestation_of_a_record_in_json_holds_with_that_record_in_xml() -> None:
    for content in (genuine("sd-jwt"), genuine("xml")):
        for record in (genuine("record"), record_in_xml()):
            answered = answer(content, record=record)
            assert answered.verdict is Verdict.VALID
            assert answered.check(CheckName.RECORD_DIGEST).outcome is Outcome.PASS


@given(st.data())
def test_an_xml_attestation_changed_in_one_byte_is_refused_or_says_the_same(data) -> None:
    content = genuine("xml")
    place = data.draw(st.integers(0, len(content) - 1))
    changed = content[:place] + bytes([data.draw(st.integers(0, 255))]) + content[place + 1 :]
    for answered in answers(changed):
        if answered.verdict is Verdict.VALID:
            assert answered.claims == answer(content).claims
        else:
            assert refused_by_name(answered)


# Less evidence.


def other_record() -> bytes:
    return canonical_bytes(msgspec.structs.replace(sample(), revision=9))


TRUSTED = {
    "current": {},
    "overdue": {"nextUpdate": "2026-10-31T00:00:00Z"},
    "compromised": {"key": {"state": "compromised"}},
    "too late": {"key": {"from": "2026-12-01T00:00:00Z"}},
    "narrow": {"scope": {"tinPrefixes": ["HKX"]}},
    "of nobody": {"administration": "JP"},
}


@cache
def trust_of(name: str) -> bytes:
    wish = TRUSTED[name]
    dates = {name: value for name, value in wish.items() if name == "nextUpdate"}
    administration = wish.get("administration", "HK")
    return trust(
        authority(
            administration,
            listed("HK", **wish.get("key", {})),
            scope=[scope(administration, **wish.get("scope", {}))],
        ),
        **dates,
    )


@cache
def status_of(entry: str) -> bytes:
    return status(EntryStatus(entry))


@cache
def claimed(name: str) -> bytes:
    match name:
        case "revoked":
            return claiming(authorisation_status="revoked")
        case "other tier":
            return claiming(tiers=["TIER2"])
        case "other size":
            return claiming(sizeClass="micro")
        case _:
            return genuine("sd-jwt")


@given(
    token=st.sampled_from(("granted", "revoked", "other tier", "other size")),
    lists=st.sampled_from(sorted(TRUSTED)),
    entry=st.sampled_from(EntryStatus),
    record=st.sampled_from(("none", "same", "other")),
    tin=st.sampled_from((None, "HK00000107", "HK00000108")),
    at=st.sampled_from((NOW, "2026-10-31T00:00:00Z", "2026-11-03T00:00:00Z")),
)
def test_less_evidence_never_makes_an_attestation_valid(
    token: str, lists: str, entry: str, record: str, tin: str | None, at: str
) -> None:
    records = {"none": None, "same": genuine("record"), "other": other_record()}
    content = claimed(token)
    given_all = evidence(trust=(trust_of(lists),), status=(status_of(str(entry)),))
    question = {"at": at, "record": records[record], "expect_tin": tin}
    whole = answer(content, given_all, **question).verdict
    event(str(whole))
    undisclosed = with_disclosures(
        content.decode(), disclosed(content) - {"record_digest"}
    ).encode()
    less = (
        answer(content, msgspec.structs.replace(given_all, trust=()), **question).verdict,
        answer(content, msgspec.structs.replace(given_all, roots=()), **question).verdict,
        answer(content, msgspec.structs.replace(given_all, status=()), **question).verdict,
    )
    assert Verdict.VALID not in less
    if whole is not Verdict.VALID:
        assert answer(undisclosed, given_all, **question).verdict is not Verdict.VALID


@cache
def disclosed(content: bytes) -> frozenset[str]:
    return frozenset(read_sd_jwt(content.decode()).disclosed)


# The order of the evidence.


@cache
def heap() -> tuple[bytes, ...]:
    return (
        status(),
        status(EntryStatus.REVOKED),
        status(EntryStatus.SUSPENDED, at="2026-10-31T23:00:00Z"),
        status(uri=OTHER_URI),
        status(by="JP"),
        b"rubbish",
    )


@given(st.lists(st.integers(0, 5), min_size=1, max_size=5, unique=True))
def test_the_order_of_status_lists_decides_nothing(chosen: list[int]) -> None:
    orders = (chosen, chosen[::-1], sorted(chosen))
    verdicts = {
        answer(genuine("sd-jwt"), evidence(status=tuple(heap()[place] for place in order))).verdict
        for order in orders
    }
    assert len(verdicts) == 1
    if {0, 1} <= set(chosen):
        assert verdicts == {Verdict.NOT_VALID}


@cache
def lists() -> tuple[bytes, ...]:
    return (
        trust(),
        trust(sequence=2),
        trust(authority("HK", listed("HK", state="compromised")), sequence=3),
        trust(authority("JP"), listId="other"),
        trust(authority("JP"), sequence=2),
        trust(by="stranger"),
    )


@pytest.mark.parametrize("chosen", list(itertools.combinations(range(6), 3)), ids=str)
def test_the_order_of_trust_lists_decides_nothing(chosen: tuple[int, ...]) -> None:
    told = [
        answer(genuine("sd-jwt"), evidence(trust=tuple(lists()[place] for place in order)))
        for order in itertools.permutations(chosen)
    ]
    assert len({answered.verdict for answered in told}) == 1


def test_the_order_of_roots_decides_nothing() -> None:
    roots = (made("root").root("JP"), made("stranger").root(), made("root").root("HK"))
    for order in itertools.permutations(roots):
        assert answer(genuine("sd-jwt"), evidence(roots=order)).verdict is Verdict.VALID


# The machine.

MACHINES = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Hong_Kong", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
    {"PYTHONHASHSEED": "3", "TZ": "nonsense", "LC_ALL": "", "PYTHONUTF8": "0"},
)


def test_an_answer_depends_on_neither_hash_seed_nor_time_zone_nor_locale(tmp_path: Path) -> None:
    for name in ("sd-jwt", "bare", "xml", "trust", "status", "record", "root"):
        (tmp_path / name).write_bytes(genuine(name))
    (tmp_path / "revoked").write_bytes(claimed("revoked"))
    (tmp_path / "many").write_bytes(genuine("bare") + b"\n" + claimed("other tier"))
    inputs = ("sd-jwt", "bare", "xml", "revoked", "many", "record")
    rely = ("--trust", "trust", "--root", "root", "--status-list", "status", "--record", "record")
    told = []
    for number, machine in enumerate(MACHINES):
        state = ("--at", NOW, "--state", f"{number}.json", "--format", "json")
        done = subprocess.run(
            [sys.executable, "-m", "aeo_exchange", "verify", *inputs, *rely, *state],
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, **machine},
            check=False,
        )
        assert done.returncode == 3, done.stderr  # a record is no attestation
        told.append((done.stdout, (tmp_path / f"{number}.json").read_bytes()))
    assert len(set(told)) == 1
    verdicts = {result["verdict"] for result in json.loads(told[0][0])["results"]}
    assert verdicts == set(Verdict)


def test_nothing_at_all_is_undetermined() -> None:
    assert answer(genuine("sd-jwt"), TrustEvidence()).verdict is Verdict.UNDETERMINED
