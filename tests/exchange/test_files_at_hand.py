"""A file that no head names: what it inflates to, and from what on it leads nowhere (XCH-6-4)."""

from __future__ import annotations

import gzip
import io

import pytest

from aeo_exchange.exchange import bodies
from aeo_exchange.operations.exchange.message_files import unnamed_file

NAME = "0000000001.snapshot.aeo.ndjson.gz"


def leads(content: bytes) -> bool:
    return unnamed_file(io.BytesIO(content), NAME) is not None


def test_what_inflates_to_too_much_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_UNTOLD", 100)
    assert leads(gzip.compress(b"x" * 100))
    assert not leads(gzip.compress(b"x" * 101))


def test_what_is_packed_twice_leads_nowhere() -> None:
    once = gzip.compress(b"x" * 10)
    assert leads(once)
    assert not leads(gzip.compress(once))
