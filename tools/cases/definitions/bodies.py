"""Files of a stream, taken or not: AEO-XCH-20 to AEO-XCH-26 (part 6, XCH-8-13 to XCH-8-18)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from typing import Any

from forging import scope
from msgspec.structs import replace
from receiving import PROFILE, ReceivingCase
from streaming import (
    STREAM,
    Body,
    Bytes,
    Line,
    Message,
    canonical,
    consent,
    day,
    entry,
    firm,
    key,
    ndjson,
    root_of,
    tombstone,
    view,
    xml,
)

from definitions.came_back import MISSING
from definitions.heads import FIRST, NEXT, ONE, RESET, SECOND, THIRD, case, trusting

EMPTY = Message(sequence=1)
HEARTBEAT = Message(sequence=2, lines=ONE, bodies=())
BY_DELTA = Message(sequence=2, lines=NEXT, bodies=(Body(base=FIRST),))
THREE = (firm(1), firm(2), firm(3))
ALL_CHANGED = (firm(1, 2), firm(2, 2), firm(3))
GONE = tombstone(2, "out-of-scope", day(2))
NDJSON = ("ndjson",)


def _third(*bodies: Body, **more: Any) -> Message:
    return Message(sequence=3, lines=THIRD.lines, bodies=bodies, **more)


def _numbered(numbers: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return what gives a file the name of another head."""
    return lambda file: {"name": f"{numbers}.aeo.{file['name'].partition('.aeo.')[2]}"}


WAYS = (
    case(
        "20.p01",
        "A heartbeat without a file",
        "Where the root is that of the state held, no file is needed.",
        FIRST,
        HEARTBEAT,
        flags=("File", "Heartbeat"),
    ),
    case(
        "20.p02",
        "The state of no entries without a file",
        "It needs none either.",
        Message(sequence=1, bodies=()),
        flags=("File", "EdgeValue"),
    ),
    case(
        "20.p03",
        "A delta from the state that is held, whose number is that of an earlier head",
        "It starts from every state with that root, whichever head it came by.",
        FIRST,
        HEARTBEAT,
        Message(sequence=3, lines=NEXT, bodies=(Body(base=FIRST),)),
        flags=("File", "Delta", "Heartbeat"),
    ),
    case(
        "20.p04",
        "A cumulative delta behind a message that was lost",
        "It starts from the state held, so the lost message does not matter.",
        FIRST,
        _third(Body(base=SECOND), Body(base=FIRST)),
        flags=("File", "Delta", "Lost"),
    ),
    case(
        "20.p05",
        "A delta that starts elsewhere, and a snapshot",
        "The snapshot leads there from every state.",
        FIRST,
        _third(Body(base=SECOND), Body()),
        flags=("File", "Delta", "Lost"),
    ),
    case(
        "20.p06",
        "A delta from no entries to the first ones",
        "A state of no entries is a state.",
        EMPTY,
        Message(sequence=2, lines=ONE, bodies=(Body(base=EMPTY),)),
        flags=("File", "Delta", "EdgeValue"),
    ),
    case(
        "20.p07",
        "The state of no entries without a file, behind a tombstone whose time is over",
        "It needs none, and says that what was held is gone.",
        Message(sequence=1, lines=(tombstone(1, "erased", day(1), day(2)),)),
        Message(sequence=2, bodies=()),
        flags=("File", "Tombstone", "EdgeValue"),
    ),
    case(
        "20.n01",
        "A gap: the delta starts from the head between, which never came",
        "A difference without its base gives a state that nobody signed.",
        FIRST,
        _third(Body(base=SECOND)),
        finds="AEO-XCH-20",
        holds=FIRST,
        flags=("File", "Delta", "Gap"),
    ),
    case(
        "20.n02",
        "A delta as the first that comes",
        "A receiver that holds nothing needs a snapshot.",
        BY_DELTA,
        finds="AEO-XCH-20",
        flags=("File", "Delta", "Gap"),
    ),
    case(
        "20.n03",
        "Another state, and no file",
        "Only where the root is that of the state held no file is needed.",
        FIRST,
        Message(sequence=2, lines=NEXT, bodies=()),
        finds="AEO-XCH-20",
        holds=FIRST,
        flags=("File",),
    ),
    case(
        "20.n04",
        "A snapshot that the head names and that did not come",
        "What is not at hand leads nowhere.",
        Message(sequence=1, lines=ONE, bodies=(Body(lost=True),)),
        finds="AEO-XCH-20",
        flags=("File", "Lost"),
    ),
    case(
        "20.n05",
        "A reset that was confirmed, with a delta alone",
        "A reset is taken by a snapshot, since what was held counts no more.",
        FIRST,
        Message(sequence=2, lines=NEXT, bodies=(Body(base=FIRST),), claims=RESET, confirmed=True),
        finds="AEO-XCH-20",
        holds=FIRST,
        flags=("File", "Delta", "Reset"),
    ),
    case(
        "20.n06",
        "A delta that names the number of the head held, and the root of another state",
        "The root says where it starts; the number is for people.",
        FIRST,
        Message(
            sequence=2,
            lines=NEXT,
            bodies=(Body(base=Message(sequence=1, lines=(firm(1),))),),
        ),
        finds="AEO-XCH-20",
        holds=FIRST,
        flags=("File", "Delta", "Gap"),
    ),
)
UNNAMED = ("File", "Unnamed")
BESIDE = (
    case(
        "20.p08",
        "A delta that the head does not name",
        "Its name has the number of the head, so it is used where no named file leads there.",
        FIRST,
        Message(sequence=2, lines=NEXT, bodies=(Body(base=FIRST, unnamed=True),)),
        flags=(*UNNAMED, "Delta"),
    ),
    case(
        "20.p09",
        "A snapshot that the head does not name, gzipped",
        "It is believed by the root alone; its name says that it is packed.",
        Message(sequence=1, lines=ONE, bodies=(Body(gzipped=True, unnamed=True),)),
        flags=(*UNNAMED, "Gzip"),
    ),
    case(
        "20.p10",
        "A snapshot that the head names, and a delta to another state that it does not name",
        "What the head names comes first: what lies beside it cannot make a right message wrong.",
        FIRST,
        Message(sequence=2, lines=NEXT, bodies=(Body(), Body(base=FIRST, lines=(), unnamed=True))),
        flags=(*UNNAMED, "Delta"),
    ),
    case(
        "20.p11",
        "A delta without a base that the head does not name, and a snapshot likewise",
        "What names no base leads nowhere, and another file does.",
        FIRST,
        Message(
            sequence=2,
            lines=NEXT,
            bodies=(
                Body(base=FIRST, first=firm(1), lines=(), unnamed=True),
                Body(unnamed=True),
            ),
        ),
        flags=(*UNNAMED, "Delta"),
    ),
    case(
        "20.p12",
        "A reset to no entries that was confirmed, without a file",
        "A state of no entries needs no file, at a reset either.",
        FIRST,
        Message(sequence=2, bodies=(), claims=RESET, confirmed=True),
        became={key(1): "missing AEO-XCH-29", key(2): "missing AEO-XCH-29"},
        flags=("File", "Reset", "EdgeValue"),
    ),
    case(
        "20.n07",
        "A snapshot with the number of another head, which the head does not name",
        "It is of another state: a file that is not named is known by the number of the head.",
        Message(
            sequence=2,
            lines=ONE,
            bodies=(Body(told=_numbered("0000000001.snapshot"), unnamed=True),),
        ),
        finds="AEO-XCH-20",
        flags=UNNAMED,
    ),
    case(
        "20.n08",
        "A delta that the head does not name, and that does not begin with a base",
        "Nobody can tell where it starts, so it leads nowhere.",
        FIRST,
        Message(
            sequence=2,
            lines=NEXT,
            bodies=(Body(base=FIRST, first=firm(1), lines=(), unnamed=True),),
        ),
        finds="AEO-XCH-20",
        holds=FIRST,
        flags=(*UNNAMED, "Delta"),
    ),
    case(
        "20.n09",
        "A reset that was confirmed, with the root of the state held, and no file",
        "At a reset a snapshot is needed whatever is held.",
        FIRST,
        Message(sequence=2, lines=ONE, bodies=(), claims=RESET, confirmed=True),
        finds="AEO-XCH-20",
        holds=FIRST,
        flags=("File", "Reset"),
    ),
    case(
        "24.n05",
        "A snapshot of another state that the head does not name",
        "Whoever could put it there cannot make it believed: the root is signed.",
        Message(sequence=1, lines=ONE, bodies=(Body(lines=(firm(1),), unnamed=True),)),
        finds="AEO-XCH-24",
        flags=(*UNNAMED, "Root"),
    ),
)


