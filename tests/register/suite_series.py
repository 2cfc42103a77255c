"""The series of messages of the suite, given to a register: what it makes of the last."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import UNSET

from aeo_exchange.conformance.adapters.own.verifier import trust_evidence
from aeo_exchange.conformance.adapters.protocol import Request
from aeo_exchange.conformance.run.plan import CaseQuestion
from aeo_exchange.conformance.suite.cases import Case, Suite
from aeo_exchange.conformance.suite.lists import ProductRole
from aeo_exchange.conformance.suite.messages import MessageSeries, SeriesMessage
from aeo_exchange.errors import ProfileError, WrongChoice
from aeo_exchange.exchange.receiving import HeadQuestion
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.attestations.verify import open_trust_lists
from aeo_exchange.operations.register.register import AppliedMessage, EntryFilter, Register
from aeo_exchange.reference.programmes import shipped

BEGIN = "2026-10-01T00:00:00Z"
SEQUENCE = "sequence"
VERDICTS = {
    "applied": "VALID",
    "already-applied": "VALID",
    "refused": "NOT_VALID",
    "held": "UNDETERMINED",
    "undetermined": "UNDETERMINED",
}


class Played(msgspec.Struct):
    """What a register made of the last message, and what it holds of its stream."""

    verdict: str
    code: str
    state: dict[str, str] | None


def series_of(case: Case, suite: Suite) -> tuple[Request, MessageSeries]:
    part = case.inputs[0]
    question = CaseQuestion(ProductRole.RECEIVER, case, part, suite.content(case, part), ())
    request = question.request(1, suite, 60.0)
    return request, msgspec.json.decode(request.inputs.document.held, type=MessageSeries)


def played(case: Case, suite: Suite, new: Path, folder: Path) -> Played:
    """Return what a copy of a new register makes of the messages of a case."""
    request, series = series_of(case, suite)
    shutil.copytree(new, folder)
    register = Register(f"sqlite:///{folder / 'register.db'}", {})
    try:
        for number, part in enumerate(request.inputs.profiles):
            file = folder / f"{number}.toml"
            file.write_bytes(part.held)
            with suppress(ProfileError, WrongChoice):  # what is refused is not adopted
                register.adopt_profile(file, shipped(), instant(BEGIN))
        done = []
        for number, message in enumerate(series.messages):
            asked = _asked(request, series, message)
            if message.taken is not UNSET:
                with suppress(WrongChoice):  # a head that cannot be taken is not
                    register.adopt_head(message.taken, asked.at)
            done.append(register.apply(laid_out(message, folder / f"{number}"), asked))
        state = _state(register, _name(series))
        return Played(VERDICTS[done[-1].outcome], _code(done[-1]), state)
    finally:
        register.close()


def _asked(request: Request, series: MessageSeries, message: SeriesMessage) -> HeadQuestion:
    stream = series.stream if message.stream is UNSET else message.stream
    return HeadQuestion(
        trust=open_trust_lists(trust_evidence(request)),
        at=instant(request.at if message.at is UNSET else message.at),
        reference=shipped(),
        meant=StreamName(stream.iss, stream.aud, stream.agreement or ""),
        confirmed=message.confirmed or "",
        test_keys=request.options.test_keys is True,
    )


def _name(series: MessageSeries) -> str:
    last = series.messages[-1].stream
    stream = series.stream if last is UNSET else last
    return "/".join(part for part in (stream.iss, stream.aud, stream.agreement or "") if part)


def expected(case: Case) -> Played:
    """Return what the case asks for, as a register says it."""
    expect = case.expect
    code = expect.findings[0].code if expect.findings else ""
    if expect.state is UNSET:
        return Played(str(expect.verdict), code, None)
    entries = {entry.key: str(entry.state) for entry in expect.state.entries}
    held = {SEQUENCE: str(expect.state.sequence), **entries}
    return Played(str(expect.verdict), code, held)


def laid_out(message: SeriesMessage, folder: Path) -> Path:
    folder.mkdir()
    (folder / "head.jwt").write_bytes(message.token)
    for file in message.files:
        (folder / file.name).write_bytes(file.held)
    return folder


def _code(last: AppliedMessage) -> str:
    return "" if last.check is UNSET else last.check.steps[-1].code


def _state(register: Register, name: str) -> dict[str, str] | None:
    answer = register.query(EntryFilter())
    stream = next((one for one in answer.streams if one.stream == name), None)
    if stream is None or not stream.sequence:
        return None
    told = (one for one in answer.entries or () if one.stream == name and not one.over)
    entries = {one.key: one.state for one in told}
    return {SEQUENCE: str(stream.sequence), **entries}
