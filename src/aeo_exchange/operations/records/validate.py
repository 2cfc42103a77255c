"""Content to reports: one for each record, in the order of the content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.sources import Source, contents_of
from aeo_exchange.model.document import Document
from aeo_exchange.operations.placing import Findings, drafts_of_rules, placed
from aeo_exchange.operations.reading import Reading, read
from aeo_exchange.report import Report, Severity
from aeo_exchange.rules import (
    Broken,
    Context,
    Origin,
    RecordSet,
    Subject,
    breaches_of,
    breaches_together,
)

if TYPE_CHECKING:
    from aeo_exchange.exchange.partner_profile import PartnerProfile
    from aeo_exchange.exchange.profile_rules import AgreedCheck

__all__ = [
    "judged_readings",
    "numbered_reports",
    "refusals_told",
    "validate",
    "validate_agreed",
]

NONE = Findings()
BATCH = 64  # records in memory at a time; more are no faster


class _Judging(NamedTuple):
    """How records are judged: with what beyond the rules, and what of valid ones is told."""

    context: Context
    seen: RecordSet | None = None
    agreed: AgreedCheck | None = None
    tells_of_valid: bool = True


def validate(
    contents: Source | Iterable[Source],
    context: Context | None = None,
    limits: Limits | None = None,
    *,
    at: str | datetime | None = None,
    together: bool = False,
) -> Iterator[Report]:
    """Return an iterator over a report for each record of each content.

    Content is bytes, a path or an open binary file, one or several. `at` is the instant of the
    question, by default now; a `context` says it too, and what reference data and which profile of
    a partner count. With `together` each record is also compared with those before it, in
    whatever content.

    Content that cannot be opened gives one UNDETERMINED report with finding AEO-SYN-00, and
    the rest is still validated. Raises NotContent, InvalidInstant.
    """
    asked = context or Context(at=cast("str", datetime.now(UTC) if at is None else at))
    seen = RecordSet() if together else None
    return _reports(contents_of(contents), asked, limits or Limits(), seen)


def validate_agreed(
    contents: Iterable[Source],
    context: Context,
    limits: Limits,
    profile: PartnerProfile,
    *,
    together: bool,
) -> Iterator[Report]:
    """Yield the reports of `validate`, with what a partner profile says of recognitions."""
    from aeo_exchange.exchange.profile_rules import AgreedCheck  # noqa: PLC0415 start-up

    asked = replace(context, agreements=frozenset({profile.code}))
    seen = RecordSet() if together else None
    yield from _reports(contents_of(contents), asked, limits, seen, AgreedCheck(profile))


def _reports(
    contents: Iterable[Content],
    context: Context,
    limits: Limits,
    seen: RecordSet | None,
    agreed: AgreedCheck | None = None,
) -> Iterator[Report]:
    for content in contents:
        for _, report in judged_readings(read(content, limits), context, seen, agreed):
            yield report


def judged_readings(
    readings: Iterable[Reading],
    context: Context,
    seen: RecordSet | None = None,
    agreed: AgreedCheck | None = None,
) -> Iterator[tuple[Reading, Report]]:
    """Yield each reading with the report on it, of which the rules had their say.

    With `seen` each record is also compared with those that were met before, with `agreed` with
    what two sides agreed.
    """
    return _judged(readings, _Judging(context, seen, agreed))


def refusals_told(
    readings: Iterable[Reading], context: Context
) -> Iterator[tuple[Reading, Report]]:
    """Yield what `judged_readings` does, with nothing that rules say of records that are valid.

    For whoever uses the valid ones and tells why others are refused. To find where the warnings
    of a record stand takes as long as all else about it.
    """
    return _judged(readings, _Judging(context, tells_of_valid=False))


def _judged(readings: Iterable[Reading], judging: _Judging) -> Iterator[tuple[Reading, Report]]:
    """Ask the rules about some records at a time, which is faster, and report on each reading."""
    waiting = iter(readings)
    while batch := list(islice(waiting, BATCH)):
        records = [
            Subject(outcome.record, outcome.document.compact)
            for outcome in batch
            if outcome.record is not None and outcome.document is not None
        ]
        broken = iter(breaches_of(records, judging.context))
        for reading in batch:
            yield reading, _report_on(reading, broken, judging)


def numbered_reports(told: Iterable[tuple[Reading, Report]]) -> list[tuple[int, Report]]:
    """Return the report on each record of one content with its number, from 0 (CNF-3-4).

    What stands beside the records has the number behind the last, and shifts none.
    """
    all_told = list(told)
    of_records = [report for reading, report in all_told if not reading.is_beside]
    beside = [report for reading, report in all_told if reading.is_beside]
    return [*enumerate(of_records), *((len(of_records), report) for report in beside)]


def _report_on(reading: Reading, broken: Iterator[list[Broken]], judging: _Judging) -> Report:
    """Return the report on a reading; `broken` tells of the next record what it breaks."""
    record, document, context = reading.record, reading.document, judging.context
    if record is None or document is None:
        report = reading.report()
        return report if report.is_unread else _report(reading, reading.findings, context)
    breaches = next(broken)
    if judging.agreed is not None:
        breaches += judging.agreed.broken(record, context)
    if judging.seen is not None:
        origin = Origin(reading.source, line=document.line, number=document.number)
        breaches += breaches_together(record, origin, judging.seen)
    findings = _of_record(document, breaches, judging)
    if reading.findings.told:
        findings = _joined(reading.findings, findings)
    return _report(reading, findings, context)


def _joined(first: Findings, second: Findings) -> Findings:
    """Return what the reader said of a record and then what the rules say."""
    return Findings(told=first.told + second.told, left_out=second.left_out)


def _of_record(document: Document, broken: list[Broken], judging: _Judging) -> Findings:
    """Return the findings that the breaches of a record are, with their places."""
    drafts = drafts_of_rules(broken, judging.context.profile)
    if not judging.tells_of_valid and all(draft.severity is not Severity.ERROR for draft in drafts):
        return NONE
    return placed(drafts, document) if drafts else NONE


def _report(reading: Reading, findings: Findings, context: Context) -> Report:
    return Report(
        source=reading.source,
        record_id=reading.record_id,
        verdict=findings.verdict,
        profile=context.profile.name or UNSET,
        findings=findings.told,
        left_out=findings.left_out,
    )
