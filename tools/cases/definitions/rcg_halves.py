"""The other halves of `rcg` and `rcg_streams`: RCG-01, by hand from sections 12 and 13 of part 6.

Which of two prefixes, tiers, roles, schemes, versions and streams counts, and what comes back from
behind a tombstone as a recogniser sees it.
"""

from __future__ import annotations

from typing import Any

from recognising import (
    ALWAYS,
    APPLIED,
    AS_OF,
    KEY,
    RecognitionCase,
    T,
    adopted,
    entries,
    gone,
    head,
    profile,
    row,
    stream,
    why,
)

from definitions.bases import LEI
from definitions.rcg import BOTH_TIERS, STEPS, case, edits
from definitions.rcg_days import AFTER_T, NO_TIER, NOBODY, WITHIN, turn
from definitions.rcg_streams import (
    AFTER,
    AT_KEY,
    JP_CODE,
    NEXT,
    NEXT_AS_OF,
    OF_UNION,
    OWN_CODES,
    TIN,
    WITHDRAWN,
    austrian,
    code,
    german,
    later,
    numbered,
    two_heads,
)

# ------------------------------------------------------------ a transcription and a stream

COUNTING = adopted(profile(transcription="true"))
TRANSCRIBED = stream(head(1, entries(0)), transcribed=True)
REPLACED: dict[str, Any] = {
    "profiles": COUNTING,
    "requirements": ("XCH-12-2",),
    "flags": ("Recognition", "Streams", "Transcribed"),
}


def _own(as_of: str, applied: str) -> dict[str, Any]:
    """Return the own stream of the other side, in which the firm is not."""
    return stream(head(1, [], as_of, applied))


TRANSCRIPTIONS = (
    case(
        "p72",
        "A transcription, a second before the first state of the own stream",
        "It still answers for what was before that.",
        "yes",
        why("recognised"),
        why("transcribed"),
        streams=(TRANSCRIBED, _own(AFTER_T, AFTER_T)),
        **REPLACED,
    ),
    case(
        "n84",
        "A transcription, at the instant of the first state of the own stream",
        "From that instant on it answers nothing.",
        "no",
        NOBODY,
        streams=(TRANSCRIBED, _own(T, AFTER_T)),
        **REPLACED,
    ),
    case(
        "p73",
        "A transcription, where the first state of the own stream came behind K",
        "What was not known then replaced nothing.",
        "yes",
        why("recognised"),
        why("transcribed"),
        streams=(TRANSCRIBED, _own(T, "2026-11-01T12:00:01Z")),
        **REPLACED,
    ),
    turn(
        "n85",
        "A day within which the own stream has its first state, beside a transcription",
        why("recognised"),
        why("transcribed"),
        NOBODY,
        streams=(TRANSCRIBED, _own(WITHIN, NEXT)),
        **{**REPLACED, "requirements": ("XCH-12-2", "XCH-13-7")},
    ),
)

# ------------------------------------------------------------ which of two

