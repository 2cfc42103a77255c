"""Cases of the other halves of rules: what a product may get wrong and still pass the first ones.

Annulled or not, first or last, at the bound or a second beside it, in the order of the list or of
effect, in each place that a rule names. The ids go on from those of the area's own module.
"""

from __future__ import annotations

from making import Case, Expected

from aeo_exchange.model.tree import Tree
from definitions.bases import (
    AMERICA,
    DOMINICAN,
    LEI,
    MODULES,
    MSME,
    NEW_ZEALAND,
    PLAIN,
    RECOGNITION,
    SITE,
    TURNOVER,
    VIEW,
    event,
    granted,
    history,
    number,
    term,
)
from definitions.shr import consent
from definitions.tier import ROLES, TIERS

NEW_YEAR = "2026-01-01T00:00:00Z"


def consents(*states: tuple[str, str]) -> list[Tree]:
    """Return consents to all sharing from state and since."""
    return [consent("all", state, since) for state, since in states]


READINGS = (
    Case(
        id="AEO-TIER-03.p04",
        title="An exporter in the simplified tier and in one that nobody knows",
        why="Of the other tier no roles are known; that it is unknown is AEO-TIER-01.",
        flags=("Tier", "Role", "UnknownCode"),
        base=DOMINICAN,
        edits=((TIERS, ["OEA-SIMPLIFICADO", "OEA-ZZ"]), (ROLES, ["exporter"])),
        allow=("AEO-TIER-01",),
    ),
    Case(
        id="AEO-TIER-02.n04",
        title="An exporter in the simplified tier before its launch",
        why="The tier was not there; what roles it takes is not asked.",
        flags=("Tier", "Role", "TimeZone", "EdgeValue"),
        base=DOMINICAN,
        edits=(*granted("2021-02-28T09:59:59Z"), (ROLES, ["exporter"])),
        finds=(f"{TIERS}/0",),
    ),
    Case(
        id="AEO-TIER-03.n05",
        title="An exporter in the simplified tier from the first second of its launch anywhere",
        why="Now the tier is there, and takes importers alone.",
        flags=("Tier", "Role", "TimeZone", "EdgeValue"),
        base=DOMINICAN,
        edits=(*granted("2021-02-28T10:00:00Z"), (ROLES, ["exporter"])),
        finds=(f"{ROLES}/0",),
    ),
    Case(
        id="AEO-LIF-04.n04",
        title="A second grant that takes effect before the first",
        why="The earliest grant is the earliest by effect, so nothing is before it and the term "
        "starts with it.",
        flags=("Grant", "Retroactive"),
        base=PLAIN,
        edits=(
            ("/authorisation/terms/0/from", "2023-12-01T00:00:00Z"),
            history(event(2, "granted", "2023-12-01", "2024-02-01")),
        ),
        finds=("/history/1/status",),
    ),
    Case(
        id="AEO-LIF-12.p03",
        title="A suspension before a grant that was annulled, after the one that stands",
        why="Only the grant that stands counts.",
        flags=("Grant", "Annulment"),
        base=PLAIN,
        edits=(
            (
                "/history",
                [
                    event(1, "granted", "2024-06-01", "2024-01-01"),
                    event(2, "annulled", "2024-01-02", annuls=1),
                    event(3, "granted", "2024-01-01", "2024-01-03"),
                    event(4, "suspended", "2024-03-01"),
                ],
            ),
        ),
    ),
    Case(
        id="AEO-SHR-07.n03",
        title="Given and withdrawn since one instant, in a view",
        why="None of the two is known to count, so that one is withdrawn is not said as well.",
        flags=("Consent", "View", "Repeated"),
        base=VIEW,
        edits=(
            (
                "/consents",
                consents(("withdrawn", NEW_YEAR), ("given", NEW_YEAR)),
            ),
        ),
        finds=("/consents/1/since",),
    ),
    Case(
        id="AEO-SHR-07.n04",
        title="Given and withdrawn since one instant, in a view, the other way round",
        why="The order of the list says nothing.",
        flags=("Consent", "View", "Repeated"),
        base=VIEW,
        edits=(
            (
                "/consents",
                consents(("given", NEW_YEAR), ("withdrawn", NEW_YEAR)),
            ),
        ),
        finds=("/consents/1/since",),
    ),
    Case(
        id="AEO-TIN-02.n03",
        title="An AEO number of Northern Ireland as TIN",
        why="XI may begin a TIN, so AEO and XI make an AEO number. That AE is none of the "
        "programme is not said beside it.",
        flags=("AeoNumber", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/tin", "AEOXI0000001"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-TIN-02.n04",
        title="An AEO number of Kosovo as TIN",
        why="XK may begin a TIN, so AEO and XK make an AEO number.",
        flags=("AeoNumber", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/tin", "AEOXK0000001"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-TIN-04.n04",
        title="A TIN of the United Arab Emirates that begins with AEO and EU",
        why="EU begins no TIN, so this is no AEO number but a TIN of AE.",
        flags=("AeoNumber", "Union", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/tin", "AEOEU0000001"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-MSME-02.n05",
        title="An old version named, whose ceilings would give another class",
        why="The class goes by the version in force on the day assessed: micro, as it says.",
        flags=("Msme", "Definition", "Version"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                {
                    **MSME,
                    "sizeClass": "micro",
                    "definition": "IN-MSMED",
                    "definitionVersion": "2020-07-01",
                    "assessedOn": "2025-06-30",
                    "basis": [
                        {
                            "measure": name,
                            "value": value,
                            "currency": "INR",
                            "periodEnd": "2025-03-31",
                            "aggregation": "single",
                        }
                        for name, value in (("investment", "9000000"), ("turnover", "60000000"))
                    ],
                },
            ),
        ),
        finds=("/msme/definitionVersion",),
    ),
)


def _lif(name: str, title: str, why: str, *events: Tree, finds: tuple[str, ...] = ()) -> Case:
    """Return a case of a history that goes on from the grant of the base."""
    return Case(
        id=f"AEO-LIF-{name}",
        title=title,
        why=why,
        flags=("Lifecycle", "OtherHalf"),
        base=PLAIN,
        edits=(history(*events),),
        finds=finds,
    )


LIFECYCLE = (
    _lif(
        "04.n05",
        "A second grant, annulled later",
        "A history is right at every step: annulling the second grant later does not heal it.",
        event(2, "granted", "2024-01-01", "2024-02-01"),
        event(3, "annulled", "2024-03-01", annuls=2),
        finds=("/history/1/status",),
    ),
    _lif(
        "04.n06",
        "A second grant, the first annulled afterwards",
        "When the second was recorded the first stood.",
        event(2, "granted", "2024-01-01", "2024-02-01"),
        event(3, "annulled", "2024-03-01", annuls=1),
        finds=("/history/1/status",),
    ),
    _lif(
        "05.n06",
        "Reinstated after revoked, for a time before the revocation",
        "It takes effect while suspended, and still nothing follows a revocation.",
        event(2, "suspended", "2025-01-01"),
        event(3, "revoked", "2025-03-01"),
        event(4, "reinstated", "2025-02-01", "2025-04-01"),
        finds=("/history/3/status",),
    ),
    Case(
        id="AEO-LIF-05.n07",
        title="Granted anew after withdrawn, the first grant annulled",
        why="No other grant stands, and still nothing follows a withdrawal but annulments.",
        flags=("Lifecycle", "AfterEnd", "Annulment"),
        base=PLAIN,
        edits=(
            history(
                event(2, "withdrawn", "2025-01-01"),
                event(3, "annulled", "2025-01-02", annuls=1),
                event(4, "granted", "2024-01-01", "2025-01-03"),
            ),
        ),
        finds=("/history/3/status",),
    ),
    _lif(
        "05.n08",
        "A suspension after a revocation that is annulled later",
        "The revocation stood when the suspension was recorded.",
        event(2, "revoked", "2025-01-01"),
        event(3, "suspended", "2025-02-01"),
        event(4, "annulled", "2025-03-01", annuls=2),
        finds=("/history/2/status",),
    ),
    _lif(
        "05.n09",
        "A suspension after a revocation, annulled later",
        "Annulling what should not have been recorded does not heal the history.",
        event(2, "revoked", "2025-01-01"),
        event(3, "suspended", "2025-02-01"),
        event(4, "annulled", "2025-03-01", annuls=3),
        finds=("/history/2/status",),
    ),
    _lif(
        "05.n10",
        "Two suspensions after a revocation",
        "Each event behind the end is named.",
        event(2, "revoked", "2025-01-01"),
        event(3, "suspended", "2024-06-01", "2025-02-01"),
        event(4, "withdrawn", "2025-03-01"),
        finds=("/history/2/status", "/history/3/status"),
    ),
    _lif(
        "05.p03",
        "A suspension after a revocation that was annulled before",
        "The revocation stands no more.",
        event(2, "revoked", "2025-01-01"),
        event(3, "annulled", "2025-01-15", annuls=2),
        event(4, "suspended", "2025-02-01"),
    ),
    _lif(
        "06.p05",
        "A second reinstatement, for an instant before the first takes effect",
        "At its own instant the authorisation is suspended, whatever stands before it in the list.",
        event(2, "suspended", "2025-03-01"),
        event(3, "reinstated", "2025-04-01"),
        event(4, "reinstated", "2025-03-15", "2025-05-01"),
    ),
    _lif(
        "06.p06",
        "Reinstated at the instant at which the suspension takes effect",
        "At that instant it is suspended.",
        event(2, "suspended", "2025-03-01"),
        event(3, "reinstated", "2025-03-01", "2025-03-02"),
    ),
    _lif(
        "06.n07",
        "Reinstated one second before the announced suspension takes effect",
        "At that instant it is not suspended yet, though the suspension stands before it.",
        event(2, "suspended", "2025-03-01", "2025-01-01"),
        event(3, "reinstated", "2025-02-28T23:59:59Z", "2025-02-01"),
        finds=("/history/2/status",),
    ),
    _lif(
        "06.n08",
        "Reinstated twice",
        "After the first nothing is suspended.",
        event(2, "suspended", "2025-03-01"),
        event(3, "reinstated", "2025-04-01"),
        event(4, "reinstated", "2025-04-02"),
        finds=("/history/3/status",),
    ),
    _lif(
        "06.n09",
        "Reinstated without a suspension, annulled later",
        "Annulling it does not heal the history.",
        event(2, "reinstated", "2025-03-01"),
        event(3, "annulled", "2025-04-01", annuls=2),
        finds=("/history/1/status",),
    ),
    _lif(
        "06.p07",
        "Reinstated while suspended, the suspension annulled later",
        "When it was recorded the suspension stood.",
        event(2, "suspended", "2025-03-01"),
        event(3, "reinstated", "2025-04-01"),
        event(4, "annulled", "2025-05-01", annuls=2),
    ),
    _lif(
        "07.n06",
        "A second suspension for an instant between the first and its end",
        "At its own instant the authorisation is suspended already.",
        event(2, "suspended", "2025-03-01"),
        event(3, "reinstated", "2025-04-01"),
        event(4, "suspended", "2025-03-15", "2025-05-01"),
        finds=("/history/3/status",),
    ),
    _lif(
        "07.p04",
        "A second suspension for an instant before the first",
        "At its own instant nothing was suspended.",
        event(2, "suspended", "2025-03-01"),
        event(3, "suspended", "2025-02-28T23:59:59Z", "2025-04-01"),
    ),
    _lif(
        "07.p05",
        "Suspended at the instant at which the reinstatement takes effect",
        "Of two events of one instant the later in the list decides.",
        event(2, "suspended", "2025-03-01"),
        event(3, "reinstated", "2025-04-01"),
        event(4, "suspended", "2025-04-01", "2025-04-02"),
    ),
    _lif(
        "05.n11",
        "Suspended again after a suspension and a revocation",
        "What is revoked is not suspended, so only that it follows the end is told.",
        event(2, "suspended", "2025-01-01"),
        event(3, "revoked", "2025-02-01"),
        event(4, "suspended", "2025-03-01"),
        finds=("/history/3/status",),
    ),
    _lif(
        "08.n04",
        "A revocation that names a number in annuls",
        "Whatever the status, annulled excepted.",
        event(2, "revoked", "2025-01-01", annuls=1),
        finds=("/history/1/annuls",),
    ),
    _lif(
        "08.n05",
        "A withdrawal that names a number in annuls",
        "Whatever the status, annulled excepted.",
        event(2, "withdrawn", "2025-01-01", annuls=1),
        finds=("/history/1/annuls",),
    ),
    Case(
        id="AEO-LIF-08.n06",
        title="A grant, the only event, that names a number in annuls",
        why="Whatever the status, annulled excepted.",
        flags=("Lifecycle", "Annulment", "OtherHalf"),
        base=PLAIN,
        edits=(("/history", [event(1, "granted", "2024-01-01", annuls=1)]),),
        finds=("/history/0/annuls",),
    ),
    _lif(
        "10.n05",
        "A revocation with a planned end",
        "Whatever the status, suspended excepted.",
        event(2, "revoked", "2025-01-01", plannedUntil="2026-01-01T00:00:00Z"),
        finds=("/history/1/plannedUntil",),
    ),
    _lif(
        "14.n05",
        "A withdrawal of a tier, where it is the only one",
        "Whatever the status, suspended and reinstated excepted.",
        event(2, "withdrawn", "2025-01-01", appliesTo=["TIER1"]),
        finds=("/history/1/appliesTo",),
    ),
    _lif(
        "09.n06",
        "An annulment of an event that comes later",
        "Nothing is there to annul yet; and since it is named before, it never stands: the second "
        "suspension is the only one.",
        event(2, "annulled", "2025-01-01", annuls=3),
        event(3, "suspended", "2025-02-01"),
        event(4, "suspended", "2025-03-01"),
        finds=("/history/1/annuls",),
    ),
    _lif(
        "09.n07",
        "An annulment of nothing, between a suspension and its end",
        "It lifts nothing, at no instant.",
        event(2, "suspended", "2025-01-01"),
        event(3, "annulled", "2025-02-01", annuls=99),
        event(4, "reinstated", "2025-03-01"),
        finds=("/history/2/annuls",),
    ),
    _lif(
        "07.n07",
        "Suspended twice at one instant",
        "At that instant it is suspended.",
        event(2, "suspended", "2025-03-01"),
        event(3, "suspended", "2025-03-01", "2025-03-02"),
        finds=("/history/2/status",),
    ),
    _lif(
        "10.p02",
        "A planned end one second behind the start",
        "It is later.",
        event(2, "suspended", "2025-01-01", plannedUntil="2025-01-01T00:00:01Z"),
    ),
    _lif(
        "10.n04",
        "A planned end at the start, in a suspension that was annulled",
        "The history was wrong when it was recorded.",
        event(2, "suspended", "2025-01-01", plannedUntil="2025-01-01T00:00:00Z"),
        event(3, "annulled", "2025-02-01", annuls=2),
        finds=("/history/1/plannedUntil",),
    ),
    _lif(
        "02.n04",
        "Two events of one number",
        "Each is higher than the one before.",
        event(2, "suspended", "2025-01-01"),
        event(2, "reinstated", "2025-02-01"),
        finds=("/history/2/seq",),
    ),
    _lif(
        "12.p04",
        "A suspension at the instant of the grant",
        "It is not before it.",
        event(2, "suspended", "2024-01-01", "2024-02-01"),
    ),
    _lif(
        "12.p05",
        "A suspension before the grant, annulled",
        "Only events that stand are compared.",
        event(2, "suspended", "2023-12-31T23:59:59Z", "2024-02-01"),
        event(3, "annulled", "2024-02-02", annuls=2),
    ),
    _lif(
        "12.n04",
        "The second of three suspensions one second before the grant",
        "Each event is compared.",
        event(2, "suspended", "2025-01-01"),
        event(3, "suspended", "2023-12-31T23:59:59Z", "2025-01-02"),
        event(4, "reinstated", "2025-02-01"),
        finds=("/history/2/effectiveFrom",),
    ),
    _lif(
        "14.n04",
        "A revocation of a tier, annulled",
        "The history was wrong when it was recorded.",
        event(2, "revoked", "2025-01-01", appliesTo=["TIER1"]),
        event(3, "annulled", "2025-02-01", annuls=2),
        finds=("/history/1/appliesTo",),
    ),
    _lif(
        "11.p03",
        "A suspension of a tier that was never held, annulled",
        "Terms may be corrected later, so only events that stand are compared.",
        event(2, "suspended", "2025-01-01", appliesTo=["TIER2"]),
        event(3, "annulled", "2025-02-01", annuls=2),
    ),
    _lif(
        "08.n03",
        "A suspension that names a number in annuls, annulled",
        "A number beside another status means nothing, whatever became of the event.",
        event(2, "suspended", "2025-01-01", annuls=1),
        event(3, "annulled", "2025-02-01", annuls=2),
        finds=("/history/1/annuls",),
    ),
)

WAIVED = ("/authorisation/criteria", [{"criterion": "L", "outcome": "not-required-by-tier"}])

OTHERS = (
    *(
        Case(
            id=f"AEO-TIER-05.p{2 + index:02}",
            title=f"A criterion left out for a tier held in the {word} of two terms",
            why="A tier of some term is enough.",
            flags=("Criteria", "TierChange", "OtherHalf"),
            base=PLAIN,
            edits=(
                (
                    "/authorisation/terms",
                    [term("2024-01-01", "2025-01-01", one), term("2025-01-01", "", other)],
                ),
                WAIVED,
            ),
        )
        for index, (word, one, other) in enumerate(
            (("first", "TIER1", "TIER2"), ("last", "TIER2", "TIER1"))
        )
    ),
    Case(
        id="AEO-DAT-05.n03",
        title="Two events recorded after the issue",
        why="Each is named, not the last alone.",
        flags=("Clock", "OtherHalf"),
        base=PLAIN,
        edits=(
            history(
                event(2, "suspended", "2026-09-01", "2026-10-01T00:00:01Z"),
                event(3, "reinstated", "2026-10-01", "2026-10-01T00:00:02Z"),
            ),
        ),
        finds=("/history/1/recordedAt", "/history/2/recordedAt"),
    ),
    Case(
        id="AEO-DAT-05.n04",
        title="An event recorded after the issue, and annulled",
        why="The revision could not know it, whatever became of it.",
        flags=("Clock", "Annulment", "OtherHalf"),
        base=PLAIN,
        edits=(
            history(
                event(2, "suspended", "2026-09-01", "2026-10-01T00:00:01Z"),
                event(3, "annulled", "2026-10-01", "2026-10-01T00:00:02Z", annuls=2),
            ),
        ),
        finds=("/history/1/recordedAt", "/history/2/recordedAt"),
    ),
    Case(
        id="AEO-DAT-04.n03",
        title="A grant in order, annulled, and one after the first term starts",
        why="The grant that stands is compared.",
        flags=("Interval", "Annulment", "OtherHalf"),
        base=PLAIN,
        edits=(
            history(
                event(2, "annulled", "2024-01-02", annuls=1),
                event(3, "granted", "2024-01-01T00:00:01Z", "2024-01-03"),
            ),
        ),
        finds=("/history/2/effectiveFrom",),
    ),
    Case(
        id="AEO-DAT-04.p02",
        title="A grant beside the first term, annulled, and one in order",
        why="The grant that stands is compared.",
        flags=("Interval", "Annulment", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/history",
                [
                    event(1, "granted", "2024-02-01", "2024-01-01"),
                    event(2, "annulled", "2024-01-02", annuls=1),
                    event(3, "granted", "2024-01-01", "2024-01-03"),
                ],
            ),
        ),
    ),
    Case(
        id="AEO-DAT-07.n03",
        title="A grant recorded in time, annulled, and one recorded before the decision",
        why="The grant that stands is compared.",
        flags=("TimeZone", "Annulment", "OtherHalf"),
        base=PLAIN,
        edits=(
            ("/authorisation/grantedOn", "2024-01-05"),
            history(
                event(2, "annulled", "2024-01-02", annuls=1),
                event(3, "granted", "2024-01-01", "2024-01-03"),
            ),
        ),
        finds=("/authorisation/grantedOn",),
    ),
    Case(
        id="AEO-DAT-02.n04",
        title="The third of four terms starts one second before the end of the second",
        why="Each term is compared with the one before it.",
        flags=("Interval", "Overlap", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/authorisation/terms",
                [
                    term("2024-01-01", "2025-01-01"),
                    term("2025-01-01", "2025-06-01"),
                    term("2025-05-31T23:59:59Z", "2026-01-01"),
                    term("2026-01-01", ""),
                ],
            ),
        ),
        finds=("/authorisation/terms/2/from",),
    ),
    Case(
        id="AEO-DAT-01.n03",
        title="The second of three terms ends when it starts",
        why="until is exclusive, so the term covers no instant.",
        flags=("Interval", "EdgeValue", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/authorisation/terms",
                [
                    term("2024-01-01", "2025-01-01"),
                    term("2025-01-01", "2025-01-01"),
                    term("2025-01-01", ""),
                ],
            ),
        ),
        finds=("/authorisation/terms/1/until",),
    ),
    *(
        Case(
            id=f"AEO-REC-02.p{3 + index:02}",
            title=f"Recognitions that touch, {word}",
            why="until is exclusive, so two that touch share no instant.",
            flags=("Recognition", "EdgeValue", "OtherHalf"),
            base=PLAIN,
            edits=(("/recognitions", rows),),
        )
        for index, (word, rows) in enumerate(
            (
                (
                    "the earlier first",
                    [
                        {**RECOGNITION, "until": "2025-01-01T00:00:00Z"},
                        {**RECOGNITION, "from": "2025-01-01T00:00:00Z"},
                    ],
                ),
                (
                    "three, the middle one last",
                    [
                        {**RECOGNITION, "until": "2025-01-01T00:00:00Z"},
                        {**RECOGNITION, "from": "2026-01-01T00:00:00Z"},
                        {
                            **RECOGNITION,
                            "from": "2025-01-01T00:00:00Z",
                            "until": "2026-01-01T00:00:00Z",
                        },
                    ],
                ),
            )
        )
    ),
    Case(
        id="AEO-REC-02.n03",
        title="The later recognition first, and the earlier ends one second inside it",
        why="The list need not be in order; they share one second.",
        flags=("Recognition", "EdgeValue", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/recognitions",
                [
                    {**RECOGNITION, "from": "2025-01-01T00:00:00Z"},
                    {**RECOGNITION, "until": "2025-01-01T00:00:01Z"},
                ],
            ),
        ),
        finds=("/recognitions/1/from",),
    ),
    Case(
        id="AEO-SHR-06.p04",
        title="Withdrawn first, given one second later and listed before",
        why="The latest since counts, not the order of the list.",
        flags=("Consent", "View", "OtherHalf"),
        base=VIEW,
        edits=(
            (
                "/consents",
                consents(("given", "2026-01-01T00:00:01Z"), ("withdrawn", NEW_YEAR)),
            ),
        ),
    ),
    Case(
        id="AEO-SHR-06.n04",
        title="Given first, withdrawn one second later and listed before",
        why="The latest since counts, not the order of the list.",
        flags=("Consent", "View", "OtherHalf"),
        base=VIEW,
        edits=(
            (
                "/consents",
                consents(("withdrawn", "2026-01-01T00:00:01Z"), ("given", NEW_YEAR)),
            ),
        ),
        finds=("/consents/0/state",),
    ),
)


