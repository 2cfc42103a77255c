from __future__ import annotations

import errno
import json
import os
import re

import pytest
from filelock import FileLock, Timeout
from msgspec.structs import replace

from aeo_exchange.locks import locked
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.record import Consent
from aeo_exchange.operations.site import publish as publishing
from aeo_exchange.resources import published
from exchange.made_views import AGREEMENT, withdrawn
from exchange.profiles import changed
from exchange.sites import STREAM, bytes_of
from exchange.streams import content, firms
from schemas import keep_to
from trust.made_lists import made
from trust.made_world import trust

PROFILE = str(published("samples/profiles/HK-JP.toml"))
MADE = ("--profile", PROFILE, "--key", "k.pem", "-o", "site")
RELY = ("--trust", "list.jwt", "--root", "root.pem")
AT = "--at=2026-11-01"
SIDES = ("--sender", "HK", "--audience", "JP")


@pytest.fixture
def world(tmp_path):
    """A folder with a register, a key, and what a partner relies on."""
    from cryptography.hazmat.primitives import serialization as forms

    (tmp_path / "list.jwt").write_bytes(trust())
    (tmp_path / "root.pem").write_bytes(made("root").pem)
    pem = made("HK").private.private_bytes(
        forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()
    )
    (tmp_path / "k.pem").write_bytes(pem)
    (tmp_path / "k.pem").chmod(0o600)
    (tmp_path / "full.ndjson").write_bytes(content(*firms(1, 2)).held)
    return tmp_path


def test_a_site_is_published_and_read(aeo, world):
    done = aeo("publish", "full.ndjson", *MADE, "--trust-list", "list.jwt", AT)
    assert (done.returncode, done.stdout) == (0, "")
    assert "site.HK.JP.HK-JP-2026.secret: keep it" in done.stderr
    assert "wrote head 1 with 2 entries\n" in done.stderr
    assert (world / "site.HK.JP.HK-JP-2026.secret").stat().st_mode & 0o777 == 0o600
    assert not list((world / "site").rglob("*secret*"))
    again = aeo("publish", "full.ndjson", *MADE, "--trust-list", "list.jwt", "--at=2026-11-01")
    assert again.stderr == "nothing changed since head 1 with 2 entries\n"
    checked = aeo("publish", "--check", "site", *RELY, AT)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "site: VALID at 2026-11-01T00:00:00Z\n    streams 1, heads 1\n" in checked.stdout
    assert "nobody can tell here what the host sends" in checked.stdout
    snapshot = aeo("snapshot", "check", f"site/{STREAM}", *RELY, AT)
    assert snapshot.returncode == 0


def test_views_are_sent_to_nobody_and_the_way_out_is_told(aeo, world):
    aeo("view", "full.ndjson", "--profile", PROFILE, "--for", "JP", "-o", "v.ndjson", AT)
    # No stream begins with nobody: all that comes next would be a mass change (0092).
    done = aeo("publish", "v.ndjson", *MADE, AT)
    assert done.returncode == 1, done.stderr
    assert (
        "among the records given (2 is-a-view) is no full, valid one of HK in force" in done.stderr
    )
    assert "(nothing-to-share). Give the full records" in done.stderr
    assert [*(world / "site").rglob("*.jwt")] == []
    both = aeo("publish", "full.ndjson", "v.ndjson", *MADE, AT)
    assert "wrote head 1 with 2 entries, 2 is-a-view\n" in both.stderr
    assert "give full records, of an import without view.audience" in both.stderr
    full = aeo("publish", "full.ndjson", *MADE[:-1], "other", AT)
    assert "is-a-view" not in full.stderr
    # What is refused says nothing of who is shared either, and a reset begins anew.
    anew = aeo("publish", "v.ndjson", *MADE, AT, "--reset", "a restored backup")
    assert (anew.returncode, "(nothing-to-share)" in anew.stderr) == (1, True)
    written = content(*firms(1, 2)).held
    for name, old, new, why in (
        ("broken", b'"revision":5', b'"revision":0', "none"),
        ("others", b'"administration":"HK"', b'"administration":"SG"', "2 other-administration"),
        ("later", b'"issuedAt":"2026-03', b'"issuedAt":"2036-03', "2 not-yet-issued"),
    ):
        (world / f"{name}.ndjson").write_bytes(written.replace(old, new))
        refused = aeo("publish", f"{name}.ndjson", *MADE[:-1], name, AT)
        assert (refused.returncode, f"({why}) is no full" in refused.stderr) == (1, True), (
            refused.stderr
        )


