"""Our sender behind the adapter protocol: it takes answers to the heads that it has sent."""

from __future__ import annotations

from functools import partial

import msgspec
from msgspec import UNSET

from aeo_exchange.conformance.adapters.own.verifier import trust_evidence
from aeo_exchange.conformance.adapters.protocol import Named, Reply, Request
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.suite.answers import AnswerSeries, SeriesHead
from aeo_exchange.exchange.answer_check import AnswerCheck, AnswerSeen, SentHead
from aeo_exchange.exchange.heads import read_head
from aeo_exchange.exchange.profile_file import read_partner_profile
from aeo_exchange.exchange.statements import StatementStep, TrustNow
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.attestations.verify import open_trust_lists
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict

__all__ = ["answer_about_answers"]

VERDICTS = {
    "pass": Verdict.VALID,
    "refused": Verdict.NOT_VALID,
    "held": Verdict.UNDETERMINED,
    "undetermined": Verdict.UNDETERMINED,
}


def answer_about_answers(request: Request) -> Reply:
    """Return the verdict on the last of some answers, each taken when the one before was.

    Raises AdapterFailure for a document that is no series of answers.
    """
    try:
        series = msgspec.json.decode(request.inputs.document.held, type=AnswerSeries)
    except msgspec.DecodeError as cause:
        raise AdapterFailure(f"no answers: {cause}") from cause
    profile = read_partner_profile(request.inputs.profiles[-1].held, ReferenceData())
    trust, seen = open_trust_lists(trust_evidence(request)), tuple[AnswerSeen, ...]()
    sent = {head.head.sequence: head for head in map(_sent, series.heads)}
    last: StatementStep | None = None
    for one in series.answers:
        now = TrustNow(
            trust=trust,
            at=instant(request.at if one.at is UNSET else one.at),
            test_keys=request.options.test_keys is True,
        )
        check = AnswerCheck(one.token, now, sent.get, profile, (seen, one.chosen or ""))
        last = check.steps[-1]
        if last.outcome == "pass":
            seen = (check.seen_now(),)
    assert last is not None  # there is an answer, by the form of the document
    finding = Named(code=last.code, path="", message=last.reason)
    return Reply(
        seq=request.seq,
        verdict=VERDICTS[last.outcome],
        findings=(finding,) if last.code else (),
    )


def _sent(given: SeriesHead) -> SentHead:
    signed = read_head(given.token)
    assert signed.head is not None  # the suite gives heads that we know
    return SentHead(
        head=signed.head, digest=signed.digest, revisions=partial(dict, given.revisions)
    )
