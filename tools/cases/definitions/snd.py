"""What the next message of a stream must say: SND-01, by hand from sections 3 to 6 of part 6.

`p` is a message, `n` is none that a sender may make.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from receiving import PROFILE
from sending import SendingCase, gone, view_entry
from streaming import Message, consent, day, entry, key, tombstone

from definitions.bases import PLAIN

GIVEN = consent("given", "2024-01-01T00:00:00Z")
OURS: Mapping[str, Any] = {**PROFILE, "own": {"side": "HK"}}


def full(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return a full record of Hong Kong with a consent for Japan."""
    return {
        **PLAIN,
        "recordId": f"HK-2024-{number:04}",
        "holder": {**PLAIN["holder"], "tin": f"HK{number:08}"},
        "authorisation": {**PLAIN["authorisation"], "number": f"HKAEO-EX-{number:04}"},
        "consents": [GIVEN],
        **changes,
    }


def _seen(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the view of a record of which nothing goes."""
    return {**record, "view": {"audience": "JP", "agreement": GIVEN["scope"]}}


def _case(name: str, title: str, why: str, *records: Mapping[str, Any], **more: Any) -> SendingCase:
    given: dict[str, Any] = {
        "previous": None,
        "entries": (),
        "profile": OURS,
        "number": 5,
        "key": "hk",
        "audience": "JP",
        "issuer": "HK",
        "requirements": ("XCH-3-2", "XCH-5-1"),
        **more,
    }
    return SendingCase(id=f"SND-01.{name}", title=title, why=why, records=records, **given)


def _row(**changes: Any) -> Mapping[str, Any]:
    """Return the profile with a change of its row."""
    return {**OURS, "rows": [{**OURS["rows"][0], **changes}]}


FIRST, SECOND, THIRD = full(), full(2), full(3)
SENT = Message(sequence=4, lines=(entry(_seen(FIRST)), entry(_seen(SECOND))))
# Byte by byte `-` is before each digit, and each letter in capitals before each small one.
ODD = [full(number, recordId=name) for number, name in enumerate(("b", "B", "10", "2", "1-1"), 1)]
WITHDRAWN = full(2, consents=[GIVEN, consent("withdrawn", "2026-09-15T00:00:00Z")])
AGAIN = full(
    2,
    revision=4,
    issuedAt=day(4),
    consents=[
        GIVEN,
        consent("withdrawn", "2026-09-15T00:00:00Z"),
        consent("given", "2026-10-20T00:00:00Z"),
    ],
)
OF_OTHER_TIER = full(
    revision=4,
    issuedAt=day(4),
    authorisation={
        **FIRST["authorisation"],
        "terms": [{**FIRST["authorisation"]["terms"][0], "tiers": ["TIER2"]}],
    },
)
IN_SCOPE_AGAIN = full(revision=5, issuedAt="2026-10-23T06:00:00Z")
CAME_BACK = full(formerAdministrations=["HK", "CN"])
OUT_OF_SCOPE = Message(sequence=4, lines=(tombstone(1, "out-of-scope", day(4)),))
PAUSED = {
    **OURS,
    "rows": [
        {**OURS["rows"][0], "until": "2026-10-15T00:00:00Z"},
        {**OURS["rows"][0], "from": "2026-10-23T12:00:00Z"},
    ],
}
BURIED = tombstone(2, "consent-withdrawn", "2026-09-15T00:00:00Z")
WITH_CONTACTS = full(holder={**FIRST["holder"], "contacts": [{"name": "Desk"}]})
NEXT = ("XCH-3-4", "XCH-3-2")
BURYING = ("XCH-4-4",)
UNKNOWN = ("XCH-4-7",)
HOLDERLESS = {name: value for name, value in AGAIN.items() if name != "holder"}
NAMELESS = {name: value for name, value in SECOND.items() if name != "recordId"}

CASES: tuple[SendingCase, ...] = (
    _case(
        "p01",
        "The first message of a stream",
        "One record is shared.",
        FIRST,
        entries=(view_entry(FIRST),),
    ),
    _case(
        "p02",
        "A stream of nothing",
        "No record is shared, and the root is that of no leaf.",
        full(consents=[consent("refused", "2024-01-01T00:00:00Z")]),
    ),
    _case(
        "p03",
        "Five records whose ids stand in an odd order",
        "Entries stand in the order of the bytes of their keys.",
        *ODD,
        entries=tuple(view_entry(record) for record in ODD),
    ),
    _case(
        "p04",
        "Three records, one of them with what is restricted",
        "Entries hold views.",
        WITH_CONTACTS,
        SECOND,
        THIRD,
        entries=(
            view_entry(WITH_CONTACTS, holder=FIRST["holder"]),
            view_entry(SECOND),
            view_entry(THIRD),
        ),
        requirements=("XCH-2-3", "XCH-4-3", "XCH-5-1"),
    ),
    _case(
        "p05",
        "The same records as in the message before",
        "The head has the same root and a higher number.",
        FIRST,
        SECOND,
        previous=SENT,
        entries=(view_entry(FIRST), view_entry(SECOND)),
        requirements=("XCH-3-5", *NEXT),
    ),
    _case(
        "p06",
        "A record that is new",
        "It stands in its place.",
        FIRST,
        SECOND,
        THIRD,
        previous=SENT,
        entries=(view_entry(FIRST), view_entry(SECOND), view_entry(THIRD)),
        requirements=NEXT,
    ),
    _case(
        "p07",
        "A message before with a number well above its age",
        "The next one is higher.",
        FIRST,
        SECOND,
        previous=Message(
            sequence=900,
            lines=SENT.lines,
            claims={"asOf": day(4), "issuedAt": day(4), "nextUpdate": day(6)},
        ),
        entries=(view_entry(FIRST), view_entry(SECOND)),
        requirements=NEXT,
    ),
    _case(
        "p08",
        "A consent that was withdrawn",
        "A tombstone stands in the place of the view, since the consent.",
        FIRST,
        WITHDRAWN,
        previous=SENT,
        entries=(view_entry(FIRST), gone(key(2), "consent-withdrawn", "2026-09-15T00:00:00Z")),
        requirements=BURYING,
    ),
    _case(
        "p09",
        "A record that moved",
        "A tombstone says where to, since the revision that says so.",
        FIRST,
        full(2, revision=4, issuedAt=day(4), movedTo="CN"),
        previous=SENT,
        entries=(view_entry(FIRST), gone(key(2), "moved", day(4), to="CN")),
        requirements=BURYING,
    ),
    _case(
        "p10",
        "A row that ended",
        "A tombstone says out-of-scope, since the row ended.",
        FIRST,
        previous=Message(sequence=4, lines=SENT.lines[:1]),
        profile=_row(until="2026-10-23T12:00:00Z"),
        entries=(gone(key(), "out-of-scope", "2026-10-23T12:00:00Z"),),
        requirements=BURYING,
    ),
    _case(
        "p14",
        "A record that left the scope by its own change",
        "A tombstone says out-of-scope, since the first revision that no row covers.",
        FIRST,
        OF_OTHER_TIER,
        {**OF_OTHER_TIER, "revision": 5, "issuedAt": "2026-10-23T06:00:00Z"},
        previous=Message(sequence=4, lines=SENT.lines[:1]),
        entries=(gone(key(), "out-of-scope", day(4)),),
        requirements=BURYING,
    ),
    _case(
        "p11",
        "A record that is withheld and was never sent",
        "Nothing of it was shared, so nothing says that it is gone.",
        FIRST,
        WITHDRAWN,
        previous=Message(sequence=4, lines=SENT.lines[:1]),
        entries=(view_entry(FIRST),),
        requirements=BURYING,
    ),
    _case(
        "p12",
        "A tombstone that stands",
        "It is kept until retainUntil, as it is.",
        FIRST,
        WITHDRAWN,
        previous=Message(sequence=4, lines=(SENT.lines[0], BURIED)),
        entries=(
            view_entry(FIRST),
            gone(
                key(2),
                "consent-withdrawn",
                "2026-09-15T00:00:00Z",
                retainUntil="2028-01-01T00:00:00Z",
            ),
        ),
        requirements=BURYING,
    ),
    _case(
        "p13",
        "A consent that was given again",
        "The view comes back in the place of the tombstone.",
        FIRST,
        AGAIN,
        previous=Message(sequence=4, lines=(SENT.lines[0], BURIED)),
        entries=(view_entry(FIRST), view_entry(AGAIN)),
        requirements=("XCH-4-6", *BURYING),
    ),
    _case(
        "p15",
        "A record that came into scope again by its own change",
        "The view of the later revision stands in the place of the tombstone.",
        FIRST,
        OF_OTHER_TIER,
        IN_SCOPE_AGAIN,
        previous=OUT_OF_SCOPE,
        entries=(view_entry(IN_SCOPE_AGAIN),),
        requirements=("XCH-4-6", *UNKNOWN),
    ),
    _case(
        "p16",
        "A record that came into scope again by a row that began",
        "At the instant of the tombstone no row had it in scope, so nothing is lost.",
        FIRST,
        previous=Message(sequence=4, lines=(tombstone(1, "out-of-scope", "2026-10-15T00:00:00Z"),)),
        profile=PAUSED,
        entries=(view_entry(FIRST),),
        requirements=("XCH-4-6", *UNKNOWN),
    ),
    _case(
        "n01",
        "A key that is not on a curve that is used",
        "ATT-2-5 names the algorithms.",
        FIRST,
        key="rsa",
        requirements=("XCH-3-2",),
    ),
    _case(
        "n02",
        "A state that is earlier than that of the message before",
        "Time does not go back.",
        FIRST,
        SECOND,
        previous=Message(sequence=6, lines=SENT.lines),
        requirements=NEXT,
    ),
    _case(
        "n03",
        "An audience that is no side of the profile",
        "Nothing is agreed with it.",
        FIRST,
        audience="CN",
        requirements=("XCH-2-1",),
    ),
    _case(
        "n04",
        "A sender that is no side of the profile",
        "It does not speak for Hong Kong.",
        FIRST,
        issuer="SG",
        requirements=("XCH-3-1", "XCH-2-5"),
    ),
    _case(
        "n05",
        "A record that was sent and is not at hand",
        "Nobody can say what became of it.",
        FIRST,
        previous=SENT,
        requirements=UNKNOWN,
    ),
    _case(
        "n06",
        "A consent that was given again, in a revision that is lost",
        "The one before says that it was withdrawn, and partners would take that.",
        FIRST,
        WITHDRAWN,
        previous=Message(sequence=4, lines=(SENT.lines[0], entry(_seen(AGAIN)))),
        requirements=UNKNOWN,
    ),
    _case(
        "n07",
        "A record that was sent in a higher revision",
        "What is at hand is behind what partners hold.",
        FIRST,
        SECOND,
        previous=Message(sequence=4, lines=(SENT.lines[0], entry(_seen(AGAIN)))),
        requirements=UNKNOWN,
    ),
    _case(
        "n08",
        "A withdrawal that is lost",
        "The consent at hand ended before the tombstone was sent.",
        FIRST,
        SECOND,
        previous=Message(sequence=4, lines=(SENT.lines[0], BURIED)),
        requirements=("XCH-4-6", *UNKNOWN),
    ),
    _case(
        "n09",
        "A record behind a tombstone that says it was erased",
        "It never comes back.",
        FIRST,
        SECOND,
        previous=Message(
            sequence=4, lines=(SENT.lines[0], tombstone(2, "erased", "2026-09-15T00:00:00Z"))
        ),
        requirements=("XCH-4-6", *UNKNOWN),
    ),
    _case(
        "n10",
        "A record behind a tombstone that says it moved, which was never there",
        "The revision that says so is lost.",
        FIRST,
        SECOND,
        previous=Message(
            sequence=4,
            lines=(SENT.lines[0], tombstone(2, "moved", "2026-09-15T00:00:00Z", to="CN")),
        ),
        requirements=("XCH-4-6", *UNKNOWN),
    ),
    _case(
        "n11",
        "Records beside one that cannot be read",
        "It may be a revision of any record, and end a consent.",
        FIRST,
        NAMELESS,
        requirements=UNKNOWN,
    ),
    _case(
        "n12",
        "A record that was sent, and a later revision of it that is no record",
        "Nobody can say what became of it.",
        FIRST,
        SECOND,
        HOLDERLESS,
        previous=SENT,
        requirements=UNKNOWN,
    ),
    _case(
        "n13",
        "A record that left the scope by a change that is lost",
        "By what is at hand it was in scope at the instant of the tombstone.",
        FIRST,
        previous=OUT_OF_SCOPE,
        requirements=("XCH-4-6", *UNKNOWN),
    ),
    _case(
        "n14",
        "A record that came back and moved once more, of which the second move is lost",
        "The revision at hand names the other side, and was issued before the move.",
        CAME_BACK,
        previous=Message(sequence=4, lines=(tombstone(1, "moved", day(4), to="CN"),)),
        requirements=("XCH-4-6", *UNKNOWN),
    ),
)