@pytest.mark.parametrize(
    "command",
    [
        ("publish", *MADE[:-1], "new/site"),
        ("publish", *MADE, "--opaque"),
        ("snapshot", "create", *MADE[:-1], "new/stream", *SIDES),
        ("snapshot", "create", *MADE[:-1], "new/stream", *SIDES, "--reset", "a restored backup"),
    ],
)
def test_a_first_night_that_signs_nothing_leaves_nothing(aeo, world, command):
    (world / "broken.ndjson").write_bytes(b'{"revision":')
    (world / "others.ndjson").write_bytes(
        content(*firms(1)).held.replace(b'"administration":"HK"', b'"administration":"SG"')
    )
    before = sorted(world.rglob("*"))
    for file in ("broken.ndjson", "others.ndjson"):
        done = aeo(*command, file, AT)
        assert (done.returncode, "secret" in done.stderr) == (1, False), done.stderr
        assert "stands in" not in done.stderr
        assert sorted(world.rglob("*")) == before
    done = aeo(*command, "full.ndjson", AT)
    assert (done.returncode, "made the secret of the stream" in done.stderr) == (0, True)


def test_a_night_that_is_refused_leaves_the_stream_under_its_name(aeo, world):
    aeo("publish", "full.ndjson", *MADE, AT)
    before = {file: file.read_bytes() for file in world.rglob("*") if file.is_file()}
    aeo("publish", "full.ndjson", *MADE, "--opaque", "--at=2026-10-01")
    assert before == {file: file.read_bytes() for file in world.rglob("*") if file.is_file()}


def test_a_stream_begins_with_nobody_where_nobody_agreed(aeo, world):
    (world / "nobody.ndjson").write_bytes(
        content(withdrawn(*firms(1), since="2026-10-01T00:00:00Z")).held
    )
    done = aeo("publish", "nobody.ndjson", *MADE, AT)
    assert (done.returncode, "wrote head 1 with 0 entries" in done.stderr) == (0, True), done.stderr


@pytest.mark.usefixtures("world")
def test_a_clock_at_the_end_of_the_calendar_is_no_fault_of_the_program(aeo):
    for command in (["publish"], ["snapshot", "create", *SIDES]):
        done = aeo(*command, "full.ndjson", *MADE, "--at=9999-12-31T23:59:59Z")
        assert done.returncode == 2, done.stderr
        assert "at the edge of the calendar" in done.stderr


@pytest.mark.usefixtures("world")
def test_who_takes_a_site_for_a_stream_is_told_the_folder_of_one(aeo):
    aeo("publish", "full.ndjson", *MADE, "--trust-list", "list.jwt", AT)
    for command in (["snapshot", "check", "site"], ["delta", "check", "site"]):
        done = aeo(*command, *RELY, AT)
        assert done.returncode == 3
        assert f"site: is a site; name the folder of one stream of it, such as {STREAM}" in (
            done.stderr
        )


def test_a_trust_list_that_is_none_is_named(aeo, world):
    (world / "broken.jwt").write_text("abc")
    for file, advice in (("broken.jwt", "Get the current trust list"), ("k.pem", "a private key")):
        done = aeo("publish", "full.ndjson", *MADE, "--trust-list", file, AT)
        assert done.returncode == 1
        assert done.stderr.startswith(f"error: --trust-list {file}: ")
        assert advice in done.stderr
        assert not list(world.glob("site*"))  # no secret was made either


@pytest.mark.usefixtures("world")
def test_the_json_of_a_check_and_the_hints_have_their_schemas(aeo, world):
    aeo("publish", "full.ndjson", *MADE, AT)
    schemas = {
        name: json.loads(published(f"schemas/1.0/{name}.schema.json").read_bytes())
        for name in ("publish-check", "site-hints")
    }
    (world / "site" / STREAM / "notes.txt").write_text("x")
    (world / "headers.txt").write_text("./aeo\nHTTP/2 200\n\n")
    for more, code in ((RELY, 1), ((), 1), (("--headers", "headers.txt"), 1)):
        done = aeo("publish", "--check", "site", AT, *more, "--format", "json")
        keep_to(json.loads(done.stdout), schemas["publish-check"])
        assert done.returncode == code
    (world / "site" / STREAM / "notes.txt").unlink()
    assert aeo("publish", "--check", "site", AT).returncode == 4
    hints = (world / "site/.well-known/aeo-exchange.json").read_bytes()
    keep_to(json.loads(hints), schemas["site-hints"])


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "asked",
    [
        ("full.ndjson", "-o", "site"),
        ("full.ndjson", "--profile", PROFILE, "-o", "site"),
        ("full.ndjson", *MADE, "--sender", "CN"),
        ("--check", "site", "-o", "other"),
        MADE,
    ],
)
def test_what_was_not_told_is_asked_for_and_nothing_written(aeo, world, asked):
    (world / "site").mkdir()
    assert aeo("publish", *asked, AT).returncode == 2
    assert not list((world / "site").rglob("*.jwt"))


