"""What a verifier is asked and what it may rely on; everything comes in from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, field

from aeo_exchange.errors import SignatureError
from aeo_exchange.model.instants import normalise
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.trust.listed_keys import KeyEntry, Trust
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_list import StatusToken

__all__ = ["Question", "Sources", "Speaker"]


class Question(Struct, frozen=True, kw_only=True, cache_hash=True):
    """What is asked of an attestation.

    `at` is the instant asked about, text or a datetime with a time zone; what is kept is UTC, and
    InvalidInstant is raised for anything else. `record` is the content of a record at hand, in any
    format. Without `expect_tin` the answer says that the TIN was not compared. `test_keys` lets the
    published test keys count.
    """

    at: str
    record: bytes | None = None
    expect_tin: str | None = None
    test_keys: bool = False

    def __post_init__(self) -> None:
        """Read the instant once; checks compare it with those of lists and records."""
        normalise(self, "at")


class Speaker(Struct, frozen=True, kw_only=True):
    """A key that may speak for an administration, with the names of the lists that say so.

    `is_for_tests` says that it is a published test key, which was let count.
    """

    key: KeyEntry
    trust_lists: tuple[str, ...]
    is_for_tests: bool


class Sources(Struct, frozen=True, kw_only=True):
    """What the answer rests on.

    `trust` is the refusal when no trust list counts. `status` holds the status lists at hand;
    `fetch` gets one by its URI, where the verifier was asked to go online, and another when it is
    asked again before `confirm` was told that the first one counted, if it has another.
    `read_record` turns content into the record at hand; it raises NoRecord for content that is no
    record, SeveralRecords for more than one, another AeoError for one that is broken or newer.
    """

    trust: Trust | SignatureError
    seen: Seen
    reference: ReferenceData
    read_record: Callable[[bytes], AeoRecord]
    status: Sequence[StatusToken | SignatureError] = ()
    fetch: Callable[[str], StatusToken] | None = None
    confirm: Callable[[StatusToken], None] | None = None
    # What was found to answer and who may speak, by what that depends on: it is the same for many
    # attestations.
    answering: dict[tuple[object, ...], tuple[StatusToken, ...]] = field(default_factory=dict)
    speaking: dict[tuple[object, ...], Speaker] = field(default_factory=dict)

    def lists(self, uri: str) -> Iterator[StatusToken | SignatureError]:
        """Yield the status lists of a URI, and what was refused in place of one."""
        for token in self.status:
            if isinstance(token, SignatureError) or token.uri == uri:
                yield token
        if self.fetch is not None:
            try:
                fetched = self.fetch(uri)
                yield fetched
                # Whoever asks for the next one has either confirmed this one or refused it.
                again = self.fetch(uri)
                if again is not fetched:
                    yield again
            except SignatureError as cause:
                yield cause

    def other_lists(self, uri: str) -> list[str]:
        """Return the URIs of the status lists that are for something else."""
        return [
            token.uri
            for token in self.status
            if not isinstance(token, SignatureError) and token.uri != uri
        ]