def _persons(value: str, year: int, aggregation: str) -> Tree:
    return {
        "measure": "headcount",
        "value": value,
        "periodEnd": f"{year}-12-31",
        "aggregation": aggregation,
    }


def _sized(definition: str, version: str, stated: str, *basis: Tree) -> tuple[str, Tree]:
    """Return the edit that gives a size class, assessed in June 2026, from persons alone."""
    more = {"definition": definition, "definitionVersion": version, "sizeClass": stated}
    return ("/msme", {**MSME, **more, "assessedOn": "2026-06-30", "basis": list(basis)})


NEUTRAL = ("SAFE-NEUTRAL-HC", "2026-11-21")
OF_GROUPS = ("US-SBA", "1")

SIZES = (
    *(
        Case(
            id=f"AEO-MSME-08.n{3 + index:02}",
            title=f"Two numbers of persons for one year, {first} and {second}",
            why="Neither is known to count, so that the class is that of neither is not said.",
            flags=("Msme", "Repeated", "OtherHalf"),
            base=PLAIN,
            edits=(
                _sized(
                    *NEUTRAL,
                    "large",
                    _persons(first, 2025, "single"),
                    _persons(second, 2025, "single"),
                ),
            ),
            finds=("/msme/basis/1/measure",),
        )
        for index, (first, second) in enumerate((("12", "60"), ("60", "12")))
    ),
    Case(
        id="AEO-MSME-01.p95",
        title="The group of a former year beside the firm of the last",
        why="The version counts the group; the later figure of the firm alone is none of it.",
        flags=("Msme", "Aggregation", "Period", "OtherHalf"),
        base=PLAIN,
        edits=(
            _sized(
                *OF_GROUPS, "large", _persons("500", 2024, "group"), _persons("40", 2025, "single")
            ),
        ),
    ),
    Case(
        id="AEO-MSME-01.n95",
        title="The group of a former year above the ceiling, the firm of the last below",
        why="The version counts the group: 500 persons are large.",
        flags=("Msme", "Aggregation", "Period", "OtherHalf"),
        base=PLAIN,
        edits=(
            _sized(
                *OF_GROUPS, "msme", _persons("500", 2024, "group"), _persons("40", 2025, "single")
            ),
        ),
        finds=(Expected("/msme/sizeClass", severity="warning"),),
    ),
    Case(
        id="AEO-MSME-01.p96",
        title="Persons of the group, where the firm alone is measured",
        why="The figure of the other kind is as good as not given.",
        flags=("Msme", "Aggregation", "OtherHalf"),
        base=PLAIN,
        edits=(_sized(*NEUTRAL, "small", _persons("900", 2025, "group")),),
    ),
    Case(
        id="AEO-MSME-01.n96",
        title="Persons of two years, the later first in the list",
        why="The latest period counts, wherever it stands: 60 persons are medium.",
        flags=("Msme", "Period", "OtherHalf"),
        base=PLAIN,
        edits=(
            _sized(
                *NEUTRAL, "small", _persons("60", 2025, "single"), _persons("12", 2024, "single")
            ),
        ),
        finds=("/msme/sizeClass",),
    ),
    Case(
        id="AEO-LIF-12.p06",
        title="A grant that was annulled, and nothing else",
        why="Where no grant stands there is nothing to compare with.",
        flags=("Lifecycle", "Annulment", "OtherHalf"),
        base=PLAIN,
        edits=(history(event(2, "annulled", "2024-02-01", annuls=1)),),
    ),
)

