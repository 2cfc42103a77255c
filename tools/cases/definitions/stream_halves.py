"""Halves of part 6 that a receiver can get wrong alone: disputes, instants, what came back.

Each is the other half of a case that stands elsewhere. They were found by changing a receiver that
passed in one place at a time (docs/mutants.md).
"""

from __future__ import annotations

from typing import Any

from forging import scope
from msgspec.structs import replace
from receiving import PROFILE, ReceivingCase, profile_digest
from streaming import Body, Line, Message, consent, day, firm, key, salt, tombstone

from definitions.came_back import (
    ANOTHER,
    BACK_IN_GERMANY,
    BEHIND,
    FRENCH,
    GERMAN,
    GIVEN,
    IN_UNION,
    MISSING,
    MOVING,
    OUT,
    SECOND_LATER,
    SECOND_VERSION,
    WITHDRAWN,
    again,
    moved,
    sent,
    states,
)
from definitions.heads import (
    FIRST,
    LOST_SECOND,
    NEXT,
    ONE,
    OTHER_SECOND,
    RESET,
    SECOND,
    THIRD,
    case,
    head,
    trusting,
)
from definitions.one_message import (
    FOURTH,
    HELD_THREE,
    NAMED,
    OTHER_THIRD,
    STRICT,
    TWO_CHANGED,
    TWO_FORKS,
    TWO_OF_ONE_APPLIED,
    TWO_UNAPPLIED,
)

# ------------------------------------------------------------ disputes


def _taking(message: Message, takes: Message) -> Message:
    """Return a message before which the operator takes a head."""
    return replace(message, takes=takes)


def _dispute(name: str, title: str, why: str, *messages: Message, **more: Any) -> ReceivingCase:
    given: dict[str, Any] = {
        "flags": ("Head", "Sequence", "Fork", "Taken"),
        "requirements": ("XCH-8-8", "CNF-3-14"),
        **more,
    }
    if name.startswith("n"):
        given["finds"] = "AEO-XCH-15"
    return case(f"15.{name}", title, why, *messages, **given)


RESET_SECOND = replace(SECOND, claims=RESET)
OTHER_FIRST = Message(sequence=1, lines=NEXT)
LOST_CHANGED = replace(TWO_CHANGED, bodies=(Body(lost=True),))
OTHER_CHANGED = Message(sequence=2, lines=(firm(1, 2), firm(2, 2), firm(3)), claims=NAMED)
LATE_THREE = Message(sequence=3, lines=(*HELD_THREE.lines, firm(4)), claims=NAMED)
OTHER_LATE = Message(sequence=3, lines=(*HELD_THREE.lines, firm(5)), claims=NAMED)
DISPUTES = (
    _dispute(
        "p65",
        "A head that came while the stream was disputed, once more when the dispute has ended",
        "It was refused for the dispute of others, and is the only one of its number.",
        *TWO_OF_ONE_APPLIED,
        THIRD,
        _taking(THIRD, SECOND),
    ),
    _dispute(
        "p66",
        "A reset that was taken, beside another head of its number",
        "Who takes a head by its digest has confirmed it, as a reset too.",
        FIRST,
        RESET_SECOND,
        OTHER_SECOND,
        _taking(RESET_SECOND, RESET_SECOND),
        flags=("Head", "Sequence", "Fork", "Taken", "Reset"),
    ),
    _dispute(
        "p67",
        "The next head, when the one that came first and was not taken has come again",
        "What was not taken disputes nothing again, though it came before the one that was.",
        *TWO_UNAPPLIED,
        _taking(OTHER_SECOND, OTHER_SECOND),
        LOST_SECOND,
        THIRD,
    ),
    _dispute(
        "p68",
        "A head that was taken and changes two of three entries, behind a second one taken",
        "Each head that was taken is confirmed, not the last one alone.",
        HELD_THREE,
        LOST_CHANGED,
        OTHER_CHANGED,
        LATE_THREE,
        OTHER_LATE,
        _taking(OTHER_CHANGED, TWO_CHANGED),
        _taking(OTHER_CHANGED, LATE_THREE),
        TWO_CHANGED,
        profiles=(STRICT,),
        flags=("Head", "Sequence", "Fork", "Taken", "MassChange"),
    ),
    _dispute(
        "p69",
        "The next head, when what was not taken in the first of two disputes has come again",
        "What was left behind by each dispute disputes nothing again.",
        *TWO_FORKS,
        _taking(OTHER_SECOND, SECOND),
        _taking(OTHER_THIRD, OTHER_THIRD),
        OTHER_SECOND,
        Message(sequence=4, lines=OTHER_THIRD.lines),
    ),
    case(
        "15.p70",
        "A head for another audience with the number of the next one, and the next one",
        "It ended at step 6, so of this stream it was not seen.",
        FIRST,
        replace(OTHER_SECOND, claims={"aud": "KR"}),
        SECOND,
        flags=("Head", "Sequence", "Stream"),
        requirements=("XCH-8-8",),
    ),
    case(
        "15.p72",
        "A reset that was confirmed and applied, once more",
        "It is the head applied last, which ends here: nobody has to confirm it again.",
        FIRST,
        replace(RESET_SECOND, confirmed=True),
        RESET_SECOND,
        flags=("Head", "Sequence", "Repeated", "Reset"),
        requirements=("XCH-8-8",),
    ),
    case(
        "15.p71",
        "A head with the number of the next one that another key signed, and the next one",
        "It is no word of the sender: else anybody could shut the stream.",
        FIRST,
        replace(OTHER_SECOND, signer="jp"),
        SECOND,
        flags=("Head", "Sequence", "Signature"),
        requirements=("XCH-8-8",),
    ),
    _dispute(
        "n63",
        "A reset that was confirmed, with the number that was applied",
        "A number is not used again, after a reset neither; it is a fork before it is a reset.",
        FIRST,
        Message(sequence=1, lines=NEXT, claims=RESET, confirmed=True),
        holds=FIRST,
        flags=("Head", "Sequence", "Fork", "Reset"),
    ),
    _dispute(
        "n64",
        "The next head, when of two older heads that which was not applied is taken",
        "One of them was applied, though another one since; only that one can be taken.",
        FIRST,
        SECOND,
        OTHER_FIRST,
        _taking(THIRD, OTHER_FIRST),
        holds=SECOND,
    ),
    _dispute(
        "n65",
        "The next head, when a head is taken before another one of its number comes",
        "Nothing was disputed then, so nothing was decided: the dispute begins behind it.",
        FIRST,
        _taking(SECOND, SECOND),
        OTHER_SECOND,
        THIRD,
        holds=SECOND,
    ),
)

