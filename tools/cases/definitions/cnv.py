"""Conversions: one record in another syntax with the same digest, and what must be refused.

CNV-01 asks for JSON, CNV-02 for NDJSON, CNV-03 for XML, CNV-04 for digests alone, CNV-05 for CSV,
CNV-06 for a workbook.
"""

from __future__ import annotations

import json
from typing import Any

from making import REFUSED, REMOVE, Case, Edits, Expected

from aeo_exchange.model.tree import Tree
from definitions import far, hos
from definitions.bases import (
    MSME,
    OTHER_NAME,
    PLAIN,
    RECOGNITION,
    SECOND_OPERATOR,
    SITE,
    VIEW,
    event,
    history,
    number,
)
from definitions.syn import JSON, LINE, XML, replaced

TARGETS = {"CNV-01": "json", "CNV-02": "ndjson", "CNV-03": "xml"}
SEVERAL = ("json", "ndjson", "xml")
BOTH = ("json", "ndjson", "xml")
EVERY_SCRIPT: Edits = (("/holder/otherNames", far.NAMES),)
# Every kind of item beside the mandatory ones.
WHOLE: Edits = (
    ("/issuingOffice", "HK 01"),
    ("/holder/identifiers", [number("HK-BR", "00000033", **{"from": "2021-02-28T16:00:00Z"})]),
    ("/holder/sites", [SITE]),
    ("/holder/contacts", [{"name": "Example Desk"}, {"phone": "+852 0000 0000"}]),
    ("/msme", MSME),
    ("/consents/0/publish", False),
    ("/recognitions", [RECOGNITION]),
    ("/extensions", [{"uri": "urn:example:a", "name": "lane", "value": "green"}]),
    history(
        event(7, "suspended", "2025-01-01", plannedUntil="2025-02-01T00:00:00Z", reason="Audit")
    ),
)
MARKUP = "A & B < C > D \" ' ]]> <!-- x --> \\ / &amp; &#65; \\u0041"
LOOKALIKES = ["true", "null", "1", "1.0", "-0", "NaN", "1e400", "0x10", "2026-11-01", "[]", "{}"]
SURFACE: Edits = (
    ("/holder/otherNames", [{**OTHER_NAME, "text": MARKUP}]),
    (
        "/extensions",
        [{"uri": "urn:example:a", "name": "x", "value": lookalike} for lookalike in LOOKALIKES],
    ),
)
MOST: Edits = (
    ("/holder/sites", far.HOLDER[6].edits[0][1]),
    ("/extensions", far.RECORD[-1].edits[0][1]),
)
NEWER = Expected("/specVersion", "AEO-SYN-11")
NEWER_IN = ("CNV-01.n08", "CNV-02.n08", "CNV-03.n08", "CNV-04.n08")
TWO: tuple[Edits, ...] = (SECOND_OPERATOR, ())
KEPT = "A conversion keeps every item, and so the digest."


def _case(name: str, title: str, why: str = KEPT, **more: Any) -> Case:
    """Return a case that asks for the syntax, or the digests, that its number means."""
    target = TARGETS.get(name.partition(".")[0], "")
    given: dict[str, Any] = {
        "base": PLAIN,
        "syntaxes": BOTH,
        "requirements": ("CON-6-1", "CON-6-2"),
        **more,
    }
    return Case(
        id=name,
        title=title,
        why=why,
        flags=("Conversion" if target else "Digest",),
        roles=("converter",) if target else ("converter", "validator"),
        target=target,
        digested=not target,
        **given,
    )


def _refusal(name: str, title: str, why: str, **more: Any) -> Case:
    """Return a case that must be refused: what is no record has no digest."""
    return _case(name, title, why, requirements=("CON-6-3",), finds=(REFUSED,), **more)


def _everywhere(number: int, title: str, **more: Any) -> tuple[Case, ...]:
    """Return one valid document converted to each syntax."""
    return tuple(_case(f"{name}.p{number:02}", title, **more) for name in TARGETS)


def _spelled(tree: dict[str, Tree]) -> dict[str, bytes]:
    """Return a record with members in another order, escaped and on several lines."""
    turned = {name: tree[name] for name in reversed(tree)}
    return {
        "json": json.dumps(turned, ensure_ascii=True, indent=3).encode(),
        "ndjson": b"\r\n" + json.dumps(turned, separators=(" ,", " : ")).encode() + b"\r\n\r\n",
        "xml": replaced(
            XML.replace(b"<", b"<q:").replace(b"<q:/", b"</q:").replace(b"<q:?", b"<?"),
            b"xmlns=",
            b"xmlns:q=",
        )
        .replace(b"<q:RecordId>", b"<!-- id --><q:RecordId><![CDATA[", 1)
        .replace(b"</q:RecordId>", b"]]></q:RecordId>", 1),
    }


