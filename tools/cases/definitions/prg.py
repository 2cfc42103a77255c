"""One valid record of each programme known, as its sample tells it."""

from __future__ import annotations

import json
from pathlib import Path

from making import Case

from aeo_exchange.resources import published


def _plainest(folder: Path) -> Path:
    """Return the sample of the first tier of a programme."""
    return min(folder.glob("*.aeo.json"))


CASES: tuple[Case, ...] = tuple(
    Case(
        id=f"PRG-{folder.name}.p01",
        title=f"A record of the programme {folder.name}",
        why="Tier, roles and identifiers are those of the programme, so nothing is to be said.",
        flags=("Programme",),
        base=json.loads(_plainest(folder).read_bytes()),
        requirements=("REC-3-1", "REC-3-3"),
        # What is uncertain of a programme may change with the reference data of the reader.
        allow=("AEO-COD-07", "AEO-IDN-02", "AEO-IDN-03", "AEO-TIER-01"),
    )
    for folder in sorted(published("samples/records").iterdir())
    if folder.is_dir()
)
