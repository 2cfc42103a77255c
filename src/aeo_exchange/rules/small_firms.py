"""Rules of area MSME: size class, its basis and evidence, provisions for small firms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import UNSET

from aeo_exchange.model.codes import Assurance, Measure, SizeClass
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.rules.knowledge import knowledge
from aeo_exchange.rules.rule import Breach, Context, Level, listed, rule

__all__ = [
    "certificate_named",
    "certificate_valid",
    "currency_of_money",
    "large_without_provisions",
    "measured_once",
    "provision_offered",
]


@rule(
    "AEO-MSME-03",
    "A provision applied to a holder is one that its programme is known to offer.",
    reason="A provision nobody offers was applied by mistake, or the reference data is behind.",
    clause="REC-7-6",
    level=Level.SHOULD,
)
def provision_offered(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look up each provision."""
    if record.msme is UNSET or record.msme.provisions is UNSET:
        return
    known = knowledge(context.reference, record.programme)
    if known is None:
        return
    for i, provision in enumerate(record.msme.provisions):
        if provision not in known.provisions:
            yield Breach(
                f"/msme/provisions/{i}",
                f"is not known to be offered by {record.programme}",
                got=provision,
            )


@rule(
    "AEO-MSME-04",
    "A measure has a currency if, and only if, it is money.",
    reason="An amount without currency compares with nothing, and persons have none.",
    clause="REC-7-5",
)
def currency_of_money(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each measure with the presence of its currency."""
    if record.msme is UNSET:
        return
    for i, measure in enumerate(listed(record.msme.basis)):
        is_money = measure.measure is not Measure.HEADCOUNT
        if is_money and measure.currency is UNSET:
            yield Breach(f"/msme/basis/{i}/currency", f"is missing beside {measure.measure}")
        if not is_money and measure.currency is not UNSET:
            yield Breach(
                f"/msme/basis/{i}/currency", "stands beside headcount", got=measure.currency
            )


@rule(
    "AEO-MSME-05",
    "A size class that is certified names the certificate in evidence.",
    reason="A partner that relies on a certificate has to be able to ask for it.",
    clause="REC-7-3",
    level=Level.SHOULD,
)
def certificate_named(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for certified classes without evidence; a view leaves the evidence out."""
    if record.msme is UNSET or record.view is not UNSET:
        return
    if record.msme.assurance is Assurance.CERTIFIED and record.msme.evidence is UNSET:
        yield Breach("/msme/evidence", "is missing beside the assurance certified")


@rule(
    "AEO-MSME-06",
    "The certificate behind a size class was valid when the revision was issued.",
    reason="India's relief for small firms, for one, asks for a certificate that is in force.",
    clause="REC-7-3",
    level=Level.SHOULD,
)
def certificate_valid(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the last day of the evidence with the day of issue, with a day of time zones."""
    if record.msme is UNSET or record.msme.evidence is UNSET:
        return
    last = record.msme.evidence.valid_until
    # The last day ends at -12:00, that is at noon of the next day in UTC.
    if last is not UNSET and last < record.issued_at[:10] and _noon_after(last) <= record.issued_at:
        yield Breach("/msme/evidence/validUntil", "was over when the revision was issued", got=last)


@rule(
    "AEO-MSME-07",
    "A large firm holds no provision for small firms.",
    reason="The provision was applied to the wrong firm, or the size class is wrong.",
    clause="REC-7-6",
    level=Level.SHOULD,
)
def large_without_provisions(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for provisions beside the class large."""
    msme = record.msme
    if msme is not UNSET and msme.size_class is SizeClass.LARGE and msme.provisions is not UNSET:
        yield Breach("/msme/provisions", "stand beside the size class large")


@rule(
    "AEO-MSME-08",
    "A basis holds one figure for each measure, period and aggregation.",
    reason="Two figures for one thing leave open which of them counted.",
    clause="REC-7-5",
)
def measured_once(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each figure with those before it."""
    if record.msme is UNSET:
        return
    seen: set[tuple[str, str, str]] = set()
    for i, each in enumerate(listed(record.msme.basis)):
        key = (each.measure, each.period_end, each.aggregation)
        if key in seen:
            yield Breach(
                f"/msme/basis/{i}/measure", "is measured twice for one period", got=each.measure
            )
        seen.add(key)


def _noon_after(day: str) -> str:
    """Return noon UTC of the day after a date."""
    return f"{date.fromisoformat(day) + timedelta(days=1)}T12:00:00Z"
