"""Records beside what was received of their keys: AEO-XCH-27 to AEO-XCH-29 (XCH-4-6, XCH-8-19).

The message is applied in each of them: what is judged here is one record, and the others stand.
"""

from __future__ import annotations

from typing import Any

from forging import authority, listed_key, scope, trust_list
from msgspec.structs import replace
from receiving import PROFILE, ReceivingCase, profile_digest
from streaming import (
    KEPT_UNTIL,
    Line,
    Message,
    consent,
    day,
    entry,
    firm,
    key,
    salt,
    tombstone,
    view,
)

from definitions.bases import MODULES
from definitions.heads import case

ANOTHER = firm(2)
GIVEN = "2024-01-01T00:00:00Z"
SECOND_LATER = "2026-10-21T00:00:01Z"
LOWER, BEHIND = "rejected AEO-XCH-27", "rejected AEO-XCH-28"
MISSING = "missing AEO-XCH-29"
IMPORTER: dict[str, Any] = {
    "authorisation": {
        **view()["authorisation"],
        "terms": [{**view()["authorisation"]["terms"][0], "roles": ["importer"]}],
    }
}


def states(*lines: Line | None) -> tuple[Message, ...]:
    """Return a row of heads, each with one line for the first firm, or none, and a second firm."""
    return tuple(
        Message(sequence=number, lines=(ANOTHER,) if line is None else (line, ANOTHER))
        for number, line in enumerate(lines, 1)
    )


def _case(
    name: str, title: str, why: str, *lines: Line | None, became: str = "", **more: Any
) -> ReceivingCase:
    given: dict[str, Any] = {"flags": ("Entry",), **more}
    told = {key(1): became} if became else {}
    return case(name, title, why, *states(*lines), became=told, **given)


OTHER_SALT = {**firm(1), "salt": salt("", "")}

REVISIONS = (
    _case(
        "27.p01",
        "The same revision in a line with another salt",
        "The record is the same; a receiver looks at the form of a salt and at nothing else.",
        firm(1),
        OTHER_SALT,
    ),
    _case(
        "27.p02",
        "A higher revision with another content, numbers left out between",
        "A change takes a higher revision.",
        firm(1),
        firm(1, 9, **IMPORTER),
    ),
    _case(
        "27.p06",
        "A lower revision that the schema refuses",
        "What the schema refuses is not compared: of it the schema alone speaks.",
        firm(1, 2),
        entry(view(1, 1, holder={"kind": "legal-person", "legalName": "Example"})),
        became="rejected AEO-STR-01",
        flags=("Entry", "Revision", "Rejected"),
    ),
    _case(
        "27.p91",
        "Revision 1 after a record whose revision was a truth",
        "A truth is no number, though some languages count it as 1; no revision was received. XML "
        "has a text there.",
        entry({**view(1), "revision": True}),
        firm(1),
        syntaxes=("ndjson",),
    ),
    _case(
        "27.n01",
        "A lower revision",
        "What was said later would be undone by what was said before.",
        firm(1, 2),
        firm(1, 1),
        became=LOWER,
        flags=("Entry", "Revision"),
    ),
    _case(
        "27.n02",
        "The same revision with another content",
        "One of the two was never issued.",
        firm(1),
        firm(1, **IMPORTER),
        became=LOWER,
        flags=("Entry", "Revision", "Fork"),
    ),
    _case(
        "27.n03",
        "A lower revision, and a heartbeat behind it",
        "Every record of the state is judged so at every message, whether it came or was held.",
        firm(1, 2),
        firm(1, 1),
        firm(1, 1),
        became=LOWER,
        flags=("Entry", "Revision", "Heartbeat"),
    ),
    _case(
        "27.n04",
        "A revision lower than one that was rejected",
        "The highest that was applied counts, whether it was accepted or not.",
        firm(1, 1),
        firm(1, 3, consents=[consent("given", GIVEN), consent("refused", GIVEN)]),
        firm(1, 2),
        became=LOWER,
        flags=("Entry", "Revision", "Rejected"),
    ),
    case(
        "27.p03",
        "A lower revision behind a tombstone, at a reset that was confirmed",
        "At a reset nothing received before keeps a record away; that it is lower is told.",
        *states(firm(1, 5), tombstone(1, "out-of-scope", day(2))),
        Message(
            sequence=3,
            lines=(firm(1, 1), ANOTHER),
            claims={"reset": {"reason": "A new system took over."}},
            confirmed=True,
        ),
        became={key(1): "accepted AEO-XCH-27"},
        flags=("Entry", "Revision", "Tombstone", "Reset"),
    ),
    _case(
        "27.n08",
        "A lower revision behind one of a newer version, at two messages",
        "What is neither accepted nor rejected was received all the same, and is not forgotten.",
        firm(1, 2, specVersion="1.9"),
        firm(1, 1),
        firm(1, 1),
        became=LOWER,
        flags=("Entry", "Revision", "Newer"),
    ),
    _case(
        "27.n09",
        "A lower revision behind one that cannot be read as a record, at two messages",
        "Its number can be read, and it was received.",
        entry({**view(1, 2), "holder": {"kind": "legal-person"}}),
        firm(1, 1),
        firm(1, 1),
        became=LOWER,
        flags=("Entry", "Revision", "Rejected"),
    ),
    _case(
        "27.n10",
        "A lower revision behind one that the schema refused, after a time without the entry",
        "What was received counts whether it was accepted or not, and after its entry is gone.",
        entry(view(1, 2, holder={"kind": "legal-person", "legalName": "Example"})),
        None,
        firm(1, 1),
        became=LOWER,
        flags=("Entry", "Revision", "Missing"),
    ),
    _case(
        "27.n05",
        "A lower revision behind a time in which the entry was missing",
        "What was received of a key is not forgotten when it goes.",
        firm(1, 2),
        None,
        firm(1, 1),
        became=LOWER,
        flags=("Entry", "Revision", "Missing"),
    ),
)