UNKNOWN = (
    Case(
        id="AEO-COD-07.n03",
        title="A programme that nobody knows, with criteria left out in two ways",
        why="Of an unknown programme nothing else is asked: one warning.",
        flags=("Programme", "UnknownCode", "Criteria", "OtherHalf"),
        base=PLAIN,
        edits=(
            ("/programme", "HK-ZZZ"),
            (TIERS, ["ONE", "TWO"]),
            (
                "/authorisation/criteria",
                [
                    {"criterion": "A", "outcome": "not-required-by-tier"},
                    {"criterion": "B", "outcome": "not-in-programme"},
                ],
            ),
            ("/msme", {**MSME, "provisions": ["BEN-24H-RELEASE"]}),
        ),
        finds=("/programme",),
    ),
    Case(
        id="AEO-TIER-01.n10",
        title="A second module that the Union does not have",
        why="Each tier of a term is looked up.",
        flags=("Tier", "UnknownCode", "OtherHalf"),
        base=MODULES,
        edits=((TIERS, ["AEOC", "AEOZ"]),),
        finds=(f"{TIERS}/1",),
    ),
    Case(
        id="AEO-TIER-02.n10",
        title="A second module of New Zealand one second before it existed anywhere",
        why="Each tier of a term is compared. The study report gives the day.",
        flags=("Tier", "TimeZone", "EdgeValue", "OtherHalf"),
        base=NEW_ZEALAND,
        edits=(*granted("2023-08-08T09:59:59Z"), (TIERS, ["EXPORTER", "SECURE-LOAD-SITE"])),
        finds=(f"{TIERS}/1",),
    ),
    Case(
        id="AEO-MSME-02.n06",
        title="A definition that was over on the day assessed, with figures",
        why="No version is in force, so no class is computed; the version named was over.",
        flags=("Msme", "Definition", "Version", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                {
                    **MSME,
                    "sizeClass": "large",
                    "definition": "UA-CC55",
                    "definitionVersion": "2012",
                    "assessedOn": "2025-08-28",
                    "basis": [_persons("10", 2024, "single")],
                },
            ),
        ),
        finds=("/msme/definitionVersion",),
    ),
)


