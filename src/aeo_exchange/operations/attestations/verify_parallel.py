"""Verification by several worker processes, with the answers in the order of the content.

Each worker knows what had been seen when the run began. What the run itself finds is noted by
the parent, which sees every answer, and looks at the revision again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import msgspec
from msgspec import Struct

from aeo_exchange.formats import Content
from aeo_exchange.operations.attestations.unproved import (
    NumberedToken,
    begins_with_tokens,
    numbered_tokens,
)
from aeo_exchange.operations.attestations.verify import (
    TrustEvidence,
    gather,
    verify_contents,
    verify_tokens,
)
from aeo_exchange.operations.attestations.verify_memory import (
    Show,
    ShownAnswer,
    retold,
    shown_answers,
)
from aeo_exchange.operations.workers import Share, Work, in_order
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.trust.answer import Verification
from aeo_exchange.trust.question import Question, Sources
from aeo_exchange.trust.seen import Seen

__all__ = ["Setup", "answers_to", "parts_of_tokens", "verify_with_workers"]

# Some 270 attestations, a worker's work of 40 ms: at the end no worker is idle for longer.
PART = 1 << 19


class Setup(Struct, frozen=True, kw_only=True):
    """What each worker needs to answer; `show` is a function that travels by name."""

    question: Question
    evidence: TrustEvidence
    reference: ReferenceData
    seen: Seen
    show: Show

    def sources(self) -> Sources:
        """Return what answers rest on."""
        return gather(self.evidence, seen=self.seen, reference=self.reference)


def verify_with_workers(
    contents: Iterable[Content], setup: Setup, jobs: int
) -> Iterator[ShownAnswer]:
    """Yield the answers of `verify_contents` as they are shown, worked out by several processes.

    As with one process, what an answer rests on is to be remembered in `setup.seen` before the
    next is asked for.
    """
    setup.sources()  # which notes the trust lists as used, here where it is kept
    work = Work(module=__name__, prepare=_prepare, settings=(setup,), jobs=jobs)
    for done in in_order(work, _work, parts_of_tokens(contents)):
        for answer in msgspec.msgpack.decode(done, type=list[ShownAnswer]):
            yield retold(answer, setup.seen, setup.show)


def parts_of_tokens(contents: Iterable[Content]) -> Iterator[Share]:
    """Split content with many tokens into parts; all other content is one part."""
    for content in contents:
        yield from _parts(content)


def _parts(content: Content) -> Iterator[Share]:
    """Split between tokens; a token over several lines is joined first, so none is cut.

    What is no longer than a part stays whole, and keeps its name.
    """
    held: list[NumberedToken] = []
    size, is_cut = 0, False
    try:
        with content.open() as stream:
            tokens = numbered_tokens(stream, content.first_line)
            for number, token in tokens if begins_with_tokens(stream) else ():
                if size >= PART:
                    yield _part(content, held)
                    held, size, is_cut = [], 0, True
                held.append((number, token))
                size += len(token)
    except OSError as cause:
        if is_cut:
            yield _part(content, held)
            content = Content.refused(content.name, cause)
        held = []
    yield _part(content, held) if is_cut and held else Share(content, is_lines=False)


def _part(content: Content, tokens: list[NumberedToken]) -> Share:
    named = Content(name=content.name, held=b"")  # which need not travel with each of its parts
    return Share(named, is_lines=True, tokens=tuple(tokens))


@cache
def _settings() -> dict[str, tuple[Setup, Sources]]:
    """Return the settings of this worker, empty in any other process."""
    return {}


def _prepare(setup: Setup) -> None:
    _settings()["now"] = (setup, setup.sources())


def _work(part: Share) -> bytes:
    setup, sources = _settings()["now"]
    answers = answers_to(part, setup.question, sources)
    return msgspec.msgpack.encode(list(shown_answers(answers, setup.show, whole=True)))


def answers_to(part: Share, question: Question, sources: Sources) -> Iterator[Verification]:
    """Yield the answers to a part."""
    if part.is_lines:
        return verify_tokens(part.content.name, part.tokens, question, sources)
    return verify_contents([part.content], question, sources)