# ------------------------------------------------------------ which instant of a head

# Of the state before noon, and signed after it.
BEFORE_NOON, NOON, AFTER_NOON = (
    f"2026-10-21T{clock}Z" for clock in ("11:59:59", "12:00:00", "12:00:01")
)
ACROSS_NOON: dict[str, str] = {"asOf": BEFORE_NOON, "issuedAt": AFTER_NOON}
SHORT = tombstone(1, "out-of-scope", day(1), NOON)
HOLDING_SHORT = Message(sequence=1, lines=(SHORT, ANOTHER))
INSTANTS = (
    case(
        "12.p03",
        "The tuple for the exchange begins between the state and the signature",
        "issuedAt has to lie in its interval; asOf is not asked.",
        Message(sequence=2, lines=ONE, claims=ACROSS_NOON),
        **trusting(scope("HK", "HK-AEO", **{"from": NOON})),
        flags=("Head", "Scope", "Clock"),
    ),
    case(
        "12.n04",
        "The tuple for the exchange ends between the state and the signature",
        "issuedAt has to lie in its interval; asOf is not asked.",
        Message(sequence=2, lines=ONE, claims=ACROSS_NOON),
        **trusting(
            scope("HK", "HK-AEO", until=NOON),
            scope("HK", "HK-AEO", purposes=["attestation"]),
        ),
        finds="AEO-XCH-12",
        flags=("Head", "Scope", "Clock"),
    ),
    case(
        "14.n03",
        "A head of a state of now that was signed 61 seconds after now",
        "It is issuedAt that is not from the future, and not asOf alone.",
        Message(sequence=1, lines=ONE, claims={"issuedAt": "2026-10-20T00:01:01Z"}, at=day(1)),
        finds="AEO-XCH-14",
        flags=("Head", "Clock", "EdgeValue"),
    ),
    case(
        "17.p02",
        "The next number as of a later instant, signed when the one before was",
        "Neither instant is before that of the head applied last; one of them may be the same.",
        Message(sequence=1, lines=ONE, claims={"issuedAt": day(2)}),
        Message(sequence=2, lines=NEXT, claims={"asOf": day(2), "issuedAt": day(2)}),
        flags=("Head", "Clock", "EdgeValue"),
    ),
    case(
        "23.n04",
        "A drop of a tombstone whose time is over between the state and the signature",
        "retainUntil is compared with asOf of the head.",
        HOLDING_SHORT,
        Message(
            sequence=2,
            lines=(ANOTHER,),
            claims=ACROSS_NOON,
            bodies=(Body(base=HOLDING_SHORT),),
        ),
        finds="AEO-XCH-23",
        holds=HOLDING_SHORT,
        flags=("Delta", "Tombstone", "Clock"),
    ),
    case(
        "25.n61",
        "A record whose tuple ends between the state and the signature",
        "issuedAt of the head has to lie in the interval of the tuple of each record.",
        Message(sequence=2, lines=ONE, claims=ACROSS_NOON),
        **trusting(
            scope("HK", "HK-AEO", until=NOON),
            scope("HK", "HK-OTHER"),
        ),
        finds="AEO-XCH-25",
        flags=("Entry", "Scope", "Clock"),
    ),
    case(
        "25.p61",
        "A record whose tuple begins between the state and the signature",
        "issuedAt of the head has to lie in the interval of the tuple of each record.",
        Message(sequence=2, lines=ONE, claims=ACROSS_NOON),
        **trusting(
            scope("HK", "HK-AEO", **{"from": NOON}),
            scope("HK", "HK-OTHER"),
        ),
        flags=("Entry", "Scope", "Clock"),
    ),
    case(
        "28.n19",
        "A consent that is given between the state and the signature",
        "The consent that counts at asOf is asked, and it is still the one that was withdrawn.",
        *states(firm(1), WITHDRAWN),
        Message(
            sequence=3,
            lines=(
                firm(
                    1,
                    2,
                    issuedAt="2026-10-22T12:00:00Z",
                    consents=[
                        consent("withdrawn", day(2)),
                        consent("given", "2026-10-22T12:00:00Z"),
                    ],
                ),
                ANOTHER,
            ),
            claims={"asOf": "2026-10-22T11:59:59Z", "issuedAt": "2026-10-22T12:00:01Z"},
        ),
        became={key(1): BEHIND},
        flags=("Entry", "Tombstone", "Consent", "Clock"),
    ),
    case(
        "29.n05",
        "A tombstone that is left out, whose time is over between the state and the signature",
        "retainUntil is compared with asOf of the head.",
        HOLDING_SHORT,
        Message(sequence=2, lines=(ANOTHER,), claims=ACROSS_NOON),
        became={key(1): MISSING},
        flags=("Entry", "Missing", "Tombstone", "Clock"),
    ),
)

