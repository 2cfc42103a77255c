"""Many records signed and verified at once: one that is bad stops nothing, and nothing is half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from cryptography.hazmat.primitives import serialization

from aeo_exchange.resources import published
from signing.tokens import URI
from trust.made_lists import made
from trust.made_world import AT, NOW, trust

COUNT, EACH = 90, 10  # records, of which each tenth is bad
BAD = COUNT // EACH
LONG = 600  # seconds that no test takes
MANY = 60_000  # records that take longer than whoever ends the run needs to see that it began
SIGN = ("--key", "k.pem", "--issuer", "HK", "--full", "--status-list", "L.json", "--at", AT)
VERIFY = ("--trust", "list.jwt", "--root", "root.pem", "--status-list", "L.jwt", "--at", NOW)


def lines_of(line: str, count: int) -> list[str]:
    """Return records on a line each; each tenth is broken in one of three ways."""
    lines = []
    for number in range(count):
        tree = {**json.loads(line), "recordId": f"HK-{number:05}"}
        match number % (3 * EACH):
            case 3:
                tree["revision"] = 0
            case 13:
                tree["history"] = []
        text = json.dumps(tree, ensure_ascii=False)
        lines.append(text[:-9] if number % (3 * EACH) == 23 else text)
    return lines


@pytest.fixture
def folder(aeo, tmp_path: Path, line: str) -> Path:
    """Return a folder with a key, lists, and the records in one file and in a file each."""
    pem = made("HK").private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "k.pem").write_bytes(pem)
    (tmp_path / "list.jwt").write_bytes(trust())
    (tmp_path / "root.pem").write_bytes(made("root").pem)
    (tmp_path / "records").mkdir()
    texts = lines_of(line, COUNT)
    (tmp_path / "many.ndjson").write_text("\n".join(texts), encoding="utf-8")
    for number, text in enumerate(texts):
        (tmp_path / "records" / f"{number:05}.json").write_text(text, encoding="utf-8")
    assert aeo("status-list", "create", "--uri", URI, "-o", "L.json").returncode == 0
    return tmp_path


def publish(aeo) -> None:
    made_of = ("status-list", "sign", "L.json", "--key", "k.pem", "--at", AT, "-o", "L.jwt")
    assert aeo(*made_of, "--force").returncode == 0


def good_names() -> list[str]:
    return [f"HK-{number:05}" for number in range(COUNT) if number % EACH != 3]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("source", ["many.ndjson", "records"])
def test_every_good_record_is_signed_and_every_attestation_verified(aeo, folder, source, jobs):
    done = aeo("sign", source, *SIGN, "-o", "out/", "--jobs", jobs)
    assert done.returncode == 1
    assert f"signed {COUNT - BAD}, refused {BAD}" in done.stderr
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        f"{name}.aeo.sdjwt" for name in good_names()
    ]
    publish(aeo)
    done = aeo("verify", "out", *VERIFY, "--no-state", "--jobs", jobs)
    assert done.returncode == 0, done.stdout[-500:]
    assert done.stdout.splitlines()[-1] == (
        f"verified {COUNT - BAD} attestations at {NOW}: {COUNT - BAD} valid"
    )


def test_one_bad_attestation_stops_nothing(aeo, folder):
    aeo("sign", "many.ndjson", *SIGN, "-o", "out.ndjson")
    publish(aeo)
    lines = (folder / "out.ndjson").read_text().splitlines()
    lines[50] = lines[50][:-30] + "~"
    lines[60] = "nothing of the kind"
    lines[70] = lines[71].split("~")[0] + "~"
    (folder / "out.ndjson").write_text("\n".join(lines))
    for jobs in ("1", "2"):
        done = aeo("verify", "out.ndjson", *VERIFY, "--no-state", "-q", "--jobs", jobs)
        assert done.returncode == 3  # a line that is no attestation is told, and is no no
        counts = f"{COUNT - BAD - 2} valid, 1 not valid, 1 not decided"
        assert done.stdout == f"verified {COUNT - BAD} attestations at {NOW}: {counts}\n"


@pytest.mark.usefixtures("folder")
def test_places_are_drawn_once_whatever_the_number_of_workers(aeo):
    for jobs in ("1", "2"):
        aeo("sign", "many.ndjson", *SIGN, "-o", f"{jobs}.ndjson", "--jobs", jobs)
    assert (
        f"{2 * (COUNT - BAD)} of 131,072 places taken"
        in aeo("status-list", "show", "L.json").stdout
    )


def begun(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "aeo_exchange", "sign", *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for(pattern: str, folder: Path) -> None:
    """Wait until a file is there and has something in it."""
    end = time.monotonic() + LONG
    while not any(path.stat().st_size for path in folder.glob(pattern)):
        assert time.monotonic() < end, pattern
        time.sleep(0.01)


@pytest.fixture(scope="session")
def many_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of many records, which takes longer to write than a test takes."""
    path = tmp_path_factory.mktemp("many") / "long.ndjson"
    sample = json.loads(published("samples/records/HK-AEO/TIER1.aeo.json").read_bytes())
    tree = json.dumps({**sample, "recordId": "HK-NUMBER"}, ensure_ascii=False)
    before, after = tree.split("NUMBER")
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{before}{number:05}{after}\n" for number in range(MANY))
    return path


