"""The name of a stream's folder in a site: the one that tells whose it is, or an opaque one.

The site itself remembers it: a stream goes on in the folder in which its heads are (XCH-7-1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from aeo_exchange.exchange.site_layout import LAYOUT, drawn_name, is_opaque, stream_name
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.operations.site.hints import head_in, write_hints

__all__ = ["FolderName", "folder_name_of", "move_folder"]


class FolderName(NamedTuple):
    """The name under which a stream is published now, and the one that was drawn for it, if any."""

    now: str
    drawn: str = ""


def _names_of(site: Path, stream: StreamName) -> Iterator[str]:
    """Yield the name of each folder with a head of the stream; all are one where all is right."""
    for file in site.glob(f"{LAYOUT}/{stream.sender}/*/*head.jwt"):
        head = head_in(file)
        if head is not None and StreamName.of(head) == stream:
            yield file.parent.name


def folder_name_of(
    site: Path, stream: StreamName, random: Callable[[int], bytes], *, opaque: bool
) -> FolderName:
    """Return the name of the folder in which a stream goes on or begins; nothing is written.

    Where it has told whose it is until now, and is to be opaque, it goes on there, and
    `move_folder` gives it the name that was drawn.
    """
    plain = stream_name(stream.audience, stream.agreement)
    name = next(filter(is_opaque, _names_of(site, stream)), "")
    if name or not opaque:
        return FolderName(name or plain)
    drawn = drawn_name(random)
    is_there = (site / LAYOUT / stream.sender / plain).exists()
    return FolderName(plain if is_there else drawn, drawn)


def move_folder(site: Path, sender: str, name: FolderName) -> None:
    """Rename the folder of a stream, with all that is in it, to the name that was drawn for it."""
    if name.drawn not in ("", name.now):
        folder = site / LAYOUT / sender
        (folder / name.now).rename(folder / name.drawn)
        write_hints(site)
