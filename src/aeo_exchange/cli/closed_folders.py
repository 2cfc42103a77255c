"""Folders that a pattern leads through and that cannot be looked into: what they hold is missed.

`glob` passes them by without a word. Of a stream a record that is missed is a firm taken away.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["closed_to"]

RECURSIVE = "**"


def closed_to(pattern: str) -> Iterator[OSError]:
    """Yield why each such folder cannot be looked into, with its name; one may come twice."""
    parts = Path(pattern).parts
    for depth, part in enumerate(parts):
        above = os.path.join("", *parts[:depth])  # noqa: PTH118 glob takes text
        if not glob.has_magic(above + part):
            continue
        folders = [above or os.curdir]
        if glob.has_magic(above):
            folders = glob.glob(above, recursive=True)  # noqa: PTH207 as in inputs
        is_listed = glob.has_magic(part) or RECURSIVE in parts[:depth]
        for folder in folders:
            if os.path.isdir(folder) and (cause := _refusal(folder, is_listed=is_listed)):  # noqa: PTH112 as above
                yield cause


def _refusal(folder: str, *, is_listed: bool) -> OSError | None:
    """Return why a folder cannot be listed, or where that is not asked, why not passed through."""
    try:
        if is_listed:
            os.scandir(folder).close()
        else:
            os.stat(os.path.join(folder, os.curdir))  # noqa: PTH116, PTH118 Path drops the dot
    except OSError as cause:
        cause.filename = folder
        return cause
    return None
