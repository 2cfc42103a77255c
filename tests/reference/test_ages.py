"""How facts age: the day by kind, what never ages, and that no shipped row waits for a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aeo_exchange.cli.clock import instant_of
from aeo_exchange.model.instants import date_of
from aeo_exchange.operations.reference.stale import stale_rows
from aeo_exchange.reference import ReferenceData
from aeo_exchange.reference.ages import MONTHS, a_year_over, look_again_after
from aeo_exchange.reference.programme_facts import ROW_KINDS, Figure, Start, Territory, Tier

AS_OF = date(2026, 11, 28)
REFERENCE = ReferenceData()


def tier(confidence: str = "A", **members: object) -> Tier:
    return Tier(
        code="T",
        label="T",
        kind="level",
        source="X",
        as_of=AS_OF,
        confidence=confidence,  # type: ignore[arg-type]
        **members,  # type: ignore[arg-type]
    )


def test_every_kind_of_row_of_a_programme_has_its_age() -> None:
    assert set(ROW_KINDS) <= set(MONTHS)


def test_a_tier_is_looked_at_again_after_a_year() -> None:
    assert look_again_after("tiers", tier()) == date(2027, 11, 28)


def test_a_day_that_the_month_lacks_is_the_last_of_the_month() -> None:
    leap = Territory(territory="HK", source="X", as_of=date(2024, 2, 29), confidence="A")
    assert look_again_after("territories", leap) == date(2027, 2, 28)


def test_a_launch_never_ages_unless_it_is_still_to_be_verified() -> None:
    sure = Start(stage="launch", on="2010", source="X", as_of=AS_OF, confidence="C")
    unsure = Start(stage="launch", on="2010", source="X", as_of=AS_OF, confidence="D")
    assert look_again_after("starts", sure) is None
    assert look_again_after("starts", unsure) == date(2027, 11, 28) or unsure.on


def test_what_is_still_to_be_verified_waits_a_year_at_most() -> None:
    unsure = Territory(territory="HK", source="X", as_of=AS_OF, confidence="D")
    assert look_again_after("territories", unsure) == date(2027, 11, 28)


@pytest.mark.parametrize(("on", "due"), [("2024", None), (None, date(2027, 11, 28))])
def test_a_figure_of_a_day_stays_as_it_is(on: str | None, due: date | None) -> None:
    dated = {} if on is None else {"on": on}
    row = Figure(
        code="holders", label="Holders", value="1", source="X", as_of=AS_OF, confidence="A", **dated
    )
    assert look_again_after("figures", row) == due


def test_a_row_may_name_its_day_itself() -> None:
    assert look_again_after("tiers", tier(look_again=date(2030, 1, 1))) == date(2030, 1, 1)


def test_a_row_is_a_year_over_only_when_the_year_has_passed() -> None:
    due = date(2026, 9, 30)
    assert not a_year_over(due, date(2027, 9, 30))
    assert a_year_over(due, date(2027, 10, 1))


def test_a_row_is_due_the_day_after_and_not_on_the_day() -> None:
    later = stale_rows(REFERENCE, date(2035, 1, 1), "HK-AEO").rows
    first = min(row.due for row in later)
    assert stale_rows(REFERENCE, first, "HK-AEO").rows == ()
    assert stale_rows(REFERENCE, first + timedelta(days=1), "HK-AEO").rows != ()


def test_what_has_ended_is_not_looked_at_again() -> None:
    china = stale_rows(REFERENCE, date(2035, 1, 1), "CN-AEO").rows
    said = [row.says for row in china if row.place.startswith("/tiers/")]
    assert any(text.startswith("ACE") for text in said)
    assert not any(text.startswith(("GCE", "AA ")) for text in said)


def test_a_text_that_was_read_of_an_arrangement_ages_from_the_day_of_reading() -> None:
    rows = stale_rows(REFERENCE, date(2028, 11, 30)).rows
    texts = [row for row in rows if row.file.startswith("agreements/")]
    read = {
        text.read
        for agreement in REFERENCE.agreements.agreements()
        for text in agreement.sources.values()
    }
    assert {row.as_of for row in texts} == read
    assert {row.due for row in texts} == {date(2028, 11, 29)}


def test_the_longest_waiting_come_first() -> None:
    rows = stale_rows(REFERENCE, date(2035, 1, 1)).rows
    assert [row.due for row in rows] == sorted(row.due for row in rows)
    assert {row.file.split("/")[0] for row in rows} == {
        "agreements",
        "programmes",
        "sizes",
        "schemes.toml",
        "systems.toml",
        "compendium.toml",
        "declaration_codes.toml",
    }


def test_no_shipped_row_has_waited_for_more_than_a_year() -> None:
    """Fails as time passes: look at the rows named, then set `as_of`, or `look_again` with why."""
    overdue = [row for row in stale_rows(REFERENCE, date_of(instant_of(None))).rows if row.overdue]
    assert overdue == []
