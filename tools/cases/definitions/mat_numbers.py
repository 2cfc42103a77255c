"""Which numbers lead to a holder, and which are none: MAT-01, by hand from part 12.

Placeholders, days that have a zone, numbers of an AEO under a scheme, holders of whom no record can
be read, and holders of authorisations beside the parties; each in the forms that have a place for
it.
"""

from __future__ import annotations

import json
from typing import Any

from matching import ACCEPTED, MatchingCase, answered, document, party

from definitions.bases import LEI
from definitions.mat import BY_LEI, FEWER, FOUND, NUMBER, OTHER, TIN, case, with_scheme
from definitions.mat_reasons import HELD
from definitions.rcg_streams import OWN_CODES, code, former, numbered, second

YES = answered("yes", **FOUND)
BY_NUMBER = answered("yes", tin=TIN, lookup="aeo-number", **FEWER)
NONE = answered("open", "placeholder")
UNKNOWN = answered("open", "not-found")
NO_NUMBER = answered("open", "no-number")
NINES = "999999999"
UNNAMED = party("exporter", name="Specimen Goods")
MESSAGE = "<Declaration><AcceptanceDateTime>20261101000000Z</AcceptanceDateTime>"


def _called(number: str) -> tuple[Any, ...]:
    """Return the edits of a record whose authorisation has a number."""
    return ((("/authorisation/number", number),),)


def _of_union(parts: str, accepted: str = f"AndTime>{ACCEPTED}</") -> str:
    """Return a message of the Union with an acceptance, and with other elements."""
    name = "declarationAcceptanceDate"
    end = f"{name}AndTime" if accepted.startswith("AndTime") else name
    return f"<CC415C><ImportOperation><{name}{accepted}{end}></ImportOperation>{parts}</CC415C>\n"


EXPORTER = f"<Exporter><identificationNumber>{TIN}</identificationNumber></Exporter>"

# ------------------------------------------------------------ placeholders


def _number(name: str, title: str, why: str, number: str, answer: Any) -> MatchingCase:
    """Return a case of the number of an authorisation that a record has."""
    quoted = party("exporter", (number, "aeo-number"))
    return case(
        name,
        title,
        why,
        quoted,
        answer,
        records=_called(number),
        requirements=("DEC-3-4", "DEC-4-2"),
    )


WHOEVER = "It stands for nobody, even where a record has it as a number."
PLACEHOLDERS: tuple[MatchingCase, ...] = (
    case(
        "n89",
        "A number of nines alone",
        "It stands for nobody.",
        party("exporter", NINES),
        NONE,
        requirements=("DEC-3-4", "DEC-4-2"),
    ),
    case(
        "n90",
        "A number of nines behind the letters of a country",
        "Letters in front are left out, so it stands for nobody.",
        party("exporter", "HK99999999"),
        NONE,
        requirements=("DEC-3-4", "DEC-4-2"),
    ),
    _number("n91", "Three nines, the number of an authorisation", WHOEVER, "999", NONE),
    _number(
        "n137", "Letters and three nines, the number of an authorisation", WHOEVER, "AEO999", NONE
    ),
    _number("n138", "Letters and a zero, the number of an authorisation", WHOEVER, "AEO0", NONE),
    _number(
        "p39", "Two nines, the number of an authorisation", "They are a number.", "99", BY_NUMBER
    ),
    _number("n92", "Five sevens, the number of an authorisation", WHOEVER, "AEO77777", NONE),
    _number(
        "p40",
        "Four sevens, the number of an authorisation",
        "They are a number.",
        "7777",
        BY_NUMBER,
    ),
    _number("n93", "One zero, the number of an authorisation", WHOEVER, "0", NONE),
    _number("n94", "Six times one letter, the number of an authorisation", WHOEVER, "XXXXXX", NONE),
    _number(
        "p41",
        "Nines and a one, the number of an authorisation",
        "They are a number.",
        "9999999991",
        BY_NUMBER,
    ),
    case(
        "n95",
        "A document with a number of nines alone, that of an authorisation",
        WHOEVER,
        UNNAMED,
        NONE,
        records=_called(NINES),
        beside=document(NINES, types=("Y022",)),
        requirements=("DEC-1-4", "DEC-3-4"),
    ),
    case(
        "n96",
        "A reference of the Union of nines alone, that of an authorisation",
        WHOEVER,
        (),
        NONE,
        records=_called(NINES),
        by_hand=_of_union(
            "<Exporter><name>Specimen Goods</name></Exporter><AdditionalReference>"
            f"<type>Y022</type><referenceNumber>{NINES}</referenceNumber></AdditionalReference>"
        ),
        requirements=("DEC-1-5", "DEC-3-4"),
    ),
    case(
        "n97",
        "A cell of nines alone, the number of an authorisation",
        WHOEVER,
        (),
        NONE,
        records=_called(NINES),
        by_hand=f"declaration,acceptedAt,flow,role,aeoNumber\nD-1,{ACCEPTED},import,exporter,{NINES}\n",
        requirements=("DEC-1-7", "DEC-3-4"),
    ),
)

