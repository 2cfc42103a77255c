"""The parts of a record that rules are about; a rule is not asked about a part that is absent.

Most records are full, have a short history and plain texts, so most rules need not run.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import msgspec
from msgspec import UNSET

from aeo_exchange.model.codes import Assurance, Status
from aeo_exchange.model.record import AeoRecord, Msme, StatusEvent
from aeo_exchange.reference.code_points import is_hidden, is_unassigned

__all__ = ["Part", "parts_present"]

MARKS = frozenset({"Mn", "Mc", "Me"})
ASCII = bytes(range(128))
# Vowels and final consonants of Hangul, which normalisation joins to what stands before.
JAMO = (("\u1161", "\u1175"), ("\u11a8", "\u11c2"))


class Part:
    """A part of a record, or a trait of one, that most records lack.

    Plain numbers, to be joined by `|`: they are asked for every record.
    """

    VIEW = 1 << 0
    CONSENTS = 1 << 1
    SEVERAL_CONSENTS = 1 << 2
    RECOGNITIONS = 1 << 3
    SITES = 1 << 4
    CONTACTS = 1 << 5
    FORMER_TINS = 1 << 6
    OTHER_NAMES = 1 << 7
    NUMBERS = 1 << 8  # identifiers of the holder, its sites or its recognitions
    CRITERIA = 1 << 9
    LATER_TERMS = 1 << 10
    SEVERAL_TIERS = 1 << 11  # at once, in some term
    LATER_EVENTS = 1 << 12
    REINSTATEMENTS = 1 << 13
    MSME = 1 << 14
    CERTIFICATE = 1 << 15  # of the size class: there, or claimed
    BASIS = 1 << 16
    SEVERAL_FIGURES = 1 << 17
    PROVISIONS = 1 << 18
    BEYOND_ASCII = 1 << 19
    UNUSUAL_TEXTS = 1 << 20
    SEVERAL_NUMBERS = 1 << 21  # in one list, or lists other than the holder's
    SEVERAL_GRANTS = 1 << 22
    SEVERAL_SUSPENSIONS = 1 << 23
    ANNULMENTS = 1 << 24  # the status, or a number that is annulled
    EXPIRIES = 1 << 25
    EVENTS_OF_TIERS = 1 << 26  # that name the tiers they apply to
    PLANNED_ENDS = 1 << 27
    SEVERAL_RECOGNITIONS = 1 << 28
    AGREEMENTS = 1 << 29  # named by the view, by a consent or by a recognition


TO_ALL = "all"  # the scope of a consent that names no agreement
CERTIFIED = Assurance.CERTIFIED
GRANTED, SUSPENDED, REINSTATED = Status.GRANTED, Status.SUSPENDED, Status.REINSTATED
ANNULLED, EXPIRED = Status.ANNULLED, Status.EXPIRED


def parts_present(record: AeoRecord, text: bytes | None = None) -> int:
    """Return the parts that a record has, as parts joined.

    `text` is the record as compact JSON, where a reader has it at hand.
    """
    parts = _of_holder(record) | _of_decision(record) | _of_history(record.history)
    parts |= _of_texts(record, text) | _of_sharing(record)
    if record.msme is not UNSET:
        parts |= Part.MSME | _of_size(record.msme)
    return parts


def _of_holder(record: AeoRecord) -> int:
    holder = record.holder
    parts = 0
    if holder.identifiers is not UNSET:
        parts = Part.NUMBERS | (len(holder.identifiers) > 1) * Part.SEVERAL_NUMBERS
    if holder.sites is not UNSET:
        parts |= Part.SITES | Part.NUMBERS | Part.SEVERAL_NUMBERS
    if holder.contacts is not UNSET:
        parts |= Part.CONTACTS
    if holder.former_tins is not UNSET:
        parts |= Part.FORMER_TINS
    if holder.other_names is not UNSET:
        parts |= Part.OTHER_NAMES
    return parts


def _of_sharing(record: AeoRecord) -> int:
    parts = 0
    if record.view is not UNSET:
        parts = Part.VIEW | (record.view.agreement is not UNSET) * Part.AGREEMENTS
    if record.consents is not UNSET:
        parts |= Part.CONSENTS | (len(record.consents) > 1) * Part.SEVERAL_CONSENTS
        for consent in record.consents:
            if consent.scope != TO_ALL:
                parts |= Part.AGREEMENTS
    if record.recognitions is not UNSET:
        parts |= Part.RECOGNITIONS | Part.AGREEMENTS | Part.NUMBERS | Part.SEVERAL_NUMBERS
        parts |= (len(record.recognitions) > 1) * Part.SEVERAL_RECOGNITIONS
    return parts


def _of_decision(record: AeoRecord) -> int:
    decision = record.authorisation
    parts = 0 if decision.criteria is UNSET else Part.CRITERIA
    if len(decision.terms) > 1:
        parts |= Part.LATER_TERMS
    for term in decision.terms:
        if len(term.tiers) > 1:
            parts |= Part.SEVERAL_TIERS
    return parts


def _of_history(history: Sequence[StatusEvent]) -> int:
    parts = 0
    if len(history) > 1 or history[0].status is not GRANTED:
        parts = _of_statuses([event.status for event in history])
    for event in history:
        if event.annuls is not UNSET:
            parts |= Part.ANNULMENTS
        if event.applies_to is not UNSET:
            parts |= Part.EVENTS_OF_TIERS
        if event.planned_until is not UNSET:
            parts |= Part.PLANNED_ENDS
    return parts


def _of_statuses(statuses: list[Status]) -> int:
    parts = (len(statuses) > 1) * Part.LATER_EVENTS
    if statuses.count(GRANTED) > 1:
        parts |= Part.SEVERAL_GRANTS
    if statuses.count(SUSPENDED) > 1:
        parts |= Part.SEVERAL_SUSPENSIONS
    if REINSTATED in statuses:
        parts |= Part.REINSTATEMENTS
    if ANNULLED in statuses:
        parts |= Part.ANNULMENTS
    if EXPIRED in statuses:
        parts |= Part.EXPIRIES
    return parts


def _of_size(msme: Msme) -> int:
    parts = 0
    if msme.evidence is not UNSET or msme.assurance is CERTIFIED:
        parts = Part.CERTIFICATE
    if msme.basis is not UNSET:
        parts |= Part.BASIS | (len(msme.basis) > 1) * Part.SEVERAL_FIGURES
    if msme.provisions is not UNSET:
        parts |= Part.PROVISIONS
    return parts


def _of_texts(record: AeoRecord, text: bytes | None) -> int:
    """Return BEYOND_ASCII, and UNUSUAL_TEXTS unless no rule over texts can find anything.

    Only the bytes beyond ASCII are looked at one by one. Scripts that write vowels as marks are
    not inert to normalisation, so for them the record is compared as a whole.
    """
    encoded = msgspec.json.encode(record) if text is None else text
    if encoded.isascii():
        return 0
    beyond = set(encoded.translate(None, ASCII).decode())
    if beyond.issubset(_PLAIN):
        return Part.BEYOND_ASCII
    if any(map(is_hidden, beyond)) or any(map(is_unassigned, beyond)):
        return Part.BEYOND_ASCII | Part.UNUSUAL_TEXTS
    _PLAIN.update(filter(_is_plain, beyond - _PLAIN))
    # Every character is assigned, so form C is the same in every version of Unicode.
    composed = unicodedata.is_normalized("NFC", encoded.decode())
    return Part.BEYOND_ASCII if composed else Part.BEYOND_ASCII | Part.UNUSUAL_TEXTS


# Characters found plain so far; at most all of Unicode.
_PLAIN: set[str] = set()


@cache
def _is_plain(character: str) -> bool:
    """Say whether a character beyond ASCII is visible, assigned, and inert to normalisation."""
    return not (
        is_hidden(character)
        or is_unassigned(character)
        or unicodedata.category(character) in MARKS
        or any(first <= character <= last for first, last in JAMO)
        or unicodedata.normalize("NFC", character) != character
    )
