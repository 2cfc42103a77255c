"""The small file in which a verifier keeps what it has seen, so that nothing older is accepted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.read_files import note_read
from aeo_exchange.cli.state_place import StatePlaceOption, opened_store
from aeo_exchange.errors import StateError
from aeo_exchange.operations.attestations.verify_memory import recall
from aeo_exchange.operations.kept_state import StatePlace
from aeo_exchange.operations.writing import OWNER_ONLY
from aeo_exchange.user_folders import cache_folder, state_folder

if TYPE_CHECKING:
    from aeo_exchange.trust.seen import Seen

__all__ = ["MemoryOptions", "seen_options"]


class MemoryOptions(Struct, frozen=True, kw_only=True):
    """Where a verifier was told to keep what it has seen; the files are not opened before used."""

    state: StatePlace | None
    no_state: bool

    def place(self) -> StatePlace | None:
        """Return the place, or None where nothing is kept; raises StateError without a home."""
        if self.no_state and self.state is not None:
            raise click.UsageError("--state and --no-state contradict each other; leave one out")
        if self.no_state or self.state is not None:
            return self.state
        file = state_folder(os.environ, "--state") / "seen.json"
        note_read(file)
        return StatePlace(str(file))

    def status_cache(self) -> Path | None:
        """Return the folder for status lists that were fetched, or None where nothing is kept."""
        if self.no_state:
            return None
        cache = cache_folder(os.environ)
        if cache is None:
            return None
        folder = cache / "status-lists"
        note_read(folder)
        return folder

    def read(self) -> Seen:
        """Return what was seen before; nothing where no file is kept or none is there yet."""
        place = self.place()
        return recall(opened_store(place) if place is not None else None)

    def keep(self, seen: Seen) -> None:
        """Keep what was seen; raises StateError where that cannot be done: it is worth knowing."""
        place = self.place()
        if place is None:
            return
        store = opened_store(place, OWNER_ONLY)
        try:
            seen.write(store)
        except OSError as cause:
            why = cause.strerror or cause
            error = StateError(f"{store.name}: what was seen cannot be kept: {why}")
            error.advice = "Name a file by --state, or give --no-state and --trust-min-sequence."
            raise error from cause


# Where the verifier keeps what it has seen; the options make one argument, `memory`.
seen_options = group_of(
    "memory",
    MemoryOptions,
    click.option(
        "--state",
        type=StatePlaceOption(),
        metavar="FILE|URL#ROW",
        help="Where to keep what was seen; by default in the user's state folder. A row of a "
        "register is postgresql://HOST/NAME#ROW or sqlite:///FILE#ROW.",
    ),
    click.option("--no-state", is_flag=True, help="Neither read nor keep what was seen before."),
)
