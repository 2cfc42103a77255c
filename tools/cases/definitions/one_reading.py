"""Cases of sentences that two careful readers had read in two ways: one reading each.

The ids begin at 81, apart from those of the area's own module.
"""

from __future__ import annotations

from making import REFUSED, Case, Expected

from definitions.bases import MODULES, PLAIN, RECOGNITION, event, history
from definitions.hos import JSON, XML
from definitions.syn import IN_JSON_ONLY, IN_XML_ONLY, LINE, ROOT, replaced

IN_LINES_ONLY = "Neither JSON in one piece nor XML can write it."
TIN = b"HK00000001"
NO_COUNTRY = b"ZZ00000001"
OF_TIN = ("/holder/tin", "AEO-TIN-01")
JUDGED = Expected(*OF_TIN, xpath="/AeoRecord/Holder/Tin")
ELEMENT = XML[XML.index(ROOT) :].rstrip()
SEVERAL = ROOT.replace(b"AeoRecord", b"AeoRecords")
END = b"</AeoRecords>"
DEEP = b'{"deep": ' + b"[" * 300 + b"]" * 300 + b", " + LINE[1:]
WHOLE = "A document that is one record is read to its end before the record is judged."


def wrong(record: bytes) -> bytes:
    """Return a record with a TIN of no country, which shows that the record was judged."""
    return replaced(record, TIN, NO_COUNTRY)


def strange(record: bytes) -> bytes:
    """Return a record with a byte that UTF-8 does not have."""
    return replaced(record, b"Example Trading", b"Exam\xffple Trading")


def behind(place: int, title: str, why: str, **inputs: bytes) -> Case:
    """Return the case of a record with a fault of its own and something behind it."""
    return Case(
        id=f"AEO-SYN-01.n{place}",
        title=title,
        why=f"{WHOLE} {why}",
        flags=("Wellformed", "Trailing"),
        base=PLAIN,
        inputs=inputs,
        finds=(REFUSED,),
        forbid=("AEO-TIN-01",),
    )


def misplaced(place: int, title: str, why: str, **inputs: bytes) -> Case:
    """Return the case of a byte that UTF-8 does not have outside the texts of a record."""
    return Case(
        id=f"AEO-SYN-04.n{place}",
        title=title,
        why=why,
        flags=("Encoding",),
        base=PLAIN,
        inputs=inputs,
        finds=(REFUSED,),
        forbid=("AEO-SYN-01", "AEO-SYN-05"),
    )


def judged_before(place: int, title: str, why: str, **inputs: bytes) -> Case:
    """Return the case of several records, not well-formed behind one that breaks a rule."""
    return Case(
        id=f"AEO-SYN-01.n{place}",
        title=title,
        why=why,
        flags=("Wellformed", "SeveralRecords"),
        base=PLAIN,
        inputs=inputs,
        finds=(JUDGED if "xml" in inputs else Expected(*OF_TIN, xpath=""), REFUSED),
    )


def misspelt(place: int, title: str, **inputs: bytes) -> Case:
    """Return the case of a number that JSON does not spell so, in the place of a record."""
    return Case(
        id=f"AEO-SYN-03.n{place}",
        title=title,
        why="It stands whole in the place of a value, and begins as a number does. "
        + (IN_LINES_ONLY if "ndjson" in inputs else IN_JSON_ONLY),
        flags=("Number", "Spelling", "SeveralRecords"),
        base=PLAIN,
        inputs=inputs,
        finds=(REFUSED,),
    )


def revision_of(written: bytes, behind: bytes = b"") -> dict[str, bytes]:
    """Return a document and lines whose last record has a number written so, as its last item."""
    usual = replaced(LINE, b'"revision": 3, ', b"").rstrip().removesuffix(b"}")
    record = usual + b',"revision":' + written + behind
    return {"json": record + b"}\n", "ndjson": LINE + record + b"}\n"}


def cut_at(place: int, title: str, written: bytes, blanks: bytes = b"") -> Case:
    """Return the case of a text that ends at what would else be a number that is misspelt."""
    ends = {name: text.removesuffix(b"}\n") for name, text in revision_of(written, blanks).items()}
    behind = XML[: XML.index(b"<Revision>")] + b"<Revision>" + written + blanks
    return Case(
        id=f"AEO-SYN-01.n{place}",
        title=title,
        why="It ends too early, whatever it is cut off in.",
        flags=("Wellformed", "Truncated", "Number"),
        base=PLAIN,
        inputs={**ends, "xml": behind},
        finds=(REFUSED,),
        forbid=("AEO-SYN-03",),
    )


