"""An answer is compared as closely as was asked, and no closer."""

from __future__ import annotations

import pytest

from aeo_exchange.conformance.adapters.protocol import Named, Reply
from aeo_exchange.conformance.judge.comparison import Closeness, differences
from aeo_exchange.conformance.suite.lists import Depth, RunLevel
from aeo_exchange.report import Severity, Verdict

WRONG = "AEO-LIF-06.n01"  # AEO-LIF-06, error, at /history/1/status
WARNED = "AEO-COD-07.n01"  # AEO-COD-07, warning, at /programme


def found(code: str = "AEO-LIF-06", path: str = "/history/1/status", **more: object) -> Named:
    return Named(code=code, path=path, **more)


def answered(*findings: Named, verdict: Verdict = Verdict.NOT_VALID) -> Reply:
    return Reply(seq=1, verdict=verdict, findings=findings)


@pytest.mark.parametrize(
    ("depth", "reply", "is_right"),
    [
        (Depth.D1, answered(), True),
        (Depth.D2, answered(), False),
        (Depth.D2, answered(found("MINE-7")), True),
        (Depth.D2, answered(found("MINE-7", "/history/1")), False),
        (Depth.D2, answered(found(), found(path="/holder")), False),
        (Depth.D3, answered(found("MINE-7")), False),
        (Depth.D3, answered(found()), True),
        (Depth.D3, answered(found(), found()), False),
        (Depth.D3, answered(found(severity=Severity.WARNING)), False),
        (Depth.D3, answered(found(), found("MINE-8", severity=Severity.INFO)), True),
    ],
)
def test_a_depth_compares_what_it_says(depth, reply, is_right, suite) -> None:
    got = differences(suite.by_id[WRONG], reply, Closeness(RunLevel.CORE, depth))
    assert (got == []) is is_right, got


@pytest.mark.parametrize("depth", Depth)
@pytest.mark.parametrize("verdict", [Verdict.VALID, Verdict.UNDETERMINED])
def test_another_verdict_is_wrong_at_every_depth(depth, verdict, suite) -> None:
    reply = answered(found(), verdict=verdict)
    assert differences(suite.by_id[WRONG], reply, Closeness(RunLevel.CORE, depth))


@pytest.mark.parametrize(
    ("level", "findings", "is_right"),
    [
        (RunLevel.CORE, (), True),
        (RunLevel.FULL, (), False),
        (RunLevel.FULL, (found("MINE-1", "/x", severity=Severity.WARNING),), True),
    ],
)
def test_a_broken_should_is_to_be_warned_of_at_level_full(level, findings, is_right, suite) -> None:
    reply = answered(*findings, verdict=Verdict.VALID)
    got = differences(suite.by_id[WARNED], reply, Closeness(level, Depth.D1))
    assert (got == []) is is_right


@pytest.mark.parametrize(
    ("code", "is_right"), [("MINE-1", True), (None, True), ("AEO-COD-08", False)]
)
def test_a_warning_of_the_products_own_beside_the_right_one_is_not_compared(
    code, is_right, suite
) -> None:
    told = {"path": "/holder", "severity": Severity.WARNING} | ({"code": code} if code else {})
    right = found("AEO-COD-07", "/programme", severity=Severity.WARNING)
    reply = answered(right, Named(**told), verdict=Verdict.VALID)
    got = differences(suite.by_id[WARNED], reply, Closeness(RunLevel.FULL, Depth.D3))
    assert (got == []) is is_right, got


def test_a_finding_in_a_set_is_about_the_right_record(suite) -> None:
    case = suite.by_id["AEO-XCH-01.n01"]
    expected = case.expect.findings[0]
    for record, is_right in ((expected.record, True), (0, False)):
        reply = answered(found(expected.code, expected.path, record=record))
        got = differences(case, reply, Closeness(RunLevel.CORE, Depth.D3))
        assert (got == []) is is_right
