"""The guide works as it is written: its adapters run, its files are what they say."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest

from aeo_exchange.conformance.judge.known_failures import read_known_failures
from aeo_exchange.conformance.statement.statement import misnamed, read_product
from aeo_exchange.conformance.suite.cases import smoke_cases
from aeo_exchange.conformance.suite.lists import State

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "guides" / "run-the-suite.md").read_text(encoding="utf-8")
FILE = re.compile(
    r"<!-- (?P<kind>adapter|xfail|product): (?P<name>\S+) -->\n```\w+\n(?P<text>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
FILES = {match["name"]: match["text"] for match in FILE.finditer(GUIDE)}
COMMANDS = {
    "adapter.py": ("exec", sys.executable),
    "adapter.mjs": ("exec", "node"),
    "Adapter.java": ("exec", "java"),
    "check.sh": ("argv", "sh"),
}
WITHOUT_A_VERSION = "AEO-STR-01.n03"


def written(name: str, folder: Path) -> str:
    """Write an adapter of the guide; return how it is asked."""
    transport, program = COMMANDS[name]
    if not shutil.which(program):
        pytest.skip(f"{program} is absent")
    (folder / name).write_text(FILES[name], encoding="utf-8")
    return f"{transport}:{program} {folder / name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_an_adapter_of_the_guide_answers_every_question_and_says_no_without_a_version(
    name: str, ask, suite, tmp_path: Path
) -> None:
    asked = (*smoke_cases(suite), WITHOUT_A_VERSION)
    report = ask(written(name, tmp_path), filters=asked, variants=False)
    states = {case.id: case.state for case in report.cases}
    # It is a stub: it judges some right and some wrong, and always keeps to the protocol.
    assert set(states.values()) - {State.NOT_APPLICABLE} == {State.PASS, State.FAIL}
    assert states[WITHOUT_A_VERSION] is State.PASS


@pytest.mark.parametrize("name", COMMANDS)
def test_an_adapter_of_the_guide_has_forty_lines_at_most(name: str) -> None:
    assert len([line for line in FILES[name].splitlines() if line.strip()]) <= 40


def test_the_known_failures_of_the_guide_are_read(suite) -> None:
    known = read_known_failures(FILES["xfail.toml"].encode())
    assert {failure.case for failure in known} <= set(suite.by_id)
    schema = json.loads((ROOT / "conformance" / "schema" / "xfail.schema.json").read_bytes())
    told = tomllib.loads(FILES["xfail.toml"])
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(told, default=str)))


def test_the_product_of_the_guide_keeps_to_its_schema() -> None:
    schema = json.loads((ROOT / "conformance" / "schema" / "product.schema.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(tomllib.loads(FILES["product.toml"]))


def test_the_product_of_the_guide_is_the_one_that_its_adapters_name(ask, tmp_path: Path) -> None:
    report = ask(written("adapter.py", tmp_path), filters=("AEO-STR-01.n03",))
    assert misnamed(report, read_product(FILES["product.toml"].encode())) == ""


def test_the_commands_of_the_guide_exist() -> None:
    from aeo_exchange.cli import conformance

    named = set(re.findall(r"\baeo conformance (\w+)", GUIDE))
    assert named <= set(conformance.COMMANDS)
