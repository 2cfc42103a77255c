"""Cases of the other halves of rules over views, consents and recognitions.

Whatever the audience, each place of a list, each part of a code, present or absent.
"""

from __future__ import annotations

from typing import Any

from making import Case, Expected, Json

from definitions.bases import PLAIN, RECOGNITION, VIEW
from definitions.rec import BY_NAME, recognition
from definitions.shr import AGREEMENT, FOR_PUBLIC, GIVEN, OF_GERMANY, UNDER_AGREEMENT, consent


def _case(name: str, title: str, why: str, *edits: tuple[str, Json], **more: Any) -> Case:
    """Return a case cut from a view, or from the base named."""
    given: dict[str, Any] = {"base": VIEW, "flags": ("View", "OtherHalf"), **more}
    return Case(id=f"AEO-{name}", title=title, why=why, edits=edits, **given)


CONSENTS = (
    _case(
        "SHR-06.n05",
        "A view for the public while all sharing is refused",
        "Whatever the audience; that the public sees no consents is told beside it.",
        FOR_PUBLIC,
        ("/consents", [consent("all", "refused", "2024-01-01")]),
        finds=("/consents/0/state", Expected("/consents", code="AEO-SHR-02")),
    ),
    _case(
        "SHR-06.n06",
        "A view under no agreement while all sharing is withdrawn",
        "Those for all count where no agreement is named.",
        ("/consents", [consent("all", "withdrawn", "2024-01-01")]),
        finds=("/consents/0/state",),
    ),
    _case(
        "SHR-06.n07",
        "Given, and refused one second later, as the first of three",
        "The latest counts, wherever it stands in the list.",
        (
            "/consents",
            [
                consent("all", "refused", "2025-01-01T00:00:01Z"),
                consent("all", "given", "2025-01-01"),
                GIVEN,
            ],
        ),
        finds=("/consents/0/state",),
    ),
    _case(
        "SHR-06.p05",
        "A full record while all sharing is refused",
        "No view was made.",
        ("/consents", [consent("all", "refused", "2024-01-01")]),
        base=PLAIN,
    ),
    _case(
        "SHR-04.n03",
        "The consents of three agreements in a view under the second",
        "Each other one is named.",
        UNDER_AGREEMENT,
        (
            "/consents",
            [
                consent("HK-JP-2016", "given", "2024-02-01"),
                consent(AGREEMENT, "given", "2024-02-01"),
                consent("HK-SG-2014", "given", "2024-02-01"),
            ],
        ),
        finds=("/consents/0/scope", "/consents/2/scope"),
    ),
    _case(
        "SHR-04.p02",
        "A full record with the consents of two agreements",
        "Only a view is for one of them.",
        (
            "/consents",
            [
                GIVEN,
                consent("HK-JP-2016", "given", "2024-02-01"),
                consent(AGREEMENT, "refused", "2024-02-01"),
            ],
        ),
        base=PLAIN,
    ),
    _case(
        "SHR-08.p02",
        "Named in public where no consent is required",
        "Not required is neither refused nor withdrawn.",
        ("/consents", [consent("all", "not-required", "2024-01-01", publish=True)]),
        base=PLAIN,
    ),
    _case(
        "SHR-08.p03",
        "Withdrawn, and whether to be named was not asked",
        "Absent is no wish to be named.",
        ("/consents", [consent("all", "withdrawn", "2024-01-01")]),
        base=PLAIN,
    ),
    _case(
        "SHR-08.n03",
        "Named in public beside two consents that are refused, in a view",
        "Each is named, in a view as well.",
        UNDER_AGREEMENT,
        (
            "/consents",
            [
                consent("all", "refused", "2024-01-01", publish=True),
                consent(AGREEMENT, "given", "2024-01-01", publish=True),
                consent("all", "withdrawn", "2024-02-01", publish=True),
            ],
        ),
        finds=("/consents/0/publish", "/consents/2/publish"),
    ),
)

