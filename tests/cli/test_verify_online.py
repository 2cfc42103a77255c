"""`aeo verify --online`: status lists are fetched when that was asked for, and not else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from aeo_exchange.trust.status_list import EntryStatus
from trust.made_lists import made
from trust.made_world import NOW, claiming, status, trust

RELY = ("--trust", "list.jwt", "--root", "root.pem", "--at", NOW)


class Answering(BaseHTTPRequestHandler):
    """Gives the status list that the server holds, whatever is asked for."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.token)))
        self.end_headers()
        self.wfile.write(self.server.token)

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    running.asked, running.token = [], b""
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def verify(aeo, tmp_path):
    """Return a function that verifies the attestation of a URI."""

    def run(uri: str, *arguments: str):
        place = {"status_list": {"idx": 7, "uri": uri}}
        (tmp_path / "a.sdjwt").write_bytes(claiming(status=place))
        (tmp_path / "list.jwt").write_bytes(trust())
        (tmp_path / "root.pem").write_bytes(made("root").pem)
        homes = {name: str(tmp_path / name) for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME")}
        return aeo("verify", "a.sdjwt", *RELY, *arguments, **homes)

    return run


def published_at(server: ThreadingHTTPServer, entry: EntryStatus = EntryStatus.VALID) -> str:
    uri = f"http://127.0.0.1:{server.server_port}/1"
    server.token = status(entry, uri=uri)
    return uri


def test_a_status_list_is_fetched_once_and_kept_while_it_may_be(verify, server, tmp_path):
    uri = published_at(server)
    done = verify(uri, "--online")
    assert (done.returncode, server.asked) == (0, ["/1"]), done.stdout + done.stderr
    assert verify(uri, "--online").returncode == 0
    assert server.asked == ["/1"]
    assert list((tmp_path / "XDG_CACHE_HOME/aeo-exchange/status-lists").iterdir())


def test_where_nothing_is_kept_it_is_fetched_each_time(verify, server, tmp_path):
    uri = published_at(server)
    for _ in range(2):
        assert verify(uri, "--online", "--no-state").returncode == 0
    assert len(server.asked) == 2
    assert not (tmp_path / "XDG_CACHE_HOME").exists()


def test_nothing_is_fetched_unless_it_was_asked_for(verify, server):
    done = verify(published_at(server))
    assert (done.returncode, server.asked) == (4, [])
    assert "AEO-STA-10" in done.stdout


def test_what_was_fetched_decides(verify, server):
    done = verify(published_at(server, EntryStatus.SUSPENDED), "--online")
    assert (done.returncode, "says suspended" in done.stdout) == (1, True)


def test_what_is_no_status_list_is_not_taken(verify, server):
    uri = published_at(server)
    server.token = b"<html>"
    done = verify(uri, "--online", "--format", "json")
    (answer,) = json.loads(done.stdout)["results"]
    assert (done.returncode, answer["verdict"]) == (4, "UNDETERMINED")


@pytest.mark.parametrize(
    "uri",
    ["http://status.example.hk/1", "http://10.0.0.1/1", "file:///etc/passwd", "urn:example:1"],
)
def test_only_https_is_fetched_and_this_machine(verify, uri):
    done = verify(uri, "--online")
    assert done.returncode == 4
    assert "is not fetched: it is not an HTTPS address" in done.stdout


def test_nothing_is_fetched_for_what_no_key_has_proved(verify, server):
    uri = published_at(server)
    done = verify(uri, "--online", "--root", "root.pem", "--trust-min-sequence", "9")
    assert (done.returncode, server.asked) == (4, [])
