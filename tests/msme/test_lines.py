"""A line of business leads to a sector, or to several of which the class must be the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from aeo_exchange.model.codes import Measure, SizeClass
from aeo_exchange.msme import (
    Amount,
    Classification,
    Measures,
    classify_by_definition,
    classify_by_line,
)
from aeo_exchange.reference.sizes import SizeDefinitions
from aeo_exchange.report import Verdict

KNOWN = SizeDefinitions()
DAY = date(2026, 6, 1)


def firm(persons: int, yen: int = 200_000_000) -> Measures:
    return {
        Measure.HEADCOUNT: (Amount(Decimal(persons)),),
        Measure.CAPITAL: (Amount(Decimal(yen), "JPY"),),
    }


def by_line(code: str, measures: Measures, line: str) -> Classification:
    definition = KNOWN.look_up(code)
    assert definition is not None
    return classify_by_line(definition, measures, line, at=DAY)


def test_a_code_of_one_sector_gives_the_class_in_it_and_names_its_row() -> None:
    definition = KNOWN.look_up("JP-SMEBA")
    assert definition is not None
    answer = by_line("JP-SMEBA", firm(60), "4711")
    assert (answer.verdict, answer.size_class) == (Verdict.VALID, SizeClass.LARGE)
    assert answer.sector == "retail"
    assert answer.line
    assert (answer.line.code, answer.line.sectors) == ("4711", ("retail",))
    same = classify_by_definition(definition, firm(60), sectors=["retail"], at=DAY)
    assert answer.criteria == same.criteria


@pytest.mark.parametrize(
    ("persons", "expected"), [(3, SizeClass.MICRO), (40, SizeClass.MSME), (101, SizeClass.LARGE)]
)
def test_sectors_that_agree_decide(persons: int, expected: SizeClass) -> None:
    answer = by_line("JP-SMEBA", firm(persons), "45")
    assert (answer.verdict, answer.size_class) == (Verdict.VALID, expected)
    assert not answer.sector
    assert {row.sector for row in answer.criteria} == {"wholesale", "services", "retail"}


def test_sectors_that_differ_leave_open_what_each_of_them_says() -> None:
    answer = by_line("JP-SMEBA", firm(60), "45")
    assert answer.verdict is Verdict.UNDETERMINED
    assert not answer.size_class
    assert answer.possible == (SizeClass.MSME, SizeClass.LARGE)
    assert [item.what for item in answer.missing] == ["sector"]
    assert answer.missing[0].choices == ("wholesale", "retail", "services")


def test_a_sector_that_lacks_a_figure_keeps_the_others_from_deciding() -> None:
    persons = {Measure.HEADCOUNT: (Amount(Decimal(101)),)}
    answer = by_line("JP-SMEBA", persons, "45")
    assert answer.verdict is Verdict.UNDETERMINED
    assert {item.what for item in answer.missing} == {"capital"}


def test_a_code_that_no_row_covers_names_the_sectors_to_choose_from() -> None:
    answer = by_line("JP-SMEBA", firm(60), "97")
    assert answer.verdict is Verdict.UNDETERMINED
    assert "no row of the table covers it" in answer.missing[0].reason
    assert "retail" in (answer.missing[0].choices or ())
    assert not answer.line


def test_a_definition_without_sectors_asks_for_no_line() -> None:
    answer = by_line("AU-ABS", firm(60), "97")
    assert answer.size_class is SizeClass.MEDIUM
    assert not answer.line


def test_the_row_that_led_to_the_sector_lowers_the_confidence() -> None:
    """The ceilings of Colombia rest on C, the row of ISIC 35 to 43 on D."""
    turnover = {Measure.TURNOVER: (Amount(Decimal(1), "UVT"),)}
    sure, doubtful = by_line("CO-957-2019", turnover, "10"), by_line("CO-957-2019", turnover, "41")
    assert (sure.definition.confidence, doubtful.definition.confidence) == ("C", "D")


def test_a_day_without_a_version_stays_undetermined() -> None:
    definition = KNOWN.look_up("JP-SMEBA")
    assert definition is not None
    answer = classify_by_line(definition, firm(60), "47", at=date(1990, 1, 1))
    assert (answer.verdict, answer.missing[0].what) == (Verdict.UNDETERMINED, "version")
