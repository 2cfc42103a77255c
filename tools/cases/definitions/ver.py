"""Cases of AEO-SYN-11 and of specVersion: records of another version than this one."""

from __future__ import annotations

from making import Case, Edits, Expected

from definitions.bases import PLAIN, SECOND_OPERATOR
from definitions.syn import (
    FAULTY,
    FAULTY_RECORD,
    HEAD,
    IN_XML_ONLY,
    JSON,
    LINE,
    RECORD,
    XML,
    replaced,
)

EVERY = ("json", "ndjson", "xml")
# What a later version could bring: an item, a code of a closed list, a list longer than ours.
ADDED: Edits = (
    ("/riskLane", "green"),
    ("/holder/kind", "partnership"),
    ("/holder/address/lines", ["1", "2", "3", "4", "5"]),
)
NEWER_LINE = replaced(LINE, b'"specVersion": "1.0"', b'"specVersion": "1.1"')
NEWER_RECORD = replaced(RECORD, b"<SpecVersion>1.0", b"<SpecVersion>1.1")
ROOTS = b'<AeoRecords xmlns="urn:aeo-exchange:1.0">\n'


def _several(*lines: bytes, records: tuple[bytes, ...]) -> dict[str, bytes]:
    """Return the inputs of several records: an array, a record a line, AeoRecords."""
    return {
        "json": b"[" + b",".join(line.strip() for line in lines) + b"]\n",
        "ndjson": b"".join(lines),
        "xml": HEAD + ROOTS + b"".join(records) + b"</AeoRecords>\n",
    }


def _newer(number: str, title: str, why: str, **given: object) -> Case:
    """Return a case of a newer record; it has one finding, whatever else the record holds."""
    told = {"base": PLAIN, "flags": ("Version",), "finds": ("/specVersion",), **given}
    return Case(id=f"AEO-SYN-11.{number}", title=title, why=why, **told)  # type: ignore[arg-type]


CASES: tuple[Case, ...] = (
    Case(
        id="AEO-SYN-11.p01",
        title="A newer version where it means nothing",
        why="The version of a record stands in specVersion and nowhere else.",
        flags=("Version",),
        base=PLAIN,
        edits=(("/extensions", [{"uri": "urn:example:a", "name": "specVersion", "value": "1.1"}]),),
        syntaxes=EVERY,
    ),
    _newer(
        "n01",
        "The next minor version, and nothing in it that is new",
        "A rule of that version could refuse it, so nobody can tell here.",
        edits=(("/specVersion", "1.1"),),
        syntaxes=EVERY,
    ),
    _newer(
        "n02",
        "A later minor version with an item, a code and a length that this one lacks",
        "They are no faults in the version that the record was written by.",
        edits=(("/specVersion", "1.10"), *ADDED),
        syntaxes=EVERY,
    ),
    _newer(
        "n03",
        "The highest minor version that can be written, in a record without anything else",
        "Where items are missing too, the version comes first.",
        base={"specVersion": "1.999999999"},
        syntaxes=EVERY,
    ),
    _newer(
        "n04",
        "A newer record between two of this version",
        "It does not hide the others, and they say nothing for it.",
        inputs=_several(LINE, NEWER_LINE, LINE, records=(RECORD, NEWER_RECORD, RECORD)),
        finds=(Expected("/specVersion", xpath=""),),
    ),
    _newer(
        "n05",
        "A newer record in a set, before one of this version",
        "The one is left out of the set, the other is judged.",
        records=((("/specVersion", "1.1"), *ADDED, *SECOND_OPERATOR), ()),
        finds=(Expected("/specVersion", record=0),),
        syntaxes=EVERY,
    ),
    _newer(
        "n06",
        "A newer record behind one of this version that has a fault",
        "The fault decides over both, and is told.",
        inputs=_several(FAULTY, NEWER_LINE, records=(FAULTY_RECORD, NEWER_RECORD)),
        finds=(
            Expected("/specVersion", xpath=""),
            Expected("/riskLane", "AEO-STR-02", xpath=""),
        ),
    ),
    _newer(
        "n07",
        "A newer record with a number that has a point",
        "What the reader found beside the tree is not said of a newer record.",
        inputs={
            "json": replaced(
                replaced(JSON, b'"specVersion": "1.0"', b'"specVersion": "1.1"'),
                b'"revision": 3',
                b'"revision": 3.0',
            ),
            "xml": replaced(
                replaced(XML, b"<SpecVersion>1.0", b"<SpecVersion>1.1"),
                b"<Revision>3",
                b"<Revision>3.0",
            ),
        },
        finds=(Expected("/specVersion", xpath=""),),
    ),
    _newer(
        "n08",
        "A newer record with attribute, stray text, comment, foreign element and another order",
        f"A later version could allow each of them. {IN_XML_ONLY}",
        inputs={
            "xml": HEAD
            + b'<AeoRecord xmlns="urn:aeo-exchange:1.0" more="x"><Programme>HK-<!-- -->AEO'
            b"</Programme>text<SpecVersion>1.1</SpecVersion><x:y xmlns:x='urn:example:x'/>"
            b"</AeoRecord>\n"
        },
    ),
    Case(
        id="AEO-SYN-01.n28",
        title="A newer document that is cut off",
        why="What is not well-formed is so in every version.",
        flags=("Wellformed", "Version"),
        base=PLAIN,
        inputs={
            "json": replaced(JSON, b'"specVersion": "1.0"', b'"specVersion": "1.1"')[:-20],
            "xml": replaced(XML, b"<SpecVersion>1.0", b"<SpecVersion>1.1")[:-20],
        },
        finds=(Expected(xpath=""),),
    ),
    *(
        Case(
            id=f"AEO-{rule}",
            title=title,
            why=why,
            flags=("Version",),
            base=PLAIN,
            edits=(("/specVersion", version),),
            syntaxes=EVERY,
            finds=("/specVersion",),
        )
        for rule, version, title, why in (
            ("STR-06.n10", "2.0", "Another major version", "Its names may mean other things."),
            ("STR-06.n11", "0.9", "An earlier major version", "It was never given out."),
            ("STR-06.n12", "1.", "A version without its minor number", "It is no version."),
            ("STR-06.n13", "1", "A major version alone", "It is no version."),
            ("STR-06.n14", "1,1", "A comma in a version", "It is no version."),
            ("STR-05.n05", "1.01", "A minor version with a leading zero", "There is one spelling."),
            ("STR-05.n06", "1.0.1", "A version of three numbers", "It is no version."),
            ("STR-05.n07", "1.1000000000", "A minor version of ten digits", "Nine are the most."),
            ("STR-05.n08", "1.1\n", "A line feed behind a newer version", "The whole text counts."),
            ("STR-06.n15", "1.\u0661", "A digit of another script", "It is no version."),
        )
    ),
)
