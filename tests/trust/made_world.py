"""A small world of attestations for tests: keys nobody knows, lists they signed, a record.

HK speaks for the sample record; the root of every list is the key `root`. Each function takes
what is to be otherwise.
"""

from __future__ import annotations

import copy
from typing import Any

from aeo_exchange.formats import Content
from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.attestations.sign import Order, attest, claims_of
from aeo_exchange.operations.attestations.verify import TrustEvidence, gather, verify_contents
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing.attestation import Envelope
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.sd_jwt import HIDDEN, issue_sd_jwt
from aeo_exchange.trust.answer import CheckName, Outcome, Verification
from aeo_exchange.trust.list_form import sign_trust_list
from aeo_exchange.trust.question import Question
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_list import EntryStatus
from aeo_exchange.trust.status_work import StatusListWork
from signing.tokens import AT, DAY, URI, sample
from trust.made_lists import authority, listed, made, scope, trust_list

IAT = numeric_date(AT)
NOW = "2026-11-01T06:00:00Z"
INDEX = 7
REFERENCE = ReferenceData()
LATER = "2027-06-01T00:00:00Z"


def attestation(
    record: AeoRecord | None = None,
    *,
    by: str = "HK",
    at: str = AT,
    envelope: Envelope = Envelope.SD_JWT,
    place: StatusListPlace | None = None,
    **claims: Any,
) -> bytes:
    """Return an attestation of a record, with some claims otherwise."""
    record = record or sample()
    order = Order(
        key=made(by).key,
        at=at,
        envelope=envelope,
        certificate=made(by).certificate,
        full=True,
    )
    said = {**claims_of(record, order), **claims}
    return attest(record, said, place or StatusListPlace(idx=INDEX, uri=URI), order)


def claiming(*, by: str = "HK", hide: frozenset[str] = HIDDEN, **claims: Any) -> bytes:
    """Return an SD-JWT attestation with whatever claims, absent where they are None."""
    order = Order(key=made("HK").key, at=AT, full=True)
    said = copy.deepcopy({**claims_of(sample(), order), **claims})
    said.setdefault("status", {"status_list": {"idx": INDEX, "uri": URI}})
    kept = {name: value for name, value in said.items() if value is not None}
    return issue_sd_jwt(kept, made(by).key, hide=hide).encode()


def trust(*authorities: dict[str, Any], by: str = "root", **changes: Any) -> bytes:
    """Return a signed trust list, of HK alone unless told."""
    dates = {"issuedAt": "2026-10-01T00:00:00Z", "nextUpdate": LATER}
    content = trust_list(*authorities, **{**dates, **changes})
    return sign_trust_list(content, made(by).key).encode()


def status(
    entry: EntryStatus = EntryStatus.VALID,
    *,
    by: str = "HK",
    uri: str = URI,
    at: str = AT,
    hours: int = 24,
) -> bytes:
    """Return a signed status list that says something of the one attestation."""
    work = StatusListWork.create(uri)
    work.reserve(INDEX.to_bytes)
    work.set(INDEX, entry)
    return work.token(made(by).key, at=at, lifetime_hours=hours).encode()


def evidence(**changes: Any) -> TrustEvidence:
    """Return what a verifier relies on, enough for the attestation of the sample."""
    usual = {"trust": (trust(),), "roots": (made("root").root(),), "status": (status(),)}
    return TrustEvidence(**{**usual, **changes})


def answers(
    content: bytes,
    given: TrustEvidence | None = None,
    *,
    seen: Seen | None = None,
    at: str = NOW,
    **question: Any,
) -> list[Verification]:
    """Return the answers about content."""
    asked = Question(at=at, **question)
    sources = gather(given or evidence(), seen=seen or Seen.empty(), reference=REFERENCE)
    return list(verify_contents([Content(name="a", held=content)], asked, sources))


def answer(content: bytes, given: TrustEvidence | None = None, **asked: Any) -> Verification:
    """Return the one answer about content."""
    (told,) = answers(content, given, **asked)
    return told


def codes(answered: Verification) -> dict[str, str]:
    """Return the checks that did not pass, each with its code, and not those that were skipped."""
    return {
        str(check.name): str(check.code)
        for check in answered.checks
        if check.outcome in {Outcome.FAIL, Outcome.UNDETERMINED}
    }


def passed(answered: Verification) -> set[str]:
    """Return the names of the checks that passed."""
    return {str(check.name) for check in answered.checks if check.outcome is Outcome.PASS}


__all__ = [
    "AT",
    "DAY",
    "IAT",
    "INDEX",
    "LATER",
    "NOW",
    "REFERENCE",
    "URI",
    "CheckName",
    "answer",
    "answers",
    "attestation",
    "authority",
    "claiming",
    "codes",
    "evidence",
    "listed",
    "made",
    "passed",
    "sample",
    "scope",
    "status",
    "trust",
]
