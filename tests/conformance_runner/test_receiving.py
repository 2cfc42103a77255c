"""A receiver is asked series of messages: what is compared, what it is not asked, what it gets."""

from __future__ import annotations

import json

import msgspec
import pytest
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.adapters.protocol import (
    AnsweredState,
    Named,
    Reply,
    SentDocument,
    StateEntry,
)
from aeo_exchange.conformance.adapters.transports.argv import laid_out
from aeo_exchange.conformance.judge.comparison import Closeness, differences
from aeo_exchange.conformance.run.plan import CaseQuestion, is_asked, not_claimed
from aeo_exchange.conformance.suite.lists import Depth, ProductRole, RunLevel
from aeo_exchange.report import Verdict

REFUSED = "AEO-XCH-16.n01"  # a replay; two firms and a third are held
REJECTED = "AEO-XCH-27.n01"  # applied, with one record rejected
NOTHING = "AEO-XCH-24.n01"  # refused, and nothing was held
NDJSON = "application/vnd.aeo-exchange.conformance.messages-ndjson+json;version=1.0"
KEY = "HK/HK-2024-0001"


def question(suite, name: str, place: int = 0) -> CaseQuestion:
    case = suite.by_id[name]
    part = case.inputs[place]
    return CaseQuestion(ProductRole.RECEIVER, case, part, suite.content(case, part), ())


def right(case) -> Reply:
    """Return the answer that a case expects."""
    findings = tuple(Named(code=one.code) for one in case.expect.findings)
    return Reply(seq=1, verdict=case.expect.verdict, findings=findings, state=case.expect.state)


def with_entry(held: AnsweredState, **changes: object) -> AnsweredState:
    first, *others = held.entries
    return replace(held, entries=(replace(first, **changes), *others))


OTHER_STATE = {
    "number": lambda state: replace(state, sequence=9),
    "root": lambda state: replace(state, root="0" * 64),
    "left out": lambda state: replace(state, entries=state.entries[1:]),
    "one more": lambda state: replace(
        state, entries=(*state.entries, StateEntry(key="HK/X", state="accepted"))
    ),
    "another state": lambda state: with_entry(state, state="tombstone"),
    "twice": lambda state: replace(state, entries=(state.entries[0], *state.entries)),
    "out of order": lambda state: replace(state, entries=state.entries[::-1]),
}


@pytest.mark.parametrize("name", [REFUSED, REJECTED, NOTHING])
@pytest.mark.parametrize("depth", Depth)
def test_what_is_expected_is_right_at_every_depth(name, depth, suite) -> None:
    case = suite.by_id[name]
    assert differences(case, right(case), Closeness(RunLevel.CORE, depth)) == []


@pytest.mark.parametrize("change", OTHER_STATE)
@pytest.mark.parametrize(
    ("depth", "is_heard"), [(Depth.D1, False), (Depth.D2, True), (Depth.D3, True)]
)
def test_another_state_is_wrong_from_depth_d2_on(change, depth, is_heard, suite) -> None:
    case = suite.by_id[REJECTED]
    reply = replace(right(case), state=OTHER_STATE[change](case.expect.state))
    assert bool(differences(case, reply, Closeness(RunLevel.CORE, depth))) is is_heard


@pytest.mark.parametrize("depth", [Depth.D2, Depth.D3])
def test_to_hold_nothing_is_another_thing_than_to_hold_something(depth, suite) -> None:
    held, empty = suite.by_id[REFUSED], suite.by_id[NOTHING]
    measure = Closeness(RunLevel.CORE, depth)
    lacking = differences(held, replace(right(held), state=msgspec.UNSET), measure)
    holding = differences(empty, replace(right(empty), state=held.expect.state), measure)
    assert (lacking, holding) == (["nothing is held"], ["something is held"])


