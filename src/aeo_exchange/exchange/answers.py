"""An answer (XCH-10): what a receiver made of one head, as a signed token and back, in form."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from aeo_exchange.exchange.entries import EntryKey
from aeo_exchange.exchange.recognition.question import OWN_CODES
from aeo_exchange.exchange.statements import SignedStatement, StatementKind, read_statement
from aeo_exchange.model.canonical import is_sorted_set
from aeo_exchange.model.codes import IdentifierMode
from aeo_exchange.model.record import IdentifierSet
from aeo_exchange.model.texts import (
    AgreementCode,
    CountryCode,
    Instant,
    ListSequence,
    SequenceNumber,
    Sha256Hex,
    SpecVersion,
)
from aeo_exchange.signing import refusals

__all__ = [
    "ANSWER",
    "AcceptanceCode",
    "Answer",
    "AnsweredEntry",
    "AnsweredHead",
    "AnsweredRecognition",
    "HeadOutcome",
    "issued_by",
    "read_answer",
]

ANSWER = StatementKind(typ="aeo-answer+jwt", form="AEO-XCH-40", longest=1 << 26, name="an answer")
HeadOutcome: TypeAlias = Literal["applied", "refused", "held"]
AcceptanceCode: TypeAlias = Literal["accepted", "accepted-with-warnings", "rejected", "not-judged"]
AnsweredRecognition: TypeAlias = Literal["recognised", "not-recognised", "pending"]
RuleNumber = Annotated[str, Meta(pattern=r"^(?:[A-Z]{1,8}(-[A-Z0-9]{1,8}){1,3})\Z", max_length=35)]


class _AnswerTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A part of an answer: closed, as a head is."""


class AnsweredHead(_AnswerTable, frozen=True, kw_only=True):
    """The head that is answered: its number, and the digest of what was signed (XCH-3-7)."""

    sequence: ListSequence
    digest: Sha256Hex


class AnsweredEntry(_AnswerTable, frozen=True, kw_only=True):
    """What the receiver made of one record: it is named by its key, and nothing of it is told.

    `codes` are the rules that it broke, `identifiers` the codes that the receiver issued. Without a
    `revision` nobody could read it.
    """

    key: EntryKey
    revision: SequenceNumber | UnsetType = UNSET
    acceptance: AcceptanceCode
    codes: Annotated[tuple[RuleNumber, ...], Meta(min_length=1)] | UnsetType = UNSET
    recognition: AnsweredRecognition
    identifiers: IdentifierSet | UnsetType = UNSET


class Answer(_AnswerTable, frozen=True, kw_only=True):
    """What a receiver signs about one head (XCH-10-1)."""

    spec_version: SpecVersion
    iss: CountryCode
    aud: CountryCode
    agreement: AgreementCode | UnsetType = UNSET
    issued_at: Instant
    head: AnsweredHead
    outcome: HeadOutcome
    code: RuleNumber | UnsetType = UNSET
    entries: Annotated[tuple[AnsweredEntry, ...], Meta(min_length=1)] | UnsetType = UNSET


def read_answer(content: bytes) -> SignedStatement[Answer]:
    """Return the answer in a token; raises MessageRefused (AEO-XCH-40) for what is none in form."""
    signed = read_statement(content, ANSWER, Answer)
    if signed.says is not None:
        _require_together(signed.says)
    return signed


def issued_by(mode: IdentifierMode, schemes: Iterable[str] | UnsetType) -> frozenset[str]:
    """Return the schemes of the codes that a side issues itself, none where it goes by others."""
    return frozenset(schemes or ()) if mode in OWN_CODES else frozenset()


def _require_together(answer: Answer) -> None:
    is_applied = answer.outcome == "applied"
    refusals.require(
        (answer.code is UNSET) is is_applied,
        ANSWER.form,
        "a code stands beside what was refused or held, and beside no other",
    )
    entries = answer.entries or ()
    refusals.require(is_applied or not entries, ANSWER.form, "entries of what was not applied")
    refusals.require(
        all(left.key < right.key for left, right in pairwise(entries)),
        ANSWER.form,
        "the keys do not rise",
    )
    for entry in entries:
        _require_entry(entry)


def _require_entry(entry: AnsweredEntry) -> None:
    has_codes = entry.acceptance in {"accepted-with-warnings", "rejected"}
    refusals.require(
        (entry.codes is not UNSET) is has_codes,
        ANSWER.form,
        f"{entry.key}: codes stand beside what broke a rule, and beside no other",
    )
    is_judged = entry.acceptance in {"accepted", "accepted-with-warnings"}
    refusals.require(
        is_judged or entry.recognition == "pending",
        ANSWER.form,
        f"{entry.key}: nobody can tell whether it is recognised, since it was not accepted",
    )
    refusals.require(
        entry.identifiers is UNSET or entry.recognition == "recognised",
        ANSWER.form,
        f"{entry.key}: a code was issued for what is not recognised",
    )
    for elements in (entry.codes or (), entry.identifiers or ()):
        refusals.require(
            is_sorted_set(elements), ANSWER.form, f"{entry.key}: a set is not sorted, each once"
        )