V1, V2 = profile(), profile(row(tiers=["TIER1"]), version=2)
ROWS: dict[str, Any] = {"requirements": ("XCH-1-4", *STEPS), "flags": ("Recognition", "Row")}
# It moved from Austria to France, and from there to Germany.
THROUGH_FRANCE = (("/formerAdministrations", ["AT", "FR"]), ("/recordId", "AT-2024-0001"))
FRENCH = stream(head(5, []), sender="FR")
FRANCE_SAYS = stream(head(5, [gone("moved", "2026-09-01T00:00:00Z", AT_KEY, "DE")]), sender="FR")
ELSEWHERE = gone("moved", "2026-09-01T00:00:00Z", AT_KEY, "NL")
MOVED: dict[str, Any] = {
    **OF_UNION,
    "requirements": ("XCH-13-5", "XCH-9-1"),
    "flags": ("Recognition", "Move"),
}
WHICH = (
    case(
        "n86",
        "A TIN that the second of two beginnings excludes",
        "Each of them counts.",
        "no",
        why("tin-excluded"),
        profiles=adopted(profile(row(tin_prefixes_excluded=["HK9", "HK0"]))),
        **ROWS,
    ),
    case(
        "p74",
        "A row of two tiers, of which the firm holds the second",
        "One of them suffices.",
        "yes",
        profiles=adopted(profile(row(tiers=["TIER1", "TIER2"]))),
        **ROWS,
    ),
    case(
        "p75",
        "A firm of two tiers, of which the row has the second",
        "One of them suffices.",
        "yes",
        **edits(BOTH_TIERS),
        **ROWS,
    ),
    case(
        "p76",
        "A firm of two tiers, of which the row has the first",
        "One of them suffices.",
        "yes",
        **edits(BOTH_TIERS),
        profiles=adopted(profile(row(tiers=["TIER1"]))),
        **ROWS,
    ),
    case(
        "p77",
        "A row that asks for one of two roles of the holder",
        "One of them suffices.",
        "yes",
        profiles=adopted(profile(row(holder_roles=["importer", "exporter"]))),
        **ROWS,
    ),
    case(
        "p78",
        "A holder of two roles, of which the row asks for the second",
        "One of them suffices.",
        "yes",
        **edits(("/authorisation/terms/0/roles", ["exporter", "importer"])),
        profiles=adopted(profile(row(holder_roles=["importer"]))),
        **ROWS,
    ),
    case(
        "n87",
        "The first version of a profile, adopted behind the second",
        "The highest version that was adopted by K is in force, whichever was adopted last.",
        "no",
        NO_TIER,
        profiles=adopted(V2, V1, at=(ALWAYS, "2026-10-01T00:00:00Z")),
        requirements=("XCH-1-6",),
        flags=("Recognition", "Profile"),
    ),
    case(
        "p79",
        "The first second of an identifier",
        "from is inclusive.",
        "yes",
        records=((numbered(LEI, **{"from": T}),),),
        question={"identifier": f"LEI:{LEI}"},
        requirements=STEPS,
        flags=("Recognition", "Identifiers"),
    ),
    case(
        "n88",
        "The last second before an identifier",
        "It is nobody's yet.",
        "no",
        NOBODY,
        records=((numbered(LEI, **{"from": AFTER_T}),),),
        question={"identifier": f"LEI:{LEI}"},
        requirements=STEPS,
        flags=("Recognition", "Identifiers"),
    ),
    case(
        "n89",
        "The number of a firm under another scheme",
        "A number is one of its scheme and no other.",
        "no",
        NOBODY,
        records=((numbered(LEI),),),
        question={"identifier": f"HK-AEO:{LEI}"},
        requirements=STEPS,
        flags=("Recognition", "Identifiers"),
    ),
    case(
        "n90",
        "The last second before a code of the asking side",
        "from is inclusive.",
        "no",
        why("code-not-issued", ""),
        question=JP_CODE,
        profiles=OWN_CODES,
        codes=code(TIN, **{"from": AFTER_T}),
        requirements=STEPS,
        flags=("Recognition", "Identifiers"),
    ),
    case(
        "n91",
        "A record that moved twice, as the side before the last does not say",
        "The side that it left last is asked, and its stream is received.",
        "open",
        why("move-not-confirmed", AT_KEY),
        records=(THROUGH_FRANCE,),
        streams=(FRENCH, german(key=AT_KEY)),
        **MOVED,
    ),
    case(
        "p80",
        "A record that moved twice, as the side before the last says",
        "The side that it left last is asked, and says so.",
        "yes",
        records=(THROUGH_FRANCE,),
        streams=(FRANCE_SAYS, german(key=AT_KEY)),
        key=AT_KEY,
        reasons=(why("recognised", AT_KEY),),
        **MOVED,
    ),
    case(
        "n92",
        "A record that moved, as the old stream says to another side",
        "The tombstone has to name the side that has the record now.",
        "open",
        why("move-not-confirmed", AT_KEY),
        records=((("/formerAdministrations", ["AT"]), ("/recordId", "AT-2024-0001")),),
        streams=(austrian(ELSEWHERE), german(key=AT_KEY)),
        **MOVED,
    ),
    case(
        "n93",
        "The last second before a tombstone `out-of-scope` takes effect",
        "Before it takes effect nothing is said of the firm: out of use, and no yes or no.",
        "open",
        why("out-of-use"),
        streams=two_heads(entries(0), [gone("out-of-scope", AFTER_T)]),
        requirements=("XCH-13-5", "XCH-9-5"),
        flags=("Recognition", "Tombstones"),
    ),
)

# ------------------------------------------------------------ which of two, further

