"""The second implementation, written from the text alone, passes the suite."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADAPTER = ROOT / "conformance" / "implementations" / "node"

pytestmark = pytest.mark.peer


@pytest.fixture(scope="module")
def report(tool, tmp_path_factory) -> dict:
    node = tool("node")
    if not (ADAPTER / "node_modules").is_dir():
        tool("the packages of conformance/implementations/node")
    target = tmp_path_factory.mktemp("second") / "report.json"
    subprocess.run(
        [
            *(sys.executable, "-m", "aeo_exchange", "conformance", "run"),
            *("--adapter", f"exec:{node} {ADAPTER / 'adapter.mjs'}"),
            *("--role", "validator", "--role", "verifier", "--role", "receiver"),
            *("--level", "full"),
            *("--seed", "1", "--deadline", "600", "-o", str(target)),
        ],
        check=False,
        capture_output=True,
    )
    return json.loads(target.read_bytes())


@pytest.mark.parametrize("role", ["validator", "verifier", "receiver"])
def test_it_answers_every_case_as_expected(report: dict, role: str) -> None:
    wrong = [
        (case["id"], case["state"])
        for case in report["cases"]
        if case["role"] == role and case["state"] not in {"pass", "not_applicable"}
    ]
    assert wrong == []


def test_it_leaves_out_tables_pictures_profiles_and_the_xml_envelope_alone(report: dict) -> None:
    # These and partner profiles beside a record are no part of it; the rest is.
    left_out = {case["id"] for case in report["cases"] if case["state"] == "not_applicable"}
    assert {case["role"] for case in report["cases"] if case["state"] == "pass"} == {
        "validator",
        "verifier",
        "receiver",
    }
    cases = ROOT / "conformance" / "cases"
    for name in left_out:
        described = json.loads(next(cases.glob(f"*/{name}/case.json")).read_bytes())
        if described["operation"] == "validate-agreed":
            continue
        paths = {document["path"] for document in described["inputs"]}
        assert paths in ({"input.xml"}, {"input.png"}) or paths <= {"input.csv", "input.xlsx"}, name
