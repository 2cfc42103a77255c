"""A delta to and from its lines (XCH-6-2), and what it makes of the entries that are held.

What applies messages reads `by_delta` and `by_snapshot`: both yield, for each key of the state held
or of the new one, what stood there and what stands there now, in the order of the keys and one at a
time. Nothing of it counts before the root of the new state was compared with the head's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from aeo_exchange.exchange.entries import KEY_PATTERN, LINE_FORM, Entry, read_entry
from aeo_exchange.exchange.heads import DeltaBase
from aeo_exchange.exchange.pairs import in_pairs
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.signing import refusals

__all__ = [
    "DroppedKey",
    "EntryChange",
    "OpenDelta",
    "by_delta",
    "by_snapshot",
    "delta_lines",
    "may_drop",
    "read_delta",
]

ALLOWED = "AEO-XCH-23"
# Canonical bytes have one spelling, so a line is known by how it is written.
_BASE = re.compile(
    rb'\{"base":\{"root":"(?P<root>[0-9a-f]{64})","sequence":(?P<number>[1-9][0-9]{0,9})\}\}\n'
)
_DROP = re.compile(rb'\{"drop":"(?P<key>' + KEY_PATTERN.encode() + rb')"\}\n')
HIGHEST = 2_147_483_648


class DroppedKey(NamedTuple):
    """A line of a delta: what stood under the key goes."""

    key: str


class OpenDelta(NamedTuple):
    """The base of a delta, and its changes, which are read as they are asked for."""

    base: DeltaBase
    changes: Iterator[Entry | DroppedKey]


class EntryChange(NamedTuple):
    """What stood under a key of the state held, and what stands there in the new one."""

    key: str
    before: Entry | None
    after: Entry | None

    @property
    def is_change(self) -> bool:
        """Whether the two differ."""
        return (self.before and self.before.line) != (self.after and self.after.line)


def read_delta(lines: Iterable[bytes]) -> OpenDelta:
    """Return a delta from its lines, each with its line feed; the first one is read at once.

    Raises MessageRefused (AEO-XCH-22), while the changes are read too, for what is no line of a
    delta, has another spelling, or is out of order.
    """
    rest = iter(lines)
    first = _BASE.fullmatch(next(rest, b""))
    if first is None or int(first["number"]) > HIGHEST:
        refusals.refuse(LINE_FORM, "the first line names no base, as that of a delta does")
    base = DeltaBase(root=first["root"].decode(), sequence=int(first["number"]))
    return OpenDelta(base, _changes(rest))


def _changes(lines: Iterator[bytes]) -> Iterator[Entry | DroppedKey]:
    last = ""
    for number, line in enumerate(lines, start=2):
        drop = _DROP.fullmatch(line)
        change = DroppedKey(drop["key"].decode()) if drop else read_entry(line, number)
        refusals.require(
            last < change.key,
            LINE_FORM,
            f"line {number}: the key {change.key} stands behind {last}",
        )
        last = change.key
        yield change


def by_delta(
    held: Iterable[Entry], changes: Iterable[Entry | DroppedKey], as_of: str
) -> Iterator[EntryChange]:
    """Yield what a delta makes of each key; `as_of` is that of the head.

    Raises MessageRefused (AEO-XCH-23) for a drop of what may not go.
    """
    for before, change in in_pairs(held, changes):
        if change is None:
            assert before is not None
            yield EntryChange(before.key, before, before)
        elif isinstance(change, Entry):
            yield EntryChange(change.key, before, change)
        else:
            refusals.require(
                may_drop(before, as_of),
                ALLOWED,
                f"{change.key} is dropped and no tombstone of the base whose time is over",
            )
            yield EntryChange(change.key, before, None)


def by_snapshot(held: Iterable[Entry], entries: Iterable[Entry]) -> Iterator[EntryChange]:
    """Yield what a snapshot makes of each key of either state."""
    for before, after in in_pairs(held, entries):
        either = after or before
        assert either is not None
        yield EntryChange(either.key, before, after)


def may_drop(before: Entry | None, as_of: str) -> bool:
    """Say whether an entry of the base may go: a tombstone, and its time is over."""
    tombstone = None if before is None else before.tombstone
    return tombstone is not None and tombstone.retain_until <= as_of


def delta_lines(
    base: DeltaBase, old: Iterable[Entry], new: Iterable[Entry], as_of: str
) -> Iterator[bytes]:
    """Yield the lines of the delta from one state to a later one, without line feeds.

    Raises MessageRefused (AEO-XCH-23) where an entry is gone that no delta may drop.
    """
    yield canonical_item({"base": msgspec.to_builtins(base)})
    for before, after in in_pairs(old, new):
        if after is None:
            assert before is not None
            refusals.require(
                may_drop(before, as_of),
                ALLOWED,
                f"{before.key} is gone, and was not a tombstone whose time is over",
            )
            yield b'{"drop":"%s"}' % before.key.encode()
        elif before is None or before.line != after.line:
            yield after.line
