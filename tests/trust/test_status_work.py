from __future__ import annotations

import json
import multiprocessing
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import StateError, WrongChoice
from aeo_exchange.files import FileStore
from aeo_exchange.resources import published
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.status_list import ENTRIES, EntryStatus, read_status_list
from aeo_exchange.trust.status_work import StatusListWork
from rows import for_each_row
from schemas import keep_to
from trust.made_lists import AT, made
from trust.other_processes import draw

URI = "https://example.org/status/1"
SIZE = 1 << 17


def work() -> StatusListWork:
    return StatusListWork.create(URI)


def test_a_new_list_has_no_place_taken_and_says_valid_everywhere():
    new = work()
    assert (new.size, new.taken) == (SIZE, 0)
    assert new.counts() == dict.fromkeys(EntryStatus, 0)
    assert new.get(SIZE - 1) is EntryStatus.VALID


def test_a_place_is_never_given_twice():
    new = work()
    drawn = [new.reserve() for _ in range(3000)]
    assert len(set(drawn)) == 3000 == new.reserved
    assert all(0 <= index < SIZE for index in drawn)


def test_places_are_given_in_no_order():
    new = work()
    drawn = [new.reserve() for _ in range(200)]
    assert drawn != sorted(drawn)
    quarters = {index * 4 // SIZE for index in drawn}
    assert quarters == {0, 1, 2, 3}


def test_what_is_drawn_follows_from_the_randomness_alone():
    def same(count: int) -> bytes:
        return bytes(count - 1) + b"\x07"

    assert work().reserve(same) == 7


def test_every_place_is_given_and_then_the_list_is_full():
    new = work()
    # A source that never changes its mind draws one place, then the first of the free ones.
    drawn = {new.reserve(bytes) for _ in range(20)}
    assert drawn == set(range(20))
    full = json.loads(new.write())
    full["allocated"] = StatusListFull.allocated
    del full["reserved"]
    last = StatusListWork.read(json.dumps(full).encode())
    assert last.reserve() == 5
    with pytest.raises(StateError, match="another list"):
        last.reserve()


class StatusListFull:
    """Every place taken but the sixth."""

    from aeo_exchange.trust.status_work import _packed

    allocated = _packed(bytearray(b"\xdf" + b"\xff" * (SIZE // 8 - 1)))


@given(st.lists(st.sampled_from(EntryStatus), min_size=1, max_size=40))
def test_what_was_set_is_said_by_the_file_and_by_the_signed_list(statuses):
    new = work()
    said = {new.reserve(): status for status in statuses}
    for index, status in said.items():
        new.set(index, EntryStatus.REVOKED)
        new.set(index, status)
    again = StatusListWork.read(new.write())
    token = read_status_list(again.token(made("HK").key, at=AT))
    for index, status in said.items():
        assert again.get(index) is status
        assert ENTRIES[token.entry(index)] is status
    assert sum(again.counts().values()) == len(said) == again.taken
    for status in EntryStatus:
        assert again.counts()[status] == list(said.values()).count(status)


def test_the_values_are_those_of_the_specification():
    assert [str(status) for status in ENTRIES] == ["valid", "revoked", "suspended", "superseded"]


@pytest.mark.parametrize("index", [-1, SIZE, 1 << 40])
def test_a_place_outside_the_list_cannot_be_set(index):
    with pytest.raises(WrongChoice, match="no place"):
        work().set(index, EntryStatus.REVOKED)


def test_a_place_that_is_set_is_taken():
    changed = work()
    changed.set(7, EntryStatus.REVOKED)
    assert changed.is_taken(7)


def test_a_signed_list_speaks_for_a_day_unless_told():
    key = made("HK").key
    token = read_status_list(work().token(key, at=AT))
    token.prove(made("HK").public)
    assert (token.iat, token.exp, token.ttl) == (
        numeric_date(AT),
        numeric_date(AT) + 86400,
        3600,
    )
    assert read_status_list(work().token(key, at=AT, lifetime_hours=72, ttl=5)).ttl == 5


@pytest.mark.parametrize("hours", [0, -1, 73])
def test_a_lifetime_that_no_verifier_takes_is_not_signed(hours):
    with pytest.raises(StateError):
        work().token(made("HK").key, at=AT, lifetime_hours=hours)


@for_each_row("size", [0, 8, SIZE - 8, SIZE + 1, (1 << 26) + 8])
def test_a_list_that_tells_too_much_or_is_too_long_is_not_made(size):
    with pytest.raises(StateError):
        StatusListWork.create(URI, size)


def test_a_list_has_an_address():
    with pytest.raises(StateError):
        StatusListWork.create("not an address")


def changed(**changes) -> bytes:
    return json.dumps({**json.loads(work().write()), **changes}).encode()


@for_each_row(
    "content",
    [
        b"",
        b"{}",
        changed(other=1),
        changed(size=SIZE + 8),
        changed(size=8),
        changed(uri="no address"),
        changed(lst="AAAA"),
        changed(lst=""),
        changed(allocated=json.loads(work().write())["lst"]),
        changed(specVersion="2.0"),
    ],
    ids=lambda content: content[:20],
)
def test_a_broken_working_file_is_an_error(content):
    with pytest.raises(StateError):
        StatusListWork.read(content)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_a_broken_working_file(content):
    with pytest.raises(StateError):
        StatusListWork.read(content)


def test_a_change_that_fails_leaves_the_file_as_it_was(tmp_path):
    file = tmp_path / "L.json"
    file.write_bytes(work().write())
    before = file.read_bytes()

    def fail() -> None:
        with StatusListWork.changing(FileStore(file)) as held:
            held.reserve()
            held.set(-1, EntryStatus.REVOKED)

    with pytest.raises(WrongChoice):
        fail()
    assert file.read_bytes() == before


def test_a_changed_file_keeps_its_rights(tmp_path):
    file = tmp_path / "L.json"
    file.write_bytes(work().write())
    file.chmod(0o640)
    with StatusListWork.changing(FileStore(file)) as held:
        held.reserve()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_file_by_another_name_is_the_same_file(tmp_path):
    file, link = tmp_path / "L.json", tmp_path / "folder" / "link.json"
    file.write_bytes(work().write())
    link.parent.mkdir()
    link.symlink_to(file)
    with StatusListWork.changing(FileStore(link)) as held:
        index = held.reserve()
    assert link.is_symlink()
    assert StatusListWork.read(file.read_bytes()).is_taken(index)
    assert [path.name for path in link.parent.iterdir()] == ["link.json"]


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(FileNotFoundError), StatusListWork.changing(FileStore(tmp_path / "L.json")):
        pass
    assert not list(tmp_path.iterdir())


def test_processes_that_draw_at_once_never_draw_the_same(tmp_path):
    file = tmp_path / "L.json"
    file.write_bytes(work().write())
    context = multiprocessing.get_context("spawn")
    outcomes = [tmp_path / f"{number}.drawn" for number in range(2)]
    workers = [context.Process(target=draw, args=(file, outcome)) for outcome in outcomes]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    drawn = [index for outcome in outcomes for index in json.loads(outcome.read_text())]
    assert sorted(drawn) == list(range(20))


def test_the_working_file_keeps_to_its_schema():
    schema = json.loads(published("schemas/1.0/status-list-work.schema.json").read_bytes())
    keep_to(json.loads(work().write()), schema)
