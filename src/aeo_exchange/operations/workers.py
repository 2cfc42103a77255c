"""Content in parts, and worker processes that answer about them in their order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext
from time import sleep
from types import FrameType
from typing import BinaryIO, TypeVar, cast

from msgspec import Struct

from aeo_exchange.errors import WorkerLost
from aeo_exchange.formats import Content
from aeo_exchange.formats.limits import CHUNK
from aeo_exchange.operations.pool import Pool, in_turn

__all__ = ["PART", "Share", "Work", "in_order", "line_parts"]

GRACE_SECONDS = 5  # for a worker to undo what is half done; then it is killed
AHEAD = 3  # parts waiting for each worker; more would only fill memory
Answer = TypeVar("Answer")
Ready = TypeVar("Ready")
PART = 1 << 20


class Share(Struct, frozen=True):
    """What one worker does at a time: a whole content, or some lines of one.

    `form` is the name of the format, which a few lines alone may not show. `tokens` are what was
    read of the content already, by the numbers of their lines.
    """

    content: Content
    is_lines: bool
    form: str | None = None
    tokens: tuple[tuple[int, bytes], ...] = ()


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
    workers = _begun(work)
    # One thread waits for each worker; the work is done in the processes.
    answerers = [partial(worker.ask, do) for worker in workers]
    with Pool[Share, Answer | Ready](answerers) as pool:
        try:
            asked: Iterator[Future[Answer | Ready]]
            asked = (pool.ask(part) if isinstance(part, Share) else _known(part) for part in parts)
            yield from in_turn(asked, work.jobs * AHEAD)
        finally:
            pool.stop()
            _end_all(workers)


def _known(answer: Answer) -> Future[Answer]:
    """Return an answer that stands before anybody was asked."""
    known: Future[Answer] = Future()
    known.set_result(answer)
    return known


def _begun(work: Work) -> list[Worker]:
    context = _context(work)
    workers: list[Worker] = []
    try:
        for _ in range(work.jobs):
            workers.append(Worker(context, work, workers))
    except BaseException:
        _end_all(workers)
        raise
    return workers


def _end_all(workers: Sequence[Worker]) -> None:
    """End all workers; those who work are asked together, so that they are waited for once."""
    for worker in workers:
        worker.stop()
    for worker in workers:
        worker.end()


def _context(work: Work) -> ForkContext | ForkServerContext:
    """Return how workers begin: as copies of this process where it is safe, which takes no time.

    Of a process with threads, a copy could wait for ever for what another thread held; outside
    Linux, libraries of the system have threads that nobody sees. There workers are copies of a
    process of their own, which reads all modules once more.
    """
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    # Imported once, before the workers are forked, and not once by each of them.
    context.set_forkserver_preload([work.module])
    return context


class Worker:
    """A worker process, and the line to it that no other process holds.

    So its end is the end of the line, in the middle of an answer too, and nobody waits for the
    rest. Pools of the standard library share one line among all workers: one that is ended while
    it writes leaves the others, and its parent, waiting for ever.
    """

    def __init__(
        self, context: ForkContext | ForkServerContext, work: Work, before: Sequence[Worker]
    ) -> None:
        """Begin the process, behind others; a copy of this process leaves their lines alone."""
        self.line, far = context.Pipe()
        self._is_busy = False
        is_copy = isinstance(context, ForkContext)
        others = [self.line, *(worker.line for worker in before)] if is_copy else []
        self._process = context.Process(
            target=_serve, args=(far, others, work.prepare, work.settings), daemon=True
        )
        self._process.start()
        far.close()

    def ask(self, do: Callable[[Share], Answer], part: Share) -> Answer:
        """Return the answer to a part, or raise what the worker raised; WorkerLost without one."""
        self._is_busy = True
        try:
            self.line.send((do, part))
            answer, refusal = self.line.recv()
        except (EOFError, OSError) as cause:
            raise WorkerLost("a worker process was ended from outside") from cause
        self._is_busy = False
        if refusal is not None:
            raise refusal
        return cast("Answer", answer)

    def stop(self) -> None:
        """Ask the process to end; one that works for nobody any more leaves its work undone."""
        if self._is_busy:
            self._process.terminate()
        else:
            self.line.close()

    def end(self) -> None:
        """Wait until the process has ended; one that does not hear is killed."""
        if self._is_busy:
            self._process.join(GRACE_SECONDS)
            self._process.kill()
        self._process.join()


def _serve(
    line: Connection,
    others: Sequence[Connection],
    prepare: Callable[..., None],
    settings: tuple[object, ...],
) -> None:
    """Answer about one part after another, until the parent ends the line."""
    for other in others:
        other.close()
    _stand_apart()
    refusal: Exception | None = None
    try:
        prepare(*settings)
    except Exception as cause:  # noqa: BLE001 the parent raises it
        refusal = cause
    while True:
        try:
            do, part = line.recv()
            line.send(_answer(do, part, refusal))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _answer(
    do: Callable[[Share], object], part: Share, refusal: Exception | None
) -> tuple[object, Exception | None]:
    if refusal is not None:
        return None, refusal
    try:
        return do(part), None
    except Exception as cause:  # noqa: BLE001 the parent raises it
        return None, cause


def _stand_apart() -> None:
    """Let a worker end with its parent, and be stopped by it alone.

    A signal to the whole group of processes, as a terminal sends it, could end a worker before
    its parent, which would tell of a lost worker. A worker whose parent was killed would stay,
    and keep the key that it signs with. One that is asked to end undoes what is half done, such as
    a working file that it was about to replace.
    """
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    # What the parent tidies up when it is told to stop is not a worker's to tidy.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        sleep(GRACE_SECONDS)
        os._exit(1)


def _leave(number: int, _frame: FrameType | None) -> None:
    """End the process by an exception, once; asked again it ends at once."""
    signal.signal(number, signal.SIG_DFL)
    raise SystemExit(1)


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
