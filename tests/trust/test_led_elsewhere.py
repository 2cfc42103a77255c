"""A name that leads to a closed address: seen where the connection was made, before a byte is sent.

A made-up network takes the place of the real one, under the real client; nothing leaves this
machine.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any

import httpcore
import httpx
import pytest

from aeo_exchange.errors import StatusError
from aeo_exchange.trust.online import ServerLimits, fetch_status_list

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlist"
HTTPS = "https://status.customs.example/1"


class Line(httpcore.AsyncNetworkStream):
    """A connection to an address that writes down what it is told, and answers with a list."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._left = ANSWER

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        del timeout
        piece, self._left = self._left[:max_bytes], self._left[max_bytes:]
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        del timeout
        self._network.told.append(buffer)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        del ssl_context, timeout
        self._network.greeted.append(server_hostname)
        return self

    async def aclose(self) -> None:
        self._network.closed += 1

    def get_extra_info(self, info: str) -> Any:
        return (self._network.address, 443) if info == "server_addr" else None


class Network(httpcore.AsyncNetworkBackend):
    """A network in which every name leads to one address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[str] = []
        self.greeted: list[str | None] = []
        self.told: list[bytes] = []
        self.closed = 0

    async def connect_tcp(self, host: str, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        self.asked.append(host)
        return Line(self)


class Transport(httpx.AsyncHTTPTransport):
    """The transport of the client, over a made-up network."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._pool = httpcore.AsyncConnectionPool(network_backend=network)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "fe80::1%eth0",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "127.0.0.1",
        "::1",
        "0.0.0.0",  # noqa: S104 nothing listens
        "224.0.0.1",
        "240.0.0.1",
    ],
)
def test_nothing_is_sent_to_a_closed_address_behind_a_name(address: str) -> None:
    network = Network(address)
    with pytest.raises(
        StatusError, match=r"is not fetched: status\.customs\.example leads to"
    ) as why:
        fetch_status_list(HTTPS, transport=Transport(network))
    assert why.value.rule == "AEO-STA-10"
    assert address in why.value.message
    assert network.asked == ["status.customs.example"]
    assert (network.greeted, network.told) == ([], [])
    assert network.closed == 1


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "10.0.0.1", "fd00::1"])
def test_a_list_is_fetched_from_an_open_or_a_private_address(address: str) -> None:
    network = Network(address)
    assert fetch_status_list(HTTPS, transport=Transport(network)) == b"list"
    assert network.greeted == ["status.customs.example"]
    assert network.told


def test_this_machine_by_its_name_leads_to_itself_alone() -> None:
    here, elsewhere = Network("127.0.0.1"), Network("10.0.0.1")
    assert fetch_status_list("http://localhost/1", transport=Transport(here)) == b"list"
    with pytest.raises(StatusError, match=r"localhost leads to 10\.0\.0\.1"):
        fetch_status_list("http://localhost/1", transport=Transport(elsewhere))
    assert elsewhere.told == []


class Listener:
    """A socket of this machine that keeps what it is sent, until the line is closed."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(20)
        self.port = self._socket.getsockname()[1]
        self.received = bytearray()
        self.was_closed = False
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        with suppress(TimeoutError):
            line, _ = self._socket.accept()
            line.settimeout(20)
            with line:
                while piece := line.recv(4096):
                    self.received += piece
                self.was_closed = True

    def wait(self) -> None:
        """Wait until the line was closed."""
        self._thread.join()
        self._socket.close()


def test_a_name_that_changes_its_mind_gains_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listener = Listener()
    real = socket.getaddrinfo

    def resolved(host: Any, port: Any, *args: Any, **wishes: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        try:
            ipaddress.ip_address(name)
        except ValueError:
            name = "127.0.0.1"
        return real(name, port, *args, **wishes)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "*")
    uri = f"https://status.customs.example:{listener.port}/1"
    with pytest.raises(StatusError, match=r"leads to 127\.0\.0\.1"):
        fetch_status_list(uri, limits=ServerLimits(whole=10, step=5))
    listener.wait()
    assert listener.was_closed
    assert listener.received == b""
