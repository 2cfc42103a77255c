"""Ways to reach a product: a process that stays, a process each time, HTTP, a Python callable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from msgspec import Struct

from aeo_exchange.conformance.adapters.protocol import Hello, Reply, Request
from aeo_exchange.conformance.adapters.transports.argv import Argv
from aeo_exchange.conformance.adapters.transports.calls import Calls
from aeo_exchange.conformance.adapters.transports.lines import Lines
from aeo_exchange.conformance.adapters.transports.processes import words
from aeo_exchange.conformance.adapters.transports.settings import Settings
from aeo_exchange.conformance.adapters.transports.web import Web
from aeo_exchange.conformance.errors import UnknownAdapter

__all__ = ["TRANSPORTS", "Adapter", "Settings", "Transport", "adapter_of"]


class Transport(Protocol):
    """A product that can be asked.

    Each call raises AdapterTimeout or AdapterFailure, after which the transport is closed and
    another one is opened.
    """

    def hello(self) -> Hello:
        """Return what the product says of itself."""

    def run(self, request: Request) -> Reply:
        """Return the answer to a question."""

    def reset(self) -> None:
        """Make the product forget what it was told."""

    def close(self) -> None:
        """Let the product go, with every process that it started."""


class TransportRow(NamedTuple):
    """How what stands behind the colon is opened, and the files that it names."""

    open: Callable[[str, Settings], Transport]
    files: Callable[[str], list[Path]] = lambda _: []


def _files(command: str) -> list[Path]:
    return [Path(word) for word in words(command) if Path(word).is_file()]


# Adding a transport is adding a row.
TRANSPORTS = {
    "exec": TransportRow(Lines, _files),
    "argv": TransportRow(Argv, _files),
    "http": TransportRow(lambda rest, settings: Web(f"http:{rest}", settings)),
    "https": TransportRow(lambda rest, settings: Web(f"https:{rest}", settings)),
    "python": TransportRow(Calls),
}


class Adapter(Struct, frozen=True, kw_only=True):
    """An adapter as it was named: how it is reached, and where or by which command."""

    scheme: str
    rest: str
    settings: Settings

    @property
    def name(self) -> str:
        """The adapter as it is written on a command line."""
        return f"{self.scheme}:{self.rest}"

    def open(self) -> Transport:
        """Return the product, ready to be asked; raises AdapterFailure."""
        return TRANSPORTS[self.scheme].open(self.rest, self.settings)

    def files(self) -> list[Path]:
        """Return the files that its command names, whose bytes are the adapter."""
        return TRANSPORTS[self.scheme].files(self.rest)


def adapter_of(text: str, settings: Settings) -> Adapter:
    """Return the adapter that a text names; raises UnknownAdapter."""
    scheme, colon, rest = text.partition(":")
    if scheme not in TRANSPORTS or not colon or not rest.strip():
        known = ", ".join(f"{transport}:" for transport in TRANSPORTS)
        raise UnknownAdapter(f"{text!r} begins with none of {known}")
    return Adapter(scheme=scheme, rest=rest, settings=settings)
