"""Python, the package and the page for officers give one verdict and the same codes.

They are asked every case of a verifier, and tokens that were changed by chance from a fixed seed.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aeo_exchange.conformance.adapters.own.product import answer as own_answer
from peers.built_page import PAGE, build
from peers.mutated_certificates import with_mutated_roots
from peers.mutated_tokens import mutated
from peers.questions import of_verifiers

pytestmark = [pytest.mark.peer, pytest.mark.long]

ROOT = Path(__file__).resolve().parents[2]
ADAPTER = ROOT / "conformance" / "implementations" / "node"
NODE = Path(__file__).parent / "node"
MUTANTS = int(os.environ.get("AEO_MUTATED_TOKENS", "10000"))
SEED = int(os.environ.get("AEO_MUTATED_SEED", "20261129"))
KINDS = {"VALID": {"yes"}, "NOT_VALID": {"no"}, "UNDETERMINED": {"unsure", "unread"}}
WORST = ("NOT_VALID", "UNDETERMINED", "VALID")
Question = dict[str, Any]


def told(reply: dict[str, Any]) -> tuple[Any, ...]:
    codes = [finding["code"] for finding in reply.get("findings", [])]
    outcomes = [(check["name"], check["outcome"]) for check in reply.get("checks", [])]
    return reply.get("verdict"), codes, outcomes


def replies(command: list[object], questions: list[Question]) -> list[dict[str, Any]]:
    """Return what a program answers to questions, a line each."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=ADAPTER.anchor,
        input="".join(json.dumps(question) + "\n" for question in questions),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def cases() -> list[Question]:
    return [question for _, question in of_verifiers()]


def without_record(question: Question) -> Question:
    inputs = {name: part for name, part in question["inputs"].items() if name != "record"}
    return {**question, "inputs": inputs}


@pytest.mark.parametrize("changed", [mutated, with_mutated_roots])
# A serial number that is none warns; the tests take warnings for errors.
@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_the_package_says_of_mutants_what_python_says(
    cases: list[Question], tool: Callable[[str], str], changed: Callable[..., Iterator[Question]]
) -> None:
    if not (ADAPTER / "node_modules").is_dir():
        tool("the packages of conformance/implementations/node")
    questions = list(changed(cases, SEED, MUTANTS if changed is mutated else MUTANTS // 5))
    said = replies([tool("node"), ADAPTER / "adapter.mjs"], questions)
    verdicts = set()
    for question, theirs in zip(questions, said, strict=True):
        ours = told(own_answer(question))
        assert told(theirs) == ours, json.dumps(question)
        verdicts.add(ours[0])
    assert verdicts == set(WORST)


def test_the_page_says_of_cases_and_mutated_tokens_what_python_says(
    cases: list[Question],
    tool: Callable[[str], str],
    npm_package: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    npm_package("playwright-core")
    if not (PAGE / "node_modules" / "zxing-wasm").is_dir():
        tool("zxing-wasm (npm ci in web/verify)")
    build(tmp_path / "page")
    asked = [*cases, *mutated(cases, SEED, MUTANTS)]
    questions = [without_record(question) for question in asked]
    command = [tool("node"), NODE / "page_verifier.mjs", tool("chromium"), tmp_path / "page"]
    for question, theirs in zip(questions, replies(command, questions), strict=True):
        ours = told(own_answer(question))
        assert told(theirs) == ours, json.dumps(question)
        # What an officer sees: of several attestations the worst, and no code that nobody said.
        kinds = {answer["kind"] for answer in theirs["shown"]}
        worst = next(verdict for verdict in WORST if KINDS[verdict] & kinds)
        codes = [code for answer in theirs["shown"] for code in answer["codes"]]
        assert (worst, list(dict.fromkeys(codes))) == ours[:2], json.dumps(question)
