"""Rules of area REC: how partners recognise the holder."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.model.codes import IdentifierMode
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, listed, rule

__all__ = ["identifiers_for_mode", "recognised_by_another", "recognitions_apart"]


@rule(
    "AEO-REC-01",
    "A recognition by a code of the partner or of importers names at least one identifier.",
    reason="The partner's system has nothing else to look for in a declaration.",
    clause="REC-9-2",
    at="/recognitions/*/identifiers",
    level=Level.SHOULD,
    about=Part.RECOGNITIONS,
)
def identifiers_for_mode(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for recognitions without identifiers; the AEO number is in the authorisation."""
    for i, recognition in enumerate(listed(record.recognitions)):
        mode = recognition.identifier_mode
        by_number = mode in {IdentifierMode.PARTNER_CUSTOMS_CODE, IdentifierMode.IMPORTER_CODE}
        if by_number and recognition.identifiers is UNSET:
            yield Breach(
                f"/recognitions/{i}/identifiers",
                f"is missing beside the mode {mode}",
                hint="give the numbers that the partner issued or expects",
            )


@rule(
    "AEO-REC-02",
    "Recognitions of one partner under one agreement do not overlap.",
    reason="Two at once would give two answers to one question.",
    clause="REC-9-5",
    at="/recognitions/*/from",
    about=Part.RECOGNITIONS,
)
def recognitions_apart(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each recognition with those before it."""
    recognitions = listed(record.recognitions)
    for i, later in enumerate(recognitions):
        for earlier in recognitions[:i]:
            if (earlier.partner, earlier.agreement) != (later.partner, later.agreement):
                continue
            ends_before = later.until is not UNSET and later.until <= earlier.from_
            starts_after = earlier.until is not UNSET and earlier.until <= later.from_
            if not ends_before and not starts_after:
                yield Breach(
                    f"/recognitions/{i}/from", "lies in another recognition", got=later.from_
                )
                break


@rule(
    "AEO-REC-03",
    "The partner of a recognition is another administration than the one that decided.",
    reason="Nobody recognises themselves.",
    clause="REC-9-1",
    at="/recognitions/*/partner",
    about=Part.RECOGNITIONS,
)
def recognised_by_another(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each partner with the administration."""
    for i, recognition in enumerate(listed(record.recognitions)):
        if recognition.partner == record.administration:
            yield Breach(
                f"/recognitions/{i}/partner",
                "is the administration that decided",
                got=recognition.partner,
            )
