"""The process itself: the three standard streams, and the signals that ask it to stop."""

from __future__ import annotations

import _thread
import io
import os
import signal
import sys
import threading
from types import FrameType

__all__ = ["Stopped", "open_streams", "silence", "stop_by_exception"]


# Long enough for the callback that took the exception away to have ended.
AGAIN_SECONDS = 0.01


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
    """Turn the signals that ask to stop into an exception, once: a second one ends it at once.

    Python runs a signal's handler between any two steps, so also while it takes an object out of
    memory, and there an exception is reported and dropped: the command would run to its end. What
    was dropped is raised again a moment later.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)
    sys.unraisablehook = _raise_again


def _stop(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    raise Stopped(number)


def _raise_again(dropped: sys.UnraisableHookArgs) -> None:
    if isinstance(dropped.exc_value, Stopped):
        number = dropped.exc_value.args[0]
        signal.signal(number, _stop)
    elif dropped.exc_type is KeyboardInterrupt:
        number = signal.SIGINT
    else:
        sys.__unraisablehook__(dropped)
        return
    # Raised here it would be dropped as well: the hook runs inside the same callback.
    timer = threading.Timer(AGAIN_SECONDS, _thread.interrupt_main, [number])
    timer.daemon = True
    timer.start()
