"""An answer to what its addressee makes of it: whose it is, to which head, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.exchange.answers import ANSWER, Answer, AnsweredEntry, issued_by, read_answer
from aeo_exchange.exchange.heads import Head
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.statements import (
    SignedStatement,
    StatementStep,
    TrustNow,
    require_made_by,
    require_past,
    statement_steps,
)
from aeo_exchange.model.texts import AgreementCode, CountryCode, ListSequence, Sha256Hex
from aeo_exchange.reader_codes import NEWER_VERSION
from aeo_exchange.signing import refusals

__all__ = ["AnswerCheck", "AnswerSeen", "SentHead", "SentHeads"]

OTHER_HEAD, OLD, FORK, STRAY = "AEO-XCH-41", "AEO-XCH-42", "AEO-XCH-43", "AEO-XCH-45"


class SentHead(Struct, frozen=True, kw_only=True):
    """A head that this side signed, its digest, and the revision of each record in its state."""

    head: Head
    digest: str
    revisions: Callable[[], Mapping[str, int]]


SentHeads = Callable[[int], SentHead | None]


class AnswerSeen(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The last answer that was applied to a stream: to which head, and which answer."""

    iss: CountryCode
    aud: CountryCode
    agreement: AgreementCode | UnsetType = UNSET
    sequence: ListSequence
    head: Sha256Hex
    answer: Sha256Hex

    def is_of(self, answer: Answer) -> bool:
        """Say whether it is of the stream that an answer is about."""
        mine = (self.iss, self.aud, self.agreement)
        return mine == (answer.iss, answer.aud, answer.agreement)


class AnswerCheck:
    """What is known of an answer so far; `steps` says how far it held (XCH-10-5)."""

    def __init__(
        self,
        content: bytes,
        now: TrustNow,
        sent: SentHeads,
        profile: PartnerProfile,
        seen: tuple[tuple[AnswerSeen, ...], str],
    ) -> None:
        """Make the steps in their order, up to the first that does not hold.

        `seen` are the answers applied before, and the digest of the one that a person has chosen
        where two were signed.
        """
        self._content, self._now, self._profile = content, now, profile
        self._sent_heads = sent
        self._seen, self._chosen = seen
        self._signed: SignedStatement[Answer] | None = None
        self._sent: SentHead | None = None
        self.steps: tuple[StatementStep, ...] = statement_steps(
            (
                ("form", self._look_at_form),
                ("key", self._look_at_key),
                ("time", self._look_at_time),
                ("head", self._look_at_head),
                ("order", self._look_at_order),
                ("entries", self._look_at_entries),
            ),
            frozenset({FORK}),
        )

    @property
    def answer(self) -> Answer | None:
        """What it says, proved only where the step `key` passed."""
        return self._signed.says if self._signed else None

    @property
    def digest(self) -> str | None:
        """The digest of what was signed."""
        return self._signed.digest if self._signed else None

    @property
    def sent(self) -> SentHead:
        """The head that it answers; there is one where the step `head` passed."""
        assert self._sent is not None
        return self._sent

    @property
    def was_applied(self) -> bool:
        """Whether this very answer was applied before, so that there is nothing left to do."""
        return any(seen.answer == self.digest for seen in self._seen)

    def seen_now(self) -> AnswerSeen:
        """Return what is remembered of an answer that was applied."""
        answer, signed = self._readable_answer(), self._signed
        assert signed is not None
        return AnswerSeen(
            iss=answer.iss,
            aud=answer.aud,
            agreement=answer.agreement,
            sequence=answer.head.sequence,
            head=answer.head.digest,
            answer=signed.digest,
        )

    def _readable_answer(self) -> Answer:
        assert self.answer is not None
        return self.answer

    def _look_at_form(self) -> None:
        self._signed = read_answer(self._content)
        if self.answer is None:
            refusals.refuse(
                NEWER_VERSION, "the answer is of a later version than this program knows"
            )

    def _look_at_key(self) -> None:
        assert self._signed is not None
        answer = self._readable_answer()
        require_made_by(self._signed.compact, answer.iss, answer.issued_at, self._now)

    def _look_at_time(self) -> None:
        require_past(self._readable_answer().issued_at, self._now, ANSWER.name)

    def _look_at_head(self) -> None:
        answer = self._readable_answer()
        number = answer.head.sequence
        sent = self._sent_heads(number)
        if sent is None:
            refusals.refuse(OTHER_HEAD, f"no head {number} was sent from here")
        head = sent.head
        stream = (head.aud[:2], head.iss, head.agreement)
        refusals.require(
            (answer.iss, answer.aud, answer.agreement) == stream,
            OTHER_HEAD,
            f"it is from {answer.iss} to {answer.aud}, about the stream of {head.iss} for "
            f"{head.aud} under {head.agreement or 'no agreement'}",
        )
        refusals.require(
            answer.head.digest == sent.digest,
            OTHER_HEAD,
            f"head {number} has the digest {sent.digest}, and the answer is to "
            f"{answer.head.digest}",
        )
        refusals.require(
            answer.issued_at >= head.issued_at, OTHER_HEAD, "it was signed before the head was"
        )
        refusals.require(
            head.agreement == self._profile.code,
            OTHER_HEAD,
            f"the head is under {head.agreement or 'no agreement'}, and the profile given is "
            f"{self._profile.code}",
        )
        self._sent = sent

    def _look_at_order(self) -> None:
        answer = self._readable_answer()
        last = next((seen for seen in self._seen if seen.is_of(answer)), None)
        if last is None:
            return
        number = answer.head.sequence
        refusals.require(
            number >= last.sequence,
            OLD,
            f"it answers head {number}, and that to head {last.sequence} was applied",
        )
        refusals.require(
            number > last.sequence or self.digest in (last.answer, self._chosen),
            FORK,
            f"another answer to head {number} was applied, {last.answer}; this one is "
            f"{self.digest}",
        )

    def _look_at_entries(self) -> None:
        entries = self._readable_answer().entries or ()
        revisions = self.sent.revisions() if entries else {}
        side = self._profile.side(self._readable_answer().iss)
        schemes = issued_by(side.identifier_mode, side.identifier_schemes) if side else frozenset()
        for entry in entries:
            _require_sent(entry, revisions)
            _require_own_schemes(entry, schemes)


def _require_sent(entry: AnsweredEntry, revisions: Mapping[str, int]) -> None:
    refusals.require(
        entry.key in revisions, STRAY, f"{entry.key}: no record of this key is in the head"
    )
    refusals.require(
        entry.revision is UNSET or entry.revision == revisions[entry.key],
        STRAY,
        f"{entry.key}: revision {entry.revision} was not sent, but {revisions[entry.key]}",
    )


def _require_own_schemes(entry: AnsweredEntry, schemes: frozenset[str]) -> None:
    strange = {number.scheme for number in entry.identifiers or ()} - schemes
    refusals.require(
        not strange,
        STRAY,
        f"{entry.key}: by the profile this side issues no code of {', '.join(sorted(strange))}",
    )
