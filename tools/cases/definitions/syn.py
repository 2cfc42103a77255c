"""Cases of area SYN: texts that are no JSON or XML of this standard."""

from __future__ import annotations

import json
import struct
import zlib

from any_xml import any_tree_to_xml
from making import REFUSED, Case, Expected, json_bytes

from definitions.bases import PLAIN

JSON = json_bytes(dict(PLAIN))
XML = any_tree_to_xml(dict(PLAIN)).encode()
LINE = json.dumps(PLAIN).encode() + b"\n"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
ROOT = b'<AeoRecord xmlns="urn:aeo-exchange:1.0">'
RECORD = XML.removeprefix(HEAD)
HOLDER_FIRST = json.dumps({"holder": PLAIN["holder"], **PLAIN}).encode() + b"\n"
SUSPENDED = (
    b'},\n{"seq": 2, "status": "suspended", "effectiveFrom": "2025-01-01T00:00:00Z", '
    b'"recordedAt": "2025-01-01T00:00:00Z"}], "'
)
HISTORY_FIRST = json.dumps({"history": PLAIN["history"], **PLAIN}).encode() + b"\n"
XSI = b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
NAME = b"<LegalName>Example Trading Limited</LegalName>"
IN_JSON_ONLY = "XML cannot write it."
IN_XML_ONLY = "JSON cannot write it."
IN_JSON_TOO = "JSON allows blanks before the record."
FAULTY = json.dumps({**PLAIN, "riskLane": "green"}).encode() + b"\n"
FAULTY_RECORD = RECORD.replace(b"</AeoRecord>", b"<RiskLane>green</RiskLane></AeoRecord>")


def as_json(old: bytes, new: bytes) -> dict[str, bytes]:
    """Return the JSON input with the first occurrence of a text replaced."""
    return {"json": replaced(JSON, old, new)}


def as_xml(old: bytes, new: bytes) -> dict[str, bytes]:
    """Return the XML input with the first occurrence of a text replaced."""
    return {"xml": replaced(XML, old, new)}


def replaced(text: bytes, old: bytes, new: bytes) -> bytes:
    """Return a text with the first occurrence of another replaced; it must be there."""
    if old not in text:
        raise ValueError(f"nothing to replace: {old!r}")
    return text.replace(old, new, 1)


def gzipped(text: bytes) -> bytes:
    """Return a text as gzip has it, stored without compression: the same bytes everywhere."""
    length = struct.pack("<HH", len(text), len(text) ^ 0xFFFF)
    check = struct.pack("<II", zlib.crc32(text), len(text))
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + b"\x01" + length + text + check


