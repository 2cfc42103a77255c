"""Records to the status of each, tier by tier, at an instant or on a day (REC-6-7 to REC-6-11).

Revisions of one record and view are found among all the records given; the highest that had been
issued by the instant of knowledge answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.instants import Instant, instant, whole_date
from aeo_exchange.model.record import AeoRecord, View
from aeo_exchange.model.revisions import by_record
from aeo_exchange.model.standing import Standing, StatusReason
from aeo_exchange.model.status import StatusAnswer, held_tiers, record_key, status_by
from aeo_exchange.operations.reading import Reading, read_contents
from aeo_exchange.operations.records.unread import UnreadRecords
from aeo_exchange.operations.records.validate import refusals_told
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Report, Verdict, worst
from aeo_exchange.rules import Context

__all__ = ["RecordStatus", "StatusAnswers", "StatusQuestion", "TierStatus", "statuses"]

VERDICTS = {Standing.GRANTED: Verdict.VALID, Standing.UNDETERMINED: Verdict.UNDETERMINED}
NOT_VALID = StatusAnswer(status=Standing.UNDETERMINED, reason=StatusReason.NOT_VALID)
DATE_LENGTH = 10


class StatusQuestion(Struct, frozen=True, kw_only=True):
    """What is asked: `at` and `known_at` are instants or dates; without `tier`, every tier."""

    at: str
    known_at: str
    tier: str | None = None


class TierStatus(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The status of a tier, or without one of the authorisation as a whole, and why.

    `event` is the `seq` of the event that decides, `effectiveFrom` when it took effect.
    """

    status: Standing
    reason: StatusReason
    because: str
    tier: str | UnsetType = UNSET
    event: int | UnsetType = UNSET
    effective_from: str | UnsetType = UNSET


