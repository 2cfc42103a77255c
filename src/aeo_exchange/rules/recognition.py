"""Rules of area REC: how partners recognise the holder."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.model.codes import IdentifierMode
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, items_of, rule

MOST_RECOGNITIONS = 1 << 24  # more than a record can hold
OPEN = "~"  # after every instant
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
    for i, recognition in enumerate(items_of(record.recognitions)):
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
    about=Part.SEVERAL_RECOGNITIONS,
)
def recognitions_apart(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each recognition with those before it of the same partner and agreement."""
    recognitions = items_of(record.recognitions)
    if len({(given.partner, given.agreement) for given in recognitions}) == len(recognitions):
        return
    starts = sorted({given.from_ for given in recognitions})
    earlier: dict[object, _Latest] = {}
    for i, given in enumerate(recognitions):
        if given.until is not UNSET and given.until <= given.from_:
            continue  # it holds no instant
        ends = earlier.setdefault((given.partner, given.agreement), _Latest())
        before = len(starts) if given.until is UNSET else bisect_left(starts, given.until)
        if ends.of(before) > given.from_:
            yield Breach(f"/recognitions/{i}/from", "lies in another recognition", got=given.from_)
        ends.add(bisect_left(starts, given.from_), OPEN if given.until is UNSET else given.until)


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
    for i, recognition in enumerate(items_of(record.recognitions)):
        if recognition.partner == record.administration:
            yield Breach(
                f"/recognitions/{i}/partner",
                "is the administration that decided",
                got=recognition.partner,
            )


class _Latest:
    """The latest end of the intervals that begin before a place, in few steps (Fenwick)."""

    def __init__(self) -> None:
        self._ends: dict[int, str] = {}

    def add(self, place: int, end: str) -> None:
        """Take an interval that begins at a place."""
        step = place + 1
        while step < MOST_RECOGNITIONS:
            self._ends[step] = max(end, self._ends.get(step, ""))
            step += step & -step

    def of(self, place: int) -> str:
        """Return the latest end of those that begin before a place, or an empty text."""
        latest, step = "", place
        while step:
            latest = max(latest, self._ends.get(step, ""))
            step -= step & -step
        return latest
