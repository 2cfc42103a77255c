"""Status lists fetched from a real server on this machine, well-behaved or not."""

from __future__ import annotations

import asyncio
import json
import ssl
import stat
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import idna
import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aeo_exchange.errors import MissingExtra, StatusError
from aeo_exchange.signing.dates import numeric_date, numeric_date_instant
from aeo_exchange.trust import online
from aeo_exchange.trust.online import ServerLimits, StatusLists, fetch_status_list
from aeo_exchange.trust.status_list import StatusToken
from aeo_exchange.trust.status_work import StatusListWork
from rows import for_each_row
from trust import made_world
from trust.made_lists import AT, made

NOW = numeric_date(AT)
PATIENT = ServerLimits(whole=60, step=60, size=100_000)


class Server(ThreadingHTTPServer):
    """A server that answers each path in its own way, and counts the questions."""

    daemon_threads = True
    asked = 0
    token = b""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.is_over = threading.Event()


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
        self.server.is_over.wait()

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drop_by_drop(b"a")

    def drip_headers(self) -> None:
        self.drop_by_drop(b"X")

    def drop_by_drop(self, drop: bytes) -> None:
        while not self.server.is_over.wait(0.1):
            try:
                self.wfile.write(drop)
                self.wfile.flush()
            except OSError:
                return

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
    running = Server()
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield running
    running.is_over.set()
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


def test_who_is_an_authority_over_servers_is_read_once_for_all_lists(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[ssl.SSLContext] = []
    usual = ssl.SSLContext.load_verify_locations

    def counted(context: ssl.SSLContext, *given: object, **named: object) -> None:
        read.append(context)
        usual(context, *given, **named)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", counted)
    online._authorities.cache_clear()  # noqa: SLF001 another test may have asked
    uri = publish(server)
    for _ in range(3):
        fetch_status_list(uri, limits=PATIENT)
    assert len(read) == 1


def refusal(uri: str, limits: ServerLimits = PATIENT, **wishes) -> StatusError:
    with pytest.raises(StatusError) as caught:
        fetch_status_list(uri, limits=limits, **wishes)
    assert caught.value.rule == "AEO-STA-10"
    return caught.value


def test_a_list_is_fetched_from_where_it_says(server):
    uri = publish(server)
    assert fetch_status_list(uri) == server.token
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
        ("oversized", "more than 100,000 bytes"),
        ("endless", "more than 100,000 bytes"),
        ("drop", "cannot be fetched"),
        ("close", "cannot be fetched"),
    ],
)
def test_an_answer_that_is_no_list_is_refused(server, path, said):
    assert said in refusal(address(server, path)).message
    assert server.asked == 1


@pytest.mark.parametrize(
    ("path", "limits", "said"),
    [
        ("slow", ServerLimits(whole=60, step=0.5), "ReadTimeout"),
        ("slow", ServerLimits(whole=0.5, step=60), "took longer than 0.5 seconds"),
        ("drip", ServerLimits(whole=1, step=60), "took longer than 1 second"),
        ("drip_headers", ServerLimits(whole=1, step=60), "took longer than 1 second"),
    ],
)
def test_a_server_that_never_comes_to_an_end_is_left(server, path, limits, said):
    assert said in refusal(address(server, path), limits).message


def test_nobody_at_home_is_refused():
    assert "cannot be fetched" in refusal("http://127.0.0.1:9/status").message


@for_each_row(
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
    assert fetch_status_list(f"http://{host}/1", transport=transport) == b"list"


def test_https_is_asked_once_for_an_undeflated_answer():
    requests = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, content=b"list")

    transport = httpx.MockTransport(answer)
    fetch_status_list("https://example.org/1", transport=transport)
    (request,) = requests
    assert request.headers["Accept-Encoding"] == "identity"
    assert request.headers["Accept"] == "application/statuslist+jwt"


def test_one_run_asks_once_whatever_the_answer(server):
    lists = StatusLists(at=AT, limits=PATIENT)
    uri = publish(server)
    lists.fetch(uri)
    lists.fetch(uri)
    assert server.asked == 1
    for _ in range(2):
        with pytest.raises(StatusError):
            lists.fetch(address(server, "missing"))
    assert server.asked == 2


def looked_up(uri: str, folder: Path, later: int = 0) -> StatusToken:
    """Fetch a list in a run of its own, in which it counts."""
    lists = StatusLists(at=numeric_date_instant(NOW + later), cache_dir=folder)
    token = lists.fetch(uri)
    lists.confirm(token)
    return token


