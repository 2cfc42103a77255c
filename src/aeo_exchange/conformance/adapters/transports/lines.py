"""`exec:` one process that stays: JSON lines on its standard input and output."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import msgspec

from aeo_exchange.conformance.adapters.protocol import (
    BYE,
    HELLO,
    RESET,
    Hello,
    Reply,
    Request,
    read_hello,
    read_reply,
    read_reset,
)
from aeo_exchange.conformance.adapters.transports.processes import Program, words
from aeo_exchange.conformance.adapters.transports.settings import Settings
from aeo_exchange.conformance.errors import AdapterFailure, AdapterTimeout
from aeo_exchange.counting import how_many

__all__ = ["Lines"]

GLANCE = 0.1  # seconds between two looks at what the program takes
PATIENCE = 0.5  # seconds to leave by itself after bye
TAIL = 2000  # bytes of standard error that are kept
AHEAD = 4  # lines read before anybody asked for them; a flood waits in the pipe
Answer = TypeVar("Answer")


class Lines:
    """A process that answers each line with one line."""

    def __init__(self, command: str, settings: Settings) -> None:
        self._settings = settings
        self._program = Program(words(command), settings)
        self._answers: queue.Queue[bytes | None] = queue.Queue(AHEAD)
        self._questions: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._said = b""
        self._closed = False
        self._is_too_long = False
        self._is_deaf = False
        for work in (self._listen, self._tell, self._overhear):
            threading.Thread(target=work, daemon=True).start()

    def hello(self) -> Hello:
        """Return what the product says of itself."""
        return read_hello(self._ask(msgspec.json.encode(HELLO), self._settings.start))

    def run(self, request: Request) -> Reply:
        """Return the answer to a question."""
        answer = self._ask(msgspec.json.encode(request), self._settings.deadline)
        return self._explained(lambda: read_reply(answer, request.seq))

    def reset(self) -> None:
        """Make the product forget what it was told."""
        read_reset(self._ask(msgspec.json.encode(RESET), self._settings.deadline))

    def close(self) -> None:
        """Say bye, then end the process and every child of it."""
        self._closed = True
        self._questions.put(msgspec.json.encode(BYE) + b"\n")
        self._questions.put(None)
        self._program.ended(PATIENCE)
        self._program.end()
        with suppress(queue.Empty):
            while True:
                self._answers.get_nowait()

    def _ask(self, line: bytes, seconds: float) -> bytes:
        self._questions.put(line + b"\n")
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                answer = self._answers.get(timeout=min(GLANCE, left))
            except queue.Empty:
                if excess := self._program.excess():
                    raise AdapterFailure(f"the adapter took {excess}") from None
                if self._is_deaf:
                    raise AdapterFailure(self._why_it_ended()) from None
                continue
            if answer is None:
                raise AdapterFailure(self._why_it_ended())
            return answer
        raise AdapterTimeout(f"no answer within {how_many(seconds, 'second')}")

    def _explained(self, read: Callable[[], Answer]) -> Answer:
        """Return what a reader returns; a refusal says what stood on standard error."""
        try:
            return read()
        except AdapterFailure as cause:
            raise AdapterFailure(f"{cause}{self._heard()}") from cause

    def _why_it_ended(self) -> str:
        if excess := self._program.excess():
            return f"the adapter took {excess}"
        code = self._program.ended(PATIENCE)
        if code is None and self._is_too_long:
            return f"the adapter wrote a line longer than {self._settings.output} bytes"
        if code is None:
            stream = "input" if self._is_deaf else "output"
            return f"the adapter closed its standard {stream}{self._heard()}"
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"the adapter ended with {how}{self._heard()}"

    def _heard(self) -> str:
        text = self._said.decode("utf-8", "replace").strip()
        return f"; it said: {text[-400:]}" if text else ""

    def _listen(self) -> None:
        """Pass on what is written, a line at a time; None at the end or for a line too long."""
        with suppress(OSError):
            for line in self._program.output.lines(self._settings.output):
                if line is None:
                    self._is_too_long = True
                elif line.strip():
                    self._put(line)
        self._put(None)

    def _put(self, line: bytes | None) -> None:
        while not self._closed:
            with suppress(queue.Full):
                return self._answers.put(line, timeout=GLANCE)
        return None

    def _tell(self) -> None:
        """Write questions; a program that does not read them keeps nobody waiting but this."""
        try:
            while (line := self._questions.get()) is not None:
                self._program.input.write(line)
        except OSError:
            self._is_deaf = True

    def _overhear(self) -> None:
        with suppress(OSError):
            while said := self._program.errors.read():
                self._said = (self._said + said)[-TAIL:]
