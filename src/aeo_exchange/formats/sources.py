"""What a program hands over to be read, to contents: bytes, a path, an open binary file."""

from __future__ import annotations

import io
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from aeo_exchange.errors import NotContent
from aeo_exchange.formats.content import Content

__all__ = ["Source", "bytes_of", "content_of", "contents_of"]

Source: TypeAlias = "Content | bytes | str | os.PathLike[str] | BinaryIO"
_BEGINNINGS = ("{", "[", "<", "eyJ")  # how what is no path, but the text itself, begins


def content_of(source: Source) -> Content:
    """Return what was handed over as content, which can be opened as often as needed.

    A `str` is a path. An open file is read from where it stands; give it back when all is read.
    Raises NotContent for anything else, and for a file that was opened as text.
    """
    match source:
        case Content():
            return source
        case bytes() | bytearray() | memoryview():
            return Content(name="content", held=bytes(source))
        case str():
            _refuse_text(source)
            return Content(name=source, path=Path(source))
        case os.PathLike():
            return Content(name=os.fspath(source), path=Path(source))
        case _ if callable(getattr(source, "read", None)):
            return _of_open_file(source)
        case _:
            raise NotContent(_wanted(f"not {_named(source)}"))


def contents_of(sources: Source | Iterable[Source]) -> Iterator[Content]:
    """Yield the contents of one thing handed over, or of several; raises as `content_of` does."""
    is_one = isinstance(sources, (Content, bytes, bytearray, memoryview, str, os.PathLike))
    if is_one or hasattr(sources, "read") or not isinstance(sources, Iterable):
        yield content_of(cast("Source", sources))
    else:
        for source in sources:
            yield content_of(source)


def bytes_of(source: Source) -> bytes:
    """Return the whole of what was handed over; raises NotContent and OSError."""
    with content_of(source).open() as stream:
        return stream.read()


def _refuse_text(source: str) -> None:
    if source.lstrip().startswith(_BEGINNINGS):
        raise NotContent(_wanted("and this str looks like the text itself; encode it"))


def _wanted(but: str) -> str:
    return f"bytes, a path or an open binary file is wanted, {but}"


def _named(source: object) -> str:
    name = type(source).__name__
    return f"an {name}" if name[0] in "aeiouAEIOU" else f"a {name}"


def _of_open_file(file: BinaryIO) -> Content:
    if isinstance(file, io.TextIOBase) or isinstance(file.read(0), str):
        raise NotContent(_wanted("not a file opened as text; open it with mode 'rb'"))
    name = getattr(file, "name", "content")
    name = name if isinstance(name, str) else "content"
    if not hasattr(os, "pread"):
        return Content(name=name, held=file.read())
    if _is_plain(file):
        return Content(name=name, opened=partial(_reading, file, file.tell()))
    # What cannot be read twice, such as a pipe, is kept: places are looked up by reading again.
    kept = tempfile.TemporaryFile(prefix="aeo-")  # noqa: SIM115 it lives as long as the content
    shutil.copyfileobj(file, kept)
    kept.flush()
    return Content(name=name, opened=partial(_reading, kept, 0))


def _is_plain(file: BinaryIO) -> bool:
    """Say whether an open file is a file of the disk, and no pipe and nothing that unpacks one."""
    raw = getattr(file, "raw", file)
    return isinstance(raw, io.FileIO) and stat.S_ISREG(os.fstat(raw.fileno()).st_mode)


def _reading(file: BinaryIO, start: int) -> BinaryIO:
    return io.BufferedReader(_Apart(file, start))


class _Apart(io.RawIOBase):
    """An open file read from a place of its own, so that two readers do not move each other."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file  # kept, so that it stays open
        self._at = start

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill a buffer from where this reader stands."""
        piece = os.pread(self._file.fileno(), len(buffer), self._at)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