def test_a_record_that_vanished_stops_the_night_and_the_site_stands(aeo, world):
    aeo("publish", "full.ndjson", *MADE, AT)
    before = sorted(path.name for path in (world / "site").rglob("*"))
    (world / "full.ndjson").write_bytes(content(*firms(1)).held)
    done = aeo("publish", "full.ndjson", *MADE, "--at=2026-11-02")
    assert done.returncode == 2
    assert "was sent before and is not among the records" in done.stderr
    assert sorted(path.name for path in (world / "site").rglob("*")) == before


BROKEN = {
    "empty": b"",
    "blanks": b" \n",
    "zeros": b"\0" * 400,
    "half": content(*firms(1)).held[:300],
    "an empty list": b"[]",
    "an empty object": b"{}",
    "text": b"lost",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "compressed": b"\x1f\x8b\x08",
    "a table without rows": b"specVersion,recordId\n",
}


def given_again(record):
    """Return the next revision of a record of which the consent was withdrawn."""
    later = "2026-11-02T00:00:00Z"
    consent = Consent(scope=AGREEMENT, state=ConsentState.GIVEN, since=later)
    return replace(record, revision=7, issued_at=later, consents=(*record.consents, consent))


def revisions_in_files(folder, *records):
    folder.mkdir(exist_ok=True)
    for record in records:
        name = f"{record.record_id}.{record.revision}.json"
        (folder / name).write_bytes(content(record).held)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_file_that_cannot_be_read_withdraws_nothing_and_shares_nothing(aeo, world, broken):
    """Its revision gave a consent again, or ended one; what is left of the record says else."""
    one, other = firms(1, 2)
    ended = withdrawn(one)
    again = given_again(ended)
    revisions_in_files(world / "all", one, ended, again, other)
    assert aeo("publish", "all", *MADE, "--at=2026-11-03").returncode == 0
    before = bytes_of(world / "site")
    (world / "all/HK-2021-0001.7.json").write_bytes(BROKEN[broken])
    done = aeo("publish", "all", *MADE, "--at=2026-11-05")
    assert (done.returncode, bytes_of(world / "site")) == (1, before)
    assert "error: all/HK-2021-0001.7.json is not a record that can be read" in done.stderr
    revisions_in_files(world / "new", one, other)
    (world / "new/HK-2021-0001.6.json").write_bytes(BROKEN[broken])
    new = ("--profile", PROFILE, "--key", "k.pem", "-o", "new-site", "--at=2026-11-05")
    assert aeo("publish", "new", *new).returncode == 1
    assert not list((world / "new-site").rglob("*.jwt"))
    assert aeo("view", "new", "--profile", PROFILE, "--for", "JP", AT).stdout == ""


@pytest.mark.parametrize("text", ["same", "other"])
def test_a_file_that_is_gone_withdraws_nothing(aeo, world, text):
    one, other = firms(1, 2)
    ended = withdrawn(one)
    revisions_in_files(world / "all", one, ended, given_again(ended), other)
    assert aeo("publish", "all", *MADE, "--at=2026-11-03").returncode == 0
    before = bytes_of(world / "site")
    (world / "all/HK-2021-0001.7.json").unlink()
    made = MADE
    if text == "other":  # which has other revisions for the same views, and no earlier ones
        (world / "other.toml").write_bytes(changed(('withheld = ["msme"]\n', "")))
        made = ("--profile", "other.toml", "--key", "k.pem", "-o", "site")
    done = aeo("publish", "all", *made, "--at=2026-11-05")
    assert (done.returncode, bytes_of(world / "site")) == (2, before)
    assert "was sent in revision 7, and among the records is 6" in done.stderr
    # Who begins anew keeps no promise: partners take it by hand.
    anew = ("--reset", "The disk of the records was lost")
    assert aeo("publish", "all", *made, *anew, "--at=2026-11-05").returncode == 0


