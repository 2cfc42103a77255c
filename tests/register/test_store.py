"""State that is kept from run to run: in a file and in a register it is kept alike."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from aeo_exchange.errors import StateError, WrongChoice
from aeo_exchange.files import FileStore
from aeo_exchange.operations.kept_state import StatePlace, content_at, keep_new_state
from aeo_exchange.operations.register.register import init_register
from aeo_exchange.operations.trust.places import PlaceUse, ReservedPlaces
from aeo_exchange.operations.trust.status_list import change_record, create_list, summary
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_list import EntryStatus
from aeo_exchange.trust.store import Store
from aeo_exchange.waiting import Waiting, waiting_as
from trust.test_seen import check_filled, filled

NOW = "2026-11-01T00:00:00Z"


@pytest.fixture(params=["file", "register"])
def opened(request, tmp_path, url):
    """What opens the place anew, as each run of a command does."""
    ends: list[Callable[[], None]] = []
    if request.param == "register":
        init_register(url, {})
    text = f"{url}#kept" if request.param == "register" else str(tmp_path / "kept.json")
    yield lambda: StatePlace(text).store({}, ends.append)
    for end in ends:
        end()


def test_what_was_written_is_read_by_the_next_run(opened):
    assert opened().read() is None
    with pytest.raises(FileNotFoundError):
        content_at(opened())
    opened().write(b"one")
    store = opened()
    with store.locked():
        assert store.read() == b"one"
        store.write(b"two")
    assert content_at(opened()) == b"two"
    with pytest.raises(WrongChoice, match="keeps something already"):
        keep_new_state(opened(), b"three")
    assert content_at(opened()) == b"two"


def test_who_waits_for_another_is_told_so_and_ends(opened):
    """One that stays is waited for till it is told; one that stays longer ends the other."""
    opened().write(b"one")
    is_told = threading.Event()

    def write(seconds: float) -> None:
        with waiting_as(Waiting(seconds, lambda _: is_told.set(), untold=0)):
            store = opened()
            with store.locked():
                store.write(b"two")

    with ThreadPoolExecutor(1) as other, opened().locked():
        ends = other.submit(write, 0)
        with pytest.raises(
            (StateError, OSError), match=r"another program writes to it|has .* since"
        ):
            ends.result(60)
        is_told.clear()
        waits = other.submit(write, 60)
        assert is_told.wait(60)
    assert waits.result(60) is None
    assert content_at(opened()) == b"two"


def test_one_at_a_time_changes_it(opened):
    opened().write(b"0")

    def add() -> None:
        store = opened()
        for _ in range(5):
            with store.locked():
                store.write(str(int(content_at(store)) + 1).encode())

    others = [threading.Thread(target=add) for _ in range(3)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert content_at(opened()) == b"15"


def test_threads_may_share_one(opened):
    store = opened()
    store.write(b"0")

    def add() -> None:
        for _ in range(5):
            with store.locked():
                store.write(str(int(content_at(store)) + 1).encode())

    others = [threading.Thread(target=add) for _ in range(3)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert content_at(store) == b"15"


def test_a_verifier_remembers_what_it_has_seen(opened):
    filled().write(opened())
    check_filled(Seen.read(opened()))


def test_a_status_list_draws_each_place_once_and_knows_whose_it_is(opened):
    keep_new_state(opened(), create_list("https://customs.example/aeo/1", 131_072))
    drawn = []
    for _ in range(3):
        ledger = ReservedPlaces(opened())
        places = ledger.for_records([PlaceUse("HK-2024-0107")] * 2)
        drawn.extend(place.idx for place in places)
        ledger.hand_out([place.idx for place in places])
    assert len(set(drawn)) == 6
    change = change_record(opened(), "HK-2024-0107", EntryStatus.SUSPENDED, at=NOW)
    assert change.changed == 6
    listed = summary(content_at(opened()), drawn[0])
    assert (listed.allocated, str(listed.status)) == (6, "suspended")


def test_what_a_block_wrote_that_ended_badly_is_not_kept_in_a_register(tmp_path):
    url = f"sqlite:///{tmp_path / 'own.db'}"
    init_register(url, {})
    ends: list[Callable[[], None]] = []
    store: Store = StatePlace(f"{url}#kept").store({}, ends.append)
    store.write(b"one")
    with suppress(ValueError), store.locked():
        store.write(b"two")
        int("two")
    assert store.read() == b"one"
    ends[0]()
    (tmp_path / "own.db").write_bytes(b"no database at all" * 50)
    with pytest.raises(OSError, match="not a database, or is damaged"):
        store.read()
    ends[0]()


def test_a_place_is_a_file_unless_it_is_a_url(tmp_path):
    assert isinstance(StatePlace(str(tmp_path / "a#b")).store({}, lambda _: None), FileStore)
    with pytest.raises(WrongChoice, match="a password in a URL"):
        StatePlace("postgresql://me:secret@db.example/aeo#list").store({}, lambda _: None)
