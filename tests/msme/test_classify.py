"""Firms under their national definitions; expected classes are read off the laws by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from aeo_exchange.model.codes import Measure, SizeClass
from aeo_exchange.msme import (
    Amount,
    CeilingOutcome,
    Classification,
    Measures,
    classify_by_definition,
)
from aeo_exchange.reference.sizes import SizeDefinitions
from aeo_exchange.report import Verdict
from rows import for_each_row

KNOWN = SizeDefinitions()
DAY = date(2026, 6, 1)
CRORE = 10_000_000
MILLION = 1_000_000


def firm(currency: str | None = None, **given: int | str) -> Measures:
    """Return figures, those of money in one currency."""
    codes = {measure.value: measure for measure in Measure}
    return {
        codes[name.replace("_", "-")]: (
            Amount(Decimal(value), None if name == "headcount" else currency),
        )
        for name, value in given.items()
    }


def under(code: str, measures: Measures, *sectors: str, at: date = DAY) -> Classification:
    """Return the classification under a definition that is known to be there."""
    definition = KNOWN.look_up(code)
    assert definition is not None
    return classify_by_definition(definition, measures, sectors=sectors, at=at)


def class_of(answer: Classification) -> str:
    """Return the class of an answer that has one, else the verdict."""
    assert (answer.verdict is Verdict.VALID) == isinstance(answer.size_class, SizeClass)
    return answer.size_class.value if answer.size_class else answer.verdict.value


EU = [
    ((9, 2 * MILLION, 2 * MILLION), "micro"),
    ((9, 2 * MILLION + 1, 2 * MILLION), "micro"),
    ((9, 2 * MILLION + 1, 2 * MILLION + 1), "small"),
    ((10, 1, 1), "small"),
    ((49, 10 * MILLION, 99 * MILLION), "small"),
    ((50, 1, 1), "medium"),
    ((249, 50 * MILLION, 99 * MILLION), "medium"),
    ((249, 51 * MILLION, 43 * MILLION), "medium"),
    ((249, 51 * MILLION, 44 * MILLION), "large"),
    ((250, 1, 1), "large"),
]


@for_each_row(("figures", "expected"), EU)
def test_the_eu_asks_for_staff_and_for_turnover_or_balance_sheet(
    figures: tuple[int, int, int], expected: str
) -> None:
    headcount, turnover, balance = figures
    measures = firm("EUR", headcount=headcount, turnover=turnover, balance_sheet=balance)
    assert class_of(under("EU-2003-361", measures)) == expected


def test_a_fraction_of_a_cent_above_the_bound_is_above_it() -> None:
    measures = firm("EUR", headcount=9, turnover="2000000.000001", balance_sheet="2000000.000001")
    assert class_of(under("EU-2003-361", measures)) == "small"


@for_each_row(
    ("investment", "turnover", "before", "after"),
    [
        (1 * CRORE, 5 * CRORE, "micro", "micro"),
        (2 * CRORE, 5 * CRORE, "small", "micro"),
        (25_000_000, 10 * CRORE, "small", "micro"),
        (25 * CRORE, 100 * CRORE, "medium", "small"),
        (1 * CRORE, 400 * CRORE, "large", "medium"),
        (125 * CRORE, 500 * CRORE, "large", "medium"),
        (126 * CRORE, 1 * CRORE, "large", "large"),
    ],
)
def test_india_raised_its_limits_on_1_april_2025(
    investment: int, turnover: int, before: str, after: str
) -> None:
    measures = firm("INR", investment=investment, turnover=turnover)
    old = under("IN-MSMED", measures, at=date(2025, 3, 31))
    new = under("IN-MSMED", measures, at=date(2025, 4, 1))
    assert (class_of(old), old.definition.version) == (before, "2020-07-01")
    assert (class_of(new), new.definition.version) == (after, "2025-04-01")


def test_turkiye_raised_its_limit_of_medium_on_7_august_2025() -> None:
    measures = firm("TRY", headcount=200, turnover=700 * MILLION, balance_sheet=700 * MILLION)
    assert class_of(under("TR-KOBI", measures, at=date(2025, 8, 6))) == "large"
    assert class_of(under("TR-KOBI", measures, at=date(2025, 8, 7))) == "medium"


def test_korea_raised_its_highest_ceilings_on_1_september_2025() -> None:
    measures = firm("KRW", turnover=170_000 * MILLION, assets=100_000 * MILLION)
    before = under("KR-FASME", measures, "highest-ceilings", at=date(2025, 8, 31))
    after = under("KR-FASME", measures, "highest-ceilings", at=date(2025, 9, 1))
    assert (class_of(before), class_of(after)) == ("large", "medium")


def test_korean_assets_of_500_billion_won_are_too_large_whatever_the_sales() -> None:
    measures = firm("KRW", turnover=1, assets=500_000 * MILLION)
    assert class_of(under("KR-FASME", measures, "lowest-ceilings")) == "large"


@for_each_row(
    ("headcount", "turnover", "balance", "expected"),
    [
        (10, 1_000_000, 9_000_000, "micro"),
        (11, 1_000_000, 500_000, "micro"),
        (11, 1_000_001, 500_000, "small"),
        (51, 15_000_000, 7_500_000, "small"),
        (250, 54_000_001, 27_000_000, "medium"),
        (251, 54_000_000, 27_000_001, "large"),
    ],
)
def test_the_united_kingdom_asks_for_two_of_three(
    headcount: int, turnover: int, balance: int, expected: str
) -> None:
    measures = firm("GBP", headcount=headcount, turnover=turnover, balance_sheet=balance)
    assert class_of(under("GB-CA2006", measures)) == expected


def test_the_united_kingdom_raised_its_amounts_for_years_from_6_april_2025() -> None:
    measures = firm("GBP", headcount=51, turnover=12 * MILLION, balance_sheet=6 * MILLION)
    assert class_of(under("GB-CA2006", measures, at=date(2025, 4, 5))) == "medium"
    assert class_of(under("GB-CA2006", measures, at=date(2025, 4, 6))) == "small"


@for_each_row(
    ("headcount", "turnover", "sector", "expected"),
    [
        (5, 1_800_000, "manufacturing", "micro"),
        (5, 1_800_001, "manufacturing", "small"),
        (5, 400 * MILLION, "manufacturing", "medium"),
        (60, 200 * MILLION, "manufacturing", "medium"),
        (101, 301 * MILLION, "trade", "large"),
    ],
)
def test_in_thailand_a_class_is_decided_where_both_readings_agree(
    headcount: int, turnover: int, sector: str, expected: str
) -> None:
    measures = firm("THB", headcount=headcount, turnover=turnover)
    assert class_of(under("TH-2019", measures, sector)) == expected


@pytest.mark.parametrize(
    ("headcount", "turnover", "sector", "possible"),
    [
        (6, 1_800_000, "manufacturing", ("micro", "small")),
        (51, 100 * MILLION, "manufacturing", ("small", "medium")),
        (101, 300 * MILLION, "trade", ("medium", "large")),
    ],
)
def test_in_thailand_nothing_is_decided_where_staff_points_higher_than_income(
    headcount: int, turnover: int, sector: str, possible: tuple[str, ...]
) -> None:
    answer = under("TH-2019", firm("THB", headcount=headcount, turnover=turnover), sector)
    assert answer.verdict is Verdict.UNDETERMINED
    assert answer.possible == possible


@for_each_row(
    ("capital", "headcount", "sector", "expected"),
    [
        (900 * MILLION, 300, "manufacturing", "msme"),
        (300 * MILLION, 900, "construction", "msme"),
        (301 * MILLION, 301, "manufacturing", "large"),
        (900 * MILLION, 20, "manufacturing", "micro"),
        (900 * MILLION, 5, "retail", "micro"),
        (50 * MILLION, 51, "retail", "msme"),
        (51 * MILLION, 51, "retail", "large"),
        (51 * MILLION, 100, "services", "msme"),
        (100 * MILLION, 101, "wholesale", "msme"),
    ],
)
def test_in_japan_capital_or_staff_is_enough(
    capital: int, headcount: int, sector: str, expected: str
) -> None:
    measures = firm("JPY", capital=capital, headcount=headcount)
    assert class_of(under("JP-SMEBA", measures, sector)) == expected


@for_each_row(
    ("headcount", "sales", "sector", "expected"),
    [
        (10, 4 * MILLION, "services", "micro"),  # 1 + 3.6 = 4.6
        (10, 4 * MILLION + 1, "services", "small"),
        (15, 3 * MILLION, "manufacturing", "micro"),  # 1.5 + 2.7 = 4.2
        (30, 100 * MILLION, "trade", "small"),  # 3 + 90 = 93
        (40, 100 * MILLION, "trade", "medium"),  # 4 + 90 = 94
        (50, 100 * MILLION, "services", "small"),  # 5 + 90 = 95
        (100, 250 * MILLION, "services", "medium"),  # 10 + 225 = 235
        (110, 250 * MILLION, "services", "large"),  # 11 + 225 = 236
        (250, 250 * MILLION, "manufacturing", "medium"),  # 25 + 225 = 250
        (251, 250 * MILLION, "manufacturing", "large"),
    ],
)
def test_mexico_adds_a_tenth_of_the_staff_to_nine_tenths_of_the_sales(
    headcount: int, sales: int, sector: str, expected: str
) -> None:
    measures = firm("MXN", headcount=headcount, turnover=sales)
    assert class_of(under("MX-2009", measures, sector)) == expected


def test_a_score_of_which_a_term_is_missing_is_not_known() -> None:
    answer = under("MX-2009", firm(headcount=5), "services")
    assert answer.verdict is Verdict.UNDETERMINED
    assert [item.what for item in answer.missing] == ["turnover"]
    assert {criterion.outcome for criterion in answer.criteria} == {CeilingOutcome.UNKNOWN}


def test_one_term_of_the_mexican_score_can_be_too_large_alone() -> None:
    answer = under("MX-2009", firm(headcount=3000), "services")
    assert class_of(answer) == "large"
    assert all(criterion.outcome is CeilingOutcome.FAIL for criterion in answer.criteria)


@for_each_row(
    ("headcount", "turnover", "expected"),
    [
        (1000, 400 * MILLION, "large"),
        (999, 900 * MILLION, "medium"),
        (5000, 399 * MILLION, "medium"),
        (300, 20 * MILLION, "medium"),
        (299, 20 * MILLION, "small"),
        (5000, 19 * MILLION, "small"),
        (20, 3 * MILLION, "small"),
        (19, 900 * MILLION, "micro"),
        (5000, 2 * MILLION, "micro"),
    ],
)
def test_in_china_both_minima_must_be_reached_or_the_next_lower_class_counts(
    headcount: int, turnover: int, expected: str
) -> None:
    measures = firm("CNY", headcount=headcount, turnover=turnover)
    assert class_of(under("CN-2011-300", measures, "manufacturing")) == expected


def test_a_chinese_sector_goes_by_its_own_measures() -> None:
    assert class_of(under("CN-2011-300", firm("CNY", turnover=1), "agriculture")) == "micro"
    leasing = under("CN-2011-300", firm("CNY", headcount=300, assets=80 * MILLION), "leasing")
    assert {criterion.measure for criterion in leasing.criteria} == {"headcount", "assets"}
    assert class_of(leasing) == "medium"


def test_indonesia_goes_by_capital_for_a_new_firm_and_by_sales_for_one_at_work() -> None:
    measures = firm("IDR", capital=2_000 * MILLION, turnover=60_000 * MILLION)
    assert class_of(under("ID-PP7-2021", measures, "founding")) == "small"
    assert class_of(under("ID-PP7-2021", measures, "operating")) == "large"


@for_each_row(
    ("headcount", "income", "expected"),
    [
        (10, 2 * MILLION, "micro"),
        (50, 10 * MILLION, "small"),
        (10, 900 * MILLION, "medium"),
        (900, 1, "medium"),
        (251, 50 * MILLION + 1, "large"),
    ],
)
def test_the_ukrainian_medium_class_was_the_rest(
    headcount: int, income: int, expected: str
) -> None:
    measures = firm("EUR", headcount=headcount, turnover=income)
    assert class_of(under("UA-CC55", measures, at=date(2024, 1, 1))) == expected


@for_each_row(
    ("code", "measures", "sector", "expected"),
    [
        ("AR-SEPYME", firm("ARS", turnover="569050000"), "construction", "micro"),
        ("AR-SEPYME", firm("ARS", turnover="28254420000.01"), "construction", "large"),
        ("AR-SEPYME", firm(headcount=345), "trade-commission", "medium"),
        ("BR-LC123", firm("BRL", turnover=360_000), "", "micro"),
        ("CL-20416", firm("UF", turnover=25_001), "", "medium"),
        ("CL-20416", firm("CLF", turnover=25_000), "", "small"),
        ("UY-504-007", firm("UYI", headcount=4, turnover=2 * MILLION), "", "micro"),
        ("CO-957-2019", firm("UVT", turnover=44_770), "retail", "small"),
        ("DO-187-17", firm("DOP", headcount=10, turnover="11419854.62"), "", "micro"),
        ("DO-187-17", firm("DOP", headcount=10, turnover="11419854.63"), "", "small"),
        ("FJ-MSME", firm("FJD", turnover=1_250_000), "", "medium"),
        ("HK-SUCCESS", firm(headcount=99), "manufacturing", "msme"),
        ("HK-SUCCESS", firm(headcount=99), "retail", "large"),
        ("MA-53-00", firm("MAD", headcount=200, balance_sheet=50 * MILLION), "operating", "msme"),
        ("MA-53-00", firm("MAD", investment=25 * MILLION + 1), "founding", "large"),
        ("MY-2014", firm("MYR", headcount=76, turnover=20 * MILLION), "retail", "msme"),
        ("PE-30056", firm("UIT", turnover=150), "", "micro"),
        ("PH-RA9501", firm("PHP", assets=15 * MILLION), "", "small"),
        ("SG-SME", firm("SGD", headcount=900, turnover=100 * MILLION), "", "msme"),
        ("UY-504-007", firm("UI", headcount=4, turnover=2 * MILLION + 1), "", "small"),
        ("WB-IFC", firm("USD", headcount=300, assets=16 * MILLION, turnover=1), "", "medium"),
        ("ZA-NSE", firm("ZAR", headcount=10, turnover=7_500_000), "retail", "micro"),
    ],
)
def test_a_firm_has_the_class_that_its_law_gives_it(
    code: str, measures: Measures, sector: str, expected: str
) -> None:
    assert class_of(under(code, measures, sector)) == expected


def test_staff_that_is_too_large_decides_though_the_rest_is_missing() -> None:
    assert class_of(under("EU-2003-361", firm(headcount=250))) == "large"


def test_a_missing_figure_leaves_the_classes_open_that_it_could_tell_apart() -> None:
    answer = under("EU-2003-361", firm(headcount=42))
    assert answer.verdict is Verdict.UNDETERMINED
    assert answer.possible == (SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
    assert [item.what for item in answer.missing] == ["turnover", "balance-sheet"]


def test_a_missing_figure_that_tells_nothing_apart_is_not_asked_for() -> None:
    answer = under("EU-2003-361", firm("EUR", headcount=42, turnover=9_500_000))
    assert class_of(answer) == "small"
    assert answer.missing == ()


def test_money_in_another_currency_decides_nothing() -> None:
    answer = under("EU-2003-361", firm("USD", headcount=9, turnover=1, balance_sheet=1))
    assert answer.verdict is Verdict.UNDETERMINED
    assert "given in USD" in answer.missing[0].reason
    assert "in EUR and nothing is converted" in answer.missing[0].reason


def test_money_without_a_currency_decides_nothing() -> None:
    answer = under("EU-2003-361", firm(None, headcount=9, turnover=1))
    assert answer.verdict is Verdict.UNDETERMINED
    assert "no unit" in answer.missing[0].reason


def test_of_several_currencies_that_of_the_definition_is_taken() -> None:
    both = (Amount(Decimal(10**9), "JPY"), Amount(Decimal(MILLION), "EUR"))
    measures = {**firm(headcount=9), Measure.TURNOVER: both}
    assert class_of(under("EU-2003-361", measures)) == "micro"


@pytest.mark.parametrize(
    ("sectors", "reason"),
    [
        ((), "is not given"),
        (("fishing",), "fishing is none of the definition"),
        (("manufacturing", "retail"), "must be one, not manufacturing, services"),
    ],
)
def test_without_one_known_sector_nothing_is_decided(sectors: tuple[str, ...], reason: str) -> None:
    answer = under("TH-2019", firm("THB", headcount=1, turnover=1), *sectors)
    assert answer.verdict is Verdict.UNDETERMINED
    (missing,) = answer.missing
    assert (missing.what, missing.reason) == ("sector", reason)
    assert missing.choices == ("manufacturing", "services")


def test_before_the_first_version_nothing_is_decided() -> None:
    answer = under("IN-MSMED", firm("INR", investment=1, turnover=1), at=date(2020, 6, 30))
    assert answer.verdict is Verdict.UNDETERMINED
    assert answer.missing[0].what == "version"
    assert answer.definition.version is msgspec.UNSET


def test_in_the_year_of_an_unknown_first_day_nothing_is_decided() -> None:
    measures = firm("DOP", headcount=1, turnover=1)
    assert class_of(under("DO-187-17", measures, at=date(2020, 12, 31))) == "micro"
    assert class_of(under("DO-187-17", measures, at=date(2021, 12, 31))) == "UNDETERMINED"
    assert class_of(under("DO-187-17", measures, at=date(2022, 1, 1))) == "micro"


@for_each_row(
    ("at", "expected"),
    [
        (date(2023, 12, 31), "small"),
        (date(2024, 1, 1), "UNDETERMINED"),
        (date(2025, 2, 28), "small"),
        (date(2025, 3, 1), "UNDETERMINED"),
        (date(2025, 3, 31), "UNDETERMINED"),
        (date(2025, 4, 1), "micro"),
    ],
)
def test_indexed_amounts_of_the_dominican_republic_go_by_the_day(at: date, expected: str) -> None:
    measures = firm("DOP", headcount=10, turnover="11049690.01")
    assert class_of(under("DO-187-17", measures, at=at)) == expected


def test_a_law_that_ends_at_small_does_not_say_what_is_above() -> None:
    answer = under("BR-LC123", firm("BRL", turnover=5 * MILLION))
    assert answer.possible == (SizeClass.MEDIUM, SizeClass.LARGE)
    assert answer.missing[0].what == "class"


@pytest.mark.parametrize(
    ("code", "degree"), [("EU-2003-361", "C"), ("UG-MSME", "D"), ("CH-FSO", "A")]
)
def test_low_confidence_is_said_in_the_answer(code: str, degree: str) -> None:
    answer = under(code, firm(headcount=1))
    assert answer.definition.confidence == degree
    said = [text for text in answer.assumptions if f"(confidence {degree})" in text]
    assert bool(said) == (degree in "CD")


def test_the_answer_says_what_it_takes_for_granted() -> None:
    said = " ".join(under("EU-2003-361", firm(headcount=250)).assumptions)
    for word in ("autonomous", "one year", "nothing was converted", "2 years in a row"):
        assert word in said
    korean = " ".join(under("KR-FASME", firm(), "highest-ceilings").assumptions)
    assert "means over 3 years" in korean
    cautions = under("KR-FASME", firm(), "highest-ceilings").cautions
    assert "independent" in cautions[0].text
    assert (cautions[0].source, cautions[0].confidence) == ("GUIDES-KR", "B")


@pytest.mark.parametrize(
    ("code", "day", "words"),
    [
        ("BR-LC123", date(2026, 6, 1), "exports have a second limit"),
        ("GB-CA2006", date(2025, 4, 6), "Transition"),
        ("TH-2019", date(2026, 6, 1), "contradict each other"),
    ],
)
def test_what_the_ceilings_cannot_say_is_told_with_its_source(
    code: str, day: date, words: str
) -> None:
    definition = KNOWN.look_up(code)
    assert definition is not None
    told = [
        row for row in classify_by_definition(definition, {}, at=day).cautions if words in row.text
    ]
    assert len(told) == 1
    assert told[0].source in definition.sources
    assert told[0].confidence in "SABCD"


def test_the_transition_is_no_caution_of_the_years_before() -> None:
    definition = KNOWN.look_up("GB-CA2006")
    assert definition is not None
    before = classify_by_definition(definition, {}, at=date(2025, 4, 5)).cautions
    assert not [row for row in before if "Transition" in row.text]


def test_the_answer_has_the_members_of_the_contract_and_no_floats() -> None:
    answer = under("EU-2003-361", firm("EUR", headcount=42, turnover="9500000.50"))
    tree = msgspec.json.decode(msgspec.json.encode(answer))
    assert set(tree) >= {"verdict", "sizeClass", "definition", "criteria", "assumptions"}
    assert tree["criteria"][1] == {
        "class": "micro",
        "measure": "turnover",
        "operator": "<=",
        "threshold": "2000000",
        "unit": "EUR",
        "value": "9500000.5",
        "outcome": "fail",
        "source": "IPR-HELPDESK",
        "asOf": "2026-11-28",
        "confidence": "B",
    }
