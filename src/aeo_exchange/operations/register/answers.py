"""Answers beside a register: made of what it holds, taken over into its records, and shown.

Imported only where a register is asked for, since SQLAlchemy is slow to import.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from aeo_exchange.endless import read_file
from aeo_exchange.errors import SignatureError, WrongChoice
from aeo_exchange.exchange.answering import AnsweredEntries
from aeo_exchange.exchange.answers import Answer, AnsweredEntry, HeadOutcome
from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.heads import SignedHead, read_head
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.exchange.answer_apply import (
    AnswerApplied,
    ApplyOrder,
    TakenAnswer,
    take_answer,
)
from aeo_exchange.operations.exchange.answers import (
    AnswerOrder,
    AnswerShown,
    answer_basis,
    blank_answer,
    show_answer,
    signed_answer,
)
from aeo_exchange.operations.exchange.message_files import head_file
from aeo_exchange.operations.register.own_records import own_contents_of, own_revision
from aeo_exchange.operations.register.recognise import check_adopted_in, check_not_against
from aeo_exchange.operations.register.register import Register
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.answers import (
    AnsweredRow,
    NotedHead,
    issued_answers,
    keep_issued,
    keep_taken,
    last_issued,
    noted_head,
    taken_answers,
)
from aeo_exchange.register.applying import held_entries
from aeo_exchange.register.codes import kept_codes
from aeo_exchange.register.database import tick
from aeo_exchange.register.kept_state import RegisterStore
from aeo_exchange.register.own_records import keep_new
from aeo_exchange.register.received_keys import standing_states

__all__ = ["KeptAnswer", "answer_from", "answers_in", "take_into"]

SEEN = "answers"  # the row of the register that says which answers were taken


class KeptAnswer(Struct, frozen=True, kw_only=True, rename="camel"):
    """An answer in a register: signed here, or taken over here; `at` since when it is kept."""

    kind: Literal["issued", "taken"]
    stream: str
    at: str
    shown: AnswerShown


def answer_from(
    register: Register, place: Path, order: AnswerOrder, basis: tuple[Instant, ReferenceData]
) -> tuple[Answer, bytes, bool]:
    """Return the answer to a head that came into a register, its token, and whether it was new.

    It says what the register made of the head and of each record, is kept there, and is the same
    the next time: two answers to one head would be a fork. Raises WrongChoice for a head that the
    register does not know as its sender's, and for a profile that was not adopted there.
    """
    file = head_file(place)
    signed = _signed(file)
    at, reference = basis
    check_adopted_in(register, order.profile, reference)
    with register.database.writing() as connection:
        noted = noted_head(connection, signed.digest)
        if noted is None:
            raise WrongChoice(f"{file}: the register knows no such head; `register apply` first")
        if noted.answer is not None:
            return show_answer(noted.answer).answer, noted.answer, False
        _require_answerable(noted, file)
        order = replace(order, own_codes=order.own_codes or kept_codes(connection) or None)
        if noted.outcome == "applied" and (said := last_issued(connection, noted.stream)):
            order = replace(order, last=show_answer(said).answer)
        blank = blank_answer(signed, order, at, (cast("HeadOutcome", noted.outcome), noted.code))

        def entries() -> tuple[AnsweredEntry, ...]:
            standing = standing_states(connection, noted.stream)
            objections = {key: one.codes for key, one in standing.items()}
            told = AnsweredEntries(answer_basis(signed, reference, at, order), objections)
            for entry in held_entries(connection, noted.stream.id):
                told.take(EntryChange(entry.key, entry, entry))
            return told.all()

        answer, token = signed_answer(blank, entries, order)
        keep_issued(connection, noted.id, token, tick(connection, at))
    return answer, token, True


def _signed(file: Path) -> SignedHead:
    try:
        signed = read_head(read_file(file))
    except SignatureError as cause:
        raise WrongChoice(f"{file}: no answer is owed: {cause.rule}: {cause.message}") from cause
    if signed.head is None:
        raise WrongChoice(f"{file}: no answer is owed to a head of a later version")
    return signed


def _require_answerable(noted: NotedHead, file: Path) -> None:
    """Refuse a head whose state is not held any more, and one of a stream that answers nothing."""
    if noted.outcome != "applied":
        return
    why = noted.stream.disputed or noted.stream.restored
    if why:
        raise WrongChoice(f"{file}: nothing is answered from {noted.stream.name}: {why}")
    if noted.stream.head_id != noted.id:
        raise WrongChoice(f"{file}: a later head was applied; answer that one, which says all")


def take_into(register: Register, taken: TakenAnswer, order: ApplyOrder) -> AnswerApplied:
    """Take an answer over into the own records of a register, and keep it there, or say why not.

    Records, answer and which answers were taken count together or not at all. Raises WrongChoice
    where a record would be none with what the answer says, and for another text of the profile
    than those that the register adopted.
    """
    check_not_against(register, order.profile, order.reference)
    store = RegisterStore(register.database, SEEN)
    contents = tuple(own_contents_of(register))
    with take_answer(replace(taken, store=store), contents, order) as (told, lines):
        if lines is not None:
            shown = show_answer(taken.content)
            says = shown.answer
            stream = StreamName(says.aud, says.iss, says.agreement or "")
            with store.connection() as connection:
                at = tick(connection, order.now.at)
                records = (msgspec.json.decode(line, type=AeoRecord) for line in lines.new)
                keep_new(connection, [own_revision(record) for record in records], at)
                of_head = (str(stream), says.head.sequence)
                keep_taken(connection, of_head, shown.digest, taken.content.strip(), at)
    return told


def answers_in(register: Register) -> tuple[KeptAnswer, ...]:
    """Return the answers that are kept: those signed here, then those of partners."""
    with register.database.reading() as connection:
        issued = [_kept("issued", row) for row in issued_answers(connection)]
        return (*issued, *(_kept("taken", row) for row in taken_answers(connection)))


def _kept(kind: Literal["issued", "taken"], row: AnsweredRow) -> KeptAnswer:
    return KeptAnswer(kind=kind, stream=row.stream, at=row.kept_at, shown=show_answer(row.token))