def _file(number: int, title: str, why: str, body: Body, **more: Any) -> ReceivingCase:
    given: dict[str, Any] = {"flags": ("File", "Digest"), **more}
    message = Message(sequence=1, lines=ONE, bodies=(body,))
    return case(f"21.n{number:02}", title, why, message, finds="AEO-XCH-21", **given)


ZEROS = "0" * 64


def packed(content: bytes) -> bytes:
    """Return one gzip member."""
    return gzip.compress(content, mtime=0)


def labelled(content: bytes) -> bytes:
    """Return one gzip member whose header has all that a header may have."""
    plain = packed(content)
    header = plain[:3] + b"\x1f" + plain[4:10] + b"\x04\x00more" + b"name\0" + b"remark\0"
    return header + (zlib.crc32(header) & 0xFFFF).to_bytes(2, "little") + plain[10:]


FILES = (
    case(
        "21.p04",
        "A gzip file whose header has a name, a remark, further bytes and a checksum",
        "They mean nothing, and what is inside begins behind them.",
        Message(sequence=1, lines=ONE, bodies=(Body(gzipped=True, stored=labelled),)),
        flags=("File", "Gzip"),
    ),
    case(
        "21.p01",
        "A snapshot that is gzipped",
        "Sizes and digests are those of the bytes stored and of those inflated.",
        Message(sequence=1, lines=ONE, bodies=(Body(gzipped=True),)),
        flags=("File", "Gzip"),
    ),
    case(
        "21.p02",
        "A delta that is gzipped, behind a snapshot that is not",
        "Each file is packed or not by itself.",
        FIRST,
        Message(sequence=2, lines=NEXT, bodies=(Body(base=FIRST, gzipped=True),)),
        flags=("File", "Gzip", "Delta"),
    ),
    case(
        "21.p03",
        "A delta that is right beside a snapshot that is not what the head names",
        "A receiver takes the delta where it has both.",
        FIRST,
        Message(
            sequence=2,
            lines=NEXT,
            bodies=(Body(told=lambda _: {"sha256": ZEROS}), Body(base=FIRST)),
        ),
        flags=("File", "Digest", "Delta"),
    ),
    _file(
        1,
        "A snapshot in which one letter was changed on the way",
        "The digest is not the one that was signed.",
        Body(told=lambda _: {"sha256": ZEROS}),
        flags=("File", "Digest", "Tampered"),
    ),
    _file(
        2,
        "A file that is one byte shorter than the head says",
        "What was cut off is not read.",
        Body(told=lambda file: {"bytes": file["bytes"] + 1}),
        flags=("File", "Size"),
    ),
    _file(
        3,
        "A gzipped file that inflates to another content than the head says",
        "What is stored is right, and what is inside is not.",
        Body(
            gzipped=True,
            told=lambda file: {"inflated": {**file["inflated"], "sha256": ZEROS}},
        ),
        flags=("File", "Gzip", "Digest"),
    ),
    _file(
        4,
        "A gzipped file that inflates to more than the head says",
        "A reader stops at the bytes told: what is packed to burst is not read.",
        Body(
            gzipped=True,
            told=lambda file: {"inflated": {**file["inflated"], "bytes": 10}},
        ),
        flags=("File", "Gzip", "Size"),
    ),
    _file(
        5,
        "A gzip file of two members",
        "It has one member, and what two readers make of two differs.",
        Body(
            gzipped=True,
            stored=lambda content: packed(content[:9]) + packed(content[9:]),
        ),
        flags=("File", "Gzip"),
    ),
    _file(
        6,
        "A gzip file with zeros behind its member",
        "One member, with nothing behind it.",
        Body(
            gzipped=True,
            stored=lambda content: packed(content) + bytes(2),
        ),
        flags=("File", "Gzip"),
    ),
    case(
        "21.n07",
        "A delta whose first line says another number than the head",
        "The base of a delta is what its first line says, root and number.",
        FIRST,
        Message(
            sequence=2,
            lines=NEXT,
            bodies=(Body(base=FIRST, first={"base": {"root": FIRST.root, "sequence": 9}}),),
        ),
        finds="AEO-XCH-21",
        holds=FIRST,
        flags=("File", "Delta"),
    ),
    _file(
        8,
        "A file that is said to be gzipped and is not",
        "It has no gzip member.",
        Body(gzipped=True, stored=bytes),
        flags=("File", "Gzip"),
    ),
    _file(
        9,
        "A file that is gzipped twice",
        "What it inflates to begins as a gzip member does; nobody inflates it once more.",
        Body(gzipped=True, content=packed(ndjson(ONE))),
        flags=("File", "Gzip"),
    ),
)
# The bytes of these cases are those of NDJSON.
ONLY_NDJSON = " The fault is in bytes that XML does not have."


