"""Which record each place of a status list was drawn for, as the working file keeps it.

One line a place, `INDEX EXPIRES RECORD-ID`, so that a register of a hundred thousand is read and
written at once, and a person can read it too.
"""

from __future__ import annotations

from typing import Annotated, Self

from msgspec import Meta, Struct

from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.progress import SKEW

__all__ = ["PlaceLine", "PlaceNote"]

UNKNOWN = "-"

PlaceLine = Annotated[
    str,
    Meta(
        pattern="^[0-9]{1,8} (-|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z) "
        "[A-Za-z0-9._-]{1,64}$",
        description="Index of a place, the instant from which its attestation no longer speaks "
        "(`-` where nobody knows), and the record that it was drawn for.",
    ),
]


class PlaceNote(Struct, frozen=True):
    """What a place was drawn for; without `expires_at` nobody knows how long it is needed."""

    index: int
    record_id: str
    expires_at: str | None = None

    @classmethod
    def of_line(cls, line: str) -> Self:
        """Return the note that a line of the working file is."""
        index, expires_at, record_id = line.split(" ")
        return cls(int(index), record_id, None if expires_at == UNKNOWN else expires_at)

    @property
    def line(self) -> str:
        """The note as the working file has it."""
        return f"{self.index} {self.expires_at or UNKNOWN} {self.record_id}"

    def is_needed_at(self, at: str) -> bool:
        """Say whether a verifier may still ask for the place at an instant or later."""
        if self.expires_at is None:
            return True
        return numeric_date(at) < numeric_date(self.expires_at) + SKEW
