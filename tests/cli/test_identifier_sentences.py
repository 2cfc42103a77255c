"""What `aeo identifier` tells of a number that is not quite one: sentence by sentence."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from aeo_exchange.cli.identifier import command
from rows import for_each_row

AUTHORISATION = "This reads as the number of an AEO authorisation, not of the operator"
PLACEHOLDER = "It looks like a placeholder"


def wide(digits: str) -> str:
    """Return digits as East Asian input writes them."""
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)


def asked(*arguments: str) -> dict:
    done = CliRunner().invoke(command, [*arguments, "--format=json"], standalone_mode=False)
    assert done.exception is None, done.exception
    return json.loads(done.output)


@pytest.mark.parametrize(
    ("scheme", "value", "said"),
    [
        ("TR-VKN", "123456789", "it has 9 digits, one short of TR-VKN"),
        ("TR-VKN", "12345678901", "it has 11 digits, one more than TR-VKN has"),
        ("TR-VKN", "12345678", "it has 8 digits"),
        ("AR-CUIT", "2005536168", "it has 10 digits, one short of AR-CUIT"),
    ],
)
def test_one_digit_short_or_long_is_said(scheme: str, value: str, said: str) -> None:
    assert asked("check", scheme, value)["reason"] == said
    assert asked("tin", scheme, value)["reasons"] == [said]


@pytest.mark.parametrize(
    ("scheme", "value", "whole"),
    [("TR-VKN", "123456789", "1234567890"), ("CO-NIT", "213123432", "2131234321")],
)
def test_a_missing_check_digit_is_computed_and_named(scheme: str, value: str, whole: str) -> None:
    said = f"Without its check digit? With {whole[-1]} it is {whole}."
    assert said in asked("check", scheme, value)["hint"]
    assert said in asked("tin", scheme, value)["hint"]
    assert asked("check", scheme, whole)["verdict"] == "VALID"
    assert "hint" not in asked("check", scheme, whole)


@pytest.mark.parametrize(
    ("scheme", "written", "number"),
    [
        ("AR-CUIT", wide("20055361682"), "20055361682"),
        ("AR-CUIT", "20-0553616-8" + wide("2"), "20055361682"),
        ("CH-UID", "CHE-109.322.551 MWST", "CHE109322551"),
        ("CH-UID", "che-109.322.551 TVA", "CHE109322551"),
        ("NO-ORGNR", "988 077 917 MVA", "988077917"),
    ],
)
def test_what_is_read_otherwise_than_written_is_told(
    scheme: str, written: str, number: str
) -> None:
    answer = asked("check", scheme, written)
    assert (answer["verdict"], answer["normal"]) == ("VALID", number)
    assert number in answer["hint"]
    made = asked("tin", scheme, written)
    assert made["hint"] == answer["hint"]
    assert made["tin"] == asked("tin", scheme, number)["tin"]


def test_blanks_and_dots_need_no_word() -> None:
    answer = asked("check", "AR-CUIT", " 20-05536168-2 ")
    assert (answer["normal"], "hint" in answer) == ("20055361682", False)


@for_each_row(
    ("scheme", "value"),
    [
        ("EORI", "BEAEOF0000064GDA"),
        ("EORI", "DE AEOF 00025/08"),
        ("EORI", "NLAEOS1234567"),
        ("GB-EORI", "GBAEOC00123/20"),
        ("XI-EORI", "XIAEOC00123/20"),
    ],
)
def test_the_number_of_an_authorisation_in_the_place_of_an_eori_is_told(
    scheme: str, value: str
) -> None:
    assert AUTHORISATION in asked("check", scheme, value)["hint"]
    assert AUTHORISATION in asked("tin", scheme, value)["hint"]


@pytest.mark.parametrize("value", ["DE1234567", "BE0123456789"])
def test_an_eori_is_not_told_to_be_an_authorisation(value: str) -> None:
    assert AUTHORISATION not in asked("check", "EORI", value).get("hint", "")


def test_what_is_said_of_a_vat_number_is_said_of_a_whole_number_alone() -> None:
    assert "VAT" not in asked("check", "GB-EORI", "GBAEOC00123/20")["hint"]
    assert "VAT" in asked("check", "GB-EORI", "GB123456789000")["hint"]


@for_each_row(
    ("scheme", "value"),
    [
        ("CL-RUT", "00000000-0"),
        ("EORI", "DE00000000000"),
        ("GB-EORI", "GB000000000000"),
        ("CN-CUSTOMS", "AAAAAAAAAA"),
        ("DUNS", "000000000"),
    ],
)
def test_a_placeholder_warns(scheme: str, value: str) -> None:
    assert PLACEHOLDER in asked("check", scheme, value)["hint"]
    assert PLACEHOLDER in asked("tin", scheme, value)["hint"]


@pytest.mark.parametrize(
    ("scheme", "value", "before", "after"),
    [
        ("BR-CNPJ", "12.ABC.345/01DE-35", "2026-06-30", "2026-07-01"),
        ("TW-UBN", "00501508", "2023-03-31", "2023-04-01"),
    ],
)
def test_the_law_of_a_day_decides(scheme: str, value: str, before: str, after: str) -> None:
    assert asked("check", scheme, value, f"--at={before}")["verdict"] == "NOT_VALID"
    assert asked("check", scheme, value, f"--at={after}")["verdict"] == "VALID"
    assert asked("check", scheme, value)["verdict"] == "VALID"
    early = asked("tin", scheme, value, f"--at={before}")
    assert early["verdict"] != "VALID"
    assert early["reasons"][0] == asked("check", scheme, value, f"--at={before}")["reason"]


@pytest.mark.parametrize("day", ["2020-01-01", "2026-11-28"])
def test_an_authorised_operator_of_france_has_one_tin_on_every_day(day: str) -> None:
    """Others moved from the SIRET from April 2023; authorised operators had the SIREN before."""
    made = asked("tin", "FR-SIRET", "73282932000074", f"--at={day}")
    assert (made["tin"], made["verdict"]) == ("FR732829320", "UNDETERMINED")
    assert "Since 5 April 2023" in made["reasons"][-1]


def test_a_trap_is_told_once() -> None:
    made = asked("tin", "CN-AEO", "AEOCN0123456789")
    assert len(made["reasons"]) == 1
    assert made["reasons"][0] not in made.get("hint", "")
