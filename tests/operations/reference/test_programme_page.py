"""A programme as a page: its rows in words, each with what it rests on, and nothing more."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from aeo_exchange.model.codes import Criterion
from aeo_exchange.operations.reference.economies import economy_page, programmes_of
from aeo_exchange.operations.reference.page import Page, Section, footnotes
from aeo_exchange.operations.reference.programme_comparison import compare_programmes
from aeo_exchange.operations.reference.programme_page import programme_page
from aeo_exchange.operations.words import (
    country,
    day_in_words,
    in_words,
    ranges,
    the_country,
    with_note,
)
from aeo_exchange.reference.programme_facts import ROW_KINDS, Programme, StudiedCriterion
from aeo_exchange.reference.programmes import ReferenceData
from rows import for_each_row

KNOWN = ReferenceData()
ALL = KNOWN.programmes()


def programme(code: str) -> Programme:
    known = KNOWN.look_up(code)
    assert known is not None
    return known


def section(page: Page, title: str) -> Section:
    return next(part for part in page.sections if part.title == title)


def words(section: Section) -> str:
    return " ".join(statement.text for statement in section.statements())


def cells(section: Section) -> list[list[str]]:
    assert section.table
    return [
        [" ".join(statement.text for statement in cell) for cell in row]
        for row in section.table.rows
    ]


HK = programme_page(programme("HK-AEO"))


def test_tiers_stand_by_rank_with_the_criteria_each_asks_for() -> None:
    tiers = section(HK, "Tiers")
    assert tiers.table
    assert tiers.table.columns == ("rank", "tier", "kind", "covers", "criteria asked")
    assert [row[0] for row in cells(tiers)] == ["1", "2"]
    assert [row[-1] for row in cells(tiers)] == ["10: A to C and E to K", "12: A to C and E to M"]
    hong_kong = programme("HK-AEO")
    turned = replace(hong_kong, tiers=hong_kong.tiers[::-1])
    assert cells(section(programme_page(turned), "Tiers")) == cells(tiers)


def test_criteria_are_not_named_where_the_counts_disagree() -> None:
    hong_kong = programme("HK-AEO")
    one, *others = hong_kong.tiers
    doubtful = replace(hong_kong, tiers=(replace(one, criteria=9), *others))
    first, second = cells(section(programme_page(doubtful), "Tiers"))
    assert (first[-1], second[-1]) == ("9", "12: A to C and E to M")


def test_what_is_not_asked_for_is_said_by_letter_and_name() -> None:
    said = words(section(HK, "Tiers"))
    assert "Tier I (TIER1) does not ask for criterion L: crisis management" in said
    assert "The programme does not have criterion D: consultation" in said


def test_provisions_stand_in_words_with_their_tier() -> None:
    rows = {row[-1]: row[:-1] for row in cells(section(HK, "For small firms"))}
    about, what, here = rows["CRIT-REDUCED"]
    assert (about, what) == ("what is asked", "Fewer criteria are asked for a status.")
    assert here.startswith("Tier I (TIER1): ")
    assert "SUP-OTHER-AGENCY-BENEFIT" not in rows
    assert "SUP-OTHER-AGENCY-BENEFIT" in words(section(HK, "Benefits"))


@pytest.mark.parametrize("title", ["Roles", "How long it lasts", "For small firms", "Benefits"])
def test_what_is_not_held_is_said_and_is_no_no(title: str) -> None:
    bare = replace(programme("HK-AEO"), roles=(), term_validities=(), provisions=())
    told = section(programme_page(bare), title)
    assert "held" in words(told)
    assert not any(statement.basis for statement in told.statements())


@for_each_row("known", ALL, ids=lambda known: known.code)
def test_every_row_of_a_programme_is_told_with_its_source(known: Programme) -> None:
    page = programme_page(known)
    told = {(basis.as_of, basis.confidence, basis.title) for basis in footnotes(page.sections)}
    for kind in ROW_KINDS:
        for row in getattr(known, kind):
            assert (row.as_of, row.confidence, known.sources[row.source].title) in told, kind


@for_each_row("known", ALL, ids=lambda known: known.code)
def test_every_note_of_a_programme_is_told(known: Programme) -> None:
    said = " ".join(words(part) for part in programme_page(known).sections)
    for kind in ROW_KINDS:
        for row in getattr(known, kind):
            assert not row.note or row.note.rstrip(".").lower() in said.lower(), kind


def test_a_role_a_term_and_a_figure_tell_since_when_and_until_when_they_hold() -> None:
    terms = words(section(programme_page(programme("IN-AEO")), "How long it lasts"))
    assert "(T1) lasts three years (before 1 August 2021)" in terms
    assert "(T1) has no last day (from 1 August 2021)" in terms
    assert "(T2) lasts three years." in terms
    roles = words(section(programme_page(programme("NZ-SES")), "Roles"))
    assert "carrier (Transport Operator, from 9 August 2023) and exporter." in roles
    figures = cells(section(programme_page(programme("ID-AEO")), "Figures"))
    assert [row[1][:25] for row in figures if row[0] == "Criteria to be met for AEO"] == [
        "13 (before 1 January 2023",
        "7 (from 1 January 2023). ",
    ]


@for_each_row("known", ALL, ids=lambda known: known.code)
def test_the_first_and_last_day_of_every_row_are_told(known: Programme) -> None:
    told = " ".join(words(part) for part in programme_page(known).sections)
    days = {
        day_in_words(day)
        for kind in ROW_KINDS
        for row in getattr(known, kind)
        for day in (row.from_, row.until)
        if day
    }
    assert not {day for day in days if day not in told}


def test_footnotes_are_numbered_in_the_order_of_reading() -> None:
    numbers = footnotes(HK.sections)
    assert list(numbers.values()) == list(range(1, len(numbers) + 1))
    first = next(
        statement.basis[0]
        for part in HK.sections
        for statement in part.statements()
        if statement.basis
    )
    assert numbers[first] == 1


def test_the_member_states_are_told_in_one_sentence() -> None:
    said = words(programme_page(programme("EU-AEO")).sections[0])
    assert "the customs of Austria, Belgium, " in said
    assert "Directorate General of Customs and Indirect Taxes (France)" in said
    assert "Who coordinates: European Commission" in said


def test_an_economy_without_a_programme_takes_part_in_that_of_another() -> None:
    page = economy_page(KNOWN, "FR")
    assert page is not None
    said = " ".join(words(part) for part in page.sections)
    assert "It takes part in EU-AEO, the programme of the European Union" in said
    assert [(listed.code, listed.relation) for listed in programmes_of(KNOWN, "FR")] == [
        ("EU-AEO", "takes-part")
    ]


def test_an_economy_with_a_programme_has_it_as_its_own() -> None:
    page = economy_page(KNOWN, "TR")
    assert page is not None
    assert "Türkiye has one programme of its own: TR-YYS." in words(page.sections[0])
    assert [(listed.code, listed.relation) for listed in programmes_of(KNOWN, "TR")] == [
        ("TR-YYS", "own")
    ]


def test_a_territory_of_another_lies_within_its_programme() -> None:
    hong_kong = programme("HK-AEO")
    within = replace(hong_kong.territories[0], territory="MO")
    wider = replace(hong_kong, territories=(*hong_kong.territories, within))

    class Known(ReferenceData):
        def programmes(self) -> tuple[Programme, ...]:
            return (wider,)

        def look_up(self, code: str) -> Programme | None:
            return wider if code == wider.code else None

    page = economy_page(Known(), "MO")
    assert page is not None
    assert "It lies within HK-AEO" in words(page.sections[0])
    assert [listed.relation for listed in programmes_of(Known(), "MO")] == ["within"]


def test_an_economy_tells_what_the_compendium_says_of_it() -> None:
    for code, said in (("FR", "Outreach and capacity building: "), ("JM", "Listed; ")):
        page = economy_page(KNOWN, code)
        assert page is not None
        told = section(page, "In the compendium of AEO programmes for small firms")
        assert said in words(told)
        assert all(statement.basis for statement in told.statements())
    austria = economy_page(KNOWN, "AT")
    assert austria is not None
    assert "compendium" not in " ".join(part.title for part in austria.sections)


def test_a_study_of_criteria_is_told_row_by_row() -> None:
    hong_kong = programme("HK-AEO")
    row = StudiedCriterion(
        criterion=Criterion.E,
        met="not-met",
        hindrance="No courses.",
        source="STUDY-2025",
        as_of=date(2025, 9, 30),
        confidence="S",
    )
    page = programme_page(replace(hong_kong, criteria_studied=(row,)))
    assert cells(section(page, "Criteria as small firms met them in a study")) == [
        ["E: Education, training and threat awareness.", "not met.", "No courses."]
    ]
    assert "in a study" not in " ".join(part.title for part in HK.sections)


def test_an_economy_of_which_nothing_is_held_has_no_page() -> None:
    assert economy_page(KNOWN, "NO") is None


def test_a_comparison_begins_with_the_provisions_for_small_firms() -> None:
    compared = compare_programmes([programme("IN-AEO"), programme("HK-AEO")])
    assert [listed.code for listed in compared.programmes] == ["IN-AEO", "HK-AEO"]
    assert compared.sections[0].title == "For small firms"
    rows = {row.aspect: row for row in compared.sections[0].rows}
    indian, hong_kong = rows["CRIT-REDUCED"].cells
    assert indian == ()
    assert hong_kong[0].basis
    assert all(len(row.cells) == 2 for part in compared.sections for row in part.rows)
    assert all(any(row.cells) for part in compared.sections for row in part.rows)


def test_a_comparison_shows_what_is_not_held_as_a_dash() -> None:
    page = compare_programmes([programme("IN-AEO"), programme("HK-AEO")]).page()
    table = cells(section(page, "For small firms"))
    assert ["Fewer criteria are asked for a status.", "-"] in [row[:2] for row in table]
    assert "never that it is not so" in words(page.sections[0])


def test_a_day_cuts_the_page_to_what_holds_on_it() -> None:
    chinese = programme("CN-AEO")
    before = words(section(programme_page(chinese.at(date(2026, 3, 31))), "Tiers"))
    after = words(section(programme_page(chinese.at(date(2026, 4, 1))), "Tiers"))
    assert ("(CE)" in before, "(CE)" in after) == (False, True)


@pytest.mark.parametrize(
    ("day", "said"),
    [("2012", "2012"), ("2010-06", "June 2010"), ("2012-04-02", "2 April 2012")],
)
def test_a_day_is_read_as_precisely_as_it_is_known(day: str, said: str) -> None:
    assert day_in_words(day) == said


def test_words_are_listed_as_a_sentence_has_them() -> None:
    assert in_words(["a"]) == "a"
    assert in_words(["a", "b"], "or") == "a or b"
    assert in_words(["a", "b", "c"]) == "a, b and c"
    assert ranges("ABCEFHIJ", "ABCDEFGHIJ") == "A to C, E, F and H to J"


@for_each_row(
    ("text", "note", "said"),
    [
        ("It began in 2012.", "As NEEC.", "It began in 2012 (as NEEC)."),
        ("It began in 2012.", "Decree 144-12.", "It began in 2012 (Decree 144-12)."),
        ("It began.", "One. Two.", "It began. One. Two."),
        ("T1:", "Made early.", "T1: Made early."),
        ("It is (X).", "As one.", "It is (X). As one."),
        ("", "Made early.", "Made early."),
    ],
)
def test_a_note_goes_on_with_its_sentence(text: str, note: str, said: str) -> None:
    assert with_note(text, note) == said


def test_names_of_economies_are_in_the_order_in_which_they_are_spoken() -> None:
    assert country("KR") == "Republic of Korea"
    assert the_country("US") == "the United States"
    assert the_country("FR") == "France"
    assert country("ZZ") == "ZZ"
