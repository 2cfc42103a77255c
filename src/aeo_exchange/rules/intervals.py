"""Rules of area DAT about terms and other intervals. Instants are compared as texts."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET, UnsetType

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.status import standing_grant
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, items_of, rule

__all__ = [
    "grant_opens_first_term",
    "intervals_forward",
    "terms_forward",
    "terms_in_order",
]


@rule(
    "AEO-DAT-01",
    "A term ends after it starts.",
    reason="A term that ends first covers no instant.",
    clause="REC-5-2",
    at="/authorisation/terms/*/until",
)
def terms_forward(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the ends of each term."""
    for i, term in enumerate(record.authorisation.terms):
        if term.until is not UNSET and term.until <= term.from_:
            yield _not_after(f"/authorisation/terms/{i}/until", term.from_, term.until)


@rule(
    "AEO-DAT-02",
    "Terms stand in order and do not overlap; only the last may be open.",
    reason="At one instant an operator holds one set of tiers and roles.",
    clause="REC-5-3",
    at="/authorisation/terms/*/until /authorisation/terms/*/from",
    about=Part.LATER_TERMS,
)
def terms_in_order(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each term with the one before."""
    terms = record.authorisation.terms
    for i in range(1, len(terms)):
        before = terms[i - 1].until
        if before is UNSET:
            yield Breach(
                f"/authorisation/terms/{i - 1}/until",
                "is missing, and another term follows",
                hint="close the term at the instant the next one opens",
            )
        elif terms[i].from_ < before:
            yield Breach(
                f"/authorisation/terms/{i}/from",
                "starts before the term before it has ended",
                got=terms[i].from_,
                expected=f"{before} or later",
            )


@rule(
    "AEO-DAT-03",
    "Every other interval ends after it starts: identifiers, sites, recognitions.",
    reason="An interval that ends first covers no instant.",
    clause="CON-9-1",
    at="/holder/identifiers/*/until /holder/sites/*/until /holder/sites/*/identifiers/*/until "
    "/recognitions/*/until /recognitions/*/identifiers/*/until",
    about=Part.NUMBERS,
)
def intervals_forward(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the ends of each interval."""
    for place, indexes, start, end in _intervals(record):
        if _backward(start, end):
            yield _not_after(place.format(*indexes), start, end)


def _intervals(
    record: AeoRecord,
) -> Iterator[tuple[str, tuple[int, ...], str | UnsetType, str | UnsetType]]:
    for i, number in enumerate(items_of(record.holder.identifiers)):
        if number.until is not UNSET:
            yield "/holder/identifiers/{}/until", (i,), number.from_, number.until
    for i, site in enumerate(items_of(record.holder.sites)):
        yield "/holder/sites/{}/until", (i,), site.from_, site.until
        for j, number in enumerate(items_of(site.identifiers)):
            yield "/holder/sites/{}/identifiers/{}/until", (i, j), number.from_, number.until
    for i, recognition in enumerate(items_of(record.recognitions)):
        yield "/recognitions/{}/until", (i,), recognition.from_, recognition.until
        for j, number in enumerate(items_of(recognition.identifiers)):
            yield "/recognitions/{}/identifiers/{}/until", (i, j), number.from_, number.until


@rule(
    "AEO-DAT-04",
    "The grant takes effect when the first term starts.",
    reason="Otherwise there is a time with a status and no tier, or a tier and no status.",
    clause="REC-5-4",
    at="/history/*/effectiveFrom",
    level=Level.SHOULD,
)
def grant_opens_first_term(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the grant that stands with the first term."""
    opening = record.authorisation.terms[0].from_
    place = standing_grant(record.history)
    if place is None:
        return
    effective = record.history[place].effective_from
    if effective != opening:
        yield Breach(
            f"/history/{place}/effectiveFrom",
            "differs from the start of the first term",
            got=effective,
            expected=opening,
        )


def _backward(start: str | UnsetType, end: str | UnsetType) -> bool:
    return start is not UNSET and end is not UNSET and end <= start


def _not_after(path: str, start: str | UnsetType, end: str | UnsetType) -> Breach:
    return Breach(path, "is not after from", got=str(end), expected=f"later than {start}")