ONE_OF_EACH = row(party_roles=["importer", "exporter"], flows=["export", "import"])
TWO_SCHEMES = adopted(
    profile(mode="partner-customs-code", schemes='identifier_schemes = ["JP-CN", "JP-MRA"]')
)
THIRTY = adopted(profile(own='side = "JP"\nstaleness_hours = 30'))
WHICH_TOO = (
    case(
        "p81",
        "The second role and the second flow of a row",
        "One of each suffices.",
        "yes",
        profiles=adopted(profile(ONE_OF_EACH)),
        question={"tin": TIN, "partyRole": "exporter", "flow": "import"},
        **ROWS,
    ),
    case(
        "n94",
        "A code of the asking side under another of its schemes",
        "A code is one of its scheme and no other.",
        "no",
        why("code-not-issued", ""),
        question=JP_CODE,
        profiles=TWO_SCHEMES,
        codes=({"scheme": "JP-CN", "value": "P0001", "tin": TIN},),
        requirements=STEPS,
        flags=("Recognition", "Identifiers"),
    ),
    case(
        "p82",
        "A code of the second scheme of the asking side",
        "Each of its schemes is its own.",
        "yes",
        question=JP_CODE,
        profiles=TWO_SCHEMES,
        codes=code(TIN),
        requirements=STEPS,
        flags=("Recognition", "Identifiers"),
    ),
    case(
        "p83",
        "The last instant at which a state of 30 hours before is not too old",
        "The limit is one of hours, and need be no whole days.",
        "yes",
        profiles=THIRTY,
        at="2026-11-02T03:00:00Z",
        requirements=("XCH-9-4", *STEPS),
        flags=("Recognition", "Streams"),
    ),
    case(
        "n95",
        "The first second at which a state of 30 hours before is too old",
        "The limit is one of hours, and need be no whole days.",
        "open",
        why("stale", ""),
        profiles=THIRTY,
        at="2026-11-02T03:00:01Z",
        requirements=("XCH-9-4", *STEPS),
        flags=("Recognition", "Streams"),
    ),
    case(
        "n96",
        "A record that says itself that it moved",
        "Of a record with movedTo its own stream says nothing any more.",
        "open",
        why("move-not-confirmed"),
        **edits(("/movedTo", "CN")),
        requirements=("XCH-13-5", "XCH-9-1"),
        flags=("Recognition", "Move"),
    ),
)

# ------------------------------------------------------------ what came back


def _back(name: str, title: str, reason: str, *heads: Any, records: Any, **more: Any) -> Any:
    """Return a case of a record that is rejected behind what came before of its key."""
    rows = tuple(
        head(number, held, as_of, applied, **said)
        for number, (held, as_of, applied, said) in enumerate(heads, 41)
    )
    return case(
        name,
        title,
        reason,
        "open",
        why("rejected"),
        records=records,
        streams=(stream(*rows),),
        requirements=("XCH-8-19", "XCH-4-6", "XCH-13-5"),
        flags=("Recognition", "Tombstones"),
        **AFTER,
        **more,
    )


def _held(place: int) -> list[dict[str, Any]]:
    return [{"key": KEY, "record": place}]


def _first(held: Any) -> Any:
    return held, AS_OF, APPLIED, {}


def _then(held: Any, **said: Any) -> Any:
    return held, "2026-10-31T22:30:00Z", "2026-10-31T23:00:00Z", said


def _last(held: Any, **said: Any) -> Any:
    return held, NEXT_AS_OF, NEXT, said


OTHER_CONTENT = later(3, "2026-10-01T00:00:00Z", ("/holder/legalName", "Another Example Limited"))
FOUR, FIVE = (later(number, "2026-10-20T00:00:00Z") for number in (4, 5))
BACK = (
    _back(
        "n97",
        "Another content of the revision that came before",
        "One of the two was never issued; the first stands for the revision.",
        _first(_held(0)),
        _last(_held(1)),
        records=((), OTHER_CONTENT),
    ),
    _back(
        "n98",
        "The same revision behind `sent-in-error`",
        "It is what should never have been sent.",
        _first(_held(0)),
        _then([gone("sent-in-error", "2026-10-01T00:00:00Z")]),
        _last(_held(0)),
        records=((),),
    ),
    _back(
        "n99",
        "A record without another consent, behind a tombstone and at a reset",
        "At a reset revisions count anew, and tombstones go on.",
        _first(_held(0)),
        _then([WITHDRAWN]),
        _last(_held(1), reset=True),
        records=((), FOUR),
    ),
    _back(
        "n100",
        "A second record without another consent, behind the one that was rejected",
        "Only a record that is accepted takes a tombstone away.",
        _first([WITHDRAWN]),
        _then(_held(0)),
        _last(_held(1)),
        records=(FOUR, FIVE),
    ),
    _back(
        "n101",
        "What was erased, behind another tombstone that followed",
        "A tombstone `erased` outlasts every other.",
        _first([gone("erased", "2026-10-15T00:00:00Z")]),
        _then([gone("out-of-scope", "2026-10-16T00:00:00Z")]),
        _last(_held(0)),
        records=(FOUR,),
    ),
)
CASES: tuple[RecognitionCase, ...] = (*TRANSCRIPTIONS, *WHICH, *WHICH_TOO, *BACK)
