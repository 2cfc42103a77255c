"""The care of a register: checked, exported, purged, and which decisions would be another today."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.question import Sought
from aeo_exchange.exchange.recognition.reasons import RecognitionReason, RecognitionResult
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.register.recognise import HeldWish, RegisterReader
from aeo_exchange.operations.register.register import Register
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.applying import held_lines
from aeo_exchange.register.checking import faults_of_database, faults_of_stream
from aeo_exchange.register.database import tick
from aeo_exchange.register.erasing import Purged, RetentionDays, purge_stream
from aeo_exchange.register.kept_decisions import KeptDecision, keep_decision, kept_decisions
from aeo_exchange.register.marks import note_marks
from aeo_exchange.register.profiles import adopted_profiles
from aeo_exchange.register.streams import streams
from aeo_exchange.report import Verdict

__all__ = [
    "AffectedAnswer",
    "AffectedDecision",
    "PurgeAnswer",
    "RegisterCheck",
    "RegisterFault",
    "affected_decisions",
    "check_register",
    "keep_answer",
    "purge_register",
    "register_lines_of",
]


class _CareAnswer(Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of an answer."""


class RegisterFault(_CareAnswer, frozen=True, kw_only=True):
    """What is wrong, and in which stream; without one it is the database."""

    fault: str
    stream: str | UnsetType = UNSET


class RegisterCheck(_CareAnswer, frozen=True, kw_only=True):
    """Whether a register holds what its heads signed; `streams` are those that were read."""

    register: str
    verdict: Verdict
    streams: tuple[str, ...]
    faults: tuple[RegisterFault, ...]


class PurgedStream(_CareAnswer, frozen=True, kw_only=True):
    """How much of a stream was deleted: contents of keys, heads with their files, decisions."""

    stream: str
    contents: int
    heads: int
    decisions: int


class PurgeAnswer(_CareAnswer, frozen=True, kw_only=True):
    """What was deleted; of `kept` streams no profile says how long they are kept."""

    at: str
    streams: tuple[PurgedStream, ...]
    kept: tuple[str, ...]


class AffectedDecision(_CareAnswer, frozen=True, kw_only=True):
    """A decision that was kept, and what would be answered now about the same instant."""

    number: int
    kept_at: str
    identifier: str
    at: str
    known_at: str
    was: RecognitionResult
    would_be: RecognitionResult
    reasons: tuple[RecognitionReason, ...]
    benefits_gone: tuple[str, ...]


class AffectedAnswer(_CareAnswer, frozen=True, kw_only=True):
    """The decisions that would be another today; what was decided stands."""

    at: str
    looked_at: int
    decisions: tuple[AffectedDecision, ...]


def check_register(register: Register) -> RegisterCheck:
    """Return whether the register is whole: its file, and each stream beside its last head."""
    faults: list[RegisterFault] = []
    names: list[str] = []
    with register.database.reading() as connection:
        faults.extend(RegisterFault(fault=fault) for fault in faults_of_database(connection))
        for stream in streams(connection):
            name = str(stream.name)
            names.append(name)
            of_stream = faults_of_stream(connection, stream)
            faults.extend(RegisterFault(fault=fault, stream=name) for fault in of_stream)
    return RegisterCheck(
        register=register.database.name,
        verdict=Verdict.NOT_VALID if faults else Verdict.VALID,
        streams=tuple(names),
        faults=tuple(faults),
    )


def register_lines_of(register: Register, name: str | None) -> Iterator[bytes]:
    """Yield the entries held of a stream, byte for byte as they came, each with its line feed.

    Raises WrongChoice for a stream that there is none of, and where it is not named but one of
    several.
    """
    with register.database.reading() as connection:
        known = {str(stream.name): stream.id for stream in streams(connection)}
        if name is None and len(known) != 1:
            raise WrongChoice(f"say which by --stream: {', '.join(known) or 'there is none yet'}")
        wanted = name or next(iter(known))
        if wanted not in known:
            raise WrongChoice(f"there is no stream {wanted}; there are {', '.join(known)}")
        for _, line in held_lines(connection, known[wanted]):
            yield line + b"\n"


def purge_register(register: Register, reference: ReferenceData, now: Instant) -> PurgeAnswer:
    """Delete what was kept for as long as the profiles say, and note it outside as well."""
    done: list[PurgedStream] = []
    kept: list[str] = []
    with register.database.writing() as connection:
        adopted = {one.profile.code: one.profile for one in adopted_profiles(connection, reference)}
        at = tick(connection, now)
        for stream in streams(connection):
            profile = adopted.get(stream.name.agreement)
            if profile is None:
                kept.append(str(stream.name))
                continue
            days = profile.retention
            retention = RetentionDays(days.content_days, days.evidence_days)
            purged = purge_stream(connection, stream, retention, at)
            done.append(_purged(str(stream.name), purged))
    note_marks(register.database, register.marks)
    return PurgeAnswer(at=at, streams=tuple(done), kept=tuple(kept))


def keep_answer(
    register: Register, answer: RecognitionAnswer, receipt: bytes | None, now: Instant
) -> int:
    """Keep a decision in the register; return its number."""
    with register.database.writing() as connection:
        return keep_decision(connection, answer, receipt, tick(connection, now))


def affected_decisions(
    register: Register, reference: ReferenceData, now: Instant
) -> AffectedAnswer:
    """Return the decisions kept that would be another by what is known now, of the same instant."""
    reader = RegisterReader(register, reference)
    with register.database.reading() as connection:
        kept = list(kept_decisions(connection))
    known = register.latest(now)
    told = (_affected(one, reader.recognise(_wish(one.answer, known))) for one in kept)
    return AffectedAnswer(
        at=now, looked_at=len(kept), decisions=tuple(one for one in told if one is not None)
    )


def _purged(name: str, purged: Purged) -> PurgedStream:
    return PurgedStream(
        stream=name, contents=purged.contents, heads=purged.heads, decisions=purged.decisions
    )


def _wish(answer: RecognitionAnswer, now: Instant) -> HeldWish:
    """Return the question of a decision again, as known now."""
    scheme, colon, value = answer.identifier.partition(":")
    used = answer.rests_on.profile
    return HeldWish(
        sought=Sought(scheme=scheme, value=value) if colon else Sought(value=answer.identifier),
        at=answer.at,
        known_at=now,
        agreement=None if used is UNSET else used.code,
        asked_by=answer.asked_by,
        party_role=answer.party_role or None,
        flow=answer.flow or None,
    )


def _affected(kept: KeptDecision, now: RecognitionAnswer) -> AffectedDecision | None:
    """Return a decision where the answer, or what follows from it, would be another."""
    was = kept.answer
    gone = [one.code for one in was.benefits if one not in now.benefits]
    if was.result is now.result and not gone and len(was.benefits) == len(now.benefits):
        return None
    return AffectedDecision(
        number=kept.number,
        kept_at=kept.kept_at,
        identifier=was.identifier,
        at=was.at,
        known_at=was.known_at,
        was=was.result,
        would_be=now.result,
        reasons=tuple(why.code for why in now.reasons),
        benefits_gone=tuple(gone),
    )
