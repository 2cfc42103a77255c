"""Commands are run as a user runs them: most within this process, some in one of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import segno

from aeo_exchange.resources import published
from running import SURROUNDINGS, Done, run_within

Run = Callable[..., Done]


@pytest.fixture(autouse=True, scope="session")
def codes_drawn_once() -> Iterator[None]:
    """Have the code of a text drawn once: nobody changes it, and to draw one takes long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segno, "make_qr", cache(segno.make_qr))
        yield


@pytest.fixture
def aeo(tmp_path: Path, forked_aeo: tuple[str, ...]) -> Run:
    """Return a function that runs aeo in a temporary folder, within this process.

    It takes a tenth of the time of a process. What asks for workers is forked, since this process
    may have threads; what is about signals, devices or open files begins one of its own.
    """

    def run(*arguments: str, stdin: str = "", **environment: str) -> Done:
        if any(argument.startswith("--jobs") for argument in arguments):
            return _run_apart(tmp_path, (*forked_aeo, *arguments), stdin, environment)
        return run_within(tmp_path, *arguments, stdin=stdin, **environment)

    return run


@pytest.fixture
def aeo_forked(tmp_path: Path, forked_aeo: tuple[str, ...]) -> Run:
    """Return a function that runs aeo in a temporary folder, in a process that is forked."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> Done:
        return _run_apart(tmp_path, (*forked_aeo, *arguments), stdin, environment)

    return run


@pytest.fixture
def aeo_process(tmp_path: Path) -> Run:
    """Return a function that runs aeo in a temporary folder, in a process begun for it."""
    command = (sys.executable, "-m", "aeo_exchange")

    def run(*arguments: str, stdin: str = "", **environment: str) -> Done:
        return _run_apart(tmp_path, (*command, *arguments), stdin, environment)

    return run


def _run_apart(
    folder: Path, command: tuple[str, ...], stdin: str, environment: dict[str, str]
) -> Done:
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, **SURROUNDINGS, **environment},
        check=False,
    )


@pytest.fixture
def sample() -> str:
    """Return the text of a valid record."""
    return published("samples/records/HK-AEO/TIER1.aeo.json").read_text(encoding="utf-8")


@pytest.fixture
def line(sample: str) -> str:
    """Return a valid record on one line."""
    import json

    return json.dumps(json.loads(sample), ensure_ascii=False, separators=(",", ":"))
