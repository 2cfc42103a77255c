"""Cases of the other halves of what a reader does: behind, around and between records."""

from __future__ import annotations

from making import REFUSED, Case, Expected

from definitions.bases import PLAIN
from definitions.hos import JSON, XML
from definitions.syn import IN_JSON_ONLY, IN_XML_ONLY, LINE, ROOT, replaced

BLANKS = b" " * 1_100_000
AROUND = b'<AeoRecords xmlns="urn:aeo-exchange:1.0">\n'
STRANGE = "The bytes of an encoding are judged wherever a text stands."
NUMBER = b"<Revision>3</Revision>"
REQUIRED = (
    *("specVersion", "administration", "recordId", "revision", "issuedAt", "programme"),
    *("holder", "authorisation", "history"),
)
TIN = b"<Tin>HK00000001</Tin>"
# With the record these are 8 levels: in JSON seven objects, in XML seven elements.
DEEP_JSON = b'{"deep": ' * 6 + b"{}" + b"}" * 6
DEEP_XML = b"<Deep>" * 7 + b"1" + b"</Deep>" * 7


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


ELEMENT = XML[XML.index(b"<AeoRecord") :].rstrip().replace(b' xmlns="urn:aeo-exchange:1.0"', b"")
BOUNDARY = 131_072  # bytes; readers take content in pieces of a power of two


def far_behind(place: int, code: str, title: str, before: bytes, inside: bytes) -> Case:
    """Return the case of a fault in the third of three records, across a boundary of pieces.

    The first byte of `inside` is the last one before the boundary, and blanks fill what is before.
    """
    head = AROUND + ELEMENT + b"\n"
    last = replaced(ELEMENT, before, before + inside)
    until = last.index(before + inside) + len(before) + 1
    blanks = b" " * (BOUNDARY - until - len(head) - len(ELEMENT))
    written = head + blanks + ELEMENT + last + b"\n</AeoRecords>\n"
    assert written[BOUNDARY - 1 :].startswith(inside)
    return Case(
        id=f"AEO-{code}.n{place}",
        title=title,
        why=f"Where a reader's pieces end means nothing. {IN_XML_ONLY}",
        flags=("SeveralRecords", "Pieces"),
        base=PLAIN,
        inputs={"xml": written},
        finds=(Expected("/holder/legalName", xpath=""),),
    )


CASES: tuple[Case, ...] = (
    Case(
        id="AEO-SYN-04.n61",
        title="UTF-16, the higher byte first, with a byte order mark",
        why="Every text is UTF-8, in whichever order the bytes of another encoding stand.",
        flags=("Encoding", "ByteOrderMark"),
        base=PLAIN,
        inputs={
            "json": b"\xfe\xff" + JSON.decode().encode("utf-16-be"),
            "xml": b"\xfe\xff" + XML.decode().encode("utf-16-be"),
        },
        finds=(REFUSED,),
    ),
    *(
        Case(
            id=f"AEO-SYN-05.n{61 + place}",
            title=f"The bytes {start.hex(' ').upper()} before the record",
            why="They are half a byte order mark, and begin no format.",
            flags=("Encoding", "ByteOrderMark"),
            base=PLAIN,
            inputs={"json": start + JSON, "xml": start + XML},
            finds=(REFUSED,),
        )
        for place, start in enumerate((b"\xfe", b"\xff", b"\xef\xbb"))
    ),
    far_behind(
        61,
        "SYN-10",
        "A comment in a text, across the end of 128 KiB",
        b"<LegalName>Example",
        b"<!-- -->",
    ),
    far_behind(
        62,
        "SYN-10",
        "A processing instruction in a text, across the end of 128 KiB",
        b"<LegalName>Example",
        b"<?x y?>",
    ),
    far_behind(
        61, "SYN-07", "An attribute across the end of 128 KiB", b"<LegalName", b' lang="en"'
    ),
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
    Case(
        id="AEO-SYN-01.n27",
        title="An array that is torn open, with records inside what is torn",
        why=f"A text and a colon are no element; behind them nothing is judged. {IN_JSON_ONLY}",
        flags=("Wellformed", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "json": b"["
            + LINE
            + b', "more": ['
            + b",".join((LINE, LINE, LINE))
            + b"], "
            + LINE
            + b"]"
        },
        finds=(Expected("", "AEO-SYN-01", record=1),),
    ),
    Case(
        id="AEO-STR-02.n09",
        title="An item that nests to level 8",
        why="Every reader accepts that much, in either syntax; that no item has the name is told.",
        flags=("Depth", "EdgeValue", "UnknownItem"),
        base=PLAIN,
        inputs={
            "json": replaced(JSON, b"{\n", b'{\n  "deep": ' + DEEP_JSON + b",\n"),
            "xml": replaced(XML, b"</AeoRecord>", DEEP_XML + b"</AeoRecord>"),
        },
        finds=(Expected("/deep", xpath="/AeoRecord/Deep"),),
    ),
    Case(
        id="AEO-HOS-03.p04",
        title="A comment of 262 144 bytes behind the record",
        why=f"Every reader must accept that much outside a record. {IN_XML_ONLY}",
        flags=("Size", "EdgeValue", "Comment"),
        base=PLAIN,
        inputs={"xml": XML + b"<!--" + b"x" * (262_144 - 7) + b"-->"},
    ),
    Case(
        id="AEO-SYN-09.n05",
        title="A record of nothing but a text",
        why=f"A record is a group whatever it holds; all its items are missing. {IN_XML_ONLY}",
        flags=("Text", "Missing"),
        base=PLAIN,
        inputs={"xml": ROOT + b"granted</AeoRecord>"},
        finds=(
            "",
            *(Expected(f"/{name}", "AEO-STR-01", xpath="/AeoRecord") for name in REQUIRED),
        ),
    ),
    Case(
        id="AEO-SYN-08.n09",
        title="A foreign element as the content of a text item",
        why=f"An element with elements is a group, of the wrong kind for a text. {IN_XML_ONLY}",
        flags=("Namespace", "WrongKind"),
        base=PLAIN,
        inputs={"xml": replaced(XML, b"Example Trading Limited", b'<b xmlns="urn:x">Example</b>')},
        finds=("/holder/legalName", Expected("/holder/legalName", "AEO-STR-03")),
    ),
    Case(
        id="AEO-SYN-07.n09",
        title="An attribute on the second of two elements of an item given once",
        why=f"The item is named without index, its second element with one. {IN_XML_ONLY}",
        flags=("Attribute", "Repeated"),
        base=PLAIN,
        inputs={"xml": replaced(XML, TIN, TIN + TIN.replace(b"<Tin>", b'<Tin a="1">'))},
        finds=(
            Expected("/holder/tin/1", xpath="/AeoRecord/Holder/Tin[2]"),
            Expected("/holder/tin", "AEO-STR-03", xpath="/AeoRecord/Holder/Tin[1]"),
        ),
    ),
    Case(
        id="AEO-SYN-07.n10",
        title="An attribute on the second of two elements that name no item",
        why=f"What occurs twice has an index, defined or not. {IN_XML_ONLY}",
        flags=("Attribute", "Repeated", "UnknownItem"),
        base=PLAIN,
        inputs={
            "xml": replaced(
                XML,
                b"</AeoRecord>",
                b'<RiskLane>a</RiskLane><RiskLane b="1">a</RiskLane></AeoRecord>',
            )
        },
        finds=(
            Expected("/riskLane/1", xpath="/AeoRecord/RiskLane[2]"),
            Expected("/riskLane", "AEO-STR-02", xpath="/AeoRecord/RiskLane[1]"),
        ),
    ),
)
