"""`python:` a callable of a module: the same objects as dictionaries, in this process."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

import msgspec

from aeo_exchange.conformance.adapters.protocol import (
    HELLO,
    RESET,
    Hello,
    Plain,
    Reply,
    Request,
    read_hello,
    read_reply,
    read_reset,
)
from aeo_exchange.conformance.adapters.transports.settings import Settings
from aeo_exchange.conformance.errors import AdapterFailure, AdapterTimeout, UnknownAdapter
from aeo_exchange.counting import how_many

__all__ = ["Calls"]

Answering: TypeAlias = Callable[[Plain], Plain]


class Calls:
    """A callable, asked from a thread of its own so that it can be given up."""

    def __init__(self, place: str, settings: Settings) -> None:
        self._settings = settings
        self._answer = _callable_at(place)
        self._questions: queue.SimpleQueue[Plain | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Plain | Exception] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def hello(self) -> Hello:
        """Return what the product says of itself."""
        return read_hello(self._ask(dict(HELLO), self._settings.start))

    def run(self, request: Request) -> Reply:
        """Return the answer to a question."""
        # As a line would give it: lists and no tuples, absent members absent.
        question: Plain = msgspec.json.decode(msgspec.json.encode(request))
        answer = self._ask(question, self._settings.deadline)
        return read_reply(answer, request.seq)

    def reset(self) -> None:
        """Make the product forget what it was told."""
        read_reset(self._ask(dict(RESET), self._settings.deadline))

    def close(self) -> None:
        """Let the thread end, when it comes back."""
        self._questions.put(None)

    def _ask(self, question: Plain, seconds: float) -> Plain:
        self._questions.put(question)
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise AdapterTimeout(f"no answer within {how_many(seconds, 'second')}") from None
        if isinstance(answer, Exception):
            raise AdapterFailure(_message_of(answer)) from answer
        return answer

    def _work(self) -> None:
        while (question := self._questions.get()) is not None:
            try:
                self._answers.put(self._answer(question))
            except Exception as cause:  # noqa: BLE001 whatever it raises is its answer
                self._answers.put(cause)
            except SystemExit as cause:
                self._answers.put(AdapterFailure(f"the adapter asked to exit with {cause.code}"))


def _message_of(cause: Exception) -> str:
    """Return what an exception says; that of a stranger may not even be able to."""
    try:
        return f"{type(cause).__name__}: {cause}"
    except Exception:  # noqa: BLE001 as above
        return type(cause).__name__


def _callable_at(place: str) -> Answering:
    """Return the callable that MODULE:CALLABLE names, looked for in the current folder too."""
    module, _, name = place.partition(":")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
    try:
        answering: Answering = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as cause:
        raise UnknownAdapter(f"{place!r} is not a MODULE:CALLABLE here: {cause}") from cause
    return answering
