"""Rules of area HOS over every text of a record: characters that deceive or vanish."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

import msgspec

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import walk
from aeo_exchange.rules.rule import Breach, Context, Level, rule

__all__ = ["above_suspicion", "assigned", "composed", "visible"]

JOINERS = "\u200c\u200d"  # they shape letters in Persian and Indic scripts
HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
UNASSIGNED = frozenset({"Cn", "Co"})
MARKS = frozenset({"Mn", "Mc", "Me"})
ASCII = bytes(range(128))
# Vowels and final consonants of Hangul, which normalisation joins to what stands before.
JAMO = (("\u1161", "\u1175"), ("\u11a8", "\u11c2"))


def above_suspicion(record: AeoRecord) -> bool:
    """Say whether no rule of this module can find anything, which is so for nearly all records.

    Only the bytes beyond ASCII are looked at, each character once.
    """
    encoded = msgspec.json.encode(record)
    return encoded.isascii() or all(map(_is_plain, encoded.translate(None, ASCII).decode()))


@rule(
    "AEO-HOS-04",
    "No text holds a control, format, bidirectional override or noncharacter code point; "
    "U+200C and U+200D are allowed.",
    reason="Such characters are not seen, or reorder what is seen, so two names that look alike "
    "differ.",
    clause="CON-4-3",
    over_texts=True,
)
def visible(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for characters that are not seen."""
    for path, text in _texts(record):
        hidden = next(filter(_is_hidden, text), None)
        if hidden:
            yield Breach(path, f"holds U+{ord(hidden):04X}, which is not seen", got=text)


@rule(
    "AEO-HOS-05",
    "Every text is in Unicode normalisation form C.",
    reason="é as one character and as two look alike and have two digests.",
    clause="CON-4-4",
    over_texts=True,
)
def composed(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for texts that normalisation would change."""
    for path, text in _texts(record):
        normal = unicodedata.normalize("NFC", text)
        if normal != text:
            yield Breach(path, "is not in normalisation form C", got=text, expected=normal)


@rule(
    "AEO-HOS-06",
    "Every character is one that the reader's Unicode version has assigned.",
    reason="An unassigned character may become anything; a newer one may be right and unknown.",
    clause="CON-4-5",
    level=Level.SHOULD,
    over_texts=True,
)
def assigned(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for characters without a meaning yet."""
    for path, text in _texts(record):
        unknown = next(filter(_is_unassigned, text), None)
        if unknown:
            yield Breach(
                path,
                f"holds U+{ord(unknown):04X}, unknown to Unicode {unicodedata.unidata_version}",
                got=text,
            )


def _texts(record: AeoRecord) -> Iterator[tuple[str, str]]:
    """Yield every text of a record with its path."""
    # By way of JSON, since to_builtins keeps tuples and a walk follows lists.
    for path, value in walk(msgspec.json.decode(msgspec.json.encode(record))):
        if isinstance(value, str):
            yield path, value


@cache
def _is_plain(character: str) -> bool:
    """Say whether a character beyond ASCII is visible, assigned, and inert to normalisation."""
    return not (
        _is_hidden(character)
        or _is_unassigned(character)
        or unicodedata.category(character) in MARKS
        or any(first <= character <= last for first, last in JAMO)
        or unicodedata.normalize("NFC", character) != character
    )


@cache
def _is_hidden(character: str) -> bool:
    if " " <= character <= "~" or character in JOINERS:
        return False
    return unicodedata.category(character) in HIDDEN or _is_noncharacter(ord(character))


@cache
def _is_unassigned(character: str) -> bool:
    return unicodedata.category(character) in UNASSIGNED and not _is_noncharacter(ord(character))


def _is_noncharacter(point: int) -> bool:
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE  # noqa: PLR2004 Unicode 23.7
