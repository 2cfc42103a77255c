"""Our own implementation asked for a status: a document with revisions in, the answer out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from msgspec import UNSET

from aeo_exchange.conformance.adapters.protocol import AnsweredStanding, Reply, Request
from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content, Limits
from aeo_exchange.model import standing as model
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.status import StatusAnswer, status_by
from aeo_exchange.operations.reading import read_records
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.rules import Context

__all__ = [
    "Deciding",
    "answer_about_status",
    "by_the_standard",
]

Deciding: TypeAlias = Callable[[list[AeoRecord], Request], StatusAnswer]
VERDICTS = {
    model.Standing.GRANTED: Verdict.VALID,
    model.Standing.UNDETERMINED: Verdict.UNDETERMINED,
}


def by_the_standard(records: list[AeoRecord], request: Request) -> StatusAnswer:
    """Return what REC-6-7 to REC-6-9 say of the records of a document."""
    known = request.options.known_at
    return status_by(
        records,
        at=request.at,
        known_at=request.at if known is UNSET else known,
        tier=None if request.options.tier is UNSET else request.options.tier,
    )


def answer_about_status(request: Request, decide: Deciding = by_the_standard) -> Reply:
    """Return the status that a question asks for; what is not valid leaves it open."""
    answer = _answer(request, decide)
    standing = AnsweredStanding(
        status=answer.status,
        reason=answer.reason,
        event=answer.event.seq if answer.event else UNSET,
        revision=answer.revision.revision if answer.revision else UNSET,
    )
    return Reply(
        seq=request.seq,
        verdict=VERDICTS.get(answer.status, Verdict.NOT_VALID),
        standing=standing,
    )


def _answer(request: Request, decide: Deciding) -> StatusAnswer:
    content = request.inputs.document.held
    context = Context(at=request.at, reference=_reference())
    reports = validate([Content(name="document", held=content)], context, Limits())
    not_valid = StatusAnswer(
        status=model.Standing.UNDETERMINED, reason=model.StatusReason.NOT_VALID
    )
    if any(report.verdict is not Verdict.VALID for report in reports):
        return not_valid
    try:
        records = list(read_records(content))
    except ReadError:
        return not_valid
    return decide(records, request)


@cache
def _reference() -> ReferenceData:
    return ReferenceData()