def followed(place: int, title: str, written: bytes) -> Case:
    """Return the case of a number behind which something stands that does not belong there."""
    return Case(
        id=f"AEO-SYN-01.n{place}",
        title=title,
        why=f"The number ends before it, and is well written. {IN_JSON_ONLY}",
        flags=("Wellformed", "Number"),
        base=PLAIN,
        inputs=revision_of(written),
        finds=(REFUSED,),
        forbid=("AEO-SYN-03",),
    )


def beside(case: str, title: str, xml: bytes, *finds: Expected) -> Case:
    """Return the case of something beside three records of one content, which are compared."""
    return Case(
        id=case,
        title=title,
        why=f"It is none of them, and so it shifts no number. {IN_XML_ONLY}",
        flags=("SeveralRecords", "Set"),
        base=PLAIN,
        records=((), (), ()),
        inputs={"xml": xml},
        requirements=("CON-7-8", "CNF-3-4"),
        finds=finds,
    )


ENCODING = (
    misplaced(
        81,
        "A byte that is not UTF-8 in the namespace of the root, or in a name",
        "What cannot be read names nothing, so the name is not an unknown one.",
        json=replaced(JSON, b'"programme"', b'"program\xffme"'),
        xml=replaced(XML, b'"urn:aeo-exchange:1.0"', b'"urn:aeo-exchange:1.0\xff"'),
    ),
    misplaced(
        82,
        "A byte that is not UTF-8 behind the record",
        "It is judged wherever it stands.",
        json=JSON + b"\xff",
        xml=XML + b"\xff",
    ),
    misplaced(
        83,
        "A byte that is not UTF-8 in a comment before the root",
        f"It is judged wherever it stands. {IN_XML_ONLY}",
        xml=replaced(XML, b"<AeoRecord", b"<!-- \xff --><AeoRecord"),
    ),
    Case(
        id="AEO-SYN-04.n84",
        title="A byte that is not UTF-8 in the third of four records",
        why="The records before it are judged, and in JSON and NDJSON those behind it.",
        flags=("Encoding", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "json": b"[" + b",".join((LINE, wrong(LINE), strange(LINE), LINE)) + b"]\n",
            "ndjson": LINE + wrong(LINE) + strange(LINE) + LINE,
            "xml": SEVERAL + ELEMENT + wrong(ELEMENT) + strange(ELEMENT) + ELEMENT + END,
        },
        finds=(JUDGED, REFUSED),
    ),
)
TRAILING = (
    behind(
        81,
        "A word behind the record",
        "So it is refused with it.",
        json=wrong(JSON) + b"more\n",
        xml=wrong(XML) + b"x",
    ),
    behind(
        82,
        "A second record behind the record",
        "Several records stand in an array or in AeoRecords.",
        json=wrong(JSON).rstrip() + JSON,
        xml=wrong(XML) + ELEMENT,
    ),
    behind(
        83,
        "A CDATA section of blanks behind the root",
        f"White space is nothing there, what is written like a text is. {IN_XML_ONLY}",
        xml=wrong(XML) + b"<![CDATA[ ]]>",
    ),
    behind(
        84,
        "A reference to a blank behind the root",
        f"White space is nothing there, what is written like a text is. {IN_XML_ONLY}",
        xml=wrong(XML) + b"&#32;",
    ),
    behind(
        85,
        "A document type declaration behind the root",
        f"It declares nothing there. {IN_XML_ONLY}",
        xml=wrong(XML) + b"<!DOCTYPE AeoRecord>",
    ),
    Case(
        id="AEO-SYN-01.p81",
        title="Comments, processing instructions and blanks behind the root",
        why=f"They are no data. {IN_XML_ONLY}",
        flags=("Wellformed", "Trailing", "Comment"),
        base=PLAIN,
        inputs={"xml": XML + b"\n<!-- end --> <?editor closed?>\r\n\t<!---->"},
    ),
    judged_before(
        86,
        "What holds the records is not closed by its own end",
        "The record before that place is judged.",
        json=b"[" + wrong(LINE) + b"}\n",
        xml=SEVERAL + wrong(ELEMENT) + b"</AeoRecord>",
    ),
    judged_before(
        87,
        "What holds the records is not closed at all",
        "The record before the end is judged.",
        json=b"[" + wrong(LINE),
        xml=SEVERAL + wrong(ELEMENT),
    ),
    judged_before(
        88,
        "A word behind the end of what holds the records",
        "The records have been judged by then.",
        json=b"[" + wrong(LINE) + b"] more\n",
        xml=SEVERAL + wrong(ELEMENT) + END + b"more",
    ),
    judged_before(
        89,
        "An element whose brackets are of the wrong kinds",
        f"Each closing bracket closes one that is open, so its end is found. {IN_JSON_ONLY}",
        json=b'[{"a": [1}], ' + wrong(LINE) + b"]\n",
    ),
)
CUT_OFF = (
    Case(
        id="AEO-SYN-01.n94",
        title="A text that ends inside a character",
        why="It ends too early, and has no bytes but those that UTF-8 has.",
        flags=("Wellformed", "Truncated", "Encoding"),
        base=PLAIN,
        inputs={
            "json": JSON[: JSON.index(b"Trading")] + b"\xc3",
            "ndjson": LINE + LINE[: LINE.index(b"Trading")] + b"\xc3",
            "xml": XML[: XML.index(b"Trading")] + b"\xc3",
        },
        finds=(REFUSED,),
        forbid=("AEO-SYN-04",),
    ),
    Case(
        id="AEO-SYN-01.n95",
        title="A record with a name twice that is not closed",
        why=f"{WHOLE} {IN_JSON_ONLY}",
        flags=("Wellformed", "DuplicateName", "Truncated"),
        base=PLAIN,
        inputs={
            "json": replaced(JSON, b'"revision": 3', b'"revision": 3, "revision": 3')
            .rstrip()
            .removesuffix(b"}")
        },
        finds=(REFUSED,),
        forbid=("AEO-SYN-02",),
    ),
    Case(
        id="AEO-SYN-07.n81",
        title="An attribute of AeoRecords, which is not closed",
        why=f"It is judged up to the place at which it is cut off. {IN_XML_ONLY}",
        flags=("Attribute", "Truncated", "SeveralRecords"),
        base=PLAIN,
        inputs={"xml": replaced(SEVERAL, b">", b' note="x">') + ELEMENT},
        finds=(REFUSED, Expected("", "AEO-SYN-01", xpath="")),
    ),
    Case(
        id="AEO-HOS-02.n81",
        title="A record with an item that nests 300 levels, before one that breaks a rule",
        why="Its end is found by the brackets, so what follows is judged. XML has to be read in "
        "one pass, and a parser grows slow with depth.",
        flags=("Depth", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "json": b"[" + b",".join((LINE, DEEP, wrong(LINE))) + b"]\n",
            "ndjson": LINE + DEEP + wrong(LINE),
        },
        finds=(REFUSED, Expected(*OF_TIN, record=2, xpath="")),
    ),
)
PLACES = (
    misspelt(81, "A line with nothing but a number with a leading zero", ndjson=LINE + b"01\n"),
    misspelt(82, "A line with nothing but a minus sign", ndjson=LINE + b"-\n"),
    misspelt(83, "A minus sign in place of a record in an array", json=b"[-, " + LINE + b"]\n"),
    misspelt(84, "A number with a semicolon behind", **revision_of(b"3;")),
    misspelt(85, "A number of sixteen signs", **revision_of(b"0x3")),
    misspelt(86, "A number with a leading zero at the end of an object", **revision_of(b"03")),
    Case(
        id="AEO-SYN-06.n81",
        title="An item given once that occurs twice, behind its place",
        why=f"Both findings name the item, and not one of its elements. {IN_XML_ONLY}",
        flags=("Order", "Repeated"),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(XML, b"<Tin>HK00000001</Tin>", b""),
                b"</LegalName>",
                b"</LegalName><Tin>HK00000001</Tin><Tin>HK00000001</Tin>",
            )
        },
        finds=(
            Expected("/holder/tin", xpath="/AeoRecord/Holder/Tin[1]"),
            Expected("/holder/tin", "AEO-STR-03", xpath="/AeoRecord/Holder/Tin[1]"),
        ),
    ),
)

