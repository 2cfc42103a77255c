"""The key of a row to its recordId, the same from one file to the next."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from aeo_exchange.tabular.folding import folded

__all__ = ["record_id_of"]

MOST_ID = 64
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


def record_id_of(prefix: str, key: Sequence[str]) -> str:
    """Return the recordId that a key makes: itself where it fits, else with or as its digest."""
    text = "-".join(key)
    made = f"{prefix}{text}"
    if not _UNFIT.search(made) and len(made) <= MOST_ID:
        return made
    mark = hashlib.sha256("\0".join(map(folded, key)).encode()).hexdigest()
    readable = f"{prefix}{_UNFIT.sub('-', text).strip('-')}-{mark[:8]}"
    if text.isascii() and len(readable) <= MOST_ID:
        return readable
    return f"{prefix}{mark[:32]}"
