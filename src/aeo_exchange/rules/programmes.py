"""Rules of area TIER, and the TIN rule that asks the programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from msgspec import UNSET

from aeo_exchange.model.codes import CriterionOutcome
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.status import held_tiers
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.rules.identity import is_issuer, looks_like_aeo_number
from aeo_exchange.rules.knowledge import Knowledge, TierFacts, knowledge
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, items_of, rule, several

__all__ = [
    "criteria_of_programme",
    "criteria_waived_by_tier",
    "one_level_at_a_time",
    "roles_accepted",
    "tier_in_force",
    "tier_known",
    "tin_prefix_of_programme",
]

# Asked of many records; looking up a member of an enum takes time.
NOT_BY_TIER = CriterionOutcome.NOT_REQUIRED_BY_TIER
NOT_IN_PROGRAMME = CriterionOutcome.NOT_IN_PROGRAMME


@rule(
    "AEO-TIER-01",
    "A tier is one that the programme is known to have.",
    reason="A partner that does not know the tier cannot tell what it is worth.",
    clause="REC-3-4",
    at="/authorisation/terms/*/tiers/*",
    level=Level.SHOULD,
)
def tier_known(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look up each tier of each term."""
    known = knowledge(context.reference, record.programme)
    if known is None:
        return
    for i, term in enumerate(record.authorisation.terms):
        for j, tier in enumerate(term.tiers):
            if tier not in known.tiers:
                yield Breach(
                    f"/authorisation/terms/{i}/tiers/{j}",
                    f"is not a tier that {record.programme} is known to have",
                    got=tier,
                    expected=", ".join(sorted(known.tiers)),
                    hint=partial(_near, tier, known.tiers),
                )


