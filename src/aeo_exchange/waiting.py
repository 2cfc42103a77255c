"""How long one process waits for another that changes the same thing, and who is told so.

A command says it once, for all that it may have to wait for: files, and registers of both kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

__all__ = ["WAIT_SECONDS", "Waiting", "told_of_waiting", "waiting_as", "waiting_now"]

WAIT_SECONDS = 60.0
UNTOLD_SECONDS = 2.0  # most changes of another process take less, and a word would only disturb


def _nobody(_message: str) -> None:
    """Tell nobody."""


class Waiting(NamedTuple):
    """For how many seconds a process waits; what it waits for is told behind some of them."""

    seconds: float = WAIT_SECONDS
    told: Callable[[str], object] = _nobody
    untold: float = UNTOLD_SECONDS


USUAL = Waiting()
_WAITING: ContextVar[Waiting] = ContextVar("waiting", default=USUAL)


def waiting_now() -> Waiting:
    """Return how long is waited here."""
    return _WAITING.get()


@contextmanager
def waiting_as(waiting: Waiting) -> Iterator[None]:
    """Wait so until the block is left."""
    token = _WAITING.set(waiting)
    try:
        yield
    finally:
        _WAITING.reset(token)


@contextmanager
def told_of_waiting(for_what: Callable[[], str]) -> Iterator[None]:
    """Tell what is waited for where the block is not left in a moment."""
    from threading import Timer  # noqa: PLC0415 start-up time is felt

    waiting = waiting_now()

    def tell() -> None:
        waiting.told(
            f"waiting for at most {waiting.seconds:g} seconds, as {for_what()}; "
            "`aeo --wait SECONDS` says how long, 0 ends at once"
        )

    timer = Timer(waiting.untold, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
