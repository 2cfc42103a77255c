"""Status lists fetched from a real server on this machine, well-behaved or not."""

from __future__ import annotations

import asyncio
import json
import stat
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from aeo_exchange.errors import MissingExtra, StatusError
from aeo_exchange.signing.dates import instant_of, numeric_date
from aeo_exchange.trust.online import Limits, StatusLists, fetch_status_list
from aeo_exchange.trust.status_work import StatusListWork
from trust.made_lists import AT, made

NOW = numeric_date(AT)
QUICK = Limits(whole=1, step=0.5, size=100_000)


class Server(ThreadingHTTPServer):
    """A server that answers each path in its own way, and counts the questions."""

    daemon_threads = True
    asked = 0
    token = b""


class Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked += 1
        getattr(self, self.path.strip("/").partition("/")[0])()

    def log_message(self, *_: object) -> None: ...

    def answer(self, content: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def good(self) -> None:
        self.answer(self.server.token, Content_Type="application/statuslist+jwt")

    def html(self) -> None:
        self.answer(self.server.token, Content_Type="text/html")

    def rubbish(self) -> None:
        self.answer(b"<html>", Content_Type="application/statuslist+jwt")

    def missing(self) -> None:
        self.answer(b"", 404)

    def redirect(self) -> None:
        self.answer(b"", 302, Location="/good")

    def elsewhere(self) -> None:
        self.answer(b"", 301, Location="file:///etc/passwd")

    def gzip(self) -> None:
        self.answer(b"\x1f\x8b", Content_Encoding="gzip")

    def slow(self) -> None:
        time.sleep(3)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drop_by_drop(b"a")

    def drip_headers(self) -> None:
        self.drop_by_drop(b"X")

    def drop_by_drop(self, drop: bytes) -> None:
        for _ in range(40):
            try:
                self.wfile.write(drop)
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100_000):
            try:
                self.wfile.write(b"a" * 10_000)
            except OSError:
                return

    def oversized(self) -> None:
        self.answer(b"a" * 100_001)

    def drop(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"abc")

    def close(self) -> None:
        self.connection.close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def address(server: Server, path: str) -> str:
    return f"http://127.0.0.1:{server.server_port}/{path}"


def publish(server: Server, path: str = "good", **wishes) -> str:
    uri = address(server, path)
    work = StatusListWork.create(uri)
    server.token = work.token(made("HK").key, at=AT, **wishes).encode()
    return uri


def refusal(uri: str, **wishes) -> StatusError:
    with pytest.raises(StatusError) as caught:
        fetch_status_list(uri, at=AT, limits=QUICK, **wishes)
    assert caught.value.rule == "AEO-STA-10"
    return caught.value


def test_a_list_is_fetched_from_where_it_says(server):
    uri = publish(server)
    assert fetch_status_list(uri, at=AT) == server.token
    assert StatusLists(at=AT).fetch(uri).uri == uri


def test_the_type_of_the_answer_is_not_believed_either_way(server):
    uri = publish(server, "html")
    assert StatusLists(at=AT).fetch(uri).uri == uri
    with pytest.raises(StatusError) as caught:
        StatusLists(at=AT).fetch(address(server, "rubbish"))
    assert caught.value.rule == "AEO-STA-01"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("missing", "404"),
        ("redirect", "302"),
        ("elsewhere", "301"),
        ("gzip", "gzip"),
        ("oversized", "more than 100000 bytes"),
        ("endless", "more than 100000 bytes"),
        ("drop", "cannot be fetched"),
        ("close", "cannot be fetched"),
    ],
)
def test_an_answer_that_is_no_list_is_refused(server, path, said):
    assert said in refusal(address(server, path)).message
    assert server.asked == 1


@pytest.mark.parametrize("path", ["slow", "drip", "drip_headers"])
def test_a_server_that_takes_its_time_is_left(server, path):
    begun = time.monotonic()
    refusal(address(server, path))
    assert time.monotonic() - begun < 2.5


def test_nobody_at_home_is_refused():
    assert "cannot be fetched" in refusal("http://127.0.0.1:9/status").message


