"""The process itself: the three standard streams, and the signals that ask it to stop."""

from __future__ import annotations

import _thread
import io
import os
import signal
import sys
import threading
from types import FrameType
from typing import Any, TypeAlias

__all__ = ["STOPPING", "Stopped", "open_streams", "silence", "stop_by_exception", "stop_watching"]

# Long enough for what an exception passes on its way to have ended.
AGAIN_SECONDS = 0.2
Kind: TypeAlias = type[BaseException] | tuple[type[BaseException], ...]
USUAL = (signal.SIG_DFL, signal.default_int_handler)


class Stopped(BaseException):
    """Raised where the system asks the process to stop, so that what is half done is undone."""


STOPPING = (KeyboardInterrupt, Stopped)
# The signals that asked to stop; whether the next of its number is one that is asked again.
_asked: dict[int, bool] = {}
_over = threading.Event()
_usual: dict[int, Any] = {}  # what the signals did before


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
    memory, and there an exception is dropped: the command would run to its end. So what was asked
    is watched until `stop_watching` or until an exception of it is being dealt with, and raised
    again where it was dropped.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in USUAL:
            _usual[number] = signal.signal(number, _stop)
    sys.unraisablehook = _without_what_is_raised_again
    _asked.clear()
    _over.clear()


def stop_watching() -> None:
    """Let what was asked rest and signals do what they did: the command is over."""
    _over.set()
    while _usual:
        signal.signal(*_usual.popitem())


def _stop(number: int, _frame: FrameType | None) -> None:
    if _asked.get(number) and _over.is_set():
        return  # asked again, and heard meanwhile
    if number in _asked and not _asked[number]:
        _end_at_once(number)
    if not _asked:
        # No lock is taken, as threads of `threading` do: the handler may have stopped its holder.
        _thread.start_new_thread(_watch, (signal.Signals(number), threading.get_ident()))
    _asked[number] = False
    raise KeyboardInterrupt if number == signal.SIGINT else Stopped(number)


def _end_at_once(number: int) -> None:
    """End as a process does that never cared for the signal; an interruption is raised anew."""
    if number != signal.SIGINT:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


def _watch(number: signal.Signals, thread: int) -> None:
    """Ask a thread again as long as it does neither deal with what it was asked nor end."""
    while not _over.wait(AGAIN_SECONDS):
        if _is_handling(thread, STOPPING):
            return
        # A generator that is closed undoes its own half, and what was raised waits for it.
        if not _is_handling(thread, GeneratorExit):
            _asked[number] = True
            _thread.interrupt_main(number)


def _is_handling(thread: int, kind: Kind) -> bool:
    """Say whether a thread handles an exception of a kind, or one that came on top of it."""
    handled = sys._current_exceptions().get(thread)  # noqa: SLF001 documented, for just this
    cause = handled[1] if isinstance(handled, tuple) else handled  # a tuple until Python 3.12
    while cause is not None and not isinstance(cause, kind):
        cause = cause.__context__
    return cause is not None


def _without_what_is_raised_again(dropped: sys.UnraisableHookArgs) -> None:
    if not isinstance(dropped.exc_value, STOPPING):
        sys.__unraisablehook__(dropped)