def test_a_folder_in_a_folder_that_cannot_be_read_stops_the_night(aeo, world, monkeypatch):
    revisions_in_files(world / "all", *firms(1))
    revisions_in_files(world / "all/2026", *firms(2))
    real = os.scandir

    def scandir(folder):
        if str(folder).endswith("2026"):
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    done = aeo("publish", "all", *MADE, AT)
    assert (done.returncode, "error: all/2026 is not a record that" in done.stderr) == (3, True)
    assert aeo("validate", "all", AT).returncode == 3


def test_the_secret_is_told_by_the_name_that_it_was_given(aeo, world):
    done = aeo("publish", "full.ndjson", *MADE, "--secret", "kept/mine", AT)
    assert (done.returncode, "error: kept/mine: No such file" in done.stderr) == (3, True)
    done = aeo("publish", "full.ndjson", *MADE, "--secret", "mine", AT)
    assert done.returncode == 0
    assert "made the secret of the stream, mine: keep it" in done.stderr
    assert (world / "mine").is_file()


def test_a_circle_of_links_is_no_folder_to_write_to(aeo, world):
    (world / "site").symlink_to("site")
    done = aeo("publish", "full.ndjson", *MADE, AT)
    assert done.returncode == 3
    assert done.stderr == "error: site: Too many levels of symbolic links\n"


def test_a_secret_that_is_gone_stops_the_night(aeo, world):
    assert aeo("publish", "full.ndjson", *MADE, AT).returncode == 0
    secret = world / "site.HK.JP.HK-JP-2026.secret"
    kept, head = secret.read_bytes(), next((world / "site").rglob("head.jwt"))
    before = head.read_bytes()
    secret.unlink()
    done = aeo("publish", "full.ndjson", *MADE, "--at=2026-11-03")
    assert done.returncode == 3
    assert "the secret of the stream in" in done.stderr
    assert not secret.exists()
    assert head.read_bytes() == before
    secret.write_bytes(kept)
    assert aeo("publish", "full.ndjson", *MADE, "--at=2026-11-03").returncode == 0


def test_a_site_is_published_from_a_register_night_after_night(aeo, world):
    db, to = ("--db", "own.db"), MADE
    assert aeo("register", "init", *db).returncode == 0
    first = aeo("register", "add", "full.ndjson", *db, AT)
    assert (first.returncode, first.stderr) == (
        0,
        "revisions read: 2; new here: 2\n",
    )
    done = aeo("publish", *db, *to, AT)
    assert "wrote head 1 with 2 entries\n" in done.stderr
    (world / "new.ndjson").write_bytes(content(*firms(3)).held)
    again = aeo("register", "add", "new.ndjson", "full.ndjson", *db, AT)
    assert "revisions read: 3; new here: 1" in again.stderr
    done = aeo("publish", *db, *to, "--at=2026-11-02")
    assert (done.returncode, "wrote head 2 with 3 entries" in done.stderr) == (0, True)
    assert aeo("publish", "--check", "site", *RELY, "--at=2026-11-02").returncode == 0
    assert aeo("register", "export", "--own=all", *db, "-o", "own.ndjson").returncode == 0
    held = (world / "own.ndjson").read_bytes().splitlines()
    assert len(held) == 3
    assert aeo("validate", "own.ndjson", AT).returncode == 0
    (world / "broken.ndjson").write_bytes(content(*firms(4)).held + held[0].replace(b"5", b"0"))
    bad = aeo("register", "add", "broken.ndjson", *db, AT)
    assert (bad.returncode, "so nothing was kept" in bad.stderr) == (1, True)
    assert aeo("register", "export", "--own=all", *db, "-o", "-").stdout.count("\n") == 3


def test_without_a_profile_a_register_is_published_under_the_one_that_was_adopted(aeo, world):
    db, to = ("--db", "own.db"), MADE[2:]
    aeo("register", "init", *db)
    aeo("register", "add", "full.ndjson", *db, AT)
    nothing = aeo("publish", *db, *to, AT)
    assert (nothing.returncode, "no profile was adopted" in nothing.stderr) == (2, True)
    aeo("register", "adopt", *db, "--profile", PROFILE)
    done = aeo("publish", *db, *to, AT)
    assert (done.returncode, "wrote head 1 with 2 entries\n" in done.stderr) == (0, True)
    assert "nothing changed" in aeo("publish", *db, *MADE, AT).stderr
    (world / "next.toml").write_bytes(changed(("version = 1", "version = 2")))
    other = aeo("publish", *db, *to, "--profile=next.toml", AT)
    assert (other.returncode, "version 2 was not adopted" in other.stderr) == (2, True)
    files = aeo("publish", "full.ndjson", *to, AT)
    assert (files.returncode, "give --profile, --key and -o SITE" in files.stderr) == (2, True)


