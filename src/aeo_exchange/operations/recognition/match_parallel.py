"""Declarations to what is shown of each, in their order, by one process or by several.

A worker reads small files of XML by itself; of all else the parent reads the declarations, in runs
of some hundreds, and the workers answer.
"""

from __future__ import annotations

import gc
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from aeo_exchange.declarations.answer import MatchedDeclaration
from aeo_exchange.declarations.declaration import Declaration
from aeo_exchange.declarations.layout import DeclarationLayout
from aeo_exchange.declarations.matching import DeclarationMatcher, MatchTerms
from aeo_exchange.declarations.readers.contents import (
    MetDeclaration,
    declarations_of,
    unreadable,
)
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content
from aeo_exchange.operations.recognition.match import (
    MatchTotals,
    matched_declarations,
    matched_or_refused,
)
from aeo_exchange.operations.workers import PART, Share, Work, in_order

__all__ = ["MatchWork", "ShownMatches", "jobs_for", "shown_matches"]

FILES = 32  # that go to a worker at once
MANY = 1_000  # files that several workers share, where nobody says how many are to
MOST_CORES = 4  # that are taken unasked; a parent can feed so many
RUN = 256  # declarations that go to a worker at once
FEW = 16  # declarations that are shown and counted together, without workers
VERY_SMALL = 1 << 16  # bytes of a file that is not looked into before it travels
MARK_OF_XML = b"<"
HEAD = 64


_File: TypeAlias = tuple[str, str | None, bytes | None]  # name, path, bytes


class ShownMatches(NamedTuple):
    """Some declarations as they are shown, and what was answered in them."""

    texts: list[str]
    totals: MatchTotals


class MatchWork(Struct, frozen=True, kw_only=True):
    """What each worker needs to answer; `show` is a function that travels by name."""

    matcher: DeclarationMatcher
    terms: MatchTerms
    layout: DeclarationLayout
    limits: DeclarationLimits
    show: Callable[[MatchedDeclaration], str]

    def rendered(self, declarations: Iterable[MatchedDeclaration]) -> ShownMatches:
        """Return declarations as they are shown."""
        texts, totals = [], MatchTotals()
        for declaration in declarations:
            totals.add(declaration)
            texts.append(self.show(declaration))
        return ShownMatches(texts, totals)

    def matched(self, contents: Iterable[Content]) -> Iterator[MatchedDeclaration]:
        """Yield what is said of the declarations of contents."""
        return matched_declarations(contents, self.matcher, self.terms, self.layout, self.limits)


class _ReadRun(Struct, frozen=True):
    """Declarations as the parent read them: each, or why there is none, with its line."""

    source: str
    met: list[tuple[Declaration | None, tuple[str, str], int | None]]


def jobs_for(files: int, asked: int | None) -> int:
    """Return how many workers answer about so many files: where nobody says, one about few."""
    if asked is not None:
        return asked
    return min(_cores(), MOST_CORES) if files >= MANY else 1


def shown_matches(
    contents: Iterable[Content], work: MatchWork, jobs: int
) -> Iterator[ShownMatches]:
    """Yield what is shown of the declarations of contents; what cannot be read is told.

    What is shown is the same, however many workers there are.
    """
    gc.freeze()  # what is held stays to the end; nobody looks through it, or copies it, for garbage
    if jobs == 1:
        matched = work.matched(contents)
        while some := list(islice(matched, FEW)):
            yield work.rendered(some)
        return
    parts = _parts(contents, work)
    begun = list(islice(parts, 2))
    if len(begun) < 2:  # noqa: PLR2004 the others would have nothing to do, and beginning takes time
        yield from (_answered(part, work) for part in begun)
        return
    workers = Work(module=__name__, prepare=_prepare, settings=(work,), jobs=jobs)
    yield from in_order(workers, _work, chain(begun, parts))


def _cores() -> int:
    """Return on how many cores this process may run, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _parts(contents: Iterable[Content], work: MatchWork) -> Iterator[Share]:
    files: list[tuple[str, Path | None, bytes | None]] = []
    for content in contents:
        if not _is_small_xml(content):
            yield from _of_files(files)
            yield from _runs(content, work)
            files = []
            continue
        files.append((content.name, content.path, content.held))
        if len(files) == FILES:
            yield from _of_files(files)
            files = []
    yield from _of_files(files)


def _of_files(files: list[tuple[str, Path | None, bytes | None]]) -> Iterator[Share]:
    """Yield a part of several files, if there are any: each by itself would cost its way."""
    if files:
        names = [(name, None if path is None else str(path), held) for name, path, held in files]
        held = msgspec.msgpack.encode(names)
        yield Share(Content(name=files[0][0], held=held), is_lines=False)


def _is_small_xml(content: Content) -> bool:
    """Say whether a worker reads a content whole; one that is very small travels whatever it is."""
    if content.opened is not None:  # what has no name does not travel
        return False
    try:
        if content.path is not None and _is_very_small(content.path):
            return True
        with content.open() as stream:
            return MARK_OF_XML in stream.read(HEAD) and stream.seek(0, os.SEEK_END) <= PART
    except (OSError, ReadError):
        return False  # which is told where it is read


def _is_very_small(path: Path) -> bool:
    state = path.stat()  # of 10,000 files opening each takes longer than all that is sent of them
    return stat.S_ISREG(state.st_mode) and state.st_size <= VERY_SMALL


def _runs(content: Content, work: MatchWork) -> Iterator[Share]:
    run: list[tuple[Declaration | None, tuple[str, str], int | None]] = []
    try:
        for declaration, refusal, line in declarations_of(content, work.layout, work.limits):
            why = ("", "") if refusal is None else (refusal.rule, refusal.message)
            run.append((declaration, why, line))
            if len(run) == RUN:
                yield _share(content, run)
                run = []
    except OSError as cause:
        refused = unreadable(cause)
        run.append((None, (refused.rule, refused.message), None))
    if run:
        yield _share(content, run)


def _share(
    content: Content, run: list[tuple[Declaration | None, tuple[str, str], int | None]]
) -> Share:
    held = msgspec.msgpack.encode(_ReadRun(content.name, run))
    return Share(Content(name=content.name, held=held), is_lines=True)


@cache
def _prepared() -> list[MatchWork]:
    """Return where a worker keeps what it was given."""
    return []


def _prepare(work: MatchWork) -> None:
    _prepared().append(work)


def _work(share: Share) -> ShownMatches:
    return _answered(share, _prepared()[-1])


def _answered(share: Share, work: MatchWork) -> ShownMatches:
    if not share.is_lines:
        files = msgspec.msgpack.decode(share.content.held or b"", type=list[_File])
        contents = (
            Content(name=name, path=None if path is None else Path(path), held=held)
            for name, path, held in files
        )
        return work.rendered(work.matched(contents))
    run = msgspec.msgpack.decode(share.content.held or b"", type=_ReadRun)
    met = (
        MetDeclaration(declaration, None if declaration else ReadError(*why), line)
        for declaration, why, line in run.met
    )
    return work.rendered(
        matched_or_refused(one, work.matcher, run.source, work.terms) for one in met
    )
