"""Devices, pipes and files without end: what is taken of them is bounded, and the answer clear."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import threading
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest

import aeo_exchange
from aeo_exchange import Verifier, endless, validate
from aeo_exchange.cli.exits import Exit
from aeo_exchange.endless import keep, read_all, read_file
from aeo_exchange.formats import Content
from aeo_exchange.operations.attestations.unproved import attestations, begins_with_tokens

SOURCES = Path(aeo_exchange.__file__).parent
SAMPLE = Path("samples/records/HK-AEO/TIER1.aeo.json").resolve()
ZERO = "/dev/zero"
pytestmark = pytest.mark.skipif(not os.path.exists(ZERO), reason="a system without devices")  # noqa: PTH110


def run(words: tuple[str, ...], **more) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(words, capture_output=True, check=False, **more)


def test_as_much_as_allowed_is_read_and_a_byte_more_is_refused(tmp_path):
    (tmp_path / "four").write_bytes(b"1234")
    assert read_file(tmp_path / "four", 4) == b"1234"
    assert read_all(io.BytesIO(b"1234"), "four", 4) == b"1234"
    for read in (
        lambda: read_file(tmp_path / "four", 3),
        lambda: read_all(io.BytesIO(b"1234"), "four", 3),
        lambda: keep(io.BytesIO(b"1234"), io.BytesIO(), "four", 3),
    ):
        with pytest.raises(OSError, match="longer than"):
            read()
    kept = io.BytesIO()
    keep(io.BytesIO(b"1234"), kept, "four", 4)
    assert kept.getvalue() == b"1234"


def test_a_short_file_takes_little_memory_however_long_it_might_be(tmp_path):
    (tmp_path / "four").write_bytes(b"1234")
    tracemalloc.start()
    try:
        read_file(tmp_path / "four")
        assert tracemalloc.get_traced_memory()[1] < endless.MOST_HELD // 16
    finally:
        tracemalloc.stop()


@pytest.mark.long
@pytest.mark.parametrize(
    "arguments",
    [
        ("verify", ZERO),
        ("validate", ZERO, str(SAMPLE)),
        ("validate", str(SAMPLE), "--profile", ZERO),
        ("status", ZERO),
        ("key", "show", ZERO),
        ("trust", "show", ZERO),
        ("verify", str(SAMPLE), "--record", ZERO),
        ("verify", str(SAMPLE), "--trust", ZERO),
        ("validate", "--files-from", ZERO),
    ],
    ids=lambda words: "-".join(words).replace("/", "."),
)
def test_a_device_without_end_is_told_and_costs_no_other_input_its_answer(arguments, forked_aeo):
    done = run((*forked_aeo, *arguments))
    said = done.stdout + done.stderr
    assert done.returncode == Exit.UNREADABLE
    assert b"longer than 128 MiB" in said
    if arguments[1:] == (ZERO, str(SAMPLE)):
        assert b"1 valid" in said or b"VALID" in said


def test_standard_input_without_end_is_told(forked_aeo):
    with Path(ZERO).open("rb") as zero:
        done = run((*forked_aeo, "validate", "-"), stdin=zero)
    assert done.returncode == Exit.UNREADABLE
    assert b"longer than 128 MiB" in done.stdout + done.stderr


def test_a_pipe_gets_half_of_what_is_free_on_the_disk_at_most(monkeypatch):
    monkeypatch.setattr(endless, "MOST_KEPT", 1 << 20)
    reading, writing = os.pipe()

    def write() -> None:
        with suppress(BrokenPipeError), os.fdopen(writing, "wb") as stream:
            stream.write(bytes((1 << 20) + 1))

    writer = threading.Thread(target=write)
    writer.start()
    with os.fdopen(reading, "rb") as stream, pytest.raises(OSError, match="longer than 1 MiB"):
        list(validate(stream))
    writer.join()


def test_the_library_takes_a_device_and_a_pipe_by_name(tmp_path):
    (report,) = validate(ZERO)
    assert report.findings[0].code == "AEO-SYN-00"
    assert Verifier().verify(ZERO).checks[0].code == "AEO-SYN-00"
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(b'{"recordId":1}',))
    writer.start()
    (report,) = validate(tmp_path / "pipe")  # whose places are looked up by reading it again
    writer.join()
    assert report.findings[0].line == 1


def test_a_huge_file_that_is_no_attestation_is_answered_by_its_beginning(tmp_path):
    with (tmp_path / "sparse").open("wb") as sparse:
        sparse.truncate(10 << 30)
    (answer,) = Verifier().verify_each(tmp_path / "sparse")
    assert (answer.verdict.value, answer.checks[0].code) == ("UNDETERMINED", "AEO-SIG-01")


@pytest.mark.parametrize("is_one", [True, False])
def test_a_token_is_looked_for_in_the_first_two_mebibytes(is_one):
    letter = b"Dear Sir,\n" * 300_000
    beginning = letter[: (1 << 21) - 3 + (0 if is_one else 1) - 1] + b"\n"
    content = Content(name="letter", held=beginning + b"eyJh.eyJi.c~\n" + letter)
    names = [name for name, _ in attestations(content)]
    assert (len(names) > 1) is is_one
    with content.open() as stream:
        assert begins_with_tokens(stream) is is_one
        assert stream.tell() == 0


WHOLE = ("read_bytes", "read_text", "copyfileobj")


def test_nothing_else_reads_a_whole_file_of_a_user():
    """Files of the package and of a suite may be read at once; `endless` reads the rest."""
    own = ("reference", "schema", "signing/test_keys.py", "conformance",
           "operations/reference/schemas.py",
           "operations/exchange/profile_start.py", "operations/simulation",
           "trust/kept_lists.py", "cli/demo.py", "msme")  # fmt: skip
    readers = [
        f"{path.relative_to(SOURCES)}:{node.lineno}"
        for path in SOURCES.rglob("*.py")
        if not str(path.relative_to(SOURCES)).startswith(own)
        and any(reader in path.read_text("utf-8") for reader in WHOLE)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in WHOLE
    ]
    assert readers == []
