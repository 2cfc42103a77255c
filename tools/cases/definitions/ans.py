"""Answers to heads, taken or not: AEO-XCH-40 to AEO-XCH-43 and AEO-XCH-45 (part 6, section 10)."""

from __future__ import annotations

from typing import Any

from answering import AnswerCase, Answered
from msgspec.structs import replace
from receiving import PROFILE
from streaming import Message, day, firm, key

FIRST = Message(sequence=1, lines=(firm(1), firm(2, 4)))
SECOND = Message(sequence=2, lines=(firm(1), firm(2, 4), firm(3)))
CODE = {"scheme": "JP-CN", "value": "3404996427780"}
BY_CODE = {
    **PROFILE,
    "parties": [
        PROFILE["parties"][0],
        {
            "party": "JP",
            "time_zone": "Asia/Tokyo",
            "identifier_mode": "partner-customs-code",
            "identifier_schemes": ["JP-CN"],
        },
    ],
    "own": {"side": "HK"},
}
LATER = {"issuedAt": "2026-11-04T12:00:00Z"}
ZEROS = "0" * 64


def told(number: int = 1, revision: int | None = 1, **changes: Any) -> dict[str, Any]:
    """Return the element about a record; a member of value None is left out."""
    element = {
        "key": key(number),
        "revision": revision,
        "acceptance": "accepted",
        "recognition": "recognised",
        **changes,
    }
    return {name: value for name, value in element.items() if value is not None}


def to_first(*entries: dict[str, Any], **claims: Any) -> Answered:
    """Return an answer to the first head, with elements and other claims."""
    given = {"entries": list(entries)} if entries else {}
    return Answered(to=FIRST, claims={**given, **claims})


def case(name: str, title: str, why: str, *answers: Answered, **more: Any) -> AnswerCase:
    """Return a case of answers to one head or two; the profile goes by codes of Japan."""
    given: dict[str, Any] = {"sent": (FIRST, SECOND), "profile": BY_CODE, **more}
    return AnswerCase(id=f"AEO-XCH-{name}", title=title, why=why, answers=answers, **given)


def _form(number: int, title: str, why: str, answer: Answered) -> AnswerCase:
    return case(f"40.n{number:02}", title, why, answer, finds="AEO-XCH-40")


FORM = (
    case(
        "40.p01",
        "A head that was applied: a record with a code, one with a warning, in the order of keys",
        "Each record is named by its key, with what was made of it.",
        to_first(
            told(1, identifiers=[CODE]),
            told(2, 4, acceptance="accepted-with-warnings", codes=["AEO-DAT-04"]),
        ),
    ),
    case(
        "40.p02",
        "A head that was refused, with the code that stood in its way",
        "There is no element about records then.",
        to_first(outcome="refused", code="AEO-XCH-24"),
    ),
    case(
        "40.p03",
        "A head that was applied, and no element",
        "What the last answer said goes on.",
        to_first(),
    ),
    _form(
        1,
        "A token of another type",
        "What was signed for another purpose is no answer.",
        Answered(to=FIRST, head={"typ": "aeo-head+jwt"}),
    ),
    _form(2, "A member that no answer has", "Its payload is closed.", to_first(mood="good")),
    _form(
        3,
        "A head that was refused, without a code",
        "Whoever reads it could not tell why.",
        to_first(outcome="refused"),
    ),
    _form(
        4,
        "A head that was applied, with a code",
        "Nothing stood in its way.",
        to_first(code="AEO-XCH-24"),
    ),
    _form(
        5,
        "Elements in the wrong order",
        "They stand in the order of their keys, each once.",
        to_first(told(2, 4), told(1)),
    ),
    _form(
        6,
        "A code beside a record that was accepted",
        "Codes stand beside what broke a rule.",
        to_first(told(codes=["AEO-DAT-04"])),
    ),
    _form(
        7,
        "A record that was rejected, and is recognised",
        "Nobody can tell of what was not accepted.",
        to_first(told(acceptance="rejected", codes=["AEO-DAT-01"])),
    ),
    _form(
        8,
        "A code that was issued for a firm that is not recognised",
        "Codes follow from recognition.",
        to_first(told(recognition="not-recognised", identifiers=[CODE])),
    ),
    _form(
        9,
        "A head that was held, with an element",
        "Of a state that was not applied nothing is answered.",
        to_first(told(), outcome="held", code="AEO-XCH-26"),
    ),
    case(
        "40.n10",
        "An answer of a later version",
        "It is held, as a head is: nobody can tell what it says.",
        to_first(specVersion="1.9", mood="new"),
        finds="AEO-SYN-11",
    ),
    case(
        "40.n11",
        "An answer that another key signed than it names",
        "Whoever is named did not sign it.",
        Answered(to=FIRST, signer="hk"),
        finds="AEO-XCH-11",
    ),
    case(
        "40.n12",
        "An answer that was signed 61 seconds after now",
        "The skew is 60 seconds.",
        Answered(to=FIRST, claims={"issuedAt": "2026-11-05T00:01:01Z"}),
        finds="AEO-XCH-14",
    ),
)