# ------------------------------------------------------------ a day with a zone

WITH_ZONE = "A day is that of the side that asks, so one of another zone is none."
WHEN: dict[str, Any] = {"requirements": ("DEC-2-1", "DEC-2-2")}


def _accepted(name: str, title: str, text: str, *answers: Any, **more: Any) -> MatchingCase:
    given = {**WHEN, **more}
    return case(name, title, WITH_ZONE, (), answers, by_hand=text, **given)


def _line(accepted: str) -> str:
    told = {"acceptedAt": accepted, "flow": "import", "parties": [party("exporter", TIN)]}
    return json.dumps(told) + "\n"


def _row(accepted: str, declaration: str) -> str:
    return f"{declaration},{accepted},import,exporter,{TIN}\n"


NO_MOMENT = answered("open", "no-acceptance")
DAYS: tuple[MatchingCase, ...] = (
    _accepted(
        "n98",
        "A day of UTC as acceptance",
        "<Declaration><AcceptanceDateTime>2026-11-01Z</AcceptanceDateTime>"
        f"<Exporter><ID>{TIN}</ID></Exporter></Declaration>\n",
        NO_MOMENT,
    ),
    _accepted(
        "n99",
        "A day of the zone of the side that asks, written with its offset",
        _of_union(EXPORTER, ">2026-11-01+09:00</"),
        NO_MOMENT,
    ),
    _accepted(
        "p42",
        "A day as acceptance of a message of the Union",
        _of_union(EXPORTER, ">2026-11-01</"),
        YES,
    ),
    _accepted(
        "n100",
        "A line with a day of UTC as acceptance",
        _line("2026-11-01Z"),
        requirements=("DEC-1-8", "DEC-2-1"),
    ),
    _accepted("p43", "A line with a day as acceptance", _line("2026-11-01"), YES),
    _accepted(
        "n101",
        "A row with a day of UTC as acceptance",
        "declaration,acceptedAt,flow,role,id\n" + _row("2026-11-01Z", "D-1"),
        requirements=("DEC-1-7", "DEC-2-1"),
    ),
    _accepted(
        "p44",
        "A row with a day of UTC as acceptance, before one with a day",
        "declaration,acceptedAt,flow,role,id\n"
        + _row("2026-11-01Z", "D-1")
        + _row("2026-11-01", "D-2"),
        YES,
        requirements=("DEC-1-7", "DEC-2-1"),
    ),
)

# ------------------------------------------------------------ numbers of an AEO under a scheme

OF_AEO = "HKAEO-EX-0009"
IN_SCHEME = (("/holder/identifiers", [{"scheme": "HK-AEO", "value": OF_AEO}]),)
IN_ANOTHER = second(("/holder/identifiers", [{"scheme": "SG-AEO", "value": OF_AEO}]))
NAMED = "It is looked up in the scheme that the declaration names, and in no other."
IN_16C: dict[str, Any] = {
    "within": "AEOMutualRecognitionParty",
    "more": "<RoleCode>EX</RoleCode>",
}
OF_DOCUMENT: dict[str, Any] = {"within": "AdditionalDocument", "more": "<TypeCode>Y022</TypeCode>"}
OF_SCHEME: dict[str, Any] = {"requirements": ("DEC-1-13", "DEC-3-2"), "records": (IN_SCHEME,)}


def _under(name: str, title: str, scheme: str, answer: Any, **more: Any) -> MatchingCase:
    """Return a case of a number of an AEO under a scheme, in a message of form `wco`."""
    text = with_scheme(scheme, OF_AEO, **more)
    return case(name, title, NAMED, (), answer, by_hand=text, **OF_SCHEME)


def _quoted(name: str, title: str, scheme: str, answer: Any, **more: Any) -> MatchingCase:
    """Return a case of a number of an AEO in a line of NDJSON, under a scheme or none."""
    number = {"value": OF_AEO, "place": "aeo-number", **({"scheme": scheme} if scheme else {})}
    quoted = {"role": "exporter", "numbers": [number]}
    return case(name, title, NAMED, quoted, answer, **{**OF_SCHEME, **more})


