"""The sample verifier in Java, compiled, answers every verifier case that it takes on."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peers.questions import SUITE, of_verifiers

pytestmark = pytest.mark.peer

SOURCE = SUITE / "implementations" / "java" / "Verifier.java"
JAR_FOLDER = Path("/usr/share/java")
JARS = [JAR_FOLDER / f"jackson-{part}.jar" for part in ("databind", "core", "annotations")]
QUESTIONS = list(of_verifiers())
CASES = {path.parent.name: path for path in SUITE.glob("cases/*/*/case.json")}


@pytest.fixture(scope="module")
def replies(
    tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    for jar in JARS:
        if not jar.exists():
            tool(f"{jar} of libjackson2-databind-java")
    folder = tmp_path_factory.mktemp("java")
    path = os.pathsep.join(map(str, JARS))
    compiler = [tool("javac"), "-cp", path, "-d", str(folder)]
    subprocess.run([*compiler, str(SOURCE)], check=True, capture_output=True, timeout=300)
    numbered = (dict(asked, seq=seq) for seq, (_, asked) in enumerate(QUESTIONS, 1))
    lines = "".join(json.dumps(asked) + "\n" for asked in numbered)
    command = [tool("java"), "-cp", os.pathsep.join((str(folder), path)), "Verifier"]
    done = subprocess.run(
        [*command, str(SUITE.parent)],
        input=lines,
        capture_output=True,
        check=True,
        text=True,
        timeout=600,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def difference(case: dict[str, Any], reply: dict[str, Any]) -> str | None:
    """Say how an answer differs from what a case expects, or nothing."""
    expected = case["expect"]
    if reply["verdict"] != expected["verdict"]:
        return f"verdict {reply['verdict']}"
    named = {finding["code"] for finding in expected["findings"]}
    told = {finding["code"] for finding in reply["findings"]}
    if not named <= told <= named | set(expected["allow"]):
        return f"codes {sorted(told)}"
    if "checks" not in expected:
        return None
    wanted = {(check["name"], check["outcome"]) for check in expected["checks"]}
    given = {(check["name"], check["outcome"]) for check in reply["checks"]}
    refused = {check for check in given if check[1] in {"fail", "undetermined"}}
    return None if refused == wanted else f"checks {sorted(refused)}"


def test_it_answers_every_case_it_takes_on(replies: list[dict[str, Any]]) -> None:
    assert [reply["seq"] for reply in replies] == list(range(1, len(QUESTIONS) + 1))
    wrong = {}
    for (name, asked), reply in zip(QUESTIONS, replies, strict=True):
        if "record" in asked["inputs"]:
            continue
        case = json.loads(CASES[name].read_bytes())
        if said := "no verdict" if "verdict" not in reply else difference(case, reply):
            wrong[name] = said
    assert wrong == {}


def test_it_leaves_out_records_beside_and_nothing_else(replies: list[dict[str, Any]]) -> None:
    left_out = [reply.get("unsupported", False) for reply in replies]
    assert left_out == ["record" in asked["inputs"] for _, asked in QUESTIONS]
    assert left_out.count(False) > 500


def test_an_answer_that_differs_is_seen() -> None:
    case = json.loads(CASES["AEO-SIG-02.n01"].read_bytes())
    checks = [{"name": "format", "outcome": "fail"}]
    right = {"verdict": "NOT_VALID", "findings": [{"code": "AEO-SIG-02"}], "checks": checks}
    assert difference(case, right) is None
    for change in ({"verdict": "VALID"}, {"findings": []}, {"checks": []}):
        assert difference(case, right | change) is not None
