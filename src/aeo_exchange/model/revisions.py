"""Which records are revisions of one: of one key and view, by the word of the side that let go.

`formerAdministrations` is the word of the side that has the record now, so alone it takes over no
key (REC-1-6). The rules over a set hold it in the order of the set; a question about a status
takes revisions in any order, so here they are sorted first (REC-6-7).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from msgspec import UNSET

from aeo_exchange.model.record import AeoRecord

__all__ = ["by_record", "path_of"]

# Every administration that had a record, and its id.
Place: TypeAlias = tuple[tuple[str, ...], str]


def path_of(record: AeoRecord) -> tuple[str, ...]:
    """Return every administration that had a record, by its own word; the present one is last."""
    former = record.former_administrations
    return (*(() if former is UNSET else former), record.administration)


def by_record(revisions: Iterable[AeoRecord]) -> list[list[AeoRecord]]:
    """Return the revisions of each record and view, from the lowest up, apart from the others."""
    keys: dict[Place, Place] = {}
    left: dict[Place, str] = {}
    apart: dict[tuple[Place, object], list[AeoRecord]] = {}
    for record in sorted(
        revisions, key=lambda revision: (revision.revision, len(path_of(revision)))
    ):
        path = path_of(record)
        place, before = (path, record.record_id), (path[:-1], record.record_id)
        keys[place] = keys[before] if left.get(before) == path[-1] else place
        if record.moved_to is not UNSET:
            left.setdefault(place, record.moved_to)
        apart.setdefault((keys[place], record.view), []).append(record)
    return list(apart.values())
