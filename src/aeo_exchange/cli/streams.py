"""The process itself: the three standard streams, and the signals that ask it to stop."""

from __future__ import annotations

import io
import os
import signal
import sys
from types import FrameType

__all__ = ["Stopped", "open_streams", "silence", "stop_by_exception"]


class Stopped(BaseException):
    """Raised where the system asks the process to stop, so that what is half done is undone."""


def open_streams() -> None:
    """Put something in the place of each standard stream that is closed.

    The next file that is opened would otherwise take its number, and be written to by whoever
    thinks that it is the stream. Reading and writing fail, save for what is said on the side.
    """
    for number, flags in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            handle = os.open(os.devnull, flags)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
    sys.stdin = sys.stdin or io.TextIOWrapper(open(0, "rb", closefd=False))  # noqa: SIM115 a number
    sys.stdout = sys.stdout or io.TextIOWrapper(open(1, "wb", closefd=False))  # noqa: SIM115 a number
    sys.stderr = sys.stderr or io.TextIOWrapper(open(2, "wb", closefd=False))  # noqa: SIM115 a number


def silence(number: int) -> None:
    """Let what is still to be written to a standard stream go nowhere."""
    handle = os.open(os.devnull, os.O_WRONLY)
    os.dup2(handle, number)
    os.close(handle)


def stop_by_exception() -> None:
    """Turn the signals that ask to stop into an exception, once: a second one ends it at once."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    raise Stopped
