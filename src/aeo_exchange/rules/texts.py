"""Rules of area HOS over every text of a record: characters that deceive or vanish."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import walk
from aeo_exchange.reference.code_points import (
    UNICODE_VERSION,
    is_hidden,
    is_unassigned,
    unicode_normal_form,
)
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, rule

__all__ = ["assigned", "composed", "invisible_characters"]


@rule(
    "AEO-HOS-04",
    "No text holds a control, format, bidirectional override or noncharacter code point; "
    "U+200C and U+200D are allowed.",
    reason="Such characters are not seen, or reorder what is seen, so two names that look alike "
    "differ.",
    clause="CON-4-3",
    at="/**",
    about=Part.UNUSUAL_TEXTS,
)
def invisible_characters(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for characters that are not seen."""
    for path, text in _texts(record):
        hidden = next(filter(is_hidden, text), None)
        if hidden:
            yield Breach(path, f"holds U+{ord(hidden):04X}, which is not seen", got=text)


@rule(
    "AEO-HOS-05",
    "Every text is in Unicode normalisation form C.",
    reason="é as one character and as two look alike and have two digests.",
    clause="CON-4-4",
    at="/**",
    about=Part.UNUSUAL_TEXTS,
)
def composed(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for texts that normalisation would change."""
    for path, text in _texts(record):
        normal = unicode_normal_form(text)
        if normal != text:
            yield Breach(path, "is not in normalisation form C", got=text, expected=normal)


@rule(
    "AEO-HOS-06",
    "Every character is one that Unicode 13.0 has assigned.",
    reason="A character of private use means nothing to a partner; a newer one may be right and "
    "unknown.",
    clause="CON-4-5",
    at="/**",
    level=Level.SHOULD,
    about=Part.UNUSUAL_TEXTS,
)
def assigned(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for characters without a meaning yet."""
    for path, text in _texts(record):
        unknown = next(filter(is_unassigned, text), None)
        if unknown:
            yield Breach(
                path,
                f"holds U+{ord(unknown):04X}, unknown to Unicode {UNICODE_VERSION}",
                got=text,
            )


def _texts(record: AeoRecord) -> Iterator[tuple[str, str]]:
    """Yield every text of a record with its path."""
    # By way of JSON, since to_builtins keeps tuples and a walk follows lists.
    for path, value in walk(msgspec.json.decode(msgspec.json.encode(record))):
        if isinstance(value, str):
            yield path, value
