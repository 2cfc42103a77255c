"""What a producer lets one audience see of a record, and what it leaves out: PRD-01.

By hand from section 2 of part 6. `p` shares a view, `n` shares nothing.
"""

from __future__ import annotations

from typing import Any

from making import REMOVE, Edits
from recognising import AGREEMENT, KEY, SECOND, T, profile, row
from viewing import ViewCase

from definitions.bases import LEI, MSME, PLAIN, RECOGNITION, SECOND_OPERATOR, SITE

JP_RECOGNITION = {
    "agreement": AGREEMENT,
    "partner": "JP",
    "identifierMode": "aeo-number",
    "from": "2026-04-01T00:00:00Z",
}
OURS = {"scope": AGREEMENT, "state": "given", "since": "2026-02-01T00:00:00Z"}
FOR_ALL = PLAIN["consents"][0]
FOR_CHINA = {"scope": "CN-HK-2013", "state": "given", "since": "2024-02-01T00:00:00Z"}
# A full record with items of each class, and of two partners.
RICH: dict[str, Any] = {
    **PLAIN,
    "holder": {
        **PLAIN["holder"],
        "identifiers": [{"scheme": "LEI", "value": LEI}],
        "sites": [SITE],
        "contacts": [{"name": "Desk"}],
    },
    "authorisation": {
        **PLAIN["authorisation"],
        "criteria": [{"criterion": "A", "outcome": "met"}],
    },
    "history": [{**PLAIN["history"][0], "reason": "All criteria are met."}],
    "msme": MSME,
    "consents": [FOR_ALL, FOR_CHINA, OURS],
    "recognitions": [RECOGNITION, JP_RECOGNITION],
    "extensions": [{"uri": "urn:example:a", "name": "note", "value": "internal"}],
}
PROFILE = profile(row(tiers=["TIER1"]))
FOR_JAPAN = {"audience": "JP", "agreement": AGREEMENT}
NO_REASON = ("/history/0/reason", REMOVE)
CUT: Edits = (
    ("/view", FOR_JAPAN),
    ("/holder/contacts", REMOVE),
    ("/authorisation/criteria", REMOVE),
    NO_REASON,
    ("/msme/basis", REMOVE),
    ("/extensions", REMOVE),
    ("/consents", [FOR_ALL, OURS]),
    ("/recognitions", [JP_RECOGNITION]),
)
WENT = {
    "/holder/contacts": "restricted",
    "/authorisation/criteria": "restricted",
    "/history/0/reason": "restricted",
    "/msme/basis": "restricted",
    "/extensions": "restricted",
    "/consents/1": "other-audience",
    "/recognitions/0": "other-audience",
}
# Of the plain record nothing goes.
SEEN: Edits = (("/view", FOR_JAPAN),)
OPEN_TO_ALL = {**FOR_ALL, "publish": True}
CUT_FOR_ALL: Edits = (
    ("/view", {"audience": "public"}),
    ("/holder/address", REMOVE),
    ("/authorisation/grantedOn", REMOVE),
    ("/consents", REMOVE),
)
WENT_FOR_ALL = {
    "/holder/address": "not-public",
    "/authorisation/grantedOn": "not-public",
    "/consents": "not-public",
}


def items_of(went: dict[str, str], key: str = KEY) -> tuple[tuple[str, str, str], ...]:
    """Return items of a record that went, with the reason of each."""
    return tuple((key, path, why) for path, why in went.items())


def case(name: str, title: str, why: str, **more: Any) -> ViewCase:
    """Return a case; without more it is of the plain record, which is shared as it is."""
    is_shared = name.startswith("p")
    given: dict[str, Any] = {
        "base": PLAIN,
        "profile": PROFILE,
        "records": ((),),
        "views": ((0, SEEN),) if is_shared else (),
        "left": (),
        "items": (),
        "audience": "JP",
        "at": T,
        "target": "json",
        "requirements": ("XCH-2-3",),
        "flags": ("View",),
        **more,
    }
    return ViewCase(id=f"PRD-01.{name}", title=title, why=why, **given)


def unshared(name: str, title: str, reason: str, why: str, *edits: Any, **more: Any) -> ViewCase:
    """Return a case of one record that is not shared."""
    given = {"records": (edits,), "requirements": ("XCH-2-5", "XCH-2-2"), **more}
    return case(name, title, why, left=((KEY, reason),), **given)