def _figures(definition: str, version: str, stated: str, *basis: Tree, **more: Tree) -> Tree:
    """Return a size class assessed in June 2025, or when `more` says."""
    named = {"definition": definition, "definitionVersion": version, "sizeClass": stated}
    return {**MSME, **named, "assessedOn": "2025-06-30", "basis": list(basis), **more}


def _money(measure: str, value: str, currency: str) -> dict[str, Tree]:
    """Return a figure of the firm for the year 2024."""
    return {**TURNOVER, "measure": measure, "value": value, "currency": currency, **OF_2024}


OF_2024 = {"periodEnd": "2024-12-31"}
DATED = number("LEI", LEI, **{"from": "2024-01-01T00:00:00Z"})

MORE = (
    Case(
        id="AEO-MSME-01.n97",
        title="A British micro company by two ceilings of three, said to be small",
        why="Two that hold are enough, though the third does not.",
        flags=("Msme", "Threshold", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                _figures(
                    "GB-CA2006",
                    "2025-04-06",
                    "small",
                    _persons("11", 2024, "single"),
                    _money("turnover", "1000000", "GBP"),
                    _money("balance-sheet", "500000", "GBP"),
                ),
            ),
        ),
        finds=(Expected("/msme/sizeClass", severity="warning"),),
    ),
    Case(
        id="AEO-MSME-01.p97",
        title="Assessed in the year in which the version began, on a day not known",
        why="Whether the old ceilings held or the new ones nobody can say.",
        flags=("Msme", "Version", "Undecided", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                _figures(
                    "DO-187-17",
                    "2021",
                    "large",
                    _persons("5", 2020, "single"),
                    {**_money("turnover", "1000000", "DOP"), "periodEnd": "2020-12-31"},
                    assessedOn="2021-06-30",
                ),
            ),
        ),
    ),
    Case(
        id="AEO-MSME-01.p98",
        title="A Mexican firm without a sector, below the ceiling that every sector has",
        why="Exactly one sector has to be named, whatever its ceiling would be.",
        flags=("Msme", "Sector", "Undecided", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                _figures(
                    "MX-2009",
                    "2009",
                    "large",
                    _persons("1", 2024, "single"),
                    _money("turnover", "1", "MXN"),
                ),
            ),
        ),
    ),
    Case(
        id="AEO-MSME-01.p99",
        title="A Mexican firm in a sector that the definition does not have, below every ceiling",
        why="Exactly one sector of the definition has to be named.",
        flags=("Msme", "Sector", "Undecided", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                _figures(
                    "MX-2009",
                    "2009",
                    "large",
                    _persons("1", 2024, "single"),
                    _money("turnover", "1", "MXN"),
                    sector={"scheme": "MX-2009", "code": "fishing"},
                ),
            ),
        ),
    ),
    Case(
        id="AEO-MSME-01.p101",
        title="A code of ISIC under the name of another classification",
        why="Only ISIC4 is looked up in the table; what reads like its code names no sector.",
        flags=("Msme", "Sector", "Undecided", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                _figures(
                    "JP-SMEBA",
                    "1999",
                    "large",
                    _persons("40", 2024, "single"),
                    sector={"scheme": "NACE2", "code": "1079"},
                ),
            ),
        ),
    ),
    Case(
        id="AEO-MSME-01.n101",
        title="A Japanese manufacturer with 40 persons, said to be large",
        why="The law has the one class msme, and it is not large.",
        flags=("Msme", "Sector", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                _figures(
                    "JP-SMEBA",
                    "1999",
                    "large",
                    _persons("40", 2024, "single"),
                    sector={"scheme": "ISIC4", "code": "1079"},
                ),
            ),
        ),
        finds=(Expected("/msme/sizeClass", severity="warning"),),
    ),
    Case(
        id="AEO-IDN-03.p30",
        title="A carrier of Mexico in the programme of the United States",
        why="A TIN that another economy issued is not checked by the numbers of the programme.",
        flags=("Identifier", "Tin", "OtherHalf"),
        base=AMERICA,
        edits=(("/holder/tin", "MXABC010101AB"),),
    ),
    Case(
        id="AEO-IDN-04.p11",
        title="One number in the lists of the first site and of the first recognition",
        why="Each list is looked at by itself.",
        flags=("Identifier", "OtherHalf"),
        base=PLAIN,
        edits=(
            ("/holder/sites", [{**SITE, "identifiers": [DATED]}]),
            ("/recognitions", [{**RECOGNITION, "identifiers": [number("LEI", LEI)]}]),
        ),
    ),
    Case(
        id="AEO-IDN-04.p12",
        title="One number in the lists of the holder and of a site",
        why="Each list is looked at by itself.",
        flags=("Identifier", "OtherHalf"),
        base=PLAIN,
        edits=(
            ("/holder/identifiers", [DATED]),
            ("/holder/sites", [{**SITE, "identifiers": [number("LEI", LEI)]}]),
        ),
    ),
    Case(
        id="AEO-DAT-07.p04",
        title="The grant annulled, and a date of the decision after it was recorded",
        why="Where no grant stands nothing is compared with it.",
        flags=("Grant", "Annulment", "OtherHalf"),
        base=PLAIN,
        edits=(
            ("/authorisation/grantedOn", "2025-01-01"),
            history(event(2, "annulled", "2024-02-01", annuls=1)),
        ),
    ),
    Case(
        id="AEO-DAT-04.p05",
        title="The grant annulled, and a first term that starts at another instant",
        why="Where no grant stands nothing is compared with it.",
        flags=("Grant", "Annulment", "OtherHalf"),
        base=PLAIN,
        edits=(
            ("/authorisation/terms/0/from", "2024-03-01T00:00:00Z"),
            history(event(2, "annulled", "2024-02-01", annuls=1)),
        ),
    ),
    Case(
        id="AEO-LIF-12.p07",
        title="A suspension before the grant, and the grant annulled",
        why="Where no grant stands nothing is before it.",
        flags=("Grant", "Annulment", "OtherHalf"),
        base=PLAIN,
        edits=(
            history(
                event(2, "suspended", "2023-12-01", "2024-02-01"),
                event(3, "annulled", "2024-03-01", annuls=1),
            ),
        ),
    ),
    *(
        Case(
            id=f"AEO-STR-02.n{place}",
            title=f"A member that the standard does not know, by the name {name}",
            why="In a JSON Pointer ~ is written ~0 and / is written ~1 (RFC 6901). No XML element "
            "has such a name.",
            flags=("UnknownItem", "Pointer", "OtherHalf"),
            base=PLAIN,
            # The name in the form in which the edit names it.
            edits=((f"/holder/{pointer}", "1"),),
            syntaxes=("json", "ndjson"),
            finds=(f"/holder/{pointer}",),
        )
        for place, name, pointer in (
            (61, "a/b", "a~1b"),
            (62, "a~b", "a~0b"),
            (63, "~1", "~01"),
            (64, "/~/", "~1~0~1"),
        )
    ),
    *(
        Case(
            id=f"AEO-STR-03.n{place}",
            title=f"{title} for the version of the standard",
            why="It is a text, and what is none names no later version. XML has texts only.",
            flags=("Kind", "Version", "OtherHalf"),
            base=PLAIN,
            edits=(("/specVersion", value),),
            syntaxes=("json", "ndjson"),
            finds=("/specVersion",),
        )
        for place, title, value in (
            (31, "A number", 11),
            (32, "A list", ["1.1"]),
            (33, "A group", {"major": "1"}),
            (34, "A truth value", True),
        )
    ),
    Case(
        id="AEO-STR-08.n30",
        title="Roles of the second term out of order",
        why="Each term has its sets.",
        flags=("Set", "WrongOrder", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/authorisation/terms",
                [
                    term("2024-01-01", "2025-01-01"),
                    {**term("2025-01-01", ""), "roles": ["importer", "exporter"]},
                ],
            ),
        ),
        finds=("/authorisation/terms/1/roles/1",),
    ),
    Case(
        id="AEO-IDN-04.n11",
        title="A number of the second site named twice, with another interval",
        why="Each site has its list.",
        flags=("Identifier", "Repeated", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/holder/sites",
                [SITE, {**SITE, "siteId": "S2", "identifiers": [DATED, number("LEI", LEI)]}],
            ),
        ),
        finds=("/holder/sites/1/identifiers/1/value",),
    ),
    Case(
        id="AEO-IDN-04.p10",
        title="One number in the lists of two sites, with two intervals",
        why="Each list is looked at by itself.",
        flags=("Identifier", "OtherHalf"),
        base=PLAIN,
        edits=(
            (
                "/holder/sites",
                [
                    {**SITE, "identifiers": [DATED]},
                    {**SITE, "siteId": "S2", "identifiers": [number("LEI", LEI)]},
                ],
            ),
        ),
    ),
)

CASES: tuple[Case, ...] = (*READINGS, *LIFECYCLE, *OTHERS, *SIZES, *UNKNOWN, *MORE)
