"""How much a reader takes before it stops: documented, configurable, never off."""

from __future__ import annotations

from msgspec import Struct

__all__ = [
    "CHUNK",
    "Limits",
]

CHUNK = 1 << 16


class Limits(Struct, frozen=True, kw_only=True):
    """The limits of a reader.

    `record_bytes`: bytes of one record as written, 1 MiB unless told; the longest sensible
    record has a tenth of that. `depth`: levels of nesting, 64 unless told, never above 200;
    the record of this standard has six. The length of a file is not limited, since no reader
    holds more than one record.
    """

    record_bytes: int = 1 << 20
    depth: int = 64
