"""The answer to a question about recognition, as it is printed (XCH-13-2)."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.exchange.partner_profile import Benefit, Flow
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult
from aeo_exchange.model.codes import Role
from aeo_exchange.model.standing import Standing
from aeo_exchange.model.texts import Instant, Sha256Hex

__all__ = [
    "RecognitionAnswer",
    "RecognitionBasis",
    "RecognitionWhy",
    "UsedHead",
    "UsedList",
    "UsedProfile",
    "UsedRecord",
    "WithinDay",
]


class _AnswerPart(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """A part of the answer; what does not apply is left out. It is closed, since it is signed."""


class RecognitionWhy(_AnswerPart, frozen=True, kw_only=True):
    """A reason, and the record or the stream that it is about."""

    code: RecognitionReason
    because: str
    key: str | UnsetType = UNSET
    sender: str | UnsetType = UNSET
    status: Standing | UnsetType = UNSET


class UsedProfile(_AnswerPart, frozen=True, kw_only=True):
    """The version of the profile, and the rows that carry a yes, by their numbers from 1."""

    code: str
    version: int
    digest: Sha256Hex
    rows: tuple[int, ...] = ()


class UsedRecord(_AnswerPart, frozen=True, kw_only=True):
    """A record that was looked at, and what it came to by itself."""

    key: str
    revision: int
    digest: Sha256Hex
    result: RecognitionResult
    transcribed: bool = False


class UsedList(_AnswerPart, frozen=True, kw_only=True):
    """A trust list by name and sequence."""

    list_id: str
    sequence: int


class UsedHead(_AnswerPart, frozen=True, kw_only=True):
    """A head that was asked."""

    sender: str
    sequence: int
    digest: Sha256Hex
    as_of: Instant
    trust_lists: tuple[UsedList, ...] = ()


class RecognitionBasis(_AnswerPart, frozen=True, kw_only=True):
    """What an answer rests on."""

    profile: UsedProfile | UnsetType = UNSET
    records: tuple[UsedRecord, ...] = ()
    heads: tuple[UsedHead, ...] = ()


class WithinDay(_AnswerPart, frozen=True, kw_only=True):
    """What is answered from an instant of the day on."""

    from_instant: str
    result: RecognitionResult
    reasons: tuple[RecognitionReason, ...]


class RecognitionAnswer(_AnswerPart, frozen=True, kw_only=True):
    """Whether a firm is recognised, why, since when, what follows, and what it rests on.

    `fromInstant` and `untilInstant` are the ends of a day; `since` is when the result began to be
    what it is, absent where it always was. `wouldBe` is what records that nobody signed would
    come to.
    """

    result: RecognitionResult
    identifier: str
    asked_by: str
    at: str
    from_instant: str | UnsetType = UNSET
    until_instant: str | UnsetType = UNSET
    known_at: Instant
    party_role: Role | UnsetType = UNSET
    flow: Flow | UnsetType = UNSET
    since: str | UnsetType = UNSET
    would_be: RecognitionResult | UnsetType = UNSET
    reasons: tuple[RecognitionWhy, ...]
    benefits: tuple[Benefit, ...] = ()
    within_day: tuple[WithinDay, ...] = ()
    rests_on: RecognitionBasis
