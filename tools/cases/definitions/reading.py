"""Cases of the other halves of what a reader does: behind, around and between records."""

from __future__ import annotations

from making import REFUSED, Case, Expected

from definitions.bases import PLAIN
from definitions.hos import JSON, XML
from definitions.syn import IN_JSON_ONLY, IN_XML_ONLY, replaced

BLANKS = b" " * 1_100_000
AROUND = b'<AeoRecords xmlns="urn:aeo-exchange:1.0">\n'
STRANGE = "The bytes of an encoding are judged wherever a text stands."
NUMBER = b"<Revision>3</Revision>"


def numbered(spelling: bytes) -> bytes:
    """Return the plain record in JSON with another spelling of its revision."""
    return replaced(JSON, b'"revision": 3', b'"revision": ' + spelling)


def in_xml(spelling: bytes) -> bytes:
    """Return the plain record in XML with another spelling of its revision."""
    return replaced(XML, NUMBER, b"<Revision>" + spelling + b"</Revision>")


def misspelt(place: int, spelling: str) -> Case:
    """Return the case of a number that JSON does not spell so."""
    return Case(
        id=f"AEO-SYN-03.n{place:02}",
        title=f"The number {spelling}",
        why=f"In the place of a value it begins as a number does. {IN_JSON_ONLY}",
        flags=("Number", "Spelling"),
        base=PLAIN,
        inputs={"json": numbered(spelling.encode())},
        finds=(REFUSED,),
    )


def bad_bytes(place: int, title: str, inside: bytes) -> Case:
    """Return the case of bytes that UTF-8 does not have, in both syntaxes."""
    return Case(
        id=f"AEO-SYN-04.n{place:02}",
        title=title,
        why=STRANGE,
        flags=("Encoding",),
        base=PLAIN,
        inputs={
            "json": replaced(JSON, b"Example Trading", b"Exam" + inside + b"ple Trading"),
            "xml": replaced(XML, b"Example Trading", b"Exam" + inside + b"ple Trading"),
        },
        finds=(REFUSED,),
    )


CASES: tuple[Case, ...] = (
    Case(
        id="AEO-HOS-03.p03",
        title="A megabyte of blanks behind a record",
        why="What stands around a record is no part of it.",
        flags=("Limits", "EdgeValue"),
        base=PLAIN,
        inputs={
            "json": JSON.rstrip() + BLANKS,
            "xml": XML + BLANKS,
        },
    ),
    Case(
        id="AEO-SYN-01.n23",
        title="A word behind the end of an array",
        why=f"The array has ended; its record is judged, what follows is refused. {IN_JSON_ONLY}",
        flags=("Wellformed", "Trailing", "SeveralRecords"),
        base=PLAIN,
        inputs={"json": b"[" + JSON.rstrip() + b"] garbage\n"},
        finds=(Expected("", "AEO-SYN-01", record=1),),
    ),
    Case(
        id="AEO-SYN-01.n24",
        title="A text cut off behind a digit and a point",
        why=f"The text ends too early; what it is cut off in is no misspelt number. {IN_JSON_ONLY}",
        flags=("Wellformed", "Truncated"),
        base=PLAIN,
        inputs={"json": JSON[: JSON.index(b'"1.0"') + 3]},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n25",
        title="A processing instruction with a colon in its target",
        why=f"Namespaces keep the colon for prefixes. {IN_XML_ONLY}",
        flags=("Wellformed", "Namespace"),
        base=PLAIN,
        inputs={"xml": replaced(XML, b"<Programme>", b"<?a:b c?><Programme>")},
        finds=(REFUSED,),
    ),
    *(
        misspelt(11 + place, spelling)
        for place, spelling in enumerate(("-", "--5", "1e+", "1.5.2", "INF", ".5"), 1)
    ),
    Case(
        id="AEO-STR-03.n12",
        title="A spelling that is no number at all",
        why=f"A number with two points is a text. {IN_XML_ONLY}",
        flags=("Number", "Spelling"),
        base=PLAIN,
        inputs={"xml": in_xml(b"1.5.2")},
        finds=("/revision",),
    ),
    Case(
        id="AEO-STR-03.n13",
        title="A number between blanks",
        why=f"Nothing is trimmed. {IN_XML_ONLY}",
        flags=("Number", "Blanks"),
        base=PLAIN,
        inputs={"xml": in_xml(b" 1 ")},
        finds=("/revision",),
    ),
    bad_bytes(9, "A surrogate written in UTF-8", b"\xed\xa0\x80"),
    bad_bytes(10, "An overlong form", b"\xc0\xaf"),
    bad_bytes(11, "A sequence that ends too early", b"\xe2\x82"),
    bad_bytes(12, "A code point beyond the last", b"\xf4\x90\x80\x80"),
    Case(
        id="AEO-SYN-04.n13",
        title="ISO-8859-1 declared around bytes that are ASCII",
        why=f"The declaration decides, even where no byte differs. {IN_XML_ONLY}",
        flags=("Encoding", "Declaration"),
        base=PLAIN,
        inputs={"xml": replaced(XML, b'encoding="UTF-8"', b'encoding="ISO-8859-1"')},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-08.n08",
        title="A name with a low line",
        why=f"No item has one, so it names none. {IN_XML_ONLY}",
        flags=("Namespace", "UnknownItem"),
        base=PLAIN,
        inputs={"xml": replaced(XML, b"</AeoRecord>", b"<Foo_bar/></AeoRecord>")},
        finds=("",),
    ),
    Case(
        id="AEO-SYN-01.n26",
        title="A bad element between good ones of an array",
        why=f"Its inside is wrong and its end plain; what follows is judged. {IN_JSON_ONLY}",
        flags=("Wellformed", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "json": b"["
            + JSON.rstrip()
            + b',\n{"a" "b"},\n'
            + JSON.rstrip()
            + b",\n{,},\n"
            + JSON.rstrip()
            + b"]\n"
        },
        finds=(Expected("", "AEO-SYN-01", record=1), Expected("", "AEO-SYN-01", record=3)),
    ),
)