@pytest.mark.usefixtures("world")
def test_records_come_from_files_or_from_a_register(aeo):
    aeo("register", "init", "--db", "own.db")
    for asked in (
        ("publish", "full.ndjson", "--db", "own.db", *MADE),
        ("publish", "--check", ".", "--db", "own.db"),
        ("register", "export", "--own=all", "--stream", "HK/JP", "--db", "own.db"),
    ):
        assert aeo(*asked).returncode == 2
    empty = aeo("publish", "--db", "own.db", *MADE, AT)
    assert (empty.returncode, "records given (none) is no full" in empty.stderr) == (1, True)


@pytest.mark.usefixtures("world")
def test_a_stream_is_begun_anew_above_what_partners_have_seen(aeo):
    aeo("publish", "full.ndjson", *MADE, AT)
    anew = ("--reset", "The backup of October was restored", "--at-least", "60")
    done = aeo("publish", "full.ndjson", *MADE, *anew, AT)
    assert "wrote head 60 with 2 entries" in done.stderr
    assert aeo("publish", "--check", "site", *RELY, AT).returncode == 0


def test_a_name_that_tells_nobody_whose_stream_it_is(aeo, world):
    done = aeo("publish", "full.ndjson", *MADE, "--opaque", AT)
    (folder,) = (world / "site/aeo/1/HK").iterdir()
    assert re.fullmatch("[a-z2-7]{26}", folder.name)
    told = f"the stream HK/JP/HK-JP-2026 stands in {folder.relative_to(world)}: tell your partner"
    assert (done.returncode, told in done.stderr) == (0, True)
    assert json.loads((world / "site/.well-known/aeo-exchange.json").read_bytes())["streams"] == []
    again = aeo("publish", "full.ndjson", *MADE, "--at=2026-11-02")  # the site remembers its name
    assert (again.returncode, "wrote head 2" in again.stderr) == (0, True)
    assert list((world / "site/aeo/1/HK").iterdir()) == [folder]
    paths = " ".join(str(path.relative_to(world / "site")) for path in (world / "site").rglob("*"))
    assert "JP" not in paths
    checked = aeo("publish", "--check", "site", *RELY, "--at=2026-11-02")
    assert (checked.returncode, "whether others see the paths" in checked.stdout) == (0, False)


def test_a_stream_is_published_by_one_process_at_a_time(aeo, world, monkeypatch):
    """Two first nights at once would draw two names, and one number twice."""
    held = []

    def publish(*given):
        with pytest.raises(Timeout):
            FileLock(world / ".site.HK.JP.HK-JP-2026.night.lock", timeout=0).acquire()
        held.append(given)
        return publishing.publish(*given)

    monkeypatch.setattr("aeo_exchange.cli.publish.publish", publish)
    assert aeo("publish", "full.ndjson", *MADE, "--opaque", AT).returncode == 0
    assert len(held) == 1


@pytest.mark.parametrize(
    ("what", "lock"),
    [
        (("publish", "full.ndjson", *MADE, AT), "site.HK.JP.HK-JP-2026.night"),
        (("publish", "full.ndjson", *MADE, AT), "site.hints"),
        (("snapshot", "create", "full.ndjson", *MADE, *SIDES, "--secret", "s", AT), "site"),
    ],
)
def test_behind_a_process_that_hangs_a_night_ends_and_names_it(aeo, world, what, lock):
    (world / "s").write_text("00" * 32)
    with locked(world / lock):
        done = aeo("--wait", "0", *what)
    assert done.returncode == 3
    assert f"process {os.getpid()} of " in done.stderr
    assert f"has {world / f'.{lock}.lock'} since " in done.stderr
    assert "Run it again when that process has ended" in done.stderr
    assert aeo(*what).returncode == 0