WELL_FORMED = (
    Case(
        id="AEO-SYN-01.p01",
        title="Escapes, character references, CDATA and generous white space",
        why="What well-formed text may look like beside the plain form.",
        flags=("Wellformed", "Spelling"),
        base=PLAIN,
        inputs={
            "json": b"\r\n\t "
            + replaced(JSON, b'"Example Trading', b'"\\u0045x\\u0061mple Trading').replace(
                b"\n", b"\r\n"
            ),
            "xml": replaced(
                RECORD, NAME, b"<LegalName><![CDATA[Example]]> &#84;rading Limited</LegalName>"
            ),
        },
    ),
    Case(
        id="AEO-SYN-01.p02",
        title="Several records",
        why="An array, one record a line, or AeoRecords around them.",
        flags=("Wellformed", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "json": b"[\n" + JSON.rstrip() + b",\n" + JSON.rstrip() + b"\n]\n",
            "ndjson": LINE + b"\n" + LINE,
            "xml": HEAD
            + b'<AeoRecords xmlns="urn:aeo-exchange:1.0">\n<!-- one -->\n'
            + RECORD
            + RECORD
            + b"</AeoRecords>\n",
        },
    ),
    Case(
        id="AEO-SYN-01.n01",
        title="A document cut off in the middle",
        why="Half a download is no record.",
        flags=("Wellformed", "Truncated"),
        base=PLAIN,
        inputs={"json": JSON[: len(JSON) // 2], "xml": XML[: len(XML) // 2]},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n02",
        title="Something behind the end",
        why="A reader that stops at the end of the record never sees what follows.",
        flags=("Wellformed", "Trailing"),
        base=PLAIN,
        inputs={"json": JSON.rstrip() + b" garbage\n", "xml": XML + b"garbage\n"},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n03",
        title="Brackets that do not match",
        why="Two programs that guess guess differently.",
        flags=("Wellformed",),
        base=PLAIN,
        inputs={
            "json": replaced(JSON, b'Road"\n      ]', b'Road"\n      }'),
            "xml": replaced(XML, b"</LegalName>", b"</Legalname>"),
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n04",
        title="A comma behind the last member",
        why=f"JavaScript allows it and JSON does not. {IN_JSON_ONLY}",
        flags=("Wellformed", "Lenient"),
        base=PLAIN,
        inputs=as_json(b'"country": "HK"\n', b'"country": "HK",\n'),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n05",
        title="A comment in JSON",
        why="Some readers skip it, and some read what it hides. XML has comments.",
        flags=("Wellformed", "Lenient", "Comment"),
        base=PLAIN,
        inputs=as_json(b'"revision": 3,', b'"revision": 3, /* "revision": 4, */'),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n06",
        title="Single quotes",
        why=f"What some languages print is no JSON. {IN_JSON_ONLY}",
        flags=("Wellformed", "Lenient"),
        base=PLAIN,
        inputs=as_json(b'"recordId"', b"'recordId'"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n07",
        title="A line feed inside a JSON text",
        why="It must be escaped; XML allows line feeds in a text, and the form refuses them.",
        flags=("Wellformed", "ControlCharacter"),
        base=PLAIN,
        inputs=as_json(b"Example Trading", b"Example\nTrading"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n08",
        title="An escape that JSON does not have",
        why=f"\\x41 is an A in many languages. {IN_JSON_ONLY}",
        flags=("Wellformed", "Lenient"),
        base=PLAIN,
        inputs=as_json(b"Example Trading", b"\\x45xample Trading"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n09",
        title="Two objects one behind the other on a line",
        why="A reader takes the first and never sees the second. XML allows one root only.",
        flags=("Wellformed", "Trailing"),
        base=PLAIN,
        inputs={"json": LINE.strip() + b" " + LINE},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n10",
        title="Two root elements",
        why="A reader takes the first and never sees the second. An array is the form in JSON.",
        flags=("Wellformed", "Trailing"),
        base=PLAIN,
        inputs={"xml": XML + RECORD},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n11",
        title="An entity that nobody declared",
        why=f"HTML knows &nbsp; and XML does not. {IN_XML_ONLY}",
        flags=("Wellformed", "UndeclaredEntity"),
        base=PLAIN,
        inputs=as_xml(b"Example Trading", b"Example&nbsp;Trading"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n12",
        title="A bare ampersand",
        why=f"Firms are called A & B; in XML the sign is written &amp;. {IN_XML_ONLY}",
        flags=("Wellformed", "Escaping"),
        base=PLAIN,
        inputs=as_xml(b"Example Trading", b"Example & Trading"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n13",
        title="A prefix that nobody declared",
        why=f"It stands for no namespace. {IN_XML_ONLY}",
        flags=("Wellformed", "Namespace"),
        base=PLAIN,
        inputs={"xml": replaced(XML, NAME, b"<a:LegalName>Example Trading Limited</a:LegalName>")},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n14",
        title="One attribute twice",
        why=f"One program takes the first and another the last. {IN_XML_ONLY}",
        flags=("Wellformed", "DuplicateName"),
        base=PLAIN,
        inputs=as_xml(b"<LegalName>", b'<LegalName a="1" a="2">'),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n15",
        title="Character references to zero and to half a surrogate pair",
        why=f"XML 1.0 has neither as a character. {IN_XML_ONLY}",
        flags=("Wellformed", "LoneSurrogate", "ControlCharacter"),
        base=PLAIN,
        inputs=as_xml(b"Example Trading", b"Example&#0;&#xD800;Trading"),
        finds=(REFUSED,),
        allow=("AEO-SYN-04",),
    ),
    Case(
        id="AEO-SYN-01.n16",
        title="A bad line between two good ones",
        why="The good records are read, and the bad one is not passed over in silence. "
        "An array or XML document ends at the first such fault.",
        flags=("Wellformed", "SeveralRecords"),
        base=PLAIN,
        inputs={"ndjson": LINE + LINE[:-5] + b"\n" + LINE},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n17",
        title="An array that does not end",
        why="Its records are complete; the file is not. XML: the end tag of AeoRecords.",
        flags=("Wellformed", "Truncated"),
        base=PLAIN,
        inputs={
            "json": b"[" + LINE.strip() + b",\n" + LINE,
            "xml": HEAD + b'<AeoRecords xmlns="urn:aeo-exchange:1.0">\n' + RECORD,
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n18",
        title="A document of XML 1.1",
        why=f"Its rules for white space, names and control characters differ. {IN_XML_ONLY}",
        flags=("Wellformed", "Version"),
        base=PLAIN,
        inputs=as_xml(b'version="1.0"', b'version="1.1"'),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n19",
        title="A broken line before one with a fault of its own",
        why="The second line begins an object where JSON cannot, so these are lines. "
        "An array or XML document ends at the first such fault.",
        flags=("Wellformed", "SeveralRecords", "Format"),
        base=PLAIN,
        inputs={"ndjson": LINE[:-5] + b"\n" + FAULTY},
        finds=(REFUSED, Expected("/riskLane", "AEO-STR-02")),
    ),
    Case(
        id="AEO-SYN-01.n20",
        title="Blank lines before the XML declaration",
        why=f"Blanks do not hide the format, and XML has no place for these. {IN_JSON_TOO}",
        flags=("Wellformed", "Prolog"),
        base=PLAIN,
        inputs={"xml": b"\r\n \n" + XML},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-01.n21",
        title="Two faulty records with rubbish between them",
        why="Up to where the document is broken its records are judged, behind it none is.",
        flags=("Wellformed", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "json": b"[" + FAULTY + FAULTY + b"]\n",
            "xml": HEAD
            + b'<AeoRecords xmlns="urn:aeo-exchange:1.0">\n'
            + FAULTY_RECORD
            + b"&\n"
            + FAULTY_RECORD
            + b"</AeoRecords>\n",
        },
        finds=(Expected("/riskLane", "AEO-STR-02", xpath=""), REFUSED),
    ),
    Case(
        id="AEO-SYN-01.n22",
        title="A faulty record, and something behind the end",
        why="In JSON it makes the only record broken. In XML and in an array it was complete.",
        flags=("Wellformed", "Trailing"),
        base=PLAIN,
        inputs={"json": FAULTY.rstrip() + b" garbage\n"},
        finds=(REFUSED,),
    ),
)

NAMES = (
    Case(
        id="AEO-SYN-02.p01",
        title="One name in different objects",
        why="Names are compared within one object. XML has no objects.",
        flags=("DuplicateName", "EdgeValue"),
        base=PLAIN,
        inputs=as_json(
            b'"country": "HK"\n    }',
            b'"country": "HK"\n    },\n    "identifiers": [{"scheme": "HK-AEO", '
            b'"value": "12345678"}, {"scheme": "HK-BR", "value": "12345678"}]',
        ),
    ),
    Case(
        id="AEO-SYN-02.n01",
        title="A status given twice",
        why="One program reads granted and another revoked. In XML a second element is a list.",
        flags=("DuplicateName",),
        base=PLAIN,
        inputs=as_json(b'"status": "granted",', b'"status": "granted", "status": "revoked",'),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-02.n02",
        title="A name given a second time with an escape",
        why="\\u0074in and tin are one name. XML has no escapes in names.",
        flags=("DuplicateName", "Escaping"),
        base=PLAIN,
        inputs=as_json(b'"tin": "HK00000001",', b'"tin": "HK00000001", "\\u0074in": "HK00000002",'),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-02.n03",
        title="A name given twice with one value",
        why="What is the same today is changed in one place tomorrow. XML has no such names.",
        flags=("DuplicateName",),
        base=PLAIN,
        inputs=as_json(b'"revision": 3,', b'"revision": 3, "revision": 3,'),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-02.n04",
        title="An unknown name given twice, deep inside",
        why="Duplicates are refused everywhere, also where the name itself is refused. "
        "XML has no such names.",
        flags=("DuplicateName", "UnknownItem"),
        base=PLAIN,
        inputs=as_json(
            b'"country": "HK"', b'"country": "HK", "x": {"y": [{"z": 1, "\\u007a": 2}]}'
        ),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-02.n05",
        title="A duplicate in a compact line between good ones",
        why="A fast reader of good lines must see it too. XML has no lines of records.",
        flags=("DuplicateName", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "ndjson": json.dumps(PLAIN, separators=(",", ":")).encode()
            + b"\n"
            + json.dumps(PLAIN, separators=(",", ":"))
            .replace('"revision":3', '"revision":3,"revision":4')
            .encode()
            + b"\n"
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-02.n06",
        title="A duplicate inside the second of three elements of an array",
        why="The others are good, and the bad one is refused. XML has no such names.",
        flags=("DuplicateName", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "json": b"["
            + LINE
            + b","
            + LINE.replace(b'"revision": 3', b'"revision": 3, "revision": 3')
            + b","
            + LINE
            + b"]\n"
        },
        finds=(REFUSED,),
    ),
)


def revision(spelling: bytes) -> dict[str, bytes]:
    """Return the JSON input with another spelling of the revision."""
    return as_json(b'"revision": 3', b'"revision": ' + spelling)


NUMBERS = (
    Case(
        id="AEO-SYN-03.p01",
        title="Numbers as they are written, and texts that look like others",
        why="1.0 is a text where the standard has a text.",
        flags=("Number", "EdgeValue"),
        base=PLAIN,
        edits=(("/revision", 100), ("/holder/legalName", "1.0 NaN 1e5 007")),
    ),
    Case(
        id="AEO-SYN-03.n01",
        title="A revision written with a point",
        why="3.0 and 3 are one number and two digests.",
        flags=("Number", "Spelling"),
        base=PLAIN,
        inputs={
            **revision(b"3.0"),
            **as_xml(b"<Revision>3<", b"<Revision>3.0<"),
        },
        finds=("/revision",),
    ),
    Case(
        id="AEO-SYN-03.n02",
        title="A sequence number written with an exponent",
        why="1e0 and 1 are one number and two digests.",
        flags=("Number", "Spelling"),
        base=PLAIN,
        inputs={
            **as_json(b'"seq": 1', b'"seq": 1e0'),
            **as_xml(b"<Seq>1<", b"<Seq>1e0<"),
        },
        finds=("/history/0/seq",),
    ),
    Case(
        id="AEO-SYN-03.n03",
        title="A number with leading zeros",
        why="Some languages read it as octal. In XML the place is known; see n04.",
        flags=("Number", "Spelling"),
        base=PLAIN,
        inputs=revision(b"003"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-03.n04",
        title="A number with leading zeros in XML",
        why="xs:integer reads 003 as 3. JSON has no such number at all; see n03.",
        flags=("Number", "Spelling"),
        base=PLAIN,
        inputs=as_xml(b"<Revision>3<", b"<Revision>003<"),
        finds=("/revision",),
    ),
    Case(
        id="AEO-SYN-03.n05",
        title="NaN",
        why="It is no number, and no JSON. In XML the place is known; see n10.",
        flags=("Number", "NotANumber"),
        base=PLAIN,
        inputs=revision(b"NaN"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-03.n06",
        title="Infinity",
        why="It is no number, and no JSON. In XML the place is known; see n10.",
        flags=("Number", "NotANumber"),
        base=PLAIN,
        inputs=revision(b"-Infinity"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-03.n07",
        title="A number that overflows to infinity",
        why="1e999 is JSON and becomes infinity in most languages. See n02 for XML.",
        flags=("Number", "Overflow"),
        base=PLAIN,
        inputs=revision(b"1e999"),
        finds=("/revision",),
    ),
    Case(
        id="AEO-SYN-03.n08",
        title="A number with a plus",
        why="JSON knows a minus only. See n04 for XML.",
        flags=("Number", "Spelling"),
        base=PLAIN,
        inputs=revision(b"+3"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-03.n09",
        title="A number that rounds to a whole one",
        why="A double cannot tell it from 3. See n01 for XML.",
        flags=("Number", "Rounding"),
        base=PLAIN,
        inputs=revision(b"3.00000000000000000001"),
        finds=("/revision",),
    ),
    Case(
        id="AEO-SYN-03.n10",
        title="NaN and INF in XML",
        why="XML Schema has them among its numbers. JSON has no such numbers; see n05 and n06.",
        flags=("Number", "NotANumber"),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(XML, b"<Revision>3<", b"<Revision>NaN<"), b"<Seq>1<", b"<Seq>-INF<"
            )
        },
        finds=("/revision", "/history/0/seq"),
    ),
    Case(
        id="AEO-SYN-03.n11",
        title="A negative number with a leading zero, and one with a point",
        why="The spelling is refused before its size is looked at. "
        "JSON has no number with a leading zero at all; see n03.",
        flags=("Number", "Spelling"),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(XML, b"<Revision>3<", b"<Revision>-03<"), b"<Seq>1<", b"<Seq>-1.0<"
            )
        },
        finds=("/revision", "/history/0/seq"),
    ),
)

ENCODING = (
    Case(
        id="AEO-SYN-04.p01",
        title="A character of another plane, written as a pair of escapes",
        why="Both halves stand together, so the escape is a whole character.",
        flags=("Encoding", "Astral"),
        base=PLAIN,
        inputs={
            **as_json(b'"1 Example Road"', b'"1 \\ud83d\\ude9a Road"'),
            **as_xml(b"1 Example Road", b"1 &#x1F69A; Road"),
        },
    ),
    Case(
        id="AEO-SYN-04.n01",
        title="A byte order mark",
        why="Some programs take it for a character of the text.",
        flags=("Encoding", "ByteOrderMark"),
        base=PLAIN,
        inputs={"json": b"\xef\xbb\xbf" + JSON, "xml": b"\xef\xbb\xbf" + XML},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-04.n02",
        title="UTF-16",
        why="Only UTF-8 is exchanged.",
        flags=("Encoding", "Utf16"),
        base=PLAIN,
        inputs={
            "json": b"\xff\xfe" + JSON.decode().encode("utf-16-le"),
            "xml": b"\xff\xfe" + XML.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16-le"),
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-04.n03",
        title="UTF-16 without byte order mark",
        why="Readers that look for zero bytes guess it; nobody may have to guess.",
        flags=("Encoding", "Utf16"),
        base=PLAIN,
        inputs={
            "json": JSON.decode().encode("utf-16-be"),
            "xml": XML.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16-be"),
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-04.n04",
        title="A byte of Latin-1 in a name",
        why="The byte E9 is \u00e9 in Latin-1 and part of something else in UTF-8.",
        flags=("Encoding", "Latin1"),
        base=PLAIN,
        inputs={
            "json": JSON.replace(b"Example Trading", b"Caf\xe9 Trading"),
            "xml": XML.replace(b"Example Trading", b"Caf\xe9 Trading"),
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-04.n05",
        title="A declaration of another encoding",
        why=f"The same bytes would read as other text. {IN_XML_ONLY}",
        flags=("Encoding", "Latin1"),
        base=PLAIN,
        inputs={
            "xml": XML.replace(b"UTF-8", b"ISO-8859-1").replace(
                b"Example Trading", b"Caf\xe9 Trading"
            )
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-04.n06",
        title="Half a surrogate pair",
        why="It is no character and cannot be written in UTF-8. For XML see AEO-SYN-01.n15.",
        flags=("Encoding", "LoneSurrogate"),
        base=PLAIN,
        inputs=as_json(b"Example Trading", b"Example \\ud83d Trading"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-04.n07",
        title="The second half of a pair before the first",
        why="Both halves are there, in the wrong order. XML has no pairs of escapes.",
        flags=("Encoding", "LoneSurrogate"),
        base=PLAIN,
        inputs=as_json(b"Example Trading", b"\\ude9a\\ud83d Trading"),
        finds=(REFUSED,),
    ),
    *(
        Case(
            id=f"AEO-SYN-04.n{number}",
            title=f"Two halves of a pair with {between} between them",
            why="The first is alone, whatever comes after what follows. XML has no such escapes.",
            flags=("Encoding", "LoneSurrogate", "Sibling"),
            base=PLAIN,
            inputs=as_json(b"Example Trading", b"\\ud83d" + written + b"\\ude9a Trading"),
            finds=(REFUSED,),
        )
        for number, between, written in (
            (14, "a letter", b"A"),
            (15, "a letter as an escape", b"\\u0041"),
            (16, "a quotation mark", b'\\"'),
            (17, "another first half", b"\\ud83d"),
            (18, "a letter beyond ASCII", "é".encode()),
        )
    ),
    *(
        Case(
            id=f"AEO-SYN-04.n{number}",
            title=title,
            why="A half is no character, whatever stands beside it. XML has no such escapes.",
            flags=("Encoding", "LoneSurrogate", "Sibling"),
            base=PLAIN,
            inputs=as_json(b"Example Trading", written),
            finds=(REFUSED,),
        )
        for number, title, written in (
            (20, "A first half before a letter as an escape", b"Example \\ud83d\\u0041 Trading"),
            (21, "Two first halves", b"Example \\ud83d\\ud83d Trading"),
            (22, "A second half alone", b"Example \\ude9a Trading"),
            (23, "A first half before U+E000", b"Example \\ud83d\\ue000 Trading"),
            (24, "A first half before the last first half", b"Example \\ud83d\\udbff Trading"),
        )
    ),
    Case(
        id="AEO-SYN-04.p32",
        title="Pairs of escapes from the first half that there is, and to the last second half",
        why="U+10000 and U+1F3FF are characters; D800, DC00 and DFFF are halves as others are.",
        flags=("Encoding", "Astral", "EdgeValue"),
        base=PLAIN,
        inputs={
            **as_json(b'"1 Example Road"', b'"1 \\ud800\\udc00 Road \\ud83c\\udfff"'),
            **as_xml(b"1 Example Road", b"1 &#x10000; Road &#x1F3FF;"),
        },
    ),
    Case(
        id="AEO-SYN-04.p33",
        title="A pair of escapes with the last first half",
        why="U+10FC00 is a character that each program gives a meaning of its own, and no fault of "
        "the encoding.",
        flags=("Encoding", "Astral", "EdgeValue"),
        base=PLAIN,
        inputs={
            **as_json(b'"1 Example Road"', b'"1 \\udbff\\udc00 Road"'),
            **as_xml(b"1 Example Road", b"1 &#x10FC00; Road"),
        },
        allow=("AEO-HOS-06",),
    ),
    Case(
        id="AEO-SYN-04.n19",
        title="The first half of a pair at the end of a text",
        why="Nothing comes that could be its other half. XML has no such escapes.",
        flags=("Encoding", "LoneSurrogate", "EdgeValue"),
        base=PLAIN,
        inputs=as_json(b"Trading Limited", b"Trading Limited\\ud83d"),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-04.n08",
        title="An overlong form and a surrogate written in UTF-8",
        why="C0 BC hides a sign from filters that look for its byte; ED A0 80 is no character.",
        flags=("Encoding", "Overlong", "LoneSurrogate"),
        base=PLAIN,
        inputs={
            "json": JSON.replace(b"Example Trading", b"A\xc0\xbcB \xed\xa0\x80"),
            "xml": XML.replace(b"Example Trading", b"A\xc0\xbcB \xed\xa0\x80"),
        },
        finds=(REFUSED,),
    ),
)

FORMAT = (
    Case(
        id="AEO-SYN-05.p01",
        title="One record in a form that may hold many",
        why="An array or an AeoRecords of one is enough.",
        flags=("Format", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "json": b"[" + JSON.rstrip() + b"]",
            "xml": b'<AeoRecords xmlns="urn:aeo-exchange:1.0">' + RECORD + b"</AeoRecords>",
        },
    ),
    Case(
        id="AEO-SYN-05.p02",
        title="An object whose first line ends inside it and whose second begins with a brace",
        why="A colon is followed by a value, so the second line is part of the record and no "
        "record of its own. XML has no lines of records.",
        flags=("Format", "Spelling"),
        base=PLAIN,
        inputs={"json": HOLDER_FIRST.replace(b'{"holder": {', b'{"holder":\r\n \n{', 1)},
    ),
    Case(
        id="AEO-SYN-05.p03",
        title="An object whose first line ends with a bracket",
        why="A bracket may stand before an object. XML has no lines of records.",
        flags=("Format", "Spelling"),
        base=PLAIN,
        inputs={"json": HISTORY_FIRST.replace(b"[{", b"[\n{", 1)},
    ),
    Case(
        id="AEO-SYN-05.p04",
        title="An object whose first line ends with a comma in a list",
        why="A comma may stand before an object. XML has no lines of records.",
        flags=("Format", "Spelling"),
        base=PLAIN,
        inputs={"json": HISTORY_FIRST.replace(b'}], "', SUSPENDED, 1)},
    ),
    Case(
        id="AEO-SYN-05.n01",
        title="Nothing",
        why="A file without a byte must not pass as a file of valid records.",
        flags=("Format", "Empty"),
        base=PLAIN,
        inputs={"json": b"", "ndjson": b"", "xml": b""},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-05.n02",
        title="Blanks and line feeds alone",
        why="There is no record in them. In XML they end before a root; see n01.",
        flags=("Format", "Empty"),
        base=PLAIN,
        inputs={"json": b" \r\n\t\n", "ndjson": b"\n\n\n"},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-05.n03",
        title="A list without records",
        why="It is well-formed and says nothing.",
        flags=("Format", "Empty"),
        base=PLAIN,
        inputs={
            "json": b"[ ]\n",
            "xml": HEAD + b'<AeoRecords xmlns="urn:aeo-exchange:1.0"><!-- none --></AeoRecords>',
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-05.n04",
        title="Bytes of an image",
        why="What is neither JSON nor XML is refused by its first bytes, whatever its name.",
        flags=("Format", "Binary"),
        base=PLAIN,
        inputs={
            "json": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\xff\xd9",
            "xml": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\xff\xd9",
        },
        finds=(REFUSED,),
        allow=("AEO-SYN-04",),
    ),
    Case(
        id="AEO-SYN-05.n05",
        title="A table and a word",
        why="Neither a bare text nor a table without recordId is JSON, XML or NDJSON (TAB-2-1).",
        flags=("Format",),
        base=PLAIN,
        inputs={"json": b"granted\n", "ndjson": b"certificate,status\nHK-2024-0001,granted\n"},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-05.n06",
        title="An XML document of somebody else",
        why="It is well-formed and no record. JSON without items is a matter of AEO-STR-01.",
        flags=("Format", "Namespace"),
        base=PLAIN,
        inputs={"xml": HEAD + b"<html><body>AeoRecord</body></html>\n"},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-05.n07",
        title="A record in the namespace of another version",
        why="urn:aeo-exchange:9.0 is another standard. JSON says its version in specVersion.",
        flags=("Format", "Namespace", "Version"),
        base=PLAIN,
        inputs={"xml": XML.replace(b"exchange:1.0", b"exchange:9.0")},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-05.n08",
        title="A record without namespace",
        why="An export that forgot xmlns. JSON has no namespaces.",
        flags=("Format", "Namespace"),
        base=PLAIN,
        inputs={"xml": XML.replace(b' xmlns="urn:aeo-exchange:1.0"', b"")},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-05.n09",
        title="A record compressed with gzip",
        why="Compressed content is no format of this version. Its fourth byte is zero, and yet "
        "this is no UTF-16.",
        flags=("Format", "Compressed"),
        base=PLAIN,
        inputs={"json": gzipped(JSON), "xml": gzipped(XML)},
        finds=(REFUSED,),
    ),
)

ELEMENTS = (
    Case(
        id="AEO-SYN-06.p01",
        title="Every element in its place, comments between those of a list",
        why=f"Comments are no elements and part nothing. {IN_XML_ONLY}",
        flags=("ElementOrder",),
        base=PLAIN,
        inputs=as_xml(
            b"<Lines>1 Example Road</Lines>",
            b"<Lines>1 Example Road</Lines><!-- and --><Lines>Floor 2</Lines>",
        ),
    ),
    Case(
        id="AEO-SYN-06.n01",
        title="Two items exchanged",
        why="The one that should have come first comes too late. JSON gives order no meaning.",
        flags=("ElementOrder",),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(XML, b"  <Administration>HK</Administration>\n", b""),
                b"  <Revision>",
                b"  <Administration>HK</Administration>\n  <Revision>",
            )
        },
        finds=("/administration",),
    ),
    Case(
        id="AEO-SYN-06.n02",
        title="A list in two places",
        why="The second line of the address stands behind the city. JSON writes a list at once.",
        flags=("ElementOrder", "SplitList"),
        base=PLAIN,
        inputs=as_xml(
            b"<City>Example City</City>", b"<City>Example City</City><Lines>Floor 2</Lines>"
        ),
        finds=("/holder/address/lines",),
    ),
    Case(
        id="AEO-SYN-06.n03",
        title="The last of five items moved to the front",
        why="Each is compared with the one before it, so one item that moved is one fault, and "
        "the one behind it is named. JSON gives order no meaning.",
        flags=("ElementOrder",),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(XML, b"  <Programme>HK-AEO</Programme>\n", b""),
                b"  <SpecVersion>",
                b"  <Programme>HK-AEO</Programme>\n  <SpecVersion>",
            )
        },
        finds=("/specVersion",),
    ),
    Case(
        id="AEO-SYN-06.n04",
        title="A list in three places",
        why="Both parts that come late are the same item, which is named once. "
        "JSON writes a list at once.",
        flags=("ElementOrder", "SplitList"),
        base=PLAIN,
        inputs={
            "xml": replaced(
                XML,
                b"<City>Example City</City>",
                b"<City>Example City</City><Lines>2</Lines><Postcode>1</Postcode><Lines>3</Lines>",
            )
        },
        finds=("/holder/address/lines",),
    ),
    Case(
        id="AEO-SYN-07.p01",
        title="Where the schema lies, said at the root",
        why=f"xsi:schemaLocation is a hint that changes nothing. {IN_XML_ONLY}",
        flags=("Attribute",),
        base=PLAIN,
        inputs=as_xml(
            ROOT, ROOT[:-1] + XSI + b' xsi:schemaLocation="urn:aeo-exchange:1.0 any.xsd">'
        ),
    ),
    Case(
        id="AEO-SYN-07.n01",
        title="A version as attribute of the root",
        why=f"The version is an item. {IN_XML_ONLY}",
        flags=("Attribute",),
        base=PLAIN,
        inputs=as_xml(ROOT, ROOT[:-1] + b' version="1.0">'),
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-07.n02",
        title="xsi:nil on an item",
        why=f"It would say that the item is there and not there. {IN_XML_ONLY}",
        flags=("Attribute", "Nil"),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(XML, ROOT, ROOT[:-1] + XSI + b">"),
                b"<LegalName>",
                b'<LegalName xsi:nil="false">',
            )
        },
        finds=("/holder/legalName",),
    ),
    Case(
        id="AEO-SYN-07.n03",
        title="xsi:type on a group",
        why=f"It would make the group one of another type. {IN_XML_ONLY}",
        flags=("Attribute", "TypeSubstitution"),
        base=PLAIN,
        inputs=as_xml(b"<Holder>", b"<Holder" + XSI + b' xsi:type="Holder">'),
        finds=("/holder",),
    ),
    Case(
        id="AEO-SYN-07.n04",
        title="xsi:schemaLocation on an item",
        why=f"Only the root may carry it. {IN_XML_ONLY}",
        flags=("Attribute",),
        base=PLAIN,
        inputs=as_xml(
            b"<Address>",
            b"<Address" + XSI + b' xsi:schemaLocation="urn:aeo-exchange:1.0 any.xsd">',
        ),
        finds=("/holder/address",),
    ),
    Case(
        id="AEO-SYN-07.n05",
        title="xml:lang, xml:space and an attribute of one's own",
        why=f"Attributes of the xml namespace are attributes too. {IN_XML_ONLY}",
        flags=("Attribute",),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(
                    replaced(XML, b"<LegalName>", b'<LegalName xml:lang="en">'),
                    b"<City>",
                    b'<City xml:space="preserve">',
                ),
                b"<History>",
                b'<History id="h1">',
            )
        },
        finds=("/holder/legalName", "/holder/address/city", "/history/0"),
    ),
    Case(
        id="AEO-SYN-07.n06",
        title="xsi:noNamespaceSchemaLocation at the root",
        why=f"Only xsi:schemaLocation is allowed there. {IN_XML_ONLY}",
        flags=("Attribute",),
        base=PLAIN,
        inputs=as_xml(ROOT, ROOT[:-1] + XSI + b' xsi:noNamespaceSchemaLocation="any.xsd">'),
        finds=(REFUSED,),
    ),
    *(
        Case(
            id=f"AEO-SYN-07.n{number}",
            title=f"{title} at the root",
            why=f"Only the one of XML Schema is a hint; this is somebody else's. {IN_XML_ONLY}",
            flags=("Attribute",),
            base=PLAIN,
            inputs=as_xml(ROOT, ROOT[:-1] + attribute + b'="urn:aeo-exchange:1.0 any.xsd">'),
            finds=(REFUSED,),
        )
        for number, title, attribute in (
            (83, "A schemaLocation of no namespace", b" schemaLocation"),
            (84, "A schemaLocation of another namespace", b' xmlns:a="urn:a" a:schemaLocation'),
        )
    ),
    Case(
        id="AEO-SYN-07.n07",
        title="Two attributes on the root of a record with another fault",
        why="An attribute spoils no tree: the schema judges the record, and of two attributes of "
        f"one element the code is given once. {IN_XML_ONLY}",
        flags=("Attribute", "UnknownItem"),
        base=PLAIN,
        inputs={"xml": HEAD + FAULTY_RECORD.replace(ROOT, ROOT[:-1] + b' id="r" version="1.0">')},
        finds=("", Expected("/riskLane", "AEO-STR-02", xpath="/AeoRecord/RiskLane")),
    ),
    Case(
        id="AEO-SYN-07.n08",
        title="An attribute of AeoRecords around a record with another fault",
        why=f"The attribute belongs to no record, and each record is judged. {IN_XML_ONLY}",
        flags=("Attribute", "SeveralRecords", "UnknownItem"),
        base=PLAIN,
        inputs={
            "xml": HEAD
            + b'<AeoRecords xmlns="urn:aeo-exchange:1.0" count="1">\n'
            + FAULTY_RECORD
            + b"</AeoRecords>\n"
        },
        finds=(Expected("/riskLane", "AEO-STR-02", xpath="/AeoRecord/RiskLane"), REFUSED),
    ),
    Case(
        id="AEO-SYN-08.p01",
        title="Prefixes of one's own, and one bound anew to the same namespace",
        why=f"Prefixes are not data. {IN_XML_ONLY}",
        flags=("Namespace", "PrefixRebinding"),
        base=PLAIN,
        inputs={
            "xml": XML.replace(b"</", b"</a:")
            .replace(b"<", b"<a:")
            .replace(b"<a:?", b"<?")
            .replace(b"<a:/a:", b"</a:")
            .replace(b"xmlns=", b"xmlns:a=")
            .replace(b"<a:Holder>", b'<a:Holder xmlns:a="urn:aeo-exchange:1.0" xmlns:b="urn:b">')
        },
    ),
    Case(
        id="AEO-SYN-08.n01",
        title="An element of another namespace in the holder",
        why=f"It looks alike and is something else. {IN_XML_ONLY}",
        flags=("Namespace",),
        base=PLAIN,
        inputs=as_xml(
            b"<Address>", b'<x:Tin xmlns:x="urn:example:other">HK00000002</x:Tin><Address>'
        ),
        finds=("/holder",),
    ),
    Case(
        id="AEO-SYN-08.n02",
        title="An element that begins with a small letter",
        why=f"XML elements are in UpperCamelCase. {IN_XML_ONLY}",
        flags=("Namespace", "LetterCase"),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(XML, b"<RecordId>", b"<recordId>"), b"</RecordId>", b"</recordId>"
            )
        },
        finds=("", Expected("/recordId", "AEO-STR-01", xpath="/AeoRecord")),
    ),
    Case(
        id="AEO-SYN-08.n03",
        title="The default namespace taken away inside",
        why=f"The postcode is of no namespace, however it is spelled. {IN_XML_ONLY}",
        flags=("Namespace", "DefaultUndeclared"),
        base=PLAIN,
        inputs=as_xml(b"<Country>", b'<Postcode xmlns="">1</Postcode><Country>'),
        finds=("/holder/address",),
    ),
    Case(
        id="AEO-SYN-08.n04",
        title="A prefix bound anew to another namespace",
        why=f"The same spelling means two things. {IN_XML_ONLY}",
        flags=("Namespace", "PrefixRebinding"),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(XML, ROOT, ROOT[:-1] + b' xmlns:a="urn:aeo-exchange:1.0">'),
                b"<LegalName>Example Trading Limited</LegalName>",
                b"<a:LegalName>Example Trading Limited</a:LegalName>"
                b'<a:LegalName xmlns:a="urn:example:other">Other Limited</a:LegalName>',
            )
        },
        finds=("/holder",),
    ),
    Case(
        id="AEO-SYN-08.n05",
        title="XInclude in a record",
        why=f"A processor that follows it reads a file into the record. {IN_XML_ONLY}",
        flags=("Namespace", "XInclude"),
        base=PLAIN,
        inputs=as_xml(
            b"</Holder>",
            b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
            b'href="file:///etc/passwd" parse="text"/></Holder>',
        ),
        finds=("/holder",),
    ),
    Case(
        id="AEO-SYN-08.n06",
        title="Something else between two records",
        why=f"AeoRecords holds records and nothing else. {IN_XML_ONLY}",
        flags=("Namespace", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "xml": HEAD
            + b'<AeoRecords xmlns="urn:aeo-exchange:1.0">\n'
            + RECORD
            + b'<x:Record xmlns:x="urn:example:other"/>\n'
            + RECORD
            + b"</AeoRecords>\n"
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-08.n07",
        title="Two names that no item of ours can have",
        why="A name of an item is letters and digits behind a capital of ASCII; what is "
        f"not one is named once in its group, not as an unknown item. {IN_XML_ONLY}",
        flags=("Namespace", "LetterCase"),
        base=PLAIN,
        inputs=as_xml(
            b"<Address>", "<Legal-Name>x</Legal-Name><\u00c9tat>x</\u00c9tat><Address>".encode()
        ),
        finds=("/holder",),
    ),
    Case(
        id="AEO-SYN-09.p01",
        title="All four kinds of white space between elements",
        why=f"They are not data. {IN_XML_ONLY}",
        flags=("StrayText",),
        base=PLAIN,
        inputs=as_xml(b"<LegalName>", b"\t\r\n &#9;&#32;<LegalName>"),
    ),
    Case(
        id="AEO-SYN-09.n01",
        title="A word between two elements",
        why=f"It belongs to no item. {IN_XML_ONLY}",
        flags=("StrayText",),
        base=PLAIN,
        inputs=as_xml(b"<LegalName>", b"revoked<LegalName>"),
        finds=("/holder",),
    ),
    Case(
        id="AEO-SYN-09.n02",
        title="A CDATA section behind the last element of a group",
        why=f"CDATA is text. {IN_XML_ONLY}",
        flags=("StrayText", "Cdata"),
        base=PLAIN,
        inputs=as_xml(b"</Consents>", b"<![CDATA[refused]]></Consents>"),
        finds=("/consents/0",),
    ),
    Case(
        id="AEO-SYN-09.n03",
        title="A no-break space between two elements",
        why=f"It looks like white space and is none in XML. {IN_XML_ONLY}",
        flags=("StrayText", "Blanks"),
        base=PLAIN,
        inputs=as_xml(b"<Programme>", b"&#160;<Programme>"),
        finds=("",),
    ),
    Case(
        id="AEO-SYN-09.n04",
        title="A word between two records",
        why=f"It belongs to no record. {IN_XML_ONLY}",
        flags=("StrayText", "SeveralRecords"),
        base=PLAIN,
        inputs={
            "xml": HEAD
            + b'<AeoRecords xmlns="urn:aeo-exchange:1.0">\n'
            + RECORD
            + b"and\n"
            + RECORD
            + b"</AeoRecords>\n"
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-10.p01",
        title="Comments and processing instructions between elements",
        why=f"There they are not data and harm nothing. {IN_XML_ONLY}",
        flags=("Comment",),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(XML, b"<LegalName>", b"<!-- name --><?style bold?><LegalName>"),
                HEAD,
                HEAD + b"<!-- made by hand -->\n",
            )
            + b"<!-- end -->\n"
        },
    ),
    Case(
        id="AEO-SYN-10.n01",
        title="A comment in the middle of a legal name",
        why=f"Some programs read the name only up to it. {IN_XML_ONLY}",
        flags=("Comment", "Truncation"),
        base=PLAIN,
        inputs=as_xml(b"Example Trading", b"Example<!-- --> Trading"),
        finds=("/holder/legalName",),
    ),
    Case(
        id="AEO-SYN-10.n02",
        title="A processing instruction inside a TIN",
        why=f"Some programs read the number only up to it. {IN_XML_ONLY}",
        flags=("ProcessingInstruction", "Truncation"),
        base=PLAIN,
        inputs=as_xml(b"HK00000001", b"HK00000<?x?>001"),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-SYN-10.n03",
        title="A comment before and one behind the text of an item",
        why=f"Some programs read nothing then, others everything. {IN_XML_ONLY}",
        flags=("Comment",),
        base=PLAIN,
        inputs={
            "xml": replaced(
                replaced(XML, b"<Revision>", b"<Revision><!-- -->"),
                b"granted</Status>",
                b"granted<!-- --></Status>",
            )
        },
        finds=("/revision", "/history/0/status"),
    ),
    Case(
        id="AEO-SYN-10.n04",
        title="A comment before a text in place of a group",
        why="An element without child elements is a text, unless it is white space alone. "
        f"{IN_XML_ONLY}",
        flags=("Comment", "Kind"),
        base=PLAIN,
        inputs=as_xml(b"<Programme>", b"<View><!-- all -->public</View><Programme>"),
        finds=(
            Expected("/view", xpath="/AeoRecord/View"),
            Expected("/view", "AEO-STR-03", xpath="/AeoRecord/View"),
        ),
    ),
)

CASES: tuple[Case, ...] = WELL_FORMED + NAMES + NUMBERS + ENCODING + FORMAT + ELEMENTS