NEAR = answered("open", "not-found", near=((TIN, "other-field"),))
TWO: dict[str, Any] = {"records": (IN_SCHEME, IN_ANOTHER)}
SCHEMES: tuple[MatchingCase, ...] = (
    _under(
        "p45", "A number of an AEO in class 16C, under its scheme", "HK-AEO", BY_NUMBER, **IN_16C
    ),
    _under(
        "n102", "A number of an AEO in class 16C, under another scheme", "SG-AEO", NEAR, **IN_16C
    ),
    _under(
        "p46",
        "A number of an AEO of a document, under its scheme",
        "HK-AEO",
        BY_NUMBER,
        **OF_DOCUMENT,
    ),
    _under(
        "n103",
        "A number of an AEO of a document, under another scheme",
        "SG-AEO",
        NEAR,
        **OF_DOCUMENT,
    ),
    _quoted("n104", "A number of an AEO under another scheme", "SG-AEO", NEAR),
    _quoted(
        "n105",
        "A number of an AEO without a scheme, that of two firms in two",
        "",
        answered("open", "two-holders"),
        **TWO,
    ),
    _quoted(
        "p47", "A number of an AEO under the scheme of one of two firms", "HK-AEO", BY_NUMBER, **TWO
    ),
    _quoted(
        "p48",
        "A number of an AEO under the scheme of the other of two firms",
        "SG-AEO",
        answered("yes", tin=OTHER, lookup="aeo-number", **FEWER),
        **TWO,
    ),
)

# ------------------------------------------------------------ holders without a record


def _held(
    name: str, held_as: str, title: str, why: str, number: Any, answer: Any, **more: Any
) -> Any:
    """Return a case about what a case of a recogniser holds."""
    held = HELD[held_as]
    given: dict[str, Any] = {
        "records": held.records,
        "streams": held.streams,
        "requirements": ("DEC-3-2", "DEC-4-1"),
        **more,
    }
    return case(name, title, why, party("exporter", number), answer, **given)


NO_RECORD = "Its authorisation has no number that could be looked up."
STILL = "Its holder can be read, so it is found, and nothing else is told."
NEWER = ("/specVersion", "1.1")
OLD_TIN = "HK00000003"
UNREAD: tuple[MatchingCase, ...] = (
    _held(
        "n106",
        "n23",
        "The number of an authorisation of a record of a newer version",
        NO_RECORD,
        (NUMBER, "aeo-number"),
        UNKNOWN,
    ),
    _held(
        "n107",
        "n42",
        "The number of an authorisation of a record that is out of use",
        NO_RECORD,
        (NUMBER, "aeo-number"),
        UNKNOWN,
    ),
    _held(
        "n108",
        "n45",
        "The number of an authorisation of a record that is missing",
        NO_RECORD,
        (NUMBER, "aeo-number"),
        UNKNOWN,
    ),
    _held(
        "n109",
        "n22",
        "The number of an authorisation of a record that was rejected",
        "It was read, and it breaks a rule.",
        (NUMBER, "aeo-number"),
        answered("open", "rejected", tin=TIN, lookup="aeo-number"),
    ),
    _held(
        "n110",
        "n23",
        "An identifier of the holder of a record of a newer version",
        STILL,
        LEI,
        answered("open", "newer", tin=TIN, lookup="identifier"),
        records=((NEWER, numbered(LEI)),),
        profiles=BY_LEI,
    ),
    _held(
        "n111",
        "n23",
        "A TIN that the holder of a record of a newer version had then",
        STILL,
        OLD_TIN,
        answered("open", "newer", tin=TIN, lookup="tin"),
        records=((NEWER, former(OLD_TIN, "2026-09-15T00:00:00Z")),),
        accepted="2026-09-14T23:59:59Z",
    ),
    _held(
        "n112",
        "n23",
        "A TIN beside the number of the authorisation of a record of a newer version",
        STILL,
        TIN,
        answered("open", "newer", tin=TIN, lookup="tin"),
        requirements=("DEC-3-3", "DEC-4-1"),
    ),
)

# ------------------------------------------------------------ holders of authorisations


def _holder(number: str, category: str = "AEOF") -> str:
    return (
        f"<AuthorisationHolder><ID>{number}</ID><CategoryCode>{category}</CategoryCode>"
        "</AuthorisationHolder>"
    )


def _party(element: str, number: str) -> str:
    return f"<{element}><ID>{number}</ID></{element}>"


def _beside(
    name: str, title: str, why: str, parts: str, *answers: Any, **more: Any
) -> MatchingCase:
    """Return a case of holders beside parties, where the asking side goes by its own codes.

    So a TIN as the number of a party leads nowhere, and as that of a holder to its firm.
    """
    given: dict[str, Any] = {"profiles": OWN_CODES, "codes": code(OTHER), **more}
    text = f"{MESSAGE}{parts}</Declaration>\n"
    return case(name, title, why, (), answers, by_hand=text, requirements=("DEC-1-4",), **given)


