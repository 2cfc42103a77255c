"""Heads of a stream, taken or not: AEO-XCH-10 to AEO-XCH-19 (part 6, XCH-8-2 to XCH-8-12)."""

from __future__ import annotations

from typing import Any

from attesting import JP
from forging import authority, listed_key, scope, trust_list
from receiving import PROFILE, ReceivingCase
from streaming import AGREEMENT, STREAM, Body, Message, day, entry, firm, root_of, view

ONE = (firm(1), firm(2))
FIRST = Message(sequence=1, lines=ONE)
# A firm more, and another revision of one that was there.
NEXT = (firm(1, 2), firm(2), firm(3))
SECOND = Message(sequence=2, lines=NEXT)
THIRD = Message(sequence=3, lines=(*NEXT, firm(4)))


def case(name: str, title: str, why: str, *messages: Message, **more: Any) -> ReceivingCase:
    """Return a case of a rule of area XCH."""
    given: dict[str, Any] = {"flags": ("Head",), **more}
    return ReceivingCase(id=f"AEO-XCH-{name}", title=title, why=why, messages=messages, **given)


def head(sequence: int = 1, **claims: Any) -> Message:
    """Return a message like the first one, with other members of its head."""
    return Message(sequence=sequence, lines=ONE, claims=claims)


def trusting(*scopes: object, keys: tuple[object, ...] = ()) -> dict[str, Any]:
    """Return what a case is given that has another trust list."""
    hong_kong = authority("HK", list(keys or (listed_key("hk"),)), list(scopes))
    return {"trust": (trust_list([hong_kong, JP]),)}


def _form(number: int, title: str, why: str, message: Message) -> ReceivingCase:
    return case(f"10.n{number:02}", title, why, message, finds="AEO-XCH-10", flags=("Head", "Form"))


FORM = (
    case(
        "10.p01",
        "A head that was signed as of the same instant, and is due a second later",
        "issuedAt may be asOf, and nextUpdate is after it.",
        head(nextUpdate="2026-10-20T00:00:01Z"),
        flags=("Head", "Form", "EdgeValue"),
    ),
    case(
        "10.p02",
        "A head with white space before and behind it",
        "White space at either end of the file is no part of it.",
        Message(sequence=1, lines=ONE, around=(b"\r\n\t ", b" \n")),
        flags=("Head", "Form", "WhiteSpace"),
    ),
    case(
        "10.p03",
        "A payload with spaces between its members",
        "The digest is over the payload as signed, however it is spelled.",
        Message(sequence=1, lines=ONE, written=lambda text: text.replace(b',"', b' , "')),
        Message(sequence=2, lines=NEXT),
        flags=("Head", "Form", "WhiteSpace"),
    ),
    _form(
        12,
        "A payload that says its count twice",
        "What one reader takes from the first another takes from the second.",
        Message(sequence=1, lines=ONE, written=lambda text: text[:-1] + b',"count":3}'),
    ),
    _form(
        13,
        "A head of more than 65,536 bytes",
        "A reader stops there, whatever stands behind.",
        Message(sequence=1, lines=ONE, written=lambda text: text + b" " * 50_000),
    ),
    _form(
        14,
        "A token of four parts",
        "A compact token has three.",
        Message(sequence=1, lines=ONE, around=(b"", b".e30")),
    ),
    _form(
        1,
        "A token of another type",
        "What was signed for another purpose is no head.",
        Message(sequence=1, lines=ONE, head={"typ": "aeo-trust-list+jwt"}),
    ),
    _form(
        2,
        "A header with a member that no head has",
        "A header says alg, typ and kid and nothing else.",
        Message(sequence=1, lines=ONE, head={"jku": "https://keys.example/"}),
    ),
    _form(
        3,
        "A payload with a member that no head has",
        "What one receiver ignores another would act on.",
        head(priority="high"),
    ),
    _form(4, "A head without a root", "Every member of cardinality 1 is there.", head(root=None)),
    _form(
        5,
        "A head that was signed before the state that it tells",
        "issuedAt is not before asOf.",
        head(issuedAt="2026-10-19T23:59:59Z"),
    ),
    _form(
        6,
        "A head that is due when it was signed",
        "nextUpdate is after issuedAt, not the same.",
        head(nextUpdate="2026-10-20T00:00:00Z"),
    ),
    _form(
        7,
        "An agreement without the digest of its profile",
        "The two stand together or not at all.",
        head(profile=None),
    ),
    _form(8, "The number 0", "Numbers begin with 1.", head(sequence=0)),
    _form(9, "A count that is a text", "A number is written as one.", head(count="2")),
    _form(
        10,
        "Two parts in place of three",
        "A compact token has three.",
        Message(sequence=1, lines=ONE, token=b"eyJhbGciOiJFUzI1NiJ9.e30"),
    ),
    _form(
        11,
        "A reason of a reset beside another member",
        "Every object of a head is closed.",
        head(reset={"reason": "a new system", "by": "nobody"}),
    ),
)

