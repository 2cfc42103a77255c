"""The verifier in JavaScript passes the suite in a browser, and reaches for nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peers.questions import of_verifiers

pytestmark = pytest.mark.peer

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).parent / "node" / "chromium.mjs"
PARSER = ROOT / "conformance" / "implementations" / "node" / "node_modules" / "saxes"


@pytest.fixture(scope="module")
def run(
    tool: Callable[[str], str],
    npm_package: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, Any], list[str]]:
    """Run the cases of a verifier in a page; the report, and what the page asked for."""
    for name in ("esbuild", "playwright-core"):
        npm_package(name)
    if not PARSER.is_dir():
        tool("the packages of conformance/implementations/node")
    folder = tmp_path_factory.mktemp("chromium")
    report, log = folder / "report.json", folder / "requests.txt"
    adapter = f"exec:{tool('node')} {SCRIPT} {tool('chromium')} {ROOT} {log}"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "aeo_exchange", "conformance", "run"),
            *("--adapter", adapter, "--role", "verifier", "--level", "full"),
            *("--seed", "1", "--deadline", "600", "-o", str(report)),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert report.is_file(), done.stderr
    return json.loads(report.read_bytes()), log.read_text("utf-8").splitlines()


def test_it_answers_every_case_as_expected(run: tuple[dict[str, Any], list[str]]) -> None:
    report, _ = run
    assert (report["level"], report["depth"]) == ("full", "D3")
    states = {case["id"]: case["state"] for case in report["cases"]}
    asked = {name for name, _ in of_verifiers()}
    assert {name: states[name] for name in asked if states[name] != "pass"} == {}
    assert set(states.values()) <= {"pass", "not_applicable"}


def test_the_page_asks_for_its_own_modules_alone(run: tuple[dict[str, Any], list[str]]) -> None:
    _, requests = run
    modules = [request for request in requests if request.endswith(".mjs")]
    assert set(requests) - set(modules) <= {"/", "/favicon.ico"}
    assert "/packages/verifier/src/index.mjs" in modules
    # The rules over records come once, when a record is given.
    assert requests.count("/packages/verifier/src/record/data/reference.mjs") == 1
