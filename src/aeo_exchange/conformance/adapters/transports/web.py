"""`http:` the same objects, each sent by POST and answered in the body."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from queue import Empty, SimpleQueue
from socket import SHUT_RDWR, socket
from threading import Thread
from urllib.parse import SplitResult, urlsplit

import msgspec

from aeo_exchange.conformance.adapters.protocol import (
    HELLO,
    RESET,
    Hello,
    Reply,
    Request,
    read_hello,
    read_reply,
    read_reset,
)
from aeo_exchange.conformance.adapters.transports.settings import Settings
from aeo_exchange.conformance.errors import AdapterFailure, AdapterTimeout, UnknownAdapter
from aeo_exchange.counting import how_many

__all__ = ["Web"]

OK = 200
PIECE = 1 << 16


class Web:
    """A service that answers each POST with one object; nothing is followed elsewhere."""

    def __init__(self, address: str, settings: Settings) -> None:
        self._settings = settings
        self._place = _place(address)
        if not self._place.hostname:
            raise UnknownAdapter(f"{address!r} names no host")
        if not settings.online and not _is_here(self._place.hostname):
            raise UnknownAdapter(f"{self._place.hostname} is another machine; --online allows it")

    def hello(self) -> Hello:
        """Return what the product says of itself."""
        return read_hello(self._ask(msgspec.json.encode(HELLO), self._settings.start))

    def run(self, request: Request) -> Reply:
        """Return the answer to a question."""
        answer = self._ask(msgspec.json.encode(request), self._settings.deadline)
        return read_reply(answer, request.seq)

    def reset(self) -> None:
        """Make the product forget what it was told."""
        read_reset(self._ask(msgspec.json.encode(RESET), self._settings.deadline))

    def close(self) -> None:
        """Do nothing: the service is not ours to end."""

    def _ask(self, body: bytes, seconds: float) -> bytes:
        kind = HTTPSConnection if self._place.scheme == "https" else HTTPConnection
        assert self._place.hostname
        connection = kind(self._place.hostname, self._place.port, timeout=seconds)
        exchange = _Exchange(connection, self._settings.output)
        try:
            return exchange.answer(self._place.path or "/", body, seconds)
        except TimeoutError as cause:
            raise AdapterTimeout(f"no answer within {how_many(seconds, 'second')}") from cause
        except (OSError, HTTPException, ValueError) as cause:
            raise AdapterFailure(f"{self._place.netloc} does not answer: {_why(cause)}") from cause


class _Exchange:
    """One request and its answer, in a thread of its own.

    The time limit of a socket begins anew with each byte that drips in; this one does not.
    """

    def __init__(self, connection: HTTPConnection, longest: int) -> None:
        self._connection = connection
        self._longest = longest
        self._socket: socket | None = None
        self._answers: SimpleQueue[bytes | Exception] = SimpleQueue()

    def answer(self, path: str, body: bytes, seconds: float) -> bytes:
        """Return the body of the answer; raises TimeoutError when it is not there in time."""
        Thread(target=self._work, args=(path, body), daemon=True).start()
        try:
            answer = self._answers.get(timeout=seconds)
        except Empty:
            if self._socket:
                with suppress(OSError, ValueError):  # it may have been closed meanwhile
                    self._socket.shutdown(SHUT_RDWR)
            raise TimeoutError from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _work(self, path: str, body: bytes) -> None:
        try:
            self._connection.connect()
            # The connection lets go of it as soon as it has read the headers.
            self._socket = self._connection.sock
            self._connection.request("POST", path, body, {"Content-Type": "application/json"})
            with self._connection.getresponse() as response:
                self._answers.put(self._body(response))
        except Exception as cause:  # noqa: BLE001 raised where the answer is waited for
            self._answers.put(cause)
        finally:
            self._connection.close()

    def _body(self, response: HTTPResponse) -> bytes:
        if response.status != OK:
            raise AdapterFailure(f"status {response.status}, expected 200")
        body = bytearray()
        while piece := response.read1(PIECE):
            body += piece
            if len(body) > self._longest:
                raise AdapterFailure(f"the answer is longer than {self._longest} bytes")
        return bytes(body)


def _place(address: str) -> SplitResult:
    """Return the parts of an address; raises UnknownAdapter."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # it is read when it is asked for
    except ValueError as cause:
        raise UnknownAdapter(f"{address!r} is not an address: {cause}") from cause
    return parts


def _why(cause: Exception) -> str:
    told = cause.strerror if isinstance(cause, OSError) else str(cause)
    return told or str(cause) or type(cause).__name__


def _is_here(host: str) -> bool:
    """Say whether a host is this machine, by its name alone; nothing is looked up."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
