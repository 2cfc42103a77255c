"""A command run within the process of the tests: it takes a tenth of the time of its own."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from aeo_exchange.cli import main

Done = subprocess.CompletedProcess[str]
SURROUNDINGS = {"PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "80"}


def run_within(folder: Path, *arguments: str, stdin: str = "", **environment: str) -> Done:
    """Run aeo in a folder, and return its code and what it printed."""
    with _standing(folder, arguments, environment), _streams(stdin) as (out, err):
        try:
            main(list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        said = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    return Done(arguments, code, *(text.replace("\r\n", "\n") for text in said))


def instead(arguments: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Return arguments and more of them, without the options of the first that the others name."""
    named = {word.partition("=")[0] for word in more if word.startswith("-")}
    kept = []
    words = iter(arguments)
    for word in words:
        if word.partition("=")[0] not in named:
            kept.append(word)
        elif "=" not in word:
            next(words)  # its value
    return (*kept, *more)


@contextmanager
def _standing(
    folder: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> Iterator[None]:
    """Stand in a folder with arguments and variables, and leave all as it was."""
    handled = {ending: signal.getsignal(ending) for ending in (signal.SIGTERM, signal.SIGHUP)}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["aeo", *arguments])
        for name, value in {**SURROUNDINGS, **environment}.items():
            patch.setenv(name, value)
        try:
            yield
        finally:
            for number, handler in handled.items():
                signal.signal(number, handler)


@contextmanager
def _streams(stdin: str) -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    """Put streams in memory in the place of the three of the process."""
    given = io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8")), "utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        yield out, err
