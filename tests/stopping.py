"""A process that is asked to stop, at each place where Python would hear of it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

__all__ = ["asked_to_stop"]


class Asked(BaseException):
    """The process is asked to stop here."""


def asked_to_stop(write: Callable[[Path], None], path: Path, number: int) -> bool:
    """Write, asked to stop where Python would hear of it for the so manieth time; say if it was.

    It hears of signals where a function begins, and where one that is not written in Python ends.
    """
    heard = 0

    def hear(frame: FrameType, event: str, _given: object) -> None:
        nonlocal heard
        is_begun = event == "call" and not frame.f_code.co_flags & inspect.CO_GENERATOR
        if event != "c_return" and not is_begun:
            return
        heard += 1
        if heard == number:
            sys.setprofile(None)
            raise Asked

    sys.setprofile(hear)
    try:
        write(path)
    except (Asked, OSError):  # the library closes a folder twice when it is stopped there
        return True
    finally:
        sys.setprofile(None)
    return heard >= number
