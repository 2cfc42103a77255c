"""Cases of a record beside a partner profile: AEO-REC-04 to AEO-REC-08 (XCH-1-9).

Both halves of each: in force and not, the tier, the role and what the partner goes by. A record
says no flow, and no role of a party: those halves are of the recogniser (RCG-01).
"""

from __future__ import annotations

from typing import Any

from making import Case, Expected
from msgspec.structs import replace
from receiving import PROFILE, profile_toml

from definitions.bases import PLAIN, RECOGNITION, number

AGREEMENT = PROFILE["code"]
BEGIN, AT, SECOND_LATER = "2026-01-01T00:00:00Z", "2026-11-01T00:00:00Z", "2026-11-01T00:00:01Z"
AGREED: dict[str, Any] = {
    "agreement": AGREEMENT,
    "partner": "JP",
    "identifierMode": "partner-customs-code",
    "identifiers": [number("JP-CN", "3404996427780")],
    "from": BEGIN,
}
PARTIES = [
    PROFILE["parties"][0],
    {
        "party": "JP",
        "time_zone": "Asia/Tokyo",
        "identifier_mode": "partner-customs-code",
        "identifier_schemes": ["JP-CN"],
    },
]
ROW = PROFILE["rows"][0]


def _profile(*rows: dict[str, Any], **changes: Any) -> bytes:
    """Return the profile with rows that differ from the one that it has, and other changes."""
    told = [{**ROW, **row} for row in rows or ({},)]
    return profile_toml({**PROFILE, "parties": PARTIES, **changes, "rows": told})


def _case(
    name: str,
    title: str,
    why: str,
    *finds: str | Expected,
    rows: tuple[dict[str, Any], ...] = (),
    at: str = AT,
    term: dict[str, Any] | None = None,
    parties: list[dict[str, Any]] | None = None,
    **changes: Any,
) -> Case:
    """Return a case of one recognition, of one term and of rows that differ from what is right."""
    given = {name.rstrip("_"): value for name, value in changes.items()}
    kept = {name: value for name, value in {**AGREED, **given}.items() if value is not None}
    first = {**PLAIN["authorisation"]["terms"][0], **(term or {})}
    return Case(
        id=f"AEO-REC-{name}",
        title=title,
        why=why,
        flags=("Recognition", "Profile"),
        base=PLAIN,
        edits=(("/authorisation/terms/0", first), ("/recognitions", [kept])),
        finds=tuple(
            Expected(f"/recognitions/0/{find}") if isinstance(find, str) else find for find in finds
        ),
        at=at,
        profile=_profile(*rows, **({"parties": parties} if parties else {})),
        requirements=("XCH-1-9",),
    )


def _by_china(name: str, title: str, why: str, agreement: str, *finds: str) -> Case:
    """Return a case of a recognition by China, beside a profile of CN-HK-2099 (REC-2-8)."""
    parties = [
        {"party": "CN", "time_zone": "Asia/Shanghai", "identifier_mode": "aeo-number"},
        PROFILE["parties"][0],
    ]
    told = {**PROFILE, "code": "CN-HK-2099", "parties": parties, "own": {"side": "HK"}}
    return Case(
        id=f"AEO-COD-09.{name}",
        title=title,
        why=why,
        flags=("Agreement", "Recognition", "Profile"),
        base=PLAIN,
        edits=(
            (
                "/recognitions",
                [{**RECOGNITION, "agreement": agreement, "from": BEGIN}],
            ),
        ),
        finds=finds,
        at=AT,
        profile=profile_toml({**told, "rows": [{**ROW, "recognised_by": "CN"}]}),
    )