CASES: tuple[Case, ...] = (
    *_everywhere(1, "A plain record"),
    *_everywhere(2, "A record with an item of every kind", edits=WHOLE),
    *_everywhere(3, "A name in every script", edits=EVERY_SCRIPT),
    *_everywhere(4, "Two records, which keep their order", records=TWO, syntaxes=SEVERAL),
    *_everywhere(5, "Texts that look like markup, numbers and truth values", edits=SURFACE),
    *_everywhere(6, "The most and the longest items", edits=MOST),
    *_everywhere(
        7,
        "A record written in another way",
        inputs=_spelled(PLAIN),
    ),
    _case("CNV-03.p08", "A view with nothing but what it must hold", base=VIEW),
    *(
        _refusal(
            f"{name}.n01",
            "An item that the standard does not define",
            "To leave it out would lose it, to keep it would write what no reader takes.",
            edits=(("/holder/colour", "blue"),),
        )
        for name in TARGETS
    ),
    *(
        _refusal(
            f"{name}.n02",
            "A mandatory item is missing",
            "A converter does not complete what it converts.",
            edits=(("/revision", REMOVE),),
        )
        for name in TARGETS
    ),
    _refusal(
        "CNV-03.n03",
        "A document cut off in the middle",
        "Half a record is none. XML and JSON alike.",
        inputs={"json": JSON[: len(JSON) // 2], "xml": XML[: len(XML) // 2]},
    ),
    _refusal(
        "CNV-03.n04",
        "A member given twice",
        "Which of the two would be converted? XML cannot write it.",
        inputs={"json": replaced(JSON, b'"revision": 3,', b'"revision": 3, "revision": 4,')},
    ),
    _refusal(
        "CNV-03.n05",
        "A number written with a point",
        "It would come out as a whole number, and the digest would hide what was sent.",
        inputs={
            "json": replaced(JSON, b'"revision": 3,', b'"revision": 3.0,'),
            "xml": replaced(XML, b"<Revision>3<", b"<Revision>3.0<"),
        },
    ),
    _refusal(
        "CNV-01.n03",
        "A document type declaration",
        "What an entity stands for is not in the record. JSON has no such declaration.",
        inputs={"xml": hos.with_doctype(b'<!DOCTYPE AeoRecord [<!ENTITY x "y">]>')},
    ),
    _refusal(
        "CNV-01.n04",
        "One of two lines is no record",
        "A part of what was asked would look like the whole. XML and JSON hold no lines.",
        inputs={"ndjson": LINE + LINE.replace(b'"revision": 3', b'"revision": "3"')},
    ),
    _refusal(
        "CNV-02.n03",
        "An attribute in XML",
        "No other syntax could hold it. JSON has no attributes.",
        inputs={"xml": replaced(XML, b"<Holder>", b'<Holder kind="x">')},
    ),
    _case("CNV-04.p01", "The digest of a plain record"),
    _case("CNV-04.p02", "The digest of a record with a name in every script", edits=EVERY_SCRIPT),
    _case(
        "CNV-04.p03",
        "The digests of two records",
        records=TWO,
        syntaxes=SEVERAL,
    ),
    _case("CNV-04.p04", "The digest of a record written in another way", inputs=_spelled(PLAIN)),
    _case(
        "CNV-04.p05",
        "The digest of a record that breaks a rule",
        "Two parties must be able to name the record they disagree about.",
        edits=(history(event(2, "reinstated", "2025-01-01")),),
        requirements=("CON-6-3",),
    ),
    _case(
        "CNV-04.p07",
        "The digest of a record with a set out of order",
        "AEO-STR-08 leaves a digest: that of the record as it stands.",
        edits=(("/authorisation/terms/0/roles", ["importer", "exporter"]),),
        requirements=("CON-6-3",),
    ),
    _case(
        "CNV-04.p08",
        "The digest of a full record without consents",
        "AEO-STR-09 leaves a digest.",
        edits=(("/consents", REMOVE),),
        requirements=("CON-6-3",),
    ),
    _case(
        "CNV-04.p09",
        "The digest of a text that is not in form C",
        "AEO-HOS-05 leaves a digest: that of the text as it was written.",
        edits=(("/holder/legalName", "Cafe\u0301 Lantern"),),
        requirements=("CON-6-3",),
    ),
    _refusal(
        "CNV-04.n02",
        "A code of no list has no digest",
        "AEO-COD-01 leaves none.",
        edits=(("/holder/kind", "robot"),),
    ),
    *(
        _case(
            name,
            "A record of a newer minor version",
            "What this version does not know is neither dropped nor written on.",
            edits=(("/specVersion", "1.1"), ("/riskLane", "green")),
            requirements=("CON-11-6", "CNF-3-5"),
            finds=(NEWER,),
        )
        for name in NEWER_IN
    ),
    *(
        _case(
            name,
            "A record of a newer minor version behind one that is no record",
            "What is refused decides over what is left open.",
            records=((("/holder/colour", "blue"),), (("/specVersion", "1.1"),)),
            requirements=("RUL-3-2", "CNF-3-5"),
            finds=(REFUSED, NEWER),
        )
        for name in ("CNV-02.n09", "CNV-04.n09")
    ),
    _case("CNV-04.p06", "The digest of texts that look like markup and numbers", edits=SURFACE),
    _refusal(
        "CNV-04.n01",
        "What is no record has no digest",
        "A digest of content would change with its syntax.",
        edits=(("/holder/colour", "blue"),),
    ),
)
