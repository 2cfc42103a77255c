"""An answer beside an expectation to differences, at the depth a product is compared at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.conformance.adapters.protocol import (
    AnsweredState,
    Named,
    Reply,
    StateEntry,
)
from aeo_exchange.conformance.judge.conversion import output_differences
from aeo_exchange.conformance.judge.parties import party_differences
from aeo_exchange.conformance.judge.told_sets import left_out_differences, recognition_differences
from aeo_exchange.conformance.suite.cases import Case, ExpectedFinding
from aeo_exchange.conformance.suite.lists import VERIFYING, Depth, Operation, RunLevel
from aeo_exchange.report import Severity, Verdict

__all__ = [
    "MAKING",
    "Closeness",
    "differences",
]

DECISIVE = ("fail", "undetermined")
OURS = "AEO-"
# What these refuse, `validate` explains.
MAKING = frozenset(
    {
        Operation.CONVERT,
        Operation.DIGEST,
        Operation.SIGN,
        Operation.STATUS_LIST,
        Operation.STATUS,
        Operation.RECOGNISE,
        Operation.VIEW,
        Operation.SNAPSHOT,
        Operation.MATCH,
    }
)


class Closeness(NamedTuple):
    """How closely answers are compared: the level that is run, and the depth."""

    level: RunLevel
    depth: Depth


def differences(case: Case, reply: Reply, measure: Closeness) -> list[str]:
    """Return how an answer differs from what a case expects, in words; none when it does not."""
    words = [*_verdict(case, reply), *_warned(case, reply, measure), *_products(case, reply)]
    if answered := ANSWERED.get(case.operation):
        return [*words, *answered(case, reply, measure)]
    if case.operation in MAKING or measure.depth is Depth.D1:
        return words
    if case.operation is Operation.RECEIVE:
        return [*words, *_state(case, reply, measure)]
    # Codes come with their places, so what D3 compares includes what D2 does.
    compared = _codes if measure.depth is Depth.D3 else _places
    return [*words, *compared(case, reply, measure), *_checks(case, reply)]


def _verdict(case: Case, reply: Reply) -> Iterator[str]:
    if reply.verdict != case.expect.verdict:
        yield f"verdict {reply.verdict}, expected {case.expect.verdict}"


def _warned(case: Case, reply: Reply, measure: Closeness) -> Iterator[str]:
    """Yield that the warning of a broken SHOULD is missing; the verdict alone would not show it."""
    wanted = any(finding.severity is Severity.WARNING for finding in case.expect.findings)
    heard = any(finding.severity is Severity.WARNING for finding in reply.findings)
    if measure.level is RunLevel.FULL and wanted and not heard:
        yield "no warning, expected one"


def _wanted(case: Case, measure: Closeness) -> list[ExpectedFinding]:
    """Return the findings that must be there: at level core the errors alone."""
    return [
        finding
        for finding in case.expect.findings
        if measure.level is RunLevel.FULL or finding.severity is Severity.ERROR
    ]


def _places(case: Case, reply: Reply, measure: Closeness) -> Iterator[str]:
    """Yield expected places that were not named, and places named that have no fault.

    Where the case allows further findings, codes would be needed to tell which.
    """
    named = {finding.path for finding in reply.findings}
    for path in sorted({finding.path for finding in _wanted(case, measure)} - named):
        yield f"no finding at {path or 'the whole'!r}"
    if case.expect.allow or case.operation in VERIFYING:
        return
    expected = {finding.path for finding in case.expect.findings}
    erroneous = {finding.path for finding in reply.findings if finding.severity is Severity.ERROR}
    for path in sorted(str(path) for path in erroneous - expected):
        yield f"an error at {path or 'the whole'!r}, expected none there"


def _checks(case: Case, reply: Reply) -> Iterator[str]:
    """Yield how the failed and undetermined checks of a verifier differ from the expected."""
    if case.expect.checks is UNSET:
        return
    wanted = {(check.name, str(check.outcome)) for check in case.expect.checks}
    got = {(check.name, str(check.outcome)) for check in reply.checks}
    decisive = {finding for finding in got if finding[1] in DECISIVE}
    for name, outcome in sorted(wanted - got):
        yield f"check {name} is not {outcome}"
    for name, outcome in sorted(decisive - wanted):
        yield f"check {name} is {outcome}, which is not expected"


def _codes(case: Case, reply: Reply, measure: Closeness) -> Iterator[str]:
    wanted = Counter(_expected_key(finding) for finding in _wanted(case, measure))
    known = Counter(_expected_key(finding) for finding in case.expect.findings)
    got = Counter(
        _named_key(finding, case)
        for finding in reply.findings
        if finding.code not in case.expect.allow and _counts(finding, measure)
    )
    for record, code, severity, path in sorted((wanted - got), key=str):
        yield f"missing {severity} {code} at {path!r}{_of(record)}"
    for record, code, severity, path in sorted((got - known), key=str):
        yield f"unexpected {severity} {code} at {path!r}{_of(record)}"
    for finding in reply.findings:
        if finding.code in case.expect.forbid:
            yield f"forbidden {finding.code}"


def _counts(finding: Named, measure: Closeness) -> bool:
    """Say whether a finding is compared: remarks of the product's own are not, if no errors."""
    if finding.severity is Severity.ERROR:
        return True
    ours = finding.code is not UNSET and finding.code.startswith(OURS)
    return ours and measure.level is RunLevel.FULL and finding.severity is Severity.WARNING