def consents(*told: Any) -> Any:
    """Return the edit that replaces the consents."""
    return ("/consents", list(told))


def consent(state: str, since: str = "2026-02-01T00:00:00Z", scope: str = AGREEMENT) -> Any:
    """Return a consent, under the agreement unless told otherwise."""
    return {"scope": scope, "state": state, "since": since}


def shared(name: str, title: str, why: str, *edits: Any, **more: Any) -> ViewCase:
    """Return a case of one record of which nothing goes."""
    return case(name, title, why, **{"records": (edits,), "requirements": ("XCH-2-2",), **more})


def later(revision: int, issued: str, *edits: Any) -> Edits:
    """Return the edits of a later revision."""
    return (("/revision", revision), ("/issuedAt", issued), *edits)


def _seen(revision: int, issued: str, *edits: Any) -> Edits:
    """Return the edits of a view that carries the numbers of an earlier revision."""
    return (*SEEN, ("/revision", revision), ("/issuedAt", issued), *edits)


THIRD, FOURTH = "2026-10-01T00:00:00Z", "2026-10-10T00:00:00Z"
CONTACTS = ("/holder/contacts", [{"name": "Desk"}])
NO_CONTACTS = ("/holder/contacts", REMOVE)
RENAMED = ("/holder/legalName", "Example Trading (Asia) Limited")
RUNS = {"requirements": ("XCH-2-4",), "flags": ("View", "Revisions")}
PUBLIC = {"audience": "public", "requirements": ("XCH-2-7",), "flags": ("View", "Public")}