def _lines(
    number: int, title: str, why: str, lines: tuple[Line | Bytes, ...], **more: Any
) -> ReceivingCase:
    """Return a case of a snapshot with lines that are none; the head is right about them."""
    given: dict[str, Any] = {"flags": ("Line",), **more}
    if "syntaxes" in given:
        why += ONLY_NDJSON
    message = given.pop("message", Message(sequence=1, lines=lines))
    return case(f"22.n{number:02}", title, why, message, finds="AEO-XCH-22", **given)


def _other(line: Line, **members: Any) -> Line:
    """Return a line with other members; one of value None is left out."""
    return {name: value for name, value in {**line, **members}.items() if value is not None}


def _written(line: Line, old: bytes, new: bytes) -> Bytes:
    """Return a line in which a text is written in another way."""
    written = canonical(line)
    assert old in written
    return Bytes(written.replace(old, new, 1))


LINES = (
    case(
        "22.p01",
        "A delta between equal states",
        "A delta without lines behind the first one is that of equal states.",
        FIRST,
        Message(sequence=2, lines=ONE, bodies=(Body(base=FIRST),)),
        flags=("Line", "Delta"),
    ),
    case(
        "22.p02",
        "A record of which nothing can be read but its name",
        "A record within an entry is not judged here: it is rejected by itself.",
        Message(
            sequence=1,
            lines=(
                firm(1),
                entry(
                    {
                        "administration": "HK",
                        "recordId": "HK-2024-0002",
                        "view": view()["view"],
                    }
                ),
            ),
        ),
        became={key(2): "rejected AEO-STR-01"},
        flags=("Line", "Rejected"),
    ),
    case(
        "22.p05",
        "A record without a TIN, and one whose revision is a text",
        "Where a TIN is no text the tuples of the key are not compared: the record is rejected.",
        Message(
            sequence=1,
            lines=(
                entry(view(1, holder={"kind": "legal-person", "legalName": "Example"})),
                entry({**view(2), "revision": "five"}),
            ),
        ),
        became={key(1): "rejected AEO-STR-01", key(2): "rejected AEO-STR-03"},
        flags=("Line", "Rejected"),
    ),
    _lines(1, "Two entries in the wrong order", "Keys rise.", (firm(2), firm(1))),
    _lines(
        2,
        "One key twice",
        "A key twice is one thing for one reader and another for the next.",
        (firm(1), firm(1, 2)),
    ),
    _lines(
        3,
        "A space behind a colon",
        "A line is written in its canonical bytes and in no other spelling.",
        (_written(firm(1), b'"key":', b'"key": '),),
        syntaxes=NDJSON,
    ),
    _lines(
        4,
        "The last line lacks its line feed",
        "Each line is ended by one, the last one too.",
        (),
        message=Message(sequence=1, lines=ONE, bodies=(Body(content=ndjson(ONE)[:-1]),)),
        syntaxes=NDJSON,
    ),
    _lines(
        5,
        "A blank line at the end",
        "Nothing else stands in a snapshot.",
        (),
        message=Message(sequence=1, lines=ONE, bodies=(Body(content=ndjson(ONE) + b"\n"),)),
        syntaxes=NDJSON,
    ),
    _lines(
        6,
        "An entry with a record and a tombstone",
        "It says of one key one thing.",
        (_other(firm(1), tombstone=GONE["tombstone"]),),
        syntaxes=NDJSON,
    ),
    _lines(
        7,
        "A salt of 42 characters",
        "A salt has 32 bytes, 43 characters.",
        (_other(firm(1), salt="A" * 42),),
    ),
    _lines(
        8,
        "A tombstone that is kept until it takes effect",
        "retainUntil is later than effectiveFrom, not the same.",
        (tombstone(1, "erased", day(1), day(1)),),
        flags=("Line", "Tombstone", "EdgeValue"),
    ),
    _lines(
        9,
        "A tombstone `moved` that does not say to whom",
        "`to` stands beside the cause moved.",
        (tombstone(1, "moved", day(1)),),
        flags=("Line", "Tombstone"),
    ),
    _lines(
        10,
        "A tombstone `erased` that says to whom",
        "`to` stands beside the cause moved and no other.",
        (tombstone(1, "erased", day(1), to="MO"),),
        flags=("Line", "Tombstone"),
    ),
    _lines(
        11,
        "A tombstone of a cause that there is not",
        "That a firm was revoked is said by its history; no tombstone says it.",
        (tombstone(1, "revoked", day(1)),),
        flags=("Line", "Tombstone"),
    ),
    _lines(
        12,
        "An entry with a member that no entry has",
        "An entry has these members and no other.",
        (_other(firm(1), note="new"),),
        syntaxes=NDJSON,
    ),
    _lines(
        13,
        "A revision with a point",
        "A number in a line is whole.",
        (_written(firm(1), b'"revision":1', b'"revision":1.5'),),
        syntaxes=NDJSON,
    ),
    _lines(
        28,
        "A line with a byte that UTF-8 does not have",
        "A line is UTF-8, and nobody can say what stands there.",
        (_written(firm(1), b"Example", b"Ex\xffmple"),),
        syntaxes=NDJSON,
    ),
    _lines(
        29,
        "A letter that is written as an escape",
        "A text has one spelling.",
        (_written(firm(1), b"Example", b"Ex\\u0061mple"),),
        syntaxes=NDJSON,
    ),
    _lines(
        30,
        "A record whose members stand in another order",
        "Members stand in the order of their names.",
        (_written(firm(1), b'"administration":"HK",', b'"version":1,"administration":"HK",'),),
        syntaxes=NDJSON,
    ),
    _lines(
        31,
        "A member that stands twice in a record",
        "One reader takes the first and another the last.",
        (_written(firm(1), b'"revision":1', b'"revision":1,"revision":1'),),
        syntaxes=NDJSON,
    ),
    _lines(
        32,
        "Half a character, written as an escape",
        "No text can hold it, and no two programs make the same of it.",
        (_written(firm(1), b"Example", b"Ex\\ud800mple"),),
        syntaxes=NDJSON,
    ),
    case(
        "22.p08",
        "A record with a value that is true and one that is false",
        "A truth value is a word of its own.",
        Message(
            sequence=1,
            lines=(
                firm(1, consents=[{**consent("given", day(1)), "publish": True}], issuedAt=day(1)),
                firm(2, consents=[{**consent("given", day(1)), "publish": False}], issuedAt=day(1)),
            ),
        ),
    ),
    _lines(
        14,
        "A record that does not name its administration",
        "Nobody could say whose it is.",
        (entry({"recordId": "HK-2024-0001"}, key(1)),),
    ),
    case(
        "22.n15",
        "A delta with two entries in the wrong order",
        "Keys rise in a delta too.",
        FIRST,
        Message(sequence=2, lines=NEXT, bodies=(Body(base=FIRST, lines=(firm(3), firm(1, 2))),)),
        finds="AEO-XCH-22",
        holds=FIRST,
        flags=("Line", "Delta"),
    ),
    case(
        "22.n16",
        "A delta that begins with an entry",
        "The first line names the base.",
        FIRST,
        Message(
            sequence=2,
            lines=NEXT,
            bodies=(Body(base=FIRST, first=firm(1, 2), lines=(firm(3),)),),
        ),
        finds="AEO-XCH-22",
        holds=FIRST,
        flags=("Line", "Delta"),
    ),
    case(
        "22.n17",
        "A snapshot with a drop in it",
        "Only a delta says what goes.",
        Message(sequence=1, lines=ONE, bodies=(Body(lines=(*ONE, {"drop": key(3)})),)),
        finds="AEO-XCH-22",
        flags=("Line",),
    ),
)

