"""What a message made of a key to its row, and to the names by which its holder is found."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.exchange.acceptance import JudgedEntry
from aeo_exchange.exchange.merkle import leaf_of
from aeo_exchange.model.record import Holder
from aeo_exchange.rules.rule import items_of

__all__ = ["ChangeRow", "HolderName", "change_row", "holder_names", "record_bytes"]

BEFORE_RECORD = len('{"key":"","record":')
BEHIND_RECORD = len(',"salt":""}') + 43
ChangeRow = dict[str, object]


class HolderName(NamedTuple):
    """A number of a holder; a TIN has no scheme."""

    scheme: str
    value: str


def record_bytes(line: bytes, key: str) -> bytes:
    """Return the canonical bytes of the record in a line, which is canonical as a whole."""
    return line[BEFORE_RECORD + len(key) : -BEHIND_RECORD]


def change_row(judged: JudgedEntry, holder: Holder | None) -> ChangeRow:
    """Return what a row says of a key, but for its number, its stream and its head."""
    entry, record = judged.change.after, judged.record
    row: ChangeRow = {
        "key": judged.change.key,
        "state": judged.state,
        "codes": " ".join(judged.codes),
        "revision": None if record is None else record.revision,
        "issued_at": None if record is None else record.issued_at,
        "digest": None,
        "has_holder": holder is not None,
        "cause": None,
        "effective_from": None,
        "retain_until": None,
        "moved_to": None,
        "leaf": None if entry is None else leaf_of(entry.line).hex(),
        "line": None if entry is None else entry.line,
    }
    if entry is None:
        return row
    if entry.tombstone is not None:
        told = entry.tombstone
        row.update(
            cause=told.cause,
            effective_from=told.effective_from,
            retain_until=told.retain_until,
            moved_to=None if told.to is UNSET else told.to,
        )
    else:
        # What cannot be read as a record, or is newer, was received with its number all the same.
        row["revision"] = entry.revision
        row["digest"] = sha256(record_bytes(entry.line, entry.key)).hexdigest()
    return row


def holder_names(holder: Holder) -> Iterator[HolderName]:
    """Yield each number by which a holder can be asked about, whenever it counted."""
    yield HolderName("", holder.tin)
    yield from (HolderName("", former.tin) for former in items_of(holder.former_tins))
    yield from (HolderName(number.scheme, number.value) for number in items_of(holder.identifiers))
