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
    hold = _Hold(path.with_name(f".{path.name}.lock"))
    try:
        hold.take()
        _name_holder(hold.handle)
        yield
    finally:
        try:
            hold.leave()
        except BaseException:  # who asks to stop asks once
            hold.leave()
            raise


class _Hold:
    """A lock from when it is asked for until it is left, so that it can be left at any step."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock: BaseFileLock | None = None
        self._is_taken = False
        self.handle = -1

    def take(self) -> None:
        """Take it, waiting a while for the process that has it; raises StateError."""
        from filelock import Timeout  # noqa: PLC0415 start-up time is felt

        try:
            self._stand(0)
        except Timeout:
            with told_of_waiting(lambda: _holder_of(self._file)):
                try:
                    self._stand(waiting_now().seconds)
                except Timeout:
                    error = StateError(_holder_of(self._file))
                    error.advice = (
                        "Run it again when that process has ended; end it where it hangs."
                    )
                    raise error from None

    def _stand(self, seconds: float) -> None:
        """Take a lock that others find under its name; raises Timeout where none is had in time."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 as above

        end = monotonic() + seconds
        while True:
            handles: list[int] = []
            self._lock = FileLock(self._file, on_acquired=handles.append)
            try:
                self._lock.acquire(timeout=max(0.0, end - monotonic()))
            except Timeout:
                self._lock = None  # it is another's
                raise
            except BaseExceptionGroup as several:
                # Stopped while another has it, the library fails to give up what it has not.
                raise several.exceptions[0] from several
            except OSError as cause:
                # What another machine has taken away, as a network file system says it.
                if cause.errno != errno.ESTALE:
                    raise
            else:
                if _is_at(self._file, handles[0]):
                    self.handle, self._is_taken = handles[0], True
                    return
                self._lock.release()
            if monotonic() >= end:
                self._lock = None
                raise Timeout(str(self._file))
            sleep(AGAIN_SECONDS)

    def leave(self) -> None:
        """Give it up, and take its file away; when it was left before, what that left of it."""
        was_taken, self._is_taken = self._is_taken, False
        if was_taken:
            _take_away(self._file, self.handle)
        if self._lock is not None:
            self._lock.release(force=True)
            if not was_taken:
                _take_away_unheld(self._file)


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


def _take_away_unheld(file: Path) -> None:
    """Take away a lock that nobody holds: who was stopped while it was taken may have made it.

    It is held meanwhile, as whoever else has opened it has to find out that it is gone. So this is
    done where a process stops, and not each time: one that waits for nobody would be refused.
    """
    from filelock import FileLock  # noqa: PLC0415 as above

    if not os.path.lexists(file):
        return
    handles: list[int] = []
    lock = FileLock(file, on_acquired=handles.append)
    with suppress(OSError):  # another has it, which takes it away
        lock.acquire(timeout=0)
        _take_away(file, handles[0])
    lock.release(force=True)


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