TURNS = (event(2, "suspended", "2025-01-01"), event(3, "reinstated", "2025-01-01"))
OF_XML = (
    Case(
        id="AEO-SYN-09.p81",
        title="White space between elements, as references to characters",
        why=f"It is white space however it is written. {IN_XML_ONLY}",
        flags=("Text", "Spelling"),
        base=PLAIN,
        inputs={"xml": replaced(XML, b"<Tin>", b"&#32;&#x9;&#10;<Tin>")},
    ),
    Case(
        id="AEO-SYN-01.p82",
        title="A declaration that says standalone",
        why=f"It means nothing here. {IN_XML_ONLY}",
        flags=("Wellformed", "Declaration"),
        base=PLAIN,
        inputs={"xml": replaced(XML, b'encoding="UTF-8"', b'encoding="UTF-8" standalone="no"')},
    ),
)
HISTORY = (
    Case(
        id="AEO-LIF-06.n81",
        title="Suspended, reinstated and reinstated again from one instant on",
        why="Of events that take effect at one instant the highest seq decides, so nothing is "
        "suspended any more.",
        flags=("Suspension", "EdgeValue"),
        base=PLAIN,
        edits=(history(*TURNS, event(4, "reinstated", "2025-01-01")),),
        finds=("/history/3/status",),
    ),
    Case(
        id="AEO-LIF-06.p81",
        title="Suspended and reinstated twice from one instant on",
        why="Of events that take effect at one instant the highest seq decides.",
        flags=("Suspension", "EdgeValue"),
        base=PLAIN,
        edits=(
            history(
                *TURNS,
                event(4, "suspended", "2025-01-01"),
                event(5, "reinstated", "2025-01-01"),
            ),
        ),
    ),
)
AUSTRIA = (("/administration", "AT"), ("/recordId", "AT-2024-0001"), ("/movedTo", "DE"))
FEBRUARY = "2026-02-01T00:00:00Z"
FRANCE = (
    ("/administration", "FR"),
    ("/recordId", "AT-2024-0001"),
    ("/revision", 6),
    ("/formerAdministrations", ["AT"]),
)
RECORDS = (
    Case(
        id="AEO-XCH-03.n81",
        title="Austria let it go to Germany, and in a later revision to France, which has it",
        why="The first word counts alone; whoever let a record go cannot let it go again.",
        flags=("Set", "Move", "Union", "Taken"),
        base=MODULES,
        syntaxes=("json", "ndjson", "xml"),
        records=(AUSTRIA, (*AUSTRIA, ("/revision", 4), ("/movedTo", "FR")), FRANCE),
        finds=(Expected("/formerAdministrations"), Expected("/revision", "AEO-XCH-04", record=1)),
    ),
    Case(
        id="AEO-DAT-03.n81",
        title="A recognition that ends before it begins, within another of the same agreement",
        why="It holds no instant, so it overlaps none.",
        flags=("Interval", "Recognition"),
        base=PLAIN,
        edits=(
            (
                "/recognitions",
                [
                    RECOGNITION,
                    {**RECOGNITION, "from": "2026-03-01T00:00:00Z", "until": FEBRUARY},
                ],
            ),
        ),
        finds=("/recognitions/1/until",),
    ),
    Case(
        id="AEO-TIN-02.p81",
        title="An AEO number of China among the former TINs",
        why="What stood in the place of the TIN stood there; it is said of the TIN alone.",
        flags=("AeoNumber", "FormerTin"),
        base=PLAIN,
        edits=(
            (
                "/holder/formerTins",
                [{"tin": "AEOCN0123456789", "until": "2025-01-01T00:00:00Z"}],
            ),
        ),
    ),
)

