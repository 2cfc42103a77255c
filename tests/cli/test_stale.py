"""`aeo programmes stale`: what is due, in text and in JSON that its schema takes; unknown codes."""

from __future__ import annotations

import json
from pathlib import Path

import click
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from aeo_exchange.cli.stale import stale

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas" / "1.0"
LATER = "--at=2035-01-01"


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(stale, [*arguments], standalone_mode=False)
    if done.exception is not None:
        assert isinstance(done.exception, click.UsageError)
        return 2, done.output, str(done.exception)
    return int(done.return_value), done.output, ""


def test_json_is_as_its_schema_says_and_names_file_place_and_day() -> None:
    _, said, _ = run("HK-AEO", LATER, "--format=json")
    answer = json.loads(said)
    schema = json.loads((SCHEMAS / "programmes-stale.schema.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(answer)) == []
    assert answer["at"] == "2035-01-01"
    assert {row["file"] for row in answer["rows"]} == {"programmes/HK-AEO.toml"}
    tier = next(row for row in answer["rows"] if row["place"] == "/tiers/0")
    assert (tier["due"], tier["overdue"], tier["source"]) == ("2026-09-30", True, "STUDY-2025")


def test_a_row_that_waits_for_over_a_year_ends_with_one_and_the_text_says_so() -> None:
    code, said, _ = run("HK-AEO", LATER)
    assert code == 1
    assert "more than a year" in said
    assert said.splitlines()[-1].endswith("for over a year")


def test_nothing_over_a_year_ends_with_zero_though_rows_are_due() -> None:
    code, said, _ = run("HK-AEO", "--at=2026-11-28")
    assert code == 0
    assert "due 2026-09-30" in said
    assert "more than a year" not in said


def test_nothing_due_is_said_too() -> None:
    code, said, _ = run("HK-AEO", "--at=2020-01-01")
    assert (code, said) == (0, "0 rows to look at on 2020-01-01, 0 for over a year\n")


def test_an_unknown_programme_is_told_with_what_it_may_be() -> None:
    code, _, told = run("HK-AOE")
    assert code == 2
    assert "did you mean HK-AEO" in told
