"""Rules of area TIN: the form of the Trader Identification Number."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.reference.lists import country_codes
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, items_of, rule

__all__ = [
    "aeo_number_as_tin",
    "former_tin_differs",
    "is_issuer",
    "looks_like_aeo_number",
    "tin_prefix",
]

ISSUERS_BESIDE_ISO = frozenset({"XI", "XK"})


@rule(
    "AEO-TIN-01",
    "A TIN starts with the ISO 3166-1 code of the country that issued it, or XI or XK.",
    reason="The prefix says whom to ask; EL for Greece and invented prefixes match nothing.",
    clause="REC-4-2",
    at="/holder/tin /holder/formerTins/*/tin",
)
def tin_prefix(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look up the first two letters of each TIN."""
    if record.holder.tin[:2] in country_codes() and record.holder.former_tins is UNSET:
        return
    tins = [("/holder/tin", record.holder.tin)]
    tins += [
        (f"/holder/formerTins/{i}/tin", former.tin)
        for i, former in enumerate(items_of(record.holder.former_tins))
    ]
    for path, tin in tins:
        prefix = tin[:2]
        if not is_issuer(prefix):
            hint = "Greece is GR in ISO 3166-1" if prefix == "EL" else ""
            yield Breach(path, f"starts with {prefix}, which is not a country", got=tin, hint=hint)


@rule(
    "AEO-TIN-02",
    "A TIN is not an AEO number: it does not start with AEO and a country code.",
    reason="AEOCN0123456789 would be read as a number of the United Arab Emirates (AE).",
    clause="REC-4-2",
    at="/holder/tin",
    level=Level.SHOULD,
)
def aeo_number_as_tin(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for AEO numbers in place of the TIN."""
    tin = record.holder.tin
    if looks_like_aeo_number(tin):
        yield Breach(
            "/holder/tin",
            f"looks like an AEO number of {tin[3:5]}, and is read as a TIN issued by AE",
            got=tin,
            hint="put the AEO number into authorisation.number and the TIN of the firm here",
        )


def is_issuer(prefix: str) -> bool:
    """Say whether two letters may begin a TIN."""
    return prefix in country_codes() or prefix in ISSUERS_BESIDE_ISO


def looks_like_aeo_number(tin: str) -> bool:
    """Say whether a TIN begins as the number of an AEO certificate does."""
    return tin.startswith("AEO") and is_issuer(tin[3:5])


@rule(
    "AEO-TIN-03",
    "A former TIN differs from the present one and from the other former ones.",
    reason="A number cannot have stopped counting and still count.",
    clause="REC-4-6",
    at="/holder/formerTins/*/tin",
    about=Part.FORMER_TINS,
)
def former_tin_differs(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each former TIN with those before it."""
    seen = {record.holder.tin}
    for i, former in enumerate(items_of(record.holder.former_tins)):
        if former.tin in seen:
            yield Breach(f"/holder/formerTins/{i}/tin", "is named before", got=former.tin)
        seen.add(former.tin)
