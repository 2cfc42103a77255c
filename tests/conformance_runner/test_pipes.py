"""A pipe is read and written while the other side is there, and let go while it is not."""

from __future__ import annotations

import os
import threading
import time

import pytest

from aeo_exchange.conformance.adapters.transports.pipes import Pipe

LONG = 600  # seconds that no test takes


@pytest.fixture
def ends():
    """Return what is read from and what is written to."""
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb", 0), os.fdopen(writing, "wb", 0)


def begun(work) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    time.sleep(0.1)
    return thread


@pytest.mark.parametrize("pieces", [[b"a\nbb\n\nccc"], [b"a\nb", b"b\n", b"\ncc", b"c"]])
def test_lines_are_the_same_however_they_come(pieces: list[bytes], ends) -> None:
    source, target = ends
    pipe, taken = Pipe(source), []
    thread = begun(lambda: taken.extend(pipe.lines(10)))
    for piece in pieces:
        target.write(piece)
        time.sleep(0.02)
    target.close()
    thread.join(LONG)
    assert taken == [b"a", b"bb", b"", b"ccc"]
    pipe.close()


@pytest.mark.parametrize("content", [b"a\n0123456789\nb\n", b"a\n0123456789"])
def test_a_line_that_is_too_long_ends_the_lines(content: bytes, ends) -> None:
    source, target = ends
    target.write(content)
    target.close()
    pipe = Pipe(source)
    assert list(pipe.lines(9)) == [b"a", None]
    pipe.close()


def test_a_pipe_is_closed_while_somebody_waits_for_what_never_comes(ends) -> None:
    source, target = ends
    pipe = Pipe(source)
    thread = begun(pipe.read)
    pipe.close()
    thread.join(LONG)
    assert not thread.is_alive()
    target.close()


def test_a_pipe_is_closed_while_somebody_writes_what_nobody_reads(ends) -> None:
    source, target = ends
    pipe = Pipe(target)
    thread = begun(lambda: pipe.write(b"x" * (4 << 20)))
    pipe.close()
    thread.join(LONG)
    assert not thread.is_alive()
    source.close()


def test_all_of_a_long_content_is_written_to_a_slow_reader(ends) -> None:
    source, target = ends
    content, pipe = os.urandom(1 << 20), Pipe(target)
    thread = begun(lambda: (pipe.write(content), pipe.close()))
    assert source.read(1) + source.readall() == content
    thread.join(LONG)
    source.close()
