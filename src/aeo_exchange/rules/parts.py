"""The parts of a record that rules are about; a rule is not asked about a part that is absent.

Most records are full, have a short history and plain texts, so most rules need not run.
"""

from __future__ import annotations

import unicodedata
from enum import Flag, auto
from functools import cache

import msgspec
from msgspec import UNSET

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
    UNUSUAL_TEXTS = auto()


NONE = Part(0)


def parts_of(record: AeoRecord) -> int:
    """Return the parts that a record has, as the value of a Part."""
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
        | (not _above_suspicion(record)) * UNUSUAL_TEXTS
    )


# Numbers and no flags in the function above: it runs for every record.
VIEW, CONSENTS, RECOGNITIONS, SITES, CONTACTS, FORMER_TINS, CRITERIA = (
    part.value for part in list(Part)[:7]
)
MSME, BASIS, PROVISIONS, LATER_TERMS, LATER_EVENTS, UNUSUAL_TEXTS = (
    part.value for part in list(Part)[7:]
)


def _above_suspicion(record: AeoRecord) -> bool:
    """Say whether no rule over texts can find anything, which is so for nearly all records.

    Only the bytes beyond ASCII are looked at, each character once.
    """
    encoded = msgspec.json.encode(record)
    return encoded.isascii() or all(map(_is_plain, encoded.translate(None, ASCII).decode()))


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
