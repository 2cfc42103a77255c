"""A program of somebody else's, started without a shell and ended with all its children.

What it may use is bounded from outside: time by the caller, output by the pipes, memory and
number of processes by a look at the processes of the system, whichever system it is.
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
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from aeo_exchange.conformance.adapters.transports.family import (
    Member,
    begin_of,
    family_of,
    kill,
    memory_of,
)
from aeo_exchange.conformance.adapters.transports.pipes import Pipe
from aeo_exchange.conformance.adapters.transports.settings import Settings
from aeo_exchange.conformance.errors import AdapterFailure, UnknownAdapter
from aeo_exchange.counting import how_many

__all__ = ["Program", "words"]

# What a program needs to be found and to write text; nothing of ours, no secret of the user's.
KEPT = ("PATH", "SYSTEMROOT", "PATHEXT")
IS_POSIX = os.name == "posix"
PATIENCE = 5.0  # seconds for a killed program to be gone
ROUNDS = 20  # a group that forks while it is killed needs several


def words(command: str) -> list[str]:
    """Return the words of a command as a shell splits them; nothing is expanded.

    Raises UnknownAdapter for one that a shell could not split.
    """
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
        self._begun = begin_of(self._process.pid)
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
        family = self._family()
        if len(family) > self._settings.processes:
            return f"more than {how_many(self._settings.processes, 'process', 'processes')}"
        if sum(memory_of(member.process) for member in family) > self._settings.memory:
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
        family = self._family()
        for member in family:
            kill(member.process)
        return bool(family)

    def _family(self) -> list[Member]:
        """Return the living processes of the program, also those that left its group."""
        return family_of(self._process.pid, self._begun, str(self.folder))


def _why(cause: Exception) -> str:
    if isinstance(cause, FileNotFoundError):
        return "no such command"
    return (cause.strerror if isinstance(cause, OSError) else None) or str(cause)


def _bound(process: int, address_space: int) -> None:
    """Bound the address space of a program that has just been started, where Linux can."""
    if address_space and sys.platform == "linux":
        import resource  # noqa: PLC0415 POSIX alone has it

        resource.prlimit(process, resource.RLIMIT_AS, (address_space, address_space))
