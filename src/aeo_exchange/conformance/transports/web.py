"""`http:` the same objects, each sent by POST and answered in the body."""

from __future__ import annotations

import ipaddress
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

import msgspec

from aeo_exchange.conformance.errors import AdapterFailure, AdapterTimeout, UnknownAdapter
from aeo_exchange.conformance.protocol import (
    HELLO,
    RESET,
    Hello,
    Reply,
    Request,
    read_hello,
    read_reply,
    read_reset,
)
from aeo_exchange.conformance.transports.settings import Settings

__all__ = ["Web"]

OK = 200
PIECE = 1 << 16


class Web:
    """A service that answers each POST with one object; nothing is followed elsewhere."""

    def __init__(self, address: str, settings: Settings) -> None:
        self._settings = settings
        self._place = urlsplit(address)
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
        path = self._place.path or "/"
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            return self._body(connection.getresponse(), time.monotonic() + seconds)
        except TimeoutError as cause:
            raise AdapterTimeout(f"no answer within {seconds:g} seconds") from cause
        except (OSError, HTTPException) as cause:
            raise AdapterFailure(f"{self._place.netloc} does not answer: {cause!r}") from cause
        finally:
            connection.close()

    def _body(self, response: HTTPResponse, until: float) -> bytes:
        if response.status != OK:
            raise AdapterFailure(f"status {response.status}, expected 200")
        body = b""
        while piece := response.read1(PIECE):
            body += piece
            if len(body) > self._settings.output:
                raise AdapterFailure(f"the answer is longer than {self._settings.output} bytes")
            if time.monotonic() > until:
                raise TimeoutError
        return body


def _is_here(host: str) -> bool:
    """Say whether a host is this machine, by its name alone; nothing is looked up."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
