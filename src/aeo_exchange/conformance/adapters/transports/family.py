"""The living processes that a program led to, by what the system says of each (psutil)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import psutil

__all__ = ["Member", "begin_of", "family_of", "kill", "memory_of"]

SHIFT = 1.0  # seconds by which the clock may be set while a program runs


class Member(NamedTuple):
    """A living process; `begun` is when, in seconds."""

    process: psutil.Process
    parent: int
    group: int
    begun: float


def begin_of(number: int) -> float:
    """Return when a process began, in seconds; 0 for one that is gone already."""
    import psutil  # noqa: PLC0415 start-up time is felt

    try:
        begun: float = psutil.Process(number).create_time()
    except (psutil.Error, OSError):
        return 0.0
    return begun


def family_of(first: int, since: float, folder: str) -> list[Member]:
    """Return the processes of a group, their descendants, and those that inherited a folder.

    `since` is when the first began: nothing older is looked at. One that started a session and
    whose parent ended is nobody's child any more, but it has the environment that it was started
    with, unless it took care to lose that too.
    """
    living = sorted(_living(since), key=lambda member: (member.begun, member.process.pid))
    family: dict[int, Member] = {}
    for member in living:
        if (
            first in {member.process.pid, member.group}
            or member.parent in family
            or folder in _environment_of(member.process)
        ):
            family[member.process.pid] = member
    return list(family.values())


def memory_of(process: psutil.Process) -> int:
    """Return the bytes of memory that a process takes; 0 for one that has ended."""
    import psutil  # noqa: PLC0415 start-up time is felt

    try:
        held: int = process.memory_info().rss
    except (psutil.Error, OSError):
        return 0
    return held


def kill(process: psutil.Process) -> None:
    """End a process, if it is still there and may be ended."""
    import psutil  # noqa: PLC0415 start-up time is felt

    try:
        process.kill()
    except (psutil.Error, OSError):
        return


def _living(since: float) -> Iterator[Member]:
    """Yield the processes that began since an instant and do not wait to be buried."""
    import psutil  # noqa: PLC0415 start-up time is felt

    for number in psutil.pids():
        try:
            process = psutil.Process(number)
            begun = process.create_time()
            if begun < since - SHIFT:
                continue
            with process.oneshot():
                is_gone = process.status() in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
                member = Member(process, process.ppid(), _group_of(number), begun)
        except (psutil.Error, OSError):
            continue
        if not is_gone:
            yield member


def _group_of(number: int) -> int:
    """Return the process group of a process; 0, which nobody has, where there are none."""
    return os.getpgid(number) if hasattr(os, "getpgid") else 0


def _environment_of(process: psutil.Process) -> frozenset[str]:
    """Return the values in the environment of a process; none where it is not ours."""
    import psutil  # noqa: PLC0415 start-up time is felt

    try:
        return frozenset(process.environ().values())
    except (psutil.Error, OSError):
        return frozenset()