NUMBERS = (
    _form(15, "A count below nothing", "Whole numbers begin with 0.", head(count=-1)),
    _form(
        16,
        "A number above the highest that there is",
        "A sequence is at most 2,147,483,648.",
        head(sequence=2_147_483_649),
    ),
    _form(
        17,
        "Two files of one name",
        "Nobody can tell which of the two the file at hand is.",
        Message(sequence=1, lines=ONE, bodies=(Body(), Body())),
    ),
)

SIGNATURES = (
    case(
        "11.p01",
        "A head signed with ES384",
        "The algorithm is the one that the trust list gives the key.",
        Message(sequence=1, lines=ONE, key="hk-384"),
        **trusting(scope("HK", "HK-AEO"), keys=(listed_key("hk-384"),)),
    ),
    case(
        "11.n01",
        "A head that names the key of Hong Kong and was signed by another",
        "Whoever can write a file can name a key.",
        Message(sequence=1, lines=ONE, signer="jp"),
        finds="AEO-XCH-11",
        flags=("Head", "Signature"),
    ),
    case(
        "11.n02",
        "A head in which one figure was changed after it was signed",
        "The state that it names now was never signed.",
        Message(sequence=1, lines=ONE, after={"count": 3}),
        finds="AEO-XCH-11",
        flags=("Head", "Signature", "Tampered"),
    ),
    case(
        "11.n03",
        "The head that was applied, once more under another signature",
        "Its payload is known, and the token is no word of the sender: step 4 comes before step 8.",
        FIRST,
        Message(sequence=1, lines=ONE, signer="jp"),
        finds="AEO-XCH-11",
        holds=FIRST,
        flags=("Head", "Signature", "Repeated"),
    ),
)

PURPOSES = (
    case(
        "12.p01",
        "A key that may speak in the exchange and for nothing else",
        "Keys for attestations and for the exchange should be two.",
        FIRST,
        **trusting(scope("HK", "HK-AEO", purposes=["exchange"])),
    ),
    case(
        "12.p02",
        "The tuple for the exchange begins when the head was signed",
        "The first instant of an interval counts.",
        FIRST,
        **trusting(scope("HK", "HK-AEO", **{"from": day(1)})),
        flags=("Head", "Scope", "EdgeValue"),
    ),
    case(
        "12.n01",
        "A key for attestations and status lists",
        "A key of another purpose must not open the stream as well.",
        FIRST,
        **trusting(scope("HK", "HK-AEO", purposes=["attestation", "status"])),
        finds="AEO-XCH-12",
        flags=("Head", "Scope"),
    ),
    case(
        "12.n02",
        "The tuple for the exchange ended when the head was signed",
        "until is the first instant that does not count.",
        FIRST,
        **trusting(
            scope("HK", "HK-AEO", until=day(1)),
            scope("HK", "HK-AEO", purposes=["attestation"]),
        ),
        finds="AEO-XCH-12",
        flags=("Head", "Scope", "EdgeValue"),
    ),
    case(
        "12.n03",
        "The tuple for the exchange is in the name of another administration",
        "Who may speak for Macao is not asked about Hong Kong.",
        FIRST,
        **trusting(scope("MO", "MO-AEO"), scope("HK", "HK-AEO", purposes=["status"])),
        finds="AEO-XCH-12",
        flags=("Head", "Scope"),
    ),
)

