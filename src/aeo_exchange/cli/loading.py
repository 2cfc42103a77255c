"""Modules are no garbage: nobody looks for any among them while a command is loaded.

What a command reads and holds is none either, and hardly anything leads back to itself: so it is
looked for seldom.
"""

from __future__ import annotations

import gc

__all__ = ["Loading", "loading"]

SELDOM = (20_000, 10, 10)  # new objects before the newest are looked through; Python has 700


class Loading:
    """Garbage is not looked for from the beginning to the end of it.

    Who never begins it, as a program that calls `main` with arguments of its own, has the say of
    what is looked for in its process; so its end changes nothing there.
    """

    def __init__(self) -> None:
        self._is_begun = False

    def begin(self) -> None:
        """Have no garbage looked for; for a process that is ours alone."""
        self._is_begun = True
        gc.disable()

    def end(self) -> None:
        """Have it looked for again, if that was begun, though not in what is loaded by now."""
        if self._is_begun:
            self._is_begun = False
            gc.freeze()  # it stays to the end
            gc.set_threshold(*SELDOM)
            gc.enable()


loading = Loading()