@pytest.mark.parametrize(
    "uri",
    [
        "http://example.org/status",
        "http://127.0.0.1.example.org/status",
        "http://10.0.0.1/status",
        "file:///etc/passwd",
        "ftp://example.org/status",
        "urn:example:status",
        "https:///status",
        "https://name:word@example.org/status",
        "http://[::1",
        "\ud800",
        "",
    ],
)
def test_what_is_neither_https_nor_this_machine_is_never_asked(uri):
    def asked(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    refusal(uri, transport=httpx.MockTransport(asked))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_machine_may_be_asked_without_encryption(host):
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=b"list"))
    assert fetch_status_list(f"http://{host}/1", at=AT, transport=transport) == b"list"


def test_https_is_asked_once_for_an_undeflated_answer():
    requests = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, content=b"list")

    transport = httpx.MockTransport(answer)
    fetch_status_list("https://example.org/1", at=AT, transport=transport)
    (request,) = requests
    assert request.headers["Accept-Encoding"] == "identity"
    assert request.headers["Accept"] == "application/statuslist+jwt"


def test_one_run_asks_once_whatever_the_answer(server):
    lists = StatusLists(at=AT, limits=QUICK)
    uri = publish(server)
    lists.fetch(uri)
    lists.fetch(uri)
    assert server.asked == 1
    for _ in range(2):
        with pytest.raises(StatusError):
            lists.fetch(address(server, "missing"))
    assert server.asked == 2


def test_a_list_is_kept_for_its_time_to_live(server, tmp_path):
    uri = publish(server, ttl=100)
    for later, asked in ((0, 1), (99, 1), (100, 2), (199, 2), (150, 2), (-1, 3)):
        fetch_status_list(uri, at=instant_of(NOW + later), cache_dir=tmp_path)
        assert server.asked == asked


def test_a_list_is_not_kept_beyond_its_end(server, tmp_path):
    uri = publish(server, ttl=10**6, lifetime_hours=1)
    fetch_status_list(uri, at=AT, cache_dir=tmp_path)
    fetch_status_list(uri, at=instant_of(NOW + 3599), cache_dir=tmp_path)
    assert server.asked == 1
    fetch_status_list(uri, at=instant_of(NOW + 3600), cache_dir=tmp_path)
    assert server.asked == 2


def test_a_list_of_another_name_is_not_kept(server, tmp_path):
    publish(server)
    fetch_status_list(address(server, "html"), at=AT, cache_dir=tmp_path)
    assert not list(tmp_path.iterdir())
    fetch_status_list(address(server, "rubbish"), at=AT, cache_dir=tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_folder_tells_no_address_and_is_for_its_owner(server, tmp_path):
    uri = publish(server)
    fetch_status_list(uri, at=AT, cache_dir=tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    assert len(file.stem) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"uri": 1}'])
def test_a_kept_list_that_is_damaged_is_fetched_anew(server, tmp_path, content):
    uri = publish(server)
    fetch_status_list(uri, at=AT, cache_dir=tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert fetch_status_list(uri, at=AT, cache_dir=tmp_path) == server.token
    assert server.asked == 2
    kept = json.loads(file.read_bytes())
    file.write_text(json.dumps({**kept, "token": "a.b.c"}))
    fetch_status_list(uri, at=AT, cache_dir=tmp_path)
    assert server.asked == 3


def test_a_folder_that_cannot_be_written_does_no_harm(server, tmp_path):
    (tmp_path / "file").write_text("")
    uri = publish(server)
    assert fetch_status_list(uri, at=AT, cache_dir=tmp_path / "file") == server.token


def test_it_works_inside_a_running_loop_too(server):
    uri = publish(server)

    async def inside() -> bytes:
        return fetch_status_list(uri, at=AT)

    assert asyncio.run(inside()) == server.token


def test_without_httpx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtra, match="online"):
        fetch_status_list("https://example.org/1", at=AT)
    with pytest.raises(MissingExtra, match="online"):
        StatusLists(at=AT)
