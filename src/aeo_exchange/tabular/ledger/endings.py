"""What a person says became of a record, as its next revision."""

from __future__ import annotations

import msgspec
from msgspec import UNSET

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.report import Severity
from aeo_exchange.rules import Context, Subject, check_many
from aeo_exchange.tabular.dates import end_of, start_of
from aeo_exchange.tabular.ledger.answers import VanishedAnswer
from aeo_exchange.tabular.ledger.entry import TreeGroup, groups_at
from aeo_exchange.tabular.ledger.events import append_event

__all__ = ["AnswerNotEntered", "ended"]


class AnswerNotEntered(Exception):
    """An answer that cannot be entered; its text says why."""


def ended(record: TreeGroup, answer: VanishedAnswer, zone: str, context: Context) -> bytes:
    """Return the next revision of a record that ended; raises AnswerNotEntered."""
    try:
        effective = _effective(record, answer, zone)
    except InvalidInstant as cause:
        raise AnswerNotEntered(str(cause)) from cause
    event: TreeGroup = {"status": answer.what, "effectiveFrom": effective}
    if answer.reason:
        event["reason"] = answer.reason
    append_event(record, event, context.at)
    revision = record["revision"]
    assert isinstance(revision, int)
    record["revision"], record["issuedAt"] = revision + 1, context.at
    try:
        made = msgspec.convert(record, AeoRecord)
    except msgspec.ValidationError as cause:
        raise AnswerNotEntered(str(cause)) from cause
    for findings in check_many([Subject(made)], context):
        for finding in findings:
            if finding.severity is Severity.ERROR:
                raise AnswerNotEntered(f"{finding.path} {finding.message} ({finding.code})")
    return msgspec.json.encode(made)


def _effective(record: TreeGroup, answer: VanishedAnswer, zone: str) -> str:
    """Return when an answer took effect; one that expired has its term closed there."""
    if answer.on is not UNSET and not zone:
        raise AnswerNotEntered(
            "no time zone is known of its administration; give time_zone in the layout"
        )
    if answer.what != "expired":
        return start_of(str(answer.on), zone)
    last = groups_at(record, "authorisation", "terms")[-1]
    until = str(last.get("until", ""))
    if answer.on is UNSET:
        if not until:
            raise AnswerNotEntered("its term has no end; say on which day it expired, `on`")
        return until
    effective = end_of(answer.on, zone)
    if not until or until > effective:
        last["until"] = effective
    return effective