def test_a_list_is_kept_for_its_time_to_live(server, tmp_path):
    uri = publish(server, ttl=100)
    for later, asked in ((0, 1), (99, 1), (100, 2), (199, 2), (150, 2), (-1, 3)):
        looked_up(uri, tmp_path, later)
        assert server.asked == asked


def test_a_list_is_not_kept_beyond_its_end(server, tmp_path):
    uri = publish(server, ttl=10**6, lifetime_hours=1)
    looked_up(uri, tmp_path)
    looked_up(uri, tmp_path, 3599)
    assert server.asked == 1
    looked_up(uri, tmp_path, 3600)
    assert server.asked == 2


def test_a_list_is_kept_as_it_was_sent(server, tmp_path):
    uri = publish(server)
    looked_up(uri, tmp_path)
    (file,) = tmp_path.iterdir()
    assert json.loads(file.read_bytes())["token"].encode() == server.token


def test_a_list_that_did_not_count_is_not_kept(server, tmp_path):
    uri = publish(server)
    StatusLists(at=AT, cache_dir=tmp_path).fetch(uri)
    StatusLists(at=AT, cache_dir=tmp_path).confirm(looked_up(uri, tmp_path / "other"))
    assert [file.name for file in tmp_path.iterdir()] == ["other"]


def test_a_list_of_another_name_is_refused(server):
    publish(server)
    with pytest.raises(StatusError) as caught:
        StatusLists(at=AT).fetch(address(server, "html"))
    assert caught.value.rule == "AEO-STA-03"


def test_a_kept_list_that_is_refused_is_deleted_and_fetched_once(server, tmp_path):
    uri = publish(server)
    looked_up(uri, tmp_path)
    lists = StatusLists(at=AT, cache_dir=tmp_path)
    kept = lists.fetch(uri)
    assert server.asked == 1
    fetched = lists.fetch(uri)
    assert (server.asked, list(tmp_path.iterdir())) == (2, [])
    assert fetched is not kept
    assert lists.fetch(uri) is fetched
    assert server.asked == 2


def test_a_kept_list_that_counted_is_not_fetched(server, tmp_path):
    uri = publish(server)
    looked_up(uri, tmp_path)
    lists = StatusLists(at=AT, cache_dir=tmp_path)
    kept = lists.fetch(uri)
    lists.confirm(kept)
    assert lists.fetch(uri) is kept
    assert server.asked == 1


def test_another_list_that_counted_does_not_speak_for_the_kept_one(server, tmp_path):
    uri = publish(server)
    given_by_hand = looked_up(uri, tmp_path)
    lists = StatusLists(at=AT, cache_dir=tmp_path)
    lists.confirm(given_by_hand)
    lists.fetch(uri)
    lists.fetch(uri)
    assert server.asked == 2


