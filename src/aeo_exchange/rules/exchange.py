"""The rules of exchange: heads, files, entries, and the sites they stand on (part 6).

They are declared here with the sentence and reason that `aeo explain` shows; the checking is in
exchange/, where each refusal names its code.
"""

from __future__ import annotations

from aeo_exchange.rules.rule import Rule, Station

__all__ = ["EXCHANGE_RULES"]


def _receive(code: str, clause: str, sentence: str, reason: str) -> Rule:
    return Rule(
        code=code, sentence=sentence, reason=reason, clause=clause, station=Station.RECEIVER
    )


def _publish(code: str, clause: str, sentence: str, reason: str) -> Rule:
    return Rule(
        code=code, sentence=sentence, reason=reason, clause=clause, station=Station.PUBLISHER
    )


EXCHANGE_RULES: tuple[Rule, ...] = (
    _receive(
        "AEO-XCH-10",
        "XCH-8-2",
        "The head of a stream is a token of its form, with its members and no others.",
        "A member that one receiver knows and another ignores is two states under one signature.",
    ),
    _receive(
        "AEO-XCH-11",
        "XCH-8-4",
        "A head, an answer or a receipt is signed by the key that the trust list has for it.",
        "Whoever can change a file could else grant and revoke.",
    ),
    _receive(
        "AEO-XCH-12",
        "XCH-8-5",
        "The trust list lets the key speak for who signed in the exchange.",
        "A key for attestations or status lists in other hands must not open the stream as well.",
    ),
    _receive(
        "AEO-XCH-13",
        "XCH-8-6",
        "The head is of the stream that was meant to be read.",
        "The right list in the wrong place recognises the wrong firms.",
    ),
    _receive(
        "AEO-XCH-14",
        "XCH-8-7",
        "A head, an answer or a receipt was not signed in the future.",
        "A clock that is years ahead would shut the stream for years, since time never goes back.",
    ),
    _receive(
        "AEO-XCH-15",
        "XCH-8-8",
        "No other head of the stream has the number of this one.",
        "Two truths were signed, and no program can say which of them is right.",
    ),
    _receive(
        "AEO-XCH-16",
        "XCH-8-9",
        "The head is not older than the one that was applied last.",
        "An old list, sent again, would grant anew what was taken away since.",
    ),
    _receive(
        "AEO-XCH-17",
        "XCH-8-10",
        "The head is of no earlier state, and was signed no earlier, than the one applied last.",
        "A sender whose time goes back has lost something, and says so by a reset.",
    ),
    _receive(
        "AEO-XCH-18",
        "XCH-8-11",
        "A reset of the stream was confirmed by the operator of the receiver.",
        "A reset lets time go back and entries vanish, which is what an intruder would want too.",
    ),
    _receive(
        "AEO-XCH-19",
        "XCH-8-12",
        "The head is under a partner profile that was adopted here.",
        "Two sides that go by two texts do not mean the same by one record.",
    ),
    _receive(
        "AEO-XCH-20",
        "XCH-8-13",
        "A file leads from what is held to the state of the head.",
        "A difference without its base gives a state that nobody signed.",
    ),
    _receive(
        "AEO-XCH-21",
        "XCH-8-14",
        "A file has the size and the digest that the head names, stored and inflated.",
        "What was cut off, changed on the way or packed to burst is not read.",
    ),
    _receive(
        "AEO-XCH-22",
        "XCH-8-15",
        "Each line is an entry in its one spelling, and the keys rise.",
        "A key twice, or a second spelling, is one thing for one reader and another for the next.",
    ),
    _receive(
        "AEO-XCH-23",
        "XCH-6-2",
        "A delta drops tombstones of its base whose time is over, and nothing else.",
        "A firm could else vanish without a word of why.",
    ),
    _receive(
        "AEO-XCH-24",
        "XCH-8-16",
        "The entries are as many as the head says, and have its root.",
        "An entry left out or put in would else not be seen.",
    ),
    _receive(
        "AEO-XCH-25",
        "XCH-8-17",
        "Every record is one of the sender, cut for this stream, and stands under its own key.",
        "Who sends records of others, or views cut for others, does not know what it sends.",
    ),
    _receive(
        "AEO-XCH-26",
        "XCH-8-18",
        "No more entries are new, change or go at once than the operator has set.",
        "A register exported by mistake, or empty, would else take its place in one night.",
    ),
    _receive(
        "AEO-XCH-27",
        "XCH-8-19",
        "A record has no lower revision than one received, nor the same with another content.",
        "What was said later would be undone by what was said before.",
    ),
    _receive(
        "AEO-XCH-28",
        "XCH-4-6",
        "A record stands again behind a tombstone only where its cause lets it.",
        "A firm that withdrew its consent would else be shared without one.",
    ),
    _receive(
        "AEO-XCH-29",
        "XCH-8-19",
        "An entry goes by a tombstone, and the tombstone when its time is over.",
        "Nobody can say what became of a firm that was left out without a word.",
    ),
    _receive(
        "AEO-XCH-40",
        "XCH-10-1",
        "An answer is a token of its form, with its members and no others, and goes together.",
        "What was not accepted is not recognised, and no code is issued for it.",
    ),
    _receive(
        "AEO-XCH-41",
        "XCH-10-5",
        "An answer is to a head that was sent, by its audience, and names it by its digest.",
        "An answer to another head says nothing of what was sent in this one.",
    ),
    _receive(
        "AEO-XCH-42",
        "XCH-10-3",
        "An answer is not older than the one that was applied.",
        "A code that was withdrawn since would come back.",
    ),
    _receive(
        "AEO-XCH-43",
        "XCH-10-3",
        "There is one answer to a head.",
        "Of two that were signed nobody can tell which the partner means.",
    ),
    _receive(
        "AEO-XCH-45",
        "XCH-10-6",
        "An answer speaks of records that were sent, and issues codes of its own schemes alone.",
        "A partner that names numbers of others would write them into your register.",
    ),
    _receive(
        "AEO-XCH-44",
        "XCH-13-11",
        "A receipt is a token of its form, by the side that decided, not older than its answer.",
        "A decision that can be read in two ways, or was made by nobody, is no proof of one.",
    ),
    _receive(
        "AEO-XCH-46",
        "XCH-11-1",
        "A sealed file is one JWE of its form, with its header members and no others.",
        "Who can choose how a file is opened chooses the weakest way.",
    ),
    _receive(
        "AEO-XCH-47",
        "XCH-11-3",
        "A sealed file is for the key that opens it.",
        "It tells who got a file of somebody else, and by which key to look for the recipient.",
    ),
    _receive(
        "AEO-XCH-48",
        "XCH-11-3",
        "A sealed file is as it was sealed, to its last byte.",
        "What was changed or cut off on the way would be taken for what was sent.",
    ),
    _publish(
        "AEO-XCH-60",
        "XCH-7-1",
        "A published folder holds the files of the layout in their places, and no others.",
        "A receiver looks where the layout says, and a secret that was published is none.",
    ),
    _publish(
        "AEO-XCH-61",
        "XCH-7-2",
        "`head.jwt` is the head with the highest number of its folder.",
        "Whoever reads an older head would take the stream for slower than it is, or for replayed.",
    ),
    _publish(
        "AEO-XCH-62",
        "XCH-7-6",
        "A head comes before the time that the last one told for it.",
        "A receiver cannot tell a sender that is late from one that was cut off.",
    ),
    _publish(
        "AEO-XCH-63",
        "XCH-7-6",
        "The latest head has a snapshot, and deltas from the heads before it.",
        "Who missed a night, or begins, has no way to the state without them.",
    ),
    _publish(
        "AEO-XCH-64",
        "XCH-7-3",
        "A host sends what lets a file be kept, measured and trusted as it is stored.",
        "A client that unpacks a file, or keeps an old head for a day, sees another stream.",
    ),
    _publish(
        "AEO-XCH-65",
        "XCH-7-5",
        "The hints of a site name the streams and trust lists that stand on it.",
        "A partner that begins would look in the wrong place, or find nothing.",
    ),
)
