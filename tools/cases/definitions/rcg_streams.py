"""Whether a firm is recognised: by which stream, as known when, and under which number (RCG-01).

By hand from sections 8, 9 and 13 of part 6; the steps and lines for one record are in `rcg`.
"""

from __future__ import annotations

from typing import Any

from making import Edits
from recognising import (
    ALWAYS,
    AS_OF,
    FIRM,
    KEY,
    SECOND,
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

from definitions.bases import LEI, event, history
from definitions.rcg import STEPS, case, consents, suspended_from

NEXT_AS_OF, NEXT = "2026-11-01T11:00:00Z", "2026-11-01T12:00:00Z"
EARLIER = ("2026-10-31T22:30:00Z", "2026-10-31T23:00:00Z")
BEFORE_NEXT = "2026-11-01T11:59:59Z"
KNOWLEDGE = {"requirements": ("XCH-9-2", "XCH-13-1"), "flags": ("Recognition", "Knowledge")}
STREAMS = {"requirements": STEPS, "flags": ("Recognition", "Streams")}
NUMBERS = {"requirements": STEPS, "flags": ("Recognition", "Identifiers")}
GONE = {"requirements": ("XCH-13-5", "XCH-9-5"), "flags": ("Recognition", "Tombstones")}
MOVED = {"requirements": ("XCH-13-5", "XCH-9-1"), "flags": ("Recognition", "Move")}
TIN = "HK00000001"
JP_CODE = {"identifier": "JP-MRA:P0001"}
OWN = {"mode": "partner-customs-code", "schemes": 'identifier_schemes = ["JP-MRA"]'}
OWN_CODES = adopted(profile(**OWN))


def later(revision: int, issued: str, *changes: Any) -> Edits:
    """Return the edits of a later revision."""
    return (("/revision", revision), ("/issuedAt", issued), *changes)


def second(*changes: Any) -> Edits:
    """Return the edits of another firm of the stream."""
    return (
        ("/recordId", "HK-2024-0002"),
        ("/holder/tin", "HK00000002"),
        ("/holder/legalName", "Second Example Limited"),
        ("/authorisation/number", "HKAEO-EX-0002"),
        *changes,
    )


def two_heads(first: Any, then: Any, **more: Any) -> tuple[Any, ...]:
    """Return a stream of a head and the one after it."""
    return (stream(head(41, first), head(42, then, NEXT_AS_OF, NEXT), **more),)


def code(tin: str, **span: str) -> tuple[dict[str, str], ...]:
    """Return the table of the one code that Japan issued."""
    return ({"scheme": "JP-MRA", "value": "P0001", "tin": tin, **span},)


def former(tin: str, until: str) -> Any:
    """Return the edit that gives a holder a TIN that it had before."""
    return ("/holder/formerTins", [{"tin": tin, "until": until}])


def numbered(value: str, **span: str) -> Any:
    """Return the edit that gives a holder a LEI."""
    return ("/holder/identifiers", [{"scheme": "LEI", "value": value, **span}])


RETROACTIVE = later(4, NEXT_AS_OF, history(event(2, "suspended", "2026-06-01", NEXT_AS_OF)))
# Issued by a clock ahead of ours: known after it came.
AHEAD = later(4, "2026-11-01T12:00:01Z", history(event(2, "suspended", "2026-06-01")))
GIVEN_ANEW = later(
    4,
    "2026-11-01T10:00:00Z",
    consents(
        ("given", "2026-01-01T00:00:00Z"),
        ("withdrawn", "2026-10-15T00:00:00Z"),
        ("given", "2026-11-01T10:00:00Z"),
    ),
)
WITHDRAWN = gone("consent-withdrawn", "2026-10-15T00:00:00Z")
AFTER = {"at": NEXT_AS_OF, "known": NEXT}
V2 = profile(row(tiers=["TIER1"]), version=2)
BOTH = adopted(profile(), V2, at=(ALWAYS, NEXT))
OLD = "2026-10-01T00:00:00Z"
PASSED, STILL = "2026-09-15T00:00:00Z", "2026-09-14T23:59:59Z"
STALE = (stream(head(41, entries(0), OLD, OLD)),)
COMPROMISED = head(41, entries(0), compromisedAt=NEXT)
ECHO = (
    "/recognitions",
    [
        {
            "agreement": "HK-JP-2026",
            "partner": "JP",
            "identifierMode": "partner-customs-code",
            "identifiers": [{"scheme": "JP-MRA", "value": "P0001"}],
            "from": "2026-04-01T00:00:00Z",
        }
    ],
)
UNION = adopted(
    profile(
        row(granted_by="EU", programme="EU-AEO", tiers=["AEOS"]), code="EU-JP-2026", sender="EU"
    )
)
IN_GERMANY: dict[str, Any] = {
    **FIRM,
    "administration": "DE",
    "recordId": "DE-2024-0001",
    "view": {"audience": "JP", "agreement": "EU-JP-2026"},
    "programme": "EU-AEO",
    "holder": {"kind": "legal-person", "tin": "DE0000001", "legalName": "Beispiel Handel GmbH"},
    "authorisation": {
        "number": "DEAEOS000001",
        "terms": [{"from": "2024-01-01T00:00:00Z", "tiers": ["AEOS"], "roles": ["exporter"]}],
    },
    "consents": [{"scope": "EU-JP-2026", "state": "given", "since": ALWAYS}],
}
DE = "DE/DE-2024-0001"
FROM_AUSTRIA = (("/formerAdministrations", ["AT"]), ("/recordId", "AT-2024-0001"))
AT_KEY = "AT/AT-2024-0001"
OF_UNION = {"base": IN_GERMANY, "profiles": UNION, "question": {"tin": "DE0000001"}}


def german(*held: Any, key: str = DE) -> Any:
    """Return the stream of Germany with the record under a key."""
    return stream(head(7, list(held) or entries(0, keys=(key,))), sender="DE")


def austrian(*held: Any) -> Any:
    """Return the stream of Austria with these entries."""
    return stream(head(9, list(held)), sender="AT")


CASES: tuple[RecognitionCase, ...] = (
    # What was known.
    case(
        "p30",
        "As known before a retroactive suspension came",
        "What was applied after K does not answer for K.",
        "yes",
        records=((), RETROACTIVE),
        streams=two_heads(entries(0), [{"key": KEY, "record": 1}]),
        known=BEFORE_NEXT,
        **KNOWLEDGE,
    ),
    case(
        "n30",
        "As known when a retroactive suspension had come",
        "appliedAt at K counts.",
        "no",
        why("status", status="suspended"),
        records=((), RETROACTIVE),
        streams=two_heads(entries(0), [{"key": KEY, "record": 1}]),
        known=NEXT,
        **KNOWLEDGE,
    ),
    case(
        "p31",
        "A revision that came before K and was issued after it",
        "Both clocks must have passed it; the revision before it answers.",
        "yes",
        records=((), AHEAD),
        streams=two_heads(entries(0), [{"key": KEY, "record": 1}]),
        known=NEXT,
        **KNOWLEDGE,
    ),
    case(
        "n31",
        "A revision that came and was issued by K",
        "Both clocks had passed it.",
        "no",
        why("status", status="suspended"),
        records=((), AHEAD),
        streams=two_heads(entries(0), [{"key": KEY, "record": 1}]),
        known="2026-11-01T12:00:01Z",
        **KNOWLEDGE,
    ),
    case(
        "n63",
        "A retroactive suspension that a clock which was ahead has applied, asked without K",
        "Without K it is now, and never before the last appliedAt: what was applied is known.",
        "no",
        why("status", status="suspended"),
        records=((), RETROACTIVE),
        streams=two_heads(entries(0), [{"key": KEY, "record": 1}]),
        known="",
        **KNOWLEDGE,
    ),
    case(
        "p52",
        "A revision that came and is issued later than now, asked without K",
        "K is now, as nothing was applied later, and the revision before it answers.",
        "yes",
        records=((), AHEAD),
        streams=(stream(head(41, entries(0)), head(42, [{"key": KEY, "record": 1}], *EARLIER)),),
        known="",
        **KNOWLEDGE,
    ),
    case(
        "n32",
        "Before the first head came",
        "Nothing was known.",
        "open",
        why("no-stream", ""),
        known="2026-10-31T21:59:59Z",
        **KNOWLEDGE,
    ),
    case(
        "n33",
        "Before the profile was adopted",
        "None was in force at K.",
        "open",
        why("no-profile", ""),
        profiles=adopted(profile(), at=("2026-11-01T12:00:01Z",)),
        **KNOWLEDGE,
    ),
    case(
        "p32",
        "A profile changed later",
        "K chooses the version, and at K the first was in force.",
        "yes",
        profiles=BOTH,
        known=BEFORE_NEXT,
        **KNOWLEDGE,
    ),
    case(
        "n34",
        "A profile changed by K",
        "The second version is in force for every T, and has no row for the tier.",
        "no",
        why("tier-not-covered"),
        profiles=BOTH,
        known=NEXT,
        **KNOWLEDGE,
    ),
    # The stream.
    case(
        "p33",
        "A stream that has stopped, asked about last month",
        "It is not stale for an instant before its state.",
        "yes",
        records=((("/issuedAt", OLD),),),
        streams=STALE,
        at="2026-09-30T00:00:00Z",
        **STREAMS,
    ),
    case(
        "p34",
        "The last second for which a state is not too old",
        "72 hours behind asOf are not more than 72.",
        "yes",
        streams=STALE,
        at="2026-10-04T00:00:00Z",
        **STREAMS,
    ),
    case(
        "n35",
        "The first second for which a state is too old",
        "It is later than asOf by more than 72 hours.",
        "open",
        why("stale", ""),
        streams=STALE,
        at="2026-10-04T00:00:01Z",
        **STREAMS,
    ),
    case(
        "p35",
        "A longer limit of the asking side",
        "own of the profile binds where its side is the asking one.",
        "yes",
        streams=STALE,
        at="2026-10-04T00:00:01Z",
        profiles=adopted(profile(own='side = "JP"\nstaleness_hours = 96')),
        **STREAMS,
    ),
    case(
        "n36",
        "A longer limit of the other side",
        "It does not bind the asking one.",
        "open",
        why("stale", ""),
        streams=STALE,
        at="2026-10-04T00:00:01Z",
        profiles=adopted(profile(own='side = "HK"\nstaleness_hours = 96')),
        **STREAMS,
    ),
    case(
        "p36",
        "A key that was compromised after the decision",
        "At K it was not listed so.",
        "yes",
        streams=(stream(COMPROMISED),),
        known=BEFORE_NEXT,
        **STREAMS,
    ),
    case(
        "n37",
        "A key that was compromised by K",
        "Who has the key may have signed anything.",
        "open",
        why("key-compromised", ""),
        streams=(stream(COMPROMISED),),
        known=NEXT,
        **STREAMS,
    ),
    case(
        "p37",
        "A head by a new key behind a compromised one",
        "The last head that was applied answers, and its key is good.",
        "yes",
        streams=(stream(COMPROMISED, head(42, entries(0), AS_OF, NEXT)),),
        known=NEXT,
        **STREAMS,
    ),
    case(
        "n38",
        "A stream that is disputed",
        "Two truths were signed.",
        "open",
        why("disputed", ""),
        streams=(stream(head(41, entries(0)), disputed=True),),
        **STREAMS,
    ),
    case(
        "n39",
        "A stream that a restored database cut off",
        "What was lost is not known yet.",
        "open",
        why("restored", ""),
        streams=(stream(head(41, entries(0)), restored=True),),
        **STREAMS,
    ),
    case(
        "n40",
        "A firm that a transcription has",
        "The profile does not let it count.",
        "open",
        why("transcribed"),
        streams=(stream(head(1, entries(0)), transcribed=True),),
        requirements=("XCH-12-2", "XCH-13-5"),
    ),
    case(
        "p38",
        "A transcription that counts",
        "The profile lets it, and the answer says so.",
        "yes",
        why("recognised"),
        why("transcribed"),
        streams=(stream(head(1, entries(0)), transcribed=True),),
        profiles=adopted(profile(transcription="true")),
        requirements=("XCH-12-2", "XCH-13-5"),
    ),
    # What became of the key.
    case(
        "n41",
        "A tombstone of a consent that was withdrawn",
        "It says so from its effectiveFrom on.",
        "no",
        why("consent-withdrawn"),
        streams=two_heads(entries(0), [gone("consent-withdrawn", T)]),
        **GONE,
    ),
    case(
        "n42",
        "Before the effectiveFrom of that tombstone",
        "The record is out of use and answers nothing.",
        "open",
        why("out-of-use"),
        streams=two_heads(entries(0), [gone("consent-withdrawn", "2026-11-01T00:00:01Z")]),
        **GONE,
    ),
    case(
        "n43",
        "A tombstone of a key that is out of scope",
        "It says so from its effectiveFrom on.",
        "no",
        why("out-of-scope"),
        streams=two_heads(entries(0), [gone("out-of-scope", T)]),
        **GONE,
    ),
    case(
        "n44",
        "A tombstone of what was erased",
        "It says nothing about the authorisation.",
        "open",
        why("out-of-use"),
        streams=two_heads(entries(0), [gone("erased", T)]),
        **GONE,
    ),
    case(
        "n45",
        "A key that is gone without a tombstone",
        "Absence is no revocation.",
        "open",
        why("missing"),
        streams=two_heads(entries(0), []),
        **GONE,
    ),
    case(
        "n46",
        "A tombstone of which nobody knows whose it is",
        "It may be the firm asked about, before its effectiveFrom.",
        "open",
        why("out-of-use", ""),
        records=(second(),),
        streams=(
            stream(
                head(41, [gone("erased", "2026-11-01T00:00:01Z"), {"key": SECOND, "record": 0}])
            ),
        ),
        **GONE,
    ),
    case(
        "n47",
        "The same from its effectiveFrom on",
        "Whose it is, nobody in the stream has the TIN now.",
        "no",
        why("not-in-stream", ""),
        records=(second(),),
        streams=(stream(head(41, [gone("erased", T), {"key": SECOND, "record": 0}])),),
        **GONE,
    ),
    case(
        "n62",
        "A tombstone of a firm that the stream named before",
        "It is known whose it is, and not the one asked about.",
        "no",
        why("not-in-stream", ""),
        records=(second(),),
        streams=two_heads(
            [{"key": SECOND, "record": 0}], [gone("erased", "2026-11-01T00:00:01Z", SECOND)]
        ),
        **GONE,
    ),
    case(
        "p39",
        "A consent that was given again behind a tombstone",
        "A higher revision with a later consent may come back.",
        "yes",
        records=((), GIVEN_ANEW),
        streams=(
            stream(
                head(41, entries(0)),
                head(42, [WITHDRAWN], AS_OF, "2026-10-31T23:00:00Z"),
                head(43, [{"key": KEY, "record": 1}], NEXT_AS_OF, NEXT),
            ),
        ),
        revision=4,
        **AFTER,
        requirements=("XCH-4-6", "XCH-8-19"),
        flags=("Recognition", "Tombstones"),
    ),
    case(
        "n48",
        "A record that comes back without a consent",
        "It is rejected: the consent that counts is not later than the tombstone.",
        "open",
        why("rejected"),
        records=((), later(4, "2026-11-01T10:00:00Z")),
        streams=(
            stream(
                head(41, entries(0)),
                head(42, [WITHDRAWN], AS_OF, "2026-10-31T23:00:00Z"),
                head(43, [{"key": KEY, "record": 1}], NEXT_AS_OF, NEXT),
            ),
        ),
        **AFTER,
        requirements=("XCH-4-6", "XCH-8-19"),
        flags=("Recognition", "Tombstones"),
    ),
    case(
        "n49",
        "A lower revision behind a higher one",
        "It is rejected, though it says what the firm would like.",
        "open",
        why("rejected"),
        records=((), (("/revision", 2),)),
        streams=two_heads(entries(0), [{"key": KEY, "record": 1}]),
        requirements=("XCH-8-19", "XCH-13-5"),
    ),
    case(
        "p40",
        "A lower revision at a reset that was confirmed",
        "Then it is told and rejects nothing.",
        "yes",
        records=((), (("/revision", 2),)),
        streams=(
            stream(
                head(41, entries(0)),
                head(42, [{"key": KEY, "record": 1}], NEXT_AS_OF, NEXT, reset=True),
            ),
        ),
        revision=2,
        requirements=("XCH-8-19", "XCH-13-5"),
    ),
    # Which holder.
    case(
        "p41",
        "A TIN that another holder had before",
        "until of a former TIN is exclusive: from then on one holder has it.",
        "yes",
        records=((), second(former(TIN, PASSED))),
        **NUMBERS,
        at=PASSED,
    ),
    case(
        "n50",
        "A TIN that passed to another holder, before it did",
        "Two records have it, one among its former ones.",
        "open",
        why("two-holders"),
        why("two-holders", SECOND),
        records=((), second(former(TIN, PASSED))),
        requirements=("XCH-13-4", "XCH-13-3"),
        at=STILL,
    ),
    case(
        "p42",
        "A firm that merged, by its TIN of before the merger",
        "The former TIN was still its own.",
        "yes",
        records=(second(former(TIN, PASSED)),),
        streams=(stream(head(41, [{"key": SECOND, "record": 0}])),),
        key=SECOND,
        reasons=(why("recognised", SECOND),),
        **NUMBERS,
        at=STILL,
    ),
    case(
        "n51",
        "A firm that merged, by its TIN behind the merger",
        "Nobody has it any more.",
        "no",
        why("not-in-stream", ""),
        records=(second(former(TIN, PASSED)),),
        streams=(stream(head(41, [{"key": SECOND, "record": 0}])),),
        **NUMBERS,
        at=PASSED,
    ),
    case(
        "n52",
        "A record that another one replaces",
        "Nothing is inherited: its own status decides.",
        "no",
        why("status", status="revoked"),
        records=(
            (history(event(2, "revoked", "2026-06-01")),),
            second(
                (
                    "/authorisation/replaces",
                    [{"administration": "HK", "recordId": "HK-2024-0001", "cause": "merger"}],
                )
            ),
        ),
        requirements=("XCH-13-6",),
    ),
    case(
        "p43",
        "Two records of one holder, one of them suspended",
        "Where one is recognised the answer is, and the other is named.",
        "yes",
        why("recognised"),
        why("status", SECOND, "suspended"),
        records=((), second(("/holder/tin", TIN), suspended_from("2026-06-01"))),
        requirements=("XCH-13-6",),
    ),
    case(
        "n53",
        "Two records of one holder, one rejected and one suspended",
        "Where one is open and none recognised the answer is open.",
        "open",
        why("rejected"),
        why("status", SECOND, "suspended"),
        records=(
            (("/history/0/seq", 0),),
            second(("/holder/tin", TIN), suspended_from("2026-06-01")),
        ),
        requirements=("XCH-13-6",),
    ),
    case(
        "p44",
        "An identifier in force",
        "The holder has it at the instant.",
        "yes",
        records=((numbered(LEI, until="2026-11-01T00:00:01Z"),),),
        question={"identifier": f"LEI:{LEI}"},
        **NUMBERS,
    ),
    case(
        "n54",
        "An identifier that ended",
        "until is exclusive.",
        "no",
        why("not-in-stream", ""),
        records=((numbered(LEI, until=T),),),
        question={"identifier": f"LEI:{LEI}"},
        **NUMBERS,
    ),
    case(
        "n55",
        "An identifier of two holders",
        "Nobody can tell which is meant.",
        "open",
        why("two-holders"),
        why("two-holders", SECOND),
        records=((numbered(LEI),), second(numbered(LEI))),
        question={"identifier": f"LEI:{LEI}"},
        requirements=("XCH-13-4", "XCH-13-3"),
    ),
    case(
        "p45",
        "An identifier that one of two holders had before",
        "At the instant one has it.",
        "yes",
        records=((numbered(LEI),), second(numbered(LEI, until=T))),
        question={"identifier": f"LEI:{LEI}"},
        **NUMBERS,
    ),
    # Codes that the asking side issued.
    case(
        "p46",
        "A code of the asking side's table, echoed by nobody",
        "The table names the TIN.",
        "yes",
        question=JP_CODE,
        profiles=OWN_CODES,
        codes=code(TIN),
        **NUMBERS,
    ),
    case(
        "n56",
        "A code that the sender echoes and nobody issued",
        "The table decides, and it has none.",
        "no",
        why("code-not-issued", ""),
        records=((ECHO,),),
        question=JP_CODE,
        profiles=OWN_CODES,
        codes=(),
        **NUMBERS,
    ),
    case(
        "n57",
        "A code that the sender echoes for another firm",
        "It was issued for the firm that is suspended.",
        "no",
        why("status", status="suspended"),
        records=((suspended_from("2026-06-01"),), second(ECHO)),
        question=JP_CODE,
        profiles=OWN_CODES,
        codes=code(TIN),
        **NUMBERS,
    ),
    case(
        "n58",
        "A code of the asking side without its table",
        "What the sender echoes decides nothing.",
        "open",
        why("no-own-codes", ""),
        records=((ECHO,),),
        question=JP_CODE,
        profiles=OWN_CODES,
        **NUMBERS,
    ),
    case(
        "n59",
        "A code that ended",
        "until is exclusive.",
        "no",
        why("code-not-issued", ""),
        question=JP_CODE,
        profiles=OWN_CODES,
        codes=code(TIN, until=T),
        **NUMBERS,
    ),
    case(
        "p47",
        "The first second of a code",
        "from is inclusive.",
        "yes",
        question=JP_CODE,
        profiles=OWN_CODES,
        codes=code(TIN, **{"from": T}),
        **NUMBERS,
    ),
    # A union, and a move within it.
    case(
        "p48",
        "A record of a member of a union",
        "The row is of the union, and the stream of its member.",
        "yes",
        streams=(german(),),
        key=DE,
        reasons=(why("recognised", DE),),
        **OF_UNION,
        **MOVED,
    ),
    case(
        "p49",
        "A record that moved, as both streams say",
        "The old stream has a tombstone that names the new one.",
        "yes",
        records=(FROM_AUSTRIA,),
        streams=(austrian(gone("moved", "2026-09-01T00:00:00Z", AT_KEY, "DE")), german(key=AT_KEY)),
        key=AT_KEY,
        reasons=(why("recognised", AT_KEY),),
        **OF_UNION,
        **MOVED,
    ),
    case(
        "n60",
        "A record that moved, as the new stream alone says",
        "The old stream is received and does not say so.",
        "open",
        why("move-not-confirmed", AT_KEY),
        records=(FROM_AUSTRIA,),
        streams=(austrian(), german(key=AT_KEY)),
        **OF_UNION,
        **MOVED,
    ),
    case(
        "p50",
        "A record that moved from where no stream is received",
        "Nothing could say so.",
        "yes",
        records=(FROM_AUSTRIA,),
        streams=(german(key=AT_KEY),),
        key=AT_KEY,
        reasons=(why("recognised", AT_KEY),),
        **OF_UNION,
        **MOVED,
    ),
    case(
        "n61",
        "A firm in no stream that answers, beside one that does not",
        "It may be in the stream that is stale.",
        "open",
        why("stale", ""),
        why("not-in-stream", ""),
        streams=(german(), stream(head(9, [], OLD, OLD), sender="AT")),
        **{**OF_UNION, "question": {"tin": "DE0000009"}},
        **STREAMS,
    ),
    case(
        "p51",
        "A firm in the stream that answers, beside one that does not",
        "Each stream is asked by itself.",
        "yes",
        why("recognised", DE),
        why("stale", ""),
        streams=(german(), stream(head(9, [], OLD, OLD), sender="AT")),
        key=DE,
        **OF_UNION,
        **STREAMS,
    ),
)