SECOND_VERSION = {**PROFILE, "version": 2, "withheld": ["msme"]}
UNDER_FIRST = {"profile": profile_digest(PROFILE)}


def _versions(*lines: Line) -> tuple[Message, ...]:
    """Return a head under the first version of the profile, and others under the second."""
    first, *others = states(*lines)
    return (replace(first, claims=UNDER_FIRST), *others)


def _changed(
    name: str, title: str, why: str, *lines: Line, became: str = "", **more: Any
) -> ReceivingCase:
    given: dict[str, Any] = {"flags": ("Entry", "Revision", "Profile"), **more}
    return case(
        name,
        title,
        why,
        *_versions(*lines),
        became={key(1): became} if became else {},
        profiles=(PROFILE, SECOND_VERSION),
        **given,
    )


VERSIONS = (
    _changed(
        "27.p04",
        "The same revision with another content, under another version of the profile",
        "Another version shares other items: one revision looks otherwise, and nothing is wrong.",
        firm(1, 5),
        firm(1, 5, **IMPORTER),
    ),
    _changed(
        "27.p05",
        "A lower revision under another version of the profile",
        "Where more is withheld an earlier revision may be the first that looks so.",
        firm(1, 5),
        firm(1, 4),
        firm(1, 4),
    ),
    _changed(
        "27.n06",
        "A lower revision behind one that came under the same version of the profile",
        "From the first head under the new version on, revisions rise again.",
        firm(1, 5),
        firm(1, 4),
        firm(1, 3),
        became=LOWER,
    ),
    _changed(
        "28.n15",
        "What was erased, under another version of the profile",
        "Revisions count anew then, and tombstones go on.",
        tombstone(1, "erased", day(1)),
        firm(1, 9),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Profile"),
    ),
)

WITHDRAWN = tombstone(1, "consent-withdrawn", day(2))


def again(revision: int, since: str, state: str = "given") -> Line:
    """Return the entry of the firm with a consent that counts since an instant."""
    consents = [consent("given", GIVEN), consent("withdrawn", day(2)), consent(state, since)]
    return firm(1, revision, issuedAt=SECOND_LATER, consents=consents)


