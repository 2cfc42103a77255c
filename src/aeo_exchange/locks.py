"""One process at a time for a file, by a lock beside it that goes when its holder does.

Who takes the lock away holds it. Another process may have opened it before, and be let in after:
then it holds a file that nobody finds any more. So each looks whether what it holds is what stands
there, and takes the lock anew where it is not.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from aeo_exchange.endless import read_file
from aeo_exchange.errors import StateError
from aeo_exchange.waiting import told_of_waiting, waiting_now

if TYPE_CHECKING:
    from filelock import BaseFileLock

__all__ = ["locked"]

AGAIN_SECONDS = 0.01


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep every other process out of a file until the block is left, however it is left.

    The lock is on a file `.NAME.lock` beside it, since the file itself is replaced; it is there
    only while somebody has it or was killed with it. Give the file by its own path, not by a link
    to it, or two names would be two locks. Raises StateError where another process keeps it for
    longer than is waited (`aeo_exchange.waiting`).
    """
    file = path.with_name(f".{path.name}.lock")
    lock, handle = _taken(file)
    try:
        _name_holder(handle)
        yield
    finally:
        _take_away(file, handle)
        lock.release()


def _taken(file: Path) -> tuple[BaseFileLock, int]:
    """Take a lock, waiting a while for the process that has it; return the lock and its handle."""
    from filelock import Timeout  # noqa: PLC0415 start-up time is felt

    try:
        return _standing(file, 0)
    except Timeout:
        with told_of_waiting(lambda: _holder_of(file)):
            try:
                return _standing(file, waiting_now().seconds)
            except Timeout:
                error = StateError(_holder_of(file))
                error.advice = "Run it again when that process has ended; end it where it hangs."
                raise error from None


def _standing(file: Path, seconds: float) -> tuple[BaseFileLock, int]:
    """Take a lock that others find under its name; raises Timeout where none is had in time."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 as above

    end = monotonic() + seconds
    while True:
        handles: list[int] = []
        lock = FileLock(file, on_acquired=handles.append)
        try:
            lock.acquire(timeout=max(0.0, end - monotonic()))
        except OSError as cause:
            # What another machine has taken away, as a network file system says it.
            if cause.errno != errno.ESTALE:
                raise
        else:
            if _is_at(file, handles[0]):
                return lock, handles[0]
            lock.release()
        if monotonic() >= end:
            raise Timeout(str(file))
        sleep(AGAIN_SECONDS)


def _is_at(file: Path, handle: int) -> bool:
    """Say whether a handle is of the file that has this name now."""
    try:
        return os.path.samestat(file.lstat(), os.fstat(handle))
    except OSError:  # it has gone
        return False


def _name_holder(handle: int) -> None:
    """Write into a lock which process has it; where that cannot be done nobody reads it there.

    In a folder of others the name may have been given to a file of somebody else.
    """
    import platform  # noqa: PLC0415 as above

    with suppress(OSError):
        if os.fstat(handle).st_nlink == 1:
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()} {platform.node()}\n".encode())


def _take_away(file: Path, handle: int) -> None:
    """Take away a lock that is held, unless its name is that of another file by now."""
    with suppress(OSError):  # a folder nobody may write to, or Windows, where others do it later
        if _is_at(file, handle):
            file.unlink()


def _holder_of(file: Path) -> str:
    """Say who has a lock and since when, as far as it tells; its clock is that of the disk."""
    from datetime import UTC, datetime  # noqa: PLC0415 as above

    try:
        number, _, host = read_file(file).decode("utf-8", "replace").strip().partition(" ")
        taken = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except OSError:
        number = host = ""
    if not (number.isdecimal() and host):
        return f"another process has {file}"
    return f"process {number} of {host} has {file} since {taken:%Y-%m-%dT%H:%M:%SZ}"
