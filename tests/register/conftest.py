from __future__ import annotations

import pytest

from register.keeping import begun


@pytest.fixture
def url(tmp_path) -> str:
    """The URL of a database that is new; tests/peers has one of PostgreSQL in its place."""
    return f"sqlite:///{tmp_path / 'register.db'}"


@pytest.fixture
def register(tmp_path, url):
    made = begun(tmp_path, url)
    yield made
    made.close()
