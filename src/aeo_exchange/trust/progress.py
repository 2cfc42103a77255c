"""What a verifier has found out about one attestation so far; later checks rest on earlier ones."""

from __future__ import annotations

from aeo_exchange.errors import SignatureError
from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.signing.attestation import Proved, Reading, Unproved
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.answer import CheckName, CheckResult, Outcome
from aeo_exchange.trust.listed_keys import KeyEntry, Trust
from aeo_exchange.trust.question import Question, Sources
from aeo_exchange.trust.words import NO_RECORD

__all__ = ["SKEW", "Progress"]

SKEW = 60  # seconds, part 7 of the specification
# In the order of an answer, so that the checks made need not be sorted. Those of the record are
# not made where there is none; each other takes its place when it is made.
_UNMADE = {
    name: CheckResult(name=name, outcome=Outcome.SKIPPED, reason=NO_RECORD) for name in CheckName
}


class Progress:
    """One attestation on its way through the checks.

    `source` is its name, `at` the instant asked about as NumericDate. `reading` comes to
    `attestation`, what it says unproved, or to `refusal`, why it is none. `made` holds what is to
    be said of each check, made or not yet; `has_objection` says that one of them failed or could
    not tell. `trust_lists` are the names of those that have the key. `records` are those at hand,
    inside the attestation and beside it; `record` is one whose digest was found to be the one
    signed. `as_of` is the instant of the status list used.

    `attestation` is there once it was read, `key` once the trust list was found to say of it that
    it may speak, `claims` once that key has proved them: who asks before gets an AttributeError.
    """

    __slots__ = (
        "as_of",
        "at",
        "attestation",
        "claims",
        "has_objection",
        "key",
        "made",
        "proved",
        "question",
        "reading",
        "record",
        "records",
        "refusal",
        "source",
        "sources",
        "trust_lists",
    )
    attestation: Unproved
    key: KeyEntry
    claims: Claims

    def __init__(
        self, source: str, reading: Reading[Unproved], question: Question, sources: Sources
    ) -> None:
        self.source = source
        self.reading = reading
        self.question = question
        self.sources = sources
        self.at = numeric_date(question.at)
        self.made = _UNMADE.copy()
        self.has_objection = False
        self.refusal: SignatureError | None = None
        self.trust_lists: tuple[str, ...] = ()
        self.proved: Proved | None = None
        self.records: tuple[AeoRecord, ...] = ()
        self.record: AeoRecord | None = None
        self.as_of: str | None = None

    @property
    def trust(self) -> Trust:
        """The trust list that counts."""
        assert not isinstance(self.sources.trust, SignatureError)
        return self.sources.trust