@pytest.fixture
def long_list(folder: Path, many_records: Path) -> Path:
    (folder / "long.ndjson").hardlink_to(many_records)
    return folder


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_half_way_leaves_no_half_file(long_list, way, jobs):
    running = begun(long_list, "long.ndjson", *SIGN, "-o", "out.ndjson", "--jobs", jobs)
    wait_for(".out.ndjson.*", long_list)
    os.killpg(running.pid, way)
    _, said = running.communicate(timeout=LONG)
    assert running.returncode != 0
    assert not (long_list / "out.ndjson").exists()
    if way is signal.SIGINT:
        assert running.returncode == 130, said
        assert not list(long_list.glob(".out.ndjson.*"))


def test_each_file_of_a_folder_is_whole_when_a_run_is_ended(aeo, long_list):
    running = begun(long_list, "long.ndjson", *SIGN, "-o", "out/")
    wait_for("out/*.sdjwt", long_list)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate(timeout=LONG)
    publish(aeo)
    assert aeo("verify", "out", *VERIFY, "--no-state", "-q").returncode == 0


def workers_of(parent: int, jobs: int) -> list[int]:
    """Return the processes that work for a command: its copies, or the children of what forks."""
    end = time.monotonic() + LONG
    command = psutil.Process(parent)
    while True:
        children = command.children()
        copies = [child.pid for child in children if child.cmdline() == command.cmdline()]
        forked = [worker.pid for child in children for worker in child.children()]
        workers = forked or copies
        if len(workers) == jobs:
            return workers
        assert time.monotonic() < end, children
        time.sleep(0.01)


@pytest.fixture
def at_work(long_list):
    """Return a command that signs, when it has written something, and its two workers."""
    running = begun(long_list, "long.ndjson", *SIGN, "-o", "out.ndjson", "--jobs=2")
    wait_for(".out.ndjson.*", long_list)
    yield running, workers_of(running.pid, 2)
    running.kill()
    running.communicate()


def test_a_worker_that_the_system_ends_is_told_and_no_fault_of_this_program(at_work, long_list):
    running, workers = at_work
    os.kill(workers[0], signal.SIGKILL)
    _, said = running.communicate(timeout=LONG)
    assert running.returncode == 3
    assert b"a worker process was ended from outside (worker-lost)" in said
    assert not list(long_list.glob("*out.ndjson*"))


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGKILL])
def test_all_workers_that_somebody_ends_are_told_and_nobody_waits(at_work, long_list, way):
    running, workers = at_work
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, way)
    _, said = running.communicate(timeout=LONG)
    assert running.returncode == 3
    assert b"a worker process was ended from outside (worker-lost)" in said
    assert not list(long_list.glob("*out.ndjson*"))


def test_no_worker_outlives_its_command(at_work):
    running, workers = at_work
    running.kill()
    running.wait()
    end = time.monotonic() + LONG
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_signal_to_the_group_leaves_the_workers_to_their_command(at_work):
    running, workers = at_work
    assert {os.getpgid(worker) for worker in workers} == set(workers)
    os.killpg(running.pid, signal.SIGTERM)
    _, said = running.communicate(timeout=LONG)
    assert (running.returncode, said.splitlines()[-1]) == (130, b"interrupted")
