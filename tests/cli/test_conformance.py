"""`aeo conformance`, as a vendor runs it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from aeo_exchange.resources import published

OURS = "python:aeo_exchange.conformance.own:answer"
TRIMS = "python:aeo_exchange.conformance.mutants:trims"
RUN = ("conformance", "run", "--seed", "1", "--at", "2026-11-22")
CASE = ("--case", "AEO-STR-06.n03")


def test_smoke_of_our_adapter_is_positive(aeo) -> None:
    adapter = f"exec:{sys.executable} -m aeo_exchange conformance adapter"
    ran = aeo("conformance", "smoke", "--adapter", adapter, "--env", "PYTHONPATH")
    assert ran.returncode == 0, ran.stderr
    assert "not conformant" not in ran.stdout


@pytest.mark.parametrize(
    ("adapter", "code"), [(OURS, 0), (TRIMS, 1), ("exec:no-such-program", 4), ("mine", 2)]
)
def test_the_exit_code_says_what_came_out(adapter: str, code: int, aeo) -> None:
    assert aeo(*RUN, "--adapter", adapter, "--role", "validator", *CASE).returncode == code


def test_a_run_writes_a_report_that_can_be_rendered_and_compared(aeo, tmp_path: Path) -> None:
    for name, adapter in (("old", OURS), ("new", TRIMS)):
        aeo(*RUN, "--adapter", adapter, *CASE, "-o", f"{name}.json")
    assert json.loads((tmp_path / "new.json").read_bytes())["seed"] == 1
    for form in ("html", "junit", "markdown", "badge", "text"):
        ran = aeo("conformance", "render", "new.json", "--format", form)
        assert ran.returncode == 0
        assert ran.stdout
    worse = aeo("conformance", "diff", "old.json", "new.json")
    assert worse.returncode == 1
    assert "pass -> fail" in worse.stdout
    assert aeo("conformance", "diff", "new.json", "new.json").returncode == 0


def test_a_known_failure_keeps_the_run_green_and_is_shown(aeo, tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text(
        '[[xfail]]\ncase = "AEO-STR-06.n03"\nreason = "trims"\n'
        'issue = "https://example.org/1"\nuntil = 2027-01-01\n'
    )
    ran = aeo(*RUN, "--adapter", TRIMS, *CASE, "--role", "validator", "--xfail", "known.toml")
    assert ran.returncode == 0
    assert "xfail" in ran.stdout
    assert "not conformant" in ran.stdout


def test_the_adapter_answers_each_line_with_one_and_bye_with_none(aeo) -> None:
    lines = ['{"v":1,"cmd":"hello"}', '{"v":1,"cmd":"reset"}', "garbage", '{"v":1,"cmd":"bye"}']
    ran = aeo("conformance", "adapter", stdin="\n".join(lines) + "\n")
    answers = [json.loads(each) for each in ran.stdout.splitlines()]
    assert len(answers) == 3
    assert answers[0]["implementation"]["name"] == "aeo-exchange"
    assert answers[1] == {"ok": True}
    assert "error" in answers[2]


def test_cases_are_listed_and_chosen(aeo) -> None:
    ran = aeo("conformance", "list", "--area", "lif", "--format", "json")
    assert all("-LIF-" in each["id"] for each in json.loads(ran.stdout))
    assert aeo("conformance", "list", "--area", "NONE").returncode == 2


def test_coverage_has_no_gap(aeo) -> None:
    ran = aeo("conformance", "coverage")
    assert ran.returncode == 0, [each for each in ran.stdout.splitlines() if "gap:" in each]
    assert "REC-6-4" in ran.stdout


def test_a_run_that_is_not_whole_gives_no_statement(aeo, tmp_path: Path) -> None:
    (tmp_path / "product.toml").write_text(
        'vendor="E"\nproduct="P"\nversion="1"\ncontact="c"\nadapter="a"\n'
    )
    aeo(*RUN, "--adapter", OURS, *CASE, "-o", "r.json")
    key = str(published("conformance/keys/vendor.private.pem"))
    arguments = ("r.json", "--product", "product.toml", "--key", key, "-o", "p.zip")
    ran = aeo("conformance", "statement", *arguments)
    assert ran.returncode == 1
    assert "filtered" in ran.stderr
    assert not (tmp_path / "p.zip").exists()


def test_a_report_that_is_none_is_a_mistake_of_the_user(aeo, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    assert aeo("conformance", "render", "x.json").returncode == 2
