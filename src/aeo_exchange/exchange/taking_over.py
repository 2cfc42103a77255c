"""What an answer says of a record to the next revision of that record (XCH-10-8).

The partner's word changes `recognitions` of that partner under that agreement, and nothing else.
"""

from __future__ import annotations

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.answers import Answer, AnsweredEntry
from aeo_exchange.exchange.heads import Head
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.record import AeoRecord, Recognition
from aeo_exchange.rules.rule import items_of

__all__ = ["TakingOver"]


class TakingOver:
    """How what one answer says is written into records."""

    def __init__(self, answer: Answer, head: Head, profile: PartnerProfile) -> None:
        """Take an answer that was checked, and the head that it answers."""
        side = profile.side(answer.iss)
        assert side is not None  # the head was of this profile
        self._partner, self._mode = answer.iss, side.identifier_mode
        self._agreement, self._as_of = profile.code, head.as_of

    def revision(self, record: AeoRecord, entry: AnsweredEntry, at: Instant) -> AeoRecord | None:
        """Return the next revision of a record, or None where the answer says nothing new.

        Raises WrongChoice where it would be issued before the one that is there.
        """
        if record.moved_to is not UNSET or entry.recognition == "pending":
            return None
        recognitions = tuple(items_of(record.recognitions))
        now = self._recognitions(recognitions, entry)
        if now == recognitions:
            return None
        if at < record.issued_at:
            raise WrongChoice(f"{record.record_id} was issued at {record.issued_at}, after {at}")
        return replace(
            record, recognitions=now or UNSET, revision=record.revision + 1, issued_at=at
        )

    def _recognitions(
        self, recognitions: tuple[Recognition, ...], entry: AnsweredEntry
    ) -> tuple[Recognition, ...]:
        """Return the recognitions with the open one of this partner as the answer has it."""
        is_open = [self._is_open(one) for one in recognitions]
        if entry.recognition == "not-recognised":
            return tuple(
                replace(one, until=self._as_of) if ends else one
                for one, ends in zip(recognitions, is_open, strict=True)
                if not (ends and one.from_ >= self._as_of)
            )
        if any(is_open):
            return tuple(
                replace(one, identifiers=entry.identifiers) if takes else one
                for one, takes in zip(recognitions, is_open, strict=True)
            )
        return (*recognitions, self._new(entry))

    def _is_open(self, recognition: Recognition) -> bool:
        theirs = (recognition.partner, recognition.agreement) == (self._partner, self._agreement)
        until: str | UnsetType = recognition.until
        return theirs and (until is UNSET or until > self._as_of)

    def _new(self, entry: AnsweredEntry) -> Recognition:
        return Recognition(
            agreement=self._agreement,
            partner=self._partner,
            identifier_mode=self._mode,
            identifiers=entry.identifiers,
            from_=self._as_of,
        )
