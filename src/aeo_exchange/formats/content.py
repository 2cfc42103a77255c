"""Content: bytes that can be opened again, so that places are looked up only when needed."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

__all__ = ["Content"]

# Bytes read at a time. Python takes a block of the disk, often 4 KiB, which is two attestations.
_BUFFER = 1 << 16
_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)  # else Windows changes the ends of lines


def _refuse(number: int, reason: str, name: str) -> BinaryIO:
    raise OSError(number, reason, name)


class Content(Struct, frozen=True, kw_only=True):
    """A source of bytes with the name findings give it.

    Exactly one of `path`, `held` and `opened` is set; the last gives a fresh stream of what has
    no name. `first_line` is the number of the first line when the content is a part of a larger
    one. `absent` says why there is nothing to be read.
    """

    name: str
    path: Path | None = None
    held: bytes | None = None
    first_line: int = 1
    opened: Callable[[], BinaryIO] | None = None
    absent: str = ""

    def open(self) -> BinaryIO:
        """Return a fresh stream from the first byte; raises OSError."""
        if self.held is not None:
            return io.BytesIO(self.held)
        if self.opened is not None:
            return self.opened()
        assert self.path is not None
        if self.absent:
            raise FileNotFoundError(errno.ENOENT, self.absent, str(self.path))
        return self.path.open("rb", _BUFFER)

    def begin(self, size: int) -> bytes:
        """Return the first bytes, `size` at most: all of it, if fewer; raises OSError."""
        if self.held is not None:
            return self.held[:size]
        if self.path is None or self.absent:
            with self.open() as stream:
                return stream.read(size)
        # Of 10,000 small files a file object for each is a third of what opening them takes.
        number = os.open(self.path, _TO_READ)
        try:
            begun = os.read(number, size)
            while len(begun) < size and (more := os.read(number, size - len(begun))):
                begun += more
        except OSError as cause:
            cause.filename = str(self.path)  # which is not told of a number
            raise
        finally:
            os.close(number)
        return begun

    @classmethod
    def refused(cls, name: str, cause: OSError) -> Content:
        """Return the content of what could not be read when it was there; opening it says so."""
        said = (cause.errno or errno.EIO, cause.strerror or str(cause), name)
        return cls(name=name, opened=partial(_refuse, *said))