def _expected_key(finding: ExpectedFinding) -> tuple[int | None, str, str, str]:
    record = None if finding.record is UNSET else finding.record
    return record, finding.code, str(finding.severity), finding.path


def _named_key(finding: Named, case: Case) -> tuple[int | None, str, str, str]:
    """Return a finding as it is compared; which record it is about counts in sets alone."""
    together = case.operation is Operation.VALIDATE_TOGETHER
    record = finding.record if together and finding.record is not UNSET else None
    code, path = (text if text is not UNSET else "" for text in (finding.code, finding.path))
    return record, code, str(finding.severity), path


def _standing(case: Case, reply: Reply, measure: Closeness) -> Iterator[str]:
    """Yield how a status differs: at D2 also the event and the revision, at D3 the reason too."""
    wanted, told = case.expect.standing, reply.standing
    if wanted is UNSET:
        return
    if told is UNSET:
        yield f"no status, expected {wanted.status}"
        return
    names = {
        Depth.D1: ("status",),
        Depth.D2: ("status", "event", "revision"),
        Depth.D3: ("status", "event", "revision", "reason"),
    }
    for name in names[measure.depth]:
        got, expected = getattr(told, name), getattr(wanted, name)
        if got != expected:
            yield f"{name} {_or_none(got)}, expected {_or_none(expected)}"


def _state(case: Case, reply: Reply, measure: Closeness) -> Iterator[str]:
    """Yield how what is held of a stream differs; at D3 also the codes, of keys and message."""
    if measure.depth is Depth.D3:
        yield from _codes(case, reply, measure)
    wanted, told = case.expect.state, reply.state
    if wanted is UNSET or told is UNSET:
        if wanted is not told:
            yield "something is held" if wanted is UNSET else "nothing is held"
        return
    for name in ("sequence", "root"):
        got, expected = getattr(told, name), getattr(wanted, name)
        if got != expected:
            yield f"{name} {got}, expected {expected}"
    yield from _entries(wanted, told, measure)


def _entries(wanted: AnsweredState, told: AnsweredState, measure: Closeness) -> Iterator[str]:
    """Yield how what became of the keys differs."""
    expected, got = ({entry.key: entry for entry in one.entries} for one in (wanted, told))
    if len(got) != len(told.entries) or list(got) != sorted(got):
        yield "the keys are not each there once, in their order"
    for key in sorted(expected.keys() | got):
        is_expected, is_told = (
            "not there" if key not in entries else _became(entries[key], measure)
            for entries in (expected, got)
        )
        if is_told != is_expected:
            yield f"{key} is {is_told}, expected {is_expected}"


def _became(entry: StateEntry, measure: Closeness) -> str:
    codes = sorted(entry.codes) if measure.depth is Depth.D3 else []
    return " ".join([entry.state, *codes])


def _recognition(case: Case, reply: Reply, measure: Closeness) -> Iterator[str]:
    return recognition_differences(case.expect.recognition, reply, measure.depth)


def _left_out(case: Case, reply: Reply, measure: Closeness) -> Iterator[str]:
    return left_out_differences(case.expect.left_out, reply, measure.depth)


def _parties(case: Case, reply: Reply, measure: Closeness) -> Iterator[str]:
    is_full = measure.level is RunLevel.FULL
    return party_differences(case.expect.parties, reply, measure.depth, candidates=is_full)


# What is told in answer to a question that is no verdict on a document, and how it is compared.
ANSWERED: dict[Operation, Callable[[Case, Reply, Closeness], Iterator[str]]] = {
    Operation.STATUS: _standing,
    Operation.RECOGNISE: _recognition,
    Operation.VIEW: _left_out,
    Operation.MATCH: _parties,
}


def _or_none(value: object) -> object:
    return "none" if value is UNSET else value


def _of(record: int | None) -> str:
    return "" if record is None else f" of record {record}"


def _products(case: Case, reply: Reply) -> Iterator[str]:
    """Yield how what was made of the document differs: the output, or the digests."""
    if case.expect.digests is UNSET or reply.verdict is not Verdict.VALID:
        return
    match case.operation:
        case Operation.CONVERT | Operation.VIEW:
            yield from output_differences(reply, case.options.target, case.expect.digests)
        case Operation.DIGEST:
            if reply.digests != case.expect.digests:
                told = " ".join(reply.digests or ()) if reply.digests is not UNSET else "none"
                yield f"digests {told}, expected {' '.join(case.expect.digests)}"
        case _:  # what was signed is judged with the key that signs, in signed.py
            return