OFFICE = {"audience": "JP-KOBE", "agreement": AGREEMENT}
STREAMS = (
    case(
        "13.p01",
        "A stream for an agency, read as such",
        "The audience of a stream may be an agency; its views are cut for that.",
        Message(sequence=1, lines=(entry(view(1, view=OFFICE)),), claims={"aud": "JP-KOBE"}),
        stream={**STREAM, "aud": "JP-KOBE"},
        flags=("Head", "Stream"),
    ),
    case(
        "13.n01",
        "The stream for an agency in the place of that for its country",
        "A right head in a wrong place is a wrong head.",
        Message(sequence=1, lines=(entry(view(1, view=OFFICE)),), claims={"aud": "JP-KOBE"}),
        finds="AEO-XCH-13",
        flags=("Head", "Stream", "Audience"),
    ),
    case(
        "13.n02",
        "A head for another audience, behind one that was applied",
        "It was signed for Korea, and whoever put it here would have Japan read it.",
        FIRST,
        Message(sequence=2, lines=NEXT, claims={"aud": "KR"}),
        finds="AEO-XCH-13",
        holds=FIRST,
        flags=("Head", "Stream", "Audience"),
    ),
    case(
        "13.n03",
        "A head under another agreement",
        "What was agreed elsewhere does not hold here.",
        head(agreement="HK-JP-OTHER"),
        finds="AEO-XCH-13",
        flags=("Head", "Stream"),
    ),
    case(
        "13.n04",
        "The stream that Japan sends, in the place of that which it receives",
        "Sender and audience have changed places.",
        Message(sequence=1, lines=ONE, key="jp", claims={"iss": "JP", "aud": "HK"}),
        finds="AEO-XCH-13",
        flags=("Head", "Stream"),
    ),
    case(
        "13.n05",
        "A head for the same audience and under the same agreement, by another sender",
        "Who speaks is part of what a stream is.",
        Message(sequence=1, lines=ONE, key="jp", claims={"iss": "JP"}),
        finds="AEO-XCH-13",
        flags=("Head", "Stream"),
    ),
)

TIMES = (
    case(
        "14.p01",
        "A head that was signed 60 seconds after now",
        "Clocks may differ by the skew, and no more.",
        Message(sequence=1, lines=ONE, at="2026-10-19T23:59:00Z"),
        flags=("Head", "Clock", "EdgeValue"),
    ),
    case(
        "14.n01",
        "A head that was signed 61 seconds after now",
        "The skew is 60 seconds.",
        Message(sequence=1, lines=ONE, at="2026-10-19T23:58:59Z"),
        finds="AEO-XCH-14",
        flags=("Head", "Clock", "EdgeValue"),
    ),
    case(
        "14.n02",
        "A head of next year, behind one that was applied",
        "Taken, it would shut the stream for a year, since time never goes back.",
        FIRST,
        Message(
            sequence=2,
            lines=NEXT,
            claims={
                "asOf": "2027-10-21T00:00:00Z",
                "issuedAt": "2027-10-21T00:00:00Z",
                "nextUpdate": "2027-10-22T00:00:00Z",
            },
        ),
        finds="AEO-XCH-14",
        holds=FIRST,
        flags=("Head", "Clock"),
    ),
)

