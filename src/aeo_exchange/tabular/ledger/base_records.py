"""The records of the previous result, kept compressed, in their order."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.ledger.entry import TreeGroup

__all__ = ["BaseRecords", "Key"]

Key = tuple[str, str]  # administration, recordId


class _KnownRecord(Struct):
    """A record of the base; `key` where the layout speaks of it and it is the highest revision."""

    packed: bytes
    key: Key | None = None


class BaseRecords:
    """The records of a base: those that a layout speaks of by their keys, all in their order.

    A layout speaks of the records of its programme and administration, with the prefix of its
    keys, cut for the audience that it names. What else the base holds is handed on.
    """

    def __init__(self, layout: Layout) -> None:
        self._prefix = layout.row.prefix
        constants = layout.constants
        self._audience = constants.get("view.audience", "")
        self._programme = layout.programme or constants.get("programme", "")
        self._administration = layout.administration or constants.get("administration", "")
        self._kept: list[_KnownRecord] = []
        self._places: dict[Key, int] = {}
        self._revisions: dict[Key, int] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Key) -> bool:
        return key in self._places

    def add(self, record: AeoRecord) -> None:
        """Keep a record."""
        kept = _KnownRecord(_packed(msgspec.json.encode(record)))
        if self._is_spoken_of(record):
            key = (str(record.administration), record.record_id)
            if self._revisions.get(key, 0) < record.revision:
                if key in self._places:
                    self._kept[self._places[key]].key = None
                self._places[key], self._revisions[key] = len(self._kept), record.revision
                kept.key = key
        self._kept.append(kept)

    def _is_spoken_of(self, record: AeoRecord) -> bool:
        audience = "" if record.view is UNSET else record.view.audience
        return (
            self._programme in {"", record.programme}
            and self._administration in {"", record.administration}
            and record.record_id.startswith(self._prefix)
            and audience == self._audience
        )

    def record(self, key: Key) -> TreeGroup:
        """Return the tree of a record, a fresh one."""
        tree: TreeGroup = msgspec.json.decode(zlib.decompress(self._kept[self._places[key]].packed))
        return tree

    def revision(self, key: Key) -> int:
        """Return the number of the revision that the base has."""
        return self._revisions[key]

    def keys(self) -> Iterator[Key]:
        """Yield the keys that the layout speaks of, in the order of the base."""
        yield from self._places

    def put(self, key: Key, record: bytes) -> None:
        """Put the next revision of a record in its place; a new record behind all others."""
        if key in self._places:
            self._kept[self._places[key]].packed = _packed(record)
        else:
            self._places[key] = len(self._kept)
            self._kept.append(_KnownRecord(_packed(record), key))

    def lines(self) -> Iterator[bytes]:
        """Yield every record as compact JSON, in order."""
        for kept in self._kept:
            yield zlib.decompress(kept.packed)


def _packed(record: bytes) -> bytes:
    return zlib.compress(record, 1)
