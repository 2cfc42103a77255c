"""Our ends of the pipes to a program: each can be closed at any time, even while it is in use."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Iterator
from typing import IO

__all__ = ["Pipe"]

IS_POSIX = os.name == "posix"
READABLE, WRITABLE = (getattr(select, name, 0) for name in ("POLLIN", "POLLOUT"))
GLANCE = 50  # milliseconds to wait for the other side before looking whether all is over
PIECE = 1 << 16


class Pipe:
    """One end of a pipe.

    A buffered stream could not be closed while a thread waits in it, and a child that escaped
    keeps the other end open. Here nobody waits longer than a glance. Elsewhere than on POSIX,
    where pipes cannot be polled, the end of the program has to end the waiting.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._file = stream.fileno()
        self._over = False
        self._in_use = threading.Lock()
        if IS_POSIX:
            os.set_blocking(self._file, False)

    def read(self) -> bytes:
        """Return what there is as soon as there is something; nothing at the end or once closed."""
        while not self._over:
            with self._in_use:
                if not self._over and self._is_ready(READABLE):
                    return os.read(self._file, PIECE)
        return b""

    def lines(self, longest: int) -> Iterator[bytes | None]:
        """Yield lines without their ends; None for one that is longer, which is the last."""
        held = bytearray()
        while piece := self.read():
            begun, *others = piece.split(b"\n")
            held += begun
            for other in others:
                if len(held) > longest:
                    yield None
                    return
                yield bytes(held)
                held = bytearray(other)
            if len(held) > longest:
                yield None
                return
        if held:
            yield bytes(held)

    def write(self, content: bytes) -> None:
        """Write all of it, or as much as is taken before the pipe is closed; raises OSError."""
        left = memoryview(content)
        while left and not self._over:
            with self._in_use:
                if not self._over and self._is_ready(WRITABLE):
                    left = left[os.write(self._file, left) :]

    def close(self) -> None:
        """Close the pipe; a thread that is reading or writing returns shortly after."""
        self._over = True
        with self._in_use:
            self._stream.close()

    def _is_ready(self, event: int) -> bool:
        if not IS_POSIX:
            return True
        poll = select.poll()
        poll.register(self._file, event)
        return bool(poll.poll(GLANCE))