OTHER_SECOND = Message(sequence=2, lines=(firm(1), firm(2), firm(3)))
LOST_SECOND = Message(sequence=2, lines=NEXT, bodies=(Body(lost=True),))
FORKS = (
    case(
        "15.p01",
        "The head that was applied, once more",
        "It is the same head: what was applied stays applied, and that is no refusal.",
        FIRST,
        FIRST,
        flags=("Head", "Sequence", "Repeated"),
    ),
    case(
        "15.p02",
        "The number 7 behind the number 1",
        "Numbers may be left out.",
        FIRST,
        Message(sequence=7, lines=NEXT),
        flags=("Head", "Sequence"),
    ),
    case(
        "15.p03",
        "A head that was refused since its file was lost, now with it",
        "With the same digest it is the same head, and nothing stands in its way any more.",
        FIRST,
        LOST_SECOND,
        SECOND,
        flags=("Head", "Sequence", "Repeated"),
    ),
    case(
        "15.p04",
        "The head that was applied last, once more, in a stream that is disputed",
        "It is the same head: it was applied, and stays so, whatever was signed beside it.",
        FIRST,
        SECOND,
        OTHER_SECOND,
        SECOND,
        flags=("Head", "Sequence", "Repeated", "Fork"),
    ),
    case(
        "15.n05",
        "An older head that was applied, once more, in a stream that is disputed",
        "Every head but the one applied last ends at this step; it is a fork before it is old.",
        FIRST,
        SECOND,
        OTHER_SECOND,
        FIRST,
        finds="AEO-XCH-15",
        holds=SECOND,
        flags=("Head", "Sequence", "Repeated", "Fork"),
    ),
    case(
        "15.n01",
        "Two heads with the number that was applied",
        "Two truths were signed.",
        FIRST,
        Message(sequence=1, lines=NEXT),
        finds="AEO-XCH-15",
        holds=FIRST,
        flags=("Head", "Sequence", "Fork"),
    ),
    case(
        "15.n02",
        "Another head with the number of one that was refused",
        "What was seen counts, applied or not.",
        FIRST,
        LOST_SECOND,
        OTHER_SECOND,
        finds="AEO-XCH-15",
        holds=FIRST,
        flags=("Head", "Sequence", "Fork"),
    ),
    case(
        "15.n03",
        "The next head of a stream of which two heads had one number",
        "The stream is disputed: nothing is applied until a person has decided.",
        FIRST,
        SECOND,
        OTHER_SECOND,
        THIRD,
        finds="AEO-XCH-15",
        holds=SECOND,
        flags=("Head", "Sequence", "Fork"),
    ),
    case(
        "15.n04",
        "Another head with a number that is behind the one applied last",
        "It is a fork before it is old: step 8 comes before step 9.",
        FIRST,
        SECOND,
        Message(sequence=1, lines=NEXT),
        finds="AEO-XCH-15",
        holds=SECOND,
        flags=("Head", "Sequence", "Fork"),
    ),
)

OLD = (
    case(
        "16.p01",
        "The highest number that there is, behind the one before it",
        "A sequence is at most 2,147,483,648.",
        Message(sequence=1, lines=ONE, claims={"sequence": 2_147_483_647}),
        Message(sequence=2, lines=NEXT, claims={"sequence": 2_147_483_648}),
        flags=("Head", "Sequence", "EdgeValue"),
    ),
    case(
        "16.n01",
        "The first head once more, behind the second",
        "An old list, sent again, would grant anew what was taken away since.",
        FIRST,
        SECOND,
        FIRST,
        finds="AEO-XCH-16",
        holds=SECOND,
        flags=("Head", "Sequence", "Replay"),
    ),
    case(
        "16.n02",
        "The second head comes behind the third",
        "A late mail is as old as a replay; the third head says all.",
        FIRST,
        THIRD,
        SECOND,
        finds="AEO-XCH-16",
        holds=THIRD,
        flags=("Head", "Sequence", "Reordered"),
    ),
)

BACK = (
    case(
        "17.p01",
        "The next number as of the same instant",
        "Time does not go back.",
        FIRST,
        Message(sequence=2, lines=NEXT, claims={"asOf": day(1), "issuedAt": day(1)}),
        flags=("Head", "Clock", "EdgeValue"),
    ),
    case(
        "17.n01",
        "The next number as of a second before",
        "A sender whose time goes back has lost something, and says so by a reset.",
        FIRST,
        Message(sequence=2, lines=NEXT, claims={"asOf": "2026-10-19T23:59:59Z"}),
        finds="AEO-XCH-17",
        holds=FIRST,
        flags=("Head", "Clock", "Rollback", "EdgeValue"),
    ),
    case(
        "17.n02",
        "The next number as of the same instant, signed a second before",
        "The one that was signed later has the higher number.",
        Message(sequence=1, lines=ONE, claims={"issuedAt": "2026-10-20T01:00:00Z"}),
        Message(
            sequence=2,
            lines=NEXT,
            claims={"asOf": day(1), "issuedAt": "2026-10-20T00:59:59Z"},
        ),
        finds="AEO-XCH-17",
        holds=Message(sequence=1, lines=ONE),
        flags=("Head", "Clock", "Rollback", "EdgeValue"),
    ),
)