OUT = tombstone(1, "out-of-scope", day(2))
IN_ERROR = tombstone(1, "sent-in-error", day(1))
ERASED = tombstone(1, "erased", day(2))
MOVED = tombstone(1, "moved", day(2), to="MO")
UNREADABLE = entry(
    {"administration": "HK", "recordId": "HK-2024-0001", "view": view()["view"]},
)
BACK: dict[str, Any] = {"flags": ("Entry", "Tombstone")}

TOMBSTONES = (
    _case(
        "28.p01",
        "A consent that was withdrawn, and given a second later",
        "A higher revision, and a consent later than effectiveFrom of the tombstone.",
        firm(1),
        WITHDRAWN,
        again(2, SECOND_LATER),
        flags=("Entry", "Tombstone", "Consent", "EdgeValue"),
    ),
    _case(
        "28.p02",
        "A consent that was withdrawn, and is not required any more",
        "Not required lets it be shared as given does.",
        firm(1),
        WITHDRAWN,
        again(2, SECOND_LATER, "not-required"),
        flags=("Entry", "Tombstone", "Consent"),
    ),
    _case(
        "28.p03",
        "The same revision behind `out-of-scope`",
        "The profile changed, and nothing of the record: its revision may be the same.",
        firm(1),
        OUT,
        firm(1),
        **BACK,
    ),
    _case(
        "28.p04",
        "A higher revision behind `sent-in-error`",
        "What should never have been sent is followed by another one.",
        firm(1),
        IN_ERROR,
        firm(1, 2),
        **BACK,
    ),
    _case(
        "28.p07",
        "A consent that was given at the instant of the state",
        "The consent counts from its since on, that instant included.",
        firm(1),
        WITHDRAWN,
        firm(
            1, 2, issuedAt=day(3), consents=[consent("withdrawn", day(2)), consent("given", day(3))]
        ),
        flags=("Entry", "Tombstone", "Consent", "EdgeValue"),
    ),
    _case(
        "28.p08",
        "A consent for the agreement, and a later one for all that was withdrawn",
        "One that names the agreement goes before one for all, whichever is later.",
        firm(1),
        WITHDRAWN,
        firm(
            1,
            2,
            issuedAt=day(3),
            consents=[
                {**consent("withdrawn", day(3)), "scope": "all"},
                consent("given", SECOND_LATER),
            ],
        ),
        flags=("Entry", "Tombstone", "Consent"),
    ),
    _case(
        "28.n16",
        "A consent that is given a second after the state",
        "At asOf the consent that counts is still the one that was withdrawn.",
        firm(1),
        WITHDRAWN,
        firm(
            1,
            2,
            issuedAt="2026-10-22T00:00:01Z",
            consents=[consent("withdrawn", day(2)), consent("given", "2026-10-22T00:00:01Z")],
        ),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Consent", "EdgeValue"),
    ),
    _case(
        "28.n01",
        "A consent as old as the tombstone",
        "It has to be later than effectiveFrom, not the same.",
        firm(1),
        WITHDRAWN,
        firm(
            1,
            2,
            issuedAt=day(2),
            consents=[consent("given", GIVEN), consent("given", day(2))],
        ),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Consent", "EdgeValue"),
    ),
    _case(
        "28.n02",
        "A higher revision, and no other consent",
        "A firm that withdrew its consent would be shared without one.",
        firm(1),
        WITHDRAWN,
        firm(1, 2),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Consent"),
    ),
    _case(
        "28.n17",
        "A revision behind `sent-in-error` that is lower than that of a newer record",
        "It must be higher than any received of the key, that of a newer record too.",
        firm(1, 3, specVersion="1.1"),
        IN_ERROR,
        firm(1, 2),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Revision", "Newer"),
    ),
    _case(
        "28.n03",
        "Another consent, and the same revision",
        "What came back is another revision than the one that went.",
        firm(1),
        WITHDRAWN,
        again(1, SECOND_LATER),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Consent", "Revision"),
    ),
    case(
        "28.n18",
        "No other consent, at a reset that was confirmed",
        "A reset takes back revisions, and no tombstone.",
        *states(firm(1), WITHDRAWN),
        Message(
            sequence=3,
            lines=(firm(1, 2), ANOTHER),
            claims={"reset": {"reason": "A new system took over."}},
            confirmed=True,
        ),
        became={key(1): BEHIND},
        flags=("Entry", "Tombstone", "Consent", "Reset"),
    ),
    _case(
        "28.n04",
        "No other consent, and a heartbeat behind it",
        "The tombstone goes on behind a record that it did not let back.",
        firm(1),
        WITHDRAWN,
        firm(1, 2),
        firm(1, 2),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Consent", "Heartbeat"),
    ),
    _case(
        "28.n05",
        "No other consent, twice, with rising revisions",
        "The tombstone that stands is asked, not the record behind which it stands.",
        firm(1),
        WITHDRAWN,
        firm(1, 2),
        firm(1, 3),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Consent"),
    ),
    _case(
        "28.n06",
        "The same revision behind `sent-in-error`",
        "It is what should never have been sent.",
        firm(1),
        IN_ERROR,
        firm(1),
        became=BEHIND,
        **BACK,
    ),
    _case(
        "28.n07",
        "A lower revision behind `out-of-scope`",
        "It is not lower than any received of the key; of the two codes this one is told.",
        firm(1, 2),
        OUT,
        firm(1, 1),
        became=BEHIND,
        **BACK,
    ),
    _case(
        "28.n08",
        "A record that was erased",
        "It never comes back; an operator that does gets a new record.",
        firm(1),
        ERASED,
        again(2, SECOND_LATER),
        became=BEHIND,
        **BACK,
    ),
    _case(
        "28.n14",
        "What was erased, behind another tombstone that followed",
        "A tombstone `erased` outlasts every other: else two messages would do what one may not.",
        firm(1),
        ERASED,
        tombstone(1, "out-of-scope", day(3)),
        firm(1, 2),
        became=BEHIND,
        **BACK,
    ),
    _case(
        "28.n09",
        "A record that moved, and no stream says that it moved back",
        "The word of the administration that it moved to is missing.",
        firm(1),
        MOVED,
        firm(1, 2),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Move"),
    ),
    _case(
        "28.n10",
        "A record that was erased, behind one that nobody could read",
        "What cannot be read takes no tombstone away.",
        firm(1),
        ERASED,
        UNREADABLE,
        firm(1, 2),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Rejected"),
    ),
    _case(
        "28.n11",
        "A tombstone as the first that was received of a key, and a record without consent",
        "The tombstone itself says what may come back.",
        WITHDRAWN,
        firm(1, 7),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Consent"),
    ),
)

