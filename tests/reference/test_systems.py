"""The systems beside the standard and the compendium: every row rests on a source of its file."""

from __future__ import annotations

from aeo_exchange.reference import ReferenceData
from aeo_exchange.reference.systems import shipped_compendium, shipped_systems
from rows import for_each_row

SYSTEMS = shipped_systems()
COMPENDIUM = shipped_compendium()


def test_every_row_rests_on_a_source_of_its_file_and_every_source_is_used() -> None:
    for file, rows in (
        (SYSTEMS, (*SYSTEMS.systems, *SYSTEMS.figures)),
        (COMPENDIUM, (*COMPENDIUM.economies, *COMPENDIUM.practices)),
    ):
        assert {row.source for row in rows} == set(file.sources)


def test_figures_are_of_systems_that_are_there_and_codes_are_not_used_twice() -> None:
    codes = [row.code for row in SYSTEMS.systems]
    assert len(set(codes)) == len(codes)
    assert {row.system for row in SYSTEMS.figures} <= set(codes)


def test_the_compendium_lists_twenty_seven_economies_with_france_beside_the_union() -> None:
    economies = {row.economy: row.programme for row in COMPENDIUM.economies}
    assert len(COMPENDIUM.economies) == len(economies) == 27
    assert economies["FR"] == economies["EU"] == "EU-AEO"
    assert set(economies.values()) <= set(ReferenceData().codes())


@for_each_row(
    ("practice", "economies"),
    [
        ("tailored-criteria", "AR ID JP KR PH"),
        ("tiered-system", "DO HK IN"),
        ("outreach-and-capacity-building", "AU BR CN FJ FR NZ PH US ZM"),
        ("financial-support", "KR"),
        ("continuous-feedback", "IN"),
        ("collaboration", "AU BR EU HK JP"),
    ],
)
def test_the_columns_are_those_of_the_presentation(practice: str, economies: str) -> None:
    listed = sorted(row.economy for row in COMPENDIUM.practices if row.practice == practice)
    assert " ".join(listed) == economies


def test_a_practice_is_of_an_economy_that_is_listed() -> None:
    listed = {row.economy for row in COMPENDIUM.economies}
    assert {row.economy for row in COMPENDIUM.practices} <= listed
    assert COMPENDIUM.of("FR")[0].practice == "outreach-and-capacity-building"
    assert COMPENDIUM.of("CA") == ()
