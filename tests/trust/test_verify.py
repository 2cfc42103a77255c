"""The named checks at their edges: the last instant, prefix, list, revision that counts."""

from __future__ import annotations

import msgspec
import pytest

from aeo_exchange.errors import NotSigned, SignatureError
from aeo_exchange.model.attestation import PERSONAL
from aeo_exchange.model.canonical import canonical_bytes
from aeo_exchange.model.codes import HolderKind
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.attestations.sign import Order, claims_of
from aeo_exchange.operations.attestations.verify import gather
from aeo_exchange.report import Verdict
from aeo_exchange.signing.attestation import Envelope, in_one_part
from aeo_exchange.signing.dates import numeric_date_instant
from aeo_exchange.signing.sd_jwt import HIDDEN, issue_sd_jwt, read_sd_jwt, with_disclosures
from aeo_exchange.trust.answer import CheckName, Outcome, refused, verdict_of_checks
from aeo_exchange.trust.question import Question
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_list import EntryStatus
from aeo_exchange.trust.verify import verify_attestations
from rows import for_each_row
from signing.tokens import DAY, IAT, URI, sample
from trust.made_lists import authority, listed, made, scope
from trust.made_world import (
    AT,
    NOW,
    REFERENCE,
    answer,
    answers,
    attestation,
    claiming,
    codes,
    evidence,
    passed,
    trust,
)
from trust.made_world import status as status_of

EXP = IAT + 90 * DAY


def hk(*keys: dict, **changes) -> bytes:
    return trust(authority("HK", *keys, **changes))


def with_scope(**changes) -> bytes:
    return hk(scope=[scope("HK", purposes=["status"]), {**scope("HK"), **changes}])


# Window.


@for_each_row(
    ("at", "refusals"),
    [
        (IAT - 61, {"window": "AEO-SIG-20"}),
        (IAT - 60, {}),
        (IAT, {}),
        (EXP - 1, {}),
        (EXP, {"window": "AEO-SIG-21"}),
    ],
)
def test_an_attestation_speaks_from_a_minute_before_it_was_signed_until_before_its_end(
    at, refusals
):
    lists = (status_of(at=numeric_date_instant(at - at % DAY if at > IAT else IAT)),)
    given = evidence(status=lists)
    answered = answer(attestation(), given, at=numeric_date_instant(at))
    assert {name: code for name, code in codes(answered).items() if name != "status"} == refusals


def test_nbf_counts_where_it_is_later():
    token = attestation(nbf=IAT + DAY)
    given = evidence(status=(status_of(hours=72),))
    at = {seconds: numeric_date_instant(IAT + DAY + seconds) for seconds in (-61, -60)}
    assert codes(answer(token, given, at=at[-61])) == {"window": "AEO-SIG-20"}
    assert answer(token, given, at=at[-60]).verdict is Verdict.VALID


# Issuer.


@pytest.mark.parametrize(
    ("changes", "refusals"),
    [
        ({"from": AT}, {}),
        ({"from": "2026-11-01T00:00:01Z"}, {"issuer": "AEO-TRU-09"}),
        ({"until": "2026-11-01T00:00:01Z"}, {}),
        ({"until": AT}, {"issuer": "AEO-TRU-09"}),
        ({"state": "retired", "until": "2026-11-01T00:00:01Z"}, {}),
        ({"state": "retired"}, {"issuer": "AEO-TRU-09"}),
        ({"state": "compromised"}, {"issuer": "AEO-TRU-08"}),
        ({"state": "compromised", "until": "2026-12-01T00:00:00Z"}, {"issuer": "AEO-TRU-08"}),
    ],
    ids=str,
)
def test_a_key_speaks_in_its_period_and_state(changes, refusals):
    assert codes(answer(attestation(), evidence(trust=(hk(listed("HK", **changes)),)))) == refusals


@pytest.mark.parametrize(("at", "refusals"), [(NOW, {}), ("2026-11-01T06:00:01Z", "AEO-TRU-04")])
def test_a_list_is_overdue_after_its_next_update(at, refusals):
    given = evidence(trust=(trust(nextUpdate=NOW),))
    assert codes(answer(attestation(), given, at=at)).get("issuer", {}) == refusals


