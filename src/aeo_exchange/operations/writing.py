"""Answers to files, whole or not at all, with the rights that the file had or a new one gets."""

from __future__ import annotations

import os
import stat
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from aeo_exchange.files import (
    OWNER_ONLY,
    claimed,
    folder_made,
    named_in_errors,
    temporary_in_errors,
    whole_file,
)

__all__ = [
    "OWNER_ONLY",
    "claimed",
    "folder_made",
    "named_in_errors",
    "temporary_in_errors",
    "written_new",
    "written_whole",
]


def written_whole(
    path: Path, mode: int | None, *, replaces: bool = True
) -> AbstractContextManager[BinaryIO]:
    """Give the stream of a file that appears, or is replaced, when the block ends well.

    `mode` is that of the file that stands there, None where there is none. Where nothing may be
    replaced a file that appeared meanwhile raises FileExistsError, and stays.
    """
    return whole_file(path, _rights(mode), is_new=mode is None and not replaces)


def written_new(path: Path, rights: int) -> AbstractContextManager[BinaryIO]:
    """Give the stream of a file that appears when the block ends well, and replaces none."""
    return whole_file(path, rights, is_new=True)


def _rights(mode: int | None) -> int:
    """Return the rights of the file that is replaced, or those of any new file."""
    if mode is not None:
        return stat.S_IMODE(mode) & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
