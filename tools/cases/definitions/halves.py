"""Cases of the other halves of rules: what a product may get wrong and still pass the first ones.

Annulled or not, first or last, at the bound or a second beside it, in the order of the list or of
effect, in each place that a rule names. The ids go on from those of the area's own module.
"""

from __future__ import annotations

from making import Case

from aeo_exchange.model.tree import Tree
from definitions.bases import (
    DOMINICAN,
    MSME,
    PLAIN,
    VIEW,
    event,
    granted,
    history,
)

TIERS = "/authorisation/terms/0/tiers"
ROLES = "/authorisation/terms/0/roles"


def consents(*rows: tuple[str, str, str]) -> list[Tree]:
    """Return consents from scope, state and since."""
    return [{"scope": scope, "state": state, "since": since} for scope, state, since in rows]


NEW_YEAR = "2026-01-01T00:00:00Z"

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
                consents(("all", "withdrawn", NEW_YEAR), ("all", "given", NEW_YEAR)),
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
                consents(("all", "given", NEW_YEAR), ("all", "withdrawn", NEW_YEAR)),
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

# Codes beside ISO 3166-1, by place: which may stand (CON-1-1), and which may not.
SOMEWHERE = ("EU", "XI", "XK")
CASES: tuple[Case, ...] = READINGS
