"""Cases of area TIER: tiers, roles and criteria, as the programme has them."""

from __future__ import annotations

from making import Case, Expected

from definitions.bases import (
    AMERICA,
    BRAZIL,
    CHINA,
    DOMINICAN,
    INDIA,
    JAPAN,
    MODULES,
    PLAIN,
    granted,
    term,
)

TIERS = "/authorisation/terms/0/tiers"
ROLES = "/authorisation/terms/0/roles"


def waived(*criteria: str) -> tuple[str, list[dict[str, str]]]:
    """Return the edit that says of criteria that the tier does not ask for them."""
    return (
        "/authorisation/criteria",
        [{"criterion": criterion, "outcome": "not-required-by-tier"} for criterion in criteria],
    )


def absent(*criteria: str) -> tuple[str, list[dict[str, str]]]:
    """Return the edit that says of criteria that the programme lacks them."""
    return (
        "/authorisation/criteria",
        [{"criterion": criterion, "outcome": "not-in-programme"} for criterion in criteria],
    )


KNOWN = (
    Case(
        id="AEO-TIER-01.p01",
        title="Tier I and then Tier II of Hong Kong",
        why="Both are tiers of the programme.",
        flags=("Tier", "TierChange"),
        base=PLAIN,
        edits=(
            (
                "/authorisation/terms",
                [term("2024-01-01", "2025-01-01"), term("2025-01-01", "2027-01-01", "TIER2")],
            ),
        ),
    ),
    Case(
        id="AEO-TIER-01.n01",
        title="A third tier of Hong Kong",
        why="The programme is known to have two; it may have got a third, so a warning.",
        flags=("Tier", "UnknownCode"),
        base=PLAIN,
        edits=((TIERS, ["TIER3"]),),
        finds=(f"{TIERS}/0",),
    ),
    Case(
        id="AEO-TIER-01.n02",
        title="The word of the law in place of the code",
        why="The simplified tier of the Dominican Republic has the code OEA-SIMPLIFICADO.",
        flags=("Tier", "CommonSlip"),
        base=DOMINICAN,
        edits=((TIERS, ["SIMPLIFICADO"]),),
        finds=(f"{TIERS}/0",),
    ),
    Case(
        id="AEO-TIER-01.n03",
        title="A second term with a module that the Union does not have",
        why="AEO is the status as a whole; each tier of each term is looked at.",
        flags=("Tier", "Union"),
        base=MODULES,
        edits=(
            (
                "/authorisation/terms",
                [term("2024-01-01", "2025-01-01", "AEOC"), term("2025-01-01", "", "AEO", "AEOS")],
            ),
        ),
        finds=("/authorisation/terms/1/tiers/0",),
    ),
    Case(
        id="AEO-TIER-02.p01",
        title="The lower Chinese tier from the first second of 1 April 2026 anywhere",
        why="A day begins at +14:00, which is 10:00 of the day before in UTC.",
        flags=("Tier", "TimeZone", "EdgeValue"),
        base=CHINA,
        edits=(
            (
                "/authorisation/terms",
                [
                    term("2024-01-01", "2026-03-31T10:00:00Z", "ACE"),
                    term("2026-03-31T10:00:00Z", "", "CE"),
                ],
            ),
        ),
    ),
    Case(
        id="AEO-TIER-02.p02",
        title="A Brazilian tier in the last second of its last day anywhere",
        why="OEA-C2 ended with 31 July 2023, at -12:00 at noon of 1 August in UTC; who held it "
        "kept it.",
        flags=("Tier", "TimeZone", "EdgeValue"),
        base=BRAZIL,
        edits=(*granted("2023-08-01T11:59:59Z"), (TIERS, ["OEA-C2"])),
    ),
    Case(
        id="AEO-TIER-02.p91",
        title="A Brazilian tier in a term that ends after the tier did",
        why="The start of the term decides, and not its end.",
        flags=("Tier", "TimeZone", "OtherHalf"),
        base=BRAZIL,
        edits=(
            *granted("2023-07-01"),
            (
                "/authorisation/terms",
                [term("2023-07-01", "2026-07-01", "OEA-C2"), term("2026-07-01", "", "OEA-S")],
            ),
        ),
    ),
    Case(
        id="AEO-TIER-02.n91",
        title="The simplified tier of the Dominican Republic before its launch, in a term that "
        "ends after it",
        why="The start of the term decides, and not its end.",
        flags=("Tier", "TimeZone", "OtherHalf"),
        base=DOMINICAN,
        edits=(
            *granted("2021-02-28T09:59:59Z"),
            ("/authorisation/terms/0/until", "2027-02-28T09:59:59Z"),
        ),
        finds=(f"{TIERS}/0",),
    ),
    Case(
        id="AEO-TIER-02.n01",
        title="The lower Chinese tier one second before 1 April 2026",
        why="No offset makes it true. The day rests on secondary texts, so a warning.",
        flags=("Tier", "TimeZone", "EdgeValue", "UncertainFact"),
        base=CHINA,
        edits=(
            (
                "/authorisation/terms",
                [
                    term("2024-01-01", "2026-03-31T09:59:59Z", "ACE"),
                    term("2026-03-31T09:59:59Z", "", "CE"),
                ],
            ),
        ),
        finds=(Expected("/authorisation/terms/1/tiers/0", severity="warning"),),
    ),
    Case(
        id="AEO-TIER-02.n02",
        title="The simplified tier of the Dominican Republic before its launch",
        why="It began in March 2021, as the joint report says, so an error.",
        flags=("Tier", "TimeZone", "EdgeValue"),
        base=DOMINICAN,
        edits=granted("2021-02-28T09:59:59Z"),
        finds=(f"{TIERS}/0",),
    ),
    Case(
        id="AEO-TIER-02.n03",
        title="A Brazilian tier granted after its last day",
        why="A tier that ended is held on, not granted anew. Secondary texts give a warning.",
        flags=("Tier", "TimeZone", "EdgeValue", "UncertainFact"),
        base=BRAZIL,
        edits=(*granted("2023-08-01T12:00:00Z"), (TIERS, ["OEA-C2"])),
        finds=(Expected(f"{TIERS}/0", severity="warning"),),
    ),
)

