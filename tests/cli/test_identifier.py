"""`aeo identifier` answers with its exit code, in words and in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from aeo_exchange.cli.identifier import command
from aeo_exchange.cli.run import run_command
from aeo_exchange.reference.schemes import shipped_schemes
from rows import for_each_row


def said(*arguments: str) -> str:
    """Return what the command prints when nothing goes wrong."""
    done = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert done.exception is None, done.exception
    return done.output


@for_each_row(
    ("arguments", "code"),
    [
        (["check", "AR-CUIT", "20-05536168-2"], 0),
        (["check", "AR-CUIT", "20-05536168-3"], 1),
        (["check", "AR-CUIT", "x"], 1),
        (["check", "HK-AEO", "x"], 4),
        (["check", "JO-TAX", "1234567"], 4),
        (["check", "AR-CUTI", "20-05536168-2"], 2),
        (["check", "AR-CUIT"], 2),
        (["tin", "BR-CNPJ", "16.727.230/0001-97"], 0),
        (["tin", "CN-USCC", "91110000600037341L"], 1),
        (["tin", "LEI", "213800KUD8LAJWSQ9D15"], 4),
        (["tin", "EROI", "DE1"], 2),
        (["guess", "51824753556"], 0),
        (["guess", "@"], 1),
        (["list"], 0),
        (["list", "--format", "xml"], 2),
    ],
)
def test_the_exit_code_is_the_verdict(arguments: list[str], code: int) -> None:
    assert run_command(command, arguments) == code


def test_an_unknown_scheme_suggests_the_likely_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(command, ["check", "ar-cut", "1"]) == 2
    assert "did you mean AR-CUIT" in capsys.readouterr().err


def test_a_scheme_like_none_points_to_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(command, ["check", "@@@@@@", "1"]) == 2
    assert "aeo identifier list" in capsys.readouterr().err


def test_check_says_the_verdict_and_why() -> None:
    lines = said("check", "AR-CUIT", "20-05536168-3").splitlines()
    assert lines[0] == "NOT_VALID  AR-CUIT 20-05536168-3"
    assert "  reason    its check digit does not fit" in lines


def test_check_gives_json_without_what_does_not_apply() -> None:
    answer = json.loads(said("check", "AR-CUIT", "20-05536168-2", "--format", "json"))
    assert answer == {
        "scheme": "AR-CUIT",
        "value": "20-05536168-2",
        "normal": "20055361682",
        "verdict": "VALID",
        "checked": "check-digit",
        "reason": "form and check digit fit",
    }


def test_tin_gives_json_with_its_reasons() -> None:
    answer = json.loads(said("tin", "CN-AEO", "AEOCN0123456789", "--format", "json"))
    assert (answer["tin"], answer["verdict"]) == ("CN0123456789", "VALID")
    assert (answer["lossy"], answer["ambiguous"]) == (False, True)
    assert len(answer["reasons"]) == 1


def test_tin_prints_one_line_for_each_reason() -> None:
    lines = said("tin", "JP-PARTY12", "A1234510MY00").splitlines()
    assert "  lossy     yes" in lines
    assert sum(line.startswith("  reasons ") for line in lines) == 2


def test_guess_lists_the_strongest_first() -> None:
    assert said("guess", "213800KUD8LAJWSQ9D15").startswith("LEI  213800KUD8LAJWSQ9D15  ")
    answer = json.loads(said("guess", "AEOCN0123456789", "--format", "json"))
    assert answer["candidates"][0]["scheme"] == "CN-AEO"
    assert said("guess", "@") == "no known scheme has such numbers\n"


def test_guess_says_what_a_number_is_a_digit_short_of_though_others_fit() -> None:
    lines = said("guess", "2055361682").splitlines()
    assert lines[0].split()[:2] == ["UA-RNTRC", "2055361682"]
    (short,) = (line for line in lines if line.startswith("  10 digits: one short of "))
    assert "AR-CUIT" in short
    answer = json.loads(said("guess", "2055361682", "--format", "json"))
    near = {code for candidate in answer["near"] for code in candidate.replace(",", "").split()}
    assert not near & {candidate["scheme"] for candidate in answer["candidates"]}
    assert "12 digits: one too many for AR-CUIT" in said("guess", "200553616820")


def test_guess_asks_by_the_law_of_a_day() -> None:
    def schemes(*day: str) -> set[str]:
        answer = json.loads(said("guess", "00501508", "--format", "json", *day))
        return {candidate["scheme"] for candidate in answer["candidates"]}

    # The check of Taiwan's numbers changed on 1 April 2023.
    assert "TW-UBN" in schemes() & schemes("--at", "2023-04-01")
    assert "TW-UBN" not in schemes("--at", "2023-03-31")


def test_list_has_every_scheme() -> None:
    rows = json.loads(said("list", "--format", "json"))
    assert [row["code"] for row in rows] == list(shipped_schemes().codes())
    assert all(row["source"] and row["asOf"] and row["confidence"] for row in rows)
    assert len(said("list").splitlines()) == len(rows)


def test_a_value_with_controls_cannot_write_to_the_terminal() -> None:
    assert "\x1b" not in said("check", "AR-CUIT", "\x1b[2J")


def test_a_folder_of_local_schemes_is_honoured(tmp_path: Path) -> None:
    (tmp_path / "schemes.toml").write_text("schemes = 1", encoding="utf-8")
    assert run_command(command, ["list", "--reference", str(tmp_path)]) == 2
    assert run_command(command, ["list", "--reference", str(tmp_path / "absent")]) == 3
