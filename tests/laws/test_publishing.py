"""Whatever nights a receiver misses, it ends with the state that was signed, by deltas or not.

A stream of random changes over 40 nights: by deltas alone where a window still reaches what is
held, else by the snapshot.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from aeo_exchange.errors import MessageRefused
from aeo_exchange.exchange.deltas import by_delta, by_snapshot, delta_lines, read_delta
from aeo_exchange.exchange.entries import Entry, EntryTombstone, read_entries, tombstone_line
from aeo_exchange.exchange.heads import DeltaBase
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.exchange.windows import WINDOWS, bases_before
from exchange.sites import night
from exchange.streams import SECRET, firms, line_of

NIGHTS = 40
KEPT = 5
NUMBERS = range(1, 6)


class SignedRoot(NamedTuple):
    root: str
    reset: object = UNSET


class Night(NamedTuple):
    number: int
    head: SignedRoot
    entries: list[Entry]


def _entry(line: bytes) -> Entry:
    return next(read_entries([line + b"\n"]))


@cache
def _tombstone(number: int, since: int) -> Entry:
    """Return a tombstone that is kept for some nights."""
    gone = EntryTombstone(
        cause="out-of-scope", effective_from=night(since), retain_until=night(since + KEPT)
    )
    return _entry(tombstone_line(f"HK/HK-2021-{number:04}", gone, SECRET))


RECORDS = {number: _entry(line_of(firms(number)[0])) for number in NUMBERS}
# Of each night: which firms are shared from then on, and which are not.
changes = st.lists(
    st.dictionaries(st.sampled_from(NUMBERS), st.booleans(), max_size=2),
    min_size=NIGHTS,
    max_size=NIGHTS,
)
missed = st.sets(st.integers(0, NIGHTS - 2), max_size=NIGHTS - 2)


def root_of(entries: list[Entry]) -> str:
    root = TreeRoot()
    for entry in entries:
        root.add(entry.line)
    return root.root()


def nights(of_each: list[dict[int, bool]]) -> list[Night]:
    """Return the states of a sender that keeps its tombstones as long as they say."""
    state: dict[int, Entry] = {}
    done = []
    for number, changed in enumerate(of_each):
        for key, entry in list(state.items()):
            if entry.tombstone is not None and entry.tombstone.retain_until <= night(number):
                del state[key]
        for key, shared in changed.items():
            if shared:
                state[key] = RECORDS[key]
            elif key in state and state[key].tombstone is None:
                state[key] = _tombstone(key, number)
        entries = [state[key] for key in sorted(state)]
        done.append(Night(number, SignedRoot(root_of(entries)), entries))
    return done


def received(held: Night | None, now: Night, before: list[Night]) -> tuple[list[Entry], str]:
    """Return the state that a receiver comes to, and by what."""
    if held is not None and held.head.root == now.head.root:
        return held.entries, "nothing"
    for base in bases_before(now.head.root, reversed(before)):
        if held is not None and base.head.root == held.head.root:
            named = DeltaBase(root=base.head.root, sequence=base.number + 1)
            try:
                lines = list(delta_lines(named, base.entries, now.entries, night(now.number)))
            except MessageRefused:
                # It came and went, with its tombstone, since then: no delta may leave it out.
                assert now.number - base.number > KEPT
                continue
            delta = read_delta(line + b"\n" for line in lines)
            changed = by_delta(held.entries, delta.changes, night(now.number))
            return [change.after for change in changed if change.after], "delta"
    changed = by_snapshot(held.entries if held else (), now.entries)
    return [change.after for change in changed if change.after], "snapshot"


@given(changes, missed)
def test_a_receiver_that_misses_nights_ends_equal(of_each, missing) -> None:
    sent = nights(of_each)
    held: Night | None = None
    for now in sent:
        if now.number in missing:
            continue
        before = sent[: now.number]
        entries, way = received(held, now, before)
        assert root_of(entries) == now.head.root
        assert [entry.line for entry in entries] == [entry.line for entry in now.entries]
        if (
            held is not None
            and now.number - held.number in WINDOWS
            and now.number - held.number <= KEPT
        ):
            assert way in ("nothing", "delta")
        held = Night(now.number, now.head, entries)
    assert held is not None
    assert held.head == sent[-1].head
