"""What was signed in answer to the questions of one case: each judged, and beside the ones before.

It is judged at every depth, with the certificate of the key that the case gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET

from aeo_exchange.conformance.adapters.protocol import Reply
from aeo_exchange.conformance.suite.cases import Case, Suite
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.report import Verdict

if TYPE_CHECKING:
    from aeo_exchange.conformance.run.plan import CaseQuestion
    from aeo_exchange.conformance.run.sessions import Answered

__all__ = ["SIGNING", "signed_differences"]

SIGNING = frozenset({Operation.SIGN, Operation.STATUS_LIST, Operation.SNAPSHOT})


def signed_differences(
    answers: Sequence[tuple[CaseQuestion, Answered]], suite: Suite
) -> list[list[str]]:
    """Return how what was signed for each question of a case differs from what it expects."""
    case, before = answers[0][0].case, list[str]()
    if case.operation not in SIGNING:
        return [[] for _ in answers]
    differ = []
    for _, answered in answers:
        reply = answered.reply
        differ.append([*_differences(case, reply, before, suite)] if reply else [])
        if reply and reply.output is not UNSET:
            before.append(reply.output)
    return differ


def _differences(case: Case, reply: Reply, before: list[str], suite: Suite) -> Iterator[str]:
    output = "" if reply.output is UNSET else reply.output
    if reply.verdict is not Verdict.VALID:
        if output:
            yield "it hands out what it refuses to sign"
    elif not output:
        yield "no output"
    elif case.given is not UNSET and case.given.certificate is not UNSET:
        certificate = suite.content(case, case.given.certificate)
        yield from _judged(case, output, before, certificate)
        yield from _of_stream(case, output, certificate, suite)


def _of_stream(case: Case, output: str, certificate: bytes, suite: Suite) -> Iterator[str]:
    """Yield the differences of a message; only who is asked to send pays for the library."""
    from aeo_exchange.conformance.judge.next_message import (  # noqa: PLC0415
        StreamGiven,
        stream_differences,
    )

    expect, given = case.expect.stream, case.given
    if expect is not UNSET and given is not UNSET and given.secret is not UNSET:
        told = StreamGiven(case.at, certificate, suite.content(case, given.secret))
        yield from stream_differences(output, told, expect)


def _judged(case: Case, output: str, before: list[str], certificate: bytes) -> Iterator[str]:
    """Yield the differences of an output; only who is asked to sign pays for the library."""
    from aeo_exchange.conformance.judge.issuing import (  # noqa: PLC0415
        attestation_differences,
        repetitions,
    )
    from aeo_exchange.conformance.judge.listing import status_list_differences  # noqa: PLC0415

    expect = case.expect
    if expect.attestation is not UNSET:
        target = str(case.options.target)
        yield from attestation_differences(output, target, certificate, case.at, expect.attestation)
        yield from repetitions(output, certificate, before)
    if expect.status_list is not UNSET:
        yield from status_list_differences(output, certificate, case.at, expect.status_list)
