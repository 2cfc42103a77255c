from __future__ import annotations

import json
import shutil

import pytest

from aeo_exchange.resources import published
from exchange.streams import LATER, create, firms, lines_of
from schemas import keep_to
from trust.made_lists import made
from trust.made_world import trust

PROFILE = str(published("samples/profiles/HK-JP.toml"))
RELY = ("--trust", "list.jwt", "--root", "root.pem", "--profile", PROFILE, "--at", LATER)
FIRST = "jp/0000000001.head.jwt"


@pytest.fixture
def world(tmp_path):
    """A folder with two nights of a stream, and what a receiver relies on."""
    (tmp_path / "list.jwt").write_bytes(trust())
    (tmp_path / "root.pem").write_bytes(made("root").pem)
    create(tmp_path / "jp", *firms(1, 2))
    create(tmp_path / "jp", *firms(1, 2, 3), at=LATER)
    return tmp_path


def test_a_delta_is_made_checked_and_applied(aeo, world):
    done = aeo("delta", "make", FIRST, "jp", "-o", "d")
    told = "wrote 0000000001-0000000002.delta.aeo.ndjson.gz with 1 change into d\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", told)
    alone = aeo("delta", "check", "d", *RELY)
    assert (alone.returncode, "d: UNDETERMINED" in alone.stdout) == (4, True)
    beside = aeo("delta", "check", "d", "--base", FIRST, *RELY)
    assert (beside.returncode, "d: VALID" in beside.stdout) == (0, True)
    applied = aeo("delta", "apply", FIRST, "d", *RELY, "-o", "next")
    assert (applied.returncode, "3 accepted, 0 rejected" in applied.stdout) == (0, True)
    assert lines_of(world / "next") == lines_of(world / "jp")
    again = aeo("delta", "apply", FIRST, "d", *RELY, "-o", "next")
    assert (again.returncode, "holds a head already" in again.stderr) == (2, True)


def test_a_stream_that_is_named_is_the_only_one_that_is_taken(aeo, world):
    aeo("delta", "make", FIRST, "jp", "-o", "d")
    for command, *places in (("apply", FIRST, "d", "-o", "next"), ("check", "d")):
        for stream in ("HK/KR/HK-JP-2026", "HK/JP"):
            done = aeo("delta", command, *places, *RELY, "--stream", stream)
            assert (done.returncode, "AEO-XCH-13" in done.stdout) == (1, True)
    assert not (world / "next").exists()
    meant = ("--stream", "HK/JP/HK-JP-2026")
    assert aeo("delta", "apply", FIRST, "d", *RELY, "-o", "next", *meant).returncode == 0
    assert aeo("snapshot", "check", "jp", *RELY, *meant).returncode == 0
    assert aeo("snapshot", "check", "jp", *RELY, "--stream", "HK/JP").returncode == 1


def test_the_folder_of_a_delta_is_told_to_be_no_state(aeo, world):
    aeo("delta", "make", FIRST, "jp", "-o", "d")
    for command in (
        ("delta", "check", "d", "--base", "d"),
        ("delta", "apply", "d", "d", "-o", "next"),
    ):
        done = aeo(*command, *RELY)
        assert (done.returncode, done.stdout) == (2, "")
        assert "d has no snapshot to its head; the folder of a delta has none" in done.stderr
        assert "Name the state that you hold" in done.stderr
    assert not (world / "next").exists()


@pytest.mark.usefixtures("world")
def test_the_json_of_a_delta_has_the_schema_of_a_snapshot(aeo):
    aeo("delta", "make", FIRST, "jp", "-o", "d")
    schema = json.loads(published("schemas/1.0/snapshot-check.schema.json").read_bytes())
    for more, code in ((("--base", FIRST), 0), ((), 4), (("--base", "jp"), 0)):
        done = aeo("delta", "check", "d", *RELY, *more, "--format", "json")
        keep_to(json.loads(done.stdout), schema)
        assert done.returncode == code
    done = aeo("delta", "apply", FIRST, "d", *RELY, "-o", "next", "--format", "json")
    keep_to(json.loads(done.stdout), schema)


def test_a_replay_is_refused_with_advice_and_nothing_written(aeo, world):
    (world / "old").mkdir()
    shutil.copy(world / FIRST, world / "old" / "head.jwt")
    done = aeo("delta", "apply", "jp", "old", *RELY, "-o", "next")
    assert done.returncode == 1
    assert "sequence refused  AEO-XCH-16: the head is 1, and 2 was applied" in done.stdout
    assert "ask the sender if a backup was restored" in done.stdout
    assert not (world / "next").exists()


def test_a_mass_change_is_held_until_it_is_confirmed(aeo, world):
    receivers = PROFILE_TEXT.replace('side = "HK"', 'side = "JP"')
    few = receivers.replace("{percent = 10, at_least = 20}", "{percent = 0, at_least = 0}")
    (world / "few.toml").write_text(few, "utf-8")
    create(world / "jp", *firms(1, 2, 3, moved_to="CN"), at="2026-11-03T00:00:00Z")
    rely = (*RELY[:4], "--profile", "few.toml", "--at", "2026-11-03")
    base = "jp/0000000002.head.jwt"
    done = aeo("delta", "apply", base, "jp", *rely, "-o", "next", "--format", "json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["steps"][-1]["code"]) == (4, "AEO-XCH-26")
    again = aeo("delta", "apply", base, "jp", *rely, "-o", "next", "--confirm", told["digest"])
    assert again.returncode == 0


def test_a_delta_never_puts_an_older_head_in_the_place_of_a_later_one(aeo, world):
    create(world / "jp", *firms(1, 2, 3, 4), at="2026-11-03T00:00:00Z")
    latest = (world / "jp" / "head.jwt").read_bytes()
    done = aeo("delta", "make", FIRST, "jp/0000000002.head.jwt", "-o", "jp")
    assert (done.returncode, "jp holds another head already" in done.stderr) == (2, True)
    assert (world / "jp" / "head.jwt").read_bytes() == latest
    assert not list((world / "jp").glob("*.delta.*"))
    assert aeo("delta", "make", FIRST, "jp", "-o", "jp").returncode == 0
    assert (world / "jp" / "head.jwt").read_bytes() == latest


PROFILE_TEXT = published("samples/profiles/HK-JP.toml").read_text("utf-8")