# A record of Germany that moves to France, under an agreement of the union.
UNION = "EU-JP-TEST"
UNION_PROFILE = {
    **PROFILE,
    "code": UNION,
    "parties": [
        {"party": "EU", "time_zone": "Europe/Brussels", "identifier_mode": "aeo-number"},
        {"party": "JP", "time_zone": "Asia/Tokyo", "identifier_mode": "aeo-number"},
    ],
    "rows": [
        {
            "granted_by": "EU",
            "recognised_by": "JP",
            "programme": "EU-AEO",
            "tiers": ["AEOC"],
            "from": "2026-01-01T00:00:00Z",
        }
    ],
}
MOVING = "DE/DE-2024-0001"


def _in_union(administration: str, revision: int, *former: str) -> Line:
    """Return the entry of the record that moves, from the administration that has it."""
    record = {
        **{name: value for name, value in MODULES.items() if name != "holder"},
        "administration": administration,
        "revision": revision,
        "view": {"audience": "JP", "agreement": UNION},
        "holder": {name: MODULES["holder"][name] for name in ("kind", "tin", "legalName")},
        "consents": [{"scope": UNION, "state": "given", "since": GIVEN}],
    }
    return entry({**record, **({"formerAdministrations": list(former)} if former else {})})


def moved(since: int, to: str) -> Line:
    """Return the tombstone of the record that moves, and where to."""
    told = {
        "cause": "moved",
        "effectiveFrom": day(since),
        "retainUntil": KEPT_UNTIL,
        "to": to,
    }
    return {"key": MOVING, "salt": salt(MOVING, told), "tombstone": told}


