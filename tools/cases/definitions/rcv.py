"""What a receiver makes of a stream, night after night: RCV-01, and RCV-02 whom it believes.

`p` is applied, `n` is not. The rules of single messages have cases of their own.
"""

from __future__ import annotations

from typing import Any

from attesting import JP
from forging import authority, listed_key, scope, trust_list, unlisted_certificate
from receiving import ReceivingCase
from streaming import (
    AGREEMENT,
    STREAM,
    Body,
    Message,
    consent,
    day,
    entry,
    firm,
    key,
    tombstone,
    view,
)

from definitions.heads import FIRST, NEXT, ONE, SECOND, THIRD, trusting


def case(name: str, title: str, why: str, *messages: Message, **more: Any) -> ReceivingCase:
    """Return a case of a receiver that is of no rule of its own."""
    given: dict[str, Any] = {
        "flags": ("Stream",),
        "requirements": ("XCH-8-1", "CNF-3-14"),
        **more,
    }
    return ReceivingCase(id=f"RCV-{name}", title=title, why=why, messages=messages, **given)


BY_DELTA = Message(sequence=2, lines=NEXT, bodies=(Body(base=FIRST),))
GONE = tombstone(2, "consent-withdrawn", day(3))
THIRD_NIGHT = Message(sequence=3, lines=(NEXT[0], GONE, NEXT[2]), bodies=(Body(base=SECOND),))
HEARTBEAT = Message(sequence=4, lines=THIRD_NIGHT.lines, bodies=())

GRANTED = {"seq": 1, "status": "granted", "effectiveFrom": "2024-01-01T00:00:00Z",
           "recordedAt": "2024-01-01T00:00:00Z"}  # fmt: skip
# What a receiver finds out that asks of records more than their schema.
BROKEN: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
    (
        13,
        "A record with a term that ends before it starts",
        "AEO-DAT-01",
        {
            "authorisation": {
                **view(2)["authorisation"],
                "terms": [
                    {
                        **view(2)["authorisation"]["terms"][0],
                        "until": "2023-01-01T00:00:00Z",
                    }
                ],
            }
        },
    ),
    (
        14,
        "A record with two events of one number",
        "AEO-LIF-02",
        {
            "history": [
                GRANTED,
                {
                    **GRANTED,
                    "status": "suspended",
                    "effectiveFrom": "2025-01-01T00:00:00Z",
                    "recordedAt": "2025-01-01T00:00:00Z",
                },
            ]
        },
    ),
    (
        15,
        "A record with a former TIN that is the present one",
        "AEO-TIN-03",
        {
            "holder": {
                **view(2)["holder"],
                "formerTins": [{"tin": "HK00000002", "until": "2020-01-01T00:00:00Z"}],
            }
        },
    ),
)

