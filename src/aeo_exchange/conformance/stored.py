"""A report that was stored, read again; and two of them compared."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from aeo_exchange.conformance.errors import UnreadableFile
from aeo_exchange.conformance.lists import Role, State
from aeo_exchange.conformance.run_report import RunReport

__all__ = ["Change", "changes", "is_worse", "read_report", "written_report"]

GOOD = frozenset({State.PASS, State.NOT_APPLICABLE})


class Change(NamedTuple):
    """A case whose state differs between two reports; None where one of them lacks it."""

    id: str
    role: Role
    before: State | None
    after: State | None


def read_report(content: bytes) -> RunReport:
    """Return the report of a JSON text; raises UnreadableFile."""
    try:
        return msgspec.json.decode(content, type=RunReport)
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise UnreadableFile(f"this is no report of a run: {cause}") from cause


def written_report(report: RunReport) -> bytes:
    """Return a report as report.json."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"


def changes(old: RunReport, new: RunReport) -> list[Change]:
    """Return what became of each case in another way, by role and id."""
    before = {(each.role, each.id): each.state for each in old.cases}
    after = {(each.role, each.id): each.state for each in new.cases}
    return [
        Change(key[1], key[0], before.get(key), after.get(key))
        for key in sorted({*before, *after})
        if before.get(key) is not after.get(key)
    ]


def is_worse(change: Change) -> bool:
    """Say whether a case was good before and is not any more, or is new and not good."""
    was_good = change.before is None or change.before in GOOD
    return was_good and change.after is not None and change.after not in GOOD
