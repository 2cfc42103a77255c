"""Records in files, which nobody signed in a stream, to what an answer could rest on."""

from __future__ import annotations

import errno
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import UNSET

from aeo_exchange.exchange.entries import key_of
from aeo_exchange.exchange.profile_faults import is_of_side
from aeo_exchange.exchange.recognition.evidence import HeldChange, HeldKey, HeldStream
from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.canonical import digest
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.revisions import by_record
from aeo_exchange.operations.reading import read_contents
from aeo_exchange.operations.recognition.held_snapshots import Sides
from aeo_exchange.operations.records.unread import UnreadRecords
from aeo_exchange.operations.records.validate import refusals_told
from aeo_exchange.report import Verdict
from aeo_exchange.rules import Context
from aeo_exchange.rules.rule import items_of

__all__ = ["unsigned_streams"]

TRANSCRIPTION = "urn:aeo-exchange:1.0:transcription"


def unsigned_streams(
    contents: Iterable[Content], context: Context, sides: Sides, agreement: str, limits: Limits
) -> tuple[HeldStream, ...]:
    """Return the records of the other side that are full, or views for the asking side.

    Of each the highest revision issued by the instant of knowledge; a revision that is there with
    two contents, or is not valid, is rejected, and so is one beside what cannot be read and may be
    a later one. Raises OSError for a file that cannot be opened.
    """
    by_key: dict[tuple[str, bool], list[tuple[AeoRecord, bool]]] = defaultdict(list)
    unread = UnreadRecords()
    for reading, report in refusals_told(read_contents(contents, limits), context):
        record = reading.record
        if report.is_unread:
            raise OSError(errno.EIO, report.findings[0].message, report.source)
        if record is None:
            unread.take(report.record_id)
        elif _is_theirs(record, sides, agreement, context):
            place = (key_of(record), _is_transcribed(record))
            by_key[place].append((record, report.verdict is Verdict.VALID))
    return tuple(
        HeldStream(
            sender=sides.other,
            heads=(),
            keys=tuple(
                held
                for (key, transcribed), revisions in sorted(by_key.items())
                if transcribed is marked
                for held in _held(key, revisions, sides.known_at, unread)
            ),
            transcribed=marked,
            unread=unread.count,
        )
        for marked in (False, True)
    )


def _is_theirs(record: AeoRecord, sides: Sides, agreement: str, context: Context) -> bool:
    view = record.view
    is_for_asking = view is UNSET or (
        view.audience[:2] == sides.asked_by and view.agreement in (UNSET, agreement)
    )
    return is_for_asking and is_of_side(record.administration, sides.other, context.reference)


def _is_transcribed(record: AeoRecord) -> bool:
    return any(extension.uri == TRANSCRIPTION for extension in items_of(record.extensions))


def _held(
    key: str, revisions: list[tuple[AeoRecord, bool]], known_at: str, unread: UnreadRecords
) -> Iterator[HeldKey]:
    issued = [(record, is_valid) for record, is_valid in revisions if record.issued_at <= known_at]
    if not issued:
        return
    highest = max(record.revision for record, _ in issued)
    last = [(record, is_valid) for record, is_valid in issued if record.revision == highest]
    record = last[0][0]
    of_one = len(issued) == 1 or len(by_record(record for record, _ in issued)) == 1
    is_one = len(last) == 1 or len({digest(other) for other, _ in last}) == 1
    is_last = not unread.may_have(record.record_id)
    is_accepted = is_one and of_one and is_last and all(is_valid for _, is_valid in last)
    state = "accepted" if is_accepted else "rejected"
    yield HeldKey(
        key=key,
        changes=(HeldChange(state=state, applied_at=record.issued_at, record=record),),  # type: ignore[arg-type]
    )
