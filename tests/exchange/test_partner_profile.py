from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from aeo_exchange.errors import InvalidInstant, ProfileError
from aeo_exchange.exchange.days import Day, day_in
from aeo_exchange.exchange.profile_faults import doubts
from aeo_exchange.exchange.profile_file import profile_digest, read_partner_profile, try_profile
from aeo_exchange.exchange.shareable import withholdable
from aeo_exchange.operations.exchange.profile_start import start_profile
from aeo_exchange.reference.programmes import shipped
from exchange.profiles import TEXT, changed, profile
from rows import for_each_row

TOP = Path(__file__).resolve().parents[2]
ROW = TEXT[TEXT.index("[[rows]]") : TEXT.index("[own]")]


def test_the_sample_is_a_profile_without_doubts() -> None:
    assert list(doubts(profile(), shipped())) == []


@for_each_row(
    ("old", "new", "place"),
    [
        ('code = "HK-JP-2026"', 'code = "HK-CN-2026"', "/code"),
        ("version = 1\n", "version = 0\n", "/version"),
        ("version = 1\n", "", "/"),
        ("version = 1\n", "version = 1\nversions = 1\n", "/"),
        ("version = 1\n", "version = 1.0\n", "/version"),
        ('"2026-03-31T15:00:00Z"', "2026-03-31T15:00:00Z", "/rows/0/from"),
        ('"2026-03-31T15:00:00Z"', '"2026-02-30T15:00:00Z"', "/rows/0/from"),
        ("Asia/Tokyo", "Asia/Edo", "/parties/1/time_zone"),
        ('party = "JP"', 'party = "HK"', "/parties"),
        ('party = "JP"', 'party = "ZZ"', "/parties/1/party"),
        ('withheld = ["msme"]', 'withheld = ["consents"]', "/withheld/0"),
        ('withheld = ["msme"]', 'withheld = ["holder.tin"]', "/withheld/0"),
        ('withheld = ["msme"]', 'withheld = ["holder.identifiers.until"]', "/withheld/0"),
        ('withheld = ["msme"]', 'withheld = ["msme", "msme"]', "/withheld"),
        ('withheld = ["msme"]', "withheld = []", "/withheld"),
        ('granted_by = "HK"', 'granted_by = "CN"', "/rows/0/granted_by"),
        ('granted_by = "HK"', 'granted_by = "JP"', "/rows/0/recognised_by"),
        ('programme = "HK-AEO"', 'programme = "JP-AEO"', "/rows/0/programme"),
        ('tiers = ["TIER2"]', 'tiers = ["TIER2", "TIER2"]', "/rows/0/tiers"),
        ('"2027-03-31T15:00:00Z"', '"2026-03-31T15:00:00Z"', "/rows/1/until"),
        ('benefits = ["FIRST-IN-LINE"]', 'benefits = ["LAST-IN-LINE"]', "/rows/1/benefits"),
        ('side = "HK"', 'side = "CN"', "/own/side"),
        ('flows = ["import"]', 'flows = ["smuggling"]', "/rows/0/flows/0"),
        ("percent = 10", "percent = 101", "/own/mass_change/percent"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, place: str) -> None:
    read = try_profile(changed((old, new)), shipped())
    assert read.profile is None
    assert place in {faulty or "/" for faulty, _ in read.faults}
    with pytest.raises(ProfileError):
        read_partner_profile(changed((old, new)), shipped())


@pytest.mark.parametrize("content", [b"", b"\xff", b"= 1", b"[" * 5000])
def test_what_is_no_toml_or_nothing_at_all_is_a_fault(content: bytes) -> None:
    assert try_profile(content, shipped()).profile is None


def test_a_text_that_was_read_before_is_judged_anew_by_the_reference_data_at_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert try_profile(TEXT.encode(), shipped()).faults == ()
    fault = ("/rows", "is not known any more")
    monkeypatch.setattr("aeo_exchange.exchange.profile_file.faults", lambda *_: [fault])
    assert try_profile(TEXT.encode(), shipped()) == (None, (fault,))


def test_what_the_reference_data_does_not_know_is_a_doubt_and_no_fault() -> None:
    other = profile(('tiers = ["TIER2"]', 'tiers = ["TIER9"]'))
    assert [place for place, _ in doubts(other, shipped())] == ["/rows/0/tiers"]
    one_sided = profile((ROW[ROW.rindex("[[rows]]") :], ""))
    assert [place for place, _ in doubts(one_sided, shipped())] == ["/rows"]


def test_the_digest_is_that_of_what_was_agreed_and_not_of_how_it_is_written() -> None:
    rows = [f"[[rows]]{row}" for row in ROW.split("[[rows]]")[1:]]
    same = (
        ("[own]", "# a comment\n[own]"),
        ("staleness_hours = 72", "staleness_hours = 24"),
        (TEXT[TEXT.index("[own]") :], ""),
        (ROW, "".join(reversed(rows))),
        ('["exporter", "manufacturer"]', '["manufacturer", "exporter"]'),
    )
    for change in same:
        assert profile_digest(profile(change)) == profile_digest(profile()), change
    other = (
        ("version = 1\n", "version = 2\n"),
        ('consent = "given-or-not-required"', 'consent = "given"'),
        ('withheld = ["msme"]\n', ""),
        ('flows = ["import"]\n', ""),
        ("Asia/Tokyo", "Asia/Seoul"),
        ("less often", "not at all"),
        ("content_days = 1826", "content_days = 1827"),
    )
    digests = {profile_digest(profile(change)) for change in other}
    assert len(digests | {profile_digest(profile())}) == len(other) + 1


def test_a_byte_order_mark_before_a_profile_says_nothing() -> None:
    marked = try_profile(b"\xef\xbb\xbf" + TEXT.encode(), shipped())
    assert marked.profile == profile()
    twice = try_profile(b"\xef\xbb\xbf" * 2 + TEXT.encode(), shipped())
    assert twice.profile is None


def test_what_can_be_withheld_is_what_the_text_names() -> None:
    text = (
        (TOP / "docs/spec/6-exchange.md").read_text("utf-8").partition("**XCH-1-5**")[2]
    ).partition("An item within")[0]
    names = re.findall(r"`([a-zA-Z.]+)`", text)
    assert set(withholdable()) == set(names) - {"withheld", "partner", "holder", "authorisation"}


@for_each_row(
    ("zone", "day", "first", "until"),
    [
        ("Asia/Tokyo", "2026-04-01", "2026-03-31T15:00:00Z", "2026-04-01T15:00:00Z"),
        # 23 and 25 hours; a midnight that there was not; the date line.
        ("Europe/Paris", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        ("Europe/Paris", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
        ("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"),
        # The earliest zone and the latest.
        ("Pacific/Kiritimati", "2026-11-01", "2026-10-31T10:00:00Z", "2026-11-01T10:00:00Z"),
        ("Etc/GMT+12", "2026-11-01", "2026-11-01T12:00:00Z", "2026-11-02T12:00:00Z"),
    ],
)
def test_a_day_is_as_long_as_the_zone_makes_it(zone: str, day: str, first: str, until: str) -> None:
    assert day_in(zone, day) == Day(first, until)


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Apia", "2011-12-30"), ("UTC", "9999-12-31")])
def test_a_day_that_there_was_not_is_refused(zone: str, day: str) -> None:
    with pytest.raises(InvalidInstant):
        day_in(zone, day)


def test_a_profile_that_was_only_begun_is_none_and_names_what_is_known() -> None:
    text = start_profile("HK", "JP", shipped())
    assert try_profile(text.encode(), shipped()).profile is None
    assert '# tiers = ["TIER1", "TIER2"]' in text
    assert re.search(r"# Tiers by .*\d{4}-\d\d-\d\d, [SABCD]", text)
    assert "rows" not in tomllib.loads(text)


def test_a_profile_that_was_begun_and_filled_in_can_be_used() -> None:
    text = start_profile("HK", "JP", shipped())
    rows = text[text.index("# [[rows]]") : text.index("# What HK")]
    filled = re.sub("^# (?!Tiers)", "", rows, flags=re.MULTILINE)
    text = text.replace(rows, filled).replace("(year)", "2026")
    text = text.replace("YYYY-MM-DDThh:mm:ssZ", "2026-03-31T15:00:00Z")
    assert try_profile(text.encode(), shipped()).faults == ()