def test_what_an_overdue_list_does_not_know_a_newer_one_may():
    other = trust(authority("JP"), nextUpdate="2026-10-31T00:00:00Z")
    assert codes(answer(attestation(), evidence(trust=(other,)))) == {"issuer": "AEO-TRU-04"}
    other = trust(authority("JP"))
    assert codes(answer(attestation(), evidence(trust=(other,)))) == {"issuer": "AEO-TRU-07"}


def test_a_compromised_key_is_refused_by_an_overdue_list_too():
    gone = authority("HK", listed("HK", state="compromised"))
    given = evidence(trust=(trust(gone, nextUpdate="2026-10-31T00:00:00Z"),))
    assert codes(answer(attestation(), given)) == {"issuer": "AEO-TRU-08"}


def test_a_key_of_another_administration_proves_nothing():
    given = evidence(trust=(trust(authority("JP", listed("HK"))),))
    answered = answer(attestation(), given)
    assert (codes(answered), answered.claims) == ({"issuer": "AEO-TRU-12"}, {})


class Shifty:
    """An attestation that shows other claims than a key has signed."""

    def __init__(self, token: bytes, **shown) -> None:
        self._signed = read_sd_jwt(token.decode())
        self.envelope, self.kid = self._signed.envelope, self._signed.kid
        self.algorithm = self._signed.algorithm
        self.claims = msgspec.structs.replace(self._signed.claims, **shown)

    def prove(self, key):
        return self._signed.prove(key)


def test_what_a_key_was_chosen_by_is_what_it_has_signed():
    sources = gather(evidence(), seen=Seen.empty(), reference=REFERENCE)
    question = Question(at=NOW)
    for shown, refusals in (({}, {}), ({"sub": "HK00000108"}, {"signature": "AEO-SIG-19"})):
        shifty = Shifty(attestation(), **shown)
        (answered,) = verify_attestations(
            [("a", in_one_part(lambda shifty=shifty: shifty))], question, sources
        )
        assert codes(answered) == refusals


def test_a_status_list_is_asked_for_each_attestation_by_itself():
    """What was found to answer is kept for the next one, but only where it answers for that too."""
    other = "https://status.example.hk/2"
    elsewhere = {"status_list": {"idx": 7, "uri": other}}
    lists = (status_of(), status_of(EntryStatus.REVOKED, uri=other), status_of(by="JP", at=LATE))
    both = (authority("HK", listed("HK"), listed("HK-2")), authority("JP"))
    given = evidence(trust=(trust(*both),), status=lists)
    tokens = (attestation(), claiming(status=elsewhere), attestation(by="HK-2"), japanese())
    content = b"\n".join((*tokens, *tokens))
    told = [codes(answered) for answered in answers(content, given)]
    assert told[:4] == told[4:]
    assert [answered.get("status") for answered in told] == [None, "AEO-STA-08", None, None] * 2


def test_a_list_that_answered_for_one_key_is_looked_at_again_for_another():
    """Two authorities of one administration may name other lists."""
    others = authority("HK", listed("HK-2"), statusLists=["https://example.org/2"])
    given = evidence(trust=(trust(authority("HK"), others),))
    tokens = (attestation(), attestation(by="HK-2"), attestation())
    told = [codes(answered).get("status") for answered in answers(b"\n".join(tokens), given)]
    assert told == [None, "AEO-STA-03", None]


def test_a_list_that_answered_one_question_is_looked_at_again_for_another():
    sources = gather(evidence(), seen=Seen.empty(), reference=REFERENCE)
    token = read_sd_jwt(attestation().decode())
    for at, refusal in ((NOW, None), ("2026-11-05T00:00:00Z", "AEO-STA-04"), (NOW, None)):
        (answered,) = verify_attestations(
            [("a", in_one_part(lambda: token))], Question(at=at), sources
        )
        assert codes(answered).get("status") == refusal


LATE = "2026-11-01T05:00:00Z"


def japanese() -> bytes:
    return claiming(by="JP", iss="JP", sub="JP0107", programme="JP-AEO")


# Scope.


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"tinPrefixes": ["HK00000107"]}, True),
        ({"tinPrefixes": ["HK", "HK9"]}, True),
        ({"tinPrefixes": ["HK000001070"]}, False),
        ({"programme": "HK-OTHER"}, False),
        ({"administration": "JP"}, False),
        ({"purposes": ["exchange"]}, False),
        ({"from": AT}, True),
        ({"from": "2026-11-01T00:00:01Z"}, False),
        ({"until": "2026-11-01T00:00:01Z"}, True),
        ({"until": AT}, False),
    ],
    ids=str,
)
def test_one_tuple_covers_the_attestation_whole(changes, holds):
    answered = answer(attestation(), evidence(trust=(with_scope(**changes),)))
    assert codes(answered) == ({} if holds else {"scope": "AEO-TRU-11"})


