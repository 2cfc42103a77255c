"""A delta applied to the entries of its base gives, byte for byte, those that were signed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from aeo_exchange.errors import MessageRefused
from aeo_exchange.exchange.deltas import by_delta, by_snapshot, delta_lines, read_delta
from aeo_exchange.exchange.entries import Entry, EntryTombstone, read_entries, tombstone_line
from aeo_exchange.exchange.heads import DeltaBase
from exchange.streams import SECRET, firms, line_of

AS_OF = "2026-11-02T00:00:00Z"
BASE = DeltaBase(root="0" * 64, sequence=1)
NUMBERS = range(1, 9)
# Of each key: two contents, a tombstone whose time is over, and one whose time is not.
OVER, NOT_OVER = (
    EntryTombstone(cause="erased", effective_from="2026-01-01T00:00:00Z", retain_until=until)
    for until in (AS_OF, "2026-11-02T00:00:01Z")
)


def _lines(number: int) -> list[bytes]:
    (record,) = firms(number)
    key = f"HK/HK-2021-{number:04}"
    return [
        line_of(record),
        line_of(replace(record, revision=record.revision + 1)),
        tombstone_line(key, OVER, SECRET),
        tombstone_line(key, NOT_OVER, SECRET),
    ]


CONTENTS = {number: _lines(number) for number in NUMBERS}
RECORD, CHANGED, MAY_GO, STAYS = range(4)
states = st.dictionaries(st.sampled_from(NUMBERS), st.integers(0, 3))


def entries(state: dict[int, int]) -> list[Entry]:
    lines = [CONTENTS[number][content] + b"\n" for number, content in sorted(state.items())]
    return list(read_entries(lines))


def applied(old: list[Entry], lines: list[bytes]) -> list[bytes]:
    delta = read_delta(line + b"\n" for line in lines)
    assert delta.base == BASE
    changes = by_delta(old, delta.changes, AS_OF)
    return [change.after.line for change in changes if change.after is not None]


@given(states, states)
def test_a_delta_gives_the_state_that_it_was_made_of(old, new) -> None:
    for number, content in old.items():
        if content != MAY_GO:
            new.setdefault(number, content)
    before, after = entries(old), entries(new)
    lines = list(delta_lines(BASE, before, after, AS_OF))
    assert applied(before, lines) == [entry.line for entry in after]
    changed = {number for number in {*old, *new} if old.get(number) != new.get(number)}
    assert len(lines) == 1 + len(changed)
    # Without a base, or with what it changes applied already, a snapshot says the same.
    told = [change for change in by_snapshot(before, after) if change.is_change]
    assert {int(change.key[-4:]) for change in told} == changed


@given(states, st.sampled_from(NUMBERS), st.sampled_from((RECORD, CHANGED, STAYS)))
def test_what_may_not_go_is_in_no_delta_and_no_delta_may_drop_it(old, number, content) -> None:
    old[number] = content
    before = entries(old)
    after = [entry for entry in before if int(entry.key[-4:]) != number]
    with pytest.raises(MessageRefused, match="gone"):
        list(delta_lines(BASE, before, after, AS_OF))
    drop = b'{"drop":"HK/HK-2021-%04d"}' % number
    first = next(delta_lines(BASE, before, before, AS_OF))
    with pytest.raises(MessageRefused, match="dropped"):
        applied(before, [first, drop])


@given(states)
def test_a_delta_applied_twice_changes_nothing_more(state) -> None:
    before = entries(state)
    lines = list(delta_lines(BASE, [], before, AS_OF))
    once = applied([], lines)
    assert applied(before, lines) == once
