"""A profile that begins with an arrangement: what was read is told from what was not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_file import try_profile
from aeo_exchange.operations.exchange.profile_start import start_from, start_profile
from aeo_exchange.reference import ReferenceData
from aeo_exchange.reference.agreement_facts import ReadAgreement
from reference.test_agreements import LEAST
from rows import for_each_row

KNOWN = ReferenceData()
CODES = KNOWN.agreements.codes()
VALUE = re.compile(r"^(?P<name>[a-z_]+) = .*?  # (?P<why>.*)$")
CLAUSE = re.compile(r"\b(?:clauses? [0-9]|preamble|title|paragraph [0-9]).* of [A-Z0-9-]+, [AB]\b")
OWN = {"code", "version", "spec_version"}
SEEN_TO = re.compile(r"^# (.*(?:not read|disputed))$", re.MULTILINE)


def begun(code: str) -> tuple[ReadAgreement, str]:
    agreement = KNOWN.agreements.look_up(code)
    assert agreement is not None
    return agreement, start_from(code, KNOWN)


def completed(text: str) -> str:
    """Return a start in which a person took over every line that was left to it."""
    return SEEN_TO.sub(r"\1", text)


@for_each_row("code", CODES)
def test_each_value_has_its_clause_beside_it(code: str) -> None:
    agreement, text = begun(code)
    values = [line for line in text.splitlines() if line and line[0] not in "#["]
    assert values
    for line in values:
        match = VALUE.match(line)
        assert match, line
        if match["name"] in OWN and not match["why"].startswith(("clause", "paragraph")):
            assert match["why"].startswith("of this file"), line
        elif match["name"] == "time_zone":
            assert re.search(r"\d{4}-\d\d-\d\d, [SABCD], in the reference data$", match["why"])
        else:
            assert CLAUSE.search(match["why"]), line
            source = re.search(r" of ([A-Z0-9-]+), [AB]", match["why"])
            assert source is not None
            assert source[1] in agreement.sources


@for_each_row("code", CODES)
def test_nothing_is_filled_in_that_the_file_does_not_say(code: str) -> None:
    agreement, text = begun(code)
    told = tomllib.loads(text)
    assert set(told) == {"code", "version", "spec_version", "parties", "benefits", "rows"}
    assert [row["code"] for row in told["benefits"]] == [row.code for row in agreement.benefits]
    read = {(row.granted_by, row.recognised_by): row for row in agreement.recognitions}
    for row in told["rows"]:
        fact = read[row["granted_by"], row["recognised_by"]]
        assert row["programme"] == fact.programme
        assert row.get("flows", []) == list(fact.flows or ())
        assert not {"holder_roles", "party_roles", "tin_prefixes_excluded", "until"} & set(row)
        programme = KNOWN.look_up(fact.programme)
        assert programme is not None
        if "tiers" in row:
            only = [tier.code for tier in programme.tiers if not tier.until]
            assert row["tiers"] == list(fact.tiers or only)
            assert fact.tiers or len(only) == 1
    modes = {row.side: row.mode for row in agreement.declarations if row.mode and not row.until}
    for side in told["parties"]:
        assert side.get("identifier_mode") in {None, *modes.values()}
        assert "identifier_mode" not in side or side["party"] in modes


@for_each_row("code", CODES)
def test_a_start_is_no_profile_until_a_person_has_completed_it(code: str) -> None:
    _, text = begun(code)
    read = try_profile(text.encode(), KNOWN)
    assert read.profile is None
    assert any("consent" in words for _, words in read.faults)
    whole = try_profile(completed(text).encode(), KNOWN)
    assert whole.faults == ()
    assert isinstance(whole.profile, PartnerProfile)


@for_each_row("code", CODES)
def test_all_that_was_and_was_not_read_stands_at_the_top(code: str) -> None:
    agreement, text = begun(code)
    top = text[: text.index("\ncode = ")]
    assert all(line.startswith("#") for line in top.splitlines() if line)
    for key, source in agreement.sources.items():
        assert f"{key}: {source.title}" in top
        assert f"{source.standing}, in which {source.side} speaks" in top
        assert source.url in top
        assert not source.left_out or f"Left out: {source.left_out}" in top
    assert all(f"{row.what} {row.why}" in top for row in agreement.unread)


def test_what_two_texts_do_not_agree_on_is_told_and_not_filled_in() -> None:
    _, text = begun("EU-CN-2014")
    assert "GACC-2015-52-EN says otherwise: Secure AEOs" in text
    assert re.search(r'^# tiers = \["AEOS", "AEOF"\]  # .*; disputed$', text, re.MULTILINE)
    union = next(row for row in tomllib.loads(text)["rows"] if row["granted_by"] == "EU")
    assert "tiers" not in union


def test_a_tier_that_has_ended_is_left_to_a_person() -> None:
    _, text = begun("CN-SG-2012")
    assert re.search(r'^# tiers = \["AA"\]  # .*AA ended on 2014-12-01', text, re.MULTILINE)
    china, singapore = tomllib.loads(text)["rows"]
    assert "tiers" not in china
    assert singapore["tiers"] == ["STP-PLUS"]


def test_a_programme_that_is_named_without_tiers_gives_its_only_one_or_none() -> None:
    _, text = begun("AU-CN-2017")
    of_australia = next(row for row in tomllib.loads(text)["rows"] if row["granted_by"] == "AU")
    assert of_australia["tiers"] == ["ATT"]
    assert "the programme alone; its one tier by HOME-AFFAIRS" in text
    _, text = begun("CN-JP-2018")
    of_japan = next(row for row in tomllib.loads(text)["rows"] if row["granted_by"] == "JP")
    assert "tiers" not in of_japan


def test_a_day_begins_at_the_midnight_of_the_side_that_recognises() -> None:
    _, text = begun("AU-CN-2017")
    starts = {row["recognised_by"]: row["from"] for row in tomllib.loads(text)["rows"]}
    assert starts == {"AU": "2023-12-13T13:00:00Z", "CN": "2023-12-13T16:00:00Z"}
    _, text = begun("EU-CN-2014")
    union = next(row for row in tomllib.loads(text)["rows"] if row["recognised_by"] == "EU")
    assert "from" not in union  # the Union has several zones


def test_a_form_that_has_ended_is_not_told_as_if_it_held() -> None:
    _, text = begun("CN-NZ-2017")
    assert "AEO<NZ1234>" not in text


@pytest.mark.parametrize("sides", [("CN", "AU"), ("AU", "CN")])
def test_two_sides_begin_with_their_arrangement_in_the_order_given(sides: tuple[str, str]) -> None:
    told = tomllib.loads(start_profile(*sides, KNOWN))
    assert [side["party"] for side in told["parties"]] == list(sides)
    assert told["code"] == "AU-CN-2017"


def test_two_arrangements_of_two_sides_are_told_apart_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "agreements"
    folder.mkdir()
    for year in ("2026", "2027"):
        text = LEAST.replace("HK-JP-2026", f"HK-JP-{year}")
        (folder / f"HK-JP-{year}.toml").write_text(text, "utf-8")
    known = ReferenceData(tmp_path)
    with pytest.raises(WrongChoice, match="HK-JP-2026, HK-JP-2027"):
        start_profile("HK", "JP", known)
    assert 'code = "HK-JP-2027"' in start_from("HK-JP-2027", known)


def test_an_arrangement_without_benefits_and_forms_begins_a_profile_too(tmp_path: Path) -> None:
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "HK-JP-2026.toml").write_text(LEAST, "utf-8")
    text = start_profile("JP", "HK", ReferenceData(tmp_path))
    assert try_profile(completed(text).encode(), KNOWN).faults == ()
