"""Verdicts on inputs to the exit code of a command."""

from __future__ import annotations

from collections.abc import Iterable

from aeo_exchange.cli.exits import Exit
from aeo_exchange.report import Verdict

__all__ = ["Verdicts", "exit_of"]

_OF_VERDICT = {
    Verdict.VALID: Exit.POSITIVE,
    Verdict.NOT_VALID: Exit.NEGATIVE,
    Verdict.UNDETERMINED: Exit.UNDECIDED,
}
# Over many inputs the gravest decides.
GRAVITY = (Exit.UNREADABLE, Exit.UNDECIDED, Exit.NEGATIVE, Exit.POSITIVE)


def exit_of(verdicts: Iterable[Verdict], *, unread: bool = False) -> Exit:
    """Return the exit code of the verdicts on inputs, of which some were perhaps `unread`."""
    exits = {_OF_VERDICT[verdict] for verdict in verdicts}
    if unread:
        exits.add(Exit.UNREADABLE)
    return min(exits, key=GRAVITY.index, default=Exit.POSITIVE)


class Verdicts:
    """The verdicts of a command so far, which make its exit code in the end."""

    def __init__(self) -> None:
        self._verdicts: set[Verdict] = set()
        self._unread = False

    def add(self, verdict: Verdict, *, unread: bool = False) -> None:
        """Note the verdict on one input, and whether it could not be read at all."""
        self._verdicts.add(verdict)
        self._unread = self._unread or unread

    @property
    def exit(self) -> Exit:
        """The exit code of what was noted."""
        return exit_of(self._verdicts, unread=self._unread)
