"""The table of lines of business: each row is a fact, and no code has two answers."""

from __future__ import annotations

from datetime import date
from importlib import resources
from itertools import combinations
from pathlib import Path

from aeo_exchange.reference.lists import list_rows
from aeo_exchange.reference.sectors import sector_ranges, sectors_of_line
from aeo_exchange.reference.sizes import SizeDefinitions
from rows import for_each_row

ROOT = Path(__file__).resolve().parents[2]
KNOWN = SizeDefinitions()
ROWS = list(list_rows("sectors"))
HEAD = (
    (resources.files("aeo_exchange.reference") / "lists" / "sectors.csv")
    .read_text(encoding="utf-8")
    .splitlines()[0]
)
# Sectors that are cases of a firm, or a pair of bounds, and no lines of business.
OF_NO_LINE = {"ID-PP7-2021", "KR-FASME", "MA-53-00"}


def _named(row: dict[str, str]) -> str:
    return f"{row['definition']} {row['first']}-{row['last']}"


@for_each_row("row", ROWS, ids=_named)
def test_a_row_names_sectors_of_every_version_of_its_definition(row: dict[str, str]) -> None:
    definition = KNOWN.look_up(row["definition"])
    assert definition is not None
    for version in definition.versions:
        assert set(row["sectors"].split()) <= {sector.code for sector in version.sectors}


@for_each_row("row", ROWS, ids=_named)
def test_a_row_has_ends_of_one_length_in_order_and_says_where_it_is_from(
    row: dict[str, str],
) -> None:
    assert row["first"].isdigit()
    assert row["last"].isdigit()
    assert 2 <= len(row["first"]) == len(row["last"]) <= 4
    assert row["first"] <= row["last"]
    assert f"({row['source']})" in HEAD
    assert date.fromisoformat(row["asOf"])
    assert row["confidence"] in set("SABCD")
    assert row["sectors"].split()


def test_no_code_is_covered_by_two_rows_of_a_definition() -> None:
    for ranges in sector_ranges().values():
        for one, other in combinations(ranges, 2):
            digits = min(len(one.first), len(other.first))
            is_apart = one.last[:digits] < other.first[:digits]
            assert is_apart or other.last[:digits] < one.first[:digits], (one, other)


def test_every_definition_by_line_of_business_has_rows_and_no_other() -> None:
    by_sector = {
        definition.code for definition in KNOWN.definitions() if definition.versions[-1].sectors
    }
    assert set(sector_ranges()) == by_sector - OF_NO_LINE


@for_each_row(
    ("definition", "code", "sectors"),
    [
        ("JP-SMEBA", "1079", ("manufacturing",)),
        ("JP-SMEBA", "01", ("manufacturing",)),
        ("JP-SMEBA", "43", ("manufacturing",)),
        ("JP-SMEBA", "439", ("manufacturing",)),
        ("JP-SMEBA", "5510", ("services",)),
        ("JP-SMEBA", "56", ("retail",)),
        ("JP-SMEBA", "3821", ("manufacturing", "services")),
        ("JP-SMEBA", "45", ("wholesale", "retail", "services")),
        ("CO-957-2019", "0111", ("manufacturing",)),
        ("CN-2011-300", "4923", ("transport",)),
        ("CN-2011-300", "492", ("transport",)),
    ],
)
def test_a_code_is_covered_by_its_row(definition: str, code: str, sectors: tuple[str, ...]) -> None:
    line = sectors_of_line(definition, code)
    assert line is not None
    assert line.sectors == sectors


@for_each_row(
    ("definition", "code"),
    [
        ("CN-2011-300", "49"),  # fewer digits than its rows: with railways or without
        ("CN-2011-300", "4911"),  # railways
        ("TH-2019", "0111"),
        ("JP-SMEBA", "97"),
        ("JP-SMEBA", "1"),
        ("JP-SMEBA", "10790"),
        ("JP-SMEBA", "C"),
        ("JP-SMEBA", "10.7"),
        ("JP-SMEBA", "1\u0662"),
        ("JP-SMEBA", ""),
        ("EU-2003-361", "1079"),
    ],
)
def test_a_code_that_no_row_covers_names_no_sector(definition: str, code: str) -> None:
    assert sectors_of_line(definition, code) is None


def test_the_table_is_published_as_it_is_read() -> None:
    shipped = resources.files("aeo_exchange.reference") / "lists" / "sectors.csv"
    published = ROOT / "schemas" / "1.0" / "reference" / "sectors.csv"
    assert published.read_bytes() == shipped.read_bytes()
