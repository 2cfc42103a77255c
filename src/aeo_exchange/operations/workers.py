"""Content in parts, and worker processes that answer about them in their order."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import BinaryIO, TypeVar

from msgspec import Struct

from aeo_exchange.formats import Content
from aeo_exchange.formats.limits import CHUNK

__all__ = ["PART", "Part", "Work", "in_order", "line_parts"]

AHEAD = 3  # parts waiting for each worker; more would only fill memory
Answer = TypeVar("Answer")
Ready = TypeVar("Ready")
PART = 1 << 20


class Part(Struct, frozen=True):
    """What one worker does at a time: a whole content, or some lines of one."""

    content: Content
    is_lines: bool


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
    work: Work, do: Callable[[Part], Answer], parts: Iterable[Part | Ready]
) -> Iterator[Answer | Ready]:
    """Yield the answer to each part, in their order; what is no part is its own answer."""
    context = multiprocessing.get_context("forkserver")
    # Imported once, before the workers are forked, and not once by each of them.
    context.set_forkserver_preload([work.module])
    waiting: deque[Future[Answer] | Ready] = deque()
    with ProcessPoolExecutor(
        work.jobs, mp_context=context, initializer=work.prepare, initargs=work.settings
    ) as pool:
        for part in parts:
            waiting.append(pool.submit(do, part) if isinstance(part, Part) else part)
            while len(waiting) > work.jobs * AHEAD:
                yield from _first(waiting)
        while waiting:
            yield from _first(waiting)


def _first(waiting: deque[Future[Answer] | Ready]) -> Iterator[Answer | Ready]:
    """Take the first that was asked, and wait for its answer where there is none yet."""
    first = waiting.popleft()
    yield first.result() if isinstance(first, Future) else first


def line_parts(content: Content, stream: BinaryIO, longest: int) -> Iterator[Part]:
    """Cut a stream of content behind the first line end after each MiB.

    `longest` is how long a line may be.
    """
    line = content.first_line
    while held := stream.read(PART):
        if not held.endswith(b"\n"):
            held += _rest_of_line(stream, longest)
        yield Part(Content(name=content.name, held=held, first_line=line), is_lines=True)
        line += held.count(b"\n")


def _rest_of_line(stream: BinaryIO, most: int) -> bytes:
    """Return the rest of a line; of one that is too long only enough to be refused as such."""
    rest = piece = stream.readline(most + 1)
    while piece and not piece.endswith(b"\n"):
        piece = stream.readline(CHUNK)
    return rest if rest.endswith(b"\n") else rest + b"\n"