LARGEST = 9_007_199_254_740_991
NUMBERS = (
    case(
        "22.p06",
        "A revision that is the largest number which every program can hold",
        "The line is one; the record is rejected for its own sake.",
        Message(sequence=1, lines=(firm(1), firm(2, LARGEST))),
        became={key(2): "rejected AEO-STR-07"},
        flags=("Line", "Number", "EdgeValue"),
    ),
    _lines(
        26,
        "A revision that is one more than the largest number which every program can hold",
        "Two programs would read two numbers.",
        (firm(1), firm(2, LARGEST + 1)),
        flags=("Line", "Number", "EdgeValue"),
    ),
)
IN_XML = xml(ONE, "AeoSnapshot")
ONLY_XML = " NDJSON has nothing of the kind."


def _element(number: int, title: str, why: str, old: bytes, new: bytes) -> ReceivingCase:
    """Return a case of a snapshot in XML in which one text is another."""
    assert old in IN_XML
    body = Body(content=IN_XML.replace(old, new, 1))
    return case(
        f"22.n{number}",
        title,
        why + ONLY_XML,
        Message(sequence=1, lines=ONE, bodies=(body,)),
        finds="AEO-XCH-22",
        syntaxes=("xml",),
        flags=("Line", "Xml"),
    )


ELEMENTS = (
    case(
        "22.p03",
        "A snapshot in XML with comments, an instruction and white space between its elements",
        "They stand between elements and say nothing; the line is the same." + ONLY_XML,
        Message(
            sequence=1,
            lines=ONE,
            bodies=(
                Body(
                    content=IN_XML.replace(b"<Entry>", b"<!-- one --> <?two three?>\n\t<Entry>"),
                ),
            ),
        ),
        syntaxes=("xml",),
        flags=("Line", "Xml", "WhiteSpace"),
    ),
    case(
        "22.p04",
        "A snapshot in XML with a prefix and a place of its schema",
        "Names are of the namespace, whatever its prefix." + ONLY_XML,
        Message(
            sequence=1,
            lines=ONE,
            bodies=(
                Body(
                    content=IN_XML.replace(
                        b"<AeoSnapshot ",
                        b'<AeoSnapshot xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
                        b'xsi:schemaLocation="urn:aeo-exchange:1.0 aeo-exchange.xsd" ',
                    )
                    .replace(b"<Key>", b'<e:Key xmlns:e="urn:aeo-exchange:1.0">')
                    .replace(b"</Key>", b"</e:Key>"),
                ),
            ),
        ),
        syntaxes=("xml",),
        flags=("Line", "Xml"),
    ),
    _element(
        33,
        "A declaration of another encoding",
        "A body is UTF-8, and says so where it says anything.",
        b'encoding="UTF-8"',
        b'encoding="ISO-8859-1"',
    ),
    _element(
        18,
        "An entry with an attribute",
        "No attribute but that of the root has a place in a body.",
        b"<Entry>",
        b'<Entry id="1">',
    ),
    _element(
        19,
        "A comment within a key",
        "Nothing but text stands within a text.",
        b"<Key>HK/",
        b"<Key><!-- here -->HK/",
    ),
    _element(
        20,
        "A salt before its key",
        "The parts of an entry stand in one order.",
        IN_XML[IN_XML.index(b"<Key>") : IN_XML.index(b"<AeoRecord")],
        b"\n".join(reversed(IN_XML[IN_XML.index(b"<Key>") : IN_XML.index(b"<AeoRecord")].split()))
        + b"\n",
    ),
    _element(
        21,
        "Text between two entries",
        "Only white space, comments and instructions stand there.",
        b"</Entry>",
        b"</Entry>and",
    ),
    _element(
        22,
        "An element that no body has",
        "A body is entries, and in a delta base and drops.",
        b"</AeoSnapshot>",
        b"<Count>2</Count></AeoSnapshot>",
    ),
    _element(
        23,
        "A document type",
        "Nothing of it is read, since it could name other files.",
        b"<AeoSnapshot",
        b"<!DOCTYPE AeoSnapshot>\n<AeoSnapshot",
    ),
    _element(
        24,
        "A body that breaks off within an entry",
        "It is not well-formed.",
        b"</Entry>\n</AeoSnapshot>\n",
        b"",
    ),
    _element(
        25,
        "The root of a delta around a snapshot",
        "The media type says which of the two it is.",
        IN_XML,
        IN_XML.replace(b"AeoSnapshot", b"AeoDelta"),
    ),
)


