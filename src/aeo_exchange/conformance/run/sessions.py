"""An adapter that is asked question after question, and started again after it broke."""

from __future__ import annotations

import time
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.conformance.adapters.protocol import Hello, Reply, Request
from aeo_exchange.conformance.adapters.transports import Adapter, Transport
from aeo_exchange.conformance.errors import AdapterFailure, AdapterTimeout, UnknownAdapter
from aeo_exchange.conformance.legible import writable
from aeo_exchange.conformance.suite.lists import VERIFYING, Operation, State

__all__ = ["Answered", "Session"]

# Before these the product forgets what it was told: caches of lists would change the answer.
FORGETTING = VERIFYING | {Operation.RECEIVE, Operation.TAKE_ANSWER}
MOST_STARTS = 3  # in a row that fail; then the product is given up


class Answered(NamedTuple):
    """What a question led to: an answer, or the state and message of there being none."""

    reply: Reply | None
    state: State
    message: str
    seconds: float


class Session:
    """One product at work. Failures are states; only a first start that fails is raised."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter
        self._transport: Transport | None = None
        self._failed_starts = 0

    def start(self) -> Hello:
        """Return what the product says of itself; raises AdapterFailure."""
        self._transport = self._adapter.open()
        try:
            hello = self._transport.hello()
            self._transport.reset()
        except AdapterFailure:
            self.close()
            raise
        return hello

    def ask(self, request: Request) -> Answered:
        """Return what a question led to."""
        begun = time.monotonic()
        reply, state, message = self._asked(request)
        return Answered(reply, state, message, time.monotonic() - begun)

    def close(self) -> None:
        """Let the product go."""
        if self._transport:
            self._transport.close()
            self._transport = None

    def _asked(self, request: Request) -> tuple[Reply | None, State, str]:
        try:
            if not self._ready():
                return None, State.NOT_RUN, "the adapter could not be started again"
            return self._answer(request)
        except AdapterTimeout as cause:
            self.close()
            return None, State.TIMEOUT, writable(str(cause))
        except (AdapterFailure, UnknownAdapter) as cause:
            self.close()
            return None, State.ERROR, writable(str(cause))

    def _answer(self, request: Request) -> tuple[Reply | None, State, str]:
        assert self._transport
        if request.operation in FORGETTING:
            self._transport.reset()
        reply = self._transport.run(request)
        if reply.unsupported:
            return reply, State.UNSUPPORTED, reply.reason if reply.reason is not UNSET else ""
        if reply.error is not UNSET:
            return reply, State.ERROR, reply.error.message
        return reply, State.PASS, ""

    def _ready(self) -> bool:
        """Start the product where it is not running; False when that has failed too often."""
        if self._transport:
            return True
        if self._failed_starts >= MOST_STARTS:
            return False
        try:
            self.start()
        except AdapterFailure:
            self._failed_starts += 1
            raise
        self._failed_starts = 0
        return True