NIGHTS = (
    case("01.p01", "The first snapshot", "A receiver begins with nothing.", FIRST),
    case(
        "01.p02",
        "A second snapshot with a new firm and a change",
        "A snapshot says the whole state.",
        FIRST,
        SECOND,
    ),
    case(
        "01.p03",
        "A delta from the night before",
        "It gives the entries whose root is in the head.",
        FIRST,
        BY_DELTA,
    ),
    case(
        "01.p04",
        "A snapshot, a delta, a delta with a tombstone, and a heartbeat",
        "Four nights, and in the end the receiver holds what the sender signed.",
        FIRST,
        BY_DELTA,
        THIRD_NIGHT,
        HEARTBEAT,
    ),
    case(
        "01.p05",
        "A gap is refused, and the next cumulative delta is taken",
        "A lost message stops mattering.",
        FIRST,
        Message(sequence=3, lines=THIRD.lines, bodies=(Body(base=SECOND),)),
        Message(sequence=4, lines=THIRD.lines, bodies=(Body(base=FIRST, gzipped=True),)),
        flags=("Stream", "Gap", "Lost"),
    ),
    case(
        "01.p06",
        "The second message comes behind the third, and then the fourth",
        "What came late is refused, and nothing of the stream is lost.",
        FIRST,
        Message(sequence=3, lines=THIRD.lines),
        SECOND,
        Message(sequence=4, lines=ONE),
        became={
            key(3): "missing AEO-XCH-29",
            key(4): "missing AEO-XCH-29",
            key(1): "rejected AEO-XCH-27",
        },
        flags=("Stream", "Reordered"),
    ),
    case(
        "01.p07",
        "A record that is newer than the receiver, beside one that is not",
        "It is kept whole, and neither accepted nor rejected.",
        Message(sequence=1, lines=(firm(1), firm(2, specVersion="1.9"))),
        became={key(2): "newer"},
        flags=("Stream", "Newer"),
    ),
    case(
        "01.p08",
        "A record with an error, beside one without",
        "The one is rejected and the other is not.",
        Message(
            sequence=1,
            lines=(firm(1), firm(2, consents=[consent("refused", "2024-01-01T00:00:00Z")])),
        ),
        became={key(2): "rejected AEO-SHR-06"},
        flags=("Stream", "Rejected", "Consent"),
    ),
    case(
        "01.p09",
        "A view with an item that no partner may see",
        "What is of class restricted never leaves; a record that holds it is rejected.",
        Message(
            sequence=1,
            lines=(
                entry(
                    view(
                        1,
                        authorisation={
                            **view(1)["authorisation"],
                            "criteria": [{"criterion": "L", "outcome": "met"}],
                        },
                    )
                ),
                firm(2),
            ),
        ),
        became={key(1): "rejected AEO-SHR-01"},
        flags=("Stream", "Rejected", "Restricted"),
    ),
    case(
        "01.p10",
        "A view with the recognition of another partner",
        "Who else recognises a firm is no business of this one.",
        Message(
            sequence=1,
            lines=(
                entry(
                    view(
                        1,
                        recognitions=[
                            {
                                "agreement": "CN-HK-2013",
                                "partner": "CN",
                                "identifierMode": "aeo-number",
                                "from": "2024-02-01T00:00:00Z",
                            }
                        ],
                    )
                ),
                firm(2),
            ),
        ),
        became={key(1): "rejected AEO-SHR-05"},
        flags=("Stream", "Rejected", "Audience"),
    ),
    case(
        "01.p11",
        "A record issued after the state, and a heartbeat as of a later instant",
        "Every record of the state is judged at every message, at its asOf.",
        Message(sequence=1, lines=(firm(1, issuedAt=day(2)), firm(2))),
        Message(sequence=2, lines=(firm(1, issuedAt=day(2)), firm(2)), bodies=()),
        flags=("Stream", "Heartbeat", "Rejected"),
    ),
    case(
        "01.p12",
        "A message for another stream between two of this one",
        "Streams are kept apart: a head of one is no earlier head of the other.",
        Message(sequence=5, lines=ONE),
        Message(
            sequence=1,
            lines=(firm(1, 1, view={"audience": "JP-KOBE", "agreement": AGREEMENT}),),
            claims={"aud": "JP-KOBE"},
            stream={**STREAM, "aud": "JP-KOBE"},
        ),
        Message(sequence=6, lines=NEXT, bodies=(Body(base=Message(sequence=5, lines=ONE)),)),
        flags=("Stream",),
    ),
    *(
        case(
            f"01.p{number}",
            title,
            "A record with an error under any rule is rejected, whatever the rule is about.",
            Message(sequence=1, lines=(firm(1), firm(2, **broken))),
            became={key(2): f"rejected {code}"},
            flags=("Stream", "Rejected", "RuleOfRecord"),
        )
        for number, title, code, broken in BROKEN
    ),
    case(
        "01.n01",
        "A head of a later version of this standard",
        "It may say what this receiver does not know, so it is held and not refused.",
        Message(sequence=1, lines=ONE, claims={"specVersion": "1.9", "mood": "new"}),
        finds="AEO-SYN-11",
        requirements=("XCH-8-2", "XCH-14-1", "CNF-3-14"),
        flags=("Stream", "Newer"),
    ),
    case(
        "01.n02",
        "A replay whose file is not what its head names",
        "The first step that does not hold ends it: what is old is not opened.",
        FIRST,
        SECOND,
        Message(sequence=1, lines=ONE, bodies=FIRST.bodies),
        finds="AEO-XCH-16",
        holds=SECOND,
        flags=("Stream", "Replay", "Order"),
    ),
    case(
        "01.n03",
        "A head of another stream, signed by a key that nobody knows",
        "Whose key it is comes before which stream it is.",
        Message(sequence=1, lines=ONE, key="sg", claims={"aud": "KR"}),
        finds="AEO-TRU-07",
        flags=("Stream", "Order"),
    ),
)


