"""Rules of area LIF about suspensions: their tiers, their planned end, what lifts them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.model.codes import Status
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.status import held_tiers, live_events
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, items_of, rule, several
from aeo_exchange.rules.standing import Suspensions

__all__ = [
    "planned_end_of_suspension",
    "reinstated_after_suspended",
    "suspended_once",
    "tiers_of_suspension",
    "tiers_were_held",
]

SUSPENSIONS = frozenset({Status.SUSPENDED, Status.REINSTATED})


@rule(
    "AEO-LIF-06",
    "Reinstated takes effect only while the authorisation is suspended.",
    reason="What was not suspended cannot be lifted; a wrong suspension is annulled.",
    clause="REC-6-4",
    at="/history/*/status",
    about=Part.REINSTATEMENTS,
)
def reinstated_after_suspended(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Ask which tiers were suspended when each reinstatement takes effect.

    One that names tiers lifts each of them; one that names none lifts whatever is suspended.
    """
    held = frozenset(held_tiers(record))
    suspensions = Suspensions()
    for i, event in enumerate(record.history):
        if event.status is Status.REINSTATED:
            at, named = event.effective_from, items_of(event.applies_to)
            free = [tier for tier in named if not suspensions.hold(tier, at)]
            if free or (not named and not suspensions.any_of(held, at)):
                yield Breach(
                    f"/history/{i}/status",
                    "is not after a suspension",
                    got=several(free) or "no tier suspended",
                    expected="suspended",
                )
        suspensions.add(event)


@rule(
    "AEO-LIF-07",
    "A suspension takes effect while the authorisation is not suspended for the same tiers.",
    reason="After two suspensions and one reinstatement nobody knows whether one still holds.",
    clause="REC-6-4",
    at="/history/*/status",
    level=Level.SHOULD,
    about=Part.SEVERAL_SUSPENSIONS,
)
def suspended_once(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Ask what was in effect when each suspension takes effect."""
    held = frozenset(held_tiers(record))
    suspensions = Suspensions()
    for i, event in enumerate(record.history):
        if event.status is Status.SUSPENDED:
            scope = frozenset(items_of(event.applies_to)) or held
            if suspensions.all_of(scope, event.effective_from):
                yield Breach(
                    f"/history/{i}/status",
                    "is suspended already",
                    got=event.status,
                    hint="annul the former event if this one corrects it",
                )
        suspensions.add(event)


@rule(
    "AEO-LIF-10",
    "plannedUntil stands beside suspended only, and is after effectiveFrom.",
    reason="It tells when the suspension is planned to end, and reinstates nothing by itself.",
    clause="REC-6-4",
    at="/history/*/plannedUntil",
    about=Part.PLANNED_ENDS,
)
def planned_end_of_suspension(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look at each planned end."""
    for i, event in enumerate(record.history):
        if event.planned_until is UNSET:
            continue
        path = f"/history/{i}/plannedUntil"
        if event.status is not Status.SUSPENDED:
            yield Breach(path, f"stands beside {event.status}", got=event.planned_until)
        elif event.planned_until <= event.effective_from:
            yield Breach(
                path,
                "is not after effectiveFrom",
                got=event.planned_until,
                expected=f"later than {event.effective_from}",
            )


@rule(
    "AEO-LIF-11",
    "An event that stands applies to tiers that some term of the record holds.",
    reason="Suspending a tier that was never held suspends nothing.",
    clause="REC-6-3",
    at="/history/*/appliesTo/*",
    about=Part.EVENTS_OF_TIERS,
)
def tiers_were_held(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look up each tier named by an event in the terms, which later revisions may correct."""
    standing = {event.seq for event in live_events(record.history)}
    held = frozenset(held_tiers(record))
    named = several(sorted(held))
    for i, event in enumerate(record.history):
        if event.applies_to is UNSET or event.seq not in standing:
            continue
        for j, tier in enumerate(event.applies_to):
            if tier not in held:
                yield Breach(
                    f"/history/{i}/appliesTo/{j}",
                    "is a tier that no term holds",
                    got=tier,
                    expected=named,
                )


@rule(
    "AEO-LIF-14",
    "appliesTo stands beside suspended and reinstated only.",
    reason="An end of one tier and not of another is a new term; an end ends the authorisation.",
    clause="REC-6-3",
    at="/history/*/appliesTo",
    about=Part.EVENTS_OF_TIERS,
)
def tiers_of_suspension(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for tiers beside another status."""
    for i, event in enumerate(record.history):
        if event.applies_to is not UNSET and event.status not in SUSPENSIONS:
            yield Breach(
                f"/history/{i}/appliesTo",
                f"stands beside {event.status}",
                got=", ".join(event.applies_to),
                hint="close the term and open one with the tiers that remain",
            )