CASES: tuple[ViewCase, ...] = (
    # What goes, and what stays.
    case(
        "p01",
        "A record with items of each class",
        "What is restricted goes wherever it stands, and what is of other partners.",
        base=RICH,
        views=((0, CUT),),
        items=items_of(WENT),
    ),
    case(
        "p02",
        "A record with items that the profile withholds",
        "They go whole, with what is restricted in them.",
        base=RICH,
        profile=profile(row(tiers=["TIER1"]), more='\nwithheld = ["msme", "holder.address"]'),
        views=(
            (
                0,
                (
                    *(edit for edit in CUT if "msme" not in edit[0]),
                    ("/msme", REMOVE),
                    ("/holder/address", REMOVE),
                ),
            ),
        ),
        items=items_of(
            {
                **{path: why for path, why in WENT.items() if "msme" not in path},
                "/msme": "withheld",
                "/holder/address": "withheld",
            }
        ),
    ),
    case(
        "p03",
        "A record with recognitions of others alone",
        "A list that has become empty goes.",
        records=((("/recognitions", [RECOGNITION]),),),
        views=((0, (*SEEN, ("/recognitions", REMOVE))),),
        items=items_of({"/recognitions/0": "other-audience"}),
    ),
    case(
        "p04",
        "An agency of the partner",
        "view names the agency, and what is of its country stays.",
        base=RICH,
        audience="JP-CUSTOMS",
        views=((0, (*CUT[1:], ("/view", {**FOR_JAPAN, "audience": "JP-CUSTOMS"}))),),
        items=items_of(WENT),
    ),
    case(
        "p05",
        "Views in XML",
        "They are the same records in the other syntax.",
        base=RICH,
        views=((0, CUT),),
        items=items_of(WENT),
        target="xml",
    ),
    shared(
        "p06",
        "A record with nothing that goes",
        "Nothing is changed but view.",
        requirements=("XCH-2-3",),
    ),
    # Consents.
    shared(
        "p07",
        "A consent for the agreement alone",
        "It counts.",
        consents(consent("given")),
    ),
    unshared(
        "n01",
        "A consent that was refused",
        "no-consent",
        "The one that counts does not let it be shared.",
        consents(consent("refused")),
    ),
    unshared(
        "n02",
        "A consent that was withdrawn",
        "no-consent",
        "since is inclusive.",
        consents(consent("given"), consent("withdrawn", THIRD)),
        at=THIRD,
    ),
    shared(
        "p08",
        "A consent that was given again",
        "The latest one counts.",
        consents(
            consent("given"),
            consent("withdrawn", "2026-03-01T00:00:00Z"),
            consent("given", THIRD),
        ),
    ),
    unshared(
        "n03",
        "A consent for another agreement",
        "no-consent",
        "It says nothing about this one.",
        consents(FOR_CHINA),
    ),
    unshared(
        "n04",
        "A consent for the agreement refused, one for all given",
        "no-consent",
        "The one for the agreement counts.",
        consents(consent("refused"), consent("given", "2026-03-01T00:00:00Z", "all")),
    ),
    unshared(
        "n05",
        "A consent that is not required, where the profile wants one given",
        "no-consent",
        "The profile names the states.",
        consents(consent("not-required")),
    ),
    shared(
        "p09",
        "A consent that is not required, where the profile lets it count",
        "The profile names the states.",
        consents(consent("not-required")),
        profile=profile(row(tiers=["TIER1"]), consent="given-or-not-required"),
    ),
    shared(
        "p10",
        "A consent for all that is earlier than the first of the agreement",
        "It counted before, so it is seen.",
        consents(consent("refused", "2026-01-31T23:59:59Z", "all"), consent("given")),
        requirements=("XCH-2-3",),
    ),
    case(
        "p11",
        "A consent for all of the same instant as the first of the agreement",
        "It can never count here, so it goes.",
        records=((consents(consent("refused", scope="all"), consent("given")),),),
        views=((0, (*SEEN, consents(consent("given")))),),
        items=items_of({"/consents/0": "other-audience"}),
    ),
    # Scope.
    unshared(
        "n06",
        "A tier that no row names",
        "out-of-scope",
        "The record names another tier.",
        profile=profile(row(tiers=["TIER2"])),
        requirements=("XCH-2-1", "XCH-2-5"),
    ),
    shared(
        "p12",
        "A tier of a term that ended",
        "A partner may ask about it, so terms count whatever their time.",
        (
            "/authorisation/terms",
            [
                {
                    "from": "2024-01-01T00:00:00Z",
                    "until": "2025-01-01T00:00:00Z",
                    "tiers": ["TIER1"],
                    "roles": ["exporter"],
                },
                {"from": "2025-01-01T00:00:00Z", "tiers": ["TIER2"], "roles": ["exporter"]},
            ],
        ),
        requirements=("XCH-2-1",),
    ),
    unshared(
        "n07",
        "A row that ended",
        "out-of-scope",
        "until is exclusive.",
        profile=profile(row(tiers=["TIER1"], until=T)),
        requirements=("XCH-2-1", "XCH-2-5"),
    ),
    unshared(
        "n08",
        "A TIN that the row excludes",
        "out-of-scope",
        "It begins with what the row leaves out.",
        profile=profile(row(tiers=["TIER1"], tin_prefixes_excluded=["HK0"])),
        requirements=("XCH-2-1", "XCH-2-5"),
    ),
    # Other reasons, in their order.
    unshared(
        "n09",
        "A record that breaks a rule",
        "not-valid",
        "A sender cuts no view from it.",
        ("/authorisation/terms/0/until", "2023-01-01T00:00:00Z"),
    ),
    unshared(
        "n10",
        "A fork",
        "not-valid",
        "One revision is there with two contents, and nobody can tell which is right.",
        records=((), (RENAMED,)),
    ),
    unshared(
        "n11",
        "A record that is a view already",
        "is-a-view",
        "Of a view no view is cut.",
        ("/view", FOR_JAPAN),
    ),
    unshared(
        "n12",
        "A revision that is issued later",
        "not-yet-issued",
        "It does not speak for the instant.",
        ("/issuedAt", "2026-11-01T00:00:01Z"),
        requirements=("XCH-2-4", "XCH-2-5"),
    ),
    unshared(
        "n13",
        "A record that moved",
        "moved",
        "It is shared no more but by its tombstone.",
        ("/movedTo", "CN"),
    ),
    case(
        "n14",
        "A record of another administration",
        "The sender does not speak for it.",
        records=(
            (
                ("/administration", "SG"),
                ("/recordId", "SG-2024-0001"),
                ("/programme", "SG-STP"),
                ("/authorisation/terms/0/tiers", ["STP"]),
                ("/holder/tin", "SG00000001"),
            ),
        ),
        left=(("SG/SG-2024-0001", "other-administration"),),
        requirements=("XCH-2-5",),
    ),
    case(
        "n15",
        "A record beside one that cannot be read",
        "It may be a revision of any record, and end a consent.",
        records=((), (("/recordId", REMOVE),)),
        left=((KEY, "unread"),),
        requirements=("XCH-2-5",),
    ),
    unshared(
        "n16",
        "A record with a later revision that is no record",
        "not-valid",
        "What cannot be read has its recordId.",
        records=((), (*later(4, FOURTH), ("/holder", REMOVE))),
    ),
    # Several records and revisions.
    case(
        "p13",
        "Two records, one of them without a consent",
        "Each is looked at by itself.",
        records=((), (*SECOND_OPERATOR, consents(consent("refused")))),
        left=((SECOND, "no-consent"),),
        requirements=("XCH-2-5", "XCH-2-2"),
    ),
    case(
        "p14",
        "Two records in the order of neither key nor document",
        "Views stand in the order of their keys.",
        records=(SECOND_OPERATOR, ()),
        views=((1, SEEN), (0, SEEN)),
        requirements=("XCH-2-5",),
    ),
    case(
        "p15",
        "A revision that changes what the audience may not see",
        "The view keeps the numbers of the first revision that looks so.",
        records=((), later(4, FOURTH, CONTACTS)),
        views=((1, _seen(3, THIRD, NO_CONTACTS)),),
        items=items_of({"/holder/contacts": "restricted"}),
        **RUNS,
    ),
    case(
        "p16",
        "A revision that changes what the audience sees",
        "The view has its numbers.",
        records=((), later(4, FOURTH, RENAMED)),
        views=((1, SEEN),),
        **RUNS,
    ),
    case(
        "p17",
        "A change that was taken back",
        "The run of equal views is broken in between.",
        records=((), later(4, FOURTH, RENAMED), later(5, "2026-10-20T00:00:00Z")),
        views=((2, SEEN),),
        **RUNS,
    ),
    case(
        "p18",
        "Equal revisions with one between them that is not valid",
        "It breaks the run.",
        records=(
            (),
            later(4, FOURTH, ("/history/0/recordedAt", "2026-12-01T00:00:00Z")),
            later(5, "2026-10-20T00:00:00Z"),
        ),
        views=((2, SEEN),),
        **RUNS,
    ),
    case(
        "p19",
        "A later revision that is issued behind the instant",
        "The highest issued by then is shared.",
        records=((), later(4, "2026-11-01T00:00:01Z", RENAMED)),
        **RUNS,
    ),
    # For the public.
    case(
        "p20",
        "A view for the public",
        "It holds items of class public alone.",
        records=((consents(OPEN_TO_ALL),),),
        views=((0, CUT_FOR_ALL),),
        items=items_of(WENT_FOR_ALL),
        **PUBLIC,
    ),
    case(
        "p21",
        "A view for the public of a record with items of each class",
        "What is of class partner goes too.",
        base=RICH,
        records=((("/consents/0", OPEN_TO_ALL),),),
        views=(
            (
                0,
                (
                    *CUT_FOR_ALL,
                    ("/holder/contacts", REMOVE),
                    ("/holder/identifiers", REMOVE),
                    ("/holder/sites", REMOVE),
                    ("/authorisation/criteria", REMOVE),
                    NO_REASON,
                    ("/msme", REMOVE),
                    ("/recognitions", REMOVE),
                    ("/extensions", REMOVE),
                ),
            ),
        ),
        items=items_of(
            {
                **WENT_FOR_ALL,
                "/holder/identifiers": "not-public",
                "/holder/sites": "not-public",
                "/holder/contacts": "restricted",
                "/authorisation/criteria": "restricted",
                "/history/0/reason": "restricted",
                "/msme": "not-public",
                "/recognitions": "not-public",
                "/extensions": "restricted",
            }
        ),
        **PUBLIC,
    ),
    unshared(
        "n17",
        "A consent for all that does not let publish",
        "no-consent",
        "Without publish nobody agreed to be named in public.",
        **PUBLIC,
    ),
    unshared(
        "n18",
        "A consent under an agreement, for the public",
        "no-consent",
        "One for all is needed.",
        consents({**OURS, "publish": True}),
        **PUBLIC,
    ),
    unshared(
        "n19",
        "A natural person, for the public",
        "natural-person",
        "A natural person is never shown to anybody.",
        ("/holder/kind", "natural-person"),
        consents(OPEN_TO_ALL),
        **PUBLIC,
    ),
    case(
        "p22",
        "A record that is out of scope of every profile, for the public",
        "A view for the public is under no profile.",
        records=((("/authorisation/terms/0/tiers", ["TIER2"]), consents(OPEN_TO_ALL)),),
        views=((0, CUT_FOR_ALL),),
        items=items_of(WENT_FOR_ALL),
        **PUBLIC,
    ),
)
