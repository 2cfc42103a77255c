"""What an issuer or a status service made is judged: what is right passes, each fault is named."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import jsonschema
import pytest

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.adapters.protocol import decoded_base64
from aeo_exchange.conformance.adapters.transports import Settings, adapter_of
from aeo_exchange.conformance.judge import outcomes
from aeo_exchange.conformance.run.plan import AGAIN, Choice, plan
from aeo_exchange.conformance.run.runner import run_suite
from aeo_exchange.conformance.statement.recount import recount
from aeo_exchange.conformance.suite.lists import Operation, ProductRole, RunLevel, State
from aeo_exchange.signing import base64url
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.signing.keys import read_private_key
from conformance_runner.conftest import AT, OURS, PATIENT
from conformance_runner.test_run import without_timings

ROOT = Path(__file__).resolve().parents[2]
HERE = "python:conformance_runner.test_signing"
MUTANT = "python:aeo_exchange.conformance.mutants"
SIGNERS = (ProductRole.ISSUER, ProductRole.STATUS_SERVICE)
SD_JWT = "application/vnd.aeo-exchange.status+sd-jwt"
ATTESTATION = "application/vnd.aeo-exchange.attestation+xml;version=1.0"
RECORD = "application/vnd.aeo-exchange.record+json;version=1.0"
first_output: dict[str, str] = {}


def _made(said, message, output: str):
    is_run = message.get("cmd") == "run" and "output" in said
    return {**said, "output": output} if is_run else said


def not_base64(message):
    return _made(own.answer(message), message, "???")


def not_signed(message):
    return _made(own.answer(message), message, base64.b64encode(b"{}").decode())


def without_output(message):
    return {**own.answer(message), "output": ""} if message.get("cmd") == "run" else own.answer(
        message
    )  # fmt: skip


def twice(message):
    """Hand out two attestations where one was asked for."""
    said = own.answer(message)
    held = decoded_base64(said.get("output", ""))
    return _made(said, message, base64.b64encode(held + b"\n" + held).decode())


def another_envelope(message):
    if message.get("operation") != "sign":
        return own.answer(message)
    other = ATTESTATION if message["options"]["target"] == SD_JWT else SD_JWT
    return own.answer({**message, "options": {**message["options"], "target": other}})


def another_key(message):
    if message.get("cmd") != "run":
        return own.answer(message)
    keys = ROOT / "conformance" / "keys"
    given = {"key": keys / "jp.private.pem", "certificate": keys / "jp.cert.pem"}
    parts = {
        name: {"media": "x", "content": base64.b64encode(path.read_bytes()).decode()}
        for name, path in given.items()
    }
    return own.answer({**message, "inputs": {**message["inputs"], **parts}})


def a_day_late(message):
    if message.get("cmd") != "run":
        return own.answer(message)
    return own.answer({**message, "at": "2026-11-02T00:00:00Z"})


def from_store(message):
    """Give out again what was signed for a record before, as a cache would."""
    if message.get("operation") != "sign":
        return own.answer(message)
    said = own.answer(message)
    if "output" in said:
        key = json.dumps([message["inputs"]["document"], message["options"], message["at"]])
        return {**said, "output": first_output.setdefault(key, said["output"])}
    return said


def generous(message):
    """Refuse, and hand out something all the same."""
    said = own.answer(message)
    return {**said, "output": "e30="} if said.get("verdict") == "NOT_VALID" else said


def without_sd(message):
    """Sign, with the key that was given, a payload that hides nothing at all."""
    if message.get("operation") != "sign":
        return own.answer(message)
    said = own.answer(message)
    if message["options"]["target"] != SD_JWT or "output" not in said:
        return said
    payload = json.loads(base64url.decode(decoded_base64(said["output"]).decode().split(".")[1]))
    del payload["_sd"]
    key = read_private_key(decoded_base64(message["inputs"]["key"]["content"]))
    signed = sign_compact(json.dumps(payload).encode(), key, "aeo-status+sd-jwt")
    return _made(said, message, base64.b64encode(f"{signed}~".encode()).decode())


def only_sd_jwt(message):
    said = own.answer(message)
    return {**said, "media": [RECORD, SD_JWT]} if message.get("cmd") == "hello" else said


def told(report, case: str) -> set[str]:
    outcome = next(result for result in report.cases if result.id == case)
    assert outcome.state is State.FAIL
    return {difference for document in outcome.inputs for difference in document.differences}


@pytest.mark.parametrize(
    ("name", "case", "words"),
    [
        ("not_base64", "ISS-01.p01", "base64"),
        ("not_base64", "STL-01.p01", "base64"),
        ("not_signed", "ISS-01.p01", "AEO-SIG-01"),
        ("not_signed", "STL-01.p01", "AEO-STA-01"),
        ("without_output", "ISS-02.p01", "no output"),
        ("without_output", "STL-01.p02", "no output"),
        ("twice", "ISS-01.p01", "2 attestations"),
        ("another_envelope", "ISS-01.p02", "xades, which was not asked for"),
        ("another_envelope", "ISS-02.p02", "sd-jwt, which was not asked for"),
        ("another_key", "ISS-01.p01", "AEO-SIG-19"),
        ("another_key", "ISS-02.p01", "AEO-SIG-19"),
        ("another_key", "STL-01.p01", "AEO-STA-02"),
        ("a_day_late", "ISS-01.p01", "iat is not the instant"),
        ("a_day_late", "STL-01.p01", "iat is not the instant"),
        ("from_store", "ISS-01.p02", "jti was given before"),
        ("from_store", "ISS-02.p02", "jti was given before"),
        ("generous", "ISS-01.n01", "hands out what it refuses"),
        ("generous", "STL-01.n01", "hands out what it refuses"),
    ],
)
def test_a_fault_of_what_was_signed_is_named(name: str, case: str, words: str, ask) -> None:
    report = ask(f"{HERE}:{name}", roles=SIGNERS, filters=(case,))
    assert any(words in difference for difference in told(report, case)), told(report, case)


@pytest.mark.parametrize(
    ("mutant", "case", "words"),
    [
        ("draws_one_salt_for_all", "ISS-01.p02", "two disclosures have one salt"),
        ("draws_the_same_each_time", "ISS-01.p02", "a digest was there before"),
        ("gives_one_name_to_all", "ISS-01.p01", "jti was given before"),
        ("ignores_announced_events", "ISS-01.p04", "exp is after 2026-11-20T00:00:00Z"),
        ("keeps_the_record_digest", "ISS-01.p01", "the claim record_digest is missing"),
        ("leaves_out_decoys", "ISS-01.p01", "AEO-SIG-09"),
        ("says_granted_always", "ISS-01.p10", "authorisation_status is not that of the record"),
        ("shows_the_name_of_a_person", "ISS-01.p05", "the claim legalName is visible"),
        ("signs_for_a_year", "ISS-01.p01", "AEO-SIG-14"),
        ("signs_for_anybody", "ISS-01.n04", "verdict VALID"),
        ("signs_invalid_records", "ISS-01.n02", "verdict VALID"),
        ("lets_the_last_status_stand", "STL-01.n04", "verdict VALID"),
        ("lists_backwards", "STL-01.p02", "entry 4711 is 0, expected 1"),
        ("lists_for_a_week", "STL-01.p01", "AEO-STA-04"),
        ("lists_one_bit", "STL-01.p01", "1 bits an entry"),
        ("lists_too_few", "STL-01.p01", "AEO-STA-06"),
    ],
)
def test_a_mutant_is_caught_for_what_it_does_wrong(mutant, case, words, ask) -> None:
    report = ask(f"{MUTANT}:{mutant}", roles=SIGNERS, filters=(case,))
    assert any(words in difference for difference in told(report, case)), told(report, case)


@pytest.mark.parametrize(
    "adapter", [OURS, f"{MUTANT}:draws_one_salt_for_all", f"{HERE}:a_day_late"]
)
def test_what_is_drawn_at_random_does_not_change_the_report(adapter: str, ask) -> None:
    def asked(jobs: int):
        filters = ("ISS-0*.[pn]0[12]", "STL-01.[pn]0[12]")
        return ask(adapter, roles=SIGNERS, filters=filters, variants=True, seed=3, jobs=jobs)

    assert without_timings(asked(1)) == without_timings(asked(3))


def test_an_output_that_hides_nothing_is_refused_by_its_rule(ask) -> None:
    report = ask(f"{HERE}:without_sd", roles=SIGNERS, filters=("ISS-01.p02",))
    words = told(report, "ISS-01.p02")
    assert words
    assert all("AEO-SIG-09" in difference for difference in words), words


def test_whatever_an_output_breaks_in_its_reader_is_said_of_each_document(ask, monkeypatch) -> None:
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(outcomes, "signed_differences", broken)
    report = ask(OURS, roles=SIGNERS, filters=("ISS-01.p01",))
    (case,) = report.cases
    assert {result.state for result in case.inputs} == {State.FAIL}
    assert all(
        result.differences == ("the output cannot be read: ZeroDivisionError",)
        for result in case.inputs
    )


def test_a_report_holds_nothing_that_was_signed(ask) -> None:
    report = without_timings(ask(OURS, roles=SIGNERS, filters=("ISS-*.?01", "STL-*.?01")))
    assert "output" not in json.dumps(report)
    assert "eyJ" not in json.dumps(report)


def test_what_must_be_signed_is_asked_for_twice_and_what_must_not_once(suite) -> None:
    halves = set()
    for questions in plan(suite, (ProductRole.ISSUER,), Choice(at=AT, variants=False)):
        case = questions[0].case
        is_signed = ".p" in case.id
        halves.add(is_signed)
        wanted = [(), (AGAIN,)] if is_signed else [()]
        assert [question.changes for question in questions] == wanted * len(case.inputs)
    assert halves == {True, False}


def test_an_issuer_of_one_envelope_is_asked_for_that_one(ask) -> None:
    report = ask(f"{HERE}:only_sd_jwt", roles=(ProductRole.ISSUER,), filters=("ISS-*",))
    states = {case.id: case.state for case in report.cases}
    assert {state for case, state in states.items() if case.startswith("ISS-02")} == {
        State.NOT_APPLICABLE
    }
    assert State.NOT_APPLICABLE not in {
        result.state
        for case in report.cases
        if case.id.startswith("ISS-01")
        for result in case.inputs
        if result.media == RECORD
    }
    assert report.results[0].conformant


def test_a_role_that_signs_is_recounted_from_its_answers(release) -> None:
    choice = Choice(at=AT, seed=1, level=RunLevel.FULL, roles=SIGNERS)
    right, wrong = (
        run_suite(
            release,
            adapter_of(adapter, Settings(deadline=PATIENT, start=PATIENT)),
            choice,
            lambda *_: None,
        )
        for adapter in (OURS, f"{MUTANT}:says_granted_always")
    )
    assert recount(right, release) == []
    assert recount(wrong, release)


def test_the_cases_of_signers_are_as_many_as_were_promised(suite) -> None:
    count = {role: len(suite.chosen(role, RunLevel.CORE)) for role in SIGNERS}
    assert count[ProductRole.ISSUER] >= 20
    assert count[ProductRole.STATUS_SERVICE] >= 10


def test_entries_to_be_published_keep_to_their_schema_unless_they_are_to_be_refused(suite) -> None:
    path = ROOT / "conformance" / "schema" / "status-entries.schema.json"
    schema = jsonschema.Draft202012Validator(json.loads(path.read_bytes()))
    for case in suite.cases:
        if case.operation is Operation.STATUS_LIST and ".p" in case.id:
            schema.validate(json.loads(suite.content(case, case.inputs[0])))
