"""The line of an entry that was made from a record, with that record."""

from __future__ import annotations

from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.record import AeoRecord

__all__ = ["RecordLine"]


class RecordLine(bytes):
    """A line, and what it was written from, so that nobody has to read it again."""

    key: str
    salt: str
    record: AeoRecord

    @classmethod
    def of(cls, key: str, salt: str, record: AeoRecord) -> RecordLine:
        """Return the line of a record with its line feed, in its canonical bytes."""
        line = canonical_item({"key": key, "record": record, "salt": salt}) + b"\n"
        return cls.known(line, key, salt, record)

    @classmethod
    def known(cls, line: bytes, key: str, salt: str, record: AeoRecord) -> RecordLine:
        """Return a line that was written already; it has to say the same as the rest."""
        known = cls(line)
        known.key, known.salt, known.record = key, salt, record
        return known