NOT_BY_TIN = answered("open", "not-found", near=((TIN, "other-field"),))
SAME = "An authorisation holder is the party with the same number."
HOLDERS: tuple[MatchingCase, ...] = (
    _beside(
        "p49",
        "The holder of an authorisation with the number of the exporter",
        SAME,
        _party("Exporter", TIN) + _holder(TIN),
        YES,
    ),
    _beside(
        "p50",
        "The same, before the exporter, whose number is written otherwise",
        "Numbers are the same in their compared form, in whatever order they stand.",
        _holder(TIN) + _party("Exporter", "hk 0000 0001"),
        YES,
    ),
    _beside(
        "p54",
        "The holder of an authorisation with the number of the exporter, written otherwise",
        "Numbers are the same in their compared form.",
        _party("Exporter", TIN) + _holder("hk 0000 0001"),
        YES,
    ),
    _beside(
        "p51",
        "The holder of an authorisation with the number of two parties",
        "It is each of them.",
        _party("Exporter", TIN) + _holder(TIN) + _party("Importer", TIN),
        YES,
        answered("yes", **FOUND, role="importer"),
    ),
    _beside(
        "p52",
        "The holder of an authorisation with another number than the exporter",
        "It is a party of its own, of which nobody knows what it does.",
        _party("Exporter", "HK99000077") + _holder(TIN),
        UNKNOWN,
        answered("yes", **FOUND, role="other"),
    ),
    _beside(
        "p53",
        "Two holders of authorisations, each with the number of a party",
        SAME,
        _party("Exporter", OTHER) + _party("Importer", TIN) + _holder(TIN) + _holder(OTHER, "aeoc"),
        answered("yes", **{**FOUND, "tin": OTHER}),
        answered("yes", **FOUND, role="importer"),
        records=((), second()),
    ),
    _beside(
        "n113",
        "The holder of an authorisation whose type does not say AEO",
        "It says nothing.",
        _party("Exporter", TIN) + _holder(TIN, "CGU"),
        NOT_BY_TIN,
    ),
    _beside(
        "n114",
        "The holder of an authorisation without a type",
        "It says nothing.",
        _party("Exporter", TIN) + f"<AuthorisationHolder><ID>{TIN}</ID></AuthorisationHolder>",
        NOT_BY_TIN,
    ),
)


def _authorised(
    name: str, title: str, why: str, number: str, inner: str, *answers: Any
) -> MatchingCase:
    """Return a case of an authorisation in a message of the Union, as `_beside` has its holders."""
    exporter = EXPORTER.replace(TIN, number)
    return case(
        name,
        title,
        why,
        (),
        answers,
        by_hand=_of_union(f"{exporter}<Authorisation>{inner}</Authorisation>"),
        requirements=("DEC-1-4", "DEC-1-5"),
        profiles=OWN_CODES,
        codes=code(OTHER),
    )


NAMED = f"<holderOfAuthorisation>{TIN}</holderOfAuthorisation>"
LONGER = f"<holderOfTheAuthorisation>{TIN}</holderOfTheAuthorisation>"
OF_UNION: tuple[MatchingCase, ...] = (
    _authorised(
        "p93",
        "The holder of an authorisation in a message of the Union, with the number of the exporter",
        SAME,
        TIN,
        f"<type>C501</type>{NAMED}",
        YES,
    ),
    _authorised(
        "p94",
        "The same, where the type is that of an authorisation and the name is the longer one",
        "Both lists say AEO there, and the data element is written in two ways.",
        TIN,
        f"<type>AEOF</type>{LONGER}",
        YES,
    ),
    _authorised(
        "p95",
        "The same, where the exporter has another number",
        "It is a party of its own, of which nobody knows what it does.",
        "HK99000077",
        f"<type>AEOC</type>{NAMED}",
        UNKNOWN,
        answered("yes", **FOUND, role="other"),
    ),
    _authorised(
        "n142",
        "The holder of an authorisation in a message of the Union whose type does not say AEO",
        "It says nothing.",
        TIN,
        f"<type>C521</type>{NAMED}",
        NOT_BY_TIN,
    ),
    _authorised(
        "n143",
        "The holder of an authorisation in a message of the Union without a type",
        "It says nothing.",
        TIN,
        NAMED,
        NOT_BY_TIN,
    ),
)
CASES: tuple[MatchingCase, ...] = (*PLACEHOLDERS, *DAYS, *SCHEMES, *UNREAD, *HOLDERS, *OF_UNION)
