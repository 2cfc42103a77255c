"""What may have no end, such as a device, a pipe or standard input: how much of it is taken.

The one place where a whole file is read into memory, or copied so that it can be read again.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from aeo_exchange.counting import how_many

__all__ = ["MOST_HELD", "is_read_once", "keep", "read_all", "read_file"]

# No key, list, working file or profile of the standard comes near; it is held in memory.
MOST_HELD = 1 << 27
# Of records and attestations, which are kept in a temporary file.
MOST_KEPT = 1 << 32
_PIECE = 1 << 20
_MIB = 1 << 20


def read_file(path: Path, most: int = MOST_HELD) -> bytes:
    """Return the whole of a file; raises OSError, also for one that is longer than `most`."""
    with path.open("rb") as stream:
        return read_all(stream, str(path), most)


def read_all(stream: BinaryIO, name: str, most: int = MOST_HELD) -> bytes:
    """Return what is left of a stream; raises OSError where that is more than `most` bytes."""
    pieces: list[bytes] = []
    left = most + 1
    # A stream that is asked for all at once makes room for all, however little there is.
    while left and (piece := stream.read(min(_PIECE, left))):
        pieces.append(piece)
        left -= len(piece)
    if not left:
        raise _too_long(name, most, "the most that such a file may have")
    return b"".join(pieces)


def keep(stream: BinaryIO, kept: BinaryIO, name: str, most: int | None = None) -> None:
    """Copy a stream into a temporary file; raises OSError where it is longer than fits.

    A device gets as much as is held in memory, a pipe at most half of what is free on the disk.
    """
    why = "the most that is read of what is not a file; save it in one"
    if most is None:
        most, folder = _most_kept(stream)
        if folder:
            why = f"half of what is free in {folder}; save it in a file, or name a folder by TMPDIR"
    taken = 0
    while piece := stream.read(_PIECE):
        taken += len(piece)
        if taken > most:
            raise _too_long(name, most, why)
        kept.write(piece)


def is_read_once(path: Path) -> bool:
    """Say whether a name is a pipe, such as a shell makes for `<(command)`, or a device."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False  # what opens it says why it cannot
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def _most_kept(stream: BinaryIO) -> tuple[int, str]:
    """Return how much of a stream is kept, and the folder that has no room for more, if any."""
    try:
        if stat.S_ISCHR(os.fstat(stream.fileno()).st_mode):
            return MOST_HELD, ""
    except OSError:
        return MOST_HELD, ""  # no file of the system, so it is in memory already
    import shutil  # noqa: PLC0415 start-up time is felt
    import tempfile  # noqa: PLC0415 as above

    folder = tempfile.gettempdir()
    half = shutil.disk_usage(folder).free // 2
    return (MOST_KEPT, "") if half > MOST_KEPT else (half, folder)


def _too_long(name: str, most: int, why: str) -> OSError:
    size = f"{most // _MIB:,} MiB" if most >= _MIB else how_many(most, "byte")
    return OSError(errno.EFBIG, f"longer than {size}, {why}", name)
