"""Commands are run as a user runs them, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aeo_exchange.resources import published

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def aeo(tmp_path: Path) -> Run:
    """Return a function that runs aeo in a temporary folder."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "aeo_exchange", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", **environment},
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
