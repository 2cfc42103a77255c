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
    `unproved`, what the attestation says, or to `refusal`, why it is none. `made` holds what is to
    be said of each check, made or not yet; `has_objection` says that one of them failed or could
    not tell. `records` are those at hand, inside the attestation and beside it; `record` is one
    whose digest was found to be the one signed. `as_of` is the instant of the status list used.
    """

    __slots__ = (
        "as_of",
        "at",
        "entry",
        "has_objection",
        "made",
        "proved",
        "question",
        "reading",
        "record",
        "records",
        "refusal",
        "source",
        "sources",
        "unproved",
    )

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
        self.unproved: Unproved | None = None
        self.refusal: SignatureError | None = None
        self.entry: KeyEntry | None = None
        self.proved: Proved | None = None
        self.records: tuple[AeoRecord, ...] = ()
        self.record: AeoRecord | None = None
        self.as_of: str | None = None

    @property
    def attestation(self) -> Unproved:
        """The attestation, unproved."""
        assert self.unproved is not None
        return self.unproved

    @property
    def claims(self) -> Claims:
        """The claims that a key has proved."""
        assert self.proved is not None
        return self.proved.claims

    @property
    def key(self) -> KeyEntry:
        """What the trust list says of the key."""
        assert self.entry is not None
        return self.entry

    @property
    def trust(self) -> Trust:
        """The trust list that counts."""
        assert not isinstance(self.sources.trust, SignatureError)
        return self.sources.trust
