"""Status lists as an administration keeps and publishes them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aeo_exchange import FileStore, ReservedPlaces
from aeo_exchange.locks import locked
from aeo_exchange.operations.trust.places import PlaceUse
from aeo_exchange.resources import published
from aeo_exchange.trust.status_list import read_status_list
from schemas import keep_to, printed_schema

KEY = str(published("conformance/keys/hk.private.pem"))
URI = "https://example.org/status/1"
AT = "--at=2026-05-01"


@pytest.fixture
def listing(aeo):
    """Return what runs `aeo status-list`, beside a list that was created."""
    assert aeo("status-list", "create", "--uri", URI, "-o", "L.json").returncode == 0
    return lambda *arguments: aeo("status-list", *arguments)


def drawn(listing) -> str:
    return listing("allocate", "L.json").stdout.strip()


def signed(listing, tmp_path: Path):
    done = listing("sign", "L.json", "--key", KEY, AT, "--force", "-o", "L.jwt")
    assert done.returncode == 0, done.stderr
    return read_status_list((tmp_path / "L.jwt").read_bytes())


@pytest.mark.usefixtures("listing")
def test_a_new_working_file_keeps_to_its_schema(tmp_path):
    keep_to(json.loads((tmp_path / "L.json").read_bytes()), printed_schema("status-list-work"))


@pytest.mark.parametrize(
    ("status", "entry"), [("valid", 0), ("revoked", 1), ("suspended", 2), ("superseded", 3)]
)
def test_what_is_set_is_published_when_the_list_is_signed(listing, tmp_path, status, entry):
    index = drawn(listing)
    assert listing("set", "L.json", "--index", index, "--status", status).returncode == 0
    token = signed(listing, tmp_path)
    assert token.uri == URI
    assert token.entry(int(index)) == entry
    shown = listing("show", "L.jwt", "--index", index)
    assert f"{index}  {status}" in shown.stdout


def test_places_are_drawn_at_random_and_once(listing):
    places = [drawn(listing) for _ in range(3)]
    many = listing("allocate", "L.json", "--count=500").stdout.split()
    assert len({*places, *many}) == 503
    assert "503 of 131,072 places taken" in listing("show", "L.json").stdout


@pytest.mark.long
def test_two_processes_at_once_draw_different_places(listing, tmp_path):
    command = [sys.executable, "-m", "aeo_exchange", "status-list", "allocate", "L.json"]
    running = [
        subprocess.Popen([*command, "--count=100"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    places = [index for process in running for index in process.communicate()[0].split()]
    assert len(set(places)) == 200
    assert "200 of" in listing("show", "L.json").stdout


def test_a_list_that_another_process_keeps_is_not_waited_for_for_ever(aeo, listing, tmp_path):
    index = drawn(listing)
    before = (tmp_path / "L.json").read_bytes()
    for what in (
        ("set", "L.json", "--index", index, "--status", "revoked"),
        ("allocate", "L.json"),
    ):
        with locked(tmp_path / "L.json"):
            done = aeo("--wait", "0", "status-list", *what)
        assert (done.returncode, ".L.json.lock since " in done.stderr) == (3, True)
    assert (tmp_path / "L.json").read_bytes() == before


def test_a_place_that_nobody_drew_is_not_set_by_a_typo(listing, tmp_path):
    before = (tmp_path / "L.json").read_bytes()
    done = listing("set", "L.json", "--index=5", "--status=revoked")
    assert done.returncode == 2
    assert "no attestation was given the place 5" in done.stderr
    assert (tmp_path / "L.json").read_bytes() == before


def test_a_place_given_by_another_program_is_set_and_taken(listing):
    done = listing("set", "L.json", "--index=5", "--status=revoked", "--given-elsewhere")
    assert done.returncode == 0
    assert "1 of" in listing("show", "L.json").stdout


@pytest.mark.long
def test_places_that_could_not_be_printed_are_nobodys_and_never_drawn_again(listing, tmp_path):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "aeo_exchange", "status-list", "allocate", "L.json"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    shown = json.loads(listing("show", "L.json", "--format=json").stdout)
    assert (shown["allocated"], shown["reserved"], shown["counts"]["valid"]) == (0, 1, 0)


def test_a_place_behind_the_end_cannot_be_set(listing, tmp_path):
    before = (tmp_path / "L.json").read_bytes()
    done = listing("set", "L.json", "--index=99999999", "--status=revoked")
    assert done.returncode == 2
    assert "give an index below 131072" in done.stderr
    assert (tmp_path / "L.json").read_bytes() == before


def test_a_signed_list_speaks_for_a_day_unless_told(listing, tmp_path):
    token = signed(listing, tmp_path)
    assert (token.exp - token.iat, token.ttl) == (86400, 3600)
    done = listing("sign", "L.json", "--key", KEY, "--hours=72", "--ttl=60", AT)
    longer = read_status_list(done.stdout)
    assert (longer.exp - longer.iat, longer.ttl) == (72 * 3600, 60)
    assert listing("sign", "L.json", "--key", KEY, "--hours=73").returncode == 2


def test_show_says_it_for_machines_too(listing, tmp_path):
    index = drawn(listing)
    signed(listing, tmp_path)
    for name in ("L.json", "L.jwt"):
        told = json.loads(listing("show", name, "--index", index, "--format=json").stdout)
        keep_to(told, printed_schema("status-list"))
        assert (told["uri"], told["size"], told["status"]) == (URI, 131072, "valid")
        assert told["signed"] is (name == "L.jwt")


def test_a_size_that_cannot_be_is_a_usage_error(aeo):
    for size in ("0", "131071", "131073", "131076", "67108872"):
        done = aeo("status-list", "create", "--uri", URI, "--size", size)
        assert done.returncode == 2
    assert aeo("status-list", "create", "--uri=nowhere").returncode == 2
    assert aeo("status-list", "create", "--uri", URI, "--size=262144").returncode == 0


def test_a_file_that_is_broken_or_absent_is_left_alone(listing, tmp_path):
    (tmp_path / "L.json").write_text("{")
    for arguments in (["allocate"], ["show"], ["sign", "--key", KEY]):
        done = listing(arguments[0], "L.json", *arguments[1:])
        assert done.returncode == 3
        assert "state-error" in done.stderr
        assert listing(arguments[0], "none.json", *arguments[1:]).returncode == 3
    assert (tmp_path / "L.json").read_text() == "{"


def test_a_token_that_is_no_status_list_is_refused(listing, tmp_path):
    (tmp_path / "L.jwt").write_text("a.b.c")
    assert listing("show", "L.jwt").returncode == 1


def test_an_index_beyond_the_end_is_refused(listing, tmp_path):
    signed(listing, tmp_path)
    for name in ("L.jwt", "L.json"):
        done = listing("show", name, "--index=131072")
        assert done.returncode == 2
        assert "give an index below 131072" in done.stderr


def test_an_existing_list_is_not_replaced_by_a_new_one(listing, tmp_path):
    before = (tmp_path / "L.json").read_bytes()
    assert listing("create", "--uri", URI, "-o", "L.json").returncode == 2
    assert (tmp_path / "L.json").read_bytes() == before


RECORD = str(published("samples/records/HK-AEO/TIER1.aeo.json"))


def record_id() -> str:
    return json.loads(Path(RECORD).read_bytes())["recordId"]


def attested(aeo, at: str = "2026-05-01") -> int:
    """Sign the record once more for a place of the list; return that place."""
    before = set(noted("L.json"))
    signing = ("--key", KEY, "--issuer=HK", "--status-list=L.json", "--full", f"--at={at}")
    done = aeo("sign", RECORD, *signing, "-o", "A.sdjwt", "--force")
    assert done.returncode == 0, done.stderr
    (line,) = set(noted("L.json")) - before
    return int(line.split()[0])


def noted(name: str) -> list[str]:
    return json.loads(Path(name).read_bytes()).get("places", [])


def said(listing, index: int) -> str:
    return json.loads(listing("show", "L.json", f"--index={index}", "--format=json").stdout)[
        "status"
    ]


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def set_record(listing, status: str, at: str = "2026-05-02"):
    return listing("set", "L.json", "--record-id", record_id(), "--status", status, f"--at={at}")


@pytest.mark.usefixtures("in_folder")
def test_every_place_of_a_record_is_set_and_of_no_other(aeo, listing):
    one, two = attested(aeo), attested(aeo)
    other = int(listing("allocate", "L.json", "--record-id=HK-2018-00420").stdout)
    nobodys = int(drawn(listing))
    done = set_record(listing, "suspended")
    assert done.returncode == 0, done.stderr
    assert f"{record_id()}: 2 set to suspended, 0 expired" in done.stdout
    assert "of 1 place the file does not know the record" in done.stderr
    assert [said(listing, place) for place in (one, two, other, nobodys)] == [
        "suspended",
        "suspended",
        "valid",
        "valid",
    ]
    keep_to(json.loads(Path("L.json").read_bytes()), printed_schema("status-list-work"))


@pytest.mark.usefixtures("in_folder")
def test_a_place_is_set_as_long_as_a_verifier_may_ask_for_it(aeo, listing):
    place = attested(aeo)
    (line,) = noted("L.json")
    _, expires_at, _ = line.split()
    after = expires_at.replace(":00Z", ":59Z")
    assert "0 set to revoked, 1 expired" in set_record(listing, "revoked", "2027-05-01").stdout
    assert said(listing, place) == "valid"
    assert "1 set to revoked, 0 expired" in set_record(listing, "revoked", after).stdout
    assert said(listing, place) == "revoked"


@pytest.mark.usefixtures("in_folder")
def test_lifting_a_suspension_revives_no_attestation_that_was_revoked_or_superseded(aeo, listing):
    revoked, superseded, suspended = (attested(aeo) for _ in range(3))
    listing("set", "L.json", f"--index={revoked}", "--status=revoked")
    listing("set", "L.json", f"--index={superseded}", "--status=superseded")
    assert "1 set to suspended" in set_record(listing, "suspended").stdout
    done = set_record(listing, "valid")
    assert "2 revoked or superseded left so" in done.stderr
    places = (revoked, superseded, suspended)
    assert [said(listing, place) for place in places] == ["revoked", "superseded", "valid"]
    assert "3 set to revoked" in set_record(listing, "revoked").stdout
    assert said(listing, superseded) == "revoked"


@pytest.mark.usefixtures("in_folder")
def test_a_ledger_of_an_earlier_version_opens_and_says_that_it_does_not_know(aeo, listing):
    attested(aeo)
    older = json.loads(Path("L.json").read_bytes())
    del older["places"]
    Path("L.json").write_text(json.dumps(older))
    done = set_record(listing, "suspended")
    assert done.returncode == 2
    assert f"no place is known to be of the record {record_id()}" in done.stderr
    assert "without one: 1 place of this file" in done.stderr
    new = attested(aeo)
    assert "1 set to suspended" in set_record(listing, "suspended").stdout
    assert said(listing, new) == "suspended"


@pytest.mark.usefixtures("in_folder")
def test_a_place_reserved_by_a_run_that_stopped_is_set_too(listing):
    uses = [PlaceUse(record_id(), "2026-06-01T00:00:00Z")]
    (place,) = ReservedPlaces(FileStore("L.json")).for_records(uses)
    assert "1 set to revoked" in set_record(listing, "revoked").stdout
    assert said(listing, place.idx) == "revoked"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--index=1", "--record-id=X"],
        ["--record-id=X", "--given-elsewhere"],
        ["--record-id=no id"],
    ],
)
def test_a_place_is_named_by_its_index_or_by_its_record(listing, arguments):
    assert listing("set", "L.json", "--status=revoked", *arguments).returncode == 2


@pytest.mark.usefixtures("in_folder")
@pytest.mark.parametrize("line", ["x - HK-1", "5 HK-1", "5 2026-06-01 HK-1", "5 - HK 1"])
def test_a_note_that_is_broken_makes_the_file_broken(listing, line):
    broken = json.loads(Path("L.json").read_bytes()) | {"places": [line]}
    Path("L.json").write_text(json.dumps(broken))
    done = listing("show", "L.json")
    assert done.returncode == 3
    assert "state-error" in done.stderr