CASES: tuple[Case, ...] = (
    _case("04.p01", "A recognition by the other side", "An agreement binds its two parties."),
    _case(
        "04.p02",
        "A recognition by a third side, under another agreement",
        "Of other agreements the profile says nothing.",
        agreement="HK-KR-2014",
        partner="KR",
    ),
    _case(
        "04.n01",
        "A recognition by a third side, under the agreement",
        "It binds nobody but its parties.",
        "partner",
        partner="KR",
    ),
    _case(
        "04.n02",
        "A recognition by the third side, which goes by another mode too",
        "Where the partner is none of the agreement nothing else is asked of it.",
        "partner",
        partner="CN",
        identifierMode="name-address",
        identifiers=None,
        from_="2025-06-01T00:00:00Z",
    ),
    _case(
        "05.p01",
        "A recognition that begins with the row",
        "A row covers its first instant.",
    ),
    _case(
        "05.p02",
        "A row that ends a second after the question",
        "A row covers every instant before its end.",
        rows=({"until": SECOND_LATER},),
    ),
    _case(
        "05.p03",
        "A recognition that ends with its row, at the question",
        "Its end is no instant of it, so nothing is asked there.",
        rows=({"until": AT},),
        until=AT,
    ),
    _case(
        "05.p04",
        "Two rows, of which the later one is in force at the question",
        "One row that covers the instant suffices.",
        rows=({"until": "2026-06-01T00:00:00Z"}, {"from": "2026-06-01T00:00:00Z"}),
    ),
    _case(
        "05.n01",
        "A recognition that begins a second before the row",
        "Before a row begins nobody recognises anything by it.",
        "from",
        from_="2025-12-31T23:59:59Z",
    ),
    _case(
        "05.n02",
        "A row that ends at the question",
        "A row does not cover its end; the finding stands at until, where the question lies.",
        "until",
        rows=({"until": AT},),
    ),
    _case(
        "05.n03",
        "A recognition that ends a second after the row, and after the question",
        "It still holds at the question, and the row does not.",
        "until",
        rows=({"until": AT},),
        until=SECOND_LATER,
    ),
    _case(
        "05.n04",
        "A row of the other direction",
        "What Japan grants says nothing of what Hong Kong grants.",
        "from",
        "until",
        rows=({"granted_by": "JP", "recognised_by": "HK", "programme": "JP-AEO"},),
    ),
    _case(
        "05.n05",
        "A row that leaves out TINs with this beginning",
        "What it leaves out it does not cover.",
        "from",
        "until",
        rows=({"tin_prefixes_excluded": ["HK0"]},),
    ),
    _case(
        "05.p05",
        "A row that leaves out TINs with another beginning",
        "It covers this one.",
        rows=({"tin_prefixes_excluded": ["HK9"]},),
    ),
    _case(
        "06.p01",
        "A row that names the tier among others",
        "One tier suffices.",
        rows=({"tiers": ["TIER1", "TIER2"]},),
    ),
    _case(
        "06.n01",
        "A row that names another tier",
        "Many agreements recognise the higher tiers alone.",
        "from",
        "until",
        rows=({"tiers": ["TIER2"]},),
    ),
    _case(
        "06.n02",
        "A recognition that begins before the term",
        "In no term no tier is held.",
        "from",
        rows=({"from": "2020-01-01T00:00:00Z"},),
        from_="2023-12-31T23:59:59Z",
    ),
    _case(
        "06.n03",
        "A term that ended before the question",
        "Nor is one behind the last term, while the recognition goes on.",
        "until",
        term={"until": "2026-10-31T23:59:59Z"},
    ),
    _case(
        "07.p01",
        "A row that asks for one of two roles",
        "One role of the term suffices.",
        rows=({"holder_roles": ["exporter", "importer"]},),
    ),
    _case("07.p02", "A row that asks for no role", "What a row does not narrow is not narrowed."),
    _case(
        "07.p03",
        "Two rows, one for the role and one for another tier",
        "It is one row that has to name both.",
        rows=({"holder_roles": ["exporter"]}, {"tiers": ["TIER2"]}),
    ),
    _case(
        "07.n01",
        "A row that asks for another role",
        "An importer is not recognised where exporters are meant.",
        "from",
        "until",
        rows=({"holder_roles": ["importer"]},),
    ),
    _case(
        "07.n02",
        "A row for the tier and another role, and one for another tier and the role",
        "Tier and role have to stand in one row.",
        "from",
        "until",
        rows=({"holder_roles": ["importer"]}, {"tiers": ["TIER2"], "holder_roles": ["exporter"]}),
    ),
    _case(
        "08.p01",
        "A side that goes by its code, and names no scheme",
        "Where the profile names none each will do.",
        parties=[PARTIES[0], {k: v for k, v in PARTIES[1].items() if k != "identifier_schemes"}],
        identifiers=[number("HK-AEO", "HKAEO-EX-0001")],
    ),
    _case(
        "08.n01",
        "Another mode than that of the partner",
        "Another number stands in the declaration, and nobody finds the firm.",
        "identifierMode",
        identifierMode="aeo-number",
    ),
    _case(
        "08.n02",
        "A number of another scheme than those of the partner",
        "The partner looks for another number.",
        "identifiers/0/scheme",
        identifiers=[number("HK-AEO", "HKAEO-EX-0001")],
    ),
    _by_china(
        "p07",
        "An agreement that the partner profile is of, and the reference data does not know",
        "Who has a profile of it knows it better than any list.",
        "CN-HK-2099",
    ),
    _by_china(
        "n08",
        "An agreement that neither the partner profile nor the reference data knows",
        "The profile of another one of the same parties does not make it known.",
        "CN-HK-2098",
        "/recognitions/0/agreement",
    ),
    replace(
        _case(
            "04.p90",
            "Another agreement of the parties of the profile, of whom no arrangement is known",
            "A profile makes its own code known, and of other codes it says nothing.",
            agreement="HK-JP-2099",
        ),
        id="AEO-COD-09.p08",
        flags=("Agreement", "Recognition", "Profile"),
        requirements=(),
    ),
)