HELD = (
    Case(
        id="AEO-TIER-03.p01",
        title="An importer in the simplified tier of the Dominican Republic",
        why="The tier takes importers.",
        flags=("Tier", "Role"),
        base=DOMINICAN,
    ),
    Case(
        id="AEO-TIER-03.p02",
        title="An exporter in the standard tier of the Dominican Republic",
        why="What holds for the simplified tier does not hold for the programme.",
        flags=("Tier", "Role"),
        base=DOMINICAN,
        edits=((TIERS, ["OEA-ESTANDAR"]), (ROLES, ["exporter"])),
    ),
    Case(
        id="AEO-TIER-03.p03",
        title="An exporter in both tiers of the Dominican Republic",
        why="One tier of the two takes exporters.",
        flags=("Tier", "Role"),
        base=DOMINICAN,
        edits=((TIERS, ["OEA-ESTANDAR", "OEA-SIMPLIFICADO"]), (ROLES, ["exporter"])),
    ),
    Case(
        id="AEO-TIER-03.n01",
        title="Importer and exporter in the simplified tier of the Dominican Republic",
        why="It is for importers; one role of two is too much.",
        flags=("Tier", "Role"),
        base=DOMINICAN,
        edits=((ROLES, ["exporter", "importer"]),),
        finds=(f"{ROLES}/0",),
    ),
    Case(
        id="AEO-TIER-03.n02",
        title="A warehouse in an Indian tier for traders",
        why="Warehouses have the tier LO.",
        flags=("Tier", "Role"),
        base=INDIA,
        edits=((ROLES, ["importer", "warehouse"]),),
        finds=(f"{ROLES}/1",),
    ),
    Case(
        id="AEO-TIER-03.n03",
        title="An exporter in the Japanese module for importers",
        why="Each module is for one kind of operator; not read in a text again, so a warning.",
        flags=("Tier", "Role", "UncertainFact"),
        base=JAPAN,
        edits=((ROLES, ["exporter"]),),
        finds=(Expected(f"{ROLES}/0", severity="warning"),),
    ),
    Case(
        id="AEO-TIER-03.n04",
        title="An exporter keeps its role when it comes down to the simplified tier",
        why="Each term is held against its own tiers.",
        flags=("Tier", "Role", "TierChange"),
        base=DOMINICAN,
        edits=(
            (
                "/authorisation/terms",
                [
                    term("2024-01-01", "2025-01-01", "OEA-ESTANDAR"),
                    term("2025-01-01", "", "OEA-SIMPLIFICADO"),
                ],
            ),
        ),
        finds=("/authorisation/terms/1/roles/0",),
    ),
    Case(
        id="AEO-TIER-04.p01",
        title="Both modules of the Union",
        why="Modules combine.",
        flags=("Tier", "Module", "Union"),
        base=MODULES,
    ),
    Case(
        id="AEO-TIER-04.p02",
        title="A level and a module of the United States",
        why="Trade compliance stands beside a level.",
        flags=("Tier", "Module"),
        base=AMERICA,
        edits=((TIERS, ["TIER3", "TRADE-COMPLIANCE"]),),
    ),
    Case(
        id="AEO-TIER-04.n01",
        title="Both levels of Hong Kong",
        why="Levels replace each other.",
        flags=("Tier", "Level"),
        base=PLAIN,
        edits=((TIERS, ["TIER1", "TIER2"]),),
        finds=(TIERS,),
    ),
    Case(
        id="AEO-TIER-04.n02",
        title="Both levels of China in the second term",
        why="Each term is looked at; the first holds one level.",
        flags=("Tier", "Level"),
        base=CHINA,
        edits=(
            (
                "/authorisation/terms",
                [
                    term("2024-01-01", "2026-06-01", "ACE"),
                    term("2026-06-01", "", "ACE", "CE"),
                ],
            ),
        ),
        finds=("/authorisation/terms/1/tiers",),
    ),
)