NUMBERS = (
    cut_at(141, "A text that ends at a number with a leading zero", b"03"),
    cut_at(142, "The same, with blanks behind", b"03", b" \t"),
    cut_at(143, "A text that ends at a number with a semicolon", b"3;"),
    cut_at(144, "A text that ends at NaN", b"NaN"),
    cut_at(145, "A text that ends at a minus sign", b"-"),
    followed(146, "A number with a colon and another behind", b"3:4"),
    followed(147, "A number with a quote behind", b'3"'),
    followed(148, "A number, a blank and a semicolon", b"3 ;"),
)
AGAIN = tuple(Expected("/recordId", "AEO-XCH-02", "warning", record=place) for place in (1, 2))
BESIDE = (
    beside(
        "AEO-SYN-08.n81",
        "An element that is no record, between the first record and the second",
        SEVERAL + ELEMENT + b"<Note/>" + ELEMENT * 2 + END,
        *AGAIN,
        Expected("", record=3, xpath=""),
    ),
    beside(
        "AEO-SYN-09.n81",
        "A text before the first record",
        SEVERAL + b"note" + ELEMENT * 3 + END,
        *AGAIN,
        Expected("", record=3, xpath=""),
    ),
    beside(
        "AEO-SYN-07.n82",
        "An attribute of AeoRecords",
        replaced(SEVERAL, b">", b' note="x">') + ELEMENT * 3 + END,
        *AGAIN,
        Expected("", record=3, xpath=""),
    ),
)

CASES: tuple[Case, ...] = (
    *(*ENCODING, *TRAILING, *CUT_OFF, *PLACES, *NUMBERS),
    *(*OF_XML, *HISTORY, *RECORDS, *BESIDE),
)
