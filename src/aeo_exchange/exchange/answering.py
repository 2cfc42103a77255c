"""The entries of a state to what the receiver answers about each (XCH-10-2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.exchange.answers import (
    AcceptanceCode,
    AnsweredEntry,
    AnsweredRecognition,
    issued_by,
)
from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.entries import Entry
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.recognition.case import RecognitionCase
from aeo_exchange.exchange.recognition.evidence import (
    AdoptedProfile,
    HeldChange,
    HeldEvidence,
    HeldHead,
    HeldKey,
    HeldStream,
)
from aeo_exchange.exchange.recognition.outcome import outcome_at
from aeo_exchange.exchange.recognition.question import (
    IssuedCode,
    RecognitionQuestion,
    Sought,
    counts_at,
)
from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.exchange.unread_record import unread_codes
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.record import AeoRecord, Identifier
from aeo_exchange.model.texts import SequenceNumber
from aeo_exchange.model.tree import Tree
from aeo_exchange.model.version import is_newer
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Finding, Severity
from aeo_exchange.rules import Context, Subject, check_many

__all__ = ["AnswerBasis", "AnsweredEntries"]

BATCH = 64  # records in memory at a time; more are no faster
RECOGNITIONS: dict[RecognitionResult, AnsweredRecognition] = {
    RecognitionResult.RECOGNISED: "recognised",
    RecognitionResult.NOT_RECOGNISED: "not-recognised",
    RecognitionResult.UNDETERMINED: "pending",
}


class AnswerBasis(Struct, frozen=True, kw_only=True):
    """What an answer about a head rests on; `own_codes` is None where no table was given."""

    head: HeldHead
    sender: str
    asked_by: str
    known_at: Instant
    profile: PartnerProfile
    reference: ReferenceData
    own_codes: Sequence[IssuedCode] | None

    @property
    def schemes(self) -> frozenset[str]:
        """The schemes of the codes that the answering side issues."""
        side = self.profile.side(self.asked_by)
        return issued_by(side.identifier_mode, side.identifier_schemes) if side else frozenset()


class AnsweredEntries:
    """Takes the entries of a state one by one, and judges some of its records at a time."""

    def __init__(
        self, basis: AnswerBasis, objections: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        """Answer by a basis; of the sender's own word about codes nothing is taken.

        `objections` are the codes by which records were rejected beside what came before them.
        """
        self._basis, self._objections = basis, objections or {}
        self._context = Context(at=basis.head.as_of, reference=basis.reference)
        self._waiting: list[tuple[str, AeoRecord]] = []
        self._entries: list[AnsweredEntry] = []
        self._codes: dict[str, list[IssuedCode]] = defaultdict(list)
        for code in basis.own_codes or ():
            self._codes[code.tin].append(code)

    def take(self, change: EntryChange) -> None:
        """Take what stands under a key now; of a tombstone nothing is answered."""
        entry = change.after
        if entry is None or entry.tombstone is not None:
            return
        if is_newer(entry.tree):
            self._add_unread(entry, "not-judged", UNSET)
            return
        try:
            record = entry.known or msgspec.convert(entry.tree, AeoRecord)
        except msgspec.ValidationError:
            self._add_unread(entry, "rejected", unread_codes(entry.tree))
            return
        self._waiting.append((entry.key, record))
        if len(self._waiting) == BATCH:
            self._judge()

    def all(self) -> tuple[AnsweredEntry, ...]:
        """Return what is answered about each record, in the order of the keys."""
        self._judge()
        return tuple(sorted(self._entries, key=lambda entry: entry.key))

    def _add_unread(
        self, entry: Entry, acceptance: AcceptanceCode, codes: tuple[str, ...] | UnsetType
    ) -> None:
        answered = AnsweredEntry(
            key=entry.key,
            revision=_revision(entry.tree),
            acceptance=acceptance,
            codes=codes,
            recognition="pending",
        )
        self._entries.append(answered)

    def _judge(self) -> None:
        judged = check_many([Subject(record) for _, record in self._waiting], self._context)
        for (key, record), findings in zip(self._waiting, judged, strict=True):
            self._entries.append(self._answered(key, record, findings))
        self._waiting.clear()

    def _answered(self, key: str, record: AeoRecord, findings: Iterable[Finding]) -> AnsweredEntry:
        broken = {Severity.ERROR: set[str](), Severity.WARNING: set[str]()}
        for finding in findings:
            broken.setdefault(finding.severity, set()).add(finding.code)
        errors, warnings = broken[Severity.ERROR], broken[Severity.WARNING]
        errors.update(self._objections.get(key, ()))
        codes = tuple(sorted(errors or warnings))
        recognition = "pending" if errors else self._recognition(key, record)
        issued = self._issued(record) if recognition == "recognised" else ()
        if recognition == "recognised" and self._basis.schemes and not issued:
            recognition = "pending"
        return AnsweredEntry(
            key=key,
            revision=record.revision,
            acceptance=_acceptance(errors, warnings),
            codes=codes or UNSET,
            recognition=recognition,
            identifiers=issued or UNSET,
        )

    def _recognition(self, key: str, record: AeoRecord) -> AnsweredRecognition:
        """Return whether this record, by itself, is recognised as of the head (XCH-13)."""
        basis = self._basis
        change = HeldChange(state="accepted", applied_at=basis.head.applied_at, record=record)
        stream = HeldStream(
            sender=basis.sender,
            heads=(basis.head,),
            keys=(HeldKey(key=key, changes=(change,)),),
        )
        evidence = HeldEvidence(
            profiles=(AdoptedProfile(basis.profile),),
            streams=(stream,),
            reference=basis.reference,
        )
        question = RecognitionQuestion(
            sought=Sought(value=record.holder.tin),
            asked_by=basis.asked_by,
            at=basis.head.as_of,
            known_at=basis.known_at,
        )
        case = RecognitionCase.of(question, evidence)
        return RECOGNITIONS[outcome_at(case, basis.head.as_of).result]

    def _issued(self, record: AeoRecord) -> tuple[Identifier, ...]:
        """Return the codes of the answering side's own table; the record's echo counts for none."""
        at = self._basis.head.as_of
        codes = {
            canonical_item(number): number
            for code in self._codes.get(record.holder.tin, ())
            if code.scheme in self._basis.schemes and counts_at(code.from_, code.until, at)
            for number in (_identifier(code),)
        }
        return tuple(codes[name] for name in sorted(codes))


def _acceptance(errors: set[str], warnings: set[str]) -> AcceptanceCode:
    if errors:
        return "rejected"
    return "accepted-with-warnings" if warnings else "accepted"


def _identifier(code: IssuedCode) -> Identifier:
    return Identifier(
        scheme=code.scheme,
        value=code.value,
        from_=UNSET if code.from_ is None else code.from_,
        until=UNSET if code.until is None else code.until,
    )


def _revision(record: Tree) -> int | UnsetType:
    """Return the revision of a record that is broken or newer elsewhere, if it can be read."""
    try:
        told = record.get("revision") if isinstance(record, dict) else None
        return msgspec.convert(told, SequenceNumber)
    except msgspec.ValidationError:
        return UNSET