def sent(sequence: int, sender: str, line: Line) -> Message:
    """Return a message of a stream of the union."""
    name = {"iss": sender, "aud": "JP", "agreement": UNION}
    return Message(sequence=sequence, lines=(line,), key=sender.lower(), claims=name, stream=name)


GERMAN = (sent(1, "DE", _in_union("DE", 1)), sent(2, "DE", moved(2, "FR")))
FRENCH = (sent(1, "FR", _in_union("FR", 2, "DE")), sent(2, "FR", moved(2, "DE")))
BACK_IN_GERMANY = sent(3, "DE", _in_union("DE", 3, "DE", "FR"))
IN_UNION: dict[str, Any] = {
    "profiles": (UNION_PROFILE,),
    "trust": (
        trust_list(
            [
                authority(side, [listed_key(side.lower())], [scope(side, "EU-AEO", "DE", "FR")])
                for side in ("DE", "FR")
            ]
        ),
    ),
    "flags": ("Entry", "Tombstone", "Move", "Union"),
}
MOVES = (
    case(
        "28.p05",
        "A record that moved to France and back, and France says so",
        "A stream of the administration in `to` has a tombstone `moved` of the key to this sender.",
        *GERMAN,
        *FRENCH,
        BACK_IN_GERMANY,
        **IN_UNION,
    ),
    case(
        "28.p06",
        "A record that moved to France, in the stream of France",
        "Its key is that of Germany, which issued it first, and stays.",
        *GERMAN,
        FRENCH[0],
        **IN_UNION,
    ),
    case(
        "28.n12",
        "A record that moved to France and is said to be back, while France still has it",
        "The word of France is missing: nobody takes a record back by saying so.",
        *GERMAN,
        FRENCH[0],
        BACK_IN_GERMANY,
        became={MOVING: BEHIND},
        **IN_UNION,
    ),
)

SHORT = tombstone(1, "out-of-scope", day(1), day(2))
GONE = (
    _case(
        "29.p01",
        "A tombstone is gone at the instant until which it was to be kept",
        "retainUntil is not later than asOf of the head.",
        SHORT,
        None,
        flags=("Entry", "Tombstone", "EdgeValue"),
    ),
    _case(
        "29.p02",
        "An entry that was missing comes again as it was",
        "It is there, and nothing speaks against it.",
        firm(1),
        None,
        firm(1),
        flags=("Entry", "Missing"),
    ),
    _case(
        "29.n01",
        "An entry that a snapshot leaves out without a tombstone",
        "Absence says nothing of a firm: neither that it was revoked nor that it was not.",
        firm(1),
        None,
        became=MISSING,
        flags=("Entry", "Missing"),
    ),
    _case(
        "29.n02",
        "A tombstone that a snapshot leaves out a second before its time is over",
        "It is kept until retainUntil.",
        tombstone(1, "out-of-scope", day(1), SECOND_LATER),
        None,
        became=MISSING,
        flags=("Entry", "Missing", "Tombstone", "EdgeValue"),
    ),
    _case(
        "29.n03",
        "An entry that is left out by two snapshots",
        "It is kept as missing until something is said of its key.",
        firm(1),
        None,
        None,
        became=MISSING,
        flags=("Entry", "Missing", "Heartbeat"),
    ),
    case(
        "29.n04",
        "An entry that is left out at a reset that was confirmed",
        "It is told and kept as missing then too: a reset says nothing of a firm.",
        *states(firm(1)),
        Message(
            sequence=2,
            lines=(ANOTHER,),
            claims={"reset": {"reason": "A new system took over."}},
            confirmed=True,
        ),
        became={key(1): MISSING},
        flags=("Entry", "Missing", "Reset"),
    ),
)

CASES: tuple[ReceivingCase, ...] = (*REVISIONS, *VERSIONS, *TOMBSTONES, *MOVES, *GONE)
