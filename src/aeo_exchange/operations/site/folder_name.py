"""The name of a stream's folder in a site: the one that tells whose it is, or an opaque one.

The site itself remembers it: a stream goes on in the folder in which its heads are (XCH-7-1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from aeo_exchange.exchange.site_layout import LAYOUT, drawn_name, is_opaque, stream_name
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.operations.site.hints import head_in, write_hints

__all__ = ["folder_name_of"]


def _names_of(site: Path, stream: StreamName) -> Iterator[str]:
    """Yield the name of each folder with a head of the stream; all are one where all is right."""
    for file in site.glob(f"{LAYOUT}/{stream.sender}/*/*head.jwt"):
        head = head_in(file)
        if head is not None and StreamName.of(head) == stream:
            yield file.parent.name


def folder_name_of(
    site: Path, stream: StreamName, random: Callable[[int], bytes], *, opaque: bool
) -> tuple[str, bool]:
    """Return the name of the folder in which a stream goes on or begins, and whether it was drawn.

    Where it has told whose it is until now, and is to be opaque, the folder is renamed with all
    that is in it.
    """
    plain = stream_name(stream.audience, stream.agreement)
    name = next(filter(is_opaque, _names_of(site, stream)), "")
    if name or not opaque:
        return name or plain, False
    drawn = drawn_name(random)
    folder = site / LAYOUT / stream.sender
    if (folder / plain).exists():
        (folder / plain).rename(folder / drawn)
        write_hints(site)
    return drawn, True
