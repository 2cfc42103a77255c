"""Content that was never published: fresh record ids, further status events.

A change is taken only when our own implementation gives the answer that the case expects of the
changed document too, in every syntax of the case; so what is asked stays what is published.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from aeo_exchange.conformance.suite.cases import Case, Input
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.conformance.suite.media import Syntax, syntax_of
from aeo_exchange.errors import AeoError
from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import read_records
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import worst
from aeo_exchange.rules import Context

__all__ = ["Fresh", "fresh_for"]

INSTANT = "%Y-%m-%dT%H:%M:%SZ"
RUNNING = frozenset({"granted", "reinstated"})
LONGEST = 1 << 16  # a longer input is at the end of something; nothing is put into it
IDS = {
    Syntax.JSON: re.compile(rb'("recordId"\s*:\s*")([A-Za-z0-9._-]+)(")'),
    Syntax.NDJSON: re.compile(rb'("recordId"\s*:\s*")([A-Za-z0-9._-]+)(")'),
    Syntax.XML: re.compile(rb"(<RecordId>)([A-Za-z0-9._-]+)(</RecordId>)"),
}
ENDS = {
    Syntax.JSON: re.compile(rb'("history":\s*\[.*?)(\s*\])', re.DOTALL),
    Syntax.XML: re.compile(rb"(.*</History>)()", re.DOTALL),
}
JSON_EVENT = ',{{"seq":{seq},"status":"{status}","effectiveFrom":"{at}","recordedAt":"{at}"{more}}}'
XML_EVENT = (
    "<History><Seq>{seq}</Seq><Status>{status}</Status><EffectiveFrom>{at}</EffectiveFrom>"
    "<RecordedAt>{at}</RecordedAt>{more}</History>"
)
EVENTS = {
    Syntax.JSON: (JSON_EVENT, ',"plannedUntil":"{until}"'),
    Syntax.XML: (XML_EVENT, "<PlannedUntil>{until}</PlannedUntil>"),
}


class Event(NamedTuple):
    """A status event that is put behind the last one."""

    seq: int
    status: str
    at: str
    until: str = ""


class Fresh(NamedTuple):
    """What is changed in every input of a case: record ids, old to new, and further events."""

    ids: tuple[tuple[bytes, bytes], ...] = ()
    events: tuple[Event, ...] = ()

    def applied(self, content: bytes, syntax: Syntax) -> tuple[bytes, tuple[str, ...]]:
        """Return the changed content and the names of the changes."""
        changes = []
        if self.ids:
            new = dict(self.ids)
            content = IDS[syntax].sub(lambda match: _renamed(match, new), content)
            changes.append("fresh-identifiers")
        if self.events and syntax in EVENTS:
            more = "".join(_spelled(event, syntax) for event in self.events).encode()
            content = ENDS[syntax].sub(lambda match: match[1] + more + match[2], content, count=1)
            changes.append("history-events")
        return content, tuple(changes)


def fresh_for(case: Case, contents: Sequence[tuple[Input, bytes]], seed: int) -> Fresh:
    """Return what can be changed in a case without changing the answer; often less than asked."""
    if case.operation not in {Operation.VALIDATE, Operation.VALIDATE_TOGETHER}:
        return Fresh()
    if any(len(content) > LONGEST for _, content in contents):
        return Fresh()
    if not {syntax_of(part.media) for part, _ in contents} <= set(IDS):
        return Fresh()  # a table is handed over as it is written
    chance = random.Random(f"{seed} {case.id}")  # noqa: S311 no secret is made
    ids = _new_ids(contents, chance)
    for wish in (Fresh(ids, _new_events(case, contents, chance)), Fresh(ids)):
        if wish != Fresh() and all(_holds(case, part, held, wish) for part, held in contents):
            return wish
    return Fresh()


def _new_ids(
    contents: Sequence[tuple[Input, bytes]], chance: random.Random
) -> tuple[tuple[bytes, bytes], ...]:
    """Return a new id of the same length for each, the same in every syntax."""
    numbers = {
        match[2]: b""
        for part, content in contents
        for match in IDS[syntax_of(part.media)].finditer(content)
    }
    letters = string.ascii_uppercase + string.digits
    return tuple(
        (old, "".join(chance.choice(letters) for _ in old).encode()) for old in sorted(numbers)
    )


def _new_events(
    case: Case, contents: Sequence[tuple[Input, bytes]], chance: random.Random
) -> tuple[Event, ...]:
    """Return a suspension and its end, behind the last event of a valid record and before now."""
    if case.expect.findings or case.operation is not Operation.VALIDATE:
        return ()
    if not {syntax_of(part.media) for part, _ in contents} <= set(EVENTS):
        return ()
    records = _records(contents[0][1])
    if len(records) != 1 or str(records[0].history[-1].status) not in RUNNING:
        return ()
    last = records[0].history[-1]
    start = _moment(max(last.recorded_at, last.effective_from))
    seconds = int((_moment(min(records[0].issued_at, case.at)) - start).total_seconds())
    if seconds < len(records) + 4:
        return ()
    first, second = sorted(chance.sample(range(1, seconds), 2))
    begin, end = (start + timedelta(seconds=after) for after in (first, second))
    return (
        Event(last.seq + 1, "suspended", begin.strftime(INSTANT), end.strftime(INSTANT)),
        Event(last.seq + 2, "reinstated", end.strftime(INSTANT)),
    )


def _records(content: bytes) -> list[AeoRecord]:
    try:
        return list(read_records(content))
    except AeoError:
        return []


def _moment(instant: str) -> datetime:
    return datetime.strptime(instant, INSTANT).replace(tzinfo=UTC)


def _renamed(match: re.Match[bytes], new: dict[bytes, bytes]) -> bytes:
    return match[1] + new.get(match[2], match[2]) + match[3]


def _spelled(event: Event, syntax: Syntax) -> str:
    whole, planned = EVENTS[syntax]
    more = planned.format(until=event.until) if event.until else ""
    return whole.format(seq=event.seq, status=event.status, at=event.at, more=more)


def _holds(case: Case, part: Input, content: bytes, fresh: Fresh) -> bool:
    """Say whether the changed input still gets the answer that the case expects."""
    changed, _ = fresh.applied(content, syntax_of(part.media))
    reports = list(
        validate(
            [Content(name=part.path, held=changed)],
            Context(at=case.at, reference=_reference()),
            Limits(),
            together=case.operation is Operation.VALIDATE_TOGETHER,
        )
    )
    told = sorted(
        (finding.code, finding.path)
        for report in reports
        for finding in report.findings
        if finding.code not in case.expect.allow
    )
    wanted = sorted((finding.code, finding.path) for finding in case.expect.findings)
    return worst({report.verdict for report in reports}) == case.expect.verdict and told == wanted


@cache
def _reference() -> ReferenceData:
    return ReferenceData()