CRITERIA = (
    Case(
        id="AEO-TIER-05.p01",
        title="The two criteria that Tier I of Hong Kong leaves out",
        why="L and M are known not to be asked for.",
        flags=("Criteria",),
        base=PLAIN,
        edits=(waived("L", "M"),),
    ),
    Case(
        id="AEO-TIER-05.p31",
        title="A criterion left out in a programme that nobody knows",
        why="Of an unknown programme it is not known what its tiers leave out (RDA-2-2).",
        flags=("Criteria", "UnknownCode"),
        base=PLAIN,
        edits=(("/programme", "HK-OTHER"), waived("A")),
        allow=("AEO-COD-07",),
    ),
    Case(
        id="AEO-TIER-05.n01",
        title="Tier I of Hong Kong without a record of compliance",
        why="It leaves out L and M, which Hong Kong itself says; A is asked of all.",
        flags=("Criteria",),
        base=PLAIN,
        edits=(waived("A", "L"),),
        finds=("/authorisation/criteria/0/outcome",),
    ),
    Case(
        id="AEO-TIER-05.n02",
        title="Tier II of Hong Kong with what Tier I leaves out",
        why="Tier II asks for all; what is left out for another tier does not count.",
        flags=("Criteria", "Tier"),
        base=PLAIN,
        edits=((TIERS, ["TIER2"]), waived("L", "M")),
        finds=("/authorisation/criteria/0/outcome", "/authorisation/criteria/1/outcome"),
    ),
    Case(
        id="AEO-TIER-05.n03",
        title="A criterion left out for a module of the Union",
        why="Nothing is known of what the modules leave out, so a warning.",
        flags=("Criteria", "Union", "UncertainFact"),
        base=MODULES,
        edits=(waived("K"),),
        finds=(Expected("/authorisation/criteria/0/outcome", severity="warning"),),
    ),
    Case(
        id="AEO-TIER-05.n04",
        title="The second criterion left out for the simplified tier",
        why="Lighter requirements are not known to be fewer; a warning, since the list is unknown.",
        flags=("Criteria", "UncertainFact"),
        base=DOMINICAN,
        edits=(
            (
                "/authorisation/criteria",
                [
                    {"criterion": "A", "outcome": "met"},
                    {"criterion": "M", "outcome": "not-required-by-tier"},
                ],
            ),
        ),
        finds=(Expected("/authorisation/criteria/1/outcome", severity="warning"),),
    ),
    Case(
        id="AEO-TIER-06.p01",
        title="The criterion that the programme of Hong Kong lacks",
        why="D is known to be absent.",
        flags=("Criteria",),
        base=PLAIN,
        edits=(absent("D"),),
    ),
    Case(
        id="AEO-TIER-06.n01",
        title="A criterion that only a tier leaves out, said to be absent",
        why="Tier II of Hong Kong asks for M, so the programme has it.",
        flags=("Criteria",),
        base=PLAIN,
        edits=(absent("D", "M"),),
        finds=("/authorisation/criteria/1/outcome",),
    ),
    Case(
        id="AEO-TIER-06.n02",
        title="Compliance absent from the programme of the Union",
        why="No programme is known to lack it.",
        flags=("Criteria", "Union"),
        base=MODULES,
        edits=(absent("A"),),
        finds=("/authorisation/criteria/0/outcome",),
    ),
)

CASES: tuple[Case, ...] = (*KNOWN, *HELD, *CRITERIA)
