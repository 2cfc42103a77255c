"""Rules of area MSME: size class, its basis and evidence, provisions for small firms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import UNSET

from aeo_exchange.model.codes import Assurance, Measure, SizeClass
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.rules.knowledge import knowledge
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, items_of, rule
from aeo_exchange.rules.size_class import class_reckoned, is_same_class

if TYPE_CHECKING:
    from aeo_exchange.reference.size_facts import SizeDefinition, SizeVersion
    from aeo_exchange.reference.sizes import SizeDefinitions

__all__ = [
    "certificate_named",
    "certificate_valid",
    "class_follows_from_basis",
    "currency_of_money",
    "definition_known",
    "large_without_provisions",
    "measured_once",
    "provision_offered",
]

REMEMBERED = 1 << 12
HEADCOUNT = Measure.HEADCOUNT  # asked of most records; looking up a member of an enum takes time


@rule(
    "AEO-MSME-01",
    "The figures of the basis give the size class, by the definition named, on the day assessed.",
    reason="A class that its own figures contradict gives a firm what it has no right to, or "
    "takes from it what it has.",
    clause="REC-7-7",
    at="/msme/sizeClass",
    about=Part.BASIS,
)
def class_follows_from_basis(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Classify the firm anew; a definition that cannot decide says nothing."""
    msme = record.msme
    if msme is UNSET:
        return
    computed = class_reckoned(context.reference.sizes, msme)
    if computed is not None and not is_same_class(msme.size_class, computed.size_class):
        yield Breach(
            "/msme/sizeClass",
            f"is not what the basis gives under {msme.definition}",
            got=msme.size_class,
            expected=computed.size_class,
            hint=f"`aeo classify --definition {msme.definition}` shows the working",
            doubtful=not computed.certain,
        )


@rule(
    "AEO-MSME-02",
    "The definition of the size class is one that the reference data knows, in a version in force "
    "on the day assessed.",
    reason="A class without a known definition compares with nothing.",
    clause="REC-7-8",
    at="/msme/definition /msme/definitionVersion",
    level=Level.SHOULD,
    about=Part.MSME,
)
def definition_known(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look up the definition, its version, and whether that was in force."""
    msme = record.msme
    if msme is UNSET:
        return
    breach = _unknown_definition(
        context.reference.sizes, msme.definition, msme.definition_version, msme.assessed_on
    )
    if breach is not None:
        yield breach


@lru_cache(maxsize=REMEMBERED)
def _unknown_definition(
    sizes: SizeDefinitions, code: str, named: str, assessed_on: str
) -> Breach | None:
    """Return what is wrong with a definition on a day; many firms are assessed on one day."""
    definition = sizes.look_up(code)
    if definition is None:
        near = sizes.did_you_mean(code)
        return Breach(
            "/msme/definition",
            "is not a definition of the reference data",
            got=code,
            hint=f"did you mean {', '.join(near)}?" if near else "",
        )
    version = next((version for version in definition.versions if version.version == named), None)
    if version is None:
        return Breach(
            "/msme/definitionVersion",
            f"is not a known version of {definition.code}",
            got=named,
            expected=", ".join(version.version for version in definition.versions),
        )
    if _may_hold(version, definition, date.fromisoformat(assessed_on)):
        return None
    in_force = definition.version_at(date.fromisoformat(assessed_on))
    return Breach(
        "/msme/definitionVersion",
        f"was not in force on {assessed_on}",
        got=named,
        expected=in_force.version if in_force else "",
    )


def _may_hold(version: SizeVersion, definition: SizeDefinition, day: date) -> bool:
    """Say whether a version may have been in force; a day near an uncertain change is left open."""
    if version.holds_on(day):
        return True
    return any(version.begins_about(day) for version in definition.versions)


@rule(
    "AEO-MSME-03",
    "A provision applied to a holder is one that its programme is known to offer.",
    reason="A provision nobody offers was applied by mistake, or the reference data is behind.",
    clause="REC-7-6",
    at="/msme/provisions/*",
    level=Level.SHOULD,
    about=Part.PROVISIONS,
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
    at="/msme/basis/*/currency",
    about=Part.BASIS,
)
def currency_of_money(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each measure with the presence of its currency."""
    if record.msme is UNSET:
        return
    for i, measure in enumerate(items_of(record.msme.basis)):
        is_money = measure.measure is not HEADCOUNT
        if is_money and measure.currency is UNSET:
            yield Breach(f"/msme/basis/{i}/currency", f"is missing beside {measure.measure}")
        if not is_money and measure.currency is not UNSET:
            yield Breach(
                f"/msme/basis/{i}/currency", "stands beside headcount", got=measure.currency
            )


@rule(
    "AEO-MSME-05",
    "In a full record a size class that is certified names the certificate in evidence.",
    reason="A partner that relies on a certificate has to be able to ask for it.",
    clause="REC-7-3",
    at="/msme/evidence",
    level=Level.SHOULD,
    about=Part.CERTIFICATE,
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
    clause="REC-7-9",
    at="/msme/evidence/validUntil",
    level=Level.SHOULD,
    about=Part.CERTIFICATE,
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
    clause="REC-7-10",
    at="/msme/provisions",
    level=Level.SHOULD,
    about=Part.PROVISIONS,
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
    clause="REC-7-11",
    at="/msme/basis/*/measure",
    about=Part.SEVERAL_FIGURES,
)
def measured_once(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each figure with those before it."""
    if record.msme is UNSET:
        return
    seen: set[tuple[str, str, str]] = set()
    for i, figure in enumerate(items_of(record.msme.basis)):
        key = (figure.measure, figure.period_end, figure.aggregation)
        if key in seen:
            yield Breach(
                f"/msme/basis/{i}/measure", "is measured twice for one period", got=figure.measure
            )
        seen.add(key)


def _noon_after(day: str) -> str:
    """Return noon UTC of the day after a date."""
    return f"{date.fromisoformat(day) + timedelta(days=1)}T12:00:00Z"
