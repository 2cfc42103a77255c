"""Ctrl-C ends a run at once, and every process that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aeo_exchange.conformance.transports.processes import IS_POSIX

SLOW = Path(__file__).parent / "adapters" / "slow.py"
pytestmark = pytest.mark.skipif(
    not IS_POSIX or not Path("/proc/self/stat").exists(), reason="signals or /proc are absent"
)


def products(mark: str) -> list[str]:
    """Return the processes whose command line ends with a mark."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = each.read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            continue
        if words[-2:] == [mark, ""] and "conformance" not in words:
            found.append(" ".join(words))
    return found


@pytest.mark.parametrize(
    ("adapter", "jobs"),
    [("exec:sleep {mark}", 1), (f"exec:{sys.executable} {SLOW} {{mark}}", 2)],
    ids=["during start-up", "with several at work"],
)
def test_ctrl_c_ends_the_run_and_every_product(adapter: str, jobs: int, tmp_path: Path) -> None:
    # Its own for each test, so that what another one left is not taken for ours.
    mark = f"{100_000 + 10 * os.getpid() + jobs}"
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "aeo_exchange", "conformance", "run", "--role", "validator"),
            *("--adapter", adapter.format(mark=mark), "--jobs", str(jobs)),
            *("--env", "PYTHONPATH", "-o", str(tmp_path / "report.json")),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while len(products(mark)) < jobs and time.monotonic() < until:
        time.sleep(0.05)
    # Visible in /proc a moment before the runner has been told that it started.
    time.sleep(1)
    running.send_signal(signal.SIGINT)
    # Whoever waits for the product first has no end by then: its start alone may take 30 seconds.
    _, said = running.communicate(timeout=25)
    assert (running.returncode, said.strip()) == (130, "interrupted")
    assert products(mark) == []
    assert list(tmp_path.iterdir()) == []
