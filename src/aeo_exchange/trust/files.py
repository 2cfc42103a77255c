"""Files that are changed by one process at a time, and written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

__all__ = ["OWNER_ONLY", "locked", "real_path", "whole_file", "write_whole"]

OWNER_ONLY = 0o600

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep every other process out of a file until the block is left, however it is left.

    The lock is on a file `.NAME.lock` beside it, which stays: the file itself is replaced. Give
    the file by its own path, not by a link to it, or two names would be two locks.
    """
    with path.with_name(f".{path.name}.lock").open("ab") as handle:
        _lock(handle.fileno())
        yield


def real_path(path: Path, *, strict: bool = False) -> Path:
    """Return a path without links; raises OSError for a circle of them, in every Python."""
    try:
        return path.resolve(strict=strict)
    except RuntimeError as cause:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from cause


@contextmanager
def whole_file(path: Path, mode: int) -> Iterator[BinaryIO]:
    """Give the stream of a file that appears, or is replaced, when the block ends well.

    Nobody ever sees half of it, and nothing is left where the block is left by an exception.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def write_whole(path: Path, content: bytes, mode: int) -> None:
    """Replace a file, or make it, so that nobody ever sees half of it."""
    with whole_file(path, mode) as stream:
        stream.write(content)
