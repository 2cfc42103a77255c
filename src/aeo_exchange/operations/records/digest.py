"""A record to its digest beside its key."""

from __future__ import annotations

from typing import Self

from msgspec import Struct

from aeo_exchange.model.canonical import digest
from aeo_exchange.model.record import AeoRecord

__all__ = ["RecordDigest"]


class RecordDigest(Struct, frozen=True, kw_only=True, rename="camel"):
    """The digest of a record: SHA-256 of its canonical bytes, 64 lower-case hex digits."""

    digest: str
    administration: str
    record_id: str
    revision: int

    @classmethod
    def of(cls, record: AeoRecord) -> Self:
        """Return the digest of a record."""
        return cls(
            digest=digest(record),
            administration=record.administration,
            record_id=record.record_id,
            revision=record.revision,
        )
