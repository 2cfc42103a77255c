"""The sample receiver in Java, compiled, takes a stream as we take it, and refuses as we do."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization as forms

from aeo_exchange.conformance.adapters.own.product import answer
from exchange.made_views import firm
from exchange.streams import content, firms
from peers.questions import MESSAGES, SUITE, of_receivers
from running import run_within
from trust.made_lists import made
from trust.made_world import trust

pytestmark = pytest.mark.peer

SOURCES = SUITE / "implementations" / "java"
JAR_FOLDER = Path("/usr/share/java")
JARS = [JAR_FOLDER / f"jackson-{part}.jar" for part in ("databind", "core", "annotations")]
PROFILE = SUITE.parent / "samples" / "profiles" / "HK-JP.toml"
STREAM = {"iss": "HK", "aud": "JP", "agreement": "HK-JP-2026"}
FOR_JAPAN = ("--sender", "HK", "--audience", "JP", "--key", "k.pem", "--profile", str(PROFILE))
NOW = "2026-11-05T00:00:00Z"

Plain = dict[str, Any]
Ask = Callable[..., list[Plain]]


@pytest.fixture(scope="module")
def java(tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Return what asks the receiver questions, in one process."""
    for jar in JARS:
        if not jar.exists():
            tool(f"{jar} of libjackson2-databind-java")
    folder = tmp_path_factory.mktemp("java")
    path = os.pathsep.join((str(folder), *map(str, JARS)))
    compiler = [tool("javac"), "-cp", path, "-d", str(folder)]
    sources = map(str, sorted(SOURCES.glob("*.java")))
    subprocess.run([*compiler, *sources], check=True, capture_output=True, timeout=300)

    def ask(questions: list[Plain], *kept: str, validator: str = "") -> list[Plain]:
        numbered = (dict(asked, seq=seq) for seq, asked in enumerate(questions, 1))
        judged_by = [f"-Dvalidator={validator}"] if validator else []
        done = subprocess.run(
            [tool("java"), "-cp", path, *judged_by, "Receiver", str(SUITE.parent), *kept],
            input="".join(json.dumps(asked) + "\n" for asked in numbered),
            capture_output=True,
            check=True,
            text=True,
            timeout=600,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return ask


def told(reply: Plain) -> Plain:
    """Return what is compared: the verdict, the codes, and what is held with its codes."""
    state = reply.get("state")
    entries = [
        (entry["key"], entry["state"], sorted(entry.get("codes", ())))
        for entry in (state or {"entries": []})["entries"]
    ]
    return {
        "verdict": reply.get("verdict"),
        "codes": [finding["code"] for finding in reply.get("findings", ())],
        "head": state and (state["sequence"], state["root"]),
        "entries": entries,
    }


def without_schema_codes(said: Plain) -> Plain:
    """The sample tells no code for what breaks the schema of records."""
    kept = [
        (key, state, [code for code in codes if not code.startswith("AEO-STR")])
        for key, state, codes in said["entries"]
    ]
    return {**said, "entries": kept}


def test_it_answers_every_case_of_a_receiver_but_those_about_rules_of_records(java: Ask) -> None:
    questions = list(of_receivers())
    replies = java([asked for _, asked in questions])
    wrong, without_rules = {}, set()
    for (name, _), reply in zip(questions, replies, strict=True):
        case = json.loads((next(SUITE.glob(f"cases/*/{name}/case.json"))).read_bytes())
        expected = without_schema_codes(told(case["expect"]))
        if "RuleOfRecord" in case["flags"]:
            without_rules.add(name)
            entries = [(key, "accepted", []) for key, _, _ in expected["entries"]]
            expected = {**expected, "entries": entries}  # its README says that it cannot tell
        if told(reply) != expected:
            wrong[name] = (told(reply), expected)
    assert wrong == {}
    assert len(without_rules) == 3
    assert len(questions) > 150


@pytest.fixture(scope="module")
def validator(tool: Callable[[str], str]) -> str:
    """Return the command of a validator that shares nothing with ours."""
    adapter = SOURCES.parent / "node" / "adapter.mjs"
    if not (adapter.parent / "node_modules").is_dir():
        tool("the packages of conformance/implementations/node")
    return f"{tool('node')} {adapter}"


def test_with_a_validator_it_answers_every_case_with_every_code(java: Ask, validator: str) -> None:
    questions = list(of_receivers())
    replies = java([asked for _, asked in questions], validator=validator)
    wrong = {}
    for (name, _), reply in zip(questions, replies, strict=True):
        case = json.loads((next(SUITE.glob(f"cases/*/{name}/case.json"))).read_bytes())
        if told(reply) != told(case["expect"]):
            wrong[name] = (told(reply), told(case["expect"]))
    assert wrong == {}


def test_a_validator_that_judges_nothing_ends_the_receiver(
    java: Ask, nights: list[Plain], tmp_path: Path
) -> None:
    silent = tmp_path / "silent.sh"
    silent.write_text("#!/bin/sh\nread -r hello\necho '{}'\nread -r question\n")
    silent.chmod(0o700)
    kept = tmp_path / "state.json"
    with pytest.raises(subprocess.CalledProcessError) as ended:
        java([question(nights[0])], str(kept), validator=str(silent))
    assert "the validator has ended" in ended.value.stderr
    assert not kept.exists()


# ------------------------------------------------------------ a stream that aeo makes


def coded(held: bytes) -> str:
    return base64.b64encode(held).decode()


def message(folder: Path, **more: str) -> Plain:
    """Return a folder of a head as a message, with all that lies beside it."""
    files = sorted(path for path in folder.iterdir() if path.suffix != ".jwt")
    return {
        "head": coded((folder / "head.jwt").read_bytes()),
        "files": [{"name": path.name, "content": coded(path.read_bytes())} for path in files],
        **more,
    }


def question(*messages: Plain, **inputs: list[Plain]) -> Plain:
    document = json.dumps({"stream": STREAM, "messages": messages}).encode()
    given = {
        "trust": [{"media": "application/jwt", "content": coded(trust())}],
        "roots": [
            {"media": "application/pem-certificate-chain", "content": coded(made("root").pem)}
        ],
        "profiles": [{"media": "application/toml", "content": coded(PROFILE.read_bytes())}],
        **inputs,
    }
    return {
        "v": 1,
        "cmd": "run",
        "seq": 1,
        "operation": "receive",
        "role": "receiver",
        "at": NOW,
        "inputs": {"document": {"media": MESSAGES, "content": coded(document)}, **given},
        "options": {},
        "deadlineMs": 600_000,
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights with a delta between them, a change and a new firm in it, and a heartbeat."""
    folder = tmp_path_factory.mktemp("nights")
    (folder / "list.jwt").write_bytes(trust())
    (folder / "root.pem").write_bytes(made("root").pem)
    plain = (forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    (folder / "k.pem").write_bytes(made("HK").private.private_bytes(*plain))
    (folder / "k.pem").chmod(0o600)
    first = firms(1, 2, 3)
    later = [
        *firms(1, revision=firm().revision + 1, issued_at="2026-11-02T00:00:00Z"),
        *firms(4),
    ]
    for night, held in enumerate((first, [*first, *later], [*first, *later]), 1):
        (folder / "all.ndjson").write_bytes(content(*held).held)
        run = ("snapshot", "create", "all.ndjson", *FOR_JAPAN, "--secret", "s")
        where = folder / f"night{night}"
        if night > 1:
            copytree(folder / f"night{night - 1}", where)
        done = run_within(folder, *run, "-o", where.name, f"--at=2026-11-0{night + 1}")
        assert done.returncode == 0, done
    done = run_within(folder, "delta", "make", "night1", "night2", "-o", "delta")
    assert done.returncode == 0, done
    return folder


@pytest.fixture(scope="module")
def nights(published: Path) -> list[Plain]:
    first, second, heartbeat = (message(published / f"night{night}") for night in (1, 2, 3))
    return [first, second, {**heartbeat, "files": []}]


def spoiled(nights: list[Plain]) -> dict[str, Plain]:
    """Return questions about the stream, each with another thing wrong."""
    first, second, heartbeat = nights
    head = base64.b64decode(second["head"]).decode().strip()
    forged = head[:-8] + ("A" if head[-8] != "A" else "B") + head[-7:]
    *others, file = second["files"]
    cut = {**file, "content": coded(base64.b64decode(file["content"])[:-1])}
    other = {**STREAM, "aud": "KR", "agreement": "HK-KR-2020"}
    return {
        "no head": question({**first, "head": coded(b"{}")}),
        "forged": question(first, {**second, "head": coded(forged.encode())}),
        "no list": question(first, trust=[]),
        "no root": question(first, roots=[]),
        "another stream": question({**first, "stream": other}),
        "from the future": question({**first, "at": "2026-11-01T00:00:00Z"}),
        "the same again": question(first, second, second),
        "a replay": question(first, second, first),
        "no profile": question(first, profiles=[]),
        "a gap": question(first, {**second, "files": others}),
        "no file": question({**first, "files": []}),
        "a file cut off": question(first, {**second, "files": [cut]}),
        "a lost night": question(first, heartbeat),
    }


def test_it_holds_what_we_hold_of_a_stream_and_says_what_we_say(
    java: Ask, nights: list[Plain]
) -> None:
    questions = {f"night {last}": question(*nights[:last]) for last in (1, 2, 3)}
    questions |= spoiled(nights)
    replies = dict(zip(questions, java(list(questions.values())), strict=True))
    ours = {name: told(answer(asked)) for name, asked in questions.items()}
    assert {name: told(reply) for name, reply in replies.items()} == ours
    assert [ours[f"night {last}"]["verdict"] for last in (1, 2, 3)] == ["VALID"] * 3
    assert len(ours["night 3"]["entries"]) == 4
    codes = {code for said in ours.values() for code in said["codes"]}
    assert codes == {
        *("AEO-XCH-10", "AEO-XCH-11", "AEO-TRU-01", "AEO-TRU-03", "AEO-XCH-13", "AEO-XCH-14"),
        *("AEO-XCH-16", "AEO-XCH-19", "AEO-XCH-20", "AEO-XCH-21"),
    }


def test_a_delta_that_its_head_does_not_name_is_believed_by_its_root(
    java: Ask, published: Path, nights: list[Plain]
) -> None:
    delta = message(published / "delta")
    rely = ("--trust=list.jwt", "--root=root.pem", f"--profile={PROFILE}", f"--at={NOW}")
    done = run_within(published, "delta", "apply", "night1", "delta", "-o", "result", *rely)
    assert done.returncode == 0, done
    by_delta, by_snapshot = java([question(nights[0], delta), question(*nights[:2])])
    assert told(by_delta) == told(by_snapshot)
    assert told(by_delta)["verdict"] == "VALID"


def test_what_it_keeps_in_its_file_outlives_the_process(
    java: Ask, nights: list[Plain], tmp_path: Path
) -> None:
    kept = tmp_path / "state.json"
    (tmp_path / "state.json.new").write_text("what an end in the middle of writing left")
    for last in (1, 2, 3):
        (reply,) = java([question(nights[last - 1])], str(kept))
        assert told(reply) == told(answer(question(*nights[:last])))
    before = json.loads(kept.read_bytes())
    (reply,) = java([question(nights[0])], str(kept))
    assert told(reply)["codes"] == ["AEO-XCH-16"]
    assert json.loads(kept.read_bytes()) == before
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]
