"""What a service holds to answer about attestations: evidence opened once, asked many times."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, cast

import msgspec

from aeo_exchange.errors import NotContent, SeveralAttestations
from aeo_exchange.files import OWNER_ONLY, FileStore
from aeo_exchange.formats.sources import Source, bytes_of, contents_of, one_or_several
from aeo_exchange.operations.attestations.verify import TrustEvidence, gather
from aeo_exchange.operations.attestations.verify import verify_contents as answers_to
from aeo_exchange.operations.attestations.verify_memory import remember
from aeo_exchange.reference.programmes import ReferenceData, shipped
from aeo_exchange.taking import taking_its_types
from aeo_exchange.trust.answer import Verification
from aeo_exchange.trust.question import Question, Sources
from aeo_exchange.trust.roots import Root, read_root
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_list import StatusToken
from aeo_exchange.trust.store import Store

__all__ = ["Verifier", "verify"]

MOST_ANSWERING = 256  # questions whose status lists are kept at hand


class Verifier:
    """Answers about attestations by the evidence it was given; safe to share between threads.

    `trust` holds signed trust lists, `roots` the certificates (PEM or DER) or `Root`s whose trust
    lists count, `handovers` how a root introduces the next, `status` signed status lists; each is
    one or several, as bytes, paths or open files. `memory` is a path or a `Store` that keeps what
    was used before, so that nothing older is ever accepted; without it that is kept for as long
    as the verifier lives. Processes that share one learn from each other when a verifier is made
    and whenever it has news to keep. `fetch` gets a status list by its URI; without it nothing is
    fetched.

    Evidence that is refused raises nothing: each answer is UNDETERMINED and says why. Raises
    NotContent, OSError for what cannot be opened, UnusableKey for a root that is no certificate,
    StateError for a memory that is broken. Implements part 7 of the specification.
    """

    @taking_its_types
    def __init__(  # noqa: PLR0913 one for each thing that an answer rests on
        self,
        *,
        trust: Source | Iterable[Source] = (),
        roots: Root | Source | Iterable[Root | Source] = (),
        status: Source | Iterable[Source] = (),
        handovers: Source | Iterable[Source] = (),
        memory: Store | str | os.PathLike[str] | None = None,
        reference: ReferenceData | None = None,
        fetch: Callable[[str], StatusToken] | None = None,
        min_sequence: int = 0,
        test_keys: bool = False,
    ) -> None:
        """Read and open the evidence once.

        `trust` are trust lists, `status` status lists, each as bytes, a path or an open binary
        file; `roots` certificates in PEM or DER, or what `read_root` returned. `memory` is a
        folder, or a store, that keeps which lists were used. Raises NotContent, OSError for what
        cannot be opened, UnusableKey for a root that is no certificate, and StateError for a
        memory that cannot be read.
        """
        self._evidence = TrustEvidence(
            trust=_all_bytes(trust),
            roots=_roots(roots),
            handovers=_all_bytes(handovers),
            status=_all_bytes(status),
            min_sequence=min_sequence,
            test_keys=test_keys,
        )
        self._store = _store(memory)
        self._lock = RLock()
        seen = Seen.empty() if self._store is None else Seen.read(self._store)
        self._sources = _shared(
            gather(self._evidence, seen=seen, reference=reference or shipped(), fetch=fetch)
        )
        if self._store is not None and seen.changes:
            seen.write(self._store)

    @taking_its_types
    def verify(
        self,
        content: Source,
        *,
        at: str | datetime | None = None,
        record: Source | None = None,
        expect_tin: str | None = None,
    ) -> Verification:
        """Return the answer about the one attestation of content.

        `at` is the instant asked about, text or a datetime with a time zone, by default now.
        `record` is the record said to be attested, in any format. Whatever is wrong with the
        content, that it cannot be opened among it, is in the answer. Raises SeveralAttestations,
        InvalidInstant, NotContent, and StateError or OSError where what was used cannot be kept.
        """
        answers = self.verify_each(content, at=at, record=record, expect_tin=expect_tin)
        answer = next(answers, None)
        if answer is None:  # StopIteration would end the loop of whoever asks, unseen
            raise NotContent("no content was given, one attestation was asked about")
        if next(answers, None) is not None:
            raise SeveralAttestations("the content holds several attestations, one was asked about")
        return answer

    @taking_its_types
    def verify_each(
        self,
        contents: Source | Iterable[Source],
        *,
        at: str | datetime | None = None,
        record: Source | None = None,
        expect_tin: str | None = None,
    ) -> Iterator[Verification]:
        """Return an iterator over an answer for each attestation of contents, in their order.

        Content that cannot be opened gives an UNDETERMINED answer, and the rest is still answered.
        Raises InvalidInstant, NotContent, and StateError or OSError as `verify` does.
        """
        question = Question(
            at=cast("str", datetime.now(UTC) if at is None else at),
            record=None if record is None else bytes_of(record),
            expect_tin=expect_tin,
            test_keys=self._evidence.test_keys,
        )
        return self._answers(contents, question)

    @taking_its_types
    def refresh(
        self,
        *,
        trust: Source | Iterable[Source] | None = None,
        status: Source | Iterable[Source] | None = None,
    ) -> None:
        """Take newer trust lists or status lists in place of those at hand.

        Questions that are being answered meanwhile are answered by the old ones. Raises as the
        constructor does, and then nothing has changed.
        """
        evidence = msgspec.structs.replace(
            self._evidence,
            trust=self._evidence.trust if trust is None else _all_bytes(trust),
            status=self._evidence.status if status is None else _all_bytes(status),
        )
        old = self._sources
        with self._lock:
            fresh = gather(evidence, seen=old.seen, reference=old.reference, fetch=old.fetch)
            self._evidence, self._sources = evidence, _shared(fresh)

    def _answers(
        self, contents: Source | Iterable[Source], question: Question
    ) -> Iterator[Verification]:
        """Yield the answers; the instant was looked at before the first is asked for."""
        for answer in answers_to(contents_of(contents), question, self._sources):
            self._remember(answer)
            yield answer

    def _remember(self, answer: Verification) -> None:
        """Keep what an answer rests on, in the store too where there is one and this is news."""
        seen = self._sources.seen
        with self._lock:
            before = seen.changes
            remember(answer, seen)
            if self._store is not None and seen.changes != before:
                seen.write(self._store)
                seen.learn_from(Seen.read(self._store))


def verify(  # noqa: PLR0913 what `Verifier` takes, and what it is asked
    content: Source,
    *,
    trust: Source | Iterable[Source],
    roots: Root | Source | Iterable[Root | Source],
    status: Source | Iterable[Source] = (),
    memory: Store | str | os.PathLike[str] | None = None,
    at: str | datetime | None = None,
    record: Source | None = None,
    expect_tin: str | None = None,
    test_keys: bool = False,
) -> Verification:
    """Return the answer about one attestation; who asks more than once holds a `Verifier`.

    Takes and raises what `Verifier` and its `verify` do.
    """
    verifier = Verifier(trust=trust, roots=roots, status=status, memory=memory, test_keys=test_keys)
    return verifier.verify(content, at=at, record=record, expect_tin=expect_tin)


def _all_bytes(sources: Source | Iterable[Source]) -> tuple[bytes, ...]:
    return tuple(bytes_of(content) for content in contents_of(sources))


def _roots(given: Root | Source | Iterable[Root | Source]) -> tuple[Root, ...]:
    return tuple(
        item if isinstance(item, Root) else read_root(bytes_of(item))
        for item in one_or_several(given)
    )


def _store(memory: Store | str | os.PathLike[str] | None) -> Store | None:
    if isinstance(memory, (str, os.PathLike)):
        return FileStore(Path(memory), OWNER_ONLY)
    return memory


def _shared(sources: Sources) -> Sources:
    return msgspec.structs.replace(sources, answering=_Recent(), speaking=_Recent())


class _Recent(dict[Any, Any]):
    """Which status lists and keys counted lately: a service is asked at ever new instants."""

    def __setitem__(self, key: object, value: object) -> None:
        """Keep a value, and forget the others when there are many."""
        if len(self) >= MOST_ANSWERING:
            self.clear()
        super().__setitem__(key, value)
