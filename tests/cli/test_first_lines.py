"""What is wrong in many places is told in some lines, and how many more there are is said."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from aeo_exchange.cli.render.register import check_lines
from aeo_exchange.cli.render.site import site_lines
from aeo_exchange.cli.render.snapshot import snapshot_lines
from aeo_exchange.cli.render.statements import applied_lines
from aeo_exchange.exchange.acceptance import EntryAlarm, EntryCounts, RejectedRecord
from aeo_exchange.operations.exchange.answer_apply import AnswerApplied, RejectedThere
from aeo_exchange.operations.exchange.snapshot_check import SnapshotAnswer
from aeo_exchange.operations.register.care import RegisterCheck, RegisterFault
from aeo_exchange.operations.site.check import SiteAnswer
from aeo_exchange.operations.site.remarks import SiteRemark
from aeo_exchange.report import Verdict

AT = "2026-11-01T00:00:00Z"
KEYS = [f"HK/{number:05}" for number in range(1_000)]
CODES = ("AEO-LIF-01",)
BAD = {"source": "it", "at": AT, "verdict": Verdict.NOT_VALID}


def of_register(fault: str, stream: str, keys: list[str]) -> tuple[RegisterFault, ...]:
    return tuple(RegisterFault(fault=f"{key}: {fault}", stream=stream) for key in keys)


def checked(most: int) -> list[str]:
    """The lines about a register with two streams at fault, the second in three places."""
    faults = (*of_register("gone", "HK/JP/A", KEYS), *of_register("gone", "SG/JP/B", KEYS[:3]))
    answer = RegisterCheck(
        register="r.db", verdict=Verdict.NOT_VALID, streams=("HK/JP/A", "SG/JP/B"), faults=faults
    )
    return "".join(check_lines(answer, most)).splitlines()


def test_of_each_stream_of_a_register_the_first_faults_are_told():
    lines = checked(20)
    assert lines[0] == "r.db: NOT_VALID, 2 streams, 1,003 faults"
    assert lines[20:22] == [
        "    HK/JP/A: HK/00019: gone",
        "    and 980 more; --max-errors 0 shows all",
    ]
    assert lines[22:] == [f"    SG/JP/B: HK/{number:05}: gone" for number in range(3)]
    every = checked(0)
    assert len(every) == 1_004
    assert not any("more" in line for line in every)


COUNTS = EntryCounts(accepted=1, rejected=0, newer=0, tombstones=0, missing=0, alarmed=0)


def rejected_in_snapshot():
    told = tuple(RejectedRecord(key=key, codes=CODES) for key in KEYS)
    counts = replace(COUNTS, rejected=5_000)
    return snapshot_lines(SnapshotAnswer(**BAD, steps=(), entries=counts, rejected=told))


def alarms_in_snapshot():
    told = tuple(EntryAlarm(key=key, code="AEO-XCH-29") for key in KEYS)
    counts = replace(COUNTS, missing=5_000, alarmed=5_000)
    return snapshot_lines(SnapshotAnswer(**BAD, steps=(), entries=counts, alarms=told))


def rejected_by_partner():
    told = tuple(RejectedThere(key=key, codes=CODES) for key in KEYS)
    return applied_lines(AnswerApplied(**BAD, steps=(), outcome="applied", rejected=told))


def remarks_on_site():
    told = tuple(SiteRemark(path=key, code="AEO-XCH-60", message="is odd") for key in KEYS)
    return site_lines(SiteAnswer(**BAD, streams=1, heads=1, remarks=told, open=()))


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (rejected_in_snapshot, "4,980 more; --format json has the first 1,000"),
        (alarms_in_snapshot, "4,980 more; --format json has the first 1,000"),
        (rejected_by_partner, "980 more; --format json has them all"),
        (remarks_on_site, "980 more; --format json has them all"),
    ],
)
def test_of_many_places_twenty_are_told_and_how_many_more(lines, left):
    told = "".join(lines()).splitlines()
    assert sum("HK/000" in line for line in told) == 20
    assert told[-1] == f"    and {left}"