@pytest.mark.usefixtures("world")
def test_a_clock_that_was_ahead_is_told_with_what_to_do(aeo):
    assert aeo("publish", "full.ndjson", *MADE, "--at=2026-11-09").returncode == 0
    back = aeo("publish", "full.ndjson", *MADE, AT)
    assert (back.returncode, "time never goes back" in back.stderr) == (2, True)
    assert "Where it was ahead when that head was signed" in back.stderr
    checked = aeo("publish", "--check", "site", *RELY, AT)
    assert (checked.returncode, "AEO-XCH-14" in checked.stdout) == (1, True)
    anew = aeo("publish", "full.ndjson", *MADE, AT, "--reset", "Our clock was ahead")
    assert (anew.returncode, "wrote head 2" in anew.stderr) == (0, True)
    assert aeo("publish", "--check", "site", *RELY, AT).returncode == 0


def test_a_stream_that_told_whose_it_is_gets_another_name_and_goes_on(aeo, world):
    aeo("publish", "full.ndjson", *MADE, AT)
    checked = aeo("publish", "--check", "site", *RELY, AT)
    said = f"whether others see the paths, which tell who shares with whom (XCH-7-4): {STREAM}"
    assert said in " ".join(checked.stdout.split())
    done = aeo("publish", "full.ndjson", *MADE, "--opaque", "--at=2026-11-02")
    assert (done.returncode, "wrote head 2" in done.stderr) == (0, True)
    (folder,) = (world / "site/aeo/1/HK").iterdir()
    assert folder.name != "JP.HK-JP-2026"
    assert (folder / "0000000001.head.jwt").exists()
    assert aeo("publish", "--check", "site", *RELY, "--at=2026-11-02").returncode == 0


def test_ten_thousand_rows_exported_by_mistake_stop_the_night_and_say_how_to_go_on(aeo, world):
    assert aeo("publish", "full.ndjson", *MADE, AT).returncode == 0
    (world / "full.ndjson").write_bytes(content(*firms(*range(1, 40))).held)
    for command in (
        ("publish", "full.ndjson", *MADE),
        ("snapshot", "create", "full.ndjson", *MADE[:-1], "site2", *SIDES),
    ):
        if command[0] == "snapshot":
            (world / "two.ndjson").write_bytes(content(*firms(1, 2)).held)
            assert aeo("snapshot", "create", "two.ndjson", *command[3:], AT).returncode == 0
        done = aeo(*command, "--at=2026-11-02")
        assert done.returncode == 2
        assert "JP would hold this for a person: 37 new, 0 changed and 0 gone" in done.stderr
        assert "run this once with `--confirm-mass-change 37`" in done.stderr
        assert aeo(*command, "--at=2026-11-02", "--confirm-mass-change", "37").returncode == 0
        assert aeo(*command, "--at=2026-11-03").returncode == 0


def test_a_delta_that_a_partner_would_hold_is_told(aeo, world):
    for number, many in enumerate((3, 30, 31), 1):
        (world / "full.ndjson").write_bytes(content(*firms(*range(1, many))).held)
        made = ("snapshot", "create", "full.ndjson", *MADE[:-1], "hk", *SIDES)
        more = ("--confirm-mass-change", "27", f"--at=2026-11-0{number}")
        assert aeo(*made, *more).returncode == 0
    heads = [f"hk/000000000{number}.head.jwt" for number in (1, 2, 3)]
    large = aeo("delta", "make", *heads[:2], "-o", "large")
    assert (large.returncode, "is held by a partner" in large.stderr) == (0, True)
    small = aeo("delta", "make", *heads[1:], "-o", "small")
    assert (small.returncode, "is held by a partner" in small.stderr) == (0, False)


@pytest.mark.usefixtures("world")
def test_a_site_with_a_folder_that_cannot_be_looked_into_is_not_judged(aeo, monkeypatch):
    assert aeo("publish", "full.ndjson", *MADE, AT).returncode == 0
    real = os.scandir

    def scandir(folder):
        if str(folder).endswith("HK-JP-2026"):
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    done = aeo("publish", "--check", "site", AT)
    assert (done.returncode, done.stdout) == (3, "")
    assert "HK-JP-2026: Permission denied" in done.stderr


def test_a_site_under_a_name_that_is_no_utf_8_is_told_in_json(aeo, world):
    site = os.fsdecode(b"caf\xe9")
    assert aeo("publish", "full.ndjson", *MADE, AT).returncode == 0
    (world / "site").rename(world / site)
    done = aeo("publish", "--check", site, "--format", "json", AT)
    assert json.loads(done.stdout)["source"] == "caf\\udce9"
