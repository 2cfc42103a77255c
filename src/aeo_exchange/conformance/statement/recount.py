"""A report judged again: from what was answered, and the cases as they were published."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.conformance.adapters.protocol import Reply
from aeo_exchange.conformance.judge.comparison import MAKING, Closeness, differences
from aeo_exchange.conformance.judge.outcomes import parity_of
from aeo_exchange.conformance.report.run_report import CaseResult, InputResult, RunReport
from aeo_exchange.conformance.report.summary import counted, parity_counted, role_results
from aeo_exchange.conformance.run.plan import CaseQuestion, Choice, is_asked, plan
from aeo_exchange.conformance.suite.cases import Case, Suite
from aeo_exchange.conformance.suite.lists import OPTIONAL, ProductRole, State, gravest

__all__ = ["recount"]

SHOWN = 5
# What a report repeats of a case.
PUBLISHED = ("area", "level", "title", "why", "requirement", "operation", "at", "expect")


def recount(report: RunReport, suite: Suite) -> list[str]:
    """Return what a report says otherwise than its own answers do; the first few of many."""
    if not report.roles:
        return ["no role was run"]
    if len(report.roles) != len(set(report.roles)):
        return ["a role stands twice"]
    contradictions = [*_whole(report, suite), *_cases(report, suite), *_sums(report)]
    more = len(contradictions) - SHOWN
    return [*contradictions[:SHOWN], f"and {more} more"] if more > 0 else contradictions


def _whole(report: RunReport, suite: Suite) -> Iterator[str]:
    """Yield cases that are missing, or that nobody asked for, and that the run was not whole."""
    wanted = {(role, case.id) for role in report.roles for case in suite.chosen(role, report.level)}
    told = [(case.role, case.id) for case in report.cases]
    for role, case in sorted(wanted - set(told)):
        yield f"{case} was not asked of the {role}"
    if len(told) != len(set(told)) or set(told) - wanted:
        yield "there are cases that do not belong to the run"
    if report.filters or not report.variants:
        yield "the run was filtered, or made without variants"


def _cases(report: RunReport, suite: Suite) -> Iterator[str]:
    measure = Closeness(report.level, report.depth)
    asked = _questions(report, suite)
    for result in report.cases:
        questions = asked.get((result.role, result.id))
        if questions is None:
            continue  # it does not belong to the run, which was said
        case = questions[0].case
        if altered := [name for name in PUBLISHED if getattr(result, name) != getattr(case, name)]:
            yield f"{', '.join(altered)} of {case.id} are not what was published"
        elif result.state in {State.XFAIL, State.XPASS} or result.reason is not UNSET:
            yield f"{case.id} is a known failure"
        elif [(input_.path, input_.media, input_.changes) for input_ in result.inputs] != [
            (question.part.path, question.part.media, question.changes) for question in questions
        ]:
            yield f"{case.id} was not asked in every syntax and variant"
        else:
            yield from _judged_again(case, result, measure)
            yield from _left_out(questions, result, report)


def _questions(
    report: RunReport, suite: Suite
) -> dict[tuple[ProductRole, str], list[CaseQuestion]]:
    """Return what the seed of a run asks, which is the same wherever it is made again."""
    choice = Choice(at=report.at, level=report.level, seed=report.seed)
    return {
        (questions[0].role, questions[0].case.id): questions
        for questions in plan(suite, report.roles, choice)
    }


def _left_out(
    questions: list[CaseQuestion], result: CaseResult, report: RunReport
) -> Iterator[str]:
    """Yield that a document counts as not applicable which the product claims to read."""
    for question, digest in zip(questions, result.inputs, strict=True):
        if digest.state is not State.NOT_APPLICABLE or question.case.operation in OPTIONAL:
            continue
        if report.product is UNSET or is_asked(question, report.product):
            yield f"{result.id} was not applied to {digest.path}, which the product claims to read"


def _judged_again(case: Case, result: CaseResult, measure: Closeness) -> Iterator[str]:
    """Yield what does not follow from the answers to one case."""
    states = [_state(case, input_, measure) for input_ in result.inputs]
    if states != [input_.state for input_ in result.inputs] or gravest(states) != result.state:
        yield f"{case.id} is {result.state} by the report, {gravest(states)} by the answers"
    if parity_of(result.inputs) != result.parity:
        yield f"{case.id} is told to be answered alike in its syntaxes, or not, wrongly"


def _state(case: Case, result: InputResult, measure: Closeness) -> State:
    """Return the state that follows from an answer; without one it is what the report says."""
    if result.got is UNSET or result.got.verdict is UNSET:
        if result.state is State.PASS:
            return State.NOT_RUN
        # Nobody can look behind these; none of them makes a product conformant but the last.
        is_left = result.state is State.NOT_APPLICABLE
        return State.NOT_APPLICABLE if is_left else result.state
    if case.operation in MAKING:
        return _state_of_made(case, result)
    reply = Reply(
        seq=1,
        verdict=result.got.verdict,
        findings=result.got.findings,
        checks=result.got.checks,
        state=result.got.state,
    )
    return State.FAIL if differences(case, reply, measure) else State.PASS


def _state_of_made(case: Case, result: InputResult) -> State:
    """Return the state by verdict and digests; what was made itself is not in the report."""
    assert result.got is not UNSET
    is_same = result.got.verdict == case.expect.verdict and (
        case.expect.digests is UNSET or result.got.digests == case.expect.digests
    )
    return State.PASS if is_same and result.state is State.PASS else State.FAIL


def _sums(report: RunReport) -> Iterator[str]:
    if counted(report.cases) != report.counts:
        yield "the counts are not those of the cases"
    if parity_counted(report.cases) != report.parity:
        yield "the count of syntaxes that differ is not that of the cases"
    results = role_results(report.cases, report.roles, report.level)
    if results != report.results or not all(result.conformant for result in results):
        yield "a role is not met"
    if not report.certifies or report.reasons:
        yield "the report itself says that no claim can rest on it"
