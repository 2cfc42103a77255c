"""Ctrl-C ends a run at once, and every process that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from aeo_exchange.conformance.adapters.transports.processes import IS_POSIX

ADAPTERS = Path(__file__).parent / "adapters"
LONG = 600  # seconds that no test takes: a fault is told, and never waited for in vain
pytestmark = pytest.mark.skipif(not IS_POSIX, reason="signals are absent")


def products(mark: str) -> list[str]:
    """Return the processes whose command line ends with a mark."""
    running = (process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"]))
    return [
        " ".join(words) for words in running if words[-1:] == [mark] and "conformance" not in words
    ]


@pytest.mark.parametrize(
    ("adapter", "jobs"),
    [
        ("sh {adapters}/deaf.sh {folder} {mark}", 1),
        ("{python} {adapters}/slow.py {folder} {mark}", 2),
    ],
    ids=["during start-up", "with several at work"],
)
def test_ctrl_c_ends_the_run_and_every_product(adapter: str, jobs: int, tmp_path: Path) -> None:
    # Its own for each test, so that what another one left is not taken for ours.
    mark = f"{100_000 + 10 * os.getpid() + jobs}"
    asked, folder = tmp_path / "asked", tmp_path / "out"
    asked.mkdir()
    folder.mkdir()
    named = adapter.format(python=sys.executable, adapters=ADAPTERS, folder=asked, mark=mark)
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "aeo_exchange", "conformance", "run", "--role", "validator"),
            *("--case", "AEO-LIF-0*", "--no-variants"),
            *("--adapter", f"exec:{named}", "--jobs", str(jobs)),
            *("--env", "PYTHONPATH", "-o", str(folder / "report.json")),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + LONG
    # Who was asked is known to the runner as a program that it started.
    while len(list(asked.iterdir())) < jobs:
        assert running.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
    # One that becomes another program has no command line for a moment.
    while len(products(mark)) != jobs:
        assert running.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    # Nobody waited for a product to the end: it would be told as one that did not start.
    _, said = running.communicate(timeout=LONG)
    assert (running.returncode, said.strip()) == (130, "interrupted")
    assert products(mark) == []
    assert list(folder.iterdir()) == []
