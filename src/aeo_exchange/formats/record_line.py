"""The line of an entry whose record was read from another syntax than that of lines."""

from __future__ import annotations

from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.record import AeoRecord

__all__ = ["RecordLine"]


class RecordLine(bytes):
    """A line with its line feed, and what it was written from, so that nobody reads it again."""

    key: str
    salt: str
    record: AeoRecord

    @classmethod
    def of(cls, key: str, salt: str, record: AeoRecord) -> RecordLine:
        """Return the line of a record, in its canonical bytes."""
        line = cls(canonical_item({"key": key, "record": record, "salt": salt}) + b"\n")
        line.key, line.salt, line.record = key, salt, record
        return line
