"""A run: what is asked, in which order, and what it comes to."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import jsonschema_rs
import msgspec
import pytest

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.adapters.transports import Settings, adapter_of
from aeo_exchange.conformance.errors import NothingMatched
from aeo_exchange.conformance.judge.known_failures import KnownFailure
from aeo_exchange.conformance.report.render.text import brief_lines
from aeo_exchange.conformance.report.stored import read_report, written_report
from aeo_exchange.conformance.report.summary import RunMade, summed_up
from aeo_exchange.conformance.run.plan import Choice, plan, refuse_stray
from aeo_exchange.conformance.suite.lists import Depth, ProductRole, RunLevel, State
from conformance_runner.conftest import AT, OURS, released

ROOT = Path(__file__).resolve().parents[2]
SOME = ("AEO-LIF-0[1-4]*", "CNV-0[13].*1", "AEO-SIG-24*", "AEO-SYN-01.*1", "PRG-H*")
NEARLY = "python:conformance_runner.test_run:nearly"


def nearly(message):
    """Our implementation, with two answers that are wrong and one that is none."""
    said = own.answer(message)
    if message.get("cmd") != "run":
        return said
    if message["seq"] % 7 == 0:
        return {**said, "verdict": "UNDETERMINED"}
    if message["seq"] % 11 == 0:
        return {"seq": message["seq"], "unsupported": True, "reason": "not yet"}
    return said


def refusing_sets(message):
    if message.get("operation") in {"validate-together", "digest"}:
        return {"seq": message["seq"], "unsupported": True, "reason": "no sets"}
    return own.answer(message)


def only_json(message):
    said = own.answer(message)
    if message.get("cmd") == "hello":
        media = ["application/vnd.aeo-exchange.record+json;version=1.0"]
        return {**said, "media": media, "roles": ["validator"]}
    return said


def without_timings(report) -> dict:
    return {
        name: value
        for name, value in json.loads(written_report(report)).items()
        if name != "timings"
    }


@pytest.mark.parametrize("run", ["first_cases", "whole"])
def test_our_implementation_passes_every_role_and_level_at_full_depth(run: str, request) -> None:
    report = request.getfixturevalue(run)
    wrong = {case.id: case.inputs for case in report.cases if case.state is not State.PASS}
    assert wrong == {}
    assert set(report.roles) == {
        *(ProductRole.VALIDATOR, ProductRole.CONVERTER, ProductRole.VERIFIER),
        *(ProductRole.ISSUER, ProductRole.STATUS_SERVICE, ProductRole.RECEIVER),
        *(ProductRole.PRODUCER, ProductRole.RECOGNISER, ProductRole.SENDER, ProductRole.MATCHER),
    }
    assert report.parity.mismatches == 0
    assert all(result.conformant for result in report.results)
    assert report.certifies is (run == "whole")


@pytest.mark.parametrize("level", RunLevel)
def test_a_role_that_a_suite_has_no_case_for_is_refused(level: RunLevel, tmp_path: Path) -> None:
    # A rule of level SHOULD: at level core nobody is asked about it.
    suite = released(tmp_path, "LIF/AEO-LIF-07.p01")
    for role in (ProductRole.VALIDATOR, ProductRole.VERIFIER):
        choice = Choice(at=AT, roles=(role,), level=level)
        if role in suite.cases[0].roles and level is RunLevel.FULL:
            refuse_stray(suite, choice)
            continue
        with pytest.raises(NothingMatched, match=f"no case for {role} at level {level}$"):
            refuse_stray(suite, choice)


def test_the_verdict_is_the_same_in_every_syntax_of_every_case(first_cases) -> None:
    assert first_cases.parity.mismatches == 0
    assert first_cases.parity.cases > 250


def test_the_timings_of_a_run_name_the_ten_slowest_of_its_questions_in_order(
    first_cases, suite
) -> None:
    assert first_cases.timings.questions == sum(len(case.inputs) for case in first_cases.cases)
    assert len(first_cases.timings.slowest) == 10
    made = RunMade(suite, adapter_of(OURS, Settings()), Choice(at=AT), (), Depth.D1, None, "")
    times = [(f"case {place}", float(place * 4 % 11)) for place in range(1, 12)]
    slowest = [case for case, _ in summed_up(made, [], times, 1.0).timings.slowest]
    assert slowest == [f"case {number}" for number in (8, 5, 2, 10, 7, 4, 1, 9, 6, 3)]


def test_a_report_keeps_to_its_schema(first_cases, ask) -> None:
    schema = json.loads((ROOT / "conformance" / "schema" / "report.schema.json").read_bytes())
    for report in (first_cases, ask(NEARLY, filters=SOME, variants=True), ask("exec:no-such")):
        jsonschema_rs.validate(schema, json.loads(written_report(report)))


def test_a_report_that_was_written_is_read_as_it_was(first_cases) -> None:
    assert read_report(written_report(first_cases)) == first_cases


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_run_with_one_seed_gives_one_report_whatever_the_jobs(jobs: int, ask) -> None:
    first = ask(NEARLY, filters=SOME, variants=True, seed=4)
    again = ask(NEARLY, filters=SOME, variants=True, seed=4, jobs=jobs)
    assert without_timings(first) == without_timings(again)


def test_another_seed_gives_another_order_and_other_variants(suite) -> None:
    plans = [
        plan(suite, (ProductRole.VALIDATOR,), Choice(at=AT, seed=seed, filters=("AEO-LIF-0*",)))
        for seed in (1, 2)
    ]
    first, second = (
        [question.content for case in of_seed for question in case] for of_seed in plans
    )
    assert first != second
    order = [[case[0].case.id for case in of_seed] for of_seed in plans]
    assert order[0] != order[1]
    assert sorted(order[0]) == sorted(order[1])


def test_a_question_does_not_name_its_case_nor_what_is_expected(suite) -> None:
    planned = plan(suite, (ProductRole.VALIDATOR,), Choice(at=AT, filters=("AEO-LIF-0*",)))
    asked = [question for questions in planned for question in questions]
    assert len({question.case.id for question in asked}) > 1
    for question in asked:
        sent = json.loads(msgspec.json.encode(question.request(1, suite, seconds=1.0)))
        assert question.case.id not in json.dumps(sent)
        assert "expect" not in sent
        assert question.case.title not in json.dumps(sent)


def test_a_filtered_run_certifies_nothing(ask) -> None:
    report = ask(OURS, filters=SOME, variants=True)
    assert not report.certifies
    assert any("filtered" in reason for reason in report.reasons)


def test_wrong_answers_and_missing_ones_are_told_apart(ask) -> None:
    report = ask(NEARLY, filters=SOME)
    states = Counter(result.state for case in report.cases for result in case.inputs)
    assert states[State.FAIL] > 0
    assert states[State.UNSUPPORTED] > 0
    assert not report.results[0].conformant


def test_what_a_validator_may_leave_out_is_not_held_against_it(ask) -> None:
    report = ask(
        "python:conformance_runner.test_run:refusing_sets", filters=("AEO-XCH-*", "AEO-LIF-01*")
    )
    assert {case.state for case in report.cases} == {State.PASS, State.NOT_APPLICABLE}
    assert report.results[0].conformant


def claiming_no_operation_by_name(message):
    said = own.answer(message)
    return said if message["cmd"] != "hello" else {**said, "operations": []}


def test_pictures_are_shown_to_who_says_that_it_reads_them_and_to_nobody_else(ask) -> None:
    silent = f"python:{__name__}:claiming_no_operation_by_name"
    for adapter, state in ((OURS, State.PASS), (silent, State.NOT_APPLICABLE)):
        report = ask(adapter, roles=(ProductRole.VERIFIER,), filters=("AEO-SIG-01.?90*",))
        assert {case.state for case in report.cases} == {state}


def test_a_product_is_asked_in_the_syntaxes_that_it_reads(ask) -> None:
    report = ask("python:conformance_runner.test_run:only_json", filters=("AEO-SYN-0[67]*",))
    assert {case.state for case in report.cases if "XML" in case.why} <= {
        State.PASS,
        State.NOT_APPLICABLE,
    }
    assert report.parity.cases == 0


def known(case: str, until: str) -> KnownFailure:
    return KnownFailure(
        case=case, reason="we know", issue="https://example.org/1", until=date.fromisoformat(until)
    )


@pytest.mark.parametrize(
    ("until", "state"), [("2026-11-22", State.XFAIL), ("2026-11-21", State.FAIL)]
)
def test_a_known_failure_counts_as_failed_after_its_last_day(until, state, ask) -> None:
    report = ask(
        "python:aeo_exchange.conformance.mutants:trims",
        filters=("AEO-STR-06.n03",),
        known=(known("AEO-STR-06.n03", until),),
    )
    assert report.cases[0].state is state
    assert not report.results[0].conformant
    expired = ", expired" if state is State.FAIL else ""
    told = f"known until {until}{expired}: we know (https://example.org/1)"
    assert report.cases[0].reason == told


def test_a_role_that_the_product_does_not_claim_is_not_asked(ask) -> None:
    report = ask(
        "python:conformance_runner.test_run:only_json",
        filters=("AEO-SIG-24*",),
        roles=(ProductRole.VERIFIER,),
    )
    assert {case.state for case in report.cases} == {State.NOT_APPLICABLE}
    assert "the product does not claim verifier" in report.reasons
    line = "verifier, level core, depth D1: the product does not claim verifier"
    assert line in brief_lines(report)


def test_a_known_failure_that_passes_is_told(ask) -> None:
    report = ask(OURS, filters=("AEO-STR-06.n03",), known=(known("AEO-STR-06.n03", "2030-01-01"),))
    assert report.cases[0].state is State.XPASS
    assert not report.results[0].conformant


@pytest.mark.parametrize(
    ("adapter", "choice"),
    [
        ("exec:there-is-no-such-program", {"filters": SOME}),
        (
            "python:conformance_runner.test_run:only_json",
            {"filters": ("AEO-SIG-24*",), "roles": (ProductRole.VERIFIER,)},
        ),
        (
            "python:conformance_runner.test_run:offering_nothing_that_is_asked",
            {"filters": ("CNV-03*",), "roles": (ProductRole.CONVERTER,)},
        ),
    ],
)
def test_a_question_that_was_not_asked_took_no_time(adapter: str, choice, ask) -> None:
    report = ask(adapter, **choice)
    assert report.timings.slowest
    assert {seconds for _case, seconds in report.timings.slowest} == {0.0}
    assert State.PASS not in {case.state for case in report.cases}


def offering_nothing_that_is_asked(message):
    said = own.answer(message)
    if message.get("cmd") == "hello":
        return {**said, "roles": ["converter"], "operations": ["digest"]}
    return said