def _key(state: str = "active", **period: str) -> dict[str, Any]:
    return trusting(scope("HK", "HK-AEO"), keys=(listed_key("hk", state, **period),))


OLD_KEY = listed_key("hk", "retired", until=day(2))
NEW_KEY = listed_key("hk-384", **{"from": day(2)})
OWN_ROOT = "unlisted-root"
ROTATED = trusting(scope("HK", "HK-AEO"), keys=(OLD_KEY, NEW_KEY))


def _trust(name: str, title: str, why: str, *messages: Message, **more: Any) -> ReceivingCase:
    given: dict[str, Any] = {
        "requirements": ("XCH-8-3", "CNF-3-14"),
        "flags": ("Stream", "Trust"),
        **more,
    }
    return case(name, title, why, *messages, **given)


TRUST = (
    _trust(
        "02.p01",
        "A new key behind an old one that was retired",
        "Each signed in its own time.",
        FIRST,
        Message(sequence=2, lines=NEXT, key="hk-384"),
        **ROTATED,
    ),
    _trust(
        "02.n01",
        "No trust list",
        "Nobody says whose key it is, so the receiver cannot tell.",
        FIRST,
        trust=(),
        finds="AEO-TRU-01",
    ),
    _trust(
        "02.n02",
        "A trust list under a root that was not pinned",
        "A list from anywhere lets anybody speak.",
        FIRST,
        roots=("root-2",),
        finds="AEO-TRU-03",
    ),
    _trust(
        "02.n03",
        "A trust list that is overdue, and a key that it does not name",
        "A newer list may have brought the key that is missing.",
        Message(sequence=1, lines=ONE, key="sg"),
        trust=(
            trust_list(
                [authority("HK", [listed_key("hk")], [scope("HK", "HK-AEO")]), JP],
                due="2026-10-16T00:00:00Z",
            ),
        ),
        finds="AEO-TRU-04",
    ),
    _trust(
        "02.n04",
        "A key that is not in the trust list",
        "A key that nobody vouches for is a stranger's.",
        Message(sequence=1, lines=ONE, key="sg"),
        finds="AEO-TRU-07",
    ),
    _trust(
        "02.n05",
        "A key in other hands, at a head that was signed before",
        "Whoever has it can sign anything with any date.",
        FIRST,
        finds="AEO-TRU-08",
        **_key("compromised", until="2026-11-01T00:00:00Z"),
    ),
    _trust(
        "02.n06",
        "The old key once more, behind its time",
        "A key speaks for its own time, not for behind it.",
        FIRST,
        SECOND,
        finds="AEO-TRU-09",
        holds=FIRST,
        **ROTATED,
    ),
    _trust(
        "02.n07",
        "The key of Japan at a head of Hong Kong",
        "The key of one country must not sign for another.",
        Message(sequence=1, lines=ONE, key="jp"),
        finds="AEO-TRU-12",
    ),
    _trust(
        "02.n08",
        "Two trust lists that say two things of the key",
        "Choosing one would be guessing.",
        FIRST,
        trust=(
            trust_list([authority("HK", [listed_key("hk")], [scope("HK", "HK-AEO")]), JP]),
            trust_list(
                [
                    authority(
                        "HK",
                        [listed_key("hk", "retired", until="2027-01-01T00:00:00Z")],
                        [scope("HK", "HK-AEO")],
                    )
                ],
                listId="second",
            ),
        ),
        finds="AEO-TRU-10",
    ),
    _trust(
        "02.n09",
        "Published test keys, and nobody asked for them",
        "Everybody has the private half.",
        FIRST,
        test_keys=False,
        finds="AEO-TRU-13",
    ),
    _trust(
        "02.n10",
        "A published test key under a root that is none",
        "The key of a head is looked at as the root is.",
        FIRST,
        trust=(
            trust_list([authority("HK", [listed_key("hk")], [scope("HK", "HK-AEO")])], OWN_ROOT),
        ),
        roots=(),
        root_file=unlisted_certificate(OWN_ROOT),
        test_keys=False,
        finds="AEO-TRU-13",
    ),
)

CASES: tuple[ReceivingCase, ...] = (*NIGHTS, *TRUST)