def test_codes_are_compared_at_depth_d3_alone(suite) -> None:
    refused, rejected = suite.by_id[REFUSED], suite.by_id[REJECTED]
    other = replace(right(refused), findings=(Named(code="AEO-XCH-17"),))
    without = replace(right(rejected), state=with_entry(rejected.expect.state, codes=()))
    for case, reply in ((refused, other), (rejected, without)):
        assert differences(case, reply, Closeness(RunLevel.CORE, Depth.D2)) == []
        assert differences(case, reply, Closeness(RunLevel.CORE, Depth.D3))


def test_a_product_that_reads_bodies_in_one_syntax_is_not_asked_for_the_other(suite) -> None:
    hello = replace(own.introduce(), media=(NDJSON,))
    in_ndjson, in_xml = question(suite, REFUSED), question(suite, REFUSED, 1)
    assert is_asked(in_ndjson, hello)
    assert not_claimed(in_xml, hello) == "bodies in XML"


def test_a_program_finds_trust_lists_roots_and_profiles_in_its_folder(suite, tmp_path) -> None:
    request = question(suite, "AEO-XCH-19.p01").request(1, suite, 60.0)
    arguments = laid_out(request, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("document.json", "options.txt", "profiles-1.toml", "profiles-2.toml"),
        *("roots-1.pem", "trust-1.jwt"),
    ]
    assert arguments[0] == "receive"
    assert (tmp_path / "document.json").read_bytes() == request.inputs.document.held


@pytest.mark.parametrize("content", [b"", b"{}", b'{"stream":{"iss":"HK","aud":"JP"}}', b"\xff"])
def test_what_is_no_series_is_a_question_that_ours_cannot_answer(content, suite) -> None:
    request = question(suite, REFUSED).request(1, suite, 60.0)
    inputs = replace(request.inputs, document=SentDocument.of(NDJSON, content))
    said = own.answer(msgspec.to_builtins(replace(request, inputs=inputs)))
    assert "error" in said
    assert "verdict" not in said


def test_each_series_keeps_to_its_schema(suite) -> None:
    import jsonschema_rs

    schema = json.loads((suite.folder / "schema" / "messages.schema.json").read_bytes())
    valid = jsonschema_rs.Draft202012Validator(schema)
    misses = [
        f"{case.id} {part.path}: {miss.message}"
        for case in suite.chosen(ProductRole.RECEIVER, RunLevel.FULL)
        for part in case.inputs
        for miss in valid.iter_errors(json.loads(suite.content(case, part)))
    ]
    assert misses == []


def test_a_case_says_why_a_syntax_of_the_bodies_is_missing(suite) -> None:
    unsaid = [
        f"{case.id}: {syntax}"
        for case in suite.chosen(ProductRole.RECEIVER, RunLevel.FULL)
        for syntax in ("NDJSON", "XML")
        if not any(syntax.lower() in part.path for part in case.inputs) and syntax not in case.why
    ]
    assert unsaid == []


def test_every_rule_of_a_receiver_of_messages_has_both_halves(suite) -> None:
    names = {case.id for case in suite.chosen(ProductRole.RECEIVER, RunLevel.FULL)}
    for number in range(10, 30):
        halves = [name.partition(".")[2][0] for name in names if f"AEO-XCH-{number}." in name]
        assert (halves.count("p") >= 1, halves.count("n") >= 2) == (True, True), number


def test_verdicts_are_those_of_the_table(suite) -> None:
    held = {"AEO-SYN-11", "AEO-XCH-18", "AEO-XCH-19", "AEO-XCH-26"}
    met = set()
    for case in suite.chosen(ProductRole.RECEIVER, RunLevel.FULL):
        codes = {finding.code for finding in case.expect.findings}
        if any(code.startswith("AEO-XCH") or code in held for code in codes):
            expected = Verdict.UNDETERMINED if codes & held else Verdict.NOT_VALID
            assert case.expect.verdict is expected, case.id
            met.add(expected)
    assert met == {Verdict.UNDETERMINED, Verdict.NOT_VALID}
