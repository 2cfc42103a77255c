"""Each transport asks the same and hears the same."""

from __future__ import annotations

import json
import shlex
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import jsonschema_rs
import msgspec
import pytest

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.adapters.protocol import (
    HELLO,
    NOT_TOLD,
    RESET,
    Request,
    RequestInputs,
    RootPart,
    SentDocument,
)
from aeo_exchange.conformance.adapters.transports import Settings, adapter_of
from aeo_exchange.conformance.adapters.transports.argv import laid_out
from aeo_exchange.conformance.errors import UnknownAdapter
from aeo_exchange.conformance.run.plan import Choice, plan
from aeo_exchange.conformance.suite.lists import ProductRole, State
from conformance_runner.conftest import AT, OURS, PATIENT
from forked import forking

ROOT = Path(__file__).resolve().parents[2]
SERVE = f"exec:{sys.executable} -m aeo_exchange conformance adapter"
CASES = (
    *("AEO-LIF-01.[pn]01", "CNV-0[13].[pn]01", "AEO-SIG-24.[pn]01", "AEO-TRU-14.[pn]01"),
    *("ISS-01.[pn]01", "STL-01.[pn]01", "RCV-01.[pn]01"),
)
EVERY_ROLE = tuple(ProductRole(role) for role in own.introduce().roles)


class Service(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        said = msgspec.json.encode(own.answer(json.loads(self.rfile.read(length))))
        if self.path == "/slow":
            threading.Event().wait(1)
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    """Return the address of our implementation as a service of this machine."""
    server = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def failing(_message):
    raise RuntimeError("no")


def test_our_implementation_passes_over_a_process_that_stays(ask) -> None:
    report = ask(SERVE, filters=CASES, roles=EVERY_ROLE)
    assert {case.state for case in report.cases} == {State.PASS}


def test_our_implementation_passes_over_http(ask, service: str) -> None:
    report = ask(service, filters=CASES, roles=EVERY_ROLE)
    assert {case.state for case in report.cases} == {State.PASS}


def test_our_implementation_passes_as_a_program_for_each_question(ask) -> None:
    with forking("conformance_runner.adapters.one_question") as words:
        report = ask(
            f"argv:{shlex.join(words)}",
            Settings(keep=("PYTHONPATH",), roles=EVERY_ROLE, deadline=PATIENT, start=PATIENT),
            filters=("AEO-LIF-01.n01", "CNV-03.p04", "ISS-01.n04", "STL-01.p03"),
            roles=EVERY_ROLE,
        )
    assert {case.state for case in report.cases} == {State.PASS}


def test_a_service_that_is_slow_or_gone_ends_in_a_state(ask, service: str) -> None:
    slow = Settings(deadline=0.3, start=5)
    gone = ask(f"{service}/gone", filters=CASES[:1])
    assert gone.cases[0].state is State.NOT_RUN
    assert gone.reasons[0] == "the adapter did not start: status 404, expected 200"
    assert ask(f"{service}/slow", slow, filters=CASES[:1]).cases[0].state is State.NOT_RUN


def test_a_service_that_is_not_there_is_named_with_the_reason(ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"127.0.0.1:{server.getsockname()[1]}"
    report = ask(f"http://{place}/", filters=CASES[:1])
    assert report.reasons[0].startswith(f"the adapter did not start: {place} does not answer: ")


def test_a_program_that_says_nothing_of_itself_bears_the_name_of_its_file() -> None:
    hello = adapter_of("argv:/bin/sh folder/check.sh -x", Settings()).open().hello()
    assert (hello.implementation.name, hello.implementation.version) == ("sh", NOT_TOLD)


@pytest.fixture
def dripping() -> Iterator[str]:
    """Return the address of a service that never comes to the end of its headers."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with suppress(OSError):
                client, _ = server.accept()
                with client:
                    client.recv(1 << 16)
                    client.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                    while True:
                        client.sendall(b"x")
                        time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_a_service_that_drips_is_given_up_in_time(ask, dripping: str) -> None:
    report = ask(dripping, Settings(deadline=0.5, start=0.5), filters=CASES[:1])
    assert "no answer within 0.5 seconds" in report.reasons[0]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:99999/", "http://localhost:x/", "http://[::1", "http:///x"]
)
def test_an_address_that_is_none_is_refused(address: str, ask) -> None:
    with pytest.raises(UnknownAdapter, match=r"is not an address|names no host"):
        ask(address, filters=CASES[:1])


def test_another_machine_is_asked_only_when_that_is_allowed(ask) -> None:
    with pytest.raises(UnknownAdapter, match="--online"):
        ask("http://conformance.example.org/", filters=CASES[:1])


@pytest.mark.parametrize("name", ["", "exec:", "ftp:x", "mine", "python:no_such_module:answer"])
def test_an_adapter_that_cannot_be_named_is_refused(name: str, ask) -> None:
    with pytest.raises(UnknownAdapter):
        ask(name, filters=CASES[:1])


def test_a_callable_that_raises_leaves_everything_not_run(ask) -> None:
    report = ask("python:conformance_runner.test_transports:failing", filters=CASES[:1])
    assert {case.state for case in report.cases} == {State.NOT_RUN}
    assert "RuntimeError: no" in report.reasons[0]


def test_messages_keep_to_their_schemas(suite) -> None:
    schemas = {
        kind: jsonschema_rs.Draft202012Validator(
            json.loads((ROOT / f"conformance/schema/adapter-{kind}.schema.json").read_bytes())
        )
        for kind in ("request", "reply")
    }
    questions = plan(suite, tuple(ProductRole), Choice(at=AT, filters=CASES, variants=False))
    asked = [question.request(7, suite, 1.0) for of_case in questions for question in of_case]
    told = [json.loads(msgspec.json.encode(request)) for request in asked]
    for message in (HELLO, RESET, {"v": 1, "cmd": "bye"}, *told):
        schemas["request"].validate(message)
        if message["cmd"] != "bye":
            said = json.loads(msgspec.json.encode(own.answer(message)))
            schemas["reply"].validate(said)


def test_the_name_of_an_adapter_is_kept_as_it_was_written() -> None:
    for name in (OURS, "exec:node 'my adapter.mjs'", "http://localhost:8080/x"):
        assert adapter_of(name, Settings()).name == name


def test_a_program_is_told_for_whom_each_root_is_pinned(tmp_path: Path) -> None:
    roots = (
        RootPart(media="application/pem-certificate-chain", content=""),
        RootPart(media="application/pem-certificate-chain", content="", pinned_for=("JP", "KR")),
    )
    inputs = RequestInputs(document=SentDocument.of("text/plain", b""), roots=roots)
    request = Request(
        seq=1, operation="verify", role="verifier", at=AT, inputs=inputs, deadline_ms=1
    )
    laid_out(request, tmp_path)
    assert (tmp_path / "options.txt").read_text("utf-8") == "roots-2-pinned-for JP,KR\n"
