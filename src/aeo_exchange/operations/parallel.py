"""Validation by several worker processes, with the reports in the order of the content.

A large NDJSON file is cut at line ends into parts; every other content is one part. Findings
over sets of records would stay with the parent, which sees all reports.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from typing import BinaryIO

import msgspec

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import FORMATS, Content, Format, Limits
from aeo_exchange.formats.detect import detect
from aeo_exchange.formats.limits import CHUNK
from aeo_exchange.operations.validate import unreadable, validate, validate_documents
from aeo_exchange.report import Report
from aeo_exchange.rules import Context

__all__ = ["AHEAD", "PART", "Part", "line_parts", "parts_of", "validate_with_workers"]

PART = 1 << 20
AHEAD = 3  # parts waiting for each worker; more would only fill memory


class Part(msgspec.Struct, frozen=True):
    """What one worker does at a time: a whole content, or some lines of one."""

    content: Content
    is_lines: bool


def validate_with_workers(
    contents: Iterable[Content], context: Context, limits: Limits, jobs: int
) -> Iterator[Report]:
    """Yield the same reports as `validate`, worked out by several processes."""
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("forkserver"),
        initializer=_prepare,
        initargs=(context, limits),
    )
    waiting: deque[Future[bytes] | Report] = deque()
    with pool:
        for part in parts_of(contents, limits):
            waiting.append(pool.submit(_work, part) if isinstance(part, Part) else part)
            if len(waiting) > jobs * AHEAD:
                yield from _reports(waiting.popleft())
        while waiting:
            yield from _reports(waiting.popleft())


def _reports(done: Future[bytes] | Report) -> list[Report]:
    if isinstance(done, Report):
        return [done]
    return msgspec.msgpack.decode(done.result(), type=list[Report])


def parts_of(contents: Iterable[Content], limits: Limits) -> Iterator[Part | Report]:
    """Yield the parts of contents, and a report for each that cannot be opened."""
    for content in contents:
        try:
            is_lines = detect(content) is Format.NDJSON
        except ReadError:
            is_lines = False  # the worker reports it
        except OSError as cause:
            yield unreadable(content.name, cause)
            continue
        if is_lines:
            yield from line_parts(content, limits.record_bytes)
        else:
            yield Part(content, is_lines=False)


def line_parts(content: Content, longest: int) -> Iterator[Part]:
    """Cut content behind the first line end after each MiB; `longest` is that of a line."""
    line = content.first_line
    with content.open() as stream:
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


@cache
def _settings() -> dict[str, tuple[Context, Limits]]:
    """Return the settings of this worker, empty in any other process."""
    return {}


def _prepare(context: Context, limits: Limits) -> None:
    _settings()["now"] = (context, limits)


def _work(part: Part) -> bytes:
    context, limits = _settings()["now"]
    if part.is_lines:
        found = FORMATS[Format.NDJSON].read(part.content, limits)
        reports = list(validate_documents(found, part.content.name, context))
    else:
        reports = list(validate([part.content], context, limits))
    return msgspec.msgpack.encode(reports)
