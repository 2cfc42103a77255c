"""The small file in which a verifier keeps what it has seen, so that nothing older is accepted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from aeo_exchange.cli.read_files import InputPath, note_read
from aeo_exchange.errors import StateError
from aeo_exchange.files import OWNER_ONLY, FileStore
from aeo_exchange.trust.seen import Seen

__all__ = ["keep_seen", "read_seen", "seen_file", "seen_options", "status_cache"]

Function = TypeVar("Function", bound=Callable[..., object])


def seen_options(function: Function) -> Function:
    """Add the options that say where the verifier keeps what it has seen."""
    function = click.option(
        "--no-state", is_flag=True, help="Neither read nor keep what was seen before."
    )(function)
    return click.option(
        "--state",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="Where to keep what was seen; by default in the user's state folder.",
    )(function)


def seen_file(state: Path | None, *, no_state: bool) -> Path | None:
    """Return the file, or None where nothing is kept (XDG Base Directory Specification)."""
    if no_state and state is not None:
        raise click.UsageError("--state and --no-state contradict each other; leave one out")
    if no_state:
        return None
    if state is not None:
        return state
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    file = Path(base) / "aeo-exchange" / "seen.json"
    note_read(file)
    return file


def status_cache(*, no_state: bool) -> Path | None:
    """Return the folder for status lists that were fetched, or None where nothing is kept."""
    if no_state:
        return None
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(base) / "aeo-exchange" / "status-lists"
    note_read(folder)
    return folder


def read_seen(file: Path | None) -> Seen:
    """Return what was seen before; nothing where no file is kept or none is there yet."""
    return Seen.read(FileStore(file)) if file is not None else Seen.empty()


def keep_seen(seen: Seen, file: Path | None) -> None:
    """Keep what was seen; raises StateError where that cannot be done, which is worth knowing."""
    if file is None:
        return
    try:
        seen.write(FileStore(file, OWNER_ONLY))
    except OSError as cause:
        error = StateError(f"{file}: what was seen cannot be kept: {cause.strerror or cause}")
        error.advice = "Name a file by --state, or give --no-state and --trust-min-sequence."
        raise error from cause
