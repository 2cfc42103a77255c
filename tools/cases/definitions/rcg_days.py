"""Whether a firm is recognised on a day, by each thing that can change in it: RCG-01 (XCH-13-7).

By hand from section 13 of part 6.
"""

from __future__ import annotations

from typing import Any

from recognising import (
    ALWAYS,
    SECOND,
    RecognitionCase,
    adopted,
    entries,
    gone,
    head,
    profile,
    row,
    stream,
    why,
)

from definitions.bases import LEI, term
from definitions.rcg import DAY, case, consents, edits, suspended_from, terms
from definitions.rcg_streams import (
    JP_CODE,
    NEXT,
    NEXT_AS_OF,
    OWN_CODES,
    TIN,
    code,
    former,
    later,
    numbered,
    second,
    two_heads,
)

# Within the day in Tokyo that is asked about, which begins at 15:00 UTC of the day before.
WITHIN = "2026-11-01T03:00:00Z"
BEFORE_T, AFTER_T = "2026-10-31T23:59:59Z", "2026-11-01T00:00:01Z"
OF_DAY = {"question": DAY, "requirements": ("XCH-13-7",), "flags": ("Recognition", "Day")}
NOBODY = why("not-in-stream", "")
NO_ROW, NO_TIER = why("no-row", ""), why("tier-not-covered")


def turn(name: str, title: str, *told: Any, **more: Any) -> Any:
    """Return a case of a day in which the answer changes."""
    reason = "The answer is not the same at every instant of the day."
    given: dict[str, Any] = {**OF_DAY, **more}
    return case(name, title, reason, "open", why("not-all-day", ""), *told, **given)


def _asked(**question: str) -> dict[str, Any]:
    return {"question": {"day": DAY["day"], **question}}


OLD_TIN = "HK00000007"
# Stale from the second behind 12:00 UTC of the day on.
NEARLY_STALE = "2026-10-29T12:00:00Z"
GIVEN_WITHIN = later(
    4,
    "2026-11-01T10:00:00Z",
    consents(
        ("given", ALWAYS),
        ("withdrawn", "2026-10-15T00:00:00Z"),
        ("given", WITHIN),
    ),
)
CASES: tuple[RecognitionCase, ...] = (
    turn(
        "n70",
        "A day within which a row ends",
        why("recognised"),
        NO_ROW,
        profiles=adopted(profile(row(until=WITHIN))),
    ),
    turn(
        "n71",
        "A day within which a row begins",
        why("recognised"),
        NO_ROW,
        profiles=adopted(profile(row(since=WITHIN))),
    ),
    turn(
        "n72",
        "A day within which a term ends",
        why("recognised"),
        NO_TIER,
        **edits(terms(term("2024-01-01", WITHIN, "TIER2"))),
    ),
    turn(
        "n73",
        "A day within which a term of the tier begins",
        why("recognised"),
        NO_TIER,
        **edits(terms(term("2024-01-01", WITHIN, "TIER1"), term(WITHIN, "", "TIER2"))),
    ),
    turn(
        "n74",
        "A day within which an identifier ends",
        why("recognised"),
        NOBODY,
        records=((numbered(LEI, until=WITHIN),),),
        **_asked(identifier=f"LEI:{LEI}"),
    ),
    turn(
        "n75",
        "A day within which an identifier begins",
        why("recognised"),
        NOBODY,
        records=((numbered(LEI, **{"from": WITHIN}),),),
        **_asked(identifier=f"LEI:{LEI}"),
    ),
    turn(
        "n76",
        "A day within which a former TIN stopped counting",
        why("recognised"),
        NOBODY,
        records=(later(3, "2026-11-01T10:00:00Z", former(OLD_TIN, WITHIN)),),
        streams=(stream(head(41, entries(0), NEXT_AS_OF, NEXT)),),
        known=NEXT,
        **_asked(tin=OLD_TIN),
    ),
    turn(
        "n77",
        "A day within which a tombstone takes effect",
        why("out-of-use"),
        why("consent-withdrawn"),
        streams=two_heads(entries(0), [gone("consent-withdrawn", WITHIN)]),
    ),
    turn(
        "n78",
        "A day within which a consent is given anew",
        why("no-consent"),
        why("recognised"),
        records=(GIVEN_WITHIN,),
        streams=(stream(head(41, entries(0), NEXT_AS_OF, NEXT)),),
        known=NEXT,
    ),
    turn(
        "n79",
        "A day within which a state becomes too old",
        why("recognised"),
        why("stale", ""),
        streams=(stream(head(41, entries(0), NEARLY_STALE, NEARLY_STALE)),),
    ),
    turn(
        "n80",
        "A day within which a code of the asking side ends",
        why("recognised"),
        why("code-not-issued", ""),
        profiles=OWN_CODES,
        codes=code(TIN, until=WITHIN),
        **_asked(**JP_CODE),
    ),
    turn(
        "n81",
        "A day within which a code of the asking side begins",
        why("recognised"),
        why("code-not-issued", ""),
        profiles=OWN_CODES,
        codes=code(TIN, **{"from": WITHIN}),
        **_asked(**JP_CODE),
    ),
    turn(
        "n82",
        "A day within which a tombstone takes effect of which nobody knows whose it is",
        why("out-of-use", ""),
        NOBODY,
        records=(second(),),
        streams=(stream(head(41, [gone("erased", WITHIN), {"key": SECOND, "record": 0}])),),
    ),
    case(
        "p70",
        "A day within which a further row begins that brings another benefit",
        "The benefits are those that follow at each instant, the rows those of all of them.",
        "yes",
        profiles=adopted(profile(row(), row(since=WITHIN, benefits=["FIRST-IN-LINE"]))),
        rows=(1, 2),
        **OF_DAY,
    ),
    case(
        "p71",
        "A day of 23 hours",
        "It ends an hour earlier than others; what begins behind it is of another day.",
        "yes",
        **edits(suspended_from("2026-03-29T22:00:00Z")),
        profiles=adopted(profile(row(since=ALWAYS), zone="Europe/Brussels")),
        **{**OF_DAY, "question": {**DAY, "day": "2026-03-29"}},
    ),
    case(
        "n83",
        "The last second of a day of 25 hours",
        "It ends an hour later than others, and all of it is asked about.",
        "open",
        why("not-all-day", ""),
        why("recognised"),
        why("status", status="suspended"),
        **edits(suspended_from("2026-10-25T22:59:59Z")),
        profiles=adopted(profile(zone="Europe/Brussels")),
        **{**OF_DAY, "question": {**DAY, "day": "2026-10-25"}},
    ),
)
