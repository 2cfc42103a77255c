"""Content in parts, and worker processes that answer about them in their order."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import BinaryIO, TypeVar

from msgspec import Struct

from aeo_exchange.errors import WorkerLost
from aeo_exchange.formats import Content
from aeo_exchange.formats.limits import CHUNK

__all__ = ["PART", "Share", "Work", "in_order", "line_parts"]

AHEAD = 3  # parts waiting for each worker; more would only fill memory
Answer = TypeVar("Answer")
Ready = TypeVar("Ready")
PART = 1 << 20


class Share(Struct, frozen=True):
    """What one worker does at a time: a whole content, or some lines of one.

    `form` is the name of the format, which a few lines alone may not show.
    """

    content: Content
    is_lines: bool
    form: str | None = None


class Work(Struct, frozen=True, kw_only=True):
    """What workers do with each part: a function of a module, and how each is prepared for it.

    `prepare` gets `settings` once in each worker; both functions stand in `module`, so that they
    can travel by name.
    """

    module: str
    prepare: Callable[..., None]
    settings: tuple[object, ...]
    jobs: int


def in_order(
    work: Work, do: Callable[[Share], Answer], parts: Iterable[Share | Ready]
) -> Iterator[Answer | Ready]:
    """Yield the answer to each part, in their order; what is no part is its own answer.

    Raises WorkerLost where the system ends a worker.
    """
    context = multiprocessing.get_context("forkserver")
    # Imported once, before the workers are forked, and not once by each of them.
    context.set_forkserver_preload([work.module])
    with ProcessPoolExecutor(
        work.jobs, mp_context=context, initializer=_begin, initargs=(work.prepare, work.settings)
    ) as pool:
        try:
            yield from _answers(pool, do, parts, work.jobs * AHEAD)
        except BrokenProcessPool as cause:
            raise WorkerLost("a worker process was ended from outside") from cause
        finally:
            # Whoever stops early does not wait for what nobody will ask for.
            pool.shutdown(cancel_futures=True)


def _begin(prepare: Callable[..., None], settings: tuple[object, ...]) -> None:
    """Prepare a worker, which ends with its parent and is stopped by it alone.

    A signal to the whole group of processes, as a terminal sends it, could end a worker in the
    middle of an answer, and the parent would wait for the rest of it for ever. A worker whose
    parent was killed would stay, and keep the key that it signs with.
    """
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare(*settings)


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _answers(
    pool: ProcessPoolExecutor,
    do: Callable[[Share], Answer],
    parts: Iterable[Share | Ready],
    most: int,
) -> Iterator[Answer | Ready]:
    """Yield the answers, with so many parts waiting at most."""
    waiting: deque[Future[Answer] | Ready] = deque()
    for part in parts:
        waiting.append(pool.submit(do, part) if isinstance(part, Share) else part)
        while len(waiting) > most:
            yield from _first(waiting)
    while waiting:
        yield from _first(waiting)


def _first(waiting: deque[Future[Answer] | Ready]) -> Iterator[Answer | Ready]:
    """Take the first that was asked, and wait for its answer where there is none yet."""
    first = waiting.popleft()
    yield first.result() if isinstance(first, Future) else first


def line_parts(content: Content, stream: BinaryIO, longest: int) -> Iterator[Share]:
    """Cut a stream of content behind the first line end after each MiB.

    `longest` is how long a line may be.
    """
    line = content.first_line
    while held := stream.read(PART):
        if not held.endswith(b"\n"):
            held += _rest_of_line(stream, longest)
        yield Share(Content(name=content.name, held=held, first_line=line), is_lines=True)
        line += held.count(b"\n")


def _rest_of_line(stream: BinaryIO, most: int) -> bytes:
    """Return the rest of a line; of one that is too long only enough to be refused as such."""
    rest = piece = stream.readline(most + 1)
    while piece and not piece.endswith(b"\n"):
        piece = stream.readline(CHUNK)
    return rest if rest.endswith(b"\n") else rest + b"\n"
