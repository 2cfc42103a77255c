"""The judge shares no reader with the toolkit: what is broken there is still seen here."""

from __future__ import annotations

import base64
import subprocess
import sys

import msgspec
import pytest

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.adapters.protocol import SentDocument, decoded_base64
from aeo_exchange.conformance.judge.attestation import read_attestation
from aeo_exchange.conformance.judge.attested import require_name, times_of
from aeo_exchange.conformance.judge.conversion import read_output
from aeo_exchange.conformance.judge.issuing import attestation_differences
from aeo_exchange.conformance.judge.keys import IssuerKey, certified_key
from aeo_exchange.conformance.judge.listing import status_list_differences
from aeo_exchange.conformance.run.plan import Choice, plan
from aeo_exchange.conformance.suite.lists import Operation, ProductRole, RunLevel
from aeo_exchange.errors import AeoError
from aeo_exchange.report import Verdict
from conformance_runner.conftest import AT

JUDGE = "aeo_exchange.conformance.judge"
TOOLKIT = (
    *("formats", "operations", "signing", "trust", "rules", "msme", "schema", "reference"),
    *("declarations", "exchange", "register", "tabular"),
)
# What these ask for is seen when the claims are compared with those that the case expects.
OF_THE_CLAIMS = frozenset({"AEO-SIG-08", "AEO-SIG-13", "AEO-SIG-14"})
FORM = frozenset(f"AEO-SIG-{number:02}" for number in range(1, 19)) - OF_THE_CLAIMS
NO_KEY = frozenset({"secp256k1.cert.pem", "rsa.cert.pem", "hk-384.cert.pem"})


@pytest.fixture(scope="module")
def made(suite) -> dict[str, tuple]:
    """What our implementation answers to the cases of those who sign, once each, by case."""
    outputs = {}
    for role in (ProductRole.ISSUER, ProductRole.STATUS_SERVICE):
        choice = Choice(at=AT, level=RunLevel.FULL, variants=False)
        for question, *_ in plan(suite, (role,), choice):
            if question.case.expect.verdict is Verdict.VALID:
                request = question.request(1, suite, 60.0)
                said = own.answer(msgspec.to_builtins(request))
                outputs[question.case.id] = (question.case, said["output"])
    return outputs


def differences(case, output: str, suite) -> list[str]:
    certificate = suite.content(case, case.given.certificate)
    if case.operation is Operation.STATUS_LIST:
        expect = case.expect.status_list
        return list(status_list_differences(output, certificate, case.at, expect))
    expect, target = case.expect.attestation, case.options.target
    return list(attestation_differences(output, target, certificate, case.at, expect))


def tampered(output: str) -> str:
    """Return an output of which one letter of the payload, or of the record, is another."""
    content = decoded_base64(output)
    if content.startswith(b"<"):
        changed = content.replace(b"<Revision>", b"<Revision>1", 1)
    else:
        head, payload, rest = content.split(b".", 2)
        padded = payload + b"=" * (-len(payload) % 4)
        held = base64.urlsafe_b64decode(padded).replace(b"customs.example", b"customs.exampel", 1)
        changed = b".".join((head, base64.urlsafe_b64encode(held).rstrip(b"="), rest))
    assert changed != content
    return base64.b64encode(changed).decode()


@pytest.fixture
def broken_toolkit(monkeypatch) -> None:
    """Let every signature be right, every digest one, and every reader read nothing."""
    from aeo_exchange.formats import json_tree, xml_tree
    from aeo_exchange.model import canonical
    from aeo_exchange.signing import base64url, jwk, keys, sd_jwt, xml_attestation
    from aeo_exchange.trust import status_list

    def nothing(*_args, **_named):
        raise ZeroDivisionError

    monkeypatch.setattr(keys.VerificationKey, "verifies", lambda *_: True)
    monkeypatch.setattr(canonical, "digest", lambda _: "0" * 64)
    monkeypatch.setattr(canonical, "canonical_bytes", lambda _: b"")
    for module, names in {
        json_tree: ("read_tree", "compact_tree", "compact_record"),
        xml_tree: ("careful_tree", "fast_record"),
        base64url: ("decode", "encode"),
        jwk: ("thumbprint",),
        keys: ("carried_key", "read_certificate", "thumbprint"),
        sd_jwt: ("read_sd_jwt", "read_signed"),
        xml_attestation: ("read_xml_attestation", "read_root_element"),
        status_list: ("read_status_list", "entry_of"),
    }.items():
        for name in names:
            monkeypatch.setattr(module, name, nothing)


def test_every_output_of_ours_is_what_its_case_asks_for(made, suite) -> None:
    assert len(made) > 20
    for case, output in made.values():
        assert differences(case, output, suite) == [], case.id


@pytest.mark.usefixtures("broken_toolkit")
def test_a_toolkit_that_believes_everything_and_reads_nothing_changes_no_judgement(
    made, suite
) -> None:
    for case, output in made.values():
        assert differences(case, output, suite) == []
        (difference,) = differences(case, tampered(output), suite)
        assert "AEO-SIG-19" in difference or "AEO-STA-02" in difference
    for case in (suite.by_id["AEO-LIF-01.p01"], suite.by_id["CNV-01.p01"]):
        digests = {
            read_output(SentDocument.of("", suite.content(case, part)).content).digests
            for part in case.inputs
        }
        assert len(digests) == 1
        assert digests != {("0" * 64,)}


def test_the_digests_of_the_suite_are_those_of_the_judge(suite) -> None:
    asked = [
        case for case in suite.cases if case.operation in {Operation.CONVERT, Operation.DIGEST}
    ]
    read: set[tuple[str, ...]] = set()
    of_people: set[tuple[str, ...]] = set()
    for case in asked:
        if case.expect.verdict is Verdict.VALID:
            for part in case.inputs:
                if part.path.endswith(".xlsx"):  # as people save one; the judge takes a writer's
                    of_people.add(case.expect.digests)
                    continue
                output = SentDocument.of("", suite.content(case, part)).content
                assert read_output(output).digests == case.expect.digests, case.id
                read.add(case.expect.digests)
    assert len(read) > 10
    # They hold what other cases hold in a syntax that the judge has read.
    assert of_people <= read


def test_what_a_verifier_refuses_by_its_form_the_judge_refuses(suite) -> None:
    keys = [
        certified_key(path.read_bytes())
        for path in sorted((suite.folder / "keys").glob("*.cert.pem"))
        if path.name not in NO_KEY
    ]
    asked = 0
    for case in suite.cases:
        codes = {finding.code for finding in case.expect.findings} & FORM
        if case.operation is Operation.VERIFY and codes:
            for part in case.inputs:
                assert is_refused(suite.content(case, part), keys), f"{case.id} {part.path}"
                asked += 1
    assert asked > 100


def is_refused(content: bytes, keys: list[IssuerKey]) -> bool:
    """Say whether the judge refuses an attestation, whichever of the keys it should be of."""
    for key in keys:
        try:
            attested = read_attestation(content, key)
            require_name(attested)
            times_of(attested)
        except AeoError:
            continue
        return False
    return True


def test_to_judge_loads_no_reader_of_the_toolkit() -> None:
    program = (
        f"import importlib, pkgutil, sys, {JUDGE} as judge\n"
        "for module in pkgutil.iter_modules(judge.__path__):\n"
        f"    importlib.import_module(f'{JUDGE}.{{module.name}}')\n"
        "print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    loaded = run.stdout.split()
    assert f"{JUDGE}.xades" in loaded
    assert [
        module
        for module in loaded
        if module.startswith(tuple(f"aeo_exchange.{n}" for n in TOOLKIT))
    ] == []
