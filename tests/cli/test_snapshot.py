from __future__ import annotations

import json

import pytest

from aeo_exchange.exchange.entries import EntryLine
from aeo_exchange.resources import published
from exchange.streams import create, firms, lines_of
from running import instead
from schemas import keep_to, printed_schema
from trust.made_lists import made
from trust.made_world import trust

PROFILE = str(published("samples/profiles/HK-JP.toml"))
FIRM = json.loads(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
GIVEN = {"scope": "HK-JP-2026", "state": "given", "since": "2026-02-01T00:00:00Z"}
STREAM = ("--profile", PROFILE, "--sender", "HK", "--audience", "JP", "--key", "k.pem", "-o", "jp")
RELY = ("--trust", "list.jwt", "--root", "root.pem", "--profile", PROFILE)
AT = "--at=2026-11-01"


@pytest.fixture
def world(tmp_path):
    """A folder with a register, a key, and what a receiver relies on."""
    (tmp_path / "list.jwt").write_bytes(trust())
    (tmp_path / "root.pem").write_bytes(made("root").pem)
    from cryptography.hazmat.primitives import serialization as forms

    pem = made("HK").private.private_bytes(
        forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()
    )
    (tmp_path / "k.pem").write_bytes(pem)
    (tmp_path / "k.pem").chmod(0o600)
    record = {**FIRM, "consents": [*FIRM["consents"], GIVEN]}
    (tmp_path / "full.json").write_text(json.dumps(record), "utf-8")
    return tmp_path


def test_a_snapshot_is_made_and_its_receiver_would_apply_it(aeo, world):
    done = aeo("snapshot", "create", "full.json", *STREAM, AT)
    assert (done.returncode, done.stdout) == (0, "")
    assert "made the secret of the stream" in done.stderr
    assert "wrote head 1 with 1 entry into jp\n" in done.stderr
    secret = world / "jp.secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert not list((world / "jp").glob("*secret*"))
    checked = aeo("snapshot", "check", "jp", *RELY, AT)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "jp: VALID at 2026-11-01T00:00:00Z\n" in checked.stdout
    assert "head 1 from HK for JP under HK-JP-2026" in checked.stdout
    assert "1 accepted, 0 rejected" in checked.stdout
    again = aeo("snapshot", "create", "full.json", *STREAM, "--at=2026-11-02")
    assert again.stderr == "wrote head 2 with 1 entry into jp\n"
    assert lines_of(world / "jp")[0].startswith(b'{"key":"HK/HK-2021-0033"')


@pytest.mark.usefixtures("world")
def test_the_json_of_check_has_its_schema_whatever_came_out(aeo):
    aeo("snapshot", "create", "full.json", *STREAM, AT)
    schema = printed_schema("snapshot-check")
    for more, code, verdict in (
        (RELY, 0, "VALID"),
        ((), 4, "UNDETERMINED"),
        ((*RELY, "--at=2026-10-01"), 1, "NOT_VALID"),
    ):
        done = aeo("snapshot", "check", "jp", *instead((AT,), more), "--format", "json")
        told = json.loads(done.stdout)
        keep_to(told, schema)
        assert (done.returncode, told["verdict"]) == (code, verdict)
        keep_to(told["head"], printed_schema("head"))


def test_a_refusal_is_told_with_its_code_and_what_to_do(aeo, world):
    aeo("snapshot", "create", "full.json", *STREAM, AT)
    body = next((world / "jp").glob("*.gz"))
    body.write_bytes(body.read_bytes()[:-1])
    done = aeo("snapshot", "check", "jp", *RELY, AT)
    assert done.returncode == 1
    assert "    files    refused  AEO-XCH-21: " in done.stdout
    assert "fetch the file again, as it is stored" in done.stdout
    assert "`aeo explain AEO-XCH-21` says why" in done.stdout
    assert "accepted" not in done.stdout
    body.unlink()
    absent = aeo("snapshot", "check", "jp", *RELY, AT)
    said = " ".join(absent.stdout.split())
    assert (absent.returncode, "AEO-XCH-20" in said) == (1, True)
    assert f"not here, though the head names it: {body.name}" in said


def test_a_line_of_a_snapshot_has_its_schema(tmp_path):
    create(tmp_path / "jp", *firms(1, 2))
    for line in lines_of(tmp_path / "jp"):
        keep_to(json.loads(line), printed_schema("entry"))
    assert EntryLine.__struct_fields__ == ("key", "salt", "record", "tombstone")


def test_what_stands_in_the_way_is_said_and_nothing_written(aeo, world):
    (world / "none.json").write_text("{}")
    for source, code in (("absent.json", 3), ("none.json", 1)):
        done = aeo("snapshot", "create", "full.json", source, *STREAM, AT)
        assert done.returncode == code, done.stderr
        assert f"error: {source} is not a record that can be read" in done.stderr
        assert not list(world.glob("jp*"))
    other = tuple("CN" if word == "JP" else word for word in STREAM)
    assert aeo("snapshot", "create", "full.json", *other, AT).returncode == 2
    (world / "jp.secret").write_text("not hexadecimal")
    done = aeo("snapshot", "create", "full.json", *STREAM, AT)
    assert (done.returncode, "(state-error)" in done.stderr) == (3, True)


def test_a_record_that_was_sent_stops_the_next_one_where_it_is_missing(aeo, world):
    aeo("snapshot", "create", "full.json", *STREAM, AT)
    other = {**FIRM, "recordId": "HK-1"}
    (world / "full.json").write_text(json.dumps(other), "utf-8")
    done = aeo("snapshot", "create", "full.json", *STREAM, "--at=2026-11-02")
    assert done.returncode == 2
    assert "HK/HK-2021-0033 was sent before and is not among the records" in done.stderr
    assert aeo("snapshot", "check", "jp", *RELY, AT).returncode == 0


@pytest.mark.usefixtures("world")
def test_a_stream_is_begun_anew_above_what_partners_have_seen(aeo):
    assert aeo("snapshot", "create", "full.json", *STREAM, AT).returncode == 0
    lost = ("--reset", "The backup of October was restored", "--at-least", "40")
    begun = aeo("snapshot", "create", "full.json", *STREAM, *lost, "--at=2026-10-30")
    assert begun.stderr == "wrote head 40 with 1 entry into jp\n"
    checked = aeo("snapshot", "check", "jp", *RELY, AT, "--format=json")
    assert checked.returncode == 4
    answer = json.loads(checked.stdout)
    assert answer["head"]["reset"] == {"reason": "The backup of October was restored"}
    taken = aeo("snapshot", "check", "jp", *RELY, AT, "--confirm-reset", answer["digest"])
    assert taken.returncode == 0


@pytest.mark.usefixtures("world")
def test_time_goes_back_at_a_reset_alone_and_its_reason_is_one_line(aeo):
    assert aeo("snapshot", "create", "full.json", *STREAM, AT).returncode == 0
    back = aeo("snapshot", "create", "full.json", *STREAM, "--at=2026-10-30")
    assert back.returncode == 2
    assert "time never goes back" in back.stderr
    lines = aeo("snapshot", "create", "full.json", *STREAM, "--reset", "one\ntwo", AT)
    assert lines.returncode == 2
    assert "one line of at most 512 characters" in lines.stderr


def test_a_secret_that_is_gone_stops_the_night_unless_the_stream_begins_anew(aeo, world):
    assert aeo("snapshot", "create", "full.json", *STREAM, AT).returncode == 0
    (world / "jp.secret").unlink()
    done = aeo("snapshot", "create", "full.json", *STREAM, AT)
    assert done.returncode == 3
    assert "the secret of the stream in jp is gone" in done.stderr
    assert not (world / "jp.secret").exists()
    anew = aeo("snapshot", "create", "full.json", *STREAM, "--reset", "Its secret was lost", AT)
    assert anew.returncode == 0
    assert "made the secret of the stream" in anew.stderr