def _nested(levels: int) -> Line:
    """Return the line of a newer record whose innermost group is on a level of the line."""
    value: dict[str, Any] = {"last": "level"}
    for _ in range(levels - 3):  # below the line and the record
        value = {"further": value}
    return entry(view(2, specVersion="1.1", further=value))


DEEP = (
    case(
        "22.p07",
        "A line of 64 levels, in a record that is newer than the receiver",
        "A line may have 64 levels of objects and arrays, its own object among them.",
        Message(sequence=1, lines=(firm(1), _nested(64))),
        became={key(2): "newer"},
        flags=("Line", "Nesting", "EdgeValue"),
    ),
    case(
        "22.n27",
        "A line of 65 levels",
        "A reader stops there, whatever the record is: so all receivers say the same.",
        Message(sequence=1, lines=(firm(1), _nested(65))),
        finds="AEO-XCH-22",
        flags=("Line", "Nesting", "EdgeValue"),
    ),
)

OVER = tombstone(2, "out-of-scope", day(1), day(3))
WITH_TOMBSTONE = Message(sequence=1, lines=(firm(1), OVER, firm(3)))


def _drop(number: int, title: str, why: str, base: Message, *lines: Line, **more: Any) -> Any:
    """Return a case of a delta that drops what it may not; the head is right about the rest."""
    dropped = {line.get("drop") for line in lines}
    stood = [line for line in base.lines if not isinstance(line, Bytes)]
    left = (*(line for line in stood if line["key"] not in dropped), firm(5))
    lines = tuple(sorted((*lines, firm(5)), key=lambda line: line.get("drop", line.get("key"))))
    message = Message(
        sequence=base.sequence + 1, lines=left, bodies=(Body(base=base, lines=lines),), **more
    )
    return case(
        f"23.n{number:02}",
        title,
        why,
        base,
        message,
        finds="AEO-XCH-23",
        holds=base,
        flags=("Delta", "Drop"),
    )


