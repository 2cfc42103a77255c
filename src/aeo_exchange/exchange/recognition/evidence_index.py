"""What is held, indexed by its identifiers, so that a question looks at few keys and not at all.

An answer by the narrowed evidence is the answer by the whole: what a question never looks at is
left out, and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from aeo_exchange.exchange.recognition.evidence import HeldEvidence, HeldKey, HeldStream
from aeo_exchange.exchange.recognition.question import IssuedCode, Sought
from aeo_exchange.model.record import Holder
from aeo_exchange.rules.rule import items_of

__all__ = ["IndexedEvidence"]

Name = tuple[str | None, str]


class IndexedEvidence:
    """Evidence with an index of what names a holder in it, built once."""

    def __init__(self, evidence: HeldEvidence) -> None:
        self.evidence = evidence
        self._streams = [_IndexedStream(stream) for stream in evidence.streams]
        self._codes: dict[Name, list[IssuedCode]] = defaultdict(list)
        for code in evidence.issued_codes or ():
            self._codes[code.scheme, code.value].append(code)

    def narrowed(self, sought: Sought) -> HeldEvidence:
        """Return the part of the evidence that a question about an identifier looks at."""
        codes = self.codes(sought)
        names = {(sought.scheme, sought.value), *((None, code.tin) for code in codes)}
        issued = None if self.evidence.issued_codes is None else tuple(codes)
        streams = [stream.positions(names) for stream in self._streams]
        keys = {
            stream.key(at) for stream, positions in self._narrowing(streams) for at in positions
        }
        return replace(
            self.evidence,
            streams=tuple(
                stream.narrowed(positions, keys) for stream, positions in self._narrowing(streams)
            ),
            issued_codes=issued,
        )

    def codes(self, sought: Sought) -> Sequence[IssuedCode]:
        """Return the rows of the asking side's own table that have a code."""
        return self._codes.get((sought.scheme, sought.value), ())

    def _narrowing(self, streams: list[set[int]]) -> Iterable[tuple[_IndexedStream, set[int]]]:
        return zip(self._streams, streams, strict=True)


class _IndexedStream:
    """A stream, with the places of its keys by what names their holders at any time."""

    def __init__(self, stream: HeldStream) -> None:
        self._stream = stream
        self._places: dict[Name, list[int]] = defaultdict(list)
        self._moved: dict[str, int] = {}
        for place, key in enumerate(stream.keys):
            for name in _names(key):
                self._places[name].append(place)
            if any(change.tombstone and change.tombstone.to for change in key.changes):
                self._moved[key.key] = place

    def key(self, place: int) -> str:
        """Return the key at a place."""
        return self._stream.keys[place].key

    def positions(self, names: Iterable[Name]) -> set[int]:
        """Return the places of the keys that some names may name."""
        return {place for name in names for place in self._places.get(name, ())}

    def narrowed(self, places: set[int], keys: Iterable[str]) -> HeldStream:
        """Return the stream with these keys alone, and with what moved away of `keys`."""
        moved = {self._moved[key] for key in keys if key in self._moved}
        kept = sorted(places | moved)
        return replace(self._stream, keys=tuple(self._stream.keys[place] for place in kept))


def _names(key: HeldKey) -> set[Name]:
    holders = (change.known_holder for change in key.changes)
    return {name for holder in holders if holder is not None for name in _names_of(holder)}


def _names_of(holder: Holder) -> Iterator[Name]:
    yield None, holder.tin
    for former in items_of(holder.former_tins):
        yield None, former.tin
    for number in items_of(holder.identifiers):
        yield number.scheme, number.value
