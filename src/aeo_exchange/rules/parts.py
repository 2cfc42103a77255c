"""The parts of a record that rules are about; a rule is not asked about a part that is absent.

Most records are full, have a short history and plain texts, so most rules need not run.
"""

from __future__ import annotations

import unicodedata
from enum import Flag, auto
from functools import cache

import msgspec
from msgspec import UNSET

from aeo_exchange.model.codes import Status
from aeo_exchange.model.record import AeoRecord

__all__ = ["Part", "is_hidden", "is_unassigned", "parts_of"]

JOINERS = "\u200c\u200d"  # they shape letters in Persian and Indic scripts
HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
UNASSIGNED = frozenset({"Cn", "Co"})
MARKS = frozenset({"Mn", "Mc", "Me"})
ASCII = bytes(range(128))
# Vowels and final consonants of Hangul, which normalisation joins to what stands before.
JAMO = (("\u1161", "\u1175"), ("\u11a8", "\u11c2"))


class Part(Flag):
    """A part of a record that may be absent."""

    VIEW = auto()
    CONSENTS = auto()
    RECOGNITIONS = auto()
    SITES = auto()
    CONTACTS = auto()
    FORMER_TINS = auto()
    CRITERIA = auto()
    MSME = auto()
    BASIS = auto()
    PROVISIONS = auto()
    LATER_TERMS = auto()
    LATER_EVENTS = auto()
    TURNS = auto()
    IDENTIFIERS = auto()
    OTHER_NAMES = auto()
    UNUSUAL_TEXTS = auto()


NONE = Part(0)


def parts_of(record: AeoRecord, text: bytes | None = None) -> int:
    """Return the parts that a record has, as the value of a Part.

    TURNS are events other than grants and revocations: those that annul, suspend, reinstate or
    end a term. `text` is the record as compact JSON, where a reader has it at hand.
    """
    holder, msme, decision = record.holder, record.msme, record.authorisation
    return (
        (record.view is not UNSET) * VIEW
        | (record.consents is not UNSET) * CONSENTS
        | (record.recognitions is not UNSET) * RECOGNITIONS
        | (holder.sites is not UNSET) * SITES
        | (holder.contacts is not UNSET) * CONTACTS
        | (holder.former_tins is not UNSET) * FORMER_TINS
        | (decision.criteria is not UNSET) * CRITERIA
        | (msme is not UNSET) * MSME
        | (msme is not UNSET and msme.basis is not UNSET) * BASIS
        | (msme is not UNSET and msme.provisions is not UNSET) * PROVISIONS
        | (len(decision.terms) > 1) * LATER_TERMS
        | (len(record.history) > 1) * LATER_EVENTS
        | _turns(record) * TURNS
        | (holder.identifiers is not UNSET) * IDENTIFIERS
        | (holder.other_names is not UNSET) * OTHER_NAMES
        | (not _above_suspicion(record, text)) * UNUSUAL_TEXTS
    )


# Numbers and no flags in the function above: it runs for every record.
VIEW, CONSENTS, RECOGNITIONS, SITES, CONTACTS, FORMER_TINS, CRITERIA = (
    part.value for part in list(Part)[:7]
)
MSME, BASIS, PROVISIONS, LATER_TERMS, LATER_EVENTS, TURNS = (
    part.value for part in list(Part)[7:13]
)
IDENTIFIERS, OTHER_NAMES, UNUSUAL_TEXTS = (part.value for part in list(Part)[13:])
PLAIN_STATUS = frozenset({Status.GRANTED, Status.REVOKED, Status.WITHDRAWN})


def _turns(record: AeoRecord) -> bool:
    """Say whether some event is of a kind, or holds an item, that special rules are about."""
    for event in record.history:
        if event.status not in PLAIN_STATUS:
            return True
        if event.annuls is not UNSET or event.applies_to is not UNSET:
            return True
        if event.planned_until is not UNSET:
            return True
    return False


def _above_suspicion(record: AeoRecord, text: bytes | None) -> bool:
    """Say whether no rule over texts can find anything, which is so for nearly all records.

    Only the bytes beyond ASCII are looked at one by one. Scripts that write vowels as marks are
    not inert to normalisation, so for them the record is compared as a whole.
    """
    encoded = msgspec.json.encode(record) if text is None else text
    if encoded.isascii():
        return True
    beyond = set(encoded.translate(None, ASCII).decode())
    if beyond.issubset(_PLAIN):
        return True
    if any(map(is_hidden, beyond)) or any(map(is_unassigned, beyond)):
        return False
    _PLAIN.update(filter(_is_plain, beyond))
    return unicodedata.is_normalized("NFC", encoded.decode())


# Characters found plain so far; at most all of Unicode.
_PLAIN: set[str] = set()


def _is_plain(character: str) -> bool:
    """Say whether a character beyond ASCII is visible, assigned, and inert to normalisation."""
    return not (
        is_hidden(character)
        or is_unassigned(character)
        or unicodedata.category(character) in MARKS
        or any(first <= character <= last for first, last in JAMO)
        or unicodedata.normalize("NFC", character) != character
    )


@cache
def is_hidden(character: str) -> bool:
    """Say whether a character is a control, format, separator or noncharacter code point."""
    if " " <= character <= "~" or character in JOINERS:
        return False
    return unicodedata.category(character) in HIDDEN or _is_noncharacter(ord(character))


@cache
def is_unassigned(character: str) -> bool:
    """Say whether a character has no meaning in the Unicode version of this Python."""
    return unicodedata.category(character) in UNASSIGNED and not _is_noncharacter(ord(character))


def _is_noncharacter(point: int) -> bool:
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE  # noqa: PLR2004 Unicode 23.7
