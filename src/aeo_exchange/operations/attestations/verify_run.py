"""A run of a verifier over contents: by one process or several, with or without the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from aeo_exchange.formats import Content
from aeo_exchange.operations.attestations.verify import TrustEvidence, gather, verify_contents
from aeo_exchange.operations.attestations.verify_memory import Show, ShownAnswer, shown_answers
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.trust.question import Question
from aeo_exchange.trust.seen import Seen

if TYPE_CHECKING:
    from aeo_exchange.trust.online import StatusLists

__all__ = ["Question", "VerifyRun"]


class VerifyRun(Struct, frozen=True, kw_only=True):
    """What every answer of a run rests on; `cache` is a folder for status lists fetched."""

    question: Question
    evidence: TrustEvidence
    reference: ReferenceData
    seen: Seen
    cache: Path | None = None

    def answers(
        self, contents: list[Content], show: Show, *, jobs: int = 1, online: bool = False
    ) -> Iterator[ShownAnswer]:
        """Yield the answers as they are shown; only one process goes online."""
        if jobs > 1:
            return self._by_workers(contents, show, jobs)
        lists = self._status_lists() if online else None
        sources = gather(
            self.evidence,
            seen=self.seen,
            reference=self.reference,
            fetch=lists.fetch if lists else None,
            confirm=lists.confirm if lists else None,
        )
        return shown_answers(verify_contents(contents, self.question, sources), show)

    def _by_workers(self, contents: list[Content], show: Show, jobs: int) -> Iterator[ShownAnswer]:
        from aeo_exchange.operations.attestations.verify_parallel import (  # noqa: PLC0415 start-up
            Setup,
            verify_with_workers,
        )

        setup = Setup(
            question=self.question,
            evidence=self.evidence,
            reference=self.reference,
            seen=self.seen,
            show=show,
        )
        return verify_with_workers(contents, setup, jobs)

    def _status_lists(self) -> StatusLists:
        from aeo_exchange.trust.online import StatusLists  # noqa: PLC0415 only online pays for it

        return StatusLists(at=self.question.at, cache_dir=self.cache)