AGREEMENTS = (
    _case(
        "SHR-09.p04",
        "A view of Hong Kong for the Union under their agreement",
        "The Union is a party itself.",
        ("/view", {"audience": "EU", "agreement": "EU-HK-2030"}),
    ),
    _case(
        "SHR-09.p05",
        "A view of Germany for Japan under an agreement with three parties and a name",
        "The parties end before the first part of another form.",
        ("/view", {"audience": "JP", "agreement": "CH-EU-JP-AEO-2030"}),
        base=OF_GERMANY,
    ),
    _case(
        "SHR-09.n06",
        "The year before the second party",
        "What stands behind a part of another form is no party.",
        ("/view", {"audience": "CN", "agreement": "CN-2013-HK"}),
        finds=("/view/agreement",),
    ),
    _case(
        "SHR-09.n07",
        "A view for the Union under the agreement of a member state",
        "A member state does not bind the Union.",
        ("/view", {"audience": "EU", "agreement": "DE-HK-2030"}),
        finds=("/view/agreement",),
    ),
    _case(
        "SHR-09.n08",
        "Two digits in the place of the second party",
        "A party has two letters.",
        ("/view", {"audience": "CN", "agreement": "HK-13"}),
        finds=("/view/agreement",),
    ),
    _case(
        "SHR-09.n09",
        "Three letters before the parties",
        "The parties come first; a part of three letters is none.",
        ("/view", {"audience": "CN", "agreement": "MRA-CN-HK-2013"}),
        finds=("/view/agreement",),
    ),
    _case(
        "SHR-10.p03",
        "A natural person with other numbers",
        "Neither holds the number of the TIN.",
        ("/holder/kind", "natural-person"),
        base=PLAIN,
    ),
    _case(
        "SHR-10.n04",
        "The TIN of a natural person in the certificate number, in a view",
        "A view shows it to more.",
        ("/holder/kind", "natural-person"),
        ("/authorisation/number", "00000001"),
        finds=("/authorisation/number",),
    ),
)

RECOGNITIONS = (
    _case(
        "SHR-05.p02",
        "A full record with recognitions by two partners",
        "Only a view is for one of them.",
        ("/recognitions", [BY_NAME, RECOGNITION]),
        base=PLAIN,
    ),
    _case(
        "REC-01.n03",
        "A list of three, the first and the last without a number",
        "Each is named; the mode of the second asks for none.",
        (
            "/recognitions",
            [
                {**BY_NAME, "identifierMode": "importer-code"},
                BY_NAME | {"agreement": "HK-JP-2017"},
                {**BY_NAME, "agreement": "HK-JP-2018", "identifierMode": "partner-customs-code"},
            ],
        ),
        base=PLAIN,
        finds=("/recognitions/0/identifiers", "/recognitions/2/identifiers"),
    ),
    _case(
        "REC-02.n04",
        "The third recognition lies in the first, which ends after the second begins",
        "Each is compared with all before it, not with the one before alone.",
        (
            "/recognitions",
            [
                recognition("2024-02-01", "2025-01-01"),
                recognition("2025-06-01", "2026-01-01"),
                recognition("2024-06-01", "2024-07-01"),
            ],
        ),
        base=PLAIN,
        finds=("/recognitions/2/from",),
    ),
    _case(
        "REC-02.n05",
        "A recognition that holds two earlier ones",
        "It is named once.",
        (
            "/recognitions",
            [
                recognition("2024-03-01", "2024-04-01"),
                recognition("2024-05-01", "2024-06-01"),
                recognition("2024-02-01"),
            ],
        ),
        base=PLAIN,
        finds=("/recognitions/2/from",),
    ),
    _case(
        "REC-02.n06",
        "Two open recognitions, the later first",
        "Without an end both hold for ever.",
        ("/recognitions", [recognition("2025-01-01"), recognition("2024-02-01")]),
        base=PLAIN,
        finds=("/recognitions/1/from",),
    ),
    _case(
        "REC-02.p05",
        "An open recognition, and before it in time one that ends where it begins",
        "They touch, whichever stands first.",
        ("/recognitions", [recognition("2025-01-01"), recognition("2024-02-01", "2025-01-01")]),
        base=PLAIN,
    ),
    _case(
        "REC-02.p06",
        "One interval with two partners under one agreement",
        "The partner is part of what is compared.",
        (
            "/recognitions",
            [
                {**BY_NAME, "agreement": "HK-JP-SG-2030"},
                {**BY_NAME, "agreement": "HK-JP-SG-2030", "partner": "SG"},
            ],
        ),
        base=PLAIN,
    ),
    _case(
        "REC-02.p07",
        "One interval with one partner under two agreements",
        "The agreement is part of what is compared.",
        ("/recognitions", [BY_NAME, {**BY_NAME, "agreement": "HK-JP-2030"}]),
        base=PLAIN,
    ),
)

CASES: tuple[Case, ...] = (*CONSENTS, *AGREEMENTS, *RECOGNITIONS)