@rule(
    "AEO-TIER-02",
    "A tier exists when the term that holds it starts.",
    reason="A tier is held from the day it exists, and not granted after the day it ended.",
    clause="REC-3-5",
    at="/authorisation/terms/*/tiers/*",
)
def tier_in_force(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Compare the start of each term with the interval of each of its tiers."""
    known = knowledge(context.reference, record.programme)
    if known is None:
        return
    for i, term in enumerate(record.authorisation.terms):
        if known.dated.isdisjoint(term.tiers):
            continue
        for j, tier in enumerate(term.tiers):
            if tier in known.dated and not _rows_at(known, tier, term.from_):
                facts = known.tiers[tier]
                yield Breach(
                    f"/authorisation/terms/{i}/tiers/{j}",
                    f"did not exist at {term.from_}",
                    got=tier,
                    doubtful=not all(fact.span.certain for fact in facts),
                )


@rule(
    "AEO-TIER-03",
    "A tier that takes certain roles only is held in those roles only.",
    reason="The simplified status of the Dominican Republic is for importers; as an exporter its "
    "holder has no status.",
    clause="REC-3-6",
    at="/authorisation/terms/*/roles/*",
)
def roles_accepted(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Compare the roles of each term with those its tiers take."""
    known = knowledge(context.reference, record.programme)
    if known is None:
        return
    for i, term in enumerate(record.authorisation.terms):
        if not known.narrow.issuperset(term.tiers):
            continue  # one of them takes every role, or is not known
        held = [_rows_at(known, tier, term.from_) for tier in term.tiers]
        facts = [row for rows in held for row in rows]
        # A tier of which nothing is known at that instant may take any role.
        if not all(held) or not all(fact.roles for fact in facts):
            continue
        accepted = frozenset().union(*(fact.roles for fact in facts))
        for j, role in enumerate(term.roles):
            if role not in accepted:
                yield Breach(
                    f"/authorisation/terms/{i}/roles/{j}",
                    f"is not a role that {several(term.tiers)} takes",
                    got=role,
                    expected=", ".join(sorted(accepted)),
                    doubtful=not all(fact.span.certain for fact in facts),
                )


def _rows_at(known: Knowledge, tier: str, instant: str) -> list[TierFacts]:
    """Return the rows of a tier that may hold at an instant."""
    return [row for row in known.tiers.get(tier, ()) if row.span.holds(instant)]


@rule(
    "AEO-TIER-04",
    "Of tiers that are levels, a term holds one.",
    reason="Modules combine, levels replace each other; two at once leave the level open.",
    clause="REC-3-7",
    at="/authorisation/terms/*/tiers",
    level=Level.SHOULD,
    about=Part.SEVERAL_TIERS,
)
def one_level_at_a_time(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Count the levels of each term."""
    for i, term in enumerate(record.authorisation.terms):
        if len(term.tiers) == 1:
            continue
        known = knowledge(context.reference, record.programme)
        levels = {
            tier
            for tier in term.tiers
            if known and any(row.kind == "level" for row in known.tiers.get(tier, ()))
        }
        if len(levels) > 1:
            yield Breach(
                f"/authorisation/terms/{i}/tiers",
                "holds several levels at once",
                got=several(sorted(levels)),
                hint="close the term and open one with the new level",
            )


@rule(
    "AEO-TIER-05",
    "A criterion is not-required-by-tier only where a tier held is known not to ask for it.",
    reason="Hong Kong's Tier I leaves out two criteria; claiming more would hide what was not met.",
    clause="REC-3-8",
    at="/authorisation/criteria/*/outcome",
    about=Part.CRITERIA,
)
def criteria_waived_by_tier(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look up each waived criterion."""
    if record.authorisation.criteria is UNSET:
        return
    known = knowledge(context.reference, record.programme)
    if known is None:
        return
    tiers = frozenset(held_tiers(record))
    names = several(sorted(tiers))
    waived = {criterion for criterion, tier in known.waived if tier in tiers}
    for i, row in enumerate(record.authorisation.criteria):
        if row.outcome is NOT_BY_TIER and row.criterion not in waived:
            yield Breach(
                f"/authorisation/criteria/{i}/outcome",
                f"is not known to be waived by {names}",
                got=f"{row.criterion} {row.outcome}",
                doubtful=not known.waived or not known.waived_is_certain,
            )


@rule(
    "AEO-TIER-06",
    "A criterion is not-in-programme only where the programme is known to lack it.",
    reason="What a programme asks of all cannot be left out for one.",
    clause="REC-3-9",
    at="/authorisation/criteria/*/outcome",
    level=Level.SHOULD,
    about=Part.CRITERIA,
)
def criteria_of_programme(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look up each criterion said to be absent."""
    if record.authorisation.criteria is UNSET:
        return
    known = knowledge(context.reference, record.programme)
    if known is None:
        return
    for i, criterion in enumerate(items_of(record.authorisation.criteria)):
        absent = criterion.outcome is NOT_IN_PROGRAMME
        if absent and criterion.criterion not in known.absent:
            yield Breach(
                f"/authorisation/criteria/{i}/outcome",
                f"is not known to be absent from {record.programme}",
                got=f"{criterion.criterion} {criterion.outcome}",
            )


@rule(
    "AEO-TIN-04",
    "A TIN starts with a country whose TINs the programme is known to take.",
    reason="A number of another country is mostly a slip; exceptions are in the reference data.",
    clause="REC-3-10",
    at="/holder/tin",
    level=Level.SHOULD,
)
def tin_prefix_of_programme(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look up the prefix of the TIN."""
    known = knowledge(context.reference, record.programme)
    prefix = record.holder.tin[:2]
    if known is None or not known.prefixes or prefix in known.prefixes:
        return
    # What is no country, or no TIN, breaks AEO-TIN-01 or AEO-TIN-02: one fault, one finding.
    if not is_issuer(prefix) or looks_like_aeo_number(record.holder.tin):
        return
    yield Breach(
        "/holder/tin",
        f"starts with {prefix}, which {record.programme} is not known to take",
        got=record.holder.tin,
        expected=", ".join(sorted(known.prefixes)),
    )


def _near(tier: str, known: Iterable[str]) -> str:
    near = did_you_mean(tier, known)[:1]
    return f"did you mean {near[0]}?" if near else ""
