"""Answers to the state of a case: its representations, parity, known failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.protocol import AnsweredState, Named, Reply, SentDocument
from aeo_exchange.conformance.judge.comparison import Closeness, differences
from aeo_exchange.conformance.judge.conversion import read_output
from aeo_exchange.conformance.judge.known_failures import KnownFailure, is_expired, known_state
from aeo_exchange.conformance.judge.signed import SIGNING, signed_differences
from aeo_exchange.conformance.legible import shortened, writable
from aeo_exchange.conformance.report.run_report import CaseResult, Got, InputResult
from aeo_exchange.conformance.suite.cases import Case, Suite
from aeo_exchange.conformance.suite.lists import OPTIONAL, State, gravest
from aeo_exchange.errors import AeoError
from aeo_exchange.report import Verdict

if TYPE_CHECKING:
    from aeo_exchange.conformance.run.plan import CaseQuestion, Choice
    from aeo_exchange.conformance.run.sessions import Answered

__all__ = ["case_result", "parity_of"]

MOST = 100  # findings, checks and differences of one document that a report keeps


def case_result(
    answers: list[tuple[CaseQuestion, Answered]], measure: Closeness, choice: Choice, suite: Suite
) -> CaseResult:
    """Return the result of a case from its questions and answers."""
    question, _ = answers[0]
    case = question.case
    inputs = tuple(
        _input_result(asked, answer, measure, more)
        for (asked, answer), more in zip(answers, _signed(answers, suite), strict=True)
    )
    state = gravest([input_.state for input_ in inputs])
    known = _known(question, choice.known)
    return CaseResult(
        id=case.id,
        role=question.role,
        area=case.area,
        level=case.level,
        title=case.title,
        why=case.why,
        requirement=case.requirement,
        operation=case.operation,
        at=case.at,
        state=known_state(state, known, choice.at),
        reason=_reason(known, choice.at),
        parity=parity_of(inputs),
        expect=case.expect,
        inputs=inputs,
    )


def _signed(answers: list[tuple[CaseQuestion, Answered]], suite: Suite) -> list[list[str]]:
    """Return the faults of a signed output; one that our reader cannot read is a fault too."""
    try:
        return signed_differences(answers, suite)
    except Exception as cause:  # noqa: BLE001 a product wrote it, and the report has to be written
        return [[f"the output cannot be read: {type(cause).__name__}"] for _ in answers]


def parity_of(inputs: tuple[InputResult, ...]) -> bool | UnsetType:
    """Say whether all syntaxes got one verdict; UNSET where fewer than two were answered."""
    verdicts: dict[str, set[Verdict]] = {}
    for input_ in inputs:
        if input_.got is not UNSET and input_.got.verdict is not UNSET:
            verdicts.setdefault(input_.media, set()).add(input_.got.verdict)
    if len(verdicts) < 2:  # noqa: PLR2004 one syntax cannot differ from itself
        return UNSET
    return len(set().union(*verdicts.values())) == 1


def _known(question: CaseQuestion, known: tuple[KnownFailure, ...]) -> KnownFailure | None:
    return next(
        (
            failure
            for failure in known
            if failure.case == question.case.id and failure.role in {UNSET, question.role}
        ),
        None,
    )


def _reason(known: KnownFailure | None, at: str) -> str | UnsetType:
    if known is None:
        return UNSET
    expired = ", expired" if is_expired(known, at) else ""
    return f"known until {known.until}{expired}: {known.reason} ({known.issue})"


def _input_result(
    question: CaseQuestion, answered: Answered, measure: Closeness, signed: list[str]
) -> InputResult:
    """Return what became of a document; `signed` is what is wrong with what was signed for it."""
    state, differ = _judged(question.case, answered, measure, signed)
    differ = _few([shortened(writable(difference)) for difference in differ])
    is_surprise = state not in {State.PASS, State.NOT_APPLICABLE}
    return InputResult(
        path=question.part.path,
        media=question.part.media,
        changes=question.changes,
        state=state,
        got=_got(question.case, answered, is_whole=state is State.PASS),
        differences=tuple(differ),
        asked=(
            SentDocument.of("", question.content).content
            if question.is_variant and is_surprise
            else UNSET
        ),
    )


def _judged(
    case: Case, answered: Answered, measure: Closeness, signed: list[str]
) -> tuple[State, list[str]]:
    if answered.state is State.UNSUPPORTED and case.operation in OPTIONAL:
        return State.NOT_APPLICABLE, []
    if answered.reply is None or answered.state is not State.PASS:
        return answered.state, [answered.message] if answered.message else []
    differ = [*differences(case, answered.reply, measure), *signed]
    return (State.FAIL if differ else State.PASS), differ


def _few(differ: list[str]) -> list[str]:
    """Return differences, or the first of them where a product answers by the thousand."""
    more = len(differ) - MOST
    return [*differ[:MOST], f"and {more:,} more"] if more > 0 else differ


def _got(case: Case, answered: Answered, *, is_whole: bool) -> Got | UnsetType:
    """Return what was answered; all of it only where it must be judged again from the report."""
    reply = answered.reply
    if not isinstance(reply, Reply) or reply.verdict is UNSET:
        return Got(message=shortened(answered.message)) if answered.message else UNSET
    return Got(
        verdict=reply.verdict,
        findings=tuple(map(_short, reply.findings if is_whole else reply.findings[:MOST])),
        checks=reply.checks if is_whole else reply.checks[:MOST],
        state=reply.state if is_whole else _few_keys(reply.state),
        digests=UNSET if case.operation in SIGNING else _digests(reply),
    )


def _few_keys(state: AnsweredState | UnsetType) -> AnsweredState | UnsetType:
    """Return what is held with the first of its keys, where a product answers by the thousand."""
    return state if state is UNSET else replace(state, entries=state.entries[:MOST])


def _short(finding: Named) -> Named:
    """Return a finding with no more of its message than is shown; nobody compares it."""
    if finding.message is UNSET:
        return finding
    return replace(finding, message=shortened(finding.message))


def _digests(reply: Reply) -> tuple[str, ...] | UnsetType:
    """Return the digests that were told, or those of what a converter wrote."""
    if reply.output is UNSET:
        return reply.digests
    try:
        return read_output(reply.output).digests
    except AeoError:
        return UNSET
