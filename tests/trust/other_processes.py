"""What tests let several processes do at once.

It is a module of its own, found by its name from any folder, since a new process imports it.
"""

from __future__ import annotations

import json
from pathlib import Path

from aeo_exchange.files import OWNER_ONLY, FileStore
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_work import StatusListWork


def write_own(file: Path, number: int) -> None:
    """Note ten revisions of one record and ten status lists, and write each time."""
    seen = Seen.read(FileStore(file))
    for step in range(10):
        seen.note_revision("list", "HK", f"HK-{number}", step + 1)
        seen.note_status("HK", "https://example.org/1", number * 100 + step)
        seen.write(FileStore(file, OWNER_ONLY))


def draw(file: Path, to: Path) -> None:
    """Draw ten places of a status list, and say which."""
    drawn = []
    for _ in range(10):
        with StatusListWork.changing(FileStore(file)) as held:
            # Every process draws from the same few: without the lock they would collide.
            drawn.append(held.reserve(bytes))
    to.write_text(json.dumps(drawn))
