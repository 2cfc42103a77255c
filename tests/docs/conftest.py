"""The commands of documents are run as they stand, in a shell, each forked and not begun anew."""

from __future__ import annotations

import shlex

import pytest


@pytest.fixture(scope="session")
def shell_aeo(forked_aeo: tuple[str, ...]) -> str:
    """Return the function of a shell that is put before a command with `aeo`."""
    return f'aeo() {{ {shlex.join(forked_aeo)} "$@"; }}\n'