# ------------------------------------------------------------ form, number

FORM = (
    case(
        "10.n61",
        "The digest of a profile without an agreement",
        "A stream under no agreement has no partner profile.",
        head(agreement=None),
        finds="AEO-XCH-10",
        flags=("Head", "Form"),
    ),
    case(
        "10.n62",
        "A file whose name is a path",
        "A name is no path: who wrote it down would leave the folder.",
        Message(sequence=1, lines=ONE, bodies=(Body(told=lambda _: {"name": "../x"}),)),
        finds="AEO-XCH-10",
        flags=("Head", "Form", "File"),
    ),
    case(
        "10.n63",
        "A root in capital letters",
        "Hexadecimal digits are in lower case.",
        head(root=FIRST.root.upper()),
        finds="AEO-XCH-10",
        flags=("Head", "Form"),
    ),
    case(
        "16.n03",
        "A reset that was confirmed, with a number below the one applied last",
        "sequence still rises at a reset.",
        FIRST,
        FOURTH,
        Message(sequence=3, lines=ONE, claims=RESET, confirmed=True),
        finds="AEO-XCH-16",
        holds=FOURTH,
        flags=("Head", "Sequence", "Reset"),
    ),
)
assert FIRST.root != FIRST.root.upper()

# ------------------------------------------------------------ how many change


def _other_salt(line: Line) -> Line:
    return {**line, "salt": salt("", "")}


OVER = tombstone(1, "out-of-scope", day(1), day(2)), tombstone(2, "out-of-scope", day(1), day(2))
HOLDING_TOMBSTONES = Message(sequence=1, lines=(*OVER, firm(3)))


def _many(name: str, title: str, why: str, *messages: Message, **more: Any) -> ReceivingCase:
    return case(
        f"26.{name}",
        title,
        why,
        *messages,
        finds="AEO-XCH-26",
        holds=messages[0],
        profiles=(STRICT,),
        **more,
    )


MANY = (
    _many(
        "n17",
        "Two of three entries are tombstones whose time is over, and are dropped",
        "A drop counts, as the tombstone did that stood in the place of a view.",
        HOLDING_TOMBSTONES,
        Message(sequence=2, lines=(firm(3),), bodies=(Body(base=HOLDING_TOMBSTONES),)),
        flags=("MassChange", "Tombstone", "Delta"),
    ),
    _many(
        "n18",
        "Two of three entries have another salt",
        "What counts is whether the line is another, whatever of it.",
        HELD_THREE,
        Message(sequence=2, lines=(firm(1), *map(_other_salt, (firm(2), firm(3))))),
        flags=("MassChange",),
    ),
    _many(
        "n19",
        "Two of three tombstones say another cause",
        "What counts is whether the line is another, of a tombstone too.",
        Message(sequence=1, lines=tuple(tombstone(n, "out-of-scope", day(1)) for n in (1, 2, 3))),
        Message(
            sequence=2,
            lines=(
                tombstone(1, "out-of-scope", day(1)),
                tombstone(2, "erased", day(1)),
                tombstone(3, "erased", day(1)),
            ),
        ),
        flags=("MassChange", "Tombstone"),
    ),
)