RESET = {"reset": {"reason": "A new system took over."}}
BACK_AGAIN = Message(sequence=2, lines=(firm(1, 1), firm(4)), claims=RESET)
BEFORE_RESET = Message(sequence=1, lines=(firm(1, 5), firm(4)))
RESETS = (
    case(
        "18.p01",
        "A reset that was confirmed, with a lower revision",
        "At a confirmed reset a revision may go back: it is told, and rejects nothing.",
        BEFORE_RESET,
        Message(sequence=2, lines=(firm(1, 1), firm(4)), claims=RESET, confirmed=True),
        became={"HK/HK-2024-0001": "accepted AEO-XCH-27"},
        flags=("Head", "Reset"),
    ),
    case(
        "18.p02",
        "A reset that was confirmed, as of an earlier instant",
        "asOf may go back at a reset.",
        Message(sequence=3, lines=ONE),
        Message(
            sequence=4,
            lines=ONE,
            claims={**RESET, "asOf": day(2), "issuedAt": day(2)},
            confirmed=True,
        ),
        flags=("Head", "Reset", "Clock"),
    ),
    case(
        "18.p03",
        "A head behind a reset that was confirmed",
        "The stream goes on from there.",
        BEFORE_RESET,
        Message(sequence=2, lines=(firm(1, 1), firm(4)), claims=RESET, confirmed=True),
        Message(sequence=3, lines=(firm(1, 2), firm(4))),
        flags=("Head", "Reset"),
    ),
    case(
        "18.n01",
        "A reset that nobody confirmed",
        "An intruder would want that too, so a person decides.",
        BEFORE_RESET,
        BACK_AGAIN,
        finds="AEO-XCH-18",
        holds=BEFORE_RESET,
        flags=("Head", "Reset"),
    ),
    case(
        "18.n02",
        "A reset, and another head was confirmed",
        "A head is confirmed by its digest.",
        BEFORE_RESET,
        Message(sequence=2, lines=(firm(1, 1), firm(4)), claims=RESET, confirms=root_of(ONE)),
        finds="AEO-XCH-18",
        holds=BEFORE_RESET,
        flags=("Head", "Reset"),
    ),
    case(
        "18.n03",
        "A reset as the first head that comes",
        "A receiver that holds nothing does not know what was promised before either.",
        Message(sequence=1, lines=ONE, claims=RESET),
        finds="AEO-XCH-18",
        flags=("Head", "Reset"),
    ),
)

SECOND_VERSION = {**PROFILE, "version": 2, "consent": "given"}
OTHER_AGREEMENT = {**PROFILE, "code": "HK-JP-OTHER"}
PROFILES = (
    case(
        "19.p01",
        "A head under the first of two versions that were adopted",
        "The digest is that of a version that the operator has adopted, not of the last one.",
        FIRST,
        profiles=(SECOND_VERSION, PROFILE),
        flags=("Head", "Profile"),
    ),
    case(
        "19.p02",
        "The profile of the receiver has other limits of its own than that of the sender",
        "What a side has set for itself is no part of the digest.",
        FIRST,
        profiles=({**PROFILE, "own": {"side": "JP", "staleness_hours": 24}},),
        flags=("Head", "Profile"),
    ),
    case(
        "19.n01",
        "A head under a text that nobody adopted",
        "The sides have not agreed on one text.",
        head(profile=root_of(ONE)),
        finds="AEO-XCH-19",
        flags=("Head", "Profile"),
    ),
    case(
        "19.n02",
        "No profile was adopted",
        "A stream under an agreement needs its text.",
        FIRST,
        profiles=(),
        finds="AEO-XCH-19",
        flags=("Head", "Profile"),
    ),
    case(
        "19.n03",
        "A head under the adopted profile of another agreement",
        "It is of that agreement, and the stream of this one.",
        FIRST,
        profiles=(PROFILE, OTHER_AGREEMENT),
        finds="AEO-XCH-19",
        flags=("Head", "Profile"),
    ),
)

CASES: tuple[ReceivingCase, ...] = (
    *FORM,
    *NUMBERS,
    *SIGNATURES,
    *PURPOSES,
    *STREAMS,
    *TIMES,
    *FORKS,
    *OLD,
    *BACK,
    *RESETS,
    *PROFILES,
)