DROPS = (
    case(
        "23.p01",
        "A drop of a tombstone at the instant until which it was to be kept",
        "retainUntil is not later than asOf of the head.",
        WITH_TOMBSTONE,
        Message(
            sequence=3,
            lines=(firm(1), firm(3)),
            bodies=(Body(base=WITH_TOMBSTONE),),
        ),
        flags=("Delta", "Drop", "EdgeValue"),
    ),
    case(
        "23.p02",
        "A delta with an entry that the base has already",
        "It changes nothing.",
        FIRST,
        Message(
            sequence=2,
            lines=(*ONE, firm(3)),
            bodies=(Body(base=FIRST, lines=(firm(1), firm(3))),),
        ),
        flags=("Delta",),
    ),
    _drop(
        1,
        "A drop of a record",
        "A firm would vanish without a word of why.",
        FIRST,
        {"drop": key(2)},
    ),
    _drop(
        2,
        "A drop of a tombstone a second before its time is over",
        "It is kept until retainUntil.",
        WITH_TOMBSTONE,
        {"drop": key(2)},
        claims={"asOf": "2026-10-21T23:59:59Z", "issuedAt": "2026-10-21T23:59:59Z"},
    ),
    _drop(
        3,
        "A drop of what the base does not have",
        "The two sides do not hold the same.",
        FIRST,
        {"drop": key(9)},
    ),
)

STATES = (
    case(
        "24.p01",
        "Five entries",
        "The tree is cut at the largest power of two, so one leaf stands alone.",
        Message(sequence=1, lines=tuple(firm(number) for number in range(1, 6))),
        flags=("Root",),
    ),
    case(
        "24.p02",
        "No entries, and an empty snapshot",
        "The root of no leaf is the SHA-256 of nothing.",
        EMPTY,
        flags=("Root", "EdgeValue"),
    ),
    case(
        "24.n01",
        "A count of one entry more than there are",
        "An entry was left out, and nobody would see it.",
        Message(sequence=1, lines=ONE, claims={"count": 3}),
        finds="AEO-XCH-24",
        flags=("Root", "Count"),
    ),
    case(
        "24.n02",
        "A delta that lacks a line of the state that was signed",
        "The root of what is reached is not the one in the head.",
        FIRST,
        Message(
            sequence=2,
            lines=(firm(1, 2), firm(2)),
            bodies=(Body(base=FIRST, lines=()),),
        ),
        finds="AEO-XCH-24",
        holds=FIRST,
        flags=("Root", "Delta"),
    ),
    case(
        "24.n03",
        "A snapshot whose file is named and whose root is that of other entries",
        "The root is computed of each state, also where the head names the file by its digest.",
        Message(sequence=1, lines=ONE, claims={"root": root_of(NEXT[:2])}),
        finds="AEO-XCH-24",
        flags=("Root",),
    ),
    case(
        "24.n04",
        "A delta that puts another revision in than the state that was signed has",
        "The root says which of two lines was meant.",
        FIRST,
        Message(
            sequence=2,
            lines=(firm(1, 2), firm(2)),
            bodies=(Body(base=FIRST, lines=(firm(1, 3),)),),
        ),
        finds="AEO-XCH-24",
        holds=FIRST,
        flags=("Root", "Delta", "Tampered"),
    ),
)

OF_MACAO: dict[str, Any] = {
    "administration": "MO",
    "programme": "MO-AEO",
    "recordId": "MO-2024-0001",
}


def _stray(number: int, title: str, why: str, line: Line, **more: Any) -> ReceivingCase:
    given: dict[str, Any] = {"flags": ("Belongs",), **more}
    message = Message(sequence=1, lines=(line,))
    return case(f"25.n{number:02}", title, why, message, finds="AEO-XCH-25", **given)


