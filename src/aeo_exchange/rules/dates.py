"""Rules of area DAT about what comes later than what. Instants are compared as texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from msgspec import UNSET, UnsetType

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.status import standing_grant
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, items_of, rule

__all__ = [
    "consent_not_later",
    "dates_not_later",
    "events_recorded_before_issue",
    "former_tin_not_later",
    "granted_on_not_after_record",
    "issued_not_later",
    "measured_before_assessed",
]

HOUR = 3600
DAY = 24 * HOUR
FIRST_OFFSET = 14 * HOUR  # a date begins at +14:00
LAST_OFFSET = 12 * HOUR  # and ends at -12:00


@rule(
    "AEO-DAT-05",
    "A revision is issued when, or after, its last event was recorded.",
    reason="A revision cannot know what was recorded after it.",
    clause="REC-1-4",
    at="/history/*/recordedAt",
)
def events_recorded_before_issue(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each event with the issue of the revision."""
    for i, event in enumerate(record.history):
        if event.recorded_at > record.issued_at:
            yield Breach(
                f"/history/{i}/recordedAt",
                "is after the revision was issued",
                got=event.recorded_at,
                expected=f"{record.issued_at} or earlier",
            )


@rule(
    "AEO-DAT-06",
    "A revision is not issued after the instant of the question.",
    reason="A record from the future is a wrong clock, or a record made up in advance.",
    clause="REC-1-4",
    at="/issuedAt",
    level=Level.SHOULD,
)
def issued_not_later(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Compare the issue with the instant asked about."""
    if record.issued_at > context.at:
        yield Breach(
            "/issuedAt",
            "is after the instant of the question",
            got=record.issued_at,
            expected=f"{context.at} or earlier",
        )


@rule(
    "AEO-DAT-07",
    "grantedOn is not after the day on which the grant was recorded, in any time zone.",
    reason="A decision is recorded when it is taken, or later.",
    clause="REC-5-5",
    at="/authorisation/grantedOn",
)
def granted_on_not_after_record(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the date of the decision with the grant that stands."""
    granted_on = record.authorisation.granted_on
    place = standing_grant(record.history)
    if place is None:
        return
    recorded = record.history[place].recorded_at
    if _surely_after(granted_on, recorded):
        yield Breach(
            "/authorisation/grantedOn",
            "is after the grant was recorded",
            got=str(granted_on),
            expected=f"the day of {recorded} or earlier",
        )


@rule(
    "AEO-DAT-08",
    "validatedOn and assessedOn are not after the revision was issued, in any time zone.",
    reason="A revision cannot know what happened after it.",
    clause="REC-1-4",
    at="/authorisation/validatedOn /msme/assessedOn",
)
def dates_not_later(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the dates of the record with its issue."""
    issued = record.issued_at
    validated = record.authorisation.validated_on
    if validated is not UNSET and validated > issued[:10] and _surely_after(validated, issued):
        path = "/authorisation/validatedOn"
        yield Breach(path, "is after the revision was issued", got=validated)
    assessed = UNSET if record.msme is UNSET else record.msme.assessed_on
    if assessed is not UNSET and assessed > issued[:10] and _surely_after(assessed, issued):
        yield Breach("/msme/assessedOn", "is after the revision was issued", got=assessed)


@rule(
    "AEO-DAT-09",
    "A former TIN stopped counting before the revision was issued.",
    reason="A number that still counts is not a former one.",
    clause="REC-4-6",
    at="/holder/formerTins/*/until",
    about=Part.FORMER_TINS,
)
def former_tin_not_later(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the end of each former TIN with the issue."""
    for i, former in enumerate(items_of(record.holder.former_tins)):
        if former.until > record.issued_at:
            yield Breach(
                f"/holder/formerTins/{i}/until",
                "is after the revision was issued",
                got=former.until,
            )


@rule(
    "AEO-DAT-10",
    "A consent stands since an instant that is not after the revision was issued.",
    reason="A consent of tomorrow allows nothing today.",
    clause="REC-8-2",
    at="/consents/*/since",
    about=Part.CONSENTS,
)
def consent_not_later(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each consent with the issue."""
    for i, consent in enumerate(items_of(record.consents)):
        if consent.since > record.issued_at:
            yield Breach(
                f"/consents/{i}/since", "is after the revision was issued", got=consent.since
            )


@rule(
    "AEO-DAT-11",
    "A measure's period ends before the size class is assessed, in some time zone.",
    reason="A figure of a year that is not over is an estimate.",
    clause="REC-7-4",
    at="/msme/basis/*/periodEnd",
    about=Part.BASIS,
)
def measured_before_assessed(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the end of each period with the assessment."""
    if record.msme is UNSET:
        return
    assessed_on = record.msme.assessed_on
    for i, measure in enumerate(items_of(record.msme.basis)):
        if measure.period_end <= assessed_on:
            continue
        if _start_of(measure.period_end) - FIRST_OFFSET > _end_of(assessed_on):
            yield Breach(
                f"/msme/basis/{i}/periodEnd",
                "is after the assessment",
                got=measure.period_end,
                expected=f"{assessed_on} or earlier",
            )


def _surely_after(day: str | UnsetType, instant: str) -> bool:
    """Say whether a date begins after an instant whatever the offset of its time zone."""
    if day is UNSET or day <= instant:  # the day of an instant is the text that it begins with
        return False
    return _start_of(day) - FIRST_OFFSET > datetime.fromisoformat(instant).timestamp()


def _end_of(day: str) -> float:
    return _start_of(day) + DAY + LAST_OFFSET


def _start_of(day: str) -> float:
    moment = date.fromisoformat(day)
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC).timestamp()