def test_a_prefix_is_what_a_tin_begins_with():
    other = [scope("HK", tinPrefixes=["JP"])]
    given = evidence(trust=(hk(scope=[scope("HK", purposes=["status"]), *other]),))
    assert codes(answer(claiming(sub="HKJP0107"), given)) == {"scope": "AEO-TRU-11"}
    assert codes(answer(claiming(sub="JPHK0107"), given)) == {}


def test_two_tuples_that_cover_it_by_halves_do_not_cover_it():
    halves = [scope("HK", tinPrefixes=["JP"]), scope("HK", programme="HK-OTHER")]
    answered = answer(attestation(), evidence(trust=(hk(scope=halves),)))
    assert codes(answered) == {"scope": "AEO-TRU-11"}


# Status.


@pytest.mark.parametrize("entry", list(EntryStatus)[1:])
def test_an_entry_other_than_valid_makes_it_not_valid(entry):
    answered = answer(attestation(), evidence(status=(status_of(entry),)))
    assert codes(answered) == {"status": "AEO-STA-08"}
    assert str(entry) in str(answered.check(CheckName.STATUS).reason)
    assert answered.as_of == AT


@pytest.mark.parametrize(
    ("at", "answers"),
    [
        ("2026-10-31T23:58:59Z", False),
        ("2026-10-31T23:59:00Z", True),
        ("2026-11-02T00:00:00Z", True),
        ("2026-11-02T00:00:01Z", False),
    ],
)
def test_a_list_answers_from_a_minute_before_it_was_signed_to_its_end(at, answers):
    # Signed a day before the list, so that its own time has begun.
    token = attestation(iat=IAT - DAY, nbf=IAT - DAY, exp=IAT + 30 * DAY)
    code = codes(answer(token, at=at)).get("status")
    assert code == (None if answers else "AEO-STA-04")


@pytest.mark.parametrize("order", [1, -1])
def test_of_lists_that_are_equally_new_the_worse_is_believed(order):
    lists = (status_of(), status_of(EntryStatus.SUSPENDED))[::order]
    answered = answer(attestation(), evidence(status=lists))
    assert codes(answered) == {"status": "AEO-STA-08"}


@pytest.mark.parametrize("order", [1, -1])
def test_the_newest_list_counts_though_an_older_one_answers(order):
    lists = (status_of(EntryStatus.REVOKED), status_of(at="2026-11-01T01:00:00Z"))[::order]
    answered = answer(attestation(), evidence(status=lists))
    assert (answered.verdict, answered.as_of) == (Verdict.VALID, "2026-11-01T01:00:00Z")


@for_each_row(
    ("lists", "code"),
    [
        ((), "AEO-STA-10"),
        ((status_of(uri="https://example.org/2"),), "AEO-STA-03"),
        ((b"rubbish",), "AEO-STA-01"),
        ((status_of(by="JP"),), "AEO-STA-02"),
        ((status_of(by="JP"), b"rubbish"), "AEO-STA-02"),
        ((b"rubbish", status_of(by="JP")), "AEO-STA-01"),
        ((status_of(uri="https://example.org/2"), status_of(by="JP")), "AEO-STA-02"),
    ],
    ids=[
        "none",
        "other",
        "rubbish",
        "by another",
        "first of two",
        "the other first",
        "of the name",
    ],
)
def test_without_a_list_that_answers_the_first_refusal_is_told(lists, code):
    answered = answer(attestation(), evidence(status=lists))
    assert (answered.verdict, codes(answered)) == (Verdict.UNDETERMINED, {"status": code})


