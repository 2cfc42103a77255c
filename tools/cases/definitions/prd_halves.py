"""The other halves of what a producer lets an audience see: PRD-01, beside those in `prd`.

Which end of an interval, which of two tiers, prefixes, consents and recognitions. By hand from
section 2 of part 6.
"""

from __future__ import annotations

from typing import Any

from making import REMOVE
from recognising import T, profile, row
from viewing import ViewCase

from definitions.bases import LEI, SITE
from definitions.prd import (
    CUT,
    CUT_FOR_ALL,
    FOR_ALL,
    JP_RECOGNITION,
    OPEN_TO_ALL,
    OURS,
    PUBLIC,
    RENAMED,
    RICH,
    SEEN,
    WENT,
    WENT_FOR_ALL,
    case,
    consents,
    items_of,
    later,
    shared,
    unshared,
)

AFTER_T = "2026-11-01T00:00:01Z"
SCOPE: dict[str, Any] = {"requirements": ("XCH-2-1", "XCH-1-4")}
FIRST_OF_TWO = ("/authorisation/terms/0/tiers", ["TIER1", "TIER2"])
BETWEEN = {**FOR_ALL, "since": "2026-03-01T00:00:00Z"}
OURS_LATER = {**OURS, "since": "2026-04-01T00:00:00Z"}
UNDER_ANOTHER = {**JP_RECOGNITION, "agreement": "HK-JP-2099"}
BY_ANOTHER = {**JP_RECOGNITION, "partner": "KR"}
NUMBERED_SITE = {**SITE, "identifiers": [{"scheme": "LEI", "value": LEI}]}
WITH_NUMBERED_SITE = ("/holder/sites", [NUMBERED_SITE])

CASES: tuple[ViewCase, ...] = (
    # Scope.
    shared(
        "p23",
        "A row that begins at the instant",
        "from is inclusive.",
        profile=profile(row(tiers=["TIER1"], since=T)),
        **SCOPE,
    ),
    unshared(
        "n20",
        "A row that begins a second later",
        "out-of-scope",
        "It does not cover the instant.",
        profile=profile(row(tiers=["TIER1"], since=AFTER_T)),
        **SCOPE,
    ),
    shared(
        "p24",
        "A row that ends a second later",
        "It covers the instant.",
        profile=profile(row(tiers=["TIER1"], until=AFTER_T)),
        **SCOPE,
    ),
    unshared(
        "n21",
        "A TIN that the second of two beginnings excludes",
        "out-of-scope",
        "Each of them counts.",
        profile=profile(row(tiers=["TIER1"], tin_prefixes_excluded=["HK9", "HK0"])),
        **SCOPE,
    ),
    shared(
        "p25",
        "A term of two tiers, of which the row has the second",
        "One of them suffices.",
        FIRST_OF_TWO,
        profile=profile(row(tiers=["TIER2"])),
        **SCOPE,
    ),
    shared(
        "p26",
        "A row of two tiers, of which the record has the first",
        "One of them suffices.",
        profile=profile(row(tiers=["TIER1", "TIER2"])),
        **SCOPE,
    ),
    shared(
        "p27",
        "Two rows, of which the second has the tier",
        "One row that covers suffices.",
        profile=profile(row(tiers=["TIER2"]), row(tiers=["TIER1"])),
        **SCOPE,
    ),
    unshared(
        "n22",
        "A row of the other direction",
        "out-of-scope",
        "What Japan grants is recognised by Hong Kong there, and no audience of it.",
        profile=profile(
            row(tiers=["TIER1"], granted_by="JP", recognised_by="HK", programme="JP-AEO")
        ),
        **SCOPE,
    ),
    # Revisions.
    case(
        "p28",
        "A later revision that is issued at the instant",
        "The highest issued by then is shared, that of the instant itself too.",
        records=((), later(4, T, RENAMED)),
        views=((1, SEEN),),
        requirements=("XCH-2-4",),
        flags=("View", "Revisions"),
    ),
    # Consents, recognitions, what is withheld.
    case(
        "p29",
        "A consent for all between two of the agreement",
        "It is not earlier than every one of those, so it can never count here, and goes.",
        records=((consents(OURS, BETWEEN, OURS_LATER),),),
        views=((0, (*SEEN, consents(OURS, OURS_LATER))),),
        items=items_of({"/consents/1": "other-audience"}),
    ),
    case(
        "p30",
        "Recognitions of the audience under another agreement, and of another partner under this",
        "Partner and agreement have to be those of the view, both of them.",
        records=((("/recognitions", [UNDER_ANOTHER, JP_RECOGNITION, BY_ANOTHER]),),),
        views=((0, (*SEEN, ("/recognitions", [JP_RECOGNITION]))),),
        items=items_of({"/recognitions/0": "other-audience", "/recognitions/2": "other-audience"}),
    ),
    case(
        "p31",
        "Identifiers of the holder that are withheld, and a site with its own",
        "What is withheld is named by its whole path: those of the site stay.",
        base=RICH,
        records=((WITH_NUMBERED_SITE,),),
        profile=profile(row(tiers=["TIER1"]), more='\nwithheld = ["holder.identifiers"]'),
        views=((0, (*CUT, ("/holder/identifiers", REMOVE))),),
        items=items_of({**WENT, "/holder/identifiers": "withheld"}),
    ),
    # For the public.
    unshared(
        "n23",
        "A consent for all that says publish false, for the public",
        "no-consent",
        "It says that the firm is not to be named in public.",
        consents({**FOR_ALL, "publish": False}),
        **PUBLIC,
    ),
    case(
        "p32",
        "A consent for all that is not required and lets publish, for the public",
        "Not required lets it be shown as given does.",
        records=((consents({**OPEN_TO_ALL, "state": "not-required"}),),),
        views=((0, CUT_FOR_ALL),),
        items=items_of(WENT_FOR_ALL),
        **PUBLIC,
    ),
    unshared(
        "n24",
        "A record that moved, for the public",
        "moved",
        "Its new side says whether it is shown.",
        consents(OPEN_TO_ALL),
        ("/movedTo", "CN"),
        **PUBLIC,
    ),
    unshared(
        "n25",
        "A record that moved and is in no scope",
        "moved",
        "The first reason that holds, in the order of the table, is given.",
        ("/movedTo", "CN"),
        profile=profile(row(tiers=["TIER2"])),
        requirements=("XCH-2-5",),
    ),
    unshared(
        "n26",
        "A record out of scope without a consent",
        "out-of-scope",
        "The first reason that holds, in the order of the table, is given.",
        consents({**OURS, "state": "refused"}),
        profile=profile(row(tiers=["TIER2"])),
        requirements=("XCH-2-5",),
    ),
)