HEADS = (
    case(
        "41.p01",
        "An answer that was signed in the instant of its head",
        "Not later than the answer is the same instant too.",
        to_first(issuedAt=day(1)),
    ),
    case(
        "41.n01",
        "An answer to a number that was never sent",
        "It answers something else.",
        Answered(to=Message(sequence=7, lines=FIRST.lines)),
        finds="AEO-XCH-41",
    ),
    case(
        "41.n02",
        "An answer to another head of the number",
        "A head is known by its digest.",
        to_first(head={"sequence": 1, "digest": ZEROS}),
        finds="AEO-XCH-41",
    ),
    case(
        "41.n03",
        "An answer that was signed a second before its head",
        "Nobody answers what is not there yet.",
        to_first(issuedAt="2026-10-19T23:59:59Z"),
        finds="AEO-XCH-41",
    ),
    case(
        "41.n04",
        "An answer under another agreement",
        "It is about another stream.",
        to_first(agreement="HK-JP-OTHER"),
        finds="AEO-XCH-41",
    ),
)

ORDER = (
    case(
        "42.p01",
        "An answer to the second head, behind that to the first",
        "Answers come in the order of the heads.",
        to_first(),
        Answered(to=SECOND),
    ),
    case(
        "42.p02",
        "An answer to the second head, where none came to the first",
        "An answer that was lost stops nothing.",
        Answered(to=SECOND),
    ),
    case(
        "42.n01",
        "An answer to the first head, behind that to the second",
        "What it said is over.",
        Answered(to=SECOND),
        to_first(),
        finds="AEO-XCH-42",
    ),
    case(
        "42.n02",
        "An answer to the first head once more, behind that to the second",
        "A replay would bring back what was said before.",
        to_first(told()),
        Answered(to=SECOND),
        to_first(told()),
        finds="AEO-XCH-42",
    ),
    case(
        "43.p01",
        "The same answer once more",
        "It changes nothing, and that is no refusal.",
        to_first(told()),
        to_first(told()),
    ),
    case(
        "43.p03",
        "The same answer, signed once more",
        "ECDSA has two signatures for one statement, and it is one answer.",
        to_first(told()),
        replace(to_first(told()), anew=True),
    ),
    case(
        "43.p02",
        "A second answer to a head, which a person has chosen",
        "A person decides by its digest.",
        to_first(told()),
        Answered(to=FIRST, claims=LATER, chosen=True),
    ),
    case(
        "43.n01",
        "A second answer to a head, with other bytes",
        "Neither can be preferred: it is held.",
        to_first(told()),
        to_first(told(), **LATER),
        finds="AEO-XCH-43",
    ),
    case(
        "43.n02",
        "A second answer to a head, where another one was chosen",
        "It is chosen by its digest.",
        to_first(told()),
        Answered(to=FIRST, claims=LATER, chooses=ZEROS),
        finds="AEO-XCH-43",
    ),
)

ENTRIES = (
    case(
        "45.p01",
        "An element without a revision",
        "Nobody could read it there.",
        to_first(told(1, None, acceptance="rejected", codes=["AEO-STR-03"], recognition="pending")),
    ),
    case(
        "45.n01",
        "An element about a key that the head does not have",
        "The partner speaks of what was not sent.",
        to_first(told(9)),
        finds="AEO-XCH-45",
    ),
    case(
        "45.n02",
        "An element about another revision than was sent",
        "It answers another record.",
        to_first(told(1, 2)),
        finds="AEO-XCH-45",
    ),
    case(
        "45.n03",
        "A code of a scheme that the partner does not issue",
        "It would write a number of ours into our records.",
        to_first(told(identifiers=[{"scheme": "HK-AEO", "value": "HKAEO-EX-0001"}])),
        finds="AEO-XCH-45",
    ),
    case(
        "45.n04",
        "A code of a partner that goes by the AEO number",
        "Such a side issues none.",
        to_first(told(identifiers=[CODE])),
        profile=PROFILE,
        finds="AEO-XCH-45",
    ),
    case(
        "45.n05",
        "One element that is right and one that is not",
        "One refuses the whole answer.",
        to_first(told(), told(2, 5)),
        finds="AEO-XCH-45",
    ),
)

CASES: tuple[AnswerCase, ...] = (*FORM, *HEADS, *ORDER, *ENTRIES)