@pytest.mark.parametrize(
    ("key", "holds"),
    [
        ({}, True),
        ({"state": "retired", "until": "2026-11-01T00:00:01Z"}, True),
        ({"until": AT}, False),
        ({"from": "2026-11-01T00:00:01Z"}, False),
        ({"state": "compromised"}, False),
        ({"state": "retired"}, False),
    ],
    ids=str,
)
def test_a_list_is_signed_by_a_key_that_may(key, holds):
    lists = hk(listed("HK"), listed("HK-2", **key))
    given = evidence(trust=(lists,), status=(status_of(by="HK-2"),))
    assert codes(answer(attestation(), given)) == ({} if holds else {"status": "AEO-STA-02"})


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"programme": "HK-OTHER", "tinPrefixes": ["HK9"]}, True),
        ({"purposes": ["attestation", "exchange"]}, False),
        ({"administration": "JP"}, False),
        ({"from": AT}, True),
        ({"from": "2026-11-01T00:00:01Z"}, False),
        ({"until": AT}, False),
    ],
    ids=str,
)
def test_a_list_is_signed_for_the_purpose_of_status(changes, holds):
    scopes = [scope("HK", purposes=["attestation"]), {**scope("HK"), **changes}]
    answered = answer(attestation(), evidence(trust=(hk(scope=scopes),)))
    assert codes(answered) == ({} if holds else {"status": "AEO-STA-02"})


@pytest.mark.parametrize(
    ("uris", "code"), [([URI], None), (["https://example.org/2"], "AEO-STA-03")]
)
def test_a_list_that_the_trust_list_does_not_name_does_not_count(uris, code):
    given = evidence(trust=(hk(statusLists=uris),))
    assert codes(answer(attestation(), given)).get("status") == code


def test_a_key_of_another_administration_signs_no_list_whatever_its_scope():
    other = authority("JP", scope=[scope("HK")])
    given = evidence(trust=(trust(authority("HK"), other),), status=(status_of(by="JP"),))
    assert codes(answer(attestation(), given)) == {"status": "AEO-STA-02"}


def test_a_changed_list_does_not_count():
    token = status_of(EntryStatus.REVOKED).split(b".")
    forged = b".".join((token[0], status_of().split(b".")[1], token[2]))
    answered = answer(attestation(), evidence(status=(forged,)))
    assert codes(answered) == {"status": "AEO-STA-02"}


def test_a_list_older_than_one_used_does_not_count_and_one_as_old_does():
    for known, code in ((IAT, None), (IAT + 1, "AEO-STA-05")):
        seen = Seen.empty()
        seen.note_status("HK", URI, known)
        assert codes(answer(attestation(), seen=seen)).get("status") == code


def test_a_claim_other_than_granted_makes_it_not_valid():
    answered = answer(claiming(authorisation_status="suspended"))
    assert codes(answered) == {"status": "AEO-STA-09"}
    assert answered.as_of is msgspec.UNSET


# The record at hand.


def later(status: str, effective: str, recorded: str) -> AeoRecord:
    """Return the sample with one event more."""
    tree = msgspec.to_builtins(sample())
    event = {"seq": len(tree["history"]) + 1, "status": status, "reason": "not-stated"}
    times = {"effectiveFrom": effective, "recordedAt": recorded}
    return msgspec.convert({**tree, "history": [*tree["history"], {**event, **times}]}, AeoRecord)


def beside(record: AeoRecord, token: bytes, **question):
    return answer(token, record=canonical_bytes(record), **question)


def status_before(seconds: int, entry: EntryStatus = EntryStatus.VALID) -> tuple[str, object]:
    """Return the check of the status, asked so many seconds before a record issued at `iat`."""
    tree = {**msgspec.to_builtins(sample()), "issuedAt": numeric_date_instant(IAT)}
    record = msgspec.convert(tree, AeoRecord)
    given = evidence(status=(status_of(entry),))
    answered = beside(
        record, attestation(record), given=given, at=numeric_date_instant(IAT - seconds)
    )
    (check,) = (made for made in answered.checks if made.name == CheckName.STATUS)
    return str(check.outcome), check.code


def test_a_record_that_cannot_tell_the_status_is_not_a_no():
    """A clock that is a second slow asks about a time before the record was issued."""
    assert status_before(0) == ("pass", msgspec.UNSET)
    assert status_before(1) == ("undetermined", "AEO-STA-09")


def test_a_no_of_the_list_stands_over_a_record_that_cannot_tell():
    assert status_before(1, EntryStatus.SUSPENDED) == ("fail", "AEO-STA-08")


