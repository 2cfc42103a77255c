"""Commands are run as a user runs them: most within this process, some in one of their own."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aeo_exchange.cli import main
from aeo_exchange.resources import published

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
SURROUNDINGS = {"PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "80"}


@pytest.fixture
def aeo(tmp_path: Path, aeo_process: Run) -> Run:
    """Return a function that runs aeo in a temporary folder, within this process.

    It takes a tenth of the time of a process. What asks for workers gets one, since they begin
    in the folder where theirs began; so must what is about signals, devices or open files.
    """

    def run(*arguments: str, stdin: str = "", **environment: str) -> Done:
        if any(each.startswith("--jobs") for each in arguments):
            return aeo_process(*arguments, stdin=stdin, **environment)
        with _standing(tmp_path, arguments, environment), _streams(stdin) as (out, err):
            try:
                main(list(arguments))
            except SystemExit as end:
                code = int(end.code or 0)
            said = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
        return Done(arguments, code, *(text.replace("\r\n", "\n") for text in said))

    return run


@contextmanager
def _standing(
    folder: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> Iterator[None]:
    """Stand in a folder with arguments and variables, and leave all as it was."""
    handled = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)}
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


@pytest.fixture
def aeo_process(tmp_path: Path) -> Run:
    """Return a function that runs aeo in a temporary folder, in a process of its own."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "aeo_exchange", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, **SURROUNDINGS, **environment},
            check=False,
        )

    return run


@pytest.fixture
def sample() -> str:
    """Return the text of a valid record."""
    return published("samples/records/HK-AEO/TIER1.aeo.json").read_text(encoding="utf-8")


@pytest.fixture
def line(sample: str) -> str:
    """Return a valid record on one line."""
    import json

    return json.dumps(json.loads(sample), ensure_ascii=False, separators=(",", ":"))
