"""Modules are no garbage: nobody looks for any among them while a command is loaded."""

from __future__ import annotations

import gc

__all__ = ["Loading", "loading"]


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
            gc.enable()


loading = Loading()