def test_the_history_counts_at_the_instant_asked_about():
    """An announced end bounds what is signed, unless it is signed for longer than it may be."""
    record = later("revoked", "2026-11-01T04:00:00Z", "2026-10-31T00:00:00Z")
    token = attestation(record, exp=IAT + DAY)
    expected = {"status": "AEO-STA-09"}
    for at, refusals in (("2026-11-01T03:59:59Z", {}), ("2026-11-01T04:00:00Z", expected)):
        codes_at = codes(beside(record, token, at=at))
        assert {name: code for name, code in codes_at.items() if name == "status"} == refusals


def test_a_history_that_was_not_signed_says_nothing():
    """Its digest is wrong, so the status is that of claim and list."""
    record = later("revoked", "2026-11-01T03:00:00Z", "2026-11-01T03:00:00Z")
    answered = beside(record, attestation())
    assert codes(answered)["record-digest"] == "AEO-SIG-23"
    assert "status" not in codes(answered)


def test_the_record_inside_and_the_one_beside_are_both_compared():
    other = msgspec.structs.replace(sample(), revision=9)
    token = attestation(envelope=Envelope.XADES)
    assert beside(sample(), token).verdict is Verdict.VALID
    answered = beside(other, token)
    assert codes(answered) == {"record-digest": "AEO-SIG-23", "claims-match-record": "AEO-SIG-24"}
    assert answer(token).check(CheckName.RECORD_DIGEST).outcome is Outcome.PASS


def test_a_claim_that_the_record_has_no_item_for_is_refused():
    record = msgspec.structs.replace(sample(), msme=msgspec.UNSET)
    answered = beside(record, attestation(record, sizeClass="micro"))
    assert codes(answered)["claims-match-record"] == "AEO-SIG-24"


@pytest.mark.parametrize(
    ("claims", "named"),
    [
        ({"legalName": None}, "legalName"),
        ({"tiers": ["TIER2"]}, "tiers"),
        ({"authorisationNumber": "HKAEO-EX-0108"}, "authorisationNumber"),
        ({"sizeClass": "micro"}, "sizeClass"),
        ({"view": {"audience": "CN"}}, "view"),
    ],
    ids=str,
)
def test_a_claim_that_differs_from_the_record_is_named(claims, named):
    answered = beside(sample(), claiming(**claims))
    assert codes(answered) == {"claims-match-record": "AEO-SIG-24"}
    assert f"the claim {named} is" in str(answered.check(CheckName.CLAIMS_MATCH_RECORD).reason)


PLACE = {"status": {"status_list": {"idx": 7, "uri": URI}}}


def person() -> AeoRecord:
    record = sample()
    holder = msgspec.structs.replace(record.holder, kind=HolderKind.NATURAL_PERSON)
    return msgspec.structs.replace(record, holder=holder)


def test_name_and_tin_of_a_person_are_disclosed_or_not_but_never_visible():
    claims = {**claims_of(person(), Order(key=made("HK").key, at=AT, full=True)), **PLACE}
    as_a_firm = {name: value for name, value in claims.items() if name != "tinCountry"}
    visible = issue_sd_jwt(as_a_firm, made("HK").key, hide=HIDDEN).encode()
    refusals = codes(beside(person(), visible))
    assert refusals["claims-match-record"] == "AEO-SIG-24"
    hidden = issue_sd_jwt(claims, made("HK").key, hide=HIDDEN | PERSONAL)
    for shown in (hidden, without(hidden, "legalName"), without(hidden, "sub")):
        assert "claims-match-record" in passed(beside(person(), shown.encode()))


def test_no_answer_shows_a_tin_that_was_not_disclosed():
    claims = {**claims_of(person(), Order(key=made("HK").key, at=AT, full=True)), **PLACE}
    hidden = issue_sd_jwt(claims, made("HK").key, hide=HIDDEN | PERSONAL)
    answered = answer(with_disclosures(hidden, []).encode())
    assert person().holder.tin[2:] not in str(answered)


def test_a_person_is_not_signed_in_xml():
    with pytest.raises(NotSigned):
        attestation(person(), envelope=Envelope.XADES)


def without(token: str, name: str) -> str:
    return with_disclosures(token, read_sd_jwt(token).disclosed.keys() - {name})


def test_in_xml_every_claim_is_made():
    from aeo_exchange.signing.xades import sign_xml

    order = Order(key=made("HK").key, at=AT, full=True)
    claims = {**claims_of(sample(), order), **PLACE}
    claims.pop("sizeClass")
    token = sign_xml(claims, sample(), made("HK").key, made("HK").certificate)
    answered = answer(token)
    assert codes(answered) == {"claims-match-record": "AEO-SIG-24"}
    assert "sizeClass" in str(answered.check(CheckName.CLAIMS_MATCH_RECORD).reason)