def answered(content: bytes, folder: Path, at: str = made_world.NOW) -> str:
    """Return the verdict of a run whose one server sends some content."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    lists = StatusLists(at=at, cache_dir=folder, transport=transport)
    sources = made_world.gather(
        made_world.evidence(status=()),
        seen=made_world.Seen.empty(),
        reference=made_world.REFERENCE,
        fetch=lists.fetch,
        confirm=lists.confirm,
    )
    attestation = made_world.Content(name="a", held=made_world.attestation())
    (answer,) = made_world.verify_contents([attestation], made_world.Question(at=at), sources)
    return str(answer.verdict)


def test_a_strangers_list_served_once_does_not_stand_in_the_way(tmp_path):
    bogus = made_world.status(by="stranger", hours=72)
    assert answered(bogus, tmp_path) == "UNDETERMINED"
    assert not list(tmp_path.iterdir())
    assert answered(made_world.status(), tmp_path) == "VALID"


def test_a_kept_list_that_is_refused_gives_way_to_the_one_fetched(tmp_path):
    assert answered(made_world.status(), tmp_path) == "VALID"
    (file,) = tmp_path.iterdir()
    bogus = made_world.status(by="stranger", hours=72).decode()
    file.write_bytes(msgspec.json.encode({**json.loads(file.read_bytes()), "token": bogus}))
    assert answered(made_world.status(), tmp_path) == "VALID"
    assert bogus not in file.read_text()


def test_a_kept_list_answers_though_the_server_is_gone(tmp_path):
    assert answered(made_world.status(), tmp_path) == "VALID"
    assert answered(b"", tmp_path) == "VALID"


def test_so_many_addresses_are_asked_in_one_run_and_no_more():
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(404)

    lists = StatusLists(at=AT, transport=httpx.MockTransport(answer))
    for _ in range(2):
        for number in range(66):
            with pytest.raises(StatusError) as caught:
                lists.fetch(f"https://example.org/{number}")
            assert caught.value.rule == "AEO-STA-10"
            assert ("64 addresses" in caught.value.message) == (number >= 64)
    assert len(asked) == 64


def test_the_folder_tells_no_address_and_is_for_its_owner(server, tmp_path):
    looked_up(publish(server), tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    assert len(file.stem) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"uri": 1}'])
def test_a_kept_list_that_is_damaged_is_fetched_anew(server, tmp_path, content):
    uri = publish(server)
    looked_up(uri, tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert looked_up(uri, tmp_path).uri == uri
    assert server.asked == 2
    kept = json.loads(file.read_bytes())
    file.write_text(json.dumps({**kept, "token": "a.b.c"}))
    looked_up(uri, tmp_path)
    assert server.asked == 3


@pytest.mark.parametrize("what", [{"uri"}, {"token"}, {"uri", "token"}])
def test_a_kept_list_is_used_for_its_own_address_alone(server, tmp_path, what):
    """Neither what the file says of itself nor what the list says may be of another."""
    uri = publish(server)
    looked_up(uri, tmp_path)
    (file,) = tmp_path.iterdir()
    other = "https://example.org/other"
    stranger = {"uri": other, "token": StatusListWork.create(other).token(made("HK").key, at=AT)}
    kept = json.loads(file.read_bytes())
    file.write_text(json.dumps({**kept, **{name: stranger[name] for name in what}}))
    assert looked_up(uri, tmp_path).uri == uri
    assert server.asked == 2


def test_a_folder_that_cannot_be_written_does_no_harm(server, tmp_path):
    (tmp_path / "file").write_text("")
    uri = publish(server)
    assert looked_up(uri, tmp_path / "file").uri == uri


@pytest.mark.parametrize(
    "uri",
    [
        "https://xn--a/",
        "https://127.0.0.1:99999/",
        "https://127.0.0.1:-1/",
        "https://[::1]:1/",
        "https://127.0.0.1:1/%0d%0a",
        "https://a\x1b[2J/",
        "https://a\u202eb:b/",
    ],
)
def test_an_address_that_is_made_to_harm_is_refused(uri):
    assert refusal(uri).message.isprintable()


HOSTS = st.one_of(
    st.text(),
    st.sampled_from(["xn--a", "[::1]", "[fe80::1%25lo]", "[", "a:b@c", "\x00", "\ud800"]),
    st.ip_addresses().map(str),
)
PORTS = st.text(max_size=6).map(":".__add__) | st.integers().map(":{}".format) | st.just("")


@given(
    start=st.sampled_from(["https://", "http://", "https:", ""]),
    user=st.sampled_from(["", "", "me@", "me:word@", "@"]),
    host=HOSTS,
    port=PORTS,
    rest=st.text(),
)
@example(start="https://", user="", host="xn--a", port="", rest="/")
def test_on_any_address_only_our_refusals_escape(start, user, host, port, rest):
    transport = httpx.MockTransport(lambda _: httpx.Response(404))
    message = refusal(f"{start}{user}{host}{port}{rest}", transport=transport).message
    assert message.isprintable()
    assert len(message) <= 400


@for_each_row(
    "raised",
    [
        ExceptionGroup("of a task group", [OverflowError("port")]),
        idna.core.InvalidCodepoint("xn--a"),
        UnicodeError("label too long"),
        ssl.SSLCertVerificationError("certificate"),
        ssl.CertificateError("name"),
        OverflowError("port"),
        RuntimeError("\x1b]0;title\x07"),
        httpx.RemoteProtocolError("illegal header"),
        httpx.DecodingError("of the body"),
        RecursionError(),
    ],
    ids=lambda raised: type(raised).__name__,
)
def test_whatever_a_client_raises_is_our_refusal(raised):
    def broken(_: httpx.Request) -> httpx.Response:
        raise raised

    message = refusal("https://example.org/1", transport=httpx.MockTransport(broken)).message
    assert "cannot be fetched" in message
    assert message.isprintable()


def test_it_works_inside_a_running_loop_too(server):
    uri = publish(server)

    async def inside() -> bytes:
        return fetch_status_list(uri)

    assert asyncio.run(inside()) == server.token


def test_without_httpx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtra, match="online"):
        fetch_status_list("https://example.org/1")
    with pytest.raises(MissingExtra, match="online"):
        StatusLists(at=AT)
