"""A head to the answer of its receiver, and what an answer says, whoever signed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import UNSET, Struct
from msgspec.structs import replace

from aeo_exchange.counting import how_many
from aeo_exchange.endless import read_file
from aeo_exchange.errors import SignatureError, StateError, WrongChoice
from aeo_exchange.exchange.answering import AnswerBasis, AnsweredEntries
from aeo_exchange.exchange.answers import (
    ANSWER,
    Answer,
    AnsweredEntry,
    AnsweredHead,
    HeadOutcome,
    read_answer,
)
from aeo_exchange.exchange.heads import SignedHead, read_head
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.receiving import HeadQuestion, check_message
from aeo_exchange.exchange.recognition.evidence import HeldHead
from aeo_exchange.exchange.recognition.question import IssuedCode
from aeo_exchange.exchange.statements import statement_token
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.exchange.message_files import FolderFiles, head_file
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing.keys import SigningKey

__all__ = [
    "Answer",
    "AnswerOrder",
    "AnswerShown",
    "answer_basis",
    "answer_head",
    "blank_answer",
    "show_answer",
    "signed_answer",
]

# Who does not know whose head it is, or that it is meant for them, owes nobody an answer.
BEFORE_AN_ANSWER = frozenset({"head", "key", "stream"})
OUTCOMES: dict[str, HeadOutcome] = {
    "pass": "applied",
    "skipped": "applied",
    "refused": "refused",
    "held": "held",
}


class AnswerOrder(Struct, frozen=True, kw_only=True):
    """By what an answer is made: the profile, the key that signs, the table of issued codes.

    What the `last` answer of the stream said already is left out (XCH-10-2).
    """

    profile: PartnerProfile
    key: SigningKey
    own_codes: Sequence[IssuedCode] | None = None
    last: Answer | None = None


class AnswerShown(Struct, frozen=True, kw_only=True, rename="camel"):
    """What an answer says, and the key that it names, whose signature nobody looked at."""

    kid: str
    digest: str
    answer: Answer


def answer_head(place: Path, asked: HeadQuestion, order: AnswerOrder) -> tuple[Answer, bytes]:
    """Return the answer to the head of a folder, or to a head with its files beside it, signed.

    Raises OSError, and WrongChoice for a head that is not known to be the sender's, or that is
    for somebody else.
    """
    file = head_file(place)
    content = read_file(file)
    try:
        signed = read_head(content)
    except SignatureError as cause:
        raise WrongChoice(f"{file}: no answer is owed: {cause.rule}: {cause.message}") from cause
    if signed.head is None:
        raise WrongChoice(f"{file}: no answer is owed to a head of a later version")
    # What it comes to is found on the way, and told only where the message passed.
    entries = AnsweredEntries(answer_basis(signed, asked.reference, asked.at, order))
    message = check_message(content, asked, FolderFiles(file.parent), entries.take)
    last = message.steps[-1]
    if last.name in BEFORE_AN_ANSWER and last.code:
        raise WrongChoice(f"{file}: no answer is owed: {last.code}: {last.reason}")
    answer = blank_answer(signed, order, asked.at, (OUTCOMES[last.outcome], last.code))
    return signed_answer(answer, entries.all, order)


def blank_answer(
    signed: SignedHead, order: AnswerOrder, at: str, became: tuple[HeadOutcome, str]
) -> Answer:
    """Return the answer to a head, by its outcome and the code of it, without entries."""
    assert signed.head is not None
    outcome, code = became
    return Answer(
        spec_version=order.profile.spec_version,
        iss=signed.head.aud[:2],
        aud=signed.head.iss,
        agreement=signed.head.agreement,
        issued_at=at,
        head=AnsweredHead(sequence=signed.head.sequence, digest=signed.digest),
        outcome=outcome,
        code=code or UNSET,
    )


def signed_answer(
    answer: Answer, entries: Callable[[], Sequence[AnsweredEntry]], order: AnswerOrder
) -> tuple[Answer, bytes]:
    """Return an answer with its entries, where the head was applied, and its token.

    Raises WrongChoice for a last answer that is of another stream or not earlier, and where the
    token would be longer than a reader takes.
    """
    if answer.outcome == "applied":
        answer = replace(answer, entries=_changed_entries(entries(), answer, order.last) or UNSET)
    token = statement_token(answer, order.key, ANSWER)
    if len(token) > ANSWER.longest:
        raise WrongChoice(
            f"the answer would be longer than {how_many(ANSWER.longest, 'byte')}; leave out "
            "what the last one said, by --since"
        )
    return answer, f"{token}\n".encode()


def _changed_entries(
    entries: Sequence[AnsweredEntry], answer: Answer, last: Answer | None
) -> tuple[AnsweredEntry, ...]:
    """Return the entries of which the last answer did not say the same."""
    if last is None:
        return tuple(entries)
    if (last.iss, last.aud, last.agreement) != (answer.iss, answer.aud, answer.agreement):
        raise WrongChoice(f"the last answer is of {last.iss} to {last.aud}, about another stream")
    if last.head.sequence >= answer.head.sequence:
        raise WrongChoice(
            f"the last answer is to head {last.head.sequence}, and this one is not later"
        )
    said = {entry.key: entry for entry in last.entries or ()}
    return tuple(entry for entry in entries if said.get(entry.key) != entry)


def answer_basis(
    signed: SignedHead, reference: ReferenceData, at: Instant, order: AnswerOrder
) -> AnswerBasis:
    """Return what the answer to a head rests on."""
    head = signed.head
    assert head is not None
    return AnswerBasis(
        head=HeldHead(
            sequence=head.sequence,
            digest=signed.digest,
            as_of=head.as_of,
            applied_at=head.issued_at,
        ),
        sender=head.iss,
        asked_by=head.aud[:2],
        known_at=at,
        profile=order.profile,
        reference=reference,
        own_codes=order.own_codes,
    )


def show_answer(content: bytes) -> AnswerShown:
    """Return what an answer says; raises MessageRefused or StateError where nobody can."""
    signed = read_answer(content)
    if signed.says is None:
        raise StateError("the answer is of a later version than this program knows")
    return AnswerShown(kid=signed.compact.header.kid, digest=signed.digest, answer=signed.says)