def test_the_rules_are_asked_about_the_record():
    record = msgspec.structs.replace(sample(), issued_at="2020-01-01T00:00:00Z")
    answered = beside(record, attestation(record))
    assert codes(answered) == {"rules": "AEO-SIG-26"}
    assert "AEO-DAT" in str(answered.check(CheckName.RULES).reason)


def test_what_was_issued_after_it_was_signed_says_nothing_of_its_status():
    record = msgspec.structs.replace(sample(), issued_at="2026-11-01T03:00:00Z")
    with pytest.raises(NotSigned, match="says nothing of the status"):
        attestation(record)


def test_a_warning_of_the_rules_changes_nothing():
    holder = msgspec.structs.replace(sample().holder, tin="HK-99999999")
    record = msgspec.structs.replace(sample(), holder=holder)
    assert beside(record, attestation(record)).verdict is Verdict.VALID


def test_it_lasts_no_longer_than_the_next_event_allows():
    end = "2026-12-01T00:00:00Z"
    record = later("withdrawn", end, "2026-10-31T00:00:00Z")
    for exp, refusal in ((IAT + 30 * DAY, None), (IAT + 30 * DAY + 1, "AEO-SIG-24")):
        answered = beside(record, attestation(record, exp=exp))
        assert codes(answered).get("claims-match-record") == refusal


# Revision, TIN, verdict.


@pytest.mark.parametrize(("known", "refusals"), [(1, {}), (2, {"revision": "AEO-SIG-22"})])
def test_a_revision_is_as_high_as_the_one_accepted(known, refusals):
    seen = Seen.empty()
    seen.note_revision("test", "HK", sample().record_id, known)
    seen.note_revision("other", "HK", sample().record_id, 99)
    assert codes(answer(attestation(), seen=seen)) == refusals


@pytest.mark.parametrize(
    ("tin", "refusals"),
    [("HK00000107", {}), ("hk00000107", {"tin": "AEO-SIG-27"}), ("", {"tin": "AEO-SIG-27"})],
)
def test_a_tin_is_compared_character_by_character(tin, refusals):
    assert codes(answer(attestation(), expect_tin=tin)) == refusals


def test_a_check_is_skipped_when_one_that_it_needs_did_not_pass():
    answered = answer(attestation(), evidence(trust=()))
    assert passed(answered) == {"format"}
    assert codes(answered) == {"trust-list": "AEO-TRU-01"}
    reasons = {check.name: check.reason for check in answered.checks if check.reason}
    assert reasons[CheckName.ISSUER] == "trust-list did not pass"
    assert reasons[CheckName.SCOPE] == "signature did not pass"
    assert (answered.claims, answered.trust_lists) == ({}, ())


ALL_CODES = [
    *(f"AEO-TRU-{number:02}" for number in range(1, 15)),
    *(f"AEO-STA-{number:02}" for number in range(1, 11)),
    *(f"AEO-SIG-{number:02}" for number in range(1, 28)),
]
# As the table below ATT-7-9 has it.
UNDETERMINED = {
    *(f"AEO-TRU-{number}" for number in ("01", "02", "03", "04", "05", "06", "10", "14")),
    *(f"AEO-STA-{number}" for number in ("01", "02", "03", "04", "05", "06", "10")),
}


@for_each_row("code", ALL_CODES)
def test_a_refusal_fails_or_is_undetermined_as_the_table_has_it(code):
    result = refused(CheckName.STATUS, SignatureError(code, "why"))
    wanted = Outcome.UNDETERMINED if code in UNDETERMINED else Outcome.FAIL
    assert (result.outcome, result.code, result.reason) == (wanted, code, "why")


def test_a_failure_outweighs_what_is_undetermined_and_that_outweighs_all_else():
    fails, open_, fine = (
        refused(CheckName.STATUS, SignatureError("AEO-STA-08", "")),
        refused(CheckName.STATUS, SignatureError("AEO-STA-10", "")),
        answer(attestation()).checks[0],
    )
    assert verdict_of_checks((open_, fails, fine)) is Verdict.NOT_VALID
    assert verdict_of_checks((fine, open_)) is Verdict.UNDETERMINED
    assert verdict_of_checks((fine,)) is Verdict.VALID
