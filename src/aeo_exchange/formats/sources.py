"""What a program hands over to be read, to contents: bytes, a path, an open binary file."""

from __future__ import annotations

import io
import os
import stat
import weakref
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from aeo_exchange.endless import is_read_once, read_all
from aeo_exchange.errors import NotContent
from aeo_exchange.formats.content import Content

__all__ = ["Source", "bytes_of", "content_of", "contents_of", "one_or_several"]

Source: TypeAlias = Content | bytes | str | os.PathLike[str] | BinaryIO
_SHOWN = 40
_BEGINNINGS = ("{", "[", "<", "eyJ")  # how what is no path, but the text itself, begins


def content_of(source: Source) -> Content:
    """Return what was handed over as content, which can be opened as often as needed.

    A `str` is a path. An open file is read from where it stands; give it back when all is read.
    Raises NotContent for anything else, and for a file that was opened as text or is closed.
    """
    match source:
        case Content():
            return source
        case bytes() | bytearray() | memoryview():
            return Content(name="content", held=bytes(source))
        case str():
            _refuse_text(source)
            return _of_path(source)
        case os.PathLike():
            return _of_path(os.fsdecode(source))
        case _ if callable(getattr(source, "read", None)):
            return _of_open_file(source)
        case _:
            raise NotContent(_wanted(f"not {_named(source)}"))


def contents_of(sources: Source | Iterable[Source]) -> Iterator[Content]:
    """Yield the contents of one thing handed over, or of several; raises as `content_of` does."""
    yield from map(content_of, one_or_several(sources))


def one_or_several(given: object) -> Iterator[Any]:
    """Yield what was given: bytes, texts and open files are one, though Python can step through."""
    is_one = isinstance(given, (Content, bytes, bytearray, memoryview, str, os.PathLike))
    if is_one or hasattr(given, "read") or not isinstance(given, Iterable):
        yield given
    else:
        yield from given


def bytes_of(source: Source) -> bytes:
    """Return the whole of what was handed over; raises NotContent and OSError."""
    with content_of(source).open() as stream:
        return read_all(stream, content_of(source).name)


def _refuse_text(source: str) -> None:
    if source.lstrip().startswith(_BEGINNINGS):
        raise NotContent(_wanted("and this str looks like the text itself; encode it"))


def _of_path(name: str) -> Content:
    try:
        is_one = b"\0" not in os.fsencode(name)
    except UnicodeEncodeError:
        is_one = False
    if not is_one:
        raise NotContent(_wanted(f"and {name[:_SHOWN]!a} cannot be a path"))
    path = Path(name)
    if not is_read_once(path):
        return Content(name=name, path=path)
    try:
        with path.open("rb") as stream:
            return _kept(stream, name)
    except OSError as cause:
        return Content.refused(name, cause)


def _wanted(but: str) -> str:
    return f"bytes, a path or an open binary file is wanted, {but}"


def _named(source: object) -> str:
    name = type(source).__name__
    return f"an {name}" if name[0] in "aeiouAEIOU" else f"a {name}"


def _of_open_file(file: BinaryIO) -> Content:
    if getattr(file, "closed", False) is True:
        raise NotContent(_wanted("not one that is closed"))
    if isinstance(file, io.TextIOBase) or isinstance(file.read(0), str):
        raise NotContent(_wanted("not a file opened as text; open it with mode 'rb'"))
    name = getattr(file, "name", "content")
    name = name if isinstance(name, str) else "content"
    if not hasattr(os, "pread"):
        return Content(name=name, held=read_all(file, name))
    if _is_plain(file):
        return Content(name=name, opened=partial(_reading, file, file.tell()))
    return _kept(file, name)


def _kept(file: BinaryIO, name: str) -> Content:
    """Keep what cannot be read twice, such as a pipe: places are looked up by reading again."""
    from aeo_exchange.files import copied_aside  # noqa: PLC0415 start-up time is felt

    return Content(name=name, opened=_SpooledFile(copied_aside(file, name)))


def _is_plain(file: BinaryIO) -> bool:
    """Say whether an open file is a file of the disk, and no pipe and nothing that unpacks one."""
    raw = getattr(file, "raw", file)
    return isinstance(raw, io.FileIO) and stat.S_ISREG(os.fstat(raw.fileno()).st_mode)


class _SpooledFile:
    """A temporary file that is closed, and gone, once its content is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        weakref.finalize(self, file.close)

    def __call__(self) -> BinaryIO:
        return io.BufferedReader(_Apart(self._file, 0, self))


def _reading(file: BinaryIO, start: int) -> BinaryIO:
    return io.BufferedReader(_Apart(file, start))


class _Apart(io.RawIOBase):
    """An open file read from a place of its own, so that two readers do not move each other."""

    def __init__(self, file: BinaryIO, start: int, keeper: object = None) -> None:
        self._file, self._keeper = file, keeper  # kept, so that it stays open
        self._start = self._at = start

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be gone back to its first byte."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to an offset from the first byte, or from here; the end is not known."""
        if whence not in {os.SEEK_SET, os.SEEK_CUR}:
            raise io.UnsupportedOperation("the end of an open file may move")
        self._at = offset + (self._start if whence == os.SEEK_SET else self._at)
        return self._at - self._start

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill a buffer from where this reader stands."""
        piece = os.pread(self._file.fileno(), len(buffer), self._at)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
