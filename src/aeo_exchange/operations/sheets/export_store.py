"""Rows that wait until all records were met: in a file, with what tells them apart in memory."""

from __future__ import annotations

import tempfile
from hashlib import sha256

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.files import temporary_in_errors
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.tabular.exporting.exporter import Exported

__all__ = ["ExportedRecord", "RowStore", "StoredRecord"]

IN_MEMORY = 1 << 24  # bytes


class ExportedRecord(Struct, frozen=True):
    """A record that was met, where it stood, and what its rows are."""

    source: str
    record: AeoRecord
    exported: Exported


class StoredRecord(Struct, frozen=True, gc=False):
    """A record that was met: which it is and in which content, and where its rows are kept."""

    begins: int
    size: int
    revision: int
    identity: bytes
    content: bytes


class _StoredExport(Struct):
    rows: tuple[dict[str, str], ...]


class _StoredRows(Struct):
    """Of what is kept of a record the rows; the rest is passed over."""

    exported: _StoredExport


class RowStore:
    """What is written of each record, in the order of their coming. It is closed by who made it."""

    def __init__(self) -> None:
        """Begin with nothing; a small store is no file."""
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, prefix="aeo-")  # noqa: SIM115 it lives as long as this
        self._end = 0
        self._rows = msgspec.msgpack.Decoder(_StoredRows)
        self._whole = msgspec.msgpack.Decoder(ExportedRecord)

    def close(self) -> None:
        """Give the file up."""
        with temporary_in_errors():
            self._file.close()

    def keep(self, written: ExportedRecord) -> StoredRecord:
        """Keep a record with its rows, and return where."""
        held = msgspec.msgpack.encode(written)
        with temporary_in_errors():
            self._file.seek(self._end)
            self._file.write(held)
        record = written.record
        view = None if record.view is UNSET else record.view
        stored = StoredRecord(
            begins=self._end,
            size=len(held),
            revision=record.revision,
            identity=_digest((record.administration, record.record_id, view)),
            content=_digest(record),
        )
        self._end += len(held)
        return stored

    def whole(self, stored: StoredRecord) -> ExportedRecord:
        """Return what was kept of a record."""
        return self._whole.decode(self._read(stored))

    def rows(self, stored: StoredRecord) -> tuple[dict[str, str], ...]:
        """Return the rows of a record."""
        return self._rows.decode(self._read(stored)).exported.rows

    def _read(self, stored: StoredRecord) -> bytes:
        with temporary_in_errors():  # what was still to be written is written now
            self._file.seek(stored.begins)
        return self._file.read(stored.size)


def _digest(value: object) -> bytes:
    return sha256(msgspec.msgpack.encode(value)).digest()[:16]