# ------------------------------------------------------------ what came back


def _came(name: str, title: str, why: str, *lines: Line | None, **more: Any) -> ReceivingCase:
    given: dict[str, Any] = {"flags": ("Entry", "Tombstone"), **more}
    became = given.pop("became", "")
    return case(
        name, title, why, *states(*lines), became={key(1): became} if became else {}, **given
    )


GONE_SOON = tombstone(1, "consent-withdrawn", day(2), day(3))
FIRST_OF_TWO, *OF_SECOND = states(firm(1, 5), OUT, firm(1, 4))
BEFORE, *OTHERS = states(tombstone(1, "consent-withdrawn", day(1)), firm(1, 2), firm(1, 3))
FRANCE_LET_GO = (FRENCH[0], sent(2, "FR", moved(2, "NL")))
CAME_BACK = (
    _came(
        "28.p09",
        "A consent of before the tombstone, behind a record that came back",
        "The record that was accepted took the tombstone away, and nothing stands there any more.",
        firm(1),
        WITHDRAWN,
        again(2, SECOND_LATER),
        firm(1, 3, consents=[consent("given", GIVEN)]),
        flags=("Entry", "Tombstone", "Consent"),
    ),
    case(
        "28.p10",
        "A lower revision behind `out-of-scope`, under another version of the profile",
        "Under another version the revisions received before count no more; the tombstone does.",
        replace(FIRST_OF_TWO, claims={"profile": profile_digest(PROFILE)}),
        *OF_SECOND,
        profiles=(PROFILE, SECOND_VERSION),
        flags=("Entry", "Tombstone", "Revision", "Profile"),
    ),
    _came(
        "28.n20",
        "No other consent, behind a tombstone that was dropped when its time was over",
        "Only a record that is accepted takes a tombstone away, so one that was dropped stands on.",
        firm(1),
        GONE_SOON,
        None,
        firm(1, 2),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Consent"),
    ),
    case(
        "28.n21",
        "A record that moved to France and is said to be back, and France let it go elsewhere",
        "The tombstone of France has to say `to` this sender.",
        *GERMAN,
        *FRANCE_LET_GO,
        BACK_IN_GERMANY,
        became={MOVING: BEHIND},
        **IN_UNION,
    ),
    case(
        "28.n22",
        "No other consent, at the head behind a reset at which it was rejected",
        "A reset takes back revisions, and no tombstone: not from the next head on either.",
        *states(firm(1), WITHDRAWN),
        Message(sequence=3, lines=(firm(1, 2), ANOTHER), claims=RESET, confirmed=True),
        Message(sequence=4, lines=(firm(1, 3), ANOTHER)),
        became={key(1): BEHIND},
        flags=("Entry", "Tombstone", "Consent", "Reset"),
    ),
    case(
        "28.n23",
        "No other consent, at the second head under another version of the profile",
        "Under another version revisions count anew, and tombstones go on.",
        replace(BEFORE, claims={"profile": profile_digest(PROFILE)}),
        *OTHERS,
        profiles=(PROFILE, SECOND_VERSION),
        became={key(1): BEHIND},
        flags=("Entry", "Tombstone", "Consent", "Profile"),
    ),
    _came(
        "28.p11",
        "A consent that was given later, behind a tombstone as the first of its key",
        "No revision was received, so each is higher.",
        WITHDRAWN,
        WITHDRAWN,
        again(2, SECOND_LATER),
        flags=("Entry", "Tombstone", "Consent"),
    ),
    _came(
        "28.n24",
        "No other consent, behind `out-of-scope` and a tombstone of the consent that followed it",
        "The tombstone that was told last stands, unless the one before says erased.",
        firm(1),
        OUT,
        tombstone(1, "consent-withdrawn", day(3)),
        firm(1, 2),
        became=BEHIND,
        flags=("Entry", "Tombstone", "Consent"),
    ),
    _came(
        "29.p03",
        "A tombstone of a key that was missing",
        "Something is said of the key, so it is missing no more.",
        firm(1),
        None,
        OUT,
        flags=("Entry", "Missing", "Tombstone"),
    ),
)

CASES: tuple[ReceivingCase, ...] = (*DISPUTES, *INSTANTS, *FORM, *MANY, *CAME_BACK)
