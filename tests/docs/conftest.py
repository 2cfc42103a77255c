"""The commands of documents are run as they stand, in a shell, each forked and not begun anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from forked import forking


@pytest.fixture(scope="session")
def forked_aeo() -> Iterator[str]:
    """Return the function of a shell that is put before a command with `aeo`."""
    with forking("aeo_exchange.cli") as words:
        yield f'aeo() {{ {words} "$@"; }}\n'
