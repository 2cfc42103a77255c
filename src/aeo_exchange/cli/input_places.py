"""Where an input stands and what it is: each is looked up once, and is one input by any name."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from typing import NamedTuple

from aeo_exchange import Content
from aeo_exchange.cli.read_files import Inode, inode_in

__all__ = [
    "NOT_LOOKED_UP",
    "InputPlace",
    "PlacedInput",
    "front_of_folder",
    "identity_of",
    "input_place",
]


class InputPlace(NamedTuple):
    """What the system says of a name: of what mode a file is, which one, and whether by a link."""

    mode: int = 0  # nothing of what is not there
    inode: Inode | None = None
    is_link: bool = True  # so that where it really stands is asked


NOT_LOOKED_UP = InputPlace()


class PlacedInput(NamedTuple):
    """A content, its place, and the folder and the name of it where they are known apart."""

    content: Content
    place: InputPlace
    apart: tuple[str, str] | None = None


def input_place(name: str) -> InputPlace:
    """Look a name up, once: of 10,000 files each look takes as long as all else that is done."""
    is_link = False
    try:
        state = os.lstat(name)
        is_link = stat.S_ISLNK(state.st_mode)
        if is_link:
            state = os.stat(name)  # noqa: PTH116 Path takes twice as long
    except (OSError, ValueError):
        return InputPlace(is_link=is_link)  # what opens it says why it cannot
    return InputPlace(state.st_mode, inode_in(state), is_link)


def identity_of(placed: PlacedInput, front_of: Callable[[str], str]) -> str:
    """Return what tells a content from others; of the folder of 10,000 files it is asked once."""
    path = placed.content.path
    if path is None:
        return placed.content.name
    folder, name = placed.apart or os.path.split(path)
    if placed.place.is_link or name in {"", os.curdir, os.pardir}:
        return os.path.realpath(path)
    return front_of(folder) + name


def front_of_folder(folder: str) -> str:
    """Return where a folder really stands, as the names of its files follow it."""
    return os.path.join(os.path.realpath(folder), "")  # noqa: PTH118 Path drops the separator
