"""What is asked about a site, and what is said of a file on it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.model.instants import Instant
from aeo_exchange.report import Severity
from aeo_exchange.trust.listed_keys import Trust

__all__ = ["SiteQuestion", "SiteRemark", "place_of"]


class SiteRemark(Struct, frozen=True, kw_only=True):
    """Something about a file of a site, by the rule it is about."""

    path: str
    code: str
    message: str
    severity: Severity = Severity.ERROR


class SiteQuestion(Struct, frozen=True, kw_only=True):
    """By what a site is judged: now, the trust lists if any, the headers that a host sent if any.

    `headers` are those of each path, with names in lower case.
    """

    at: Instant
    trust: Trust | SignatureError | None = None
    test_keys: bool = False
    headers: Mapping[str, Mapping[str, str]] | None = None


def place_of(file: Path, site: Path) -> str:
    """Return the path of a file below its site."""
    return file.relative_to(site).as_posix()
