"""Three invented lists as three countries would mail them, imported by layouts of a new user."""

from __future__ import annotations

import pytest

from tabular.imports import HERE, imported, outcomes, records

MAILED = HERE / "mailed"
# Merged titles, Buddhist years, a number that lost its zero; digits of Arabic and a list from right
# to left; a page of HTML in cp1254 that calls itself a workbook, a power of ten.
ENDS = {
    "thai.xlsx": [(5, "candidate"), (6, "record"), (7, "candidate"), (8, "refused")],
    "jordan.csv": [(4, "candidate"), (5, "candidate"), (6, "candidate")],
    "turkey.xls": [(3, "record"), (4, "candidate"), (5, "refused")],
}


@pytest.mark.parametrize("name", ENDS)
def test_each_row_has_the_end_that_a_person_would_give_it(name) -> None:
    layout = str(MAILED / f"{name.partition('.')[0]}.toml")
    assert outcomes(imported(MAILED / name, layout)) == ENDS[name]


def test_days_of_other_calendars_and_scripts_are_the_days_meant() -> None:
    thai = imported(MAILED / "thai.xlsx", str(MAILED / "thai.toml"))
    assert records(thai)[0]["authorisation"]["terms"][0]["from"] == "2023-01-01T17:00:00Z"
    jordan = imported(MAILED / "jordan.csv", str(MAILED / "jordan.toml"))
    assert jordan.report.as_of == "2026-11-01"
    assert [row.days["authorisation.terms.1.from"] for row in jordan.report.rows] == [
        "2024-06-17", "2023-01-02", "2025-05-05",
    ]  # fmt: skip
