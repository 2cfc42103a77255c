"""Verification by several worker processes, with the answers in the order of the content.

Each worker knows what had been seen when the run began. What the run itself finds is noted by
the parent, which sees every answer, and looks at the revision again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import BinaryIO

import msgspec
from msgspec import Struct

from aeo_exchange.formats import Content
from aeo_exchange.operations.attestations import is_cut_anywhere
from aeo_exchange.operations.verify import TrustEvidence, gather, verify_contents, verify_lines
from aeo_exchange.operations.verify_memory import Show, ShownAnswer, retold, shown_answers
from aeo_exchange.operations.workers import PART, Share, Work, in_order, line_parts
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing.sd_jwt import LONGEST_TOKEN
from aeo_exchange.trust.answer import Verification
from aeo_exchange.trust.question import Question, Sources
from aeo_exchange.trust.seen import Seen

__all__ = ["Setup", "answers_to", "parts_of_tokens", "verify_with_workers"]


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
    """Cut content of many whole tokens into parts; every other content is one, opened or not."""
    for content in contents:
        try:
            stream = content.open()
        except OSError:
            yield Share(content, is_lines=False)  # the worker says why
            continue
        with stream:
            if _is_list(stream):
                yield from line_parts(content, stream, LONGEST_TOKEN)
            else:
                yield Share(content, is_lines=False)


def _is_list(stream: BinaryIO) -> bool:
    try:
        return is_cut_anywhere(stream, PART)
    except OSError:
        return False  # as above


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
        return verify_lines(part.content, question, sources)
    return verify_contents([part.content], question, sources)
