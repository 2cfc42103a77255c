"""`aeo classify`: one definition with its working, many side by side, the list."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from aeo_exchange.cli.classify import command
from aeo_exchange.errors import WrongChoice
from aeo_exchange.reference.sizes import SizeDefinitions
from local_scale import LOCAL
from rows import for_each_row

DAY = "--at=2026-06-01"
GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "size-definitions.md"


def run(*arguments: str) -> tuple[int, str]:
    """Return the exit code and the output of the command."""
    done = CliRunner().invoke(command, [*arguments], standalone_mode=False)
    if isinstance(done.exception, click.UsageError):
        return 2, done.exception.format_message()
    if isinstance(done.exception, WrongChoice):
        return 2, str(done.exception)  # `run` of run.py ends with 2 for it
    assert done.exception is None, done.exception
    return int(done.return_value), done.output


def test_a_firm_that_has_a_class_exits_with_0_and_shows_the_working() -> None:
    code, said = run(
        "--definition=EU-2003-361", DAY, "--measure=headcount=42", "--measure=turnover=9500000:EUR"
    )
    assert code == 0
    assert said.startswith("small under EU-2003-361 version 2005-01-01 on 2026-06-01\n")
    assert "< 50" in said
    assert "Assumed: Amounts are in EUR as given; nothing was converted." in said


def test_a_firm_that_cannot_be_classified_exits_with_4_and_says_what_is_missing() -> None:
    code, said = run("--definition=EU-2003-361", DAY, "--measure=headcount=42")
    assert code == 4
    assert said.startswith("not decided (small or medium or large)")
    assert "Missing: turnover is not given; the definition counts it in EUR" in said


def test_json_has_the_members_of_the_contract() -> None:
    code, said = run("--definition=EU-2003-361", DAY, "--measure=headcount=250", "--format=json")
    answer = json.loads(said)
    assert (code, answer["verdict"], answer["sizeClass"]) == (0, "VALID", "large")
    assert set(answer) >= {"definition", "criteria", "assumptions"}


def test_json_of_an_undecided_firm_has_no_size_class() -> None:
    code, said = run("--definition=TH-2019", DAY, "--measure=headcount=1", "--format=json")
    answer = json.loads(said)
    assert (code, answer["verdict"]) == (4, "UNDETERMINED")
    assert "sizeClass" not in answer
    assert answer["missing"][0]["choices"] == ["manufacturing", "services"]


def test_the_day_chooses_the_version() -> None:
    figures = ("--measure=investment=20000000:INR", "--measure=turnover=50000000:INR")
    assert run("--definition=IN-MSMED", "--at=2025-03-31", *figures)[1].startswith("small")
    assert run("--definition=IN-MSMED", "--at=2025-04-01", *figures)[1].startswith("micro")


def test_comparison_puts_chosen_definitions_side_by_side() -> None:
    code, said = run(
        "--compare",
        "--definition=EU-2003-361",
        "--definition=JP-SMEBA",
        "--sector=manufacturing",
        DAY,
        "--measure=headcount=250",
    )
    assert code == 0
    assert [line.split()[::2][:2] for line in said.splitlines()] == [
        ["definition", "class"],
        ["EU-2003-361", "large"],
        ["JP-SMEBA", "msme"],
    ]


def test_the_guide_prints_what_the_command_does() -> None:
    _, _, rest = GUIDE.read_text(encoding="utf-8").partition("```console\n$ aeo classify ")
    shown, _, _ = rest.partition("```")
    asked, _, printed = shown.partition("\n\n")
    code, said = run(*shlex.split(asked.replace("\\\n", " ")))
    assert (code, said) == (0, printed)


def test_comparison_without_definitions_takes_all_and_is_decided_only_when_each_is() -> None:
    code, said = run("--compare", DAY, "--measure=headcount=42", "--format=json")
    answer = json.loads(said)
    assert (code, answer["verdict"]) == (4, "UNDETERMINED")
    codes = [result["definition"]["code"] for result in answer["results"]]
    assert codes == list(SizeDefinitions().codes())


def test_the_list_names_every_definition() -> None:
    code, said = run("--list")
    assert code == 0
    assert [line.split()[0] for line in said.splitlines()] == list(SizeDefinitions().codes())
    listed = json.loads(run("--list", "--format=json")[1])
    india = next(definition for definition in listed if definition["code"] == "IN-MSMED")
    assert [version["version"] for version in india["versions"]] == ["2020-07-01", "2025-04-01"]
    assert india["versions"][0]["measures"] == ["investment", "turnover"]


def test_an_unknown_definition_is_a_fault_of_usage_and_the_likely_one_is_named() -> None:
    code, said = run("--definition=EU-2003-631", "--measure=headcount=42")
    assert code == 2
    assert "did you mean EU-2003-361" in said


@for_each_row(
    "measure",
    [
        "headcount",
        "headcount=",
        "headcount=-1",
        "headcount=042",
        "headcount=1e3",
        "headcount=NaN",
        "headcount=42:EUR",
        "headcount=4\uff12",
        "turnover=1:eur",
        "turnover=1:EUR\n",
        "turnover=1:",
        "weight=4",
        "score=4",
        "turnover=1234567890123456789:EUR",
    ],
)
def test_a_figure_that_is_not_written_as_asked_is_a_fault_of_usage(measure: str) -> None:
    assert run("--definition=EU-2003-361", f"--measure={measure}")[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--measure=headcount=1",),
        ("--definition=EU-2003-361", "--definition=JP-SMEBA"),
        ("--definition=EU-2003-361", "--measure=headcount=1", "--measure=headcount=2"),
    ],
)
def test_a_question_that_is_not_one_is_a_fault_of_usage(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_a_local_definition_can_be_applied(tmp_path) -> None:
    shipped = SizeDefinitions()
    assert "XX-LOCAL" not in shipped.codes()
    (tmp_path / "sizes").mkdir()
    (tmp_path / "sizes" / "XX-LOCAL.toml").write_text(LOCAL, encoding="utf-8")
    arguments = ("--definition=XX-LOCAL", f"--reference={tmp_path}", "--measure=headcount=6")
    assert run(*arguments)[1].startswith("small under XX-LOCAL version 1")
