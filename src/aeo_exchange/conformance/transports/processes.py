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
from collections.abc import Sequence
from contextlib import suppress
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import cast

from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.transports.settings import Settings

__all__ = ["Program", "words"]

# What a program needs to be found and to write text; nothing of ours, no secret of the user's.
KEPT = ("PATH", "SYSTEMROOT", "PATHEXT")
PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
IS_POSIX = os.name == "posix"
ROUNDS = 20  # a group that forks while it is killed needs several


def words(command: str) -> list[str]:
    """Return the words of a command as a shell splits them; nothing is expanded."""
    try:
        return shlex.split(command, posix=IS_POSIX)
    except ValueError as cause:
        raise AdapterFailure(f"the command cannot be split into words: {cause}") from cause


class Program:
    """A running program with pipes, in a process group and a temporary folder of its own."""

    def __init__(self, command: Sequence[str], settings: Settings) -> None:
        self._settings = settings
        self.folder = Path(tempfile.mkdtemp(prefix="aeo-adapter-"))
        try:
            self._process = self._started(list(command))
        except (OSError, ValueError, subprocess.SubprocessError) as cause:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise AdapterFailure(f"{command[0]!r} cannot be started: {cause}") from cause
        _bound(self._process.pid, settings.address_space)
        self.input = cast("BufferedWriter", self._process.stdin)
        self.output = cast("BufferedReader", self._process.stdout)
        self.errors = cast("BufferedReader", self._process.stderr)

    def _started(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 the user names the program; no shell reads it
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
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
        if not PROC.is_dir():
            return ""
        pages = _pages_by_process(self._process.pid)
        if len(pages) > self._settings.processes:
            return f"more than {self._settings.processes} processes"
        if sum(pages) * PAGE > self._settings.memory:
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
        if IS_POSIX:
            _end_group(self._process.pid)
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        for pipe in (self.input, self.output, self.errors):
            with suppress(OSError, ValueError):
                pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _end_group(group: int) -> None:
    """Kill a process group until it is empty."""
    for _ in range(ROUNDS):
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
        if not PROC.is_dir() or not _pages_by_process(group):
            return
        time.sleep(0.005)


def _pages_by_process(group: int) -> list[int]:
    """Return how many pages each living process of a group holds."""
    found = []
    for each in PROC.iterdir():
        if each.name.isdigit():
            with suppress(OSError, IndexError, ValueError):
                # After the name, which may hold anything, come state, parent and group.
                fields = (each / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                if int(fields[2]) == group and fields[0] != "Z":
                    found.append(int(fields[21]))
    return found


def _bound(process: int, address_space: int) -> None:
    """Bound the address space of a program that has just been started, where Linux can."""
    if address_space and sys.platform == "linux":
        import resource  # noqa: PLC0415 POSIX alone has it

        resource.prlimit(process, resource.RLIMIT_AS, (address_space, address_space))
