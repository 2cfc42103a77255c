"""Our own implementation behind the adapter protocol: a request in, an answer out.

`python:aeo_exchange.conformance.adapters.own:answer` names it; `aeo conformance adapter` serves it
on standard input and output.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import TypeAlias

import msgspec
from msgspec import UNSET

from aeo_exchange import __version__
from aeo_exchange.conformance.adapters.protocol import (
    VERSION,
    Hello,
    Implementation,
    Named,
    Plain,
    ProductFault,
    Reply,
    Request,
    SentDocument,
)
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.suite.lists import Depth, Operation, ProductRole
from aeo_exchange.conformance.suite.media import syntax_of
from aeo_exchange.errors import AeoError, ItemsLost
from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.canonical import digest
from aeo_exchange.operations.reading import read
from aeo_exchange.operations.records.convert import convert
from aeo_exchange.operations.records.validate import (
    judged_readings,
    numbered_reports,
    validate_agreed,
)
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Finding, Report, Verdict, worst
from aeo_exchange.rules import Context, RecordSet

__all__ = ["answer", "introduce"]

Answering: TypeAlias = Callable[[Request], Reply]


def answer(message: Plain) -> Plain:
    """Return the answer to a message of the protocol."""
    match message.get("cmd"):
        case "hello":
            said: object = introduce()
        case "run":
            said = _answer(msgspec.convert(message, Request))
        case _:
            said = {"ok": True}
    told: Plain = msgspec.to_builtins(said)
    return told


def introduce() -> Hello:
    """Return what our implementation says of itself."""
    return Hello(
        v=VERSION,
        implementation=Implementation(
            name="aeo-exchange",
            version=__version__,
            vendor="The aeo-exchange project",
            language="Python",
        ),
        roles=(
            ProductRole.VALIDATOR,
            ProductRole.CONVERTER,
            ProductRole.ISSUER,
            ProductRole.VERIFIER,
            ProductRole.STATUS_SERVICE,
            ProductRole.RECEIVER,
            ProductRole.RECOGNISER,
            ProductRole.PRODUCER,
            ProductRole.SENDER,
            ProductRole.MATCHER,
        ),
        operations=tuple(ANSWERS),
        spec=("1.0",),
        depth=Depth.D3,
    )


def _answer(request: Request) -> Reply:
    if request.operation not in ANSWERS:
        return Reply(seq=request.seq, unsupported=True, reason=f"no {request.operation} here")
    try:
        return ANSWERS[request.operation](request)
    except (AeoError, KeyError) as cause:
        return Reply(
            seq=request.seq, error=ProductFault(message=f"{type(cause).__name__}: {cause}")
        )


def _validate(request: Request, *, together: bool = False) -> Reply:
    context = Context(at=request.at, reference=_reference())
    seen = RecordSet() if together else None
    reports = numbered_reports(judged_readings(read(_document(request), Limits()), context, seen))
    return Reply(
        seq=request.seq,
        verdict=worst({report.verdict for _, report in reports}),
        findings=_named(reports),
    )


def _validate_together(request: Request) -> Reply:
    return _validate(request, together=True)


def _validate_agreed(request: Request) -> Reply:
    """Return what is wrong with records beside the partner profile that is given."""
    from aeo_exchange.exchange.profile_file import (  # noqa: PLC0415 only who is asked pays for it
        read_partner_profile,
    )

    if not request.inputs.profiles:
        raise AdapterFailure("a check of what was agreed needs inputs.profiles")
    profile = read_partner_profile(request.inputs.profiles[-1].held, _reference())
    context = Context(at=request.at, reference=_reference())
    contents = [_document(request)]
    reports = list(enumerate(validate_agreed(contents, context, Limits(), profile, together=False)))
    return Reply(
        seq=request.seq,
        verdict=worst({report.verdict for _, report in reports}),
        findings=_named(reports),
    )


def _convert(request: Request) -> Reply:
    """Return the document in the syntax asked for, or refuse it whole."""
    if request.options.target is UNSET:
        raise AdapterFailure("a conversion needs options.target")
    refused: list[Report] = []
    stream = io.BytesIO()
    try:
        convert([_document(request)], syntax_of(request.options.target), stream, refused.append)
    except ItemsLost:
        return Reply(seq=request.seq, verdict=Verdict.NOT_VALID)
    if refused:
        return _refused(request, refused)
    return Reply(
        seq=request.seq,
        verdict=Verdict.VALID,
        output=SentDocument.of(request.options.target, stream.getvalue()).content,
    )


def _digest(request: Request) -> Reply:
    readings = list(read(_document(request), Limits()))
    refused = [reading.report() for reading in readings if reading.record is None]
    if refused:
        return _refused(request, refused)
    digests = tuple(digest(reading.record) for reading in readings if reading.record)
    return Reply(seq=request.seq, verdict=Verdict.VALID, digests=digests)


def _refused(request: Request, reports: list[Report]) -> Reply:
    verdict = worst({report.verdict for report in reports})
    return Reply(seq=request.seq, verdict=verdict, findings=_named(enumerate(reports)))


def _at_first_use(module: str, name: str) -> Answering:
    """Return a function of a module beside this, imported when it is asked.

    A product that is asked to convert does not wait for what verifies and matches.
    """

    def answer_by_it(request: Request) -> Reply:
        reply: Reply = getattr(import_module(f"{__package__}.{module}"), name)(request)
        return reply

    return answer_by_it


# Adding an operation is adding a row.
ANSWERS: dict[str, Answering] = {
    Operation.VALIDATE: _validate,
    Operation.VALIDATE_TOGETHER: _validate_together,
    Operation.VALIDATE_AGREED: _validate_agreed,
    Operation.CONVERT: _convert,
    Operation.DIGEST: _digest,
    Operation.VERIFY: _at_first_use("verifier", "answer_about_attestation"),
    Operation.VERIFY_PICTURE: _at_first_use("verifier", "answer_about_attestation"),
    Operation.SIGN: _at_first_use("signer", "answer_with_attestation"),
    Operation.STATUS_LIST: _at_first_use("signer", "answer_with_status_list"),
    Operation.STATUS: _at_first_use("status", "answer_about_status"),
    Operation.RECEIVE: _at_first_use("receiver", "answer_about_messages"),
    Operation.RECOGNISE: _at_first_use("recogniser", "answer_about_recognition"),
    Operation.VIEW: _at_first_use("viewer", "answer_with_views"),
    Operation.SNAPSHOT: _at_first_use("streamer", "answer_with_message"),
    Operation.TAKE_ANSWER: _at_first_use("answer_taker", "answer_about_answers"),
    Operation.MATCH: _at_first_use("matcher", "answer_about_declaration"),
}


def _document(request: Request) -> Content:
    return Content(name="document", held=request.inputs.document.held)


@cache
def _reference() -> ReferenceData:
    return ReferenceData()


def _named(reports: Iterable[tuple[int, Report]]) -> tuple[Named, ...]:
    return tuple(
        _finding(finding, number) for number, report in reports for finding in report.findings
    )


def _finding(finding: Finding, record: int) -> Named:
    return Named(
        code=finding.code,
        severity=finding.severity,
        path=finding.path,
        record=record,
        message=finding.message,
    )
