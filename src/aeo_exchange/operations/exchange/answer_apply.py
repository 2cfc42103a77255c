"""An answer taken over: the codes that the partner issued go into the records of the sender.

What is written is the whole register: the revisions that were there, and a new one of each record
of which the answer says something new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.answer_check import AnswerCheck
from aeo_exchange.exchange.answers import Answer
from aeo_exchange.exchange.entries import key_of
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.statements import StatementStep, TrustNow
from aeo_exchange.exchange.taking_over import TakingOver
from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.exchange.answers_seen import answers_seen, remember_answer
from aeo_exchange.operations.exchange.sent_heads import sent_heads
from aeo_exchange.operations.reading import read_contents
from aeo_exchange.operations.records.validate import refusals_told
from aeo_exchange.operations.statement_verdicts import verdict_of_steps
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Severity, Verdict
from aeo_exchange.rules import Context, Subject, check_many
from aeo_exchange.trust.store import Store

__all__ = [
    "AnswerApplied",
    "ApplyOrder",
    "RejectedThere",
    "TakenAnswer",
    "WrittenLines",
    "take_answer",
]

BATCH = 64  # records in memory at a time; more are no faster


class RejectedThere(Struct, frozen=True, kw_only=True, rename="camel"):
    """A record that the partner did not accept, with the rules that it broke there."""

    key: str
    codes: tuple[str, ...]


class AnswerApplied(Struct, frozen=True, kw_only=True, rename="camel"):
    """What came of an answer, step by step, and what it changed.

    `changed` is how many records got a new revision, `absent` how many that it speaks of are not in
    the register given; `again` says that this very answer was applied before, so that nothing was
    left to do. `recognition` counts its entries.
    """

    source: str
    at: str
    verdict: Verdict
    steps: tuple[StatementStep, ...]
    digest: str | UnsetType = UNSET
    outcome: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    again: bool = False
    recognition: dict[str, int] = {}
    changed: int = 0
    absent: int = 0
    rejected: tuple[RejectedThere, ...] = ()


class ApplyOrder(Struct, frozen=True, kw_only=True):
    """By what an answer is taken over: who is trusted, the profile, the reference data."""

    now: TrustNow
    profile: PartnerProfile
    reference: ReferenceData


class TakenAnswer(Struct, frozen=True, kw_only=True):
    """An answer as it came, the folder of the stream, and where applied answers are remembered.

    `chosen` is the digest of the answer that a person has chosen, where two were signed; `store` is
    None where a register remembers them.
    """

    content: bytes
    source: str
    stream: Path
    store: Store | None = None
    chosen: str = ""


class WrittenLines(NamedTuple):
    """The revisions that were there, and those that an answer makes."""

    kept: Sequence[bytes]
    new: Sequence[bytes]


@contextmanager
def take_answer(
    taken: TakenAnswer, register: Sequence[Content], order: ApplyOrder
) -> Iterator[tuple[AnswerApplied, WrittenLines | None]]:
    """Give what came of an answer, and the lines of the register that it makes, or None.

    It is remembered as applied when the block ends well; meanwhile nobody else applies one. Raises
    WrongChoice, before a line is given, where the register has something that is no valid full
    record, or where a record would be none with what the answer says.
    """
    assert taken.store is not None
    with taken.store.locked():
        check = AnswerCheck(
            taken.content,
            order.now,
            sent_heads(taken.stream),
            order.profile,
            (answers_seen(taken.store), taken.chosen),
        )
        told = AnswerApplied(
            source=taken.source,
            at=order.now.at,
            verdict=verdict_of_steps(check.steps),
            steps=check.steps,
            digest=check.digest or UNSET,
        )
        if check.answer is None or told.verdict is not Verdict.VALID:
            yield told, None
            return
        lines, latest = _read(register, order)
        new = [] if check.was_applied else list(_new_revisions(check, latest, order))
        yield _applied_answer(told, check, latest, len(new)), WrittenLines(lines, new)
        remember_answer(taken.store, check.seen_now())


def _applied_answer(
    told: AnswerApplied, check: AnswerCheck, latest: dict[str, AeoRecord], changed: int
) -> AnswerApplied:
    answer = check.answer
    assert answer is not None
    entries = answer.entries or ()
    return replace(
        told,
        outcome=answer.outcome,
        code=answer.code,
        again=check.was_applied,
        recognition=dict(sorted(Counter(entry.recognition for entry in entries).items())),
        changed=changed,
        absent=sum(entry.key not in latest for entry in entries),
        rejected=tuple(_rejected(answer)),
    )


def _rejected(answer: Answer) -> Iterator[RejectedThere]:
    for entry in answer.entries or ():
        if entry.acceptance == "rejected":
            yield RejectedThere(key=entry.key, codes=entry.codes or ())


def _read(
    register: Sequence[Content], order: ApplyOrder
) -> tuple[list[bytes], dict[str, AeoRecord]]:
    """Return every revision as a line, and the latest one of each key."""
    context = Context(at=order.now.at, reference=order.reference)
    lines: list[bytes] = []
    latest: dict[str, AeoRecord] = {}
    for reading, report in refusals_told(read_contents(register, Limits()), context):
        record = reading.record
        if record is None or report.verdict is not Verdict.VALID:
            fault = report.findings[0]
            place = f"{report.source}: {fault.code} at {fault.path or '/'}: {fault.message}"
            raise WrongChoice(f"{place}; the register has to be whole before it is written")
        if record.view is not UNSET:
            raise WrongChoice(f"{report.source}: {record.record_id} is a view, and no full record")
        lines.append(_line(record))
        known = latest.get(key_of(record))
        if known is None or known.revision < record.revision:
            latest[key_of(record)] = record
    return lines, latest


def _line(record: AeoRecord) -> bytes:
    return msgspec.json.encode(record) + b"\n"


def _new_revisions(
    check: AnswerCheck, latest: dict[str, AeoRecord], order: ApplyOrder
) -> Iterator[bytes]:
    """Yield the line of each record of which the answer says something new."""
    at, answer = order.now.at, check.answer
    assert answer is not None
    taking = TakingOver(answer, check.sent.head, order.profile)
    changed = [
        new
        for entry in answer.entries or ()
        if (record := latest.get(entry.key)) is not None
        and (new := taking.revision(record, entry, at)) is not None
    ]
    context = Context(at=at, reference=order.reference)
    for start in range(0, len(changed), BATCH):
        batch = changed[start : start + BATCH]
        judged = check_many([Subject(record) for record in batch], context)
        for record, findings in zip(batch, judged, strict=True):
            errors = [finding for finding in findings if finding.severity is Severity.ERROR]
            if errors:
                fault = f"{record.record_id}: with what the answer says it breaks {errors[0].code}"
                raise WrongChoice(f"{fault}: {errors[0].message}")
            yield _line(record)
