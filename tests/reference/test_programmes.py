"""The list of programmes and the facts of one, as the operations give them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec import UNSET

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.operations.reference.programmes import list_programmes, show_programme
from aeo_exchange.reference import ReferenceData
from aeo_exchange.reference.suggestions import did_you_mean
from rows import for_each_row

if TYPE_CHECKING:
    from pathlib import Path

    from aeo_exchange.reference.programme_facts import Programme

LAST_DAY_OF_ONE_TIER = date(2026, 3, 31)
FIRST_DAY_OF_ORDER_282 = date(2026, 4, 1)

LOCAL = """
code = "HK-AEO"
economy = "HK"

[sources.LETTER]
title = "A letter"
publisher = "A partner"

[[names]]
text = "Our own reading"
language = "en"
source = "LETTER"
as_of = 2026-01-01
confidence = "B"

[[administrations]]
administration = "HK"
function = "decides"
source = "LETTER"
as_of = 2026-01-01
confidence = "B"

[[tiers]]
code = "TIER9"
label = "Tier nine"
kind = "level"
source = "LETTER"
as_of = 2026-01-01
confidence = "B"
"""


def tier_codes(code: str, day: date) -> list[str]:
    """Return the codes of the tiers that a programme has on a day."""
    programme = ReferenceData().look_up(code)
    assert programme is not None
    return [tier.code for tier in programme.tiers_at(day)]


def overlay(folder: Path, text: str, name: str = "HK-AEO") -> ReferenceData:
    """Return reference data over a local file."""
    (folder / "programmes").mkdir()
    (folder / "programmes" / f"{name}.toml").write_text(text, encoding="utf-8")
    return ReferenceData(folder)


def test_china_has_one_tier_until_the_last_day_of_march_2026() -> None:
    assert tier_codes("CN-AEO", LAST_DAY_OF_ONE_TIER) == ["ACE"]


def test_china_has_two_tiers_from_the_first_of_april_2026() -> None:
    assert tier_codes("CN-AEO", FIRST_DAY_OF_ORDER_282) == ["ACE", "CE"]


def test_the_list_gives_code_name_economy_and_tiers() -> None:
    listed = msgspec.json.decode(msgspec.json.encode(list_programmes(ReferenceData())))
    by_code = {row["code"]: row for row in listed}
    assert list(by_code) == sorted(by_code)
    assert set(by_code) >= {"CN-AEO", "DO-OEA", "EU-AEO", "HK-AEO"}
    china = by_code["CN-AEO"]
    assert set(china) == {"code", "name", "economy", "tiers"}
    assert china["tiers"][1] == {
        "code": "CE",
        "label": "Certified Enterprise",
        "kind": "level",
        "rank": 1,
        "from": "2026-04-01",
    }


def test_showing_a_programme_gives_source_day_and_confidence_in_camel_case() -> None:
    shown = msgspec.json.decode(msgspec.json.encode(show_programme(ReferenceData(), "HK-AEO")))
    tier = shown["tiers"][0]
    assert (tier["source"], tier["asOf"], tier["confidence"]) == ("STUDY-2025", "2025-09-30", "S")
    assert "identifierSchemes" in shown
    assert tier["source"] in shown["sources"]


def test_showing_a_programme_on_a_day_leaves_out_what_does_not_hold() -> None:
    shown = show_programme(ReferenceData(), "CN-AEO", LAST_DAY_OF_ONE_TIER)
    assert shown is not None
    assert [tier.code for tier in shown.tiers] == ["ACE"]
    assert all(row.tier != "CE" for row in shown.provisions)


@for_each_row("programme", ReferenceData().programmes(), ids=lambda programme: programme.code)
def test_each_number_of_a_programme_has_a_scheme(programme: Programme) -> None:
    schemes = ReferenceData().schemes
    for row in programme.identifier_schemes:
        assert schemes.look_up(row.code) is not None, f"{row.code} is not in schemes.toml"


@for_each_row("programme", ReferenceData().programmes(), ids=lambda programme: programme.code)
def test_a_number_that_makes_the_tin_of_a_programme_makes_one_by_its_scheme(
    programme: Programme,
) -> None:
    for row in programme.identifier_schemes:
        scheme = ReferenceData().schemes.look_up(row.code)
        if row.makes_tin is not UNSET and scheme is not None:
            assert scheme.tin is not UNSET, f"{row.code} makes no TIN in schemes.toml"
            whole = scheme.tin.prefix is UNSET
            assert whole == (row.makes_tin == "whole"), row.code


def test_an_unknown_code_shows_nothing() -> None:
    assert show_programme(ReferenceData(), "ZZ-AEO") is None


def test_a_code_is_never_read_as_a_path() -> None:
    reference = ReferenceData()
    assert reference.look_up("../programmes/HK-AEO") is None
    assert reference.look_up("hk-aeo") is None


def test_an_unknown_code_suggests_the_known_ones_like_it() -> None:
    codes = ReferenceData().codes()
    assert did_you_mean("hk-aoe", codes)[0] == "HK-AEO"
    assert did_you_mean("DO-AEO", codes)
    assert did_you_mean("something else", codes) == ()


def test_an_overlay_wins_over_the_shipped_file(tmp_path: Path) -> None:
    reference = overlay(tmp_path, LOCAL)
    programme = reference.look_up("HK-AEO")
    assert programme is not None
    assert programme.name == "Our own reading"
    assert reference.codes() == ReferenceData().codes()


def test_an_overlay_adds_a_programme(tmp_path: Path) -> None:
    reference = overlay(tmp_path, LOCAL.replace("HK", "ZZ"), "ZZ-AEO")
    assert "ZZ-AEO" in reference.codes()
    assert reference.look_up("ZZ-AEO") is not None


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('kind = "level"', 'kind = "grade"', "/tiers/0/kind"),
        ('label = "Tier nine"', "", "/tiers/0"),
        ('label = "Tier nine"', 'label = "Tier nine"\ncolour = "red"', "/tiers/0"),
        ('code = "HK-AEO"', 'code = "HK-OTHER"', "/code"),
        ('kind = "level"\nsource = "LETTER"', 'kind = "level"\nsource = "X"', "/tiers/0/source"),
        (
            'kind = "level"',
            'kind = "level"\nfrom = 2026-04-01\nuntil = 2026-04-01',
            "/tiers/0/until",
        ),
        ("as_of = 2026-01-01", 'as_of = "2026-02-30"', "asOf"),
        ('text = "Our own reading"', 'text = "Our own', "line 10"),
    ],
)
def test_a_broken_overlay_raises_with_file_and_place(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    assert old in LOCAL
    reference = overlay(tmp_path, LOCAL.replace(old, new))
    with pytest.raises(ReferenceDataError) as raised:
        reference.look_up("HK-AEO")
    assert "HK-AEO.toml" in str(raised.value)
    assert place in str(raised.value)


def test_an_overlay_that_is_no_directory_raises(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError):
        ReferenceData(tmp_path / "absent")
