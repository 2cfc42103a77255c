"""The code lists that others keep: complete, distinct, of the right shape."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from aeo_exchange.reference import country_codes, currency_codes, customs_codes, script_codes

ROOT = Path(__file__).resolve().parents[2]
OFFICIALLY_ASSIGNED = 249  # ISO 3166-1 alpha-2


def test_the_countries_are_those_of_iso_3166_1() -> None:
    assert len(country_codes()) == OFFICIALLY_ASSIGNED
    assert {"HK", "DO", "CN", "DE", "GB"} <= country_codes()
    assert not {"UK", "EL", "AN"} & country_codes()


def test_the_customs_codes_stand_apart_from_the_countries() -> None:
    assert customs_codes() == {"EU", "XI", "XK"}
    assert not customs_codes() & country_codes()


def test_the_currencies_are_those_in_force() -> None:
    assert {"HKD", "EUR", "DOP", "CNY", "XCG"} <= currency_codes()
    assert not {"DEM", "HRK", "ANG"} & currency_codes()


def test_the_scripts_are_those_of_iso_15924() -> None:
    assert {"Latn", "Hant", "Hans", "Cyrl", "Grek", "Arab", "Deva"} <= script_codes()
    assert len(script_codes()) > 160


def test_every_code_has_the_length_of_its_list() -> None:
    assert {len(code) for code in country_codes() | customs_codes()} == {2}
    assert {len(code) for code in currency_codes()} == {3}
    assert {len(code) for code in script_codes()} == {4}


@pytest.mark.parametrize("name", ["countries", "currencies", "scripts"])
@pytest.mark.parametrize("text", ["docs/spec/1-conventions.md", "conformance/README.md"])
def test_the_day_of_a_list_is_the_one_that_the_standard_and_the_suite_name(
    name: str, text: str
) -> None:
    file = resources.files("aeo_exchange.reference") / "lists" / f"{name}.csv"
    comment = file.read_text(encoding="utf-8").splitlines()[0]
    day = date.fromisoformat(comment.rsplit(", ", 2)[1].removeprefix("asOf "))
    words = " ".join((ROOT / text).read_text(encoding="utf-8").split())
    assert f"of {day.day} {day:%B %Y}" in words


@pytest.mark.parametrize("name", ["countries", "currencies", "scripts"])
def test_a_list_names_its_source_day_and_confidence_and_no_code_twice(name: str) -> None:
    file = resources.files("aeo_exchange.reference") / "lists" / f"{name}.csv"
    comment, header, *rows = file.read_text(encoding="utf-8").splitlines()
    assert comment.startswith("# ISO ")
    assert ", asOf 20" in comment
    assert comment.rsplit(", ", 1)[1] in set("SABCD")
    assert header.startswith("code,name")
    codes = [row.split(",")[0] for row in rows]
    assert codes == sorted(set(codes))
