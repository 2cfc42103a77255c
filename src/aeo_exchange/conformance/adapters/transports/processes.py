"""A program of somebody else's, started without a shell and ended with all its children.

What it may use is bounded from outside: time by the caller, output by the pipes, memory and
number of processes by a look at /proc where the system has it.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from aeo_exchange.conformance.adapters.transports.pipes import Pipe
from aeo_exchange.conformance.adapters.transports.settings import Settings
from aeo_exchange.conformance.errors import AdapterFailure, UnknownAdapter

__all__ = ["Program", "words"]

# What a program needs to be found and to write text; nothing of ours, no secret of the user's.
KEPT = ("PATH", "SYSTEMROOT", "PATHEXT")
PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
IS_POSIX = os.name == "posix"
PATIENCE = 5.0  # seconds for a killed program to be gone
ROUNDS = 20  # a group that forks while it is killed needs several


def words(command: str) -> list[str]:
    """Return the words of a command as a shell splits them; nothing is expanded."""
    try:
        return shlex.split(command, posix=IS_POSIX)
    except ValueError as cause:
        raise UnknownAdapter(f"the command cannot be split into words: {cause}") from cause


class Program:
    """A running program with pipes, in a process group and a temporary folder of its own."""

    def __init__(self, command: Sequence[str], settings: Settings) -> None:
        self._settings = settings
        self.folder = Path(tempfile.mkdtemp(prefix="aeo-adapter-"))
        try:
            self._process = self._started(list(command))
        except (OSError, ValueError, subprocess.SubprocessError) as cause:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise AdapterFailure(f"{command[0]}: {_why(cause)}") from cause
        _bound(self._process.pid, settings.address_space)
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        self.input = Pipe(self._process.stdin)
        self.output = Pipe(self._process.stdout)
        self.errors = Pipe(self._process.stderr)

    def _started(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 the user names the program; no shell reads it
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=self._environment(),
            start_new_session=IS_POSIX,
        )

    def _environment(self) -> dict[str, str]:
        kept = {
            name: os.environ[name] for name in (*KEPT, *self._settings.keep) if name in os.environ
        }
        folder = str(self.folder)
        return {
            "HOME": folder,
            "TMPDIR": folder,
            "TEMP": folder,
            "TMP": folder,
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            **kept,
        }

    def excess(self) -> str:
        """Return what the program takes more of than it may, or an empty text."""
        found = self._family()
        if len(found) > self._settings.processes:
            return f"more than {self._settings.processes} processes"
        if sum(each.pages for each in found) * PAGE > self._settings.memory:
            return f"more than {self._settings.memory >> 20} MiB of memory"
        return ""

    def ended(self, wait: float = 0.0) -> int | None:
        """Return the exit code, or None while the program runs; negative for a signal."""
        if not wait:
            return self._process.poll()
        try:
            return self._process.wait(wait)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        """End the program, its children and theirs, and take its folder away."""
        for _ in range(ROUNDS):
            if not self._killed():
                break
            time.sleep(0.005)
        # Who may not be killed, such as a program that became another user, is left behind.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        for pipe in (self.input, self.output, self.errors):
            pipe.close()
        with suppress(RecursionError):  # it may have made a folder in a folder in a folder
            shutil.rmtree(self.folder, ignore_errors=True)

    def _killed(self) -> bool:
        """Kill what is there, by group and one by one; say whether there was anything."""
        with suppress(OSError):
            self._process.kill()
        if IS_POSIX:
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        found = self._family()
        for each in found:
            with suppress(OSError):
                os.kill(each.number, signal.SIGKILL)
        return bool(found)

    def _family(self) -> list[_Process]:
        """Return the living processes of the program, also those that left its group."""
        return _family(self._process.pid, f"={self.folder}\0".encode())


class _Process(NamedTuple):
    """What /proc says of a living process; `begun` is when, in ticks since the system started."""

    number: int
    parent: int
    group: int
    begun: int
    pages: int


def _family(first: int, mark: bytes) -> list[_Process]:
    """Return the processes of a group, their descendants, and those that inherited a mark.

    One that started a session and whose parent ended is nobody's child any more, but it has the
    environment that it was started with, unless it took care to lose that too.
    """
    living = sorted(_processes(), key=lambda each: (each.begun, each.number))
    since = next((each.begun for each in living if each.number == first), 0)
    found: dict[int, _Process] = {}
    for each in living:
        if (
            each.group == first
            or each.parent in found
            or (each.begun >= since and mark in _environment_of(each.number))
        ):
            found[each.number] = each
    return list(found.values())


def _processes() -> Iterator[_Process]:
    """Yield every living process; none where the system has no /proc."""
    if not PROC.is_dir():
        return
    for each in PROC.iterdir():
        if each.name.isdigit():
            with suppress(OSError, IndexError, ValueError):
                # After the name, which may hold anything, come state, parent and group.
                fields = (each / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                if fields[0] not in "ZX":
                    parent, group, begun, pages = (int(fields[i]) for i in (1, 2, 19, 21))
                    yield _Process(int(each.name), parent, group, begun, pages)


def _environment_of(process: int) -> bytes:
    """Return the environment that a process was started with; nothing where it is not ours."""
    try:
        return (PROC / str(process) / "environ").read_bytes()
    except OSError:
        return b""


def _why(cause: Exception) -> str:
    if isinstance(cause, FileNotFoundError):
        return "no such command"
    return (cause.strerror if isinstance(cause, OSError) else None) or str(cause)


def _bound(process: int, address_space: int) -> None:
    """Bound the address space of a program that has just been started, where Linux can."""
    if address_space and sys.platform == "linux":
        import resource  # noqa: PLC0415 POSIX alone has it

        resource.prlimit(process, resource.RLIMIT_AS, (address_space, address_space))
