"""Peers: independent software that shares nothing with ours, run as its own process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REQUIRED = os.environ.get("AEO_PEERS") == "required"


def absent(name: str) -> None:
    """Skip a test whose peer is absent, or fail it where peers are required."""
    message = f"peer absent: {name}"
    if REQUIRED:
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Return what finds the program of a peer."""

    def find(name: str) -> str:
        program = shutil.which(name)
        if program is None:
            absent(name)
        return str(program)

    return find


@pytest.fixture(scope="session")
def npm_package() -> Callable[[str], Path]:
    """Return what finds the folder in which an npm package of ours is installed."""

    def find(name: str) -> Path:
        folder = HERE / "node"
        if not (folder / "node_modules" / name).is_dir():
            absent(f"{name} (npm ci in {folder.relative_to(HERE.parents[1])})")
        return folder

    return find
