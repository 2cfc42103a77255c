"""Messages of which two careful readers of part 6 made two things: one reading each.

The names of the cases go on where those of the rules' own modules end.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace
from receiving import PROFILE, ReceivingCase, Text, profile_digest, profile_toml
from streaming import Body, Bytes, Line, Message, canonical, entry, firm, key, view, xml

from definitions.came_back import IMPORTER, LOWER, states
from definitions.heads import (
    FIRST,
    LOST_SECOND,
    NEXT,
    ONE,
    OTHER_SECOND,
    SECOND,
    THIRD,
    case,
    head,
)

LATER = "2026-11-06T00:00:00Z"
LATER_STILL = "2026-11-07T00:00:00Z"
FIRST_DAY = "2026-10-20T00:00:00Z"
ONLY_XML = " NDJSON has nothing of the kind."
ONLY_LINES = " XML has no element of such a name."
BOTH_SYNTAXES = " A receiver of NDJSON alone cannot be asked."

# ------------------------------------------------------------ profiles

OTHER_TEXT = {**PROFILE, "consent": "given"}
MARKED = Text(b"\xef\xbb\xbf" + profile_toml(PROFILE))
WITH_A_POINT = Text(profile_toml(PROFILE).replace(b"percent = 50", b"percent = 50.0"))
assert profile_toml(PROFILE) != WITH_A_POINT


def _limits(percent: int, version: int = 1) -> Mapping[str, Any]:
    """Return a version of the profile by which a change of some percent is many."""
    own = {"side": "JP", "mass_change": {"percent": percent, "at_least": 1}}
    return {**PROFILE, "version": version, "own": own}


NAMED = {"profile": profile_digest(PROFILE)}
UNDER_FIRST = head(profile=NAMED["profile"])
STRICT, LAX = _limits(50), _limits(90)
LAX_SECOND, STRICT_SECOND = _limits(90, 2), _limits(50, 2)
THREE = (firm(1), firm(2), firm(3))
HELD_THREE = Message(sequence=1, lines=THREE, claims=NAMED)
TWO_CHANGED = Message(sequence=2, lines=(firm(1), firm(2, 2), firm(3, 2)), claims=NAMED)


def _profile(name: str, title: str, why: str, *profiles: Any, **more: Any) -> ReceivingCase:
    given: dict[str, Any] = {"flags": ("Head", "Profile"), "requirements": ("XCH-1-6",), **more}
    message = given.pop("message", FIRST)
    return case(f"19.{name}", title, why, message, profiles=profiles, **given)


def _many(name: str, title: str, why: str, *profiles: Any, **more: Any) -> ReceivingCase:
    """Return a case of two of three entries that change."""
    given: dict[str, Any] = {"flags": ("MassChange", "Profile"), **more}
    if name.startswith("n"):
        given.update(finds="AEO-XCH-26", holds=HELD_THREE)
    return case(f"26.{name}", title, why, HELD_THREE, TWO_CHANGED, profiles=profiles, **given)


PROFILES = (
    _profile(
        "p03",
        "A profile behind a byte order mark",
        "Editors write the mark unasked, and it says nothing.",
        MARKED,
        requirements=("XCH-1-1",),
        flags=("Head", "Profile", "ByteOrderMark"),
    ),
    _profile(
        "p04",
        "Another version beside one that two texts claim",
        "Two texts under one number shut out each other, and no other version.",
        PROFILE,
        {**PROFILE, "version": 2},
        {**OTHER_TEXT, "version": 2},
        message=UNDER_FIRST,
    ),
    _profile(
        "p05",
        "A file that is no profile beside one that is",
        "What is no profile was adopted by nobody, and spoils nothing.",
        Text(b"code = [\n"),
        PROFILE,
        requirements=("CNF-3-14",),
    ),
    _profile(
        "n04",
        "A head under the later of two texts that claim one version",
        "Nothing tells which of the two was adopted, so neither was.",
        OTHER_TEXT,
        PROFILE,
        finds="AEO-XCH-19",
    ),
    _profile(
        "n05",
        "A head under the first of two texts that claim one version",
        "Nothing tells which of the two was adopted, so neither was.",
        PROFILE,
        OTHER_TEXT,
        message=UNDER_FIRST,
        finds="AEO-XCH-19",
    ),
    _profile(
        "n06",
        "A head under a file with a number with a point in it",
        "It is no profile, whatever the rest of it says, and was adopted by nobody.",
        WITH_A_POINT,
        finds="AEO-XCH-19",
        requirements=("XCH-1-1", "CNF-3-14"),
    ),
    _many(
        "p06",
        "Two of three entries change, under the lax limits of a text that came with strict ones",
        "Of several files of one text the last sets the limits.",
        STRICT,
        LAX,
        requirements=("XCH-1-6",),
    ),
    _many(
        "p07",
        "Two of three entries change, under a first version that is laxer than the second",
        "The limit is that of the version that the head names, not of the highest adopted.",
        LAX,
        STRICT_SECOND,
    ),
    _many(
        "n07",
        "Two of three entries change, under the strict limits of a text that came with lax ones",
        "Of several files of one text the last sets the limits.",
        LAX,
        STRICT,
        requirements=("XCH-1-6",),
    ),
    _many(
        "n08",
        "Two of three entries change, under a first version that is stricter than the second",
        "The limit is that of the version that the head names, not of the highest adopted.",
        STRICT,
        LAX_SECOND,
    ),
)

# ------------------------------------------------------------ forks

FROM_THE_FUTURE = Message(
    sequence=2,
    lines=OTHER_SECOND.lines,
    claims={"issuedAt": LATER, "nextUpdate": LATER_STILL},
)
FORKS = (
    case(
        "15.p05",
        "Another head with the number that was applied, from the future, and the next head",
        "It ended before anybody asked whether it is a fork, so nothing is disputed.",
        FIRST,
        SECOND,
        FROM_THE_FUTURE,
        THIRD,
        flags=("Head", "Sequence", "Fork", "Clock"),
    ),
    case(
        "15.n06",
        "Another head with the number that was applied, from the future, and again on its day",
        "It is the future no more, and the number is taken: two truths were signed.",
        FIRST,
        SECOND,
        FROM_THE_FUTURE,
        Message(sequence=2, lines=OTHER_SECOND.lines, claims=FROM_THE_FUTURE.claims, at=LATER),
        finds="AEO-XCH-15",
        holds=SECOND,
        flags=("Head", "Sequence", "Fork", "Clock"),
    ),
    case(
        "15.n16",
        "A head whose number one from the future had first",
        "That one was refused, and seen all the same: two truths were signed.",
        FIRST,
        FROM_THE_FUTURE,
        SECOND,
        finds="AEO-XCH-15",
        holds=FIRST,
        flags=("Head", "Sequence", "Fork", "Clock"),
    ),
)

# ------------------------------------------------------------ how a dispute ends

ON_ITS_DAY = replace(FROM_THE_FUTURE, at=LATER)
YET_ANOTHER = Message(sequence=2, lines=(firm(1), firm(2), firm(4)))
TWO_UNAPPLIED = (FIRST, LOST_SECOND, OTHER_SECOND)
TWO_OF_ONE_APPLIED = (FIRST, SECOND, OTHER_SECOND)
OTHER_THIRD = Message(sequence=3, lines=(*NEXT, firm(9)))
FOURTH = Message(sequence=4, lines=THIRD.lines)
# While a stream is disputed for the number 2, two heads with the number 3 come.
TWO_FORKS = (*TWO_OF_ONE_APPLIED, THIRD, OTHER_THIRD)


def _taking(message: Message, takes: Message) -> Message:
    """Return a message before which the operator takes a head."""
    return replace(message, takes=takes)


def _dispute(name: str, title: str, why: str, *messages: Message, **more: Any) -> ReceivingCase:
    given: dict[str, Any] = {"flags": ("Head", "Sequence", "Fork", "Taken"), **more}
    if name.startswith("n"):
        given["finds"] = "AEO-XCH-15"
    return case(f"15.{name}", title, why, *messages, requirements=("CNF-3-14",), **given)


DISPUTES = (
    _dispute(
        "p06",
        "One of two heads of which none was applied, taken",
        "It is received as if the other had not been seen.",
        *TWO_UNAPPLIED,
        _taking(OTHER_SECOND, OTHER_SECOND),
    ),
    _dispute(
        "p07",
        "The next head, when of two heads that which was applied is taken",
        "The stream goes on from what was applied.",
        *TWO_OF_ONE_APPLIED,
        _taking(THIRD, SECOND),
    ),
    _dispute(
        "p08",
        "The next head, when the head that was not taken has come again",
        "What was not taken disputes nothing again.",
        *TWO_OF_ONE_APPLIED,
        _taking(OTHER_SECOND, SECOND),
        THIRD,
    ),
    _dispute(
        "p09",
        "The next head, when of two heads behind the one applied last one is taken",
        "The dispute is over, and the one that was taken need not come any more.",
        *TWO_UNAPPLIED,
        _taking(THIRD, LOST_SECOND),
    ),
    _dispute(
        "p10",
        "The next head, when of two older heads that which was applied is taken",
        "The stream goes on from the head that was applied last, whichever number is disputed.",
        FIRST,
        SECOND,
        Message(sequence=1, lines=NEXT),
        _taking(THIRD, FIRST),
    ),
    _dispute(
        "p11",
        "A head that was taken and changes two of three entries",
        "Who takes a head by its digest has confirmed it.",
        HELD_THREE,
        replace(TWO_CHANGED, bodies=(Body(lost=True),)),
        Message(sequence=2, lines=(firm(1, 2), firm(2, 2), firm(3)), claims=NAMED),
        _taking(TWO_CHANGED, TWO_CHANGED),
        profiles=(STRICT,),
        flags=("Head", "Sequence", "Fork", "Taken", "MassChange"),
    ),
    _dispute(
        "n07",
        "The next head, when of two heads that which was not applied is taken",
        "What was answered rested on the other, so it cannot be taken.",
        *TWO_OF_ONE_APPLIED,
        _taking(THIRD, OTHER_SECOND),
        holds=SECOND,
    ),
    _dispute(
        "n08",
        "The next head, when the head applied last is taken, which has another number",
        "It is none of the two, so it says nothing of them.",
        *TWO_UNAPPLIED,
        _taking(THIRD, FIRST),
        holds=FIRST,
    ),
    _dispute(
        "n09",
        "The head that was not taken, once more",
        "What was seen and not taken stays refused.",
        *TWO_UNAPPLIED,
        _taking(LOST_SECOND, OTHER_SECOND),
        holds=FIRST,
    ),
    _dispute(
        "n11",
        "The next head, when of two disputes one has ended",
        "Another fork came while the stream was disputed; it is disputed till both have ended.",
        *TWO_FORKS,
        _taking(FOURTH, SECOND),
        holds=SECOND,
    ),
    _dispute(
        "n12",
        "One of two heads of which none was applied, taken while another number is disputed",
        "The first dispute goes on, and nothing is applied in it.",
        *TWO_UNAPPLIED,
        THIRD,
        OTHER_THIRD,
        _taking(OTHER_THIRD, OTHER_THIRD),
        holds=FIRST,
    ),
    _dispute(
        "p12",
        "One of two heads of which none was applied, when both disputes have ended",
        "Nothing stands in its way any more.",
        *TWO_FORKS,
        _taking(OTHER_SECOND, SECOND),
        _taking(OTHER_THIRD, OTHER_THIRD),
    ),
    _dispute(
        "p13",
        "The third of three heads of which none was applied, taken",
        "A dispute is about all heads of the number that came until it ends.",
        *TWO_UNAPPLIED,
        YET_ANOTHER,
        _taking(YET_ANOTHER, YET_ANOTHER),
    ),
    _dispute(
        "p14",
        "The next head, when one of three heads that were not taken has come again",
        "What was seen and not taken disputes nothing again, the third neither.",
        *TWO_OF_ONE_APPLIED,
        YET_ANOTHER,
        _taking(YET_ANOTHER, SECOND),
        THIRD,
    ),
    _dispute(
        "n10",
        "The next head, when a third head of the number came behind the one that was taken",
        "A third head of the number is a dispute again.",
        *TWO_OF_ONE_APPLIED,
        _taking(YET_ANOTHER, SECOND),
        THIRD,
        holds=SECOND,
    ),
    _dispute(
        "n13",
        "The next head, when a head from the future is taken in a dispute of two others",
        "It ended before anybody asked whether it is a fork, so it is none of the two.",
        FIRST,
        LOST_SECOND,
        FROM_THE_FUTURE,
        OTHER_SECOND,
        _taking(THIRD, FROM_THE_FUTURE),
        holds=FIRST,
        flags=("Head", "Sequence", "Fork", "Taken", "Clock"),
    ),
    _dispute(
        "n17",
        "The next head, when a head is taken that came from the future in a dispute of two others",
        "It ended before anybody asked whether it is a fork, whenever it came.",
        FIRST,
        LOST_SECOND,
        OTHER_SECOND,
        FROM_THE_FUTURE,
        _taking(THIRD, FROM_THE_FUTURE),
        holds=FIRST,
        flags=("Head", "Sequence", "Fork", "Taken", "Clock"),
    ),
    _dispute(
        "n14",
        "The next head, when a head came on its day whose number was decided before",
        "It was none of the two that were decided, so it is a fork of the one that was taken.",
        FIRST,
        LOST_SECOND,
        FROM_THE_FUTURE,
        OTHER_SECOND,
        _taking(SECOND, SECOND),
        ON_ITS_DAY,
        replace(THIRD, at=LATER_STILL),
        holds=SECOND,
        flags=("Head", "Sequence", "Fork", "Taken", "Clock"),
    ),
    _dispute(
        "n15",
        "The next head, when in a second dispute that is taken which was not in the first",
        "What was not taken stays refused, and is none of the heads of a later dispute.",
        *TWO_UNAPPLIED,
        _taking(YET_ANOTHER, OTHER_SECOND),
        _taking(THIRD, LOST_SECOND),
        holds=FIRST,
    ),
    _dispute(
        "p20",
        "The second of three heads of which none was applied, taken",
        "A dispute is about all heads of the number, and the third takes none of them out.",
        *TWO_UNAPPLIED,
        YET_ANOTHER,
        _taking(OTHER_SECOND, OTHER_SECOND),
    ),
    _dispute(
        "p18",
        "The next head, when the head that was not taken has come under a clock that went back",
        "It was of the dispute that has ended, whatever is said of it later.",
        *TWO_OF_ONE_APPLIED,
        replace(_taking(OTHER_SECOND, SECOND), at=FIRST_DAY),
        OTHER_SECOND,
        THIRD,
        flags=("Head", "Sequence", "Fork", "Taken", "Clock"),
    ),
    _dispute(
        "p19",
        "The next head, when the first of a number, from the future then, was not taken",
        "As the first of its number it was of the dispute, and disputes nothing on its day.",
        FIRST,
        FROM_THE_FUTURE,
        SECOND,
        _taking(SECOND, SECOND),
        ON_ITS_DAY,
        replace(THIRD, at=LATER_STILL),
        flags=("Head", "Sequence", "Fork", "Taken", "Clock"),
    ),
    _dispute(
        "p15",
        "A head that was taken before another came, and changes two of three entries",
        "Who takes a head has confirmed it, whenever it comes.",
        HELD_THREE,
        replace(TWO_CHANGED, bodies=(Body(lost=True),)),
        Message(sequence=2, lines=(firm(1, 2), firm(2, 2), firm(3)), claims=NAMED),
        _taking(HELD_THREE, TWO_CHANGED),
        TWO_CHANGED,
        profiles=(STRICT,),
        flags=("Head", "Sequence", "Fork", "Taken", "MassChange"),
    ),
)

# ------------------------------------------------------------ ways


def _without_version(file: dict[str, Any]) -> dict[str, Any]:
    return {"media": file["media"].partition(";")[0]}


def _other_name(file: dict[str, Any]) -> dict[str, Any]:
    return {"name": f"a-{file['name']}", **_without_version(file)}


def _wrong(file: dict[str, Any]) -> dict[str, Any]:
    return {"sha256": "0" * len(file["sha256"])}


def _twice(content: bytes) -> bytes:
    return gzip.compress(gzip.compress(content, mtime=0), mtime=0)


UNNAMED = ("File", "Unnamed", "Gzip")
TWO_SYNTAXES = ("File", "Xml", "Ndjson")
WAYS = (
    case(
        "20.p13",
        "A file of a media type without its version, and the snapshot",
        "The first is none of the four media types and leads nowhere; the second leads here.",
        Message(sequence=1, lines=ONE, bodies=(Body(told=_other_name), Body())),
        requirements=("XCH-8-13",),
        flags=("File",),
    ),
    case(
        "20.p14",
        "A delta that the head does not name and that is packed twice, and a snapshot likewise",
        "What cannot be unpacked once and to its end leads nowhere, and another file does.",
        FIRST,
        Message(
            sequence=2,
            lines=NEXT,
            bodies=(
                Body(base=FIRST, gzipped=True, stored=_twice, unnamed=True),
                Body(unnamed=True),
            ),
        ),
        requirements=("XCH-6-4",),
        flags=(*UNNAMED, "Delta"),
    ),
    case(
        "20.n10",
        "A snapshot whose media type is named without its version",
        "A file of a media type that is none of the four leads nowhere.",
        Message(sequence=1, lines=ONE, bodies=(Body(told=_without_version),)),
        finds="AEO-XCH-20",
        requirements=("XCH-8-13",),
        flags=("File",),
    ),
    case(
        "20.n11",
        "A snapshot that the head does not name and that is packed twice",
        "It leads nowhere, as what cannot be unpacked does: what lies beside is never refused.",
        Message(
            sequence=1,
            lines=ONE,
            bodies=(Body(gzipped=True, stored=_twice, unnamed=True),),
        ),
        finds="AEO-XCH-20",
        requirements=("XCH-6-4",),
        flags=UNNAMED,
    ),
    case(
        "21.p05",
        "A snapshot in XML, and behind it one in NDJSON that is not the one named",
        "Of files at hand the first in the order of the head is taken, whatever its syntax."
        + BOTH_SYNTAXES,
        Message(sequence=1, lines=ONE, bodies=(Body(), Body(syntax="ndjson", told=_wrong))),
        requirements=("XCH-8-13",),
        syntaxes=("xml",),
        flags=TWO_SYNTAXES,
    ),
    case(
        "21.n10",
        "A snapshot in NDJSON that is not the one named, and behind it one in XML",
        "The first in the order of the head is taken, and the one behind it does not mend it."
        + BOTH_SYNTAXES,
        Message(sequence=1, lines=ONE, bodies=(Body(syntax="ndjson", told=_wrong), Body())),
        finds="AEO-XCH-21",
        requirements=("XCH-8-13",),
        syntaxes=("xml",),
        flags=TWO_SYNTAXES,
    ),
    case(
        "21.n11",
        "A snapshot in XML that is not the one named, and behind it one in NDJSON",
        "The first in the order of the head is taken, and the one behind it does not mend it."
        + BOTH_SYNTAXES,
        Message(sequence=1, lines=ONE, bodies=(Body(told=_wrong), Body(syntax="ndjson"))),
        finds="AEO-XCH-21",
        requirements=("XCH-8-13",),
        syntaxes=("xml",),
        flags=TWO_SYNTAXES,
    ),
)

# ------------------------------------------------------------ lines

NOUGHT = (firm(1, 0), firm(2))
IN_XML = xml(NOUGHT, "AeoSnapshot")
# In UTF-16 the first stands before the second, in UTF-8 and by code point behind it.
BEYOND, BELOW = "\U00010400", "\uff21"
ODD = entry({**view(1), BELOW: "x", BEYOND: "x"})
ODD_TEXT = canonical(ODD)
FIRST_NAME, SECOND_NAME = (f'"{name}":"x"'.encode() for name in (BEYOND, BELOW))
BYTEWISE = Bytes(ODD_TEXT.replace(FIRST_NAME + b"," + SECOND_NAME, SECOND_NAME + b"," + FIRST_NAME))
assert BYTEWISE != ODD_TEXT


def _with_sites(count: int, more: int = 0) -> Line:
    """Return a firm with so many sites that its record has more bytes than one alone may.

    The names of the first sites are longer by `more` letters in all.
    """
    address = {"lines": ["1 Example Road"], "city": "Example", "country": "HK"}
    sites = [
        {
            "siteId": f"S-{number:04}",
            "name": f"{number:04} {'Example ' * 30}Hall{'s' * max(0, min(6, more - 6 * number))}",
            "address": address,
        }
        for number in range(count)
    ]
    return entry(view(1, holder={**view(1)["holder"], "sites": sites}))


LONG = _with_sites(3000)
MOST_ALONE, MOST_OF_A_LINE = 1_048_576, 2_097_152
assert MOST_ALONE < len(canonical(LONG["record"])) < len(canonical(LONG)) < MOST_OF_A_LINE


def _of_length(size: int) -> Line:
    """Return a firm whose line has so many bytes."""
    one, two = (len(canonical(_with_sites(count))) for count in (1, 2))
    count, more = divmod(size - one, two - one)
    return _with_sites(count + 1, more)


LONGEST, TOO_LONG = _of_length(MOST_OF_A_LINE), _of_length(MOST_OF_A_LINE + 1)
assert len(canonical(LONGEST)) == MOST_OF_A_LINE
MOST_OF_AN_ENTRY = 8_388_608


def _padded(content: bytes, size: int) -> bytes:
    """Return a body in XML in which the first entry ends at so many bytes, by blanks before it."""
    end = content.index(b"</Entry>") + len(b"</Entry>")
    return content.replace(b"<Entry>", b"<Entry>" + b" " * (size - end), 1)


LINES = (
    case(
        "22.p09",
        "A revision 0 in XML",
        "It is a number that a line can have, so the record alone is judged for it." + ONLY_XML,
        Message(sequence=1, lines=NOUGHT, bodies=(Body(content=IN_XML),)),
        became={key(1): "rejected AEO-STR-07"},
        requirements=("XCH-6-6",),
        syntaxes=("xml",),
        flags=("Line", "Xml", "Number"),
    ),
    case(
        "22.p10",
        "A record with names beyond U+FFFF, in the order of UTF-16",
        "The canonical bytes are those of RFC 8785, whatever a record holds." + ONLY_LINES,
        Message(sequence=1, lines=(ODD, firm(2))),
        became={key(1): "rejected AEO-STR-02"},
        requirements=("XCH-8-15",),
        syntaxes=("ndjson",),
        flags=("Line", "Canonical"),
    ),
    case(
        "22.p11",
        "A record of more bytes than one record alone may have",
        "In a line the limits of the line hold, and no other.",
        Message(sequence=1, lines=(LONG, firm(2)), bodies=(Body(gzipped=True),)),
        requirements=("XCH-8-15", "CON-10-2"),
        flags=("Line", "Limit"),
    ),
    case(
        "22.p12",
        "A line of 2,097,152 bytes",
        "So long a line may be, and the record in it is longer than one alone.",
        Message(sequence=1, lines=(LONGEST, firm(2)), bodies=(Body(gzipped=True),)),
        requirements=("XCH-8-15",),
        flags=("Line", "Limit", "EdgeValue"),
    ),
    case(
        "22.n36",
        "A line of 2,097,153 bytes",
        "It is one more than a line may have.",
        Message(sequence=1, lines=(TOO_LONG, firm(2)), bodies=(Body(gzipped=True),)),
        finds="AEO-XCH-22",
        requirements=("XCH-8-15",),
        flags=("Line", "Limit", "EdgeValue"),
    ),
    case(
        "22.p13",
        "A body in XML whose first entry ends with byte 8,388,608",
        "So much of it has to be read; blanks within the entry are no part of its line." + ONLY_XML,
        Message(
            sequence=1,
            lines=ONE,
            bodies=(
                Body(content=_padded(xml(ONE, "AeoSnapshot"), MOST_OF_AN_ENTRY), gzipped=True),
            ),
        ),
        requirements=("XCH-6-6",),
        syntaxes=("xml",),
        flags=("Line", "Xml", "Limit", "EdgeValue"),
    ),
    case(
        "22.n34",
        "A revision -0 in XML",
        "RFC 8785 has no such number, so the entry stands for no line." + ONLY_XML,
        Message(
            sequence=1,
            lines=NOUGHT,
            bodies=(Body(content=IN_XML.replace(b"<Revision>0<", b"<Revision>-0<", 1)),),
        ),
        finds="AEO-XCH-22",
        requirements=("XCH-6-6",),
        syntaxes=("xml",),
        flags=("Line", "Xml", "Number"),
    ),
    case(
        "22.n35",
        "A record with names beyond U+FFFF, in the order of their bytes",
        "RFC 8785 sorts names by UTF-16, where such a name stands before one below it."
        + ONLY_LINES,
        Message(sequence=1, lines=(BYTEWISE, firm(2))),
        finds="AEO-XCH-22",
        requirements=("XCH-8-15",),
        syntaxes=("ndjson",),
        flags=("Line", "Canonical"),
    ),
)

# ------------------------------------------------------------ two contents of one revision

OTHER_CONTENT = firm(1, **IMPORTER)


def _contents(name: str, title: str, why: str, *lines: Line, **more: Any) -> ReceivingCase:
    given: dict[str, Any] = {"flags": ("Entry", "Revision", "Fork"), **more}
    return case(f"27.{name}", title, why, *states(*lines), **given)


CONTENTS = (
    _contents(
        "p07",
        "One revision with a content, with another one, and with the first again",
        "The first content says what the revision holds, so it stands again.",
        firm(1),
        OTHER_CONTENT,
        firm(1),
    ),
    _contents(
        "n11",
        "One revision with a content, with another one, with the first and with the other again",
        "The other was never issued, however often it comes.",
        firm(1),
        OTHER_CONTENT,
        firm(1),
        OTHER_CONTENT,
        became={key(1): LOWER},
    ),
    _contents(
        "n12",
        "One revision with a content that is rejected, and with one that would be accepted",
        "What came first says what the revision holds, accepted or not; a change takes a new one.",
        firm(1, remark="x"),
        firm(1),
        became={key(1): LOWER},
    ),
)

# ------------------------------------------------------------ what a head says, and of which head

NO_ENTRIES = Message(sequence=1, bodies=())
NEWER_SECOND = Message(sequence=2, lines=NEXT, claims={"specVersion": "1.9"})
AGAIN_FIRST = head(reset={"reason": "a new system"}, issuedAt=FIRST_DAY, asOf=FIRST_DAY)
OF_HEADS = (
    case(
        "10.n18",
        "A head with a form feed behind it",
        "White space is the four signs that JSON and XML have, and no other.",
        Message(sequence=1, lines=ONE, around=(b"", b"\x0c")),
        finds="AEO-XCH-10",
        flags=("Head", "Form", "WhiteSpace"),
    ),
    case(
        "15.p16",
        "The head that was applied, signed once more",
        "ECDSA has two signatures for one statement, and the digest is of what was said.",
        FIRST,
        replace(FIRST, anew=True),
        flags=("Head", "Sequence", "Repeated"),
        requirements=("XCH-3-7",),
    ),
    case(
        "15.p17",
        "A head whose number one of a later version had first",
        "That one ended before anybody asked whose it is, so it was not seen.",
        FIRST,
        NEWER_SECOND,
        SECOND,
        flags=("Head", "Sequence", "Newer"),
        requirements=("XCH-8-2",),
    ),
    case(
        "18.p04",
        "A reset that was confirmed, signed before the head that it follows",
        "A restored backup may have a clock that is behind.",
        FIRST,
        SECOND,
        replace(AGAIN_FIRST, sequence=3, lines=NEXT, confirmed=True),
        flags=("Head", "Reset", "Clock"),
        requirements=("XCH-3-6", "XCH-8-10"),
    ),
    case(
        "19.n07",
        "A reset that was confirmed, under a text that nobody adopted",
        "To confirm a reset adopts no profile: step 12 is asked all the same.",
        FIRST,
        Message(
            sequence=2,
            lines=ONE,
            claims={"reset": {"reason": "a new system"}, "profile": "0" * 64},
            confirmed=True,
        ),
        finds="AEO-XCH-19",
        holds=FIRST,
        flags=("Head", "Profile", "Reset"),
        requirements=("XCH-8-11",),
    ),
    case(
        "20.n12",
        "A count of no entries over the root of two, and no file",
        "Which state it is says the root; the count is compared with it later.",
        Message(sequence=1, lines=ONE, claims={"count": 0}, bodies=()),
        finds="AEO-XCH-20",
        flags=("File", "Count"),
    ),
    case(
        "20.n13",
        "A delta from no entries as the first that comes",
        "Who has applied nothing holds no state, that of no entries neither.",
        Message(sequence=2, lines=ONE, bodies=(Body(base=NO_ENTRIES),)),
        finds="AEO-XCH-20",
        flags=("File", "Delta"),
    ),
    case(
        "24.n06",
        "A count of two over the root of no entries, and no file",
        "That state needs no file, and has not two entries.",
        Message(sequence=1, claims={"count": 2}, bodies=()),
        finds="AEO-XCH-24",
        flags=("Root", "Count"),
        requirements=("XCH-8-13",),
    ),
)

CASES: tuple[ReceivingCase, ...] = (
    *(*PROFILES, *FORKS, *DISPUTES, *WAYS),
    *(*LINES, *CONTENTS, *OF_HEADS),
)