class RecordStatus(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The answer about one record: as a whole, or for the tier asked about, and tier by tier.

    `revision` and `issuedAt` name what it rests on; absent where no revision answers. What cannot
    be read has no `administration`, and no `recordId` where that cannot be read either.
    """

    source: str
    verdict: Verdict
    administration: str | UnsetType = UNSET
    record_id: str | UnsetType = UNSET
    at: str
    known_at: str
    view: View | UnsetType = UNSET
    revision: int | UnsetType = UNSET
    issued_at: str | UnsetType = UNSET
    whole: TierStatus
    tiers: tuple[TierStatus, ...] = ()


class StatusAnswers(Struct, frozen=True, kw_only=True, rename="camel"):
    """The answers about several records; the verdict is the worst."""

    verdict: Verdict
    results: tuple[RecordStatus, ...]

    @classmethod
    def of(cls, results: Sequence[RecordStatus]) -> StatusAnswers:
        """Return answers with their verdict."""
        return cls(verdict=worst({result.verdict for result in results}), results=tuple(results))


class _Group(Struct):
    """The records of one key, as they claim, by their numbers, and whether all are valid."""

    records: dict[int, AeoRecord] = {}
    valid: bool = True

    def apart(self) -> Iterator[_Group]:
        """Yield the revisions of each record, since a claim alone joins none (REC-1-6)."""
        numbers = {id(record): number for number, record in self.records.items()}
        for revisions in by_record(self.records.values()):
            yield _Group({numbers[id(revision)]: revision for revision in revisions}, self.valid)


class _AtHand:
    """All that was given: records by key and view, and what could not be read as one."""

    def __init__(self) -> None:
        self._unread = UnreadRecords()
        self._refused: list[Report] = []
        self._groups: dict[tuple[str, str, object], _Group] = {}
        self._ids: set[str | UnsetType] = set()

    def add(self, number: int, reading: Reading, report: Report) -> None:
        """Put a record where it belongs, any other document where its record may be asked for."""
        record = reading.record
        if record is None:
            self._unread.take(report.record_id)
            self._refused.append(report)
            return
        group = self._groups.setdefault(record_key(record), _Group())
        group.records[number] = record
        group.valid = group.valid and report.verdict is Verdict.VALID
        self._ids.add(record.record_id)

    def settled(self) -> Iterator[_Group]:
        """Yield the revisions of each record; they may be those of what could not be read too."""
        for group in self._groups.values():
            for part in group.apart():
                record_id = next(iter(part.records.values())).record_id
                part.valid = part.valid and not self._unread.may_have(record_id)
                yield part

    def strays(self) -> Iterator[Report]:
        """Yield what could not be read and has no answer by another revision of its record."""
        yield from (report for report in self._refused if report.record_id not in self._ids)


def statuses(
    contents: Iterable[Content], question: StatusQuestion, reference: ReferenceData, limits: Limits
) -> Iterator[RecordStatus | Report]:
    """Yield why what cannot be read is refused, then the status of each record.

    A record with a revision that is not valid is UNDETERMINED, and so is each one beside what
    may be a revision of any. Raises InvalidInstant for a question about what is neither an instant
    nor a date.
    """
    span = _instants(question.at, None)
    _instants(question.known_at, None)
    at_hand = _AtHand()
    readings = refusals_told(
        read_contents(contents, limits), Context(at=span[-1], reference=reference)
    )
    for number, (reading, report) in enumerate(readings, 1):
        at_hand.add(number, reading, report)
        if report.verdict is not Verdict.VALID:
            yield report
    for group in at_hand.settled():
        yield _status_of(group, question, reference)
    for stray in at_hand.strays():
        yield RecordStatus(
            source=stray.source,
            verdict=Verdict.UNDETERMINED,
            record_id=stray.record_id,
            at=question.at,
            known_at=question.known_at,
            whole=_tier_status(NOT_VALID, question.tier),
        )


def _status_of(group: _Group, question: StatusQuestion, reference: ReferenceData) -> RecordStatus:
    records = list(group.records.values())
    zone = _zone_of(records, reference)
    asked = [None, *_tiers_of(records)] if question.tier is None else [question.tier]
    answers = [(_answer(group, question, zone, tier), tier) for tier in asked]
    first, tier = answers[0]
    any_record = records[0]
    used = first.revision
    return RecordStatus(
        source=f"record {min(group.records)}",
        verdict=VERDICTS.get(first.status, Verdict.NOT_VALID),
        administration=any_record.administration,
        record_id=any_record.record_id,
        at=question.at,
        known_at=question.known_at,
        view=any_record.view,
        revision=used.revision if used else UNSET,
        issued_at=used.issued_at if used else UNSET,
        whole=_tier_status(first, tier),
        tiers=tuple(_tier_status(answer, name) for answer, name in answers[1:]),
    )


def _tiers_of(records: Sequence[AeoRecord]) -> list[str]:
    return sorted({tier for record in records for tier in held_tiers(record)})


def _tier_status(answer: StatusAnswer, tier: str | None) -> TierStatus:
    event = answer.event
    because = answer.reason.definition
    if event:
        because = f"Event {event.seq}, {event.status} from {event.effective_from} on, decides."
    return TierStatus(
        status=answer.status,
        reason=answer.reason,
        because=because,
        tier=UNSET if tier is None else tier,
        event=event.seq if event else UNSET,
        effective_from=event.effective_from if event else UNSET,
    )


def _answer(
    group: _Group, question: StatusQuestion, zone: str | None, tier: str | None
) -> StatusAnswer:
    """Return the answer if it is the same at every instant asked about, else undetermined."""
    if not group.valid:
        return NOT_VALID
    records = list(group.records.values())
    ats = _turns(_instants(question.at, zone), _effects(records))
    knowns = _turns(_instants(question.known_at, zone), {record.issued_at for record in records})
    answers = [
        status_by(records, at=at, known_at=known, tier=tier) for known, at in product(knowns, ats)
    ]
    if len({answer.status for answer in answers}) > 1:
        return StatusAnswer(
            status=Standing.UNDETERMINED,
            reason=StatusReason.NOT_ALL_DAY,
            revision=answers[-1].revision,
        )
    return answers[-1]


def _effects(records: Sequence[AeoRecord]) -> set[str]:
    """Return every instant at which an answer can change."""
    terms = [term for record in records for term in record.authorisation.terms]
    bounds = {bound for term in terms for bound in (term.from_, term.until)}
    effects = {event.effective_from for record in records for event in record.history}
    return effects | {bound for bound in bounds if bound is not UNSET}


def _turns(span: tuple[Instant, Instant], changes: set[str]) -> list[str]:
    """Return the instants of a span at which an answer can differ from that before."""
    first, last = span
    return sorted({first, last} | {change for change in changes if first < change <= last})


def _instants(given: str, zone: str | None) -> tuple[Instant, Instant]:
    """Return the first and the last instant of a date, or an instant twice."""
    if len(given) != DATE_LENGTH:
        moment = instant(given)
        return moment, moment
    first, last = whole_date(given)
    if zone is None:
        return first, last
    return _midnight(given, zone, 0), _midnight(given, zone, 1)


def _midnight(given: str, zone: str, days: int) -> Instant:
    """Return the first instant of a date in a zone, or its last with `days` 1."""
    moment = datetime.fromisoformat(given).replace(tzinfo=ZoneInfo(zone)) + timedelta(days=days)
    return instant(moment.astimezone(UTC) - timedelta(seconds=days))


def _zone_of(records: Sequence[AeoRecord], reference: ReferenceData) -> str | None:
    """Return the time zone of the programme, where one alone is known of it."""
    programmes = {record.programme for record in records}
    known = [reference.look_up(code) for code in programmes]
    owners = {UNSET, *(record.administration for record in records)}
    zones = {
        row.zone
        for programme in known
        if programme
        for row in programme.time_zones
        if row.administration in owners
    }
    if len(programmes) != 1 or len(zones) != 1:
        return None
    zone = zones.pop()
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    return zone
