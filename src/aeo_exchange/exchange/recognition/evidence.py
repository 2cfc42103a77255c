"""What is held of the other side: streams, their heads, and what became of each key.

Each thing says when it was applied, so that what was known at an instant can be found again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from aeo_exchange.exchange.entries import TombstoneCause
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.recognition.question import IssuedCode
from aeo_exchange.exchange.recognition.reasons import RecognitionReason
from aeo_exchange.model.record import AeoRecord, Holder
from aeo_exchange.reference.programmes import ReferenceData

__all__ = [
    "AdoptedProfile",
    "HeldChange",
    "HeldEvidence",
    "HeldHead",
    "HeldKey",
    "HeldStream",
    "HeldTombstone",
    "KnownKey",
    "known_key",
]

ChangeState: TypeAlias = Literal["accepted", "rejected", "newer", "missing", "tombstone"]


class HeldTombstone(Struct, frozen=True, kw_only=True):
    """What a tombstone says."""

    cause: TombstoneCause
    effective_from: str
    to: str | None = None


class HeldChange(Struct, frozen=True, kw_only=True):
    """What an applied message made of a key.

    `holder` and `revision` are what can be read of a record that is rejected or newer, if anything
    can; `digest` is that of the record, where it is known already.
    """

    state: ChangeState
    applied_at: str
    record: AeoRecord | None = None
    holder: Holder | None = None
    revision: int | None = None
    tombstone: HeldTombstone | None = None
    digest: str | None = None

    @property
    def known_revision(self) -> int:
        """The revision, 0 where there is none or nobody can read it."""
        return self.revision or 0 if self.record is None else self.record.revision

    @property
    def known_holder(self) -> Holder | None:
        """The holder, if it can be read."""
        return self.holder if self.record is None else self.record.holder


class HeldKey(Struct, frozen=True, kw_only=True):
    """A key of a stream and its changes, in the order in which they were applied."""

    key: str
    changes: tuple[HeldChange, ...]


class HeldHead(Struct, frozen=True, kw_only=True):
    """A head that was applied; `compromised_since`: when its key was first listed so."""

    sequence: int
    digest: str
    as_of: str
    applied_at: str
    compromised_since: str | None = None
    trust_lists: tuple[tuple[str, int], ...] = ()


class HeldStream(Struct, frozen=True, kw_only=True):
    """A stream of the other side; `refusal` says why nothing that was given of it was applied.

    Of a transcription, which the asking side made itself, `transcribed` is true. `unread`: how many
    entries have no holder that can be read. `lost_until`: the latest `effectiveFrom` of tombstones
    of which nobody here knows whose they are.
    """

    sender: str
    heads: tuple[HeldHead, ...]
    keys: tuple[HeldKey, ...]
    disputed: bool = False
    restored: bool = False
    transcribed: bool = False
    refusal: tuple[RecognitionReason, str] | None = None
    unread: int = 0
    lost_until: str | None = None

    def head_at(self, known_at: str) -> HeldHead | None:
        """Return the head that answers as known at an instant."""
        applied = [head for head in self.heads if head.applied_at <= known_at]
        return max(applied, key=lambda head: head.sequence, default=None)


class AdoptedProfile(NamedTuple):
    """A version of the profile, and when the operator adopted it; always, without an instant."""

    profile: PartnerProfile
    since: str = ""


class HeldEvidence(Struct, frozen=True, kw_only=True):
    """All that an answer can rest on; not `signed`: records alone, which came in no stream."""

    profiles: Sequence[AdoptedProfile]
    streams: Sequence[HeldStream]
    reference: ReferenceData
    issued_codes: Sequence[IssuedCode] | None = None
    signed: bool = True

    def profile_at(self, known_at: str) -> PartnerProfile | None:
        """Return the version in force as known at an instant: the highest that was adopted."""
        adopted = [profile for profile, since in self.profiles if since <= known_at]
        return max(adopted, key=lambda profile: profile.version, default=None)


class KnownKey(NamedTuple):
    """A key as it was known at an instant: its last change, and the holder last read, if any."""

    key: str
    last: HeldChange
    holder: Holder | None
    stream: HeldStream


def known_key(key: HeldKey, stream: HeldStream, known_at: str) -> KnownKey | None:
    """Return a key as known at an instant; what was issued or applied later counts for nothing."""
    known = [
        change
        for change in key.changes
        if change.applied_at <= known_at
        and (change.record is None or change.record.issued_at <= known_at)
    ]
    if not known:
        return None
    holders = (change.known_holder for change in reversed(known))
    holder = next((holder for holder in holders if holder is not None), None)
    return KnownKey(key.key, known[-1], holder, stream)
