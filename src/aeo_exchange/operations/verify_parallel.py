"""Verification by several worker processes, with the answers in the order of the content.

Each worker knows what had been seen when the run began; what the run itself finds is noted by
the parent, which sees every answer.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache

import msgspec
from msgspec import Struct

from aeo_exchange.formats import Content
from aeo_exchange.operations.verify import LONGEST_TOKEN, Evidence, gather, verify
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.trust.answer import Verification
from aeo_exchange.trust.question import Question, Sources
from aeo_exchange.trust.seen import Seen

__all__ = ["Setup", "verify_with_workers"]

PART = 1 << 20
AHEAD = 3  # parts waiting for each worker; more would only fill memory


class Setup(Struct, frozen=True, kw_only=True):
    """What each worker needs to answer."""

    question: Question
    evidence: Evidence
    reference: ReferenceData
    seen: Seen


def verify_with_workers(
    contents: Iterable[Content], setup: Setup, jobs: int
) -> Iterator[Verification]:
    """Yield the same answers as `verify`, worked out by several processes."""
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("forkserver"),
        initializer=_prepare,
        initargs=(setup,),
    )
    waiting: deque[Future[bytes]] = deque()
    with pool:
        for part in _parts(contents):
            waiting.append(pool.submit(_work, part))
            if len(waiting) > jobs * AHEAD:
                yield from _answers(waiting.popleft())
        while waiting:
            yield from _answers(waiting.popleft())


def _answers(done: Future[bytes]) -> list[Verification]:
    return msgspec.msgpack.decode(done.result(), type=list[Verification])


def _parts(contents: Iterable[Content]) -> Iterator[Content]:
    """Cut content of many lines behind the first line end after each MiB."""
    for content in contents:
        try:
            with content.open() as stream:
                held = stream.read(PART)
                if len(held) < PART or held.lstrip().startswith(b"<"):
                    yield content
                    continue
                line = content.first_line
                while held:
                    held += stream.readline(LONGEST_TOKEN + 2)
                    yield Content(name=content.name, held=held, first_line=line)
                    line += held.count(b"\n")
                    held = stream.read(PART)
        except OSError:
            yield content  # the worker says why


@cache
def _settings() -> dict[str, tuple[Question, Sources]]:
    """Return the settings of this worker, empty in any other process."""
    return {}


def _prepare(setup: Setup) -> None:
    sources = gather(setup.evidence, seen=setup.seen, reference=setup.reference)
    _settings()["now"] = (setup.question, sources)


def _work(part: Content) -> bytes:
    question, sources = _settings()["now"]
    return msgspec.msgpack.encode(list(verify([part], question, sources)))