OWN = (
    case(
        "25.p01",
        "A stream without an agreement, whose views name none",
        "The view of a record is that of the head, whole.",
        Message(
            sequence=1,
            lines=(
                entry(
                    view(
                        view={"audience": "JP"},
                        consents=[{**consent("given", "2024-01-01T00:00:00Z"), "scope": "all"}],
                    )
                ),
            ),
            claims={"agreement": None, "profile": None},
        ),
        stream={"iss": STREAM["iss"], "aud": STREAM["aud"]},
        profiles=(),
        flags=("Belongs", "Stream"),
    ),
    case(
        "25.p02",
        "A record whose TIN begins as the tuple of the key says",
        "One tuple covers administration, programme and TIN whole.",
        Message(sequence=1, lines=(firm(1),)),
        **trusting(scope("HK", "HK-AEO", "HK0000", purposes=["exchange"])),
        flags=("Belongs", "Scope"),
    ),
    _stray(
        1,
        "A record of Macao in the stream of Hong Kong",
        "Nobody speaks in the name of another.",
        entry(view(**OF_MACAO)),
        **trusting(scope("HK", "HK-AEO"), scope("MO", "MO-AEO")),
    ),
    _stray(
        2,
        "A record under the key of another",
        "The key of an entry is that of its record.",
        entry(view(1), key(2)),
    ),
    _stray(
        3,
        "A view that was cut for Korea",
        "Who sends views cut for others does not know what it sends.",
        firm(1, view={"audience": "KR", "agreement": STREAM["agreement"]}),
        flags=("Belongs", "Audience"),
    ),
    _stray(
        4,
        "A view that was cut under no agreement, in a stream under one",
        "What may be seen was agreed otherwise.",
        firm(1, view={"audience": "JP"}),
        flags=("Belongs", "Audience"),
    ),
    _stray(
        5,
        "A full record",
        "It holds what no partner may see.",
        entry({name: value for name, value in view(1).items() if name != "view"}),
        flags=("Belongs", "Audience"),
    ),
    _stray(
        6,
        "A record whose TIN no tuple of the key covers",
        "The key may speak for other holders.",
        firm(1),
        **trusting(scope("HK", "HK-AEO", "HK9", purposes=["exchange"])),
        flags=("Belongs", "Scope"),
    ),
    _stray(
        7,
        "A record of a programme for which the key speaks in attestations alone",
        "One tuple covers it whole: two halves of two tuples do not.",
        firm(1),
        **trusting(
            scope("HK", "HK-OTHER", purposes=["exchange"]),
            scope("HK", "HK-AEO", purposes=["attestation"]),
        ),
        flags=("Belongs", "Scope"),
    ),
    case(
        "25.n08",
        "The second of two records is of another administration",
        "One such record refuses the whole message.",
        Message(sequence=1, lines=(firm(1), entry(view(**OF_MACAO)))),
        finds="AEO-XCH-25",
        flags=("Belongs",),
    ),
    _stray(
        9,
        "A record that moved to Macao, in the stream of Hong Kong",
        "Its key is still of Hong Kong, which speaks of it no more.",
        entry(view(1, administration="MO", formerAdministrations=["HK"])),
    ),
    _stray(
        10,
        "A record whose first administration is no text",
        "Nobody can tell who first issued it, so no key is that of it.",
        entry(
            view(1, formerAdministrations=[{"country": "HK"}]),
            key(1),
        ),
    ),
    case(
        "25.p03",
        "A record whose former administrations are no list",
        "It is as if there were none, and the record is rejected for it. XML has no such item.",
        Message(sequence=1, lines=(entry({**view(1), "formerAdministrations": {}}, key(1)),)),
        became={key(1): "rejected AEO-STR-03"},
        syntaxes=("ndjson",),
        flags=("Belongs", "Broken"),
    ),
)

FOUR = (*THREE, firm(4))
HELD_THREE = Message(sequence=1, lines=THREE)
CHANGED = Message(sequence=2, lines=ALL_CHANGED)
HELD_FOUR = Message(sequence=1, lines=FOUR)
HELD_ONE = Message(sequence=1, lines=(firm(1),))
GROWN = Message(sequence=2, lines=FOUR)
TWO_LEFT_OUT = Message(sequence=2, lines=(firm(1),), confirmed=True)
BEGUN_ANEW = Message(sequence=2, lines=(firm(1),), claims=RESET, confirmed=True)


def _many(name: str, title: str, why: str, *messages: Message, **more: Any) -> ReceivingCase:
    """Return a case under a profile by which more than one entry, and than half, is many."""
    limits = {"side": "JP", "mass_change": {"percent": 50, "at_least": 1}}
    given: dict[str, Any] = {"profiles": ({**PROFILE, "own": limits},), **more}
    if name.startswith("n"):
        given["finds"] = "AEO-XCH-26"
    return case(f"26.{name}", title, why, *messages, **given)


