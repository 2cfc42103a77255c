"""What a sender made is judged by readers of the judge alone, and each part of it is looked at."""

from __future__ import annotations

import base64
import json

import msgspec
import pytest

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.judge.next_message import StreamGiven, stream_differences
from aeo_exchange.conformance.run.plan import Choice, plan
from aeo_exchange.conformance.suite.lists import ProductRole, RunLevel
from conformance_runner.conftest import AT

MESSAGES = "application/vnd.aeo-exchange.conformance.messages-ndjson+json;version=1.0"


@pytest.fixture(scope="module")
def made(suite) -> tuple:
    """Return a case with a tombstone, what its message is judged by, and our message."""
    case = suite.by_id["SND-01.p08"]
    choice = Choice(at=AT, level=RunLevel.FULL, variants=False, filters=(case.id,))
    ((question, *_),) = plan(suite, (ProductRole.SENDER,), choice)
    said = own.answer(msgspec.to_builtins(question.request(1, suite, 60.0)))
    certificate = suite.content(case, case.given.certificate)
    given = StreamGiven(case.at, certificate, suite.content(case, case.given.secret))
    return case, given, said["output"]


def differences(made: tuple, output: str = "", **changes: object) -> list[str]:
    case, given, ours = made
    expect = msgspec.structs.replace(case.expect.stream, **changes)
    return list(stream_differences(output or ours, given, expect))


def with_file(made: tuple, content: bytes) -> str:
    told = json.loads(base64.b64decode(made[2]))
    told["messages"][0]["files"][0]["content"] = base64.b64encode(content).decode()
    return base64.b64encode(json.dumps(told).encode()).decode()


def test_a_message_of_ours_is_the_one_asked_for(made) -> None:
    assert differences(made) == []


def test_a_judge_needs_no_reader_of_the_toolkit(made, monkeypatch) -> None:
    from aeo_exchange.exchange import entries, heads, merkle
    from aeo_exchange.formats import json_tree
    from aeo_exchange.model import canonical

    def nothing(*_args, **_named):
        raise ZeroDivisionError

    for module, name in (
        (entries, "read_entry"),
        (heads, "read_head"),
        (merkle.TreeRoot, "root"),
        (json_tree, "read_tree"),
        (canonical, "canonical_bytes"),
    ):
        monkeypatch.setattr(module, name, nothing)
    assert differences(made) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"iss": "CN"}, "iss of the head"),
        ({"aud": "CN"}, "aud of the head"),
        ({"agreement": "HK-JP-OTHER"}, "agreement of the head"),
        ({"profile": "0" * 64}, "profile of the head"),
        ({"above": 900}, "AEO-XCH-16"),
        ({"entries": ()}, "expected none"),
    ],
)
def test_each_thing_that_was_asked_for_is_compared(made, changes, told) -> None:
    assert any(told in difference for difference in differences(made, **changes))


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("e30=", "not a document of one message"),
        ("bm8=", "not a document of one message"),
        (
            base64.b64encode(b'{"stream":{"iss":"HK","aud":"JP"},"messages":[{"head":"YQ=="}]}'),
            "no",
        ),
    ],
)
def test_what_is_no_message_is_told(made, output, told) -> None:
    text = output if isinstance(output, str) else output.decode()
    (difference,) = differences(made, text)
    assert told in difference


def test_a_file_that_is_not_the_one_named_is_refused(made) -> None:
    (difference,) = differences(made, with_file(made, b"{}\n"))
    assert "AEO-XCH-21" in difference


def test_a_message_of_another_key_is_refused(made, suite) -> None:
    case, given, ours = made
    other = (suite.folder / "keys" / "jp.cert.pem").read_bytes()
    (difference,) = stream_differences(ours, given._replace(certificate=other), case.expect.stream)
    assert "AEO-XCH-11" in difference


def test_a_salt_of_another_secret_is_told(made) -> None:
    case, given, ours = made
    told = list(stream_differences(ours, given._replace(secret=b"x" * 32), case.expect.stream))
    assert len(told) == len(case.expect.stream.entries)
    assert all("salt" in difference for difference in told)


def test_a_receiver_takes_what_a_sender_makes_for_the_cases(suite) -> None:
    trusted = suite.by_id["RCV-01.p01"]
    parts = {
        name: [
            {
                "media": part.media,
                "content": base64.b64encode(suite.content(trusted, part)).decode(),
            }
            for part in getattr(trusted.given, name)
        ]
        for name in ("trust", "roots")
    }
    choice = Choice(at=AT, level=RunLevel.FULL, variants=False, filters=("SND-01.p0[1-4]",))
    for question, *_ in plan(suite, (ProductRole.SENDER,), choice):
        asked = msgspec.to_builtins(question.request(1, suite, 60.0))
        document = {"media": MESSAGES, "content": own.answer(asked)["output"]}
        inputs = {"document": document, "profiles": asked["inputs"]["profiles"], **parts}
        received = own.answer(
            {
                **asked,
                "operation": "receive",
                "role": "receiver",
                "inputs": inputs,
                "options": {"testKeys": True},
            }
        )
        assert received["verdict"] == "VALID", (question.case.id, received)
        told = {entry["key"]: entry["state"] for entry in received["state"]["entries"]}
        wanted = question.case.expect.stream.entries
        assert told == {entry.key: "accepted" for entry in wanted}, question.case.id