MASS = (
    _many(
        "p01",
        "Two of four entries change, where more than half is many",
        "It is held above the percentage, not at it.",
        HELD_FOUR,
        Message(sequence=2, lines=(*ALL_CHANGED, firm(4))),
        flags=("MassChange", "EdgeValue"),
    ),
    _many(
        "p02",
        "The only entry changes, where more than one is many",
        "It is held above both figures.",
        Message(sequence=1, lines=(firm(1),)),
        Message(sequence=2, lines=(firm(1, 2),)),
        flags=("MassChange", "EdgeValue"),
    ),
    _many(
        "p03",
        "Three entries in the first state of a stream",
        "Of a stream that begins nothing is held that they could be many beside.",
        HELD_THREE,
        flags=("MassChange",),
    ),
    _many(
        "p04",
        "Two of three entries change, and the operator has confirmed it",
        "It is taken when the operator has confirmed that head, by its digest.",
        HELD_THREE,
        CHANGED,
        Message(sequence=2, lines=ALL_CHANGED, confirmed=True),
        flags=("MassChange", "Confirmed"),
    ),
    _many(
        "n01",
        "Two of three entries change",
        "A register exported by mistake would take its place in one night.",
        HELD_THREE,
        CHANGED,
        holds=HELD_THREE,
        flags=("MassChange",),
    ),
    _many(
        "n02",
        "Two of three records give way to tombstones",
        "A tombstone in the place of a view counts.",
        HELD_THREE,
        Message(
            sequence=2,
            lines=(
                firm(1),
                tombstone(2, "out-of-scope", day(2)),
                tombstone(3, "out-of-scope", day(2)),
            ),
        ),
        holds=HELD_THREE,
        flags=("MassChange", "Tombstone"),
    ),
    _many(
        "n03",
        "An empty state behind three entries",
        "What is gone counts as what differs.",
        HELD_THREE,
        Message(sequence=2),
        holds=HELD_THREE,
        flags=("MassChange", "Missing"),
    ),
    _many(
        "n04",
        "Two of three entries change, and another head was confirmed",
        "A head is confirmed by its digest.",
        HELD_THREE,
        Message(sequence=2, lines=ALL_CHANGED, confirms=ZEROS),
        holds=HELD_THREE,
        flags=("MassChange", "Confirmed"),
    ),
    _many(
        "n05",
        "All of 21 entries change, under a profile that sets no limit",
        "Without a limit of its own it is 10 percent and at least 20.",
        Message(sequence=1, lines=tuple(firm(number) for number in range(1, 22))),
        Message(sequence=2, lines=tuple(firm(number, 2) for number in range(1, 22))),
        holds=Message(sequence=1, lines=tuple(firm(number) for number in range(1, 22))),
        profiles=({name: value for name, value in PROFILE.items() if name != "own"},),
        flags=("MassChange", "EdgeValue"),
    ),
    _many(
        "n06",
        "Two of three entries change, under limits that name no side",
        "The side may be absent: the limits are those of who keeps the file.",
        HELD_THREE,
        CHANGED,
        holds=HELD_THREE,
        profiles=({**PROFILE, "own": {"mass_change": {"percent": 50, "at_least": 1}}},),
        flags=("MassChange",),
    ),
    _many(
        "p05",
        "Two of three entries change, under limits that the other side has set in its file",
        "What the sender keeps to is no limit of the receiver.",
        HELD_THREE,
        CHANGED,
        profiles=(
            {**PROFILE, "own": {"side": "HK", "mass_change": {"percent": 50, "at_least": 1}}},
        ),
        flags=("MassChange",),
    ),
    _many(
        "n09",
        "Three new entries beside one",
        "Rows exported by mistake would be recognised from that night on.",
        HELD_ONE,
        GROWN,
        holds=HELD_ONE,
        flags=("MassChange",),
    ),
    _many(
        "n10",
        "Three new entries beside one, by a delta",
        "What counts is the state reached, not the way that led there.",
        HELD_ONE,
        replace(GROWN, bodies=(Body(base=HELD_ONE),)),
        holds=HELD_ONE,
        flags=("MassChange", "Delta"),
    ),
    _many(
        "n11",
        "Of four entries one changes and one goes, and one is new",
        "They are one number: each alone would be let pass, and two of them.",
        HELD_FOUR,
        Message(sequence=2, lines=(firm(1, 2), firm(2), firm(3), firm(5))),
        holds=HELD_FOUR,
        flags=("MassChange",),
    ),
    _many(
        "n12",
        "Two new entries behind a state of none",
        "The stream has begun, and nobody has seen what it would bring.",
        EMPTY,
        Message(sequence=2, lines=(firm(1), firm(2))),
        holds=EMPTY,
        flags=("MassChange", "EdgeValue"),
    ),
    _many(
        "n13",
        "All 21 entries are new beside one, under a profile that sets no limit",
        "Without a limit of its own it is 10 percent and at least 20.",
        HELD_ONE,
        Message(sequence=2, lines=tuple(firm(number) for number in range(1, 23))),
        holds=HELD_ONE,
        profiles=({name: value for name, value in PROFILE.items() if name != "own"},),
        flags=("MassChange", "EdgeValue"),
    ),
    _many(
        "n14",
        "Two new entries beside the one of a confirmed reset",
        "A reset is a state as any other to what comes behind it.",
        HELD_THREE,
        BEGUN_ANEW,
        Message(sequence=3, lines=THREE),
        holds=BEGUN_ANEW,
        became={key(2): MISSING, key(3): MISSING},
        flags=("MassChange", "Reset"),
    ),
    _many(
        "n15",
        "Two entries come back that were missing",
        "What is missing is no entry of the state held, so it is new.",
        HELD_THREE,
        TWO_LEFT_OUT,
        Message(sequence=3, lines=THREE),
        holds=TWO_LEFT_OUT,
        became={key(2): MISSING, key(3): MISSING},
        flags=("MassChange", "Missing"),
    ),
    _many(
        "n16",
        "Two new entries beside three",
        "They are more than half of the entries held, and less than half of those reached.",
        HELD_THREE,
        Message(sequence=2, lines=(*FOUR, firm(5))),
        holds=HELD_THREE,
        flags=("MassChange", "EdgeValue"),
    ),
    _many(
        "p08",
        "Two new entries beside four, where more than half is many",
        "It is held above the percentage, not at it.",
        HELD_FOUR,
        Message(sequence=2, lines=(*FOUR, firm(5), firm(6))),
        flags=("MassChange", "EdgeValue"),
    ),
    _many(
        "p09",
        "Three new entries beside one, and the operator has confirmed it",
        "A programme that really grows is let pass by one decision.",
        HELD_ONE,
        GROWN,
        replace(GROWN, confirmed=True),
        flags=("MassChange", "Confirmed"),
    ),
    _many(
        "p10",
        "A confirmed reset with three new entries beside one",
        "Who confirms a reset has seen it whole.",
        HELD_ONE,
        replace(GROWN, claims=RESET, confirmed=True),
        flags=("MassChange", "Reset"),
    ),
    _many(
        "p11",
        "Twenty new entries beside one, under a profile that sets no limit",
        "A young stream may grow by 20 in a night without a word.",
        HELD_ONE,
        Message(sequence=2, lines=tuple(firm(number) for number in range(1, 22))),
        profiles=({name: value for name, value in PROFILE.items() if name != "own"},),
        flags=("MassChange", "EdgeValue"),
    ),
)

CASES: tuple[ReceivingCase, ...] = (
    *WAYS,
    *BESIDE,
    *FILES,
    *LINES,
    *DEEP,
    *NUMBERS,
    *ELEMENTS,
    *DROPS,
    *STATES,
    *OWN,
    *MASS,
)
